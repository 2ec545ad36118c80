import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { z } from "zod";
import { isEmbedded } from "./embedded";
import { TaskError } from "./output";

// What was sent: a line before a transaction leaves and a line when its fate is known. A run that breaks leaves the first without the second.

const letter = z.strictObject({
  /** What it is for. */
  task: z.string(),
  role: z.string(),
  from: z.string(),
  nonce: z.number().int().min(0),
  to: z.string(),
  /** Its most gas, by whose last digits it is told from another that says the same; what was signed elsewhere is the same act whatever its gas. */
  gas: z.number().int().min(0).optional(),
  /** Keccak-256 of its data. */
  dataHash: z.string(),
  /** The block of the chain's end when it was prepared: it lies in none before. */
  afterBlock: z.number().int().min(0),
  /** When it was prepared, ISO 8601. */
  preparedAt: z.string(),
});

const line = letter.extend({
  state: z.enum(["prepared", "sent", "done", "reverted", "lost"]),
  hash: z.string().optional(),
});

/** A transaction as the outbox knows it. */
export type Letter = z.infer<typeof letter>;
export type OutboxLine = z.infer<typeof line>;

/** The lines of a network, kept beside its address book. */
export interface Outbox {
  readonly lines: () => readonly OutboxLine[];
  readonly add: (line: OutboxLine) => void;
}

/** An in-process network dies with its process: nothing of it can be interrupted and gone on with. */
const NONE: Outbox = { lines: () => [], add: () => undefined };

export const outboxOf = (hre: HardhatRuntimeEnvironment): Outbox => {
  if (isEmbedded(hre)) return NONE;
  const file = join(hre.config.paths.ignition, "sent", `${hre.network.name}.jsonl`);
  return {
    lines: () => readLines(file),
    add: (entry) => {
      try {
        append(file, JSON.stringify(entry));
      } catch (error) {
        throw new TaskError(
          `${file}: cannot be written (${(error as Error).message}), and nothing leaves that is not written down; make room for it and let it be written, and run this again: what has arrived is skipped`,
        );
      }
    },
  };
};

/** Never rewritten: another run may be adding to it. */
const append = (file: string, entry: string): void => {
  mkdirSync(dirname(file), { recursive: true });
  const text = textOf(file);
  const gap = text === "" || text.endsWith("\n") ? "" : "\n";
  appendFileSync(file, `${gap}${entry}\n`);
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
};

/** A line that was cut by whatever ended a run: nothing was sent then, since a line comes before what it tells of. */
const isCut = (text: string): boolean => text.startsWith("{") && !text.endsWith("}");

const readLines = (file: string): readonly OutboxLine[] =>
  textOf(file)
    .split("\n")
    .flatMap((each, position) => (each === "" || isCut(each) ? [] : [parsed(file, each, position + 1)]));

const parsed = (file: string, text: string, number: number): OutboxLine => {
  try {
    return line.parse(JSON.parse(text));
  } catch {
    throw new TaskError(`${file}: line ${number} is no entry of the outbox; restore the file, or move it away if no transaction is on its way`); // prettier-ignore
  }
};

/** The same transaction: who signs, under which number, and what it says with how much gas. */
const keyOf = ({ from, nonce, to, gas, dataHash }: Letter): string => `${from} ${nonce} ${to} ${gas ?? ""} ${dataHash}`;

/** The block after which a transaction may lie, which may have left from here before. */
export const firstBlockOf = (outbox: Outbox, sought: Letter): number =>
  Math.min(
    sought.afterBlock,
    ...outbox.lines().flatMap((each) => (keyOf(each) === keyOf(sought) ? [each.afterBlock] : [])),
  );

/** What left and of which nobody knows how it ended. */
export const unfinished = (outbox: Outbox): readonly OutboxLine[] => {
  const last = new Map<string, OutboxLine>();
  for (const each of outbox.lines()) last.set(keyOf(each), each);
  return [...last.values()].filter(({ state }) => state === "prepared" || state === "sent");
};
