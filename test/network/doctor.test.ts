import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { encryptKeystoreJsonSync } from "ethers";
import { KEY_HOLDERS, keyVariable } from "../../deploy/networks";
import { ROLE_ORDER } from "../../deploy/roles";
import type { DoctorJson } from "../../tasks/support/doctor";
import { startAnvil, type Anvil } from "../support/anvil";
import { operatorAt, type Operator } from "../support/permissioned";
import { READS, startProxy, type Proxy } from "../support/proxy";
import { refusalOf, runCli, type Ran } from "../support/task";

const TERMS = "deploy/parameters/hitachi-21.json";
const LONG_AGO = 1_700_000_000;

describe("A network before anything is sent to it", function () {
  this.timeout(120_000);
  const nodes: Anvil[] = [];
  const signers: Proxy[] = [];
  const operators: Operator[] = [];
  /** As production is: berlin, no fee, a block a second. */
  let good: Anvil;

  const started = async (...options: Parameters<typeof startAnvil>): Promise<Anvil> => {
    const node = await startAnvil(...options);
    nodes.push(node);
    return node;
  };
  const operatorOf = (url: string): Operator => {
    const operator = operatorAt(() => url);
    operators.push(operator);
    return operator;
  };
  const signerOf = async (node: Anvil, wallets: Operator["wallets"]): Promise<Proxy> => {
    const signer = await startProxy(node.url, { wallets });
    signers.push(signer);
    return signer;
  };
  /** What the doctor finds, and its exit code. */
  const examined = async (on: Operator, ...args: string[]): Promise<DoctorJson & { readonly code: number }> => {
    const { code, stdout } = await on.run("network", "doctor", "--json", ...args);
    return { code, ...(JSON.parse(stdout) as DoctorJson) };
  };
  const stateOf = ({ checks }: DoctorJson, check: string): string | undefined =>
    checks.find((each) => each.check === check)?.state;
  const foundOf = ({ checks }: DoctorJson, check: string): string =>
    checks.filter((each) => each.check === check).map(({ found, remedy }) => `${found} → ${remedy ?? ""}`).join("\n"); // prettier-ignore
  const ailing = ({ checks }: DoctorJson): readonly string[] =>
    checks.filter(({ state }) => state !== "ok").map(({ check, state }) => `${check} ${state}`);
  const deployRun = (on: Operator): Promise<Ran> =>
    on.run("bond", "deploy", "--terms", TERMS, "--roles", on.rolesFile, "--execute", "--json");
  const sentBy = (node: Anvil, on: Operator, holder: string): Promise<number> =>
    node.provider.getTransactionCount(on.walletOf(holder).address, "pending");

  before(async () => {
    good = await started();
  });
  after(async () => {
    await Promise.all(signers.map((signer) => signer.close()));
    await Promise.all(nodes.map((node) => node.kill()));
    for (const { folder } of operators) rmSync(folder, { recursive: true });
  });

  const NETWORK_CHECKS = ["node", "chain id", "fork", "fee", "blocks", "block gas", "code size", "transaction size", "opcodes"]; // prettier-ignore

  context("that fits", () => {
    it("is well in every line, with a key for each role, and its exit code is 0", async () => {
      const on = operatorOf(good.url);
      const [found, shown] = await Promise.all([
        examined(on, "--roles", on.rolesFile),
        on.run("network", "doctor", "--roles", on.rolesFile),
      ]);
      expect(ailing(found)).to.deep.equal([]);
      expect(found.code).to.equal(0);
      expect(found).to.deep.include({ network: "ibet-local", chainId: 2017 });
      const parts = ["issuer", "register administrator", "fiscal agent", "dealer", "platformOperator", "recorder", "reviewer"]; // prettier-ignore
      expect(found.checks.map(({ check }) => check).slice(0, 10)).to.deep.equal([...NETWORK_CHECKS, "deployer"]);
      expect(found.checks.length).to.equal(NETWORK_CHECKS.length + 1 + parts.length);
      expect(foundOf(found, "fork")).to.match(/^berlin/);
      expect(foundOf(found, "blocks")).to.match(/one in [12]\.\d s/);
      expect(foundOf(found, "dealer")).to.contain(on.walletOf("dealer").address);
      expect(shown.stdout).to.match(/ok +fork +berlin[^]*all is well\n$/);
    });

    it("is asked by a remote signer for nothing that it refuses, and lacks the one key that the signer lacks", async () => {
      let url = "";
      const on = operatorAt(() => url, true);
      operators.push(on);
      const signer = await signerOf(good, on.wallets.filter(({ address }) => address !== on.walletOf("dealer").address)); // prettier-ignore
      url = signer.url;
      const found = await examined(on, "--roles", on.rolesFile);
      expect(ailing(found)).to.deep.equal(["dealer failed"]);
      expect(foundOf(found, "dealer"))
        .to.contain(on.walletOf("dealer").address)
        .and.to.contain("IBET_LOCAL_DEALER_KEY");
      expect(found.code).to.equal(1);
      expect(signer.asked.filter((method) => method !== "eth_accounts" && !READS.has(method))).to.deep.equal([]);
    });

    it("lacks the one key of a keystore that the password does not open", async () => {
      const on = operatorOf(good.url);
      const keystore = join(on.folder, "keys");
      mkdirSync(keystore);
      for (const holder of KEY_HOLDERS) {
        const { address, privateKey } = on.walletOf(holder);
        const secret = holder === "dealer" ? "another" : "open";
        writeFileSync(join(keystore, `${holder}.json`), encryptKeystoreJsonSync({ address, privateKey }, secret, { scrypt: { N: 2 } })); // prettier-ignore
      }
      const password = join(on.folder, "password.txt");
      writeFileSync(password, "open\n");
      const variables = { IBET_LOCAL_KEYSTORE: keystore, IBET_LOCAL_KEYSTORE_PASSWORD_FILE: password };
      const args = ["--config", "test/support/remote.config.ts", "--network", "ibet-local", "network", "doctor", "--json", "--roles", on.rolesFile]; // prettier-ignore
      const { code, stdout } = await runCli(args, { ...on.environment(), ...variables });
      const found = JSON.parse(stdout) as DoctorJson;
      expect(ailing(found)).to.deep.equal(["dealer failed"]);
      expect(foundOf(found, "dealer"))
        .to.contain(`does not open with the first line of ${password}`)
        .and.to.contain("→ set IBET_LOCAL_KEYSTORE_PASSWORD_FILE");
      expect(code).to.equal(1);
    });

    it("has a book of its own, whose roles may sign elsewhere: a warning, and no failure", async () => {
      const on = operatorOf(good.url);
      const others = operatorOf(good.url);
      const calendar = "0x00000000000000000000000000000000000000c1";
      await good.provider.send("anvil_setCode", [calendar, "0x00"]);
      writeBookOf(on, 2017, calendar, (role) => (role === "issuer" ? on : others).walletOf(role).address);
      const found = await examined(on);
      expect(stateOf(found, "address book")).to.equal("ok");
      expect(stateOf(found, "issuer")).to.equal("ok");
      expect(stateOf(found, "dealer")).to.equal("warning");
      expect(ailing(found).length).to.equal(ROLE_ORDER.length - 1);
      expect(found.code).to.equal(0);
    });

    it("is told apart from the chain that the book was made on", async () => {
      const on = operatorOf(good.url);
      writeBookOf(on, 2018, "0x00000000000000000000000000000000000000c1", (role) => on.walletOf(role).address);
      const found = await examined(on);
      expect(foundOf(found, "address book")).to.match(/chain id 2018 → correct --network/);
      expect(found.code).to.equal(1);
    });
  });

  context("with a base fee and a newer EVM", () => {
    it("fails for the fee alone, and a deployment is refused before anything is sent", async () => {
      const node = await started({ hardfork: "cancun", baseFee: 7 });
      const on = operatorOf(node.url);
      const [found, refused] = await Promise.all([examined(on), deployRun(on)]);
      expect(ailing(found)).to.deep.equal(["fee failed", "balance warning"]);
      expect(foundOf(found, "fee")).to.match(/base fee of [1-7] wei.*zeroBaseFee/);
      expect(foundOf(found, "fork")).to.match(/^cancun; the contracts need no more than berlin/);
      expect(found.code).to.equal(1);
      expect(refusalOf(refused)).to.match(/^ibet-local: fee: a base fee of/);
      expect(await sentBy(node, on, "deployer")).to.equal(0);
    });
  });

  context("whose node wants a price", () => {
    it("gets no transaction of any task, and no part of one", async () => {
      const node = await started({ gasPrice: 7 });
      const on = operatorOf(node.url);
      // a calendar that answers 0 to every question: no year is loaded, and everything is allowed
      const calendar = "0x00000000000000000000000000000000000000c1";
      await node.provider.send("anvil_setCode", [calendar, "0x60206000f3"]);
      writeBookOf(on, 2017, calendar, (role) => on.walletOf(role).address);
      const load = ["calendar", "load", "--year", "2030"];
      const [checked, refused] = await Promise.all([on.run(...load), on.run(...load, "--execute", "--json")]);
      expect(checked.code, checked.stderr).to.equal(0);
      expect(refusalOf(refused)).to.match(/^ibet-local: fee: the node wants 7 wei.*--miner.gasprice 0/);
      expect(await sentBy(node, on, "registerAdministrator")).to.equal(0);
    });
  });

  context("with an older EVM", () => {
    it("fails for it, and a deployment is refused before anything is sent", async () => {
      const node = await started({ hardfork: "istanbul" });
      const on = operatorOf(node.url);
      const [found, refused] = await Promise.all([examined(on), deployRun(on)]);
      expect(ailing(found)).to.deep.equal(["fork failed"]);
      expect(foundOf(found, "fork")).to.match(/^istanbul, expected berlin → set berlinBlock/);
      expect(refusalOf(refused)).to.match(/^ibet-local: opcodes: the node's fork is older than berlin/);
      expect(await sentBy(node, on, "deployer")).to.equal(0);
    });

    it("and a standing chain with small blocks has a line for each of them", async () => {
      const node = await started({ hardfork: "petersburg", mining: "off", timestamp: LONG_AGO, gasLimit: 3_000_000 });
      const found = await examined(operatorOf(node.url));
      expect(ailing(found)).to.deep.equal(["fork failed", "blocks warning", "block gas failed"]);
      expect(foundOf(found, "fork")).to.match(/^constantinople/);
      expect(foundOf(found, "blocks")).to.match(/^block 0 of 2023-11-15T07:13:20\+09:00, the first, and none in 12 s/);
      expect(foundOf(found, "block gas")).to.match(/^3,000,000/);
    });
  });

  context("that is another chain, or none", () => {
    it("is named with both chain ids, by the doctor and before a deployment", async () => {
      const on = operatorOf((await started({ chainId: 5 })).url);
      const [found, refused] = await Promise.all([examined(on), deployRun(on)]);
      expect(found).to.deep.include({ chainId: 5, code: 1 });
      expect(ailing(found)).to.deep.equal(["chain id failed"]);
      const text =
        /found chain id 5 at http:\S+, expected 2017(;| →) correct IBET_LOCAL_URL, or choose another --network/;
      expect(foundOf(found, "chain id")).to.match(text);
      expect(refusalOf(refused)).to.match(text);
    });

    it("has no node: one line with what to do, from every task", async () => {
      const on = operatorOf("http://127.0.0.1:9");
      const [found, refused] = await Promise.all([examined(on), on.run("tx", "pending", "--json")]);
      expect(found).to.deep.include({ chainId: null, code: 1 });
      expect(ailing(found)).to.deep.equal(["node failed"]);
      expect(refusalOf(refused)).to.equal(
        "Cannot connect to the network ibet-local: no node answers at http://127.0.0.1:9; start it, or correct IBET_LOCAL_URL, and run this again: what has arrived is skipped",
      );
    });

    it("names no node: the variable to set, from every task", async () => {
      const without = Object.fromEntries(KEY_HOLDERS.map((holder) => [keyVariable("IBET_TEST", holder), ""]));
      const run = (...args: string[]): Promise<Ran> => runCli(["--network", "ibet-test", ...args], { ...without, IBET_TEST_URL: "" }); // prettier-ignore
      const [doctor, pending] = await Promise.all([run("network", "doctor"), run("tx", "pending")]);
      expect(refusalOf(pending)).to.equal(
        "ibet-test: no node named; set IBET_TEST_URL, or npx hardhat vars set IBET_TEST_URL",
      );
      expect(doctor.stdout).to.match(/failed +node +ibet-test: no node named\n.*→ set IBET_TEST_URL/);
      expect(doctor.code).to.equal(1);
    });
  });
});

/** The book of a network with one bond, whose contracts are nowhere but for the calendar. */
const writeBookOf = (
  { folder }: Operator,
  chainId: number,
  calendar: string,
  accountOf: (role: string) => string,
): void => {
  const nowhere = "0x00000000000000000000000000000000000000ff";
  const contracts = Object.fromEntries(
    ["authority", "token", "registry", "orders", "payments", "defaults", "market", "offering", "documents", "notices", "meeting", "listing", "proceeds", "reports"].map((each) => [each, nowhere]), // prettier-ignore
  );
  const roles = Object.fromEntries(ROLE_ORDER.map((role) => [role, accountOf(role)]));
  const content = {
    chainId,
    calendar: { address: calendar, registerAdministrator: accountOf("registerAdministrator") },
    green: { impact: nowhere, figures: nowhere },
    bonds: { one: { contracts, roles, holders: {} } },
  };
  mkdirSync(join(folder, "addresses"), { recursive: true });
  writeFileSync(join(folder, "addresses", "ibet-local.json"), JSON.stringify(content));
};
