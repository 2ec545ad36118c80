import { parse } from "csv-parse/sync";
import { TaskError } from "./output";
import { oneLine } from "./refusals";
import { readText } from "./sheetFile";
import { wordOf } from "./words";

/** A row of a file: a holder, and a reference or a reason in 32 bytes. */
export interface Row {
  /** File and line, for messages. */
  readonly where: string;
  /** A label or an address. */
  readonly holder: string;
  readonly word: string;
}

/**
 * Reads a CSV file with the header `holder,<column>`.
 *
 * @throws {@link TaskError} with one line that names file, line, value and what is expected
 */
export const readRows = (path: string, column: "reference" | "reason"): readonly Row[] =>
  readTable(path, ["holder", column]).map(({ where, cells }) => {
    const [holder = "", text = ""] = cells;
    return { where: `${where}, holder`, holder, word: wordOf(`${where}, ${column}`, text) };
  });

/** A row of a file, by its cells. */
export interface TableRow {
  /** File and line, for messages. */
  readonly where: string;
  readonly cells: readonly string[];
}

/**
 * Reads a CSV file with exactly these columns and at least one row.
 *
 * @throws {@link TaskError} with one line that names file, value and what is expected
 */
export const readTable = (path: string, columns: readonly string[]): readonly TableRow[] => {
  const [header, ...records] = recordsOf(path);
  const expected = columns.join();
  if (header?.record.join() !== expected) {
    throw new TaskError(`${path}: found the header "${header?.record.join() ?? ""}", expected "${expected}"`);
  }
  if (records.length === 0) throw new TaskError(`${path}: found no row, expected one for each holder: ${expected}`);
  return records.map(({ record, line }) => ({ where: `${path}, line ${line}`, cells: record }));
};

interface Record {
  readonly record: string[];
  readonly line: number;
}

const recordsOf = (path: string): Record[] => {
  const text = readText(path);
  try {
    const found = parse(text, { bom: true, trim: true, skip_empty_lines: true, info: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return found.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    throw new TaskError(`${path}: not a CSV file (${oneLine((error as Error).message)})`);
  }
};
