import { toBeHex, zeroPadValue } from "ethers";
import {
  amountsOf,
  SheetError,
  totalsOf,
  type SheetAmounts,
  type SheetLine,
  type SheetState,
} from "../../lib/paymentSheet";
import { namesOf } from "./accounts";
import { daysJson, holderJson, type DaysJson } from "./dateJson";
import { nameIn } from "./enums";
import { logsBetween } from "./logs";
import type { OpenBond } from "./network";
import { csv, table, TaskError, yen } from "./output";
import { readDate, type DateView, type Line } from "./paymentPlans";
import { textOfWord } from "./words";

/** Amounts as printed: bonds as a number, whole yen as strings. */
export type SheetAmountsJson = { readonly [Key in keyof SheetAmounts]: Key extends "bonds" ? number : string };

/** One line of the sheet. */
export interface SheetRowJson extends SheetAmountsJson {
  readonly holder: string;
  readonly account: string;
  /** Who is entitled to the amount: the holder, unless it was redirected [P-3]. */
  readonly payee: string;
  readonly payeeAccount: string;
  readonly taxClass: string;
  readonly state: string;
  /** The bank's reference of what settled, the reason of what failed, the hash of the file of what was instructed. */
  readonly reference: string | null;
}

/** What `payment sheet --json` prints. */
export interface PaymentSheetJson extends DaysJson {
  readonly bond: string;
  readonly network: string;
  readonly state: string;
  readonly rows: readonly SheetRowJson[];
  /** Settled, failed and open make up all, and the due of all is what the date says. */
  readonly totals: Readonly<Record<"settled" | "failed" | "open" | "all", SheetAmountsJson>>;
  readonly dueYen: string;
  readonly fundedYen: string;
}

/** Reads the lines of a date as they were fixed, and what became of each; refuses if they do not add up to the date. */
export const readPaymentSheet = async (open: OpenBond, index: number): Promise<PaymentSheetJson> => {
  const { token, at, id, name } = open;
  const view = await readDate(open, index);
  const lines = fixedLines(view);
  const { denominationYen, taxClasses } = await token.terms(at);
  const classes = taxClasses.map((each) => each.name);
  const { labelOf } = await namesOf(open);
  const said = await wordsSaid(open, index);
  const rows = lines.map((line): SheetRowJson => ({
    holder: labelOf(line.holder),
    account: line.holder,
    payee: labelOf(line.payee),
    payeeAccount: line.payee,
    taxClass: holderJson("", line, classes).taxClass,
    state: stateOf(line),
    ...amountsJson(amountsOf(sheetLineOf(line), denominationYen)),
    reference: said.get(`${line.holder} ${stateOf(line)}`) ?? null,
  }));
  const { settled, failed, open: waiting, all } = addedUp(view, lines, denominationYen);
  return {
    bond: id,
    network: name,
    ...daysJson(index, view.date),
    state: view.state,
    rows,
    totals: {
      settled: amountsJson(settled),
      failed: amountsJson(failed),
      open: amountsJson(waiting),
      all: amountsJson(all),
    },
    dueYen: view.date.dueYen.toString(),
    fundedYen: view.date.fundedYen.toString(),
  };
};

/** A sheet of what may still change is no sheet. Of a date that lapsed, what had been fixed is listed. */
const fixedLines = ({ index, state, lines }: DateView): readonly Line[] => {
  const fixed = lines.filter((line) => nameIn("LineState", line.state) !== "None");
  if (state === "Scheduled")
    throw new TaskError(
      `payment sheet: date ${index} is not fixed yet, so its lines may change: run \`payment fix\`, or look at \`payment preview\``,
    );
  if (state === "Lapsed" && fixed.length === 0)
    throw new TaskError(`payment sheet: date ${index} lapsed before it was fixed, so it has no lines [D-1]`);
  return fixed;
};

const stateOf = ({ state }: Line): SheetState => nameIn("LineState", state) as SheetState;

const sheetLineOf = (line: Line): SheetLine => ({
  bonds: Number(line.bonds),
  grossYen: line.amounts.grossYen,
  withheldYen: line.amounts.withheldYen,
  principalYen: line.amounts.principalYen,
  setOffYen: line.setOffYen,
  state: stateOf(line),
});

