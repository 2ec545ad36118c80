import { isDeepStrictEqual } from "node:util";
import { Transaction } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { z } from "zod";
import { argumentsJson, CALLABLE, type Abi } from "./abi";
import { address } from "./addressBook";
import { parseJson } from "./files";
import { TaskError, visibleInLine } from "./output";
import type { Step } from "./plan";
import { oneLine } from "./refusals";
import { readText } from "./sheetFile";

// A plan as unsigned transactions in a file. `docs/offline-signing.md` tells the format to whoever signs with other tools.

const hex = z.string().regex(/^0x([0-9a-f]{2})*$/, { error: "0x and whole bytes in small hexadecimal digits" });
const count = z.number().int().min(0);

const REMEDY = "do not sign it, and prepare it anew";

/** Words of whoever prepared the file, which a terminal shows beside what is read from the bytes: so they stay on their line. */
const words = z.string().refine((text) => visibleInLine(text) === text, {
  error: `holds characters that a terminal obeys and does not show; ${REMEDY}`,
});

const transaction = z.strictObject({
  /** What the signer reads. */
  role: words,
  signer: address,
  changes: words,
  clause: words,
  contract: z.enum(CALLABLE),
  function: words,
  arguments: z.record(z.string(), z.unknown()),
  /** What he signs. */
  to: address,
  data: hex,
  nonce: count,
  gas: count,
  gasPrice: z.literal(0),
  type: z.literal(0),
  /** The RLP of it all with the chain id, and its Keccak-256: what a key signs. */
  unsigned: hex,
  digest: hex,
});

const prepared = z.strictObject({
  version: z.literal(1),
  task: words,
  network: words,
  chainId: count.min(1), // for 0 the bytes would be good on every chain
  bond: words.optional(),
  /** By the chain's clock, and its latest block then. */
  preparedAt: words,
  block: count,
  /** Labels that the address book learns when all has arrived. */
  holders: z.record(words, address).optional(),
  transactions: z.array(transaction).min(1),
  /** The signed transactions in the same order, null for one that is not signed yet. */
  signed: z.array(hex.nullable()).optional(),
});

export type Prepared = z.infer<typeof prepared>;
export type PreparedTransaction = Prepared["transactions"][number];

/** A transaction of a file: it was read from the bytes that are signed, and says what the file says. */
export interface Read {
  readonly told: PreparedTransaction;
  /** The step of which the call and its arguments are decoded from the bytes. */
  readonly step: Step;
  /** Undefined as long as nobody has signed. */
  readonly signed: { readonly raw: string; readonly hash: string } | undefined;
}

/** What is signed, from what a plan says. Type 0 with the chain id in it, and no fee. */
export const unsignedOf = (
  chainId: number,
  { to, data, nonce, gas }: Pick<PreparedTransaction, "to" | "data" | "nonce" | "gas">,
): Transaction => Transaction.from({ type: 0, chainId, nonce, gasPrice: 0, gasLimit: gas, to, value: 0, data });

export const parsePrepared = (path: string, text: string): Prepared => parseJson(path, text, prepared);

/**
 * Reads every transaction of a file back from its bytes.
 *
 * @throws {@link TaskError} if the bytes say anything but what the file says, or a signature is not the signer's
 */
export const readPrepared = (path: string, abi: Abi, file: Prepared): readonly Read[] => {
  const { transactions, signed = [] } = file;
  if (file.signed !== undefined && signed.length !== transactions.length)
    throw new TaskError(
      `${path}: signed has ${signed.length} entries for ${transactions.length} transactions; give one for each in the same order, null where one is not signed`,
    );
  requireInOrder(path, transactions);
  return transactions.map((told, position) => {
    const where = `${path}: transaction ${position + 1}`;
    requireSaid(where, file.chainId, told);
    const raw = signed[position] ?? undefined;
    return {
      told,
      step: stepOf(where, abi, told),
      signed: raw === undefined ? undefined : { raw, hash: requireSigned(where, told, raw) },
    };
  });
};

export const readPreparedFile = (path: string): Prepared =>
  parsePrepared(path, readText(path, "name a file that --prepare or `tx sign` wrote"));

/** Refuses a file of another network or chain, without asking a node. */
export const requireNetwork = (hre: HardhatRuntimeEnvironment, path: string, { network, chainId }: Prepared): void => {
  if (network !== hre.network.name)
    throw new TaskError(`${path}: is for ${network}, and this is ${hre.network.name}; name its network with --network`);
  const own = hre.network.config.chainId;
  if (own !== undefined && own !== chainId)
    throw new TaskError(`${path}: is for chain ${chainId}, and ${network} is ${own}; prepare it on that chain`);
};

