import { expect } from "chai";
import { shippedCalendar } from "../../lib/calendar";
import { addDays, civilOf, dayFromCivil, jstDayOf, type JstDay } from "../../lib/day";
import { lastPurchaseDay, recordDay } from "../../lib/windows";
import { fixture } from "../support/chain";
import { deployCore } from "../support/core";
import { day, isoOf, jst } from "../support/suite";

const FIRST = day("2047-01-01");
/** 2047 to 2050: a whole cycle of leap years, at the far end of the calendar. */
const DAYS = day("2051-01-01") - FIRST;

describe("Parity of days", () => {
  it("turns every day of 2047 to 2050 into a date and back as Date.UTC does", async () => {
    const { core } = await fixture(deployCore);
    const onChain = (await core.datesFrom(FIRST, DAYS)).map(Number);
    const expected = Array.from({ length: DAYS }, (_, i) => Number(isoOf(FIRST + i).replaceAll("-", "")));
    const inLib = expected.map((_, i) => {
      const { year, month, dayOfMonth } = civilOf((FIRST + i) as JstDay);
      return year * 10_000 + month * 100 + dayOfMonth;
    });
    expect(DAYS).to.equal(4 * 365 + 1); // 2048 is a leap year
    expect(onChain).to.deep.equal(expected);
    expect(inLib).to.deep.equal(expected);
  });

  for (const iso of [
    "1970-01-01",
    "2000-02-29",
    "2000-03-01",
    "2100-02-28",
    "2100-03-01",
    "2400-02-29",
    "9999-12-31",
  ]) {
    it(`knows ${iso}`, async () => {
      const { core } = await fixture(deployCore);
      const [year, month, dayOfMonth] = iso.split("-").map(Number) as [number, number, number];
      expect(Number(await core.dayOf(year, month, dayOfMonth))).to.equal(day(iso));
      expect([...(await core.civilOf(day(iso)))].map(Number)).to.deep.equal([year, month, dayOfMonth]);
      expect(dayFromCivil(year, month, dayOfMonth)).to.equal(day(iso));
    });
  }

  it("begins a Japan day at 15:00:00 UTC, not a second earlier", async () => {
    const { core } = await fixture(deployCore);
    for (const iso of ["2023-12-14", "2024-02-29", "2050-12-31", "1970-01-02"]) {
      const midnight = jst(`${iso}T00:00:00`);
      expect(new Date(midnight * 1000).toISOString().slice(11, 19)).to.equal("15:00:00");
      expect(Number(await core.dayOfTimestamp(midnight))).to.equal(day(iso));
      expect(Number(await core.dayOfTimestamp(midnight - 1))).to.equal(day(iso) - 1); // 14:59:59Z
      expect(Number(await core.dayOfTimestamp(midnight + 86_399))).to.equal(day(iso));
      expect([jstDayOf(BigInt(midnight)), jstDayOf(BigInt(midnight - 1))]).to.deep.equal([day(iso), day(iso) - 1]);
    }
  });

  for (const [from, to] of [
    ["2019-01-10", "2019-12-31"], // ten days of Golden Week
    ["2024-01-01", "2024-12-31"],
    ["2026-01-01", "2026-12-31"], // Silver Week
  ] as const) {
    it(`agrees on every day from ${from} through ${to}: holidays, pay day, window, purchase, settlement [P-4, P-6, T-1, T-5]`, async () => {
      const { calendar } = await fixture(deployCore);
      const days = Array.from({ length: day(to) - day(from) + 1 }, (_, i) => addDays(day(from) as JstDay, i));
      await Promise.all(
        days.map(async (each) => {
          const chain = await Promise.all([
            calendar.isBankHoliday(each),
            calendar.businessDayAtOrBefore(each),
            calendar.leadDay(each, 2),
            calendar.leadDay(each, 3),
            calendar.businessDayAfter(each, 1),
            calendar.businessDayAfter(each, 2),
          ]);
          expect(chain.map(String), isoOf(each)).to.deep.equal(
            [
              shippedCalendar.isBankHoliday(each),
              shippedCalendar.businessDayAtOrBefore(each),
              recordDay(each, shippedCalendar),
              lastPurchaseDay(each, shippedCalendar),
              shippedCalendar.businessDaysAfter(each, 1),
              shippedCalendar.businessDaysAfter(each, 2),
            ].map(String),
          );
        }),
      );
    });
  }

  it("counts back over ten days of Golden Week 2019 [T-1, P-4, P-6]", async () => {
    const { calendar } = await fixture(deployCore);
    // Banks rested from Sat 27 April through Mon 6 May 2019. Before Mon 6 May: Fri 26, Thu 25, Wed 24, Tue 23 April.
    expect(Number(await calendar.businessDayAtOrBefore(day("2019-05-06")))).to.equal(day("2019-04-26"));
    expect(Number(await calendar.leadDay(day("2019-05-06"), 2))).to.equal(day("2019-04-24"));
    expect(Number(await calendar.leadDay(day("2019-05-06"), 3))).to.equal(day("2019-04-23"));
    // Tuesday 7 May is a business day: one fewer.
    expect(Number(await calendar.leadDay(day("2019-05-07"), 2))).to.equal(day("2019-04-25"));
    expect(Number(await calendar.leadDay(day("2019-05-07"), 3))).to.equal(day("2019-04-24"));
  });
});
