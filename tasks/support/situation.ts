import { encodeBytes32String } from "ethers";
import { civilOf, jstDayOf, type JstDay } from "../../lib/day";
import type { AgendaDate, AgendaMeeting, AgendaResolution, AgendaTrade, Situation } from "../../lib/situation";
import { namesOf, type Names } from "./accounts";
import { nameIn } from "./enums";
import { readGreen } from "./greenSituation";
import type { OpenBond } from "./network";
import { applicationsOf, stateOf } from "./offeringStatus";
import { readDate } from "./paymentPlans";
import { todayOf } from "./time";
import { tradeStructsOf, type Trade } from "./trades";

/** Reads how a bond stands, as far as somebody has to act on it. */
export const readSituation = async (open: OpenBond): Promise<Situation> => {
  const { token, documents, at } = open;
  const names = await namesOf(open);
  const { schedule } = await token.terms(at);
  const [closing, maturity] = [dayOf(schedule.closingDay), dayOf(schedule.maturityDay)];
  const [today, issued] = [await todayOf(open), await token.isIssued(at)];
  return {
    today,
    closing,
    issued,
    redeemed: await token.isRedeemed(at),
    provisionalYears: await provisionalYears(open, closing, maturity),
    termsRecorded: (await documents.versionCount(TERMS, at)) > 0n,
    offering: await offeringOf(open),
    dates: await datesOf(open),
    trades: await tradesOf(open, names),
    orders: await ordersOf(open, names),
    demands: await demandsOf(open),
    meetings: await meetingsOf(open),
    ...(await noticesOf(open)),
    green: await readGreen(open, issued, today),
  };
};

/** The document that the copy of the terms is recorded as [N-2]. */
const TERMS = encodeBytes32String("terms");

const dayOf = (day: bigint): JstDay => Number(day) as JstDay;

/** 1 to `count`: the chain numbers what it keeps from 1. */
const upTo = (count: bigint): readonly number[] => Array.from({ length: Number(count) }, (_, i) => i + 1);

const present = <T>(items: readonly (T | undefined)[]): readonly T[] => items.filter((each) => each !== undefined);

const provisionalYears = async ({ calendar, at }: OpenBond, from: JstDay, to: JstDay): Promise<readonly number[]> => {
  const [first, last] = [civilOf(from).year, civilOf(to).year];
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const statuses = await Promise.all(years.map((year) => calendar.yearStatus(year, at)));
  return years.filter((_, i) => nameIn("YearStatus", statuses[i] ?? 0n) === "Provisional");
};

const offeringOf = async (open: OpenBond): Promise<Situation["offering"]> => {
  const states = (await applicationsOf(open)).map(stateOf);
  const count = (state: string): number => states.filter((each) => each === state).length;
  return {
    underwritten: await open.offering.isUnderwritten(open.at),
    unpaid: count("Allotted"),
    undelivered: count("Paid"),
  };
};

const datesOf = async (open: OpenBond): Promise<readonly AgendaDate[]> => {
  const { payments, token, at } = open;
  const ordinary = upTo(await payments.paymentCount(at));
  const indexes = (await token.isAccelerated(at)) ? [0, ...ordinary] : ordinary;
  const dates: AgendaDate[] = [];
  for (const index of indexes) dates.push(await dateOf(open, index));
  return dates;
};

const dateOf = async (open: OpenBond, index: number): Promise<AgendaDate> => {
  const date = await open.payments.paymentDate(index, open.at);
  const state = nameIn("DateState", date.state) as AgendaDate["state"];
  return {
    index,
    payOn: dayOf(date.payOn),
    recordDay: dayOf(date.recordDay),
    state,
    waiting: Number(date.openLines),
    failed: state === "Funded" || state === "Closed" ? await failedOn(open, index) : 0,
    missingYen: date.dueYen - date.fundedYen,
  };
};

/** Holders whose payment failed; on the issuer's own bonds nothing is due [P-6]. */
const failedOn = async (open: OpenBond, index: number): Promise<number> =>
  (await readDate(open, index)).lines.filter(
    ({ state, amounts }) => nameIn("LineState", state) === "Failed" && amounts.grossYen + amounts.principalYen > 0n,
  ).length;

const tradesOf = async (open: OpenBond, { labelOf }: Names): Promise<readonly AgendaTrade[]> => {
  const trades = await tradeStructsOf(open);
  const read = trades.map(async (trade, position): Promise<AgendaTrade | undefined> => {
    const state = nameIn("TradeState", trade.state);
    if (state !== "Proposed" && state !== "Confirmed") return undefined;
    const [, settleFrom] = await open.market.settlementDays(trade.tradeDay, open.at);
    return {
      id: position + 1,
      waitsFor: state === "Proposed" ? "confirmation" : "settlement",
      party: labelOf(state === "Proposed" ? otherSideOf(trade) : trade.seller),
      settleFrom: dayOf(settleFrom),
      expiryDay: dayOf(trade.expiryDay),
    };
  });
  return present(await Promise.all(read));
};

