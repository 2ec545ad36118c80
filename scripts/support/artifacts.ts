import { filesIn, readSource } from "./tree";

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly internalType?: string;
}

/** An entry of an ABI, as the compiler writes it. */
export interface Fragment {
  readonly type: string;
  readonly name?: string;
  readonly inputs?: readonly Parameter[];
  readonly stateMutability?: string;
}

interface Artifact {
  readonly contractName: string;
  readonly sourceName: string;
  readonly bytecode: string;
  readonly abi: readonly Fragment[];
}

/** A contract that a bond is deployed with: whatever stands in `contracts/` itself and is not abstract. */
export interface SuiteAbi {
  readonly name: string;
  readonly abi: readonly Fragment[];
}

/** The contracts of the suite among all artifacts, by name. */
export const suiteAmong = (artifacts: readonly Artifact[]): readonly SuiteAbi[] =>
  artifacts
    .filter(({ sourceName, bytecode }) => /^contracts\/[^/]+\.sol$/.test(sourceName) && bytecode !== "0x")
    .map(({ contractName, abi }) => ({ name: contractName, abi }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** The contracts of the suite as last compiled. */
export const readSuite = (): readonly SuiteAbi[] => {
  const files = filesIn("artifacts/contracts").filter((path) => path.endsWith(".json") && !path.endsWith(".dbg.json"));
  if (files.length === 0) throw new Error("artifacts/ is empty: run npm run build first");
  return suiteAmong(files.map((path) => JSON.parse(readSource(path)) as Artifact));
};

/** The functions of a contract that change something. */
export const changingFunctions = ({ abi }: SuiteAbi): readonly string[] =>
  abi
    .filter(({ type, stateMutability }) => type === "function" && /^(nonpayable|payable)$/.test(stateMutability ?? ""))
    .map(({ name }) => name ?? "");
