import { expect } from "chai";
import { fixture } from "../support/chain";
import { CO2, GENERATED, PRIMARY, SAVED, fromTo, publish, recordDays, type Said } from "../support/figures";
import { BUILDING, PAPER, QUALITY, REASON, SOLAR, baselineOf, bringIn, factorOf, record, supersede } from "../support/impact"; // prettier-ignore
import { oneOf, randomFrom, type Pick } from "../support/random";
import { NO_CORRECTION } from "../support/snapshots";
import { day, deploySuite, goTo, isoOf, type Suite } from "../support/suite";

const STEPS = 63;
const FIRST = day("2024-02-27");
const LAST = day("2024-04-05");
const FACTORS = [
  [441_000n, 8_640n],
  [390_001n, 9_970n],
  [500_000n, 500_000n], // halves
] as const;
const PROFILES = [[1_000_000n], [5n, -600_000n, 70_000n, 8n, 999_999n]] as const;
const JUDGED_FROM = day("2023-12-02");
const PERIODS = [
  fromTo("2024-02-01", "2024-03-01"),
  fromTo("2024-03-01", "2024-04-01"),
  fromTo("2024-04-01", "2024-05-01"),
  fromTo("2023-04-01", "2024-04-01"),
  fromTo("2024-04-01", "2025-04-01"),
];
const INDICATORS: Readonly<Record<string, readonly Said[]>> = {
  [SOLAR]: [GENERATED, CO2, PRIMARY],
  [BUILDING]: [SAVED, CO2, PRIMARY],
};

/** Both facilities with three factors, the building with two baselines, nothing recorded; 2 April 2025, when every period has ended. */
const brought = async (): Promise<Suite> => {
  const suite = await deploySuite();
  await bringIn(suite);
  const as = suite.impact.connect(suite.issuer);
  for (const id of [SOLAR, BUILDING])
    for (const [co2, primary] of FACTORS.slice(1)) await as.addFactor(id, factorOf(Number(co2), Number(primary), 1));
  await as.addBaseline(BUILDING, baselineOf(PROFILES[1], ["2023-12-02", "2025-12-31"], 1));
  await goTo("2025-04-02T00:00:00");
  return suite;
};

// ---- the sums, from what dayOf tells and from nothing else

interface Hour {
  readonly day: number;
  readonly impact: bigint;
  readonly factor: number;
}

const dayWithHours = async ({ impact }: Suite, facility: string, japanDay: number): Promise<readonly Hour[]> => {
  const hours = [...(await impact.dayOf(facility, japanDay))];
  return hours.flatMap(({ energyMilliWh, quality, factor, baseline }, hour) => {
    if (quality !== BigInt(QUALITY.Measured) && quality !== BigInt(QUALITY.Estimated)) return [];
    const profile = PROFILES[Number(baseline) - 1];
    const since = (japanDay - JUDGED_FROM) * 24 + hour;
    const impactOf = profile === undefined ? energyMilliWh : profile[since % profile.length]! - energyMilliWh;
    return [{ day: japanDay, impact: impactOf, factor: Number(factor) - 1 }];
  });
};

/** All hours of a facility that have a reading. */
const hoursOf = async (suite: Suite, facility: string): Promise<readonly Hour[]> => {
  const { nextHour } = await suite.impact.progress(facility);
  const days = Array.from({ length: Math.ceil(Number(nextHour) / 24) - FIRST }, (_, i) => FIRST + i);
  return (await Promise.all(days.map((each) => dayWithHours(suite, facility, each)))).flat();
};

