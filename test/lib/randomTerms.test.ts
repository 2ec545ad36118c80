import { expect } from "chai";
import { shippedCalendar } from "../../lib/calendar";
import { civilOf, weekday, type JstDay } from "../../lib/day";
import { paymentDates } from "../../lib/schedule";
import { totalFaceYen, violationOf, type Terms } from "../../lib/terms";
import { randomTerms } from "../support/randomTerms";

const sheets = randomTerms(21, 500);
const dates = sheets.flatMap((terms) => paymentDates(terms));
const isOn = (day: JstDay, month: number, dayOfMonth: number): boolean =>
  civilOf(day).month === month && civilOf(day).dayOfMonth === dayOfMonth;

describe("randomTerms", () => {
  it("gives valid sheets, the same ones from the same seed", () => {
    expect(sheets).to.have.length(500);
    expect(sheets.filter((terms) => violationOf(terms, shippedCalendar) !== null)).to.deep.equal([]);
    expect(randomTerms(21, 500)).to.deep.equal(sheets);
    expect(randomTerms(22, 500)).not.to.deep.equal(sheets);
  });

  const firstPeriod = ({ closing, firstPayment }: Terms): number => firstPayment - closing;
  const cases: Record<string, (terms: Terms) => boolean> = {
    "a first period of less than a half-year": (terms) => firstPeriod(terms) < 181,
    "a first period between a half-year and a year": (terms) => firstPeriod(terms) > 184 && firstPeriod(terms) < 365,
    "a first period of more than a year": (terms) => firstPeriod(terms) > 366,
    "one payment date only": (terms) => terms.firstPayment === terms.maturity,
    "more than twenty payment dates": (terms) => paymentDates(terms).length > 20,
    "a closing on a bank holiday": (terms) => shippedCalendar.isBankHoliday(terms.closing),
    "a first payment that is not on the grid's own day": (terms) =>
      civilOf(terms.firstPayment).dayOfMonth < civilOf(terms.maturity).dayOfMonth,
    "a maturity that is not on the grid's own day": (terms) =>
      civilOf(terms.firstPayment).dayOfMonth > civilOf(terms.maturity).dayOfMonth,
    "the lowest rate": (terms) => terms.ratePpm === 1,
    "the highest rate": (terms) => terms.ratePpm === 999_999,
    "one bond": (terms) => terms.bonds === 1,
    "a million bonds": (terms) => terms.bonds === 1_000_000,
    "a denomination of one yen": (terms) => terms.denominationYen === 1n,
    "the largest face": (terms) => totalFaceYen(terms) === 10n ** 15n,
  };
  for (const [what, holds] of Object.entries(cases)) {
    it(`has ${what}, at least five times`, () => expect(sheets.filter(holds).length).to.be.at.least(5));
  }

  it("pays on every weekday, on leap days, at the year end and on national holidays", () => {
    expect(new Set(dates.map(weekday)).size).to.equal(7);
    for (const [month, dayOfMonth] of [
      [2, 29],
      [2, 28],
      [12, 31],
      [12, 30],
      [1, 1],
      [1, 2],
      [1, 3],
      [5, 5],
    ] as const) {
      expect(
        dates.some((date) => isOn(date, month, dayOfMonth)),
        `${month}/${dayOfMonth}`,
      ).to.equal(true);
    }
  });
});
