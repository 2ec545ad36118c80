import { expect } from "chai";
import { shippedCalendar } from "../../lib/calendar";
import { parseDay } from "../../lib/day";
import { violationOf, type Terms } from "../../lib/terms";
import { fixture } from "../support/chain";
import { deployCore, scheduleTerms } from "../support/core";

interface Days {
  readonly closing: string;
  readonly firstPayment: string;
  readonly maturity: string;
  readonly ratePpm: number;
}

const sheet = (change: Partial<Days>): Terms => {
  const days = { closing: "2023-12-14", firstPayment: "2024-06-14", maturity: "2028-12-14", ratePpm: 5_980, ...change };
  return {
    denominationYen: 100_000_000n,
    bonds: 100,
    ratePpm: days.ratePpm,
    closing: parseDay(days.closing),
    firstPayment: parseDay(days.firstPayment),
    maturity: parseDay(days.maturity),
  };
};

const refused: readonly [string, Partial<Days>, string][] = [
  ["rate 0", { ratePpm: 0 }, "RateOutOfRange"],
  ["rate 1,000,000 ppm", { ratePpm: 1_000_000 }, "RateOutOfRange"],
  ["rate 4,294,967,295 ppm", { ratePpm: 4_294_967_295 }, "RateOutOfRange"],
  ["first payment on the closing day", { firstPayment: "2023-12-14" }, "DaysOutOfOrder"],
  ["first payment before the closing day", { firstPayment: "2023-12-13", maturity: "2024-06-13" }, "DaysOutOfOrder"],
  ["maturity a day before the first payment", { maturity: "2024-06-13" }, "DaysOutOfOrder"],
  [
    "maturity a half-year before the first payment",
    { closing: "2023-01-16", maturity: "2023-12-14" },
    "DaysOutOfOrder",
  ],
  ["maturity a day off the grid", { maturity: "2028-12-15" }, "OffTheGrid"],
  ["maturity a day short of the grid", { maturity: "2028-12-13" }, "OffTheGrid"],
  ["maturity in a month off the grid", { maturity: "2028-11-14" }, "OffTheGrid"],
  ["maturity later in the month of the first payment", { maturity: "2024-06-28" }, "OffTheGrid"],
  ["30 August and 28 February in a leap year", { firstPayment: "2024-08-30", maturity: "2028-02-28" }, "OffTheGrid"],
  ["28 February before 30 August in a leap year", { firstPayment: "2024-02-28", maturity: "2028-08-30" }, "OffTheGrid"],
  ["30 June and 31 January", { firstPayment: "2024-06-30", maturity: "2029-01-31" }, "OffTheGrid"],
];

const taken: readonly [string, Partial<Days>][] = [
  ["rate 1 ppm", { ratePpm: 1 }],
  ["rate 999,999 ppm", { ratePpm: 999_999 }],
  ["maturity on the first payment", { maturity: "2024-06-14" }],
  ["30 August and 29 February in a leap year", { firstPayment: "2024-08-30", maturity: "2028-02-29" }],
  ["31 August and 28 February in an ordinary year", { firstPayment: "2024-08-31", maturity: "2027-02-28" }],
  ["29 February and 31 August", { firstPayment: "2024-02-29", maturity: "2028-08-31" }],
  ["30 June and 31 December", { firstPayment: "2024-06-30", maturity: "2028-12-31" }],
];

describe("Parity on terms at the bounds", () => {
  for (const [what, change, error] of refused) {
    it(`refuses ${what}, on the chain and in lib [P-1, P-2]`, async () => {
      const { core } = await fixture(deployCore);
      await expect(core.schedule(scheduleTerms(sheet(change)))).to.be.revertedWithCustomError(core, error);
      expect(violationOf(sheet(change), shippedCalendar)).not.to.equal(null);
    });
  }

  for (const [what, change] of taken) {
    it(`takes ${what}, on the chain and in lib [P-2]`, async () => {
      const { core } = await fixture(deployCore);
      const terms = sheet(change);
      const { payments } = await core.schedule(scheduleTerms(terms));
      expect(payments[0]!.date).to.equal(terms.firstPayment);
      expect(payments[payments.length - 1]!.date).to.equal(terms.maturity);
      expect(violationOf(terms, shippedCalendar)).to.equal(null);
    });
  }
});
