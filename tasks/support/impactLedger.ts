import type { JstDay } from "../../lib/day";
import { dayOfHour, type JapanHour } from "../../lib/japanHour";
import type { FacilityLedger, RecordedBatch } from "../../lib/impact";
import type { Facility } from "./facilities";

/** The ledger of a facility as the chain holds it, with what only the chain knows of each batch. */
export interface ChainLedger extends FacilityLedger {
  readonly batches: readonly ChainBatch[];
  readonly firstHour: JapanHour | undefined;
  /** Where the next record goes; undefined while there is none. */
  readonly nextHour: JapanHour | undefined;
  readonly records: number;
  readonly missing: number;
}

/** A batch with its evidence, who recorded it and why. */
export interface ChainBatch extends RecordedBatch {
  readonly recorder: string;
  readonly recordedAt: bigint;
  readonly reason: number;
  readonly evidenceHash: string;
}

/** So many questions at a time: a node answers one after the other. */
const AT_A_TIME = 32;

/** Reads everything that the registry holds of a facility. */
export const readLedger = async (facility: Facility): Promise<ChainLedger> => {
  const { id, open } = facility;
  const { impact, at } = open;
  const progress = await impact.progress(id, at);
  const upTo = (count: bigint): number[] => Array.from({ length: Number(count) }, (_, i) => i + 1);
  const [firstHour, nextHour] = [Number(progress.firstHour) as JapanHour, Number(progress.nextHour) as JapanHour];
  const isEmpty = progress.nextHour === 0n;
  return {
    isSaving: facility.kind === "Saving",
    factors: await Promise.all(
      upTo(progress.factors).map(async (version) => {
        const { co2MilligramsPerKwh, primaryEnergyKjPerKwh } = await impact.factorAt(id, version, at);
        return { co2MilligramsPerKwh, primaryEnergyKjPerKwh };
      }),
    ),
    baselines: await Promise.all(
      upTo(progress.baselines).map(async (version) => {
        const { judgedFrom, profileMilliWh } = await impact.baselineAt(id, version, at);
        return { judgedFrom: Number(judgedFrom) as JstDay, profileMilliWh: [...profileMilliWh] };
      }),
    ),
    revaluations: await Promise.all(
      upTo(progress.revaluations).map(async (number) => {
        const { from, through, factor, baseline } = await impact.revaluationAt(id, number, at);
        return {
          from: Number(from) as JstDay,
          through: Number(through) as JstDay,
          factor: Number(factor),
          baseline: Number(baseline),
        };
      }),
    ),
    batches: isEmpty ? [] : await readDays(facility, dayOfHour(firstHour), dayOfHour((nextHour - 1) as JapanHour)),
    firstHour: isEmpty ? undefined : firstHour,
    nextHour: isEmpty ? undefined : nextHour,
    records: Number(progress.records),
    missing: Number(progress.missing),
  };
};

/** The batches of some days. */
export const readDays = async (facility: Facility, from: JstDay, through: JstDay): Promise<readonly ChainBatch[]> => {
  const batches: ChainBatch[] = [];
  for (let first: number = from; first <= through; first += AT_A_TIME) {
    const count = Math.min(AT_A_TIME, through - first + 1);
    const days = Array.from({ length: count }, (_, i) => (first + i) as JstDay);
    batches.push(...(await Promise.all(days.map((day) => readDay(facility, day)))).flat());
  }
  return batches;
};

const readDay = async ({ id, open: { impact, at } }: Facility, day: JstDay): Promise<readonly ChainBatch[]> => {
  const count = Number(await impact.batchCount(id, day, at));
  const batches: ChainBatch[] = [];
  for (let number = 1; number <= count; number += 1) {
    const batch = await impact.batchAt(id, day, number, at);
    batches.push({
      day,
      number,
      factor: Number(batch.factor),
      baseline: Number(batch.baseline),
      revaluationsBefore: Number(batch.revaluationsBefore),
      firstHour: Number(batch.firstHour),
      hours: batch.energyMilliWh.map((milliWh, i) => ({ milliWh, quality: Number(batch.qualities[i] ?? 0n) })),
      recorder: batch.recorder,
      recordedAt: batch.recordedAt,
      reason: Number(batch.reason),
      evidenceHash: batch.evidenceHash,
    });
  }
  return batches;
};
