import { expect } from "chai";
import type { JstDay } from "../../lib/day";
import { dayWords, measured } from "../../lib/hourWords";
import { ingestionPlan } from "../../lib/ingestion";
import { readMeterFile } from "../../lib/meterFile";
import { EVIDENCE, KIND_OF_FACILITY, PAPER, baselineOf, factorOf } from "./impact";
import { meterRows } from "./meters";
import { day, deploySuite, jst, ref, type Suite } from "./suite";

// Two real files, recorded whole.

const PV = { id: ref("pv"), file: "pv-hourly-2021", watts: 3_000, isSaving: false, sumMilliWh: 3_434_607_479n };
const LOAD = { id: ref("load"), file: "load-hourly-2021", watts: 2_000, isSaving: true, sumMilliWh: 6_000_000_018n };
export const FILES = [PV, LOAD] as const;
export type File = (typeof FILES)[number];

export const [FIRST_DAY, LAST_DAY] = [day("2021-01-01"), day("2022-01-01")];
const [CO2, PRIMARY] = [441_000n, 8_640n];
const PROFILE = Array.from({ length: 24 }, (_, i) => 600_000n + 10_001n * BigInt(i));
const DAYS_AT_ONCE = 30;

/** The rows of a file by Japan hour, in mWh: read without the library, by `Date` and by hand. */
export const rawHours = ({ file }: File): Map<number, bigint> =>
  new Map(
    meterRows(file).map(({ cells: [time = "", watts = ""] }) => [
      Date.parse(time.replace(/(\d\d)$/, ":$1")) / 3_600_000 + 9,
      milliWhOf(watts),
    ]),
  );

/** Watts over an hour as mWh: three digits after the point, the tenth-thousandths and finer rounded half to even. */
const milliWhOf = (watts: string): bigint => {
  const [, sign, whole = "", fraction = ""] = /^(-?)(\d+)\.?(\d*)$/.exec(watts)!;
  const kept = BigInt(whole + fraction.padEnd(3, "0").slice(0, 3));
  const cut = fraction.slice(3).padEnd(20, "0");
  const half = "5".padEnd(cut.length, "0");
  const size = cut > half || (cut === half && kept % 2n === 1n) ? kept + 1n : kept;
  return sign === "-" ? -size : size;
};

const recordWhole = async ({ impact, recorder }: Suite, { id, file, watts, isSaving }: File): Promise<void> => {
  const limits = { operationalDay: FIRST_DAY as JstDay, capacityWatts: BigInt(watts), toleranceBps: 0n };
  const { hours, rejected } = readMeterFile(meterRows(file), { ...limits, nowAt: BigInt(jst("2023-12-01T00:00:00")) });
  expect(rejected).to.deep.equal([]);
  const calls = ingestionPlan(hours, undefined, () => undefined).batches.map((batch) =>
    impact.interface.encodeFunctionData("record", [
      id,
      batch.day,
      dayWords(batch.firstHour, measured(batch.milliWh)),
      1,
      isSaving ? 1 : 0,
      EVIDENCE,
    ]),
  );
  for (let from = 0; from < calls.length; from += DAYS_AT_ONCE)
    await impact.connect(recorder).multicall(calls.slice(from, from + DAYS_AT_ONCE), { gasLimit: 100_000_000 });
};

/** Both files on the ledger, the building judged by a baseline that came later: a restatement, signed. */
export const twoFiles = async (): Promise<Suite> => {
  const suite = await deploySuite();
  const { impact, issuer, reviewer, token } = suite;
  const as = impact.connect(issuer);
  for (const file of FILES) {
    const kind = file.isSaving ? KIND_OF_FACILITY.Saving : KIND_OF_FACILITY.Generation;
    await as.registerFacility(file.id, token, kind, file.watts, 0, FIRST_DAY, file.file, ["meter"]);
    await as.addFactor(file.id, factorOf(Number(CO2), Number(PRIMARY)));
  }
  await as.addBaseline(LOAD.id, {
    ...baselineOf(PROFILE, ["2021-01-01", "2022-01-01"]),
    derivedFrom: day("2020-01-01"),
    derivedThrough: day("2020-12-31"),
  });
  await impact.connect(reviewer).signRestatement(LOAD.id, 1, PAPER);
  for (const file of FILES) await recordWhole(suite, file);
  return suite;
};

/** What the hours give, computed here from the rules; null is missing. */
export const recomputed = (hours: ReadonlyMap<number, bigint | null>, isSaving: boolean) => {
  const read = [...hours].filter((each): each is [number, bigint] => each[1] !== null);
  const energy = read.reduce((sum, [, milliWh]) => sum + milliWh, 0n);
  const expected = isSaving ? read.reduce((sum, [hour]) => sum + PROFILE[hour % 24]!, 0n) : 0n; // from 00:00 of a day on
  const impact = isSaving ? expected - energy : energy;
  const counts = [read.length, 0, hours.size - read.length].map(BigInt);
  return [...counts, energy, expected, impact, impact * CO2, impact * PRIMARY];
};
