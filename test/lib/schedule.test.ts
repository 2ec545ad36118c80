import { expect } from "chai";
import { shippedCalendar, withHoliday } from "../../lib/calendar";
import { addDays, formatDay, parseDay, type JstDay } from "../../lib/day";
import { accruedJson, holidaysJson, scheduleJson } from "../../lib/present";
import { isClosed, paymentDates, schedule } from "../../lib/schedule";
import { recordDay } from "../../lib/windows";
import { randomTerms } from "../support/randomTerms";
import { bondVectors } from "../support/vectors";

const sheets = randomTerms(20281214, 500);

const hitachi21 = {
  denominationYen: 100_000_000n,
  bonds: 100,
  ratePpm: 5980,
  closing: parseDay("2023-12-14"),
  firstPayment: parseDay("2024-06-14"),
  maturity: parseDay("2028-12-14"),
};

const businessDays = (from: JstDay, to: JstDay): number => {
  let count = 0;
  for (let day = from; day <= to; day = addDays(day, 1)) if (!shippedCalendar.isBankHoliday(day)) count += 1;
  return count;
};

describe("schedule", () => {
  for (const { name, terms, schedule: expected } of bondVectors) {
    it(`of ${name} is that of the vectors [P-2 to P-6, T-1]`, () => {
      expect(scheduleJson(terms, shippedCalendar)).to.deep.equal(expected);
    });
  }

  for (const { name, terms, accrued } of bondVectors) {
    for (const { through, accruesFrom, interestPerYenE13, perBondYen } of accrued) {
      it(`prints what ${name} has accrued through ${through} [P-1, P-2]`, () => {
        const expected = { through, accruesFrom, interestPerYenE13, perBondYen };
        expect(accruedJson(terms, parseDay(through))).to.deep.equal(expected);
      });
    }
  }

  it("prints holidays", () => {
    expect(holidaysJson(shippedCalendar, parseDay("2025-12-31"), parseDay("2026-01-01"))).to.deep.equal({
      holidays: [
        { date: "2025-12-31", name: "銀行休業日" },
        { date: "2026-01-01", name: "元日" },
      ],
    });
  });

  it("of Hitachi 21 pays 29,900,000 yen a date, 299,000,000 over the life [I-4, P-3]", () => {
    const { payments } = scheduleJson(hitachi21, shippedCalendar);
    const yen = payments.map(({ interestTotalOneHolder }) => BigInt(interestTotalOneHolder));
    expect(yen).to.deep.equal(Array.from({ length: 10 }, () => 29_900_000n));
    expect(yen.reduce((sum, each) => sum + each)).to.equal(299_000_000n);
  });

  describe("paymentDates", () => {
    it("run from the first payment through the maturity, one only if they are the same [I-4, P-2]", () => {
      expect(paymentDates({ ...hitachi21, maturity: hitachi21.firstPayment }).map(formatDay)).to.deep.equal([
        "2024-06-14",
      ]);
    });

    it("come back to the grid's day after a shorter month [P-2]", () => {
      const terms = { ...hitachi21, firstPayment: parseDay("2023-08-31"), maturity: parseDay("2025-02-28") };
      const found = paymentDates({ ...terms, closing: parseDay("2023-02-20") });
      expect(found.map(formatDay)).to.deep.equal(["2023-08-31", "2024-02-29", "2024-08-31", "2025-02-28"]);
    });
  });

  describe("on 500 random sheets", () => {
    const payments = sheets.flatMap((terms) => schedule(terms, shippedCalendar).payments);

    it("pays on the date, or on the last business day before a bank holiday [P-4]", () => {
      for (const { date, payOn } of payments) {
        expect(shippedCalendar.isBankHoliday(payOn)).to.equal(false);
        expect(businessDays(payOn, date), formatDay(date)).to.equal(1);
      }
    });

    it("closes on 2 business days before the date, 3 if it is a bank holiday, and on the date [T-1]", () => {
      for (const { date, blackoutFrom, blackoutTo } of payments) {
        const expected = shippedCalendar.isBankHoliday(date) ? 3 : 2;
        expect(businessDays(blackoutFrom, addDays(date, -1)), formatDay(date)).to.equal(expected);
        expect(shippedCalendar.isBankHoliday(blackoutFrom)).to.equal(false);
        expect(blackoutTo).to.equal(date);
      }
    });

    it("closes before it pays, so that the record day comes first [P-3]", () => {
      for (const { payOn, blackoutFrom } of payments) expect(blackoutFrom < payOn).to.equal(true);
    });

    it("redeems on the last date and on no other [P-5]", () => {
      for (const terms of sheets) {
        const redeemed = schedule(terms, shippedCalendar).payments.filter(({ redeems }) => redeems);
        expect(redeemed.map(({ date }) => date)).to.deep.equal([terms.maturity]);
      }
    });

    it("lets bonds be purchased from the day after closing through 3 or 4 business days before maturity [P-6]", () => {
      for (const terms of sheets) {
        const { cancelFrom, cancelTo } = schedule(terms, shippedCalendar);
        const expected = shippedCalendar.isBankHoliday(terms.maturity) ? 4 : 3;
        expect(cancelFrom).to.equal(terms.closing + 1);
        expect(businessDays(cancelTo, addDays(terms.maturity, -1))).to.equal(expected);
        expect(shippedCalendar.isBankHoliday(cancelTo)).to.equal(false);
      }
    });
  });

  describe("isClosed", () => {
    const closedOn = (text: string): boolean => isClosed(schedule(hitachi21, shippedCalendar), parseDay(text));

    it("holds from Wednesday 12 through Friday 14 June 2024 [T-1]", () => {
      const days = ["2024-06-11", "2024-06-12", "2024-06-13", "2024-06-14", "2024-06-15"];
      expect(days.map(closedOn)).to.deep.equal([false, true, true, true, false]);
    });

    it("hangs on the date and not on the day of payment: 14 December 2024 is a Saturday [T-1]", () => {
      const days = ["2024-12-10", "2024-12-11", "2024-12-13", "2024-12-14", "2024-12-15"];
      expect(days.map(closedOn)).to.deep.equal([false, true, true, true, false]);
    });
  });

  describe("recordDay", () => {
    it("moves with a holiday at short notice [T-1]", () => {
      // If Thursday 13 June 2024 became a holiday, the second business day before Friday 14 would be Tuesday 11.
      const amended = withHoliday(shippedCalendar, parseDay("2024-06-13"), true);
      expect(formatDay(recordDay(hitachi21.firstPayment, amended))).to.equal("2024-06-11");
    });

    it("moves with a holiday on the date itself, which is then paid the day before [P-4, T-1]", () => {
      // Friday 14 June 2024: three business days before it is Tuesday 11.
      const amended = withHoliday(shippedCalendar, hitachi21.firstPayment, true);
      const [first] = schedule(hitachi21, amended).payments;
      expect(first && [first.blackoutFrom, first.payOn, first.blackoutTo].map(formatDay)).to.deep.equal([
        "2024-06-11",
        "2024-06-13",
        "2024-06-14",
      ]);
    });
  });
});
