import { addDays, formatDay, jstDayOf, startOf, type JstDay } from "./day";
import { type Entry } from "./register";
import { type Cut, type Holding, type Lot, type RegisterDay } from "./registerDay";
import { jstIso } from "./time";

/** What the register says of the bond itself (Companies Act 681). */
export interface ParticularsJson {
  readonly bond: string;
  readonly name: string;
  readonly symbol: string;
  readonly totalYen: string;
  readonly denominationYen: string;
  readonly bonds: number;
  /** Yearly, in parts per million: 5980 is 0.598 %. */
  readonly ratePpm: number;
  readonly closing: string;
  /** Half a year's interest on each; the whole principal on the last, ¥100 per ¥100 [P-2, P-5]. */
  readonly paymentDates: readonly string[];
  readonly maturity: string;
  readonly termsHash: string;
}

/** An entry as printed: moments in Japan time, accounts as on the chain. */
export interface EntryJson {
  readonly at: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly bonds: number;
  readonly cause: string;
  readonly reference: string;
  readonly transaction: string;
  readonly block: number;
  readonly logIndex: number;
}

/** Bonds of one acquisition that are still there, as printed. */
export interface LotJson {
  readonly acquiredOn: string;
  readonly acquiredAt: string;
  readonly cause: string;
  readonly reference: string;
  readonly bonds: number;
  readonly faceYen: string;
}

/** A holder as printed. */
export interface HoldingJson {
  /** The label; the account if the label is not known here. */
  readonly holder: string;
  readonly account: string;
  readonly kind: string;
  readonly taxClass: string;
  readonly bonds: number;
  readonly faceYen: string;
  readonly lots: readonly LotJson[];
  readonly entries: readonly EntryJson[];
}

/** The block through which the chain was read. */
export interface BlockJson {
  readonly number: number;
  readonly hash: string;
  readonly at: string;
}

/** What `register extract --json` prints: who held what at the start or the end of a day. */
export interface ExtractJson {
  readonly day: string;
  readonly moment: Cut["moment"];
  /** The moment of which this speaks: the cut, or the block if the cut has not come. */
  readonly at: string;
  readonly block: BlockJson;
  readonly particulars: ParticularsJson;
  /** What was paid in for the bonds issued until then, on the closing day [I-3, I-5]. */
  readonly paidIn: { readonly yen: string; readonly on: string | null };
  readonly totals: {
    readonly issued: number;
    readonly cancelled: number;
    readonly redeemed: number;
    readonly outstanding: number;
    readonly outstandingYen: string;
  };
  readonly holders: readonly HoldingJson[];
}

/** What is needed to print: names for what the chain numbers. */
export interface Names {
  /** The label of a holder's id, or undefined. */
  readonly labelOf: (owner: string) => string | undefined;
  /** In the order of their numbers. */
  readonly taxClasses: readonly string[];
  readonly denominationYen: bigint;
  /** What was paid in for a bond [I-3]. */
  readonly issuePriceYenPerBond: bigint;
}

/** The last second of a day or its first; the moment of the block if that comes before: of the future nobody knows. */
export const asOf = ({ day, moment }: Cut, block: BlockJson): string => {
  const cutAt = jstIso(moment === "end" ? startOf(addDays(day, 1)) - 1n : startOf(day));
  return block.at < cutAt ? block.at : cutAt;
};

/**
 * The extract of a day: who holds something, in the order of admission.
 */
export const extractJson = (
  register: RegisterDay,
  cut: Cut,
  block: BlockJson,
  particulars: ParticularsJson,
  names: Names,
): ExtractJson => {
  const { issued, cancelled, redeemed, outstanding, holdings } = register;
  return {
    day: formatDay(cut.day),
    moment: cut.moment,
    at: asOf(cut, block),
    block,
    particulars,
    paidIn: { yen: yenOf(issued, names.issuePriceYenPerBond), on: issued === 0 ? null : particulars.closing },
    totals: { issued, cancelled, redeemed, outstanding, outstandingYen: yenOf(outstanding, names.denominationYen) },
    holders: holdings.filter(({ bonds }) => bonds > 0).map((holding) => holdingJson(holding, names)),
  };
};

/** A holder, printed. */
export const holdingJson = (holding: Holding, names: Names): HoldingJson => ({
  holder: names.labelOf(holding.owner) ?? holding.account,
  account: holding.account,
  kind: holding.kind,
  taxClass: holding.kind === "Issuer" ? "own bonds" : (names.taxClasses[holding.taxClass] ?? String(holding.taxClass)),
  bonds: holding.bonds,
  faceYen: yenOf(holding.bonds, names.denominationYen),
  lots: holding.lots.map((lot) => lotJson(lot, names)),
  entries: holding.entries.map(entryJson),
});

const lotJson = ({ at, cause, reference, bonds }: Lot, { denominationYen }: Names): LotJson => ({
  acquiredOn: formatDay(jstDayOf(at)),
  acquiredAt: jstIso(at),
  cause,
  reference,
  bonds,
  faceYen: yenOf(bonds, denominationYen),
});

/** An entry, printed. */
export const entryJson = (entry: Entry): EntryJson => ({
  at: jstIso(entry.at),
  from: entry.from,
  to: entry.to,
  bonds: entry.bonds,
  cause: entry.cause,
  reference: entry.reference,
  transaction: entry.transaction,
  block: entry.block,
  logIndex: entry.logIndex,
});

const yenOf = (bonds: number, eachYen: bigint): string => (BigInt(bonds) * eachYen).toString();

/** The entries from one day through another; both ends may be open. */
export const entriesBetween = (entries: readonly Entry[], from?: JstDay, to?: JstDay): readonly Entry[] =>
  entries.filter(({ day }) => (from === undefined || day >= from) && (to === undefined || day <= to));
