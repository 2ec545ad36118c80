/** Where a line of a payment date stands [P-7]. */
export type SheetState = "Open" | "Instructed" | "Settled" | "Failed";

/** A holder's line of a date, as the chain has it. */
export interface SheetLine {
  readonly bonds: number;
  readonly grossYen: bigint;
  readonly withheldYen: bigint;
  readonly principalYen: bigint;
  /** What the payee received already for a date that lapsed [D-1]. */
  readonly setOffYen: bigint;
  readonly state: SheetState;
}

/** Amounts that follow from a line, and their sums. */
export interface SheetAmounts {
  readonly bonds: number;
  readonly faceYen: bigint;
  readonly grossYen: bigint;
  readonly withheldYen: bigint;
  /** Interest after tax. */
  readonly netYen: bigint;
  readonly principalYen: bigint;
  readonly setOffYen: bigint;
  /** What the payee gets: net and principal, less the set-off. */
  readonly cashYen: bigint;
  /** What the issuer provides for it: the cash and the tax. */
  readonly dueYen: bigint;
}

/** The sums of a date, by what became of its lines. */
export interface SheetTotals {
  readonly settled: SheetAmounts;
  readonly failed: SheetAmounts;
  /** Neither settled nor failed: open, or instructed. */
  readonly open: SheetAmounts;
  readonly all: SheetAmounts;
}

/** What the chain says of the date as a whole. */
export interface DateSums {
  readonly dueYen: bigint;
  readonly openLines: number;
  readonly fixedBonds: number;
}

/** The lines of a date do not add up to what the date says of itself. */
export class SheetError extends Error {
  override readonly name = "SheetError";

  constructor(what: string, ofLines: bigint | number, ofDate: bigint | number) {
    super(`${what}: the lines add up to ${ofLines}, and the date says ${ofDate}`);
  }
}

/** The amounts of one line. */
export const amountsOf = (
  { bonds, grossYen, withheldYen, principalYen, setOffYen }: SheetLine,
  denominationYen: bigint,
): SheetAmounts => {
  const netYen = grossYen - withheldYen;
  const cashYen = netYen + principalYen - setOffYen;
  return {
    ...{ bonds, faceYen: BigInt(bonds) * denominationYen, grossYen, withheldYen, netYen, principalYen, setOffYen },
    ...{ cashYen, dueYen: cashYen + withheldYen },
  };
};

const NOTHING: SheetAmounts = {
  ...{ bonds: 0, faceYen: 0n, grossYen: 0n, withheldYen: 0n, netYen: 0n, principalYen: 0n },
  ...{ setOffYen: 0n, cashYen: 0n, dueYen: 0n },
};

const plus = (a: SheetAmounts, b: SheetAmounts): SheetAmounts => ({
  bonds: a.bonds + b.bonds,
  faceYen: a.faceYen + b.faceYen,
  grossYen: a.grossYen + b.grossYen,
  withheldYen: a.withheldYen + b.withheldYen,
  netYen: a.netYen + b.netYen,
  principalYen: a.principalYen + b.principalYen,
  setOffYen: a.setOffYen + b.setOffYen,
  cashYen: a.cashYen + b.cashYen,
  dueYen: a.dueYen + b.dueYen,
});

/**
 * The sums of a date's lines: due is settled, failed and open together, and no yen is missing.
 *
 * @throws {@link SheetError} if the lines differ from what the date says of itself
 */
export const totalsOf = (lines: readonly SheetLine[], denominationYen: bigint, date: DateSums): SheetTotals => {
  const sumOf = (states: readonly SheetState[]): SheetAmounts =>
    lines
      .filter(({ state }) => states.includes(state))
      .map((line) => amountsOf(line, denominationYen))
      .reduce(plus, NOTHING);
  const [settled, failed, open] = [sumOf(["Settled"]), sumOf(["Failed"]), sumOf(["Open", "Instructed"])];
  const all = plus(plus(settled, failed), open);
  const openLines = lines.filter(({ state }) => state === "Open" || state === "Instructed").length;
  requireSame("due yen", all.dueYen, date.dueYen);
  requireSame("bonds", all.bonds, date.fixedBonds);
  requireSame("holders who wait", openLines, date.openLines);
  return { settled, failed, open, all };
};

const requireSame = (what: string, ofLines: bigint | number, ofDate: bigint | number): void => {
  if (ofLines !== ofDate) throw new SheetError(what, ofLines, ofDate);
};
