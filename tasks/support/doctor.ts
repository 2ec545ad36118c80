import { setTimeout as pause } from "node:timers/promises";
import { toBeHex } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { readBook } from "./addressBook";
import { blockGasFinding, buildFindings, OLD_FORK, opcodeFinding, readBuildSizes, type Built } from "./buildFit";
import { signerFindings } from "./doctorSigners";
import { isEmbedded } from "./embedded";
import type { Finding } from "./finding";
import { clientOf, feeFinding, gasPriceOf, headAt, isDevelopment, STALE_SECONDS, type Head } from "./fit";
import { forkOf, isAtLeast, NEEDED_FORK, runs, type FoundFork } from "./forks";
import { chainIdOf, hasCode } from "./network";
import { shownUrl, troubleOf } from "./nodeErrors";
import { MAX_CODE_BYTES } from "./opcodes";
import { table } from "./output";
import { lineOf } from "./run";
import { jstIso } from "./time";

/** What `network doctor --json` prints. */
export interface DoctorJson {
  readonly network: string;
  readonly chainId: number | null;
  readonly checks: readonly Finding[];
}

/**
 * Looks at the network in every respect that the suite depends on; sends nothing. A remote signer passes `eth_syncing` and `net_peerCount` not on:
 * whether new blocks come tells as much.
 */
export const examine = async (hre: HardhatRuntimeEnvironment, rolesFile?: string): Promise<DoctorJson> => {
  const network = hre.network.name;
  let chainId: number;
  try {
    chainId = await chainIdOf(hre);
  } catch (error) {
    const found = unreachable(hre, error);
    if (found === undefined) throw error;
    return { network, ...found }; // whatever else it says, it is not the network
  }
  const [client, head, gasPrice] = [await clientOf(hre), await headAt(hre), await gasPriceOf(hre)];
  const [build, fork] = [await readBuildSizes(hre), await forkOf(hre)];
  const fee = feeFinding(head, gasPrice, client);
  const blockGas = blockGasFinding(build, head.gasLimit);
  return {
    network,
    chainId,
    checks: [
      { check: "node", state: "ok", found: `${nodeText(hre)}: ${client}` },
      { check: "chain id", state: "ok", found: String(chainId) },
      forkFinding(fork),
      fee,
      await paceFinding(hre, head, client),
      blockGas,
      ...(await sizesTaken(hre, build, fork !== undefined && blockGas.state === "ok")),
      ...(fork === undefined || !isAtLeast(fork, NEEDED_FORK) ? [] : [opcodeFinding(build, fork)]),
      ...(await bookFindings(hre, chainId)),
      ...(await signerFindings(hre, { ...(rolesFile === undefined ? {} : { rolesFile }), hasFee: fee.state !== "ok" })),
    ],
  };
};

const unreachable = (hre: HardhatRuntimeEnvironment, error: unknown): Omit<DoctorJson, "network"> | undefined => {
  const trouble = error instanceof Error ? troubleOf(error, lineOf(hre)) : undefined;
  if (trouble === undefined) return undefined;
  const { otherChainId, ...what } = trouble;
  const check = otherChainId === undefined ? "node" : "chain id";
  return { chainId: otherChainId ?? null, checks: [{ check, state: "failed", ...what }] };
};

const nodeText = (hre: HardhatRuntimeEnvironment): string => {
  const { url } = lineOf(hre);
  return url === undefined ? "embedded" : shownUrl(url);
};

/** Newer than needed is no harm: the contracts use nothing of it. */
const forkFinding = (fork: FoundFork | undefined): Finding => {
  const check = "fork";
  if (fork === undefined)
    return { check, state: "warning", found: "the node tries no code (eth_estimateGas)", remedy: `see in its genesis file that it runs ${NEEDED_FORK}` }; // prettier-ignore
  if (fork === NEEDED_FORK) return { check, state: "ok", found: fork };
  if (isAtLeast(fork, NEEDED_FORK)) return { check, state: "ok", found: `${fork}; the contracts need no more than ${NEEDED_FORK}` }; // prettier-ignore
  return { check, state: "failed", found: `${fork}, expected ${NEEDED_FORK}`, remedy: OLD_FORK }; // prettier-ignore
};

/** Over so many blocks the time between two is averaged. */
const PACE_BLOCKS = 10;

/** How long a block is waited for where the last one is old: longer than the time between empty blocks. */
const WATCH_SECONDS = 12;

