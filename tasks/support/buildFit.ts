import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { FUNCTION_ROLES } from "../../deploy/roles";
import type { Finding } from "./finding";
import { isAtLeast, NEEDED_FORK, newest, type Fork, type FoundFork } from "./forks";
import { ENVELOPE_BYTES, TRANSACTION_BYTES } from "./limits";
import { MAX_CODE_BYTES, newOpcodesIn, sizeOf, type NewOpcode } from "./opcodes";

// Whether what was built can be deployed: how large it is, and what EVM it takes.

/** What a contract brings when it is deployed. */
export interface Built {
  readonly contract: string;
  /** The code that makes it, without the arguments of its constructor, and the code that stays, in bytes. */
  readonly creationBytes: number;
  readonly codeBytes: number;
  readonly newOpcodes: readonly NewOpcode[];
}

const DEPLOYED: readonly string[] = ["BondAuthority", ...Object.keys(FUNCTION_ROLES)];

/** The contracts of the suite as they were built. */
export const readBuildSizes = (hre: Pick<HardhatRuntimeEnvironment, "artifacts">): Promise<readonly Built[]> =>
  Promise.all(
    DEPLOYED.map(async (contract) => {
      const { bytecode, deployedBytecode } = await hre.artifacts.readArtifact(contract);
      return {
        contract,
        creationBytes: sizeOf(bytecode),
        codeBytes: sizeOf(deployedBytecode),
        newOpcodes: [...newOpcodesIn(bytecode), ...newOpcodesIn(deployedBytecode)],
      };
    }),
  );

/** The arguments of a constructor are short: names, days, accounts. Only a calendar takes more, 700 bytes a year, and its code is a third of the largest. */
const ARGUMENT_BYTES = 4_096;

const byteText = (bytes: number): string => `${bytes.toLocaleString("en-US")} bytes`;

const BUILD_AGAIN = "build it from the sources and with the settings of this project: npm run build";

const largest = (build: readonly Built[], sizeIn: (built: Built) => number): readonly [string, number] =>
  build.reduce<readonly [string, number]>((most, each) => (sizeIn(each) > most[1] ? [each.contract, sizeIn(each)] : most), ["none", 0]); // prettier-ignore

/** Whether code and transactions of a deployment are within what such networks take. */
export const buildFindings = (build: readonly Built[]): readonly [Finding, Finding] => {
  const [codeName, code] = largest(build, ({ codeBytes }) => codeBytes);
  const [creationName, creation] = largest(build, ({ creationBytes }) => creationBytes);
  const transaction = creation + ARGUMENT_BYTES + ENVELOPE_BYTES;
  return [
    sizeFinding("code size", `the largest contract, ${codeName}, has ${byteText(code)}`, code, MAX_CODE_BYTES),
    sizeFinding("transaction size", `the largest, which makes ${creationName}, has at most ${byteText(transaction)}`, transaction, TRANSACTION_BYTES), // prettier-ignore
  ];
};

const sizeFinding = (check: string, what: string, bytes: number, most: number): Finding =>
  bytes <= most
    ? { check, state: "ok", found: `${what} of ${most.toLocaleString("en-US")}` }
    : { check, state: "failed", found: `${what}, and the network takes ${byteText(most)}`, remedy: BUILD_AGAIN };

const GAS_PER_CREATION = 53_000;
const GAS_PER_BYTE_SENT = 16;
const GAS_PER_BYTE_KEPT = 200;

/** What the dearest contract costs at least, without what its constructor does, and half as much again for that. */
const gasToCreate = (build: readonly Built[]): bigint => {
  const [, gas] = largest(build, ({ creationBytes, codeBytes }) => GAS_PER_CREATION + GAS_PER_BYTE_SENT * creationBytes + GAS_PER_BYTE_KEPT * codeBytes); // prettier-ignore
  return BigInt(Math.ceil(gas * 1.5));
};

/** Whether a block has room for the dearest contract. */
export const blockGasFinding = (build: readonly Built[], gasLimit: bigint): Finding => {
  const check = "block gas";
  const needed = gasToCreate(build);
  const found = `${gasLimit.toLocaleString("en-US")}, and the largest contract needs ${needed.toLocaleString("en-US")}`;
  return gasLimit >= needed
    ? { check, state: "ok", found }
    : { check, state: "failed", found, remedy: "raise the gas limit of blocks: gasLimit in the genesis file, and the target of each validator" }; // prettier-ignore
};

/** The oldest fork on which the contracts run. */
export const neededFork = (build: readonly Built[]): Fork =>
  newest(build.flatMap(({ newOpcodes }) => newOpcodes.map(({ fork }) => fork)));

/** Whether the opcodes of the contracts are there; `fork` is the node's, undefined for one that lacks what they need. */
export const opcodeFinding = (build: readonly Built[], fork: FoundFork | undefined): Finding => {
  const check = "opcodes";
  const needed = neededFork(build);
  const isThere = fork !== undefined && isAtLeast(fork, needed);
  if (needed === NEEDED_FORK && isThere)
    return { check, state: "ok", found: `the contracts use none newer than ${NEEDED_FORK}` };
  if (needed === NEEDED_FORK)
    return { check, state: "failed", found: `the node's fork is older than ${NEEDED_FORK}, which the contracts need`, remedy: OLD_FORK }; // prettier-ignore
  const found = `${userOf(build, needed)}, which came with ${needed}`;
  return isThere
    ? { check, state: "warning", found: `${found}; this node has it, the permissioned networks run ${NEEDED_FORK}`, remedy: BUILD_AGAIN } // prettier-ignore
    : { check, state: "failed", found: `${found}, and the node does not have it`, remedy: BUILD_AGAIN };
};

/** The first contract that uses what a fork brought. */
const userOf = (build: readonly Built[], fork: Fork): string => {
  const isOf = (opcode: NewOpcode): boolean => opcode.fork === fork;
  const user = build.find(({ newOpcodes }) => newOpcodes.some(isOf));
  return `${user?.contract ?? ""} uses ${user?.newOpcodes.find(isOf)?.name ?? ""}`;
};

/** What to do about a network whose EVM is too old. */
export const OLD_FORK = "set berlinBlock in the genesis file of the network, and start its nodes with it";
