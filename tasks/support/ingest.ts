import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { formatDay } from "../../lib/day";
import { kwhText } from "../../lib/energy";
import { dayWords, measured } from "../../lib/hourWords";
import { activeHours, hasReading } from "../../lib/impact";
import { ingestionPlan, type Batch, type Difference, type IngestionPlan } from "../../lib/ingestion";
import { dayOfHour, endOfHour, type JapanHour } from "../../lib/japanHour";
import { readMeterFile, type MeterFile, type RejectedRow } from "../../lib/meterFile";
import { jstIso } from "../../lib/time";
import { namesOf, signerFor } from "./accounts";
import { deliver } from "./deliver";
import { limitsOf, openFacility, type Facility } from "./facilities";
import { requireFit } from "./fit";
import { readDays, type ChainBatch } from "./impactLedger";
import { settleInterrupted } from "./interrupted";
import { readMeterRows, type MeterText } from "./meterRows";
import { printJson, sayer, table, TaskError, type Say } from "./output";
import { explain } from "./refusals";
import { nowOf } from "./time";

export interface IngestArgs {
  readonly facility: string;
  readonly file: string;
  /** Versions; 0 for the latest. */
  readonly factor: number;
  readonly baseline: number;
  readonly strict: boolean;
  readonly execute: boolean;
  readonly json: boolean;
}

/** What `impact ingest --json` prints. */
export interface IngestJson {
  readonly task: "impact ingest";
  readonly facility: string;
  readonly file: string;
  readonly evidenceHash: string;
  readonly executed: boolean;
  readonly factor: number;
  readonly baseline: number;
  readonly rows: number;
  readonly duplicates: number;
  readonly outOfOrder: number;
  readonly notes: readonly string[];
  readonly rejected: readonly RejectedRow[];
  /** Hours that the ledger held already, as the file says. */
  readonly recorded: number;
  readonly differences: readonly { readonly hour: string; readonly ledger: string | null; readonly file: string }[];
  /** Readings before the first hour of the ledger: nothing is put before it. */
  readonly tooEarly: readonly string[];
  /** What goes in, or went in: hours, those of them that are missing, and by how many transactions. */
  readonly hours: number;
  readonly missing: number;
  readonly transactions: number;
  readonly gasUsed: number;
}

/** A transaction is far from the 64 KB that the network takes, and its gas is bounded. */
const MOST_BYTES = 60_000;
const MOST_GAS = 6_000_000;
const BYTES_PER_DAY = 600;
const GAS_PER_DAY = 260_000;
const DAYS_PER_TRANSACTION = Math.floor(Math.min(MOST_BYTES / BYTES_PER_DAY, MOST_GAS / GAS_PER_DAY));

/** Records what a meter file says from where the ledger ends; with `execute` it is sent. */
export const ingestFile = async (hre: HardhatRuntimeEnvironment, args: IngestArgs): Promise<void> => {
  const say = sayer(args.json);
  const facility = await openFacility(hre, args.facility);
  const text = readMeterRows(args.file);
  const done = await ingest(facility, text, args, say);
  if (args.json) printJson(done);
};

/** One look at a meter file: judges its rows, plans, sends with `execute`, and says what happened. */
export const ingest = async (facility: Facility, text: MeterText, args: IngestArgs, say: Say): Promise<IngestJson> => {
  if (args.execute) {
    await requireFit(facility.open.hre, say);
    await settleInterrupted(facility.open.hre, say);
  }
  const nowAt = await nowOf(facility.open);
  const found = readMeterFile(text.rows, limitsOf(facility, nowAt));
  if (args.strict) refuseRejected(args.file, found.rejected);
  const versions = await versionsOf(facility, args);
  const plan = await planOf(facility, found);
  sayPlan(facility, text, found, plan, args, say);
  const sender = await senderOf(facility, text.evidenceHash, versions);
  const chunks = chunksOf(plan.batches);
  if (chunks[0] !== undefined) await sender.check(chunks[0]);
  let [transactions, gasUsed] = [0, 0];
  if (args.execute) {
    for (const chunk of chunks) {
      gasUsed += await sender.send(chunk);
      transactions += 1;
      say(`  sent ${transactions} of ${chunks.length}: ${spanText(chunk)}`);
    }
    if (chunks.length > 0) say(await outcomeOf(facility));
  } else if (chunks.length > 0) say("\nchecked, nothing sent: add --execute to send");
  const hours = plan.batches.flatMap(({ milliWh }) => milliWh);
  return {
    task: "impact ingest",
    facility: facility.label,
    file: args.file,
    evidenceHash: text.evidenceHash,
    executed: args.execute,
    ...versions,
    rows: text.rows.length,
    duplicates: found.duplicates,
    outOfOrder: found.outOfOrder,
    notes: text.notes,
    rejected: found.rejected,
    recorded: plan.recorded,
    differences: plan.differences.map(differenceJson),
    tooEarly: plan.tooEarly.map((hour) => hourText(hour)),
    hours: hours.length,
    missing: hours.filter((each) => each === null).length,
    transactions: args.execute ? transactions : chunks.length,
    gasUsed,
  };
};

