import { id as keccakOf } from "ethers";
import { basename } from "node:path";
import { formatDay, type JstDay } from "../../lib/day";
import { indicatorsOf } from "../../lib/indicators";
import { activeHours, hoursIn, totalsOf, type ActiveHour, type Totals } from "../../lib/impact";
import { boundsOf, dayOfHour, fiscalYearsThrough, hourAt, monthsThrough, type JapanHour, type Period } from "../../lib/japanHour"; // prettier-ignore
import { readMeterFile } from "../../lib/meterFile";
import { QUALITY } from "../../lib/hourWords";
import { limitsOf, type Facility } from "./facilities";
import { readLedger, type ChainBatch, type ChainLedger } from "./impactLedger";
import { hourText } from "./ingest";
import { evidenceOf, readMeterRows } from "./meterRows";
import type { PublishedFacility } from "./publication";

/** What a verification found: every difference in one line that names it. */
export interface Verification {
  readonly ok: boolean;
  readonly differences: readonly string[];
  /** What was recomputed, and what could not be. */
  readonly notes: readonly string[];
}

/** A raw file by its path, and the hash that was published for it. */
export interface RawFile {
  readonly path: string;
  readonly sha256?: string;
}

/**
 * Recomputes a facility from its raw files: every hour that was recorded from them, every sum of the chain, every published figure; and compares
 * the factors, the baselines and the valuation with what was published, if that is given.
 */
export const verifyFacility = async (
  facility: Facility,
  files: readonly RawFile[],
  published?: PublishedFacility,
): Promise<Verification> => {
  const ledger = await readLedger(facility);
  const hours = activeHours(ledger);
  const raw = verifyRaw(facility, ledger, files);
  const differences = [
    ...raw.differences,
    ...(published === undefined ? [] : [...versionDifferences(ledger, published), ...valuationDifferences(hours, published)]), // prettier-ignore
    ...(await sumDifferences(facility, ledger, hours)),
    ...(await figureDifferences(facility, ledger, hours)),
  ].map((each) => `${facility.label}: ${each}`);
  return { ok: differences.length === 0, differences, notes: raw.notes.map((each) => `${facility.label}: ${each}`) };
};

// ---- raw files

const told = (milliWh: bigint | null | undefined): string =>
  milliWh === undefined ? "nothing" : milliWh === null ? "missing" : `${milliWh} mWh`;

/** Hours recorded first must stand in the files as recorded; those corrected by a file must stand in that file. */
const verifyRaw = (
  facility: Facility,
  { batches }: ChainLedger,
  files: readonly RawFile[],
): Pick<Verification, "differences" | "notes"> => {
  const read = files.map((file) => readRaw(facility, file, batches));
  const union = new Map<JapanHour, { readonly milliWh: bigint | null; readonly file: string }>();
  for (const { hours, name } of read)
    for (const [hour, milliWh] of hours)
      if (!union.has(hour) || milliWh !== null) union.set(hour, { milliWh, file: name });

  const differences = read.flatMap((each) => each.differences);
  let [compared, elsewhere] = [0, 0];
  for (const batch of batches) {
    const own = read.find(({ evidence }) => evidence.has(batch.evidenceHash));
    if (batch.reason !== 0 && own === undefined) {
      elsewhere += batch.hours.length;
      continue;
    }
    for (const [i, { milliWh, quality }] of batch.hours.entries()) {
      const hour = hourAt(batch.day, batch.firstHour + i);
      const ledger = quality === QUALITY.missing ? null : milliWh;
      const file = own === undefined ? union.get(hour)?.milliWh : own.hours.get(hour);
      compared += 1;
      if (ledger === (file ?? null)) continue;
      differences.push(`hour from ${hourText(hour)}: the raw file says ${told(file)}, the ledger ${told(ledger)}`);
    }
  }
  const recorded = new Set(batches.filter(({ reason }) => reason === 0).map(({ evidenceHash }) => evidenceHash));
  for (const each of recorded)
    if (!read.some(({ evidence }) => evidence.has(each)))
      differences.push(`no raw file hashes to ${each}, which is the evidence of recorded hours`);
  return {
    differences,
    notes: [
      `${compared} hours compared with ${files.length} raw files`,
      ...(elsewhere === 0 ? [] : [`${elsewhere} corrected hours rest on other documents, which are not recomputed`]),
    ],
  };
};

const readRaw = (facility: Facility, { path, sha256 }: RawFile, batches: readonly ChainBatch[]) => {
  const text = readMeterRows(path);
  // judged as of the moment when it was recorded: what was future then was not recorded
  const evidence = evidenceOf(path);
  const times = batches.filter(({ evidenceHash }) => evidence.has(evidenceHash)).map(({ recordedAt }) => recordedAt);
  const newest = batches.map(({ recordedAt }) => recordedAt);
  const nowAt = (times.length > 0 ? times : newest).reduce((a, b) => (a > b ? a : b), 0n);
  const { hours } = readMeterFile(text.rows, limitsOf(facility, nowAt));
  const isChanged = sha256 !== undefined && sha256 !== text.evidenceHash;
  return {
    name: basename(path),
    hours,
    evidence,
    differences: isChanged ? [`${basename(path)} hashes to ${text.evidenceHash}, and ${sha256} was published`] : [],
  };
};

// ---- what was published

