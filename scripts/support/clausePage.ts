import { citedIn, definedIn } from "./citations";
import { CLAUSES, NOT_YET, OUTSIDE, type ClauseKind } from "./clauseTable";
import { stacked, table } from "./markdown";
import type { Page } from "./page";
import { declarationsIn } from "./solidity";
import type { Sources } from "./tree";
import { statementsIn, titlesIn } from "./typescript";

/** Where a clause is kept, or proved. */
interface Place {
  readonly file: string;
  readonly label: string;
  readonly ids: ReadonlySet<string>;
  readonly isFunction: boolean;
}

/** What the page is made of: files by their path from the root. */
export interface ClauseSources {
  readonly terms: string;
  readonly contracts: Sources;
  readonly code: Sources;
  readonly tests: Sources;
}

const fileName = (path: string): string => path.replace(/^.*\//, "").replace(/\.\w+$/, "");

/** `IBondToken.cancel` is `BondToken.cancel` if there is a contract of that name. */
const contractPlaces = (contracts: Sources): Place[] => {
  const found = Object.entries(contracts).flatMap(([file, source]) =>
    declarationsIn(fileName(file), source).map((declaration) => ({ file, declaration })),
  );
  const names = new Set(found.map(({ file }) => fileName(file)));
  const implementing = (container: string): string =>
    /^I[A-Z]/.test(container) && names.has(container.slice(1)) ? container.slice(1) : container;
  return found
    .filter(({ declaration }) => declaration.kind !== "container")
    .map(({ file, declaration: { container, kind, name, comments } }) => ({
      file,
      label: container === name ? name : `${implementing(container)}.${name}`,
      ids: citedIn(comments),
      isFunction: kind === "function",
    }));
};

const codePlaces = (code: Sources): Place[] =>
  Object.entries(code).flatMap(([file, source]) =>
    statementsIn(file, source).map(({ name, isTask, text }) => ({
      file,
      label: isTask ? `task ${name}` : `${fileName(file)}.ts ${name}`,
      ids: citedIn(text),
      isFunction: false,
    })),
  );

const testPlaces = (tests: Sources): Place[] =>
  Object.entries(tests).flatMap(([file, source]) =>
    titlesIn(file, source).map(({ path, tests }) => ({
      file,
      label: path.join(" › ") + (tests > 1 ? ` (${tests} tests)` : ""),
      ids: citedIn(path.at(-1) ?? ""),
      isFunction: false,
    })),
  );

const link = (file: string, text: string): string => `[${text}](../${file})`;

/** Links with the same text are one; the same test twice is two. */
const whereOf = (places: readonly Place[]): string =>
  stacked([...new Map(places.map(({ file, label }) => [label, link(file, label)])).values()]);

const testsOf = (places: readonly Place[]): string =>
  stacked(
    places.map(({ file, label }) => `${link(file, file.replace(/^test\//, "").replace(/\.test\.ts$/, ""))} › ${label}`),
  );

const lackOf = (id: string, kind: ClauseKind, where: readonly Place[], tests: readonly Place[]): string[] => {
  if (kind === "outside")
    return OUTSIDE.includes(id) ? [] : [`${id} is outside, which only ${OUTSIDE.join(" and ")} may be`];
  const lacks = [
    ...(kind === "enforced" && !where.some(({ isFunction }) => isFunction) ? ["a function of a contract"] : []),
    ...(kind === "recorded" && where.length === 0 ? ["a function, event or task"] : []),
    ...(tests.length === 0 ? ["a test"] : []),
  ];
  return lacks.length === 0 ? [] : [`${id} is ${kind} and lacks ${lacks.join(" and ")} citing [${id}]`];
};

const INTRODUCTION = `# From clause to code to test

Made from the sources by \`npm run clauses\`: change those, not this page. The clauses are in [terms.md](terms.md). *Enforced*: a function makes it
so, and tests prove it. *Recorded*: a function, an event or a task shows it, and a test proves that. *Outside*: nothing in the software could make or
break it. A place is listed if its comment cites the clause, a test if its title does; \`…\` stands for what a title computes.
`;

/** The page, and what is missing on it. Pure. */
export const clausePage = ({ terms, contracts, code, tests }: ClauseSources): Page => {
  const defined = definedIn(terms);
  const places = [...contractPlaces(contracts), ...codePlaces(code)];
  const proofs = testPlaces(tests);
  const citing = (all: readonly Place[], id: string): Place[] => all.filter(({ ids }) => ids.has(id));

  const ids = defined.filter((id) => id in CLAUSES);
  const rows = ids.map((id) => {
    const [kind, summary] = CLAUSES[id]!;
    const [where, proof] = [citing(places, id), citing(proofs, id)];
    return { cells: [id, kind, summary, whereOf(where), testsOf(proof)], lacks: lackOf(id, kind, where, proof) };
  });
  const later = defined.filter((id) => !(id in CLAUSES));
  const unknown = [...places, ...proofs].flatMap(({ file, ids }) =>
    [...ids]
      .filter((id) => !defined.includes(id))
      .map((id) => `${file} cites [${id}], which docs/terms.md does not define`),
  );
  const problems = [
    ...later
      .filter((id) => !NOT_YET.test(id))
      .map((id) => `${id} of docs/terms.md has no kind: add it to scripts/support/clauseTable.ts`),
    ...Object.keys(CLAUSES)
      .filter((id) => !defined.includes(id))
      .map((id) => `${id} of scripts/support/clauseTable.ts is not in docs/terms.md`),
    ...new Set(unknown),
    ...rows.flatMap(({ lacks }) => lacks),
  ];
  const body = table(
    ["Clause", "Kind", "What it says", "Where", "Tests"],
    rows.map(({ cells }) => cells),
  );
  const notYet = later.length === 0 ? "" : `\nNot yet: ${later.join(", ")}.\n`;
  return { text: `${INTRODUCTION}\n${body}\n${notYet}`, problems };
};
