import type { Certificate } from "../../lib/certificate";
import type { EntryJson, ExtractJson, HoldingJson } from "../../lib/extract";
import { csv, table, yen } from "./output";
import type { NamedExtractJson, NamedHoldingJson } from "./registerPeople";

const money = (text: string): string => yen(BigInt(text));

const isNamed = (holding: HoldingJson): holding is NamedHoldingJson => "commitment" in holding;

const LOT = ["holder", "account", "kind", "taxClass", "acquiredOn", "cause", "reference", "bonds", "faceYen"] as const;
const PERSON = ["name", "address", "commitment"] as const;

/** An extract as CSV: a row for each acquisition that is still there, so that bonds and face add up to what is outstanding. */
export const extractCsv = ({ holders }: ExtractJson | NamedExtractJson): string => {
  const named = holders.some(isNamed);
  const rows = holders.flatMap((holding) =>
    holding.lots.map(({ acquiredOn, cause, reference, bonds, faceYen }) => [
      ...[holding.holder, holding.account, holding.kind, holding.taxClass],
      ...[acquiredOn, cause, reference, bonds, faceYen],
      ...(isNamed(holding) ? PERSON.map((key) => holding[key]) : []),
    ]),
  );
  return csv(named ? [...LOT, ...PERSON] : LOT, rows);
};

/** An extract for people. */
export const extractText = (extract: ExtractJson | NamedExtractJson, agrees: string): string => {
  const { particulars, paidIn, totals, holders, day, moment, at, block } = extract;
  const { issued, cancelled, redeemed, outstanding, outstandingYen } = totals;
  const named = holders.some(isNamed);
  const rows = holders.flatMap((holding) =>
    holding.lots.map(({ acquiredOn, cause, bonds, faceYen }, position) => [
      position === 0 ? holding.holder : "",
      ...[holding.kind, holding.taxClass, acquiredOn, cause, bonds, money(faceYen)],
      ...(isNamed(holding) ? PERSON.map((key) => (position === 0 ? holding[key] : "")) : []),
    ]),
  );
  return [
    particulars.name,
    `${particulars.bonds} bonds of ${money(particulars.denominationYen)}, ${money(particulars.totalYen)}; ${particulars.ratePpm / 10_000} % a year; ` +
      `maturity ${particulars.maturity}; terms ${particulars.termsHash}`,
    `register at the ${moment} of ${day}, as of ${at}, read through block ${block.number} [R-2]`,
    `paid in ${money(paidIn.yen)}${paidIn.on === null ? "" : ` on ${paidIn.on}`}`,
    "",
    table(
      ["holder", "kind", "tax class", "acquired on", "cause", "bonds", "face", ...(named ? PERSON : [])],
      [...rows, ["total", "", "", "", "", outstanding, money(outstandingYen), ...(named ? PERSON.map(() => "") : [])]],
    ),
    "",
    `${issued} issued - ${cancelled} cancelled - ${redeemed} redeemed = ${outstanding} outstanding, ${money(outstandingYen)}; ${agrees}`,
  ].join("\n");
};

/** Entries for people. */
export const entriesText = (entries: readonly EntryJson[], labelOf: (account: string) => string): string =>
  entries.length === 0
    ? "no entry"
    : table(
        ["recorded at", "from", "to", "bonds", "cause", "reference"],
        entries.map(({ at, from, to, bonds, cause, reference }) => [
          at,
          from === null ? "-" : labelOf(from),
          to === null ? "-" : labelOf(to),
          bonds,
          cause,
          reference,
        ]),
      );

/** A certificate for people. */
export const certificateText = ({ name, bond, day, at, block, holding }: Certificate): string =>
  [
    name,
    `${holding.holder} (${holding.account}) held ${holding.bonds} bonds of ${bond}, ${money(holding.faceYen)}, as of ${at} [R-3]`,
    `register of ${day}, by block ${block.number}`,
    "",
    table(
      ["acquired on", "cause", "bonds", "face", "reference"],
      holding.lots.map(({ acquiredOn, cause, bonds, faceYen, reference }) => [
        acquiredOn,
        cause,
        bonds,
        money(faceYen),
        reference,
      ]),
    ),
    "",
  ].join("\n");
