import { setTimeout as pause } from "node:timers/promises";
import { keccak256 } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { POLL_MS, receiptSeconds } from "./deliver";
import { fateOf, type Fate } from "./fate";
import { outboxOf, unfinished, type OutboxLine } from "./outbox";
import { TaskError, type Say } from "./output";
import { inJapan } from "./time";

/** What a transaction says, whatever its number: the same twice is the same act. */
const contentOf = (from: string, to: string, dataHash: string): string => `${from} ${to} ${dataHash}`;

/** What earlier runs left under way and has arrived since: it is not sent again. */
export interface Arrived {
  readonly blockOf: (from: string, to: string, data: string) => number | undefined;
}

/** Waits for what an interrupted run has sent, and finds out what became of it. Nothing is given up before its number went to another. */
export const settleInterrupted = async (hre: HardhatRuntimeEnvironment, say: Say): Promise<Arrived> => {
  const outbox = outboxOf(hre);
  const blocks = new Map<string, number>();
  for (const line of unfinished(outbox)) {
    const { hash: _, state: __, ...letter } = line;
    const told = `${line.task} of ${inJapan(line.preparedAt)}, number ${line.nonce} of the ${line.role}`;
    const fate = await settled(hre, line, () => say(`  waiting for ${told}, which an interrupted run has sent`));
    if (fate.state === "included") {
      const { transactionHash, blockNumber, isSuccess } = fate.receipt;
      outbox.add({ ...letter, state: isSuccess ? "done" : "reverted", hash: transactionHash });
      if (isSuccess) blocks.set(contentOf(line.from, line.to, line.dataHash), blockNumber);
      say(`  ${told}, which an interrupted run has sent, ${isSuccess ? "arrived" : "failed"} in block ${blockNumber}`);
    } else if (fate.state === "replaced") {
      outbox.add({ ...letter, state: "lost" });
      say(`  ${told}, never arrives: its number went to another`);
    } else say(`  ${told}, has not arrived: no node has it`); // it still may, as long as its number is free: so it stays open
  }
  return { blockOf: (from, to, data) => blocks.get(contentOf(from, to, keccak256(data))) };
};

const settled = async (hre: HardhatRuntimeEnvironment, line: OutboxLine, tell: () => void): Promise<Fate> => {
  const deadline = Date.now() + receiptSeconds() * 1000;
  let fate = await fateOf(hre, line, line.hash);
  if (fate.state === "waiting") tell();
  while (fate.state === "waiting") {
    if (Date.now() > deadline)
      throw new TaskError(
        `number ${line.nonce} of the ${line.role} ${line.from} (${line.task} of ${inJapan(line.preparedAt)}) is in no block yet, and nothing is sent before its fate is known; look at it with \`tx pending\``,
      );
    await pause(POLL_MS);
    fate = await fateOf(hre, line, line.hash);
  }
  return fate;
};
