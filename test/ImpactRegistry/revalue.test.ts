import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import {
  BUILDING,
  PAPER,
  REASON,
  SOLAR,
  baselineOf,
  bringIn,
  expectUnauthorized,
  factorOf,
  record,
  supersede,
} from "../support/impact";
import { at, day, deploySuite, goTo, jst, ref, type Suite } from "../support/suite";

const JANUARY_30 = day("2024-01-30");
const JANUARY_31 = day("2024-01-31");
const FEBRUARY_1 = day("2024-02-01");

/** 1 March 2024. 30 January to 1 February, hour 0 to 23 each, 100 mWh an hour. Factor 2: 1 g and 2 kJ a kWh; baseline 2: 400 mWh from 31 January on. */
const recorded = async (): Promise<Suite> => {
  const suite = await deploySuite();
  await bringIn(suite);
  const as = suite.impact.connect(suite.issuer);
  for (const facility of [SOLAR, BUILDING]) await as.addFactor(facility, factorOf(1_000, 2, 1));
  await as.addBaseline(BUILDING, baselineOf([400], ["2024-01-31", "2024-12-31"], 1));
  await goTo("2024-03-01T00:00:00");
  for (const facility of [SOLAR, BUILDING])
    for (const each of [JANUARY_30, JANUARY_31, FEBRUARY_1])
      await record(suite, { facility, day: each, milliWh: Array<number>(24).fill(100) });
  return suite;
};

const prepared = (): Promise<Suite> => fixture(recorded);

interface Given {
  readonly facility?: string;
  readonly from?: number;
  readonly through?: number;
  readonly factor?: number;
  readonly baseline?: number;
  readonly reason?: number;
  readonly paper?: string;
}

const revalue = ({ impact, recorder }: Suite, given: Given, as = recorder) => {
  const { facility = SOLAR, from = JANUARY_31, through = from, factor = 0, baseline = 0, paper = PAPER } = given;
  const reason = given.reason ?? (factor === 0 ? REASON.BaselineRevised : REASON.FactorRevised);
  return impact.connect(as).revalue(facility, from, through, factor, baseline, reason, paper, { gasLimit: 20_000_000 });
};

/** Factor and baseline of hour 0 of the three days. */
const versionsOf = async ({ impact }: Suite, facility = SOLAR): Promise<readonly (readonly number[])[]> =>
  Promise.all(
    [JANUARY_30, JANUARY_31, FEBRUARY_1].map(async (each) => {
      const { factor, baseline } = (await impact.dayOf(facility, each))[0]!;
      return [Number(factor), Number(baseline)];
    }),
  );

