import { expect } from "chai";
import fc from "fast-check";
import {
  addDays,
  civilOf,
  dayFromCivil,
  formatDay,
  jstDayOf,
  lastDayOfMonth,
  NoSuchDay,
  parseDay,
  startOf,
  weekday,
  type JstDay,
} from "../../lib/day";

const SEED = { seed: 20231214, numRuns: 2_000 };
const MILLISECONDS_PER_DAY = 86_400_000;
const anyDay = fc.integer({ min: 0, max: 80_000 }).map((days) => days as JstDay); // 1970 to 2189

describe("day", () => {
  describe("jstDayOf", () => {
    // 2024-06-14 00:00 in Japan is 2024-06-13 15:00 UTC
    const midnight = BigInt(Date.UTC(2024, 5, 13, 15) / 1_000);

    context("at the edges of a Japan day", () => {
      it("is the day before at 23:59:59 Japan time", () => {
        expect(formatDay(jstDayOf(midnight - 1n))).to.equal("2024-06-13");
      });

      it("is the day from 00:00:00 Japan time", () => {
        expect(formatDay(jstDayOf(midnight))).to.equal("2024-06-14");
      });

      it("is the day through 23:59:59 Japan time", () => {
        expect(formatDay(jstDayOf(midnight + 86_399n))).to.equal("2024-06-14");
        expect(formatDay(jstDayOf(midnight + 86_400n))).to.equal("2024-06-15");
      });
    });

    it("counts from 1 January 1970 in Japan, where the epoch is 9 o'clock", () => {
      expect(jstDayOf(0n)).to.equal(0);
      expect(jstDayOf(15n * 3_600n - 1n)).to.equal(0);
      expect(jstDayOf(15n * 3_600n)).to.equal(1);
    });

    it("undoes startOf, and not one second earlier", () => {
      fc.assert(
        fc.property(
          anyDay.filter((day) => day > 0),
          (day) => {
            expect(jstDayOf(startOf(day))).to.equal(day);
            expect(jstDayOf(startOf(day) - 1n)).to.equal(day - 1);
          },
        ),
        SEED,
      );
    });
  });

  describe("civil dates", () => {
    it("agree with the JavaScript calendar in both directions", () => {
      fc.assert(
        fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (days) => {
          const date = new Date(days * MILLISECONDS_PER_DAY);
          const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, dayOfMonth: date.getUTCDate() };
          expect(civilOf(days as JstDay)).to.deep.equal(civil);
          expect(dayFromCivil(civil.year, civil.month, civil.dayOfMonth)).to.equal(days);
          expect(weekday(days as JstDay)).to.equal(date.getUTCDay());
          expect(formatDay(days as JstDay)).to.equal(date.toISOString().slice(0, 10));
        }),
        SEED,
      );
    });

    it("know the lengths of months", () => {
      expect(Array.from({ length: 12 }, (_, index) => lastDayOfMonth(2023, index + 1))).to.deep.equal([
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
      ]);
      expect([1900, 2000, 2023, 2024, 2100].map((year) => lastDayOfMonth(year, 2))).to.deep.equal([28, 29, 28, 29, 28]);
    });

    it("move by days over a leap day", () => {
      expect(formatDay(addDays(parseDay("2024-02-28"), 2))).to.equal("2024-03-01");
      expect(formatDay(addDays(parseDay("2023-03-01"), -1))).to.equal("2023-02-28");
    });
  });

  describe("parseDay", () => {
    it("undoes formatDay", () => {
      fc.assert(
        fc.property(anyDay, (day) => {
          expect(parseDay(formatDay(day))).to.equal(day);
        }),
        SEED,
      );
    });

    for (const text of ["2024-02-29", "2000-02-29", "2023-12-31", "2024-01-01", "0000-01-01", "9999-12-31"]) {
      it(`accepts ${text}`, () => expect(formatDay(parseDay(text))).to.equal(text));
    }

    for (const text of [
      "2024-02-30",
      "2023-02-29",
      "2100-02-29",
      "2024-04-31",
      "2024-00-10",
      "2024-13-10",
      "2024-06-00",
      "2024-06-32",
      "2024-6-14",
      "24-06-14",
      "20240614",
      "2024/06/14",
      " 2024-06-14",
      "2024-06-14 ",
      "2024-06-14\n",
      "2024-06-14T00:00",
      "+2024-06-14",
      "２０２４-06-14",
      "",
    ]) {
      it(`refuses ${JSON.stringify(text)}`, () =>
        expect(() => parseDay(text)).to.throw(NoSuchDay, JSON.stringify(text)));
    }
  });

  describe("dayFromCivil", () => {
    it("refuses a year that has not four digits", () => {
      expect(() => dayFromCivil(-1, 1, 1)).to.throw(NoSuchDay);
      expect(() => dayFromCivil(10_000, 1, 1)).to.throw(NoSuchDay);
    });
  });
});
