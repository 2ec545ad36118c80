import { id as keccakOf, keccak256, MaxUint256, ZeroHash } from "ethers";
import { join } from "node:path";
import { fixed } from "../../lib/energy";
import { indicatorsOf, type Indicator } from "../../lib/indicators";
import { boundsOf, fiscalYearPeriod, monthPeriod, type Period } from "../../lib/japanHour";
import type { Facility } from "./facilities";
import { namesOf } from "./accounts";
import { readBytes } from "./files";
import { greenStep } from "./greenStep";
import type { OpenBond } from "./network";
import { TaskError } from "./output";
import type { Plan, Step } from "./plan";
import { explain } from "./refusals";

/** A month or a fiscal year of the command line. */
export const periodOf = (text: string): Period => {
  const year = /^FY(\d{4})$/.exec(text);
  if (year !== null) return fiscalYearPeriod(Number(year[1]));
  const month = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  if (month !== null) return monthPeriod(Number(month[1]), Number(month[2]));
  throw new TaskError(
    `--period: found "${text}", expected a month, 2021-04, or a fiscal year from April, FY2021 [E-4]`,
  );
};

/** A published figure as it stands. */
export interface Figure {
  readonly indicator: Indicator;
  readonly snapshotIndex: bigint;
  readonly value: bigint;
  readonly stale: boolean;
  readonly reportedBy: string;
}

/** The figures of a facility for a period that nothing corrects. */
export const figuresFor = async ({ id, kind, open }: Facility, period: Period): Promise<readonly Figure[]> => {
  const { figures, at } = open;
  const [start, end] = boundsOf(period);
  const found = indicatorsOf(kind === "Saving").map(async (indicator): Promise<Figure | undefined> => {
    const indicatorId = keccakOf(indicator.name);
    const count = await figures.indicatorSnapshotCount(id, indicatorId, at);
    for (let ordinal = count; ordinal > 0n; ordinal -= 1n) {
      const snapshotIndex = await figures.indicatorSnapshotAt(id, indicatorId, ordinal - 1n, at);
      const { periodStart, periodEnd, value, reportedBy } = await figures.getSnapshot(id, snapshotIndex, at);
      if (periodStart !== start || periodEnd !== end) continue; // the newest of a period is the one that nothing corrects
      return { indicator, snapshotIndex, value, reportedBy, stale: await figures.isStale(id, snapshotIndex, at) };
    }
    return undefined;
  });
  return (await Promise.all(found)).filter((each) => each !== undefined);
};

export interface Methodology {
  /** The folder with the procedure documents. */
  readonly folder: string;
  /** Where they are found by others; the file's name follows. */
  readonly uri: string;
}

/** Publishes the figures of a facility for a period, corrects those that went stale, and leaves the others. */
export const publishPlan = async (facility: Facility, period: Period, methodology: Methodology): Promise<Plan> => {
  const task = "impact publish";
  const known = await figuresFor(facility, period);
  const steps: Step[] = [];
  const notes: string[] = [];
  for (const indicator of indicatorsOf(facility.kind === "Saving")) {
    const before = known.find((each) => each.indicator.label === indicator.label);
    if (before !== undefined && !before.stale) notes.push(`${indicator.label} of ${period.label} stands: skipped`);
    else steps.push(await publishStep(facility, period, indicator, methodology, before));
  }
  return { task, steps, notes };
};

const publishStep = async (
  { id, label, open }: Facility,
  period: Period,
  indicator: Indicator,
  methodology: Methodology,
  before: Figure | undefined,
): Promise<Step> => {
  const { figures, at, entry } = open;
  const [start, end] = boundsOf(period);
  const indicatorId = keccakOf(indicator.name);
  const { value, decimals, unit } = await expectedOf(open, id, indicatorId, period);
  const hash = keccak256(readBytes(join(methodology.folder, indicator.methodology)));
  const [active] = await figures.activeMethodology(id, indicatorId, at);
  if (active !== ZeroHash && active !== hash) {
    throw new TaskError(
      `${indicator.methodology}: hashes to ${hash}, and the active methodology is ${active}; take that document, or replace it with \`impact methodology\``,
    );
  }
  const told = `${fixed(value, Number(decimals))} ${indicator.unit}`;
  const isOwn = before === undefined || before.reportedBy === entry.roles.recorder;
  return greenStep(open, "ImpactReports", isOwn ? "recorder" : "issuer", {
    call: "recordSnapshot",
    args: [
      ...[id, indicatorId, value, decimals, unit, start, end, hash, `${methodology.uri}${indicator.methodology}`],
      before?.snapshotIndex ?? MaxUint256,
    ],
    changes:
      before === undefined
        ? `${indicator.label} of ${label} in ${period.label} is ${told}`
        : `${indicator.label} of ${label} in ${period.label} is ${told} instead of ${fixed(before.value, Number(decimals))}`,
    clause: "E-2, E-4",
  });
};

