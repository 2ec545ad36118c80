import { expect } from "chai";
import { BUILDING, EVIDENCE, PAPER, QUALITY, REASON, SOLAR, baselineOf, bringIn, factorOf, record, supersede } from "./impact"; // prettier-ignore
import { MINED } from "./market";
import { bondOn, hitachiOn } from "./network";
import { oneOf, type Pick } from "./random";
import { day, deploySuite, goTo, type Suite } from "./suite";

// What the ledger must hold, told from the rules and from nothing else: hours in a map, changed in place.

interface Hour {
  milliWh: bigint;
  quality: number;
  batch: number;
  factor: number;
  baseline: number;
}

interface Said {
  readonly day: number;
  readonly batch: number;
  readonly first: number;
  readonly milliWh: readonly bigint[];
  readonly qualities: readonly number[];
  readonly factor: number;
  readonly baseline: number;
  readonly reason: number;
  readonly revaluationsBefore: number;
}

interface Facility {
  readonly id: string;
  readonly isSaving: boolean;
  readonly bound: number;
  readonly hours: Map<number, Hour>;
  readonly batches: Said[];
  revaluations: number;
  next: number;
  readonly sharesBps: number[];
}

/** A network with two bonds of one issuer, and what its two facilities must hold. */
export interface ImpactPlay {
  readonly suite: Suite;
  readonly bonds: readonly Suite[];
  readonly facilities: readonly Facility[];
}

const OPERATES = day("2023-12-01");
const DAYS = 20;
const FACTORS = [
  [441_000n, 8_640n],
  [390_001n, 9_970n],
  [0n, 3_599n],
] as const;
/** First and last day that it judges, and its profile. */
const BASELINES = [
  ["2023-12-02", "2025-12-31", [1_000_000n]],
  ["2023-12-04", "2023-12-12", Array.from({ length: 24 }, (_, i) => BigInt(i * 50_000 - 77))],
  ["2023-12-03", "2024-12-31", [5n, -600_000n, 70_000n, 8n, 999_999n]],
] as const;

/** Both facilities with three factors, the building with three baselines, two bonds; 1 March 2024, nothing recorded. */
export const twoBonds = async (): Promise<ImpactPlay> => {
  const suite = await deploySuite();
  await bringIn(suite);
  const as = suite.impact.connect(suite.issuer);
  for (const id of [SOLAR, BUILDING])
    for (const [co2, primary] of FACTORS.slice(1)) await as.addFactor(id, factorOf(Number(co2), Number(primary), 1));
  for (const [i, [from, through, profile]] of BASELINES.slice(1).entries())
    await as.addBaseline(BUILDING, baselineOf(profile, [from, through], i + 1));
  const second = await bondOn(suite, hitachiOn("2024-06-12", "2025-12-12"));
  await goTo("2024-03-01T00:00:00");
  const empty = () => ({ hours: new Map<number, Hour>(), batches: [], revaluations: 0, next: 0, sharesBps: [0, 0] });
  return {
    suite,
    bonds: [suite, second],
    facilities: [
      { id: SOLAR, isSaving: false, bound: 3_000_000, ...empty() },
      { id: BUILDING, isSaving: true, bound: 2_000_000, ...empty() },
    ],
  };
};

/** The same network with a model of its own: a fixture's value is shared by the tests that take it. */
export const freshPlay = ({ suite, bonds, facilities }: ImpactPlay): ImpactPlay => ({
  suite,
  bonds,
  facilities: facilities.map((each) => ({
    ...each,
    hours: new Map<number, Hour>(),
    batches: [],
    revaluations: 0,
    next: 0,
    sharesBps: [0, 0],
  })),
});

const dayOf = (hour: number): number => Math.floor(hour / 24);

const judging = (facility: Facility, from: number, through = from): readonly number[] =>
  facility.isSaving
    ? [1, 2, 3].filter((v) => day(BASELINES[v - 1]![0]) <= from && through <= day(BASELINES[v - 1]![1]))
    : [0];

const reading = (pick: Pick, bound: number): { milliWh: bigint; quality: number } => {
  const quality = oneOf(pick, [QUALITY.Measured, QUALITY.Measured, QUALITY.Estimated, QUALITY.Missing]);
  if (quality === QUALITY.Missing) return { milliWh: 0n, quality };
  return { milliWh: BigInt(oneOf(pick, [pick(-bound, bound), pick(-bound, bound), bound, -bound, 0])), quality };
};

