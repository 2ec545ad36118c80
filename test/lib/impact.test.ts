import { expect } from "chai";
import fc from "fast-check";
import { parseDay, type JstDay } from "../../lib/day";
import { QUALITY } from "../../lib/hourWords";
import {
  activeHours,
  baselineAt,
  coverageBps,
  gapsOf,
  hoursIn,
  monthLabel,
  shareOf,
  totalsOf,
  type FacilityLedger,
  type RecordedBatch,
  type RecordedRevaluation,
  type Totals,
} from "../../lib/impact";
import { fiscalYearPeriod, hourAt, monthPeriod } from "../../lib/japanHour";

const DAY = parseDay("2024-04-01");
const day = (offset: number): JstDay => (DAY + offset) as JstDay;
const { measured, estimated, missing } = QUALITY;

const batchOf = (said: Partial<Omit<RecordedBatch, "hours">>, ...hours: readonly (bigint | null)[]): RecordedBatch => ({
  ...{ day: DAY, number: 1, factor: 1, baseline: 0, revaluationsBefore: 0, firstHour: 0 },
  ...said,
  hours: hours.map((each) => ({ milliWh: each ?? 0n, quality: each === null ? missing : measured })),
});

// What a kWh stands for, in mg-CO2 and kJ: 0.438 kg and 8.64 MJ; then 0.423 kg
const factors = [
  { co2MilligramsPerKwh: 438_000n, primaryEnergyKjPerKwh: 8_640n },
  { co2MilligramsPerKwh: 423_000n, primaryEnergyKjPerKwh: 8_640n },
];

const generation = (
  batches: readonly RecordedBatch[],
  revaluations: readonly RecordedRevaluation[] = [],
): FacilityLedger => ({ isSaving: false, factors, baselines: [], batches, revaluations });

const saving = (
  batches: readonly RecordedBatch[],
  revaluations: readonly RecordedRevaluation[] = [],
  ...profiles: readonly (readonly bigint[])[]
): FacilityLedger => ({
  ...{ isSaving: true, factors, batches, revaluations },
  baselines: profiles.map((profileMilliWh) => ({ judgedFrom: DAY, profileMilliWh })),
});

const totals = (ledger: FacilityLedger, valued: "now" | "first" = "now"): Totals =>
  totalsOf(ledger, activeHours(ledger), valued);

