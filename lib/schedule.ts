import { type HolidayCalendar } from "./calendar";
import { addDays, type JstDay } from "./day";
import { gridDate } from "./grid";
import { interestPerYenAt } from "./interest";
import { type Terms } from "./terms";
import { lastPurchaseDay, recordDay } from "./windows";

/** One payment date of a bond. */
export interface Payment {
  /** Counted from 1. */
  readonly index: number;
  /** The date in the terms [I-4]; it may be a bank holiday. */
  readonly date: JstDay;
  /** The day of payment: the date, or the preceding bank business day [P-4]. */
  readonly payOn: JstDay;
  /** The first day without transfers, at whose 00:00 the register is read: the record day [T-1, P-3]. */
  readonly blackoutFrom: JstDay;
  /** The last day without transfers: the date itself [T-1]. */
  readonly blackoutTo: JstDay;
  /** Interest per yen of face, in units of 10^-13 yen [P-2]. */
  readonly interestPerYenE13: bigint;
  /** Whether the principal is repaid on this date: the last one [P-5]. */
  readonly redeems: boolean;
}

/** Everything that follows from the terms and the calendar. */
export interface Schedule {
  /** Oldest first, never empty. */
  readonly payments: readonly Payment[];
  /** The first day of purchase and cancellation: the day after closing [P-6]. */
  readonly cancelFrom: JstDay;
  /** The last day of purchase and cancellation [P-6]; before `cancelFrom` if there is no such day. */
  readonly cancelTo: JstDay;
}

/** The payment dates of valid terms, oldest first: the grid from first payment through maturity [I-4, P-2]. */
export const paymentDates = (terms: Terms): readonly JstDay[] => {
  const dates: JstDay[] = [];
  for (let date = terms.firstPayment; date <= terms.maturity; date = gridDate(terms, dates.length)) dates.push(date);
  return dates;
};

/**
 * The schedule of valid terms [P-2, P-4, P-6, T-1].
 *
 * @throws `YearNotLoaded` if the calendar does not hold a year that it needs
 */
export const schedule = (terms: Terms, calendar: HolidayCalendar): Schedule => ({
  payments: paymentDates(terms).map((date, position) => ({
    index: position + 1,
    date,
    payOn: calendar.businessDayAtOrBefore(date),
    blackoutFrom: recordDay(date, calendar),
    blackoutTo: date,
    interestPerYenE13: interestPerYenAt(terms, position + 1),
    redeems: date === terms.maturity,
  })),
  cancelFrom: addDays(terms.closing, 1),
  cancelTo: lastPurchaseDay(terms.maturity, calendar),
});

/** Whether `day` lies in a closed window, in which nobody may transfer [T-1]. */
export const isClosed = ({ payments }: Schedule, day: JstDay): boolean =>
  payments.some(({ blackoutFrom, blackoutTo }) => blackoutFrom <= day && day <= blackoutTo);