const paceFinding = async (hre: HardhatRuntimeEnvironment, head: Head, client: string): Promise<Finding> => {
  const check = "blocks";
  const found = `block ${head.number} of ${jstIso(BigInt(head.timestamp))}${await paceText(hre, head)}`;
  const behind = Math.floor(Date.now() / 1000) - head.timestamp;
  if (isEmbedded(hre) || Math.abs(behind) <= STALE_SECONDS) return { check, state: "ok", found };
  if (!(await makesBlocks(hre, head)))
    return {
      ...{ check, state: "warning", found: `${found}, and none in ${WATCH_SECONDS} s` },
      remedy: isDevelopment(client)
        ? "a development node may make one only when something is sent; else start its mining"
        : "see whether two thirds of the validators run and reach each other, and whether this node still catches up",
    };
  if (isDevelopment(client)) return { check, state: "ok", found: `${found}; the clock of this node is its own` };
  const apart = `${Math.abs(behind).toLocaleString("en-US")} s ${behind > 0 ? "behind" : "ahead of"}`;
  return { check, state: "warning", found: `${found}, ${apart} this machine`, remedy: "set the clocks of the validators and of this machine: every day of the bond is the chain's" }; // prettier-ignore
};

const paceText = async (hre: HardhatRuntimeEnvironment, head: Head): Promise<string> => {
  const blocks = Math.min(PACE_BLOCKS, head.number);
  if (blocks === 0) return ", the first";
  const before = await headAt(hre, `0x${(head.number - blocks).toString(16)}`);
  return `, one in ${((head.timestamp - before.timestamp) / blocks).toFixed(1)} s`;
};

const makesBlocks = async (hre: HardhatRuntimeEnvironment, { number }: Head): Promise<boolean> => {
  for (const deadline = Date.now() + WATCH_SECONDS * 1000; Date.now() < deadline; await pause(500))
    if (Number(await hre.network.provider.send("eth_blockNumber")) > number) return true;
  return false;
};

/** The sizes of the build, and whether the node itself takes code of the size that these networks allow. */
const sizesTaken = async (
  hre: HardhatRuntimeEnvironment,
  build: readonly Built[],
  triesCode: boolean,
): Promise<readonly Finding[]> => {
  const [code, transaction] = buildFindings(build);
  if (code.state === "failed" || !triesCode) return [code, transaction];
  const largest = Math.max(...build.map(({ codeBytes }) => codeBytes));
  if (!(await runs(hre, makes(largest))))
    return [{ ...code, state: "warning", found: `${code.found}, and the node takes none of that size`, remedy: `raise its limit of code to ${MAX_CODE_BYTES}` }, transaction]; // prettier-ignore
  const isLimited = !(await runs(hre, makes(MAX_CODE_BYTES + 1)));
  return [{ ...code, found: `${code.found}${isLimited ? "" : "; this node takes more"}` }, transaction];
};

/** Init code whose contract has so many bytes, all STOP: PUSH2 size, PUSH1 0, RETURN. */
const makes = (bytes: number): string => `0x61${toBeHex(bytes, 2).slice(2)}6000f3`;

/** Whether the address book is of this chain. */
const bookFindings = async (hre: HardhatRuntimeEnvironment, chainId: number): Promise<readonly Finding[]> => {
  const book = readBook(hre);
  if (book === undefined) return [];
  const check = "address book";
  const remedy = "correct --network, or restore the address book of this network";
  if (book.chainId !== chainId) return [{ check, state: "failed", found: `made on chain id ${book.chainId}`, remedy }];
  const { address } = book.calendar;
  if (!(await hasCode(hre, address))) return [{ check, state: "failed", found: `no contract at the calendar's address ${address}`, remedy }]; // prettier-ignore
  return [{ check, state: "ok", found: `bonds ${Object.keys(book.bonds).join(", ") || "none"}` }];
};

/** The same for people. */
export const doctorText = ({ network, checks }: DoctorJson): string => {
  const rows = checks.flatMap(({ state, check, found, remedy }) => [
    [state, check, found],
    ...(remedy === undefined ? [] : [["", "", `→ ${remedy}`]]),
  ]);
  const count = (state: Finding["state"]): number => checks.filter((each) => each.state === state).length;
  const [failed, warnings] = [count("failed"), count("warning")];
  const verdict = failed + warnings === 0 ? "all is well" : `${failed} failed, ${warnings} warnings`;
  return `${network}\n${table(["state", "check", "found"], rows)}\n${verdict}`;
};
