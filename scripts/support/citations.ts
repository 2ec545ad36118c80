/** The ids of clauses, as the terms define them and as code and tests cite them. */

/** `[T-1]`, `[P-3, T-7]`, `[T-1 to T-4]`: brackets that begin with an id. */
const CITATION = /\[([A-Z]-\d[^\]]*)\]/g;
const ID_OR_RANGE = /([A-Z])-(\d+)(?: to \1-(\d+))?/g;

const range = (letter: string, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => `${letter}-${first + i}`);

/** The ids that a text cites, once each; a range counts for all in it. */
export const citedIn = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(CITATION)].flatMap(([, inside = ""]) =>
      [...inside.matchAll(ID_OR_RANGE)].flatMap(([, letter = "", first = "", last = first]) =>
        range(letter, Number(first), Number(last)),
      ),
    ),
  );

/** The ids that `docs/terms.md` defines, in its order: rows of a table, `| I-1 |`, and items, `- **P-1**`. */
export const definedIn = (terms: string): readonly string[] =>
  [...terms.matchAll(/^(?:\| ([A-Z]-\d+) \||- \*\*([A-Z]-\d+)\*\*)/gm)].map(([, row, item]) => row ?? item ?? "");
