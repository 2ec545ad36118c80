import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fixture } from "../support/chain";
import { executeTask, planTask, refuseTask } from "../support/operator";
import { goTo } from "../support/suite";
import type { AgendaJson } from "../../tasks/support/agenda";
import { documentOf, refusalOf, runTask, type TaskArgs } from "../support/task";

const SHEET = {
  ...{ id: "green", name: "Green", symbol: "GREEN", denominationYen: "100000000", bonds: 10, ratePpm: 5980 },
  ...{ closing: "2023-12-14", firstPayment: "2024-06-14", maturity: "2024-12-14" },
  allotments: [{ holder: "a", bonds: 10, taxClass: "exempt" }],
};
const PAPER = `0x${"ab".repeat(32)}`;
const WATTS = "3000";

interface IngestJson {
  readonly executed: boolean;
  readonly hours: number;
  readonly missing: number;
  readonly recorded: number;
  readonly transactions: number;
  readonly rejected: readonly { readonly row: number; readonly reason: string }[];
  readonly differences: readonly { readonly hour: string; readonly ledger: string | null; readonly file: string }[];
  readonly notes: readonly string[];
  readonly duplicates: number;
  readonly outOfOrder: number;
}

interface ShowJson {
  readonly facilities: readonly {
    readonly id: string;
    readonly coverageBps: number;
    readonly gaps: readonly { readonly from: string; readonly hours: number }[];
    readonly periods: readonly (Readonly<Record<string, unknown>> & { readonly period: string })[];
  }[];
}

interface ProceedsJson extends Readonly<Record<string, unknown>> {
  readonly projects: readonly { readonly id: string; readonly beyondThreeYears: boolean }[];
  readonly entries: readonly { readonly kind: string; readonly yen: string }[];
}

interface VerifyJson {
  readonly ok: boolean;
  readonly differences: readonly string[];
}

