import { ZeroHash } from "ethers";
import { formatDay, type JstDay } from "../../lib/day";
import { isSpecial, MATTERS, type Matter } from "../../lib/meeting";
import { namesOf } from "./accounts";
import { choiceOf } from "./arguments";
import { documentHashOf } from "./documents";
import { accountsIn } from "./holders";
import { readMeeting } from "./meetingView";
import type { OpenBond } from "./network";
import type { Plan, Step } from "./plan";
import { readTable, type TableRow } from "./rows";

/** What is put to the vote. */
export interface Proposal {
  readonly matter: Matter;
  readonly proposalHash: string;
  readonly newTermsHash: string;
}

/** What a meeting is convened with. */
export interface Convening {
  readonly day: JstDay;
  readonly documentHash: string;
  readonly uri: string;
  readonly proposals: readonly Proposal[];
  readonly demand?: number;
  /** Of the court, for a meeting of the holders [M-2]. */
  readonly permissionHash?: string;
}

const MATTER_WORDS: Readonly<Record<string, Matter>> = {
  ordinary: "Ordinary",
  "706": "Settlement706",
  "736": "Representative736",
  "737": "Executor737",
  "738": "Dismissal738",
};

/** Reads a CSV file of proposals: matter, and the documents of the proposal and of the new terms, the last empty if the terms stay. */
export const readProposals = (path: string): readonly Proposal[] =>
  readTable(path, ["matter", "proposal", "newTerms"]).map(({ where, cells }) => {
    const [matter = "", proposal = "", newTerms = ""] = cells;
    return {
      matter: choiceOf(`proposals: ${where}, matter`, matter, MATTER_WORDS),
      proposalHash: documentHashOf(`${where}, proposal`, proposal),
      newTermsHash: newTerms === "" ? ZeroHash : documentHashOf(`${where}, newTerms`, newTerms),
    };
  });

/** A step at the meeting's contract. */
export const meetingStep = async (
  open: OpenBond,
  role: "issuer" | "dealer",
  call: string,
  args: readonly unknown[],
  changes: string,
  clause: string,
): Promise<Step> => ({
  role,
  signer: await open.token[role](open.at),
  contract: "BondholderMeeting",
  address: open.entry.contracts.meeting,
  call,
  args,
  changes,
  clause,
});

const argumentOf = (proposals: readonly Proposal[]): readonly unknown[] =>
  proposals.map(({ matter, proposalHash, newTermsHash }) => [MATTERS.indexOf(matter), proposalHash, newTermsHash]);

const listed = (proposals: readonly Proposal[]): readonly string[] =>
  proposals.map(({ matter, newTermsHash }, at) => {
    const majority = isSpecial(matter)
      ? "special: 1/5 of all votes and 2/3 of those present"
      : "more than half of those present";
    return `resolution ${at + 1}: ${matter}, ${majority}${newTermsHash === ZeroHash ? "" : `, new terms ${newTermsHash}`} [M-3]`;
  });

/** Records that holders demanded a meeting. */
export const demandPlan = async (
  open: OpenBond,
  rows: readonly TableRow[],
  purposeHash: string,
  reasonsHash: string,
): Promise<Plan> => {
  const accounts = [...(await accountsIn(await namesOf(open), rows))];
  accounts.sort((x, y) => (BigInt(x) < BigInt(y) ? -1 : 1)); // the order in which the contract sees that nobody stands twice
  const changes = `${accounts.length} holders demand a meeting from the issuer, with the bonds that they hold now`;
  const step = await meetingStep(open, "dealer", "demand", [accounts, purposeHash, reasonsHash], changes, "M-2");
  const after = async (): Promise<string> => `\nit is demand ${await open.meeting.demandCount(open.at)}`;
  return { task: "meeting demand", steps: [step], notes: [], after };
};

/** Convenes a meeting by the issuer, or by the holders with the permission of the court. */
export const convenePlan = async (open: OpenBond, convening: Convening): Promise<Plan> => {
  const { day, documentHash, uri, proposals, demand = 0, permissionHash } = convening;
  const changes = `a meeting is convened for ${formatDay(day)} in Tokyo; its notice must be sent to every holder 21 whole days before`;
  const common = [day, documentHash, uri, demand];
  const step =
    permissionHash === undefined
      ? await meetingStep(open, "issuer", "convene", [...common, argumentOf(proposals)], changes, "M-1")
      : await meetingStep(
          open,
          "dealer",
          "conveneByHolders",
          [...common, permissionHash, argumentOf(proposals)],
          changes,
          "M-1, M-2",
        );
  const after = async (): Promise<string> => {
    const id = Number(await open.meeting.meetingCount(open.at));
    const { notice } = await readMeeting(open, id);
    return `\nit is meeting ${id} with notice ${notice}: send that now with \`notice deliver --notice ${notice}\``;
  };
  return { task: "meeting convene", steps: [step], notes: listed(proposals), after };
};

/** Puts proposals to all holders for their written consent. */
export const askPlan = async (
  open: OpenBond,
  role: "issuer" | "dealer",
  day: JstDay,
  documentHash: string,
  proposals: readonly Proposal[],
): Promise<Plan> => {
  const changes = `all holders of ${formatDay(day)} are asked for their consent in writing; no meeting and no court is needed if all agree`;
  const args = [day, documentHash, argumentOf(proposals)];
  const after = async (): Promise<string> => `\nit is meeting ${await open.meeting.meetingCount(open.at)}`;
  return {
    task: "meeting ask",
    steps: [await meetingStep(open, role, "proposeByConsent", args, changes, "M-3")],
    notes: listed(proposals),
    after,
  };
};

/** Cancels a meeting before its day, or a proposal. */
export const cancelPlan = async (open: OpenBond, id: number, reasonHash: string): Promise<Plan> => {
  const task = "meeting cancel";
  const { convener, state, day } = await readMeeting(open, id);
  if (state === "Cancelled") return { task, steps: [], notes: [`meeting ${id} is cancelled already: skipped`] };
  const changes = `meeting ${id} of ${day} is cancelled; a demand that it answered stands unanswered`;
  return {
    task,
    steps: [await meetingStep(open, convener, "cancel", [id, reasonHash], changes, "M-1, M-2")],
    notes: [],
  };
};
