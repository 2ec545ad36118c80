import {
  Interface,
  ZeroAddress,
  zeroPadValue,
  type BaseContract,
  type ParamType,
  type TransactionResponse,
} from "ethers";
import { artifacts } from "hardhat";
import { changingFunctions, suiteAmong, type SuiteAbi } from "../../scripts/support/artifacts";
import { fixture } from "./chain";
import { preparedSuite, type Market } from "./market";

/** A deployed contract of the suite. */
export type Instance = BaseContract & { getAddress(): Promise<string> };

/** A prepared market on which every role of the authority has an account. */
export type Stage = Market;

/** Deployed, handed over, accounts open, nothing issued; 1 December 2023. */
export const stage = (): Promise<Stage> => fixture(preparedSuite);

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

/** A call with values that say nothing, except those that are `known`, by the name of the parameter: they say who may call. */
export const blankCall = (
  { interface: abi }: BaseContract,
  name: string,
  known: Readonly<Record<string, unknown>> = {},
): string => {
  const fragment = abi.getFunction(name);
  if (fragment === null) throw new Error(`no function ${name}`);
  return abi.encodeFunctionData(
    fragment,
    fragment.inputs.map((input) => known[input.name] ?? blank(input)),
  );
};

/** A transaction on its way. */
export type Sent = Promise<TransactionResponse>;
