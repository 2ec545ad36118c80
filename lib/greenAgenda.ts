import { addDays, formatDay, type JstDay } from "./day";
import type { AgendaDraft, AgendaGreen } from "./situation";

/** A report that is due a year away is nothing to do yet: it is asked for a quarter ahead. */
const REPORT_AHEAD_DAYS = 91;

/** What the ledgers of proceeds and impact ask for. */
export const ofGreen = (
  { reportDue, quarterEnd, staleFigures, reports }: AgendaGreen,
  today: JstDay,
): readonly AgendaDraft[] => {
  const drafts: AgendaDraft[] = [];
  if (reportDue !== null && addDays(reportDue, -REPORT_AHEAD_DAYS) <= today)
    drafts.push({
      role: "issuer",
      what: "publish the annual report on allocation and impact",
      from: null,
      by: reportDue,
      clause: "G-4, E-4",
      command: "proceeds report",
    });
  if (quarterEnd !== null)
    drafts.push({
      role: "issuer",
      what: `confirm what was not allocated on ${formatDay(quarterEnd)}`,
      from: addDays(quarterEnd, 1),
      by: null,
      clause: "G-3",
      command: `proceeds quarter --day ${formatDay(quarterEnd)}`,
    });
  for (const { facility, period } of staleFigures)
    drafts.push({
      role: "recorder",
      what: `publish the figures of ${facility} in ${period} again, whose records changed`,
      from: null,
      by: null,
      clause: "E-4",
      command: `impact publish --facility ${facility} --period ${period}`,
    });
  return [...drafts, ...reports.map(ofReport)];
};

const ofReport = ({ fiscalYear, waitsFor }: AgendaGreen["reports"][number]): AgendaDraft => {
  const isOutdated = waitsFor === "revision";
  return {
    role: isOutdated ? "issuer" : "reviewer",
    what: isOutdated
      ? `publish the report on FY${fiscalYear} again, a figure of which was corrected or has gone stale`
      : `sign the report on FY${fiscalYear}`,
    from: null,
    by: null,
    clause: isOutdated ? "G-4, E-4" : "G-6",
    command: `proceeds ${isOutdated ? "report" : "sign"} --fiscal-year ${fiscalYear}`,
  };
};
