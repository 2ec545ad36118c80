import { keccak256, Transaction, type SigningKey } from "ethers";

/** A file of --prepare, as whoever signs with other tools reads it. */
export interface OfflineFile {
  readonly version: number;
  readonly task: string;
  readonly network: string;
  readonly chainId: number;
  readonly bond?: string;
  readonly holders?: Readonly<Record<string, string>>;
  readonly transactions: readonly OfflineTransaction[];
  readonly signed?: readonly (string | null)[];
}

export interface OfflineTransaction {
  readonly role: string;
  readonly signer: string;
  readonly changes: string;
  readonly clause: string;
  readonly contract: string;
  readonly function: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly to: string;
  readonly data: string;
  readonly nonce: number;
  readonly gas: number;
  readonly gasPrice: number;
  readonly type: number;
  readonly unsigned: string;
  readonly digest: string;
}

/** Signs as any tool would that knows the format: the digest of the bytes, and nothing of the project. */
export const signedBy = (key: SigningKey, { unsigned }: Pick<OfflineTransaction, "unsigned">): string => {
  const transaction = Transaction.from(unsigned);
  transaction.signature = key.sign(keccak256(unsigned));
  return transaction.serialized;
};

/** The transaction with other contents and the bytes that belong to them, as somebody who is careful forges one. */
export const remade = (
  chainId: number,
  transaction: OfflineTransaction,
  changed: Partial<OfflineTransaction>,
): OfflineTransaction => {
  const made = { ...transaction, ...changed };
  const { to, data, nonce, gas } = made;
  const bytes = Transaction.from({ type: 0, chainId, nonce, gasPrice: 0, gasLimit: gas, to, value: 0, data });
  return { ...made, unsigned: bytes.unsignedSerialized, digest: bytes.unsignedHash };
};
