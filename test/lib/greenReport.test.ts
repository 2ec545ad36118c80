import { expect } from "chai";
import { canonicalJson, type Plain } from "../../lib/canonicalJson";
import { parseDay } from "../../lib/day";
import { greenReport } from "../../lib/greenReport";
import { GreenReportError, type GreenReportInput } from "../../lib/greenReportInput";
import { allocationRows, impactRows } from "../../lib/greenReportRows";
import { building, plant, reportInput, totalsWith } from "../support/greenReport";

const report = greenReport(reportInput);

describe("greenReport", () => {
  it("says the year, from 1 April through 31 March, and when the ledgers were read [E-4]", () => {
    expect(report).to.deep.include({ from: "2024-04-01", through: "2025-03-31", asOf: "2025-04-01", fiscalYear: 2024 });
    expect(report.yearIsOver).to.equal(true);
  });

  it("says that the year is not over on its last day: the first report comes before [G-4]", () => {
    expect(greenReport({ ...reportInput, asOf: parseDay("2025-03-31") }).yearIsOver).to.equal(false);
  });

  it("says where the proceeds are, and what of them is refinancing [G-3, G-4]", () => {
    expect(report.proceeds).to.deep.equal({
      netYen: "9972000000",
      allocatedYen: "9000000000",
      refinancedYen: "6000000000",
      refinancedBps: 6_667, // 2/3
      unallocatedYen: "972000000",
      cashYen: "900000000",
      cashEquivalentsYen: "72000000",
      plannedDay: "2025-12-31",
    });
  });

  it("has the projects by category, each with its amounts, age and loan [G-1, G-4, G-5]", () => {
    expect(report.projects.map(({ id }) => id)).to.deep.equal(["kyoso-to", "plant", "renovation"]);
    const [older, lent, renovated] = report.projects;
    expect(older).to.deep.include({ beyondThreeYears: true, ageAtIssueDays: 1_719, refinancedYen: "5000000000" });
    expect(older?.refinancedBps).to.equal(10_000);
    expect(lent).to.deep.include({ loanTo: "JPX Market Innovation & Research", refinancedBps: 0 });
    expect(renovated?.refinancedBps).to.equal(3_333); // 1/3
  });

  it("has no share of refinancing where nothing is allocated", () => {
    const nothing = greenReport({
      ...reportInput,
      ...{ allocatedYen: 0n, refinancedYen: 0n, unallocatedYen: 9_972_000_000n, plannedDay: null },
      holdings: { cashYen: 9_972_000_000n, cashEquivalentsYen: 0n },
      projects: reportInput.projects.map((each) => ({ ...each, allocatedYen: 0n, refinancedYen: 0n })),
    });
    expect(nothing.proceeds).to.deep.include({ refinancedBps: null, plannedDay: null });
    expect(nothing.projects.map(({ refinancedBps }) => refinancedBps)).to.deep.equal([null, null, null]);
  });

  context("by category [E-4]", () => {
    it("reports a green building in kWh saved, with its certificate", () => {
      expect(report.impact[0]).to.deep.equal({
        ...{ category: "green-building", projectId: "kyoso-to", project: "協創棟", certificateStatus: "Obtained" },
        ...{ facilityId: "kyoso", facility: "協創棟 <北>", unit: "kWh", effect: "saved", shareBps: 6_000 },
        gross: { tCo2: "0.540740737", energy: "1234.567890" },
        // × 0.6, rounded once: 324,444,442.2 mg; 740,740,734 mWh
        bond: { tCo2: "0.324444442", energy: "740.740734" },
        // 657,000,000 × 0.6 and 1,500,000,000 × 0.6
        bondFirst: { tCo2: "0.394200000", energy: "900.000000" },
      });
    });

    it("reports renewable energy in kWh generated", () => {
      expect(report.impact[1]).to.deep.include({
        projectId: "plant",
        unit: "kWh",
        effect: "generated",
        shareBps: 10_000,
      });
      expect(report.impact[1]?.bond).to.deep.equal({ tCo2: "1.504358076", energy: "3434.607479" });
      expect(report.impact[1]?.bondFirst).to.equal(null);
    });

    it("reports energy saving in MJ saved", () => {
      expect(report.impact[2]).to.deep.include({ projectId: "renovation", unit: "MJ", effect: "saved" });
      expect(report.impact[2]?.gross.energy).to.equal("10666.667");
      expect(report.impact[2]?.bond.energy).to.equal("6400.000"); // 6,400,000.2 kJ
      expect(report.impact[2]?.bondFirst?.energy).to.equal("7776.000"); // 12,960,000 × 0.6
    });

    it("reports no impact of a project without a facility", () => {
      const without = reportInput.projects.map((each) => (each.id === "plant" ? { ...each, facility: null } : each));
      const ids = greenReport({ ...reportInput, projects: without }).impact.map(({ projectId }) => projectId);
      expect(ids).to.deep.equal(["kyoso-to", "renovation"]);
    });
  });

  it("shows gaps, coverage and restatement of each facility [E-2]", () => {
    const [first, second] = report.facilities;
    expect(first).to.deep.include({ records: 8_000, estimated: 12, missing: 760, coverageBps: 9_132 });
    expect(first?.gaps).to.deep.equal([
      { from: "2024-04-30T23:00:00+09:00", hours: 1 },
      { from: "2024-05-02T00:00:00+09:00", hours: 759 },
    ]);
    expect(first?.first?.gross).to.deep.equal({ kwh: "1500.000000", tCo2: "0.657000000", mj: "12960.000" });
    expect(second?.first).to.equal(null);
    expect(first?.months.map(({ month, gross }) => [month, gross.kwh])).to.deep.equal([
      ["2024-04", "-265.432110"],
      ["2024-05", "1500.000000"],
    ]);
  });

  it("takes a figure as restated if its CO2, its primary energy or its energy is another one", () => {
    for (const [impact, co2, primary] of [
      [1n, 0n, 0n],
      [0n, 1n, 0n],
      [0n, 0n, 1n],
    ] as const) {
      const now = totalsWith(plant.totals.impactMilliWh, plant.totals.co2Milligrams, plant.totals.primaryEnergyKj);
      const firstTotals = totalsWith(
        now.impactMilliWh + impact,
        now.co2Milligrams + co2,
        now.primaryEnergyKj + primary,
      );
      const found = greenReport({ ...reportInput, facilities: [building, { ...plant, firstTotals }] });
      expect(found.facilities[1]?.first).not.to.equal(null);
    }
  });

  it("adds every facility once, however many projects it serves: the sum of what the rows show", () => {
    // 540,740,737 + 1,504,358,076 mg; the bond's 324,444,442 + 1,504,358,076
    expect([report.totals.gross.tCo2, report.totals.bond.tCo2]).to.deep.equal(["2.045098813", "1.828802518"]);
    // 1,234,567,890 + 3,434,607,479 mWh; 740,740,734 + 3,434,607,479
    expect([report.totals.gross.kwh, report.totals.bond.kwh]).to.deep.equal(["4669.175369", "4175.348213"]);
    // 10,666,667 + 29,675,009 kJ; 6,400,000 + 29,675,009
    expect([report.totals.gross.mj, report.totals.bond.mj]).to.deep.equal(["40341.676", "36075.009"]);
  });

  it("is a plain document with one text, so that its hash stands for it", () => {
    const document = report as unknown as Plain;
    expect(JSON.parse(canonicalJson(document))).to.deep.equal(report);
  });

  context("when the parts do not fit together", () => {
    const [renovation, ...others] = reportInput.projects;
    for (const [what, change, message] of [
      [
        "a yen is neither allocated nor unallocated",
        { netYen: 9_972_000_001n },
        "allocated and unallocated yen: found 9972000000, expected 9972000001",
      ],
      [
        "a yen is in no holding",
        { holdings: { cashYen: 900_000_000n, cashEquivalentsYen: 71_999_999n } },
        "cash and cash equivalents: found 971999999, expected 972000000",
      ],
      [
        "the projects have other amounts",
        { projects: [{ ...renovation!, allocatedYen: 3_000_000_001n }, ...others] },
        "allocated yen of the projects: found 9000000001, expected 9000000000",
      ],
      [
        "the projects have other refinancing",
        { projects: [{ ...renovation!, refinancedYen: 999_999_999n }, ...others] },
        "refinanced yen of the projects: found 5999999999, expected 6000000000",
      ],
      [
        "a project names no facility of the report",
        { facilities: [building] },
        "project plant, facility: found solar-2, expected one of the facilities of the report",
      ],
      [
        "a facility is there twice",
        { facilities: [building, plant, plant] },
        "facility solar-2, how often it is there: found 2, expected 1",
      ],
      [
        "the months miss a mWh",
        { facilities: [building, { ...plant, months: [] }] },
        "facility solar-2, mWh of the months: found 0, expected 3434607479",
      ],
    ] satisfies readonly (readonly [string, Partial<GreenReportInput>, string])[]) {
      it(`refuses if ${what}`, () =>
        expect(() => greenReport({ ...reportInput, ...change })).to.throw(GreenReportError, message));
    }

    it("refuses more refinancing than a project was allocated", () => {
      const projects = reportInput.projects.map((each) => {
        if (each.id === "plant") return { ...each, refinancedYen: 1_000_000_001n };
        return each.id === "renovation" ? { ...each, refinancedYen: 0n } : each;
      });
      expect(() => greenReport({ ...reportInput, refinancedYen: 6_000_000_001n, projects })).to.throw(
        GreenReportError,
        "project plant, refinanced yen: found 1000000001, expected at most 1000000000",
      );
    });
  });
});

