import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { argumentsJson, readAbi, shownArguments, type Abi } from "./abi";
import { roleName } from "./accounts";
import { addressesOf, readBook, type AddressBook } from "./addressBook";
import { PARTS, type PartKey } from "./deployed";
import { requireNew, writeWhole } from "./files";
import { printJson, sayer, TaskError, type Say } from "./output";
import { requirePlaces } from "./places";
import { readPrepared, readPreparedFile, requireNetwork, requireSigned, unsignedOf, type Prepared, type Read } from "./prepared"; // prettier-ignore
import { compileQuietly } from "./run";
import { signatoryOf } from "./signatory";

interface SignArgs {
  readonly file: string;
  readonly out?: string;
  readonly json: boolean;
}

/** Shows what a file has to be signed, read from the bytes; with `out`, signs what the keys here can sign. Asks no node. */
export const signFile = async (hre: HardhatRuntimeEnvironment, { file: path, out, json }: SignArgs): Promise<void> => {
  if (out !== undefined) requireNew("out", out);
  const say = sayer(json);
  const file = readPreparedFile(path);
  requireNetwork(hre, path, file);
  await compileQuietly(hre);
  const abi = await readAbi(hre);
  const reads = readPrepared(path, abi, file);
  const book = readBook(hre);
  if (book !== undefined) requirePlaces(path, book, file, reads);
  const raws = out === undefined ? rawsOf(reads) : await signedHere(hre, path, file, reads);
  sayWhatIsSigned(abi, file, reads, book, say);
  if (out !== undefined) writeWhole("out", out, `${JSON.stringify({ ...file, signed: raws }, null, 2)}\n`);
  sayWhatIsNext(reads, raws, out, say);
  if (json) printJson(document(abi, file, reads, raws, out));
};

const sayWhatIsSigned = (
  abi: Abi,
  file: Prepared,
  reads: readonly Read[],
  book: AddressBook | undefined,
  say: Say,
): void => {
  const { task, network, chainId, bond, preparedAt, block } = file;
  say(`${task} on ${network}, chain ${chainId}${bond === undefined ? "" : `, bond ${bond}`}, as of ${preparedAt}, block ${block}`); // prettier-ignore
  say("  the numbered lines are the words of whoever prepared it, as is the part of who signs; the rest is read from the bytes to sign"); // prettier-ignore
  const labels = labelsIn(book, bond);
  const nameOf = (account: string): string => {
    const label = labels.get(account);
    return label === undefined ? account : `${label} (${account})`;
  };
  const place = book === undefined ? "compare it: no address book is here" : "as in the address book here";
  reads.forEach(({ told, step }, position) => {
    say(`\n  ${position + 1}. ${step.changes} [${step.clause}]`);
    say(`     signs   ${roleName(step.role)} ${step.signer}`);
    say(`     calls   ${step.contract}.${step.call}(${shownArguments(abi, step, nameOf, Infinity)})`);
    say(`     at      ${step.address}, ${place}`);
    say(`     as      number ${told.nonce} of this account, at most ${told.gas.toLocaleString("en-US")} gas, no fee`);
    say(`     digest  ${told.digest}`);
  });
};

/** What the address book calls an account: the label of a holder, or the contract that lies there. */
const labelsIn = (book: AddressBook | undefined, bond: string | undefined): ReadonlyMap<string, string> => {
  const entry = bond === undefined ? undefined : book?.bonds[bond];
  if (book === undefined || entry === undefined) return new Map();
  const addresses = addressesOf(book, entry);
  return new Map([
    ...Object.entries(entry.holders).map(([label, account]) => [account, label] as const),
    ...(Object.keys(PARTS) as PartKey[]).map((key) => [addresses[key], PARTS[key].contract] as const),
  ]);
};

type Raws = readonly (string | null)[];

const rawsOf = (reads: readonly Read[]): Raws => reads.map(({ signed }) => signed?.raw ?? null);

/** The transactions with the signatures that can be made here; what another has signed stays. */
const signedHere = async (
  hre: HardhatRuntimeEnvironment,
  path: string,
  file: Prepared,
  reads: readonly Read[],
): Promise<Raws> => {
  const open = reads.filter(({ signed }) => signed === undefined);
  if (open.length === 0) throw new TaskError(`${path}: is signed already; send it with \`tx broadcast\``);
  const { accounts, sign } = await signatoryOf(hre);
  if (!open.some(({ told }) => accounts.includes(told.signer))) {
    const signers = [...new Set(open.map(({ told }) => `the ${roleName(told.role)} ${told.signer}`))].join(", ");
    throw new TaskError(`${path}: no key here is that of ${signers}; sign it where that key is, or add it to the accounts of ${file.network}`); // prettier-ignore
  }
  const raws: (string | null)[] = [];
  for (const [position, { told, signed }] of reads.entries()) {
    if (signed !== undefined || !accounts.includes(told.signer)) {
      raws.push(signed?.raw ?? null);
      continue;
    }
    const raw = await sign(told.signer, unsignedOf(file.chainId, told));
    requireSigned(`${path}: transaction ${position + 1}`, told, raw);
    raws.push(raw);
  }
  return raws;
};

const sayWhatIsNext = (reads: readonly Read[], raws: Raws, out: string | undefined, say: Say): void => {
  const missing = [...new Set(reads.filter((_, position) => raws[position] === null).map(({ told }) => roleName(told.role)))]; // prettier-ignore
  const rest = missing.length === 0 ? "send it with `tx broadcast`" : `still to be signed by: ${missing.join(", ")}`;
  if (out !== undefined) return say(`\nwrote ${out}; ${rest}`);
  say(missing.length === 0 ? `\nsigned already; ${rest}` : "\nread, nothing signed: add --out FILE to sign");
};

const document = (abi: Abi, file: Prepared, reads: readonly Read[], raws: Raws, out: string | undefined): unknown => ({
  task: file.task,
  network: file.network,
  chainId: file.chainId,
  ...(file.bond === undefined ? {} : { bond: file.bond }),
  file: out ?? null,
  transactions: reads.map(({ told, step }, position) => ({
    ...{ role: step.role, signer: step.signer, contract: step.contract, address: step.address, function: step.call },
    arguments: argumentsJson(abi, step),
    ...{ changes: step.changes, clause: step.clause, nonce: told.nonce, digest: told.digest },
    signed: raws[position] !== null,
  })),
});
