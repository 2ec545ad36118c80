import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { blockGasFinding, buildFindings, neededFork, opcodeFinding, readBuildSizes } from "./buildFit";
import { isEmbedded } from "./embedded";
import type { Finding } from "./finding";
import { hasFork } from "./forks";
import { TaskError, type Say } from "./output";

// What a network has to be like for the suite. The doctor and every task that sends ask the same functions.

/** A block, as far as it tells what the network is like. */
export interface Head {
  readonly number: number;
  readonly timestamp: number;
  readonly gasLimit: bigint;
  /** Wei; there is none before london. */
  readonly baseFee?: bigint;
}

interface RpcBlock {
  readonly number: string | null;
  readonly timestamp: string;
  readonly gasLimit: string;
  readonly baseFeePerGas?: string;
}

export const headAt = async (hre: HardhatRuntimeEnvironment, tag = "latest"): Promise<Head> => {
  const block = (await hre.network.provider.send("eth_getBlockByNumber", [tag, false])) as RpcBlock;
  return {
    number: Number(block.number),
    timestamp: Number(block.timestamp),
    gasLimit: BigInt(block.gasLimit),
    ...(block.baseFeePerGas === undefined ? {} : { baseFee: BigInt(block.baseFeePerGas) }),
  };
};

/** What a node tells, or undefined if it, or a signer before it, refuses to. */
const toldBy = async (hre: HardhatRuntimeEnvironment, method: string): Promise<string | undefined> => {
  try {
    return (await hre.network.provider.send(method)) as string;
  } catch (error) {
    if (error instanceof Error && error.name === "ProviderError") return undefined;
    throw error;
  }
};

/** What the node names as the price of gas, wei. */
export const gasPriceOf = async (hre: HardhatRuntimeEnvironment): Promise<bigint | undefined> => {
  const told = await toldBy(hre, "eth_gasPrice");
  return told === undefined ? undefined : BigInt(told);
};

export const clientOf = async (hre: HardhatRuntimeEnvironment): Promise<string> =>
  (await toldBy(hre, "web3_clientVersion")) ?? "a client that is not told";

/** Its clock is its own, and it may mine only when something is sent. */
export const isDevelopment = (client: string): boolean => /^(hardhatnetwork|anvil)/i.test(client);

/** Hardhat's node names a price whatever it takes. */
const namesAnyPrice = (client: string): boolean => /^hardhatnetwork/i.test(client);

const wei = (amount: bigint): string => `${amount.toLocaleString("en-US")} wei`;

/**
 * Whether the network takes a gas price of exactly 0. Since london a node adds a tip to the price that it names, which nobody has to pay; before,
 * the price that it names is what it wants.
 */
export const feeFinding = ({ baseFee }: Pick<Head, "baseFee">, gasPrice?: bigint, client = ""): Finding => {
  const check = "fee";
  if (baseFee !== undefined && baseFee > 0n)
    return {
      ...{ check, state: "failed", found: `a base fee of ${wei(baseFee)}, and every transaction offers 0` },
      remedy: 'the genesis file needs "zeroBaseFee": true from london on, or the network a fork before london',
    };
  if (gasPrice === undefined)
    return { check, state: "warning", found: "the node does not tell its price of gas", remedy: "let the line to the node pass eth_gasPrice on" }; // prettier-ignore
  if (gasPrice === 0n || namesAnyPrice(client)) return { check, state: "ok", found: "none, gas price 0 is taken" };
  const remedy = "start every node with --min-gas-price=0 (Besu) or --miner.gasprice 0 (GoQuorum)";
  return baseFee === undefined
    ? { check, state: "failed", found: `the node wants ${wei(gasPrice)} for gas, and every transaction offers 0`, remedy } // prettier-ignore
    : { check, state: "warning", found: `no base fee, but the node suggests ${wei(gasPrice)} for gas`, remedy };
};

/** So old, in seconds, the last block of a chain that makes blocks never is: six times what lies between empty blocks. */
export const STALE_SECONDS = 60;

/** Refuses to send where a fee is asked for, and warns where nothing may arrive. That it is the right chain, Hardhat asks at its first request. */
export const requireFit = async (hre: HardhatRuntimeEnvironment, say: Say): Promise<void> => {
  if (!isEmbedded(hre)) await fitHead(hre, say);
};

const fitHead = async (hre: HardhatRuntimeEnvironment, say: Say): Promise<Head> => {
  const [head, gasPrice] = [await headAt(hre), await gasPriceOf(hre)];
  const age = Math.floor(Date.now() / 1000) - head.timestamp;
  const isDoubtful = age > STALE_SECONDS || feeFinding(head, gasPrice).state !== "ok";
  const client = isDoubtful ? await clientOf(hre) : "";
  refuseFailed(hre, [feeFinding(head, gasPrice, client)]);
  if (age > STALE_SECONDS && !isDevelopment(client))
    say(`  warning   the last block, ${head.number}, is ${age.toLocaleString("en-US")} s old: if nothing arrives, look at \`network doctor\``); // prettier-ignore
  return head;
};

/** The same before a deployment: the node also has to take the contracts as they were built. */
export const requireDeployable = async (hre: HardhatRuntimeEnvironment, say: Say): Promise<void> => {
  if (isEmbedded(hre)) return;
  const { gasLimit } = await fitHead(hre, say);
  const build = await readBuildSizes(hre);
  refuseFailed(hre, [...buildFindings(build), blockGasFinding(build, gasLimit)]);
  if ((await hasFork(hre, neededFork(build))) === false) refuseFailed(hre, [opcodeFinding(build, undefined)]);
};

const refuseFailed = ({ network }: HardhatRuntimeEnvironment, findings: readonly Finding[]): void => {
  for (const { check, state, found, remedy = "look at `network doctor`" } of findings)
    if (state === "failed") throw new TaskError(`${network.name}: ${check}: ${found}; ${remedy}`);
};
