import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import {
  BUILDING,
  EVIDENCE,
  KIND_OF_FACILITY,
  QUALITY,
  REASON,
  SOLAR,
  bringIn,
  expectUnauthorized,
  factorOf,
  qualities,
  record,
  supersede,
  wordsOf,
} from "../support/impact";
import { at, day, deploySuite, goTo, jst, ref, type Suite } from "../support/suite";

const brought = async (): Promise<Suite> => {
  const suite = await deploySuite();
  await bringIn(suite);
  await goTo("2024-03-01T00:00:00");
  return suite;
};

/** 1 March 2024, 00:00. Nothing is recorded. */
const prepared = (): Promise<Suite> => fixture(brought);

const MANY = { gasLimit: 20_000_000 };
const NEW_YEAR = day("2024-01-01");
const HOURS = NEW_YEAR * 24;
const LEAST = -(2n ** 55n);
const MOST = 2n ** 55n - 1n;

type Words = ReturnType<typeof wordsOf>;

/** Records six words as they are. */
const raw = ({ impact, recorder }: Suite, words: Words, facility = SOLAR) =>
  impact.connect(recorder).record(facility, NEW_YEAR, words, 1, 0, EVIDENCE, MANY);

const whole = (): Words => wordsOf(0, Array<number>(24).fill(1), qualities(24));

const progressOf = async ({ impact }: Suite, facility = SOLAR): Promise<readonly number[]> => {
  const { firstHour, nextHour, records, missing } = await impact.progress(facility);
  return [firstHour, nextHour, records, missing].map(Number);
};

