import { civilOf, type JstDay } from "./day";
import { roundHalfEven } from "./energy";
import { QUALITY } from "./hourWords";
import { dayOfHour, hourAt, type JapanHour, type Period } from "./japanHour";

/** What a kWh stands for. */
export interface FactorValues {
  readonly co2MilligramsPerKwh: bigint;
  readonly primaryEnergyKjPerKwh: bigint;
}

/** What would have been consumed: a profile that repeats from 00:00 of `judgedFrom`. */
export interface BaselineValues {
  readonly judgedFrom: JstDay;
  readonly profileMilliWh: readonly bigint[];
}

/** A batch of a day, as it was recorded. Batches of a day are numbered from 1. */
export interface RecordedBatch {
  readonly day: JstDay;
  readonly number: number;
  readonly factor: number;
  readonly baseline: number;
  readonly revaluationsBefore: number;
  readonly firstHour: number;
  readonly hours: readonly { readonly milliWh: bigint; readonly quality: number }[];
}

/** An act that gave the hours of some days another factor or baseline; 0 left it. */
export interface RecordedRevaluation {
  readonly from: JstDay;
  readonly through: JstDay;
  readonly factor: number;
  readonly baseline: number;
}

/** All that the ledger holds of a facility, as plain values. Versions count from 1. */
export interface FacilityLedger {
  readonly isSaving: boolean;
  readonly factors: readonly FactorValues[];
  readonly baselines: readonly BaselineValues[];
  readonly batches: readonly RecordedBatch[];
  readonly revaluations: readonly RecordedRevaluation[];
}

/** An hour as it stands, and by which versions it was valued first and is valued now. */
export interface ActiveHour {
  readonly hour: JapanHour;
  readonly milliWh: bigint;
  readonly quality: number;
  readonly factor: number;
  readonly baseline: number;
  readonly firstFactor: number;
  readonly firstBaseline: number;
  readonly batch: number;
}

/** What hours add up to, exactly; the last two are rounded once, half to even. */
export interface Totals {
  readonly records: number;
  readonly estimated: number;
  readonly missing: number;
  readonly energyMilliWh: bigint;
  readonly baselineMilliWh: bigint;
  readonly impactMilliWh: bigint;
  readonly co2Milligrams: bigint;
  readonly primaryEnergyKj: bigint;
}

/** The hours of a facility as they stand, ascending: of each the newest batch that has it, valued by what revalued it last. */
export const activeHours = (ledger: FacilityLedger): readonly ActiveHour[] => {
  const found = new Map<JapanHour, ActiveHour>();
  const ordered = [...ledger.batches].sort((a, b) => a.day - b.day || a.number - b.number);
  for (const batch of ordered) {
    const now = versionsOf(batch, ledger.revaluations);
    for (const [i, { milliWh, quality }] of batch.hours.entries()) {
      const hour = hourAt(batch.day, batch.firstHour + i);
      const { firstFactor, firstBaseline } = found.get(hour) ?? {
        firstFactor: batch.factor,
        firstBaseline: batch.baseline,
      };
      found.set(hour, { hour, milliWh, quality, ...now, firstFactor, firstBaseline, batch: batch.number });
    }
  }
  return [...found.values()].sort((a, b) => a.hour - b.hour);
};

const versionsOf = (
  { day, factor, baseline, revaluationsBefore }: RecordedBatch,
  revaluations: readonly RecordedRevaluation[],
): Pick<ActiveHour, "factor" | "baseline"> => {
  const later = revaluations.slice(revaluationsBefore).filter(({ from, through }) => from <= day && day <= through);
  return {
    factor: later.findLast((each) => each.factor !== 0)?.factor ?? factor,
    baseline: later.findLast((each) => each.baseline !== 0)?.baseline ?? baseline,
  };
};

/** Whether an hour has a reading: it was measured or estimated. */
export const hasReading = ({ quality }: Pick<ActiveHour, "quality">): boolean =>
  quality === QUALITY.measured || quality === QUALITY.estimated;

