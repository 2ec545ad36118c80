import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { formatDay, parseDay, type JstDay } from "../../lib/day";
import { kwhText } from "../../lib/energy";
import { QUALITY } from "../../lib/hourWords";
import { fiscalYearPeriod, hourAt, dayOfHour, type JapanHour, type Period } from "../../lib/japanHour";
import type { RejectedRow } from "../../lib/meterFile";
import { correctPlan, revaluePlan } from "../support/correctionPlans";
import { baselinePlan, factorPlan, signBaselinePlan } from "../support/facilityPlans";
import type { Facility } from "../support/facilities";
import { attestPlan, figuresFor, periodOf, publishPlan } from "../support/figurePlans";
import { greenStep } from "../support/greenStep";
import { hourText, ingest } from "../support/ingest";
import { readMeterRows } from "../support/meterRows";
import type { OpenBond } from "../support/network";
import { reportPlan, signReportPlan } from "../support/reportPlans";
import { writeReport, type NamedFile } from "../support/reportFiles";
import { verifyAll } from "../support/verifyAll";
import { baselineWith, BUILDING, dropSolar2, facilityOf, factor, issueBond, PLANT, setFacilities, useProceedsOfH, useProceedsOfJ } from "./greenSetting"; // prettier-ignore
import { readGreen, type FacilityFigures, type ProceedsFigures } from "./greenReadBack";
import { paper, type GreenPlay, type GreenRefusal } from "./greenStage";

export interface MeterFiles {
  readonly pv: string;
  readonly load: string;
}

/** What the story leaves, read from the chain. Big numbers are texts. */
export interface GreenLifecycleJson {
  readonly ingested: { readonly facilities: readonly FacilityFigures[] };
  readonly final: { readonly facilities: readonly FacilityFigures[] };
  readonly proceeds: readonly ProceedsFigures[];
  readonly rejected: readonly { readonly file: string; readonly row: number; readonly reason: string }[];
  readonly verify: { readonly ok: boolean; readonly differences: readonly string[] };
  readonly refusals: readonly GreenRefusal[];
}

const METHODOLOGY = { folder: "docs/methodology", uri: "docs/methodology/" };
const CORRECTION = { MeterFault: 1, LateData: 2, FactorRevised: 3, BaselineRevised: 4, Clerical: 5 } as const;

/** From the sheets to two yearly reports of both bonds, and the verification of everything. */
export const playGreenLife = async (play: GreenPlay, files: MeterFiles, out: string): Promise<GreenLifecycleJson> => {
  const { goTo, tell } = play;
  await setFacilities(play);
  await goTo("2020-12-03");
  await issueBond(play, "j");
  await useProceedsOfJ(play);
  await tryBeforeOperation(play);
  await goTo("2020-12-14");
  await issueBond(play, "h");
  await goTo("2020-12-25");
  await useProceedsOfH(play);
  await goTo("2021-02-01");
  await dropSolar2(play);

  await goTo("2021-04-05");
  await ingestBoth(play, files, "what the meters said until now");
  await reportBoth(play, files, 2020, join(out, "FY2020"));

  await goTo("2022-01-04");
  const rejected = await ingestBoth(play, files, "the rest of the year");
  const ingested = await readGreen(play);
  await correct(play);
  await reviseFactor(play);
  await restateBaseline(play);
  await tryStale(play);
  await reportBoth(play, files, 2020, join(out, "FY2020-revised"));

  await goTo("2022-04-05");
  await reportBoth(play, files, 2021, join(out, "FY2021"));
  const named = namedOf(files);
  const found = await verifyAll(play.hre, undefined, named);
  await tell(found.ok ? "verified   everything is as recomputed from the raw files" : `differs    ${found.differences.join("; ")}`); // prettier-ignore
  const { facilities, proceeds } = await readGreen(play);
  return {
    ingested: { facilities: ingested.facilities },
    final: { facilities },
    proceeds,
    rejected,
    verify: { ok: found.ok, differences: found.differences },
    refusals: play.refusals,
  };
};

const namedOf = ({ pv, load }: MeterFiles): readonly NamedFile[] => [
  { facility: PLANT, path: pv },
  { facility: BUILDING, path: load },
];

