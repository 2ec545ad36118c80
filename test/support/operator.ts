import { expect } from "chai";
import { ethers } from "hardhat";
import { documentOf, refusalOf, runTask, type TaskArgs } from "./task";

/** What a task that may send prints with `--json`. */
export interface StepsJson {
  readonly executed: boolean;
  readonly notes: readonly string[];
  readonly steps: readonly {
    readonly role: string;
    readonly signer: string;
    readonly contract: string;
    readonly function: string;
    readonly changes: string;
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly sent: {
      readonly gasUsed: number;
      readonly events: readonly { readonly name: string; readonly values: Readonly<Record<string, unknown>> }[];
    } | null;
  }[];
}

const block = (): Promise<number> => ethers.provider.getBlockNumber();

/** Runs a task as a plan only: it must succeed, say so, and send nothing. */
export const planTask = async (name: string, args: TaskArgs = {}): Promise<StepsJson> => {
  const before = await block();
  const document = documentOf<StepsJson>(await runTask(name, { ...args, json: true }));
  expect(await block(), `${name} without --execute`).to.equal(before);
  expect(document.executed).to.equal(false);
  return document;
};

/** Runs a task with --execute: every step must be sent, in a block of its own. */
export const executeTask = async (name: string, args: TaskArgs = {}): Promise<StepsJson> => {
  const before = await block();
  const document = documentOf<StepsJson>(await runTask(name, { ...args, json: true, execute: true }));
  expect((await block()) - before, `${name} --execute`).to.equal(document.steps.length);
  for (const { sent } of document.steps) expect(sent?.gasUsed).to.be.greaterThan(21_000);
  return document;
};

/** Runs a task with --execute that must be refused in one line, without a block. */
export const refuseTask = async (name: string, args: TaskArgs, line: RegExp): Promise<void> => {
  const before = await block();
  expect(refusalOf(await runTask(name, { ...args, json: true, execute: true }))).to.match(line);
  expect(await block(), `${name} refused`).to.equal(before);
};

/** The accounts of a development chain by their part: the deployer, the seven roles, then the others by number. */
export const accountsByPart = async (): Promise<Record<string, string>> => {
  const parts = [
    ...["deployer", "issuer", "registerAdministrator", "fiscalAgent"],
    ...["dealer", "platformOperator", "recorder", "reviewer"],
  ];
  const signers = await ethers.getSigners();
  return Object.fromEntries(signers.map(({ address }, i) => [parts[i] ?? `signer${i}`, address]));
};
