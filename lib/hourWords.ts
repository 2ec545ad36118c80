import { MOST_MILLI_WH } from "./energy";
import { HOURS_PER_DAY } from "./japanHour";

/** How the energy of an hour is known; the numbers are those of the ledger. */
export const QUALITY = { none: 0, measured: 1, estimated: 2, missing: 3 } as const;

/** An hour as it is recorded. */
export interface HourValue {
  readonly milliWh: bigint;
  readonly quality: number;
}

const HOURS_PER_WORD = 4;
const HOUR_BITS = 58n;
const MASK_56 = (1n << 56n) - 1n;

/** The six words of a day. */
export type DayWords = [bigint, bigint, bigint, bigint, bigint, bigint];

/**
 * The hours of a day from `firstHour` on as the ledger takes them: four to a word, see `contracts/types/HourWord.sol`.
 *
 * @throws RangeError for hours beyond their day, and for an energy that 56 bits do not hold: cut off it would be another one
 */
export const dayWords = (firstHour: number, hours: readonly HourValue[]): DayWords => {
  if (firstHour < 0 || firstHour + hours.length > HOURS_PER_DAY) throw new RangeError("hours beyond their day");
  const words: DayWords = [0n, 0n, 0n, 0n, 0n, 0n];
  for (const [i, { milliWh, quality }] of hours.entries()) {
    if (milliWh > MOST_MILLI_WH || milliWh < -MOST_MILLI_WH)
      throw new RangeError(`${milliWh} mWh do not fit into 56 bits`);
    const hour = firstHour + i;
    const packed = (milliWh & MASK_56) | (BigInt(quality) << 56n);
    const word = Math.floor(hour / HOURS_PER_WORD);
    words[word] = (words[word] ?? 0n) | (packed << (HOUR_BITS * BigInt(hour % HOURS_PER_WORD)));
  }
  return words;
};

/** Measured hours, and missing ones where there is no energy. */
export const measured = (milliWh: readonly (bigint | null)[]): readonly HourValue[] =>
  milliWh.map((each) =>
    each === null ? { milliWh: 0n, quality: QUALITY.missing } : { milliWh: each, quality: QUALITY.measured },
  );