const write = (facility: Facility, said: Omit<Said, "batch" | "revaluationsBefore">): void => {
  const batch = facility.batches.filter((each) => each.day === said.day).length + 1;
  facility.batches.push({ ...said, batch, revaluationsBefore: facility.revaluations });
  for (const [i, milliWh] of said.milliWh.entries())
    facility.hours.set(said.day * 24 + said.first + i, {
      milliWh,
      quality: said.qualities[i]!,
      batch,
      factor: said.factor,
      baseline: said.baseline,
    });
};

const drawn = (pick: Pick, facility: Facility, japanDay: number, first: number, count: number, reason: number) => {
  const readings = Array.from({ length: count }, () => reading(pick, facility.bound));
  return {
    day: japanDay,
    first,
    milliWh: readings.map(({ milliWh }) => milliWh),
    qualities: readings.map(({ quality }) => quality),
    factor: pick(1, 3),
    baseline: oneOf(pick, judging(facility, japanDay)),
    reason,
  };
};

const sent = (facility: Facility, said: ReturnType<typeof drawn>) => ({
  ...said,
  facility: facility.id,
  qualities: Uint8Array.from(said.qualities),
});

const records = async (play: ImpactPlay, facility: Facility, pick: Pick): Promise<void> => {
  const { suite } = play;
  if (facility.next === 0) facility.next = (OPERATES + pick(1, 3)) * 24 + pick(0, 23);
  const begins = facility.next;
  if (dayOf(begins) > OPERATES + DAYS) return;
  const count = pick(1, 24 - (begins % 24));
  const said = drawn(pick, facility, dayOf(begins), begins % 24, count, REASON.None);
  await record(suite, sent(facility, said));
  write(facility, said);
  facility.next = begins + count;
  const again = record(suite, sent(facility, said)); // twice is refused
  await expect(again)
    .to.be.revertedWithCustomError(suite.impact, "NotTheNextHour")
    .withArgs(facility.id, begins + count, begins);
};

const corrects = async ({ suite }: ImpactPlay, facility: Facility, pick: Pick): Promise<void> => {
  if (facility.hours.size === 0) return;
  const from = oneOf(pick, [...facility.hours.keys()]);
  const replaces = facility.hours.get(from)!.batch;
  const most = pick(1, 8);
  let end = from + 1;
  while (end - from < most && dayOf(end) === dayOf(from) && facility.hours.get(end)?.batch === replaces) end += 1;
  const said = drawn(pick, facility, dayOf(from), from % 24, end - from, pick(1, 5));
  await supersede(suite, { ...sent(facility, said), replaces });
  write(facility, said);
  await expect(supersede(suite, { ...sent(facility, said), replaces })) // by who has not seen it
    .to.be.revertedWithCustomError(suite.impact, "NotTheActiveBatch")
    .withArgs(facility.id, said.day, said.first, facility.hours.get(from)!.batch, replaces);
};

const revalues = async ({ suite }: ImpactPlay, facility: Facility, pick: Pick): Promise<void> => {
  if (facility.hours.size === 0) return;
  const days = [...facility.hours.keys()].map(dayOf);
  const [one, other] = [oneOf(pick, days), oneOf(pick, days)];
  const [from, through] = [Math.min(one, other), Math.max(one, other)];
  const byBaseline = facility.isSaving && pick(0, 1) === 1;
  const factor = byBaseline ? 0 : pick(1, 3);
  const baseline = byBaseline ? oneOf(pick, judging(facility, from, through)) : 0;
  const reason = byBaseline ? REASON.BaselineRevised : REASON.FactorRevised;
  await suite.impact
    .connect(suite.recorder)
    .revalue(facility.id, from, through, factor, baseline, reason, PAPER, MINED);
  facility.revaluations += 1;
  for (const [hour, value] of facility.hours)
    if (from <= dayOf(hour) && dayOf(hour) <= through) {
      if (factor !== 0) value.factor = factor;
      if (baseline !== 0) value.baseline = baseline;
    }
};

const shares = async ({ suite, bonds }: ImpactPlay, facility: Facility, pick: Pick): Promise<void> => {
  const which = pick(0, 1);
  const toBps = pick(0, 10_001);
  const together = facility.sharesBps[1 - which]! + toBps;
  const sharing = suite.impact.connect(suite.issuer).setShare(facility.id, bonds[which]!.token, toBps, PAPER, MINED);
  if (together > 10_000)
    await expect(sharing)
      .to.be.revertedWithCustomError(suite.impact, "ShareAboveWhole")
      .withArgs(facility.id, together, toBps);
  else {
    await sharing;
    facility.sharesBps[which] = toBps;
  }
};

/** One random act on one of the facilities, on the chain and in the model; what must be refused is tried too. */
export const act = async (play: ImpactPlay, pick: Pick): Promise<void> => {
  const facility = oneOf(pick, play.facilities);
  const acts = [records, records, records, corrects, corrects, corrects, revalues, shares];
  await oneOf(pick, acts)(play, facility, pick);
};

