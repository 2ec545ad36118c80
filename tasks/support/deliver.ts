import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { keccak256, toQuantity } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { setting } from "../../deploy/networks";
import { countOf, fateOf, headOf, type Fate, type Receipt } from "./fate";
import { requireSendable } from "./limits";
import { isBrokenLine } from "./brokenLine";
import { troubleOf } from "./nodeErrors";
import { firstBlockOf, outboxOf, type Letter } from "./outbox";
import { TaskError } from "./output";
import { oneLine, revertDataOf } from "./refusals";
import { lineOf } from "./run";

/** What is to be sent, and in whose name. */
export interface Parcel {
  readonly task: string;
  readonly role: string;
  readonly from: string;
  readonly to: string;
  readonly data: string;
}

/** How often the chain is asked. */
export const POLL_MS = 250;

/** So long a node may know nothing of a transaction that it took, before it gets it again. */
const PATIENCE_MS = 3_000;

/** How long a receipt is waited for: `RECEIPT_SECONDS`, or two minutes, twelve times the longest time between blocks. */
export const receiptSeconds = (): number => {
  const text = setting("RECEIPT_SECONDS") ?? "120";
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new TaskError(`RECEIPT_SECONDS: found "${text}", expected whole seconds, 1 to 99999`);
};

/**
 * Sends a transaction and waits until it is in a block. Whatever the node or the line to it does, it arrives once or not at all: its number of the
 * signer is fixed before it leaves, so that sending it again can never make two of it.
 */
export const deliver = async (hre: HardhatRuntimeEnvironment, parcel: Parcel): Promise<Receipt> => {
  const { from, to, data } = parcel;
  const gas = await gasOf(hre, parcel, { lot: randomInt(LOTS) });
  const nonce = await nextNonceOf(hre, parcel);
  const transaction = { from, to, data, gas: toQuantity(gas), gasPrice: "0x0", nonce: toQuantity(nonce) };
  return post(hre, parcel, await letterOf(hre, parcel, { nonce, gas: Number(gas) }), {
    method: "eth_sendTransaction",
    params: [transaction],
  });
};

/** A transaction that was signed elsewhere, so that its number is fixed and its hash known. */
export interface SignedParcel extends Parcel {
  readonly nonce: number;
  readonly raw: string;
  readonly hash: string;
}

/** The same for a transaction that was signed elsewhere. */
export const deliverSigned = async (hre: HardhatRuntimeEnvironment, parcel: SignedParcel): Promise<Receipt> => {
  const { raw, hash } = parcel;
  return post(hre, parcel, await signedLetterOf(hre, parcel), {
    method: "eth_sendRawTransaction",
    params: [raw],
    hash,
  });
};

/** It may have left from here before: then it is looked for from that time on. */
export const signedLetterOf = async (hre: HardhatRuntimeEnvironment, parcel: SignedParcel): Promise<Letter> => {
  const letter = await letterOf(hre, parcel, { nonce: parcel.nonce });
  return { ...letter, afterBlock: firstBlockOf(outboxOf(hre), letter) };
};

const letterOf = async (
  hre: HardhatRuntimeEnvironment,
  { task, role, from, to, data }: Parcel,
  fixed: Pick<Letter, "nonce" | "gas">,
): Promise<Letter> => ({
  ...{ task, role, from, to, ...fixed },
  dataHash: keccak256(data),
  afterBlock: await headOf(hre),
  preparedAt: new Date().toISOString(),
});

/** How a transaction is handed to the node. */
interface Handover {
  readonly method: "eth_sendTransaction" | "eth_sendRawTransaction";
  readonly params: readonly unknown[];
  /** Known before sending only if it is signed. */
  readonly hash?: string;
}

const post = async (
  hre: HardhatRuntimeEnvironment,
  parcel: Parcel,
  letter: Letter,
  handover: Handover,
): Promise<Receipt> => {
  const outbox = outboxOf(hre);
  outbox.add({ ...letter, state: "prepared", ...(handover.hash === undefined ? {} : { hash: handover.hash }) });
  const receipt = await arrival(hre, letter, handover);
  outbox.add({ ...letter, state: receipt.isSuccess ? "done" : "reverted", hash: receipt.transactionHash });
  if (!receipt.isSuccess) throw await reverted(hre, parcel, receipt);
  return receipt;
};

/** Two who say the same under one number are told apart by their gas, which costs nothing: each knows whether it was his that arrived. */
const LOTS = 1 << 16;

/**
 * A quarter more than the node estimates, since what others do meanwhile may make it dearer. What follows another transaction of a plan is estimated
 * before that one has arrived, so it gets half a block: what is not used is given back.
 */
