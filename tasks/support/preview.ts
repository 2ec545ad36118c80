import { namesOf } from "./accounts";
import { daysJson, holderJson, sumsJson, type AmountsJson, type DaysJson, type HolderJson } from "./dateJson";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { table, yen } from "./output";
import { readDate } from "./paymentPlans";

/** What `payment preview --json` prints: the amounts of `bond lifecycle`, and where each line stands. */
export interface PreviewJson extends DaysJson, AmountsJson {
  readonly state: string;
  /** Each holder's line; its state is Preview until it is fixed. */
  readonly holders: readonly (HolderJson & { readonly account: string; readonly state: string })[];
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
    state: line.state === 0n ? "Preview" : nameIn("LineState", line.state),
  }));
  const sums = sumsJson(holders);
  return {
    ...daysJson(index, date),
    state,
    holders,
    ...sums,
    dueYen: (BigInt(sums.grossYen) + BigInt(sums.principalYen)).toString(),
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
