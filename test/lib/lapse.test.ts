import { expect } from "chai";
import { addDays, formatDay, parseDay } from "../../lib/day";
import { lapsesAfter } from "../../lib/lapse";

const last = (payOn: string, years: number): string => formatDay(lapsesAfter(parseDay(payOn), years));

describe("lapsesAfter [P-9]", () => {
  it("ends on the same date so many years later: the first day is not counted", () => {
    // counted from 15 June 2024; the eve of 15 June 2029 and 2034
    expect(last("2024-06-14", 5)).to.equal("2029-06-14");
    expect(last("2028-12-14", 10)).to.equal("2038-12-14");
    expect(last("2024-12-31", 5)).to.equal("2029-12-31"); // counted from 1 January
    expect(last("2025-01-31", 5)).to.equal("2030-01-31"); // counted from 1 February
    expect(last("2025-04-30", 5)).to.equal("2030-04-30");
  });

  context("around 29 February", () => {
    it("ends on 28 February if the count begins on a 29th that the last year lacks", () => {
      expect(last("2024-02-28", 5)).to.equal("2029-02-28");
      expect(last("2024-02-28", 10)).to.equal("2034-02-28");
    });

    it("ends on the eve of 1 March if the count begins on 1 March", () => {
      expect(last("2024-02-29", 5)).to.equal("2029-02-28");
      expect(last("2023-02-28", 5)).to.equal("2028-02-29"); // a leap year
      expect(last("2023-02-28", 10)).to.equal("2033-02-28");
      expect(last("2024-02-29", 4)).to.equal("2028-02-29");
    });

    it("ends on 28 February if the count begins on a 29th that the last year has", () => {
      expect(last("2024-02-28", 4)).to.equal("2028-02-28");
      expect(last("2096-02-28", 4)).to.equal("2100-02-28"); // no leap year
      expect(last("2024-02-27", 5)).to.equal("2029-02-27");
    });
  });

  it("never falls back from one pay day to the next", () => {
    for (let day = parseDay("2023-01-01"); day < parseDay("2029-01-01"); day = addDays(day, 1)) {
      for (const years of [5, 10]) {
        const [one, next] = [lapsesAfter(day, years), lapsesAfter(addDays(day, 1), years)];
        expect(next - one, formatDay(day)).to.be.within(0, 2);
      }
    }
  });
});
