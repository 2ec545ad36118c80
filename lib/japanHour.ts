import { addDays, civilOf, dayFromCivil, lastDayOfMonth, NoSuchDay, startOf, type JstDay } from "./day";

/** An hour in Japan: its day times 24 plus 0 to 23. */
export type JapanHour = number & { readonly unit: "JapanHour" };

export const HOURS_PER_DAY = 24;

export const hourAt = (day: JstDay, hour: number): JapanHour => (day * HOURS_PER_DAY + hour) as JapanHour;

/** The day on which an hour falls. */
export const dayOfHour = (hour: JapanHour): JstDay => Math.floor(hour / HOURS_PER_DAY) as JstDay;

/** 0 to 23. */
export const hourOfDay = (hour: JapanHour): number => hour % HOURS_PER_DAY;

/** The moment at which an hour ends, in seconds since 1970. */
export const endOfHour = (hour: JapanHour): bigint => startOf(0 as JstDay) + BigInt(hour + 1) * 3600n;

/** No clock of the world is further from UTC, in seconds. */
const MOST_OFFSET = 14 * 3600;

const TIME = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:Z|([+-])(\d{2}):?(\d{2}))$/;

/**
 * The hour that begins at a local time with its offset, such as `2021-03-28T03:00:00+0200`. Undefined if the text says no such time, has no
 * offset, or names no whole hour: foreign meters keep their own clocks, daylight saving included, and the offset tells.
 */
export const japanHourOf = (text: string): JapanHour | undefined => {
  const found = TIME.exec(text);
  if (found === null) return undefined;
  const [year, month, dayOfMonth, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? "0"));
  const [offsetHours, offsetMinutes] = [Number(found[8] ?? "0"), Number(found[9] ?? "0")];
  const offsetSize = offsetHours * 3600 + offsetMinutes * 60;
  if (hour! > 23 || minute! > 59 || second! > 59 || offsetMinutes > 59 || offsetSize > MOST_OFFSET) return undefined;
  const day = dayOrNone(year!, month!, dayOfMonth!);
  if (day === undefined) return undefined;
  const offset = found[7] === "-" ? -offsetSize : offsetSize;
  const seconds = day * 86_400 + hour! * 3600 + minute! * 60 + second! - offset;
  return seconds % 3600 === 0 ? ((seconds / 3600 + 9) as JapanHour) : undefined;
};

const dayOrNone = (year: number, month: number, dayOfMonth: number): JstDay | undefined => {
  try {
    return dayFromCivil(year, month, dayOfMonth);
  } catch (error) {
    if (error instanceof NoSuchDay) return undefined;
    throw error;
  }
};

/** Days from the first through the last. */
export interface Period {
  /** `2021-04-01`, `2021-04`, `FY2021`, `all`. */
  readonly label: string;
  readonly from: JstDay;
  readonly through: JstDay;
}

const two = (value: number): string => String(value).padStart(2, "0");

/** A month in Japan. */
export const monthPeriod = (year: number, month: number): Period => ({
  label: `${year}-${two(month)}`,
  from: dayFromCivil(year, month, 1),
  through: dayFromCivil(year, month, lastDayOfMonth(year, month)),
});

/** The month of a day. */
export const monthOf = (day: JstDay): Period => {
  const { year, month } = civilOf(day);
  return monthPeriod(year, month);
};

/** A Japanese fiscal year: 1 April through 31 March. */
export const fiscalYearPeriod = (year: number): Period => ({
  label: `FY${year}`,
  from: dayFromCivil(year, 4, 1),
  through: dayFromCivil(year + 1, 3, 31),
});

/** The number of the fiscal year of a day: that of its April. */
export const fiscalYearOf = (day: JstDay): number => {
  const { year, month } = civilOf(day);
  return month >= 4 ? year : year - 1;
};

/** The months that have a day of these. */
export const monthsThrough = (from: JstDay, through: JstDay): readonly Period[] => {
  const months: Period[] = [];
  for (let day = from; day <= through; day = addDays(months.at(-1)!.through, 1)) months.push(monthOf(day));
  return months;
};

/** The fiscal years that have a day of these. */
export const fiscalYearsThrough = (from: JstDay, through: JstDay): readonly Period[] =>
  Array.from({ length: fiscalYearOf(through) - fiscalYearOf(from) + 1 }, (_, i) => fiscalYearPeriod(fiscalYearOf(from) + i)); // prettier-ignore

/** The first second of a period, and the first after it, in seconds since 1970. */
export const boundsOf = ({ from, through }: Period): readonly [bigint, bigint] => [
  startOf(from),
  startOf(addDays(through, 1)),
];
