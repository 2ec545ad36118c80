import { LosslessNumber, parse } from "lossless-json";
import { z } from "zod";
import { type HolidayCalendar } from "./calendar";
import { NoSuchDay, parseDay } from "./day";
import { offeringViolation, plainOffering, type Offering } from "./offering";
import { violationOf, type Terms } from "./terms";

/** A tax class and its withholding rate, data of the term sheet and not law in the code [P-8]. */
export interface TaxClass {
  readonly name: string;
  /** In 1/100,000: 15315 is 15.315 %. */
  readonly ratePer100k: number;
}

/** The bonds that one investor receives. */
export interface Allotment {
  /** A label, unique in the sheet; never a person's name. */
  readonly holder: string;
  readonly bonds: number;
  /** The name of one of the sheet's tax classes. */
  readonly taxClass: string;
}

/** A term sheet that has passed every check. */
export interface Sheet {
  readonly id: string;
  readonly name: string;
  readonly symbol: string;
  readonly terms: Terms;
  /** In the order of the sheet: the position is the number of the class. */
  readonly taxClasses: readonly TaxClass[];
  /** The name of the dealer's tax class. */
  readonly dealerTaxClass: string;
  /** They add up to all bonds. */
  readonly allotments: readonly Allotment[];
  /** What the sheet leaves out is as {@link plainOffering} has it. */
  readonly offering: Offering;
}

/** Where a value stands in the sheet: keys and positions, outermost first. */
type Path = readonly PropertyKey[];

/** Thrown for a bad term sheet. The message is one line that names the key, the value and what is expected. */
export class SheetError extends Error {
  override readonly name = "SheetError";

  constructor(path: Path, found: string, expected: string) {
    super(`${shownPath(path)}: found ${found}, expected ${expected}`);
  }
}

const LONGEST_SHOWN = 60;
const LONGEST_CLASS_NAME = 64;
const DEFAULT_TAX_CLASSES = { "domestic-corporation": 15315n, exempt: 0n }; // P-8
const RESERVED_HOLDERS = ["dealer", "issuer"];

/** `text` on one line: cut if long, and with a code for every character that cannot be seen. */
const shownText = (text: string): string => {
  const cut = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  return cut.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
};

const shownValue = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return `"${shownText(value)}"`;
  if (Array.isArray(value)) return "an array";
  if (value instanceof LosslessNumber) return shownText(value.toString());
  if (typeof value === "bigint") return shownText(value.toString());
  return value === null || typeof value === "boolean" ? `${value}` : "an object";
};

const shownPath = (path: Path): string => {
  const steps = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    const key = String(step);
    return /^[\w-]{1,60}$/.test(key) ? `.${key}` : `[${shownValue(key)}]`;
  });
  return path.length === 0 ? "term sheet" : steps.join("").replace(/^\./, "");
};

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined),
    root,
  );

/** A number of the sheet: a bigint if it is written as an integer, else its text: `5980.0` is not an integer here. */
const numberOf = (text: string): bigint | LosslessNumber =>
  /^(0|-?[1-9][0-9]*)$/.test(text) ? BigInt(text) : new LosslessNumber(text);

/**
 * Refuses a key that stands twice in one object, and `__proto__`. The parser lets a repeated key pass if its value is the
 * same, and the schema library does not see `__proto__` in a record.
 *
 * @param text valid JSON
 */
