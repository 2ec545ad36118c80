import { formatDay, type JstDay } from "../../lib/day";
import {
  entriesBetween,
  entryJson,
  extractJson,
  type EntryJson,
  type ExtractJson,
  type Names,
  type ParticularsJson,
} from "../../lib/extract";
import { entriesOf, RegisterError } from "../../lib/register";
import { ownersOf, registerAt, type Cut, type Owner } from "../../lib/registerDay";
import type { OpenBond } from "./network";
import { TaskError } from "./output";
import { readEvents, type ReadEvents } from "./registerEvents";
import { holderIdOf } from "./words";

/** The register of a bond as its events tell it. */
export interface OpenRegister extends ReadEvents {
  readonly open: OpenBond;
  readonly particulars: ParticularsJson;
  readonly names: Names;
  readonly owners: ReadonlyMap<string, Owner>;
  /** Labels by the holders' ids. */
  readonly labels: ReadonlyMap<string, string>;
}

/** Reads the register of a bond, whole. */
export const openRegister = async (open: OpenBond): Promise<OpenRegister> => {
  const read = await readEvents(open);
  const labels = new Map(Object.keys(open.entry.holders).map((label) => [holderIdOf(label), label]));
  for (const party of ["dealer", "issuer"]) labels.set(party, party);
  const terms = await open.token.terms(open.at);
  return {
    ...read,
    open,
    particulars: await particularsOf(open),
    names: {
      labelOf: (owner) => labels.get(owner),
      taxClasses: terms.taxClasses.map(({ name }) => name),
      denominationYen: terms.denominationYen,
      issuePriceYenPerBond: (await open.offering.terms(open.at)).issuePriceYenPerBond,
    },
    owners: ownersOf(read.events),
    labels,
  };
};

const particularsOf = async ({ token, at, id }: OpenBond): Promise<ParticularsJson> => {
  const { name, symbol, denominationYen, bonds, schedule } = await token.terms(at);
  const isoDay = (day: bigint): string => formatDay(Number(day) as JstDay);
  return {
    bond: id,
    name,
    symbol,
    totalYen: (bonds * denominationYen).toString(),
    denominationYen: denominationYen.toString(),
    bonds: Number(bonds),
    ratePpm: Number(schedule.ratePpm),
    closing: isoDay(schedule.closingDay),
    paymentDates: (await token.paymentDays(at)).map(isoDay),
    maturity: isoDay(schedule.maturityDay),
    termsHash: await token.termsHash(at),
  };
};

/** Makes a failure of the pure register one line for the operator. */
export const inOneLine = <T>(run: () => T): T => {
  try {
    return run();
  } catch (error) {
    if (error instanceof RegisterError) throw new TaskError(`the register: ${error.message}`);
    throw error;
  }
};

/** The extract of a day. */
export const extractOf = ({ events, block, particulars, names }: OpenRegister, cut: Cut): ExtractJson =>
  inOneLine(() => extractJson(registerAt(events, cut), cut, block, particulars, names));

/** The holder whom a label or one of his accounts names. */
export const ownerNamed = ({ owners, labels }: OpenRegister, where: string, text: string): string => {
  const isAccount = /^0x[0-9a-f]{40}$/i.test(text);
  const isHis = ([id, { accounts }]: [string, Owner]): boolean =>
    isAccount
      ? accounts.some((account) => account.toLowerCase() === text.toLowerCase())
      : id === text || id === holderIdOf(text);
  const found = [...owners].find(isHis);
  if (found !== undefined) return found[0];
  throw new TaskError(
    `${where}: found "${text}", expected an account or one of ${[...owners.keys()].map((id) => labels.get(id) ?? id).join(", ")}`,
  );
};

/** Which entries are wanted. */
interface Wanted {
  readonly holder: string | undefined;
  readonly from: JstDay | undefined;
  readonly to: JstDay | undefined;
}

/** The entries of the register, of everybody or of one holder with all his accounts, and what to call the accounts. */
export const historyOf = (
  register: OpenRegister,
  { holder, from, to }: Wanted,
): { readonly entries: readonly EntryJson[]; readonly labelOf: (account: string) => string } => {
  const { events, owners, labels } = register;
  const names = new Map(
    [...owners].flatMap(([id, { accounts }]) => accounts.map((account) => [account, labels.get(id)])),
  );
  const wanted = holder === undefined ? undefined : owners.get(ownerNamed(register, "--holder", holder))?.accounts;
  const isWanted = (account: string | null): boolean => account !== null && wanted?.includes(account) === true;
  return {
    entries: entriesBetween(
      inOneLine(() => entriesOf(events)),
      from,
      to,
    )
      .filter((entry) => wanted === undefined || isWanted(entry.from) || isWanted(entry.to))
      .map(entryJson),
    labelOf: (account) => names.get(account) ?? account,
  };
};
