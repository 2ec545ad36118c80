import { namesOf } from "./accounts";
import { isoDay } from "./dateJson";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { table, yen } from "./output";
import type { Plan, Step } from "./plan";
import { jstIso } from "./time";

/** Issues the whole bond to the dealer, once. */
export const issuePlan = async (open: OpenBond): Promise<Plan> => {
  const { token, at } = open;
  const task = "bond issue";
  if (await token.isIssued(at)) return { task, steps: [], notes: ["the bond is issued already: skipped"] };
  const { bonds, denominationYen } = await token.terms(at);
  const changes = `all ${bonds} bonds of ${yen(denominationYen)} go to the dealer ${await token.dealer(at)}`;
  const step = issuerStep(open, await token.issuer(at), "issue", [], changes, "I-2, I-5, I-7");
  const after = async (): Promise<string> => `\noutstanding ${await token.totalSupply(at)} bonds`;
  return { task, steps: [step], notes: [], after };
};

/** Moves bonds from one account to another. */
export const transferPlan = async (open: OpenBond, from: string, to: string, bonds: number): Promise<Plan> => {
  const { token, at } = open;
  const names = await namesOf(open);
  const sender = await names.accountOf("--from", from);
  const receiver = await names.accountOf("--to", to);
  const step = {
    role: names.labelOf(sender) === sender ? "holder" : names.labelOf(sender),
    signer: sender,
    contract: "BondToken" as const,
    address: open.entry.contracts.token,
    call: "transfer",
    args: [receiver, bonds],
    changes: `${bonds} bonds move from ${names.nameOf(sender)} to ${names.nameOf(receiver)}`,
    clause: "T-1 to T-4",
  };
  const after = async (): Promise<string> => {
    const [left, right] = [await token.balanceOf(sender, at), await token.balanceOf(receiver, at)];
    return `\n${names.labelOf(sender)} now holds ${left}, ${names.labelOf(receiver)} ${right}`;
  };
  return { task: "bond transfer", steps: [step], notes: [], after };
};

/** Cancels bonds that the issuer bought. */
export const cancelPlan = async (open: OpenBond, bonds: number): Promise<Plan> => {
  const { token, at } = open;
  const issuer = await token.issuer(at);
  const held = await token.balanceOf(issuer, at);
  const step = issuerStep(
    open,
    issuer,
    "cancel",
    [bonds],
    `${bonds} of the issuer's ${held} own bonds cease to exist`,
    "P-6",
  );
  const after = async (): Promise<string> => `\noutstanding ${await token.totalSupply(at)} bonds`;
  return { task: "bond cancel", steps: [step], notes: [], after };
};

/** The ways of transfer, as the token numbers them. */
export const WAYS: Readonly<Record<string, number>> = { none: 0, plain: 1, agreements: 2, both: 3 };

const nameOfWays = (ways: bigint): string =>
  Object.keys(WAYS).find((name) => BigInt(WAYS[name] ?? -1) === ways) ?? String(ways);

/** Changes the ways of transfer that the issuer designates. */
export const designatePlan = async (open: OpenBond, ways: number): Promise<Plan> => {
  const { token, at } = open;
  const task = "bond designate";
  const [now, then] = [nameOfWays(await token.ways(at)), nameOfWays(BigInt(ways))];
  if (now === then) return { task, steps: [], notes: [`${then} is designated already: skipped`] };
  const changes = `the designated ways of transfer become ${then} instead of ${now}`;
  const step = issuerStep(open, await token.issuer(at), "designateWays", [ways], changes, "T-3");
  return { task, steps: [step], notes: [] };
};

const issuerStep = (
  { entry }: OpenBond,
  signer: string,
  call: string,
  args: readonly unknown[],
  changes: string,
  clause: string,
): Step => ({
  role: "issuer",
  signer,
  contract: "BondToken",
  address: entry.contracts.token,
  call,
  args,
  changes,
  clause,
});

