import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { HolidayCalendar, shippedCalendar, withHoliday, YearNotLoaded } from "../../lib/calendar";
import { addDays, formatDay, parseDay, weekday, type JstDay } from "../../lib/day";

const SEED = { seed: 20231214, numRuns: 1_000 };
const anyShippedDay = fc
  .integer({ min: parseDay("2019-02-01"), max: parseDay("2050-11-30") })
  .map((days) => days as JstDay);
const isHoliday = (text: string): boolean => shippedCalendar.isBankHoliday(parseDay(text));

/** The national holidays of a year by the Act on National Holidays, worked out here anew: a sorted list of days. */
const holidaysByLaw = (year: number): string[] => {
  const date = (month: number, day: number) => new Date(Date.UTC(year, month - 1, day));
  const text = (day: Date) => day.toISOString().slice(0, 10);
  const shifted = (day: Date, by: number) => new Date(day.getTime() + by * 86_400_000);
  const monday = (month: number, nth: number) =>
    date(month, 1 + ((8 - date(month, 1).getUTCDay()) % 7) + 7 * (nth - 1));
  const equinox = (base: number) => Math.floor(base + 0.242194 * (year - 1980) - Math.floor((year - 1980) / 4));
  const national = [
    date(1, 1),
    monday(1, 2),
    date(2, 11),
    date(3, equinox(20.8431)),
    date(4, 29),
    date(5, 3),
    date(5, 4),
    date(5, 5),
    monday(9, 3),
    date(9, equinox(23.2488)),
    date(11, 3),
    date(11, 23),
  ];
  if (year === 2019) national.push(date(5, 1), date(10, 22)); // the accession and its ceremony
  if (year >= 2020) national.push(date(2, 23)); // the Emperor's birthday
  // The Olympic games moved three days in 2020 and in 2021.
  if (year === 2020) national.push(date(7, 23), date(7, 24), date(8, 10));
  else if (year === 2021) national.push(date(7, 22), date(7, 23), date(8, 8));
  else national.push(monday(7, 3), date(8, 11), monday(10, 2));

  const days = new Set(national.map(text));
  const substitutes = national
    .filter((day) => day.getUTCDay() === 0)
    .map((sunday) => {
      let next = shifted(sunday, 1);
      while (days.has(text(next))) next = shifted(next, 1);
      return text(next);
    });
  const between = national
    .map((day) => shifted(day, 1))
    .filter((day) => !days.has(text(day)) && days.has(text(shifted(day, 1))) && day.getUTCDay() !== 0)
    .map(text);
  return [...new Set([...days, ...substitutes, ...between])].sort();
};

