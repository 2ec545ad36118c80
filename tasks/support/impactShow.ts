import { formatDay, type JstDay } from "../../lib/day";
import { kwhText, mjText, percentText, tonnesText } from "../../lib/energy";
import { activeHours, coverageBps, gapsOf, hoursIn, shareOf, totalsOf, type ActiveHour, type Totals } from "../../lib/impact"; // prettier-ignore
import { dayOfHour, fiscalYearsThrough, monthsThrough, type Period } from "../../lib/japanHour";
import type { Facility } from "./facilities";
import { readLedger, type ChainLedger } from "./impactLedger";
import { hourText } from "./ingest";
import { table } from "./output";

export const VIEWS = ["day", "month", "fiscal-year", "all"] as const;
export type View = (typeof VIEWS)[number];

/** A facility and what its active records give, as printed. Big numbers are texts. */
export interface FacilityJson {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly bond: string;
  readonly capacityWatts: number;
  readonly operationalDay: string;
  readonly meters: readonly string[];
  readonly shares: readonly { readonly bond: string; readonly shareBps: number }[];
  /** When the first record begins, and the last one ends; null while there is none. */
  readonly from: string | null;
  readonly through: string | null;
  readonly coverageBps: number;
  readonly gaps: readonly { readonly from: string; readonly hours: number }[];
  readonly periods: readonly PeriodJson[];
}

export interface PeriodJson extends TotalsJson {
  readonly period: string;
  readonly coverageBps: number;
  /** What of it belongs to each bond. */
  readonly byBond: readonly { readonly bond: string; readonly shareBps: number; readonly impactMilliWh: string; readonly co2Milligrams: string; readonly primaryEnergyKj: string }[]; // prettier-ignore
  /** As it was valued first; null where nothing was revalued. */
  readonly first: TotalsJson | null;
}

export interface TotalsJson {
  readonly records: number;
  readonly estimated: number;
  readonly missing: number;
  readonly energyMilliWh: string;
  readonly baselineMilliWh: string;
  readonly impactMilliWh: string;
  readonly co2Milligrams: string;
  readonly primaryEnergyKj: string;
}

export const totalsJson = (totals: Totals): TotalsJson => ({
  records: totals.records,
  estimated: totals.estimated,
  missing: totals.missing,
  energyMilliWh: totals.energyMilliWh.toString(),
  baselineMilliWh: totals.baselineMilliWh.toString(),
  impactMilliWh: totals.impactMilliWh.toString(),
  co2Milligrams: totals.co2Milligrams.toString(),
  primaryEnergyKj: totals.primaryEnergyKj.toString(),
});

/** The shares of all bonds of the network in a facility. */
export const bondSharesOf = async ({ id, open }: Facility): Promise<FacilityJson["shares"]> => {
  const shares = Object.entries(open.book.bonds).map(async ([bond, { contracts }]) => ({
    bond,
    shareBps: Number(await open.impact.shareBps(id, contracts.token, open.at)),
  }));
  return (await Promise.all(shares)).filter(({ shareBps }) => shareBps > 0);
};

/** Reads a facility, and adds its hours up by day, month, fiscal year, or all together. */
export const readFacility = async (
  facility: Facility,
  view: View,
  days?: { readonly from: JstDay; readonly through: JstDay },
): Promise<FacilityJson> => {
  const ledger = await readLedger(facility);
  const all = activeHours(ledger);
  const hours = days === undefined ? all : hoursIn(all, { label: "", ...days });
  const [first, last] = [hours[0], hours.at(-1)];
  const shares = await bondSharesOf(facility);
  return {
    id: facility.label,
    name: facility.name,
    kind: facility.kind,
    bond: facility.open.id,
    capacityWatts: Number(facility.capacityWatts),
    operationalDay: formatDay(facility.operationalDay),
    meters: facility.meters,
    shares,
    from: first === undefined ? null : hourText(first.hour),
    through: last === undefined ? null : hourText(last.hour, 1),
    coverageBps: coverageBps(hours),
    gaps: gapsOf(hours).map(({ from, hours: count }) => ({ from: hourText(from), hours: count })),
    periods: periodsOf(hours, view).map((period) => periodJson(ledger, hours, period, shares)),
  };
};

