import type { Fragment, SuiteAbi } from "./artifacts";
import { stacked, table } from "./markdown";
import type { Page } from "./page";
import { declarationsIn } from "./solidity";
import type { Sources } from "./tree";

/** What the page is made of. */
export interface ErrorSources {
  readonly suite: readonly SuiteAbi[];
  readonly contracts: Sources;
  /** What each error means and what to do, `what is: what to do`, as the tasks say it. */
  readonly refusals: Readonly<Record<string, string>>;
  /** The names of the restriction codes, in order. */
  readonly restrictions: readonly string[];
  /** The source of `RestrictionText`. */
  readonly restrictionText: string;
  /** What to do about each restriction, by its code. */
  readonly remedies: readonly string[];
}

interface SuiteError {
  readonly name: string;
  readonly signature: string;
  readonly contracts: readonly string[];
}

/** `{day}` of a refusal stands for a value; inside a command it stays. */
const withValues = (text: string): string =>
  text
    .split("`")
    .map((part, i) => (i % 2 === 0 ? part.replaceAll(/\{(\w+)\}/g, "`$1`") : part))
    .join("`");

const signatureOf = ({ name, inputs = [] }: Fragment): string =>
  `${name}(${inputs.map((input) => input.name).join(", ")})`;

const errorsOf = (suite: readonly SuiteAbi[]): SuiteError[] => {
  const found = new Map<string, SuiteError>();
  for (const { name: contract, abi } of suite)
    for (const fragment of abi.filter(({ type }) => type === "error")) {
      const signature = signatureOf(fragment);
      const { contracts } = found.get(signature) ?? { contracts: [] };
      found.set(signature, { name: fragment.name ?? "", signature, contracts: [...contracts, contract] });
    }
  return [...found.values()].sort((a, b) => (a.signature < b.signature ? -1 : 1));
};

/** The notices of our own errors, by name; the same name may be declared twice. */
const noticesIn = (contracts: Sources): ReadonlyMap<string, readonly string[]> => {
  const notices = new Map<string, string[]>();
  for (const [path, source] of Object.entries(contracts))
    for (const { kind, name, notice } of declarationsIn(path, source))
      if (kind === "error") notices.set(name, [...(notices.get(name) ?? []), notice]);
  return notices;
};

/** `what is: what to do`, parted at the last colon. */
const parted = (refusal: string): readonly [what: string, remedy: string] => {
  const at = refusal.lastIndexOf(": ");
  return at < 0 ? [refusal, ""] : [refusal.slice(0, at), refusal.slice(at + 2)];
};

const TRANSFER_RESTRICTED = "TransferRestricted";

interface Row {
  readonly cells: readonly string[];
  readonly problems: readonly string[];
}

const rowOf = (
  { name, signature, contracts }: SuiteError,
  notices: ReadonlyMap<string, readonly string[]>,
  refusal: string | undefined,
): Row => {
  const [what, said] = parted(refusal ?? "");
  const remedy = name === TRANSFER_RESTRICTED ? "see the restriction codes below" : said;
  const ours = notices.get(name);
  const why = ours ?? [what]; // an error of OpenZeppelin says nothing itself
  const problems = [
    ...(why.some((notice) => notice === "") ? [`error ${name} has no @notice that says why it came`] : []),
    ...(refusal === undefined ? [`error ${name} has no text in tasks/support/refusals.ts`] : []),
    ...(refusal !== undefined && remedy === ""
      ? [`the text of ${name} in tasks/support/refusals.ts says no remedy: end it with ": what to do"`]
      : []),
  ];
  return {
    cells: [`\`${signature}\``, stacked(why.map(withValues)), withValues(remedy), stacked([...contracts])],
    problems,
  };
};

/** The message of a code: the text in the source that begins with the name of the restriction. */
const messageOf = (name: string, source: string): string => {
  const texts = [...source.matchAll(/"([^"]*)"/g)].map(([, text = ""]) => text);
  if (name === "None") return texts.find((text) => text === "Allowed") ?? "";
  return texts.find((text) => text.startsWith(`${name}: `)) ?? "";
};

/** The page, and what is missing on it. Pure. */
export const errorPage = (sources: ErrorSources): Page => {
  const { suite, contracts, refusals, restrictions, restrictionText, remedies } = sources;
  const notices = noticesIn(contracts);
  const rows = errorsOf(suite).map((error) => rowOf(error, notices, refusals[error.name]));
  const codes = restrictions.map((name, code) => ({
    code: String(code),
    name,
    message: messageOf(name, restrictionText).replace(`${name}: `, ""),
    remedy: remedies[code] ?? "",
  }));
  const problems = [
    ...rows.flatMap((row) => row.problems),
    ...codes.flatMap(({ code, name, message, remedy }) => [
      ...(message === ""
        ? [`restriction ${code} ${name} has no message in contracts/libraries/RestrictionText.sol`]
        : []),
      ...(remedy === "" ? [`restriction ${code} ${name} has no remedy in tasks/support/refusals.ts`] : []),
    ]),
  ];
  const text = `# Errors: why they came, and what to do

Made from the compiled contracts, their comments and the texts of the tasks by \`npm run errors\`: change those, not this page. The tasks print the same
remedies with the values filled in.

## Errors of the contracts

${table(
  ["Error", "Why it came", "What to do", "Contracts"],
  rows.map(({ cells }) => cells),
)}

## Restriction codes of a transfer (ERC-1404)

\`detectTransferRestriction\` returns the first that applies; \`TransferRestricted\` carries it. A lack of bonds comes as the error of
its standard instead: \`ERC20InsufficientBalance\`, or \`ERC7943InsufficientUnfrozenBalance\` where bonds are frozen.

${table(
  ["Code", "Name", "What it means", "What to do"],
  codes.map(({ code, name, message, remedy }) => [code, `\`${name}\``, message, remedy]),
)}
`;
  return { text, problems };
};
