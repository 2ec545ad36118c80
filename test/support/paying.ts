import type { AddressLike, BytesLike } from "ethers";
import { ethers } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { fixture } from "./chain";
import { at, goTo, hitachi, isoOf, issuedSuite, openAccounts, ref, type Suite } from "./suite";

/** As in `IBondPayments.DateState` and `LineState`. */
export const DATE = { scheduled: 0n, fixed: 1n, funded: 2n, closed: 3n, lapsed: 4n } as const;
export const LINE = { none: 0n, open: 1n, instructed: 2n, settled: 3n, failed: 4n } as const;

/** The tax class that marks the issuer's own bonds [P-6]. */
export const OWN_BONDS = 255n;

/** The suite with investors and their bonds; the dealer keeps the rest. */
export interface Book extends Suite {
  /** 40 bonds, a domestic corporation. */
  readonly a: HardhatEthersSigner;
  /** 20 bonds, exempt. */
  readonly b: HardhatEthersSigner;
  /** 1 bond, a domestic corporation. */
  readonly c: HardhatEthersSigner;
  /** An account without bonds. */
  readonly d: HardhatEthersSigner;
  readonly fresh: readonly HardhatEthersSigner[];
}

/** Register, in this order: dealer 34, issuer 5, a 40, b 20, c 1, d 0; together 100 bonds. */
export const openBook = async (terms = hitachi): Promise<Book> => {
  const suite = await issuedSuite(terms);
  const [a, b, c, d, ...fresh] = suite.investors as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    ...HardhatEthersSigner[],
  ];
  await openAccounts(suite, [a], 0);
  await openAccounts(suite, [b], 1);
  await openAccounts(suite, [c, d], 0);
  await at(`${isoOf(terms.schedule.closingDay + 1)}T09:00:00`); // the issuer may buy from here [P-6]
  const dealer = suite.token.connect(suite.dealer);
  await dealer.transfer(a.address, 40);
  await dealer.transfer(b.address, 20);
  await dealer.transfer(c.address, 1);
  await dealer.transfer(suite.issuer.address, 5);
  return { ...suite, a, b, c, d, fresh };
};

/** 00:00:00 Japan time of the record day of a date. */
export const recordDayOf = async ({ payments }: Suite, index: number): Promise<string> =>
  `${isoOf(Number((await payments.paymentDate(index)).recordDay))}T00:00:00`;

/** 00:00:00 Japan time of the pay day of a date. */
export const payDayOf = async ({ payments }: Suite, index: number): Promise<string> =>
  `${isoOf(Number((await payments.paymentDate(index)).payOn))}T00:00:00`;

export const agentOf = ({ payments, fiscalAgent }: Suite) => payments.connect(fiscalAgent);

export const stateOf = async ({ payments }: Suite, index: number): Promise<bigint> =>
  (await payments.paymentDate(index)).state;

/** Reads all holders of a date, from its record day on. */
export const fixDate = async (suite: Suite, index: number, page = 1000): Promise<void> => {
  while ((await stateOf(suite, index)) === DATE.scheduled) await agentOf(suite).fix(index, page);
};

/** Funds what is missing on a date, if anything is. */
export const fundDate = async (suite: Suite, index: number): Promise<void> => {
  const { dueYen, fundedYen } = await suite.payments.paymentDate(index);
  if (dueYen > fundedYen) await agentOf(suite).fund(index, dueYen - fundedYen, ref("funds"));
};

/** A reference for each holder. */
export const refsFor = (holders: readonly unknown[], text = "paid"): string[] =>
  holders.map((_, i) => ref(`${text} ${i + 1}`));

export const settle = (suite: Suite, index: number, ...holders: HardhatEthersSigner[]) =>
  agentOf(suite).settle(index, holders, refsFor(holders));

export const fail = (suite: Suite, index: number, ...holders: HardhatEthersSigner[]) =>
  agentOf(suite).fail(index, holders, refsFor(holders, "refused"));

/** At 00:00 of the record day fixed, funded; then the clock stands at 00:00 of the pay day. */
export const readyToPay = async (suite: Suite, index: number): Promise<void> => {
  await goTo(await recordDayOf(suite, index));
  await fixDate(suite, index);
  await fundDate(suite, index);
  await goTo(await payDayOf(suite, index));
};

/** The book on its first pay day, Friday 14 June 2024, with nobody settled. */
export const payable = async (): Promise<Book> => {
  const book = await fixture(openBook);
  await readyToPay(book, 1);
  return book;
};

/** How many holders of a date are neither settled nor failed. */
export const waiting = async ({ payments }: Suite, index = 1): Promise<bigint> =>
  (await payments.paymentDate(index)).openLines;

/** Everybody on the list, settled and closed. */
export const payOut = async (suite: Suite, index: number): Promise<void> => {
  const holders = (await suite.payments.linesAt(index, 0, 1000)).map(({ holder }) => holder);
  await agentOf(suite).settle(index, holders, refsFor(holders));
  await agentOf(suite).close(index);
};

