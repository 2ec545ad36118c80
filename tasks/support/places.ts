import type { SuiteContract } from "../../deploy/roles";
import type { AddressBook, BondEntry } from "./addressBook";
import { TaskError } from "./output";
import type { Prepared, Read } from "./prepared";

/** What the address book calls the contracts of a bond. */
const KEYS: Readonly<Partial<Record<SuiteContract, keyof BondEntry["contracts"]>>> = {
  BondToken: "token",
  HolderRegistry: "registry",
  RegisterOrders: "orders",
  BondPayments: "payments",
  BondDefaults: "defaults",
  BondMarket: "market",
  BondOffering: "offering",
  DocumentRegistry: "documents",
  BondNotices: "notices",
  BondholderMeeting: "meeting",
  IbetListing: "listing",
  ProceedsLedger: "proceeds",
  AnnualReports: "reports",
};

/** Where a contract lies: one of the network, or one of a bond. */
const addressIn = ({ calendar, green, bonds }: AddressBook, bond: string | undefined, contract: SuiteContract) => {
  if (contract === "BusinessCalendar") return calendar.address;
  if (contract === "ImpactRegistry") return green.impact;
  if (contract === "ImpactReports") return green.figures;
  const key = KEYS[contract];
  return bond === undefined || key === undefined ? undefined : bonds[bond]?.contracts[key];
};

/** Refuses a transaction that goes anywhere but to the contract that it names, of the bond that the file names. */
export const requirePlaces = (path: string, book: AddressBook, { bond }: Prepared, reads: readonly Read[]): void => {
  for (const [position, { step }] of reads.entries()) {
    const known = addressIn(book, bond, step.contract);
    if (step.address !== known)
      throw new TaskError(
        `${path}: transaction ${position + 1}: goes to ${step.address}, and the address book has ${known ?? "nothing"} for ` +
          `${step.contract}${bond === undefined ? "" : ` of ${bond}`}; compare both, and correct the one that is wrong`,
      );
  }
};
