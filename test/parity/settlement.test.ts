import { expect } from "chai";
import { shippedCalendar } from "../../lib/calendar";
import { formatDay, parseDay } from "../../lib/day";
import { schedule } from "../../lib/schedule";
import { earliestSettlementDay, settleableFrom } from "../../lib/settlement";
import { fixture } from "../support/chain";
import { day, deploySuite, hitachi, isoOf } from "../support/suite";

const FROM = day("2023-12-14");
const DAYS = 3 * 366;
const AT_ONCE = 61;

describe("Parity of settlement days", () => {
  it("agrees on every trade day of three years: the earliest day, and that after a closed window [T-5, T-1]", async () => {
    const { market } = await fixture(deploySuite);
    const terms = {
      denominationYen: hitachi.denominationYen,
      bonds: hitachi.bonds,
      ratePpm: hitachi.schedule.ratePpm,
      closing: parseDay("2023-12-14"),
      firstPayment: parseDay("2024-06-14"),
      maturity: parseDay("2028-12-14"),
    };
    const plan = schedule(terms, shippedCalendar);
    let waiting = 0;
    for (let first = FROM; first < FROM + DAYS; first += AT_ONCE) {
      await Promise.all(
        Array.from({ length: AT_ONCE }, async (_, i) => {
          const tradeDay = parseDay(isoOf(first + i));
          const [earliest, settleable] = await market.settlementDays(tradeDay);
          const inLib = [
            earliestSettlementDay(tradeDay, shippedCalendar),
            settleableFrom(plan, tradeDay, shippedCalendar),
          ];
          expect([Number(earliest), Number(settleable)], formatDay(tradeDay)).to.deep.equal(inLib);
          if (earliest !== settleable) waiting += 1;
        }),
      );
    }
    // Every window has three business days or more, and each is the earliest day of at least one trade day: six dates in three years.
    expect(waiting).to.be.at.least(6 * 3);
  });
});
