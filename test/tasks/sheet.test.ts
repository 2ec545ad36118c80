import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import vectors from "../vectors/schedule.json";
import { documentOf, refusalOf, runCli, runTask } from "../support/task";

const HITACHI = "deploy/parameters/hitachi-21.json";

/** The JSON texts of the values of a valid sheet, by key. */
const valid: Readonly<Record<string, string>> = {
  id: '"fixture"',
  name: '"Fixture"',
  symbol: '"FIX"',
  denominationYen: '"100000000"',
  bonds: "100",
  ratePpm: "5980",
  closing: '"2023-12-14"',
  firstPayment: '"2024-06-14"',
  maturity: '"2028-12-14"',
  allotments: '[{"holder": "a", "bonds": 100, "taxClass": "exempt"}]',
};

const sheetWith = (changes: Readonly<Record<string, string | null>>): string =>
  `{${Object.entries({ ...valid, ...changes })
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `"${key}": ${value}`)
    .join(", ")}}`;

/** What is wrong, the sheet's text, and what the line must name: key, value, and the beginning of what is expected. */
const BAD_SHEETS: readonly (readonly [string, string, RegExp])[] = [
  ["no JSON at all", "bonds: 100", /term sheet: found "bonds: 100", expected JSON/],
  ["an unknown key", sheetWith({ coupon: "1" }), /coupon: found 1, expected no such key/],
  ["a missing key", sheetWith({ symbol: null }), /symbol: found nothing, expected a text/],
  [
    "a duplicate key",
    sheetWith({}).replace("{", '{"bonds": 100, '),
    /bonds: found a second 100, expected each key once/,
  ],
  ["30 February", sheetWith({ closing: '"2024-02-30"' }), /closing: found "2024-02-30", expected a day that exists/],
  [
    "a first payment before closing",
    sheetWith({ closing: '"2024-06-15"' }),
    /firstPayment: found "2024-06-14", expected a day after closing 2024-06-15/,
  ],
  [
    "a maturity off the grid",
    sheetWith({ maturity: '"2028-12-15"' }),
    /maturity: found "2028-12-15", expected .*half-years/,
  ],
  [
    "allotments that do not add up",
    sheetWith({ allotments: '[{"holder": "a", "bonds": 99, "taxClass": "exempt"}]' }),
    /allotments: found 99 bonds in all, expected them to add up to bonds 100/,
  ],
  [
    "an unknown tax class",
    sheetWith({ allotments: '[{"holder": "a", "bonds": 100, "taxClass": "foreign"}]' }),
    /allotments\[0\]\.taxClass: found "foreign", expected one of the tax classes domestic-corporation, exempt/,
  ],
  [
    "a day beyond the calendar",
    sheetWith({ maturity: '"2051-06-14"' }),
    /maturity: found "2051-06-14", expected a day within the calendar/,
  ],
  ["zero", sheetWith({ ratePpm: "0" }), /ratePpm: found 0, expected an integer from 1 to 999999/],
  ["a negative number", sheetWith({ bonds: "-100" }), /bonds: found -100, expected an integer/],
  ["a number as a float", sheetWith({ ratePpm: "5980.0" }), /ratePpm: found 5980\.0, expected an integer/],
];

