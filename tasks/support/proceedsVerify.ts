import { encodeBytes32String } from "ethers";
import type { OpenBond } from "./network";
import { textOfWord } from "./words";

const PAGE = 100n;

/** Replays the journal of the proceeds account by account, and looks at what the reports rest on: every difference in one line. */
export const verifyProceeds = async (open: OpenBond): Promise<readonly string[]> => {
  const differences = (await replayed(open)).map(async ({ account, refinancing, yen }) => {
    const chain = await open.proceeds.balanceYen(account, refinancing, open.at);
    const what = `${textOfWord(account)}${refinancing ? ", refinancing" : ""}`;
    return chain === yen ? [] : [`${open.id}: ${what}: ¥${chain} by the contract, and ¥${yen} by its journal`];
  });
  return [...(await Promise.all(differences)).flat(), ...(await outdatedReports(open))];
};

interface Balance {
  readonly account: string;
  readonly refinancing: boolean;
  readonly yen: bigint;
}

/** The balances by the journal alone: the net proceeds begin in cash. */
const replayed = async (open: OpenBond): Promise<readonly Balance[]> => {
  const balances = new Map<string, Balance>();
  const move = (account: string, refinancing: boolean, yen: bigint): void => {
    const key = `${account} ${refinancing}`;
    balances.set(key, { account, refinancing, yen: (balances.get(key)?.yen ?? 0n) + yen });
  };
  move(encodeBytes32String("cash"), false, await open.proceeds.netYen(open.at));
  for (const { from, fromRefinancing, to, toRefinancing, yen } of await entriesOf(open)) {
    move(from, fromRefinancing, -yen);
    move(to, toRefinancing, yen);
  }
  return [...balances.values()];
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
