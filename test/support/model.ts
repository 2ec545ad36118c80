import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { ACCELERATION, recordEvent } from "./defaulting";
import { type Pick } from "./random";
import {
  agentOf,
  DATE,
  executeMove,
  executeNewKey,
  fixDate,
  fundDate,
  LINE,
  linesOf,
  orderMove,
  orderNewKey,
  redirect,
  refsFor,
  resume,
  suspend,
  type Book,
} from "./paying";
import { goTo, isoOf, openAccounts, ref } from "./suite";

/** One random step. Whatever is refused is refused: the invariants must hold either way. */
type Step = (book: Book, life: Life) => Promise<unknown>;

/** What the random operator knows. */
export interface Life {
  readonly pick: Pick;
  readonly accounts: HardhatEthersSigner[];
  readonly unused: HardhatEthersSigner[];
  readonly dates: number;
  /** The day in Japan up to which the clock was moved. */
  today: number;

  accepted: number;
  refused: number;
}

const anyOf = <Item>({ pick }: Life, items: readonly Item[]): Item => items[pick(0, items.length - 1)]!;

const someHolders = (life: Life): HardhatEthersSigner[] =>
  Array.from({ length: life.pick(1, 5) }, () => anyOf(life, life.accounts));

/** Most often a date that can be worked on; once the bond is accelerated, every other time that. */
const anyDate = async ({ payments, token }: Book, life: Life): Promise<number> => {
  if ((await token.isAccelerated()) && life.pick(0, 1) === 0) return ACCELERATION;
  const passed = Number(await token.recordDaysPassed());
  for (let tries = 0; tries < 4; tries += 1) {
    const index = life.pick(1, Math.max(1, Math.min(passed, life.dates)));
    if ((await payments.paymentDate(index)).state !== DATE.closed) return index;
  }
  return life.pick(1, life.dates);
};

const passedDates = async ({ token }: Book): Promise<number> => Math.max(1, Number(await token.recordDaysPassed()));

/** The holders whose lines on a date are in one of these states. */
const holdersIn = async (book: Book, index: number, states: readonly bigint[]): Promise<string[]> =>
  (await linesOf(book, index)).filter(({ state }) => states.includes(state)).map(({ holder }) => holder);

const steps: readonly Step[] = [
  (book, life) => book.token.connect(anyOf(life, life.accounts)).transfer(book.dealer, life.pick(0, 12)),
  (book, life) => book.token.connect(book.dealer).transfer(anyOf(life, life.accounts), life.pick(0, 12)),
  (book, life) => book.token.connect(book.issuer).cancel(life.pick(1, 3)),
  async (book, life) => agentOf(book).fix(await anyDate(book, life), life.pick(1, 4)),
  async (book, life) => agentOf(book).fix(await anyDate(book, life), 100),
  async (book, life) => {
    const index = await anyDate(book, life);
    const { dueYen, fundedYen } = await book.payments.paymentDate(index);
    return agentOf(book).fund(
      index,
      life.pick(0, 2) === 0 ? (dueYen - fundedYen) / 2n : dueYen - fundedYen,
      ref("funds"),
    );
  },
  async (book, life) => agentOf(book).instruct(await anyDate(book, life), someHolders(life), ref("file")),
  async (book, life) => {
    const holders = someHolders(life);
    return agentOf(book).settle(await anyDate(book, life), holders, refsFor(holders));
  },
  async (book, life) => {
    const index = await anyDate(book, life);
    const holders = (await linesOf(book, index)).map(({ holder }) => holder);
    return agentOf(book).settle(index, holders, refsFor(holders));
  },
  async (book, life) => {
    const holders = someHolders(life).slice(0, 2);
    return agentOf(book).fail(await anyDate(book, life), holders, refsFor(holders, "refused"));
  },
  async (book, life) => agentOf(book).close(await anyDate(book, life)),
  async (book, life) => {
    const index = life.pick(1, await passedDates(book));
    const paid = (await holdersIn(book, index, [LINE.settled])).filter(() => life.pick(0, 2) === 0);
    return agentOf(book).recordReturn(index, paid, refsFor(paid, "returned"));
  },
  async (book, life) => {
    const index = await anyDate(book, life);
    const unpaid = await holdersIn(book, index, [LINE.open, LINE.instructed, LINE.failed]);
    const holder = unpaid.length > 0 ? anyOf(life, unpaid) : book.d.address;
    life.today += 1; // the order's day
    return redirect(book, index, holder, anyOf(life, life.accounts));
  },
  (book, life) => suspend(book, anyOf(life, life.accounts)),
  (book, life) => resume(book, anyOf(life, life.accounts)),
  (book, life) => book.registry.connect(book.dealer).setTaxClass(anyOf(life, life.accounts), life.pick(0, 1)),
  async (book, life) => {
    const fresh = life.unused.pop();
    if (fresh === undefined) return;
    await openAccounts(book, [fresh]);
    life.accounts.push(fresh);
  },
  async (book, life) => {
    const [from, to, bonds] = [anyOf(life, life.accounts), anyOf(life, life.accounts), life.pick(1, 9)];
    await orderMove(book, from, to, bonds);
    await passDays(life, 1);
    return executeMove(book, from, to, bonds);
  },
  async (book, life) => {
    const [from, to] = [anyOf(life, life.accounts), life.unused.pop()];
    if (to === undefined) return;
    await orderNewKey(book, from, to);
    await passDays(life, 1);
    await executeNewKey(book, from, to);
    life.accounts.push(to);
  },
];

