import type { GreenReport } from "./greenReport";

/** Rows of a table, the header first; all of them text. */
export type Rows = readonly (readonly string[])[];

const bpsText = (bps: number | null): string => (bps === null ? "" : String(bps));

/** The use of proceeds as a table [G-4]: a row for each project, and one for what is not allocated. */
export const allocationRows = ({ proceeds, projects }: GreenReport): Rows => [
  [
    ...["project_id", "project", "outline", "category", "criterion", "certificate_status", "loan_to"],
    ...["allocated_yen", "refinanced_yen", "refinanced_bps", "age_at_issue_days", "beyond_three_years"],
    ...["unallocated_yen", "cash_yen", "cash_equivalents_yen", "planned_day"],
  ],
  ...projects.map((each) => [
    ...[each.id, each.name, each.outline, each.category, each.criterion, each.certificateStatus, each.loanTo ?? ""],
    ...[each.allocatedYen, each.refinancedYen, bpsText(each.refinancedBps)],
    ...[String(each.ageAtIssueDays), each.beyondThreeYears ? "yes" : "no", "", "", "", ""],
  ]),
  [
    ...["", "unallocated", "", "", "", "", "", "", "", "", "", ""],
    ...[proceeds.unallocatedYen, proceeds.cashYen, proceeds.cashEquivalentsYen, proceeds.plannedDay ?? ""],
  ],
];

/** The impact as a table [E-4]: a row for each project with a facility, by category. */
export const impactRows = ({ impact, facilities }: GreenReport): Rows => [
  [
    ...["category", "project_id", "project", "certificate_status", "facility_id", "facility", "share_bps", "measure"],
    ...["gross_t_co2", "gross_energy", "bond_t_co2", "bond_energy", "bond_t_co2_first", "bond_energy_first"],
    ...["coverage_bps", "missing_hours"],
  ],
  ...impact.map((each) => {
    const facility = facilities.find(({ id }) => id === each.facilityId);
    return [
      ...[each.category, each.projectId, each.project, each.certificateStatus, each.facilityId, each.facility],
      ...[String(each.shareBps), `${each.unit} ${each.effect}`],
      ...[each.gross.tCo2, each.gross.energy, each.bond.tCo2, each.bond.energy],
      ...[each.bondFirst?.tCo2 ?? "", each.bondFirst?.energy ?? ""],
      ...[String(facility?.coverageBps ?? ""), String(facility?.missing ?? "")],
    ];
  }),
];