/** Numbers follow each other without a gap: a later one can not arrive before the one before it. */
const requireInOrder = (path: string, transactions: readonly PreparedTransaction[]): void => {
  const last = new Map<string, number>();
  for (const [position, { signer, nonce }] of transactions.entries()) {
    const before = last.get(signer);
    if (before !== undefined && nonce !== before + 1)
      throw new TaskError(
        `${path}: transaction ${position + 1}: number ${nonce} of ${signer} follows number ${before}, expected ${before + 1}; ${REMEDY}`,
      );
    last.set(signer, nonce);
  }
};

const LONGEST = 74;
const short = (value: unknown): string => {
  const text = String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
};

/** Refuses bytes that say anything but the file. */
const requireSaid = (where: string, chainId: number, told: PreparedTransaction): void => {
  const found = decoded(where, "unsigned", told.unsigned);
  const expected = unsignedOf(chainId, told);
  const parts: readonly [string, unknown, unknown][] = [
    ["type", found.type, expected.type],
    ["chainId", found.chainId, expected.chainId],
    ["to", found.to, expected.to],
    ["data", found.data, expected.data],
    ["nonce", found.nonce, expected.nonce],
    ["gas", found.gasLimit, expected.gasLimit],
    ["gasPrice", found.gasPrice, expected.gasPrice],
    ["value", found.value, expected.value],
    ["signature", found.signature, null],
    ["bytes", told.unsigned, expected.unsignedSerialized],
    ["digest", told.digest, expected.unsignedHash],
  ];
  for (const [name, signs, says] of parts)
    if (signs !== says)
      throw new TaskError(`${where}: ${name}: found ${short(signs)} in what is signed, and the file says ${short(says)}; ${REMEDY}`); // prettier-ignore
};

const decoded = (where: string, name: string, bytes: string): Transaction => {
  try {
    return Transaction.from(bytes);
  } catch (error) {
    throw new TaskError(`${where}: ${name} is no transaction (${short(oneLine((error as Error).message))}); ${REMEDY}`);
  }
};

/** The call that the data makes, which must be the one that the file tells. */
const stepOf = (where: string, abi: Abi, told: PreparedTransaction): Step => {
  const { contract, function: call, data, role, signer, to, changes, clause } = told;
  const contractAbi = abi.interfaces[contract];
  let args: readonly unknown[];
  try {
    args = [...contractAbi.decodeFunctionData(call, data)] as unknown[];
    if (contractAbi.encodeFunctionData(call, args) !== data) throw new Error("there are more bytes than the call has");
  } catch (error) {
    throw new TaskError(
      `${where}: the data is no ${contract}.${call} (${short(oneLine((error as Error).message))}); ${REMEDY}, with this version of the project`,
    );
  }
  const found = argumentsJson(abi, { contract, call, args });
  for (const name of new Set([...Object.keys(found), ...Object.keys(told.arguments)]))
    if (!isDeepStrictEqual(asRead(found[name]), asRead(told.arguments[name])))
      throw new TaskError(
        `${where}: ${name}: found ${short(JSON.stringify(found[name]))} in what is signed, and the file says ${short(JSON.stringify(told.arguments[name]))}; ${REMEDY}`,
      );
  return { role, signer, contract, address: to, call, args, changes, clause };
};

/** A value as it comes back from a file. */
const asRead = (value: unknown): unknown => (value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown)); // prettier-ignore

/** Refuses a signed transaction that is not the prepared one, or not signed by its signer; returns its hash. */
export const requireSigned = (where: string, { signer, unsigned }: PreparedTransaction, raw: string): string => {
  const remedy = "have the prepared one signed again";
  let found: Transaction;
  try {
    found = Transaction.from(raw);
  } catch (error) {
    throw new TaskError(`${where}: what is signed is no transaction (${short(oneLine((error as Error).message))}); ${remedy}`); // prettier-ignore
  }
  if (found.unsignedSerialized !== unsigned)
    throw new TaskError(`${where}: what is signed is not what was prepared (${differenceOf(found, Transaction.from(unsigned))}); ${remedy}`); // prettier-ignore
  if (found.hash === null || found.from !== signer)
    throw new TaskError(`${where}: is signed by ${found.from ?? "nobody"}, expected ${signer}; ${remedy} with the key of that account`); // prettier-ignore
  if (found.serialized !== raw) throw new TaskError(`${where}: has more bytes than the transaction; ${remedy}`);
  return found.hash;
};

const differenceOf = (found: Transaction, expected: Transaction): string => {
  const parts = ["type", "chainId", "to", "data", "nonce", "gasLimit", "gasPrice", "value"] as const;
  const other = parts.find((each) => found[each] !== expected[each]);
  return other === undefined ? "its bytes" : `${other} ${short(found[other])}, expected ${short(expected[other])}`;
};
