import { boundMilliWh, decimalOf, isSameDecimal, milliWhOf, type Decimal } from "./energy";
import { dayOfHour, endOfHour, japanHourOf, type JapanHour } from "./japanHour";
import type { JstDay } from "./day";

/** A line of a meter file: `local time with offset , watts on average over that hour`. */
export interface MeterRow {
  /** The line of the file, counted from 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** What a reading has to fit. */
export interface MeterLimits {
  readonly operationalDay: JstDay;
  readonly capacityWatts: bigint;
  readonly toleranceBps: bigint;
  /** Now, seconds since 1970: an hour that has not ended is no reading yet. */
  readonly nowAt: bigint;
}

export const REJECTIONS = ["malformed", "contradictory", "out-of-bounds", "future", "before-operation"] as const;
export type Rejection = (typeof REJECTIONS)[number];

/** A row that does not go in, and why. */
export interface RejectedRow {
  readonly row: number;
  readonly reason: Rejection;
  readonly detail: string;
}

/** What a meter file says. */
export interface MeterFile {
  /** Energy by hour, in mWh, ascending; null where the only rows of the hour were rejected, so that it is recorded as missing. */
  readonly hours: ReadonlyMap<JapanHour, bigint | null>;
  readonly rejected: readonly RejectedRow[];
  /** Rows that say again what another one said. */
  readonly duplicates: number;
  /** Rows that come after a later hour. */
  readonly outOfOrder: number;
}

interface ReadRow {
  readonly row: number;
  readonly value: Decimal;
}

/**
 * Reads the rows of a meter file. Order and exact duplicates do not matter. A row is judged in this order: malformed; before-operation; future;
 * contradictory, if another row of the hour says another number, and then all rows of the hour are; out-of-bounds. One bad row rejects no other.
 */
export const readMeterFile = (rows: readonly MeterRow[], limits: MeterLimits): MeterFile => {
  const rejected: RejectedRow[] = [];
  const gaps = new Set<JapanHour>();
  const byHour = new Map<JapanHour, ReadRow[]>();
  let [latest, outOfOrder] = [-Infinity, 0];
  for (const { row, cells } of rows) {
    const [time = "", watts = ""] = cells;
    const hour = japanHourOf(time);
    const value = decimalOf(watts);
    const timing = hour === undefined ? undefined : timingOf(hour, limits);
    if (cells.length !== 2 || hour === undefined || value === undefined) {
      rejected.push({ row, reason: "malformed", detail: malformed(cells, hour) });
      if (hour !== undefined && timing === undefined) gaps.add(hour);
      continue;
    }
    if (hour < latest) outOfOrder += 1;
    latest = Math.max(latest, hour);
    if (timing !== undefined) {
      rejected.push({ row, reason: timing, detail: TIMING[timing](time) });
      continue;
    }
    const same = byHour.get(hour);
    if (same === undefined) byHour.set(hour, [{ row, value }]);
    else same.push({ row, value });
  }

  const found = new Map<JapanHour, bigint | null>([...gaps].map((hour) => [hour, null]));
  let duplicates = 0;
  for (const [hour, same] of byHour) {
    const reasons = judged(same, limits);
    for (const each of reasons) rejected.push(each);
    found.set(hour, reasons.length > 0 ? null : milliWhOf(same[0]!.value));
    if (reasons.length === 0) duplicates += same.length - 1;
  }
  return {
    hours: new Map([...found].sort(([a], [b]) => a - b)),
    rejected: rejected.sort((a, b) => a.row - b.row),
    duplicates,
    outOfOrder,
  };
};

const timingOf = (hour: JapanHour, limits: MeterLimits): "before-operation" | "future" | undefined => {
  if (dayOfHour(hour) < limits.operationalDay) return "before-operation";
  return endOfHour(hour) > limits.nowAt ? "future" : undefined;
};

const TIMING = {
  "before-operation": (time: string) => `${time} lies before the first day of operation`,
  future: (time: string) => `the hour from ${time} has not ended`,
} as const;

const judged = (same: readonly ReadRow[], limits: MeterLimits): readonly RejectedRow[] => {
  const [first] = same;
  if (first === undefined) return [];
  if (same.some(({ value }) => !isSameDecimal(value, first.value))) {
    const detail = `rows ${listed(same.map(({ row }) => row))} give one hour several values`;
    return same.map(({ row }) => ({ row, reason: "contradictory", detail }));
  }
  const bound = boundMilliWh(limits.capacityWatts, limits.toleranceBps);
  const milliWh = milliWhOf(first.value);
  if (milliWh <= bound && -milliWh <= bound) return [];
  return same.map(({ row }) => ({ row, reason: "out-of-bounds", detail: `${milliWh} mWh is more than ${bound} mWh` }));
};

const LONGEST_LIST = 10;

const listed = (rows: readonly number[]): string =>
  rows.length <= LONGEST_LIST
    ? rows.join(", ")
    : `${rows.slice(0, LONGEST_LIST).join(", ")} and ${rows.length - LONGEST_LIST} more`;

const malformed = (cells: readonly string[], hour: JapanHour | undefined): string => {
  if (cells.length !== 2) return `found ${cells.length} cells, expected two: time with offset, watts`;
  if (hour === undefined)
    return `found the time "${cells[0]}", expected a whole hour with its offset, 2021-01-01T00:00:00+0100`;
  return `found "${cells[1]}", expected watts as digits, such as 653.445264 or -0.859`;
};
