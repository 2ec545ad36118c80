import type { IBondPayments } from "../../typechain-types/contracts/BondPayments";
import { formatDay, type JstDay } from "../../lib/day";
import { namesOf, type Names } from "./accounts";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { TaskError, yen } from "./output";
import type { Plan, Step } from "./plan";
import type { Row } from "./rows";
import { wordOf } from "./words";

export type Line = IBondPayments.LineStructOutput;
export type PaymentDate = IBondPayments.PaymentDateStructOutput;

const READ_PAGE = 500;

/** The index under which an acceleration is paid [D-1]. */
export const ACCELERATION = 0;

/** A payment date with all its lines. */
export interface DateView {
  readonly index: number;
  readonly date: PaymentDate;
  readonly state: string;
  readonly lines: readonly Line[];
}

/** Reads a payment date. */
export const readDate = async ({ payments, token, at }: OpenBond, index: number): Promise<DateView> => {
  const count = await payments.paymentCount(at);
  if (BigInt(index) > count || (index === ACCELERATION && !(await token.isAccelerated(at)))) {
    const only = index === ACCELERATION ? ": the bond is not accelerated, so there is no date 0 [D-1]" : "";
    throw new TaskError(`--index: found "${index}", expected a payment date from 1 to ${count}${only}`);
  }
  const date = await payments.paymentDate(index, at);
  const accounts = Number(await token.accountCount(at));
  const lines: Line[] = [];
  for (let offset = 0; offset < accounts; offset += READ_PAGE) {
    lines.push(...(await payments.linesAt(index, offset, READ_PAGE, at)));
  }
  return { index, date, state: nameIn("DateState", date.state), lines };
};

/** Reads a date on which something is to be done: one that lapsed is refused [D-1]. */
const readDateToPay = async (open: OpenBond, index: number): Promise<DateView> => {
  const view = await readDate(open, index);
  if (view.state !== "Lapsed") return view;
  throw lapsed(index);
};

/** Reads a date of which the bank may still report: also one that lapsed, until the acceleration is being fixed and amounts are set off [D-1]. */
const readReportedDate = async (open: OpenBond, index: number): Promise<DateView> => {
  const view = await readDate(open, index);
  if (view.state !== "Lapsed") return view;
  const { fixedAccounts } = await open.payments.paymentDate(ACCELERATION, open.at);
  if (fixedAccounts === 0n) return view;
  throw lapsed(index);
};

const lapsed = (index: number): TaskError => {
  return new TaskError(
    `--index: found "${index}", which lapsed when the bond was accelerated: pay what fell due then with --index 0 [D-1]`,
  );
};

const step = (open: OpenBond, call: string, args: readonly unknown[], changes: string, clause: string): Step => ({
  role: "fiscalAgent",
  signer: open.entry.roles.fiscalAgent,
  contract: "BondPayments",
  address: open.entry.contracts.payments,
  call,
  args,
  changes,
  clause,
});

const shown = ({ index, date }: DateView): string =>
  `${index === ACCELERATION ? "the acceleration" : `date ${index}`} (${formatDay(Number(date.date) as JstDay)})`;

const stands = (open: OpenBond, index: number) => async (): Promise<string> => {
  const view = await readDate(open, index);
  const { openLines, dueYen, fundedYen } = view.date;
  return `\n${shown(view)} is ${view.state}: due ${yen(dueYen)}, funded ${yen(fundedYen)}, waiting ${openLines}`;
};

/** Reads the register of the record day, page by page [P-3]. */
export const fixPlan = async (open: OpenBond, index: number, page: number): Promise<Plan> => {
  const view = await readDateToPay(open, index);
  const task = "payment fix";
  if (view.state !== "Scheduled")
    return { task, steps: [], notes: [`${shown(view)} is ${view.state} already: skipped`] };
  const accounts = Number(await open.token.accountCount(open.at));
  const done = Number(view.date.fixedAccounts);
  const steps: Step[] = [];
  for (let from = done; from < accounts; from += page) {
    const to = Math.min(from + page, accounts);
    const when = index === ACCELERATION ? "stand since the event was recorded" : "stood at the record day";
    const changes = `${shown(view)}: reads accounts ${from + 1} to ${to} of ${accounts} as they ${when}`;
    steps.push(step(open, "fix", [index, page], changes, "P-3"));
  }
  const notes = done === 0 ? [] : [`accounts 1 to ${done} are fixed already: skipped`];
  return { task, steps, notes, again: () => fixPlan(open, index, page), after: stands(open, index) };
};

