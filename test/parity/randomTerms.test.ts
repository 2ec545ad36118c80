import { expect } from "chai";
import { shippedCalendar } from "../../lib/calendar";
import { addDays, dayFromCivil, type JstDay } from "../../lib/day";
import { accrued } from "../../lib/interest";
import { schedule } from "../../lib/schedule";
import { violationOf, type Terms } from "../../lib/terms";
import { fixture } from "../support/chain";
import { deployCore, scheduleTerms, type Core } from "../support/core";
import { accruedByDays } from "../support/oracle";
import { randomFrom } from "../support/random";
import { randomTerms } from "../support/randomTerms";

const SHEETS = 510;
const PER_TEST = 102;

/** Days at which accrual could go wrong, one of each kind a sheet: around closing, around a date, around maturity, in between. */
const daysToAsk = ({ closing, maturity }: Terms, dates: readonly JstDay[], seed: number): JstDay[] => {
  const pick = randomFrom(seed);
  const date = dates[pick(0, dates.length - 1)]!;
  const days = [
    addDays(closing, (seed % 3) - 1),
    addDays(date, pick(-1, 1)),
    addDays(closing, pick(0, maturity - closing)),
  ];
  return seed % 4 === 0 ? [...days, maturity, addDays(maturity, 1)] : days;
};

/** Everything that the chain says of a sheet, in lib's words. */
const onChain = async ({ core }: Core, terms: Terms, days: readonly JstDay[]) => {
  const [plan, interest] = await Promise.all([
    core.schedule(scheduleTerms(terms)),
    core.accrued(scheduleTerms(terms), [...days]),
  ]);
  return {
    payments: plan.payments.map(({ date, payOn, closedFrom, interestPerYen }) =>
      [date, payOn, closedFrom, interestPerYen].map(String),
    ),
    cancelTo: Number(plan.purchaseTo),
    accrued: days.map((_, i) => [interest.accrues[i] === true ? Number(interest.from[i]) : null, interest.e13[i]]),
  };
};

const inLib = (terms: Terms, days: readonly JstDay[]) => {
  const { payments, cancelTo } = schedule(terms, shippedCalendar);
  return {
    payments: payments.map((payment) =>
      [payment.date, payment.payOn, payment.blackoutFrom, payment.interestPerYenE13].map(String),
    ),
    cancelTo,
    accrued: days.map((day) => {
      const { accruesFrom, interestPerYenE13 } = accrued(terms, day);
      return [accruesFrom, interestPerYenE13];
    }),
  };
};

const sheetText = (terms: Terms): string => JSON.stringify(scheduleTerms(terms));

describe("Parity of chain and lib on random term sheets", () => {
  const sheets = randomTerms(2_024, SHEETS);

  for (let from = 0; from < SHEETS; from += PER_TEST) {
    it(`agrees on sheets ${from + 1} to ${from + PER_TEST}: dates, interest, windows, accrual [P-1, P-2, P-4, P-6, T-1]`, async () => {
      const core = await fixture(deployCore);
      for (const [position, terms] of sheets.slice(from, from + PER_TEST).entries()) {
        const dates = schedule(terms, shippedCalendar).payments.map(({ date }) => date);
        const days = daysToAsk(terms, dates, from + position);
        expect(await onChain(core, terms, days), sheetText(terms)).to.deep.equal(inLib(terms, days));
      }
    });
  }

  it("finds the first date that is not past as a walk along the dates does", async () => {
    const { core } = await fixture(deployCore);
    for (const terms of sheets.slice(0, 200)) {
      const dates = schedule(terms, shippedCalendar).payments.map(({ date }) => date);
      const near = [-400, -31, -1, 0, 1, 31]; // around each date, and long before the first
      const days = dates.flatMap((date) => near.map((distance) => addDays(date, distance)));
      const walked = days.map((day) => dates.filter((date) => date < day).length + 1);
      const found = await core.indexAtOrAfter(scheduleTerms(terms), days);
      expect(found.map(Number), sheetText(terms)).to.deep.equal(walked.map((index) => Math.min(index, dates.length)));
    }
  });

  it("pays what a sum day by day in exact fractions gives, on the chain [P-1, P-2]", async () => {
    const core = await fixture(deployCore);
    for (const terms of sheets.slice(0, 40)) {
      const pick = randomFrom(terms.closing);
      const days = [terms.firstPayment, addDays(terms.closing, pick(0, terms.maturity - terms.closing))];
      const { e13 } = await core.core.accrued(scheduleTerms(terms), days);
      expect([...e13], sheetText(terms)).to.deep.equal(days.map((day) => accruedByDays(terms, day)));
    }
  });
});

