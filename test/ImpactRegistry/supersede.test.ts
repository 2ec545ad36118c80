import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import {
  BUILDING,
  EVIDENCE,
  QUALITY,
  REASON,
  SOLAR,
  baselineOf,
  bringIn,
  expectUnauthorized,
  factorOf,
  qualities,
  record,
  supersede,
  wordsOf,
} from "../support/impact";
import { at, day, deploySuite, goTo, jst, ref, type Suite } from "../support/suite";

const JANUARY = day("2024-01-31");
const LATER = ethers.id("a later file");

/** 1 March 2024. 31 January: hours 0 to 5 of the array, 10 to 60 mWh, as batch 1, hours 6 to 9 as batch 2. 1 February: hours 0 and 1. */
const recorded = async (): Promise<Suite> => {
  const suite = await deploySuite();
  await bringIn(suite);
  await goTo("2024-03-01T00:00:00");
  await record(suite, { day: JANUARY, milliWh: [10, 20, 30, 40, 50, 60] });
  await record(suite, { day: JANUARY, first: 6, milliWh: [70, 80, 90, 100] });
  await record(suite, { facility: BUILDING, day: JANUARY, milliWh: [10, 20, 30, 40, 50, 60] });
  return suite;
};

const prepared = (): Promise<Suite> => fixture(recorded);

/** Energy and batch of the first hours of the day. */
const hoursOf = async ({ impact }: Suite, count: number) =>
  [...(await impact.dayOf(SOLAR, JANUARY))].slice(0, count).map(({ energyMilliWh, batch }) => [Number(energyMilliWh), Number(batch)]); // prettier-ignore

const countsOf = async ({ impact }: Suite): Promise<readonly number[]> => {
  const { nextHour, records, missing } = await impact.progress(SOLAR);
  return [Number(nextHour) - JANUARY * 24, Number(records), Number(missing)];
};