/** An hour of the day before the plant began to operate. */
const tryBeforeOperation = async (play: GreenPlay): Promise<void> => {
  const { id, open } = await facilityOf(play, PLANT);
  const words = [1_000_000n | (BigInt(QUALITY.measured) << 56n), 0n, 0n, 0n, 0n, 0n];
  await play.refuse("a reading from before the operation of Solar 1", open, async () => ({
    task: "impact ingest",
    notes: [],
    steps: [
      await greenStep(open, "ImpactRegistry", "recorder", {
        call: "record",
        args: [id, parseDay("2020-11-30"), words, 1, 0, paper("a meter file")],
        changes: "an hour of 30 November 2020",
        clause: "E-1",
      }),
    ],
  }));
};

const ingestBoth = async (
  play: GreenPlay,
  files: MeterFiles,
  what: string,
): Promise<GreenLifecycleJson["rejected"]> => {
  const rejected: { file: string; row: number; reason: RejectedRow["reason"] }[] = [];
  for (const [label, file] of [
    [PLANT, files.pv],
    [BUILDING, files.load],
  ] as const) {
    // prettier-ignore
    const facility = await facilityOf(play, label);
    const args = { facility: label, file, factor: 0, baseline: 0, strict: false, execute: true, json: true };
    const done = await ingest(facility, readMeterRows(file), args, () => undefined);
    rejected.push(...done.rejected.map(({ row, reason }) => ({ file, row, reason })));
    await play.tell(
      `ingested   ${facility.name}, ${what}: ${done.hours} hours, ${done.missing} of them missing, in ${done.transactions} transactions` +
        (done.gasUsed === 0 ? "" : `, ${Math.round(done.gasUsed / done.hours).toLocaleString("en-US")} gas an hour`),
    );
  }
  return rejected;
};

// ---- corrections

/** Hours spread over what is recorded: the `part`-th of `of` parts, and those after it. */
const someHours = async (
  { id, open }: Facility,
  part: number,
  of: number,
  count: number,
): Promise<readonly JapanHour[]> => {
  const { firstHour, nextHour } = await open.impact.progress(id, open.at);
  const first = Number(firstHour) + Math.floor(((Number(nextHour) - Number(firstHour)) * part) / of);
  return Array.from({ length: count }, (_, i) => (first + i) as JapanHour).filter((hour) => hour < nextHour);
};

const correct = async (play: GreenPlay): Promise<void> => {
  const { act, tell } = play;
  const plant = await facilityOf(play, PLANT);
  // a meter fault in the first quarter: six hours by the average of the inverter, estimated; one hour nobody knows
  const faulty = await someHours(plant, 1, 10, 6);
  const estimated = faulty.map((hour) => ({ hour, milliWh: 100_000n, quality: QUALITY.estimated }));
  await act(plant.open, correctPlan(plant, estimated, { reason: CORRECTION.MeterFault, evidenceHash: paper("report of the meter fault"), factor: 0, baseline: 0 })); // prettier-ignore
  const [unknown] = await someHours(plant, 1, 2, 1);
  if (unknown !== undefined)
    await act(plant.open, correctPlan(plant, [{ hour: unknown, milliWh: 0n, quality: QUALITY.missing }], { reason: CORRECTION.MeterFault, evidenceHash: paper("the hour is lost"), factor: 0, baseline: 0 })); // prettier-ignore
  const building = await facilityOf(play, BUILDING);
  const [typed] = await someHours(building, 2, 3, 1);
  if (typed !== undefined)
    await act(building.open, correctPlan(building, [{ hour: typed, milliWh: 654_321n, quality: QUALITY.measured }], { reason: CORRECTION.Clerical, evidenceHash: paper("reading of the dial"), factor: 0, baseline: 0 })); // prettier-ignore
  const where = faulty[0] === undefined ? "" : ` from ${hourText(faulty[0])}`;
  await tell(
    `corrected  Solar 1: ${faulty.length} hours estimated${where}, one hour missing; 協創棟: one hour; what was stays readable [E-2]`,
  );
};

/** The days of fiscal year 2021 that are recorded. */
const recordedOf2021 = async ({
  id,
  open,
}: Facility): Promise<{ readonly from: JstDay; readonly through: JstDay } | undefined> => {
  const { firstHour, nextHour } = await open.impact.progress(id, open.at);
  if (nextHour === 0n) return undefined;
  const year = fiscalYearPeriod(2021);
  const first = dayOfHour(Number(firstHour) as JapanHour);
  const last = dayOfHour((Number(nextHour) - 1) as JapanHour);
  const [from, through] = [first > year.from ? first : year.from, last < year.through ? last : year.through];
  return from <= through ? { from, through } : undefined;
};

