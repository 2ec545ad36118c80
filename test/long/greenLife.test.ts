import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { GreenLifecycleJson } from "../../tasks/lifecycle/greenStory";
import { documentOf, runCli } from "../support/task";

const METERS = "test/data/meters";

/** mWh of each line of a meter file, by the test's own arithmetic: digits of Wh, three of them after the point, half to even. */
const milliWhIn = (file: string): readonly bigint[] =>
  readFileSync(join(METERS, file), "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const [whole = "", fraction = ""] = (line.trim().split(",")[1] ?? "").split(".");
      const scaled = BigInt(`${whole.replace("-", "")}${fraction.padEnd(12, "0")}`); // in 10^-12 Wh
      const [floor, rest] = [scaled / 10n ** 9n, scaled % 10n ** 9n];
      const isUp = rest * 2n > 10n ** 9n || (rest * 2n === 10n ** 9n && floor % 2n === 1n);
      return (isUp ? floor + 1n : floor) * (whole.startsWith("-") ? -1n : 1n);
    });

const sum = (values: readonly bigint[]): bigint => values.reduce((total, each) => total + each, 0n);

const halfEven = (numerator: bigint): string => {
  const [floor, rest] = [numerator / 1_000_000n, numerator % 1_000_000n]; // positive in these stories
  return String(rest > 500_000n || (rest === 500_000n && floor % 2n === 1n) ? floor + 1n : floor);
};

describe("The green life of two bonds [G-1 to G-7, E-1 to E-4]", function () {
  this.timeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), "green-life-"));
  const play = async (...args: string[]): Promise<GreenLifecycleJson> =>
    documentOf<GreenLifecycleJson>(await runCli(["impact", "lifecycle", "--json", ...args]));

  after(() => rmSync(folder, { recursive: true }));

  context("with the shipped meter files", () => {
    let life: GreenLifecycleJson;
    const [pv, load] = [milliWhIn("pv-hourly-2021.csv"), milliWhIn("load-hourly-2021.csv")];
    // the files begin at 08:00 of 1 January in Japan, and 1 April is the 90th day after it: 16 + 89 × 24 hours lie before
    const BEFORE_APRIL = 16 + 89 * 24;

    before(async () => {
      life = await play("--out", join(folder, "out"));
    });

    it("holds every hour of both files [E-1, E-2]", () => {
      const [building, plant] = life.ingested.facilities;
      const whole = { records: 8760, missing: 0, coverageBps: 10000 };
      expect(plant).to.deep.equal({ id: "solar-1", ...whole, energyMilliWh: "3434607479", baselineMilliWh: "0", co2Milligrams: halfEven(3_434_607_479n * 441_000n), primaryEnergyKj: halfEven(3_434_607_479n * 8_640n) }); // prettier-ignore
      const saved = 8_760n * 1_000_000n - 6_000_000_018n;
      expect(building).to.deep.equal({ id: "kyoso-to", ...whole, energyMilliWh: "6000000018", baselineMilliWh: "8760000000", co2Milligrams: halfEven(saved * 441_000n), primaryEnergyKj: halfEven(saved * 8_640n) }); // prettier-ignore
      expect([sum(pv), sum(load)]).to.deep.equal([3_434_607_479n, 6_000_000_018n]);
    });

    it("has the corrections, the other factor and the restated baseline in its sums [E-2]", () => {
      const [building, plant] = life.final.facilities;
      // Solar 1: six hours from the tenth part on are 100 Wh, and the hour in the middle is missing
      const array = pv.map((each, i): bigint | null => (i >= 876 && i < 882 ? 100_000n : i === 4380 ? null : each));
      const co2Of = (value: bigint, hour: number): bigint => value * (hour < BEFORE_APRIL ? 441_000n : 434_000n);
      const known = array.map((each) => each ?? 0n);
      expect(plant).to.deep.include({
        records: 8759,
        missing: 1,
        coverageBps: 9998,
        energyMilliWh: String(sum(known)),
      });
      expect(plant?.co2Milligrams).to.equal(halfEven(sum(known.map(co2Of))));
      // 協創棟: one hour at two thirds is 654.321 Wh; from April on the baseline is 1,010 Wh
      const consumed = load.map((each, i) => (i === 5840 ? 654_321n : each));
      const baseline = consumed.map((_, i) => (i < BEFORE_APRIL ? 1_000_000n : 1_010_000n));
      const saved = consumed.map((each, i) => (baseline[i] ?? 0n) - each);
      expect(building).to.deep.include({
        energyMilliWh: String(sum(consumed)),
        baselineMilliWh: String(sum(baseline)),
      });
      expect(building?.co2Milligrams).to.equal(halfEven(sum(saved.map(co2Of))));
      expect(building?.primaryEnergyKj).to.equal(halfEven(sum(saved) * 8_640n));
    });

    it("has allocated every yen, refused what it must, and is as recomputed [G-1, G-3, G-5]", () => {
      expect(life.proceeds).to.deep.equal([
        { bond: "hitachi-21", netYen: "9972000000", allocatedYen: "9972000000", unallocatedYen: "0" },
        { bond: "jpx-1", netYen: "500000000", allocatedYen: "500000000", unallocatedYen: "0" },
      ]);
      expect(life.rejected).to.deep.equal([]);
      expect(life.verify).to.deep.equal({ ok: true, differences: [] });
      const refusals = [/operates since 2020-12-01/, /does not hold the role/, /sign it with|have the reviewer sign it/, /is stale; publish it again/]; // prettier-ignore
      expect(life.refusals).to.have.length(refusals.length);
      for (const [i, refusal] of refusals.entries()) expect(life.refusals[i]?.reason).to.match(refusal);
    });

    it("leaves two yearly reports of both bonds [G-4, E-4]", () => {
      for (const bond of ["hitachi-21", "jpx-1"])
        for (const year of ["FY2020", "FY2020-revised", "FY2021"])
          for (const name of ["report.json", "report.html", "allocation.csv", "impact.csv", "publication.json"])
            expect(readFileSync(join(folder, "out", year, bond, name), "utf8"), `${year} ${bond}`).to.not.equal("");
    });
  });

  it("rejects bad rows by their lines, and records their hours as missing, with another file [E-1]", async () => {
    const lines = readFileSync(join(METERS, "pv-hourly-2021.csv"), "utf8").trim().split("\n").slice(0, 200);
    const changed = lines.map((line, i) => {
      const [time = "", value = ""] = line.trim().split(",");
      if (i === 9) return `${time},n/a`;
      if (i === 19) return `${time},3000.001`;
      return `${time},${value}`;
    });
    const [again = "", other = ""] = [lines[29]?.trim(), `${lines[39]?.trim().split(",")[0]},1.5`];
    const extra = ["2020-11-30T12:00:00+0900,1", "2022-12-01T00:00:00+0900,1"];
    const file = join(folder, "bad.csv");
    writeFileSync(file, `\ufeff${[...changed, again, other, ...extra].join("\r\n")}\r\n`);
    const life = await play("--pv", file);
    expect(life.rejected).to.deep.equal([
      { file, row: 10, reason: "malformed" },
      { file, row: 20, reason: "out-of-bounds" },
      { file, row: 40, reason: "contradictory" },
      { file, row: 202, reason: "contradictory" },
      { file, row: 203, reason: "before-operation" },
      { file, row: 204, reason: "future" },
    ]);
    // 200 hours, three of them missing: 9850 of 10,000
    expect(life.ingested.facilities[1]).to.deep.include({ records: 197, missing: 3, coverageBps: 9850 });
    expect(life.verify).to.deep.equal({ ok: true, differences: [] });
  });
});
