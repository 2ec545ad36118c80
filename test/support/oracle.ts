import { civilOf, dayFromCivil, type JstDay } from "../../lib/day";
import { type Terms } from "../../lib/terms";

/** A fraction, not reduced. */
type Fraction = readonly [numerator: bigint, denominator: bigint];

const sum = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];

/** The grid dates of P-2 in every year of the bond's life, and in the year before and after it. */
const gridOf = ({ closing, firstPayment, maturity }: Terms): readonly JstDay[] => {
  const dayOfMonth = Math.max(civilOf(firstPayment).dayOfMonth, civilOf(maturity).dayOfMonth);
  const onGrid = (year: number, month: number): JstDay => {
    for (let tried = dayOfMonth; ; tried -= 1) {
      try {
        return dayFromCivil(year, month, tried);
      } catch {
        // a shorter month: the last day that exists
      }
    }
  };
  const { month } = civilOf(firstPayment);
  const other = month > 6 ? month - 6 : month + 6;
  const [early, late] = month < other ? [month, other] : [other, month];
  const dates: JstDay[] = [];
  for (let each = civilOf(closing).year - 1; each <= civilOf(maturity).year + 1; each += 1) {
    dates.push(onGrid(each, early), onGrid(each, late));
  }
  return dates;
};

/**
 * Interest per yen from the terms' own words, day by day, as an independent check of `accrued` [P-1, P-2]: each day of
 * the running period bears rate ÷ 2 ÷ days of its half-year, all are summed exactly and the sum is cut once.
 *
 * @returns units of 10^-13 yen
 */
export const accruedByDays = (terms: Terms, through: JstDay): bigint => {
  const grid = gridOf(terms);
  if (through > terms.maturity) return 0n;
  const paid = grid.filter((date) => date >= terms.firstPayment && date < through);
  const from = Math.max(terms.closing, ...paid) + 1;

  let total: Fraction = [0n, 1n];
  grid.slice(1).forEach((end, position) => {
    const start = (grid[position] ?? end) + 1;
    let days = 0n;
    for (let day = Math.max(start, from); day <= Math.min(end, through); day += 1) days += 1n;
    if (days > 0n) total = sum(total, [days, BigInt(end - start + 1)]);
  });
  const [numerator, denominator] = total;
  return (BigInt(terms.ratePpm) * numerator * 10_000_000_000_000n) / (1_000_000n * 2n * denominator);
};
