import type { Interface } from "ethers";
import type { HolidayCalendar } from "../lib/calendar";
import { civilOf, parseDay } from "../lib/day";
import type { Sheet } from "../lib/sheet";
import type { RoleAccounts, SuiteContract } from "./roles";
import type { OfferingArgument, SharedAddresses, SuitePlan, TermsArgument } from "./suite";

/** The terms of a sheet as the token takes them: tax classes by their number in the sheet. */
export const termsArgument = (sheet: Sheet): TermsArgument => ({
  id: sheet.id,
  name: sheet.name,
  symbol: sheet.symbol,
  denominationYen: sheet.terms.denominationYen,
  bonds: sheet.terms.bonds,
  schedule: {
    ratePpm: sheet.terms.ratePpm,
    closingDay: sheet.terms.closing,
    firstPaymentDay: sheet.terms.firstPayment,
    maturityDay: sheet.terms.maturity,
  },
  taxClasses: sheet.taxClasses.map(({ name, ratePer100k }) => ({ name, ratePer100k })),
  dealerTaxClass: taxClassNumber(sheet, sheet.dealerTaxClass),
});

/** The offering of a sheet as its contract takes it. */
export const offeringArgument = ({ offering }: Sheet): OfferingArgument => ({
  applicationDay: offering.applicationDay,
  issuePriceYenPerBond: offering.issuePriceYenPerBond,
  underwritingFeeYen: offering.underwritingFeeYen,
  issueCostsYen: offering.issueCostsYen,
  ratings: offering.ratings.map(({ agency, rating }) => ({ agency, rating })),
});

/** The number of a tax class: its place in the sheet. */
export const taxClassNumber = (sheet: Sheet, name: string): number =>
  sheet.taxClasses.findIndex((taxClass) => taxClass.name === name);

/** The national holidays of every year from closing through maturity: what a deployment loads into a new calendar. */
export const holidaysOf = (sheet: Sheet, calendar: HolidayCalendar): ReadonlyMap<number, readonly number[]> => {
  const first = civilOf(sheet.terms.closing).year;
  const last = civilOf(sheet.terms.maturity).year;
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return new Map(years.map((year) => [year, nationalHolidays(calendar, year)]));
};

/** The national holidays of a year, ascending, as Japan days. */
export const nationalHolidays = (calendar: HolidayCalendar, year: number): readonly number[] =>
  Object.keys(calendar.holidays[String(year)] ?? {})
    .map(parseDay)
    .sort((a, b) => a - b);

/** Everything that the deployment of a sheet needs: nothing is written down twice. */
export const suitePlan = (
  sheet: Sheet,
  accounts: RoleAccounts,
  deployer: string,
  calendar: HolidayCalendar,
  interfaces: Readonly<Record<SuiteContract, Interface>>,
  shared?: SharedAddresses,
): SuitePlan => ({
  terms: termsArgument(sheet),
  offering: offeringArgument(sheet),
  accounts,
  deployer,
  holidays: holidaysOf(sheet, calendar),
  interfaces,
  ...(shared === undefined ? {} : { shared }),
});
