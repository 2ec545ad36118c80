import { ZeroHash } from "ethers";
import { formatDay, parseDay } from "../../lib/day";
import { latestApplicationDay, latestMeetingDay } from "../../lib/meeting";
import { isoDay } from "./dateJson";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { dayOrNull } from "./noticePlans";
import { table, TaskError } from "./output";

/** A demand, as printed. */
export interface DemandJson {
  readonly id: number;
  readonly demandDay: string;
  /** The last day of a meeting that answers it [M-2]. */
  readonly answerBy: string;
  readonly bonds: number;
  readonly counted: number;
  readonly meeting: number | null;
  readonly purposeHash: string;
  readonly reasonsHash: string;
}

/** A resolution, as printed; `allBonds` and `passes` are null before the day of the votes. */
export interface ResolutionJson {
  readonly resolution: number;
  readonly matter: string;
  readonly state: string;
  readonly forBonds: number;
  readonly againstBonds: number;
  readonly abstainBonds: number;
  readonly allBonds: number | null;
  readonly passes: boolean | null;
  readonly applicationDay: string | null;
  readonly applicationLate: boolean | null;
  readonly decisionDay: string | null;
  readonly proposalHash: string;
  readonly newTermsHash: string | null;
}

/** A meeting, or a proposal for the consent of all, as printed. */
export interface MeetingJson {
  readonly id: number;
  readonly form: "meeting" | "consent";
  readonly state: string;
  readonly day: string;
  readonly place: string | null;
  readonly convener: "issuer" | "dealer";
  readonly convenedDay: string;
  readonly notice: number | null;
  readonly noticeComplete: string | null;
  readonly demand: number | null;
  readonly resolutions: readonly ResolutionJson[];
}

/** A version of the terms, as printed. */
export interface TermsVersionJson {
  readonly version: number;
  readonly termsHash: string;
  readonly meeting: number | null;
  readonly resolution: number | null;
  readonly effectiveDay: string;
}

/** What `meeting show --json` prints. */
export interface MeetingsJson {
  readonly demands: readonly DemandJson[];
  readonly meetings: readonly MeetingJson[];
  readonly termsVersions: readonly TermsVersionJson[];
}

const upTo = (count: bigint): readonly number[] => Array.from({ length: Number(count) }, (_, i) => i + 1);
const numberOrNull = (value: bigint): number | null => (value === 0n ? null : Number(value));

/** Whether the votes can be counted: the register was read on the day. */
const hasVotes = (state: string): boolean => !["None", "Convened", "Cancelled"].includes(state);

const readResolution = async (
  { meeting, at }: OpenBond,
  id: number,
  number: number,
  day: string,
  state: string,
): Promise<ResolutionJson> => {
  const resolution = await meeting.resolutionAt(id, number, at);
  const count = hasVotes(state) ? await meeting.countOf(id, number, at) : null;
  const applied = dayOrNull(resolution.applicationDay);
  return {
    resolution: number,
    matter: nameIn("Matter", resolution.matter),
    state: nameIn("ResolutionState", resolution.state),
    forBonds: Number(resolution.forBonds),
    againstBonds: Number(resolution.againstBonds),
    abstainBonds: Number(resolution.abstainBonds),
    allBonds: count === null ? null : Number(count.allBonds),
    passes: count === null ? null : count.passes,
    applicationDay: applied,
    applicationLate: applied === null ? null : applied > formatDay(latestApplicationDay(parseDay(day))),
    decisionDay: dayOrNull(resolution.decisionDay),
    proposalHash: resolution.proposalHash,
    newTermsHash: resolution.newTermsHash === ZeroHash ? null : resolution.newTermsHash,
  };
};

/** Reads a meeting with its resolutions. */
export const readMeeting = async (open: OpenBond, id: number): Promise<MeetingJson> => {
  const { meeting, notices, at } = open;
  const count = await meeting.meetingCount(at);
  if (BigInt(id) > count) throw new TaskError(`--meeting: found "${id}", expected a meeting from 1 to ${count}`);
  const kept = await meeting.meetingAt(id, at);
  const state = nameIn("MeetingState", await meeting.stateOf(id, at));
  const day = isoDay(kept.day);
  const numbers = upTo(await meeting.resolutionCount(id, at));
  return {
    id,
    form: kept.byConsent ? "consent" : "meeting",
    state,
    day,
    place: kept.byConsent ? null : await meeting.PLACE(at),
    convener: kept.byDealer ? "dealer" : "issuer",
    convenedDay: isoDay(kept.convenedDay),
    notice: numberOrNull(kept.noticeId),
    noticeComplete: kept.noticeId === 0n ? null : dayOrNull(await notices.completedDay(kept.noticeId, at)),
    demand: numberOrNull(kept.demandId),
    resolutions: await Promise.all(numbers.map((number) => readResolution(open, id, number, day, state))),
  };
};

