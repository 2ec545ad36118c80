import { addDays, type JstDay } from "./day";
import { gridDate, gridIndexBefore, halfYearsBetween, type HalfYears } from "./grid";
import { type Terms } from "./terms";

/** Interest that has accrued through a day and is not yet due on an earlier date. */
export interface Accrued {
  /** The first day of the running period; null before closing and after the redemption day, when nothing runs [P-1]. */
  readonly accruesFrom: JstDay | null;
  /** Interest per yen of face, in units of 10^-13 yen. */
  readonly interestPerYenE13: bigint;
}

/** Units of interest per yen: the 13th decimal [P-2]. */
export const E13 = 10n ** 13n;
/** A yearly rate in parts per million, halved: the divisor of half a year's rate. */
const HALF_YEAR_PPM = 2_000_000n;

/**
 * Interest per yen for a number of half-years, cut below the 13th decimal [P-2]. One fraction, cut once: parts that are
 * cut one by one would lose a unit.
 *
 * @param ratePpm yearly rate in parts per million
 * @returns units of 10^-13 yen per yen of face
 */
export const cutToE13 = (ratePpm: number, { numerator, denominator }: HalfYears): bigint =>
  (BigInt(ratePpm) * E13 * numerator) / (HALF_YEAR_PPM * denominator);

/**
 * The interest that has accrued through `through`, that day included, since the day after closing or after the last
 * payment date before it [P-1, P-2]. On a payment date it is that date's interest.
 */
export const accrued = (terms: Terms, through: JstDay): Accrued => {
  if (through < terms.closing || through > terms.maturity) return { accruesFrom: null, interestPerYenE13: 0n };
  const index = gridIndexBefore(terms, through);
  const after = index < 0 ? terms.closing : gridDate(terms, index);
  return {
    accruesFrom: addDays(after, 1),
    interestPerYenE13: cutToE13(terms.ratePpm, halfYearsBetween(terms, after, through)),
  };
};

/**
 * Interest per yen paid on a payment date, in units of 10^-13 yen [P-2].
 *
 * @param index the payment date, counted from 1
 * @throws RangeError if the terms have no such date
 */
export const interestPerYenAt = (terms: Terms, index: number): bigint => {
  const date = gridDate(terms, index - 1);
  if (index < 1 || date > terms.maturity) throw new RangeError(`there is no payment date ${index}`);
  return accrued(terms, date).interestPerYenE13;
};
