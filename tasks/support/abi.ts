import { Interface, type Result } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { FUNCTION_ROLES, type SuiteContract } from "../../deploy/roles";
import { formatDay, type JstDay } from "../../lib/day";
import { nameIn } from "./enums";
import { visibleInLine, yen } from "./output";
import { numberedRole } from "./roleNames";
import { jstIso } from "./time";
import { textOfWord } from "./words";

/** A parameter as the compiler describes it: the ABI's own type, and the type in the source. */
export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly internalType?: string;
  /** The members of a struct. */
  readonly components?: readonly Parameter[];
}

interface Fragment {
  readonly type: string;
  readonly name?: string;
  readonly inputs?: readonly Parameter[];
}

/** A function, error or event with its values. */
export interface Parsed {
  readonly name: string;
  readonly inputs: readonly Parameter[];
  readonly values: readonly unknown[];
}

/** What a task may call: the suite, and the authority that says who may. */
export type Callable = SuiteContract | "BondAuthority";

/** Reads calls, errors and events of the whole suite: a call into one contract may end in another. */
export interface Abi {
  readonly interfaces: Readonly<Record<Callable, Interface>>;
  readonly functionInputs: (contract: Callable, name: string) => readonly Parameter[];
  readonly parseError: (data: string) => Parsed | undefined;
  readonly parseEvent: (log: { readonly topics: readonly string[]; readonly data: string }) => Parsed | undefined;
  readonly errorNames: readonly { readonly name: string; readonly inputs: readonly Parameter[] }[];
}

/** The contracts that a task may call. */
export const CALLABLE = [...(Object.keys(FUNCTION_ROLES) as SuiteContract[]), "BondAuthority"] as const;

/** Looking artifacts up is slow, and within one process they stay as they are. */
const known = new WeakMap<HardhatRuntimeEnvironment["artifacts"], Promise<Abi>>();

/** The ABIs of the suite, from the artifacts. */
export const readAbi = (hre: HardhatRuntimeEnvironment): Promise<Abi> => {
  const abi = known.get(hre.artifacts) ?? abiIn(hre.artifacts);
  known.set(hre.artifacts, abi);
  return abi;
};

const abiIn = async (artifacts: HardhatRuntimeEnvironment["artifacts"]): Promise<Abi> => {
  const fragmentsOf = async (name: string): Promise<Fragment[]> =>
    (await artifacts.readArtifact(name)).abi as Fragment[];
  const own = await Promise.all(CALLABLE.map(async (name) => [name, await fragmentsOf(name)] as const));
  const all = own.flatMap(([, fragments]) => fragments);
  const fragments = [
    ...new Map(
      all
        .filter(({ type }) => type === "error" || type === "event")
        .map((each) => [`${each.type} ${each.name}(${each.inputs?.map(({ type }) => type).join()})`, each]),
    ).values(),
  ];
  const everything = new Interface(fragments);
  const inputsOf = (type: string, name: string, count: number): readonly Parameter[] =>
    fragments.find((each) => each.type === type && each.name === name && each.inputs?.length === count)?.inputs ?? [];
  const parsed = (type: string, found: { name: string; args: Result } | null): Parsed | undefined =>
    found === null
      ? undefined
      : {
          name: found.name,
          inputs: inputsOf(type, found.name, found.args.length),
          values: [...found.args] as unknown[],
        };

  return {
    interfaces: Object.fromEntries(own.map(([name, abi]) => [name, new Interface(abi)])) as Abi["interfaces"],
    functionInputs: (contract, name) =>
      own.find(([each]) => each === contract)?.[1].find((each) => each.type === "function" && each.name === name)
        ?.inputs ?? [],
    parseError: (data) => parsed("error", everything.parseError(data)),
    parseEvent: (log) => parsed("event", everything.parseLog(log)),
    errorNames: fragments
      .filter(({ type }) => type === "error")
      .map(({ name, inputs }) => ({ name: name ?? "", inputs: inputs ?? [] })),
  };
};

const MONEY = /^(Yen|InterestPerYenE13)$/;
const LAST_DAY = 2_932_896n; // 9999-12-31
const INSTANT = /(At|^schedule|^since)$/;
const WORDS = /^(bankReference|reason|name)s?$/;
/** Names in 32 bytes: facilities, projects, and the accounts of the proceeds. */
const IDS = /^(facilityId|subjectId|projectId|holding|fromHolding|toHolding|account|substitutes|from|to)$/;

const isoDay = (value: bigint): string =>
  value === 0n ? "not yet" : value > LAST_DAY ? "never" : formatDay(Number(value) as JstDay);

const enumOf = (internalType: string): string | undefined => /^enum (?:\w+\.)?(\w+)$/.exec(internalType)?.[1];

const withoutBrackets = (type: string): string => type.replace(/\[\d*\]$/, "");

/** What the items of a list are. */
const itemOf = ({ name, type, internalType = "", components }: Parameter): Parameter => ({
  name,
  type: withoutBrackets(type),
  internalType: withoutBrackets(internalType),
  ...(components === undefined ? {} : { components }),
});

/** The members, if the parameter is one struct and no list of them. */
const membersOf = ({ type, components }: Parameter): readonly Parameter[] | undefined =>
  type.endsWith("]") ? undefined : components;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/** A struct as a list of its members: a plan may name them. */