describe("ImpactRegistry.record", () => {
  it("records hours, tells the batch, and keeps what was said, by whom and when [E-2]", async () => {
    const suite = await prepared();
    const { impact, recorder } = suite;
    await at("2024-03-01T12:34:56");
    await expect(
      record(suite, {
        day: NEW_YEAR,
        first: 3,
        milliWh: [-859, 0, 0, 2_249_900, 1],
        qualities: Uint8Array.from([1, 1, 3, 2, 1]),
      }),
    )
      .to.emit(impact, "HoursRecorded")
      .withArgs(SOLAR, NEW_YEAR, 1, EVIDENCE);
    expect([...(await impact.batchAt(SOLAR, NEW_YEAR, 1))]).to.deep.equal([
      recorder.address,
      BigInt(jst("2024-03-01T12:34:56")),
      1n,
      0n,
      0n,
      BigInt(REASON.None),
      EVIDENCE,
      3n,
      [-859n, 0n, 0n, 2_249_900n, 1n],
      [1n, 1n, 3n, 2n, 1n],
    ]);
    // four of five hours have a reading
    expect(await progressOf(suite)).to.deep.equal([HOURS + 3, HOURS + 8, 4, 1]);
    expect(await progressOf(suite, BUILDING)).to.deep.equal([0, 0, 0, 0]);
    const hours = await impact.dayOf(SOLAR, NEW_YEAR);
    expect([...hours[2]!]).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
    expect([...hours[3]!]).to.deep.equal([-859n, 1n, 1n, 1n, 0n]);
    expect([...hours[5]!]).to.deep.equal([0n, 3n, 1n, 1n, 0n]);
    expect([...hours[8]!]).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
  });

  for (const [first, count] of [
    [0, 1],
    [23, 1],
    [3, 1],
    [3, 2],
    [4, 4],
    [0, 24],
    [1, 23],
    [0, 23],
  ] as const)
    it(`takes ${count} hours from hour ${first} on, negative and not, and gives them back [E-2]`, async () => {
      const suite = await prepared();
      const milliWh = Array.from({ length: count }, (_, i) => BigInt((i % 2 === 0 ? -1 : 1) * (i + 1)));
      await record(suite, { day: NEW_YEAR, first, milliWh });
      const found = await suite.impact.batchAt(SOLAR, NEW_YEAR, 1);
      expect([Number(found.firstHour), [...found.energyMilliWh]]).to.deep.equal([first, milliWh]);
      expect([...found.qualities]).to.deep.equal(milliWh.map(() => 1n));
      expect(await progressOf(suite)).to.deep.equal([HOURS + first, HOURS + first + count, count, 0]);
    });

  it("has batches from 1 through the last of a day, and no other [E-2]", async () => {
    const suite = await prepared();
    const { impact } = suite;
    await record(suite, { day: NEW_YEAR, milliWh: [1] });
    await record(suite, { day: NEW_YEAR, first: 1, milliWh: [2] });
    expect([await impact.batchCount(SOLAR, NEW_YEAR), await impact.batchCount(SOLAR, NEW_YEAR + 1)]).to.deep.equal([2n, 0n]); // prettier-ignore
    for (const [japanDay, batch, count] of [
      [NEW_YEAR, 0, 2],
      [NEW_YEAR, 3, 2],
      [NEW_YEAR, 255, 2],
      [NEW_YEAR + 1, 1, 0],
    ] as const)
      await expect(impact.batchAt(SOLAR, japanDay, batch))
        .to.be.revertedWithCustomError(impact, "NoSuchBatch")
        .withArgs(SOLAR, japanDay, batch, count);
  });

  it("is refused to everybody but the recorder, for no such facility, and without evidence [E-2]", async () => {
    const suite = await prepared();
    const { impact, issuer, reviewer, platformOperator } = suite;
    const given = { day: NEW_YEAR, milliWh: [1] };
    for (const as of [issuer, reviewer, platformOperator])
      await expectUnauthorized(suite, record(suite, { ...given, as }), as);
    await expect(record(suite, { ...given, facility: ref("nowhere") }))
      .to.be.revertedWithCustomError(impact, "FacilityUnknown")
      .withArgs(ref("nowhere"));
    await expect(record(suite, { ...given, evidence: ethers.ZeroHash })).to.be.revertedWithCustomError(
      impact,
      "DocumentMissing",
    );
  });

  it("needs a factor that there is, and a baseline for a saving facility only [E-1]", async () => {
    const suite = await prepared();
    const { impact } = suite;
    for (const factor of [0, 2, 2 ** 16 - 1])
      await expect(record(suite, { day: NEW_YEAR, milliWh: [1], factor }))
        .to.be.revertedWithCustomError(impact, "FactorUnknown")
        .withArgs(SOLAR, factor, 1);
    await expect(record(suite, { day: NEW_YEAR, milliWh: [1], baseline: 1 }))
      .to.be.revertedWithCustomError(impact, "BaselineForGeneration")
      .withArgs(SOLAR);
    for (const baseline of [0, 2, 2 ** 16 - 1])
      await expect(record(suite, { facility: BUILDING, day: NEW_YEAR, milliWh: [1], baseline }))
        .to.be.revertedWithCustomError(impact, "BaselineUnknown")
        .withArgs(BUILDING, baseline, 1);
    await record(suite, { facility: BUILDING, day: NEW_YEAR, milliWh: [1] });
    const hours = await impact.dayOf(BUILDING, NEW_YEAR);
    expect([...hours[0]!]).to.deep.equal([1n, 1n, 1n, 1n, 1n]);
  });
});

