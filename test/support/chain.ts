import { network } from "hardhat";

type Deploy<T> = () => Promise<T>;

/** The fixture whose snapshot the chain can be put back to. */
let current: { readonly deploy: Deploy<unknown>; readonly value: unknown; snapshot: string } | undefined;

const rpc = (method: string, params: unknown[] = []): Promise<unknown> => network.provider.request({ method, params });

/**
 * The chain as `deploy` left it. The same fixture twice in a row is put back from a snapshot; another one starts on an empty chain, so that
 * its clock stands before every closing day again. Not `loadFixture`: that keeps the clock where the last test moved it.
 */
export const fixture = async <T>(deploy: Deploy<T>): Promise<T> => {
  if (current?.deploy === deploy) {
    await rpc("evm_revert", [current.snapshot]);
    current.snapshot = (await rpc("evm_snapshot")) as string;
    return current.value as T;
  }
  await rpc("hardhat_reset");
  const value = await deploy();
  current = { deploy, value, snapshot: (await rpc("evm_snapshot")) as string };
  return value;
};

interface Recorded {
  readonly value: unknown;
  readonly transactions: readonly Record<string, unknown>[];
}

/** What a deployment sent when it began on an empty chain, by what was deployed. */
const recorded = new Map<string, Recorded>();

/**
 * What `deploy` returns, for a deployment that is told by its name alone. The second time on an empty chain its transactions are sent again as
 * they were, to the same addresses: a tenth of the time that Ignition takes to plan and check it.
 */
export const replayed = async <T>(name: string, deploy: Deploy<T>): Promise<T> => {
  if ((await rpc("eth_blockNumber")) !== "0x0") return deploy();
  const known = recorded.get(name);
  if (known !== undefined) {
    for (const transaction of known.transactions) await rpc("eth_sendTransaction", [transaction]);
    return known.value as T;
  }
  const value = await deploy();
  recorded.set(name, { value, transactions: await everyTransaction() });
  return value;
};

const everyTransaction = async (): Promise<Record<string, unknown>[]> => {
  const last = Number(await rpc("eth_blockNumber"));
  const all: Record<string, unknown>[] = [];
  for (let number = 1; number <= last; number += 1) {
    const block = (await rpc("eth_getBlockByNumber", [`0x${number.toString(16)}`, true])) as {
      transactions: { from: string; to: string | null; input: string; gas: string }[];
    };
    for (const { from, to, input, gas } of block.transactions)
      all.push({ from, data: input, gas, ...(to === null ? {} : { to }) });
  }
  return all;
};