const periodsOf = (hours: readonly ActiveHour[], view: View): readonly Period[] => {
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return [];
  const [from, through] = [dayOfHour(first.hour), dayOfHour(last.hour)];
  if (view === "month") return monthsThrough(from, through);
  if (view === "fiscal-year") return fiscalYearsThrough(from, through);
  if (view === "all") return [{ label: "all", from, through }];
  return Array.from({ length: through - from + 1 }, (_, i) => (from + i) as JstDay).map((day) => ({
    label: formatDay(day),
    from: day,
    through: day,
  }));
};

const periodJson = (
  ledger: ChainLedger,
  all: readonly ActiveHour[],
  period: Period,
  shares: FacilityJson["shares"],
): PeriodJson => {
  const hours = hoursIn(all, period);
  const totals = totalsOf(ledger, hours);
  const first = totalsOf(ledger, hours, "first");
  return {
    period: period.label,
    ...totalsJson(totals),
    coverageBps: coverageBps(hours),
    byBond: shares.map(({ bond, shareBps }) => ({
      bond,
      shareBps,
      impactMilliWh: shareOf(totals.impactMilliWh, shareBps).toString(),
      co2Milligrams: shareOf(totals.co2Milligrams, shareBps).toString(),
      primaryEnergyKj: shareOf(totals.primaryEnergyKj, shareBps).toString(),
    })),
    first: isSame(totals, first) ? null : totalsJson(first),
  };
};

const isSame = (a: Totals, b: Totals): boolean => JSON.stringify(totalsJson(a)) === JSON.stringify(totalsJson(b));

const HEADER = ["period", "hours", "missing", "coverage", "measured kWh", "baseline kWh", "effect kWh", "t-CO2", "MJ"];
const LONGEST_LIST = 10;

/** A facility for people. */
export const facilityText = (facility: FacilityJson): string => {
  const { id, name, kind, bond, capacityWatts, operationalDay, meters, shares, from, through, gaps, periods } =
    facility;
  const effect = kind === "Saving" ? "saved against the baseline" : "generated";
  const rows = periods.flatMap((each) => [
    row(each.period, each, each.coverageBps),
    ...(each.first === null ? [] : [row("  first valued", each.first, each.coverageBps)]),
  ]);
  return [
    `${id} (${name}), ${effect}: ${capacityWatts.toLocaleString("en-US")} W, operational from ${operationalDay}, brought in by ${bond}`,
    `  meters ${meters.join(", ")}; shares ${shares.map((each) => `${each.bond} ${percentText(each.shareBps)}`).join(", ") || "none yet"}`,
    from === null ? "  nothing is recorded yet" : `  recorded from ${from} until ${through}`,
    ...(rows.length === 0 ? [] : ["", table(HEADER, rows)]),
    ...(gaps.length === 0 ? [] : ["", `${gaps.length} gaps: ${gapsText(gaps)}`]),
  ].join("\n");
};

const gapsText = (gaps: FacilityJson["gaps"]): string =>
  [
    ...gaps.slice(0, LONGEST_LIST).map(({ from, hours }) => `${hours} hours from ${from}`),
    ...(gaps.length > LONGEST_LIST ? ["…"] : []),
  ].join(", ");

const row = (period: string, totals: TotalsJson, coverage: number): readonly (string | number)[] => [
  period,
  totals.records,
  totals.missing,
  percentText(coverage),
  kwhText(BigInt(totals.energyMilliWh)),
  kwhText(BigInt(totals.baselineMilliWh)),
  kwhText(BigInt(totals.impactMilliWh)),
  tonnesText(BigInt(totals.co2Milligrams)),
  mjText(BigInt(totals.primaryEnergyKj)),
];