describe("activeHours", () => {
  context("when a batch supersedes hours of an earlier one", () => {
    const first = batchOf({}, 1n, 2n, 3n, 4n);
    const second = batchOf({ number: 2, firstHour: 1, factor: 2 }, 20n, null);
    const third = batchOf({ number: 3, firstHour: 2 }, 33n);

    it("has of each hour the newest batch that has it, whatever order they are told in [E-2]", () => {
      for (const batches of [
        [first, second, third],
        [third, first, second],
      ]) {
        const hours = activeHours(generation(batches));
        expect(hours.map(({ milliWh, batch, factor }) => [milliWh, batch, factor])).to.deep.equal([
          [1n, 1, 1],
          [20n, 2, 2],
          [33n, 3, 1],
          [4n, 1, 1],
        ]);
      }
    });

    it("keeps the versions that valued the hour first", () => {
      const hours = activeHours(generation([first, second]));
      expect(hours.map(({ factor, firstFactor }) => [factor, firstFactor])).to.deep.equal([
        [1, 1],
        [2, 1],
        [2, 1],
        [1, 1],
      ]);
    });

    it("numbers batches by day: the second of a day supersedes nothing of another", () => {
      const other = batchOf({ day: day(1), number: 1 }, 7n);
      expect(activeHours(generation([other, first, second])).map(({ milliWh }) => milliWh)).to.deep.equal([
        ...[1n, 20n, 0n, 4n, 7n],
      ]);
    });
  });

  context("when hours were revalued", () => {
    const revalued = (from: number, through: number, factor: number, baseline = 0): RecordedRevaluation => ({
      ...{ from: day(from), through: day(through), factor, baseline },
    });
    const factorsOf = (revaluations: readonly RecordedRevaluation[], ...batches: readonly RecordedBatch[]) =>
      activeHours(generation(batches, revaluations)).map(({ factor, baseline }) => [factor, baseline]);

    it("covers its days, the first and the last included, and no others", () => {
      const days = [0, 1, 2, 3].map((offset) => batchOf({ day: day(offset) }, 1n));
      expect(factorsOf([revalued(1, 2, 2)], ...days)).to.deep.equal([
        [1, 0],
        [2, 0],
        [2, 0],
        [1, 0],
      ]);
    });

    it("takes the newest one, and leaves what it says nothing of", () => {
      const one = batchOf({ baseline: 1 }, 1n);
      expect(factorsOf([revalued(0, 0, 2), revalued(0, 0, 1)], one)).to.deep.equal([[1, 1]]);
      expect(factorsOf([revalued(0, 0, 2), revalued(0, 0, 0, 3)], one)).to.deep.equal([[2, 3]]);
      expect(factorsOf([revalued(0, 0, 0, 3), revalued(0, 0, 2), revalued(0, 0, 0, 4)], one)).to.deep.equal([[2, 4]]);
    });

    it("covers the batches before it only: a batch that came after it says its own versions", () => {
      expect(factorsOf([revalued(0, 0, 2)], batchOf({ revaluationsBefore: 1 }, 1n))).to.deep.equal([[1, 0]]);
      expect(factorsOf([revalued(0, 0, 2)], batchOf({ revaluationsBefore: 0 }, 1n))).to.deep.equal([[2, 0]]);
      const superseded = batchOf({ number: 2, firstHour: 1, revaluationsBefore: 1 }, 5n);
      expect(factorsOf([revalued(0, 0, 2)], batchOf({}, 1n, 2n), superseded)).to.deep.equal([
        [2, 0],
        [1, 0],
      ]);
    });
  });
});

