import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { JsonRpcProvider } from "ethers";
import { freePort } from "./node";

/** A second, separate node that behaves like the production network: berlin, no fee, blocks on an interval, 800 M gas. */
export interface Anvil {
  readonly url: string;
  readonly process: ChildProcess;
  readonly provider: JsonRpcProvider;
  /** Ends it as a crash would: at once, and without a word. */
  kill(): Promise<void>;
}

interface AnvilOptions {
  readonly port?: number;
  /** Seconds between blocks; with 0 none comes by itself, as if the validators stood still. */
  readonly blockTime?: number;
  /** What its clock shows when it starts, in seconds since 1970; the real time if left out. */
  readonly timestamp?: number;
  /** Where its chain is kept, every second, so that it outlives a kill. */
  readonly state?: string;
}

const program = require.resolve("@foundry-rs/anvil/bin.mjs");

export const startAnvil = async (options: AnvilOptions = {}): Promise<Anvil> => {
  const { blockTime = 1, timestamp, state } = options;
  const port = options.port ?? (await freePort());
  const args = ["--hardfork", "berlin", "--gas-price", "0", "--base-fee", "0", "--gas-limit", "800000000"];
  args.push("--chain-id", "2017", "--port", String(port), "--silent");
  args.push(...(blockTime === 0 ? ["--no-mining"] : ["--block-time", String(blockTime)]));
  if (timestamp !== undefined) args.push("--timestamp", String(timestamp));
  if (state !== undefined) args.push("--state", state, "--state-interval", "1");
  const node = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "ignore", "inherit"], detached: true });
  const url = `http://127.0.0.1:${port}`;
  await answering(url, node);
  const provider = new JsonRpcProvider(url, 2017, { staticNetwork: true, cacheTimeout: -1 });
  return {
    url,
    process: node,
    provider,
    kill: async () => {
      provider.destroy();
      if (node.exitCode !== null || node.signalCode !== null || node.pid === undefined) return;
      process.kill(-node.pid, "SIGKILL"); // the launcher and the node itself
      await once(node, "exit");
    },
  };
};

const answering = async (url: string, node: ChildProcess): Promise<void> => {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (node.exitCode !== null) throw new Error(`anvil ended with ${node.exitCode}`);
    const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body }).catch(() => undefined); // prettier-ignore
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`anvil does not answer at ${url}`);
};
