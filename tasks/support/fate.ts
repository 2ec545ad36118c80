import { getAddress, keccak256 } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import type { Letter } from "./outbox";

export interface Receipt {
  readonly transactionHash: string;
  readonly blockNumber: number;
  readonly gasUsed: bigint;
  readonly isSuccess: boolean;
  readonly logs: readonly { readonly address: string; readonly topics: readonly string[]; readonly data: string }[];
}

/**
 * Where a transaction is. `waiting`: the node has it and no block. `absent`: no node has it, and its number is free. `replaced`: its number went
 * to another transaction, so this one can never arrive.
 */
export type Fate =
  { readonly state: "included"; readonly receipt: Receipt } | { readonly state: "waiting" | "absent" | "replaced" };

interface RpcReceipt {
  readonly transactionHash: string;
  readonly blockNumber: string;
  readonly gasUsed: string;
  readonly status: string;
  readonly logs: Receipt["logs"];
}

interface RpcTransaction {
  readonly hash: string;
  readonly from: string;
  readonly nonce: string;
  readonly to: string | null;
  readonly gas: string;
  readonly input: string;
}

/** Asks the chain what became of a transaction, by its hash if somebody knows it, else by the number that it took of its signer. */
export const fateOf = async (hre: HardhatRuntimeEnvironment, letter: Letter, hash?: string): Promise<Fate> => {
  const known = hash === undefined ? undefined : await receiptOf(hre, hash);
  if (known !== undefined) return { state: "included", receipt: known };
  if ((await countOf(hre, letter.from, "latest")) > letter.nonce) {
    const found = await sameNumber(hre, letter);
    if (found === undefined || !isSame(found, letter)) return { state: "replaced" };
    const receipt = await receiptOf(hre, found.hash);
    return receipt === undefined ? { state: "waiting" } : { state: "included", receipt };
  }
  if ((await countOf(hre, letter.from, "pending")) > letter.nonce) return { state: "waiting" };
  return { state: hash !== undefined && (await isKnown(hre, hash)) ? "waiting" : "absent" };
};

/** Whether the node has a transaction; it counts none as pending while an earlier number of its signer is missing. */
const isKnown = async (hre: HardhatRuntimeEnvironment, hash: string): Promise<boolean> =>
  (await hre.network.provider.send("eth_getTransactionByHash", [hash])) !== null;

/** How many transactions of an account are in blocks, or also in the node's pool. */
export const countOf = async (
  hre: HardhatRuntimeEnvironment,
  account: string,
  tag: "latest" | "pending",
): Promise<number> => Number(await hre.network.provider.send("eth_getTransactionCount", [account, tag]));

export const headOf = async (hre: HardhatRuntimeEnvironment): Promise<number> =>
  Number(await hre.network.provider.send("eth_blockNumber"));

const receiptOf = async (hre: HardhatRuntimeEnvironment, hash: string): Promise<Receipt | undefined> => {
  const found = (await hre.network.provider.send("eth_getTransactionReceipt", [hash])) as RpcReceipt | null;
  if (found === null) return undefined;
  return {
    transactionHash: found.transactionHash,
    logs: found.logs.map((log) => ({ ...log, address: getAddress(log.address) })),
    blockNumber: Number(found.blockNumber),
    gasUsed: BigInt(found.gasUsed),
    isSuccess: BigInt(found.status) === 1n,
  };
};

/** The transaction that took the number, looked for in the blocks since it was prepared. */
const sameNumber = async (hre: HardhatRuntimeEnvironment, letter: Letter): Promise<RpcTransaction | undefined> => {
  const head = await headOf(hre);
  for (let number = letter.afterBlock; number <= head; number += 1) {
    const block = (await hre.network.provider.send("eth_getBlockByNumber", [`0x${number.toString(16)}`, true])) as {
      readonly transactions: readonly RpcTransaction[];
    } | null;
    const found = block?.transactions.find(
      ({ from, nonce }) => getAddress(from) === letter.from && Number(nonce) === letter.nonce,
    );
    if (found !== undefined) return found;
  }
  return undefined;
};

const isSame = ({ to, gas, input }: RpcTransaction, letter: Letter): boolean =>
  to !== null &&
  getAddress(to) === letter.to &&
  Number(gas) === (letter.gas ?? Number(gas)) &&
  keccak256(input) === letter.dataHash;
