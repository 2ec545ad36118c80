import { readFileSync } from "node:fs";
import { sha256 } from "ethers";
import { DOCUMENT } from "./arguments";
import { TaskError } from "./output";

/**
 * The hash by which the chain keeps a document: as it was given, or SHA-256 of the file's bytes, which anybody can compute again.
 *
 * @param where what the document was given for, such as a flag or a line of a file
 */
export const documentHashOf = (where: string, text: string): string => {
  if (/^0x[0-9a-fA-F]{64}$/.test(text)) return text.toLowerCase();
  try {
    return sha256(readFileSync(text));
  } catch (error) {
    throw new TaskError(
      `${where}: found "${text}", expected ${DOCUMENT} (${(error as NodeJS.ErrnoException).code ?? "unreadable"})`,
    );
  }
};
