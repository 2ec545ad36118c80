/** Reads the declarations of a Solidity file with the comments that belong to them. No compiler: what is wanted stands in comments. */

export type Kind = "container" | "function" | "event" | "error" | "other";

export interface Declaration {
  /** The contract, interface or library, or the name of the file for what stands outside one. */
  readonly container: string;
  readonly kind: Kind;
  readonly name: string;
  /** All comments before it and inside it, without their marks. */
  readonly comments: string;
  /** Its `@notice`, on one line. */
  readonly notice: string;
}

interface Token {
  readonly kind: "comment" | "string" | "word" | "sign";
  readonly text: string;
  readonly line: number;
}

const TOKEN = /\/\/.*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[A-Za-z_$][\w$]*|[^\s]/g;

const tokensOf = (source: string): Token[] => {
  let [line, seen] = [1, 0];
  return [...source.matchAll(TOKEN)].map(({ 0: text, index }) => {
    line += source.slice(seen, index).split("\n").length - 1;
    seen = index;
    const first = text[0] ?? "";
    const isComment = text.startsWith("//") || text.startsWith("/*");
    const kind = isComment ? "comment" : /["']/.test(first) ? "string" : /[\w$]/.test(first) ? "word" : "sign";
    return { kind, text, line };
  });
};

const CONTAINERS = new Set(["contract", "interface", "library"]);
const NAMED = new Set(["function", "event", "error", "modifier", "struct", "enum", "type"]);
const IGNORED = new Set(["import", "pragma", "using"]);

interface Open {
  readonly words: string[];
  readonly leading: string[];
  readonly inside: string[];
  parentheses: number;
  braces: number;
  /** What follows an equals sign is a value. */
  valued: boolean;
}

const newOpen = (): Open => ({ words: [], leading: [], inside: [], parentheses: 0, braces: 0, valued: false });

/** What a comment says: no marks, no line breaks. */
const bare = (comment: string): string =>
  comment
    .replaceAll(/^\/\*+|\*+\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*(\/\/\/?|\*)/, "").trim())
    .join(" ")
    .trim();

/** The `@notice` of NatSpec; text without a tag is one. */
const noticeOf = (comments: readonly string[]): string => {
  const natspec = comments.filter((comment) => /^(\/\/\/|\/\*\*)/.test(comment)).map(bare);
  const text = natspec.join(" ");
  const tagged = text.startsWith("@") ? text : `@notice ${text}`;
  return (/@notice (.*?)(?= @[a-z]+ |$)/.exec(tagged)?.[1] ?? "").trim();
};

const nameOf = ({ words }: Open): string => {
  const at = words.findIndex((word) => NAMED.has(word) || CONTAINERS.has(word));
  if (at >= 0) return words[at + 1] ?? "";
  return words.includes("constructor") ? "constructor" : (words.at(-1) ?? "");
};

const kindOf = ({ words }: Open): Kind => {
  if (words.some((word) => CONTAINERS.has(word))) return "container";
  const [first = ""] = words;
  if (first === "function" || first === "event" || first === "error") return first;
  return first !== "modifier" && words.includes("public") ? "function" : "other"; // a public variable is asked like a function
};

/** The declarations of a file, in its order. */
export const declarationsIn = (fileName: string, source: string): readonly Declaration[] => {
  const found: { declaration: Declaration; line: number }[] = [];
  let container: string | undefined;
  let open = newOpen();

  /** Neither parameters nor a body: what names the declaration. */
  const isHead = (): boolean => open.braces === 0 && open.parentheses === 0;

  const close = (line: number): void => {
    const name = nameOf(open);
    const comments = [...open.leading, ...open.inside].map(bare).join("\n");
    const declaration = {
      container: container ?? fileName,
      kind: kindOf(open),
      name,
      comments,
      notice: noticeOf(open.leading),
    };
    if (!IGNORED.has(open.words[0] ?? "")) found.push({ declaration, line });
    open = newOpen();
  };

  const comment = ({ text, line }: Token): void => {
    const last = found.at(-1);
    const trails = open.words.length === 0 && last?.line === line;
    if (trails) last.declaration = { ...last.declaration, comments: `${last.declaration.comments}\n${bare(text)}` };
    else (open.words.length === 0 ? open.leading : open.inside).push(text);
  };

  const sign = ({ text, line }: Token): void => {
    if (text === "(") ++open.parentheses;
    else if (text === ")") --open.parentheses;
    else if (text === "=" && isHead()) open.valued = true;
    else if (text === ";" && open.braces === 0) close(line);
    else if (text === "{") {
      if (kindOf(open) !== "container") ++open.braces;
      else {
        const name = nameOf(open);
        close(line);
        container = name;
      }
    } else if (text === "}") {
      if (open.words.length === 0 && open.braces === 0) [container, open] = [undefined, newOpen()];
      else if (--open.braces === 0 && !IGNORED.has(open.words[0] ?? "")) close(line);
    }
  };

  for (const token of tokensOf(source)) {
    if (token.kind === "comment") comment(token);
    else if (token.kind === "sign") sign(token);
    else if (token.kind === "word" && isHead() && !open.valued) open.words.push(token.text);
  }
  return found.map(({ declaration }) => declaration);
};
