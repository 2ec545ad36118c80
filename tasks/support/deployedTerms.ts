import { AbiCoder, keccak256, type Interface } from "ethers";
import { offeringArgument, termsArgument } from "../../deploy/plan";
import type { OfferingArgument, TermsArgument } from "../../deploy/suite";
import { formatDay, type JstDay } from "../../lib/day";
import { answerOf, compared, type Area, type Deployed, type Fact } from "./deployed";
import { yen } from "./output";

/** The terms of the token against the sheet. */
export const termsArea = async (deployed: Deployed): Promise<Area> => {
  const { open, sheet, at } = deployed;
  const { interface: abi } = open.token;
  const expected = termsArgument(sheet);
  const hashFact = (value: string): Fact => ({ what: "termsHash", value, clause: "I-1 to I-6" });
  const found = await termsOnChain(deployed);
  const hash = await answerOf(open.token.termsHash(at));
  return {
    area: "terms",
    checks: compared(
      [...termsFacts(expected), hashFact(hashOfTerms(abi, expected))],
      [...(found === undefined ? [] : termsFacts(found)), ...(hash === undefined ? [] : [hashFact(hash)])],
    ),
  };
};

/** The terms of the offering against the sheet. */
export const offeringArea = async (deployed: Deployed): Promise<Area> => {
  const { open, sheet, at } = deployed;
  const { interface: abi } = open.offering;
  const expected = offeringArgument(sheet);
  const hashFact = (value: string): Fact => ({ what: "offeringHash", value, clause: "I-3 to I-8" });
  const found = await offeringOnChain(deployed);
  const hash = await answerOf(open.offering.offeringHash(at));
  return {
    area: "offering",
    checks: compared(
      [...offeringFacts(expected), hashFact(hashOfTerms(abi, expected))],
      [...(found === undefined ? [] : offeringFacts(found)), ...(hash === undefined ? [] : [hashFact(hash)])],
    ),
  };
};

/** keccak256 of the ABI encoding of what a contract's `terms()` returns. */
export const hashOfTerms = (abi: Interface, terms: TermsArgument | OfferingArgument): string =>
  keccak256(AbiCoder.defaultAbiCoder().encode(abi.getFunction("terms")?.outputs ?? [], [terms]));

/** The terms that the token shows. */
export const termsOnChain = async ({ open, at }: Deployed): Promise<TermsArgument | undefined> => {
  const found = await answerOf(open.token.terms(at));
  if (found === undefined) return undefined;
  const { ratePpm, closingDay, firstPaymentDay, maturityDay } = found.schedule;
  return {
    id: found.id,
    name: found.name,
    symbol: found.symbol,
    denominationYen: found.denominationYen,
    bonds: Number(found.bonds),
    schedule: {
      ratePpm: Number(ratePpm),
      closingDay: Number(closingDay),
      firstPaymentDay: Number(firstPaymentDay),
      maturityDay: Number(maturityDay),
    },
    taxClasses: found.taxClasses.map(({ name, ratePer100k }) => ({ name, ratePer100k: Number(ratePer100k) })),
    dealerTaxClass: Number(found.dealerTaxClass),
  };
};

/** The terms that the offering shows. */
export const offeringOnChain = async ({ open, at }: Deployed): Promise<OfferingArgument | undefined> => {
  const found = await answerOf(open.offering.terms(at));
  if (found === undefined) return undefined;
  return {
    applicationDay: Number(found.applicationDay),
    issuePriceYenPerBond: found.issuePriceYenPerBond,
    underwritingFeeYen: found.underwritingFeeYen,
    issueCostsYen: found.issueCostsYen,
    ratings: found.ratings.map(({ agency, rating }) => ({ agency, rating })),
  };
};

const fact = (what: string, value: string | number, clause: string): Fact => ({ what, value: String(value), clause });

const dayFact = (what: string, day: number, clause: string): Fact => fact(what, formatDay(day as JstDay), clause);

const termsFacts = ({ schedule, taxClasses, ...terms }: TermsArgument): readonly Fact[] => [
  fact("id", terms.id, "I-1"),
  fact("name", terms.name, "I-1"),
  fact("symbol", terms.symbol, "I-1"),
  fact("denomination", yen(terms.denominationYen), "I-2"),
  fact("bonds", terms.bonds, "I-2"),
  fact("rate", `${schedule.ratePpm} ppm a year`, "I-4"),
  dayFact("closing", schedule.closingDay, "I-5"),
  dayFact("first payment", schedule.firstPaymentDay, "I-4"),
  dayFact("maturity", schedule.maturityDay, "I-6"),
  ...taxClasses.map(({ name, ratePer100k }, i) => fact(`tax class ${i}`, `${name}, ${ratePer100k}/100,000`, "P-8")),
  fact("dealer's tax class", terms.dealerTaxClass, "P-8"),
];

const offeringFacts = ({ ratings, ...offering }: OfferingArgument): readonly Fact[] => [
  dayFact("application day", offering.applicationDay, "I-5"),
  fact("issue price of a bond", yen(offering.issuePriceYenPerBond), "I-3"),
  fact("underwriting fee", yen(offering.underwritingFeeYen), "I-7"),
  fact("issue costs", yen(offering.issueCostsYen), "I-7"),
  ...ratings.map(({ agency, rating }, i) => fact(`rating ${i + 1}`, `${agency} ${rating}`, "I-8")),
];
