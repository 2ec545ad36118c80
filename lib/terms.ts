import { YearNotLoaded, type HolidayCalendar } from "./calendar";
import { civilOf, formatDay, type JstDay } from "./day";
import { isOnGrid, type PaymentSpan } from "./grid";
import { lastPurchaseDay, recordDay } from "./windows";

/** What the bond promises, and nothing derived from it. */
export interface Terms extends PaymentSpan {
  /** The face of one bond, in yen [I-2]. */
  readonly denominationYen: bigint;
  /** The number of bonds issued, a whole number [I-2]. */
  readonly bonds: number;
  /** The yearly coupon in parts per million, a whole number: 5980 is 0.598 % [I-4]. */
  readonly ratePpm: number;
  /** The closing day; interest runs from the day after it [I-5, P-1]. */
  readonly closing: JstDay;
}

/** A rule that terms break: the key of the term sheet, its value, and what would be right. */
export interface Violation {
  readonly key: keyof Terms;
  readonly value: string;
  readonly expected: string;
}

/** Rates lie strictly between 0 and this, 100 % a year. */
const RATE_SCALE_PPM = 1_000_000;
const MOST_BONDS = 1_000_000;
/** The largest face of an issue, and its largest price. */
export const MOST_FACE_YEN = 10n ** 15n;

/** The face of the whole issue, in yen [I-2]. */
export const totalFaceYen = ({ denominationYen, bonds }: Terms): bigint => denominationYen * BigInt(bonds);

const amountViolation = (terms: Terms): Violation | null => {
  const { denominationYen, bonds, ratePpm } = terms;
  if (ratePpm <= 0 || ratePpm >= RATE_SCALE_PPM) {
    return { key: "ratePpm", value: `${ratePpm}`, expected: `an integer from 1 to ${RATE_SCALE_PPM - 1}` };
  }
  if (bonds < 1 || bonds > MOST_BONDS) {
    return { key: "bonds", value: `${bonds}`, expected: `an integer from 1 to ${MOST_BONDS}` };
  }
  if (denominationYen < 1n || totalFaceYen(terms) > MOST_FACE_YEN) {
    const expected = `at least 1, and with ${bonds} bonds a total of at most ${MOST_FACE_YEN} yen`;
    return { key: "denominationYen", value: `${denominationYen}`, expected };
  }
  return null;
};

const gridViolation = (terms: Terms): Violation | null => {
  const { closing, firstPayment, maturity } = terms;
  if (firstPayment <= closing) {
    return {
      key: "firstPayment",
      value: formatDay(firstPayment),
      expected: `a day after closing ${formatDay(closing)}`,
    };
  }
  if (maturity < firstPayment || !isOnGrid(terms)) {
    const expected =
      `firstPayment ${formatDay(firstPayment)} or a whole number of half-years after it, ` +
      "on the same day of the month (the last day of a shorter month)";
    return { key: "maturity", value: formatDay(maturity), expected };
  }
  return null;
};

const calendarViolation = ({ closing, firstPayment, maturity }: Terms, calendar: HolidayCalendar): Violation | null => {
  const [closingYear, maturityYear] = [civilOf(closing).year, civilOf(maturity).year];
  const years = Array.from({ length: maturityYear - closingYear + 1 }, (_, i) => closingYear + i);
  // The two that the sheet names come first: whoever mistypes 2099 wants to hear of 2099.
  for (const year of [closingYear, maturityYear, ...years]) {
    if (calendar.holds(year)) continue;
    const expected = `a day within the calendar, which does not hold the year ${year}`;
    return year === closingYear
      ? { key: "closing", value: formatDay(closing), expected }
      : { key: "maturity", value: formatDay(maturity), expected };
  }
  try {
    lastPurchaseDay(maturity, calendar);
    const firstRecordDay = recordDay(firstPayment, calendar);
    if (closing < firstRecordDay) return null;
    const expected = `a day before the first record day ${formatDay(firstRecordDay)}`;
    return { key: "closing", value: formatDay(closing), expected };
  } catch (error) {
    // A closing in the first days of the calendar: the windows of a date close to it begin in the year before.
    if (!(error instanceof YearNotLoaded)) throw error;
    const expected = `a day whose windows lie within the calendar, which does not hold the year ${error.year}`;
    return { key: "closing", value: formatDay(closing), expected };
  }
};

/**
 * The first rule that `terms` break, or null if they are valid: the bounds of rate, bonds and total face; first payment
 * after closing; first payment and maturity on the grid [P-2]; every year from closing through maturity in the calendar;
 * closing before the first record day [P-3, T-1].
 */
export const violationOf = (terms: Terms, calendar: HolidayCalendar): Violation | null =>
  amountViolation(terms) ?? gridViolation(terms) ?? calendarViolation(terms, calendar);
