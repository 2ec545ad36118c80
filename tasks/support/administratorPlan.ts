import { dataOf } from "./abi";
import { addressOf } from "./accounts";
import { authorityAt, type OpenBond } from "./network";
import { TaskError } from "./output";
import type { Plan, Step } from "./plan";
import { jstIso, nowOf } from "./time";

/**
 * An act of the administrator. It is scheduled first and waits five days, in which the issuer can cancel it; then it can be executed for a week.
 */
export interface Act extends Omit<Step, "role" | "signer"> {
  /** Whether the chain shows it as done. */
  readonly isDone: boolean;
}

/** Acts of the administrator by the task that asks for them, in an order in which each needs those before it. */
export interface Acts {
  readonly task: string;
  readonly administrator: string;
  readonly acts: readonly Act[];
  readonly notes?: readonly string[];
  /** Writes down what has changed when all is done; with `execute` also if nothing was left to send. */
  readonly whenDone?: () => void;
}

/** The next step of each act: scheduled if it is not, executed if its time has come. The same command again goes on from there. */
export const administratorPlan = async (open: OpenBond, acts: Acts): Promise<Plan> => {
  const { task, administrator } = acts;
  const [steps, notes]: [Step[], string[]] = [[], [...(acts.notes ?? [])]];
  let isBlocked = false;
  for (const act of acts.acts) {
    const from = await scheduleOf(open, administrator, act);
    const next = act.isDone ? "done" : await nextOf(open, from);
    if (next === "done") notes.push(`${act.changes}: so already: skipped`);
    if (next === "wait") notes.push(`${act.changes}: scheduled, and waits until ${jstIso(from)}`);
    if (next === "schedule") steps.push(scheduling(open, administrator, act));
    if (next === "execute" && !isBlocked) steps.push(executing(administrator, act));
    if (next === "execute" && isBlocked) notes.push(`${act.changes}: only after what comes before it`);
    isBlocked ||= next === "wait" || next === "schedule";
  }
  return { task, steps, notes, after: () => outcome(open, acts, isBlocked) };
};

type Next = "done" | "wait" | "schedule" | "execute";

const nextOf = async (open: OpenBond, from: bigint): Promise<Next> =>
  from === 0n ? "schedule" : (await nowOf(open)) < from ? "wait" : "execute";

const authorityOf = (open: OpenBond) => authorityAt(open, open.entry.contracts.authority);

const operationOf = (open: OpenBond, administrator: string, act: Act): Promise<string> =>
  authorityOf(open).hashOperation(administrator, act.address, dataOf(open.abi, act));

/** From when an act can be executed; 0 if it is not scheduled, or was not executed in time. */
const scheduleOf = async (open: OpenBond, administrator: string, act: Act): Promise<bigint> =>
  authorityOf(open).getSchedule(await operationOf(open, administrator, act), open.at);

const signed = (signer: string) => ({ role: "platformOperator", signer }) as const;

const scheduling = (open: OpenBond, administrator: string, act: Act): Step => ({
  ...signed(administrator),
  contract: "BondAuthority",
  address: open.entry.contracts.authority,
  call: "schedule",
  args: [act.address, dataOf(open.abi, act), 0],
  changes: `is scheduled, to be executed after five days, in which the issuer can cancel it: ${act.changes}`,
  clause: act.clause,
});

const executing = (administrator: string, { isDone: _, ...act }: Act): Step => ({ ...signed(administrator), ...act });

const outcome = async (
  open: OpenBond,
  { task, administrator, acts, whenDone }: Acts,
  waits: boolean,
): Promise<string> => {
  if (!waits) {
    whenDone?.();
    return "\ndone";
  }
  const times = await Promise.all(acts.map((act) => scheduleOf(open, administrator, act)));
  const scheduled = times.filter((from) => from !== 0n).sort((a, b) => Number(a - b));
  const [earliest = 0n, latest = 0n] = [scheduled[0], scheduled.at(-1)];
  const until = earliest + (await authorityOf(open).expiration());
  return `\nwaits: run the same \`${task}\` again from ${jstIso(latest)} on, before ${jstIso(until)}; until then the issuer can cancel it, see \`role list\``;
};

/** The account that is the administrator: that of the address book, unless another one is named. */
export const administratorOf = async (open: OpenBond, by?: string): Promise<string> => {
  const account = by === undefined ? open.entry.roles.platformOperator : addressOf("--by", by);
  const [holds] = await authorityOf(open).hasRole(0n, account, open.at);
  if (holds) return account;
  throw new TaskError(`--by: ${account} is no administrator of this bond; \`role list\` shows who is`);
};
