import { addDays, dayFromCivil, type JstDay } from "./day";

/** Who has to act. */
export type AgendaRole = "issuer" | "register administrator" | "fiscal agent" | "dealer" | "holder";

/** Something that a role must do next. */
export interface AgendaItem {
  readonly role: AgendaRole;
  readonly what: string;
  /** The first day on which it can be done. */
  readonly from: JstDay | null;
  /** The last day on which it is in time; null where no clause sets one. */
  readonly by: JstDay | null;
  readonly overdue: boolean;
  readonly clause: string;
  /** The task that does it. */
  readonly command: string;
}

export interface AgendaDate {
  /** 0 is the acceleration [D-1]. */
  readonly index: number;
  readonly payOn: JstDay;
  readonly recordDay: JstDay;
  readonly state: "Scheduled" | "Fixed" | "Funded" | "Closed" | "Lapsed";
  /** Lines neither settled nor failed. */
  readonly waiting: number;
  /** Lines that failed or came back, and are still due. */
  readonly failed: number;
  readonly missingYen: bigint;
}

export interface AgendaTrade {
  readonly id: number;
  /** What is missing: the word of one party, or the settlement. */
  readonly waitsFor: "confirmation" | "settlement";
  /** Who gives it: the dealer, the issuer, or a holder by his label. */
  readonly party: string;
  readonly settleFrom: JstDay;
  readonly expiryDay: JstDay;
}

export interface AgendaResolution {
  readonly number: number;
  readonly waitsFor: "application to the court" | "decision of the court";
}

export interface AgendaMeeting {
  readonly id: number;
  readonly convener: "issuer" | "dealer";
  readonly day: JstDay;
  readonly waitsFor: "notice" | "votes" | "tally" | "court";
  readonly resolutions: readonly AgendaResolution[];
}

/** How a bond stands, as far as somebody has to act on it. Plain values: what reads the chain is elsewhere. */
export interface Situation {
  readonly today: JstDay;
  readonly closing: JstDay;
  readonly issued: boolean;
  readonly redeemed: boolean;
  /** Years of the bond's life whose holidays are not yet confirmed by publication. */
  readonly provisionalYears: readonly number[];
  readonly termsRecorded: boolean;
  /** Whether the underwriter's payment is confirmed, and how many allotments wait for what. */
  readonly offering: { readonly underwritten: boolean; readonly unpaid: number; readonly undelivered: number };
  readonly dates: readonly AgendaDate[];
  readonly trades: readonly AgendaTrade[];
  readonly orders: readonly { readonly id: number; readonly what: string; readonly executableOn: JstDay }[];
  readonly demands: readonly { readonly id: number; readonly day: JstDay }[];
  readonly meetings: readonly AgendaMeeting[];
  /** Notices that have not reached every holder yet, apart from those of meetings. */
  readonly notices: readonly { readonly id: number; readonly what: string }[];
  /** The day on which an acceleration was recorded of which the holders have no notice yet. */
  readonly unnotifiedAcceleration: JstDay | null;
}

type Draft = Omit<AgendaItem, "overdue">;

/** 21 whole days lie between sending a notice and the meeting [M-1]. */
const NOTICE_DAYS = 22;
/** A demanded meeting is held within eight weeks [M-2]. */
const DEMAND_DAYS = 56;
/** The convener applies to the court within a week [M-3]. */
const COURT_DAYS = 7;

/** Everything that somebody must do next, the most urgent first; what has no day comes last. */
export const agendaOf = (situation: Situation): readonly AgendaItem[] => {
  const drafts = [
    ...ofIssue(situation),
    ...ofCalendar(situation),
    ...situation.dates.flatMap((date) => ofDate(date, situation.today)),
    ...situation.trades.map(ofTrade),
    ...situation.orders.map(ofOrder),
    ...situation.demands.map(ofDemand),
    ...situation.meetings.flatMap(ofMeeting),
    ...ofNotices(situation),
  ];
  const late = ({ by }: Draft): number => by ?? Number.MAX_SAFE_INTEGER;
  return drafts
    .map((draft) => ({ ...draft, overdue: draft.by !== null && draft.by < situation.today }))
    .sort((a, b) => late(a) - late(b));
};

