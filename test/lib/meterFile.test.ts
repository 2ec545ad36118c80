import { expect } from "chai";
import fc from "fast-check";
import { parseDay } from "../../lib/day";
import { hourAt, japanHourOf, type JapanHour } from "../../lib/japanHour";
import { readMeterFile, type MeterFile, type MeterLimits, type MeterRow } from "../../lib/meterFile";
import { jstIso } from "../../lib/time";
import { meterRows } from "../support/meters";

const secondsOf = (text: string): bigint => BigInt(Date.parse(text) / 1000);

// 1,000 W with 5 %: at most 1,050,000 mWh in an hour
const limits: MeterLimits = {
  operationalDay: parseDay("2024-04-01"),
  capacityWatts: 1_000n,
  toleranceBps: 500n,
  nowAt: secondsOf("2024-04-03T00:00:00+09:00"),
};

const rowsOf = (...lines: readonly string[]): readonly MeterRow[] =>
  lines.map((line, i) => ({ row: i + 1, cells: line.split(",") }));
const at = (day: string, hour: number): JapanHour => hourAt(parseDay(day), hour);
const read = (...lines: readonly string[]): MeterFile => readMeterFile(rowsOf(...lines), limits);
const reasons = ({ rejected }: MeterFile): readonly (readonly [number, string])[] =>
  rejected.map(({ row, reason }) => [row, reason]);
const hours = ({ hours: found }: MeterFile): readonly (readonly [JapanHour, bigint | null])[] => [...found];

