import { vars } from "hardhat/config";
import type { HttpNetworkUserConfig, NetworksUserConfig } from "hardhat/types";
import { ROLE_ORDER } from "./roles";

/** A network on which bonds are issued: how it is called, and how its variables begin. */
interface Permissioned {
  readonly chainId: number;
  readonly prefix: string;
  /** Where its node listens if nothing says otherwise; a network without one must be told. */
  readonly url?: string;
}

/** The permissioned networks. `besu` is any network of Hyperledger Besu: its chain id comes from `BESU_CHAIN_ID`. */
export const PERMISSIONED: Readonly<Record<string, Permissioned>> = {
  "ibet-local": { chainId: 2017, prefix: "IBET_LOCAL", url: "http://127.0.0.1:8545" },
  "ibet-test": { chainId: 1500002, prefix: "IBET_TEST" },
  "ibet-fin": { chainId: 1010032, prefix: "IBET_FIN" },
  besu: { chainId: Number(setting("BESU_CHAIN_ID") ?? 1337), prefix: "BESU" },
};

/** Who has a key of his own: whoever deploys, and each role. */
export const KEY_HOLDERS = ["deployer", ...ROLE_ORDER] as const;

/** `registerAdministrator` of `IBET_TEST` is `IBET_TEST_REGISTER_ADMINISTRATOR_KEY`. */
export const keyVariable = (prefix: string, holder: string): string =>
  `${prefix}_${holder.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}_KEY`;

/** What the environment says, or Hardhat's own store of variables; undefined if neither knows it. */
export function setting(name: string): string | undefined {
  const value = process.env[name] ?? (vars.has(name) ? vars.get(name) : undefined);
  return value === undefined || value.trim() === "" ? undefined : value.trim();
}

/**
 * Where the keys of a network are. `remote` is a signer, or the node itself, that holds them and answers `eth_accounts`: the default. Keys in
 * variables are one to a role; a folder of encrypted keystores is opened by `tasks/support/keystore.ts`, key by key, when one has to sign.
 */
const accountsOf = (prefix: string): string[] | "remote" => {
  const keys = KEY_HOLDERS.map((holder) => setting(keyVariable(prefix, holder))).filter((key) => key !== undefined);
  return keys.length > 0 && setting(`${prefix}_KEYSTORE`) === undefined ? keys : "remote";
};

const networkOf = ({ chainId, prefix, url }: Permissioned): HttpNetworkUserConfig => ({
  chainId,
  url: setting(`${prefix}_URL`) ?? url ?? "",
  accounts: accountsOf(prefix),
  gasPrice: 0,
  ignition: { gasPrice: 0n },
});

/** The permissioned networks for Hardhat. Nothing here needs a secret: what is missing is asked for when the network is used. */
export const permissionedNetworks = (): NetworksUserConfig =>
  Object.fromEntries(Object.entries(PERMISSIONED).map(([name, network]) => [name, networkOf(network)]));