/** The baseline's energy of an hour. */
export const baselineAt = ({ judgedFrom, profileMilliWh }: BaselineValues, hour: JapanHour): bigint => {
  const since = hour - hourAt(judgedFrom, 0);
  const value = profileMilliWh[since % profileMilliWh.length];
  if (since < 0 || value === undefined) throw new RangeError("an hour before the baseline judges");
  return value;
};

const MILLI_WH_PER_KWH = 1_000_000n;

/**
 * What hours add up to.
 *
 * @param valued by the versions that value an hour now, or by those that valued it first: a restated figure is shown beside the first one
 */
export const totalsOf = (
  ledger: FacilityLedger,
  hours: readonly ActiveHour[],
  valued: "now" | "first" = "now",
): Totals => {
  let [records, estimated, missing] = [0, 0, 0];
  let [energy, expected, impact, co2E6, primaryE6] = [0n, 0n, 0n, 0n, 0n];
  for (const each of hours) {
    if (!hasReading(each)) {
      missing += 1;
      continue;
    }
    records += 1;
    if (each.quality === QUALITY.estimated) estimated += 1;
    const [factorNumber, baselineNumber] =
      valued === "now" ? [each.factor, each.baseline] : [each.firstFactor, each.firstBaseline];
    const factor = versionAt(ledger.factors, factorNumber, "factor");
    const would = ledger.isSaving ? baselineAt(versionAt(ledger.baselines, baselineNumber, "baseline"), each.hour) : 0n;
    const effect = ledger.isSaving ? would - each.milliWh : each.milliWh;
    energy += each.milliWh;
    expected += would;
    impact += effect;
    co2E6 += effect * factor.co2MilligramsPerKwh;
    primaryE6 += effect * factor.primaryEnergyKjPerKwh;
  }
  return {
    records,
    estimated,
    missing,
    energyMilliWh: energy,
    baselineMilliWh: expected,
    impactMilliWh: impact,
    co2Milligrams: roundHalfEven(co2E6, MILLI_WH_PER_KWH),
    primaryEnergyKj: roundHalfEven(primaryE6, MILLI_WH_PER_KWH),
  };
};

const versionAt = <T>(versions: readonly T[], version: number, what: string): T => {
  const found = versions[version - 1];
  if (found === undefined) throw new RangeError(`the ledger has no ${what} ${version}`);
  return found;
};

/** The hours of some days. */
export const hoursIn = (hours: readonly ActiveHour[], { from, through }: Period): readonly ActiveHour[] =>
  hours.filter(({ hour }) => dayOfHour(hour) >= from && dayOfHour(hour) <= through);

/** How much of the time from the first hour through the last one has a reading, in 1/10,000, cut; 0 where there is no hour. */
export const coverageBps = (hours: readonly ActiveHour[]): number => {
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return 0;
  return Math.floor((10_000 * hours.filter(hasReading).length) / (last.hour - first.hour + 1));
};

/** Missing hours that follow one another. */
export interface Gap {
  readonly from: JapanHour;
  readonly hours: number;
}

/** The runs of missing hours. */
export const gapsOf = (hours: readonly ActiveHour[]): readonly Gap[] => {
  const gaps: { from: JapanHour; hours: number }[] = [];
  for (const each of hours) {
    if (hasReading(each)) continue;
    const last = gaps.at(-1);
    if (last !== undefined && last.from + last.hours === each.hour) last.hours += 1;
    else gaps.push({ from: each.hour, hours: 1 });
  }
  return gaps;
};

/** A bond's part of a figure: `shareBps` / 10,000 of it, rounded once, half to even. */
export const shareOf = (value: bigint, shareBps: number): bigint => roundHalfEven(value * BigInt(shareBps), 10_000n);

/** The year of a day's month, as a label `2021-04`. */
export const monthLabel = (day: JstDay): string => {
  const { year, month } = civilOf(day);
  return `${year}-${String(month).padStart(2, "0")}`;
};
