import type { JstDay } from "./day";
import { dayOfHour, hourOfDay, type JapanHour } from "./japanHour";

/** Hours of one Japan day that go into the ledger together, one after the other: mWh, or null for a missing one. */
export interface Batch {
  readonly day: JstDay;
  /** 0 to 23. */
  readonly firstHour: number;
  readonly milliWh: readonly (bigint | null)[];
}

/** An hour of which the file says something else than the ledger. */
export interface Difference {
  readonly hour: JapanHour;
  /** mWh, or null where the ledger has it as missing: the reading comes late. */
  readonly ledger: bigint | null;
  readonly file: bigint;
}

/** What of a file is to be recorded. */
export interface IngestionPlan {
  readonly batches: readonly Batch[];
  /** Hours that the ledger holds already, as the file says. */
  readonly recorded: number;
  /** Hours that the ledger holds otherwise: they need a correction, and are not sent. */
  readonly differences: readonly Difference[];
  /** Hours with a reading that lie before the first one of the ledger: nothing is put before it any more. */
  readonly tooEarly: readonly JapanHour[];
}

/**
 * What of a file goes into the ledger: everything from where the ledger ends, in batches of a Japan day, hours without a reading as missing. Where
 * it stopped, it goes on; what is there already is not sent again. The hour of a rejected row is missing, at the ends of the file too.
 *
 * @param hours of the file, ascending
 * @param nextHour where the ledger ends; undefined while it is empty, and then it begins with the first hour of the file
 * @param activeAt what the ledger holds of an hour before `nextHour`; undefined where it begins later
 */
export const ingestionPlan = (
  hours: ReadonlyMap<JapanHour, bigint | null>,
  nextHour: JapanHour | undefined,
  activeAt: (hour: JapanHour) => bigint | null | undefined,
): IngestionPlan => {
  const known = [...hours.keys()];
  const [first, last] = [known[0], known.at(-1)];
  const differences: Difference[] = [];
  const tooEarly: JapanHour[] = [];
  let recorded = 0;
  for (const [hour, file] of hours) {
    if (nextHour === undefined || hour >= nextHour) break;
    const ledger = activeAt(hour);
    if (ledger === file) recorded += 1;
    else if (file !== null && ledger === undefined) tooEarly.push(hour);
    else if (file !== null && ledger !== undefined) differences.push({ hour, ledger, file });
  }
  const from = nextHour ?? first;
  const batches = from === undefined || last === undefined ? [] : batchesOf(hours, from, last);
  return { batches, recorded, differences, tooEarly };
};

const batchesOf = (
  hours: ReadonlyMap<JapanHour, bigint | null>,
  from: JapanHour,
  last: JapanHour,
): readonly Batch[] => {
  const batches: { day: JstDay; firstHour: number; milliWh: (bigint | null)[] }[] = [];
  for (let hour = from; hour <= last; hour = (hour + 1) as JapanHour) {
    const day = dayOfHour(hour);
    if (batches.at(-1)?.day !== day) batches.push({ day, firstHour: hourOfDay(hour), milliWh: [] });
    batches.at(-1)!.milliWh.push(hours.get(hour) ?? null);
  }
  return batches;
};