const passDays = async (life: Life, days: number): Promise<void> => {
  life.today += days;
  await goTo(`${isoOf(life.today)}T09:00:00`);
};

/** Moves the clock: mostly to around the next record day or date, sometimes far. */
export const passTime = async ({ payments, token }: Book, life: Life): Promise<void> => {
  const next = Math.min(life.dates, Number(await token.recordDaysPassed()) + 1);
  const { recordDay, date } = await payments.paymentDate(next);
  const wanted = anyOf(life, [
    Number(recordDay),
    Number(recordDay) - 1,
    Number(date),
    Number(date) + 1,
    life.today + 40,
  ]);
  await passDays(life, Math.max(1, wanted - life.today));
};

/** One random step, accepted or refused with an error of the contracts: anything else (a panic, no data) is a fault. */
export const randomStep = async (book: Book, life: Life): Promise<void> => {
  try {
    await anyOf(life, steps)(book, life);
    life.accepted += 1;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!/reverted with (custom error|an unrecognized custom error)/.test(message)) throw error;
    life.refused += 1;
  }
};

const isResolved = (state: bigint): boolean => state === LINE.settled || state === LINE.failed;

/** Pays a date to some, and then records that the issuer lost the benefit of time on a day before that date. */
export const defaultNow = async (book: Book, life: Life): Promise<void> => {
  const { payments, token } = book;
  const passed = Number(await token.recordDaysPassed());
  const index = Math.min(Math.max(passed, 1), life.dates - 1);
  const { date, state } = await payments.paymentDate(index);
  await passDays(life, Math.max(1, Number(date) - life.today));
  if (state === DATE.scheduled) await fixDate(book, index);
  if (state !== DATE.closed) await fundDate(book, index);
  const paid = (await linesOf(book, index)).map(({ holder }) => holder).filter(() => life.pick(0, 3) > 0);
  if (paid.length > 0) await agentOf(book).settle(index, paid, refsFor(paid));
  await recordEvent(book, isoOf(Number(date) - life.pick(1, 150)));
};

