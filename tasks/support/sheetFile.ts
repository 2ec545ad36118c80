import { readFileSync } from "node:fs";
import { shippedCalendar } from "../../lib/calendar";
import { parseSheet, SheetError, type Sheet } from "../../lib/sheet";
import { TaskError } from "./output";

/**
 * The term sheet in a file, checked against the shipped calendar.
 *
 * @throws {@link TaskError} with one line: the file, the key, the value and what is expected
 */
export const readSheet = (path: string): Sheet => {
  const text = readText(path, "name a term sheet, such as deploy/parameters/hitachi-21.json");
  try {
    return parseSheet(text, shippedCalendar);
  } catch (error) {
    if (error instanceof SheetError) throw new TaskError(`${path}: ${error.message}`);
    throw error;
  }
};

/** The text of a file, UTF-8 and nothing else. */
export const readText = (path: string, remedy = "name a file that exists"): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isThere = code === "ERR_ENCODING_INVALID_ENCODED_DATA";
    throw new TaskError(
      isThere ? `${path}: is not UTF-8 text; save it as UTF-8` : `${path}: cannot be read (${message}); ${remedy}`,
    );
  }
};
