import type { AccruedJson, HolidaysJson, ScheduleJson } from "../../lib/present";
import type { Sheet } from "../../lib/sheet";
import { table, yen } from "./output";

const money = (text: string): string => yen(BigInt(text));

const E13_DIGITS = 13;

/** Interest per yen with its 13 decimals. */
const perYen = (e13: string): string => {
  const digits = e13.padStart(E13_DIGITS + 1, "0");
  return `${digits.slice(0, -E13_DIGITS)}.${digits.slice(-E13_DIGITS)}`;
};

/** The head of a sheet, for people. */
const headOf = ({ name, terms }: Sheet): string => {
  const percent = (terms.ratePpm / 10_000).toFixed(4).replace(/\.?0+$/, "");
  return `${name}\n${terms.bonds} bonds of ${yen(terms.denominationYen)}, ${percent} % a year`;
};

/** A schedule for people. */
export const scheduleText = (sheet: Sheet, { payments, cancelFrom, cancelTo }: ScheduleJson): string =>
  [
    headOf(sheet),
    "",
    table(
      ["#", "date", "paid on", "closed from", "closed to", "interest per yen", "interest a bond", "principal a bond"],
      payments.map((each) => [
        each.index,
        each.date,
        each.payOn,
        each.blackoutFrom,
        each.blackoutTo,
        perYen(each.interestPerYenE13),
        money(each.interestPerBond),
        money(each.principalPerBond),
      ]),
    ),
    "",
    cancelTo < cancelFrom
      ? "there is no day on which own bonds can be bought and cancelled [P-6]"
      : `own bonds can be bought and cancelled from ${cancelFrom} through ${cancelTo} [P-6]`,
  ].join("\n");

/** Accrued interest for people. */
export const accruedText = (
  sheet: Sheet,
  { through, accruesFrom, interestPerYenE13, perBondYen }: AccruedJson,
): string => {
  const what =
    accruesFrom === null
      ? `no interest runs on ${through} [P-1]`
      : `from ${accruesFrom} through ${through}: ${perYen(interestPerYenE13)} yen per yen, ${money(perBondYen)} a bond [P-1, P-2]`;
  return `${headOf(sheet)}\n${what}`;
};

/** Bank holidays for people. */
export const holidaysText = ({ holidays }: HolidaysJson): string =>
  holidays.length === 0
    ? "no bank holiday but Saturdays and Sundays"
    : table(
        ["date", "bank holiday"],
        holidays.map(({ date, name }) => [date, name]),
      );
