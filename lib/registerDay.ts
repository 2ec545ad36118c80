import { jstDayOf, type JstDay } from "./day";
import {
  entriesOf,
  RegisterError,
  shown,
  type AccountKind,
  type Cause,
  type Entry,
  type Place,
  type RegisterEvent,
} from "./register";

/**
 * A past day, and which end of it: `end` is 23:59:59, with all entries of the day; `start` is 00:00, with none of them,
 * as the record days are read [P-3, R-2].
 */
export interface Cut {
  readonly day: JstDay;
  readonly moment: "start" | "end";
}

/** Bonds that came by one entry and are still there. */
export interface Lot {
  /** Seconds since 1970: the moment at which this holder acquired them [T-6]. */
  readonly at: bigint;
  readonly cause: Cause;
  readonly reference: string;
  readonly bonds: number;
}

/** What the register shows of one holder: an investor with all the keys that he ever had, the dealer, or the issuer. */
export interface Holding {
  /** The holder's id on the chain; `dealer` and `issuer` for those two. */
  readonly owner: string;
  /** The account in which the bonds are: the last that was opened for the holder. */
  readonly account: string;
  readonly kind: AccountKind;
  /** The number of the tax class [P-8]. */
  readonly taxClass: number;
  readonly bonds: number;
  /** First in, first out; a new key or a party's new account keeps them, with their days. */
  readonly lots: readonly Lot[];
  /** The entries of all the holder's accounts, oldest first. */
  readonly entries: readonly Entry[];
}

/** The register at a cut: everybody admitted until then, in the order of admission, also who holds nothing. */
export interface RegisterDay {
  readonly issued: number;
  readonly cancelled: number;
  readonly redeemed: number;
  readonly outstanding: number;
  readonly holdings: readonly Holding[];
}

/** Whether something that happened at `at` counts. */
export const counts = ({ day, moment }: Cut, { at }: Pick<Place, "at">): boolean =>
  moment === "end" ? jstDayOf(at) <= day : jstDayOf(at) < day;

/**
 * The register as it stood at the start or the end of a day.
 *
 * @param events everything that the contracts said, oldest first
 * @throws {@link RegisterError} if somebody gives more than he has, or if the holdings are not issued - cancelled - redeemed
 */
export const registerAt = (events: readonly RegisterEvent[], cut: Cut): RegisterDay => {
  const known = events.filter((event) => counts(cut, event));
  const entries = entriesOf(known);
  const owners = ownersOf(known);
  const lots = lotsAfter(entries);
  const taxClasses = taxClassesOf(known);
  const own = entriesByOwner(entries, owners);
  const holdings = [...owners].map(([owner, { kind, accounts }]): Holding => {
    const account = accounts.at(-1) ?? "";
    const held = lots.get(account) ?? [];
    const taxClass = taxClasses.get(account) ?? 0;
    return { owner, account, kind, taxClass, bonds: sum(held), lots: held, entries: own.get(owner) ?? [] };
  });
  return reconciled({
    issued: bondsOf(entries, "issue"),
    cancelled: bondsOf(entries, "cancellation"),
    redeemed: bondsOf(entries, "redemption"),
    holdings,
  });
};

/** Somebody of the register, with all his accounts, oldest first. */
export interface Owner {
  readonly kind: AccountKind;
  readonly accounts: readonly string[];
}

/** Everybody who was ever admitted, in that order. */
export const ownersOf = (events: readonly RegisterEvent[]): ReadonlyMap<string, Owner> => {
  const ids = new Map<string, string>();
  for (const event of events) {
    if (event.name === "HolderOpened") ids.set(event.account, event.holderId);
    if (event.name === "KeyReplaced") ids.set(event.newAccount, event.holderId);
  }
  const owners = new Map<string, Owner>();
  for (const event of events) {
    if (event.name !== "AccountAdmitted") continue;
    const { account, kind } = event;
    const id = kind === "Investor" ? (ids.get(account) ?? account) : kind.toLowerCase();
    owners.set(id, { kind, accounts: [...(owners.get(id)?.accounts ?? []), account] });
  }
  return owners;
};

/** The entries that concern each holder; one between two accounts of his concerns him once. */
const entriesByOwner = (
  entries: readonly Entry[],
  owners: ReadonlyMap<string, Owner>,
): ReadonlyMap<string, readonly Entry[]> => {
  const ownerOf = new Map([...owners].flatMap(([owner, { accounts }]) => accounts.map((account) => [account, owner])));
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const owner of new Set([entry.from, entry.to].map((account) => ownerOf.get(account ?? "")))) {
      if (owner === undefined) continue;
      const own = found.get(owner);
      if (own === undefined) found.set(owner, [entry]);
      else own.push(entry);
    }
  }
  return found;
};

const taxClassesOf = (events: readonly RegisterEvent[]): ReadonlyMap<string, number> =>
  new Map(
    events.flatMap((event) =>
      event.name === "AccountAdmitted" || event.name === "TaxClassChanged" ? [[event.account, event.taxClass]] : [],
    ),
  );

/** Whose bonds only change their account: they keep their days of acquisition. */
const KEEPS_LOTS: ReadonlySet<Cause> = new Set(["new key", "party moved"]);

/** What each account holds after the entries, first in, first out. */
const lotsAfter = (entries: readonly Entry[]): ReadonlyMap<string, readonly Lot[]> => {
  const lots = new Map<string, readonly Lot[]>();
  for (const entry of entries) {
    const { from, to, bonds, at, cause, reference } = entry;
    let moved: readonly Lot[] = [];
    if (from !== null) {
      const { taken, left } = takeFirst(lots.get(from) ?? [], entry);
      lots.set(from, left);
      moved = taken;
    }
    if (to === null) continue;
    const received = KEEPS_LOTS.has(cause) ? moved : [{ at, cause, reference, bonds }];
    lots.set(to, [...(lots.get(to) ?? []), ...received]);
  }
  return lots;
};

const takeFirst = (lots: readonly Lot[], entry: Entry): { taken: readonly Lot[]; left: readonly Lot[] } => {
  if (sum(lots) < entry.bonds) {
    throw new RegisterError(
      `${shown(entry)} takes from ${entry.from}, who has ${sum(lots)}: events before it are missing, read them all`,
    );
  }
  let missing = entry.bonds;
  const [taken, left]: [Lot[], Lot[]] = [[], []];
  for (const lot of lots) {
    const bonds = Math.min(lot.bonds, missing);
    missing -= bonds;
    if (bonds > 0) taken.push({ ...lot, bonds });
    if (bonds < lot.bonds) left.push({ ...lot, bonds: lot.bonds - bonds });
  }
  return { taken, left };
};

/** The register must be what was issued and is neither cancelled nor redeemed. */
const reconciled = (day: Omit<RegisterDay, "outstanding">): RegisterDay => {
  const { issued, cancelled, redeemed, holdings } = day;
  const outstanding = issued - cancelled - redeemed;
  if (sum(holdings) === outstanding) return { ...day, outstanding };
  throw new RegisterError(
    `the holders have ${sum(holdings)} bonds, and ${issued} issued - ${cancelled} cancelled - ${redeemed} redeemed are ${outstanding}: ` +
      "events are missing, read them all",
  );
};

const sum = (parts: readonly { readonly bonds: number }[]): number =>
  parts.reduce((total, { bonds }) => total + bonds, 0);

const bondsOf = (entries: readonly Entry[], cause: Cause): number =>
  sum(entries.filter((entry) => entry.cause === cause));
