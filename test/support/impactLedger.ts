import { expect } from "chai";
import type { JstDay } from "../../lib/day";
import { activeHours, hoursIn, totalsOf, type FacilityLedger, type RecordedBatch } from "../../lib/impact";
import type { ImpactRegistry } from "../../typechain-types";
import { KIND_OF_FACILITY } from "./impact";
import type { Suite } from "./suite";

const upTo = (count: bigint): number[] => Array.from({ length: Number(count) }, (_, i) => i + 1);

const batchesOf = async (impact: ImpactRegistry, id: string, day: bigint): Promise<readonly RecordedBatch[]> =>
  Promise.all(
    upTo(await impact.batchCount(id, day)).map(async (number) => {
      const found = await impact.batchAt(id, day, number);
      return {
        day: Number(day) as JstDay,
        number,
        factor: Number(found.factor),
        baseline: Number(found.baseline),
        revaluationsBefore: Number(found.revaluationsBefore),
        firstHour: Number(found.firstHour),
        hours: found.energyMilliWh.map((milliWh, i) => ({ milliWh, quality: Number(found.qualities[i]) })),
      };
    }),
  );

/** All that the chain holds of a facility, as the library's arithmetic takes it. */
export const ledgerOf = async ({ impact }: Suite, id: string): Promise<FacilityLedger> => {
  const { firstHour, nextHour, factors, baselines, revaluations } = await impact.progress(id);
  const days = Array.from({ length: Number((nextHour + 23n) / 24n - firstHour / 24n) }, (_, i) => firstHour / 24n + BigInt(i)); // prettier-ignore
  const batches = (await Promise.all(days.map((each) => batchesOf(impact, id, each)))).flat();
  const all = <T>(count: bigint, read: (number: number) => Promise<T>) => Promise.all(upTo(count).map(read));
  return {
    isSaving: Number((await impact.facility(id)).kind) === KIND_OF_FACILITY.Saving,
    factors: await all(factors, (version) => impact.factorAt(id, version)),
    baselines: await all(baselines, async (version) => {
      const { judgedFrom, profileMilliWh } = await impact.baselineAt(id, version);
      return { judgedFrom: Number(judgedFrom) as JstDay, profileMilliWh: [...profileMilliWh] };
    }),
    revaluations: await all(revaluations, async (number) => {
      const { from, through, factor, baseline } = await impact.revaluationAt(id, number);
      return {
        from: Number(from) as JstDay,
        through: Number(through) as JstDay,
        factor: Number(factor),
        baseline: Number(baseline),
      };
    }),
    batches,
  };
};

/** The chain's sums and the library's, of the same days; the chain's CO2 and primary energy are rounded here, by another rule of thumb. */
export const expectSameTotals = async (
  { impact }: Suite,
  id: string,
  ledger: FacilityLedger,
  from: number,
  through: number,
) => {
  const [chain, library] = [
    await impact.totals(id, from, through),
    totalsOf(ledger, hoursIn(activeHours(ledger), { label: "", from: from as JstDay, through: through as JstDay })),
  ];
  expect(library, `${from} to ${through}`).to.deep.equal({
    records: Number(chain.records),
    estimated: Number(chain.estimated),
    missing: Number(chain.missing),
    energyMilliWh: chain.energyMilliWh,
    baselineMilliWh: chain.baselineMilliWh,
    impactMilliWh: chain.impactMilliWh,
    co2Milligrams: perMillion(chain.co2MilligramsE6),
    primaryEnergyKj: perMillion(chain.primaryEnergyKjE6),
  });
};

/** A millionth to the nearest whole, a half to the even one: by twice the value, cut toward zero, and its last bit. */
export const perMillion = (value: bigint): bigint => {
  const sign = value < 0n ? -1n : 1n;
  const [size, rest] = [(sign * value) / 1_000_000n, (sign * value) % 1_000_000n];
  const isUp = rest > 500_000n || (rest === 500_000n && size % 2n === 1n);
  return sign * (isUp ? size + 1n : size);
};
