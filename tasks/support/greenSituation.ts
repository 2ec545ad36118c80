import { MaxUint256 } from "ethers";
import { dayFromCivil, civilOf, type JstDay, jstDayOf, lastDayOfMonth } from "../../lib/day";
import { fiscalYearOf, fiscalYearPeriod, monthOf, type Period } from "../../lib/japanHour";
import type { AgendaGreen } from "../../lib/situation";
import { facilityIdOf, facilityLabels } from "./facilities";
import type { OpenBond } from "./network";

/** Reads what the ledgers of proceeds and impact wait for. Before the issue there is nothing to report. */
export const readGreen = async (open: OpenBond, issued: boolean, today: JstDay): Promise<AgendaGreen> => {
  const reportDue = issued ? await open.reports.dueDay(open.at) : 0n;
  return {
    reportDue: reportDue === 0n ? null : dayOf(reportDue),
    quarterEnd: issued ? await quarterEndOf(open, today) : null,
    staleFigures: await staleFiguresOf(open),
    reports: await reportsOf(open),
  };
};

const dayOf = (day: bigint): JstDay => Number(day) as JstDay;

/** Quarters are confirmed in order: one in which nothing was held too, if a later one held something. */
const quarterEndOf = async ({ proceeds, at }: OpenBond, today: JstDay): Promise<JstDay | null> => {
  const next = dayOf(await proceeds.nextQuarterDay(at));
  for (let end = next; end < today; end = quarterAfter(end)) {
    const { cashYen, cashEquivalentsYen } = await proceeds.holdingsOn(end, at);
    if (cashYen + cashEquivalentsYen > 0n) return next;
  }
  return null;
};

const quarterAfter = (end: JstDay): JstDay => {
  const { year, month } = civilOf(end);
  const [nextYear, nextMonth] = month === 12 ? [year + 1, 3] : [year, month + 3];
  return dayFromCivil(nextYear, nextMonth, lastDayOfMonth(nextYear, nextMonth));
};

const staleFiguresOf = async (open: OpenBond): Promise<AgendaGreen["staleFigures"]> => {
  const found: { facility: string; period: string }[] = [];
  for (const facility of await facilityLabels(open)) {
    const { sponsor } = await open.impact.facility(facilityIdOf(facility), open.at);
    if (sponsor !== open.entry.contracts.token) continue;
    for (const period of await stalePeriodsOf(open, facility)) found.push({ facility, period });
  }
  return found;
};

const PAGE = 100n;

/** The periods of which the newest figure of an indicator is stale; the older ones were corrected. */
const stalePeriodsOf = async ({ figures, at }: OpenBond, facility: string): Promise<ReadonlySet<string>> => {
  const id = facilityIdOf(facility);
  const newest = new Map<string, { readonly period: string; readonly stale: boolean }>();
  const count = await figures.snapshotCount(id, at);
  for (let offset = 0n; offset < count; offset += PAGE)
    for (const { stale, snapshot } of await figures.figuresAt(id, offset, PAGE, at)) {
      const period = periodFrom(snapshot.periodStart, snapshot.periodEnd).label;
      newest.set(`${snapshot.indicatorId} ${period}`, { period, stale });
    }
  return new Set([...newest.values()].filter(({ stale }) => stale).map(({ period }) => period));
};

/** A published figure is of a month or of a fiscal year. */
const periodFrom = (start: bigint, end: bigint): Period => {
  const [from, through] = [jstDayOf(start), jstDayOf(end - 1n)];
  return through - from > 31 ? fiscalYearPeriod(fiscalYearOf(from)) : monthOf(from);
};

const reportsOf = async ({ reports, at }: OpenBond): Promise<AgendaGreen["reports"]> => {
  const ids = await reports.reportsAt(0, MaxUint256, at);
  const last = new Map(ids.map(({ fiscalYear, revision }) => [Number(fiscalYear), revision]));
  const found: AgendaGreen["reports"][number][] = [];
  for (const [fiscalYear, revision] of last) {
    if (await reports.isOutdated(fiscalYear, revision, at)) found.push({ fiscalYear, waitsFor: "revision" });
    else if ((await reports.report(fiscalYear, revision, at)).signedDay === 0n)
      found.push({ fiscalYear, waitsFor: "signature" });
  }
  return found;
};
