import { addDays, civilOf, dayFromCivil, lastDayOfMonth, type JstDay } from "./day";

/** Claims to interest lapse after so many years [P-9]. */
export const INTEREST_LAPSES_AFTER_YEARS = 5;
/** Claims to principal lapse after so many years [P-9]. */
export const PRINCIPAL_LAPSES_AFTER_YEARS = 10;

/**
 * The last day on which a claim can still be made [P-9]. The day of payment itself is not counted (Civil Code 140), so
 * the period begins on the next day; it ends on the eve of that day's date `years` later, or, if that month has no such
 * date, on its last day (Civil Code 143).
 *
 * @param payOn the day of payment after P-4, from which the holder could claim
 */
export const lapsesAfter = (payOn: JstDay, years: number): JstDay => {
  const first = civilOf(addDays(payOn, 1));
  const year = first.year + years;
  const last = lastDayOfMonth(year, first.month);
  return first.dayOfMonth > last
    ? dayFromCivil(year, first.month, last)
    : addDays(dayFromCivil(year, first.month, first.dayOfMonth), -1);
};