describe("readMeterFile", () => {
  context("when every row is a reading", () => {
    it("has each hour with its energy, ascending, and nothing to tell", () => {
      const found = read("2024-04-01T00:00:00+0900,1.5", "2024-04-01T01:00:00+0900,-0.859243393");
      expect(hours(found)).to.deep.equal([
        [at("2024-04-01", 0), 1_500n],
        [at("2024-04-01", 1), -859n],
      ]);
      expect(found).to.deep.include({ rejected: [], duplicates: 0, outOfOrder: 0 });
    });

    it("has nothing of a file without rows", () => {
      expect(read()).to.deep.equal({ hours: new Map(), rejected: [], duplicates: 0, outOfOrder: 0 });
    });

    // The sums of the files, each value rounded to mWh by itself.
    for (const [file, sum] of [
      ["pv-hourly-2021", 3_434_607_479n],
      ["load-hourly-2021", 6_000_000_018n],
    ] as const) {
      it(`adds ${file} up to ${sum} mWh over 8,760 hours [E-1]`, () => {
        const found = readMeterFile(meterRows(file), {
          ...{ operationalDay: parseDay("2021-01-01"), capacityWatts: 2_250n, toleranceBps: 0n },
          nowAt: secondsOf("2022-01-01T08:00:00+09:00"), // 00:00 at UTC+1: when the last hour ends
        });
        expect(found.hours.size).to.equal(8_760);
        expect([...found.hours.values()].reduce<bigint>((total, each) => total + (each ?? 0n), 0n)).to.equal(sum);
        expect(found).to.deep.include({ rejected: [], duplicates: 0, outOfOrder: 0 });
      });
    }
  });

  context("when a row is malformed", () => {
    for (const [what, line, expected] of [
      ["has no offset", "2024-04-01T01:00:00,1", /found the time "2024-04-01T01:00:00"/],
      ["names no whole hour", "2024-04-01T01:30:00+0900,1", /expected a whole hour/],
      ["is a header", "time,watts", /found the time "time"/],
      ["has one cell", "2024-04-01T01:00:00+0900", /found 1 cells/],
      ["has three cells", "2024-04-01T01:00:00+0900,1,2", /found 3 cells/],
      ["has no number", "2024-04-01T01:00:00+0900,n/a", /found "n\/a"/],
      ["has an empty number", "2024-04-01T01:00:00+0900,", /found ""/],
    ] as const) {
      it(`rejects what ${what}, with its line, and takes the others`, () => {
        const found = read("2024-04-01T00:00:00+0900,1", line, "2024-04-01T02:00:00+0900,2");
        expect(reasons(found)).to.deep.equal([[2, "malformed"]]);
        expect(found.rejected[0]?.detail).to.match(expected);
        expect(found.hours.get(at("2024-04-01", 0))).to.equal(1_000n);
        expect(found.hours.get(at("2024-04-01", 2))).to.equal(2_000n);
      });
    }

    it("leaves its hour missing where the hour is readable, and only there", () => {
      expect(hours(read("2024-04-01T01:00:00+0900,n/a", "2024-04-01T02:00:00,1"))).to.deep.equal([
        [at("2024-04-01", 1), null],
      ]);
    });

    it("leaves no hour missing that lies outside what may be recorded", () => {
      expect(read("2024-03-31T23:00:00+0900,n/a", "2024-04-03T00:00:00+0900,n/a").hours.size).to.equal(0);
    });

    it("does not take away the reading that another row gives its hour, before or after it", () => {
      const [good, bad] = ["2024-04-01T01:00:00+0900,1", "2024-04-01T01:00:00+0900,?"];
      expect(read(good, bad).hours.get(at("2024-04-01", 1))).to.equal(1_000n);
      expect(read(bad, good).hours.get(at("2024-04-01", 1))).to.equal(1_000n);
    });
  });

  context("when several rows say one hour", () => {
    it("takes exact duplicates once and counts the others, in whatever spelling", () => {
      const found = read(
        ...["2024-04-01T01:00:00+0900,1.5", "2024-04-01T01:00:00+09:00,1.50", "2024-03-31T16:00:00Z,+01.5"],
      );
      expect(hours(found)).to.deep.equal([[at("2024-04-01", 1), 1_500n]]);
      expect(found).to.deep.include({ rejected: [], duplicates: 2 });
    });

    it("rejects every row of an hour with different numbers, duplicates among them included", () => {
      const found = read(
        ...["2024-04-01T01:00:00+0900,1", "2024-04-01T02:00:00+0900,7"],
        ...["2024-04-01T01:00:00+0900,2", "2024-04-01T01:00:00+0900,1"],
      );
      expect(reasons(found)).to.deep.equal([
        [1, "contradictory"],
        [3, "contradictory"],
        [4, "contradictory"],
      ]);
      expect(found.rejected[0]?.detail).to.equal("rows 1, 3, 4 give one hour several values");
      expect(hours(found)).to.deep.equal([
        [at("2024-04-01", 1), null],
        [at("2024-04-01", 2), 7_000n],
      ]);
      expect(found.duplicates).to.equal(0);
    });

    it("rejects numbers that differ by less than a mWh", () => {
      const found = read("2024-04-01T01:00:00+0900,1.0001", "2024-04-01T01:00:00+0900,1.0002");
      expect(found.rejected.map(({ reason }) => reason)).to.deep.equal(["contradictory", "contradictory"]);
    });

    it("names ten rows of many", () => {
      const many = Array.from({ length: 200_000 }, (_, i) => ({
        row: i + 1,
        cells: ["2024-04-01T01:00:00+0900", String(i % 2)],
      }));
      const found = readMeterFile(many, limits);
      expect(found.rejected).to.have.length(200_000);
      expect(found.rejected[0]?.detail).to.match(/^rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 199990 more give/);
    });
  });

  context("when a value is beyond the bound [E-3]", () => {
    for (const [watts, isIn] of [
      ["1050", true],
      ["1050.0005", true], // rounded half to even: 1,050,000 mWh
      ["1050.0006", false],
      ["1050.001", false],
      ["-1050", true],
      ["-1050.001", false],
      ["999999999999999999999999999999999999", false],
    ] as const) {
      it(`${isIn ? "takes" : "rejects"} ${watts} W of 1,000 W with 5 %`, () => {
        const found = read(`2024-04-01T01:00:00+0900,${watts}`);
        expect(reasons(found)).to.deep.equal(isIn ? [] : [[1, "out-of-bounds"]]);
        expect(found.hours.get(at("2024-04-01", 1)) !== null).to.equal(isIn);
      });
    }

    it("says energy and bound, and rejects duplicates as well", () => {
      const found = read("2024-04-01T01:00:00+0900,1051", "2024-04-01T01:00:00+0900,1051.0");
      expect(reasons(found)).to.deep.equal([
        [1, "out-of-bounds"],
        [2, "out-of-bounds"],
      ]);
      expect(found.rejected[0]?.detail).to.equal("1051000 mWh is more than 1050000 mWh");
      expect(found.duplicates).to.equal(0);
    });
  });

  context("when an hour cannot be recorded", () => {
    it("takes the first hour of the first day of operation, and rejects the one before; that one is not missing", () => {
      const found = read("2024-03-31T23:00:00+0900,1", "2024-04-01T00:00:00+0900,2");
      expect(reasons(found)).to.deep.equal([[1, "before-operation"]]);
      expect(hours(found)).to.deep.equal([[at("2024-04-01", 0), 2_000n]]);
    });

    it("takes an hour that ends now, and rejects one that ends a second later; that one is not missing", () => {
      const lines = rowsOf("2024-04-02T22:00:00+0900,1", "2024-04-02T23:00:00+0900,2");
      expect(readMeterFile(lines, limits).rejected).to.deep.equal([]);
      const found = readMeterFile(lines, { ...limits, nowAt: limits.nowAt - 1n });
      expect(reasons(found)).to.deep.equal([[2, "future"]]);
      expect(hours(found)).to.deep.equal([[at("2024-04-02", 22), 1_000n]]);
    });
  });

  context("when several reasons hold", () => {
    for (const [what, lines, expected] of [
      ["malformed before before-operation", ["2024-03-31T23:00:00+0900,x"], ["malformed"]],
      ["malformed before future", ["2024-04-03T00:00:00+0900,x"], ["malformed"]],
      ["before-operation before out-of-bounds", ["2024-03-31T23:00:00+0900,9999"], ["before-operation"]],
      ["future before out-of-bounds", ["2024-04-03T00:00:00+0900,9999"], ["future"]],
      [
        "before-operation before contradictory",
        ["2024-03-31T23:00:00+0900,1", "2024-03-31T23:00:00+0900,2"],
        ["before-operation", "before-operation"],
      ],
      [
        "contradictory before out-of-bounds",
        ["2024-04-01T01:00:00+0900,1", "2024-04-01T01:00:00+0900,9999"],
        ["contradictory", "contradictory"],
      ],
    ] as const) {
      it(`says ${what}`, () => expect(read(...lines).rejected.map(({ reason }) => reason)).to.deep.equal(expected));
    }

    it("says before-operation before future, when operation has not begun", () => {
      const found = readMeterFile(rowsOf("2024-04-03T00:00:00+0900,1"), {
        ...limits,
        operationalDay: parseDay("2024-04-04"),
      });
      expect(reasons(found)).to.deep.equal([[1, "before-operation"]]);
    });
  });

  context("when rows are out of order", () => {
    it("counts each that comes after a later hour", () => {
      const line = (hour: number): string => `2024-04-01T0${hour}:00:00+0900,${hour}`;
      const found = read(line(3), line(1), line(2), line(4), line(0));
      expect(found.outOfOrder).to.equal(3); // 1 and 2 after 3, 0 after 4
      expect([...found.hours.keys()]).to.deep.equal([0, 1, 2, 3, 4].map((hour) => at("2024-04-01", hour)));
    });

    it("does not count an exact duplicate that follows at once", () => {
      expect(read("2024-04-01T01:00:00+0900,1", "2024-04-01T01:00:00+0900,1").outOfOrder).to.equal(0);
    });

    it("reads the same from whatever order, and with rows said again", () => {
      const start = secondsOf("2024-03-31T22:00:00+09:00");
      const cells = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom("1", "2", "1.0", "x", "2000", "-3"));
      fc.assert(
        fc.property(fc.array(cells, { maxLength: 40 }), fc.infiniteStream(fc.nat()), (said, keys) => {
          const rows = said.map(([hour, watts], i) => ({
            row: i + 1,
            cells: [jstIso(start + 3_600n * BigInt(hour)), watts],
          }));
          const shuffled = rows
            .map((row) => [keys.next().value, row] as const)
            .sort(([a], [b]) => a - b)
            .map(([, row]) => row);
          const [one, other] = [readMeterFile(rows, limits), readMeterFile(shuffled, limits)];
          const again = readMeterFile([...rows, ...rows], limits);
          expect(hours(other)).to.deep.equal(hours(one));
          expect(reasons(other)).to.deep.equal(reasons(one));
          expect(other.duplicates).to.equal(one.duplicates);
          expect(hours(again)).to.deep.equal(hours(one));
        }),
      );
    });
  });

  it("has every row in the hours, among the duplicates or among the rejected", () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: -30, max: 80 }), fc.constantFrom("1", "1.0", "2", "", "5000")), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(rows, (said) => {
        const lines = said.map(([hour, watts]) => `${jstIso(secondsOf("2024-04-01T00:00:00+09:00") + 3_600n * BigInt(hour))},${watts}`); // prettier-ignore
        const found = read(...lines);
        const readings = [...found.hours.values()].filter((each) => each !== null).length;
        expect(readings + found.duplicates + found.rejected.length).to.equal(lines.length);
        for (const { row, reason } of found.rejected) {
          const hour = japanHourOf(lines[row - 1]!.split(",")[0]!)!;
          if (reason === "contradictory" || reason === "out-of-bounds") expect(found.hours.get(hour)).to.equal(null);
          if (reason === "future" || reason === "before-operation") expect(found.hours.has(hour)).to.equal(false);
        }
      }),
    );
  });
});
