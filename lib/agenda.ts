import { addDays, dayFromCivil, type JstDay } from "./day";
import { latestApplicationDay, latestMeetingDay, latestNoticeDay } from "./meeting";
import { ofGreen } from "./greenAgenda";
import type {
  AgendaDate,
  AgendaDraft as Draft,
  AgendaItem,
  AgendaMeeting,
  AgendaResolution,
  AgendaRole,
  AgendaTrade,
  Situation,
} from "./situation";

export type * from "./situation";

/** Everything that somebody must do next, the most urgent first; what has no day comes last. */
export const agendaOf = (situation: Situation): readonly AgendaItem[] => {
  const drafts = [
    ...ofIssue(situation),
    ...ofCalendar(situation),
    ...situation.dates.flatMap((date) => ofDate(date, situation.today)),
    ...situation.trades.map((trade) => ofTrade(trade, situation)),
    ...situation.orders.map(ofOrder),
    ...(situation.redeemed ? [] : situation.demands.map(ofDemand)), // nobody is left to meet
    ...situation.meetings.flatMap(ofMeeting),
    ...ofNotices(situation),
    ...ofGreen(situation.green, situation.today),
  ];
  const late = ({ by }: Draft): number => by ?? Number.MAX_SAFE_INTEGER;
  return drafts
    .map((draft) => ({ ...draft, overdue: draft.by !== null && draft.by < situation.today }))
    .sort((a, b) => late(a) - late(b));
};

/** The next date whose register is still to be read: nobody acts yet, but transfers stop on its record day [T-1, P-3]. */
export const nextDateOf = ({ issued, dates, today }: Situation): AgendaItem | null => {
  const [next] = dates
    .filter(({ state, recordDay }) => issued && state === "Scheduled" && recordDay > today)
    .sort((a, b) => a.recordDay - b.recordDay);
  return next === undefined ? null : { ...reading(next), overdue: false };
};

const ofIssue = ({ issued, redeemed, closing, offering, termsRecorded }: Situation): Draft[] => {
  const drafts: Draft[] = [];
  const add = (role: AgendaRole, what: string, from: JstDay | null, clause: string, command: string): number =>
    drafts.push({ role, what, from, by: closing, clause, command });
  if (!offering.underwritten)
    add("issuer", "confirm that the underwriter paid the issue", closing, "I-7", "offering underwrite");
  if (offering.unpaid > 0)
    add("dealer", `confirm the payment of ${counted(offering.unpaid, "allotment")}`, null, "I-5", "offering pay");
  if (!issued) add("issuer", "issue the bond", closing, "I-5", "bond issue");
  if (issued && !redeemed && offering.undelivered > 0)
    add("dealer", `deliver ${counted(offering.undelivered, "allotment")}`, closing, "I-5", "offering deliver");
  if (!termsRecorded && !redeemed)
    add("issuer", "record the copy of the terms that is kept at the head office", null, "N-2", "doc set --name terms");
  return drafts;
};

/** A year's holidays are announced in the official gazette on the first weekday of February before; they must be confirmed before it begins. */
const ofCalendar = ({ provisionalYears, today, redeemed }: Situation): Draft[] =>
  provisionalYears
    .filter((year) => !redeemed && dayFromCivil(year - 1, 2, 1) <= today)
    .map((year) => ({
      role: "register administrator",
      what: `publish the bank holidays of ${year}`,
      from: dayFromCivil(year - 1, 2, 1),
      by: dayFromCivil(year - 1, 12, 31),
      clause: "P-4, T-1",
      command: `calendar publish --year ${year}`,
    }));

const nameOf = (index: number): string => (index === 0 ? "the acceleration" : `date ${index}`);

const reading = ({ index, payOn, recordDay }: AgendaDate): Draft => ({
  role: "fiscal agent",
  what: `read the register for ${nameOf(index)}`,
  from: recordDay,
  by: payOn,
  clause: "P-3",
  command: `payment fix --index ${index}`,
});

const ofDate = (date: AgendaDate, today: JstDay): Draft[] => {
  const { index, payOn, recordDay, state, waiting, failed, missingYen } = date;
  const name = nameOf(index);
  const draft = (role: AgendaRole, what: string, from: JstDay, clause: string, command: string): Draft => ({
    role,
    what,
    from,
    by: payOn,
    clause,
    command: `payment ${command} --index ${index}`,
  });
  if (state === "Scheduled") return recordDay <= today ? [reading(date)] : [];
  const drafts: Draft[] = [];
  if (state === "Fixed")
    drafts.push(
      draft("issuer", `provide ¥${missingYen.toLocaleString("en-US")} for ${name}`, recordDay, "P-3, P-7", "fund"),
    );
  if ((state === "Fixed" || state === "Funded") && waiting > 0)
    drafts.push(draft("fiscal agent", `pay ${counted(waiting, "holder")} of ${name}`, payOn, "P-4, P-7", "settle"));
  if (state === "Funded" && waiting === 0) drafts.push(draft("fiscal agent", `close ${name}`, payOn, "P-7", "close"));
  if (failed > 0 && state !== "Lapsed")
    drafts.push({
      ...draft("fiscal agent", `pay ${counted(failed, "holder")} of ${name} again`, payOn, "P-7, P-9", "settle"),
      by: null,
    });
  return drafts;
};