/** As {@link readMeeting}, of which `resolution` must be one. */
export const readMeetingWith = async (open: OpenBond, id: number, resolution: number): Promise<MeetingJson> => {
  const found = await readMeeting(open, id);
  const count = found.resolutions.length;
  if (resolution <= count) return found;
  throw new TaskError(`--resolution: found "${resolution}", expected a resolution of meeting ${id} from 1 to ${count}`);
};

const readDemand = async ({ meeting, at }: OpenBond, id: number): Promise<DemandJson> => {
  const kept = await meeting.demandAt(id, at);
  const demandDay = isoDay(kept.demandDay);
  return {
    id,
    demandDay,
    answerBy: formatDay(latestMeetingDay(parseDay(demandDay))),
    bonds: Number(kept.bonds),
    counted: Number(kept.counted),
    meeting: numberOrNull(kept.meetingId),
    purposeHash: kept.purposeHash,
    reasonsHash: kept.reasonsHash,
  };
};

const readVersion = async ({ meeting, at }: OpenBond, version: number): Promise<TermsVersionJson> => {
  const kept = await meeting.termsVersionAt(version, at);
  return {
    version,
    termsHash: kept.termsHash,
    meeting: numberOrNull(kept.meetingId),
    resolution: numberOrNull(kept.resolution),
    effectiveDay: isoDay(kept.effectiveDay),
  };
};

/** Reads everything: demands, meetings, versions of the terms. */
export const readMeetings = async (open: OpenBond): Promise<MeetingsJson> => {
  const { meeting, at } = open;
  const demands = upTo(await meeting.demandCount(at)).map((id) => readDemand(open, id));
  const meetings = upTo(await meeting.meetingCount(at)).map((id) => readMeeting(open, id));
  const versions = upTo(await meeting.termsVersionCount(at)).map((number) => readVersion(open, number - 1));
  return {
    demands: await Promise.all(demands),
    meetings: await Promise.all(meetings),
    termsVersions: await Promise.all(versions),
  };
};

/** A meeting for people. */
export const meetingText = (meeting: MeetingJson): string =>
  [
    `meeting ${meeting.id} (${meeting.form}) of ${meeting.day}${meeting.place === null ? "" : ` in ${meeting.place}`}: ${meeting.state}`,
    `  convened by the ${meeting.convener} on ${meeting.convenedDay}` +
      (meeting.notice === null
        ? ""
        : `, notice ${meeting.notice} ${meeting.noticeComplete === null ? "not complete" : `complete on ${meeting.noticeComplete}`}`) +
      (meeting.demand === null ? "" : `, answers demand ${meeting.demand}`),
    table(
      ["#", "matter", "state", "for", "against", "abstain", "all votes", "passes", "applied", "decided"],
      meeting.resolutions.map((each) => [
        each.resolution,
        each.matter,
        each.state,
        each.forBonds,
        each.againstBonds,
        each.abstainBonds,
        each.allBonds,
        each.passes === null ? null : each.passes ? "yes" : "no",
        each.applicationDay === null ? null : `${each.applicationDay}${each.applicationLate === true ? " (late)" : ""}`,
        each.decisionDay,
      ]),
    ),
  ].join("\n");

/** Everything for people. */
export const meetingsText = ({ demands, meetings, termsVersions }: MeetingsJson): string =>
  [
    demands.length === 0
      ? "no demand"
      : table(
          ["demand", "of", "answer by", "bonds", "of", "meeting"],
          demands.map((each) => [each.id, each.demandDay, each.answerBy, each.bonds, each.counted, each.meeting]),
        ),
    meetings.length === 0 ? "no meeting" : meetings.map(meetingText).join("\n\n"),
    table(
      ["terms", "from", "meeting", "resolution", "hash"],
      termsVersions.map((each) => [each.version, each.effectiveDay, each.meeting, each.resolution, each.termsHash]),
    ),
  ].join("\n\n");
