import { expect } from "chai";
import fc from "fast-check";
import { dayFromCivil, formatDay, parseDay } from "../../lib/day";
import {
  boundsOf,
  dayOfHour,
  endOfHour,
  fiscalYearOf,
  fiscalYearPeriod,
  fiscalYearsThrough,
  hourAt,
  hourOfDay,
  japanHourOf,
  monthOf,
  monthPeriod,
  monthsThrough,
  type JapanHour,
} from "../../lib/japanHour";
import { meterRows } from "../support/meters";

const secondsOf = (text: string): bigint => BigInt(Date.parse(text) / 1000);

describe("japanHourOf", () => {
  const at = (day: string, hour: number): JapanHour => hourAt(parseDay(day), hour);

  context("when the time has its offset", () => {
    for (const [text, day, hour] of [
      ["2021-03-28T03:00:00+0200", "2021-03-28", 10], // 01:00 UTC
      ["2021-03-28T03:00:00+02:00", "2021-03-28", 10],
      ["2021-03-28T01:00:00Z", "2021-03-28", 10],
      ["2021-03-28 01:00:00Z", "2021-03-28", 10],
      ["2021-03-28T10:00+09:00", "2021-03-28", 10],
      ["2021-03-27T21:00:00-0400", "2021-03-28", 10],
      ["2021-12-31T15:00:00Z", "2022-01-01", 0],
      ["2021-12-31T14:00:00Z", "2021-12-31", 23],
      ["2024-02-29T00:00:00+09:00", "2024-02-29", 0],
      ["2021-03-28T05:30:00+0530", "2021-03-28", 9], // 00:00 UTC
      ["2021-03-28T15:00:00+1400", "2021-03-28", 10],
      ["2021-03-28T01:00:00-0000", "2021-03-28", 10],
    ] as const) {
      it(`takes ${text} as hour ${hour} of ${day}`, () => expect(japanHourOf(text)).to.equal(at(day, hour)));
    }
  });

  context("when it says no whole hour, or no time at all", () => {
    for (const text of [
      "2021-03-28T03:00:00", // no offset: nobody knows which hour it is
      "2021-03-28T03:30:00+0900",
      "2021-03-28T03:00:01+0900",
      "2021-03-28T03:00:00-0330",
      "2021-03-28T03:00:00+0530",
      "2021-02-29T03:00:00+0900",
      "2021-13-01T03:00:00+0900",
      "2021-03-28T24:00:00+0900",
      "2021-03-28T03:60:00+0900",
      "2021-03-28T03:59:60+0900",
      "2021-03-28T03:00:00+1500",
      "2021-03-28T03:00:00+1401",
      "2021-03-28T03:00:00+0860",
      "2021-03-28T03:00:00+09",
      "2021-03-28T03:00:00.000+0900",
      "2021-03-28T3:00:00+0900",
      "28/03/2021 03:00:00+0900",
      "2021-03-28T03:00:00+0900 ",
      " 2021-03-28T03:00:00+0900",
      "2021-03-28T03:00:00z",
      "",
    ]) {
      it(`refuses ${JSON.stringify(text)}`, () => expect(japanHourOf(text)).to.equal(undefined));
    }
  });

  it("agrees with the clock of the machine for every hour and offset", () => {
    const parts = fc.record({
      hour: fc.integer({ min: 0, max: 700_000 }), // through 2049
      offset: fc.integer({ min: -14, max: 14 }),
    });
    fc.assert(
      fc.property(parts, ({ hour, offset }) => {
        const local = new Date((hour + offset) * 3_600_000).toISOString().slice(0, 19);
        const sign = offset < 0 ? "-" : "+";
        return japanHourOf(`${local}${sign}${String(Math.abs(offset)).padStart(2, "0")}00`) === hour + 9;
      }),
    );
  });

  for (const file of ["pv-hourly-2021", "load-hourly-2021"]) {
    it(`finds 8,760 hours in a row in ${file}, through both changes of the clock`, () => {
      const hours = meterRows(file).map(({ cells: [time = ""] }) => japanHourOf(time));
      expect(hours[0]).to.equal(at("2021-01-01", 8)); // 00:00 at UTC+1 is 08:00 in Japan
      expect(hours.every((hour, i) => hour === hours[0]! + i)).to.equal(true);
      expect(new Set(hours).size).to.equal(8_760);
    });
  }
});

