import type { JstDay } from "./day";
import type { Gap, Totals } from "./impact";

/** What a project is for [G-1], in the order in which reports show it. */
export const CATEGORIES = ["green-building", "renewable-energy", "energy-saving"] as const;
export type Category = (typeof CATEGORIES)[number];

/** A project and what it has of the proceeds [G-1, G-4]. */
export interface ReportProject {
  readonly id: string;
  readonly name: string;
  readonly outline: string;
  readonly category: Category;
  readonly criterion: string;
  readonly certificateStatus: string;
  readonly allocatedYen: bigint;
  /** What of the allocated amount is refinancing. */
  readonly refinancedYen: bigint;
  /** How many days before the closing day it was completed; 0 if on it or later. */
  readonly ageAtIssueDays: number;
  readonly beyondThreeYears: boolean;
  /** Who is lent the money for it [G-5]; null if the issuer spends it itself. */
  readonly loanTo: string | null;
  /** The id of the facility that shows what it does; null for none. */
  readonly facility: string | null;
}

/** What a facility did in the year, the whole of it: the bond's part is computed here. */
export interface ReportFacility {
  readonly id: string;
  readonly name: string;
  readonly kind: "Generation" | "Saving";
  /** The bond's share of its impact, in 1/10,000. */
  readonly shareBps: number;
  readonly totals: Totals;
  /** The same hours by the factors and baselines that valued them first; equal to `totals` if nothing was restated. */
  readonly firstTotals: Totals;
  /** The months of the year, as `2024-04`; they add up to `totals`. */
  readonly months: readonly { readonly label: string; readonly totals: Totals }[];
  readonly coverageBps: number;
  readonly gaps: readonly Gap[];
}

/** All that an annual report rests on [G-4, E-4]. */
export interface GreenReportInput {
  readonly bond: { readonly id: string; readonly name: string };
  /** 2024 is 1 April 2024 through 31 March 2025. */
  readonly fiscalYear: number;
  /** The day on which the ledgers were read. */
  readonly asOf: JstDay;
  readonly netYen: bigint;
  readonly allocatedYen: bigint;
  readonly refinancedYen: bigint;
  readonly unallocatedYen: bigint;
  /** How the unallocated amount is held until it is allocated [G-3]. */
  readonly holdings: { readonly cashYen: bigint; readonly cashEquivalentsYen: bigint };
  /** By when the rest is planned to be allocated; null for no plan. */
  readonly plannedDay: JstDay | null;
  readonly projects: readonly ReportProject[];
  readonly facilities: readonly ReportFacility[];
}

/** The parts of a report do not fit together. */
export class GreenReportError extends Error {
  override readonly name = "GreenReportError";

  constructor(what: string, found: bigint | number | string, expected: bigint | number | string) {
    super(`${what}: found ${found}, expected ${expected}; read the ledgers again`);
  }
}

/**
 * Refuses amounts that do not add up, and a project whose facility is not there: a report that is published stays published.
 *
 * @throws {@link GreenReportError}
 */
export const requireSound = ({ projects, facilities, holdings, ...sums }: GreenReportInput): void => {
  requireSame("allocated and unallocated yen", sums.allocatedYen + sums.unallocatedYen, sums.netYen);
  requireSame("cash and cash equivalents", holdings.cashYen + holdings.cashEquivalentsYen, sums.unallocatedYen);
  requireSame("allocated yen of the projects", total(projects.map((each) => each.allocatedYen)), sums.allocatedYen);
  requireSame("refinanced yen of the projects", total(projects.map((each) => each.refinancedYen)), sums.refinancedYen);
  for (const { id, allocatedYen, refinancedYen, facility } of projects) {
    const what = `project ${id}`;
    if (refinancedYen > allocatedYen)
      throw new GreenReportError(`${what}, refinanced yen`, refinancedYen, `at most ${allocatedYen}`);
    if (facility !== null && !facilities.some((each) => each.id === facility))
      throw new GreenReportError(`${what}, facility`, facility, "one of the facilities of the report");
  }
  for (const { id, totals, months } of facilities) {
    requireSame(`facility ${id}, how often it is there`, facilities.filter((each) => each.id === id).length, 1);
    const ofMonths = total(months.map((each) => each.totals.impactMilliWh));
    requireSame(`facility ${id}, mWh of the months`, ofMonths, totals.impactMilliWh);
  }
};

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, each) => sum + each, 0n);

const requireSame = (what: string, found: bigint | number, expected: bigint | number): void => {
  if (found !== expected) throw new GreenReportError(what, found, expected);
};
