import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { parse } from "lossless-json";
import type { z } from "zod";
import { TaskError } from "./output";
import { oneLine } from "./refusals";
import { readText } from "./sheetFile";

/** For a key, and for whatever names persons: nobody but the owner reads it. */
export const OWNER_ONLY = 0o600;
const EVERYBODY = 0o644;

/** Writes a new file; never over another: a key or a document that is lost does not come back. */
export const writeNew = (path: string, content: string | Uint8Array, mode = EVERYBODY): void => {
  try {
    writeFileSync(path, content, { flag: "wx", mode });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "EEXIST" ? "exists already, and nothing is overwritten" : `cannot be written (${message})`;
    throw new TaskError(`--out ${path}: ${why}; name another file`);
  }
};

/** Refuses a path that is taken: nothing is overwritten. */
export const requireNew = (flag: string, path: string): void => {
  if (existsSync(path))
    throw new TaskError(`--${flag} ${path}: exists already, and nothing is overwritten; name another file`);
};

/** Writes a new file as a whole: a break leaves none, and never half of one. */
export const writeWhole = (flag: string, path: string, content: string): void => {
  requireNew(flag, path);
  const fresh = `${path}.${process.pid}.new`;
  try {
    writeFileSync(fresh, content, { flag: "wx" });
    requireNew(flag, path); // another run may have taken it meanwhile
    renameSync(fresh, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") rmSync(fresh, { force: true });
    if (error instanceof TaskError) throw error;
    throw new TaskError(`--${flag} ${path}: cannot be written (${(error as Error).message}); name another file`);
  }
};

/** The bytes of a file. */
export const readBytes = (path: string): Uint8Array => {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new TaskError(`${path}: cannot be read (${(error as Error).message}); name a file that exists`);
  }
};

/** The value in a JSON file, checked; no values in the messages, which may be personal data. */
export const readJson = <T>(path: string, schema: z.ZodType<T>): T => parseJson(path, readText(path), schema);

/** The value of a JSON text, checked. No key may stand twice with different values, and only whole numbers are numbers. */
export const parseJson = <T>(path: string, text: string, schema: z.ZodType<T>): T => {
  let root: unknown;
  try {
    root = parse(text, null, { parseNumber: wholeNumber });
  } catch (error) {
    const { message } = error as Error;
    throw new TaskError(`${path}: is not JSON as it should be (${oneLine(message)}); take the file as it was given`);
  }
  const read = schema.safeParse(root);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const at = issue === undefined || issue.path.length === 0 ? "the file" : issue.path.join(".");
  throw new TaskError(`${path}: ${at}: ${issue?.message ?? "is not valid"}`);
};

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && String(value) === text) return value;
  throw new RangeError(`${text} is no whole number`);
};
