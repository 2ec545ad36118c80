import { ZeroAddress, ZeroHash } from "ethers";
import type { ExtractJson, HoldingJson } from "../../lib/extract";
import type { OpenBond } from "./network";
import { commitmentOf, type Person } from "./people";
import { ownerNamed, type OpenRegister } from "./registerView";
import { holderIdOf } from "./words";

/**
 * Whether the data is what the chain is bound to: `none` if the chain is bound to nothing (dealer and issuer, or a holder opened without), and
 * `missing` if the file has nobody under this label.
 */
export type Binding = "matches" | "differs" | "none" | "missing";

/** A holder with name and address (Companies Act 681), from the sealed file. */
export interface NamedHoldingJson extends HoldingJson {
  readonly name: string | null;
  readonly address: string | null;
  readonly commitment: Binding;
}

export interface NamedExtractJson extends ExtractJson {
  readonly holders: readonly NamedHoldingJson[];
}

/**
 * Joins names and addresses to an extract, and compares each with the commitment on chain.
 *
 * @throws TaskError if the file names somebody whom the register does not know
 */
export const withPeople = async (
  register: OpenRegister,
  extract: ExtractJson,
  path: string,
  people: readonly Person[],
): Promise<NamedExtractJson> => {
  const found = new Map<string, { readonly person: Person; readonly commitment: Binding }>();
  for (const person of people) {
    const owner = ownerNamed(register, `${path}: holder`, person.holder);
    const commitment = await bindingOf(register.open, person);
    for (const account of register.owners.get(owner)?.accounts ?? []) found.set(account, { person, commitment });
  }
  const holders = extract.holders.map((holding) => {
    const { person, commitment = "missing" } = found.get(holding.account) ?? {};
    return { ...holding, name: person?.name ?? null, address: person?.address ?? null, commitment };
  });
  return { ...extract, holders };
};

/** The holder's present account answers: a new key keeps the commitment, and a new address may have changed it since. */
const bindingOf = async ({ registry, at }: OpenBond, person: Person): Promise<Binding> => {
  const account = await registry.accountOf(holderIdOf(person.holder), at);
  const bound = account === ZeroAddress ? ZeroHash : await registry.commitmentOf(account, at);
  if (bound === ZeroHash) return "none";
  return bound === commitmentOf(person) ? "matches" : "differs";
};