/** To the nearest of two neighbours; of two equally near, the even one. */
const nearest = (sum: bigint): bigint => {
  const below = (sum - (((sum % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n;
  const over = sum - below * 1_000_000n;
  if (over === 500_000n) return below % 2n === 0n ? below : below + 1n;
  return over < 500_000n ? below : below + 1n;
};

const figureOf = (hours: readonly Hour[], indicator: string, [start, end]: readonly [number, number]): bigint => {
  const [from, next] = [(start + 32_400) / 86_400, (end + 32_400) / 86_400]; // Japan is nine hours ahead
  const within = hours.filter((each) => from <= each.day && each.day < next);
  const sum = (valueOf: (hour: Hour) => bigint) => within.reduce((total, hour) => total + valueOf(hour), 0n);
  if (indicator === CO2.indicator) return nearest(sum(({ impact, factor }) => impact * FACTORS[factor]![0]));
  if (indicator === PRIMARY.indicator) return nearest(sum(({ impact, factor }) => impact * FACTORS[factor]![1]));
  return sum(({ impact }) => impact);
};

// ---- the acts

const reading = (pick: Pick) => {
  const quality = oneOf(pick, [QUALITY.Measured, QUALITY.Measured, QUALITY.Estimated, QUALITY.Missing]);
  return { quality, milliWh: quality === QUALITY.Missing ? 0 : pick(-2_000_000, 2_000_000) };
};

const readings = (pick: Pick, count: number) => {
  const drawn = Array.from({ length: count }, () => reading(pick));
  return {
    milliWh: drawn.map(({ milliWh }) => milliWh),
    qualities: Uint8Array.from(drawn.map(({ quality }) => quality)),
  };
};

const versions = (pick: Pick, facility: string) => ({
  factor: pick(1, FACTORS.length),
  baseline: facility === BUILDING ? pick(1, PROFILES.length) : 0,
});

const reachedBy = async ({ impact }: Suite, facility: string): Promise<number> => {
  const { nextHour } = await impact.progress(facility);
  return nextHour === 0n ? FIRST * 24 : Number(nextHour);
};

const append = async (suite: Suite, pick: Pick, facility: string): Promise<void> => {
  const next = await reachedBy(suite, facility);
  const [japanDay, first] = [Math.floor(next / 24), next % 24];
  if (japanDay > LAST) return;
  const days = Math.min(pick(2, 9), LAST - japanDay);
  if (first === 0 && pick(0, 1) === 0 && days > 0)
    await recordDays(suite, facility, isoOf(japanDay), days, pick(-2_000_000, 2_000_000));
  else
    await record(suite, {
      facility,
      day: japanDay,
      first,
      ...readings(pick, pick(1, 24 - first)),
      ...versions(pick, facility),
    });
};

/** Some hours of a day that come from one batch now. */
const correct = async (suite: Suite, pick: Pick, facility: string): Promise<void> => {
  const japanDay = Math.floor(pick(FIRST * 24, (await reachedBy(suite, facility)) - 1) / 24);
  const batches = (await suite.impact.dayOf(facility, japanDay)).map(({ batch }) => Number(batch));
  const first = oneOf(pick, [...batches.keys()].filter((hour) => batches[hour] !== 0)); // prettier-ignore
  const replaces = batches[first]!;
  const same = batches.slice(first).findIndex((batch) => batch !== replaces);
  const count = pick(1, same === -1 ? 24 - first : same);
  const given = { facility, day: japanDay, first, replaces, ...readings(pick, count), ...versions(pick, facility) };
  await supersede(suite, given);
};

const revalue = async ({ impact, recorder, ...rest }: Suite, pick: Pick, facility: string): Promise<void> => {
  const last = Math.floor(((await reachedBy({ impact, recorder, ...rest }, facility)) - 1) / 24);
  const from = pick(FIRST, last);
  const { factor, baseline } = versions(pick, facility);
  const isFactor = baseline === 0 || pick(0, 1) === 0;
  const [version, reason] = isFactor ? [[factor, 0], REASON.FactorRevised] : [[0, baseline], REASON.BaselineRevised];
  const [newFactor, newBaseline] = version as [number, number];
  await impact
    .connect(recorder)
    .revalue(facility, from, pick(from, last), newFactor, newBaseline, reason, PAPER, { gasLimit: 20_000_000 });
};

const say = async (suite: Suite, pick: Pick, facility: string): Promise<void> => {
  const { figures } = suite;
  const said = oneOf(pick, INDICATORS[facility]!);
  const first = pick(0, PERIODS.length - 1);
  const hours = await hoursOf(suite, facility);
  const reached = await reachedBy(suite, facility);
  const isOnRecord = ([start, end]: readonly [number, number]) =>
    (start + 32_400) / 3_600 < reached && (end + 32_400) / 3_600 > FIRST * 24;
  const period = [...PERIODS.slice(first), ...PERIODS].find(isOnRecord)!;
  const value = figureOf(hours, said.indicator, period);
  const known = await figures.currentSnapshotForPeriod(facility, said.indicator, ...period).catch(() => NO_CORRECTION);
  const given = { facility, said, period, corrects: known };
  const off = oneOf(pick, [-1n, 1n]);
  await expect(publish(suite, { ...given, value: value + off })).to.be.revertedWithCustomError(
    figures,
    "FigureDiffers",
  );
  await publish(suite, { ...given, value });
  expect(await figures.isStale(facility, (await figures.snapshotCount(facility)) - 1n)).to.equal(false);
};

const act = async (suite: Suite, pick: Pick): Promise<void> => {
  const facility = oneOf(pick, [SOLAR, BUILDING]);
  const { nextHour } = await suite.impact.progress(facility);
  if (nextHour === 0n) return append(suite, pick, facility);
  return oneOf(pick, [append, append, correct, revalue, say, say, say])(suite, pick, facility);
};

/** Every figure of both facilities: those that stand are what the hours give now. How many stand, and how many are stale. */
const judge = async (suite: Suite): Promise<{ readonly standing: number; readonly stale: number }> => {
  let [standing, gone] = [0, 0];
  for (const facility of [SOLAR, BUILDING]) {
    const hours = await hoursOf(suite, facility);
    for (const { snapshotIndex, stale, snapshot } of await suite.figures.figuresAt(facility, 0, 1_000)) {
      if (stale) gone += 1;
      else standing += 1;
      const { indicatorId, periodStart, periodEnd, value, correctedByIndex } = snapshot;
      if (correctedByIndex !== 0n) expect(stale).to.equal(true);
      if (stale) continue;
      const now = figureOf(hours, indicatorId, [Number(periodStart), Number(periodEnd)]);
      expect(value, `figure ${snapshotIndex}`).to.equal(now);
    }
  }
  return { standing, stale: gone };
};

describe("Whatever is recorded, corrected, revalued and published", () => {
  for (const seed of [11, 12])
    it(`a figure that is not stale is what the hours give (seed ${seed}) [E-2]`, async () => {
      const suite = await fixture(brought);
      const pick = randomFrom(seed);
      const seen = { standing: 0, stale: 0 };
      for (let step = 1; step <= STEPS; step += 1) {
        await act(suite, pick);
        if (step % 9 !== 0) continue;
        const found = await judge(suite);
        seen.standing += found.standing;
        seen.stale += found.stale;
      }
      expect(seen.standing).to.be.greaterThan(15);
      expect(seen.stale).to.be.greaterThan(15);
    });
});
