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
