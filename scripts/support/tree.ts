import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { posix, resolve, sep } from "node:path";

/** The root of the project. */
export const ROOT = resolve(__dirname, "..", "..");

/** The files below a path, or the path itself if it is a file: from the root, with `/`, in a stable order. */
export const filesIn = (path: string): string[] => {
  const place = resolve(ROOT, path);
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [path];
  return readdirSync(place, { encoding: "utf8", recursive: true })
    .map((name) => posix.join(path, ...name.split(sep)))
    .sort();
};

export const readSource = (path: string): string => readFileSync(resolve(ROOT, path), "utf8");

/** Files by their path from the root. */
export type Sources = Readonly<Record<string, string>>;

/** The files below some paths whose name matches. */
export const sourcesIn = (paths: readonly string[], name: RegExp): Sources =>
  Object.fromEntries(
    paths
      .flatMap(filesIn)
      .filter((path) => name.test(path))
      .map((path) => [path, readSource(path)]),
  );