describe("calendar", () => {
  describe("the shipped holidays", () => {
    for (let year = 2019; year <= 2050; year += 1) {
      it(`of ${year} are those of the law`, () => {
        expect(Object.keys(shippedCalendar.holidays[String(year)] ?? {}).sort()).to.deep.equal(holidaysByLaw(year));
      });
    }

    it("are what the generator writes", () => {
      const script = join(__dirname, "..", "..", "scripts", "holidays.ts");
      execFileSync(process.execPath, ["-r", "ts-node/register/transpile-only", script, "--check"]);
    });
  });

  describe("isBankHoliday", () => {
    it("holds on Saturdays and Sundays, not on an ordinary Friday or Monday", () => {
      expect(["2024-06-14", "2024-06-15", "2024-06-16", "2024-06-17"].map(isHoliday)).to.deep.equal([
        false,
        true,
        true,
        false,
      ]);
    });

    it("holds from 31 December to 3 January, not on 30 December or 4 January", () => {
      // 30 December 2027 is a Thursday; 4 January 2028 a Tuesday
      const days = ["2027-12-30", "2027-12-31", "2028-01-01", "2028-01-02", "2028-01-03", "2028-01-04"];
      expect(days.map(isHoliday)).to.deep.equal([false, true, true, true, true, false]);
    });

    for (const [day, why] of [
      ["2019-05-01", "the accession"],
      ["2019-04-30", "between two holidays"],
      ["2019-05-06", "for 5 May 2019, a Sunday"],
      ["2020-07-24", "Sports Day, moved by the Olympic games"],
      ["2032-09-21", "a citizens' holiday between 20 and 22 September"],
      ["2026-09-22", "a citizens' holiday between 21 and 23 September"],
      ["2026-05-06", "for 3 May 2026, a Sunday, after two more holidays"],
    ] as const) {
      it(`holds on ${day}, ${why}`, () => expect(isHoliday(day)).to.equal(true));
    }

    it("does not hold on 12 October 2020, whose Sports Day was moved", () => {
      expect(isHoliday("2020-10-12")).to.equal(false);
    });
  });

  describe("a year that is not loaded", () => {
    for (const day of ["2018-12-31", "2051-01-01", "2018-12-28", "2018-12-29"]) {
      it(`is an error on ${day}, on a weekday and on a weekend alike`, () => {
        expect(() => isHoliday(day))
          .to.throw(YearNotLoaded, day.slice(0, 4))
          .with.property("year", Number(day.slice(0, 4)));
      });
    }

    it("is an error when a count of business days runs into it", () => {
      expect(() => shippedCalendar.businessDaysBefore(parseDay("2019-01-04"), 1)).to.throw(YearNotLoaded, "2018");
      expect(() => shippedCalendar.businessDaysAfter(parseDay("2050-12-30"), 1)).to.throw(YearNotLoaded, "2051");
      expect(() => shippedCalendar.businessDayAtOrBefore(parseDay("2019-01-03"))).to.throw(YearNotLoaded, "2018");
    });

    it("is not asked when no day of it is needed", () => {
      expect(formatDay(shippedCalendar.businessDayAtOrBefore(parseDay("2019-01-04")))).to.equal("2019-01-04");
      expect(shippedCalendar.isBankHoliday(parseDay("2050-12-31"))).to.equal(true);
      expect([2018, 2019, 2050, 2051].map((year) => shippedCalendar.holds(year))).to.deep.equal([
        false,
        true,
        true,
        false,
      ]);
    });
  });

  describe("business days", () => {
    const before = (text: string, count: number) =>
      formatDay(shippedCalendar.businessDaysBefore(parseDay(text), count));
    const after = (text: string, count: number) => formatDay(shippedCalendar.businessDaysAfter(parseDay(text), count));
    const atOrBefore = (text: string) => formatDay(shippedCalendar.businessDayAtOrBefore(parseDay(text)));

    it("move a date back to the preceding business day, and leave a business day [P-4]", () => {
      expect(atOrBefore("2024-06-14")).to.equal("2024-06-14"); // Friday
      expect(atOrBefore("2024-12-14")).to.equal("2024-12-13"); // Saturday
      expect(atOrBefore("2026-01-03")).to.equal("2025-12-30"); // over the year end
      expect(atOrBefore("2025-05-06")).to.equal("2025-05-02"); // over Golden Week
    });

    it("count strictly before a day, over weekends and holidays [T-1]", () => {
      expect(before("2024-06-14", 1)).to.equal("2024-06-13");
      expect(before("2024-06-16", 1)).to.equal("2024-06-14");
      // 24 September 2026 is a Thursday; 19 to 23 are weekend and holidays: 18 is the first, 17 the second
      expect(before("2026-09-24", 2)).to.equal("2026-09-17");
    });

    it("count strictly after a day: a trade of Friday 7 June 2024 settles on Tuesday 11 [T-5]", () => {
      expect(after("2024-06-07", 2)).to.equal("2024-06-11");
      expect(after("2026-09-18", 1)).to.equal("2026-09-24");
    });

    it("lie exactly as many as counted between a day and the result, on both sides", () => {
      const businessDays = (from: JstDay, to: JstDay): number => {
        let count = 0;
        for (let day = from; day <= to; day = addDays(day, 1)) if (!shippedCalendar.isBankHoliday(day)) count += 1;
        return count;
      };
      fc.assert(
        fc.property(anyShippedDay, fc.integer({ min: 1, max: 10 }), (day, count) => {
          const early = shippedCalendar.businessDaysBefore(day, count);
          const late = shippedCalendar.businessDaysAfter(day, count);
          expect(shippedCalendar.isBankHoliday(early)).to.equal(false);
          expect(shippedCalendar.isBankHoliday(late)).to.equal(false);
          expect(businessDays(early, addDays(day, -1))).to.equal(count);
          expect(businessDays(addDays(day, 1), late)).to.equal(count);
        }),
        SEED,
      );
    });
  });

  describe("bankHolidaysBetween", () => {
    const named = (from: string, to: string) =>
      shippedCalendar
        .bankHolidaysBetween(parseDay(from), parseDay(to))
        .map(({ date, name }) => `${formatDay(date)} ${name}`);

    it("names the year end, of which 1 January is a national holiday, and leaves out the weekend", () => {
      // 31 December 2025 is a Wednesday, 3 January 2026 a Saturday
      expect(named("2025-12-30", "2026-01-05")).to.deep.equal([
        "2025-12-31 銀行休業日",
        "2026-01-01 元日",
        "2026-01-02 銀行休業日",
      ]);
    });

    it("names the substitute holiday of 2 January 2023, a Monday, as the national holiday it is", () => {
      // 1 January 2023 is a Sunday
      expect(named("2022-12-31", "2023-01-03")[0]).to.match(/^2023-01-02 .*振替休日$/);
      expect(named("2023-01-03", "2023-01-03")).to.deep.equal(["2023-01-03 銀行休業日"]);
    });

    it("includes both ends, and is empty where the first lies after the last", () => {
      expect(named("2024-02-12", "2024-02-12")).to.have.length(1); // for 11 February 2024, a Sunday
      expect(named("2024-02-11", "2024-02-11")).to.deep.equal([]);
      expect(named("2024-02-13", "2024-02-12")).to.deep.equal([]);
    });

    it("never shows a Saturday or a Sunday", () => {
      const all = shippedCalendar.bankHolidaysBetween(parseDay("2019-01-01"), parseDay("2050-12-31"));
      expect(all.filter(({ date }) => [0, 6].includes(weekday(date)))).to.deep.equal([]);
    });

    it("is an error beyond the calendar", () => {
      expect(() => named("2050-12-30", "2051-01-01")).to.throw(YearNotLoaded, "2051");
    });
  });

  describe("withHoliday", () => {
    const friday = parseDay("2024-06-14");

    it("adds a holiday to a copy, and leaves the original", () => {
      const amended = withHoliday(shippedCalendar, friday, true);
      expect(amended.bankHolidayName(friday)).to.equal("休日");
      expect(shippedCalendar.isBankHoliday(friday)).to.equal(false);
    });

    it("takes a holiday away", () => {
      const seaDay = parseDay("2024-07-15");
      expect(shippedCalendar.isBankHoliday(seaDay)).to.equal(true);
      expect(withHoliday(shippedCalendar, seaDay, false).isBankHoliday(seaDay)).to.equal(false);
    });

    it("keeps the name of a holiday that is already there", () => {
      const seaDay = parseDay("2024-07-15");
      expect(withHoliday(shippedCalendar, seaDay, true).bankHolidayName(seaDay)).to.equal("海の日");
    });

    it("undoes itself", () => {
      const back = withHoliday(withHoliday(shippedCalendar, friday, true), friday, false);
      expect(back.holidays).to.deep.equal(shippedCalendar.holidays);
    });

    it("does not open a Saturday, or 31 December", () => {
      for (const day of [parseDay("2024-06-15"), parseDay("2024-12-31")]) {
        expect(withHoliday(shippedCalendar, day, false).isBankHoliday(day)).to.equal(true);
      }
    });

    it("is an error in a year that is not loaded", () => {
      expect(() => withHoliday(shippedCalendar, parseDay("2051-01-04"), true)).to.throw(YearNotLoaded, "2051");
      expect(() => new HolidayCalendar({}).isBankHoliday(friday)).to.throw(YearNotLoaded, "2024");
    });
  });
});
