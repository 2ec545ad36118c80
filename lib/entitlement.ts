import { E13 } from "./interest";

/** What decides a holder's amounts on one payment date. */
export interface Position {
  /** The bonds that the register shows for the holder at the record day [P-3]. */
  readonly bonds: number;
  /** The face of one bond, in yen. */
  readonly denominationYen: bigint;
  /** Interest per yen of the date, in units of 10^-13 yen. */
  readonly interestPerYenE13: bigint;
  /** The withholding rate of the holder's tax class, in 1/100,000 [P-8]. */
  readonly ratePer100k: number;
  /** Whether the date is the redemption day [P-5]. */
  readonly redeems: boolean;
}

/** A holder's amounts on one payment date, in yen. */
export interface Entitlement {
  /** Interest before withholding. */
  readonly grossYen: bigint;
  /** Tax withheld from the interest. */
  readonly withheldYen: bigint;
  /** Interest after withholding, `grossYen - withheldYen`. */
  readonly netYen: bigint;
  /** Principal repaid; none of it is withheld. */
  readonly principalYen: bigint;
}

/**
 * Interest on a face, cut to whole yen. Called once, on a holder's total: not per bond, not on the issue [P-3].
 *
 * @param faceYen total face in yen
 * @param perYenE13 interest per yen, in units of 10^-13 yen
 */
export const floorToYen = (faceYen: bigint, perYenE13: bigint): bigint => (faceYen * perYenE13) / E13;

/**
 * Tax withheld from a holder's interest on one date, cut to whole yen [P-8].
 *
 * @param grossYen the interest in yen
 * @param ratePer100k the rate in 1/100,000: 15315 is 15.315 %
 */
export const withheldYen = (grossYen: bigint, ratePer100k: number): bigint =>
  (grossYen * BigInt(ratePer100k)) / 100_000n;

/** What a holder is due on one payment date [P-3, P-5, P-8]. */
export const entitlementOf = (position: Position): Entitlement => {
  const faceYen = BigInt(position.bonds) * position.denominationYen;
  const grossYen = floorToYen(faceYen, position.interestPerYenE13);
  const withheld = withheldYen(grossYen, position.ratePer100k);
  return {
    grossYen,
    withheldYen: withheld,
    netYen: grossYen - withheld,
    principalYen: position.redeems ? faceYen : 0n,
  };
};