describe("Where records go on", () => {
  const refuses = (suite: Suite, given: Parameters<typeof record>[1], next: number, begins: number) =>
    expect(record(suite, given))
      .to.be.revertedWithCustomError(suite.impact, "NotTheNextHour")
      .withArgs(SOLAR, next, begins);

  it("is the hour after the last one: no repeat, no overlap, no gap, within a day [E-2]", async () => {
    const suite = await prepared();
    await record(suite, { day: NEW_YEAR, first: 2, milliWh: [1, 2, 3] }); // 2, 3, 4
    await refuses(suite, { day: NEW_YEAR, first: 2, milliWh: [1, 2, 3] }, HOURS + 5, HOURS + 2); // the same again
    await refuses(suite, { day: NEW_YEAR, first: 4, milliWh: [1, 2] }, HOURS + 5, HOURS + 4);
    await refuses(suite, { day: NEW_YEAR, first: 6, milliWh: [1] }, HOURS + 5, HOURS + 6);
    await refuses(suite, { day: NEW_YEAR, first: 1, milliWh: [1] }, HOURS + 5, HOURS + 1); // before the first
    await record(suite, { day: NEW_YEAR, first: 5, milliWh: [4] });
    expect(await progressOf(suite)).to.deep.equal([HOURS + 2, HOURS + 6, 4, 0]);
  });

  it("is hour 0 of the next day once hour 23 is recorded, and not before [E-2]", async () => {
    const suite = await prepared();
    await record(suite, { day: NEW_YEAR, milliWh: Array<number>(23).fill(1) });
    await refuses(suite, { day: NEW_YEAR + 1, milliWh: [1] }, HOURS + 23, HOURS + 24);
    await record(suite, { day: NEW_YEAR, first: 23, milliWh: [1] });
    await refuses(suite, { day: NEW_YEAR, first: 23, milliWh: [1] }, HOURS + 24, HOURS + 23);
    await refuses(suite, { day: NEW_YEAR + 1, first: 1, milliWh: [1] }, HOURS + 24, HOURS + 25);
    await refuses(suite, { day: NEW_YEAR + 2, milliWh: [1] }, HOURS + 24, HOURS + 48);
    await record(suite, { day: NEW_YEAR + 1, milliWh: [1] });
    expect(await progressOf(suite)).to.deep.equal([HOURS, HOURS + 25, 25, 0]);
  });

  it("counts a gap that is on record, and begins and ends with one if need be [E-2]", async () => {
    const suite = await prepared();
    const gap = { milliWh: [0, 0], qualities: qualities(2, QUALITY.Missing) };
    await record(suite, { day: NEW_YEAR, ...gap });
    await record(suite, { day: NEW_YEAR, first: 2, milliWh: [9], qualities: qualities(1, QUALITY.Estimated) });
    await record(suite, { day: NEW_YEAR, first: 3, ...gap });
    expect(await progressOf(suite)).to.deep.equal([HOURS, HOURS + 5, 1, 4]);
  });

  it("does not move with a correction [E-2]", async () => {
    const suite = await prepared();
    await record(suite, { day: NEW_YEAR, milliWh: [1, 2] });
    await supersede(suite, { day: NEW_YEAR, milliWh: [5], replaces: 1 });
    await refuses(suite, { day: NEW_YEAR, first: 1, milliWh: [1] }, HOURS + 2, HOURS + 1);
    await record(suite, { day: NEW_YEAR, first: 2, milliWh: [3] });
  });
});

