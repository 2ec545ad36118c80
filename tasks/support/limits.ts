import { TaskError } from "./output";

/** The network takes no larger transaction. */
export const TRANSACTION_BYTES = 65_536;

/** Signature, addresses and numbers around the data of a transaction. */
export const ENVELOPE_BYTES = 256;

/** Refuses what the network would refuse: before anything is signed. */
export const requireSendable = (data: string, gas: bigint, blockGas: bigint): void => {
  const bytes = (data.length - 2) / 2 + ENVELOPE_BYTES;
  if (bytes > TRANSACTION_BYTES)
    throw new TaskError(
      `the transaction has ${bytes.toLocaleString("en-US")} bytes, and the network takes ${TRANSACTION_BYTES.toLocaleString("en-US")}; send fewer lines at a time`,
    );
  if (gas > blockGas)
    throw new TaskError(
      `the transaction needs ${gas.toLocaleString("en-US")} gas, and a block has ${blockGas.toLocaleString("en-US")}; send fewer lines at a time`,
    );
};
