import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { isBrokenLine } from "./brokenLine";

// Which EVM a node runs is not to be asked, but it can be tried: init code that uses what a fork brought costs gas on a node that has it, and is an
// error on one that has not. `eth_estimateGas` runs it and changes nothing; `eth_call` without a receiver is refused by Besu.

/**
 * Runs to its end only if reading a slot for the first time costs what it costs since berlin (EIP-2929): access lists brought no opcode to try.
 * GAS PUSH1 0 SLOAD POP GAS SWAP1 SUB: what it cost; more than 1,500 jumps over the INVALID, wherever this stands in a program.
 */
const COLD_SLOT = "5a600054505a9003" + "6105dc10" + "6004580157" + "fe5b";

/** The forks that can be told apart, oldest first, each with init code that fails where it has not come. */
const FORKS = [
  { name: "constantinople", code: "600060001c" + "60003f" + "6000600060006000f5" }, // SHR, EXTCODEHASH, CREATE2
  { name: "istanbul", code: "46" + "47" }, // CHAINID, SELFBALANCE
  { name: "berlin", code: COLD_SLOT },
  { name: "london", code: "48" }, // BASEFEE
  { name: "shanghai", code: "5f" }, // PUSH0
  { name: "cancun", code: "60005c" + "6000600060005e" + "4a" }, // TLOAD, MCOPY, BLOBBASEFEE
  { name: "osaka", code: "60001e" }, // CLZ
] as const;

export type Fork = (typeof FORKS)[number]["name"];

/** Nobody runs one without an opcode of constantinople. */
const OLDEST = "byzantium or older";

export type FoundFork = Fork | typeof OLDEST;

const NAMES = FORKS.map(({ name }) => name);

/** The fork for which the contracts are compiled, and on which their gas was measured. */
export const NEEDED_FORK: Fork = "berlin";

/** Whether what `needed` brought is there on `found`. */
export const isAtLeast = (found: FoundFork, needed: Fork): boolean =>
  found !== OLDEST && NAMES.indexOf(found) >= NAMES.indexOf(needed);

export const newest = (forks: readonly Fork[]): Fork =>
  forks.reduce((found, each) => (isAtLeast(found, each) ? found : each), NEEDED_FORK);

/** Init code that runs to its end where `fork` and all before it have come. */
export const probeOf = (fork: Fork): string =>
  `0x${FORKS.slice(0, NAMES.indexOf(fork) + 1)
    .map(({ code }) => code)
    .join("")}00`;

/** Whether the node runs this init code. A broken line is no answer, and is thrown. */
export const runs = async (hre: HardhatRuntimeEnvironment, data: string): Promise<boolean> => {
  try {
    await hre.network.provider.send("eth_estimateGas", [{ data }]);
    return true;
  } catch (error) {
    if (!(error instanceof Error) || isBrokenLine(error)) throw error;
    return false;
  }
};

const NOTHING = "0x00";

/** Whether the node has a fork and all before it; undefined if it tries no code at all, whatever the code says. */
export const hasFork = async (hre: HardhatRuntimeEnvironment, fork: Fork): Promise<boolean | undefined> => {
  if (await runs(hre, probeOf(fork))) return true;
  return (await runs(hre, NOTHING)) ? false : undefined;
};

/** The newest fork that the node has. */
export const forkOf = async (hre: HardhatRuntimeEnvironment): Promise<FoundFork | undefined> => {
  let found: FoundFork = OLDEST;
  for (const fork of NAMES) {
    const has = await hasFork(hre, fork);
    if (has === undefined) return undefined;
    if (!has) break;
    found = fork;
  }
  return found;
};
