import type { JstDay } from "../../lib/day";
import { CATEGORIES, type GreenReportInput, type ReportFacility, type ReportProject } from "../../lib/greenReportInput";
import { activeHours, coverageBps, gapsOf, hoursIn, totalsOf } from "../../lib/impact";
import { fiscalYearPeriod, monthsThrough } from "../../lib/japanHour";
import { nameIn } from "./enums";
import { openFacility, sharesOf } from "./facilities";
import { readLedger } from "./impactLedger";
import type { OpenBond } from "./network";
import { todayOf } from "./time";
import { textOfWord } from "./words";

/** Reads all that the annual report of a bond on a fiscal year rests on [G-4, E-4]. */
export const readReportInput = async (open: OpenBond, fiscalYear: number): Promise<GreenReportInput> => {
  const { proceeds, token, at } = open;
  const [cash, equivalents] = await proceeds.holdingsOn(await todayOf(open), at);
  const planned = await proceeds.plannedDay(at);
  return {
    bond: { id: open.id, name: await token.name(at) },
    fiscalYear,
    asOf: await todayOf(open),
    netYen: await proceeds.netYen(at),
    allocatedYen: await proceeds.allocatedYen(at),
    refinancedYen: await proceeds.refinancedYen(at),
    unallocatedYen: await proceeds.unallocatedYen(at),
    holdings: { cashYen: cash, cashEquivalentsYen: equivalents },
    plannedDay: planned === 0n ? null : (Number(planned) as JstDay),
    projects: await projectsOf(open),
    facilities: await facilitiesOf(open, fiscalYear),
  };
};

const projectsOf = async (open: OpenBond): Promise<readonly ReportProject[]> => {
  const { proceeds, at } = open;
  const shared = (await sharesOf(open)).map(({ label }) => label);
  const funds = await proceeds.projectsAt(0, await proceeds.projectCount(at), at);
  return Promise.all(
    funds.map(async ({ projectId, newYen, refinancedYen }): Promise<ReportProject> => {
      const { name, outline, category, criterion, certificate, loanTo, facilityId } = await proceeds.project(
        projectId,
        at,
      );
      const facility = textOfWord(facilityId);
      return {
        id: textOfWord(projectId),
        name,
        outline,
        category: CATEGORIES[Number(category)] ?? "green-building",
        criterion: nameIn("Criterion", criterion),
        certificateStatus: nameIn("CertificateStatus", certificate.status),
        allocatedYen: newYen + refinancedYen,
        refinancedYen,
        ageAtIssueDays: Number(await proceeds.ageAtIssueDays(projectId, at)),
        beyondThreeYears: await proceeds.isBeyondThreeYears(projectId, at),
        loanTo: loanTo === "" ? null : loanTo,
        facility: shared.includes(facility) ? facility : null,
      };
    }),
  );
};

const facilitiesOf = async (open: OpenBond, fiscalYear: number): Promise<readonly ReportFacility[]> => {
  const found: ReportFacility[] = [];
  const year = fiscalYearPeriod(fiscalYear);
  for (const { label, shareBps } of await sharesOf(open)) {
    const facility = await openFacility(open.hre, label);
    const ledger = await readLedger(facility);
    const hours = hoursIn(activeHours(ledger), year);
    found.push({
      id: label,
      name: facility.name,
      kind: facility.kind,
      shareBps,
      totals: totalsOf(ledger, hours),
      firstTotals: totalsOf(ledger, hours, "first"),
      months: monthsThrough(year.from, year.through)
        .map((month) => ({ label: month.label, hours: hoursIn(hours, month) }))
        .filter((month) => month.hours.length > 0)
        .map((month) => ({ label: month.label, totals: totalsOf(ledger, month.hours) })),
      coverageBps: coverageBps(hours),
      gaps: gapsOf(hours),
    });
  }
  return found;
};
