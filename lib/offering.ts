import { formatDay, type JstDay } from "./day";
import { MOST_FACE_YEN, type Terms } from "./terms";

/** A credit rating on issue [I-8]. */
export interface Rating {
  readonly agency: string;
  readonly rating: string;
}

/** How the bond is offered [I-3, I-5, I-7, I-8]. */
export interface Offering {
  /** The first day of application; the last is the closing day [I-5]. */
  readonly applicationDay: JstDay;
  /** The price of one bond: ¥100 per ¥100 of face is the denomination [I-3]. */
  readonly issuePriceYenPerBond: bigint;
  /** What the underwriter receives; a part of the costs [I-7]. */
  readonly underwritingFeeYen: bigint;
  /** The estimated costs of the issue [I-7]. */
  readonly issueCostsYen: bigint;
  readonly ratings: readonly Rating[];
}

/** A rule that an offering breaks: the key of the sheet's `offering`, its value, and what would be right. */
export interface OfferingViolation {
  readonly key: keyof Offering;
  readonly value: string;
  readonly expected: string;
}

/** The offering of a sheet that says nothing of it: on the closing day, at par, without costs and ratings. */
export const plainOffering = ({ closing, denominationYen }: Terms): Offering => ({
  applicationDay: closing,
  issuePriceYenPerBond: denominationYen,
  underwritingFeeYen: 0n,
  issueCostsYen: 0n,
  ratings: [],
});

/** The price of the whole issue [I-3, I-7]. */
export const grossProceedsYen = ({ bonds }: Terms, { issuePriceYenPerBond }: Offering): bigint =>
  issuePriceYenPerBond * BigInt(bonds);

/** What the issuer has of it after the costs of the issue [I-7]. */
export const netProceedsYen = (terms: Terms, offering: Offering): bigint =>
  grossProceedsYen(terms, offering) - offering.issueCostsYen;

/** The first rule that an offering breaks, or null: the same as `OfferingTermsLib` on the chain [I-5, I-7]. */
export const offeringViolation = (terms: Terms, offering: Offering): OfferingViolation | null => {
  const { applicationDay, issuePriceYenPerBond, underwritingFeeYen, issueCostsYen } = offering;
  const gross = grossProceedsYen(terms, offering);
  if (applicationDay > terms.closing) {
    const expected = `a day not after closing ${formatDay(terms.closing)}`;
    return { key: "applicationDay", value: formatDay(applicationDay), expected };
  }
  if (issuePriceYenPerBond < 1n || gross > MOST_FACE_YEN) {
    const expected = `at least 1, and with ${terms.bonds} bonds a total of at most ${MOST_FACE_YEN} yen`;
    return { key: "issuePriceYenPerBond", value: `${issuePriceYenPerBond}`, expected };
  }
  if (issueCostsYen >= gross) {
    const expected = `less than the gross proceeds of ${gross} yen`;
    return { key: "issueCostsYen", value: `${issueCostsYen}`, expected };
  }
  if (underwritingFeeYen > issueCostsYen) {
    const expected = `at most issueCostsYen ${issueCostsYen}, of which the fee is a part`;
    return { key: "underwritingFeeYen", value: `${underwritingFeeYen}`, expected };
  }
  return null;
};