/** Who has not spoken yet: whoever proposed has. */
const otherSideOf = ({ proposedBy, seller, buyer }: Trade): string =>
  nameIn("Side", proposedBy) === "Seller" ? buyer : seller;

const ordersOf = async ({ orders, at }: OpenBond, { labelOf }: Names): Promise<Situation["orders"]> => {
  const read = upTo(await orders.orderCount(at)).map(async (id) => {
    const { kind, state, from, to, bonds, index, executableAt } = await orders.orderAt(id, at);
    if (nameIn("State", state) !== "Recorded") return undefined;
    const [holder, other] = [labelOf(from), labelOf(to)];
    const texts: Readonly<Record<string, string>> = {
      Move: `${bonds} bonds from ${holder} to ${other}`,
      Freeze: `${bonds} bonds of ${holder} frozen`,
      NewKey: `${other} in place of ${holder}`,
      Redirect: `${index === 0n ? "the acceleration" : `date ${index}`} of ${holder} to ${other}`,
    };
    return { id, what: texts[nameIn("Kind", kind)] ?? "", executableOn: jstDayOf(executableAt) };
  });
  return present(await Promise.all(read));
};

/** As `BondholderMeeting`: a meeting that was cancelled, or whose notice came too late, is no answer [M-2]. */
const NO_ANSWER = ["None", "Cancelled", "Lapsed"];

const demandsOf = async ({ meeting, at }: OpenBond): Promise<Situation["demands"]> => {
  const read = upTo(await meeting.demandCount(at)).map(async (id) => {
    const { demandDay, meetingId } = await meeting.demandAt(id, at);
    const answer = nameIn("MeetingState", await meeting.stateOf(meetingId, at));
    return NO_ANSWER.includes(answer) ? { id, day: dayOf(demandDay) } : undefined;
  });
  return present(await Promise.all(read));
};

const meetingsOf = async (open: OpenBond): Promise<readonly AgendaMeeting[]> =>
  present(await Promise.all(upTo(await open.meeting.meetingCount(open.at)).map((id) => meetingOf(open, id))));

const meetingOf = async (open: OpenBond, id: number): Promise<AgendaMeeting | undefined> => {
  const { meeting, at } = open;
  const { day, byDealer, byConsent, noticeId } = await meeting.meetingAt(id, at);
  const resolutions = await Promise.all(
    upTo(await meeting.resolutionCount(id, at)).map((number) => meeting.resolutionAt(id, number, at)),
  );
  const stands = resolutions.map(({ state }) => nameIn("ResolutionState", state));
  const isNotified = byConsent || (await open.notices.isComplete(noticeId, at));
  const state = nameIn("MeetingState", await meeting.stateOf(id, at));
  const waitsFor = waitsForIn(state, byConsent, isNotified, stands);
  if (waitsFor === undefined) return undefined;
  return {
    id,
    convener: byDealer ? "dealer" : "issuer",
    day: dayOf(day),
    notice: Number(noticeId),
    waitsFor,
    resolutions: resolutions.flatMap(({ applicationDay }, i): AgendaResolution[] =>
      stands[i] === "Passed"
        ? [{ number: i + 1, waitsFor: applicationDay === 0n ? "application to the court" : "decision of the court" }]
        : [],
    ),
  };
};

const waitsForIn = (
  state: string,
  byConsent: boolean,
  isNotified: boolean,
  resolutions: readonly string[],
): AgendaMeeting["waitsFor"] | undefined => {
  if (byConsent) {
    const isOpen = (state === "Convened" || state === "Voting") && resolutions.includes("Proposed");
    return isOpen ? "consents" : undefined;
  }
  if (state === "Convened") return isNotified ? "votes" : "notice";
  if (state === "Voting") return "votes";
  if (state === "Ended") return "tally";
  return state === "Tallied" && resolutions.includes("Passed") ? "court" : undefined;
};

/** Notices that wait, and the acceleration as long as one of them, or none yet, is about it [D-1, N-1]. */
const noticesOf = async ({
  notices,
  payments,
  at,
}: OpenBond): Promise<Pick<Situation, "notices" | "unnotifiedAcceleration">> => {
  const read = await Promise.all(
    upTo(await notices.noticeCount(at)).map(async (id) => ({
      id,
      what: nameIn("NoticeKind", (await notices.noticeAt(id, at)).kind),
      isComplete: await notices.isComplete(id, at),
    })),
  );
  const { recordedDay } = await payments.acceleration(at);
  const isNotified = read.some(({ what, isComplete }) => what === "Acceleration" && isComplete);
  return {
    notices: read
      .filter(({ what, isComplete }) => !isComplete && what !== "Meeting")
      .map(({ id, what }) => ({ id, what })),
    unnotifiedAcceleration: recordedDay === 0n || isNotified ? null : dayOf(recordedDay),
  };
};
