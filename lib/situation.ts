import type { JstDay } from "./day";

/** Who has to act. */
export type AgendaRole =
  "issuer" | "register administrator" | "fiscal agent" | "dealer" | "holder" | "recorder" | "reviewer";

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

/** An item before anybody asked what day it is. */
export type AgendaDraft = Omit<AgendaItem, "overdue">;

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

/** A meeting, or a proposal for the consent of all: that waits for consents, and for nothing else. */
export interface AgendaMeeting {
  readonly id: number;
  readonly convener: "issuer" | "dealer";
  readonly day: JstDay;
  /** Its notice; 0 for a proposal. */
  readonly notice: number;
  readonly waitsFor: "notice" | "votes" | "tally" | "court" | "consents";
  readonly resolutions: readonly AgendaResolution[];
}

/** What the ledgers of proceeds and impact wait for. */
export interface AgendaGreen {
  /** By when the next annual report is due; null if none is [G-4]. */
  readonly reportDue: JstDay | null;
  /** The next quarter to be confirmed, if it is over and money was unallocated then or at a later quarter's end that is over [G-3]. */
  readonly quarterEnd: JstDay | null;
  /** Published figures that the records no longer give, of the facilities that this bond brought in [E-4]. */
  readonly staleFigures: readonly { readonly facility: string; readonly period: string }[];
  /** The last revision of each report that is not done with [E-4, G-6]. */
  readonly reports: readonly { readonly fiscalYear: number; readonly waitsFor: "revision" | "signature" }[];
}

/** How a bond stands, as far as somebody has to act on it. Plain values: what reads the chain is elsewhere. */
export interface Situation {
  readonly today: JstDay;
  readonly closing: JstDay;
  readonly issued: boolean;
  /** Nothing is outstanding any more. */
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
  /** The day on which an acceleration was recorded of which not every holder has notice yet. */
  readonly unnotifiedAcceleration: JstDay | null;
  readonly green: AgendaGreen;
}
