import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { Contract } from "ethers";
import type { OutboxLine } from "../../tasks/support/outbox";
import { startAnvil, type Anvil } from "../support/anvil";
import { operatorAt, type Operator } from "../support/permissioned";
import { startProxy, type Fault, type Proxy } from "../support/proxy";
import { jst } from "../support/suite";
import { refusalOf } from "../support/task";

const SHEET = {
  ...{ id: "line", name: "Line", symbol: "LINE", denominationYen: "100000000", bonds: 50, ratePpm: 5980 },
  ...{ closing: "2023-12-14", firstPayment: "2024-06-14", maturity: "2024-12-14" },
  allotments: [{ holder: "a", bonds: 50, taxClass: "exempt" }],
};

const A = "0x00000000000000000000000000000000000000aa";

describe("A line that breaks", function () {
  this.timeout(300_000);
  let node: Anvil;
  let line: Proxy;
  let on: Operator;
  /** The faults to come, by method: one each time. */
  const faults: [string, Fault][] = [];
  let token: Contract;

  const faultOf = (method: string): Fault | undefined => {
    const at = faults.findIndex(([name]) => name === method);
    return at < 0 ? undefined : faults.splice(at, 1)[0]?.[1];
  };
  const bondsOfA = async (): Promise<number> => Number(await token.getFunction("balanceOf")(A));
  const outbox = (): OutboxLine[] =>
    readFileSync(join(on.folder, "sent", "ibet-local.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((each) => JSON.parse(each) as OutboxLine);
  const transfer = (bonds: number, execute = true) =>
    on.run("bond", "transfer", "--from", "dealer", "--to", "a", "--bonds", String(bonds), ...(execute ? ["--execute", "--json"] : [])); // prettier-ignore

  before(async () => {
    node = await startAnvil({ timestamp: jst("2023-12-14T08:00:00") });
    line = await startProxy(node.url, { faultOf });
    on = operatorAt(() => line.url);
    const terms = join(on.folder, "line.json");
    writeFileSync(terms, JSON.stringify(SHEET));
    const { contracts } = await on.send<{ contracts: { token: string } }>("bond", "deploy", "--terms", terms, "--roles", on.rolesFile); // prettier-ignore
    token = new Contract(contracts.token, ["function balanceOf(address) view returns (uint256)"], node.provider);
    await on.send("holder", "register", "--holder", "a", "--account", A, "--tax-class", "exempt");
    await on.send("bond", "issue");
  });

  after(async () => {
    await line.close();
    await node.kill();
    rmSync(on.folder, { recursive: true });
  });

  const SEND = "eth_sendRawTransaction";

  const cases: readonly (readonly [string, readonly Fault[]])[] = [
    ["loses the answer after sending: it is found by its number, and not sent again", ["lose the answer"]],
    ["loses two answers", ["lose the answer", "lose the answer"]],
    ["drops the request: it is sent again, under the same number", ["drop the request"]],
    ["duplicates what is sent: the second is the first", ["duplicate"]],
    ["delays it beyond the patience of the sender", [{ delayMs: 4_000 }]],
    ["drops, then loses, then duplicates", ["drop the request", "lose the answer", "duplicate"]],
  ];
  for (const [what, planned] of cases)
    it(what, async () => {
      const before = await bondsOfA();
      faults.push(...planned.map((fault): [string, Fault] => [SEND, fault]));
      const { code, stderr } = await transfer(1);
      expect(code, stderr).to.equal(0);
      faults.length = 0;
      await node.provider.send("anvil_mine", ["0x2"]);
      expect(await bondsOfA()).to.equal(before + 1);
      expect(outbox().at(-1)?.state).to.equal("done");
    });

  it("loses the answers to questions about the receipt: it asks on", async () => {
    const before = await bondsOfA();
    faults.push(["eth_getTransactionReceipt", "lose the answer"], ["eth_getTransactionReceipt", "drop the request"]);
    expect((await transfer(1)).code).to.equal(0);
    expect(await bondsOfA()).to.equal(before + 1);
  });

  it("answers with an error although it passed the transaction on: the next run finds it, and does not send it again", async () => {
    const before = await bondsOfA();
    faults.push([SEND, "answer with an error"]);
    const refused = await transfer(3);
    expect(refused.code).to.equal(1);
    expect(refused.stderr).to.match(/the gateway is busy/);
    await node.provider.send("anvil_mine", ["0x2"]);
    const again = await transfer(3);
    expect(again.code, again.stderr).to.equal(0);
    expect(again.stderr).to.match(/an interrupted run has sent it, block \d+: skipped/);
    expect(await bondsOfA()).to.equal(before + 3);
  });

  context("a run that ended between sending and the receipt", () => {
    it("is found by the next run of the same command: it waits, and does not send again", async () => {
      const before = await bondsOfA();
      await transfer(2);
      // as a run leaves it that was killed right after sending
      const lines = outbox();
      const { hash: _, ...sent } = lines.at(-1)!;
      const file = join(on.folder, "sent", "ibet-local.jsonl");
      writeFileSync(file, lines.slice(0, -2).map((each) => `${JSON.stringify(each)}\n`).join("")); // prettier-ignore
      expect(outbox().at(-1)).to.deep.equal({ ...sent, state: "prepared" });
      const again = await transfer(2);
      expect(again.code, again.stderr).to.equal(0);
      expect(again.stderr).to.match(
        /an interrupted run has sent it, block \d+: skipped; run it once more to do it again/,
      );
      expect(await bondsOfA()).to.equal(before + 2);
      expect((await transfer(2)).code).to.equal(0); // once more
      expect(await bondsOfA()).to.equal(before + 4);
    });

    it("did not send what it had prepared: the next run does", async () => {
      const before = await bondsOfA();
      const done = outbox().at(-1)!;
      const { hash: _, ...rest } = done;
      appendFileSync(
        join(on.folder, "sent", "ibet-local.jsonl"),
        `${JSON.stringify({ ...rest, nonce: done.nonce + 1, state: "prepared" })}\n`,
      );
      const pending = await on.run("tx", "pending");
      expect(pending.stdout).to.contain("absent\n  no node has it");
      const { code, stderr } = await transfer(2);
      expect(code, stderr).to.equal(0);
      expect(stderr).to.contain("has not arrived: no node has it");
      expect(await bondsOfA()).to.equal(before + 2);
    });

    it("left half a line in the outbox: nothing was sent then, and the next run goes on", async () => {
      appendFileSync(join(on.folder, "sent", "ibet-local.jsonl"), '{"task":"bond tra');
      mkdirSync(on.folder, { recursive: true });
      const { code, stderr } = await transfer(1);
      expect(code, stderr).to.equal(0);
    });
  });

  it("makes two operators at once do one thing once", async () => {
    const args = ["holder", "register", "--holder", "b", "--account", "0x00000000000000000000000000000000000000bb", "--tax-class", "exempt", "--execute", "--json"]; // prettier-ignore
    const runs = await Promise.all([on.run(...args), on.run(...args)]);
    expect(runs.some(({ code }) => code === 0)).to.equal(true);
    for (const { stderr } of runs.filter(({ code }) => code !== 0))
      expect(stderr).to.match(/has the account 0x\w+ already|is another one, sent at the same time/);
    expect((await on.run(...args)).code).to.equal(0);
  });

  it("tells two operators apart who say the same at once: one of them is told, and nothing is taken for done that is not", async () => {
    const before = await bondsOfA();
    const colleague = on.elsewhere(() => node.url);
    let pass = (): void => undefined;
    faults.push([SEND, { after: new Promise<void>((resolve) => (pass = resolve)) }]);
    const first = transfer(4);
    while (faults.length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    await colleague.send("bond", "transfer", "--from", "dealer", "--to", "a", "--bonds", "4");
    pass();
    const { code, stderr } = await first;
    expect(code).to.equal(1);
    expect(stderr).to.match(
      /transaction \d+ of the dealer 0x\w+ is another one, sent at the same time, so this one never arrives; look/,
    );
    expect(await bondsOfA()).to.equal(before + 4);
    expect((await transfer(4)).code).to.equal(0);
    expect(await bondsOfA()).to.equal(before + 8);
    rmSync(colleague.folder, { recursive: true });
  });

  it("says how things stand when the node is gone, in one line, and sends nothing more", async () => {
    const url = line.url;
    await line.close();
    const refused = await transfer(1);
    expect(refusalOf(refused)).to.match(/Cannot connect to the network ibet-local/);
    expect(url).not.to.equal("");
    line = await startProxy(node.url, { faultOf });
    expect((await transfer(1)).code).to.equal(0);
  });
});