const ofIssue = ({ issued, redeemed, closing, offering, termsRecorded }: Situation): Draft[] => {
  const drafts: Draft[] = [];
  const add = (role: AgendaRole, what: string, clause: string, command: string): number =>
    drafts.push({ role, what, from: null, by: closing, clause, command });
  if (!offering.underwritten)
    add("issuer", "confirm that the underwriter paid the issue", "I-7", "offering underwrite");
  if (offering.unpaid > 0)
    add("dealer", `confirm the payment of ${counted(offering.unpaid, "allotment")}`, "I-5", "offering pay");
  if (!issued)
    drafts.push({
      role: "issuer",
      what: "issue the bond",
      from: closing,
      by: closing,
      clause: "I-5",
      command: "bond issue",
    });
  if (issued && offering.undelivered > 0)
    add("dealer", `deliver ${counted(offering.undelivered, "allotment")}`, "I-5", "offering deliver");
  if (!termsRecorded && !redeemed)
    add("issuer", "record the copy of the terms that is kept at the head office", "N-2", "doc set");
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

const ofDate = (date: AgendaDate, today: JstDay): Draft[] => {
  const { index, payOn, recordDay, state, waiting, failed, missingYen } = date;
  const name = index === 0 ? "the acceleration" : `date ${index}`;
  const draft = (role: AgendaRole, what: string, from: JstDay, clause: string, command: string): Draft => ({
    role,
    what,
    from,
    by: payOn,
    clause,
    command: `payment ${command} --index ${index}`,
  });
  if (state === "Scheduled")
    return recordDay <= today ? [draft("fiscal agent", `read the register for ${name}`, recordDay, "P-3", "fix")] : [];
  const drafts: Draft[] = [];
  if (state === "Fixed")
    drafts.push(draft("issuer", `provide ¥${missingYen} for ${name}`, recordDay, "P-3, P-7", "fund"));
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

const ofTrade = ({ id, waitsFor, party, settleFrom, expiryDay }: AgendaTrade): Draft => ({
  role: party === "dealer" || party === "issuer" ? party : "holder",
  what: waitsFor === "confirmation" ? `${party} confirms trade ${id}` : `${party} settles trade ${id}`,
  from: waitsFor === "confirmation" ? null : settleFrom,
  by: expiryDay,
  clause: "T-5",
  command: waitsFor === "confirmation" ? `trade confirm --id ${id}` : `trade settle --id ${id}`,
});

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
  by: addDays(day, DEMAND_DAYS - NOTICE_DAYS),
  clause: "M-1, M-2",
  command: `meeting convene --demand ${id}`,
});

const ofMeeting = ({ id, convener, day, waitsFor, resolutions }: AgendaMeeting): Draft[] => {
  const draft = (
    what: string,
    role: AgendaRole,
    from: JstDay | null,
    by: JstDay,
    clause: string,
    command: string,
  ): Draft => ({
    role,
    what: `${what} of meeting ${id}`,
    from,
    by,
    clause,
    command: `meeting ${command} --meeting ${id}`,
  });
  if (waitsFor === "notice")
    return [
      {
        ...draft("send every holder the notice", convener, null, addDays(day, -NOTICE_DAYS), "M-1, N-1", ""),
        command: "notice deliver",
      },
    ];
  if (waitsFor === "votes") return [draft("record the holders' votes", "dealer", day, day, "M-3", "vote")];
  if (waitsFor === "tally")
    return [draft("tally the votes", convener, addDays(day, 1), addDays(day, 1), "M-3", "tally")];
  return resolutions.map((resolution) =>
    resolution.waitsFor === "application to the court"
      ? draft(
          `apply to the court for resolution ${resolution.number}`,
          convener,
          addDays(day, 1),
          addDays(day, COURT_DAYS),
          "M-3",
          "apply-court",
        )
      : {
          ...draft(
            `record the court's decision on resolution ${resolution.number}`,
            convener,
            null,
            day,
            "M-3",
            "decide",
          ),
          by: null,
        },
  );
};

const ofNotices = ({ notices, unnotifiedAcceleration }: Situation): Draft[] => {
  const waiting = notices.map(({ id, what }): Draft => ({
    role: "issuer",
    what: `send every holder notice ${id} (${what})`,
    from: null,
    by: null,
    clause: "N-1",
    command: `notice deliver --notice ${id}`,
  }));
  if (unnotifiedAcceleration === null) return waiting;
  const notify: Draft = {
    role: "issuer",
    what: "notify every holder that the benefit of time is lost",
    from: unnotifiedAcceleration,
    by: unnotifiedAcceleration,
    clause: "D-1, N-1",
    command: "notice give",
  };
  return [...waiting, notify];
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
