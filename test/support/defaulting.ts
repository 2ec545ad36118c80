import type { AddressLike } from "ethers";
import { agentOf, DOCUMENT, fixDate, fundDate, linesOf, refsFor, type Book } from "./paying";
import { at, day, type Suite } from "./suite";

/** As in `IBondDefaults.Fact`. */
export const FACT = {
  TermsBreached: 0,
  SecurityWithheld: 1,
  OtherBondAccelerated: 2,
  OtherBondUnpaid: 3,
  DebtAccelerated: 4,
  GuaranteeUnperformed: 5,
  ProceedingsPetitioned: 6,
  DissolutionResolved: 7,
  ProceedingsOpened: 8,
  SpecialLiquidationOrdered: 9,
} as const;

/** As in `IBondDefaults.SecuredBond` and `Standing`. */
export const SECURED = { UnsecuredInJapan: 0, IssuedAbroad: 1, WithShareOptions: 2, WithBondManager: 3 } as const;
export const STANDING = { performing: 0n, accelerated: 1n, settled: 2n } as const;

/** The index under which an acceleration is paid. */
export const ACCELERATION = 0;

/** An event of default: a petition, unless told otherwise. */
export const eventOn = (iso: string, other: Readonly<Record<string, unknown>> = {}) => ({
  fact: FACT.ProceedingsPetitioned as number,
  eventDay: day(iso),
  debtsYen: 0n,
  securityId: 0,
  evidenceHash: DOCUMENT,
  ...other,
});

export const recordEvent = (
  { defaults, registerAdministrator }: Suite,
  iso: string,
  other: Readonly<Record<string, unknown>> = {},
) => defaults.connect(registerAdministrator).recordEvent(eventOn(iso, other));

/** Accelerates for an event on `iso`, recorded at `moment`, at 15:00 of the same day if left out. */
export const accelerate = async (suite: Suite, iso: string, moment = `${iso}T15:00:00`) => {
  await at(moment);
  return recordEvent(suite, iso);
};

/** Fixes and funds the acceleration. */
export const readyAcceleration = async (suite: Suite, page = 1000): Promise<void> => {
  await fixDate(suite, ACCELERATION, page);
  await fundDate(suite, ACCELERATION);
};

/** Settles whoever is on the list of the acceleration, and closes it. */
export const payAcceleration = async (book: Book): Promise<void> => {
  const holders = (await linesOf(book, ACCELERATION)).map(({ holder }) => holder);
  await agentOf(book).settle(ACCELERATION, holders, refsFor(holders));
  await agentOf(book).close(ACCELERATION);
};

/** What was set off and is to be recovered, as a pair. */
export const setOffOf = async ({ payments }: Suite, account: AddressLike): Promise<readonly [bigint, bigint]> => {
  const { setOffYen, recoverYen } = await payments.setOffOf(account);
  return [setOffYen, recoverYen];
};

const E13 = 10n ** 13n;

/** Interest per yen for `days` of a half-year of `halfYear` days: rate ÷ 2 × days ÷ half-year, cut below the 13th decimal [P-2]. */
export const perYenFor = (days: number, halfYear: number, ratePpm = 5980): bigint =>
  (BigInt(ratePpm) * BigInt(days) * E13) / (1_000_000n * 2n * BigInt(halfYear));

/** Interest of bonds of 100,000,000 yen, cut to whole yen on the holder's total [P-3]. */
export const grossOf = (bonds: number, perYen: bigint): bigint => (BigInt(bonds) * 100_000_000n * perYen) / E13;

/** 15.315 % of the interest, cut to whole yen [P-8]. */
export const withheldOf = (gross: bigint): bigint => (gross * 15_315n) / 100_000n;
