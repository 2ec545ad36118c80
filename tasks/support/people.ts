import { randomBytes } from "node:crypto";
import { hexlify, id } from "ethers";
import { z } from "zod";
import { canonicalJson } from "../../lib/canonicalJson";
import { holderLabelOf } from "./accounts";
import { loadAge } from "./age.cjs";
import { OWNER_ONLY, parseJson, readBytes, readJson, writeNew } from "./files";
import { TaskError } from "./output";
import { oneLine } from "./refusals";
import { readText } from "./sheetFile";

const TEXT = "a text without control characters, not empty";
const text = z.string({ error: TEXT }).regex(/^[^\p{Cc}\p{Cs}]+$/u, { error: TEXT });
const salt = z.string().regex(/^0x[0-9a-f]{64}$/, { error: "0x and 64 small hexadecimal digits" });

const person = z.strictObject({ holder: text, name: text, address: text, salt });
const unsalted = z.strictObject({ ...person.shape, salt: salt.optional() });

/** A holder's personal data, which never goes on chain in the clear; `salt` keeps the commitment from being guessed. */
export type Person = z.infer<typeof person>;

/** What binds a person's data on chain: the keccak256 of the one text of it. */
export const commitmentOf = ({ holder, name, address, salt: secret }: Person): string =>
  id(canonicalJson({ holder, name, address, salt: secret }));

/** Makes a key pair for personal data; the file keeps the secret, and the recipient may be known to everybody. */
export const makeKey = async (path: string): Promise<string> => {
  const age = await loadAge();
  const identity = await age.generateIdentity();
  const recipient = await age.identityToRecipient(identity);
  writeNew(path, `# public key: ${recipient}\n${identity}\n`, OWNER_ONLY);
  return recipient;
};

/** The persons in a file that a person wrote; a salt that is missing is made. */
export const readPeople = (path: string): readonly Person[] =>
  checked(
    path,
    readJson(path, z.array(unsalted)).map((each) => ({ ...each, salt: each.salt ?? hexlify(randomBytes(32)) })),
  );

/** Writes the persons into a file that only the key behind `recipient` opens. */
export const sealPeople = async (people: readonly Person[], recipient: string, out: string): Promise<void> => {
  const { Encrypter } = await loadAge();
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new TaskError(`--recipient: found "${recipient}", expected what \`register people-key\` printed, age1…`);
  }
  writeNew(out, await encrypter.encrypt(`${JSON.stringify(people, null, 2)}\n`), OWNER_ONLY);
};

/** The persons in a sealed file. */
export const openPeople = async (path: string, keyPath: string): Promise<readonly Person[]> => {
  const { Decrypter } = await loadAge();
  const decrypter = new Decrypter();
  const identities = readText(keyPath)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "" && !line.startsWith("#"));
  if (identities.length !== 1)
    throw new TaskError(`${keyPath}: found ${identities.length} keys, expected the one of \`register people-key\``);
  try {
    decrypter.addIdentity(identities[0] ?? "");
  } catch {
    throw new TaskError(`${keyPath}: found no key, expected AGE-SECRET-KEY-1… of \`register people-key\``);
  }
  const sealed = readBytes(path);
  let opened: string;
  try {
    opened = await decrypter.decrypt(sealed, "text");
  } catch (error) {
    throw new TaskError(
      `${path}: cannot be opened with ${keyPath} (${oneLine((error as Error).message)}); name the sealed file and its key`,
    );
  }
  return checked(path, parseJson(path, opened, z.array(person)));
};

const checked = (path: string, people: readonly Person[]): readonly Person[] => {
  const seen = new Set<string>();
  people.forEach(({ holder }, position) => {
    const where = `${path}: ${position}.holder`;
    if (holder !== "dealer" && holder !== "issuer") holderLabelOf(where, holder);
    if (seen.has(holder)) throw new TaskError(`${where}: found "${holder}" again, expected each holder once`);
    seen.add(holder);
  });
  return people;
};
