import { z } from "zod";
import { canonicalJson, type Plain } from "./canonicalJson";
import { formatDay, NoSuchDay, parseDay } from "./day";
import { type RegisterEvent } from "./register";

// The shape of the document is the schema: what is not named here is refused, so that nothing in it goes unsigned.

const isDay = (value: string): boolean => {
  try {
    return formatDay(parseDay(value)) === value;
  } catch (error) {
    if (error instanceof NoSuchDay) return false;
    throw error;
  }
};

const whole = z.number().int().nonnegative();
const text = z.string().min(1);
const yen = z.string().regex(/^(0|[1-9][0-9]*)$/, { error: "yen as a string of digits" });
const day = z.string().refine(isDay, { error: "a day that exists, written YYYY-MM-DD" });
const hash = z.string().regex(/^0x[0-9a-f]{64}$/, { error: "0x and 64 small hexadecimal digits" });
const account = z.string().regex(/^0x[0-9a-fA-F]{40}$/, { error: "0x and 40 hexadecimal digits" });

const lot = z.strictObject({
  acquiredOn: text,
  acquiredAt: text,
  cause: text,
  reference: text,
  bonds: whole,
  faceYen: yen,
});

const entry = z.strictObject({
  at: text,
  from: account.nullable(),
  to: account.nullable(),
  bonds: whole,
  cause: text,
  reference: text,
  transaction: hash,
  block: whole,
  logIndex: whole,
});

const holding = z.strictObject({
  holder: text,
  account,
  kind: text,
  taxClass: text,
  bonds: whole,
  faceYen: yen,
  lots: z.array(lot),
  entries: z.array(entry),
});

const certificate = z.strictObject({
  chainId: whole,
  token: account,
  bond: text,
  name: text,
  termsHash: hash,
  registerAdministrator: account,
  day,
  at: text,
  block: z.strictObject({ number: whole, hash, at: text }),
  holding,
});

/** What the register administrator certifies to one holder: his bonds at the end of a day, and his own entries. */
export type Certificate = z.infer<typeof certificate>;

/** The document that a holder gets. */
export const signedCertificate = z.strictObject({
  certificate,
  signature: z.string().regex(/^0x[0-9a-f]{130}$/, { error: "0x and 130 small hexadecimal digits" }),
});

export type SignedCertificate = z.infer<typeof signedCertificate>;

/** The main fields in clear, for whoever is asked to sign; `documentHash` covers every field, these included. */
export const CERTIFICATE_TYPES = {
  Certificate: [
    { name: "bond", type: "string" },
    { name: "termsHash", type: "bytes32" },
    { name: "registerAdministrator", type: "address" },
    { name: "holder", type: "string" },
    { name: "account", type: "address" },
    { name: "bonds", type: "uint256" },
    { name: "faceYen", type: "uint256" },
    { name: "day", type: "string" },
    { name: "blockNumber", type: "uint256" },
    { name: "blockHash", type: "bytes32" },
    { name: "documentHash", type: "bytes32" },
  ],
};

/** The one text of a certificate, whose keccak256 is the `documentHash`. */
export const certificateText = (value: Certificate): string => canonicalJson(value);

/** What is signed, as EIP-712 has it. */
export const typedDataOf = (value: Certificate, documentHash: string) => ({
  domain: { name: "Bond register certificate", version: "1", chainId: value.chainId, verifyingContract: value.token },
  types: CERTIFICATE_TYPES,
  message: {
    bond: value.bond,
    termsHash: value.termsHash,
    registerAdministrator: value.registerAdministrator,
    holder: value.holding.holder,
    account: value.holding.account,
    bonds: value.holding.bonds,
    faceYen: value.holding.faceYen,
    day: value.day,
    blockNumber: value.block.number,
    blockHash: value.block.hash,
    documentHash,
  },
});

/** A place where two values differ, with what stands there in each; undefined where one has nothing. */
export interface Difference {
  readonly path: string;
  readonly stated: Plain | undefined;
  readonly derived: Plain | undefined;
}

/** The first place where two values differ, keys in the order of `stated`. */
export const differenceOf = (
  stated: Plain | undefined,
  derived: Plain | undefined,
  path = "",
): Difference | undefined => {
  if (!isTree(stated) || !isTree(derived)) return stated === derived ? undefined : { path, stated, derived };
  for (const key of new Set([...Object.keys(stated), ...Object.keys(derived)])) {
    const found = differenceOf(stated[key], derived[key], path === "" ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
};

type Tree = Readonly<Record<string, Plain>>;

const isTree = (value: Plain | undefined): value is Tree => typeof value === "object" && value !== null;

/** Whether `account` held a role at a moment, by what the authority said until then. */
export const heldRole = (
  events: readonly RegisterEvent[],
  role: number,
  account: string,
  atSeconds: bigint,
): boolean => {
  let since: bigint | undefined;
  for (const event of events) {
    if (event.name !== "RoleGranted" && event.name !== "RoleRevoked") continue;
    if (event.at > atSeconds || event.role !== role || event.account !== account) continue;
    since = event.name === "RoleGranted" ? event.since : undefined;
  }
  return since !== undefined && since <= atSeconds;
};
