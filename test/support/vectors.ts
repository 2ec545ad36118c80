import { parseDay } from "../../lib/day";
import { type AccruedJson, type ScheduleJson } from "../../lib/present";
import { type Terms } from "../../lib/terms";
import vectors from "../vectors/schedule.json";

interface AccruedVector extends AccruedJson {
  readonly sevenBondsYen?: string;
}

/** One bond of the vectors. */
export interface BondVector {
  readonly name: string;
  readonly terms: Terms;
  readonly schedule: ScheduleJson;
  readonly accrued: readonly AccruedVector[];
}

const { holderInterest, withholding, ...bonds } = vectors;

interface RawBond {
  readonly terms: (typeof bonds)["hitachi-21"]["terms"];
  readonly schedule: ScheduleJson;
  readonly accrued?: readonly (AccruedVector & { readonly note?: string })[];
}

/** Interest of holders: total face, interest per yen, whole yen [P-3]. */
export const holderInterestVectors = holderInterest;

/** Gross interest, tax withheld at 15.315 %, the rest [P-8]. */
export const withholdingVectors = withholding;

/** All bonds of the vectors, which independent programs computed. */
export const bondVectors: readonly BondVector[] = Object.entries<RawBond>(bonds).map(([name, bond]) => ({
  name,
  terms: {
    denominationYen: BigInt(bond.terms.denominationYen),
    bonds: bond.terms.bonds,
    ratePpm: bond.terms.ratePpm,
    closing: parseDay(bond.terms.closing),
    firstPayment: parseDay(bond.terms.firstPayment),
    maturity: parseDay(bond.terms.maturity),
  },
  schedule: bond.schedule,
  accrued: bond.accrued ?? [],
}));
