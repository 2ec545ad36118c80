import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { roleName } from "./accounts";
import { deliverSigned, signedLetterOf, type SignedParcel } from "./deliver";
import { countOf, fateOf, type Fate } from "./fate";
import { requireFit } from "./fit";
import { settleInterrupted } from "./interrupted";
import { chainIdOf, openBond, openNetwork } from "./network";
import { sayer, TaskError } from "./output";
import { requirePlaces } from "./places";
import { carry, type Step } from "./plan";
import { readPrepared, readPreparedFile, requireNetwork, type Read } from "./prepared";

interface BroadcastArgs {
  readonly file: string;
  readonly execute: boolean;
  readonly json: boolean;
}

/** Sends what was signed elsewhere, in order, less what has arrived already; without `execute` it is checked and shown. */
export const broadcastFile = async (
  hre: HardhatRuntimeEnvironment,
  { file: path, execute, json }: BroadcastArgs,
): Promise<void> => {
  const file = readPreparedFile(path);
  requireNetwork(hre, path, file);
  const { task, bond, chainId, holders } = file;
  const open = bond === undefined ? await openNetwork(hre) : await openBond(hre, bond);
  await requireChain(hre, path, chainId);
  const reads = readPrepared(path, open.abi, file);
  requirePlaces(path, open.book, file, reads);
  const sealed = reads.map((read, position) => sealedOf(`${path}: transaction ${position + 1}`, task, read));

  if (execute) await requireFit(hre, sayer(json));
  if (execute) await settleInterrupted(hre, sayer(json));
  const { leaving, notes } = await standing(hre, sealed);
  const plan = { task, steps: leaving.map(({ step }) => step), notes, ...(holders === undefined ? {} : { holders }) };
  const sealedFor = (step: Step): Sealed => leaving[plan.steps.indexOf(step)] as Sealed;
  const way = {
    ready: () => Promise.resolve(),
    send: (step: Step) => deliverSigned(hre, sealedFor(step)),
    gasOf: (step: Step) => sealedFor(step).gas,
  };
  await carry(open, plan, way, { execute, json });
};

const requireChain = async (hre: HardhatRuntimeEnvironment, path: string, chainId: number): Promise<void> => {
  const found = await chainIdOf(hre);
  if (found !== chainId)
    throw new TaskError(`${path}: is for chain ${chainId}, and this is ${found}; correct --network`);
};

/** A signed transaction of a file, and the step that it makes. */
interface Sealed extends SignedParcel {
  readonly where: string;
  readonly step: Step;
  readonly gas: number;
}

const sealedOf = (where: string, task: string, { told, step, signed }: Read): Sealed => {
  const { role, signer: from, to, data, nonce, gas } = told;
  if (signed === undefined)
    throw new TaskError(`${where}: is not signed; have the ${roleName(role)} ${from} sign it with \`tx sign\``);
  return { where, step, task, role: roleName(role), from, to, data, nonce, gas, ...signed };
};

/** What has not arrived yet, and notes about what has. */
const standing = async (
  hre: HardhatRuntimeEnvironment,
  sealed: readonly Sealed[],
): Promise<{ readonly leaving: readonly Sealed[]; readonly notes: readonly string[] }> => {
  const leaving: Sealed[] = [];
  const notes: string[] = [];
  for (const each of sealed) {
    const fate = await fateOf(hre, await signedLetterOf(hre, each), each.hash);
    if (fate.state === "included") notes.push(arrivedNote(each, fate));
    else {
      if (fate.state === "replaced") throw await stale(hre, each);
      const isFirst = !leaving.some(({ from }) => from === each.from);
      if (isFirst && fate.state === "absent") await requireNext(hre, each);
      leaving.push(each);
    }
  }
  return { leaving, notes };
};

const arrivedNote = ({ where, step }: Sealed, { receipt }: Extract<Fate, { state: "included" }>): string => {
  const { isSuccess, blockNumber, transactionHash } = receipt;
  if (isSuccess) return `${step.changes}: arrived in block ${blockNumber} already: skipped`;
  throw new TaskError(`${where}: ${transactionHash} failed in block ${blockNumber}; prepare again: what is done is skipped`); // prettier-ignore
};

/** Its number was free when it was prepared. */
const stale = async (hre: HardhatRuntimeEnvironment, { where, nonce, role, from }: Sealed): Promise<TaskError> =>
  new TaskError(
    `${where}: number ${nonce} of the ${role} ${from} went to another transaction since it was prepared, and the next is ${await countOf(hre, from, "latest")}; ` +
      "see whether what it does is still to be done, and prepare it again",
  );

const requireNext = async (hre: HardhatRuntimeEnvironment, { where, nonce, role, from }: Sealed): Promise<void> => {
  const next = await countOf(hre, from, "pending");
  if (nonce > next)
    throw new TaskError(
      `${where}: number ${nonce} of the ${role} ${from} comes after number ${next}, which nobody has sent; send first what was prepared before it, or prepare it again`,
    );
};
