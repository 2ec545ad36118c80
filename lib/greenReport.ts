import { formatDay } from "./day";
import { kwhText, mjText, roundHalfEven, tonnesText } from "./energy";
import {
  CATEGORIES,
  requireSound,
  type Category,
  type GreenReportInput,
  type ReportFacility,
  type ReportProject,
} from "./greenReportInput";
import { shareOf, type Totals } from "./impact";
import { endOfHour, fiscalYearPeriod } from "./japanHour";
import { jstIso } from "./time";

/** Amounts with every digit: kWh of impact, t-CO2 reduced, MJ of primary energy. */
export interface Figures {
  readonly kwh: string;
  readonly tCo2: string;
  readonly mj: string;
}

/** Figures of the whole facility, and the bond's part of them. */
export interface SharedFigures {
  readonly gross: Figures;
  readonly bond: Figures;
}

/** A project with what it did, as its category is reported [E-4]. */
export interface ImpactJson {
  readonly category: Category;
  readonly projectId: string;
  readonly project: string;
  readonly certificateStatus: string;
  readonly facilityId: string;
  readonly facility: string;
  /** What `energy` counts: MJ for energy saving, otherwise kWh; and whether it was generated or saved. */
  readonly unit: "kWh" | "MJ";
  readonly effect: "generated" | "saved";
  readonly shareBps: number;
  readonly gross: ImpactAmounts;
  readonly bond: ImpactAmounts;
  /** The bond's part as it was valued first; null if it was not restated. */
  readonly bondFirst: ImpactAmounts | null;
}

export interface ImpactAmounts {
  readonly tCo2: string;
  readonly energy: string;
}

/** A project in the report: money as digits. */
export interface ProjectJson extends Omit<ReportProject, "allocatedYen" | "refinancedYen"> {
  readonly allocatedYen: string;
  readonly refinancedYen: string;
  /** In 1/10,000 of the allocated amount, rounded half to even; null while nothing is allocated. */
  readonly refinancedBps: number | null;
}

/** A facility in the report. */
export interface FacilityJson {
  readonly id: string;
  readonly name: string;
  readonly kind: ReportFacility["kind"];
  readonly shareBps: number;
  readonly now: SharedFigures;
  /** As it was valued first; null if it was not restated. */
  readonly first: SharedFigures | null;
  /** Hours with a reading, those of them that are estimated, and hours on record as missing. */
  readonly records: number;
  readonly estimated: number;
  readonly missing: number;
  readonly coverageBps: number;
  readonly gaps: readonly { readonly from: string; readonly hours: number }[];
  /** The whole facility, month by month. */
  readonly months: readonly { readonly month: string; readonly missing: number; readonly gross: Figures }[];
}

/** An annual report, as it is published: a plain document from which its table and its page are made. */
export interface GreenReport {
  readonly bond: GreenReportInput["bond"];
  readonly fiscalYear: number;
  readonly from: string;
  readonly through: string;
  readonly asOf: string;
  /** False for a report before the year's end: it tells what there is so far. */
  readonly yearIsOver: boolean;
  readonly proceeds: {
    readonly netYen: string;
    readonly allocatedYen: string;
    readonly refinancedYen: string;
    readonly refinancedBps: number | null;
    readonly unallocatedYen: string;
    readonly cashYen: string;
    readonly cashEquivalentsYen: string;
    readonly plannedDay: string | null;
  };
  readonly projects: readonly ProjectJson[];
  readonly impact: readonly ImpactJson[];
  readonly facilities: readonly FacilityJson[];
  /** All facilities together, each once however many projects it serves. */
  readonly totals: SharedFigures;
}

/**
 * The annual report on proceeds and impact [G-4, E-4]. Sums are exact; CO2 and primary energy were rounded once, to mg and kJ; the bond's part is the
 * rounded figure times its share, rounded once more to the same unit, half to even.
 *
 * @throws `GreenReportError` if amounts do not add up, or a project names a facility that is not there
 */
export const greenReport = (input: GreenReportInput): GreenReport => {
  requireSound(input);
  const { from, through } = fiscalYearPeriod(input.fiscalYear);
  const byCategory = [...input.projects].sort((a, b) => rank(a.category) - rank(b.category));
  return {
    bond: { id: input.bond.id, name: input.bond.name },
    fiscalYear: input.fiscalYear,
    from: formatDay(from),
    through: formatDay(through),
    asOf: formatDay(input.asOf),
    yearIsOver: input.asOf > through,
    proceeds: {
      netYen: String(input.netYen),
      allocatedYen: String(input.allocatedYen),
      refinancedYen: String(input.refinancedYen),
      refinancedBps: bpsOf(input.refinancedYen, input.allocatedYen),
      unallocatedYen: String(input.unallocatedYen),
      cashYen: String(input.holdings.cashYen),
      cashEquivalentsYen: String(input.holdings.cashEquivalentsYen),
      plannedDay: input.plannedDay === null ? null : formatDay(input.plannedDay),
    },
    projects: byCategory.map(projectJson),
    impact: byCategory.flatMap((project) =>
      input.facilities.filter(({ id }) => id === project.facility).map((facility) => impactJson(project, facility)),
    ),
    facilities: input.facilities.map(facilityJson),
    totals: {
      gross: figuresOf(sumOf(input.facilities.map(({ totals }) => totals))),
      bond: figuresOf(sumOf(input.facilities.map(({ totals, shareBps }) => bondPart(totals, shareBps)))),
    },
  };
};