/** What must hold after every step, whatever the order of steps. */
export const expectInvariants = async (book: Book, life: Life): Promise<void> => {
  const { token, payments } = book;
  const balances = await Promise.all(life.accounts.map((account) => token.balanceOf(account)));
  expect(
    balances.reduce((sum, each) => sum + each, 0n),
    "sum of balances",
  ).to.equal(await token.totalSupply());

  const accelerated = await token.isAccelerated();
  for (let index = accelerated ? ACCELERATION : 1; index <= life.dates; index += 1) {
    const { state, openLines, dueYen, fundedYen, fixedAccounts, fixedBonds } = await payments.paymentDate(index);
    if (fixedAccounts === 0n) continue;
    const lines = (await linesOf(book, index)).filter((line) => line.state !== LINE.none);
    const yen = (wanted: readonly bigint[]): bigint =>
      lines
        .filter((line) => wanted.includes(line.state))
        .reduce((sum, line) => sum + line.gross + line.principal - line.setOff, 0n);
    const count = (wanted: readonly bigint[]): number => lines.filter((line) => wanted.includes(line.state)).length;

    const all = [LINE.open, LINE.instructed, LINE.settled, LINE.failed];
    expect(yen(all), `due on date ${index}`).to.equal(dueYen);
    expect(yen([LINE.settled]) + yen([LINE.failed]) + yen([LINE.open, LINE.instructed])).to.equal(dueYen);
    expect(BigInt(count([LINE.open, LINE.instructed])), `waiting on date ${index}`).to.equal(openLines);
    expect(fundedYen <= dueYen, `funded on date ${index}`).to.equal(true);
    const bonds = lines.reduce((sum, line) => sum + line.bonds, 0);
    expect(BigInt(bonds), `bonds on date ${index}`).to.equal(fixedBonds);
    if (state !== DATE.scheduled && state !== DATE.lapsed && index !== ACCELERATION)
      expect(fixedBonds, `bonds on date ${index}`).to.equal(await token.supplyAtRecord(index));
    if (state !== DATE.scheduled && index === ACCELERATION)
      expect(fixedBonds - (await token.totalSupply()), "bonds burned at the acceleration").to.equal(
        BigInt(lines.filter((line) => isResolved(line.state)).reduce((sum, line) => sum + line.bonds, 0)),
      );
    if (state === DATE.closed) expect(openLines).to.equal(0);
  }
};

/**
 * No holder was settled twice on a date unless the payment came back in between, and no bond was burned twice: from the events of the whole
 * life.
 */
export const expectNothingTwice = async ({ token, payments }: Book): Promise<void> => {
  const settled = await payments.queryFilter(payments.filters.Settled());
  const returned = await payments.queryFilter(payments.filters.PaymentReturned());
  const countOf = (events: readonly { readonly args: { index: bigint; holder: string } }[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const { args } of events) {
      const key = `${args.index} ${args.holder}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  };
  const cameBack = countOf(returned);
  for (const [key, times] of countOf(settled)) {
    expect(times - (cameBack.get(key) ?? 0), `settlements of ${key}, less those that came back`).to.be.oneOf([0, 1]);
  }
  const zero = "0x0000000000000000000000000000000000000000";
  const burns = await token.queryFilter(token.filters.Transfer(undefined, zero));
  const burned = burns.reduce((sum, { args }) => sum + args.value, 0n);
  expect(burned + (await token.totalSupply()), "burned and left").to.equal(100);
};

/** Every yen that was settled for a lapsed date is set off or to be recovered from somebody, once [D-1]. */
export const expectAllSetOff = async (book: Book, life: Life): Promise<void> => {
  const { payments } = book;
  let settled = 0n;
  for (let index = 1; index <= life.dates; index += 1) {
    if ((await payments.paymentDate(index)).state !== DATE.lapsed) continue;
    for (const line of await linesOf(book, index)) {
      if (line.state === LINE.settled) settled += line.gross - line.withheld + line.principal;
    }
  }
  const events = await payments.queryFilter(payments.filters.ReceivedSetOff());
  const accounted = events.reduce((sum, { args }) => sum + args.setOffYen + args.recoverYen, 0n);
  expect(accounted, "set off and to be recovered").to.equal(settled);
};
