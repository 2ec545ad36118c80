import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { expect } from "chai";
import { startAnvil, type Anvil } from "../support/anvil";
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

  beforeEach(async () => {
    node = await startAnvil({ timestamp: jst("2023-12-14T08:00:00") });
    line = await startProxy(node.url, { faultOf });
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

  /** Every transaction of the deployer and the register administrator: as many as a deployment needs, none twice. */
  const nonceOf = (): Promise<number> => node.provider.getTransactionCount(on.walletOf("deployer").address);

  const goesOn = async (): Promise<void> => {
    const again = await deploy();
    expect(again.code, again.stderr).to.equal(0);
    const verified = await on.run("deploy", "verify", "--terms", terms, "--json");
    expect(verified.code, verified.stdout).to.equal(0);
    const journal = readFileSync(join(on.folder, "deployments", "ibet-local-broken", "journal.jsonl"), "utf8");
    const initialized = journal.match(/"(DEPLOYMENT|CALL)_EXECUTION_STATE_COMPLETE"/g) ?? [];
    expect(await nonceOf()).to.equal(initialized.length); // one transaction for each of its steps
  };

  for (const [what, fault] of [
    ["an answer is lost after sending", "lose the answer"],
    ["a request is lost before", "drop the request"],
  ] as const)
    it(`goes on where it stopped when ${what}, twice, and nothing is deployed twice`, async () => {
      plan = new Map([
        [5, fault],
        [9, fault],
      ]);
      for (let run = 0; run < 2; run += 1) {
        const broken = await deploy();
        expect(broken.code).to.equal(1);
        if (process.env["SHOW"]) console.log(broken.stderr.split("\n").slice(-4).join("\n"), readFileSync(join(on.folder, "deployments", "ibet-local-broken", "journal.jsonl"), "utf8").split("\n").map((l) => l.slice(0, 130)).filter((l) => /TRANSACTION|WIPE/.test(l)).join("\n"));
        expect(broken.stderr).to.match(/run it again: it goes on where it stopped/);
      }
      await goesOn();
    });

  it("goes on where it stopped when the run is killed", async () => {
    const journal = join(on.folder, "deployments", "ibet-local-broken", "journal.jsonl");
    const killed = new Promise<void>((resolve) => {
      const args = ["--config", "test/support/remote.config.ts", "--network", "ibet-local"];
      const child = spawn(process.execPath, ["scripts/hardhat.cjs", ...args, "bond", "deploy", "--terms", terms, "--roles", on.rolesFile, "--execute"], { env: { ...process.env, ...on.environment() }, stdio: "ignore" }); // prettier-ignore
      child.once("exit", () => resolve());
      const timer = setInterval(() => {
        if (!existsSync(journal) || (readFileSync(journal, "utf8").match(/TRANSACTION_SEND"/g) ?? []).length < 8)
          return;
        clearInterval(timer);
        child.kill("SIGKILL");
      }, 20);
      child.once("exit", () => clearInterval(timer));
    });
    await killed;
    await goesOn();
  });
});
