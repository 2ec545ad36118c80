import { expect } from "chai";
import fc from "fast-check";
import { parseDay } from "../../lib/day";
import { entitlementOf, floorToYen, withheldYen } from "../../lib/entitlement";
import { accrued } from "../../lib/interest";
import { bondVectors, holderInterestVectors, withholdingVectors } from "../support/vectors";

const SEED = { seed: 20231214, numRuns: 1_000 };
const RATE_OF_CORPORATIONS = 15_315;

describe("entitlement", () => {
  describe("floorToYen", () => {
    for (const { faceYen, interestPerYenE13, yen } of holderInterestVectors) {
      it(`is ${yen} yen on a face of ${faceYen} at ${interestPerYenE13} [P-3]`, () => {
        expect(floorToYen(BigInt(faceYen), BigInt(interestPerYenE13)).toString()).to.equal(yen);
      });
    }

    for (const { name, terms, accrued: days } of bondVectors) {
      for (const { through, perBondYen, sevenBondsYen } of days) {
        it(`is ${perBondYen} yen a bond of ${name} through ${through}; seven bonds are cut once [P-3]`, () => {
          const { interestPerYenE13 } = accrued(terms, parseDay(through));
          expect(floorToYen(terms.denominationYen, interestPerYenE13).toString()).to.equal(perBondYen);
          if (sevenBondsYen === undefined) return;
          expect(floorToYen(7n * terms.denominationYen, interestPerYenE13).toString()).to.equal(sevenBondsYen);
        });
      }
    }

    it("cuts just below a whole yen, and pays it just there [P-3]", () => {
      expect(floorToYen(1n, 9_999_999_999_999n)).to.equal(0n);
      expect(floorToYen(1n, 10_000_000_000_000n)).to.equal(1n);
    });
  });

  describe("withheldYen", () => {
    for (const { grossYen, withheldYen: expected } of withholdingVectors) {
      it(`is ${expected} of ${grossYen} yen at 15.315 % [P-8]`, () => {
        expect(withheldYen(BigInt(grossYen), RATE_OF_CORPORATIONS).toString()).to.equal(expected);
      });
    }

    it("is nothing at rate 0, and everything at rate 100,000 [P-8]", () => {
      expect(withheldYen(299_000n, 0)).to.equal(0n);
      expect(withheldYen(299_000n, 100_000)).to.equal(299_000n);
    });
  });

  describe("entitlementOf", () => {
    const sevenBonds = {
      bonds: 7,
      denominationYen: 100_000_000n,
      interestPerYenE13: 29_900_000_000n,
      ratePer100k: RATE_OF_CORPORATIONS,
      redeems: false,
    };

    it("is interest, tax and the rest on an ordinary date [P-3, P-8]", () => {
      // 7 × 299,000 = 2,093,000; × 15.315 % = 320,542.95
      expect(entitlementOf(sevenBonds)).to.deep.equal({
        grossYen: 2_093_000n,
        withheldYen: 320_542n,
        netYen: 1_772_458n,
        principalYen: 0n,
      });
    });

    it("adds the whole face, untaxed, on the redemption day [P-5]", () => {
      expect(entitlementOf({ ...sevenBonds, redeems: true })).to.deep.equal({
        grossYen: 2_093_000n,
        withheldYen: 320_542n,
        netYen: 1_772_458n,
        principalYen: 700_000_000n,
      });
    });

    it("is zero for a holder of nothing", () => {
      expect(entitlementOf({ ...sevenBonds, bonds: 0, redeems: true })).to.deep.equal({
        grossYen: 0n,
        withheldYen: 0n,
        netYen: 0n,
        principalYen: 0n,
      });
    });

    it("cuts interest and tax by less than one yen each, never upwards, up to the largest issue [P-3, P-8]", () => {
      const position = fc.record({
        bonds: fc.integer({ min: 0, max: 1_000_000 }),
        denominationYen: fc.bigInt({ min: 1n, max: 1_000_000_000n }),
        interestPerYenE13: fc.bigInt({ min: 0n, max: 10n ** 14n }),
        ratePer100k: fc.integer({ min: 0, max: 100_000 }),
        redeems: fc.boolean(),
      });
      fc.assert(
        fc.property(position, (each) => {
          const { grossYen, withheldYen: withheld, netYen, principalYen } = entitlementOf(each);
          const faceYen = BigInt(each.bonds) * each.denominationYen;
          const cutInterest = faceYen * each.interestPerYenE13 - grossYen * 10n ** 13n;
          const cutTax = grossYen * BigInt(each.ratePer100k) - withheld * 100_000n;
          expect(cutInterest >= 0n && cutInterest < 10n ** 13n).to.equal(true);
          expect(cutTax >= 0n && cutTax < 100_000n).to.equal(true);
          expect(netYen + withheld).to.equal(grossYen);
          expect(principalYen).to.equal(each.redeems ? faceYen : 0n);
        }),
        SEED,
      );
    });
  });
});
