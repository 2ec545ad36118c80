import { expect } from "chai";
import { ethers } from "hardhat";
import { parseDay } from "../../lib/day";
import {
  earliestMeetingDay,
  latestApplicationDay,
  latestMeetingDay,
  MATTERS,
  mayDemand,
  passes,
} from "../../lib/meeting";
import { ENUMS } from "../../tasks/support/enums";

const MOST = 32n;
const upTo = (most: bigint): bigint[] => Array.from({ length: Number(most) + 1 }, (_, i) => BigInt(i));

describe("Meetings on the chain and in the library", () => {
  it(`agree on every resolution of up to ${MOST} votes [M-3]`, async () => {
    const harness = await ethers.deployContract("MeetingHarness");
    for (const special of [false, true]) {
      const expected = upTo(MOST).flatMap((allBonds) =>
        upTo(allBonds).flatMap((presentBonds) =>
          upTo(presentBonds).map((forBonds) => passes(special, { forBonds, presentBonds, allBonds })),
        ),
      );
      expect(expected.length).to.equal((33 * 34 * 35) / 6);
      expect(await harness.passesUpTo(special, MOST)).to.deep.equal(expected);
    }
  });

  it("agree on every demand of up to 120 bonds [M-2]", async () => {
    const harness = await ethers.deployContract("MeetingHarness");
    const expected = upTo(120n).flatMap((counted) => upTo(counted).map((bonds) => mayDemand(bonds, counted)));
    expect(await harness.mayDemandUpTo(120)).to.deep.equal(expected);
  });

  it("agree on the periods [M-1, M-2, M-3]", async () => {
    const harness = await ethers.deployContract("MeetingHarness");
    const day = parseDay("2026-05-01");
    const expected = [earliestMeetingDay(day), latestMeetingDay(day), latestApplicationDay(day)].map(BigInt);
    expect([...(await harness.daysAfter(day))]).to.deep.equal(expected);
  });

  it("name the matters alike [M-3]", () => {
    expect(ENUMS["Matter"]).to.deep.equal([...MATTERS]);
  });
});