const refuseBadKeys = (text: string, root: unknown): void => {
  const open: { keys: Set<string>; at: string | number }[] = [];
  for (const [token, quoted, colon] of text.matchAll(/("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\],]/g)) {
    const inside = open.at(-1);
    if (token === "{" || token === "[") open.push({ keys: new Set(), at: token === "[" ? 0 : "" });
    else if (token === "}" || token === "]") open.pop();
    else if (token === "," && typeof inside?.at === "number") inside.at += 1;
    else if (inside !== undefined && quoted !== undefined && colon !== undefined) {
      const key = String(parse(quoted));
      inside.at = key;
      const path = open.map(({ at }) => at);
      if (key === "__proto__") throw new SheetError(path, shownValue(valueAt(root, path)), "no such key");
      if (inside.keys.has(key))
        throw new SheetError(path, `a second ${shownValue(valueAt(root, path))}`, "each key once");
      inside.keys.add(key);
    }
  }
};

/** The line of `text` in which the parser stopped, if its message says where. */
const lineOf = (text: string, message: string): { readonly text: string; readonly where: string } | undefined => {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return undefined;
  const before = text.slice(0, Number(position)).split("\n");
  return {
    text: text.split("\n")[before.length - 1]?.replaceAll(/^[ \t]+|[ \t\r]+$/g, "") ?? "",
    where: `line ${before.length}: `,
  };
};

/** The values of a sheet's text: numbers as {@link numberOf} gives them, no key twice. */
const readJson = (text: string): unknown => {
  try {
    const root = parse(text, null, { parseNumber: numberOf, onDuplicateKey: ({ newValue }) => newValue });
    refuseBadKeys(text, root);
    return root;
  } catch (error) {
    if (error instanceof SheetError || !(error instanceof Error)) throw error;
    const line = lineOf(text, error.message);
    throw new SheetError([], shownValue(line?.text ?? text), `JSON (${line?.where ?? ""}${shownText(error.message)})`);
  }
};

// Every schema's error text says what is expected; the line around it is written in one place, `firstFault`.
const integer = (error: string) => z.bigint({ error });
const textOf = (pattern: RegExp, error: string) => z.string({ error }).regex(pattern, { error });
/** Not empty, and without control characters and halves of characters, which no register or file could carry. */
const isPlain = (text: string): boolean => text !== "" && !/[\p{Cc}\p{Cs}]/u.test(text);
const textUpTo = (bytes: number) => {
  const error = `a text of 1 to ${bytes} bytes without control characters`;
  return z
    .string({ error })
    .refine((text) => isPlain(text) && new TextEncoder().encode(text).length <= bytes, { error });
};

const DAY = "a day that exists, as a string YYYY-MM-DD";
const day = z.string({ error: DAY }).transform((text, context) => {
  try {
    return parseDay(text);
  } catch (error) {
    if (!(error instanceof NoSuchDay)) throw error;
    context.addIssue({ code: "custom", message: DAY });
    return z.NEVER;
  }
});

const HOLDER = "a label, not empty, without control characters, and neither dealer nor issuer";
const allotment = z.strictObject(
  {
    holder: z
      .string({ error: HOLDER })
      .refine((label) => isPlain(label) && !RESERVED_HOLDERS.includes(label), { error: HOLDER }),
    bonds: integer("an integer of at least 1").min(1n, { error: "an integer of at least 1" }),
    taxClass: z.string({ error: "the name of a tax class" }),
  },
  { error: "an object with holder, bonds and taxClass" },
);

const RATE = "an integer from 0 to 100000, in 1/100,000";
const taxRates = z.record(z.string(), integer(RATE).min(0n, { error: RATE }).max(100_000n, { error: RATE }), {
  error: "an object of class names and rates",
});

const yenFrom = (least: 0 | 1) =>
  textOf(least === 0 ? /^(0|[1-9][0-9]*)$/ : /^[1-9][0-9]*$/, `yen as a string of digits, at least ${least}`);

const MOST_RATINGS = 10;
const rating = z.strictObject(
  { agency: textUpTo(64), rating: textUpTo(64) },
  { error: "an object with agency and rating" },
);
const offering = z.strictObject(
  {
    applicationDay: day.optional(),
    issuePriceYenPerBond: yenFrom(1).optional(),
    underwritingFeeYen: yenFrom(0).optional(),
    issueCostsYen: yenFrom(0).optional(),
    ratings: z
      .array(rating, { error: "an array of ratings" })
      .max(MOST_RATINGS, { error: `at most ${MOST_RATINGS} ratings` })
      .optional(),
  },
  { error: "an object, the offering" },
);

const sheetSchema = z.strictObject(
  {
    id: textOf(/^[a-z][a-z0-9-]*$/, "a small letter, then small letters, digits and hyphens"),
    name: textUpTo(256),
    symbol: textUpTo(64),
    denominationYen: yenFrom(1),
    bonds: integer("an integer"),
    ratePpm: integer("an integer"),
    closing: day,
    firstPayment: day,
    maturity: day,
    allotments: z.array(allotment, { error: "an array of allotments" }),
    taxClasses: taxRates.default(DEFAULT_TAX_CLASSES),
    dealerTaxClass: z.string({ error: "the name of a tax class" }).optional(),
    offering: offering.default({}),
  },
  { error: "an object, the term sheet" },
);

/** The error for the first thing that the schema found. */
const firstFault = (root: unknown, error: z.ZodError): SheetError => {
  const [issue] = error.issues;
  if (issue === undefined) throw error;
  const isUnknownKey = issue.code === "unrecognized_keys";
  const path = isUnknownKey ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  return new SheetError(path, shownValue(valueAt(root, path)), isUnknownKey ? "no such key" : issue.message);
};

/** The tax classes, numbered in the order in which JSON keeps keys: as written, names that are whole numbers first. */
const taxClassesOf = (rates: Readonly<Record<string, bigint>>): readonly TaxClass[] => {
  const classes = Object.entries(rates).map(([name, rate]) => ({ name, ratePer100k: Number(rate) }));
  if (classes.length < 1 || classes.length > 100) {
    throw new SheetError(["taxClasses"], `${classes.length} classes`, "1 to 100 classes");
  }
  for (const { name, ratePer100k } of classes) {
    if (!isPlain(name) || new TextEncoder().encode(name).length > LONGEST_CLASS_NAME) {
      const expected = `a class name of 1 to ${LONGEST_CLASS_NAME} bytes without control characters`;
      throw new SheetError(["taxClasses", name], `${ratePer100k} under this name`, expected);
    }
  }
  return classes;
};

const refuseBadAllotments = (allotments: z.infer<typeof sheetSchema>["allotments"], bonds: bigint): void => {
  const holders = new Set<string>();
  allotments.forEach(({ holder }, position) => {
    if (holders.has(holder)) {
      throw new SheetError(["allotments", position, "holder"], shownValue(holder), "each holder once");
    }
    holders.add(holder);
  });
  const allotted = allotments.reduce((sum, each) => sum + each.bonds, 0n);
  if (allotted !== bonds) {
    throw new SheetError(["allotments"], `${shownValue(allotted)} bonds in all`, `them to add up to bonds ${bonds}`);
  }
};

const offeringOf = (root: unknown, given: z.infer<typeof offering>, terms: Terms): Offering => {
  const plain = plainOffering(terms);
  const yen = (text: string | undefined, otherwise: bigint): bigint => (text === undefined ? otherwise : BigInt(text));
  const found = {
    applicationDay: given.applicationDay ?? plain.applicationDay,
    issuePriceYenPerBond: yen(given.issuePriceYenPerBond, plain.issuePriceYenPerBond),
    underwritingFeeYen: yen(given.underwritingFeeYen, plain.underwritingFeeYen),
    issueCostsYen: yen(given.issueCostsYen, plain.issueCostsYen),
    ratings: given.ratings ?? plain.ratings,
  };
  const violation = offeringViolation(terms, found);
  if (violation === null) return found;
  const path = ["offering", violation.key];
  throw new SheetError(path, shownValue(valueAt(root, path) ?? violation.value), violation.expected);
};

/**
 * Reads a term sheet.
 *
 * @param text the JSON text of the sheet
 * @param calendar the holidays by which its days are judged
 * @throws {@link SheetError} with one line that names the key, the value and what is expected, for anything that is wrong
 */
export const parseSheet = (text: string, calendar: HolidayCalendar): Sheet => {
  const root = readJson(text);
  const read = sheetSchema.safeParse(root);
  if (!read.success) throw firstFault(root, read.error);

  const { id, name, symbol, closing, firstPayment, maturity } = read.data;
  const terms: Terms = {
    denominationYen: BigInt(read.data.denominationYen),
    bonds: Number(read.data.bonds),
    ratePpm: Number(read.data.ratePpm),
    closing,
    firstPayment,
    maturity,
  };
  const violation = violationOf(terms, calendar);
  if (violation !== null) {
    // The sheet's own text of the value: a number out of bounds may be too large to have become a number unharmed.
    throw new SheetError([violation.key], shownValue(valueAt(root, [violation.key])), violation.expected);
  }

  const taxClasses = taxClassesOf(read.data.taxClasses);
  const names = taxClasses.map((each) => each.name);
  const checkedClass = (path: Path, taxClass: string): string => {
    if (names.includes(taxClass)) return taxClass;
    throw new SheetError(path, shownValue(taxClass), `one of the tax classes ${shownText(names.join(", "))}`);
  };
  refuseBadAllotments(read.data.allotments, read.data.bonds);
  return {
    id,
    name,
    symbol,
    terms,
    taxClasses,
    dealerTaxClass: checkedClass(["dealerTaxClass"], read.data.dealerTaxClass ?? names[0] ?? ""),
    allotments: read.data.allotments.map(({ holder, bonds, taxClass }, position) => ({
      holder,
      bonds: Number(bonds),
      taxClass: checkedClass(["allotments", position, "taxClass"], taxClass),
    })),
    offering: offeringOf(root, read.data.offering, terms),
  };
};
