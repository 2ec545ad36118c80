import { formatDay, type JstDay } from "../../lib/day";
import type { IBondPayments } from "../../typechain-types/contracts/BondPayments";

/** The days of a payment date and its interest, as printed: `YYYY-MM-DD`, and units of 10^-13 yen as a string. */
export interface DaysJson {
  readonly index: number;
  readonly date: string;
  readonly payOn: string;
  readonly blackoutFrom: string;
  readonly blackoutTo: string;
  readonly interestPerYenE13: string;
}

/** Amounts as printed: whole yen as strings. */
export interface AmountsJson {
  readonly grossYen: string;
  readonly withheldYen: string;
  readonly netYen: string;
  readonly principalYen: string;
}

/** One holder on one date, as printed. */
export interface HolderJson extends AmountsJson {
  readonly holder: string;
  readonly taxClass: string;
  readonly bonds: number;
}

/** The class of the issuer's own bonds, on which nothing is due [P-6]. */
const OWN_BONDS = 255n;

export const isoDay = (day: bigint): string => formatDay(Number(day) as JstDay);

export const daysJson = (index: number, date: IBondPayments.PaymentDateStructOutput): DaysJson => ({
  index,
  date: isoDay(date.date),
  payOn: isoDay(date.payOn),
  blackoutFrom: isoDay(date.recordDay),
  blackoutTo: isoDay(date.date),
  interestPerYenE13: date.interestPerYen.toString(),
});

/** @param classes the names of the tax classes, by number */
export const holderJson = (
  holder: string,
  { bonds, taxClass, amounts }: IBondPayments.LineStructOutput,
  classes: readonly string[],
): HolderJson => ({
  holder,
  taxClass: taxClass === OWN_BONDS ? "own bonds" : (classes[Number(taxClass)] ?? String(taxClass)),
  bonds: Number(bonds),
  grossYen: amounts.grossYen.toString(),
  withheldYen: amounts.withheldYen.toString(),
  netYen: (amounts.grossYen - amounts.withheldYen).toString(),
  principalYen: amounts.principalYen.toString(),
});

/** The sum of one column of amounts. */
export const sumOf = (rows: readonly AmountsJson[], key: keyof AmountsJson): string =>
  rows.reduce((sum, row) => sum + BigInt(row[key]), 0n).toString();

/** The sums of all columns. */
export const sumsJson = (rows: readonly AmountsJson[]): AmountsJson => ({
  grossYen: sumOf(rows, "grossYen"),
  withheldYen: sumOf(rows, "withheldYen"),
  netYen: sumOf(rows, "netYen"),
  principalYen: sumOf(rows, "principalYen"),
});
