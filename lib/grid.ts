import { civilOf, dayFromCivil, lastDayOfMonth, type JstDay } from "./day";

/** The two dates that fix the grid of half-years [P-2]. */
export interface PaymentSpan {
  /** The first payment date, day 0 of the grid. */
  readonly firstPayment: JstDay;
  /** The redemption day, the last payment date. */
  readonly maturity: JstDay;
}

/** An exact number of half-years, `numerator / denominator`. */
export interface HalfYears {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const MONTHS_PER_HALF_YEAR = 6;

const monthOf = (day: JstDay): number => {
  const { year, month } = civilOf(day);
  return year * 12 + month - 1;
};

const halfYearsApart = (from: JstDay, to: JstDay): number => (monthOf(to) - monthOf(from)) / MONTHS_PER_HALF_YEAR;

/**
 * The month of the first payment, counted from year 0, and the day of the month: the larger of the first payment's and the
 * maturity's [P-2]. As `ScheduleLib` keeps it.
 */
export const gridOf = ({ firstPayment, maturity }: PaymentSpan) => ({
  firstMonth: monthOf(firstPayment),
  dayOfMonth: Math.max(civilOf(firstPayment).dayOfMonth, civilOf(maturity).dayOfMonth),
});

/**
 * The grid date `index` half-years after the first payment (before it, if negative); a month shorter than the grid's day
 * means its last day [P-2].
 */
export const gridDate = (span: PaymentSpan, index: number): JstDay => {
  const { firstMonth, dayOfMonth } = gridOf(span);
  const monthNumber = firstMonth + index * MONTHS_PER_HALF_YEAR;
  const year = Math.floor(monthNumber / 12);
  const month = monthNumber - year * 12 + 1;
  return dayFromCivil(year, month, Math.min(dayOfMonth, lastDayOfMonth(year, month)));
};

/** Whether both dates lie on their grid, a whole number of half-years apart [P-2]. */
export const isOnGrid = (span: PaymentSpan): boolean => {
  const apart = halfYearsApart(span.firstPayment, span.maturity);
  return Number.isInteger(apart) && gridDate(span, 0) === span.firstPayment && gridDate(span, apart) === span.maturity;
};

/** The index of the last grid date strictly before `day`: the half-year of `day` starts on the day after that date. */
export const gridIndexBefore = (span: PaymentSpan, day: JstDay): number => {
  const index = Math.floor(halfYearsApart(span.firstPayment, day));
  return gridDate(span, index) < day ? index : index - 1;
};

/**
 * Where the end of `day` lies on the grid, in half-years from the first payment: whole on a grid date, and in between the
 * days since the last grid date over the length of that half-year, counted from the day after one grid date through the
 * next [P-2].
 */
const positionOf = (span: PaymentSpan, day: JstDay): HalfYears => {
  const index = gridIndexBefore(span, day);
  const last = gridDate(span, index);
  const length = BigInt(gridDate(span, index + 1) - last);
  return { numerator: BigInt(index) * length + BigInt(day - last), denominator: length };
};

/**
 * The half-years from the day after `after` through `through`, exactly. A period that spans several is thereby split at
 * their boundaries and summed as one fraction [P-2].
 */
export const halfYearsBetween = (span: PaymentSpan, after: JstDay, through: JstDay): HalfYears => {
  const start = positionOf(span, after);
  const end = positionOf(span, through);
  return {
    numerator: end.numerator * start.denominator - start.numerator * end.denominator,
    denominator: end.denominator * start.denominator,
  };
};
