import { ZeroAddress } from "ethers";
import type { Callable } from "./abi";
import { addressOf, namesOf, type Names } from "./accounts";
import { integerOf } from "./arguments";
import { choiceOf } from "./choices";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { table, TaskError } from "./output";
import type { Plan, Step } from "./plan";
import { jstIso, nowOf } from "./time";
import { hashOf } from "./words";

const MOST_BONDS = 1_000_000;
const MOST_DATES = 255;

/** The flags that say what is ordered. */
export interface OrderFlags {
  readonly kind: string;
  readonly cause: string;
  readonly from: string;
  readonly to?: string;
  readonly bonds?: string;
  readonly index?: string;
  readonly document: string;
}

/** What is to be ordered; accounts are still labels or addresses. */
export interface OrderRequest {
  readonly kind: number;
  readonly cause: number;
  readonly from: string;
  readonly to?: string;
  readonly bonds: number;
  readonly index: number;
  readonly documentHash: string;
}

/** Which of the flags each kind of order needs; the others are refused. */
const NEEDED: Readonly<Record<string, readonly ("to" | "bonds" | "index")[]>> = {
  Move: ["to", "bonds"],
  Freeze: ["bonds"],
  NewKey: ["to"],
  Redirect: ["to", "index"],
};

/** Reads the flags of an order: neither more nor less than its kind needs. */
export const readRequest = (flags: OrderFlags): OrderRequest => {
  const kind = choiceOf("kind", flags.kind, "Kind");
  const needed = NEEDED[nameIn("Kind", kind)] ?? [];
  for (const flag of ["to", "bonds", "index"] as const) {
    if ((flags[flag] !== undefined) === needed.includes(flag)) continue;
    const found = flags[flag] === undefined ? "nothing" : `"${flags[flag]}"`;
    throw new TaskError(
      `--${flag}: found ${found}, expected --kind ${flags.kind} with ${needed.map((each) => `--${each}`).join(" and ")} and no other`,
    );
  }
  return {
    kind,
    cause: choiceOf("cause", flags.cause, "Cause"),
    from: flags.from,
    ...(flags.to === undefined ? {} : { to: flags.to }),
    bonds: flags.bonds === undefined ? 0 : integerOf("bonds", flags.bonds, flags.kind === "freeze" ? 0 : 1, MOST_BONDS),
    index: flags.index === undefined ? 0 : integerOf("index", flags.index, 0, MOST_DATES),
    documentHash: hashOf("document", flags.document),
  };
};

/** An order as it is printed. */
export interface OrderJson {
  readonly id: number;
  readonly kind: string;
  readonly cause: string;
  readonly state: string;
  readonly from: string;
  readonly to: string | null;
  readonly bonds: number;
  readonly index: number | null;
  readonly executableAt: string;
  readonly executable: boolean;
  readonly documentHash: string;
}

interface Order extends Omit<OrderJson, "id" | "executableAt" | "executable"> {
  readonly executableAt: bigint;
}

const readOrder = async ({ orders, at }: OpenBond, id: number): Promise<Order> => {
  const order = await orders.orderAt(id, at);
  const kind = nameIn("Kind", order.kind);
  return {
    kind,
    cause: nameIn("Cause", order.cause),
    state: nameIn("State", order.state),
    from: order.from,
    to: order.to === ZeroAddress ? null : order.to,
    bonds: Number(order.bonds),
    index: kind === "Redirect" ? Number(order.index) : null,
    executableAt: order.executableAt,
    documentHash: order.documentHash,
  };
};

/** What an order does, for people. */
const effectOf = (
  { kind, from, to, bonds, index }: Pick<Order, "kind" | "from" | "to" | "bonds" | "index">,
  { nameOf }: Names,
): string => {
  const [giver, receiver] = [nameOf(from), nameOf(to ?? "")];
  if (kind === "Move") return `${bonds} bonds move from ${giver} to ${receiver}`;
  if (kind === "Freeze") return `the frozen bonds of ${giver} become ${bonds}`;
  if (kind === "NewKey") return `everything of ${giver} moves to the new key ${receiver}`;
  const date = index === 0 ? "the acceleration" : `payment date ${index}`;
  return `what is due on ${date} in the line of ${giver} goes to ${receiver}`;
};

const administratorStep = (
  { entry }: OpenBond,
  contract: Callable,
  address: string,
  call: string,
  args: readonly unknown[],
  changes: string,
  clause: string,
): Step => {
  const [role, signer] = ["registerAdministrator", entry.roles.registerAdministrator];
  return { role, signer, contract, address, call, args, changes, clause };
};