describe("an hour in Japan", () => {
  it("has its day and its place in it", () => {
    const hour = hourAt(parseDay("2024-02-29"), 23);
    expect(formatDay(dayOfHour(hour))).to.equal("2024-02-29");
    expect(hourOfDay(hour)).to.equal(23);
    expect(formatDay(dayOfHour((hour + 1) as JapanHour))).to.equal("2024-03-01");
    expect(hourOfDay((hour + 1) as JapanHour)).to.equal(0);
  });

  it("ends when the next one begins", () => {
    expect(endOfHour(hourAt(parseDay("2024-02-29"), 22))).to.equal(secondsOf("2024-02-29T23:00:00+09:00"));
    expect(endOfHour(hourAt(parseDay("2024-02-29"), 23))).to.equal(secondsOf("2024-03-01T00:00:00+09:00"));
  });
});

describe("periods", () => {
  const shown = ({ label, from, through }: ReturnType<typeof monthOf>): string =>
    `${label} ${formatDay(from)} ${formatDay(through)}`;

  it("are months of their own length", () => {
    expect(shown(monthPeriod(2024, 2))).to.equal("2024-02 2024-02-01 2024-02-29");
    expect(shown(monthPeriod(2023, 2))).to.equal("2023-02 2023-02-01 2023-02-28");
    expect(shown(monthOf(parseDay("2024-12-31")))).to.equal("2024-12 2024-12-01 2024-12-31");
    expect(shown(monthOf(parseDay("2025-01-01")))).to.equal("2025-01 2025-01-01 2025-01-31");
  });

  it("are fiscal years from 1 April through 31 March [E-4]", () => {
    expect(shown(fiscalYearPeriod(2024))).to.equal("FY2024 2024-04-01 2025-03-31");
    expect(fiscalYearOf(parseDay("2024-03-31"))).to.equal(2023);
    expect(fiscalYearOf(parseDay("2024-04-01"))).to.equal(2024);
    expect(fiscalYearOf(parseDay("2025-03-31"))).to.equal(2024);
  });

  it("are bounded by seconds: 00:00:00 of the first day, and of the day after the last", () => {
    expect(boundsOf(fiscalYearPeriod(2024))).to.deep.equal([
      secondsOf("2024-04-01T00:00:00+09:00"),
      secondsOf("2025-04-01T00:00:00+09:00"),
    ]);
  });

  it("are all that have one of the days, in order", () => {
    const labels = (from: string, through: string): readonly string[] =>
      monthsThrough(parseDay(from), parseDay(through)).map(({ label }) => label);
    expect(labels("2023-12-31", "2024-02-01")).to.deep.equal(["2023-12", "2024-01", "2024-02"]);
    expect(labels("2024-02-01", "2024-02-29")).to.deep.equal(["2024-02"]);
    expect(labels("2024-02-02", "2024-02-01")).to.deep.equal([]);
    const years = fiscalYearsThrough(parseDay("2024-03-31"), parseDay("2025-04-01"));
    expect(years.map(({ label }) => label)).to.deep.equal(["FY2023", "FY2024", "FY2025"]);
  });

  it("cover every day once", () => {
    const days = fc.integer({ min: dayFromCivil(2000, 1, 1), max: dayFromCivil(2080, 1, 1) });
    fc.assert(
      fc.property(days, (day) => {
        const month = monthOf(day as typeof month.from);
        const year = fiscalYearPeriod(fiscalYearOf(day as typeof month.from));
        const next = monthOf((month.through + 1) as typeof month.from);
        return month.from <= day && day <= month.through && next.from === month.through + 1 && year.from <= month.from && month.through <= year.through; // prettier-ignore
      }),
    );
  });
});
