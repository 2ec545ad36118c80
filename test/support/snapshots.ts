import { ethers } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import type { SnapshotLogHarness } from "../../typechain-types";
import { fixture } from "./chain";
import { goTo, jst } from "./suite";

/** What the text calls NO_CORRECTION. */
export const NO_CORRECTION = 2n ** 256n - 1n;

export const SUBJECT = ethers.id("a subject");
export const OTHER_SUBJECT = ethers.id("another subject");
export const INDICATOR = ethers.id("an indicator");
export const OTHER_INDICATOR = ethers.id("another indicator");
export const UNIT = ethers.id("kWh");
export const METHOD = ethers.id("a methodology, word for word");
export const NEW_METHOD = ethers.id("a new methodology, word for word");
export const LATER_METHOD = ethers.id("an even newer methodology, word for word");

export const JANUARY = [jst("2024-01-01T00:00:00"), jst("2024-02-01T00:00:00")] as const;
export const FEBRUARY = [jst("2024-02-01T00:00:00"), jst("2024-03-01T00:00:00")] as const;
export const MARCH = [jst("2024-03-01T00:00:00"), jst("2024-04-01T00:00:00")] as const;

export interface SnapshotGiven {
  readonly subject?: string;
  readonly indicator?: string;
  readonly value?: bigint;
  readonly decimals?: number;
  readonly unit?: string;
  readonly period?: readonly [number | bigint, number | bigint];
  readonly method?: string;
  readonly uri?: string;
  readonly corrects?: bigint | number;
  readonly as?: HardhatEthersSigner;
}

/** The arguments of `recordSnapshot`: an original of January, if nothing else is said. */
export const snapshotArguments = ({
  subject = SUBJECT,
  indicator = INDICATOR,
  value = 1n,
  decimals = 0,
  unit = UNIT,
  period = JANUARY,
  method = METHOD,
  uri = "https://example.com/methodology",
  corrects = NO_CORRECTION,
}: SnapshotGiven) => [subject, indicator, value, decimals, unit, ...period, method, uri, corrects] as const;

export interface Log {
  readonly log: SnapshotLogHarness;
  readonly administrator: HardhatEthersSigner;
  readonly reporter: HardhatEthersSigner;
  readonly otherReporter: HardhatEthersSigner;
  readonly attestor: HardhatEthersSigner;
  readonly stranger: HardhatEthersSigner;
}

const deployed = async (): Promise<Log> => {
  const [administrator, reporter, otherReporter, attestor, stranger] = await ethers.getSigners();
  const log = await ethers.deployContract("SnapshotLogHarness");
  await log.allow(administrator!, true, true);
  await log.allow(reporter!, true, true); // attests too: only his own are refused
  await log.allow(otherReporter!, true, false);
  await log.allow(attestor!, false, true);
  await goTo("2024-06-01T12:00:00");
  return {
    log: log,
    administrator: administrator!,
    reporter: reporter!,
    otherReporter: otherReporter!,
    attestor: attestor!,
    stranger: stranger!,
  };
};

/** An empty log: an administrator, two reporters, an attestor; 1 June 2024, noon. */
export const emptyLog = (): Promise<Log> => fixture(deployed);

/** Reports a snapshot, as the reporter if nothing else is said. */
export const snapshot = ({ log, reporter }: Log, given: SnapshotGiven = {}) =>
  log.connect(given.as ?? reporter).recordSnapshot(...snapshotArguments(given));

/** Endorses or disputes a snapshot of the subject. */
export const attest = ({ log, attestor }: Log, index: number, endorsed: boolean, evidence = UNIT, uri = "") =>
  log.connect(attestor).attestSnapshot(SUBJECT, index, endorsed, evidence, uri);
