import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";

/** A node in a process of its own. */
export interface LocalNode {
  readonly url: string;
  readonly process: ChildProcess;
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Starts a node, ready when it says so. Its clock starts on 1 December 2023. */
export const startNode = async (): Promise<LocalNode> => {
  const port = await freePort();
  const args = ["scripts/hardhat.cjs", "node", "--port", String(port)];
  const node = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    node.once("exit", (code) => reject(new Error(`the node ended with ${code}`)));
    node.stdout.on("data", (text: Buffer) => {
      if (String(text).includes("Started HTTP")) resolve();
    });
  });
  return { url: `http://127.0.0.1:${port}`, process: node };
};

/** What a command line needs to reach a node, with the address book and the journal of deployments in a folder of its own. */
export const nodeEnvironment = (url: string, folder: string) => ({ TEST_NODE_URL: url, TEST_DEPLOY_FOLDER: folder });

/** The options that name such a node. */
export const NODE_OPTIONS = ["--config", "test/support/remote.config.ts", "--network", "localhost"] as const;
