import { namesOf } from "./accounts";
import { daysJson, holderJson, sumsJson, type AmountsJson, type DaysJson, type HolderJson } from "./dateJson";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { table, yen } from "./output";
import { ACCELERATION, readDate, type Line } from "./paymentPlans";

/** A holder's line. */
interface PreviewLineJson extends HolderJson {
  readonly account: string;
  readonly state: string;
  /** Who is entitled to the amount: the holder, unless it was redirected [P-3]. */
  readonly payee: string;
  /** What he received for dates that lapsed, as far as it is set off; zero but for the acceleration [D-1]. */
  readonly setOffYen: string;
  /** What is paid: interest and principal, less what is withheld and set off. */
  readonly toPayYen: string;
}

/** What `payment preview --json` prints: the amounts of `bond lifecycle`, and where each line stands. */
export interface PreviewJson extends DaysJson, AmountsJson {
  readonly state: string;
  /** Each holder's line; its state is Preview until it is fixed. */
  readonly holders: readonly PreviewLineJson[];
  /** Who received more for lapsed dates than he was still to get, once the acceleration is fixed [D-1]. */
  readonly toRecover: readonly { readonly holder: string; readonly account: string; readonly recoverYen: string }[];
  readonly dueYen: string;
  readonly fundedYen: string;
}

/** Reads what a date pays: before the record day, what it would pay if nothing moved any more. */
export const readPreview = async (open: OpenBond, index: number): Promise<PreviewJson> => {
  const { date, state, lines } = await readDate(open, index);
  const { labelOf } = await namesOf(open);
  const classes = (await open.token.terms(open.at)).taxClasses.map(({ name }) => name);
  const holders = lines.map((line) => ({
    ...holderJson(labelOf(line.holder), line, classes),
    account: line.holder,
    payee: labelOf(line.payee),
    setOffYen: line.setOffYen.toString(),
    toPayYen: toPayOf(line).toString(),
    state: line.state === 0n ? "Preview" : nameIn("LineState", line.state),
  }));
  const sums = sumsJson(holders);
  const setOffYen = lines.reduce((sum, line) => sum + line.setOffYen, 0n);
  return {
    ...daysJson(index, date),
    state,
    holders,
    ...sums,
    toRecover: index === ACCELERATION ? await readRecoveries(open, labelOf) : [],
    dueYen: (BigInt(sums.grossYen) + BigInt(sums.principalYen) - setOffYen).toString(),
    fundedYen: date.fundedYen.toString(),
  };
};

const toPayOf = ({ amounts: { grossYen, withheldYen, principalYen }, setOffYen }: Line): bigint =>
  grossYen - withheldYen + principalYen - setOffYen;

const readRecoveries = async ({ payments }: OpenBond, labelOf: (account: string) => string) =>
  (await payments.queryFilter(payments.filters.ReceivedSetOff()))
    .filter(({ args }) => args.recoverYen > 0n)
    .map(({ args: { holder, recoverYen } }) => ({
      holder: labelOf(holder),
      account: holder,
      recoverYen: recoverYen.toString(),
    }));

/** The same for people. */
export const previewText = (preview: PreviewJson): string =>
  [
    headingOf(preview),
    "",
    table(
      columnsFor(preview).map(({ name }) => name),
      [
        ...preview.holders.map((each) => columnsFor(preview).map(({ cell }) => cell(each))),
        columnsFor(preview).map(({ total }) => total(preview)),
      ],
    ),
    "",
    ...preview.toRecover.map(({ holder, recoverYen }) => `to be recovered from ${holder}: ${money(recoverYen)} [D-1]`),
    fundingOf(preview),
  ].join("\n");

const money = (text: string): string => yen(BigInt(text));

const headingOf = ({ index, date, payOn, blackoutFrom, state }: PreviewJson): string =>
  index === ACCELERATION
    ? `acceleration for the event of ${date}: ${state}, due at once, register read on ${blackoutFrom} when it was recorded [D-1]`
    : `date ${index}, ${date}: ${state}, paid on ${payOn}, register read at 00:00 of ${blackoutFrom} [P-3, P-4]`;

const fundingOf = ({ state, dueYen, fundedYen }: PreviewJson): string =>
  state === "Lapsed"
    ? `lapsed: nothing more is paid on it, and what was settled is set off at the acceleration, \`payment preview --index 0\` [D-1]`
    : `the issuer funds ${money(dueYen)}; funded so far ${money(fundedYen)}`;

interface Column {
  readonly name: string;
  readonly cell: (line: PreviewLineJson) => string | number;
  readonly total: (preview: PreviewJson) => string | number;
}

const blank = (): string => "";
const sumOfLines =
  (key: "setOffYen" | "toPayYen") =>
  ({ holders }: PreviewJson): string =>
    yen(holders.reduce((sum, each) => sum + BigInt(each[key]), 0n));

const COLUMNS: readonly Column[] = [
  { name: "holder", cell: ({ holder }) => holder, total: () => "total" },
  { name: "tax class", cell: ({ taxClass }) => taxClass, total: blank },
  {
    name: "bonds",
    cell: ({ bonds }) => bonds,
    total: ({ holders }) => holders.reduce((sum, { bonds }) => sum + bonds, 0),
  },
  ...(
    [
      ["interest", "grossYen"],
      ["withheld", "withheldYen"],
      ["net", "netYen"],
      ["principal", "principalYen"],
    ] as const
  ).map(([name, key]): Column => ({ name, cell: (line) => money(line[key]), total: (preview) => money(preview[key]) })),
];
const SET_OFF: readonly Column[] = [
  { name: "set off", cell: ({ setOffYen }) => money(setOffYen), total: sumOfLines("setOffYen") },
  { name: "to pay", cell: ({ toPayYen }) => money(toPayYen), total: sumOfLines("toPayYen") },
];
const PAYEE: Column = { name: "paid to", cell: ({ payee }) => payee, total: blank };
const STATE: Column = { name: "state", cell: ({ state }) => state, total: blank };

/** The set-off stands only where there can be one, the payee only where somebody else is entitled. */
const columnsFor = ({ index, holders }: PreviewJson): readonly Column[] => [
  ...COLUMNS,
  ...(index === ACCELERATION ? SET_OFF : []),
  ...(holders.some(({ holder, payee }) => holder !== payee) ? [PAYEE] : []),
  STATE,
];
