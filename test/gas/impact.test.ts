import { expect } from "chai";
import { fixture } from "../support/chain";
import { BUILDING, SOLAR, bringIn, qualities, record } from "../support/impact";
import { day, deploySuite, goTo } from "../support/suite";

/** A record of 24 in one transaction. */
const CEILING = 10_000;

const prepared = async () => {
  const suite = await deploySuite();
  await bringIn(suite);
  await goTo("2024-03-01T00:00:00");
  return suite;
};

const gasOfRecord = async (sent: ReturnType<typeof record>): Promise<number> =>
  Number((await (await sent).wait())!.gasUsed) / 24;

describe("Gas of the impact ledger [E-2]", () => {
  const cases = [
    ["the array by day", SOLAR, Array.from({ length: 24 }, (_, i) => 1_234_567 + i), qualities(24)],
    ["the array, every hour negative", SOLAR, Array.from({ length: 24 }, (_, i) => -2_999_999 + i), qualities(24)],
    ["the building", BUILDING, Array.from({ length: 24 }, (_, i) => 1_876_543 + i), qualities(24)],
    [
      "the building, negative, measured and estimated by turns",
      BUILDING,
      Array.from({ length: 24 }, (_, i) => -1_876_543 - i),
      Uint8Array.from({ length: 24 }, (_, i) => 1 + (i % 2)),
    ],
  ] as const;
  for (const [what, facility, milliWh, marks] of cases)
    it(`records a day of 24 hours within ${CEILING} gas an hour: ${what}, on the first day and later`, async () => {
      const suite = await fixture(prepared);
      for (const iso of ["2023-12-31", "2024-01-01", "2024-01-02"]) {
        const gas = await gasOfRecord(record(suite, { facility, day: iso, milliWh, qualities: marks }));
        expect(gas, iso).to.be.at.most(CEILING);
      }
    });

  it("sums up a year within 50 million gas", async () => {
    const suite = await fixture(prepared);
    await goTo("2025-01-01T00:00:00");
    const milliWh = Array.from({ length: 24 }, (_, i) => 1_000_000 + i);
    for (let each = day("2024-01-01"); each < day("2025-01-01"); each += 1)
      await record(suite, { facility: BUILDING, day: each, milliWh });
    const gas = await suite.impact.totals.estimateGas(BUILDING, day("2024-01-01"), day("2024-12-31"));
    expect(gas).to.be.at.most(50_000_000n);
    const { records, energyMilliWh } = await suite.impact.totals(BUILDING, day("2024-01-01"), day("2024-12-31"));
    expect([records, energyMilliWh]).to.deep.equal([366n * 24n, 366n * (24n * 1_000_000n + 276n)]);
  });
});