const versionDifferences = (ledger: ChainLedger, published: PublishedFacility): readonly string[] => {
  const factors = ledger.factors.map(({ co2MilligramsPerKwh, primaryEnergyKjPerKwh }) => `${co2MilligramsPerKwh} mg-CO2 and ${primaryEnergyKjPerKwh} kJ per kWh`); // prettier-ignore
  const saidFactors = published.factors.map(({ co2MilligramsPerKwh, primaryEnergyKjPerKwh }) => `${co2MilligramsPerKwh} mg-CO2 and ${primaryEnergyKjPerKwh} kJ per kWh`); // prettier-ignore
  const baselines = ledger.baselines.map(({ judgedFrom, profileMilliWh }) => `from ${formatDay(judgedFrom)} ${profileMilliWh.join()} mWh`); // prettier-ignore
  const saidBaselines = published.baselines.map(({ judgedFrom, profileMilliWh }) => `from ${formatDay(judgedFrom)} ${profileMilliWh.join()} mWh`); // prettier-ignore
  return [...compared("factor", factors, saidFactors), ...compared("baseline", baselines, saidBaselines)];
};

const compared = (what: string, ledger: readonly string[], published: readonly string[]): readonly string[] =>
  Array.from({ length: Math.max(ledger.length, published.length) }, (_, i) => i).flatMap((i) =>
    ledger[i] === published[i]
      ? []
      : [`${what} ${i + 1}: ${published[i] ?? "nothing"} is published, ${ledger[i] ?? "nothing"} is on the ledger`],
  );

/** Days whose hours are valued by other versions than published: one line for each run. */
const valuationDifferences = (hours: readonly ActiveHour[], { valuation }: PublishedFacility): readonly string[] => {
  const runs: { from: JstDay; through: JstDay; text: string }[] = [];
  for (const { hour, factor, baseline } of hours) {
    const day = dayOfHour(hour);
    const fitting = valuation.filter(({ from, through }) => from <= day && day <= through);
    if (fitting.some((each) => each.factor === factor && each.baseline === baseline)) continue;
    const said =
      fitting[0] === undefined ? "nothing" : `factor ${fitting[0].factor} and baseline ${fitting[0].baseline}`;
    const text = `valued by factor ${factor} and baseline ${baseline} on the ledger, by ${said} as published`;
    const last = runs.at(-1);
    if (last?.text === text && day - last.through <= 1) last.through = day;
    else runs.push({ from: day, through: day, text });
  }
  return runs.map(({ from, through, text }) => `${formatDay(from)} through ${formatDay(through)}: ${text}`);
};

// ---- what the chain derives

const sumDifferences = async (
  { id, open }: Facility,
  ledger: ChainLedger,
  hours: readonly ActiveHour[],
): Promise<readonly string[]> => {
  const [first, last] = [hours[0], hours.at(-1)];
  const own = totalsOf(ledger, hours);
  const counters: readonly (readonly [string, number, number])[] = [
    ["hours with a reading", ledger.records, own.records],
    ["hours missing", ledger.missing, own.missing],
  ];
  const counted = counters.flatMap(([what, chain, sum]) =>
    chain === sum ? [] : [`${what}: the ledger counts ${chain}, its records are ${sum}`],
  );
  if (first === undefined || last === undefined) return counted;
  const periods = fiscalYearsThrough(dayOfHour(first.hour), dayOfHour(last.hour));
  const sums = periods.map(async (period) => {
    const chain = await open.impact.totals(id, period.from, period.through, open.at);
    return differing(period.label, totalsOf(ledger, hoursIn(hours, period)), {
      records: Number(chain.records),
      estimated: Number(chain.estimated),
      missing: Number(chain.missing),
      energyMilliWh: chain.energyMilliWh,
      baselineMilliWh: chain.baselineMilliWh,
      impactMilliWh: chain.impactMilliWh,
    });
  });
  return [...counted, ...(await Promise.all(sums)).flat()];
};

const differing = (label: string, own: Totals, chain: Partial<Totals>): readonly string[] =>
  Object.entries(chain).flatMap(([key, value]) =>
    own[key as keyof Totals] === value
      ? []
      : [`${label}: ${key} is ${value} by the contract, and ${own[key as keyof Totals]} recomputed`],
  );

// ---- published figures

const figureDifferences = async (
  { id, open }: Facility,
  ledger: ChainLedger,
  hours: readonly ActiveHour[],
): Promise<readonly string[]> => {
  const { figures, at } = open;
  const count = Number(await figures.snapshotCount(id, at));
  const periods = periodsOf(hours);
  const found: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { indicatorId, value, periodStart, periodEnd, correctedByIndex } = await figures.getSnapshot(id, index, at);
    if (correctedByIndex !== 0n) continue;
    const indicator = indicatorsOf(ledger.isSaving).find(({ name }) => keccakOf(name) === indicatorId);
    const period = periods.find((each) => boundsOf(each).join() === [periodStart, periodEnd].join());
    if (indicator === undefined || period === undefined) {
      found.push(`figure ${index} is of an unknown indicator or period`);
      continue;
    }
    const own = indicator.valueOf(totalsOf(ledger, hoursIn(hours, period)));
    const what = `figure ${index}, ${indicator.label} of ${period.label}`;
    if (value !== own) found.push(`${what}: ${value} is published, ${own} is recomputed`);
    else if (await figures.isStale(id, index, at)) found.push(`${what}: is stale; publish it again`);
  }
  return found;
};

const periodsOf = (hours: readonly ActiveHour[]): readonly Period[] => {
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return [];
  const [from, through] = [dayOfHour(first.hour), dayOfHour(last.hour)];
  return [...monthsThrough(from, through), ...fiscalYearsThrough(from, through)];
};