/** Records an order. */
export const recordPlan = async (open: OpenBond, request: OrderRequest): Promise<Plan> => {
  const { entry, orders, at } = open;
  const names = await namesOf(open);
  const { cause, bonds, index, documentHash } = request;
  const kind = nameIn("Kind", request.kind);
  const from = await names.accountOf("--from", request.from);
  const to = await receiverOf(names, kind, request.to);
  const redirects = kind === "Redirect";
  const args = redirects
    ? [index, cause, from, to, documentHash]
    : [request.kind, cause, from, to ?? ZeroAddress, bonds, documentHash];
  const effect = effectOf({ kind, from, to, bonds, index }, names);
  const changes = `an order, which waits a day: ${effect}, because of: ${nameIn("Cause", cause)}`;
  const call = redirects ? "recordRedirection" : "recordOrder";
  const clause = redirects ? "P-3, T-7" : "T-7";
  const step = administratorStep(open, "RegisterOrders", entry.contracts.orders, call, args, changes, clause);
  const after = async (): Promise<string> => {
    const id = Number(await orders.orderCount(at));
    const { executableAt } = await readOrder(open, id);
    return `\norder ${id} waits: \`register execute --order ${id}\` from ${jstIso(executableAt)} on; the issuer can veto it until then and after`;
  };
  return { task: "register order", steps: [step], notes: [], after };
};

/** A new key has no account yet, so it is named by its address. */
const receiverOf = async (names: Names, kind: string, to: string | undefined): Promise<string | null> => {
  if (to === undefined) return null;
  return kind === "NewKey" ? addressOf("--to", to) : names.accountOf("--to", to);
};

/** Withdraws a waiting order, or vetoes it. */
export const stopPlan = async (open: OpenBond, call: "withdraw" | "veto", id: number): Promise<Plan> => {
  const { entry, token, at } = open;
  const task = `register ${call}`;
  const order = await readOrder(open, id);
  if (order.state === "Cancelled") return { task, steps: [], notes: [`order ${id} is cancelled already: skipped`] };
  const effect = effectOf(order, await namesOf(open));
  const withdraws = call === "withdraw";
  const step: Step = {
    role: withdraws ? "registerAdministrator" : "issuer",
    signer: withdraws ? entry.roles.registerAdministrator : await token.issuer(at),
    contract: "RegisterOrders",
    address: entry.contracts.orders,
    call: withdraws ? "withdrawOrder" : "vetoOrder",
    args: [id],
    changes: `order ${id} is dead: it is no longer so that ${effect}`,
    clause: "T-7",
  };
  const after = async (): Promise<string> => `\norder ${id} is ${(await readOrder(open, id)).state}`;
  return { task, steps: [step], notes: [], after };
};

/** Executes a waiting order with the one call that its kind needs. */
export const executePlan = async (open: OpenBond, id: number): Promise<Plan> => {
  const task = "register execute";
  const order = await readOrder(open, id);
  if (order.state === "Executed") return { task, steps: [], notes: [`order ${id} is executed already: skipped`] };
  if (order.state !== "Recorded") {
    throw new TaskError(`${task}: order ${id} is ${order.state}, expected a waiting one: look at \`register orders\``);
  }
  const names = await namesOf(open);
  const { contract, address, call, args } = executionOf(open, order);
  const changes = `order ${id}: ${effectOf(order, names)}`;
  const clause = order.kind === "Redirect" ? "P-3, T-7" : "T-7";
  const step = administratorStep(open, contract, address, call, args, changes, clause);
  const after = async (): Promise<string> => `\norder ${id} is ${(await readOrder(open, id)).state}`;
  return { task, steps: [step], notes: [], ...movedLabel(open, order), after };
};

const executionOf = (
  { entry: { contracts } }: OpenBond,
  { kind, from, to, bonds, index }: Order,
): Pick<Step, "contract" | "address" | "call" | "args"> => {
  const token = { contract: "BondToken", address: contracts.token } as const;
  if (kind === "Move") return { ...token, call: "forcedTransfer", args: [from, to, bonds] };
  if (kind === "Freeze") return { ...token, call: "setFrozenTokens", args: [from, bonds] };
  if (kind === "NewKey")
    return { contract: "HolderRegistry", address: contracts.registry, call: "replaceKey", args: [from, to] };
  return { contract: "BondPayments", address: contracts.payments, call: "redirect", args: [index, from, to] };
};

/** The label goes with the holder to his new key. */
const movedLabel = ({ entry }: OpenBond, { kind, from, to }: Order): Pick<Plan, "holders"> => {
  const label = Object.entries(entry.holders).find(([, account]) => account === from)?.[0];
  return kind !== "NewKey" || label === undefined || to === null ? {} : { holders: { [label]: to } };
};

/** All orders, oldest first. */
export const readOrders = async (open: OpenBond): Promise<readonly OrderJson[]> => {
  const { labelOf } = await namesOf(open);
  const now = await nowOf(open);
  const count = Number(await open.orders.orderCount(open.at));
  const found: OrderJson[] = [];
  for (let id = 1; id <= count; id += 1) {
    const { executableAt, from, to, ...order } = await readOrder(open, id);
    found.push({
      id,
      ...order,
      from: labelOf(from),
      to: to === null ? null : labelOf(to),
      executableAt: jstIso(executableAt),
      executable: order.state === "Recorded" && now >= executableAt,
    });
  }
  return found;
};

/** The same for people. */
export const ordersText = (orders: readonly OrderJson[]): string =>
  orders.length === 0
    ? "no orders"
    : table(
        ["#", "kind", "cause", "state", "from", "to", "bonds", "date", "from when"],
        orders.map((each) => [
          each.id,
          each.kind,
          each.cause,
          each.state,
          each.from,
          each.to,
          each.bonds,
          each.index,
          each.executable ? "now" : each.executableAt,
        ]),
      );
