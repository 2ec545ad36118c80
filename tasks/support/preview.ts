import { formatDay, type JstDay } from "../../lib/day";
import { namesOf } from "./accounts";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { table, yen } from "./output";
import { readDate } from "./paymentPlans";

/** What `payment preview --json` prints: the amounts of `bond lifecycle`, and where each line stands. */
export interface PreviewJson {
  readonly index: number;
  readonly date: string;
  readonly payOn: string;
  readonly blackoutFrom: string;
  readonly blackoutTo: string;
  readonly interestPerYenE13: string;
  readonly state: string;
  readonly holders: readonly {
    readonly holder: string;
    readonly account: string;
    readonly taxClass: string;
    readonly bonds: number;
    readonly grossYen: string;
    readonly withheldYen: string;
    readonly netYen: string;
    readonly principalYen: string;
    /** Preview until the line is fixed. */
    readonly state: string;
  }[];
  readonly grossYen: string;
  readonly withheldYen: string;
  readonly netYen: string;
  readonly principalYen: string;
  readonly dueYen: string;
  readonly fundedYen: string;
}

const OWN_BONDS = 255n;

/** Reads what a date pays: before the record day, what it would pay if nothing moved any more. */
export const readPreview = async (open: OpenBond, index: number): Promise<PreviewJson> => {
  const { date, state, lines } = await readDate(open, index);
  const { labelOf } = await namesOf(open);
  const classes = (await open.token.terms(open.at)).taxClasses.map(({ name }) => name);
  const isoDay = (day: bigint): string => formatDay(Number(day) as JstDay);
  const sum = (of: (line: (typeof lines)[number]) => bigint): bigint =>
    lines.reduce((total, line) => total + of(line), 0n);
  const gross = sum(({ amounts }) => amounts.grossYen);
  const withheld = sum(({ amounts }) => amounts.withheldYen);
  const principal = sum(({ amounts }) => amounts.principalYen);
  return {
    index,
    date: isoDay(date.date),
    payOn: isoDay(date.payOn),
    blackoutFrom: isoDay(date.recordDay),
    blackoutTo: isoDay(date.date),
    interestPerYenE13: date.interestPerYen.toString(),
    state,
    holders: lines.map(({ holder, taxClass, bonds, amounts, state: line }) => ({
      holder: labelOf(holder),
      account: holder,
      taxClass: taxClass === OWN_BONDS ? "own bonds" : (classes[Number(taxClass)] ?? String(taxClass)),
      bonds: Number(bonds),
      grossYen: amounts.grossYen.toString(),
      withheldYen: amounts.withheldYen.toString(),
      netYen: (amounts.grossYen - amounts.withheldYen).toString(),
      principalYen: amounts.principalYen.toString(),
      state: line === 0n ? "Preview" : nameIn("LineState", line),
    })),
    grossYen: gross.toString(),
    withheldYen: withheld.toString(),
    netYen: (gross - withheld).toString(),
    principalYen: principal.toString(),
    dueYen: (gross + principal).toString(),
    fundedYen: date.fundedYen.toString(),
  };
};

/** The same for people. */
export const previewText = (preview: PreviewJson): string => {
  const money = (text: string): string => yen(BigInt(text));
  const { index, date, payOn, blackoutFrom, state, dueYen, fundedYen } = preview;
  return [
    `date ${index}, ${date}: ${state}, paid on ${payOn}, register read at 00:00 of ${blackoutFrom} [P-3, P-4]`,
    "",
    table(
      ["holder", "tax class", "bonds", "interest", "withheld", "net", "principal", "state"],
      [
        ...preview.holders.map((each) => [
          each.holder,
          each.taxClass,
          each.bonds,
          money(each.grossYen),
          money(each.withheldYen),
          money(each.netYen),
          money(each.principalYen),
          each.state,
        ]),
        [
          "total",
          "",
          preview.holders.reduce((total, { bonds }) => total + bonds, 0),
          money(preview.grossYen),
          money(preview.withheldYen),
          money(preview.netYen),
          money(preview.principalYen),
          "",
        ],
      ],
    ),
    "",
    `the issuer funds ${money(dueYen)}; funded so far ${money(fundedYen)}`,
  ].join("\n");
};
