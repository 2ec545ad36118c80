import { formatDay, type JstDay } from "../../lib/day";
import { INTEREST_LAPSES_AFTER_YEARS, lapsesAfter, PRINCIPAL_LAPSES_AFTER_YEARS } from "../../lib/lapse";
import { namesOf } from "./accounts";
import { holderJson, isoDay, sumsJson, type AmountsJson, type HolderJson } from "./dateJson";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { table, yen } from "./output";
import { ACCELERATION, readDate, type DateView } from "./paymentPlans";
import { todayOf } from "./time";

/** One claim that is not settled. */
export interface DueLineJson extends HolderJson {
  readonly index: number;
  readonly date: string;
  readonly payOn: string;
  readonly account: string;
  readonly state: string;
  /** Who is entitled to the amount: the holder, unless it was redirected [P-3]. */
  readonly payee: string;
  /** What he received already, for dates that lapsed; zero but for the acceleration, date 0 [D-1]. */
  readonly setOffYen: string;
  /** The last day on which the interest can be claimed [P-9]. */
  readonly interestLapsesAfter: string;
  /** The same for the principal; null on a date that repays none. */
  readonly principalLapsesAfter: string | null;
}

/** What `payment due --json` prints: the supplement list of all dates. */
export interface DueJson {
  readonly today: string;
  readonly lines: readonly DueLineJson[];
  readonly totals: AmountsJson;
  /** Dates whose pay day has passed and whose register was never read in full: what is due on them is not in the list. */
  readonly notFixed: readonly number[];
}

/** Reads what is failed, or open although the pay day has passed. Where nothing is due, as on the issuer's own bonds, nothing is listed. */
export const readDue = async (open: OpenBond): Promise<DueJson> => {
  const today = await todayOf(open);
  const { labelOf } = await namesOf(open);
  const classes = (await open.token.terms(open.at)).taxClasses.map(({ name }) => name);
  const count = Number(await open.payments.paymentCount(open.at));
  const first = (await open.token.isAccelerated(open.at)) ? ACCELERATION : 1;
  const [lines, notFixed]: [DueLineJson[], number[]] = [[], []];
  for (let index = first; index <= count; index += 1) {
    const view = await readDate(open, index);
    if (view.state === "Lapsed") continue; // what fell due instead is on date 0 [D-1]
    const payOn = Number(view.date.payOn) as JstDay;
    if (view.state === "Scheduled" && payOn < today) notFixed.push(index);
    for (const line of view.lines) {
      const { grossYen, principalYen } = line.amounts;
      const state = nameIn("LineState", line.state);
      const isLate = payOn < today && (state === "Open" || state === "Instructed");
      if ((state !== "Failed" && !isLate) || grossYen + principalYen === 0n) continue;
      const holder = holderJson(labelOf(line.holder), line, classes);
      const [payee, setOffYen] = [labelOf(line.payee), line.setOffYen.toString()];
      lines.push({ ...placeOf(view, payOn, principalYen), ...holder, account: line.holder, payee, setOffYen, state });
    }
  }
  return { today: formatDay(today), lines, totals: sumsJson(lines), notFixed };
};

const placeOf = ({ index, date }: DateView, payOn: JstDay, principalYen: bigint) => ({
  index,
  date: isoDay(date.date),
  payOn: formatDay(payOn),
  interestLapsesAfter: formatDay(lapsesAfter(payOn, INTEREST_LAPSES_AFTER_YEARS)),
  principalLapsesAfter: principalYen === 0n ? null : formatDay(lapsesAfter(payOn, PRINCIPAL_LAPSES_AFTER_YEARS)),
});

const setOffOf = (lines: readonly DueLineJson[]): string =>
  yen(lines.reduce((sum, { setOffYen }) => sum + BigInt(setOffYen), 0n));

/** The same for people. */
export const dueText = ({ today, lines, totals, notFixed }: DueJson): string => {
  const money = (text: string): string => yen(BigInt(text));
  const amounts = ({ grossYen, withheldYen, netYen, principalYen }: AmountsJson): string[] =>
    [grossYen, withheldYen, netYen, principalYen].map(money);
  const late = notFixed.map(
    (index) => `date ${index} is past and not fixed: what is due on it is not listed; run \`payment fix\``,
  );
  if (lines.length === 0) return [`nothing is due on ${today}`, ...late].join("\n");
  return [
    `due on ${today} [P-7, P-9]`,
    "",
    table(
      [
        ...["#", "date", "paid on", "holder", "state", "interest", "withheld", "net", "principal", "set off"],
        ...["paid to", "interest lapses after", "principal lapses after"],
      ],
      [
        ...lines.map((line) => [
          ...[line.index, line.date, line.payOn, line.holder, line.state, ...amounts(line), money(line.setOffYen)],
          ...[line.payee, line.interestLapsesAfter, line.principalLapsesAfter],
        ]),
        [...[null, "total", "", "", ""], ...amounts(totals), setOffOf(lines), "", "", ""],
      ],
    ),
    ...late,
  ].join("\n");
};