describe("Parity at the edge of the calendar", () => {
  const sheet = (closing: JstDay, firstPayment: JstDay, maturity: JstDay): Terms => ({
    denominationYen: 1_000_000n,
    bonds: 10,
    ratePpm: 7_350,
    closing,
    firstPayment,
    maturity,
  });
  const day = dayFromCivil;

  // January 2019: bank business days are Fri 4, Mon 7, Tue 8, ...; 31 December 2018 lies in a year without data.
  const cases: readonly [string, Terms, boolean][] = [
    ["first payment Fri 4 January 2019", sheet(day(2019, 1, 1), day(2019, 1, 4), day(2019, 7, 4)), false],
    ["first payment Mon 7 January 2019", sheet(day(2019, 1, 1), day(2019, 1, 7), day(2019, 7, 7)), false],
    ["first payment Tue 8 January 2019", sheet(day(2019, 1, 1), day(2019, 1, 8), day(2019, 7, 8)), true],
    ["maturity Tue 8 January 2019", sheet(day(2019, 1, 1), day(2019, 1, 8), day(2019, 1, 8)), false], // P-6 needs a third day
    ["maturity Wed 9 January 2019", sheet(day(2019, 1, 1), day(2019, 1, 9), day(2019, 1, 9)), true],
    ["maturity 31 December 2050", sheet(day(2050, 1, 4), day(2050, 6, 30), day(2050, 12, 31)), true], // June has no 31st
    ["maturity 30 December 2050", sheet(day(2050, 1, 4), day(2050, 6, 30), day(2050, 12, 30)), true],
    ["maturity 1 January 2051", sheet(day(2050, 1, 4), day(2050, 7, 1), day(2051, 1, 1)), false],
  ];
  for (const [what, terms, valid] of cases) {
    it(`${valid ? "takes" : "refuses"} ${what}, on the chain and in lib [T-1, P-6]`, async () => {
      const core = await fixture(deployCore);
      const asked = core.core.schedule(scheduleTerms(terms));
      if (valid) {
        await asked;
        expect(violationOf(terms, shippedCalendar)).to.equal(null);
        expect(await onChain(core, terms, [])).to.deep.equal(inLib(terms, []));
      } else {
        await expect(asked).to.be.revertedWithCustomError(core.calendar, "YearNotLoaded");
        expect(violationOf(terms, shippedCalendar)).not.to.equal(null);
      }
    });
  }

  it("computes Tue 8 January 2019: closed from Friday 4, since 1 to 3 January are holidays [T-1]", async () => {
    const { core } = await fixture(deployCore);
    const { payments } = await core.schedule(scheduleTerms(cases[2]![1]));
    expect(payments[0]!.closedFrom).to.equal(day(2019, 1, 4));
    expect(payments[0]!.payOn).to.equal(day(2019, 1, 8));
  });

  it("takes maturity 31 December 2050, a bank holiday: paid on Friday 30 [P-4, P-5]", async () => {
    const core = await fixture(deployCore);
    const terms = cases[5]![1];
    const { payments } = await core.core.schedule(scheduleTerms(terms));
    expect(payments[1]!.payOn).to.equal(day(2050, 12, 30));
    expect(payments[1]!.closedFrom).to.equal(day(2050, 12, 28)); // 3 bank business days before: Fri 30, Thu 29, Wed 28
  });
});