const rank = (category: Category): number => CATEGORIES.indexOf(category);

const bpsOf = (part: bigint, whole: bigint): number | null =>
  whole === 0n ? null : Number(roundHalfEven(part * 10_000n, whole));

const projectJson = (project: ReportProject): ProjectJson => ({
  id: project.id,
  name: project.name,
  outline: project.outline,
  category: project.category,
  criterion: project.criterion,
  certificateStatus: project.certificateStatus,
  ageAtIssueDays: project.ageAtIssueDays,
  beyondThreeYears: project.beyondThreeYears,
  loanTo: project.loanTo,
  facility: project.facility,
  allocatedYen: String(project.allocatedYen),
  refinancedYen: String(project.refinancedYen),
  refinancedBps: bpsOf(project.refinancedYen, project.allocatedYen),
});

/** What a report shows of totals. */
type Effect = Pick<Totals, "impactMilliWh" | "co2Milligrams" | "primaryEnergyKj">;

const bondPart = (effect: Effect, shareBps: number): Effect => ({
  impactMilliWh: shareOf(effect.impactMilliWh, shareBps),
  co2Milligrams: shareOf(effect.co2Milligrams, shareBps),
  primaryEnergyKj: shareOf(effect.primaryEnergyKj, shareBps),
});

const sumOf = (effects: readonly Effect[]): Effect =>
  effects.reduce(
    (sum, each) => ({
      impactMilliWh: sum.impactMilliWh + each.impactMilliWh,
      co2Milligrams: sum.co2Milligrams + each.co2Milligrams,
      primaryEnergyKj: sum.primaryEnergyKj + each.primaryEnergyKj,
    }),
    { impactMilliWh: 0n, co2Milligrams: 0n, primaryEnergyKj: 0n },
  );

const figuresOf = ({ impactMilliWh, co2Milligrams, primaryEnergyKj }: Effect): Figures => ({
  kwh: kwhText(impactMilliWh),
  tCo2: tonnesText(co2Milligrams),
  mj: mjText(primaryEnergyKj),
});

const sharedFigures = (effect: Effect, shareBps: number): SharedFigures => ({
  gross: figuresOf(effect),
  bond: figuresOf(bondPart(effect, shareBps)),
});

/** Whether hours are valued otherwise than they were first. */
const isRestated = ({ totals, firstTotals }: ReportFacility): boolean =>
  totals.impactMilliWh !== firstTotals.impactMilliWh ||
  totals.co2Milligrams !== firstTotals.co2Milligrams ||
  totals.primaryEnergyKj !== firstTotals.primaryEnergyKj;

const impactJson = (project: ReportProject, facility: ReportFacility): ImpactJson => {
  const unit = project.category === "energy-saving" ? "MJ" : "kWh";
  const amounts = ({ tCo2, kwh, mj }: Figures): ImpactAmounts => ({ tCo2, energy: unit === "MJ" ? mj : kwh });
  const now = sharedFigures(facility.totals, facility.shareBps);
  const first = sharedFigures(facility.firstTotals, facility.shareBps);
  return {
    category: project.category,
    projectId: project.id,
    project: project.name,
    certificateStatus: project.certificateStatus,
    facilityId: facility.id,
    facility: facility.name,
    unit,
    effect: facility.kind === "Generation" ? "generated" : "saved",
    shareBps: facility.shareBps,
    gross: amounts(now.gross),
    bond: amounts(now.bond),
    bondFirst: isRestated(facility) ? amounts(first.bond) : null,
  };
};

const facilityJson = (facility: ReportFacility): FacilityJson => ({
  id: facility.id,
  name: facility.name,
  kind: facility.kind,
  shareBps: facility.shareBps,
  now: sharedFigures(facility.totals, facility.shareBps),
  first: isRestated(facility) ? sharedFigures(facility.firstTotals, facility.shareBps) : null,
  records: facility.totals.records,
  estimated: facility.totals.estimated,
  missing: facility.totals.missing,
  coverageBps: facility.coverageBps,
  gaps: facility.gaps.map(({ from, hours }) => ({ from: jstIso(endOfHour(from) - 3_600n), hours })),
  months: facility.months.map(({ label, totals }) => ({
    month: label,
    missing: totals.missing,
    gross: figuresOf(totals),
  })),
});
