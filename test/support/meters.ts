import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MeterRow } from "../../lib/meterFile";

/** Where the shipped meter files lie. */
export const meterPath = (name: string): string => join(__dirname, "..", "data", "meters", `${name}.csv`);

/** The rows of a shipped meter file, which has neither quotes nor empty lines. */
export const meterRows = (name: string): readonly MeterRow[] =>
  readFileSync(meterPath(name), "utf8")
    .trimEnd()
    .split("\n")
    .map((line, position) => ({ row: position + 1, cells: line.split(",") }));