const addedUp = ({ index, date }: DateView, lines: readonly Line[], denominationYen: bigint) => {
  const { dueYen, openLines, fixedBonds } = date;
  const sums = { dueYen, openLines: Number(openLines), fixedBonds: Number(fixedBonds) };
  try {
    return totalsOf(lines.map(sheetLineOf), denominationYen, sums);
  } catch (error) {
    if (!(error instanceof SheetError)) throw error;
    throw new TaskError(
      `payment sheet: date ${index} does not reconcile (${error.message}); use no sheet, and have the contracts looked at`,
    );
  }
};

const amountsJson = ({ bonds, ...money }: SheetAmounts): SheetAmountsJson => ({
  bonds,
  ...(Object.fromEntries(Object.entries(money).map(([key, amount]) => [key, amount.toString()])) as Omit<
    SheetAmountsJson,
    "bonds"
  >),
});

/** Which event brings a line into which state, and what it says. */
const SAYS: Readonly<Record<string, readonly [state: SheetState, value: string]>> = {
  Settled: ["Settled", "bankReference"],
  PaymentFailed: ["Failed", "reason"],
  PaymentReturned: ["Failed", "reason"],
  Instructed: ["Instructed", "fileHash"],
};

/** What was last said of each holder's line on a date when it came into a state; the chain keeps it in events only. */
const wordsSaid = async ({ hre, abi, entry }: OpenBond, index: number): Promise<ReadonlyMap<string, string>> => {
  const { payments } = entry.contracts;
  const topics = Object.keys(SAYS).map((event) => abi.interfaces.BondPayments.getEvent(event)?.topicHash ?? "");
  const filter = { address: payments, topics: [topics, zeroPadValue(toBeHex(index), 32)] };
  const logs = await logsBetween(hre, filter, 0, await hre.ethers.provider.getBlockNumber());
  const said = new Map<string, string>();
  for (const log of logs) {
    const { name = "", inputs = [], values = [] } = abi.parseEvent(log) ?? {};
    const [state, word] = SAYS[name] ?? [];
    const valueOf = (input: string): string => String(values[inputs.findIndex((each) => each.name === input)]);
    if (state !== undefined && word !== undefined) said.set(`${valueOf("holder")} ${state}`, textOfWord(valueOf(word)));
  }
  return said;
};

const AMOUNTS = [
  ...["bonds", "faceYen", "grossYen", "withheldYen", "netYen", "principalYen", "setOffYen", "cashYen", "dueYen"],
] as readonly (keyof SheetAmountsJson)[];

const TOTALS = ["settled", "failed", "open", "all"] as const;

/** The sheet as CSV: a row for each line, then the sums of what settled, failed and is open, and of all. */
export const paymentSheetCsv = ({ rows, totals }: PaymentSheetJson): string =>
  csv(
    ["holder", "account", "payee", "payeeAccount", "taxClass", ...AMOUNTS, "state", "reference"],
    [
      ...rows.map((row) => [
        ...[row.holder, row.account, row.payee, row.payeeAccount, row.taxClass],
        ...AMOUNTS.map((key) => row[key]),
        ...[row.state, row.reference],
      ]),
      ...TOTALS.map((total) => [
        ...[`total ${total}`, "", "", "", ""],
        ...AMOUNTS.map((key) => totals[total][key]),
        ...["", ""],
      ]),
    ],
  );

/** The same for people. */
export const paymentSheetText = (sheet: PaymentSheetJson): string => {
  const money = (text: string): string => yen(BigInt(text));
  const shown = (amounts: SheetAmountsJson): (string | number)[] => [
    amounts.bonds,
    ...AMOUNTS.slice(2).map((key) => money(String(amounts[key]))),
  ];
  const { index, date, payOn, state, rows, totals, dueYen, fundedYen } = sheet;
  return [
    `${index === 0 ? "the acceleration" : `date ${index}`}, ${date}: ${state}, paid on ${payOn} [P-3, P-7]`,
    "",
    table(
      [
        ...["holder", "payee", "tax class", "bonds", "interest", "withheld", "net", "principal", "set off"],
        ...["cash", "due", "state", "reference"],
      ],
      [
        ...rows.map((row) => [row.holder, row.payee, row.taxClass, ...shown(row), row.state, row.reference]),
        ...TOTALS.map((total) => [`total ${total}`, "", "", ...shown(totals[total]), "", ""]),
      ],
    ),
    "",
    `due ${money(dueYen)} = settled ${money(totals.settled.dueYen)} + failed ${money(totals.failed.dueYen)} + open ${money(totals.open.dueYen)}; funded ${money(fundedYen)}`,
  ].join("\n");
};
