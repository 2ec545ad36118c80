import { dataSlice, getAddress, keccak256, toBeHex } from "ethers";
import { offeringArgument, termsArgument } from "../../deploy/plan";
import type { OfferingArgument, TermsArgument } from "../../deploy/suite";
import { civilOf, formatDay, type JstDay } from "../../lib/day";
import { gridOf } from "../../lib/grid";
import { netProceedsYen } from "../../lib/offering";
import { paymentDates } from "../../lib/schedule";
import type { Terms } from "../../lib/terms";
import { askedOf, type Area, type Check, type Deployed, type Part, type PartKey } from "./deployed";
import { readBuild, type Built, type Immutable } from "./deployedBuild";
import { hashOfTerms, offeringOnChain, termsOnChain } from "./deployedTerms";

/**
 * The code of every contract against the build, its metadata hash included and its immutables left out; then every immutable against what the
 * token and the offering show. A deployment could write anything into them, also where no function shows it.
 */
export const codeArea = async (deployed: Deployed): Promise<Area> => {
  const { open, parts, at } = deployed;
  const build = await readBuild(
    open.hre,
    parts.map(({ contract }) => contract),
  );
  const values = await immutableValues(deployed);
  const checks = await askedOf(parts, async (part) => {
    const code = await open.hre.ethers.provider.getCode(part.address, at.blockTag);
    return checksOf(part, build.get(part.contract) ?? NOT_BUILT, code, values);
  });
  return { area: "code", checks: checks.flat() };
};

type Values = ReadonlyMap<string, bigint>;

/** Whatever stands on the chain is not that. */
const NOT_BUILT: Built = { code: "0x", immutables: [] };

/** Where code differs, nothing is known of what it holds. */
const checksOf = (part: Part, { code, immutables }: Built, found: string, values: Values): readonly Check[] => {
  const check: Check = {
    what: `${part.contract} at ${part.address}`,
    expected: hashText(code, immutables),
    found: hashText(found, immutables),
    clause: part.clause,
  };
  if (check.expected !== check.found) return [check];
  return [check, ...immutables.map((immutable) => immutableCheck(part, immutable, found, values))];
};

const hashText = (code: string, immutables: readonly Immutable[]): string =>
  code === "0x" ? "no code" : `code hash ${keccak256(masked(code, immutables))}`;

/** The code with zeros where immutables stand, as the build has it. */
const masked = (code: string, immutables: readonly Immutable[]): string => {
  const digits = [...code];
  for (const { places } of immutables)
    for (const { start, length } of places)
      if (2 + 2 * (start + length) <= digits.length) digits.fill("0", 2 + 2 * start, 2 + 2 * (start + length));
  return digits.join("");
};

const immutableCheck = (
  { contract, clause }: Part,
  { name, type, places }: Immutable,
  code: string,
  values: Values,
): Check => {
  const words = new Set(places.map(({ start, length }) => BigInt(dataSlice(code, start, start + length))));
  const value = values.get(name);
  return {
    what: `${contract}.${name}`,
    expected: value === undefined ? "a value that the sheet or the address book tells" : shown(type, value),
    found: [...words].map((word) => shown(type, word)).join(" and "),
    clause,
  };
};

const ADDRESS_BYTES = 20;
const WORD_BYTES = 32;

const shown = (type: string, value: bigint): string => {
  if (/^(address|contract )/.test(type)) return getAddress(toBeHex(value, ADDRESS_BYTES));
  if (type === "JstDay") return formatDay(Number(value) as JstDay);
  return type === "bytes32" ? toBeHex(value, WORD_BYTES) : value.toString();
};

const REFERRED: readonly PartKey[] = ["calendar", "token", "offering", "notices", "proceeds", "impact", "figures"];

/**
 * What every immutable has to be, by its name, whichever contract has it. The values are those that token and offering show, not the sheet's: a
 * term that differs from the sheet is named once, by the comparison of the terms.
 */
const immutableValues = async (deployed: Deployed): Promise<Values> => {
  const { parts, sheet, open } = deployed;
  const terms = (await termsOnChain(deployed)) ?? termsArgument(sheet);
  const offering = (await offeringOnChain(deployed)) ?? offeringArgument(sheet);
  const addresses = parts.filter(({ key }) => REFERRED.includes(key));
  return new Map<string, bigint>([
    ...addresses.flatMap(({ key, address }) => [key, `_${key}`].map((name) => [name, BigInt(address)] as const)),
    ...Object.entries(valuesOfTerms(terms)),
    ...Object.entries(valuesOfOffering(terms, offering)),
    ["termsHash", BigInt(hashOfTerms(open.token.interface, terms))],
    ["offeringHash", BigInt(hashOfTerms(open.offering.interface, offering))],
  ]);
};

/** The terms of the token as the core takes them. */
const coreTerms = ({ schedule, denominationYen, bonds }: TermsArgument): Terms => ({
  denominationYen,
  bonds,
  ratePpm: schedule.ratePpm,
  closing: schedule.closingDay as JstDay,
  firstPayment: schedule.firstPaymentDay as JstDay,
  maturity: schedule.maturityDay as JstDay,
});

const valuesOfTerms = (terms: TermsArgument): Readonly<Record<string, bigint>> => {
  const core = coreTerms(terms);
  const { firstMonth, dayOfMonth } = gridOf(core);
  return {
    paymentCount: BigInt(paymentDates(core).length),
    _ratePpm: BigInt(core.ratePpm),
    _closingDay: BigInt(core.closing),
    _firstPaymentDay: BigInt(core.firstPayment),
    _maturityDay: BigInt(core.maturity),
    _gridMonth: BigInt(firstMonth),
    _gridDayOfMonth: BigInt(dayOfMonth),
    _bonds: BigInt(core.bonds),
    _taxClassCount: BigInt(terms.taxClasses.length),
    _denomination: core.denominationYen,
    _faceYen: core.denominationYen,
    ...monthDaysOf(paymentDates(core)),
  };
};

/** The payment days of a year as the listing for wallets shows them, 614 and 1214: of each month the latest that occurs, 0 for none. */
const monthDaysOf = (dates: readonly JstDay[]) => {
  const monthDays = dates.map((date) => {
    const { month, dayOfMonth } = civilOf(date);
    return month * 100 + dayOfMonth;
  });
  const latest = [0, 1].map((parity) => Math.max(0, ...monthDays.filter((_, position) => position % 2 === parity)));
  const [first = 0, second = 0] = latest.filter((each) => each > 0).sort((a, b) => a - b);
  return { _firstMonthDay: BigInt(first), _secondMonthDay: BigInt(second) };
};

const valuesOfOffering = (terms: TermsArgument, offering: OfferingArgument): Readonly<Record<string, bigint>> => ({
  _applicationDay: BigInt(offering.applicationDay),
  _issuePriceYenPerBond: offering.issuePriceYenPerBond,
  netYen: netProceedsYen(coreTerms(terms), { ...offering, applicationDay: offering.applicationDay as JstDay }),
});