/** A trade whose expiry has passed, or whose bonds rest for good, can only be ended [T-5, D-1]. */
const ofTrade = ({ id, waitsFor, party, settleFrom, expiryDay }: AgendaTrade, { today, dates }: Situation): Draft => {
  const draft = (what: string, command: string, from: JstDay | null): Draft => ({
    role: party === "dealer" || party === "issuer" ? party : "holder",
    what,
    from,
    by: expiryDay,
    clause: "T-5",
    command: `trade ${command} --id ${id}`,
  });
  if (expiryDay < today) return draft(`end trade ${id}, which expired`, "expire", addDays(expiryDay, 1));
  if (dates.some(({ index }) => index === 0))
    return { ...draft(`end trade ${id}, whose bonds move no more`, "cancel", null), clause: "D-1" };
  return waitsFor === "confirmation"
    ? draft(`${party} confirms trade ${id}`, "confirm", null)
    : draft(`${party} settles trade ${id}`, "settle", settleFrom);
};

const ofOrder = ({ id, what, executableOn }: Situation["orders"][number]): Draft => ({
  role: "register administrator",
  what: `execute order ${id}: ${what}`,
  from: executableOn,
  by: null,
  clause: "T-7",
  command: `register execute --order ${id}`,
});

const ofDemand = ({ id, day }: Situation["demands"][number]): Draft => ({
  role: "issuer",
  what: `convene the meeting of demand ${id}, for a day within eight weeks of it`,
  from: null,
  by: latestNoticeDay(latestMeetingDay(day)),
  clause: "M-1, M-2",
  command: `meeting convene --demand ${id}`,
});

const ofMeeting = (meeting: AgendaMeeting): Draft[] => {
  const { id, convener, day, notice, waitsFor, resolutions } = meeting;
  const draft = (role: AgendaRole, what: string, from: JstDay | null, by: JstDay | null, command: string): Draft => ({
    role,
    what: `${what} of meeting ${id}`,
    from,
    by,
    clause: "M-3",
    command: `meeting ${command} --meeting ${id}`,
  });
  switch (waitsFor) {
    case "notice":
      return [
        {
          ...draft(convener, "send every holder the notice", null, latestNoticeDay(day), ""),
          clause: "M-1, N-1",
          command: `notice deliver --notice ${notice}`,
        },
      ];
    case "votes":
      return [draft("dealer", "record the holders' votes", day, day, "vote")];
    case "tally":
      return [draft(convener, "tally the votes", addDays(day, 1), addDays(day, 1), "tally")];
    case "consents":
      return [{ ...draft("dealer", "", day, null, "consent"), what: `record who consents to proposal ${id}` }];
    case "court":
      return resolutions.map((resolution) => ofResolution(meeting, resolution));
  }
};

const ofResolution = ({ id, convener, day }: AgendaMeeting, { number, waitsFor }: AgendaResolution): Draft => {
  const applies = waitsFor === "application to the court";
  return {
    role: convener,
    what: applies
      ? `apply to the court for resolution ${number} of meeting ${id}`
      : `record the court's decision on resolution ${number} of meeting ${id}`,
    from: applies ? addDays(day, 1) : null,
    by: applies ? latestApplicationDay(day) : null,
    clause: "M-3",
    command: `meeting ${applies ? "apply-court" : "decide"} --meeting ${id} --resolution ${number}`,
  };
};

const ACCELERATION = "Acceleration";

const ofNotices = ({ notices, unnotifiedAcceleration }: Situation): Draft[] => {
  const urgent = { from: unnotifiedAcceleration, by: unnotifiedAcceleration, clause: "D-1, N-1" };
  const drafts = notices.map(({ id, what }): Draft => ({
    role: "issuer",
    what: `send every holder notice ${id} (${what})`,
    ...(what === ACCELERATION ? urgent : { from: null, by: null, clause: "N-1" }),
    command: `notice deliver --notice ${id}`,
  }));
  if (unnotifiedAcceleration === null || notices.some(({ what }) => what === ACCELERATION)) return drafts;
  const give: Draft = {
    role: "issuer",
    what: "notify every holder that the benefit of time is lost",
    ...urgent,
    command: "notice give --kind acceleration",
  };
  return [...drafts, give];
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
