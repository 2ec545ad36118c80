import { existsSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { trackTransaction, wipe, type ArtifactResolver } from "@nomicfoundation/ignition-core";
import { getAddress } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { POLL_MS, receiptSeconds } from "./deliver";
import { isEmbedded } from "./embedded";
import { countOf, headOf } from "./fate";
import { TaskError } from "./output";

/** A transaction that Ignition prepared, and of which its journal does not say that it was sent. */
interface Prepared {
  readonly futureId: string;
  readonly from: string;
  readonly nonce: number;
}

interface JournalLine {
  readonly type: string;
  readonly futureId?: string;
  readonly from?: string;
  readonly nonce?: number;
}

/** Where Ignition keeps what it knows of a deployment. */
export const deploymentFolder = (hre: HardhatRuntimeEnvironment, deploymentId: string): string =>
  join(hre.config.paths.ignition, "deployments", deploymentId);

/**
 * Makes Ignition's journal say what the chain says, so that a deployment goes on wherever it stopped: an answer that was lost after sending leaves
 * a transaction on the chain of which the journal has only the number, a request that was lost leaves a number that nobody used.
 */
export const reconcileJournal = async (
  hre: HardhatRuntimeEnvironment,
  deploymentId: string,
): Promise<readonly string[]> => {
  if (isEmbedded(hre)) return [];
  const folder = deploymentFolder(hre, deploymentId);
  const notes: string[] = [];
  for (const prepared of preparedIn(join(folder, "journal.jsonl"))) {
    const hash = await hashOf(hre, prepared);
    if (hash === undefined) await wipe(folder, artifactsOf(hre), prepared.futureId);
    else await trackTransaction(folder, hash, hre.network.provider, 1);
    notes.push(
      hash === undefined
        ? `${prepared.futureId} was prepared and never sent: it is sent now`
        : `${prepared.futureId} was sent, and its answer was lost: ${hash}`,
    );
  }
  return notes;
};

const artifactsOf = (hre: HardhatRuntimeEnvironment): ArtifactResolver => ({
  loadArtifact: (name) => hre.artifacts.readArtifact(name),
  getBuildInfo: () => Promise.resolve(undefined),
});

const preparedIn = (file: string): readonly Prepared[] => {
  const senders = new Map<string, string>();
  const open = new Map<string, Prepared>();
  for (const { type, futureId = "", from, nonce } of linesOf(file)) {
    if (from !== undefined) senders.set(futureId, getAddress(from));
    if (type === "TRANSACTION_PREPARE_SEND" && nonce !== undefined)
      open.set(futureId, { futureId, nonce, from: senders.get(futureId) ?? "" });
    if (type === "TRANSACTION_SEND" || type === "WIPE_APPLY") open.delete(futureId);
  }
  return [...open.values()];
};

/** The lines of a journal. The last one may have been cut by whatever ended the run; it is dropped, since nothing was done before it was whole. */
const linesOf = (file: string): readonly JournalLine[] => {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n").filter((line) => line !== "");
  const last = lines.at(-1);
  if (last !== undefined && !isWhole(last)) {
    lines.pop();
    const whole = text.slice(0, text.lastIndexOf(last)).trimEnd();
    truncateSync(file, Buffer.byteLength(whole)); // never written anew: a full disk would take the whole
  }
  return lines.map((line) => JSON.parse(line) as JournalLine);
};

const isWhole = (line: string): boolean => {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
};

/** The transaction that took the number; one that the node has in its pool is waited for. Undefined if nobody took it. */
const hashOf = async (hre: HardhatRuntimeEnvironment, { from, nonce }: Prepared): Promise<string | undefined> => {
  const deadline = Date.now() + receiptSeconds() * 1000;
  while ((await countOf(hre, from, "latest")) <= nonce) {
    if ((await countOf(hre, from, "pending")) <= nonce) return undefined;
    if (Date.now() > deadline)
      throw new TaskError(`number ${nonce} of the deployer ${from} is in no block yet; look at it with \`tx pending\`, and run this again`); // prettier-ignore
    await pause(POLL_MS);
  }
  for (let number = await headOf(hre); number >= 0; number -= 1) {
    const block = (await hre.network.provider.send("eth_getBlockByNumber", [`0x${number.toString(16)}`, true])) as {
      readonly transactions: readonly { readonly hash: string; readonly from: string; readonly nonce: string }[];
    };
    const found = block.transactions.find((each) => getAddress(each.from) === from && Number(each.nonce) === nonce);
    if (found !== undefined) return found.hash;
  }
  throw new TaskError(`number ${nonce} of the deployer ${from} is on the chain and in no block: this is another chain; correct --network`); // prettier-ignore
};