export const gasOf = async (
  hre: HardhatRuntimeEnvironment,
  { from, to, data }: Parcel,
  { follows = false, lot = 0 }: { readonly follows?: boolean; readonly lot?: number } = {},
): Promise<bigint> => {
  const estimate = BigInt((await hre.network.provider.send("eth_estimateGas", [{ from, to, data }])) as string);
  const block = (await hre.network.provider.send("eth_getBlockByNumber", ["latest", false])) as { gasLimit: string };
  const most = BigInt(block.gasLimit);
  requireSendable(data, estimate, most);
  const ample = (estimate * 5n) / 4n + BigInt(lot);
  const wanted = follows && ample < most / 2n ? most / 2n : ample;
  return wanted < most ? wanted : most;
};

/** The number of the next transaction of a signer; what somebody else sent in his name is waited for first. */
const nextNonceOf = async (hre: HardhatRuntimeEnvironment, { from, role }: Parcel): Promise<number> => {
  const deadline = Date.now() + receiptSeconds() * 1000;
  for (;;) {
    const [mined, pending] = [await countOf(hre, from, "latest"), await countOf(hre, from, "pending")];
    if (pending <= mined) return mined;
    if (Date.now() > deadline)
      throw new TaskError(
        `${role} ${from}: transaction ${mined} of this account waits for a block since before this run; look at it with \`tx pending\``,
      );
    await pause(POLL_MS);
  }
};

const arrival = async (
  hre: HardhatRuntimeEnvironment,
  letter: Letter,
  { method, params, hash: known }: Handover,
): Promise<Receipt> => {
  const outbox = outboxOf(hre);
  const deadline = Date.now() + receiptSeconds() * 1000;
  let [hash, sentAt, trouble] = [known, -Infinity, ""];
  let fate: Fate = { state: "absent" };
  for (;;) {
    if (fate.state === "absent" && Date.now() - sentAt > PATIENCE_MS) {
      sentAt = Date.now();
      try {
        const answer = hashIn(await hre.network.provider.send(method, [...params]));
        hash = known ?? answer;
        outbox.add({ ...letter, state: "sent", ...(hash === undefined ? {} : { hash }) });
      } catch (error) {
        if (isFinal(error)) throw error; // the line stays open in the outbox: what answers here may have passed it on
        trouble = troubleText(hre, error as Error);
      }
    }
    try {
      fate = await fateOf(hre, letter, hash);
    } catch (error) {
      fate = { state: "waiting" }; // nobody knows
      trouble = troubleText(hre, error as Error);
    }
    if (fate.state === "included") return fate.receipt;
    if (fate.state === "replaced") {
      outbox.add({ ...letter, state: "lost" });
      throw new TaskError(
        `transaction ${letter.nonce} of the ${letter.role} ${letter.from} is another one, sent at the same time, so this one never arrives; look how things stand, and run this again for what is left`,
      );
    }
    if (Date.now() > deadline) throw undelivered(letter, hash, trouble);
    await pause(POLL_MS);
  }
};

/** A gateway may answer without a hash: then it is looked for by its number. */
const hashIn = (answer: unknown): string | undefined =>
  typeof answer === "string" && /^0x[0-9a-f]{64}$/i.test(answer) ? answer : undefined;

/** What nodes say of a number that they have seen: then it is looked for and not given up. */
const SEEN = /nonce|already|\bknown\b|replac|underpriced/i;

/** Whether a node or signer refuses for good. */
const isFinal = (error: unknown): boolean => {
  if (!(error instanceof Error) || revertDataOf(error) !== undefined) return true;
  return error.name === "ProviderError" ? !SEEN.test(error.message) : !isBrokenLine(error);
};

/** What is wrong between this and the node, in the words of every other task. */
const troubleText = (hre: HardhatRuntimeEnvironment, error: Error): string =>
  troubleOf(error, lineOf(hre))?.found ?? oneLine(error.message);

const undelivered = ({ nonce, role, from }: Letter, hash: string | undefined, trouble: string): TaskError =>
  new TaskError(
    `${hash === undefined ? "the transaction" : hash}, number ${nonce} of the ${role} ${from}, is in no block after ${receiptSeconds()} s` +
      `${trouble === "" ? "" : ` (${trouble})`}; nothing after it was sent. Look at it with \`tx pending\`, and run this again when the node makes blocks: ` +
      "what has arrived is skipped, and what has not is sent",
  );

/** Why a transaction failed in its block, although the chain had let it pass a moment before. */
const reverted = async (
  hre: HardhatRuntimeEnvironment,
  { from, to, data }: Parcel,
  { transactionHash, blockNumber }: Receipt,
): Promise<Error> => {
  try {
    await hre.network.provider.send("eth_call", [{ from, to, data }, toQuantity(blockNumber)]);
  } catch (error) {
    return error as Error;
  }
  return new TaskError(`${transactionHash} failed in block ${blockNumber}; run this again`);
};