const listed = (parameter: Parameter, value: unknown): unknown =>
  isRecord(value) ? membersOf(parameter)?.map(({ name }) => value[name]) : value;

/** A value for the JSON document: money as text, counts as numbers, days, instants, enums and short texts as people write them. */
export const jsonValue = (parameter: Parameter, given: unknown): unknown => {
  const { name, internalType = "" } = parameter;
  const value = listed(parameter, given);
  if (Array.isArray(value)) {
    const values = value as readonly unknown[];
    const members = membersOf(parameter);
    if (members === undefined) return values.map((each) => jsonValue(itemOf(parameter), each));
    return Object.fromEntries(members.map((member, at) => [member.name, jsonValue(member, values[at])]));
  }
  if (typeof value === "string") {
    const isText = WORDS.test(name) || (parameter.type === "bytes32" && IDS.test(name));
    return isText ? textOfWord(value) : value;
  }
  if (typeof value !== "bigint" && typeof value !== "number") return value;
  const enumeration = enumOf(internalType);
  if (enumeration !== undefined) return nameIn(enumeration, BigInt(value));
  if (internalType === "JstDay") return isoDay(BigInt(value));
  if (MONEY.test(internalType)) return value.toString();
  if (INSTANT.test(name)) return jstIso(BigInt(value));
  return BigInt(value) <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
};

const LONGEST_LIST = 3;

/** A call of a contract of the suite. */
export interface Call {
  readonly contract: Callable;
  readonly call: string;
  readonly args: readonly unknown[];
}

/** The data of a transaction that makes a call. */
export const dataOf = ({ interfaces }: Abi, { contract, call, args }: Call): string =>
  interfaces[contract].encodeFunctionData(call, args);

/** The arguments of a call for the JSON document, by name. */
export const argumentsJson = (
  { functionInputs }: Abi,
  { contract, call, args }: Call,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(functionInputs(contract, call).map((input, at) => [input.name, jsonValue(input, args[at])]));

/**
 * The call that some data makes, of `contract`, or of the one contract of the suite that has such a function; undefined if there is none, or several:
 * each gives its numbers another meaning.
 */
export const callIn = ({ interfaces }: Abi, data: string, contract?: Callable): Call | undefined => {
  const has = (each: Callable): boolean => interfaces[each].getFunction(data.slice(0, 10)) !== null;
  const [only, ...others] = contract === undefined ? CALLABLE.filter(has) : [contract];
  if (only === undefined || others.length > 0) return undefined;
  try {
    const { name, args } = interfaces[only].parseTransaction({ data }) ?? {};
    if (name === undefined || args === undefined) return undefined;
    const found = { contract: only, call: name, args: [...args] as unknown[] };
    return interfaces[only].encodeFunctionData(name, found.args) === data ? found : undefined;
  } catch {
    return undefined; // less than its arguments: whoever may schedule can schedule anything
  }
};

/** The arguments of a call for people; a call among them, as the authority schedules it, is told as one. */
export const shownArguments = (
  abi: Abi,
  { contract, call, args }: Call,
  nameOf: (account: string) => string,
  longest = LONGEST_LIST,
): string => {
  const shown = (input: Parameter, value: unknown): string => {
    const inner = input.type === "bytes" ? callIn(abi, String(value)) : undefined;
    if (inner !== undefined) return `${inner.call}(${shownArguments(abi, inner, nameOf, longest)})`;
    if (input.type !== "bytes[]") return shownValue(input, value, nameOf, longest);
    return `[${(value as readonly unknown[]).map((each) => shown(itemOf(input), each)).join(", ")}]`;
  };
  return abi
    .functionInputs(contract, call)
    .map((input, at) => `${input.name} ${shown(input, args[at])}`)
    .join(", ");
};

/** A value for people: yen with separators, accounts by their labels, lists cut where they are longer than `longest`. */
export const shownValue = (
  parameter: Parameter,
  given: unknown,
  nameOf: (account: string) => string,
  longest = LONGEST_LIST,
): string => {
  const value = listed(parameter, given);
  if (Array.isArray(value)) {
    const members = membersOf(parameter);
    if (members !== undefined) {
      return `(${members.map((member, at) => `${member.name} ${shownValue(member, value[at], nameOf, longest)}`).join(", ")})`;
    }
    const item = itemOf(parameter);
    const shown = value.slice(0, longest).map((each) => shownValue(item, each, nameOf, longest));
    return `[${[...shown, ...(value.length > longest ? [`… ${value.length} in all`] : [])].join(", ")}]`;
  }
  if (parameter.internalType === "Yen") return yen(BigInt(value as bigint));
  if (parameter.internalType?.startsWith("address") === true || parameter.internalType?.startsWith("contract") === true)
    return nameOf(String(value));
  if (parameter.name === "roleId") return `${String(value)} (${numberedRole(BigInt(value as bigint))})`;
  const text = String(jsonValue(parameter, value));
  return parameter.type === "string" ? shownText(text) : text;
};

/** In quotes where it could be read as more than one value. */
const shownText = (text: string): string =>
  /^[^,()[\]"\p{Cc}]*$/u.test(text) ? visibleInLine(text) : visibleInLine(JSON.stringify(text));