describe("tasks that need no chain", function () {
  this.timeout(30_000);
  const folder = mkdtempSync(join(tmpdir(), "sheets-"));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  after(() => rmSync(folder, { recursive: true }));

  context("bond schedule", () => {
    for (const [name, bond] of Object.entries(vectors)) {
      if (!("schedule" in bond)) continue;
      it(`prints the vector ${name} [P-2 to P-6, T-1]`, async () => {
        const { terms } = bond;
        const changes = Object.entries(terms).map(([key, value]) => [key, JSON.stringify(value)]);
        const allotments = `[{"holder": "a", "bonds": ${terms.bonds}, "taxClass": "exempt"}]`;
        const path = file(
          `${name}.json`,
          sheetWith({ ...(Object.fromEntries(changes) as Record<string, string>), allotments }),
        );
        expect(documentOf(await runTask("bond schedule", { terms: path, json: true }))).to.deep.equal(bond.schedule);
      });
    }

    it("shows people a table with one row a date", async () => {
      const { stdout, code } = await runTask("bond schedule", { terms: HITACHI });
      expect(code).to.equal(0);
      expect(stdout).to.match(/^ *2 +2024-12-14 +2024-12-13 +2024-12-11 +2024-12-14 +0\.0029900000000 +¥299,000 +¥0$/m);
    });

    for (const [what, text, line] of BAD_SHEETS) {
      it(`refuses ${what} in one line`, async () => {
        const path = file("bad.json", text);
        const refusal = refusalOf(await runTask("bond schedule", { terms: path, json: true }));
        expect(refusal).to.match(line);
        expect(refusal.startsWith(`${path}: `)).to.equal(true);
      });
    }

    it("refuses a file that is not there, and one that is not UTF-8", async () => {
      expect(refusalOf(await runTask("bond schedule", { terms: join(folder, "none.json") }))).to.contain("none.json");
      writeFileSync(join(folder, "latin.json"), Buffer.from([0x7b, 0xe9, 0x7d]));
      expect(refusalOf(await runTask("bond schedule", { terms: join(folder, "latin.json") }))).to.contain("UTF-8");
    });
  });

  context("bond accrued", () => {
    for (const { sevenBondsYen: _, note: __, ...expected } of vectors["hitachi-21"].accrued as {
      through: string;
      sevenBondsYen?: string;
      note?: string;
    }[]) {
      it(`prints the vector of ${expected.through} [P-1, P-2]`, async () => {
        const ran = await runTask("bond accrued", { terms: HITACHI, through: expected.through, json: true });
        expect(documentOf(ran)).to.deep.equal(expected);
      });
    }

    it("refuses a day that does not exist", async () => {
      const ran = await runTask("bond accrued", { terms: HITACHI, through: "2024-02-30", json: true });
      expect(refusalOf(ran)).to.equal('--through: found "2024-02-30", expected a day that exists, written YYYY-MM-DD');
    });
  });

  context("calendar show", () => {
    it("lists the year end as bank holidays, and no weekend", async () => {
      // 31 December 2024 is a Tuesday, 1 to 3 January 2025 are Wednesday to Friday
      const ran = await runTask("calendar show", { from: "2024-12-28", to: "2025-01-05", json: true });
      const { holidays } = documentOf<{ holidays: { date: string }[] }>(ran);
      expect(holidays.map(({ date }) => date)).to.deep.equal(["2024-12-31", "2025-01-01", "2025-01-02", "2025-01-03"]);
    });

    it("refuses days beyond the shipped years, and an end before the beginning", async () => {
      expect(refusalOf(await runTask("calendar show", { from: "2018-12-31", to: "2019-01-05" }))).to.contain(
        '--from: found "2018-12-31", expected a day of 2019 to 2050',
      );
      expect(refusalOf(await runTask("calendar show", { from: "2024-02-01", to: "2024-01-31" }))).to.contain(
        '--to: found "2024-01-31", expected a day not before --from 2024-02-01',
      );
    });
  });

  context("as commands of their own", () => {
    it("print exactly one JSON document, or exactly one line", async () => {
      const bad = file("float.json", sheetWith({ ratePpm: "5980.0" }));
      const [schedule, accrued, holidays, refused] = await Promise.all([
        runCli(["bond", "schedule", "--terms", HITACHI, "--json"]),
        runCli(["bond", "accrued", "--terms", HITACHI, "--through", "2023-12-14", "--json"]),
        runCli(["calendar", "show", "--from", "2024-05-04", "--to", "2024-05-06", "--json"]),
        runCli(["bond", "schedule", "--terms", bad, "--json"]),
      ]);
      expect(documentOf(schedule)).to.deep.equal(vectors["hitachi-21"].schedule);
      // on the closing day no interest runs yet [P-1]
      expect(documentOf(accrued)).to.deep.include({ through: "2023-12-14", interestPerYenE13: "0", perBondYen: "0" });
      // 4 May is a Saturday and 5 May a Sunday; 6 May is the substitute of Children's Day
      expect(documentOf(holidays)).to.deep.equal({ holidays: [{ date: "2024-05-06", name: "こどもの日 振替休日" }] });
      expect(refusalOf(refused)).to.equal(`${bad}: ratePpm: found 5980.0, expected an integer`);
    });
  });
});