const NAMED_ROWS = 5;

const refuseRejected = (file: string, rejected: readonly RejectedRow[]): void => {
  if (rejected.length === 0) return;
  const named = rejected.slice(0, NAMED_ROWS).map(({ row, reason }) => `row ${row} ${reason}`);
  const all = [...named, ...(rejected.length > NAMED_ROWS ? ["…"] : [])].join(", ");
  throw new TaskError(
    `${file}: ${rejected.length} rows are rejected (${all}), and --strict sends nothing then; mend them, or leave out --strict`,
  );
};

interface Versions {
  readonly factor: number;
  readonly baseline: number;
}

/** The versions named, or the latest. */
export const versionsOf = async ({ id, label, kind, open }: Facility, named: Versions): Promise<Versions> => {
  const { factors, baselines } = await open.impact.progress(id, open.at);
  if (factors === 0n) throw new TaskError(`${label}: has no factor; add one with \`impact factor\``);
  if (kind === "Saving" && baselines === 0n)
    throw new TaskError(`${label}: has no baseline; add one with \`impact baseline\``);
  const factor = named.factor === 0 ? Number(factors) : named.factor;
  const baseline = kind === "Generation" ? 0 : named.baseline === 0 ? Number(baselines) : named.baseline;
  return { factor, baseline };
};

const planOf = async (facility: Facility, found: MeterFile): Promise<IngestionPlan> => {
  const { firstHour, nextHour } = await facility.open.impact.progress(facility.id, facility.open.at);
  if (nextHour === 0n) return ingestionPlan(found.hours, undefined, () => undefined);
  const next = Number(nextHour) as JapanHour;
  const known = [...found.hours.keys()].filter((hour) => hour < next && hour >= Number(firstHour));
  const active = await activeByHour(facility, known);
  return ingestionPlan(found.hours, next, (hour) => active.get(hour));
};

/** What the ledger holds of some hours: mWh, or null for missing. */
const activeByHour = async (
  facility: Facility,
  hours: readonly JapanHour[],
): Promise<ReadonlyMap<JapanHour, bigint | null>> => {
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const batches: readonly ChainBatch[] = await readDays(facility, dayOfHour(first), dayOfHour(last));
  const ledger = { isSaving: false, factors: [], baselines: [], revaluations: [], batches };
  return new Map(activeHours(ledger).map((each) => [each.hour, hasReading(each) ? each.milliWh : null]));
};

/** The recorder's hand: checks and sends some days in one transaction. */
const senderOf = async (facility: Facility, evidenceHash: string, { factor, baseline }: Versions) => {
  const { open, id } = facility;
  const { hre, abi, entry, book } = open;
  const registry = abi.interfaces.ImpactRegistry;
  const recorder = entry.roles.recorder;
  await signerFor(hre, "recorder", recorder);
  const dataOf = (chunk: readonly Batch[]): string => {
    const calls = chunk.map(({ day, firstHour, milliWh }) => {
      const words = dayWords(firstHour, measured(milliWh));
      return registry.encodeFunctionData("record", [id, day, words, factor, baseline, evidenceHash]);
    });
    return calls.length === 1 ? calls[0]! : registry.encodeFunctionData("multicall", [calls]);
  };
  const refused = async (error: unknown): Promise<TaskError> => {
    if (error instanceof TaskError) return new TaskError(`impact ingest: ${error.message}`);
    const { nameOf } = await namesOf(open);
    return new TaskError(
      `impact ingest: ${await explain(error, abi, nameOf, (code) => Promise.resolve(`code ${code}`))}`,
    );
  };
  const to = book.green.impact;
  return {
    check: async (chunk: readonly Batch[]): Promise<void> => {
      try {
        await hre.network.provider.send("eth_call", [{ from: recorder, to, data: dataOf(chunk) }, open.at.blockTag]);
      } catch (error) {
        throw await refused(error);
      }
    },
    send: async (chunk: readonly Batch[]): Promise<number> => {
      try {
        const letter = { task: "impact ingest", role: "recorder", from: recorder, to, data: dataOf(chunk) };
        return Number((await deliver(hre, letter)).gasUsed);
      } catch (error) {
        throw await refused(error);
      }
    },
  };
};