const reviseFactor = async (play: GreenPlay): Promise<void> => {
  const { act, tell } = play;
  for (const label of [PLANT, BUILDING]) {
    const facility = await facilityOf(play, label);
    await act(facility.open, factorPlan(facility, factor(2021, 434_000, 1)));
    const days = await recordedOf2021(facility);
    if (days === undefined) continue;
    await act(facility.open, revaluePlan(facility, days, { factor: 2, baseline: 0 }, CORRECTION.FactorRevised, paper("emission factors of fiscal year 2021"))); // prettier-ignore
    await tell(
      `revalued   ${facility.name} from ${formatDay(days.from)} through ${formatDay(days.through)}: 434 instead of 441 g-CO2 per kWh, in one act`,
    );
  }
};

const restateBaseline = async (play: GreenPlay): Promise<void> => {
  const { act, tell, refuse } = play;
  const building = await facilityOf(play, BUILDING);
  const { open } = building;
  await act(open, baselinePlan(building, baselineWith(1_010, 1)));
  const days = await recordedOf2021(building);
  if (days === undefined) return;
  const revalue = () =>
    revaluePlan(building, days, { factor: 0, baseline: 2 }, CORRECTION.BaselineRevised, paper("baseline of 1010 Wh"));
  await refuse("a baseline that came after its days began, unsigned", open, revalue);
  await act(open, signBaselinePlan(building, 2, paper("review of the restated baseline")));
  await act(open, revalue());
  await tell(
    "restated   the baseline of 協創棟 for fiscal year 2021, signed by the reviewer; reports show it beside the first",
  );
};

// ---- figures and reports

const hasRecords = async ({ id, open }: Facility, { from, through }: Period): Promise<boolean> => {
  const { firstHour, nextHour } = await open.impact.progress(id, open.at);
  return nextHour > BigInt(hourAt(from, 0)) && nextHour !== 0n && firstHour <= BigInt(hourAt(through, 23));
};

/** The report on fiscal year 2020 must not be published again while a figure is stale. */
const tryStale = async (play: GreenPlay): Promise<void> => {
  const j = await play.j();
  const plant = await facilityOf(play, PLANT);
  const stale = (await figuresFor(plant, fiscalYearPeriod(2020))).some((each) => each.stale);
  if (!stale) return;
  await play.refuse("a report that rests on a stale figure", j, () => reportPlan(j, 2020, paper("stale"), ""));
};

/** Figures of the year and of its last month with records, their review, and the reports of both bonds on it. */
const reportBoth = async (play: GreenPlay, files: MeterFiles, fiscalYear: number, folder: string): Promise<void> => {
  const { act, tell } = play;
  const months = fiscalYear === 2020 ? ["2021-03"] : ["2021-06", "2021-12"];
  for (const label of [PLANT, BUILDING]) {
    const facility = await facilityOf(play, label);
    for (const period of [fiscalYearPeriod(fiscalYear), ...months.map(periodOf)]) {
      if (!(await hasRecords(facility, period))) continue;
      await act(facility.open, publishPlan(facility, period, METHODOLOGY));
      await act(facility.open, attestPlan(facility, period, true, paper(`review of ${label} in ${period.label}`), ""));
    }
  }
  for (const open of [await play.h(), await play.j()]) {
    const { documentHash } = await writeOf(open, fiscalYear, files, join(folder, open.id));
    await act(open, reportPlan(open, fiscalYear, documentHash, `https://example.com/${open.id}/FY${fiscalYear}`));
    await act(open, signReportPlan(open, fiscalYear, paper(`opinion on ${open.id} FY${fiscalYear} ${documentHash}`)));
    const revision = await open.reports.revisionCount(fiscalYear, open.at);
    await tell(
      `reported   ${open.id} on fiscal year ${fiscalYear}, revision ${revision}: ${await co2Text(open, play, fiscalYear)}; signed [G-4, E-4, G-6]`,
    );
  }
};

const writeOf = (open: OpenBond, fiscalYear: number, files: MeterFiles, folder: string) => {
  mkdirSync(folder, { recursive: true });
  const own = namedOf(files).filter(({ facility }) => (facility === PLANT) === (open.id === "jpx-1"));
  return writeReport(open, fiscalYear, own, folder);
};

const co2Text = async (open: OpenBond, play: GreenPlay, fiscalYear: number): Promise<string> => {
  const facility = await facilityOf(play, open.id === "jpx-1" ? PLANT : BUILDING);
  const figures = await figuresFor(facility, fiscalYearPeriod(fiscalYear));
  const energy = figures.find(({ indicator }) => indicator.unit === "kWh");
  return energy === undefined ? "no figure" : `${kwhText(energy.value)} kWh and ${figures.length - 1} more figures`;
};
