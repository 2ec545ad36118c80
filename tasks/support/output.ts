import { stringify } from "csv-stringify/sync";

/** An error whose message is all that an operator needs: what was found, and what to do. */
export class TaskError extends Error {
  override readonly name = "TaskError";
}

const escaped = (text: string): string =>
  text
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");

/** Text with the characters shown that a terminal would obey: what others wrote could else hide or forge what is above it. */
export const visible = (text: string): string => text.replaceAll(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);

/** The same for what has to stay on its line. */
export const visibleInLine = (text: string): string => visible(text).replaceAll(/[\n\t]/g, escaped);

/** For people: to stdout, or to stderr when stdout belongs to the JSON document. */
export type Say = (line?: string) => void;

export const sayer = (json: boolean): Say =>
  json ? (line = "") => console.error(visible(line)) : (line = "") => console.log(visible(line));

/** Prints the one JSON document of a task. */
export const printJson = (document: unknown): void => {
  process.stdout.write(`${visible(JSON.stringify(document, null, 2))}\n`); // what is shown so is the same text in JSON
};

type Cell = string | number | bigint | null;

const widthOf = (text: string): number =>
  [...text].reduce(
    (width, character) =>
      width +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(character)
        ? 2
        : 1),
    0,
  );

/** Rows as an aligned table: numbers to the right, text to the left. */
export const table = (header: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const cells = [header, ...rows.map((row) => row.map((cell) => (cell === null ? "-" : String(cell))))];
  const widths = header.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ""))));
  const isNumber = header.map(
    (_, column) =>
      rows.length > 0 && rows.every((row) => typeof row[column] !== "string" || /^[-¥\d,.]+$/.test(row[column])),
  );
  const padded = (text: string, column: number): string => {
    const space = " ".repeat((widths[column] ?? 0) - widthOf(text));
    return isNumber[column] === true ? space + text : text + space;
  };
  return cells.map((row) => row.map(padded).join("  ").trimEnd()).join("\n");
};

/** Yen for people: ¥29,900,000. */
export const yen = (amount: bigint): string => `¥${amount.toLocaleString("en-US")}`;

/** Rows as CSV with a header. */
export const csv = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  stringify([header, ...rows].map((row) => row.map((cell) => (cell === null ? "" : String(cell)))));