describe("ImpactRegistry.revalue", () => {
  it("gives the hours of some days another factor, tells it, and keeps who did so and when [E-1]", async () => {
    const suite = await prepared();
    const { impact, recorder } = suite;
    await at("2024-03-02T12:00:00");
    await expect(revalue(suite, { factor: 2 }))
      .to.emit(impact, "HoursRevalued")
      .withArgs(SOLAR, 1, JANUARY_31, JANUARY_31, 2, 0, REASON.FactorRevised, PAPER);
    expect([...(await impact.revaluationAt(SOLAR, 1))]).to.deep.equal([
      BigInt(JANUARY_31),
      BigInt(JANUARY_31),
      2n,
      0n,
      BigInt(REASON.FactorRevised),
      BigInt(jst("2024-03-02T12:00:00")),
      recorder.address,
      PAPER,
    ]);
    expect((await impact.progress(SOLAR)).revaluations).to.equal(1);
    expect(await versionsOf(suite)).to.deep.equal([
      [1, 0],
      [2, 0],
      [1, 0],
    ]);
    expect((await impact.batchAt(SOLAR, JANUARY_31, 1)).factor).to.equal(1); // as it was recorded
    // 48 hours of 100 mWh at 441,000 mg, 24 at 1,000 mg
    const { co2MilligramsE6, primaryEnergyKjE6 } = await impact.totals(SOLAR, JANUARY_30, FEBRUARY_1);
    expect(co2MilligramsE6).to.equal(48 * 100 * 441_000 + 24 * 100 * 1_000);
    expect(primaryEnergyKjE6).to.equal(48 * 100 * 8_640 + 24 * 100 * 2);
  });

  it("gives the hours of some days another baseline, and leaves their factor [E-1]", async () => {
    const suite = await prepared();
    const { impact } = suite;
    await expect(revalue(suite, { facility: BUILDING, through: FEBRUARY_1, baseline: 2 }))
      .to.emit(impact, "HoursRevalued")
      .withArgs(BUILDING, 1, JANUARY_31, FEBRUARY_1, 0, 2, REASON.BaselineRevised, PAPER);
    await revalue(suite, { facility: BUILDING, from: FEBRUARY_1, factor: 2 });
    expect(await versionsOf(suite, BUILDING)).to.deep.equal([
      [1, 1],
      [1, 2],
      [2, 2],
    ]);
    const { baselineMilliWh, impactMilliWh, co2MilligramsE6 } = await impact.totals(BUILDING, JANUARY_30, FEBRUARY_1);
    // 1,000,000 mWh an hour by baseline 1, 400 by baseline 2; 100 were consumed
    expect(baselineMilliWh).to.equal(24 * 1_000_000 + 48 * 400);
    expect(impactMilliWh).to.equal(24 * 999_900 + 48 * 300);
    expect(co2MilligramsE6).to.equal((24 * 999_900 + 24 * 300) * 441_000 + 24 * 300 * 1_000);
  });

  it("covers its first and its last day and no other, and the last act on a day counts [E-1]", async () => {
    const suite = await prepared();
    await revalue(suite, { from: JANUARY_30, through: JANUARY_31, factor: 2 });
    expect(await versionsOf(suite)).to.deep.equal([
      [2, 0],
      [2, 0],
      [1, 0],
    ]);
    await revalue(suite, { from: JANUARY_31, through: FEBRUARY_1, factor: 1 });
    expect(await versionsOf(suite)).to.deep.equal([
      [2, 0],
      [1, 0],
      [1, 0],
    ]);
  });

  it("covers what was recorded before it: neither a later correction nor a later hour [E-1, E-2]", async () => {
    const suite = await prepared();
    const { impact } = suite;
    await record(suite, { day: FEBRUARY_1 + 1, milliWh: [1] });
    await revalue(suite, { from: JANUARY_30, through: FEBRUARY_1 + 1, factor: 2 });
    await record(suite, { day: FEBRUARY_1 + 1, first: 1, milliWh: [1] });
    await supersede(suite, { day: FEBRUARY_1, first: 1, milliWh: [1], replaces: 1 });
    const factorsOf = async (japanDay: number) =>
      [...(await impact.dayOf(SOLAR, japanDay))].slice(0, 3).map(({ factor }) => Number(factor));
    expect(await factorsOf(FEBRUARY_1)).to.deep.equal([2, 1, 2]);
    expect(await factorsOf(FEBRUARY_1 + 1)).to.deep.equal([2, 1, 0]);
    expect((await impact.batchAt(SOLAR, FEBRUARY_1, 2)).revaluationsBefore).to.equal(1);
    await revalue(suite, { from: FEBRUARY_1, factor: 2 }); // a second act covers the correction too
    expect(await factorsOf(FEBRUARY_1)).to.deep.equal([2, 2, 2]);
  });

  it("names a factor or a baseline, and the reason that goes with it [E-1]", async () => {
    const suite = await prepared();
    const { FactorRevised, BaselineRevised } = REASON;
    const refused = [
      [0, 0, FactorRevised],
      [0, 0, BaselineRevised],
      [2, 2, FactorRevised],
      [2, 2, BaselineRevised],
      [2, 0, BaselineRevised],
      [0, 2, FactorRevised],
      ...[REASON.None, REASON.MeterFault, REASON.LateData, REASON.Clerical].flatMap((reason) => [
        [2, 0, reason] as const,
        [0, 2, reason] as const,
      ]),
    ] as const;
    for (const [factor, baseline, reason] of refused)
      await expect(revalue(suite, { facility: BUILDING, factor, baseline, reason }), `${factor} ${baseline} ${reason}`)
        .to.be.revertedWithCustomError(suite.impact, "NothingToRevalue")
        .withArgs(factor, baseline, reason);
  });

  it("stays within the days on record, the first and the last included; without any there are none [E-2]", async () => {
    const suite = await prepared();
    const { impact, issuer, token } = suite;
    await revalue(suite, { from: JANUARY_30, through: FEBRUARY_1, factor: 2 });
    for (const [from, through] of [
      [JANUARY_30 - 1, FEBRUARY_1],
      [JANUARY_30, FEBRUARY_1 + 1],
      [FEBRUARY_1 + 1, FEBRUARY_1 + 1],
      [0, 2 ** 32 - 1],
    ] as const)
      await expect(revalue(suite, { from, through, factor: 2 }))
        .to.be.revertedWithCustomError(impact, "DaysNotRecorded")
        .withArgs(SOLAR, JANUARY_30, FEBRUARY_1, from, through);
    const WIND = ref("wind-1");
    await impact.connect(issuer).registerFacility(WIND, token, 0, 1, 0, 0, "W", ["m"]);
    await impact.connect(issuer).addFactor(WIND, factorOf(1, 1));
    await expect(revalue(suite, { facility: WIND, from: 0, factor: 1 }))
      .to.be.revertedWithCustomError(impact, "DaysNotRecorded")
      .withArgs(WIND, 0, 0, 0, 0);
    await expect(revalue(suite, { from: FEBRUARY_1, through: JANUARY_31, factor: 2 }))
      .to.be.revertedWithCustomError(impact, "DaysReversed")
      .withArgs(FEBRUARY_1, JANUARY_31);
  });

  it("reaches a day of which the first hour alone is on record [E-2]", async () => {
    const suite = await prepared();
    const next = FEBRUARY_1 + 1;
    await expect(revalue(suite, { from: next, factor: 2 })).to.be.revertedWithCustomError(suite.impact, "DaysNotRecorded"); // prettier-ignore
    await record(suite, { day: next, milliWh: [1] });
    await revalue(suite, { from: next, factor: 2 });
    expect((await suite.impact.dayOf(SOLAR, next))[0]!.factor).to.equal(2);
  });

  it("needs versions that there are, admissible ones, and days that the baseline judges, all of them [E-1]", async () => {
    const suite = await prepared();
    const { impact, issuer, reviewer } = suite;
    await expect(revalue(suite, { factor: 3 }))
      .to.be.revertedWithCustomError(impact, "FactorUnknown")
      .withArgs(SOLAR, 3, 2);
    await expect(revalue(suite, { baseline: 1 })) // the array has none
      .to.be.revertedWithCustomError(impact, "BaselineUnknown")
      .withArgs(SOLAR, 1, 0);
    await expect(revalue(suite, { facility: BUILDING, baseline: 3 }))
      .to.be.revertedWithCustomError(impact, "BaselineUnknown")
      .withArgs(BUILDING, 3, 2);
    for (const [from, through] of [
      [JANUARY_30, JANUARY_30],
      [JANUARY_30, JANUARY_31],
    ] as const)
      await expect(revalue(suite, { facility: BUILDING, from, through, baseline: 2 }))
        .to.be.revertedWithCustomError(impact, "BaselineJudgesOtherDays")
        .withArgs(BUILDING, 2, JANUARY_31, day("2024-12-31"), from, through);
    await impact.connect(issuer).addBaseline(BUILDING, baselineOf([7], ["2024-01-30", "2024-01-31"], 2));
    await revalue(suite, { facility: BUILDING, from: JANUARY_31, baseline: 2 });
    await expect(revalue(suite, { facility: BUILDING, baseline: 3 }))
      .to.be.revertedWithCustomError(impact, "RestatementUnsigned")
      .withArgs(BUILDING, 3);
    await impact.connect(reviewer).signRestatement(BUILDING, 3, PAPER);
    await revalue(suite, { facility: BUILDING, from: JANUARY_30, through: JANUARY_31, baseline: 3 });
    await expect(revalue(suite, { facility: BUILDING, from: JANUARY_31, through: FEBRUARY_1, baseline: 3 }))
      .to.be.revertedWithCustomError(impact, "BaselineJudgesOtherDays")
      .withArgs(BUILDING, 3, JANUARY_30, JANUARY_31, JANUARY_31, FEBRUARY_1);
    expect((await versionsOf(suite, BUILDING)).map(([, baseline]) => baseline)).to.deep.equal([3, 3, 1]);
  });

  it("is refused without evidence, for no such facility, and to all but the recorder [E-2]", async () => {
    const suite = await prepared();
    const { impact, issuer, reviewer } = suite;
    await expect(revalue(suite, { factor: 2, paper: ethers.ZeroHash })).to.be.revertedWithCustomError(
      impact,
      "DocumentMissing",
    );
    await expect(revalue(suite, { factor: 2, facility: ref("nowhere") }))
      .to.be.revertedWithCustomError(impact, "FacilityUnknown")
      .withArgs(ref("nowhere"));
    for (const caller of [issuer, reviewer])
      await expectUnauthorized(suite, revalue(suite, { factor: 2 }, caller), caller);
    expect((await impact.progress(SOLAR)).revaluations).to.equal(0);
  });

  it("has numbers from 1 through the last, and no other [E-2]", async () => {
    const suite = await prepared();
    await revalue(suite, { factor: 2 });
    for (const number of [0, 2, 2 ** 16 - 1])
      await expect(suite.impact.revaluationAt(SOLAR, number))
        .to.be.revertedWithCustomError(suite.impact, "NoSuchRevaluation")
        .withArgs(SOLAR, number, 1);
  });

  it("counts once in every Japan month that it touches [E-2]", async () => {
    const suite = await prepared();
    const { impact } = suite;
    await revalue(suite, { from: JANUARY_30, through: JANUARY_31, factor: 2 });
    await revalue(suite, { from: JANUARY_31, through: FEBRUARY_1, factor: 2 });
    await revalue(suite, { from: FEBRUARY_1, factor: 2 });
    expect(await impact.correctionsIn(SOLAR, JANUARY_31, JANUARY_31)).to.equal(2);
    expect(await impact.correctionsIn(SOLAR, FEBRUARY_1, FEBRUARY_1)).to.equal(2);
    expect(await impact.correctionsIn(SOLAR, JANUARY_31, FEBRUARY_1)).to.equal(4);
  });
});