describe("When an hour may be recorded", () => {
  it("is from the moment on at which it ends: refused at 23:59:59, recorded at 00:00:00 [E-2]", async () => {
    for (const [moment, ended] of [
      ["2024-03-01T23:59:59", false],
      ["2024-03-02T00:00:00", true],
    ] as const) {
      const suite = await prepared();
      await at(moment);
      const call = record(suite, { day: "2024-03-01", first: 23, milliWh: [1] });
      if (ended) await call;
      else
        await expect(call)
          .to.be.revertedWithCustomError(suite.impact, "HourAhead")
          .withArgs(SOLAR, jst("2024-03-02T00:00:00"), jst(moment));
    }
  });

  it("is decided by the last hour of a batch: 12:59:59 and 13:00:00 for one through hour 12 [E-2]", async () => {
    const suite = await prepared();
    await at("2024-03-01T12:59:59");
    const given = { day: "2024-03-01", first: 11, milliWh: [1, 2] };
    await expect(record(suite, given))
      .to.be.revertedWithCustomError(suite.impact, "HourAhead")
      .withArgs(SOLAR, jst("2024-03-01T13:00:00"), jst("2024-03-01T12:59:59"));
    await at("2024-03-01T13:00:00");
    await record(suite, given);
  });

  it("is not before the first day of operation, and on it from hour 0 on [E-2, E-3]", async () => {
    const suite = await prepared();
    await expect(record(suite, { day: "2023-11-30", first: 23, milliWh: [1] }))
      .to.be.revertedWithCustomError(suite.impact, "BeforeOperation")
      .withArgs(SOLAR, day("2023-12-01"), day("2023-11-30"));
    await record(suite, { day: "2023-12-01", milliWh: [1] });
    expect(await progressOf(suite)).to.deep.equal([day("2023-12-01") * 24, day("2023-12-01") * 24 + 1, 1, 0]);
  });

  it("has an answer on the first day of all, whose first hours end before 1970 began elsewhere, and on the last one [E-2]", async () => {
    const suite = await prepared();
    const { impact, issuer, token } = suite;
    const OLD = ref("old-1");
    await impact.connect(issuer).registerFacility(OLD, token, KIND_OF_FACILITY.Generation, 1, 0, 0, "Old", ["m"]);
    await impact.connect(issuer).addFactor(OLD, factorOf(1, 1));
    const last = 2 ** 32 - 1;
    const ends = last * 86_400 + 3600 - 9 * 3600;
    await at("2024-03-02T00:00:00");
    await expect(record(suite, { facility: OLD, day: last, milliWh: [1] }))
      .to.be.revertedWithCustomError(impact, "HourAhead")
      .withArgs(OLD, ends, jst("2024-03-02T00:00:00"));
    await record(suite, { facility: OLD, day: 0, first: 0, milliWh: [1, 1] });
    expect(await progressOf(suite, OLD)).to.deep.equal([0, 2, 2, 0]);
    await expect(record(suite, { facility: OLD, day: 0, milliWh: [1] }))
      .to.be.revertedWithCustomError(impact, "NotTheNextHour")
      .withArgs(OLD, 2, 0);
    expect((await impact.totals(OLD, 0, 0)).energyMilliWh).to.equal(2);
  });
});

describe("How much energy an hour may have", () => {
  it("is the capacity for an hour in either direction, exactly, and no mWh more [E-2]", async () => {
    const suite = await prepared();
    const bound = 3_000_000n; // 3 kW for an hour
    await record(suite, { day: NEW_YEAR, milliWh: [bound, -bound, 0] });
    for (const energy of [bound + 1n, -bound - 1n, MOST, LEAST])
      for (const [milliWh, quality, hour] of [
        [[energy], QUALITY.Measured, 3],
        [[1, energy], QUALITY.Estimated, 4],
      ] as const)
        await expect(
          record(suite, { day: NEW_YEAR, first: 3, milliWh, qualities: qualities(milliWh.length, quality) }),
          `${energy}`,
        )
          .to.be.revertedWithCustomError(suite.impact, "EnergyOutOfBounds")
          .withArgs(SOLAR, hour, energy, bound);
  });

  for (const [watts, toleranceBps, bound] of [
    [3_001n, 250, 3_076_025n], // 3,001,000 × 1.025
    [7n, 1, 7_000n], // 7,000 × 1.0001 = 7,000.7, cut
    [1n, 0, 1_000n],
    [1n, 10, 1_001n],
    [2n ** 40n - 1n, 65_535, ((2n ** 40n - 1n) * 1000n * 75_535n) / 10_000n], // the largest of both: below 2 ** 55
  ] as const)
    it(`is, with ${watts} W and a tolerance of ${toleranceBps}/10,000, ${bound} mWh [E-2]`, async () => {
      const suite = await prepared();
      const { impact, issuer, token } = suite;
      const WIND = ref("wind-1");
      const from = day("2023-12-01");
      const { Generation } = KIND_OF_FACILITY;
      await impact.connect(issuer).registerFacility(WIND, token, Generation, watts, toleranceBps, from, "W", ["m"]);
      await impact.connect(issuer).addFactor(WIND, factorOf(1, 1));
      for (const energy of [bound + 1n, -bound - 1n])
        await expect(record(suite, { facility: WIND, day: NEW_YEAR, milliWh: [energy] }))
          .to.be.revertedWithCustomError(impact, "EnergyOutOfBounds")
          .withArgs(WIND, 0, energy, bound);
      await record(suite, { facility: WIND, day: NEW_YEAR, milliWh: [bound, -bound] });
      const { energyMilliWh } = await impact.batchAt(WIND, NEW_YEAR, 1);
      expect([...energyMilliWh]).to.deep.equal([bound, -bound]);
    });

  it("is none where it is missing [E-2]", async () => {
    const suite = await prepared();
    for (const energy of [1n, -1n, MOST, LEAST])
      await expect(record(suite, { day: NEW_YEAR, milliWh: [0, energy], qualities: qualities(2, QUALITY.Missing) }))
        .to.be.revertedWithCustomError(suite.impact, "MissingWithEnergy")
        .withArgs(SOLAR, 1, energy);
  });
});