/** What the chain expects of a figure; if it refuses the period, why. */
const expectedOf = async (open: OpenBond, id: string, indicatorId: string, period: Period) => {
  const [start, end] = boundsOf(period);
  try {
    return await open.figures.expectedFigure(id, indicatorId, start, end, open.at);
  } catch (error) {
    const { nameOf } = await namesOf(open);
    const why = await explain(error, open.abi, nameOf, (code) => Promise.resolve(`code ${code}`));
    throw new TaskError(`--period ${period.label}: ${why}`);
  }
};

/** The reviewer endorses or disputes the figures of a period. */
export const attestPlan = async (
  facility: Facility,
  period: Period,
  endorsed: boolean,
  evidenceHash: string,
  uri: string,
): Promise<Plan> => {
  const task = "impact attest";
  const { id, label, open } = facility;
  const known = await figuresFor(facility, period);
  if (known.length === 0)
    throw new TaskError(`${label}: no figure of ${period.label} is published; publish it with \`impact publish\``);
  const steps: Step[] = [];
  const notes: string[] = [];
  for (const { indicator, snapshotIndex } of known) {
    if (await isAttested(facility, snapshotIndex, endorsed, evidenceHash)) {
      notes.push(`${indicator.label} of ${period.label} was attested so already: skipped`);
      continue;
    }
    const step = await greenStep(open, "ImpactReports", "reviewer", {
      call: "attestSnapshot",
      args: [id, snapshotIndex, endorsed, evidenceHash, uri],
      changes: `${indicator.label} of ${label} in ${period.label} is ${endorsed ? "endorsed" : "disputed"}`,
      clause: "G-6",
    });
    steps.push(step);
  }
  return { task, steps, notes };
};

const isAttested = async (
  { id, open: { figures, at, entry } }: Facility,
  snapshotIndex: bigint,
  endorsed: boolean,
  evidenceHash: string,
): Promise<boolean> => {
  const count = await figures.attestationCount(id, snapshotIndex, at);
  if (count === 0n) return false;
  const last = await figures.getAttestation(id, snapshotIndex, count - 1n, at);
  return last.attestor === entry.roles.reviewer && last.endorsed === endorsed && last.evidenceHash === evidenceHash;
};

/** Replaces a methodology from the next figure on. */
export const methodologyPlan = async (
  { id, label, kind, open }: Facility,
  indicatorLabel: string,
  documentFile: string,
  uri: string,
): Promise<Plan> => {
  const task = "impact methodology";
  const indicators = indicatorsOf(kind === "Saving");
  const indicator = indicators.find((each) => each.label === indicatorLabel);
  if (indicator === undefined) {
    throw new TaskError(
      `--indicator: found "${indicatorLabel}", expected one of ${indicators.map((each) => each.label).join(", ")}`,
    );
  }
  const indicatorId = keccakOf(indicator.name);
  const [active] = await open.figures.activeMethodology(id, indicatorId, open.at);
  const hash = keccak256(readBytes(documentFile));
  if (active === hash) return { task, steps: [], notes: ["this is the active methodology already: skipped"] };
  const count = await open.figures.indicatorSnapshotCount(id, indicatorId, open.at);
  const step = await greenStep(open, "ImpactReports", "issuer", {
    call: "supersedeMethodology",
    args: [id, indicatorId, active, hash, uri, count],
    changes: `${indicator.label} of ${label} is made by ${documentFile} from its next figure on`,
    clause: "E-4",
  });
  return { task, steps: [step], notes: [] };
};
