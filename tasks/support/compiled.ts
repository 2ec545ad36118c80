import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { TASK_COMPILE_SOLIDITY_GET_SOURCE_PATHS } from "hardhat/builtin-tasks/task-names";
import type { HardhatRuntimeEnvironment, SolcConfig } from "hardhat/types";
import { SOLIDITY_FILES_CACHE_FILENAME } from "hardhat/internal/constants";

/** A source as Hardhat's list of compiled sources has it. */
interface Listed {
  readonly sourceName: string;
  /** MD5 of its text. */
  readonly contentHash: string;
  readonly solcConfig: SolcConfig;
  /** The contracts that were made of it. */
  readonly artifacts: readonly string[];
}

/**
 * Whether every source is compiled as it stands. Hardhat's own compile writes its list anew even if there is nothing to do, and whoever reads half of it
 * compiles everything: two operators at once would wait for minutes.
 */
export const isCompiled = async (hre: HardhatRuntimeEnvironment): Promise<boolean> => {
  const listed = readList(join(hre.config.paths.cache, SOLIDITY_FILES_CACHE_FILENAME));
  const sources = (await hre.run(TASK_COMPILE_SOLIDITY_GET_SOURCE_PATHS)) as readonly string[];
  return (
    sources.every((path) => listed.has(path) && isAsConfigured(hre, listed.get(path)!)) &&
    [...listed].every(([path, entry]) => isUnchanged(path, entry) && hasArtifacts(hre, entry))
  );
};

const NOTHING: ReadonlyMap<string, Listed> = new Map();

const readList = (file: string): ReadonlyMap<string, Listed> => {
  try {
    const { files } = JSON.parse(readFileSync(file, "utf8")) as { readonly files: Readonly<Record<string, Listed>> };
    return new Map(Object.entries(files));
  } catch {
    return NOTHING; // none, or one that is just being written
  }
};

const isAsConfigured = ({ config }: HardhatRuntimeEnvironment, { sourceName, solcConfig }: Listed): boolean =>
  isDeepStrictEqual(solcConfig, config.solidity.overrides[sourceName] ?? config.solidity.compilers[0]);

const isUnchanged = (path: string, { contentHash }: Listed): boolean =>
  existsSync(path) && createHash("md5").update(readFileSync(path)).digest("hex") === contentHash;

const hasArtifacts = ({ config }: HardhatRuntimeEnvironment, { sourceName, artifacts }: Listed): boolean =>
  artifacts.every((name) => existsSync(join(config.paths.artifacts, sourceName, `${name}.json`)));
