import { expect } from "chai";
import { shippedCalendar, YearNotLoaded } from "../../lib/calendar";
import { formatDay, parseDay } from "../../lib/day";
import { schedule } from "../../lib/schedule";
import { earliestSettlementDay, settleableFrom, usualExpiryDay } from "../../lib/settlement";

const hitachi = schedule(
  {
    denominationYen: 100_000_000n,
    bonds: 100,
    ratePpm: 5980,
    closing: parseDay("2023-12-14"),
    firstPayment: parseDay("2024-06-14"),
    maturity: parseDay("2028-12-14"),
  },
  shippedCalendar,
);

describe("earliestSettlementDay", () => {
  for (const [tradeDay, earliest] of [
    ["2024-06-06", "2024-06-10"], // Thursday: Friday 7, Monday 10
    ["2024-06-07", "2024-06-11"], // Friday: Monday 10, Tuesday 11
    ["2024-06-08", "2024-06-12"], // Saturday, as if on Monday 10: Tuesday 11, Wednesday 12
    ["2024-06-10", "2024-06-12"],
    ["2023-12-29", "2024-01-05"], // Friday: banks rest through 3 January
    ["2024-05-01", "2024-05-07"], // Wednesday: Thursday 2; Friday 3 to Monday 6 rest
    ["2024-05-03", "2024-05-09"], // a holiday, as if on Tuesday 7: Wednesday 8, Thursday 9
  ] as const)
    it(`of a trade of ${tradeDay} is ${earliest} [T-5]`, () => {
      expect(formatDay(earliestSettlementDay(parseDay(tradeDay), shippedCalendar))).to.equal(earliest);
    });

  it("is an error where the calendar ends [T-5]", () => {
    expect(() => earliestSettlementDay(parseDay("2050-12-30"), shippedCalendar)).to.throw(YearNotLoaded, "2051");
  });
});

describe("settleableFrom", () => {
  for (const [tradeDay, from] of [
    ["2024-06-07", "2024-06-11"], // the last day that settles before the window of Friday 14 June 2024
    ["2024-06-08", "2024-06-15"],
    ["2024-06-10", "2024-06-15"],
    ["2024-06-12", "2024-06-15"], // the earliest day is the date itself
    ["2024-06-13", "2024-06-17"], // Friday 14, Monday 17: after the window
    ["2024-12-06", "2024-12-10"], // Saturday 14 December 2024 is closed from Wednesday 11
    ["2024-12-09", "2024-12-15"],
  ] as const)
    it(`of a trade of ${tradeDay} is ${from} [T-5, T-1]`, () => {
      expect(formatDay(settleableFrom(hitachi, parseDay(tradeDay), shippedCalendar))).to.equal(from);
    });
});

describe("usualExpiryDay", () => {
  it("lies 30 days after the trade day, and not after maturity", () => {
    const expiry = (tradeDay: string) => formatDay(usualExpiryDay(parseDay(tradeDay), parseDay("2028-12-14")));
    expect(expiry("2024-06-01")).to.equal("2024-07-01");
    expect(expiry("2028-11-14")).to.equal("2028-12-14"); // November has 30 days
    expect(expiry("2028-11-15")).to.equal("2028-12-14");
  });
});
