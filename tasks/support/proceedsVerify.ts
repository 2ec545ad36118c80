import type { OpenBond } from "./network";
import { textOfWord } from "./words";

const PAGE = 100n;

/** Replays the journal of the proceeds, and looks at what the reports rest on: every difference in one line. */
export const verifyProceeds = async (open: OpenBond): Promise<readonly string[]> => {
  const { proceeds, at } = open;
  const net = await proceeds.netYen(at);
  const balances = new Map<string, bigint>([["cash ", net]]);
  const keyOf = (account: string, refinancing: boolean): string =>
    `${textOfWord(account)} ${refinancing ? "refinancing" : ""}`;
  for (const entry of await entriesOf(open)) {
    const [from, to] = [keyOf(entry.from, entry.fromRefinancing), keyOf(entry.to, entry.toRefinancing)];
    balances.set(from, (balances.get(from) ?? 0n) - entry.yen);
    balances.set(to, (balances.get(to) ?? 0n) + entry.yen);
  }
  const isHolding = (key: string): boolean => key === "cash " || key === "cash-equivalents ";
  const sumOf = (keep: (key: string) => boolean): bigint =>
    [...balances].filter(([key]) => keep(key)).reduce((sum, [, yen]) => sum + yen, 0n);
  const checks: readonly (readonly [string, bigint, bigint])[] = [
    ["allocated yen", await proceeds.allocatedYen(at), sumOf((key) => !isHolding(key))],
    ["unallocated yen", await proceeds.unallocatedYen(at), sumOf(isHolding)],
    ["net yen", net, sumOf(() => true)],
  ];
  return [
    ...checks.flatMap(([what, chain, own]) =>
      chain === own ? [] : [`${open.id}: ${what}: ${chain} by the contract, and ${own} by its journal`],
    ),
    ...(await outdatedReports(open)),
  ];
};

const entriesOf = async ({ proceeds, at }: OpenBond) => {
  const count = await proceeds.entryCount(at);
  const pages = Array.from({ length: Number((count + PAGE - 1n) / PAGE) }, (_, i) => BigInt(i) * PAGE);
  return (await Promise.all(pages.map((offset) => proceeds.entriesAt(offset, PAGE, at)))).flat();
};

/** The last revision on each year must rest on figures that stand. */
const outdatedReports = async ({ id, reports, at }: OpenBond): Promise<readonly string[]> => {
  const all = await reports.reportsAt(0, await reports.reportCount(at), at);
  const latest = new Map(all.map(({ fiscalYear, revision }) => [fiscalYear, revision]));
  const found = [...latest].map(async ([fiscalYear, revision]) =>
    (await reports.isOutdated(fiscalYear, revision, at))
      ? [
          `${id}: report FY${fiscalYear}, revision ${revision}, rests on a figure that no longer stands; publish it again`,
        ]
      : [],
  );
  return (await Promise.all(found)).flat();
};
