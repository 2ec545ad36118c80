import { formatDay, type JstDay } from "./day";
import { gridDate } from "./grid";

/** A term sheet as it is written: the values of its JSON. */
export type WrittenSheet = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly allotments: readonly { readonly holder: string; readonly bonds: number; readonly taxClass: string }[];
};

const HALF_YEARS = 4;

/**
 * A small bond that closes on a given day, so that on a chain with real time it can be issued at once: ten bonds of a million yen, two years, a
 * payment every half-year on the same day of the month (a shorter month has its last day) [P-2]. Its id carries the day: tomorrow's is another
 * bond.
 */
export const tryOutSheet = (closing: JstDay): WrittenSheet => {
  const halfYearsLater = (count: number): JstDay => gridDate({ firstPayment: closing, maturity: closing }, count);
  return {
    id: `try-out-${formatDay(closing)}`,
    name: "Try-out bond with restricted transfer",
    symbol: "TRYOUT",
    denominationYen: "1000000",
    bonds: 10,
    ratePpm: 6000,
    closing: formatDay(closing),
    firstPayment: formatDay(halfYearsLater(1)),
    maturity: formatDay(halfYearsLater(HALF_YEARS)),
    allotments: [
      { holder: "bank-a", bonds: 5, taxClass: "exempt" },
      { holder: "insurer-a", bonds: 3, taxClass: "exempt" },
      { holder: "manufacturer-a", bonds: 2, taxClass: "domestic-corporation" },
    ],
  };
};
