import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { parseDay } from "../../lib/day";
import { readMeterFile, type MeterFile } from "../../lib/meterFile";
import { readMeterRows, type MeterText } from "../../tasks/support/meterRows";
import { TaskError } from "../../tasks/support/output";
import { meterPath, meterRows } from "../support/meters";

describe("readMeterRows", () => {
  let directory: string;
  before(() => (directory = mkdtempSync(join(tmpdir(), "meter-"))));
  after(() => rmSync(directory, { recursive: true }));

  const written = (content: string | Uint8Array): string => {
    const path = join(directory, "meter.csv");
    writeFileSync(path, content);
    return path;
  };
  const read = (content: string | Uint8Array, wholeLines = false): MeterText =>
    readMeterRows(written(content), wholeLines);
  const cells = (content: string): readonly (readonly string[])[] => read(content).rows.map((row) => [...row.cells]);

  it("has the cells of each line, with its number", () => {
    expect(read("a,1\nb,2\n").rows).to.deep.equal([
      { row: 1, cells: ["a", "1"] },
      { row: 2, cells: ["b", "2"] },
    ]);
    expect(read("a,1\nb,2").rows).to.have.length(2); // the last line needs no end
    expect(read("").rows).to.deep.equal([]);
  });

  it("reads quotes and spaces around a cell", () => {
    expect(cells('"a","1"\n a , 1 \n"a ""b""",2\n')).to.deep.equal([
      ["a", "1"],
      ["a", "1"],
      ['a "b"', "2"],
    ]);
  });

  it("leaves out empty lines: a row keeps the line that an editor shows", () => {
    expect(read("\na,1\n\n  \nb,2\n").rows.map(({ row }) => row)).to.deep.equal([2, 5]);
  });

  it("takes a broken line as a row and goes on: too few cells, too many, a quote that is never closed", () => {
    const { rows } = read('a\na,1,2\n"a,1\na"b,1\nb,2\n');
    expect(rows.map(({ row }) => row)).to.deep.equal([1, 2, 3, 4, 5]);
    expect(rows.map((row) => row.cells.length)).to.deep.equal([1, 3, 1, 1, 2]);
    expect(rows[4]?.cells).to.deep.equal(["b", "2"]);
  });

  it("loses nothing behind a carriage return that ends no line: the row has too many cells, and is rejected", () => {
    expect(read("a,1\rb,2\rc,3\r").rows.map(({ cells }) => cells.length)).to.deep.equal([4]);
    expect(read("a,1\rb,2\nc,3\n").rows.map(({ cells }) => cells.length)).to.deep.equal([3, 2]);
  });

  it("takes a byte order mark and CRLF for no part of a cell, and says so", () => {
    const found = read("\ufeffa,1\r\nb,2\r\n");
    expect(found.rows.map((row) => row.cells)).to.deep.equal([
      ["a", "1"],
      ["b", "2"],
    ]);
    expect(found.notes).to.have.length(2);
    expect(found.notes[0]).to.match(/byte order mark/);
    expect(found.notes[1]).to.match(/CRLF/);
    expect(read("a,1\n").notes).to.deep.equal([]);
  });

  it("leaves out a line that somebody is still writing, if asked to", () => {
    expect(read("a,1\nb,2", true).rows.map(({ row }) => row)).to.deep.equal([1]);
    expect(read("a,1\nb,2\n", true).rows.map(({ row }) => row)).to.deep.equal([1, 2]);
    expect(read("a,1", true).rows).to.deep.equal([]);
  });

  it("has the SHA-256 of the bytes as they lie there", () => {
    const bytes = Buffer.from("\ufeffa,1\r\n");
    const expected = createHash("sha256").update(bytes).digest("hex");
    expect(read(bytes).evidenceHash).to.equal(`0x${expected}`);
    expect(read("a,1\n").evidenceHash).not.to.equal(`0x${expected}`);
  });

  it("refuses what is no UTF-8 text, and a file that is not there, with the path and the remedy", () => {
    const path = written(Buffer.from([0x61, 0x2c, 0xff, 0x0a]));
    expect(() => readMeterRows(path)).to.throw(TaskError, `${path}: is not UTF-8 text; save it as UTF-8`);
    expect(() => readMeterRows(join(directory, "none.csv"))).to.throw(TaskError, /none\.csv: cannot be read/);
  });

  for (const name of ["pv-hourly-2021", "load-hourly-2021"]) {
    it(`reads ${name} as it is`, () => {
      const found = readMeterRows(meterPath(name));
      expect(JSON.stringify(found.rows)).to.equal(JSON.stringify(meterRows(name)));
      expect(found.notes).to.deep.equal([]);
    });
  }

  it("says the same of a file with a byte order mark, CRLF, quotes, another order and rows said again", () => {
    const lines = readFileSync(meterPath("pv-hourly-2021"), "utf8").trimEnd().split("\n").slice(0, 60);
    const hoursOf = (content: string): MeterFile["hours"] => {
      const found = readMeterFile(read(content).rows, {
        ...{ operationalDay: parseDay("2021-01-01"), capacityWatts: 2_250n, toleranceBps: 0n },
        nowAt: BigInt(Date.parse("2022-01-01T00:00:00Z") / 1000),
      });
      expect(found.rejected).to.deep.equal([]);
      return found.hours;
    };
    const plain = hoursOf(lines.join("\n"));
    expect(plain.size).to.equal(60);
    const looks = fc.record({
      bom: fc.boolean(),
      end: fc.constantFrom("\n", "\r\n"),
      quoted: fc.boolean(),
      order: fc.shuffledSubarray(lines, { minLength: lines.length }),
      again: fc.subarray(lines),
    });
    fc.assert(
      fc.property(looks, ({ bom, end, quoted, order, again }) => {
        const shown = [...order, ...again].map((line) => (quoted ? line.replace(/^(.*),(.*)$/, '"$1","$2"') : line));
        expect([...hoursOf(`${bom ? "\ufeff" : ""}${shown.join(end)}`)]).to.deep.equal([...plain]);
      }),
      { numRuns: 30 },
    );
  });
});