describe("rows of the report", () => {
  const cellsOf = (rows: readonly (readonly string[])[], row: number): Record<string, string | undefined> =>
    Object.fromEntries(rows[0]!.map((name, i) => [name, rows[row]?.[i]]));

  it("have as many cells as the header", () => {
    for (const rows of [allocationRows(report), impactRows(report)])
      expect(new Set(rows.map(({ length }) => length)).size).to.equal(1);
  });

  it("are the projects, and what is not allocated [G-4]", () => {
    const rows = allocationRows(report);
    expect(rows).to.have.length(5);
    expect(cellsOf(rows, 1)).to.deep.include({
      ...{ project_id: "kyoso-to", allocated_yen: "5000000000", refinanced_bps: "10000" },
      ...{ age_at_issue_days: "1719", beyond_three_years: "yes", unallocated_yen: "" },
    });
    expect(cellsOf(rows, 4)).to.deep.include({
      ...{ project: "unallocated", unallocated_yen: "972000000", cash_yen: "900000000" },
      ...{ cash_equivalents_yen: "72000000", planned_day: "2025-12-31", allocated_yen: "" },
    });
  });

  it("are the impact by category, gross and the bond's, with coverage [E-4]", () => {
    const rows = impactRows(report);
    expect(rows).to.have.length(4);
    expect(cellsOf(rows, 3)).to.deep.equal({
      ...{ category: "energy-saving", project_id: "renovation", project: "Renovation", certificate_status: "None" },
      ...{ facility_id: "kyoso", facility: "協創棟 <北>", share_bps: "6000", measure: "MJ saved" },
      ...{ gross_t_co2: "0.540740737", gross_energy: "10666.667", bond_t_co2: "0.324444442", bond_energy: "6400.000" },
      ...{ bond_t_co2_first: "0.394200000", bond_energy_first: "7776.000", coverage_bps: "9132", missing_hours: "760" },
    });
    expect(cellsOf(rows, 2)).to.deep.include({ measure: "kWh generated", bond_t_co2_first: "", missing_hours: "760" });
  });
});