/** What `bond status --json` prints. */
export interface StatusJson {
  readonly network: string;
  readonly bond: string;
  readonly name: string;
  readonly at: string;
  readonly block: number;
  readonly termsHash: string;
  readonly issued: boolean;
  readonly redeemed: boolean;
  readonly bonds: number;
  readonly outstanding: number;
  readonly accounts: number;
  readonly contracts: Readonly<Record<string, string>>;
  readonly roles: Readonly<Record<string, string>>;
  readonly cancelFrom: string;
  readonly cancelTo: string;
  readonly ways: string;
  readonly standing: string;
  readonly payments: readonly {
    readonly index: number;
    readonly date: string;
    readonly payOn: string;
    readonly blackoutFrom: string;
    readonly blackoutTo: string;
    readonly state: string;
    readonly waiting: number;
    readonly dueYen: string;
    readonly fundedYen: string;
  }[];
}

/** Reads how a bond stands. */
export const readStatus = async (open: OpenBond): Promise<StatusJson> => {
  const { token, payments, at, entry, book } = open;
  const block = await open.hre.ethers.provider.getBlock("latest");
  const terms = await token.terms(at);
  const [from, to] = await token.purchaseWindow(at);
  const count = Number(await payments.paymentCount(at));
  const indexes = Array.from({ length: count }, (_, i) => i + 1);
  return {
    network: open.name,
    bond: open.id,
    name: terms.name,
    at: jstIso(BigInt(block?.timestamp ?? 0)),
    block: block?.number ?? 0,
    termsHash: await token.termsHash(at),
    issued: await token.isIssued(at),
    redeemed: await token.isRedeemed(at),
    bonds: Number(terms.bonds),
    outstanding: Number(await token.totalSupply(at)),
    accounts: Number(await token.accountCount(at)),
    contracts: { calendar: book.calendar.address, ...entry.contracts },
    roles: { ...entry.roles, issuer: await token.issuer(at), dealer: await token.dealer(at) },
    cancelFrom: isoDay(from),
    cancelTo: isoDay(to),
    ways: nameOfWays(await token.ways(at)),
    standing: nameIn("Standing", await open.defaults.standing(at)),
    payments: await Promise.all(
      indexes.map(async (index) => {
        const date = await payments.paymentDate(index, at);
        return {
          index,
          date: isoDay(date.date),
          payOn: isoDay(date.payOn),
          blackoutFrom: isoDay(date.recordDay),
          blackoutTo: isoDay(date.date),
          state: nameIn("DateState", date.state),
          waiting: Number(date.openLines),
          dueYen: date.dueYen.toString(),
          fundedYen: date.fundedYen.toString(),
        };
      }),
    ),
  };
};

/** The same for people. */
export const statusText = (status: StatusJson): string => {
  const accelerated = status.standing === "Performing" ? "" : `, ${status.standing.toLowerCase()} [D-1]`;
  const standing = `${status.redeemed ? "redeemed" : status.issued ? "issued" : "not issued yet"}${accelerated}`;
  return [
    status.name,
    `${status.bond} on ${status.network}: ${standing}, ${status.outstanding} of ${status.bonds} bonds outstanding, ${status.accounts} accounts`,
    `latest block ${status.block}, ${status.at}; terms ${status.termsHash}`,
    `own bonds can be bought and cancelled from ${status.cancelFrom} through ${status.cancelTo} [P-6]`,
    `designated ways of transfer: ${status.ways} [T-3]`,
    "",
    table(
      ["#", "date", "paid on", "closed from", "state", "waiting", "due", "funded"],
      status.payments.map((each) => [
        each.index,
        each.date,
        each.payOn,
        each.blackoutFrom,
        each.state,
        each.waiting,
        yen(BigInt(each.dueYen)),
        yen(BigInt(each.fundedYen)),
      ]),
    ),
    "",
    table(["role", "account"], Object.entries(status.roles)),
    "",
    table(["contract", "address"], Object.entries(status.contracts)),
  ].join("\n");
};
