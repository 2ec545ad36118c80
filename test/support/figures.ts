import { ethers } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { BUILDING, PAPER, REASON, SOLAR, baselineOf, bringIn, factorOf, qualities, wordsOf } from "./impact";
import { NO_CORRECTION } from "./snapshots";
import { day, deploySuite, goTo, jst, type Suite } from "./suite";

/** What a figure is said in. */
export interface Said {
  readonly indicator: string;
  readonly decimals: number;
  readonly unit: string;
}

const OWN = "ERC-8329:INDICATOR:GREEN_DIGITAL_TRACK_BOND";

export const GENERATED = { indicator: ethers.id("ERC-8329:INDICATOR:ENERGY_GENERATED"), decimals: 6, unit: ethers.id("kWh") }; // prettier-ignore
export const SAVED = { indicator: ethers.id("ERC-8329:INDICATOR:ENERGY_SAVED"), decimals: 6, unit: ethers.id("kWh") };
export const CO2 = { indicator: ethers.id(`${OWN}:CO2_REDUCED:1`), decimals: 9, unit: ethers.id("tCO2") };
export const PRIMARY = { indicator: ethers.id(`${OWN}:PRIMARY_ENERGY_REDUCED:1`), decimals: 3, unit: ethers.id("MJ") };

export const METHOD = ethers.id("a procedure, word for word");
export const URI = "https://example.com/procedure.md";

type Bounds = readonly [number, number];

/** From 00:00 of one Japan day to 00:00 of another, which is no longer part of it. */
export const fromTo = (from: string, next: string): Bounds => [jst(`${from}T00:00:00`), jst(`${next}T00:00:00`)];

export const DECEMBER = fromTo("2023-12-01", "2024-01-01");
export const JANUARY = fromTo("2024-01-01", "2024-02-01");
export const FEBRUARY = fromTo("2024-02-01", "2024-03-01");
export const MARCH = fromTo("2024-03-01", "2024-04-01");
export const APRIL = fromTo("2024-04-01", "2024-05-01");
export const FISCAL_2023 = fromTo("2023-04-01", "2024-04-01");

export interface FigureGiven {
  readonly facility?: string;
  readonly said?: Said;
  readonly value: bigint | number;
  readonly period?: Bounds;
  readonly method?: string;
  readonly corrects?: bigint | number;
  readonly as?: HardhatEthersSigner;
}

/** Much, because a fiscal year is added up within the transaction. */
const SENT = { gasLimit: 200_000_000 };

/** Publishes a figure: as the recorder, of the array, of January, if nothing else is said. */
export const publish = (suite: Suite, given: FigureGiven) => {
  const { facility = SOLAR, said = GENERATED, value, period = JANUARY, method = METHOD } = given;
  const { corrects = NO_CORRECTION, as = suite.recorder } = given;
  const { indicator, decimals, unit } = said;
  return suite.figures
    .connect(as)
    .recordSnapshot(facility, indicator, value, decimals, unit, ...period, method, URI, corrects, SENT);
};

/** Records whole days, every hour of them the same. */
export const recordDays = async (suite: Suite, facility: string, from: string, count: number, milliWh: number) => {
  const { impact, recorder } = suite;
  const words = wordsOf(0, Array<number>(24).fill(milliWh), qualities(24));
  const baseline = facility === BUILDING ? 1 : 0;
  const calls = Array.from({ length: count }, (_, i) =>
    impact.interface.encodeFunctionData("record", [facility, day(from) + i, words, 1, baseline, PAPER]),
  );
  await impact.connect(recorder).multicall(calls, SENT);
};

/** Gives days of a facility factor 2. */
export const revalue = ({ impact, recorder }: Suite, from: string, through: string, facility = SOLAR) =>
  impact.connect(recorder).revalue(facility, day(from), day(through), 2, 0, REASON.FactorRevised, PAPER, SENT);

/** Gives days of the building baseline 2. */
export const rejudge = ({ impact, recorder }: Suite, from: string, through: string) =>
  impact.connect(recorder).revalue(BUILDING, day(from), day(through), 0, 2, REASON.BaselineRevised, PAPER, SENT);

/** First day, how many days, and every hour of them in mWh: of the array, and of the building, whose baseline is 1,000,000. */
const RECORDED = [
  ["2023-12-31", 1, 1_001, 1_000_333],
  ["2024-01-01", 31, 1_003, 999_000],
  ["2024-02-01", 29, 7, 1_000_000],
  ["2024-03-01", 31, 2_009, 1_000_001],
  ["2024-04-01", 2, -5, 400_000],
] as const;

/** Both facilities, recorded from 31 December 2023 through 2 April 2024; it is 3 April, 00:00. Nothing is published. */
export const recorded = async (): Promise<Suite> => {
  const suite = await deploySuite();
  await bringIn(suite);
  const as = suite.impact.connect(suite.issuer);
  for (const facility of [SOLAR, BUILDING]) await as.addFactor(facility, factorOf(390_001, 9_970, 1));
  await as.addBaseline(BUILDING, baselineOf([1_000_001], ["2023-12-02", "2025-12-31"], 1));
  await goTo("2024-04-03T00:00:00");
  for (const [from, days, solar, building] of RECORDED) {
    await recordDays(suite, SOLAR, from, days, solar);
    await recordDays(suite, BUILDING, from, days, building);
  }
  return suite;
};
