import { namesOf } from "./accounts";
import { isoDay } from "./dateJson";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { table, yen } from "./output";
import { textOfWord } from "./words";
import type { IBondOffering } from "../../typechain-types/contracts/BondOffering";

/** An application as printed. */
export interface ApplicationJson {
  readonly id: number;
  readonly holder: string;
  readonly account: string;
  readonly state: string;
  readonly appliedBonds: number;
  readonly allottedBonds: number;
  /** The full price of what is allotted, in yen [I-5]. */
  readonly priceYen: string;
  readonly bankReference: string | null;
}

/** What `offering status --json` prints. */
export interface OfferingJson {
  readonly bond: string;
  readonly offeringHash: string;
  readonly applicationDay: string;
  readonly closingDay: string;
  readonly bonds: number;
  readonly issuePriceYenPerBond: string;
  readonly grossProceedsYen: string;
  readonly underwritingFeeYen: string;
  readonly issueCostsYen: string;
  readonly netProceedsYen: string;
  readonly ratings: readonly { readonly agency: string; readonly rating: string }[];
  readonly underwritten: boolean;
  readonly appliedBonds: number;
  readonly allottedBonds: number;
  readonly paidBonds: number;
  readonly deliveredBonds: number;
  readonly applications: readonly ApplicationJson[];
}

export type Application = IBondOffering.ApplicationStructOutput;

const PAGE = 200;
const UNPAID = `0x${"0".repeat(64)}`;

/** All applications, oldest first: number 1 comes first. */
export const applicationsOf = async ({ offering, at }: OpenBond): Promise<readonly Application[]> => {
  const count = Number(await offering.applicationCount(at));
  const found: Application[] = [];
  for (let offset = 0; offset < count; offset += PAGE) {
    found.push(...(await offering.applicationsAt(offset, PAGE, at)));
  }
  return found;
};

export const stateOf = ({ state }: Application): string => nameIn("ApplicationState", state);

const sumOf = (rows: readonly ApplicationJson[], key: "appliedBonds" | "allottedBonds", states?: string[]): number =>
  rows.reduce((sum, row) => (states === undefined || states.includes(row.state) ? sum + row[key] : sum), 0);

/** Reads the offering and who applied. */
export const readOffering = async (open: OpenBond): Promise<OfferingJson> => {
  const { offering, token, at } = open;
  const terms = await offering.terms(at);
  const { bonds, schedule } = await token.terms(at);
  const { labelOf } = await namesOf(open);
  const applications = (await applicationsOf(open)).map((each, position) => ({
    id: position + 1,
    holder: labelOf(each.holder),
    account: each.holder,
    state: stateOf(each),
    appliedBonds: Number(each.appliedBonds),
    allottedBonds: Number(each.allottedBonds),
    priceYen: (each.allottedBonds * terms.issuePriceYenPerBond).toString(),
    bankReference: each.bankReference === UNPAID ? null : textOfWord(each.bankReference),
  }));
  return {
    bond: open.id,
    offeringHash: await offering.offeringHash(at),
    applicationDay: isoDay(terms.applicationDay),
    closingDay: isoDay(schedule.closingDay),
    bonds: Number(bonds),
    issuePriceYenPerBond: terms.issuePriceYenPerBond.toString(),
    grossProceedsYen: (await offering.grossProceedsYen(at)).toString(),
    underwritingFeeYen: terms.underwritingFeeYen.toString(),
    issueCostsYen: terms.issueCostsYen.toString(),
    netProceedsYen: (await offering.netProceedsYen(at)).toString(),
    ratings: terms.ratings.map(({ agency, rating }) => ({ agency, rating })),
    underwritten: await offering.isUnderwritten(at),
    appliedBonds: sumOf(applications, "appliedBonds"),
    allottedBonds: sumOf(applications, "allottedBonds"),
    paidBonds: sumOf(applications, "allottedBonds", ["Paid", "Delivered"]),
    deliveredBonds: sumOf(applications, "allottedBonds", ["Delivered"]),
    applications,
  };
};

const money = (text: string): string => yen(BigInt(text));

/** The same for people. */
export const offeringText = (status: OfferingJson): string => {
  const ratings = status.ratings.map(({ agency, rating }) => `${agency} ${rating}`).join(", ");
  return [
    `offering of ${status.bond}: application from ${status.applicationDay}, closing ${status.closingDay} [I-5]`,
    `${status.bonds} bonds at ${money(status.issuePriceYenPerBond)}: gross ${money(status.grossProceedsYen)}, costs ${money(status.issueCostsYen)}` +
      ` (fee ${money(status.underwritingFeeYen)}), net ${money(status.netProceedsYen)} [I-3, I-7]`,
    `ratings: ${ratings === "" ? "none" : ratings} [I-8]`,
    status.underwritten ? "the underwriter took and paid the issue" : "the underwriting is not confirmed yet",
    `bonds applied for ${status.appliedBonds}, allotted ${status.allottedBonds}, paid ${status.paidBonds}, delivered ${status.deliveredBonds}`,
    ...(status.applications.length === 0
      ? []
      : [
          "",
          table(
            ["#", "holder", "state", "applied", "allotted", "price", "reference"],
            status.applications.map((each) => [
              each.id,
              each.holder,
              each.state,
              each.appliedBonds,
              each.allottedBonds,
              money(each.priceYen),
              each.bankReference,
            ]),
          ),
        ]),
  ].join("\n");
};
