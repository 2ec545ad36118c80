import { withBond, writeBook, readBook } from "./addressBook";
import type { OpenBond } from "./network";
import { TaskError, type Say } from "./output";
import { holderIdOf } from "./words";

/** Writes labels of holders into the address book, each as the register knows it. */
export const rememberHolders = async (
  open: OpenBond,
  holders: Readonly<Record<string, string>>,
  say: Say,
): Promise<void> => {
  for (const [label, account] of Object.entries(holders)) {
    const known = await open.registry.accountOf(holderIdOf(label), open.at);
    if (known !== account)
      throw new TaskError(
        `${label}: the register knows ${known} by this label, and not ${account}: the address book stays as it is; look at \`holder list\``,
      );
  }
  const book = readBook(open.hre) ?? open.book; // another run may have added to it meanwhile
  const entry = book.bonds[open.id] ?? open.entry;
  writeBook(open.hre, withBond(book, open.id, { ...entry, holders: { ...entry.holders, ...holders } }));
  for (const [label, account] of Object.entries(holders)) say(`\n${label} is ${account} from now on`);
};
