/** A command that a page shows after `$ `, with what it prints. */
export interface Shown {
  readonly kind: "command";
  readonly command: string;
  readonly output: string;
}

/** Text that a page shows: as it is, or, out of a `sh` block, to be typed. */
export interface Told {
  readonly kind: "text" | "script";
  readonly text: string;
}

export type Part = Told | Shown;

const BLOCK = /^```(console|sh)\n(.*?)^```$/gms;
const PROMPT = "$ ";

/** Before a `sh` block that belongs to a terminal of its own. */
const ELSEWHERE = "<!-- in another terminal -->\n";

/** The parts of a page, which {@link pageOf} puts together again. */
export const partsOf = (page: string): readonly Part[] => {
  const parts: Part[] = [];
  let from = 0;
  for (const { index, 0: block, 1: language, 2: body = "" } of page.matchAll(BLOCK)) {
    const before = page.slice(from, index);
    from = index + block.length;
    if (language === "sh" && before.endsWith(ELSEWHERE)) parts.push({ kind: "text", text: before + block });
    else if (language === "sh")
      parts.push({ kind: "text", text: `${before}\`\`\`sh\n` }, { kind: "script", text: body }, { kind: "text", text: "```" }); // prettier-ignore
    else
      parts.push({ kind: "text", text: `${before}\`\`\`console\n` }, ...commandsOf(body), {
        kind: "text",
        text: "```",
      });
  }
  return [...parts, { kind: "text", text: page.slice(from) }];
};

export const pageOf = (parts: readonly Part[]): string =>
  parts.map((part) => (part.kind === "command" ? `${PROMPT}${part.command}\n${part.output}` : part.text)).join("");

/** A command ends with its line, unless that ends with a backslash. */
const commandsOf = (body: string): readonly Shown[] =>
  body
    .split(/^\$ /m)
    .slice(1)
    .map((each): Shown => {
      const [command = ""] = /^(.*\\\n)*.*/.exec(each) ?? [];
      return { kind: "command", command, output: each.slice(command.length + 1) };
    });

/** What differs from run to run: where in the chain, when within a day, and what it cost. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/(\d{4}-\d{2}-\d{2}T)\d{2}:\d{2}:\d{2}(?=\+09:00)/g, "$1TIME"],
  [/\b(block|gas) [\d,]+/g, "$1 NUMBER"],
  [/\b\d+ s apart/g, "SOME s apart"],
  [/\bone in [\d.]+ s/g, "one in SOME s"],
];

/** The text of a run without what differs from run to run. */
export const masked = (text: string): string =>
  MASKS.reduce((rest, [what, instead]) => rest.replaceAll(what, instead), text);
