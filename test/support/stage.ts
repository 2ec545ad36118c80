import {
  Interface,
  ZeroAddress,
  zeroPadValue,
  type BaseContract,
  type ParamType,
  type TransactionResponse,
} from "ethers";
import { artifacts } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { ROLES } from "../../deploy/roles";
import { changingFunctions, suiteAmong, type SuiteAbi } from "../../scripts/support/artifacts";
import { fixture } from "./chain";
import { administer, preparedSuite, type Market } from "./market";

/** A deployed contract of the suite. */
export type Instance = BaseContract & { getAddress(): Promise<string> };

/** A prepared market on which every role of the authority has an account. */
export interface Stage extends Market {
  readonly recorder: HardhatEthersSigner;
  readonly reviewer: HardhatEthersSigner;
}

const staged = async (): Promise<Stage> => {
  const market = await preparedSuite();
  const [recorder, reviewer] = market.investors.slice(-2) as [HardhatEthersSigner, HardhatEthersSigner];
  await administer(market, market.authority, "grantRole", [ROLES.recorder, recorder.address, 0]);
  await administer(market, market.authority, "grantRole", [ROLES.reviewer, reviewer.address, 0]);
  return { ...market, recorder, reviewer };
};

/** Deployed, handed over, accounts open, nothing issued; 11 December 2023. */
export const stage = (): Promise<Stage> => fixture(staged);

/** Everybody on the stage by name: each role, an investor, a stranger, and who deployed. */
export const accountsOf = (on: Stage) => ({
  admin: on.platformOperator,
  issuer: on.issuer,
  registerAdministrator: on.registerAdministrator,
  fiscalAgent: on.fiscalAgent,
  dealer: on.dealer,
  recorder: on.recorder,
  reviewer: on.reviewer,
  investor: on.a,
  stranger: on.stranger,
  deployer: on.deployer,
});

export type Account = keyof ReturnType<typeof accountsOf>;

/** The contracts of the suite as compiled. */
export const compiledSuite = async (): Promise<readonly SuiteAbi[]> => {
  const names = await artifacts.getAllFullyQualifiedNames();
  return suiteAmong(await Promise.all(names.map((name) => artifacts.readArtifact(name))));
};

const isInstance = (value: unknown): value is Instance =>
  typeof value === "object" && value !== null && "interface" in value && "getAddress" in value;

/** The deployed contract of each name, found on the stage by its ABI. */
export const instancesOn = (on: Stage, suite: readonly SuiteAbi[]): ReadonlyMap<string, Instance> => {
  const deployed = Object.values(on).filter(isInstance);
  return new Map(
    suite.map(({ name, abi }) => {
      const wanted = new Interface(abi).formatJson();
      const found = deployed.find((each) => each.interface.formatJson() === wanted);
      if (found === undefined) throw new Error(`${name} is not on the stage: add it to Suite in test/support/suite.ts`);
      return [name, found];
    }),
  );
};

/** Every function of the suite that changes something, with the contract that has it. */
export const changingOn = (on: Stage, suite: readonly SuiteAbi[]) => {
  const instances = instancesOn(on, suite);
  return suite.flatMap((contract) =>
    changingFunctions(contract).map((name) => {
      const instance = instances.get(contract.name)!;
      return { contract: contract.name, name, instance, fragment: instance.interface.getFunction(name)! };
    }),
  );
};

/** All errors of the suite: a call into one contract may be refused by another. */
export const errorsOf = (suite: readonly SuiteAbi[]): { readonly interface: Interface } => ({
  interface: new Interface(suite.flatMap(({ abi }) => abi.filter(({ type }) => type === "error"))),
});

/** The value of a type that says nothing. */
const blank = (type: ParamType): unknown => {
  if (type.isArray())
    return Array.from({ length: Math.max(type.arrayLength ?? 0, 0) }, () => blank(type.arrayChildren));
  if (type.isTuple()) return type.components.map(blank);
  if (type.type === "address") return ZeroAddress;
  if (type.type === "bool") return false;
  if (type.type === "string") return "";
  if (type.type === "bytes") return "0x00000000";
  return type.type.startsWith("bytes") ? zeroPadValue("0x", Number(type.type.slice(5))) : 0;
};

/** A call with values that say nothing. */
export const blankCall = ({ interface: abi }: BaseContract, name: string): string => {
  const fragment = abi.getFunction(name);
  if (fragment === null) throw new Error(`no function ${name}`);
  return abi.encodeFunctionData(fragment, fragment.inputs.map(blank));
};

/** A transaction on its way. */
export type Sent = Promise<TransactionResponse>;
