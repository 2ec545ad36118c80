import { expect } from "chai";
import { HolidayCalendar, shippedCalendar } from "../../lib/calendar";
import { parseDay } from "../../lib/day";
import { violationOf, type Terms } from "../../lib/terms";

const hitachi21: Terms = {
  denominationYen: 100_000_000n,
  bonds: 100,
  ratePpm: 5980,
  closing: parseDay("2023-12-14"),
  firstPayment: parseDay("2024-06-14"),
  maturity: parseDay("2028-12-14"),
};

const brokenKey = (changes: Partial<Terms>, calendar = shippedCalendar): string | null =>
  violationOf({ ...hitachi21, ...changes }, calendar)?.key ?? null;

const days = (closing: string, firstPayment: string, maturity: string): Partial<Terms> => ({
  closing: parseDay(closing),
  firstPayment: parseDay(firstPayment),
  maturity: parseDay(maturity),
});

describe("violationOf", () => {
  it("is null for the terms of Hitachi 21 [I-1 to I-6]", () => expect(brokenKey({})).to.equal(null));

  it("tells the key, the value and what is expected", () => {
    expect(violationOf({ ...hitachi21, ratePpm: 0 }, shippedCalendar)).to.deep.equal({
      key: "ratePpm",
      value: "0",
      expected: "an integer from 1 to 999999",
    });
  });

  context("the rate [I-4]", () => {
    it("lies between 0 and 1,000,000, both excluded", () => {
      expect([-1, 0, 1, 999_999, 1_000_000].map((ratePpm) => brokenKey({ ratePpm }))).to.deep.equal([
        "ratePpm",
        "ratePpm",
        null,
        null,
        "ratePpm",
      ]);
    });
  });

  context("the bonds [I-2]", () => {
    it("are 1 to 1,000,000", () => {
      expect([-1, 0, 1, 1_000_000, 1_000_001].map((bonds) => brokenKey({ bonds }))).to.deep.equal([
        "bonds",
        "bonds",
        null,
        null,
        "bonds",
      ]);
    });
  });

  context("the face [I-2]", () => {
    it("is at least 1 yen a bond", () => {
      expect([-1n, 0n, 1n].map((denominationYen) => brokenKey({ denominationYen }))).to.deep.equal([
        "denominationYen",
        "denominationYen",
        null,
      ]);
    });

    it("is at most 10^15 yen in all", () => {
      expect(brokenKey({ bonds: 1_000_000, denominationYen: 1_000_000_000n })).to.equal(null);
      expect(brokenKey({ bonds: 1_000_000, denominationYen: 1_000_000_001n })).to.equal("denominationYen");
      expect(brokenKey({ bonds: 1, denominationYen: 1_000_000_000_000_000n })).to.equal(null);
      expect(brokenKey({ bonds: 1, denominationYen: 1_000_000_000_000_001n })).to.equal("denominationYen");
      // 3 × 333,333,333,333,333 = 999,999,999,999,999; one yen more on each is over
      expect(brokenKey({ bonds: 3, denominationYen: 333_333_333_333_333n })).to.equal(null);
      expect(brokenKey({ bonds: 3, denominationYen: 333_333_333_333_334n })).to.equal("denominationYen");
    });
  });

  context("the first payment", () => {
    it("lies after closing", () => {
      expect(brokenKey(days("2024-06-14", "2024-06-14", "2028-12-14"))).to.equal("firstPayment");
      expect(brokenKey(days("2024-06-15", "2024-06-14", "2028-12-14"))).to.equal("firstPayment");
    });
  });

  context("the maturity", () => {
    it("may be the first payment, and is not before it", () => {
      expect(brokenKey(days("2023-12-14", "2024-06-14", "2024-06-14"))).to.equal(null);
      expect(brokenKey(days("2022-12-14", "2024-06-14", "2023-12-14"))).to.equal("maturity");
    });

    it("is a whole number of half-years after it [P-2]", () => {
      expect(brokenKey(days("2023-12-14", "2024-06-14", "2024-12-14"))).to.equal(null);
      expect(brokenKey(days("2023-12-14", "2024-06-14", "2024-11-14"))).to.equal("maturity");
      expect(brokenKey(days("2023-12-14", "2024-06-14", "2025-01-14"))).to.equal("maturity");
    });

    it("is on its day of the month [P-2]", () => {
      expect(brokenKey(days("2023-12-14", "2024-06-14", "2024-12-13"))).to.equal("maturity");
      expect(brokenKey(days("2023-12-14", "2024-06-14", "2024-12-15"))).to.equal("maturity");
    });

    for (const [firstPayment, maturity, isGrid, why] of [
      ["2024-02-29", "2025-08-31", true, "29 is the last day of February 2024, 31 the grid's"],
      ["2023-02-28", "2024-08-30", true, "28 is the last day of February 2023, 30 the grid's"],
      ["2024-02-29", "2024-08-30", true, "29 is the last day of February 2024, 30 the grid's"],
      ["2024-02-28", "2024-08-30", false, "February 2024 has a 29th"],
      ["2024-02-28", "2024-08-28", true, "28 is the grid's"],
      ["2023-02-28", "2024-08-28", true, "28 is the grid's"],
      ["2023-08-31", "2025-02-28", true, "31 is the grid's"],
      ["2023-08-31", "2024-02-28", false, "February 2024 has a 29th"],
      ["2023-08-31", "2024-02-29", true, "31 is the grid's"],
      ["2024-06-30", "2024-12-31", true, "30 is the last day of June, 31 the grid's"],
      ["2024-06-29", "2024-12-31", false, "June has a 30th"],
      ["2024-06-30", "2024-12-30", true, "30 is the grid's"],
      ["2024-12-31", "2025-06-30", true, "31 is the grid's"],
      ["2024-12-31", "2025-06-29", false, "June has a 30th"],
    ] as const) {
      it(`${isGrid ? "may" : "may not"} be ${maturity} after ${firstPayment}: ${why} [P-2]`, () => {
        expect(brokenKey(days("2022-12-14", firstPayment, maturity))).to.equal(isGrid ? null : "maturity");
      });
    }
  });

  context("the closing", () => {
    it("lies before the first record day [P-3, T-1]", () => {
      // The window of Friday 14 June 2024 begins on Wednesday 12.
      expect(brokenKey({ closing: parseDay("2024-06-11") })).to.equal(null);
      expect(brokenKey({ closing: parseDay("2024-06-12") })).to.equal("closing");
      expect(brokenKey({ closing: parseDay("2024-06-13") })).to.equal("closing");
    });

    it("may be a bank holiday", () => {
      expect(brokenKey({ closing: parseDay("2023-12-31") })).to.equal(null);
      expect(brokenKey({ closing: parseDay("2024-05-05") })).to.equal(null);
    });
  });

  context("the calendar", () => {
    it("holds the year of the closing", () => {
      expect(brokenKey(days("2019-01-01", "2019-06-14", "2019-12-14"))).to.equal(null);
      expect(brokenKey(days("2018-12-31", "2019-06-14", "2019-12-14"))).to.equal("closing");
    });

    it("holds the year of the maturity", () => {
      expect(brokenKey(days("2049-12-14", "2050-06-30", "2050-12-31"))).to.equal(null);
      expect(brokenKey(days("2049-12-14", "2050-07-01", "2051-01-01"))).to.equal("maturity");
    });

    it("holds every year between", () => {
      const { "2026": _gap, ...others } = shippedCalendar.holidays;
      expect(violationOf(hitachi21, new HolidayCalendar(others))?.expected).to.contain("2026");
    });

    it("holds the days from which the windows are counted", () => {
      // Two business days before Tuesday 8 January 2019 is Friday 4; three, for P-6, is 28 December 2018.
      expect(brokenKey(days("2019-01-03", "2019-01-08", "2019-01-08"))).to.equal("closing");
      expect(brokenKey(days("2019-01-03", "2019-01-08", "2019-07-08"))).to.equal(null);
      expect(brokenKey(days("2019-01-03", "2019-01-09", "2019-01-09"))).to.equal(null);
      expect(brokenKey(days("2019-01-02", "2019-01-03", "2019-07-03"))).to.equal("closing");
    });
  });
});
