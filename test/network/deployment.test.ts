import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startAnvil, type Anvil, type AnvilOptions } from "../support/anvil";
import { operatorAt, type Operator } from "../support/permissioned";
import { startProxy, type Fault, type Proxy } from "../support/proxy";
import { jst } from "../support/suite";

const SHEET = {
  ...{ id: "broken", name: "Broken", symbol: "BROKEN", denominationYen: "100000000", bonds: 10, ratePpm: 5980 },
  ...{ closing: "2023-12-14", firstPayment: "2024-06-14", maturity: "2024-12-14" },
  allotments: [{ holder: "a", bonds: 10, taxClass: "exempt" }],
};

describe("A deployment that breaks", function () {
  this.timeout(300_000);
  let node: Anvil;
  let line: Proxy;
  let on: Operator;
  let terms = "";
  /** What happens to the n-th transaction that is sent, from 1. */
  let plan = new Map<number, Fault>();
  let sent = 0;

  const faultOf = (method: string): Fault | undefined =>
    method === "eth_sendRawTransaction" ? plan.get((sent += 1)) : undefined;
  const deploy = () => on.run("bond", "deploy", "--terms", terms, "--roles", on.rolesFile, "--execute", "--json");

  const begin = async (options: AnvilOptions = {}): Promise<void> => {
    node = await startAnvil({ ...options, timestamp: jst("2023-12-14T08:00:00") });
    line = await startProxy(node.url, { faultOf });
  };

  beforeEach(() => {
    on = operatorAt(() => line.url);
    terms = join(on.folder, "broken.json");
    writeFileSync(terms, JSON.stringify(SHEET));
    [plan, sent] = [new Map<number, Fault>(), 0];
  });

  afterEach(async () => {
    await line.close();
    await node.kill();
    rmSync(on.folder, { recursive: true });
  });

  /** Blocks so far apart that its state is written between a block and the next: what is in no block is lost then, and no block is. */
  const kept = () => ({ state: join(on.folder, "chain.json"), blockTime: 3 });

  const journal = (): string => {
    const file = join(on.folder, "deployments", "ibet-local-broken", "journal.jsonl");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  };
  const sentSoFar = (): number => journal().match(/"TRANSACTION_SEND"/g)?.length ?? 0;
  const until = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  /** The same as without the fault: what the sheet says stands there, and each step took one transaction of the deployer. */
  const goesOn = async (): Promise<void> => {
    const again = await deploy();
    expect(again.code, again.stderr).to.equal(0);
    const verified = await on.run("deploy", "verify", "--terms", terms, "--json");
    expect(verified.code, verified.stdout).to.equal(0);
    const steps = journal().match(/"(DEPLOYMENT|CALL)_EXECUTION_STATE_COMPLETE"/g) ?? [];
    expect(await node.provider.getTransactionCount(on.walletOf("deployer").address)).to.equal(steps.length);
  };

  /** Kills the node when its last block is on the disk and a transaction waits for the next one; the time of that block. */
  const killWhileWaiting = async (): Promise<number> => {
    const { address } = on.walletOf("deployer");
    let [block, seenAt] = [-1, 0];
    for (;;) {
      const latest = await node.provider.getBlock("latest");
      if (latest === null) throw new Error("a chain without a block");
      if (latest.number !== block) [block, seenAt] = [latest.number, Date.now()];
      const waits = (await node.provider.getTransactionCount(address, "pending")) > (await node.provider.getTransactionCount(address, "latest")); // prettier-ignore
      if (waits && existsSync(kept().state) && statSync(kept().state).mtimeMs > seenAt) {
        await node.kill();
        return latest.timestamp;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it("goes on where it stopped when an answer is lost after sending, and then a request before", async () => {
    await begin();
    plan = new Map([
      [5, "lose the answer"],
      [9, "drop the request"],
    ]);
    for (const said of ["", /was sent, and its answer was lost: 0x/]) {
      const broken = await deploy();
      expect(broken.code).to.equal(1);
      expect(broken.stderr)
        .to.match(/run it again: it goes on where it stopped/)
        .and.to.match(new RegExp(said));
    }
    await goesOn();
  });

  it("goes on where it stopped when the run is killed", async () => {
    await begin();
    const args = ["--config", "test/support/remote.config.ts", "--network", "ibet-local"];
    args.push("bond", "deploy", "--terms", terms, "--roles", on.rolesFile, "--execute");
    const env = { ...process.env, ...on.environment() };
    const child = spawn(process.execPath, ["scripts/hardhat.cjs", ...args], { env, stdio: "ignore" });
    const ended = once(child, "exit");
    await until(() => sentSoFar() >= 8 || child.exitCode !== null);
    child.kill("SIGKILL");
    await ended;
    expect(child.signalCode).to.equal("SIGKILL");
    await goesOn();
  });

  it("goes on where it stopped when the node is killed, and with it what waited for a block", async () => {
    await begin(kept());
    const running = deploy();
    await until(() => sentSoFar() >= 12);
    const timestamp = await killWhileWaiting();
    const broken = await running;
    expect(broken.code).to.equal(1);
    expect(broken.stderr).to.match(/run it again: it goes on where it stopped/);
    node = await startAnvil({ ...kept(), port: Number(new URL(node.url).port), timestamp: timestamp + 1 });
    await goesOn();
  });
});