export interface LineShown {
  readonly holder: string;
  readonly bonds: number;
  readonly taxClass: number;
  readonly state: bigint;
  readonly gross: bigint;
  readonly withheld: bigint;
  readonly principal: bigint;
  readonly payee: string;
  readonly setOff: bigint;
}

/** The lines of a date, flat. */
export const linesOf = async ({ payments }: Suite, index: number): Promise<LineShown[]> =>
  (await payments.linesAt(index, 0, 1000)).map(({ holder, payee, bonds, taxClass, state, amounts, setOffYen }) => ({
    holder,
    bonds: Number(bonds),
    taxClass: Number(taxClass),
    state,
    gross: amounts.grossYen,
    withheld: amounts.withheldYen,
    principal: amounts.principalYen,
    payee,
    setOff: setOffYen,
  }));

/** One holder's line; throws if he has none. */
export const lineOf = async (suite: Suite, index: number, holder: { readonly address: string }): Promise<LineShown> => {
  const found = (await linesOf(suite, index)).find((line) => line.holder === holder.address);
  if (found === undefined) throw new Error(`${holder.address} has no line on date ${index}`);
  return found;
};

/** Bonds by holder, as a date lists them. */
export const bondsListed = async (suite: Suite, index: number): Promise<[string, number][]> =>
  (await linesOf(suite, index)).map(({ holder, bonds }) => [holder, bonds]);

/** The state of one holder's line. */
export const lineState = async (suite: Suite, index: number, holder: { readonly address: string }): Promise<bigint> =>
  (await linesOf(suite, index)).find((line) => line.holder === holder.address)?.state ?? LINE.none;

const MOVE = 0;
const NEW_KEY = 2;
const SUCCESSION = 1;
const COURT_ORDER = 2;
const LOST_KEY = 3;
const ORDER_DELAY = 86_400;
export const DOCUMENT = ethers.id("the document");

/** Records an order to move bonds; it may be executed a day later [T-7]. */
export const orderMove = (
  { orders, registerAdministrator }: Suite,
  from: AddressLike,
  to: AddressLike,
  bonds: number,
) => orders.connect(registerAdministrator).recordOrder(MOVE, COURT_ORDER, from, to, bonds, DOCUMENT);

export const executeMove = (
  { token, registerAdministrator }: Suite,
  from: AddressLike,
  to: AddressLike,
  bonds: number,
) => token.connect(registerAdministrator).forcedTransfer(from, to, bonds);

/** Records an order for a new key. */
export const orderNewKey = ({ orders, registerAdministrator }: Suite, from: AddressLike, to: AddressLike) =>
  orders.connect(registerAdministrator).recordOrder(NEW_KEY, LOST_KEY, from, to, 0, DOCUMENT);

export const executeNewKey = ({ registry, registerAdministrator }: Suite, from: AddressLike, to: AddressLike) =>
  registry.connect(registerAdministrator).replaceKey(from, to);

/** Moves the holder behind `from` to the key `to`, by an order and its day. */
export const moveKey = async (suite: Suite, from: AddressLike, to: AddressLike): Promise<void> => {
  await orderNewKey(suite, from, to);
  await time.increase(ORDER_DELAY);
  await executeNewKey(suite, from, to);
};

/** Records an order to redirect an amount; it may be executed a day later [P-3, T-7]. */
export const orderRedirect = (
  { orders, registerAdministrator }: Suite,
  index: number,
  holder: AddressLike,
  payee: AddressLike,
) => orders.connect(registerAdministrator).recordRedirection(index, SUCCESSION, holder, payee, DOCUMENT);

export const executeRedirect = (
  { payments, registerAdministrator }: Suite,
  index: number,
  holder: AddressLike,
  payee: AddressLike,
) => payments.connect(registerAdministrator).redirect(index, holder, payee);

/** Redirects an amount, by an order and its day. */
export const redirect = async (suite: Suite, index: number, holder: AddressLike, payee: AddressLike) => {
  await orderRedirect(suite, index, holder, payee);
  await time.increase(ORDER_DELAY);
  return executeRedirect(suite, index, holder, payee);
};

/** Records that settled payments came back. */
export const giveBack = (suite: Suite, index: number, ...holders: HardhatEthersSigner[]) =>
  agentOf(suite).recordReturn(index, holders, refsFor(holders, "returned"));

export const suspend = ({ registry, registerAdministrator }: Suite, holder: AddressLike, cause: BytesLike = DOCUMENT) =>
  registry.connect(registerAdministrator).suspend(holder, cause);

export const resume = ({ registry, registerAdministrator }: Suite, holder: AddressLike) =>
  registry.connect(registerAdministrator).resume(holder, DOCUMENT);