/** Records money that came in: all that is missing, or a part of it. */
export const fundPlan = async (open: OpenBond, index: number, reference: string, part?: bigint): Promise<Plan> => {
  const view = await readDateToPay(open, index);
  const task = "payment fund";
  if (view.state === "Funded" || view.state === "Closed") {
    return { task, steps: [], notes: [`${shown(view)} is ${view.state} already: skipped`] };
  }
  const amount = part ?? view.date.dueYen - view.date.fundedYen;
  const changes = `${shown(view)}: ${yen(amount)} came in from the issuer, of ${yen(view.date.dueYen)} due`;
  const args = [index, amount, wordOf("--reference", reference)];
  return { task, steps: [step(open, "fund", args, changes, "P-3, P-7")], notes: [], after: stands(open, index) };
};

/** Records that payments are with the bank, in a file that hashes to `fileHash`. */
export const instructPlan = async (
  open: OpenBond,
  index: number,
  rows: readonly Row[],
  fileHash: string,
  page: number,
): Promise<Plan> => {
  const view = await readDateToPay(open, index);
  const names = await namesOf(open);
  const hashed = rows.map((row) => ({ ...row, word: fileHash }));
  const { chosen, notes } = await linesFor(view, names, hashed, ({ state }) => lineState(state) === "Instructed");
  return pagedPlan(open, view, "instruct", chosen, page, notes, "are with the bank", "P-7");
};

/** Records what was paid, each holder with the reference of his transfer. */
export const settlePlan = async (open: OpenBond, index: number, rows: readonly Row[], page: number): Promise<Plan> => {
  const view = await readReportedDate(open, index);
  const names = await namesOf(open);
  const suspended = await suspendedOn(open, index);
  const isDone = ({ payee, state }: Line): boolean =>
    lineState(state) === "Settled" || (lineState(state) === "Failed" && suspended.has(payee));
  const { chosen, notes } = await linesFor(view, names, rows, isDone);
  const payees = new Map(view.lines.map(({ holder, payee }) => [holder, payee]));
  const payeeOf = (account: string): string => payees.get(account) ?? account;
  const elsewhere = chosen.filter(({ account }) => payeeOf(account) !== account);
  if (elsewhere.length > 0) {
    const pairs = elsewhere.map(({ account }) => `${names.labelOf(account)} to ${names.labelOf(payeeOf(account))}`);
    notes.push(`redirected, so paid to the person entitled [P-3]: ${cut(pairs)}`);
  }
  const willFail = chosen
    .filter(({ account }) => suspended.has(payeeOf(account)))
    .map(({ account }) => names.labelOf(account));
  if (willFail.length > 0) notes.push(`suspended, so recorded as failed with that reason: ${willFail.join(", ")}`);
  notes.push(...leftOpen(view, names, rows, chosen));
  const burns = view.date.redeems ? ", and burns their bonds" : "";
  return pagedPlan(
    open,
    view,
    "settle",
    chosen,
    page,
    notes,
    `were paid${burns}`,
    view.date.redeems ? "P-5, P-7" : "P-7",
  );
};

/** The suspended accounts of a date. */
const suspendedOn = async ({ token, at }: OpenBond, index: number): Promise<ReadonlySet<string>> => {
  const accounts = Number(await token.accountCount(at));
  const suspended = new Set<string>();
  for (let offset = 0; offset < accounts; offset += READ_PAGE)
    for (const { account, status } of await token.entriesAt(index, offset, READ_PAGE, at))
      if (nameIn("AccountStatus", status) === "Suspended") suspended.add(account);
  return suspended;
};

