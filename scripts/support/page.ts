import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { ROOT } from "./tree";

/** A page that is made from the sources, and what the sources lack for it: one line each. */
export interface Page {
  readonly text: string;
  readonly problems: readonly string[];
}

/**
 * Writes a page, or with `--check` only compares it. Fails, one line each, for what the sources lack, and with `--check` for a stale page.
 * `script` is the one that writes it: `npm run <script>`.
 */
export const publish = (path: string, script: string, { text, problems }: Page): void => {
  const place = resolve(ROOT, path);
  const isStale = !existsSync(place) || readFileSync(place, "utf8") !== text;
  const isCheck = process.argv.includes("--check");
  if (!isCheck) writeFileSync(place, text);
  const lines = isCheck && isStale ? [...problems, `${path} is stale: run npm run ${script}`] : problems;
  for (const line of lines) console.error(line);
  if (lines.length > 0) process.exitCode = 1;
};
