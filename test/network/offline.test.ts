import { execFile } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { encryptKeystoreJsonSync, keccak256, Transaction } from "ethers";
import { keyVariable } from "../../deploy/networks";
import type { OutboxLine } from "../../tasks/support/outbox";
import { startAnvil, type Anvil } from "../support/anvil";
import { remade, signedBy, type OfflineFile } from "../support/offline";
import { operatorAt, type Operator } from "../support/permissioned";
import { startProxy, type Fault, type Proxy } from "../support/proxy";
import { jst } from "../support/suite";
import { documentOf, refusalOf, runCli, type Ran } from "../support/task";

const SHEET = {
  ...{ id: "offline", name: "Offline", symbol: "OFF", denominationYen: "100000000", bonds: 50, ratePpm: 5980 },
  ...{ closing: "2023-12-14", firstPayment: "2024-06-14", maturity: "2024-12-14" },
  allotments: [{ holder: "a", bonds: 50, taxClass: "exempt" }],
};

const A = "0x00000000000000000000000000000000000000AA";
const CHAIN = 2017;
const NOWHERE = "http://127.0.0.1:1"; // nothing listens there
const SEND = "eth_sendRawTransaction";
const OPTIONS = ["--config", "test/support/remote.config.ts", "--network", "ibet-local"] as const;

interface SentJson {
  readonly notes: readonly string[];
  readonly steps: readonly { readonly sent: { readonly hash: string } | null }[];
}

