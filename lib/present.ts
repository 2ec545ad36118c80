import { type HolidayCalendar } from "./calendar";
import { formatDay, type JstDay } from "./day";
import { floorToYen } from "./entitlement";
import { accrued } from "./interest";
import { schedule } from "./schedule";
import { totalFaceYen, type Terms } from "./terms";

/** A payment date as it is printed: days `YYYY-MM-DD`; yen and units of 10^-13 yen as strings of digits. */
export interface PaymentJson {
  readonly index: number;
  readonly date: string;
  readonly payOn: string;
  readonly blackoutFrom: string;
  readonly blackoutTo: string;
  readonly interestPerYenE13: string;
  /** Interest of a holder of one bond [P-3]. */
  readonly interestPerBond: string;
  /** Interest if one holder has the whole issue: the most that the issuer can owe [P-3]. */
  readonly interestTotalOneHolder: string;
  readonly principalPerBond: string;
}

/** What `bond schedule` prints. */
export interface ScheduleJson {
  readonly payments: readonly PaymentJson[];
  readonly cancelFrom: string;
  readonly cancelTo: string;
}

/** What `bond accrued` prints. */
export interface AccruedJson {
  readonly through: string;
  readonly accruesFrom: string | null;
  readonly interestPerYenE13: string;
  readonly perBondYen: string;
}

/** What `calendar show` prints. */
export interface HolidaysJson {
  readonly holidays: readonly { readonly date: string; readonly name: string }[];
}

/**
 * The schedule of valid terms, printed [P-2 to P-6, T-1].
 *
 * @throws `YearNotLoaded` if the calendar does not hold a year that it needs
 */
export const scheduleJson = (terms: Terms, calendar: HolidayCalendar): ScheduleJson => {
  const { payments, cancelFrom, cancelTo } = schedule(terms, calendar);
  return {
    payments: payments.map((payment) => ({
      index: payment.index,
      date: formatDay(payment.date),
      payOn: formatDay(payment.payOn),
      blackoutFrom: formatDay(payment.blackoutFrom),
      blackoutTo: formatDay(payment.blackoutTo),
      interestPerYenE13: payment.interestPerYenE13.toString(),
      interestPerBond: floorToYen(terms.denominationYen, payment.interestPerYenE13).toString(),
      interestTotalOneHolder: floorToYen(totalFaceYen(terms), payment.interestPerYenE13).toString(),
      principalPerBond: (payment.redeems ? terms.denominationYen : 0n).toString(),
    })),
    cancelFrom: formatDay(cancelFrom),
    cancelTo: formatDay(cancelTo),
  };
};

/** The interest accrued through a day, printed [P-1, P-2]; `perBondYen` is that of a holder of one bond [P-3]. */
export const accruedJson = (terms: Terms, through: JstDay): AccruedJson => {
  const { accruesFrom, interestPerYenE13 } = accrued(terms, through);
  return {
    through: formatDay(through),
    accruesFrom: accruesFrom === null ? null : formatDay(accruesFrom),
    interestPerYenE13: interestPerYenE13.toString(),
    perBondYen: floorToYen(terms.denominationYen, interestPerYenE13).toString(),
  };
};

/**
 * The bank holidays from `from` through `to` that are neither a Saturday nor a Sunday, printed.
 *
 * @throws `YearNotLoaded` if the calendar does not hold a year of that time
 */
export const holidaysJson = (calendar: HolidayCalendar, from: JstDay, to: JstDay): HolidaysJson => ({
  holidays: calendar.bankHolidaysBetween(from, to).map(({ date, name }) => ({ date: formatDay(date), name })),
});
