import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { getAddress, isAddress } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { z } from "zod";
import { isEmbedded } from "./embedded";
import { TaskError } from "./output";

const AN_ADDRESS = "expected an address, 0x and 40 hexadecimal digits with a valid checksum";

/** An account in a file. */
export const address = z
  .string({ error: ({ input }) => `found ${input === undefined ? "nothing" : JSON.stringify(input)}, ${AN_ADDRESS}` })
  .refine((text) => isAddress(text), { error: ({ input }) => `found ${JSON.stringify(input)}, ${AN_ADDRESS}` })
  .transform((text) => getAddress(text));

const roles = z.strictObject({
  issuer: address,
  registerAdministrator: address,
  fiscalAgent: address,
  dealer: address,
  platformOperator: address,
  recorder: address,
  reviewer: address,
});

type Roles = z.infer<typeof roles>;

const bond = z.strictObject({
  contracts: z.strictObject({
    authority: address,
    token: address,
    registry: address,
    orders: address,
    payments: address,
    defaults: address,
    market: address,
    offering: address,
    documents: address,
    notices: address,
    meeting: address,
    listing: address,
    proceeds: address,
    reports: address,
  }),
  roles,
  holders: z.record(z.string(), address),
});

const book = z.strictObject({
  chainId: z.number().int().positive(),
  calendar: z.strictObject({ address, registerAdministrator: address }),
  green: z.strictObject({ impact: address, figures: address }),
  bonds: z.record(z.string(), bond),
});

/** What is known of a network: its calendar, its impact ledger, its bonds, their contracts, roles and the labels of their holders. */
export type AddressBook = z.infer<typeof book>;
export type BondEntry = AddressBook["bonds"][string];

/** The books of in-process networks, whose chains die with the process. */
const inMemory = new Map<string, AddressBook>();

/** Where the book of a network is kept. */
export const bookFile = (hre: HardhatRuntimeEnvironment): string =>
  join(hre.config.paths.ignition, "addresses", `${hre.network.name}.json`);

/** The book of the network, or undefined if nothing was deployed there. */
export const readBook = (hre: HardhatRuntimeEnvironment): AddressBook | undefined => {
  if (isEmbedded(hre)) return inMemory.get(hre.network.name);
  let text: string;
  try {
    text = readFileSync(bookFile(hre), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return parsed(bookFile(hre), text, book);
};

/** Replaces the book of the network: as a whole, so that a break leaves the old one or the new one. */
export const writeBook = (hre: HardhatRuntimeEnvironment, content: AddressBook): void => {
  if (isEmbedded(hre)) {
    inMemory.set(hre.network.name, content);
    return;
  }
  const file = bookFile(hre);
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(fresh, file);
};

/** Forgets the book of a chain that is gone. */
export const dropBook = (hre: HardhatRuntimeEnvironment): void => {
  if (isEmbedded(hre)) inMemory.delete(hre.network.name);
  else rmSync(bookFile(hre), { force: true });
};

/** Where the contracts of a bond lie, those of its network included. */
export const addressesOf = ({ calendar, green }: AddressBook, { contracts }: BondEntry) => ({
  ...contracts,
  calendar: calendar.address,
  ...green,
});

/** The book with a changed entry for one bond. */
export const withBond = (content: AddressBook, id: string, entry: BondEntry): AddressBook => ({
  ...content,
  bonds: { ...content.bonds, [id]: entry },
});

/** The accounts of a roles file. Who deploys is named there if the network's first signer is another. */
export const rolesIn = (file: string, text: string): { readonly accounts: Roles; readonly deployer?: string } => {
  const { deployer, ...accounts } = parsed(file, text, roles.extend({ deployer: address.optional() }));
  return deployer === undefined ? { accounts } : { accounts, deployer };
};

const parsed = <T>(file: string, text: string, schema: z.ZodType<T>): T => {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    throw new TaskError(
      `${file}: found no JSON (${(error as Error).message.replaceAll(/\s+/g, " ")}), expected an object`,
    );
  }
  const read = schema.safeParse(root);
  if (read.success) return read.data;
  throw new TaskError(`${file}: ${problemText(read.error.issues)}`);
};

/** The first thing that is wrong, and beside it any key that belongs to nothing: a key that is missing is often there, misspelled. */
const problemText = (issues: z.core.$ZodError["issues"]): string => {
  const unknown = issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys : []));
  const first = issues.find(({ code }) => code !== "unrecognized_keys");
  const path = first === undefined || first.path.length === 0 ? "the file" : first.path.join(".");
  return [
    ...(first === undefined ? [] : [`${path}: ${first.message}`]),
    ...(unknown.length === 0 ? [] : [`no such key: ${unknown.join(", ")}`]),
  ].join("; ");
};