describe("ImpactRegistry.supersede", () => {
  it("puts a newer batch in place of some hours of one, tells both sums, and edits nothing [E-2]", async () => {
    const suite = await prepared();
    const { impact, recorder } = suite;
    const before = await impact.batchAt(SOLAR, JANUARY, 1);
    await at("2024-03-02T12:00:00");
    await expect(
      supersede(suite, { day: JANUARY, first: 2, milliWh: [-3, 44, 0], replaces: 1, evidence: LATER, reason: REASON.LateData }), // prettier-ignore
    )
      .to.emit(impact, "HoursSuperseded")
      .withArgs(SOLAR, JANUARY, 3, 1, 2, 3, REASON.LateData, 30 + 40 + 50, -3 + 44 + 0, LATER);
    expect(await hoursOf(suite, 8)).to.deep.equal([
      [10, 1],
      [20, 1],
      [-3, 3],
      [44, 3],
      [0, 3],
      [60, 1],
      [70, 2],
      [80, 2],
    ]);
    expect([...(await impact.batchAt(SOLAR, JANUARY, 1))]).to.deep.equal([...before]);
    expect([...(await impact.batchAt(SOLAR, JANUARY, 3))]).to.deep.equal([
      recorder.address,
      BigInt(jst("2024-03-02T12:00:00")),
      1n,
      0n,
      0n,
      BigInt(REASON.LateData),
      LATER,
      2n,
      [-3n, 44n, 0n],
      [1n, 1n, 1n],
    ]);
    // 10 + 20 - 3 + 44 + 0 + 60, and 70 + 80 + 90 + 100
    expect((await impact.totals(SOLAR, JANUARY, JANUARY)).energyMilliWh).to.equal(131 + 340);
    expect(await countsOf(suite)).to.deep.equal([10, 10, 0]);
  });

  it("takes every reason but none [E-2]", async () => {
    const suite = await prepared();
    await expect(supersede(suite, { day: JANUARY, milliWh: [1], replaces: 1, reason: REASON.None }))
      .to.be.revertedWithCustomError(suite.impact, "WrongReason")
      .withArgs(REASON.None);
    let replaces = 1;
    for (const reason of [1, 2, 3, 4, 5]) {
      await supersede(suite, { day: JANUARY, milliWh: [reason], replaces, reason });
      replaces = reason + 2; // batch 3 and so on
      expect((await suite.impact.batchAt(SOLAR, JANUARY, replaces)).reason).to.equal(reason);
    }
    expect((await hoursOf(suite, 2)).map(([energy]) => energy)).to.deep.equal([5, 20]);
  });

  it("counts hours that become missing, and missing ones that get a reading [E-2]", async () => {
    const suite = await prepared();
    const gap = { milliWh: [0, 0], qualities: qualities(2, QUALITY.Missing) };
    await supersede(suite, { day: JANUARY, first: 1, ...gap, replaces: 1 });
    expect(await countsOf(suite)).to.deep.equal([10, 8, 2]);
    await supersede(suite, { day: JANUARY, first: 1, ...gap, replaces: 3 }); // missing before and after
    expect(await countsOf(suite)).to.deep.equal([10, 8, 2]);
    await supersede(suite, { day: JANUARY, first: 2, milliWh: [5], qualities: qualities(1, QUALITY.Estimated), replaces: 4 }); // prettier-ignore
    expect(await countsOf(suite)).to.deep.equal([10, 9, 1]);
    await supersede(suite, { day: JANUARY, first: 1, milliWh: [6], replaces: 4 });
    expect(await countsOf(suite)).to.deep.equal([10, 10, 0]);
    await supersede(suite, { day: JANUARY, first: 6, milliWh: [0, 0, 0, 0], qualities: qualities(4, QUALITY.Missing), replaces: 2 }); // prettier-ignore
    expect(await countsOf(suite)).to.deep.equal([10, 6, 4]);
    const { records, estimated, missing, energyMilliWh } = await suite.impact.totals(SOLAR, JANUARY, JANUARY);
    // 10 + 6 + 5 + 40 + 50 + 60
    expect([records, estimated, missing, energyMilliWh]).to.deep.equal([6n, 1n, 4n, 171n]);
  });

  it("is refused if one of the hours comes from another batch, the first such hour named: so nothing is corrected twice [E-2]", async () => {
    const suite = await prepared();
    const refuses = (given: { first: number; milliWh: number[]; replaces: number }, hour: number, active: number) =>
      expect(supersede(suite, { day: JANUARY, ...given }))
        .to.be.revertedWithCustomError(suite.impact, "NotTheActiveBatch")
        .withArgs(SOLAR, JANUARY, hour, active, given.replaces);
    await refuses({ first: 0, milliWh: [1], replaces: 2 }, 0, 1);
    await refuses({ first: 5, milliWh: [1, 1], replaces: 1 }, 6, 2);
    await refuses({ first: 5, milliWh: [1, 1], replaces: 2 }, 5, 1);
    await refuses({ first: 0, milliWh: [1], replaces: 0 }, 0, 1);
    await refuses({ first: 0, milliWh: [1], replaces: 3 }, 0, 1); // of no such batch
    await supersede(suite, { day: JANUARY, first: 2, milliWh: [31], replaces: 1 });
    await refuses({ first: 2, milliWh: [32], replaces: 1 }, 2, 3); // the same correction again
    await refuses({ first: 1, milliWh: [1, 1], replaces: 1 }, 2, 3);
    await supersede(suite, { day: JANUARY, first: 2, milliWh: [32], replaces: 3 });
    expect(await hoursOf(suite, 4)).to.deep.equal([
      [10, 1],
      [20, 1],
      [32, 4],
      [40, 1],
    ]);
  });

  it("is refused where nothing is recorded: the hour after the last one, another day, and batch 0 of it [E-2]", async () => {
    const suite = await prepared();
    for (const [japanDay, first, replaces] of [
      [JANUARY, 10, 2],
      [JANUARY, 10, 0],
      [JANUARY - 1, 0, 1],
      [JANUARY + 1, 0, 0],
    ] as const)
      await expect(supersede(suite, { day: japanDay, first, milliWh: [1], replaces }))
        .to.be.revertedWithCustomError(suite.impact, "NotTheActiveBatch")
        .withArgs(SOLAR, japanDay, first, 0, replaces);
  });

  it("covers a hole between hours that one batch kept: the outer hours are not corrected together with it [E-2]", async () => {
    const suite = await prepared();
    await supersede(suite, { day: JANUARY, first: 2, milliWh: [31], replaces: 1 });
    await supersede(suite, { day: JANUARY, first: 3, milliWh: [41, 51, 61], replaces: 1 });
    await supersede(suite, { day: JANUARY, first: 0, milliWh: [11, 21], replaces: 1 }); // nothing of batch 1 is left
    await expect(supersede(suite, { day: JANUARY, milliWh: [1], replaces: 1 }))
      .to.be.revertedWithCustomError(suite.impact, "NotTheActiveBatch")
      .withArgs(SOLAR, JANUARY, 0, 5, 1);
    expect(await hoursOf(suite, 7)).to.deep.equal([
      [11, 5],
      [21, 5],
      [31, 3],
      [41, 4],
      [51, 4],
      [61, 4],
      [70, 2],
    ]);
  });

  it("is bound as a first record is: capacity, missing, words, versions, evidence, role [E-2]", async () => {
    const suite = await prepared();
    const { impact, recorder, issuer, reviewer } = suite;
    const given = { day: JANUARY, replaces: 1 };
    const bound = 3_000_000;
    await supersede(suite, { ...given, milliWh: [bound, -bound] });
    const missing = qualities(1, QUALITY.Missing);
    const last = { ...given, first: 5 };
    const refused = [
      [() => supersede(suite, { ...last, milliWh: [bound + 1] }), "EnergyOutOfBounds", [SOLAR, 5, bound + 1, bound]],
      [() => supersede(suite, { ...last, milliWh: [-bound - 1] }), "EnergyOutOfBounds", [SOLAR, 5, -bound - 1, bound]],
      [() => supersede(suite, { ...last, milliWh: [1], qualities: missing }), "MissingWithEnergy", [SOLAR, 5, 1]],
      [() => supersede(suite, { ...last, milliWh: [] }), "NoHours", [SOLAR, JANUARY]],
      [() => supersede(suite, { ...last, milliWh: [1], factor: 0 }), "FactorUnknown", [SOLAR, 0, 1]],
      [() => supersede(suite, { ...last, milliWh: [1], factor: 2 }), "FactorUnknown", [SOLAR, 2, 1]],
      [() => supersede(suite, { ...last, milliWh: [1], baseline: 1 }), "BaselineForGeneration", [SOLAR]],
      [() => supersede(suite, { ...last, milliWh: [1], evidence: ethers.ZeroHash }), "DocumentMissing", []],
      [() => supersede(suite, { ...last, milliWh: [1], facility: ref("nowhere") }), "FacilityUnknown", [ref("nowhere")]], // prettier-ignore
      [
        () => supersede(suite, { ...given, facility: BUILDING, milliWh: [1], baseline: 0 }),
        "BaselineUnknown",
        [BUILDING, 0, 1],
      ],
    ] as const;
    for (const [call, error, args] of refused)
      await expect(call(), error).to.be.revertedWithCustomError(impact, error).withArgs(...args); // prettier-ignore
    const words = wordsOf(5, [1], qualities(1));
    words[1] |= 1n << 232n;
    const malformed = impact
      .connect(recorder)
      .supersede(SOLAR, JANUARY, 1, words, 1, 0, REASON.Clerical, EVIDENCE, { gasLimit: 20_000_000 });
    await expect(malformed).to.be.revertedWithCustomError(impact, "WordMalformed").withArgs(SOLAR, 1, words[1]);
    for (const as of [issuer, reviewer])
      await expectUnauthorized(suite, supersede(suite, { ...last, milliWh: [1], as }), as);
    expect(await impact.batchCount(SOLAR, JANUARY)).to.equal(3);
  });

  it("may name other versions, for its own hours only [E-1, E-2]", async () => {
    const suite = await prepared();
    const { impact, issuer } = suite;
    await impact.connect(issuer).addFactor(BUILDING, factorOf(2_000_000, 1, 1));
    await impact.connect(issuer).addBaseline(BUILDING, baselineOf([7], ["2024-03-02", "2024-12-31"], 1));
    await expect(supersede(suite, { facility: BUILDING, day: JANUARY, milliWh: [1], baseline: 2, replaces: 1 }))
      .to.be.revertedWithCustomError(impact, "BaselineJudgesOtherDays")
      .withArgs(BUILDING, 2, day("2024-03-02"), day("2024-12-31"), JANUARY, JANUARY);
    await supersede(suite, { facility: BUILDING, day: JANUARY, first: 1, milliWh: [21], factor: 2, replaces: 1 });
    const hours = await impact.dayOf(BUILDING, JANUARY);
    expect([0, 1, 2].map((hour) => [...hours[hour]!])).to.deep.equal([
      [10n, 1n, 1n, 1n, 1n],
      [21n, 1n, 2n, 2n, 1n],
      [30n, 1n, 1n, 1n, 1n],
    ]);
  });
});

