/** A cell of a table: bars would end it, line breaks would end the row. */
export const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");

/** A table of GitHub's Markdown. */
export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");

/** Several things in one cell. */
export const stacked = (items: readonly string[]): string => items.join("<br>");
