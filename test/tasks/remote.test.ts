import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { JsonRpcProvider } from "ethers";
import { jst } from "../support/suite";
import { documentOf, refusalOf, runCli, type Ran } from "../support/task";

const TERMS = "deploy/parameters/hitachi-21.json";
const DEALER = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65"; // the node's account 4

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** A node in a process of its own, ready when it says so. */
const startNode = (port: number): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    const args = ["scripts/hardhat.cjs", "node", "--port", String(port)];
    const node = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    node.once("exit", (code) => reject(new Error(`the node ended with ${code}`)));
    node.stdout.on("data", (text: Buffer) => {
      if (String(text).includes("Started HTTP")) resolve(node);
    });
  });

describe("operator's tasks against a node of its own", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "remote-"));
  let node: ChildProcess | undefined;
  let url = "";

  const run = (...args: string[]): Promise<Ran> =>
    runCli(["--config", "test/support/remote.config.ts", "--network", "localhost", ...args], {
      TEST_NODE_URL: url,
      TEST_DEPLOY_FOLDER: folder,
    });

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    node = await startNode(port);
  });

  after(() => {
    node?.kill();
    rmSync(folder, { recursive: true });
  });

  it("deploys, is refused early, and issues on the closing day [I-2, I-5]", async () => {
    const provider = new JsonRpcProvider(url, 2017, { staticNetwork: true });
    const { contracts } = documentOf<{ contracts: { token: string } }>(
      await run("bond", "deploy", "--terms", TERMS, "--execute", "--json"),
    );
    expect(await provider.getCode(contracts.token)).to.not.equal("0x");
    const book = join(folder, "addresses", "localhost.json");
    expect(JSON.parse(readFileSync(book, "utf8"))).to.deep.include({ chainId: 2017 });
    expect(existsSync(`${book}.new`)).to.equal(false);

    const early = await run("bond", "issue", "--execute", "--json");
    expect(refusalOf(early)).to.match(/closing day 2023-12-14, today is 2023-12-01/);

    // The clock of the next block alone is set: no block is mined, and the tasks must see the new day all the same.
    await provider.send("evm_setNextBlockTimestamp", [jst("2023-12-14T09:00:00")]);
    const issued = documentOf<{ steps: { sent: { at: string; events: { values: object }[] } }[] }>(
      await run("bond", "issue", "--execute", "--json"),
    );
    provider.destroy();
    expect(issued.steps[0]?.sent.at).to.equal("2023-12-14T09:00:00+09:00");
    expect(issued.steps[0]?.sent.events.at(-1)?.values).to.deep.equal({
      dealer: DEALER,
      bonds: 100,
      closingDay: "2023-12-14",
    });
  });
});
