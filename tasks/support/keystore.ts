import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getAddress, Transaction, TypedDataEncoder, Wallet, type TypedDataDomain, type TypedDataField } from "ethers";
import { ProviderWrapper } from "hardhat/plugins";
import type { EIP1193Provider, RequestArguments } from "hardhat/types";
import { KEY_HOLDERS, keyVariable, PERMISSIONED, setting } from "../../deploy/networks";
import { TaskError } from "./output";

/** Where the encrypted keys of a network are, and the file whose first line opens them. */
export interface Keystore {
  readonly folder: string;
  readonly passwordFile: string;
}

/** The keystore that the settings name for a network. */
export const keystoreOf = (network: string): Keystore | undefined => {
  const prefix = PERMISSIONED[network]?.prefix;
  const folder = prefix === undefined ? undefined : setting(`${prefix}_KEYSTORE`);
  if (prefix === undefined || folder === undefined) return undefined;
  const passwordFile = setting(`${prefix}_KEYSTORE_PASSWORD_FILE`);
  if (passwordFile === undefined)
    throw new TaskError(
      `${network}: ${prefix}_KEYSTORE names ${folder}, and ${prefix}_KEYSTORE_PASSWORD_FILE nothing; set it to the file whose first line is the password`,
    );
  return { folder, passwordFile };
};

/** What to do where nobody signs for a holder of a key: the deployer, a role, or an investor, whose key no variable holds. */
export const keyRemedy = (network: string, holder: string): string => {
  const prefix = PERMISSIONED[network]?.prefix;
  const keystore = keystoreOf(network);
  const isRole = KEY_HOLDERS.some((each) => each === holder);
  const file = isRole ? `${holder}.json` : "the file of its key";
  if (keystore !== undefined) return `put ${file} into ${keystore.folder}`;
  if (prefix === undefined) return "add its key to the accounts of this network";
  const variable = isRole ? `set ${keyVariable(prefix, holder)}, ` : "";
  return `${variable}put ${file} into the folder that ${prefix}_KEYSTORE names, or let ${prefix}_URL name the signer that holds its key`;
};

interface StoredKey {
  readonly address: string;
  readonly json: string;
}

/** The keys of a folder, the deployer's first and the roles' next. Their addresses are read without opening them. */
const keysIn = (folder: string): readonly StoredKey[] => {
  let names: readonly string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    throw new TaskError(`keystore ${folder}: there is no such folder; name the one with a file for each role: deployer.json, issuer.json, …`); // prettier-ignore
  }
  const known = KEY_HOLDERS.map((holder) => `${holder}.json`);
  const ordered = [...known.filter((name) => names.includes(name)), ...names.filter((name) => !known.includes(name))];
  return ordered.map((name) => storedKey(join(folder, name)));
};

const storedKey = (file: string): StoredKey => {
  const json = readFileSync(file, "utf8");
  try {
    const { address } = JSON.parse(json) as { address?: string };
    return { json, address: getAddress(`0x${(address ?? "").replace(/^0x/, "")}`) };
  } catch {
    throw new TaskError(`keystore ${file}: found no encrypted key with its address, expected a Web3 Secret Storage file; make it anew with the tool that made it`); // prettier-ignore
  }
};

type Params = readonly unknown[];
interface Typed {
  readonly domain: TypedDataDomain;
  readonly types: Record<string, TypedDataField[]>;
  readonly message: Record<string, unknown>;
}
/** The account, and what it signs: as a value, or as the text of its JSON. */
type TypedData = readonly [string, Typed | string];

/** Keys out of a folder. A key is opened when it signs for the first time, and stays in memory until the process ends. */
export class Keyring {
  readonly #keys: ReadonlyMap<string, StoredKey>;
  readonly #open = new Map<string, Promise<Wallet>>();
  readonly #passwordFile: string;

  constructor({ folder, passwordFile }: Keystore) {
    this.#keys = new Map(keysIn(folder).map((key) => [key.address, key]));
    this.#passwordFile = passwordFile;
  }

  get accounts(): readonly string[] {
    return [...this.#keys.keys()];
  }

  async walletOf(account: string): Promise<Wallet> {
    const key = this.#keys.get(getAddress(account));
    if (key === undefined)
      throw new TaskError(`keystore: no key for ${account}; put its file into the folder of the keystore`);
    let wallet = this.#open.get(key.address);
    if (wallet === undefined) this.#open.set(key.address, (wallet = this.#opened(key)));
    return wallet;
  }

  async #opened({ address, json }: StoredKey): Promise<Wallet> {
    try {
      const [password = ""] = readFileSync(this.#passwordFile, "utf8").split(/\r?\n/);
      return (await Wallet.fromEncryptedJson(json, password)) as Wallet;
    } catch (error) {
      const { message, shortMessage = message } = error as Error & { readonly shortMessage?: string }; // the long one lists arguments
      throw new TaskError(
        `keystore: the key of ${address} does not open with the first line of ${this.#passwordFile}: ${shortMessage}; ` +
          "name its password's file in …_KEYSTORE_PASSWORD_FILE of this network",
      );
    }
  }
}

/** Signs with keys out of a folder. */
export class KeystoreProvider extends ProviderWrapper {
  readonly #ring: Keyring;

  constructor(inner: EIP1193Provider, keystore: Keystore) {
    super(inner);
    this.#ring = new Keyring(keystore);
  }

  override async request({ method, params }: RequestArguments): Promise<unknown> {
    const given = (params ?? []) as Params;
    if (method === "eth_accounts" || method === "eth_requestAccounts")
      return this.#ring.accounts.map((each) => each.toLowerCase());
    if (method === "eth_sendTransaction") {
      const raw = await this.#signed(given[0] as Record<string, string>);
      return this._wrappedProvider.request({ method: "eth_sendRawTransaction", params: [raw] });
    }
    if (method === "eth_signTransaction") return { raw: await this.#signed(given[0] as Record<string, string>) };
    if (method === "eth_signTypedData") {
      const [account, payload] = given as TypedData;
      const { domain, types, message } = typeof payload === "string" ? (JSON.parse(payload) as Typed) : payload;
      const { EIP712Domain: _, ...own } = types;
      const wallet = await this.#ring.walletOf(account);
      return wallet.signingKey.sign(TypedDataEncoder.hash(domain, own, message)).serialized;
    }
    return this._wrappedProvider.request({ method, params: given });
  }

  async #signed({ from = "", to, data, gas, gasPrice, nonce, value }: Record<string, string>): Promise<string> {
    const wallet = await this.#ring.walletOf(from);
    const ask = (method: string, ...params: unknown[]) => this._wrappedProvider.request({ method, params });
    const transaction = Transaction.from({
      type: 0,
      chainId: BigInt((await ask("eth_chainId")) as string),
      nonce: Number(nonce ?? (await ask("eth_getTransactionCount", from, "pending"))),
      gasPrice: BigInt(gasPrice ?? 0),
      gasLimit: BigInt(gas ?? 0),
      value: BigInt(value ?? 0),
      data: data ?? "0x",
      ...(to === undefined ? {} : { to: getAddress(to) }),
    });
    return wallet.signTransaction(transaction);
  }
}