/** Records what failed, each holder with the reason; the amounts stay due. */
export const failPlan = async (open: OpenBond, index: number, rows: readonly Row[], page: number): Promise<Plan> => {
  const view = await readDateToPay(open, index);
  const names = await namesOf(open);
  const { chosen, notes } = await linesFor(view, names, rows, ({ state }) => lineState(state) === "Failed");
  return pagedPlan(open, view, "fail", chosen, page, notes, "were not paid and stay due", "P-7, P-9");
};

/** Records what came back, each holder with the reason; the amounts are due again. */
export const returnPlan = async (open: OpenBond, index: number, rows: readonly Row[], page: number): Promise<Plan> => {
  const view = await readReportedDate(open, index);
  const names = await namesOf(open);
  const { chosen, notes } = await linesFor(view, names, rows, ({ state }) => lineState(state) === "Failed");
  return pagedPlan(open, view, "return", chosen, page, notes, "are due again: the payment came back", "P-7");
};

/** Closes a date on which nobody waits. */
export const closePlan = async (open: OpenBond, index: number): Promise<Plan> => {
  const view = await readDateToPay(open, index);
  const task = "payment close";
  if (view.state === "Closed") return { task, steps: [], notes: [`${shown(view)} is Closed already: skipped`] };
  const changes = `${shown(view)}: nobody waits any more; what failed stays due`;
  return { task, steps: [step(open, "close", [index], changes, "P-7")], notes: [], after: stands(open, index) };
};

interface Chosen {
  readonly account: string;
  readonly word: string;
}

const lineState = (state: bigint): string => nameIn("LineState", state);

/** The rows of a file that still have something to do, as accounts; a holder who stands twice is refused. */
const linesFor = async (
  view: DateView,
  names: Names,
  rows: readonly Row[],
  isDone: (line: Line) => boolean,
): Promise<{ chosen: Chosen[]; notes: string[] }> => {
  const lines = new Map(view.lines.map((line) => [line.holder, line]));
  const seen = new Map<string, Row>();
  const chosen: Chosen[] = [];
  const done: string[] = [];
  for (const row of rows) {
    const account = await names.accountOf(row.where, row.holder);
    const before = seen.get(account);
    if (before !== undefined) {
      throw new TaskError(`${row.where}: found "${row.holder}" again after ${before.where}, expected each holder once`);
    }
    seen.set(account, row);
    const line = lines.get(account);
    if (line !== undefined && isDone(line)) done.push(names.labelOf(account));
    else chosen.push({ account, word: row.word });
  }
  return { chosen, notes: done.length === 0 ? [] : [`done already, skipped: ${cut(done)}`] };
};

const leftOpen = (view: DateView, names: Names, rows: readonly Row[], chosen: readonly Chosen[]): string[] => {
  const given = new Set(chosen.map(({ account }) => account));
  const open = view.lines
    .filter(({ holder, state }) => ["Open", "Instructed"].includes(lineState(state)) && !given.has(holder))
    .map(({ holder }) => names.labelOf(holder));
  return rows.length === 0 || open.length === 0 ? [] : [`not in the file and still waiting: ${cut(open)}`];
};

const LONGEST_LIST = 10;

const cut = (labels: readonly string[]): string =>
  labels.length > LONGEST_LIST
    ? `${labels.slice(0, LONGEST_LIST).join(", ")}, … ${labels.length} in all`
    : labels.join(", ");

const pagedPlan = (
  open: OpenBond,
  view: DateView,
  name: "instruct" | "settle" | "fail" | "return",
  chosen: readonly Chosen[],
  page: number,
  notes: readonly string[],
  what: string,
  clause: string,
): Plan => {
  const steps: Step[] = [];
  for (let from = 0; from < chosen.length; from += page) {
    const part = chosen.slice(from, from + page);
    const words = part.map(({ word }) => word);
    const args = [view.index, part.map(({ account }) => account), name === "instruct" ? words[0] : words];
    const changes = `${shown(view)}: ${part.length} ${part.length === 1 ? "holder" : "holders"} of ${chosen.length} ${what}`;
    steps.push(step(open, name === "return" ? "recordReturn" : name, args, changes, clause));
  }
  return { task: `payment ${name}`, steps, notes, after: stands(open, view.index) };
};
