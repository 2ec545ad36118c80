import { parseDay } from "../../lib/day";
import type { GreenReportInput, ReportFacility, ReportProject } from "../../lib/greenReportInput";
import type { Totals } from "../../lib/impact";
import { hourAt } from "../../lib/japanHour";

/** Totals by what a report shows of them. */
export const totalsWith = (impactMilliWh: bigint, co2Milligrams: bigint, primaryEnergyKj: bigint): Totals => ({
  ...{ records: 8_000, estimated: 12, missing: 760, energyMilliWh: 0n, baselineMilliWh: 0n },
  ...{ impactMilliWh, co2Milligrams, primaryEnergyKj },
});

/** The building: restated, 60 % of it the bond's. */
export const building: ReportFacility = {
  id: "kyoso",
  name: "協創棟 <北>",
  kind: "Saving",
  shareBps: 6_000,
  totals: totalsWith(1_234_567_890n, 540_740_737n, 10_666_667n),
  firstTotals: totalsWith(1_500_000_000n, 657_000_000n, 12_960_000n),
  months: [
    { label: "2024-04", totals: totalsWith(-265_432_110n, 0n, 0n) },
    { label: "2024-05", totals: totalsWith(1_500_000_000n, 0n, 0n) },
  ],
  coverageBps: 9_132,
  gaps: [
    { from: hourAt(parseDay("2024-04-30"), 23), hours: 1 },
    { from: hourAt(parseDay("2024-05-02"), 0), hours: 759 },
  ],
};

/** The plant: all of it the bond's. */
export const plant: ReportFacility = {
  id: "solar-2",
  name: "Solar 2",
  kind: "Generation",
  shareBps: 10_000,
  totals: totalsWith(3_434_607_479n, 1_504_358_076n, 29_675_009n),
  firstTotals: totalsWith(3_434_607_479n, 1_504_358_076n, 29_675_009n),
  months: [{ label: "2024-04", totals: totalsWith(3_434_607_479n, 0n, 0n) }],
  coverageBps: 10_000,
  gaps: [],
};

const project: ReportProject = {
  ...{ id: "renovation", name: "Renovation", outline: "air conditioning", category: "energy-saving" },
  ...{ criterion: "EfficientEquipment", certificateStatus: "None" },
  ...{ allocatedYen: 3_000_000_000n, refinancedYen: 1_000_000_000n, ageAtIssueDays: 0, beyondThreeYears: false },
  ...{ loanTo: null, facility: "kyoso" },
};

/** Net proceeds of 9,972,000,000 yen: 9,000,000,000 for three projects, the rest held [G-3]. */
export const reportInput: GreenReportInput = {
  bond: { id: "hitachi-21", name: "第21回社債" },
  fiscalYear: 2024,
  asOf: parseDay("2025-04-01"),
  netYen: 9_972_000_000n,
  allocatedYen: 9_000_000_000n,
  refinancedYen: 6_000_000_000n,
  unallocatedYen: 972_000_000n,
  holdings: { cashYen: 900_000_000n, cashEquivalentsYen: 72_000_000n },
  plannedDay: parseDay("2025-12-31"),
  projects: [
    project,
    {
      ...project,
      ...{ id: "plant", name: "Plant", category: "renewable-energy", criterion: "GeneratingEquipment" },
      ...{ allocatedYen: 1_000_000_000n, refinancedYen: 0n, loanTo: "JPX Market Innovation & Research" },
      facility: "solar-2",
    },
    {
      ...project,
      ...{ id: "kyoso-to", name: "協創棟", category: "green-building", criterion: "BelsFiveStars" },
      ...{ certificateStatus: "Obtained", allocatedYen: 5_000_000_000n, refinancedYen: 5_000_000_000n },
      ...{ ageAtIssueDays: 1_719, beyondThreeYears: true },
    },
  ],
  facilities: [building, plant],
};
