import { formatDay, type JstDay } from "../../lib/day";
import { kwhText } from "../../lib/energy";
import { dayWords, QUALITY, type HourValue } from "../../lib/hourWords";
import { activeHours, type ActiveHour } from "../../lib/impact";
import { dayOfHour, hourOfDay, type JapanHour } from "../../lib/japanHour";
import { readMeterFile } from "../../lib/meterFile";
import { limitsOf, type Facility } from "./facilities";
import { greenStep } from "./greenStep";
import { readDays } from "./impactLedger";
import { hourText } from "./ingest";
import { readMeterRows } from "./meterRows";
import { TaskError } from "./output";
import type { Plan, Step } from "./plan";
import { nowOf } from "./time";

/** What an hour shall be. */
export interface Correction extends HourValue {
  readonly hour: JapanHour;
}

export interface CorrectionArgs {
  readonly reason: number;
  readonly evidenceHash: string;
  /** Versions; 0 leaves those that value the hour now. */
  readonly factor: number;
  readonly baseline: number;
}

/** Supersedes hours by what they shall be; those that are so already are left out. */
export const correctPlan = async (
  facility: Facility,
  wanted: readonly Correction[],
  args: CorrectionArgs,
): Promise<Plan> => {
  const task = "impact correct";
  const active = await activeByHour(facility, wanted);
  const known = wanted.map((each) => ({ ...each, before: activeAt(facility, active, each.hour) }));
  const changed = known.filter(
    ({ milliWh, quality, before }) => milliWh !== before.milliWh || quality !== before.quality,
  );
  const notes =
    changed.length < wanted.length ? [`${wanted.length - changed.length} hours are so already: skipped`] : [];
  const steps = await Promise.all(runsOf(changed, args).map((run) => stepOf(facility, run, args)));
  return { task, steps, notes };
};

/** What a meter file says of hours that the ledger holds otherwise. */
export const correctionsIn = async (facility: Facility, file: string): Promise<readonly Correction[]> => {
  const { open, id } = facility;
  const text = readMeterRows(file);
  const found = readMeterFile(text.rows, limitsOf(facility, await nowOf(open)));
  if (found.rejected.length > 0) {
    const [first] = found.rejected;
    throw new TaskError(
      `${file}: row ${first?.row} is ${first?.reason} (${first?.detail}); a correction takes good rows only: mend it or take it out`,
    );
  }
  const { firstHour, nextHour } = await open.impact.progress(id, open.at);
  return [...found.hours]
    .filter(([hour]) => hour >= firstHour && hour < nextHour)
    .map(([hour, milliWh]) => ({ hour, milliWh: milliWh ?? 0n, quality: QUALITY.measured }));
};

const activeByHour = async (
  facility: Facility,
  wanted: readonly Correction[],
): Promise<ReadonlyMap<JapanHour, ActiveHour>> => {
  const { impact, at } = facility.open;
  const { revaluations } = await impact.progress(facility.id, at);
  const numbers = Array.from({ length: Number(revaluations) }, (_, i) => i + 1);
  const read = await Promise.all(numbers.map((number) => impact.revaluationAt(facility.id, number, at)));
  const days = [...new Set(wanted.map(({ hour }) => dayOfHour(hour)))];
  const batches = await Promise.all(days.map((day) => readDays(facility, day, day)));
  const ledger = {
    isSaving: facility.kind === "Saving",
    factors: [],
    baselines: [],
    revaluations: read.map(({ from, through, factor, baseline }) => ({
      from: Number(from) as JstDay,
      through: Number(through) as JstDay,
      factor: Number(factor),
      baseline: Number(baseline),
    })),
    batches: batches.flat(),
  };
  return new Map(activeHours(ledger).map((each) => [each.hour, each]));
};

const activeAt = ({ label }: Facility, active: ReadonlyMap<JapanHour, ActiveHour>, hour: JapanHour): ActiveHour => {
  const found = active.get(hour);
  if (found === undefined)
    throw new TaskError(
      `${label}: nothing is recorded for the hour from ${hourText(hour)}; record it with \`impact ingest\``,
    );
  return found;
};

type Changed = Correction & { readonly before: ActiveHour };

/** Hours of one day that follow one another, come from one batch and are valued alike go together. */
const runsOf = (changed: readonly Changed[], args: CorrectionArgs): readonly (readonly Changed[])[] => {
  const runs: Changed[][] = [];
  for (const each of [...changed].sort((a, b) => a.hour - b.hour)) {
    const last = runs.at(-1)?.at(-1);
    const isSame =
      last !== undefined &&
      each.hour === last.hour + 1 &&
      dayOfHour(each.hour) === dayOfHour(last.hour) &&
      each.before.batch === last.before.batch &&
      (args.factor !== 0 || each.before.factor === last.before.factor) &&
      (args.baseline !== 0 || each.before.baseline === last.before.baseline);
    if (isSame) runs.at(-1)!.push(each);
    else runs.push([each]);
  }
  return runs;
};

const stepOf = async (facility: Facility, run: readonly Changed[], args: CorrectionArgs): Promise<Step> => {
  const { id, label, open } = facility;
  const [first] = run;
  if (first === undefined) throw new RangeError("a run has an hour");
  const { before } = first;
  const words = dayWords(hourOfDay(first.hour), run);
  const versions = [args.factor || before.factor, args.baseline || before.baseline];
  const told = (each: HourValue): string =>
    each.quality === QUALITY.missing ? "missing" : `${kwhText(each.milliWh)} kWh`;
  return greenStep(open, "ImpactRegistry", "recorder", {
    call: "supersede",
    args: [id, dayOfHour(first.hour), before.batch, words, ...versions, args.reason, args.evidenceHash],
    changes: `${run.length} hours of ${label} from ${hourText(first.hour)}: ${run
      .map((each) => `${told(each.before)} → ${told(each)}`)
      .slice(0, 3)
      .join(", ")}${run.length > 3 ? ", …" : ""}`,
    clause: "E-1, E-2",
  });
};

/** Gives the hours of some days another factor, or another baseline. */
export const revaluePlan = async (
  { id, label, open }: Facility,
  days: { readonly from: JstDay; readonly through: JstDay },
  versions: { readonly factor: number; readonly baseline: number },
  reason: number,
  evidenceHash: string,
): Promise<Plan> => {
  const what = versions.factor === 0 ? `baseline ${versions.baseline}` : `factor ${versions.factor}`;
  const step = await greenStep(open, "ImpactRegistry", "recorder", {
    call: "revalue",
    args: [id, days.from, days.through, versions.factor, versions.baseline, reason, evidenceHash],
    changes: `the hours of ${label} from ${formatDay(days.from)} through ${formatDay(days.through)} are valued by ${what}`,
    clause: "E-1, E-2",
  });
  return { task: "impact revalue", steps: [step], notes: [] };
};