describe("totalsOf", () => {
  it("is nothing for no hours", () => {
    expect(totals(generation([]))).to.deep.equal({
      ...{ records: 0, estimated: 0, missing: 0, energyMilliWh: 0n, baselineMilliWh: 0n },
      ...{ impactMilliWh: 0n, co2Milligrams: 0n, primaryEnergyKj: 0n },
    });
  });

  it("of a generating facility is what it generated, negative nights included [E-1]", () => {
    // 2 kWh − 0.5 kWh = 1.5 kWh: 1.5 × 438,000 mg; 1.5 × 8,640 kJ
    expect(totals(generation([batchOf({}, 2_000_000n, -500_000n)]))).to.deep.equal({
      ...{ records: 2, estimated: 0, missing: 0, energyMilliWh: 1_500_000n, baselineMilliWh: 0n },
      ...{ impactMilliWh: 1_500_000n, co2Milligrams: 657_000n, primaryEnergyKj: 12_960n },
    });
  });

  it("of a saving facility is the baseline less what was measured, and may be negative [E-1]", () => {
    const found = totals(saving([batchOf({ baseline: 1 }, 700_000n, 1_500_000n)], [], [1_000_000n]));
    expect(found.impactMilliWh).to.equal(-200_000n); // 0.3 − 0.5 kWh
    expect(found.co2Milligrams).to.equal(-87_600n); // −0.2 × 438,000
    expect(found.primaryEnergyKj).to.equal(-1_728n); // −0.2 × 8,640
    expect([found.energyMilliWh, found.baselineMilliWh]).to.deep.equal([2_200_000n, 2_000_000n]);
  });

  it("counts a baseline only where its hour has a reading, an estimated one as well", () => {
    const batch = batchOf({ baseline: 1 }, 700_000n, null, 900_000n);
    const hours = batch.hours.map((each, i) => (i === 2 ? { ...each, quality: estimated } : each));
    const found = totals(saving([{ ...batch, hours }], [], [1_000_000n]));
    expect(found).to.deep.include({ records: 2, estimated: 1, missing: 1 });
    expect(found.baselineMilliWh).to.equal(2_000_000n); // two hours and not three
    expect(found.impactMilliWh).to.equal(400_000n); // 0.3 + 0.1 kWh
  });

  it("is summed exactly and rounded once, half to even", () => {
    // 1 mWh × 438,000 mg a kWh = 0.438 mg; each alone would be 0
    expect(totals(generation([batchOf({}, 1n)])).co2Milligrams).to.equal(0n);
    expect(totals(generation([batchOf({}, 1n, 1n, 1n)])).co2Milligrams).to.equal(1n); // 1.314
    // 250 mWh × 438,000 = 109.5 mg: to the even 110; 750 mWh: 328.5, to the even 328
    expect(totals(generation([batchOf({}, 125n, 125n)])).co2Milligrams).to.equal(110n);
    expect(totals(generation([batchOf({}, 750n)])).co2Milligrams).to.equal(328n);
    expect(totals(generation([batchOf({}, -250n)])).co2Milligrams).to.equal(-110n);
  });

  it("values each hour by its own factor, and rounds what all of them give", () => {
    const two = [batchOf({}, 1_000_000n), batchOf({ day: day(1), factor: 2 }, 1_000_000n)];
    expect(totals(generation(two)).co2Milligrams).to.equal(861_000n); // 438,000 + 423,000
  });

  context("when a figure was restated", () => {
    const batches = [batchOf({ baseline: 1 }, 700_000n, 700_000n)];

    it("is valued by the restated baseline, and beside it by the first one [E-1]", () => {
      const restated = [{ from: DAY, through: DAY, factor: 0, baseline: 2 }];
      const ledger = saving(batches, restated, [1_000_000n], [900_000n]);
      expect(totals(ledger).impactMilliWh).to.equal(400_000n); // 2 × 0.2 kWh
      expect(totals(ledger, "first").impactMilliWh).to.equal(600_000n); // 2 × 0.3 kWh
    });

    it("is valued by the revised factor, and beside it by the first one", () => {
      const ledger = saving(batches, [{ from: DAY, through: DAY, factor: 2, baseline: 0 }], [1_000_000n]);
      expect(totals(ledger).co2Milligrams).to.equal(253_800n); // 0.6 × 423,000
      expect(totals(ledger, "first").co2Milligrams).to.equal(262_800n); // 0.6 × 438,000
    });

    it("has the corrected reading in both: what was first is the valuation", () => {
      const corrected = batchOf({ number: 2, baseline: 2, factor: 2 }, 600_000n);
      const ledger = saving([...batches, corrected], [], [1_000_000n], [900_000n]);
      expect(totals(ledger).impactMilliWh).to.equal(600_000n); // 0.3 by the new one, 0.3 by the old one
      expect(totals(ledger, "first").impactMilliWh).to.equal(700_000n); // 0.4 + 0.3 kWh
    });
  });

  it("refuses a version that the ledger does not have", () => {
    expect(() => totals(generation([batchOf({ factor: 3 }, 1n)]))).to.throw(RangeError, "no factor 3");
    expect(() => totals(generation([batchOf({ factor: 0 }, 1n)]))).to.throw(RangeError, "no factor 0");
    expect(() => totals(saving([batchOf({ baseline: 2 }, 1n)], [], [1n]))).to.throw(RangeError, "no baseline 2");
  });

  it("agrees with a ledger that was replayed act by act, and every hour valued where it stands", () => {
    // An act is a batch of a day, or a revaluation of some days; its versions are drawn by number, 0 leaves one.
    const act = fc.record({
      isBatch: fc.boolean(),
      offset: fc.nat({ max: 2 }),
      span: fc.nat({ max: 2 }),
      firstHour: fc.nat({ max: 20 }),
      values: fc.array(fc.option(fc.bigInt({ min: -(10n ** 7n), max: 10n ** 7n })), { minLength: 1, maxLength: 4 }),
      factor: fc.nat({ max: 2 }),
      baseline: fc.nat({ max: 2 }),
    });
    const profiles = [[1_000_000n], Array.from({ length: 24 }, (_, i) => BigInt(i) * 50_000n)];
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        const [batches, revaluations]: [RecordedBatch[], RecordedRevaluation[]] = [[], []];
        const replayed = new Map<number, { value: bigint | null; factor: number; baseline: number }>();
        for (const { isBatch, offset, span, firstHour, values, factor, baseline } of acts) {
          const from = day(offset);
          if (isBatch) {
            const versions = { factor: factor || 1, baseline: baseline || 1 };
            const number = batches.filter((each) => each.day === from).length + 1;
            const said = { day: from, number, firstHour, ...versions, revaluationsBefore: revaluations.length };
            batches.push(batchOf(said, ...values));
            for (const [i, value] of values.entries()) replayed.set(from * 24 + firstHour + i, { value, ...versions });
          } else {
            revaluations.push({ from, through: day(offset + span), factor, baseline });
            for (const [hour, each] of replayed) {
              if (hour < from * 24 || hour >= (from + span + 1) * 24) continue;
              replayed.set(hour, { ...each, factor: factor || each.factor, baseline: baseline || each.baseline });
            }
          }
        }
        let [impact, co2E6, count] = [0n, 0n, 0];
        for (const [hour, { value, factor, baseline }] of replayed) {
          if (value === null) continue;
          const saved = (baseline === 1 ? 1_000_000n : BigInt(hour % 24) * 50_000n) - value;
          impact += saved;
          co2E6 += saved * (factor === 1 ? 438_000n : 423_000n);
          count += 1;
        }
        const found = totals(saving(batches, revaluations, ...profiles));
        expect([found.impactMilliWh, found.records]).to.deep.equal([impact, count]);
        expect(found.missing).to.equal(replayed.size - count);
        const away = found.co2Milligrams * 1_000_000n - co2E6;
        expect(away <= 500_000n && away >= -500_000n).to.equal(true);
      }),
      { numRuns: 300 },
    );
  });

  it("adds up over whatever periods the hours are cut into, before rounding", () => {
    const energies = fc.array(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), { minLength: 1, maxLength: 24 });
    fc.assert(
      fc.property(fc.array(energies, { minLength: 1, maxLength: 5 }), fc.nat({ max: 5 }), (days, cut) => {
        const ledger = generation(days.map((each, i) => batchOf({ day: day(i) }, ...each)));
        const hours = activeHours(ledger);
        const part = (from: number, through: number): Totals =>
          totalsOf(ledger, hoursIn(hours, { label: "", from: day(from), through: day(through) }));
        const [head, tail, all] = [part(0, cut - 1), part(cut, 9), part(0, 9)];
        expect(head.impactMilliWh + tail.impactMilliWh).to.equal(all.impactMilliWh);
        expect(head.records + tail.records).to.equal(days.flat().length);
        const sum = days.flat().reduce((total, each) => total + each, 0n);
        const away = all.co2Milligrams * 1_000_000n - sum * 438_000n;
        expect(away <= 500_000n && away >= -500_000n).to.equal(true);
      }),
    );
  });
});

