import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { JsonRpcProvider } from "ethers";
import { NODE_OPTIONS, nodeEnvironment, startNode, type LocalNode } from "../support/node";
import { jst } from "../support/suite";
import { documentOf, refusalOf, runCli, type Ran } from "../support/task";

const TERMS = "deploy/parameters/hitachi-21.json";
const DEALER = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65"; // the node's account 4

describe("operator's tasks against a node of its own", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "remote-"));
  let node: LocalNode | undefined;
  let url = "";

  const run = (...args: string[]): Promise<Ran> => runCli([...NODE_OPTIONS, ...args], nodeEnvironment(url, folder));

  before(async () => {
    node = await startNode();
    url = node.url;
  });

  after(() => {
    node?.process.kill();
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