const chunksOf = (batches: readonly Batch[]): readonly (readonly Batch[])[] =>
  Array.from({ length: Math.ceil(batches.length / DAYS_PER_TRANSACTION) }, (_, i) =>
    batches.slice(i * DAYS_PER_TRANSACTION, (i + 1) * DAYS_PER_TRANSACTION),
  );

const spanText = (chunk: readonly Batch[]): string => {
  const [first, last] = [chunk[0], chunk.at(-1)];
  const hours = chunk.reduce((sum, { milliWh }) => sum + milliWh.length, 0);
  return `${first === undefined ? "" : formatDay(first.day)} through ${last === undefined ? "" : formatDay(last.day)}, ${hours} hours`;
};

const outcomeOf = async ({ id, label, open }: Facility): Promise<string> => {
  const { records, missing, nextHour } = await open.impact.progress(id, open.at);
  return `\n${label} now has ${records} hours with a reading and ${missing} missing, until ${hourText((Number(nextHour) - 1) as JapanHour, 1)}`;
};

/** When an hour begins, or with `ends` 1 when it ends, in Japan time. */
export const hourText = (hour: JapanHour, ends = 0): string => jstIso(endOfHour(hour) - BigInt(3600 * (1 - ends)));

const differenceJson = ({ hour, ledger, file }: Difference): IngestJson["differences"][number] => ({
  hour: hourText(hour),
  ledger: ledger === null ? null : ledger.toString(),
  file: file.toString(),
});

const LONGEST_LIST = 20;

const sayPlan = (
  { label, name, kind }: Facility,
  text: MeterText,
  found: MeterFile,
  plan: IngestionPlan,
  { file }: IngestArgs,
  say: Say,
): void => {
  const going = plan.batches.flatMap(({ milliWh }) => milliWh);
  say(`impact ingest of ${label} (${name}, ${kind.toLowerCase()}) from ${file}, SHA-256 ${text.evidenceHash}`);
  for (const note of text.notes) say(`  ${note}`);
  if (found.duplicates > 0) say(`  ${found.duplicates} rows say again what another one says`);
  if (found.outOfOrder > 0) say(`  ${found.outOfOrder} rows come after a later hour`);
  say(`  ${text.rows.length} rows; ${plan.recorded} hours are recorded already`);
  say(
    `  ${going.length} hours go in, ${going.filter((each) => each === null).length} of them missing` +
      (plan.batches.length === 0 ? "" : `: ${spanText(plan.batches)}`),
  );
  sayList(
    say,
    "rejected",
    ["row", "reason", "why"],
    found.rejected.map(({ row, reason, detail }) => [row, reason, detail]),
  );
  sayList(
    say,
    "readings lie before the first hour of the ledger, and nothing is put before it",
    ["hour"],
    plan.tooEarly.map((hour) => [hourText(hour)]),
  );
  sayList(
    say,
    "differ from the ledger and are not sent; correct them with `impact correct`",
    ["hour", "ledger kWh", "file kWh"],
    plan.differences.map(({ hour, ledger, file: said }) => [
      hourText(hour),
      ledger === null ? "missing" : kwhText(ledger),
      kwhText(said),
    ]),
  );
};

const sayList = (
  say: Say,
  what: string,
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void => {
  if (rows.length === 0) return;
  say(`\n  ${rows.length} ${what}:`);
  say(table(header, rows.slice(0, LONGEST_LIST)).replaceAll(/^/gm, "  "));
  if (rows.length > LONGEST_LIST) say(`  … ${rows.length - LONGEST_LIST} more: --json has them all`);
};