describe("baselineAt", () => {
  const profile = (length: number): readonly bigint[] => Array.from({ length }, (_, i) => BigInt(i));
  const of = (length: number, offset: number, hour: number): bigint =>
    baselineAt({ judgedFrom: DAY, profileMilliWh: profile(length) }, hourAt(day(offset), hour));

  it("repeats from 00:00 of its first day: one value, 24 by the hour of the day, 168 by the hour of the week", () => {
    expect([of(1, 0, 0), of(1, 9, 13)]).to.deep.equal([0n, 0n]);
    expect([of(24, 0, 0), of(24, 0, 23), of(24, 1, 0), of(24, 9, 13)]).to.deep.equal([0n, 23n, 0n, 13n]);
    expect([of(168, 1, 0), of(168, 6, 23), of(168, 7, 0)]).to.deep.equal([24n, 167n, 0n]);
  });

  it("refuses an hour before it, one and a whole round before", () => {
    expect(() => of(24, -1, 23)).to.throw(RangeError);
    expect(() => of(24, -1, 0)).to.throw(RangeError);
    expect(() => of(1, -1, 0)).to.throw(RangeError);
  });
});

describe("hoursIn", () => {
  it("has the hours from 00:00 of the first day through 23:00 of the last", () => {
    const days = [-1, 0, 364, 365].map((offset) => batchOf({ day: day(offset), firstHour: 23 }, 1n));
    const starts = [0, 365].map((offset) => batchOf({ day: day(offset), number: 2 }, 1n));
    const hours = hoursIn(activeHours(generation([...days, ...starts])), fiscalYearPeriod(2024));
    expect(hours.map(({ hour }) => hour)).to.deep.equal([hourAt(DAY, 0), hourAt(DAY, 23), hourAt(day(364), 23)]);
  });
});

