import type { HardhatRuntimeEnvironment } from "hardhat/types";
import type { Part } from "./deployed";

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

/** What each contract is built to be, by its name. A build is large, so it is read once for all that it holds. */
export const readBuild = async (
  { artifacts }: HardhatRuntimeEnvironment,
  parts: readonly Part[],
): Promise<ReadonlyMap<string, Built>> => {
  const built = new Map<string, Built>();
  const wanted = await Promise.all(parts.map(({ contract }) => artifacts.readArtifact(contract)));
  for (const { sourceName, contractName, deployedBytecode } of wanted) {
    if (built.has(contractName)) continue;
    const build = await artifacts.getBuildInfo(`${sourceName}:${contractName}`);
    if (build === undefined) continue;
    const output = build.output as unknown as BuildOutput;
    const variables = immutablesIn(output);
    for (const other of wanted) {
      const found = output.contracts[other.sourceName]?.[other.contractName]?.evm.deployedBytecode;
      if (found === undefined || `0x${found.object}` !== other.deployedBytecode) continue;
      built.set(other.contractName, builtOf(found, variables));
    }
    if (!built.has(contractName)) built.set(contractName, { code: deployedBytecode, immutables: [] });
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
