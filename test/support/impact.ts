import { expect } from "chai";
import { ethers } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { day, ref, type Suite } from "./suite";

export const KIND_OF_FACILITY = { Generation: 0, Saving: 1 } as const;
export const QUALITY = { None: 0, Measured: 1, Estimated: 2, Missing: 3 } as const;
export const REASON = {
  None: 0,
  MeterFault: 1,
  LateData: 2,
  FactorRevised: 3,
  BaselineRevised: 4,
  Clerical: 5,
} as const;

/** The array plays a plant of 3 kW, the building a facility of 2 kW; both from 1 December 2023 on. */
export const SOLAR = ref("solar-1");
export const BUILDING = ref("building");
export const EVIDENCE = ethers.id("a meter file");
export const PAPER = ethers.id("a paper");

export const factorOf = (co2MilligramsPerKwh: number, primaryEnergyKjPerKwh: number, replaces = 0) => ({
  co2MilligramsPerKwh,
  primaryEnergyKjPerKwh,
  kind: 1,
  fiscalYear: 2022,
  replaces,
  retailer: "a retailer",
  menu: "a menu",
  source: "https://example.com/factors",
  documentHash: PAPER,
});

/** Judged by the year 2024, derived from fiscal year 2022. */
export const baselineOf = (
  profileMilliWh: readonly (number | bigint)[],
  judged = ["2023-12-02", "2025-12-31"],
  restates = 0,
) => ({
  derivedFrom: day("2022-04-01"),
  derivedThrough: day("2023-03-31"),
  judgedFrom: day(judged[0]!),
  judgedThrough: day(judged[1]!),
  restates,
  isRestatement: false,
  isAdmissible: false,
  signedBy: ethers.ZeroAddress,
  documentHash: PAPER,
  reviewHash: ethers.ZeroHash,
  profileMilliWh: [...profileMilliWh],
});

const MASK_56 = (1n << 56n) - 1n;

/** The six words of a day: the hours from `first` on at their places, as `HourWord` describes them. The tests' own packing. */
export const wordsOf = (
  first: number,
  milliWh: readonly (bigint | number)[],
  marks: Uint8Array,
): [bigint, bigint, bigint, bigint, bigint, bigint] => {
  const words: [bigint, bigint, bigint, bigint, bigint, bigint] = [0n, 0n, 0n, 0n, 0n, 0n];
  for (const [i, each] of milliWh.entries()) {
    const hour = first + i;
    const lane = (BigInt(each) & MASK_56) | (BigInt(marks[i] ?? 0) << 56n);
    words[Math.floor(hour / 4)]! |= lane << BigInt(58 * (hour % 4));
  }
  return words;
};

/** One quality for every hour. */
export const qualities = (count: number, quality: number = QUALITY.Measured): Uint8Array =>
  new Uint8Array(count).fill(quality);

/** Brings in both facilities for the bond of `suite`, each with factor 1 and the building with baseline 1: 1,000 Wh every hour. */
export const bringIn = async (suite: Suite): Promise<void> => {
  const { impact, issuer, token } = suite;
  const as = impact.connect(issuer);
  const from = day("2023-12-01");
  await as.registerFacility(SOLAR, token, KIND_OF_FACILITY.Generation, 3000, 0, from, "Solar 1", ["meter-1"]);
  await as.registerFacility(BUILDING, token, KIND_OF_FACILITY.Saving, 2000, 0, from, "協創棟", ["meter-2"]);
  await as.addFactor(SOLAR, factorOf(441_000, 8_640));
  await as.addFactor(BUILDING, factorOf(441_000, 8_640));
  await as.addBaseline(BUILDING, baselineOf([1_000_000]));
};

export interface HoursGiven {
  readonly facility?: string;
  readonly day: string | number;
  readonly first?: number;
  readonly milliWh: readonly (bigint | number)[];
  readonly qualities?: Uint8Array;
  readonly factor?: number;
  readonly baseline?: number;
  readonly evidence?: string;
  readonly as?: HardhatEthersSigner;
}

/** Records hours of a day; by the recorder, measured, factor 1, and baseline 1 for the building, if nothing else is said. */
export const record = (suite: Suite, given: HoursGiven) => {
  const { facility = SOLAR, first = 0, milliWh, factor = 1, evidence = EVIDENCE } = given;
  const japanDay = typeof given.day === "string" ? day(given.day) : given.day;
  const { baseline = facility === BUILDING ? 1 : 0, as = suite.recorder } = given;
  const marks = given.qualities ?? qualities(milliWh.length);
  return suite.impact
    .connect(as)
    .record(facility, japanDay, wordsOf(first, milliWh, marks), factor, baseline, evidence, { gasLimit: 20_000_000 });
};

export interface CorrectionGiven extends HoursGiven {
  readonly replaces: number;
  readonly reason?: number;
}

/** Supersedes hours of a day. */
export const supersede = (suite: Suite, given: CorrectionGiven) => {
  const { facility = SOLAR, first = 0, milliWh, factor = 1, evidence = EVIDENCE, replaces } = given;
  const japanDay = typeof given.day === "string" ? day(given.day) : given.day;
  const { baseline = facility === BUILDING ? 1 : 0, as = suite.recorder, reason = REASON.MeterFault } = given;
  const marks = given.qualities ?? qualities(milliWh.length);
  return suite.impact
    .connect(as)
    .supersede(facility, japanDay, replaces, wordsOf(first, milliWh, marks), factor, baseline, reason, evidence, { gasLimit: 20_000_000 }); // prettier-ignore
};

/** The call is refused to `caller` for want of a role. */
export const expectUnauthorized = ({ token }: Suite, call: Promise<unknown>, caller: HardhatEthersSigner) =>
  expect(call).to.be.revertedWithCustomError(token, "AccessManagedUnauthorized").withArgs(caller.address);
