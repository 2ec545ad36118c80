// Fails the build, with one line per violation, when an import points against the direction that the tree allows:
// types ← libraries ← interfaces ← contracts, and lib ← tasks, deploy, scripts, test.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { posix, resolve, sep } from "node:path";
import ts from "typescript";

const OPENZEPPELIN = "@openzeppelin/contracts/";

/** A layer of the tree, and whether its files may import `target`: a path from the root, or the name of a package. */
type Layer = { name: string; holds: RegExp; mayImport: (target: string) => boolean };

const under =
  (...prefixes: string[]) =>
  (target: string) =>
    prefixes.some((prefix) => target.startsWith(prefix));

const isContract = (target: string) => /^contracts\/[^/]+$/.test(target);
const isTest = under("test/");

const LAYERS: readonly Layer[] = [
  { name: "contracts/types", holds: /^contracts\/types\//, mayImport: under("contracts/types/") },
  {
    name: "contracts/libraries",
    holds: /^contracts\/libraries\//,
    mayImport: under("contracts/types/", "contracts/libraries/", `${OPENZEPPELIN}utils/`),
  },
  {
    name: "contracts/interfaces",
    holds: /^contracts\/interfaces\//,
    mayImport: under("contracts/types/", "contracts/libraries/", "contracts/interfaces/", OPENZEPPELIN),
  },
  { name: "contracts/harness", holds: /^contracts\/harness\//, mayImport: () => true },
  {
    name: "contracts",
    holds: /^contracts\/[^/]+$/,
    mayImport: (target) =>
      isContract(target) ||
      under("contracts/types/", "contracts/libraries/", "contracts/interfaces/", OPENZEPPELIN)(target),
  },
  { name: "lib", holds: /^lib\//, mayImport: (target) => /^(lib\/|(zod|lossless-json)(\/|$))/.test(target) },
  { name: "test", holds: /^test\//, mayImport: () => true },
  ...["tasks", "deploy", "scripts", "hardhat.config.ts"].map((name) => ({
    name,
    holds: new RegExp(`^${name.replaceAll(".", "\\.")}(/|$)`),
    mayImport: (target: string) => !isTest(target),
  })),
];

// Comments and strings are consumed first, so that an import inside one is not taken for an import.
const SOLIDITY_TOKEN =
  /\/\/.*|\/\*[\s\S]*?\*\/|\bimport\b[^;"']*(?:"([^"]+)"|'([^']+)')|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

const importsOf = (file: string, source: string): string[] =>
  file.endsWith(".sol")
    ? [...source.matchAll(SOLIDITY_TOKEN)].flatMap((match) => match[1] ?? match[2] ?? [])
    : ts.preProcessFile(source, true, true).importedFiles.map((imported) => imported.fileName);

/** The imports of `file` (its path from the root, with `/`) that point the wrong way, one line each. Pure. */
export const violations = (file: string, source: string): string[] => {
  const layer = LAYERS.find(({ holds }) => holds.test(file));
  if (layer === undefined) return [`${file}: no layer of the tree holds this file`];
  return importsOf(file, source)
    .map((path) => (/^\.\.?(\/|$)/.test(path) ? posix.join(posix.dirname(file), path) : path))
    .filter((target) => !layer.mayImport(target))
    .map((target) => `${file}: ${layer.name} may not import ${target}`);
};

const filesIn = (path: string): string[] => {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { encoding: "utf8", recursive: true }).map((name) => posix.join(path, ...name.split(sep)));
};

if (require.main === module) {
  process.chdir(resolve(__dirname, ".."));
  const found = ["contracts", "lib", "tasks", "deploy", "scripts", "test", "hardhat.config.ts"]
    .flatMap(filesIn)
    .filter((file) => /\.(sol|ts)$/.test(file))
    .flatMap((file) => violations(file, readFileSync(file, "utf8")));
  for (const line of found) console.error(line);
  if (found.length > 0) process.exitCode = 1;
}