const expectedAt = (version: number, hour: number): bigint => {
  const [from, , profile] = BASELINES[version - 1]!;
  return profile[(hour - day(from) * 24) % profile.length]!;
};

/** What the hours of some days add up to, in the order of `ImpactTotals`. */
export const modelTotals = ({ hours, isSaving }: Facility, from: number, through: number): readonly bigint[] => {
  const sums = [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n] as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
  for (const [hour, { milliWh, quality, factor, baseline }] of hours) {
    if (dayOf(hour) < from || dayOf(hour) > through) continue;
    if (quality === QUALITY.Missing) {
      sums[2] += 1n;
      continue;
    }
    const would = isSaving ? expectedAt(baseline, hour) : 0n;
    const effect = isSaving ? would - milliWh : milliWh;
    const [co2, primary] = FACTORS[factor - 1]!;
    sums[0] += 1n;
    sums[1] += quality === QUALITY.Estimated ? 1n : 0n;
    sums[3] += milliWh;
    sums[4] += would;
    sums[5] += effect;
    sums[6] += effect * co2;
    sums[7] += effect * primary;
  }
  return sums;
};

/** Any days around those on record. */
export const someDays = (pick: Pick): readonly [number, number] => {
  const [one, other] = [OPERATES + pick(-2, DAYS + 3), OPERATES + pick(-2, DAYS + 3)];
  return [Math.min(one, other), Math.max(one, other)];
};

/** Sums of random days, the counters, a random day hour by hour, and the shares. */
export const expectToAgree = async ({ suite, bonds, facilities }: ImpactPlay, pick: Pick): Promise<void> => {
  const { impact } = suite;
  for (const facility of facilities) {
    const { id, hours, sharesBps } = facility;
    const [from, through] = someDays(pick);
    expect([...(await impact.totals(id, from, through))], `${from} to ${through}`).to.deep.equal(
      modelTotals(facility, from, through),
    );
    const known = [...hours.keys()];
    const missing = [...hours.values()].filter(({ quality }) => quality === QUALITY.Missing).length;
    expect([...(await impact.progress(id))].map(Number)).to.deep.equal([
      known.length === 0 ? 0 : Math.min(...known),
      known.length === 0 ? 0 : Math.max(...known) + 1,
      known.length - missing,
      missing,
      FACTORS.length,
      facility.isSaving ? BASELINES.length : 0,
      facility.revaluations,
    ]);
    const one = pick(from, through);
    const shown = [...(await impact.dayOf(id, one))].map((each) => [...each].map(BigInt));
    expect(shown, `day ${one}`).to.deep.equal(
      Array.from({ length: 24 }, (_, i) => {
        const { milliWh, quality, batch, factor, baseline } = hours.get(one * 24 + i) ?? NOTHING;
        return [milliWh, BigInt(quality), BigInt(batch), BigInt(factor), BigInt(baseline)];
      }),
    );
    const given = await Promise.all(bonds.map(({ token }) => impact.shareBps(id, token)));
    expect(given.map(Number)).to.deep.equal(sharesBps);
    const together = Number(await impact.sharedBps(id));
    expect(together).to.equal(sharesBps[0]! + sharesBps[1]!);
    expect(together).to.be.at.most(10_000);
  }
};

const NOTHING: Hour = { milliWh: 0n, quality: QUALITY.None, batch: 0, factor: 0, baseline: 0 };

/** Every batch as it was said, whatever superseded or revalued it; and all hours together as many as were appended. */
export const expectNothingEdited = async ({ suite, facilities }: ImpactPlay): Promise<void> => {
  for (const { id, batches, hours, next } of facilities) {
    for (const said of batches) {
      const found = await suite.impact.batchAt(id, said.day, said.batch);
      const { recorder, factor, baseline, revaluationsBefore, reason, evidenceHash, firstHour } = found;
      expect([recorder, evidenceHash]).to.deep.equal([suite.recorder.address, EVIDENCE]);
      expect([factor, baseline, revaluationsBefore, reason, firstHour].map(Number)).to.deep.equal([
        said.factor,
        said.baseline,
        said.revaluationsBefore,
        said.reason,
        said.first,
      ]);
      expect([...found.energyMilliWh]).to.deep.equal(said.milliWh);
      expect([...found.qualities].map(Number)).to.deep.equal(said.qualities);
    }
    const first = batches.filter(({ reason }) => reason === REASON.None);
    const appended = first.reduce((sum, { milliWh }) => sum + milliWh.length, 0);
    const begins = Math.min(...hours.keys());
    expect([hours.size, next - begins]).to.deep.equal([appended, appended]); // no gap, no overlap
  }
};
