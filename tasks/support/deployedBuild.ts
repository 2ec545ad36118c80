import type { HardhatRuntimeEnvironment } from "hardhat/types";

/** A value that is written into the code when a contract is deployed: its name and type in the source, and where it stands, in bytes. */
export interface Immutable {
  readonly name: string;
  readonly type: string;
  readonly places: readonly { readonly start: number; readonly length: number }[];
}

/** A contract as the build has it: the code that it runs with, zeros where its immutables will be. */
export interface Built {
  readonly code: string;
  readonly immutables: readonly Immutable[];
}

type Places = Readonly<Record<string, Immutable["places"]>>;

interface BuildOutput {
  readonly sources: Readonly<Record<string, { readonly ast?: unknown }>>;
  readonly contracts: Readonly<Record<string, Readonly<Record<string, BuiltContract>>>>;
}

interface BuiltContract {
  readonly evm: { readonly deployedBytecode: { readonly object: string; readonly immutableReferences?: Places } };
}

interface Variable {
  readonly name: string;
  readonly type: string;
}

type Artifacts = HardhatRuntimeEnvironment["artifacts"];

/** A build is large, and within one process it stays as it is. */
const known = new WeakMap<Artifacts, Promise<ReadonlyMap<string, Built>>>();

/** What each of these contracts is built to be, by its name. */
export const readBuild = (
  { artifacts }: HardhatRuntimeEnvironment,
  contracts: readonly string[],
): Promise<ReadonlyMap<string, Built>> => {
  const built = known.get(artifacts) ?? buildIn(artifacts, contracts);
  known.set(artifacts, built);
  return built;
};

/** A build holds several contracts, so it is read once for all of them. */
const buildIn = async (artifacts: Artifacts, contracts: readonly string[]): Promise<ReadonlyMap<string, Built>> => {
  const built = new Map<string, Built>();
  const wanted = await Promise.all(contracts.map((contract) => artifacts.readArtifact(contract)));
  for (const { sourceName, contractName } of wanted) {
    if (built.has(contractName)) continue;
    const build = await artifacts.getBuildInfo(`${sourceName}:${contractName}`);
    if (build === undefined) continue;
    const output = build.output as unknown as BuildOutput;
    const variables = immutablesIn(output);
    for (const other of wanted) {
      const found = output.contracts[other.sourceName]?.[other.contractName]?.evm.deployedBytecode;
      // an older build of the same contract may lie in the same file
      if (found === undefined || `0x${found.object}` !== other.deployedBytecode) continue;
      built.set(other.contractName, builtOf(found, variables));
    }
  }
  return built;
};

const builtOf = (
  { object, immutableReferences = {} }: BuiltContract["evm"]["deployedBytecode"],
  variables: ReadonlyMap<string, Variable>,
): Built => ({
  code: `0x${object}`,
  immutables: Object.entries(immutableReferences).map(([id, places]) => {
    const { name, type } = variables.get(id) ?? { name: `immutable ${id}`, type: "bytes32" };
    return { name, type, places };
  }),
});

/** The compiler names immutables by the numbers of their declarations. */
const immutablesIn = ({ sources }: BuildOutput): ReadonlyMap<string, Variable> => {
  const found = new Map<string, Variable>();
  const search = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const { id, name, mutability, typeDescriptions } = node as Readonly<Record<string, unknown>>;
    if (mutability === "immutable") {
      const { typeString } = typeDescriptions as { readonly typeString: string };
      found.set(String(id), { name: String(name), type: typeString });
    }
    const { nodes } = node as { readonly nodes?: unknown };
    if (Array.isArray(nodes)) nodes.forEach(search);
  };
  for (const { ast } of Object.values(sources)) search(ast);
  return found;
};
