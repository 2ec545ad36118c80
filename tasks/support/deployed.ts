import type { Interface } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import type { RoleAccounts } from "../../deploy/roles";
import type { Sheet } from "../../lib/sheet";
import { addressesOf, rolesIn, type BondEntry } from "./addressBook";
import { readAuthorityLog, type AuthorityLog } from "./authorityLog";
import { authorityAt, openBond, openNetwork, type OpenBond } from "./network";
import { TaskError } from "./output";
import { revertDataOf } from "./refusals";
import { readText } from "./sheetFile";

/** What each contract of a bond is compiled from, by its name in the address book, and the clause that it serves. */
export const PARTS = {
  authority: { contract: "BondAuthority", clause: "Who is who" },
  calendar: { contract: "BusinessCalendar", clause: "P-4" },
  token: { contract: "BondToken", clause: "I-2" },
  registry: { contract: "HolderRegistry", clause: "R-1" },
  orders: { contract: "RegisterOrders", clause: "T-7" },
  payments: { contract: "BondPayments", clause: "P-7" },
  defaults: { contract: "BondDefaults", clause: "D-1" },
  market: { contract: "BondMarket", clause: "T-5" },
  offering: { contract: "BondOffering", clause: "I-5" },
  documents: { contract: "DocumentRegistry", clause: "N-2" },
  notices: { contract: "BondNotices", clause: "N-1" },
  meeting: { contract: "BondholderMeeting", clause: "M-1" },
  listing: { contract: "IbetListing", clause: "I-1" },
  impact: { contract: "ImpactRegistry", clause: "E-2" },
  figures: { contract: "ImpactReports", clause: "E-4" },
  proceeds: { contract: "ProceedsLedger", clause: "G-3" },
  reports: { contract: "AnnualReports", clause: "G-4" },
} as const satisfies Readonly<Record<PartKey, { readonly contract: string; readonly clause: string }>>;

export type PartKey = keyof BondEntry["contracts"] | "calendar" | "impact" | "figures";

/** A contract of the bond, or one that all bonds of the network share. */
export interface Part {
  readonly key: PartKey;
  readonly contract: string;
  readonly clause: string;
  readonly address: string;
  readonly abi: Interface;
}

/** What stands on the chain, and what it is compared with. Everything is read at one block. */
export interface Deployed {
  readonly open: OpenBond;
  readonly sheet: Sheet;
  readonly roles: RoleAccounts;
  readonly at: { readonly blockTag: number };
  /** The moment of that block, seconds. */
  readonly now: bigint;
  readonly parts: readonly Part[];
  readonly own: AuthorityLog;
  /** The authority that the network's calendar obeys: that of the first bond, which brought it. */
  readonly keeper: AuthorityLog;
}

/** One comparison. */
export interface Check {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  readonly clause: string;
}

/** A part of the comparison by its name, and what else is worth knowing. */
export interface Area {
  readonly area: string;
  readonly checks: readonly Check[];
  readonly notes?: readonly string[];
}

/** Opens what was deployed for a sheet. */
export const openDeployed = async (
  hre: HardhatRuntimeEnvironment,
  sheet: Sheet,
  rolesFile?: string,
): Promise<Deployed> => {
  const { book, name } = await openNetwork(hre);
  if (book.bonds[sheet.id] === undefined) {
    throw new TaskError(
      `--terms: the sheet is of "${sheet.id}", expected one of the bonds on ${name}: ${Object.keys(book.bonds).join(", ")}; ` +
        "name its sheet, or correct --network",
    );
  }
  const open = await openBond(hre, sheet.id);
  const block = await hre.ethers.provider.getBlock("latest");
  if (block === null) throw new TaskError(`${name}: the node has no block; wait until it has`);
  const logOf = (address: string): Promise<AuthorityLog> =>
    readAuthorityLog(hre, authorityAt(open, address), address, block.number);
  const own = await logOf(open.entry.contracts.authority);
  const keeper = firstBondOf(open).contracts.authority;
  return {
    open,
    sheet,
    roles: rolesFile === undefined ? open.entry.roles : rolesIn(rolesFile, readText(rolesFile)).accounts,
    at: { blockTag: block.number },
    now: BigInt(block.timestamp),
    parts: partsOf(open),
    own,
    keeper: keeper === own.address ? own : await logOf(keeper),
  };
};

/** The book keeps the bonds in the order of their deployment. */
const firstBondOf = ({ book, entry }: OpenBond): BondEntry => Object.values(book.bonds)[0] ?? entry;

const partsOf = ({ book, entry, abi }: OpenBond): readonly Part[] => {
  const addresses = addressesOf(book, entry);
  return (Object.keys(PARTS) as PartKey[]).map((key) => {
    const { contract, clause } = PARTS[key];
    return { key, contract, clause, address: addresses[key], abi: abi.interfaces[contract] };
  });
};

/** What is found where a contract does not answer. */
export const NO_ANSWER = "no answer";

/** What a contract answers, or undefined if it refuses or is none: that is a difference and no reason to stop. */
export const answerOf = async <T>(asked: Promise<T>): Promise<T | undefined> => {
  try {
    return await asked;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === "BAD_DATA" || code === "CALL_EXCEPTION" || revertDataOf(error) !== undefined) return undefined;
    if (error instanceof Error && /revert|opcode/i.test(error.message)) return undefined;
    throw error;
  }
};

/** A fact of the terms or of the chain; both sides tell theirs by the same function. */
export type Fact = Omit<Check, "expected" | "found"> & { readonly value: string };

/** Compares facts by what they are about; who does not know of one says nothing. */
export const compared = (expected: readonly Fact[], found: readonly Fact[]): readonly Check[] => {
  const valueIn = (facts: readonly Fact[], what: string): string =>
    facts.find((each) => each.what === what)?.value ?? "nothing";
  const all = new Map([...expected, ...found].map(({ what, clause }) => [what, clause]));
  return [...all].map(([what, clause]) => ({
    what,
    expected: valueIn(expected, what),
    found: valueIn(found, what),
    clause,
  }));
};

const AT_ONCE = 100;

/** Asks about many things, some at a time: a node is no crowd. */
export const askedOf = async <T, R>(things: readonly T[], ask: (thing: T) => Promise<R>): Promise<R[]> => {
  const answers: R[] = [];
  for (let from = 0; from < things.length; from += AT_ONCE)
    answers.push(...(await Promise.all(things.slice(from, from + AT_ONCE).map(ask))));
  return answers;
};
