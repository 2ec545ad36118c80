import { toQuantity, Wallet, type Transaction } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { Keyring, keystoreOf } from "./keystore";
import { TaskError } from "./output";
import { oneLine } from "./refusals";

/** Whoever has keys here and signs what is to be sent from elsewhere. */
export interface Signatory {
  readonly accounts: readonly string[];
  /** The signed transaction, in hex. */
  readonly sign: (account: string, transaction: Transaction) => Promise<string>;
}

/** The keys of the network: its keystore, or those in variables; both sign without a node. Else a remote signer is asked. */
export const signatoryOf = async (hre: HardhatRuntimeEnvironment): Promise<Signatory> => {
  const keystore = keystoreOf(hre.network.name);
  if (keystore !== undefined) {
    const ring = new Keyring(keystore);
    return {
      accounts: ring.accounts,
      sign: async (account, transaction) => (await ring.walletOf(account)).signTransaction(transaction),
    };
  }
  const { accounts } = hre.network.config;
  const keys = Array.isArray(accounts) ? accounts.map((each) => (typeof each === "string" ? each : each.privateKey)) : undefined; // prettier-ignore
  return keys === undefined ? remoteSignatory(hre) : signatoryWith(keys.map((key) => new Wallet(key)));
};

const signatoryWith = (wallets: readonly Wallet[]): Signatory => ({
  accounts: wallets.map(({ address }) => address),
  sign: async (account, transaction) => {
    const wallet = wallets.find(({ address }) => address === account);
    if (wallet === undefined) throw new TaskError(`no key for ${account}; add it to the accounts of this network`);
    return wallet.signTransaction(transaction);
  },
});

/** A signer that holds the keys elsewhere answers with the bytes alone, as some do, or with the transaction around them. */
const remoteSignatory = async (hre: HardhatRuntimeEnvironment): Promise<Signatory> => ({
  accounts: await remoteAccounts(hre),
  sign: async (from, { to, data, gasLimit, nonce, chainId }) => {
    const given = { from, to, data, value: "0x0", gasPrice: "0x0", chainId: toQuantity(chainId) };
    const numbers = { gas: toQuantity(gasLimit), nonce: toQuantity(nonce) };
    const answer: unknown = await hre.network.provider.send("eth_signTransaction", [{ ...given, ...numbers }]);
    const raw = typeof answer === "object" && answer !== null && "raw" in answer ? answer.raw : answer;
    return String(raw).toLowerCase();
  },
});

const remoteAccounts = async (hre: HardhatRuntimeEnvironment): Promise<readonly string[]> => {
  try {
    return (await hre.ethers.getSigners()).map(({ address }) => address);
  } catch (error) {
    throw new TaskError(
      `${hre.network.name}: there is no key here, neither a keystore nor keys in variables, and no signer answers (${oneLine((error as Error).message)}); name where the keys are`,
    );
  }
};
