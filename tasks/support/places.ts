import type { Callable } from "./abi";
import { addressesOf, type AddressBook } from "./addressBook";
import { PARTS, type PartKey } from "./deployed";
import { TaskError } from "./output";
import type { Prepared, Read } from "./prepared";

const SHARED: readonly PartKey[] = ["calendar", "impact", "figures"];

/** Where a contract lies: one of the network, or one of a bond. */
const addressIn = (book: AddressBook, bond: string | undefined, contract: Callable): string | undefined => {
  const key = (Object.keys(PARTS) as PartKey[]).find((each) => PARTS[each].contract === contract);
  const entry = Object.entries(book.bonds).find(([id]) => bond === undefined || id === bond)?.[1];
  if (key === undefined || entry === undefined || (bond === undefined && !SHARED.includes(key))) return undefined;
  return addressesOf(book, entry)[key];
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
