import { fiscalYearPeriod, monthsThrough, type Period } from "../../lib/japanHour";
import { openFacility, sharesOf } from "./facilities";
import { figuresFor } from "./figurePlans";
import { greenStep } from "./greenStep";
import type { OpenBond } from "./network";
import { TaskError } from "./output";
import type { Plan } from "./plan";

/** The published figures of a fiscal year and its months, of every facility of which the bond has a share: what a report rests on. */
const figuresOf = async (open: OpenBond, fiscalYear: number) => {
  const year = fiscalYearPeriod(fiscalYear);
  const periods: readonly Period[] = [year, ...monthsThrough(year.from, year.through)];
  const found: { readonly facilityId: string; readonly snapshotIndex: bigint }[] = [];
  for (const { label } of await sharesOf(open)) {
    const facility = await openFacility(open.hre, label);
    for (const period of periods)
      for (const { snapshotIndex, stale, indicator } of await figuresFor(facility, period)) {
        if (stale) {
          throw new TaskError(
            `${indicator.label} of ${label} in ${period.label} is stale; publish it again with \`impact publish --facility ${label} --period ${period.label}\` [E-4]`,
          );
        }
        found.push({ facilityId: facility.id, snapshotIndex });
      }
  }
  return found;
};

/** Publishes the annual report of a bond, or its next revision, with all published figures of the year. */
export const reportPlan = async (
  open: OpenBond,
  fiscalYear: number,
  documentHash: string,
  uri: string,
): Promise<Plan> => {
  const task = "proceeds report";
  const { reports, at } = open;
  const revisions = await reports.revisionCount(fiscalYear, at);
  if (revisions > 0n) {
    const last = await reports.report(fiscalYear, revisions, at);
    if (
      last.documentHash === documentHash &&
      last.uri === uri &&
      !(await reports.isOutdated(fiscalYear, revisions, at))
    )
      return { task, steps: [], notes: [`this is revision ${revisions} on FY${fiscalYear} already: skipped`] };
  }
  const figures = await figuresOf(open, fiscalYear);
  const step = await greenStep(open, "AnnualReports", "issuer", {
    call: "publish",
    args: [fiscalYear, documentHash, uri, figures],
    changes: `revision ${revisions + 1n} of the report on FY${fiscalYear} rests on ${figures.length} figures`,
    clause: "G-4, E-4",
  });
  const after = async (): Promise<string> => {
    const due = await reports.dueDay(at);
    return due === 0n ? "\nno further report is due" : `\nthe next report is due: look at \`proceeds status\``;
  };
  return { task, steps: [step], notes: [], after };
};

/** The reviewer signs the last revision of a report. */
export const signReportPlan = async (open: OpenBond, fiscalYear: number, opinionHash: string): Promise<Plan> => {
  const task = "proceeds sign";
  const { reports, at } = open;
  const revision = await reports.revisionCount(fiscalYear, at);
  if (revision === 0n)
    throw new TaskError(`${open.id}: there is no report on FY${fiscalYear}; the issuer publishes it with \`proceeds report\``); // prettier-ignore
  const { opinionHash: signed } = await reports.report(fiscalYear, revision, at);
  if (signed === opinionHash) return { task, steps: [], notes: ["this opinion is recorded already: skipped"] };
  const step = await greenStep(open, "AnnualReports", "reviewer", {
    call: "sign",
    args: [fiscalYear, revision, opinionHash],
    changes: `revision ${revision} of the report on FY${fiscalYear} is signed`,
    clause: "G-6",
  });
  return { task, steps: [step], notes: [] };
};
