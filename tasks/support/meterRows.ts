import { parse } from "csv-parse/sync";
import { createHash } from "node:crypto";
import { sha256 } from "ethers";
import type { MeterRow } from "../../lib/meterFile";
import { readBytes } from "./files";
import { TaskError } from "./output";

/** A meter file as it lies on the disk. */
export interface MeterText {
  readonly rows: readonly MeterRow[];
  /** SHA-256 of its bytes, of the whole lines alone if those are read: the evidence of what is recorded from it. */
  readonly evidenceHash: string;
  readonly notes: readonly string[];
}

const BOM = "\ufeff";
const NEWLINE = 0x0a;

/** SHA-256 of a file, and of every beginning of it that ends with a line: what the evidence was while it grew. */
export const evidenceOf = (path: string): ReadonlySet<string> => {
  const bytes = readBytes(path);
  const hash = createHash("sha256");
  const found = new Set<string>();
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, from);
    const next = end === -1 ? bytes.length : end + 1;
    hash.update(bytes.subarray(from, next));
    found.add(`0x${hash.copy().digest("hex")}`);
    from = next;
  }
  return found;
};

/**
 * The rows of a CSV file without a header, whatever they hold: a broken row is a row, and is judged later.
 *
 * @param wholeLines leaves out a last line that has no end yet: somebody is still writing it
 */
export const readMeterRows = (path: string, wholeLines = false): MeterText => {
  const bytes = readBytes(path);
  const text = utf8(path, bytes);
  const kept = wholeLines ? text.slice(0, text.lastIndexOf("\n") + 1) : text;
  return {
    rows: kept.split("\n").flatMap((line, position) => rowsOf(line, position)),
    evidenceHash: sha256(wholeLines ? bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1) : bytes),
    notes: [
      ...(text.startsWith(BOM) ? ["the file begins with a byte order mark, which is no part of it"] : []),
      ...(text.includes("\r\n") ? ["the lines end with CRLF"] : []),
    ],
  };
};

const utf8 = (path: string, bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new TaskError(`${path}: is not UTF-8 text; save it as UTF-8`);
  }
};

/** Line by line, so that a quote which is never closed breaks its own line only; a carriage return inside of a line ends none. */
const rowsOf = (line: string, position: number): readonly MeterRow[] => {
  const text = (position === 0 && line.startsWith(BOM) ? line.slice(1) : line).replace(/\r$/, "");
  if (text.trim() === "") return [];
  return [{ row: position + 1, cells: cellsOf(text) }];
};

const cellsOf = (line: string): readonly string[] => {
  try {
    const [cells = []] = parse(line, { trim: true, relax_column_count: true, record_delimiter: "\n" });
    return cells;
  } catch {
    return [line];
  }
};
