import { formatDay, type JstDay } from "../../lib/day";
import { usualExpiryDay } from "../../lib/settlement";
import { namesOf, type Names } from "./accounts";
import { isoDay } from "./dateJson";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { TaskError, yen } from "./output";
import type { Plan, Step } from "./plan";
import { tradeOf, type Trade } from "./trades";

/** What `trade propose` is given. */
export interface Proposal {
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly bonds: number;
  readonly priceYen: bigint;
  readonly tradeDay: JstDay;
  readonly expiryDay?: JstDay;
}

const SELLER = 1n;

/** What the signer is in the plan: the label of a party, or a holder. */
const partOf = ({ labelOf }: Names, account: string): string =>
  labelOf(account) === account ? "holder" : labelOf(account);

type Act = Pick<Step, "call" | "args" | "changes" | "clause">;

const step = (open: OpenBond, names: Names, signer: string, act: Act): Step => ({
  role: partOf(names, signer),
  signer,
  contract: "BondMarket",
  address: open.entry.contracts.market,
  ...act,
});

const stateOf = ({ state }: Trade): string => nameIn("TradeState", state);

const shown = (id: number, { seller, buyer, bonds, priceYen }: Trade, { nameOf }: Names): string =>
  `trade ${id}: ${bonds} bonds from ${nameOf(seller)} to ${nameOf(buyer)} for ${yen(priceYen)}`;

/** How a trade stands when all was sent. */
const stands = (open: OpenBond, id: number) => async (): Promise<string> =>
  `\ntrade ${id} is ${stateOf(await open.market.tradeAt(id, open.at))}`;

const skipped = (task: string, id: number, trade: Trade): Plan => ({
  task,
  steps: [],
  notes: [`trade ${id} is ${stateOf(trade)} already: skipped`],
});

const refuseBefore1970 = (flag: string, day: JstDay): void => {
  if (day >= 0) return;
  throw new TaskError(`--${flag}: found "${formatDay(day)}", expected a day of the life of the bond`);
};

/** Proposes a trade. Whether it may settle at all is for the chain to say. */
export const proposePlan = async (open: OpenBond, proposal: Proposal): Promise<Plan> => {
  const { market, token, at } = open;
  const { bonds, priceYen, tradeDay } = proposal;
  const names = await namesOf(open);
  const seller = await names.accountOf("--from", proposal.from);
  const buyer = await names.accountOf("--to", proposal.to);
  const signer = await names.accountOf("--by", proposal.by);
  const { maturityDay } = (await token.terms(at)).schedule;
  const expiryDay = proposal.expiryDay ?? usualExpiryDay(tradeDay, Number(maturityDay) as JstDay);
  refuseBefore1970("trade-day", tradeDay);
  refuseBefore1970("expiry-day", expiryDay);
  // A year that the calendar does not hold is refused with the step, in the chain's own words.
  const days = await market.settlementDays(tradeDay, at).catch(() => undefined);
  const from = days === undefined ? "" : `, can be settled from ${isoDay(days.settleable)}`;
  const changes =
    `${bonds} bonds are to move from ${names.nameOf(seller)} to ${names.nameOf(buyer)} for ${yen(priceYen)}: ` +
    `agreed on ${formatDay(tradeDay)}${from} through ${formatDay(expiryDay)}`;
  const args = [seller, buyer, bonds, priceYen, tradeDay, expiryDay];
  const after = async (): Promise<string> => `\ntrade ${await market.tradeCount(at)} waits for the other side`;
  const act = { call: "propose", args, changes, clause: "T-2, T-5" };
  return { task: "trade propose", steps: [step(open, names, signer, act)], notes: [], after };
};

/** Confirms what the other side proposed. */
export const confirmPlan = async (open: OpenBond, id: number, bonds: number, priceYen: bigint): Promise<Plan> => {
  const task = "trade confirm";
  const trade = await tradeOf(open, id);
  if (stateOf(trade) === "Confirmed") return skipped(task, id, trade);
  const names = await namesOf(open);
  const signer = trade.proposedBy === SELLER ? trade.buyer : trade.seller;
  const changes = `${shown(id, trade, names)} binds both sides`;
  const act = { call: "confirm", args: [id, bonds, priceYen], changes, clause: "T-5" };
  return { task, steps: [step(open, names, signer, act)], notes: [], after: stands(open, id) };
};

/** The seller delivers, through the token. */
export const settlePlan = async (open: OpenBond, id: number, bankReference: string): Promise<Plan> => {
  const task = "trade settle";
  const trade = await tradeOf(open, id);
  if (stateOf(trade) === "Settled") return skipped(task, id, trade);
  const names = await namesOf(open);
  const { token, at, entry } = open;
  const settling: Step = {
    role: partOf(names, trade.seller),
    signer: trade.seller,
    contract: "BondToken",
    address: entry.contracts.token,
    call: "settleAgreement",
    args: [entry.contracts.market, id, bankReference],
    changes: `${shown(id, trade, names)}: the bonds move`,
    clause: "T-1 to T-5",
  };
  const after = async (): Promise<string> => {
    const [left, right] = [await token.balanceOf(trade.seller, at), await token.balanceOf(trade.buyer, at)];
    return `\n${names.labelOf(trade.seller)} now holds ${left}, ${names.labelOf(trade.buyer)} ${right}`;
  };
  return { task, steps: [settling], notes: [], after };
};

const endPlan = async (
  open: OpenBond,
  id: number,
  by: string,
  end: { readonly call: "cancel" | "expire" | "fail"; readonly ended: string; readonly args?: readonly unknown[] },
  whatFor: (trade: Trade) => string,
): Promise<Plan> => {
  const task = `trade ${end.call}`;
  const trade = await tradeOf(open, id);
  if (stateOf(trade) === end.ended) return skipped(task, id, trade);
  const names = await namesOf(open);
  const signer = await names.accountOf("--by", by);
  const changes = `${shown(id, trade, names)}: ${whatFor(trade)}`;
  const act = { call: end.call, args: [id, ...(end.args ?? [])], changes, clause: "T-5" };
  return { task, steps: [step(open, names, signer, act)], notes: [], after: stands(open, id) };
};

/** Cancels, or asks to. */
export const cancelPlan = (open: OpenBond, id: number, by: string): Promise<Plan> =>
  endPlan(open, id, by, { call: "cancel", ended: "Cancelled" }, (trade) => {
    const isAsked = stateOf(trade) === "Confirmed" && trade.cancelAskedBy === 0n;
    return isAsked ? "one side asks to cancel it, and the other has to as well" : "it is cancelled";
  });

/** Ends what was not settled in time. */
export const expirePlan = (open: OpenBond, id: number, by: string): Promise<Plan> =>
  endPlan(
    open,
    id,
    by,
    { call: "expire", ended: "Expired" },
    ({ expiryDay }) => `it was not settled through ${isoDay(expiryDay)}`,
  );

/** Ends what was not carried out. */
export const failPlan = (open: OpenBond, id: number, by: string, reason: string): Promise<Plan> =>
  endPlan(
    open,
    id,
    by,
    { call: "fail", ended: "Failed", args: [reason] },
    () => "it was not carried out; what follows is between the two",
  );
