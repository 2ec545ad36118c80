import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import hre from "hardhat";

const FOLDER = "docs/when-it-breaks";
const PAGES = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), "utf8") }));

const inOneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

const sourcesIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

/** What can be printed, as the sources have it: long texts in one piece, and values as they are called there. */
const PRINTED = inOneLine(
  [
    ...sourcesIn("tasks", ".ts"),
    "contracts/libraries/RestrictionText.sol",
    "node_modules/hardhat/internal/core/errors-list.js",
  ]
    .map((file) => readFileSync(file, "utf8").replaceAll(/["`] \+\s*["`]/g, ""))
    .join("\n")
    .replaceAll("\\`", "`"),
);

/** The messages of a page: in its blocks, and in the first column of its tables. */
const messagesOf = (text: string): readonly string[] => [
  ...[...text.matchAll(/^ *```text\n(.*?)^ *```$/gms)].flatMap(([, body = ""]) => body.trim().split(/\s*\n\s*/)),
  ...[...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message = ""]) => message),
];

/** The words of a message that are always the same. What stands between is marked by `…`, or put together of parts by punctuation. */
const fixedWords = (message: string): readonly string[] =>
  message
    .split(/…|: |; | \(|\)|\[/)
    .map((piece) => piece.replaceAll(/^[\s,.\]]+|[\s,.\]]+$/g, ""))
    .filter((piece) => piece.length > 3 && !/^[a-z]+ (settle|close|amend|execute)$/.test(piece));

/** The commands of a page: in its blocks, and inside of its sentences. */
const commandsOf = (text: string): readonly string[] => {
  const blocks = [...text.matchAll(/^ *```sh\n(.*?)^ *```$/gms)].flatMap(([, body = ""]) => body.replaceAll("\\\n", "").trim().split(/\s*\n\s*/)); // prettier-ignore
  const spans = [...text.replaceAll(/^ *```.*?^ *```$/gms, "").matchAll(/`([^`]+)`/g)].map(([, span = ""]) => inOneLine(span)); // prettier-ignore
  return [...blocks, ...spans].map((each) => each.replace(/^npx hardhat /, "").replace(/\s*#.*/, ""));
};

describe("What is said of things that break", () => {
  for (const { name, text } of PAGES) {
    for (const message of messagesOf(text))
      it(`${name} quotes what is printed: ${message}`, () => {
        const words = fixedWords(message);
        expect(words).not.to.deep.equal([]);
        for (const each of words) expect(PRINTED.includes(each), each).to.equal(true);
      });

    for (const command of commandsOf(text)) {
      const [scope = "", task = ""] = command.split(" ");
      if (hre.scopes[scope] === undefined || task === "") continue;
      it(`${name} types a command that exists: ${command}`, () => {
        const definition = hre.scopes[scope]?.tasks[task];
        const known = Object.keys(definition?.paramDefinitions ?? {});
        expect(definition?.name).to.equal(task);
        for (const [, flag = ""] of command.matchAll(/--([a-z-]+)/g))
          expect(known).to.include(flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()));
      });
    }
  }
});
