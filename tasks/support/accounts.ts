import { getAddress, isAddress, ZeroAddress } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { keyRemedy } from "./keystore";
import type { OpenBond } from "./network";
import { TaskError } from "./output";
import { roleName } from "./roleNames";
import { holderIdOf } from "./words";

export { roleName } from "./roleNames";

/** Labels and accounts of a bond, both ways. Issuer and dealer are asked of the token, which may have moved them. */
export interface Names {
  /** `manufacturer-a`, `dealer`, or the address itself. */
  readonly labelOf: (account: string) => string;
  /** `manufacturer-a (0x…)`. */
  readonly nameOf: (account: string) => string;
  /** The account of a label, or of an address. */
  readonly accountOf: (where: string, text: string) => Promise<string>;
}

const PARTIES = ["issuer", "dealer"] as const;

/** An address, in the spelling with a checksum. */
export const addressOf = (where: string, text: string): string => {
  const isGood: boolean = isAddress(text); // not as a guard: a text that is no address is a text all the same
  if (isGood) return getAddress(text);
  throw new TaskError(
    `${where}: found "${text}", expected an address, 0x and 40 hexadecimal digits with a valid checksum`,
  );
};

/** A label that may be given to a holder. */
export const holderLabelOf = (where: string, text: string): string => {
  if (/^[^\p{C}]+$/u.test(text) && text.trim() === text && !/^0x/i.test(text) && !PARTIES.some((each) => each === text))
    return text;
  throw new TaskError(
    `${where}: found "${text}", expected a label, not empty, and neither dealer, issuer nor an address; never a person's name [R-1]`,
  );
};

export const namesOf = async ({ token, registry, entry, at }: OpenBond): Promise<Names> => {
  const labels = new Map(Object.entries(entry.holders).map(([label, account]) => [account, label]));
  // A holder whose key was replaced has the same label under each.
  for (const { args } of await registry.queryFilter(registry.filters.KeyReplaced())) {
    const label = Object.keys(entry.holders).find((each) => holderIdOf(each) === args.holderId);
    if (label !== undefined) for (const account of [args.oldAccount, args.newAccount]) labels.set(account, label);
  }
  for (const party of PARTIES) labels.set(await token[party](at), party);
  const labelOf = (account: string): string => labels.get(account) ?? account;
  return {
    labelOf,
    nameOf: (account) => (labels.has(account) ? `${labelOf(account)} (${account})` : account),
    accountOf: async (where, text) => {
      if (text === "issuer" || text === "dealer") return token[text](at);
      if (/^0x/i.test(text)) return addressOf(where, text);
      // The chain first: it knows when a holder's key was replaced.
      const account = await registry.accountOf(holderIdOf(text), at);
      if (account !== ZeroAddress) return account;
      throw new TaskError(
        `${where}: found "${text}", expected an address or one of ${["dealer", "issuer", ...Object.keys(entry.holders)].join(", ")}`,
      );
    },
  };
};

/** Whoever signs for an account: from a keystore, a remote signer or the node. */
export const signerFor = async (hre: HardhatRuntimeEnvironment, role: string, account: string) => {
  const signers = await hre.ethers.getSigners();
  const signer = signers.find(({ address }) => address === account);
  if (signer !== undefined) return signer;
  throw new TaskError(
    `${hre.network.name}: no signer for the ${roleName(role)} ${account}; ${keyRemedy(hre.network.name, role)}`,
  );
};
