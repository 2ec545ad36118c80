/** Keys to try the suite with, on a chain where nothing costs anything: one for whoever deploys, for each role and for each holder. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encryptKeystoreJsonSync, Wallet } from "ethers";
import { z } from "zod";
import { ROLE_ORDER } from "../../deploy/roles";
import { TaskError } from "../../tasks/support/output";

/** Accounts by their part: `deployer`, a role, or the label of a holder. */
export type Accounts = Readonly<Record<string, string>>;

export const placesOf = (folder: string) => ({
  keystore: join(folder, "keystore"),
  password: join(folder, "password"),
  roles: join(folder, "roles.json"),
  accounts: join(folder, "accounts.json"),
});

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const readAccounts = (folder: string, parts: readonly string[]): Accounts => {
  const { accounts } = placesOf(folder);
  try {
    const found = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(accounts, "utf8")));
    if (parts.every((part) => found[part] !== undefined)) return found;
  } catch {
    // says the same as a part that is missing
  }
  throw new TaskError(`${folder}: holds other files than the keys of a try-out; name another folder with --keys`);
};

// A quick derivation: the password lies beside the keys, which are worth nothing.
const SCRYPT = { N: 4096, r: 8, p: 1 };

const makeKeys = (folder: string, parts: readonly string[]): Accounts => {
  const { keystore, password, roles, accounts } = placesOf(folder);
  const secret = randomBytes(16).toString("hex");
  const ownerOnly = { mode: 0o600 };
  mkdirSync(keystore, { recursive: true });
  writeFileSync(password, `${secret}\n`, ownerOnly);
  const made = parts.map((part): [string, string] => {
    const { address, privateKey } = Wallet.createRandom();
    const stored = encryptKeystoreJsonSync({ address, privateKey }, secret, { scrypt: SCRYPT });
    writeFileSync(join(keystore, `${part}.json`), stored, ownerOnly);
    return [part, address];
  });
  const all = Object.fromEntries(made);
  writeFileSync(roles, json(Object.fromEntries(ROLE_ORDER.map((role) => [role, all[role]]))));
  writeFileSync(accounts, json(all)); // last: without it the folder is not finished
  return all;
};

/** The accounts of a folder, made if it is not there: keys that exist are never replaced. */
export const tryOutAccounts = (folder: string, holders: readonly string[]): Accounts => {
  const parts = ["deployer", ...ROLE_ORDER, ...holders];
  const isThere = existsSync(folder) && readdirSync(folder).length > 0;
  return isThere ? readAccounts(folder, parts) : makeKeys(folder, parts);
};