describe("coverageBps and gapsOf", () => {
  it("are the share of the time with a reading, cut, and the runs of missing hours", () => {
    const hours = activeHours(generation([batchOf({ firstHour: 22 }, 1n, null), batchOf({ day: day(1) }, null, 2n, null, 3n)])); // prettier-ignore
    expect(coverageBps(hours)).to.equal(5_000); // 3 of 6
    expect(gapsOf(hours)).to.deep.equal([
      { from: hourAt(DAY, 23), hours: 2 },
      { from: hourAt(day(1), 2), hours: 1 },
    ]);
    expect(coverageBps(hours.slice(0, 3))).to.equal(3_333); // 1 of 3
  });

  it("are zero and none for no hours, and full without a gap", () => {
    expect([coverageBps([]), gapsOf([])]).to.deep.equal([0, []]);
    const full = activeHours(generation([batchOf({}, 1n, 0n)]));
    expect([coverageBps(full), gapsOf(full)]).to.deep.equal([10_000, []]);
  });

  it("take an estimated hour as a reading", () => {
    const [hour] = activeHours(generation([batchOf({}, 1n)]));
    expect(coverageBps([{ ...hour!, quality: estimated }])).to.equal(10_000);
    expect(gapsOf([{ ...hour!, quality: estimated }])).to.deep.equal([]);
  });

  it("say all the missing hours", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.constant(1n)), { maxLength: 24 }), (values) => {
        const hours = activeHours(generation([batchOf({}, ...values)]));
        const gaps = gapsOf(hours);
        const count = values.filter((each) => each === null).length;
        expect(gaps.reduce((sum, each) => sum + each.hours, 0)).to.equal(count);
        for (const [i, gap] of gaps.entries())
          if (i > 0) expect(gap.from).to.be.above(gaps[i - 1]!.from + gaps[i - 1]!.hours);
      }),
    );
  });
});

describe("shareOf", () => {
  it("is the bond's part, rounded once, half to even", () => {
    expect(shareOf(1_000_001n, 10_000)).to.equal(1_000_001n);
    expect(shareOf(1_000_001n, 0)).to.equal(0n);
    expect(shareOf(3n, 5_000)).to.equal(2n); // 1.5
    expect(shareOf(5n, 5_000)).to.equal(2n); // 2.5
    expect(shareOf(-5n, 5_000)).to.equal(-2n);
    expect(shareOf(100n, 3_333)).to.equal(33n); // 33.33
  });
});

describe("monthLabel", () => {
  it("is that of the month's period", () => {
    expect(monthLabel(parseDay("2024-02-29"))).to.equal("2024-02");
    expect(monthLabel(parseDay("2024-12-01"))).to.equal(monthPeriod(2024, 12).label);
  });
});
