import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import {
  BUILDING,
  EVIDENCE,
  PAPER,
  REASON,
  SOLAR,
  bringIn,
  qualities,
  record,
  supersede,
  wordsOf,
} from "../support/impact";
import { day, deploySuite, goTo, type Suite } from "../support/suite";

const DAY = day("2024-01-31");
const NEXT = DAY + 1;
const BLOCK = 800_000_000n;
const GAS = { gasLimit: 20_000_000 } as const;

/** 1 March 2024: both facilities have the first hours of 31 January, 100 mWh each. */
const recorded = async (hours: number): Promise<Suite> => {
  const suite = await deploySuite();
  await bringIn(suite);
  await goTo("2024-03-01T00:00:00");
  for (const facility of [SOLAR, BUILDING])
    await record(suite, { facility, day: DAY, milliWh: Array<number>(hours).fill(100) });
  return suite;
};

describe("How many batches a Japan day has", function () {
  this.timeout(180_000);

  it("is 255 at most: the 255th goes in, the 256th does not, be it a correction or a first record [E-2]", async () => {
    const suite = await fixture(() => recorded(20));
    const { impact } = suite;
    for (let batch = 2; batch <= 255; batch += 1)
      await supersede(suite, { day: DAY, milliWh: [batch], replaces: batch - 1 });
    expect(await impact.batchCount(SOLAR, DAY)).to.equal(255);
    const [first, second] = await impact.dayOf(SOLAR, DAY);
    expect([first!.energyMilliWh, first!.batch, second!.energyMilliWh, second!.batch]).to.deep.equal([
      255n,
      255n,
      100n,
      1n,
    ]);
    const full = [SOLAR, DAY] as const;
    await expect(supersede(suite, { day: DAY, milliWh: [1], replaces: 255 }))
      .to.be.revertedWithCustomError(impact, "TooManyBatches")
      .withArgs(...full);
    await expect(record(suite, { day: DAY, first: 20, milliWh: [1] }))
      .to.be.revertedWithCustomError(impact, "TooManyBatches")
      .withArgs(...full);
    expect((await impact.totals(SOLAR, DAY, DAY)).energyMilliWh).to.equal(255 + 19 * 100);
    await record(suite, { facility: BUILDING, day: DAY, first: 20, milliWh: [1] }); // another facility has its own
  });
});

describe("The thief of a recorder's key", function () {
  this.timeout(180_000);

  /** 231 corrections of the whole day, then one of each hour, so that as many batches as can be still stand; and all revaluations. */
  const flood = async () => {
    const suite = await recorded(24);
    const { impact, recorder } = suite;
    const correction = (batch: number): string => {
      const hour = batch - 232; // the last 24 batches
      const whole = wordsOf(0, Array<number>(24).fill(batch), qualities(24));
      const words = hour < 0 ? whole : wordsOf(hour, [batch], qualities(1));
      const replaces = Math.min(batch - 1, 231);
      return impact.interface.encodeFunctionData("supersede", [
        SOLAR,
        DAY,
        replaces,
        words,
        1,
        0,
        REASON.Clerical,
        EVIDENCE,
      ]);
    };
    const asThief = impact.connect(recorder);
    // few at a time: a test network remembers every step
    for (let batch = 2; batch <= 255; batch += 2)
      await asThief.multicall([correction(batch), correction(batch + 1)].slice(0, 256 - batch), GAS);
    const again = impact.interface.encodeFunctionData("revalue", [
      SOLAR,
      DAY,
      DAY,
      1,
      0,
      REASON.FactorRevised,
      EVIDENCE,
    ]);
    for (let number = 0; number < 255; number += 15) await asThief.multicall(Array<string>(15).fill(again), GAS);
    return { suite, impact, again };
  };
  const flooded = () => fixture(flood);

  it("runs into the bounds of a day and of a facility, and the sum of a month still fits a block [E-2]", async () => {
    const { suite, impact, again } = await flooded();
    expect(await impact.batchCount(SOLAR, DAY)).to.equal(255);
    await expect(supersede(suite, { day: DAY, milliWh: [1], replaces: 232 }))
      .to.be.revertedWithCustomError(impact, "TooManyBatches")
      .withArgs(SOLAR, DAY);
    const recorder = suite.recorder.address;
    await expect(ethers.provider.call({ from: recorder, to: await impact.getAddress(), data: again }))
      .to.be.revertedWithCustomError(impact, "TooManyRevaluations")
      .withArgs(SOLAR, 255);
    // the revaluations are read once, so 31 such days fit a block if one fits the 31st part of it
    const { energyMilliWh } = await impact.totals(SOLAR, DAY, DAY, { gasLimit: BLOCK / 31n });
    expect(energyMilliWh).to.equal(((232 + 255) * 24) / 2);
  });

  it("leaves all other facilities as they were, and what he replaced readable [E-2]", async () => {
    const { suite, impact } = await flooded();
    expect((await impact.batchAt(SOLAR, DAY, 1)).energyMilliWh).to.deep.equal(Array<bigint>(24).fill(100n));
    expect((await impact.totals(BUILDING, DAY, DAY)).energyMilliWh).to.equal(24 * 100);
    expect((await impact.progress(BUILDING)).revaluations).to.equal(0);
    await record(suite, { day: NEXT, milliWh: [1] }); // the next day goes on
    await impact.connect(suite.issuer).setShare(SOLAR, suite.token, 0, PAPER); // and no bond need count it
  });
});
