import type { ConfigurableTaskDefinition } from "hardhat/types";
import { NoSuchDay, parseDay, type JstDay } from "../../lib/day";
import { TaskError } from "./output";

// The command line gives texts. They are read here and not by Hardhat's own types, so that every mistake is one line.

/** How a document is named. */
export const DOCUMENT = "a file, of which the chain keeps the SHA-256, or that hash: 0x and 64 hexadecimal digits";

/** What every task that may send has in common. */
export interface SendingArgs {
  readonly bond?: string;
  readonly execute: boolean;
  readonly json: boolean;
  readonly prepare?: string;
}

/** `--bond`, for tasks that read or change one bond. */
export const ofBond = (task: ConfigurableTaskDefinition): ConfigurableTaskDefinition =>
  task.addOptionalParam("bond", "the id of the bond, for example hitachi-21; needed only if the network has several");

/** `--json`. */
export const asJson = (task: ConfigurableTaskDefinition): ConfigurableTaskDefinition =>
  task.addFlag("json", "print one JSON document on stdout and everything else on stderr");

/** `--execute` and `--json`, for tasks that change the chain. */
export const executing = (task: ConfigurableTaskDefinition): ConfigurableTaskDefinition =>
  asJson(task.addFlag("execute", "send; without it the plan is checked and shown, and nothing is sent"));

/** The same with `--prepare`, for tasks whose whole plan is known before the first transaction. */
export const sending = (task: ConfigurableTaskDefinition): ConfigurableTaskDefinition =>
  executing(
    task.addOptionalParam(
      "prepare",
      "instead of sending, write the plan to a new file, as transactions that `tx sign` signs where the keys are and `tx broadcast` sends; " +
        "nobody here needs a key",
    ),
  );

/** An integer of the command line, within bounds. */
export const integerOf = (flag: string, text: string, least: number, most: number): number => {
  const value = /^[0-9]{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new TaskError(`--${flag}: found "${text}", expected an integer from ${least} to ${most}`);
};

/** A day of the command line. */
export const dayOf = (flag: string, text: string): JstDay => {
  try {
    return parseDay(text);
  } catch (error) {
    if (!(error instanceof NoSuchDay)) throw error;
    throw new TaskError(`--${flag}: found "${text}", expected a day that exists, written YYYY-MM-DD`);
  }
};

/** Whole yen of the command line. */
export const yenOf = (flag: string, text: string): bigint => {
  if (/^[1-9][0-9]{0,15}$/.test(text)) return BigInt(text);
  throw new TaskError(`--${flag}: found "${text}", expected whole yen in digits, at least 1, for example 29900000`);
};

/** 32 bytes in hex of the command line. */
export const bytes32Of = (flag: string, text: string): string => {
  if (/^0x[0-9a-fA-F]{64}$/.test(text)) return text.toLowerCase();
  throw new TaskError(`--${flag}: found "${text}", expected 0x and 64 hexadecimal digits`);
};

/** What a word of the command line stands for, out of a few. */
export const choiceOf = <Choice>(flag: string, text: string, choices: Readonly<Record<string, Choice>>): Choice => {
  const chosen = Object.entries(choices).find(([word]) => word === text);
  if (chosen !== undefined) return chosen[1];
  throw new TaskError(`--${flag}: found "${text}", expected one of ${Object.keys(choices).join(", ")}`);
};
