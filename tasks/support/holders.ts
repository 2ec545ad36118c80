import type { Names } from "./accounts";
import { TaskError } from "./output";
import { readTable, type TableRow } from "./rows";

/** Reads a CSV file with the one column `holder`. */
export const readHolderFile = (path: string): readonly TableRow[] => readTable(path, ["holder"]);

/** The accounts of the holders in the first column of a file; a holder who stands twice is refused. */
export const accountsIn = async (names: Names, rows: readonly TableRow[]): Promise<readonly string[]> => {
  const seen = new Map<string, string>();
  for (const { where, cells } of rows) {
    const [holder = ""] = cells;
    const account = await names.accountOf(`${where}, holder`, holder);
    const before = seen.get(account);
    if (before !== undefined) {
      throw new TaskError(`${where}, holder: found "${holder}" again after ${before}, expected each holder once`);
    }
    seen.set(account, where);
  }
  return [...seen.keys()];
};

/** A list in parts of at most `size`. */
export const pagesOf = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
