import { expect } from "chai";
import fc from "fast-check";
import { ethers } from "hardhat";
import type { CoreHarness } from "../../typechain-types";
import { fixture } from "../support/chain";

const deployed = () => ethers.deployContract("CoreHarness", [ethers.ZeroAddress]);
const harness = async (): Promise<CoreHarness> => await fixture(deployed);

describe("HalfEven.perMillion", () => {
  // of 10^6: below, at and above each half, where the half below is even and where it is odd
  for (const [sum, rounded] of [
    [0, 0],
    [1, 0],
    [499_999, 0],
    [500_000, 0],
    [500_001, 1],
    [999_999, 1],
    [1_000_000, 1],
    [1_499_999, 1],
    [1_500_000, 2],
    [1_500_001, 2],
    [2_499_999, 2],
    [2_500_000, 2],
    [2_500_001, 3],
    [-1, 0],
    [-499_999, 0],
    [-500_000, 0],
    [-500_001, -1],
    [-1_000_000, -1],
    [-1_499_999, -1],
    [-1_500_000, -2],
    [-1_500_001, -2],
    [-2_500_000, -2],
    [-2_500_001, -3],
  ] as const)
    it(`of ${sum} is ${rounded} [E-2]`, async () => {
      expect(await (await harness()).perMillion(sum)).to.equal(rounded);
    });

  it("holds at both ends of a number of 256 bits [E-2]", async () => {
    const core = await harness();
    // 2^255 ends with 819,968: from the half on, away from zero
    const most = 2n ** 255n;
    expect(most % 1_000_000n).to.equal(819_968n);
    expect(await core.perMillion(-most)).to.equal(-(most / 1_000_000n) - 1n);
    expect(await core.perMillion(most - 1n)).to.equal(most / 1_000_000n + 1n);
  });

  it("is never further than half a unit off, even at exactly half, and odd under a change of sign [E-2]", async () => {
    const core = await harness();
    const halves = fc.bigInt(-(10n ** 30n), 10n ** 30n).map((n) => n * 500_000n);
    const sums = fc.oneof(fc.bigInt(-(2n ** 200n), 2n ** 200n), halves, fc.bigInt(-(10n ** 7n), 10n ** 7n));
    await fc.assert(
      fc.asyncProperty(sums, async (sum) => {
        const rounded = await core.perMillion(sum);
        const twiceOff = 2n * (sum - rounded * 1_000_000n);
        expect(twiceOff >= -1_000_000n && twiceOff <= 1_000_000n).to.equal(true);
        if (twiceOff === 1_000_000n || twiceOff === -1_000_000n) expect(rounded % 2n).to.equal(0n);
        expect(await core.perMillion(-sum)).to.equal(-rounded);
      }),
      { numRuns: 200, seed: 8329 },
    );
  });
});
