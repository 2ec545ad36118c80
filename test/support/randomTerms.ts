import { shippedCalendar } from "../../lib/calendar";
import { addDays, dayFromCivil, lastDayOfMonth, type JstDay } from "../../lib/day";
import { violationOf, type Terms } from "../../lib/terms";
import { recordDay } from "../../lib/windows";

/** Whole numbers from `low` through `high`, both included. */
type Pick = (low: number, high: number) => number;

/** A small seeded generator (mulberry32): the same seed gives the same sheets on every machine. */
const pickFrom = (seed: number): Pick => {
  let state = seed >>> 0;
  return (low, high) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return low + (((mixed ^ (mixed >>> 14)) >>> 0) % (high - low + 1));
  };
};

const oneOf = <Item>(pick: Pick, items: readonly [Item, ...Item[]]): Item =>
  items[pick(0, items.length - 1)] ?? items[0];

/** Months and days of the month of the first payment, from which the grid follows. */
const grids: readonly [(pick: Pick) => readonly [number, number], ...((pick: Pick) => readonly [number, number])[]] = [
  (pick) => [pick(1, 12), pick(1, 31)], // every weekday, many holidays
  (pick) => [pick(1, 12), pick(28, 31)], // month ends
  (pick) => [oneOf(pick, [2, 8]), pick(28, 31)], // leap days
  (pick) => [oneOf(pick, [1, 7]), pick(1, 3)], // the first days of the year
  (pick) => [oneOf(pick, [6, 12]), pick(29, 31)], // the last days of the year
  (pick) => [oneOf(pick, [5, 11]), pick(1, 6)], // Golden Week, 3 November
  (pick) => [oneOf(pick, [3, 9]), pick(17, 26)], // equinoxes, Silver Week
];

const halfYearsOfLife = (pick: Pick): number => oneOf(pick, [0, 0, 1, 2, pick(3, 10), pick(11, 40)]);

const closings: readonly [(pick: Pick, first: JstDay) => JstDay, ...((pick: Pick, first: JstDay) => JstDay)[]] = [
  (pick, first) => addDays(first, -pick(5, 180)), // a short first period
  (_, first) => addDays(recordDay(first, shippedCalendar), -1), // the last day that is allowed
  (pick, first) => addDays(first, -pick(180, 186)), // about one half-year
  (pick, first) => addDays(first, -pick(187, 362)), // one half-year and a part
  (pick, first) => addDays(first, -pick(363, 369)), // about two half-years
  (pick, first) => addDays(first, -pick(370, 2_000)), // years
];

const bondsOf = (pick: Pick): number => oneOf(pick, [1, 100, 1_000_000, pick(1, 1_000), pick(1, 1_000_000)]);

const denominationOf = (pick: Pick, bonds: number): bigint => {
  const most = 10n ** 15n / BigInt(bonds);
  const wanted = oneOf(pick, [1n, 100_000n, 1_000_000n, 100_000_000n, BigInt(pick(1, 1_000_000_000)), most]);
  return wanted < most ? wanted : most;
};

const rateOf = (pick: Pick): number => oneOf(pick, [1, 5_980, 7_350, 999_999, pick(1, 50_000), pick(1, 999_999)]);

const draft = (pick: Pick, position: number): Terms => {
  const [month, dayOfMonth] = (grids[position % grids.length] ?? grids[0])(pick);
  const onGrid = (monthNumber: number): JstDay => {
    const year = Math.floor((monthNumber - 1) / 12);
    const ofYear = monthNumber - year * 12;
    return dayFromCivil(year, ofYear, Math.min(dayOfMonth, lastDayOfMonth(year, ofYear)));
  };
  const firstMonth = pick(2020, 2050) * 12 + month; // the window of January 2019 begins before the calendar
  const firstPayment = onGrid(firstMonth);
  const bonds = bondsOf(pick);
  return {
    denominationYen: denominationOf(pick, bonds),
    bonds,
    ratePpm: rateOf(pick),
    closing: (closings[position % closings.length] ?? closings[0])(pick, firstPayment),
    firstPayment,
    maturity: onGrid(firstMonth + 6 * halfYearsOfLife(pick)),
  };
};

/**
 * `count` valid term sheets from a seed: short and long first periods, up to years; month ends, leap days, year ends,
 * payment dates on every weekday and on holidays; closings on bank holidays; one payment date only; the bounds of every
 * amount. Pure: the same arguments give the same sheets.
 */
export const randomTerms = (seed: number, count: number): readonly Terms[] => {
  const pick = pickFrom(seed);
  const found: Terms[] = [];
  while (found.length < count) {
    const terms = draft(pick, found.length);
    if (violationOf(terms, shippedCalendar) === null) found.push(terms);
  }
  return found;
};
