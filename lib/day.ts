/** A day in Japan: whole days since 1970-01-01, counted at UTC+9. */
export type JstDay = number & { readonly unit: "JstDay" };

/** A day of the Gregorian calendar; `month` and `dayOfMonth` count from 1. */
export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly dayOfMonth: number;
}

/** Thrown for a date that does not exist, such as 30 February, or that is not written `YYYY-MM-DD`. */
export class NoSuchDay extends Error {
  override readonly name = "NoSuchDay";

  /** @param text the date as it was given */
  constructor(readonly text: string) {
    super(`${JSON.stringify(text)} is not a day of the calendar, written YYYY-MM-DD`);
  }
}

const SECONDS_PER_DAY = 86_400n;
const JAPAN_IS_AHEAD_BY = 9n * 3_600n;

// A 400-year era of the Gregorian calendar always has the same number of days. Years are counted from 1 March,
// so that the leap day is the last day of its year, and 1970-01-01 is day 719,468 of that count.
const DAYS_PER_ERA = 146_097;
const EPOCH = 719_468;

const floorDiv = (dividend: number, divisor: number): number => Math.floor(dividend / divisor);

/**
 * The day in Japan on which an instant falls. The only place that turns time into days.
 *
 * @param timestampSeconds seconds since 1970-01-01T00:00:00Z, not negative: a block's timestamp
 */
export const jstDayOf = (timestampSeconds: bigint): JstDay =>
  Number((timestampSeconds + JAPAN_IS_AHEAD_BY) / SECONDS_PER_DAY) as JstDay;

/** The first instant of a day, 00:00:00 in Japan, in seconds since 1970-01-01T00:00:00Z. */
export const startOf = (day: JstDay): bigint => BigInt(day) * SECONDS_PER_DAY - JAPAN_IS_AHEAD_BY;

/** The day that lies `days` after `day` (before it, if negative). */
export const addDays = (day: JstDay, days: number): JstDay => (day + days) as JstDay;

/** The day of the week: 0 is Sunday, 6 is Saturday. */
export const weekday = (day: JstDay): number => (((day + 4) % 7) + 7) % 7; // 1970-01-01 was a Thursday

/** The number of the last day of a month: 28 to 31. */
export const lastDayOfMonth = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};

/**
 * The day of a civil date.
 *
 * @throws {@link NoSuchDay} if the month has no such day, or the year is not one of 0 to 9999
 */
export const dayFromCivil = (year: number, month: number, dayOfMonth: number): JstDay => {
  const exists =
    year >= 0 &&
    year <= 9999 &&
    month >= 1 &&
    month <= 12 &&
    dayOfMonth >= 1 &&
    dayOfMonth <= lastDayOfMonth(year, month);
  if (!exists) throw new NoSuchDay(formatCivil({ year, month, dayOfMonth }));

  const marchYear = month > 2 ? year : year - 1;
  const era = floorDiv(marchYear, 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = floorDiv(153 * ((month + 9) % 12) + 2, 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + floorDiv(yearOfEra, 4) - floorDiv(yearOfEra, 100) + dayOfYear;
  return (era * DAYS_PER_ERA + dayOfEra - EPOCH) as JstDay;
};

/** The civil date of a day. The inverse of {@link dayFromCivil}. */
export const civilOf = (day: JstDay): CivilDay => {
  const era = floorDiv(day + EPOCH, DAYS_PER_ERA);
  const dayOfEra = day + EPOCH - era * DAYS_PER_ERA;
  const leapDays = floorDiv(dayOfEra, 1_460) - floorDiv(dayOfEra, 36_524) + floorDiv(dayOfEra, 146_096);
  const yearOfEra = floorDiv(dayOfEra - leapDays, 365);
  const dayOfYear = dayOfEra - (yearOfEra * 365 + floorDiv(yearOfEra, 4) - floorDiv(yearOfEra, 100));
  const marchMonth = floorDiv(5 * dayOfYear + 2, 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    dayOfMonth: dayOfYear - floorDiv(153 * marchMonth + 2, 5) + 1,
  };
};

const digits = (value: number, count: number): string => String(value).padStart(count, "0");

const formatCivil = ({ year, month, dayOfMonth }: CivilDay): string =>
  `${digits(year, 4)}-${digits(month, 2)}-${digits(dayOfMonth, 2)}`;

/** A day as `YYYY-MM-DD`. */
export const formatDay = (day: JstDay): string => formatCivil(civilOf(day));

/**
 * The day that `text` names. Strict: four, two and two digits, nothing around them, and the day exists.
 *
 * @throws {@link NoSuchDay} otherwise
 */
export const parseDay = (text: string): JstDay => {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) throw new NoSuchDay(text);
  return dayFromCivil(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
};
