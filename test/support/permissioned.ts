import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Wallet } from "ethers";
import { KEY_HOLDERS, keyVariable } from "../../deploy/networks";
import { documentOf, startCli, type Ran, type Running } from "./task";

/** An operator at a permissioned network: a folder for his address book, a key for each role, and the command line. */
export interface Operator {
  readonly folder: string;
  readonly wallets: readonly Wallet[];
  readonly walletOf: (holder: string) => Wallet;
  readonly rolesFile: string;
  /** The variables that name the node, the folder and the keys. */
  readonly environment: () => Readonly<Record<string, string>>;
  /** Runs a command line on `ibet-local`. */
  readonly run: (...args: string[]) => Promise<Ran>;
  /** The same, without waiting for its end. */
  readonly start: (...args: string[]) => Running;
  /** Runs it with `--execute --json`, and returns the document. */
  readonly send: <Document = unknown>(...args: string[]) => Promise<Document>;
  /** The same keys at another desk, maybe at another node, with a copy of the folder. */
  readonly elsewhere: (urlOf: () => string) => Operator;
}

const wallet = (): Wallet => new Wallet(Wallet.createRandom().privateKey);

/** The options that name the network, with the book in a folder of its own. */
const OPTIONS = ["--config", "test/support/remote.config.ts", "--network", "ibet-local"] as const;

/** With `remote`, the node or signer at `url` has the keys, `wallets` or others; else every role's key is a variable. */
export const operatorAt = (urlOf: () => string, isRemote = false, holders: readonly string[] = []): Operator => {
  const folder = mkdtempSync(join(tmpdir(), "permissioned-"));
  const names = [...KEY_HOLDERS, ...holders];
  const wallets = names.map(wallet);
  const walletOf = (name: string): Wallet => wallets[names.indexOf(name)]!;
  // A signer lists its accounts in an order of its own, so the file says who deploys; keys of an environment begin with the deployer's.
  const roles = KEY_HOLDERS.filter((each) => isRemote || each !== "deployer").map((role) => [
    role,
    walletOf(role).address,
  ]);
  writeFileSync(join(folder, "roles.json"), JSON.stringify(Object.fromEntries(roles)));
  const keys = KEY_HOLDERS.map((holder) => [keyVariable("IBET_LOCAL", holder), walletOf(holder).privateKey]);
  const variables = isRemote ? {} : (Object.fromEntries(keys) as Record<string, string>);
  return operatorIn(folder, { wallets, walletOf, variables }, urlOf);
};

/** Who has the keys, and the variables that name them. */
interface Keys extends Pick<Operator, "wallets" | "walletOf"> {
  readonly variables: Readonly<Record<string, string>>;
}

const operatorIn = (folder: string, keys: Keys, urlOf: () => string): Operator => {
  const { wallets, walletOf, variables } = keys;
  const environment = () => ({ TEST_DEPLOY_FOLDER: folder, IBET_LOCAL_URL: urlOf(), ...variables });
  const start = (...args: string[]): Running => startCli([...OPTIONS, ...args], environment());
  const run = (...args: string[]): Promise<Ran> => start(...args).ended;
  return {
    ...{ folder, wallets, walletOf, rolesFile: join(folder, "roles.json"), environment, run, start },
    send: async (...args) => documentOf(await run(...args, "--execute", "--json")),
    elsewhere: (otherUrlOf) => {
      const copy = mkdtempSync(join(tmpdir(), "permissioned-"));
      cpSync(folder, copy, { recursive: true });
      return operatorIn(copy, keys, otherUrlOf);
    },
  };
};