describe("How the words of a day are made", () => {
  const refusesWord = (suite: Suite, words: Words, place: number) =>
    expect(raw(suite, words), `word ${place}`)
      .to.be.revertedWithCustomError(suite.impact, "WordMalformed")
      .withArgs(SOLAR, place, words[place]);

  it("is without any of the highest 24 bits, in every word [E-2]", async () => {
    const suite = await prepared();
    for (const bit of [232n, 233n, 255n])
      for (let place = 0; place < 6; place += 1) {
        const words = whole();
        words[place]! |= 1n << bit;
        await refusesWord(suite, words, place);
      }
    await raw(suite, whole());
  });

  it("is without energy where there is no hour, be it one mWh or the sign alone [E-2]", async () => {
    const suite = await prepared();
    for (const energy of [1n, 1n << 55n, (1n << 56n) - 1n]) {
      const words = wordsOf(0, [1, 1], qualities(2));
      await refusesWord(suite, [words[0] | (energy << 116n), 0n, 0n, 0n, 0n, 0n], 0); // hour 2
      await refusesWord(suite, [words[0], 0n, energy << 174n, 0n, 0n, 0n], 2); // hour 11
    }
  });

  it("is with one hour after the other: a hole within a word, between words, or of a whole word is refused [E-2]", async () => {
    const suite = await prepared();
    const apart = (hours: readonly number[], hour: number) => {
      const words = hours.map((each) => wordsOf(each, [1], qualities(1)));
      const all = [0, 1, 2, 3, 4, 5].map((place) => words.reduce((sum, each) => sum | each[place]!, 0n)) as Words;
      return expect(raw(suite, all), hours.join())
        .to.be.revertedWithCustomError(suite.impact, "HoursApart")
        .withArgs(SOLAR, hour);
    };
    await apart([0, 2], 2);
    await apart([0, 1, 3], 3);
    await apart([2, 4], 4);
    await apart([3, 8], 8);
    await apart([0, 23], 23);
    await apart([0, 1, 2, 3, 4, 6, 7], 6);
  });

  it("is with one hour at least [E-2]", async () => {
    const suite = await prepared();
    await expect(raw(suite, [0n, 0n, 0n, 0n, 0n, 0n]))
      .to.be.revertedWithCustomError(suite.impact, "NoHours")
      .withArgs(SOLAR, NEW_YEAR);
    expect(await suite.impact.batchCount(SOLAR, NEW_YEAR)).to.equal(0);
  });
});

describe("Many days in one transaction", () => {
  const callOf = ({ impact }: Suite, japanDay: number) =>
    impact.interface.encodeFunctionData("record", [SOLAR, japanDay, whole(), 1, 0, EVIDENCE]);

  it("are recorded as one by one, or none of them is [E-2]", async () => {
    const suite = await prepared();
    const { impact, recorder } = suite;
    const days = [0, 1, 2].map((each) => callOf(suite, NEW_YEAR + each));
    await expect(impact.connect(recorder).multicall([days[0]!, days[2]!], MANY))
      .to.be.revertedWithCustomError(impact, "NotTheNextHour")
      .withArgs(SOLAR, HOURS + 24, HOURS + 48);
    expect(await progressOf(suite)).to.deep.equal([0, 0, 0, 0]);
    await impact.connect(recorder).multicall(days, MANY);
    expect(await progressOf(suite)).to.deep.equal([HOURS, HOURS + 72, 72, 0]);
    expect((await impact.batchAt(SOLAR, NEW_YEAR + 2, 1)).recorder).to.equal(recorder.address);
  });
});