describe("ImpactRegistry.correctionsIn", () => {
  it("counts corrections by Japan month: the last day of January and the first of February apart [E-2]", async () => {
    const suite = await prepared();
    const { impact } = suite;
    const february = JANUARY + 1;
    await record(suite, { day: JANUARY, first: 10, milliWh: Array<number>(14).fill(1) });
    await record(suite, { day: february, milliWh: [1] });
    expect(await impact.correctionsIn(SOLAR, JANUARY, february)).to.equal(0); // first records are none
    await supersede(suite, { day: JANUARY, milliWh: [1], replaces: 1 });
    await supersede(suite, { day: JANUARY, milliWh: [2], replaces: 4 });
    await supersede(suite, { day: february, milliWh: [2], replaces: 1 });
    const [first, last] = [day("2024-01-01"), day("2024-02-29")];
    expect(await impact.correctionsIn(SOLAR, first, first)).to.equal(2); // the whole month counts
    expect(await impact.correctionsIn(SOLAR, last, last)).to.equal(1);
    expect(await impact.correctionsIn(SOLAR, first, last)).to.equal(3);
    expect(await impact.correctionsIn(SOLAR, first - 1, first - 1)).to.equal(0);
    expect(await impact.correctionsIn(SOLAR, last + 1, last + 400)).to.equal(0);
    expect(await impact.correctionsIn(BUILDING, first, last)).to.equal(0);
    await expect(impact.correctionsIn(SOLAR, last, first))
      .to.be.revertedWithCustomError(impact, "DaysReversed")
      .withArgs(last, first);
  });
});
