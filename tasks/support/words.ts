import { decodeBytes32String, encodeBytes32String, id } from "ethers";
import { TaskError } from "./output";

/** Texts that the chain keeps in 32 bytes. */

const isShortAscii = (text: string): boolean => /^[\x20-\x7e]{1,31}$/.test(text) && text.trim() !== "";

/**
 * A bank reference or a reason, in 32 bytes.
 *
 * @param where what the text was given for, such as a flag or a line of a file
 */
export const wordOf = (where: string, text: string): string => {
  if (isShortAscii(text)) return encodeBytes32String(text);
  throw new TaskError(`${where}: found "${text}", expected 1 to 31 ASCII characters: the chain keeps it in 32 bytes`);
};

/** The text in 32 bytes, or the bytes themselves if they hold none. */
export const textOfWord = (word: string): string => {
  try {
    const text = decodeBytes32String(word);
    return isShortAscii(text) ? text : word;
  } catch {
    return word;
  }
};

/** The hash of a cause or a source: a hash as it was given, or that of the text. */
export const hashOf = (flag: string, text: string): string => {
  if (text.trim() === "") throw new TaskError(`--${flag}: found nothing, expected a text, or the hash of a document`);
  return /^0x[0-9a-fA-F]{64}$/.test(text) ? text.toLowerCase() : id(text);
};

/** The id of the holder with this label, the same for all the keys that he ever has. */
export const holderIdOf = (label: string): string => id(label);
