import { expect } from "chai";
import { shippedCalendar } from "../../lib/calendar";
import { parseDay } from "../../lib/day";
import { floorToYen, withheldYen } from "../../lib/entitlement";
import { accruedJson, scheduleJson } from "../../lib/present";
import { fixture } from "../support/chain";
import { chainAccrued, chainSchedule, deployCore } from "../support/core";
import { bondVectors, holderInterestVectors, withholdingVectors } from "../support/vectors";

describe("Parity with the vectors", () => {
  for (const { name, terms, schedule, accrued } of bondVectors) {
    context(name, () => {
      it("has the vector's schedule, on the chain and in lib [P-2, P-4, P-6, T-1]", async () => {
        const core = await fixture(deployCore);
        expect(await chainSchedule(core, terms)).to.deep.equal(schedule);
        expect(scheduleJson(terms, shippedCalendar)).to.deep.equal(schedule);
      });

      if (accrued.length === 0) return;
      it("accrues as the vector says, on the chain and in lib [P-1, P-2]", async () => {
        const core = await fixture(deployCore);
        const days = accrued.map(({ through }) => parseDay(through));
        const expected = accrued.map(({ through, accruesFrom, interestPerYenE13, perBondYen }) => ({
          through,
          accruesFrom,
          interestPerYenE13,
          perBondYen,
        }));
        expect(await chainAccrued(core, terms, days)).to.deep.equal(expected);
        expect(days.map((day) => accruedJson(terms, day))).to.deep.equal(expected);
        for (const { sevenBondsYen, interestPerYenE13 } of accrued) {
          if (sevenBondsYen === undefined) continue;
          const onChain = await core.core.floorToYen(7n * terms.denominationYen, interestPerYenE13);
          expect(onChain.toString()).to.equal(sevenBondsYen);
        }
      });
    });
  }

  context("the interest of a holder", () => {
    for (const { faceYen, interestPerYenE13, yen } of holderInterestVectors) {
      it(`is ${yen} on ${faceYen} yen at ${interestPerYenE13} [P-3]`, async () => {
        const { core } = await fixture(deployCore);
        expect((await core.floorToYen(faceYen, interestPerYenE13)).toString()).to.equal(yen);
        expect(floorToYen(BigInt(faceYen), BigInt(interestPerYenE13)).toString()).to.equal(yen);
      });
    }

    it("is cut once on the total, not bond by bond [P-3]", async () => {
      const { core } = await fixture(deployCore);
      // 1,000,000 x 0.0041569672131 = 4,156.9672131 -> 4,156 a bond; 500 bonds: 2,078,483.60655 -> 2,078,483, not 500 x 4,156 = 2,078,000
      expect(await core.floorToYen(1_000_000n, 41_569_672_131n)).to.equal(4_156n);
      expect(await core.floorToYen(500_000_000n, 41_569_672_131n)).to.equal(2_078_483n);
    });

    it("holds at the largest face and rate, and at zero [P-3]", async () => {
      const { core } = await fixture(deployCore);
      // 10^15 x 0.999999 / 2 = 499,999,500,000,000; in units of 10^-13: 0.4999995 -> 4,999,995,000,000
      expect(await core.floorToYen(10n ** 15n, 4_999_995_000_000n)).to.equal(499_999_500_000_000n);
      expect(await core.floorToYen(0n, 4_999_995_000_000n)).to.equal(0n);
      expect(await core.floorToYen(10n ** 15n, 0n)).to.equal(0n);
      // one yen short of a unit: 1 x 0.9999999999999 -> 0
      expect(await core.floorToYen(1n, 9_999_999_999_999n)).to.equal(0n);
      expect(await core.floorToYen(1n, 10_000_000_000_000n)).to.equal(1n);
    });
  });

  context("the tax withheld", () => {
    for (const { grossYen, withheldYen: withheld, netYen } of withholdingVectors) {
      it(`is ${withheld} of ${grossYen} yen and leaves ${netYen} [P-8]`, async () => {
        const { core } = await fixture(deployCore);
        expect((await core.floorToWithheldYen(grossYen, 15_315n)).toString()).to.equal(withheld);
        expect(withheldYen(BigInt(grossYen), 15_315).toString()).to.equal(withheld);
        expect((BigInt(grossYen) - BigInt(withheld)).toString()).to.equal(netYen);
      });
    }

    it("is nothing at rate 0 and everything at rate 100,000 [P-8]", async () => {
      const { core } = await fixture(deployCore);
      expect(await core.floorToWithheldYen(299_000n, 0n)).to.equal(0n);
      expect(await core.floorToWithheldYen(299_000n, 100_000n)).to.equal(299_000n);
    });
  });
});
