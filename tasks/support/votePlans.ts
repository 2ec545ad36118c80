import { formatDay, type JstDay } from "../../lib/day";
import { namesOf } from "./accounts";
import { accountsIn, pagesOf } from "./holders";
import { meetingStep } from "./meetingPlans";
import { meetingText, readMeeting, readMeetingWith } from "./meetingView";
import type { OpenBond } from "./network";
import { TaskError } from "./output";
import type { Plan, Step } from "./plan";
import { readTable, type TableRow } from "./rows";

/** The votes of one holder, in bonds. */
export interface Votes {
  readonly row: TableRow;
  readonly forBonds: number;
  readonly againstBonds: number;
  readonly abstainBonds: number;
}

const bondsOf = (where: string, text: string): number => {
  if (/^[0-9]{1,7}$/.test(text)) return Number(text);
  throw new TaskError(`${where}: found "${text}", expected a number of bonds, 0 or more`);
};

/** Reads a CSV file of votes. */
export const readVotes = (path: string): readonly Votes[] =>
  readTable(path, ["holder", "for", "against", "abstain"]).map((row) => {
    const [, inFavour = "", against = "", abstain = ""] = row.cells;
    return {
      row,
      forBonds: bondsOf(`${row.where}, for`, inFavour),
      againstBonds: bondsOf(`${row.where}, against`, against),
      abstainBonds: bondsOf(`${row.where}, abstain`, abstain),
    };
  });

/** Says how a meeting stands. */
const stands = (open: OpenBond, id: number) => async (): Promise<string> =>
  `\n${meetingText(await readMeeting(open, id))}`;

/** Enters votes on a resolution; those that are entered already are left out. */
export const votePlan = async (
  open: OpenBond,
  id: number,
  resolution: number,
  votes: readonly Votes[],
  instructionsHash: string,
  page: number,
): Promise<Plan> => {
  await readMeetingWith(open, id, resolution);
  const names = await namesOf(open);
  const accounts = await accountsIn(
    names,
    votes.map(({ row }) => row),
  );
  const chosen: (readonly [string, number, number, number])[] = [];
  const [done, replaced]: [string[], string[]] = [[], []];
  for (const [at, account] of accounts.entries()) {
    const { forBonds = 0, againstBonds = 0, abstainBonds = 0 } = votes[at] ?? {};
    const before = await open.meeting.ballotOf(id, resolution, account, open.at);
    const entered = [before.forBonds, before.againstBonds, before.abstainBonds].map(Number);
    const isNew = entered.every((bonds) => bonds === 0);
    if (!isNew && entered.join() === [forBonds, againstBonds, abstainBonds].join()) done.push(names.labelOf(account));
    else chosen.push([account, forBonds, againstBonds, abstainBonds]);
    if (!isNew && !done.includes(names.labelOf(account))) replaced.push(names.labelOf(account));
  }
  const steps: Step[] = [];
  for (const part of pagesOf(chosen, page)) {
    const changes = `meeting ${id}, resolution ${resolution}: the votes of ${part.length} holders of ${chosen.length} are entered`;
    steps.push(await meetingStep(open, "dealer", "vote", [id, resolution, part, instructionsHash], changes, "M-3"));
  }
  const notes = [
    ...(done.length === 0 ? [] : [`entered already, skipped: ${done.join(", ")}`]),
    ...(replaced.length === 0 ? [] : [`entered otherwise before, replaced: ${replaced.join(", ")}`]),
  ];
  return { task: "meeting vote", steps, notes, after: stands(open, id) };
};

/** Records written consents; those that are recorded already are left out. */
export const consentPlan = async (
  open: OpenBond,
  id: number,
  resolution: number,
  rows: readonly TableRow[],
  documentHash: string,
  page: number,
): Promise<Plan> => {
  await readMeetingWith(open, id, resolution);
  const names = await namesOf(open);
  const accounts = await accountsIn(names, rows);
  const ballots = await Promise.all(accounts.map((account) => open.meeting.ballotOf(id, resolution, account, open.at)));
  const chosen = accounts.filter((_, at) => ballots[at]?.forBonds === 0n);
  const done = accounts.filter((account) => !chosen.includes(account)).map(names.labelOf);
  const steps: Step[] = [];
  for (const part of pagesOf(chosen, page)) {
    const changes = `meeting ${id}, resolution ${resolution}: ${part.length} holders of ${chosen.length} consent with all their bonds`;
    steps.push(await meetingStep(open, "dealer", "consent", [id, resolution, part, documentHash], changes, "M-3"));
  }
  const notes = done.length === 0 ? [] : [`consented already, skipped: ${done.join(", ")}`];
  return { task: "meeting consent", steps, notes, after: stands(open, id) };
};

/** Counts the votes. Anybody may; here the convener signs. */
export const tallyPlan = async (open: OpenBond, id: number): Promise<Plan> => {
  const task = "meeting tally";
  const { state, convener } = await readMeeting(open, id);
  if (state === "Tallied") return { task, steps: [], notes: [`meeting ${id} is counted already: skipped`] };
  const step = await meetingStep(open, convener, "tally", [id], `the votes of meeting ${id} are counted`, "M-3");
  return { task, steps: [step], notes: [], after: stands(open, id) };
};

/** Records that the convener applied to the court. */
export const applyPlan = async (
  open: OpenBond,
  id: number,
  resolution: number,
  day: JstDay,
  documentHash: string,
): Promise<Plan> => {
  const { convener } = await readMeetingWith(open, id, resolution);
  const changes = `meeting ${id}, resolution ${resolution}: the convener applied for court approval on ${formatDay(day)}`;
  const args = [id, resolution, day, documentHash];
  const step = await meetingStep(open, convener, "recordApplication", args, changes, "M-3");
  return { task: "meeting apply-court", steps: [step], notes: [], after: stands(open, id) };
};

/** Records what the court decided. */
export const decidePlan = async (
  open: OpenBond,
  id: number,
  resolution: number,
  approved: boolean,
  day: JstDay,
  documentHash: string,
): Promise<Plan> => {
  const { convener } = await readMeetingWith(open, id, resolution);
  const effect = approved ? "approved it, and it takes effect" : "refused it, and it has no effect";
  const changes = `meeting ${id}, resolution ${resolution}: on ${formatDay(day)} the court ${effect}`;
  const args = [id, resolution, approved, day, documentHash];
  const step = await meetingStep(open, convener, "recordDecision", args, changes, "M-3");
  return { task: "meeting decide", steps: [step], notes: [], after: stands(open, id) };
};
