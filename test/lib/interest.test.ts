import { expect } from "chai";
import fc from "fast-check";
import { addDays, formatDay, parseDay } from "../../lib/day";
import { halfYearsBetween } from "../../lib/grid";
import { accrued, cutToE13, interestPerYenAt } from "../../lib/interest";
import { paymentDates } from "../../lib/schedule";
import { accruedByDays } from "../support/oracle";
import { randomTerms } from "../support/randomTerms";
import { bondVectors } from "../support/vectors";

const sheets = randomTerms(20240614, 500);
const SEED = { seed: 20231214, numRuns: 500 };

const hitachi21 = {
  denominationYen: 100_000_000n,
  bonds: 100,
  ratePpm: 5980,
  closing: parseDay("2023-12-14"),
  firstPayment: parseDay("2024-06-14"),
  maturity: parseDay("2028-12-14"),
};

describe("interest", () => {
  describe("cutToE13", () => {
    it("is half the yearly rate for one half-year: 0.598 % ÷ 2 = 0.0029900000000 [P-2]", () => {
      expect(cutToE13(5980, { numerator: 1n, denominator: 1n })).to.equal(29_900_000_000n);
    });

    it("cuts, and does not round: 1 ppm ÷ 2 ÷ 3 = 0.000000166666666666… [P-2]", () => {
      expect(cutToE13(1, { numerator: 1n, denominator: 3n })).to.equal(1_666_666n);
      expect(cutToE13(1, { numerator: 2n, denominator: 3n })).to.equal(3_333_333n);
    });
  });

  describe("halfYearsBetween", () => {
    it("is one fraction over the two half-years that the period touches [P-2]", () => {
      // 20 November to 14 December 2023 is 24 of 183 days, then one whole half-year of 183 days
      const { numerator, denominator } = halfYearsBetween(hitachi21, parseDay("2023-11-20"), parseDay("2024-06-14"));
      expect(numerator * 183n).to.equal(denominator * (24n + 183n));
    });
  });

  describe("accrued", () => {
    for (const { name, terms, accrued: expected } of bondVectors) {
      for (const { through, accruesFrom, interestPerYenE13 } of expected) {
        it(`of ${name} through ${through} is ${interestPerYenE13} [P-1, P-2]`, () => {
          const found = accrued(terms, parseDay(through));
          expect(found.accruesFrom === null ? null : formatDay(found.accruesFrom)).to.equal(accruesFrom);
          expect(found.interestPerYenE13.toString()).to.equal(interestPerYenE13);
        });
      }
    }

    context("at the ends of the life [P-1]", () => {
      it("is nothing before closing, and has no first day", () => {
        for (const through of ["2023-12-13", "1970-01-01"]) {
          expect(accrued(hitachi21, parseDay(through))).to.deep.equal({ accruesFrom: null, interestPerYenE13: 0n });
        }
      });

      it("is nothing on the closing day, and has one", () => {
        const accruesFrom = parseDay("2023-12-15");
        expect(accrued(hitachi21, hitachi21.closing)).to.deep.equal({ accruesFrom, interestPerYenE13: 0n });
      });

      it("is the last date's interest on the redemption day, and nothing after it", () => {
        expect(accrued(hitachi21, hitachi21.maturity).interestPerYenE13).to.equal(29_900_000_000n);
        for (const through of ["2028-12-15", "2051-01-01"]) {
          expect(accrued(hitachi21, parseDay(through))).to.deep.equal({ accruesFrom: null, interestPerYenE13: 0n });
        }
      });
    });

    context("of a first period of more than a year [P-2]", () => {
      const terms = { ...hitachi21, closing: parseDay("2023-05-20") };

      it("sums a part, whole half-years and the last part as one fraction", () => {
        // 20 May to 14 June 2023: 25 of 182 days; to 14 December 2023: one half-year; to 23 May 2024: 161 of 183 days.
        // 25/182 + 1 + 161/183 = (25 × 183 + 182 × 183 + 182 × 161) / (182 × 183) = 67,183 / 33,306
        // 29,900,000,000 × 67,183 / 33,306 = 60,312,607,338.01…; cut one by one, the parts are a unit less:
        // 4,107,142,857 + 29,900,000,000 + 26,305,464,480 = 60,312,607,337
        expect(accrued(terms, parseDay("2024-05-23")).interestPerYenE13).to.equal(60_312_607_338n);
      });

      it("is the part and the whole half-year on the grid date between them", () => {
        // 29,900,000,000 × (25 + 182) / 182 = 34,007,142,857.14…
        expect(accrued(terms, parseDay("2023-12-14")).interestPerYenE13).to.equal(34_007_142_857n);
      });
    });

    it("equals the day-by-day sum on 500 random sheets, on each payment date and on days between [P-2]", () => {
      let daysCompared = 0;
      sheets.forEach((terms, position) => {
        const through = [
          ...paymentDates(terms),
          addDays(terms.closing, 1),
          addDays(terms.firstPayment, -1),
          addDays(terms.firstPayment, 1),
          addDays(terms.maturity, -1),
          addDays(terms.closing, (position * 97) % (terms.maturity - terms.closing)),
        ];
        for (const day of through) {
          expect(accrued(terms, day).interestPerYenE13, `sheet ${position} through ${formatDay(day)}`).to.equal(
            accruedByDays(terms, day),
          );
        }
        daysCompared += through.length;
      });
      expect(daysCompared).to.be.above(3_000); // five days a sheet, and at least one payment date
    });

    it("never falls within a period, and starts again on the day after a payment date [P-1]", () => {
      fc.assert(
        fc.property(fc.constantFrom(...sheets), fc.double({ min: 0, max: 1, noNaN: true }), (terms, share) => {
          const day = addDays(terms.closing, Math.floor(share * (terms.maturity - terms.closing)));
          const today = accrued(terms, day);
          const tomorrow = accrued(terms, addDays(day, 1));
          const isPaymentDate = paymentDates(terms).includes(day);
          if (day === terms.maturity) expect(tomorrow.accruesFrom).to.equal(null);
          else if (isPaymentDate) expect(tomorrow.accruesFrom).to.equal(day + 1);
          else {
            expect(tomorrow.accruesFrom).to.equal(today.accruesFrom);
            expect(tomorrow.interestPerYenE13 > today.interestPerYenE13).to.equal(true);
          }
        }),
        SEED,
      );
    });
  });

  describe("interestPerYenAt", () => {
    for (const { name, terms, schedule } of bondVectors) {
      it(`is each payment's interest of ${name} [P-2]`, () => {
        const found = schedule.payments.map(({ index }) => interestPerYenAt(terms, index).toString());
        expect(found).to.deep.equal(schedule.payments.map(({ interestPerYenE13 }) => interestPerYenE13));
      });
    }

    it("is what accrues through the payment date [P-2]", () => {
      for (const terms of sheets) {
        paymentDates(terms).forEach((date, position) => {
          expect(accrued(terms, date).interestPerYenE13).to.equal(interestPerYenAt(terms, position + 1));
        });
      }
    });

    it("is half the yearly rate, exactly, on every date but the first: ratePpm × 10^13 ÷ (2 × 10^6) [P-2]", () => {
      for (const terms of sheets) {
        paymentDates(terms)
          .slice(1)
          .forEach((_, position) => {
            expect(interestPerYenAt(terms, position + 2)).to.equal(BigInt(terms.ratePpm) * 5_000_000n);
          });
      }
    });

    it("refuses an index that the terms do not have", () => {
      expect(() => interestPerYenAt(hitachi21, 0)).to.throw(RangeError, "0");
      expect(() => interestPerYenAt(hitachi21, 11)).to.throw(RangeError, "11");
      expect(interestPerYenAt(hitachi21, 10)).to.equal(29_900_000_000n);
    });
  });
});
