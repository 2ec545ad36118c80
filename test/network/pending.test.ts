import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { keccak256 } from "ethers";
import { ROLE_ORDER } from "../../deploy/roles";
import type { OutboxLine } from "../../tasks/support/outbox";
import type { PendingJson } from "../../tasks/support/txPending";
import { startAnvil, type Anvil } from "../support/anvil";
import { operatorAt, type Operator } from "../support/permissioned";
import { jst } from "../support/suite";
import { documentOf, refusalOf } from "../support/task";

const TO = "0x00000000000000000000000000000000000000AA";
/** The outbox writes it in UTC; Japan is nine hours ahead. */
const [PREPARED_AT, PREPARED_IN_JAPAN] = ["2023-12-14T00:00:00.000Z", "2023-12-14T09:00:00+09:00"];
const [GAS, DATA, OTHER] = [50_000, "0x01", "0x02"];

const PARTS = [
  ...["authority", "token", "registry", "orders", "payments", "defaults", "market", "offering"],
  ...["documents", "notices", "meeting", "listing", "proceeds", "reports"],
];

describe("tx pending", function () {
  this.timeout(120_000);
  let node: Anvil;
  let on: Operator;

  /** Signs a transaction of a role and hands it to the node, which makes no block by itself. */
  const send = async (role: string, nonce: number, data = DATA): Promise<string> => {
    const transaction = { type: 0, chainId: 2017, gasPrice: 0, gasLimit: GAS, to: TO, nonce, data };
    return (await node.provider.send("eth_sendRawTransaction", [await on.walletOf(role).signTransaction(transaction)])) as string; // prettier-ignore
  };
  const line = (role: string, nonce: number, hash?: string): OutboxLine => ({
    ...{ task: "bond transfer", role, from: on.walletOf(role).address, nonce, to: TO, gas: GAS },
    ...{ dataHash: keccak256(DATA), afterBlock: 0, preparedAt: PREPARED_AT },
    ...(hash === undefined ? { state: "prepared" } : { state: "sent", hash }),
  });
  /** Writes the outbox, with a line in it that was cut when a run broke: nothing was sent then. */
  const outbox = (...lines: OutboxLine[]): void => {
    const [first, ...rest] = lines.map((each) => JSON.stringify(each));
    mkdirSync(join(on.folder, "sent"), { recursive: true });
    writeFileSync(join(on.folder, "sent", "ibet-local.jsonl"), `${[first, '{"task":"bond tra', ...rest].join("\n")}\n`);
  };
  const pending = async () => documentOf<PendingJson>(await on.run("tx", "pending", "--json"));

  before(async () => {
    node = await startAnvil({ timestamp: jst("2023-12-14T08:00:00"), mining: "off" });
    on = operatorAt(() => node.url);
    const contracts = Object.fromEntries(PARTS.map((part) => [part, TO]));
    const roles = Object.fromEntries(ROLE_ORDER.map((role) => [role, on.walletOf(role).address]));
    const calendar = { address: TO, registerAdministrator: TO };
    const book = { chainId: 2017, calendar, green: { impact: TO, figures: TO }, bonds: { fake: { contracts, roles, holders: {} } } }; // prettier-ignore
    mkdirSync(join(on.folder, "addresses"));
    writeFileSync(join(on.folder, "addresses", "ibet-local.json"), JSON.stringify(book));
  });

  after(async () => {
    await node.kill();
    rmSync(on.folder, { recursive: true });
  });

  it("says that nothing waits, and that the chain has one block", async () => {
    const found = await pending();
    expect(found).to.deep.include({ network: "ibet-local", block: 0, secondsBetweenBlocks: null, sent: [] });
    expect(found.accounts.every(({ mined, waiting }) => mined === 0 && waiting === 0)).to.equal(true);
    const { stdout } = await on.run("tx", "pending");
    expect(stdout).to.match(/^ibet-local: block 0 of 2023-12-14T08:00:00\+09:00; the chain has one block\n/);
    expect(stdout).to.contain("\nnothing that was sent from here waits\n");
  });

  context("when something was sent from here", () => {
    let hashes: Readonly<Record<string, string>>;

    before(async () => {
      const [included, taken] = [await send("fiscalAgent", 0), await send("recorder", 0, OTHER)];
      await node.provider.send("anvil_mine", ["0x1"]);
      const next = await send("dealer", 0);
      const after = await send("dealer", 1);
      const alone = await send("registerAdministrator", 3); // its numbers 0 to 2 are nowhere
      hashes = { included, taken, next, after, alone };
      outbox(
        ...[line("dealer", 0, next), line("dealer", 1, after), line("fiscalAgent", 0), line("recorder", 0)],
        ...[line("issuer", 0), line("registerAdministrator", 3, alone)],
      );
    });

    const EXPECTED = [
      ["dealer", 0, "next", "waiting", "it is next and waits for a block: wait, or see why the validators make none"],
      ["dealer", 1, "after", "waiting", "it waits for number 0 of this account, which comes first: look for whoever sent that one"], // prettier-ignore
      ["fiscalAgent", 0, null, "included", "it has arrived: run the same command again, and it is skipped"],
      ["recorder", 0, null, "replaced", "its number went to another transaction, so it never arrives: run the same command again"], // prettier-ignore
      ["issuer", 0, null, "absent", "no node has it, and it can only arrive late, if it is still on its way: run the same command again, it takes the same number"], // prettier-ignore
      ["registerAdministrator", 3, "alone", "waiting", "it waits for number 0 of this account, which comes first: look for whoever sent that one"], // prettier-ignore
    ] as const;

    it("tells of each what became of it and what to do, as one document with --json", async () => {
      const { sent, accounts } = await pending();
      expect(sent).to.deep.equal(
        EXPECTED.map(([role, nonce, hash, state, why]) => ({
          ...{ task: "bond transfer", role, account: on.walletOf(role).address, nonce, preparedAt: PREPARED_IN_JAPAN },
          ...{ hash: hash === null ? null : hashes[hash], state, why },
        })),
      );
      const counts = Object.fromEntries(accounts.map(({ role, mined, waiting }) => [role, [mined, waiting]]));
      expect(counts).to.deep.equal({
        ...{ issuer: [0, 0], dealer: [0, 2], "fiscal agent": [1, 0], recorder: [1, 0] },
        ...{ "register administrator": [0, 0], "platform operator": [0, 0], reviewer: [0, 0] },
      });
    });

    it("tells the same to people", async () => {
      const { stdout, code } = await on.run("tx", "pending");
      expect(code).to.equal(0);
      for (const [role, nonce, hash, state, why] of EXPECTED) {
        const known = hash === null ? "" : `, ${hashes[hash]}`;
        expect(stdout).to.contain(`bond transfer of ${PREPARED_IN_JAPAN}, number ${nonce} of the ${role}${known}: ${state}\n  ${why}\n`); // prettier-ignore
      }
      expect(stdout).to.match(/^ibet-local: block 1 of .*; the last two are \d+ s apart\n/);
    });

    it("says when the chain moves again: nothing waits but what lacks a number before", async () => {
      await node.provider.send("anvil_mine", ["0x1", "0x7"]);
      const { sent, accounts } = await pending();
      expect(sent.map(({ role, nonce, state }) => [role, nonce, state])).to.deep.equal([
        ["dealer", 0, "included"],
        ["dealer", 1, "included"],
        ["fiscalAgent", 0, "included"],
        ["recorder", 0, "replaced"],
        ["issuer", 0, "absent"],
        ["registerAdministrator", 3, "waiting"],
      ]);
      expect(accounts.find(({ role }) => role === "dealer")).to.deep.include({ mined: 2, waiting: 0 });
    });
  });

  context("when the node is gone", () => {
    it("says so in one line", async () => {
      await node.kill();
      expect(refusalOf(await on.run("tx", "pending", "--json"))).to.match(/Cannot connect to the network ibet-local.*run this again/); // prettier-ignore
    });
  });
});
