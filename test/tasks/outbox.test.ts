import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { deliver, type Parcel } from "../../tasks/support/deliver";
import { visible, visibleInLine } from "../../tasks/support/output";
import { outboxOf } from "../../tasks/support/outbox";
import { reconcileJournal } from "../../tasks/support/reconcile";

const FROM = `0x${"11".repeat(20)}`;
const HASH = `0x${"ab".repeat(32)}`;
const PARCEL: Parcel = { task: "bond transfer", role: "dealer", from: FROM, to: `0x${"22".repeat(20)}`, data: "0x12" };

type Answers = Readonly<Record<string, (params: readonly unknown[]) => unknown>>;

class ProviderError extends Error {
  override readonly name = "ProviderError";
}

describe("What is written down of what is sent", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "outbox-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const network = (answers: Answers = {}): HardhatRuntimeEnvironment =>
    ({
      config: { paths: { ignition: folder } },
      network: {
        name: "ibet-test",
        provider: {
          send: (method: string, params: readonly unknown[] = []) =>
            Promise.resolve().then(() => {
              const answer = answers[method];
              if (answer === undefined) throw new ProviderError(`asked ${method}`);
              return answer(params);
            }),
        },
      },
    }) as unknown as HardhatRuntimeEnvironment;

  /** A node that puts what it gets into block 1. */
  const node = (send: () => unknown): Answers => {
    let sent: Record<string, string> | undefined;
    const receipt = { transactionHash: HASH, blockNumber: "0x1", gasUsed: "0x1", status: "0x1", logs: [] };
    return {
      eth_estimateGas: () => "0x5208",
      eth_getBlockByNumber: () => ({
        gasLimit: "0x2faf0800",
        transactions: sent === undefined ? [] : [{ ...sent, hash: HASH, input: sent["data"] }],
      }),
      eth_blockNumber: () => "0x1",
      eth_getTransactionCount: () => (sent === undefined ? "0x0" : "0x1"),
      eth_getTransactionReceipt: ([hash]) => (hash === HASH && sent !== undefined ? receipt : null),
      eth_sendTransaction: ([given]) => {
        const answer = send();
        sent = given as Record<string, string>;
        return answer;
      },
    };
  };

  const states = (hre: HardhatRuntimeEnvironment): readonly string[] =>
    outboxOf(hre)
      .lines()
      .map(({ state }) => state);

  it("knows what arrived although the answer was no hash, and can be read again", async () => {
    for (const answer of [null, "", ZeroAddress, { hash: HASH }]) {
      const hre = network(node(() => answer));
      expect(await deliver(hre, PARCEL)).to.deep.include({ transactionHash: HASH, isSuccess: true });
      expect(outboxOf(hre).lines().at(-1)).to.deep.include({ state: "done", hash: HASH });
    }
  });

  it("is final where a node does not know the account, and no number that it has seen", async () => {
    const unknown = network(
      node(() => {
        throw new ProviderError("unknown account");
      }),
    );
    const begun = Date.now();
    let refusal = "";
    await deliver(unknown, PARCEL).catch((error: unknown) => (refusal = (error as Error).message));
    expect(refusal).to.equal("unknown account");
    expect(Date.now() - begun).to.be.lessThan(3_000);
    expect(states(unknown)).to.deep.equal(["prepared"]);
  });

  it("comes first: what cannot be written down does not leave", async () => {
    writeFileSync(join(folder, "sent"), ""); // no folder can be made there
    let asked = 0;
    const hre = network(node(() => (asked += 1)));
    let refusal = "";
    await deliver(hre, PARCEL).catch((error: unknown) => (refusal = (error as Error).message));
    expect(refusal).to.match(/sent\/ibet-test\.jsonl: cannot be written \(E\w+.*\), and nothing leaves that is not written down; .* what has arrived is skipped/); // prettier-ignore
    expect(asked).to.equal(0);
  });

  context("by a deployment", () => {
    it("loses its last line where that was cut, and no byte before it", async () => {
      const journal = join(folder, "deployments", "ibet-test-a");
      mkdirSync(journal, { recursive: true });
      const whole = `\n${JSON.stringify({ type: "DEPLOYMENT_INITIALIZE", name: "社債" })}\n${JSON.stringify({ type: "WIPE_APPLY" })}`;
      for (const [text, kept] of [
        [`${whole}\n{"type":"TRANSACTION_PRE`, whole],
        [whole, whole],
        ['\n{"type', ""],
      ] as const) {
        writeFileSync(join(journal, "journal.jsonl"), text);
        expect(await reconcileJournal(network(), "ibet-test-a")).to.deep.equal([]);
        expect(readFileSync(join(journal, "journal.jsonl"), "utf8")).to.equal(kept);
      }
    });
  });
});

describe("What others wrote", () => {
  it("is shown, and obeyed by no terminal", () => {
    expect(visible("a\u001b[2Jb\u009b\r\u202e\u2028\u{e0001}\tc\n甲¥é")).to.equal("a\\u001b[2Jb\\u009b\\u000d\\u202e\\u2028\\udb40\\udc01\tc\n甲¥é"); // prettier-ignore
    expect(visibleInLine("a\nb\tc")).to.equal("a\\u000ab\\u0009c");
  });

  it("is the same text in a JSON document", () => {
    const text = "\u001b\u009b\u202e\u{e0001}\n";
    expect(JSON.parse(visible(JSON.stringify({ text }, null, 2)))).to.deep.equal({ text });
  });
});