// One story, told in order: every step stands on the one before.
describe("operator's tasks of the green life", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "green-"));
  const path = (name: string): string => join(folder, name);
  const write = (name: string, text: string): string => {
    writeFileSync(path(name), text);
    return path(name);
  };

  /** Three Japan days from 15 December 2023: Wh of hour h of day d are 100 d + h, so 3 × (0 + … + 23) + 24 × (0 + 100 + 200) = 8,028 Wh. */
  const rows = Array.from({ length: 72 }, (_, i) => {
    const [date, hour] = [15 + Math.floor(i / 24), String(i % 24).padStart(2, "0")];
    return `2023-12-${date}T${hour}:00:00+0900,${100 * Math.floor(i / 24) + (i % 24)}`;
  });

  const ingest = async (args: TaskArgs): Promise<IngestJson> =>
    documentOf<IngestJson>(await runTask("impact ingest", { facility: "plant", ...args, json: true }));
  const show = async (args: TaskArgs = {}): Promise<ShowJson["facilities"][number]> =>
    documentOf<ShowJson>(await runTask("impact show", { facility: "plant", by: "all", ...args, json: true }))
      .facilities[0]!;
  /** What a verification finds; its exit code says the same. */
  const verify = async (args: TaskArgs): Promise<VerifyJson> => {
    const { stdout, code } = await runTask("impact verify", { ...args, json: true });
    const found = JSON.parse(stdout) as VerifyJson;
    expect(code).to.equal(found.ok ? 0 : 1);
    return found;
  };

  before(async () => {
    const sheet = write("green.json", JSON.stringify(SHEET));
    await fixture(async () => {
      documentOf(await runTask("bond deploy", { terms: sheet, execute: true, json: true }));
    });
  });

  after(() => rmSync(folder, { recursive: true }));

  context("impact facility, share, factor", () => {
    const facility = {
      ...{ facility: "plant", name: "Plant", kind: "generation", watts: WATTS },
      ...{ operational: "2023-12-15", meters: "M-1, M-2" },
    };

    it("brings a facility in, signed by the issuer, and leaves it the second time [E-3]", async () => {
      const [step] = (await planTask("impact facility", facility)).steps;
      expect(step).to.deep.include({ role: "issuer", contract: "ImpactRegistry", function: "registerFacility" });
      expect(step?.arguments).to.deep.include({ facilityId: "plant", kind: "Generation", capacityWatts: 3000 });
      await executeTask("impact facility", facility);
      expect((await executeTask("impact facility", facility)).steps).to.deep.equal([]);
    });

    it("names the facilities that there are [E-3]", () =>
      refuseTask("impact share", { facility: "plan", bps: "1", document: PAPER }, /--facility: found "plan", expected one of the facilities on hardhat: plant/)); // prettier-ignore

    it("needs a factor before anything is recorded, and says so [E-1]", () =>
      refuseTask("impact ingest", { facility: "plant", file: write("one.csv", `${rows[0]}\n`) }, /plant: has no factor; add one with `impact factor`/)); // prettier-ignore

    it("gives the bond its share, and adds a factor [E-1]", async () => {
      await executeTask("impact share", { facility: "plant", bps: "5000", document: PAPER });
      const factor = { facility: "plant", co2: "441000", primaryEnergy: "8640", kind: "grid", fiscalYear: "2022" };
      await executeTask("impact factor", { ...factor, source: "a table", document: PAPER });
      await executeTask("impact factor", {
        ...factor,
        co2: "500000",
        replaces: "1",
        source: "a table",
        document: PAPER,
      });
    });
  });

  context("proceeds", () => {
    const project = {
      ...{ id: "plant", name: "Plant", outline: "a plant", category: "renewable-energy", criterion: "generating-equipment" }, // prettier-ignore
      ...{ completion: "2020-12-13", facility: "plant", certificate: { status: "none" }, exclusionDocument: PAPER },
      selection: { decided: "2023-12-01", decidedBy: "treasury", frameworks: "GBP 2021", document: PAPER },
    };
    const file = (given: object): string => write("project.json", JSON.stringify({ ...project, ...given }));
    const plant = { project: "plant", document: PAPER };
    const status = async () => documentOf<ProceedsJson>(await runTask("proceeds status", { json: true }));

    it("refuses a project file with an unknown key, and leaves a project that is recorded [G-1]", async () => {
      await refuseTask("proceeds project", { file: file({ colour: "green" }) }, /colour/);
      await executeTask("proceeds project", { file: file({}) });
      expect((await executeTask("proceeds project", { file: file({}) })).steps).to.deep.equal([]);
      await executeTask("proceeds project", { file: file({ id: "wind", name: "Wind", completion: "2020-12-14" }) });
    });

    it("refuses money before the issue, and for a project that there is not [G-1, G-3]", async () => {
      await refuseTask("proceeds allocate", { ...plant, yen: "1" }, /not issued/);
      await refuseTask("proceeds allocate", { ...plant, project: "sun", yen: "1" }, /--project: found "sun", expected one of the projects of green: plant, wind/); // prettier-ignore
    });

    it("allocates, moves, takes back and holds, and what there is always adds up [G-1, G-3, G-5]", async () => {
      await goTo("2023-12-14T09:00:00");
      await executeTask("bond issue");
      await refuseTask("proceeds allocate", { ...plant, yen: "1000000001" }, /1,?000,?000,?000/);
      await executeTask("proceeds allocate", { ...plant, yen: "600000000", refinancing: true });
      await executeTask("proceeds allocate", { project: "wind", yen: "100000000", document: PAPER });
      await executeTask("proceeds reallocate", { from: "plant", fromRefinancing: true, to: "wind", yen: "150000000", reason: PAPER }); // prettier-ignore
      await executeTask("proceeds release", { project: "wind", yen: "20000000", reason: PAPER });
      await executeTask("proceeds hold", { from: "cash", to: "cash-equivalents", yen: "70000000", document: PAPER });
      // 600 − 150 refinance the plant, 100 + 150 − 20 are new for the wind, in millions; of the other 320 are 70 in equivalents
      const found = await status();
      expect(found).to.deep.include({ netYen: "1000000000", allocatedYen: "680000000", refinancedYen: "450000000" });
      expect(found).to.deep.include({ unallocatedYen: "320000000", cashYen: "250000000", cashEquivalentsYen: "70000000" }); // prettier-ignore
      expect(found.entries.map(({ kind, yen }) => [kind, yen])).to.deep.equal([
        ["Allocation", "600000000"],
        ["Allocation", "100000000"],
        ["Reallocation", "150000000"],
        ["Release", "20000000"],
        ["Holding", "70000000"],
      ]);
    });

    it("discloses by itself what was completed more than three years before issue, to the day [G-1]", async () => {
      const beyond = (await status()).projects.map(({ id, beyondThreeYears }) => [id, beyondThreeYears]);
      expect(beyond).to.deep.equal([
        ["plant", true], // 13 December 2020, and the closing day is 14 December 2023
        ["wind", false],
      ]);
    });

    it("plans the rest, confirms a quarter once it is over, and renews a certificate [G-1, G-3, G-4]", async () => {
      await executeTask("proceeds plan", { day: "2024-03-31", document: PAPER });
      expect((await executeTask("proceeds plan", { day: "2024-03-31", document: PAPER })).steps).to.deep.equal([]);
      await refuseTask("proceeds quarter", { day: "2023-12-31", document: PAPER }, /2023-12-31/);
      await executeTask("proceeds certificate", { project: "wind", status: "planned", document: PAPER });
      await executeTask("proceeds disclose", { document: PAPER });
      expect(await status()).to.deep.include({ plannedDay: "2024-03-31", nextQuarterDay: "2023-12-31", reportDueDay: "2024-12-14", reportOverdue: false }); // prettier-ignore
    });

    it("shows people where the money is [G-4]", async () => {
      const { stdout } = await runTask("proceeds status");
      expect(stdout).to.match(/net ¥1,000,000,000 = allocated ¥680,000,000 \(refinancing ¥450,000,000\) \+ unallocated ¥320,000,000/); // prettier-ignore
      expect(stdout).to.match(/^plant +Plant +¥0 +¥450,000,000 +1096 days +beyond 3 years/m);
    });
  });

  context("impact ingest", () => {
    const dirty = [
      `\ufeff${rows[0]}`, // row 1, with a byte order mark
      ...[rows[2], rows[1], rows[1]], // rows 2 to 4: out of order, and once more
      ...["2023-12-14T23:00:00+0900,1", "2023-12-15T03:00:00+0900,x"], // rows 5, 6
      ...["2023-12-15T04:00:00+0900,4", "2023-12-15T04:00:00+0900,5"], // rows 7, 8
      ...["2023-12-15T05:00:00+0900,3000.001", "2023-12-15T06:00:00+0900,3000"], // rows 9, 10
      "2024-01-01T00:00:00+0900,1", // row 11
      "2023-12-15T07:30:00+0900,1", // row 12
    ].join("\r\n");
    const rejected = [
      { row: 5, reason: "before-operation" },
      { row: 6, reason: "malformed" },
      { row: 7, reason: "contradictory" },
      { row: 8, reason: "contradictory" },
      { row: 9, reason: "out-of-bounds" },
      { row: 11, reason: "future" },
      { row: 12, reason: "malformed" },
    ];

    before(() => goTo("2023-12-18T00:00:00"));

    it("judges every row, and sends nothing without --execute [E-1]", async () => {
      const found = await ingest({ file: write("dirty.csv", dirty), factor: "1" });
      expect(found.rejected.map(({ row, reason }) => ({ row, reason }))).to.deep.equal(rejected);
      expect(found).to.deep.include({ executed: false, hours: 7, missing: 3, duplicates: 1, outOfOrder: 3 });
      expect(found.notes).to.have.length(2); // the byte order mark, and CRLF
      expect((await show()).periods).to.deep.equal([]);
    });

    it("sends nothing with --strict if a row is rejected", () =>
      refuseTask("impact ingest", { facility: "plant", file: path("dirty.csv"), factor: "1", strict: true }, /7 rows are rejected \(row 5 before-operation, row 6 malformed, .*, …\), and --strict sends nothing/)); // prettier-ignore

    it("records the rest, the hours of rejected rows as missing, and goes on from there [E-2]", async () => {
      expect(await ingest({ file: path("dirty.csv"), factor: "1", execute: true })).to.deep.include({ hours: 7, missing: 3, transactions: 1 }); // prettier-ignore
      const { periods, gaps, coverageBps } = await show();
      // 0 + 1 + 2 + 3,000 Wh; hours 3, 4 and 5 are missing: 4 of 7 hours
      expect(periods[0]).to.deep.include({ records: 4, missing: 3, energyMilliWh: "3003000" });
      expect({ gaps, coverageBps }).to.deep.equal({ gaps: [{ from: "2023-12-15T03:00:00+09:00", hours: 3 }], coverageBps: 5714 }); // prettier-ignore
      const clean = await ingest({ file: write("meter.csv", `${rows.join("\n")}\n`), factor: "1", execute: true });
      expect(clean).to.deep.include({ hours: 65, missing: 0, recorded: 3 });
      // late: 3 to 5 o'clock; and at 6 o'clock the file says 6 Wh where the ledger has 3,000
      expect(clean.differences.map(({ ledger, file }) => [ledger, file])).to.deep.equal([
        [null, "3000"],
        [null, "4000"],
        [null, "5000"],
        ["3000000", "6000"],
      ]);
      expect(await ingest({ file: path("meter.csv"), factor: "1", execute: true })).to.deep.include({ hours: 0, transactions: 0 }); // prettier-ignore
    });

    it("follows a growing file, and takes whole lines only [E-1, E-2]", async () => {
      await goTo("2023-12-18T03:00:00");
      const line = (hour: number): string => `2023-12-18T0${hour}:00:00+0900,${hour}`;
      const file = write("growing.csv", `${line(0)}\n${line(1)}`);
      expect(await ingest({ file, factor: "1", watch: true, looks: "1", execute: true })).to.deep.include({ hours: 1 });
      writeFileSync(file, `${line(0)}\n${line(1)}\n${line(2)}\n`);
      const more = await ingest({ file, factor: "1", watch: true, looks: "2", seconds: "1", execute: true });
      expect(more).to.deep.include({ hours: 2 });
    });
  });

  context("impact correct and revalue", () => {
    it("supersedes what a file says otherwise, and what was stays readable [E-2]", async () => {
      const { steps } = await executeTask("impact correct", { facility: "plant", file: path("meter.csv"), reason: "late-data" }); // prettier-ignore
      expect(steps).to.have.length(1); // 3 to 6 o'clock follow one another in one batch
      const event = steps[0]?.sent?.events.find(({ name }) => name === "HoursSuperseded");
      expect(event?.values).to.deep.include({ reason: "LateData", replaces: 1, hoursCount: 4, fromMilliWh: 3000000, toMilliWh: 18000 }); // prettier-ignore
      // 8,028 Wh of the three days, and 0 + 1 + 2 Wh of 18 December
      expect((await show()).periods[0]).to.deep.include({ records: 75, missing: 0, energyMilliWh: "8031000" });
    });

    it("corrects one hour, and says what would be the same [E-2]", async () => {
      const one = { facility: "plant", day: "2023-12-18", hour: "2", document: PAPER, reason: "meter-fault" };
      await executeTask("impact correct", { ...one, wh: "2.0005", quality: "estimated" });
      expect((await show()).periods[0]).to.deep.include({ estimated: 1, energyMilliWh: "8031000" }); // half to even
      expect((await executeTask("impact correct", { ...one, wh: "2", quality: "estimated" })).steps).to.deep.equal([]);
      await refuseTask("impact correct", { ...one, quality: "missing", wh: "1" }, /--wh: found "1", expected Wh in digits, and none for --quality missing/); // prettier-ignore
      await refuseTask("impact correct", { ...one, hour: "4", wh: "1" }, /nothing is recorded for the hour from 2023-12-18T04:00:00\+09:00/); // prettier-ignore
    });

    it("values days by another factor in one act [E-1, E-2]", async () => {
      const days = { facility: "plant", from: "2023-12-16", through: "2023-12-16", document: PAPER };
      await executeTask("impact revalue", { ...days, factor: "2" });
      // 16 December has 24 × 100 + 276 = 2,676 Wh, the other hours 8,031 − 2,676 = 5,355: by 500 and by 441 g-CO2 per kWh
      const co2 = 2_676 * 500 + 5_355 * 441;
      expect((await show()).periods[0]).to.deep.include({ co2Milligrams: String(co2) });
      expect((await show()).periods[0]?.["first"]).to.deep.include({ co2Milligrams: String(8_031 * 441) });
    });
  });

  context("impact publish, attest and show", () => {
    it("publishes the figures of a month that is over, and not before [E-2, E-4]", async () => {
      await refuseTask("impact publish", { facility: "plant", period: "2023-12" }, /^--period 2023-12: /);
      await goTo("2024-01-01T00:00:00");
      const { steps } = await executeTask("impact publish", { facility: "plant", period: "2023-12" });
      expect(steps.map(({ role, arguments: given }) => [role, given["value"]])).to.deep.equal([
        ["recorder", 8_031_000],
        ["recorder", 2_676 * 500 + 5_355 * 441],
        ["recorder", 69_388], // 8.031 kWh × 8,640 kJ = 69,387.84 kJ
      ]);
      expect((await executeTask("impact publish", { facility: "plant", period: "2023-12" })).steps).to.deep.equal([]);
    });

    it("lets the reviewer endorse them, once with one document [G-6]", async () => {
      const given = { facility: "plant", period: "2023-12", verdict: "endorse", document: PAPER };
      expect((await executeTask("impact attest", given)).steps.map(({ role }) => role)).to.deep.equal(Array(3).fill("reviewer")); // prettier-ignore
      expect((await executeTask("impact attest", given)).steps).to.deep.equal([]);
      await refuseTask("impact attest", { ...given, verdict: "yes" }, /--verdict: found "yes", expected one of endorse, dispute/); // prettier-ignore
    });

    it("shows a table with coverage, gaps and shares to people [E-2, E-4]", async () => {
      const { stdout } = await runTask("impact show", { facility: "plant", by: "month" });
      expect(stdout).to.match(/^plant \(Plant\), generated: 3,000 W/m);
      expect(stdout).to.match(/shares green 50\.00 %/);
      expect(stdout).to.match(/^2023-12 +75 +0 +100\.00 % +8\.031000/m);
    });
  });

  context("impact report and verify", () => {
    let published = "";

    before(async () => {
      const corrected = ["meter.csv", "growing.csv"].map((name) => `plant=${path(name)}`).join();
      documentOf(await runTask("impact report", { fiscalYear: "2023", files: `plant=${path("dirty.csv")},${corrected}`, out: path("report"), json: true })); // prettier-ignore
      published = path("report/publication.json");
    });

    it("publishes the report on the chain with its figures, signed, and confirms the quarter [G-3, G-4, G-6, E-4]", async () => {
      await executeTask("proceeds quarter", { day: "2023-12-31", document: PAPER });
      const report = { fiscalYear: "2023", document: path("report/report.json") };
      await refuseTask("proceeds sign", { fiscalYear: "2023", document: PAPER }, /there is no report on FY2023/);
      const [step] = (await executeTask("proceeds report", report)).steps;
      expect(step?.changes).to.equal("revision 1 of the report on FY2023 rests on 3 figures");
      expect(step?.arguments["figures_"]).to.deep.equal([0, 1, 2].map((snapshotIndex) => ({ facilityId: "plant", snapshotIndex }))); // prettier-ignore
      expect((await executeTask("proceeds report", report)).steps).to.deep.equal([]);
      const [signed] = (await executeTask("proceeds sign", { fiscalYear: "2023", document: PAPER })).steps;
      expect(signed).to.deep.include({ role: "reviewer", contract: "AnnualReports" });
    });

    it("finds everything as recomputed from what was published [E-2, E-4]", async () => {
      expect(await verify({ publication: published })).to.deep.include({ ok: true, differences: [] });
      expect(readFileSync(path("report/report.html"), "utf8")).to.contain("Plant");
    });

    const agendaCommands = async (): Promise<string[]> =>
      documentOf<AgendaJson>(await runTask("bond agenda", { json: true })).items.map(({ command }) => command);

    const changed = async (name: string, change: (text: string) => string): Promise<VerifyJson> => {
      const file = path(`report/raw/${name}`);
      const kept = readFileSync(file, "utf8");
      try {
        writeFileSync(file, change(kept));
        return await verify({ publication: published });
      } finally {
        writeFileSync(file, kept);
      }
    };

    it("fails for one changed digit in a raw file, and names the hour", async () => {
      const { ok, differences } = await changed("meter.csv", (text) => text.replace("T09:00:00+0900,109", "T09:00:00+0900,108")); // prettier-ignore
      expect(ok).to.equal(false);
      expect(differences.join("\n")).to.match(/meter\.csv hashes to 0x\w+, and 0x\w+ was published/);
      expect(differences.join("\n")).to.match(
        /hour from 2023-12-16T09:00:00\+09:00: the raw file says 108000 mWh, the ledger 109000 mWh/,
      );
    });

    it("fails for a missing row, and names the hour", async () => {
      const { ok, differences } = await changed("meter.csv", (text) => text.replace(/^2023-12-17T23.*\n/m, ""));
      expect(ok).to.equal(false);
      expect(differences.join("\n")).to.match(
        /hour from 2023-12-17T23:00:00\+09:00: the raw file says nothing, the ledger 223000 mWh/,
      );
    });

    it("fails for a wrong factor version, in the publication or on the ledger, and names the days", async () => {
      const kept = readFileSync(published, "utf8");
      copyFileSync(published, path("report/other.json"));
      writeFileSync(path("report/other.json"), kept.replaceAll('"factor": 2', '"factor": 1'));
      const other = await verify({ publication: path("report/other.json") });
      expect(other.differences).to.deep.equal([
        "plant: 2023-12-16 through 2023-12-16: valued by factor 2 and baseline 0 on the ledger, by factor 1 and baseline 0 as published",
      ]);
      // and now somebody revalues a day behind the publication's back: the figures are stale too
      await executeTask("impact revalue", { facility: "plant", from: "2023-12-17", through: "2023-12-17", factor: "2", document: PAPER }); // prettier-ignore
      const { ok, differences } = await verify({ publication: published });
      expect(ok).to.equal(false);
      expect(differences.join("\n")).to.match(/2023-12-17 through 2023-12-17: valued by factor 2 and baseline 0 on the ledger, by factor 1/); // prettier-ignore
      expect(differences.join("\n")).to.match(/figure 1, co2-reduced of 2023-12: \d+ is published, \d+ is recomputed/);
      expect(differences.join("\n")).to.match(/figure 0, energy-generated of 2023-12: is stale; publish it again/);
      expect(differences).to.include("green: report FY2023, revision 1, rests on a figure that no longer stands; publish it again"); // prettier-ignore
      await refuseTask(
        "proceeds report",
        { fiscalYear: "2023", document: PAPER },
        /is stale; publish it again with `impact publish --facility plant --period 2023-12`/,
      );
      expect(await agendaCommands()).to.include.members([
        "impact publish --facility plant --period 2023-12",
        "proceeds report --fiscal-year 2023",
      ]);
    });

    it("is right again once the figures are corrected and the report is published anew [E-2, E-4]", async () => {
      await executeTask("impact publish", { facility: "plant", period: "2023-12" });
      await executeTask("proceeds report", { fiscalYear: "2023", document: PAPER });
      const files = ["dirty.csv", "meter.csv", "growing.csv"].map((name) => `plant=${path(name)}`).join();
      expect(await verify({ files })).to.deep.include({ ok: true });
      expect(await agendaCommands()).to.include("proceeds sign --fiscal-year 2023");
      expect(await agendaCommands()).not.to.include("impact publish --facility plant --period 2023-12");
    });

    it("says what is missing: neither files nor a publication", async () => {
      expect(refusalOf(await runTask("impact verify", { json: true }))).to.match(
        /--publication or --files: found nothing/,
      );
    });
  });
});