describe("Keys that no network reaches", function () {
  this.timeout(300_000);
  let node: Anvil;
  let line: Proxy;
  let on: Operator;
  const faults: Fault[] = [];
  let count = 0;

  const path = (name: string): string => join(on.folder, name);
  const read = (file: string): OfflineFile => JSON.parse(readFileSync(file, "utf8")) as OfflineFile;
  const write = (content: OfflineFile): string => {
    const file = path(`${(count += 1)}.json`);
    writeFileSync(file, JSON.stringify(content));
    return file;
  };

  /** Whoever has a network and no key. */
  const desk = (...args: string[]): Promise<Ran> =>
    runCli([...OPTIONS, ...args], { TEST_DEPLOY_FOLDER: on.folder, IBET_LOCAL_URL: line.url });
  /** Whoever has keys and no network. */
  const vault = (keys: Readonly<Record<string, string>>, ...args: string[]): Promise<Ran> =>
    runCli([...OPTIONS, ...args], { TEST_DEPLOY_FOLDER: on.folder, IBET_LOCAL_URL: NOWHERE, ...keys });
  const keyOf = (role: string): Readonly<Record<string, string>> => ({
    [keyVariable("IBET_LOCAL", role)]: on.walletOf(role).privateKey,
  });

  const prepare = async (...args: string[]): Promise<OfflineFile> => {
    const file = path(`${(count += 1)}.json`);
    expect(documentOf(await desk(...args, "--prepare", file, "--json"))).to.deep.include({ prepared: file });
    return read(file);
  };
  /** Two years that the calendar lacks. */
  const twoYears = async (): Promise<OfflineFile> => {
    const file = await prepare("calendar", "load", "--all");
    return { ...file, transactions: file.transactions.slice(0, 2) };
  };
  const signed = (file: OfflineFile, role: string): OfflineFile => ({
    ...file,
    signed: file.transactions.map((each) => signedBy(on.walletOf(role).signingKey, each)),
  });
  const hashes = (file: OfflineFile): string[] => (file.signed ?? []).map((raw) => keccak256(raw ?? "0x"));
  const outbox = (): OutboxLine[] =>
    readFileSync(path("sent/ibet-local.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((each) => JSON.parse(each) as OutboxLine);
  const sends = (): number => line.asked.filter((method) => method === SEND).length;

  before(async () => {
    node = await startAnvil({ timestamp: jst("2023-12-14T08:00:00") });
    line = await startProxy(node.url, { faultOf: (method) => (method === SEND ? faults.shift() : undefined) });
    on = operatorAt(() => line.url);
    writeFileSync(path("sheet.json"), JSON.stringify(SHEET));
    await on.send("bond", "deploy", "--terms", path("sheet.json"), "--roles", on.rolesFile);
  });

  after(async () => {
    await line.close();
    await node.kill();
    rmSync(on.folder, { recursive: true });
  });

  /** Both signers have signed it. */
  let whole: OfflineFile;

  it("sign a plan of two signers one after the other, each where his key is", async () => {
    const [opening, years] = [
      await prepare("holder", "register", "--holder", "a", "--account", A, "--tax-class", "exempt"),
      await twoYears(),
    ];
    const both = write({ ...opening, transactions: [...opening.transactions, ...years.transactions] });

    const shown = await vault(keyOf("dealer"), "tx", "sign", "--file", both);
    expect(shown.code, shown.stderr).to.equal(0);
    expect(shown.stdout).to.contain(`calls   HolderRegistry.open(account ${A}`);
    expect(shown.stdout).to.match(/at {6}0x\w+, as in the address book here/);
    expect(shown.stdout).to.contain(`digest  ${opening.transactions[0]?.digest}`);
    expect(shown.stdout).to.contain("read, nothing signed: add --out FILE to sign");

    const keystore = path("keystore");
    mkdirSync(keystore);
    const { address, privateKey } = on.walletOf("registerAdministrator");
    writeFileSync(join(keystore, "registerAdministrator.json"), encryptKeystoreJsonSync({ address, privateKey }, "open", { scrypt: { N: 2 } })); // prettier-ignore
    writeFileSync(path("password.txt"), "open\n");
    const ring = { IBET_LOCAL_KEYSTORE: keystore, IBET_LOCAL_KEYSTORE_PASSWORD_FILE: path("password.txt") };
    const half = await vault(ring, "tx", "sign", "--file", both, "--out", path("half.json"));
    expect(half.code, half.stderr).to.equal(0);
    expect(half.stdout).to.contain("still to be signed by: dealer");
    expect(read(path("half.json")).signed?.map((raw) => raw === null)).to.deep.equal([true, false, false]);

    const rest = await vault(keyOf("dealer"), "tx", "sign", "--file", path("half.json"), "--out", path("whole.json"));
    expect(rest.code, rest.stderr).to.equal(0);
    whole = read(path("whole.json"));
    expect(whole.signed?.map((raw) => Transaction.from(raw ?? "").from)).to.deep.equal([
      on.walletOf("dealer").address,
      address,
      address,
    ]);
  });

  it("have what they signed sent once, over a line that loses answers and requests, and the book knows the holder", async () => {
    faults.push("lose the answer", "drop the request", "duplicate");
    const ran = await desk("tx", "broadcast", "--file", path("whole.json"), "--execute", "--json");
    const { steps } = documentOf<SentJson>(ran);
    expect(steps.map(({ sent }) => sent?.hash)).to.deep.equal(hashes(whole));
    expect(outbox().slice(-1)[0]?.state).to.equal("done");
    const book = JSON.parse(readFileSync(path("addresses/ibet-local.json"), "utf8")) as { bonds: { offline: { holders: object } } }; // prettier-ignore
    expect(book.bonds.offline.holders).to.deep.equal({ a: A });
  });

  it("have nothing sent a second time, although it be signed again with more gas", async () => {
    const before = sends();
    const again = await desk("tx", "broadcast", "--file", path("whole.json"), "--execute", "--json");
    expect(documentOf<SentJson>(again)).to.deep.include({ steps: [] });
    const years = whole.transactions.slice(1).map((each) => remade(CHAIN, each, { gas: each.gas + 1 }));
    const dearer = signed({ ...whole, transactions: years }, "registerAdministrator");
    expect(hashes(dearer)).not.to.deep.equal(hashes(whole).slice(1));
    const other = documentOf<SentJson>(await desk("tx", "broadcast", "--file", write(dearer), "--execute", "--json"));
    expect(other.steps).to.deep.equal([]);
    expect(other.notes.filter((note) => /arrived in block \d+ already: skipped/.test(note))).to.have.length(2);
    expect(sends()).to.equal(before);
  });

  it("have the rest sent by the next run when one was killed after the first", async () => {
    // What an earlier run left without an end, and no node has, takes no number away: only one of the two can arrive.
    const { hash: _, ...last } = outbox().at(-1)!;
    const left: OutboxLine = { ...last, nonce: last.nonce + 1, state: "prepared" };
    appendFileSync(path("sent/ibet-local.jsonl"), `${JSON.stringify(left)}\n`);
    const file = signed(await twoYears(), "registerAdministrator");
    expect(file.transactions[0]).to.deep.include({ signer: left.from, nonce: left.nonce });
    const name = write(file);
    const before = sends();
    const environment = { ...process.env, TEST_DEPLOY_FOLDER: on.folder, IBET_LOCAL_URL: line.url };
    const args = ["scripts/hardhat.cjs", ...OPTIONS, "tx", "broadcast", "--file", name, "--execute"];
    const run = execFile(process.execPath, args, { env: environment });
    const ended = new Promise((resolve) => run.once("exit", resolve));
    while (sends() === before) await new Promise((resolve) => setTimeout(resolve, 20));
    run.kill("SIGKILL");
    await ended;
    expect(outbox().at(-1)?.state).to.be.oneOf(["prepared", "sent"]);

    const { steps, notes } = documentOf<SentJson>(await desk("tx", "broadcast", "--file", name, "--execute", "--json"));
    const arrived = hashes(file).map(async (hash) => (await node.provider.getTransactionReceipt(hash))?.status);
    expect(await Promise.all(arrived)).to.deep.equal([1, 1]);
    expect([steps.at(-1)?.sent?.hash, steps.length + notes.length]).to.deep.equal([hashes(file)[1], 2]);
    expect(outbox().at(-1)?.state).to.equal("done");
    expect(outbox()).to.deep.include({ ...left, state: "lost" });
  });

  it("sign in a signer that answers for them, which sends nothing", async () => {
    const { signed: before, ...unsigned } = { ...whole, transactions: whole.transactions.slice(1) };
    const file = write(unsigned);
    const signer = await startProxy(node.url, { wallets: on.wallets });
    try {
      const out = path("remote.json");
      const environment = { TEST_DEPLOY_FOLDER: on.folder, IBET_LOCAL_URL: signer.url };
      const ran = await runCli([...OPTIONS, "tx", "sign", "--file", file, "--out", out, "--json"], environment);
      expect(documentOf<{ transactions: { signed: boolean }[] }>(ran).transactions.map((each) => each.signed)).to.deep.equal([true, true]); // prettier-ignore
      expect(read(out).signed).to.deep.equal(before?.slice(1));
      expect(new Set(signer.asked)).to.deep.equal(new Set(["eth_accounts", "eth_chainId", "eth_signTransaction"]));
    } finally {
      await signer.close();
    }
  });

  it("are missed by whose account it is, and nothing is written", async () => {
    const file = write({ ...whole, signed: whole.transactions.map((_, at) => (at === 0 ? whole.signed![0]! : null)) });
    const out = path("none.json");
    const sign = ["tx", "sign", "--file", file, "--out", out];
    const { address } = on.walletOf("registerAdministrator");
    for (const [keys, line_] of [
      [keyOf("dealer"), new RegExp(`no key here is that of the register administrator ${address}; sign it where`)],
      [{}, /ibet-local: there is no key here, neither a keystore nor keys in variables, and no signer answers/],
    ] as const) {
      expect(refusalOf(await vault(keys, ...sign))).to.match(line_);
    }
    expect(existsSync(out)).to.equal(false);
  });
});
