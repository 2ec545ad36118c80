import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { encryptKeystoreJsonSync, HDNodeWallet, keccak256, Transaction, Wallet } from "ethers";
import hre, { ethers, network } from "hardhat";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { readAbi, shownArguments, type Abi } from "../../tasks/support/abi";
import { readBook, writeBook } from "../../tasks/support/addressBook";
import { writeWhole } from "../../tasks/support/files";
import { parsePrepared, readPrepared, unsignedOf } from "../../tasks/support/prepared";
import { signatoryOf } from "../../tasks/support/signatory";
import { fixture } from "../support/chain";
import { remade, signedBy, type OfflineFile, type OfflineTransaction } from "../support/offline";
import { goTo } from "../support/suite";
import { documentOf, refusalOf, runTask, type Ran, type TaskArgs } from "../support/task";

const SHEET = {
  ...{ id: "offline", name: "Offline", symbol: "OFF", denominationYen: "100000000", bonds: 10, ratePpm: 5980 },
  ...{ closing: "2023-12-14", firstPayment: "2024-06-14", maturity: "2024-12-14" },
  allotments: [{ holder: "a", bonds: 10, taxClass: "exempt" }],
};

const CHAIN = 2017;
const HASH = `0x${"ab".repeat(32)}`;
const BLOCK_GAS = 800_000_000;
const PHRASE = "test test test test test test test test test test test junk"; // the embedded network's
const PLACES = ["deployer", "issuer", "registerAdministrator", "fiscalAgent", "dealer"];
const walletOf = (role: string): HDNodeWallet =>
  HDNodeWallet.fromPhrase(PHRASE, "", `m/44'/60'/0'/0/${PLACES.indexOf(role)}`);
const STRANGER = new Wallet(`0x${"11".repeat(32)}`);

const folder = mkdtempSync(join(tmpdir(), "offline-"));
let files = 0;
const newFile = (): string => join(folder, `${(files += 1)}.json`);

const written = (content: unknown): string => {
  const file = newFile();
  writeFileSync(file, JSON.stringify(content));
  return file;
};

const block = (): Promise<number> => ethers.provider.getBlockNumber();

interface DocumentJson {
  readonly executed: boolean;
  readonly notes: readonly string[];
  readonly prepared?: string | null;
  readonly steps: readonly {
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly sent: { readonly hash: string; readonly events: readonly { readonly name: string }[] } | null;
  }[];
}

/** Runs a task with --prepare: the file it wrote, without a block. */
const prepare = async (name: string, args: TaskArgs = {}): Promise<OfflineFile> => {
  const [file, before] = [newFile(), await block()];
  const document = documentOf<DocumentJson>(await runTask(name, { ...args, prepare: file, json: true }));
  expect(document).to.deep.include({ executed: false, prepared: file });
  expect(await block(), `${name} --prepare`).to.equal(before);
  expect(existsSync(`${file}.new`)).to.equal(false);
  return JSON.parse(readFileSync(file, "utf8")) as OfflineFile;
};

/** Every transaction signed by the account that the file names. */
const signed = (file: OfflineFile): OfflineFile => ({
  ...file,
  signed: file.transactions.map((each) => {
    const role = PLACES.find((name) => walletOf(name).address === each.signer) ?? "";
    return signedBy(walletOf(role).signingKey, each);
  }),
});

const broadcast = (file: OfflineFile, execute = true): Promise<Ran> =>
  runTask("tx broadcast", { file: written(file), execute, json: true });

const refused = async (file: OfflineFile, line: RegExp): Promise<void> => {
  const before = await block();
  expect(refusalOf(await broadcast(file))).to.match(line);
  expect(await block()).to.equal(before);
};

const registering = (holder: string, account: string) =>
  prepare("holder register", { holder, account, taxClass: "exempt" });

const account = (digit: number): string => ethers.getAddress(`0x${"0".repeat(38)}${String(digit).padStart(2, "0")}`);

const only = ({ transactions }: OfflineFile): OfflineTransaction => transactions[0] as OfflineTransaction;

const deploy = async (): Promise<void> => {
  const terms = written(SHEET);
  documentOf(await runTask("bond deploy", { terms, execute: true, json: true }));
};

describe("Signing elsewhere", function () {
  this.timeout(60_000);
  let abi: Abi;

  before(async () => {
    await fixture(deploy);
    abi = await readAbi(hre);
  });
  after(() => rmSync(folder, { recursive: true }));

  context("--prepare", () => {
    it("writes what the signer reads and the bytes that he signs, and changes nothing", async () => {
      const dealer = walletOf("dealer").address;
      const nonce = await ethers.provider.getTransactionCount(dealer);
      const file = await registering("a", account(10));
      const { unsigned, digest, ...told } = only(file);
      expect({ ...file, transactions: [] }).to.deep.include({ version: 1, task: "holder register", network: "hardhat", chainId: CHAIN, bond: "offline", holders: { a: account(10) } }); // prettier-ignore
      expect(told).to.deep.include({ role: "dealer", signer: dealer, contract: "HolderRegistry", function: "open", nonce, gasPrice: 0, type: 0 }); // prettier-ignore
      expect(told.arguments).to.deep.include({ account: account(10), taxClass: 1 });
      const bytes = Transaction.from(unsigned);
      expect([bytes.to, bytes.data, bytes.nonce]).to.deep.equal([told.to, told.data, nonce]);
      expect([bytes.chainId, bytes.gasPrice, bytes.value, bytes.type]).to.deep.equal([2017n, 0n, 0n, 0]);
      expect(bytes.signature).to.equal(null);
      expect(digest).to.equal(keccak256(unsigned));
      const estimate = await ethers.provider.estimateGas({ from: dealer, to: told.to, data: told.data });
      expect(told.gas).to.equal(Number((estimate * 5n) / 4n));
    });

    it("numbers the steps of a signer one after the other, and gives those that follow half a block of gas", async () => {
      const { bond, transactions } = await prepare("calendar load", { all: true });
      expect(bond).to.equal(undefined);
      const first = await ethers.provider.getTransactionCount(walletOf("registerAdministrator").address);
      expect(transactions.length).to.be.greaterThan(20);
      expect(transactions.map(({ nonce }) => nonce)).to.deep.equal(transactions.map((_, at) => first + at));
      expect(transactions.slice(1).map(({ gas }) => gas)).to.deep.equal(transactions.slice(1).map(() => BLOCK_GAS / 2));
      expect(transactions[0]?.gas).to.be.lessThan(BLOCK_GAS / 2);
    });

    it("refuses --execute beside it, and a file that exists, which stays as it is", async () => {
      const args = { holder: "a", account: account(10), taxClass: "exempt" };
      const fresh = newFile();
      expect(refusalOf(await runTask("holder register", { ...args, prepare: fresh, execute: true }))).to.match(/--prepare, --execute: found both/); // prettier-ignore
      expect(existsSync(fresh)).to.equal(false);
      const taken = written("mine");
      expect(refusalOf(await runTask("holder register", { ...args, prepare: taken }))).to.match(/--prepare .*: exists already, and nothing is overwritten; name another file/); // prettier-ignore
      expect(readFileSync(taken, "utf8")).to.equal('"mine"');
    });

    it("writes nothing that the chain refuses", async () => {
      const file = newFile();
      const ran = await runTask("bond issue", { prepare: file, json: true });
      expect(refusalOf(ran)).to.match(/closing day 2023-12-14, today is 2023-12-01/); // [I-5]
      expect(existsSync(file)).to.equal(false);
    });

    it("writes nothing when there is nothing to send", async () => {
      const file = newFile();
      const ran = await runTask("calendar load", { year: "2024", prepare: file, json: true });
      expect(documentOf<DocumentJson>(ran)).to.deep.include({ prepared: null, steps: [] });
      expect(existsSync(file)).to.equal(false);
    });

    it("refuses a signer of whom a transaction waits", async () => {
      const [sender, ...rest] = await ethers.getSigners();
      const dealer = rest.find(({ address }) => address === walletOf("dealer").address)!;
      const nonce = await dealer.getNonce();
      await network.provider.send("evm_setAutomine", [false]);
      try {
        await dealer.sendTransaction({ to: sender!.address });
        const ran = await runTask("holder register", { holder: "a", account: account(10), taxClass: "exempt", prepare: newFile() }); // prettier-ignore
        expect(refusalOf(ran)).to.match(new RegExp(`dealer ${dealer.address}: transaction ${nonce} of this account waits for a block`)); // prettier-ignore
      } finally {
        await network.provider.send("evm_mine");
        await network.provider.send("evm_setAutomine", [true]);
      }
    });
  });

  context("what is read back", () => {
    let file: OfflineFile;
    let told: OfflineTransaction;
    before(async () => {
      file = await registering("a", account(10));
      told = only(file);
    });
    const read = (content: unknown) => readPrepared("plan.json", abi, parsePrepared("plan.json", JSON.stringify(content))); // prettier-ignore
    const withFirst = (changed: Partial<OfflineTransaction>): OfflineFile => ({
      ...file,
      transactions: [{ ...told, ...changed }],
    });

    it("is what was written, decoded from the bytes", () => {
      const [found] = read(file);
      expect(found?.signed).to.equal(undefined);
      expect(found?.step).to.deep.include({ contract: "HolderRegistry", call: "open", address: told.to });
      expect(found?.step.args[0]).to.equal(account(10));
    });

    const other = { to: account(66), data: "0x12345678", nonce: 99, gas: 1 } as const;
    for (const [part, value] of Object.entries(other))
      it(`refuses ${part} of the file that is not in the bytes`, () => {
        expect(() => read(withFirst({ [part]: value }))).to.throw(
          new RegExp(`transaction 1: ${part}: found .* in what is signed, and the file says ${value}.*do not sign it`),
        );
      });

    const bytesOf = (changed: object): string => {
      const { to, data, nonce, gas } = told;
      return Transaction.from({ type: 0, chainId: CHAIN, nonce, gasPrice: 0, gasLimit: gas, to, value: 0, data, ...changed }).unsignedSerialized; // prettier-ignore
    };
    for (const [part, changed] of [
      ["chainId", { chainId: 1 }],
      ["value", { value: 1 }],
      ["gasPrice", { gasPrice: 1 }],
      ["type", { type: 1 }],
      ["to", { to: null }],
    ] as const)
      it(`refuses bytes with another ${part}`, () => {
        const unsigned = bytesOf(changed);
        expect(() => read(withFirst({ unsigned, digest: keccak256(unsigned) }))).to.throw(
          new RegExp(`transaction 1: ${part}: found`),
        );
      });

    it("refuses another digest, bytes that are no transaction, and bytes that are signed already", () => {
      expect(() => read(withFirst({ digest: `0x${"00".repeat(32)}` }))).to.throw(/transaction 1: digest: found 0x00/);
      expect(() => read(withFirst({ unsigned: "0x1234" }))).to.throw(/transaction 1: unsigned is no transaction/);
      const raw = signedBy(walletOf("dealer").signingKey, told);
      expect(() => read(withFirst({ unsigned: raw }))).to.throw(/transaction 1: signature: found/);
    });

    it("refuses arguments, a function or a contract that the data does not say", () => {
      const lie = { ...told.arguments, account: account(66) };
      expect(() => read(withFirst({ arguments: lie }))).to.throw(/account: found "0x0+10" in what is signed, and the file says "0x0+66"/); // prettier-ignore
      const { taxClass: _, ...less } = told.arguments;
      expect(() => read(withFirst({ arguments: less }))).to.throw(/taxClass: found 1 in what is signed/);
      expect(() => read(withFirst({ arguments: { ...told.arguments, more: 1 } }))).to.throw(/more: found undefined/);
      expect(() => read(withFirst({ function: "suspend" }))).to.throw(/the data is no HolderRegistry\.suspend/);
      expect(() => read(withFirst({ function: "none" }))).to.throw(/the data is no HolderRegistry\.none/);
      expect(() => read(withFirst({ contract: "BondToken" }))).to.throw(/the data is no BondToken\.open/);
      expect(() => read(withFirst({ contract: "Elsewhere" }))).to.throw(/plan\.json: transactions\.0\.contract/);
    });

    it("refuses data with more in it than the call", () => {
      const longer = remade(CHAIN, told, { data: `${told.data}00` });
      expect(() => read({ ...file, transactions: [longer] })).to.throw(/the data is no .*more bytes than the call has/);
    });

    it("refuses numbers with a gap, or twice the same", () => {
      for (const nonce of [told.nonce + 2, told.nonce])
        expect(() => read({ ...file, transactions: [told, remade(CHAIN, told, { nonce })] })).to.throw(
          new RegExp(`transaction 2: number ${nonce} of ${told.signer} follows number ${told.nonce}, expected ${told.nonce + 1}`), // prettier-ignore
        );
      expect(read({ ...file, transactions: [told, remade(CHAIN, told, { nonce: told.nonce + 1 })] })).to.have.length(2);
    });

    it("refuses words that a terminal would obey, so that none hides or forges what is read from the bytes", () => {
      for (const evil of ["\u001b[8m", "\n     signs   nobody", "\r", "\u009b2J", "\u202e", "\u2028"]) {
        for (const part of ["role", "changes", "clause", "function"] as const)
          expect(() => read(withFirst({ [part]: `a${evil}` })), part).to.throw(new RegExp(`transactions\\.0\\.${part}: holds characters that a terminal obeys`)); // prettier-ignore
        for (const part of ["task", "network", "bond", "preparedAt"])
          expect(() => read({ ...file, [part]: `a${evil}` }), part).to.throw(new RegExp(`plan\\.json: ${part}: holds`));
        expect(() => read({ ...file, holders: { [`a${evil}`]: account(10) } })).to.throw(/plan\.json: holders/);
      }
      expect(read(withFirst({ changes: "甲がもつ – ¥1" }))).to.have.length(1);
    });

    it("refuses chain 0, for which the bytes would be good on every chain", () => {
      expect(() => read({ ...file, chainId: 0, transactions: [remade(0, told, {})] })).to.throw(/plan\.json: chainId/);
    });

    it("refuses another version, a key that it does not know, and fewer signatures than transactions", () => {
      expect(() => read({ ...file, version: 2 })).to.throw(/plan\.json: version/);
      expect(() => read({ ...file, extra: 1 })).to.throw(/plan\.json: .*extra/);
      expect(() => read({ ...file, transactions: [] })).to.throw(/plan\.json: transactions/);
      expect(() => read({ ...file, signed: [] })).to.throw(/signed has 0 entries for 1 transactions/);
    });

    context("signed", () => {
      const key = walletOf("dealer").signingKey;
      const signedAs = (raw: string | null): OfflineFile => ({ ...file, signed: [raw] });

      it("is known by its hash", () => {
        const raw = signedBy(key, told);
        expect(read(signedAs(raw))[0]?.signed).to.deep.equal({ raw, hash: keccak256(raw) });
        expect(read(signedAs(null))[0]?.signed).to.equal(undefined);
      });

      it("refuses another's signature", () => {
        expect(() => read(signedAs(signedBy(STRANGER.signingKey, told)))).to.throw(
          new RegExp(`is signed by ${STRANGER.address}, expected ${told.signer}; .* with the key of that account`),
        );
      });

      for (const [part, changed] of [
        ["to", { to: account(66) }],
        ["data", { data: "0x12345678" }],
        ["nonce", { nonce: 99 }],
        ["gasLimit", { gas: 1 }],
      ] as const)
        it(`refuses the signer's signature below another ${part}`, () => {
          const raw = signedBy(key, remade(CHAIN, told, changed));
          expect(() => read(signedAs(raw))).to.throw(new RegExp(`what is signed is not what was prepared \\(${part} `));
        });

      it("refuses the same for another chain, for every chain, and what is no transaction", () => {
        const elsewhere = signedBy(key, remade(1, told, {}));
        expect(() => read(signedAs(elsewhere))).to.throw(/\(chainId 1, expected 2017\)/);
        const { to, data, nonce, gas } = told;
        const anywhere = Transaction.from({ type: 0, nonce, gasPrice: 0, gasLimit: gas, to, data });
        anywhere.signature = key.sign(anywhere.unsignedHash); // as before EIP-155
        expect(() => read(signedAs(anywhere.serialized))).to.throw(/\(chainId 0, expected 2017\)/);
        expect(() => read(signedAs("0x1234"))).to.throw(/what is signed is no transaction/);
        expect(() => read(signedAs(told.unsigned))).to.throw(/is signed by nobody, expected/);
      });
    });
  });

  context("tx broadcast", () => {
    it("refuses what is not signed, and says by whom", async () => {
      const file = await registering("a", account(10));
      await refused(file, new RegExp(`transaction 1: is not signed; have the dealer ${only(file).signer} sign it with \`tx sign\``)); // prettier-ignore
    });

    it("checks and sends nothing without --execute; with it sends, tells the events and writes the address book", async () => {
      const file = signed(await registering("a", account(10)));
      const before = await block();
      const shown = documentOf<DocumentJson>(await broadcast(file, false));
      expect(await block()).to.equal(before);
      expect(shown.steps).to.have.length(1);
      const { steps } = documentOf<DocumentJson>(await broadcast(file));
      expect(await block()).to.equal(before + 1);
      expect(steps[0]?.sent?.hash).to.equal(keccak256(file.signed?.[0] ?? ""));
      expect(steps[0]?.sent?.events.map(({ name }) => name)).to.deep.equal(["HolderOpened", "AccountAdmitted"]);
      expect(steps[0]?.arguments).to.deep.equal(only(file).arguments);
      const { holders } = documentOf<{ holders: { holder: string; account: string }[] }>(await runTask("holder list", { json: true })); // prettier-ignore
      expect(holders.find(({ holder }) => holder === "a")?.account).to.equal(account(10));
    });

    it("sends once: what has arrived is skipped when it runs again", async () => {
      const file = signed(await registering("b", account(11)));
      documentOf(await broadcast(file));
      const before = await block();
      const again = documentOf<DocumentJson>(await broadcast(file));
      expect(await block()).to.equal(before);
      expect(again.steps).to.deep.equal([]);
      expect(again.notes.join()).to.match(new RegExp(`arrived in block ${before} already: skipped`));
    });

    it("goes on where a run was killed between two transactions", async () => {
      const { transactions, ...rest } = await prepare("calendar load", { all: true });
      const file = signed({ ...rest, transactions: transactions.slice(0, 3) });
      await network.provider.send("eth_sendRawTransaction", [file.signed![0]!]);
      const { steps, notes } = documentOf<DocumentJson>(await broadcast(file));
      expect(steps.map(({ sent }) => sent?.hash)).to.deep.equal(file.signed!.slice(1).map((raw) => keccak256(raw!)));
      expect(notes).to.have.length(1);
    });

    it("takes the steps of several signers in one file", async () => {
      const [first, second] = [await registering("c", account(12)), await prepare("calendar load", { year: "2045" })];
      const file = signed({ ...first, transactions: [...first.transactions, ...second.transactions] });
      expect(documentOf<DocumentJson>(await broadcast(file)).steps).to.have.length(2);
    });

    it("refuses a number that went to another transaction, and names the next", async () => {
      const file = signed(await registering("d", account(13)));
      documentOf(await broadcast(signed(await registering("e", account(14)))));
      const { nonce, signer } = only(file);
      await refused(file, new RegExp(`number ${nonce} of the dealer ${signer} went to another transaction since it was prepared, and the next is ${nonce + 1}; see whether .* prepare it again`)); // prettier-ignore
    });

    it("refuses a number before which another is missing", async () => {
      const file = await registering("d", account(13));
      const { nonce, signer } = only(file);
      const later = signed({ ...file, transactions: [remade(CHAIN, only(file), { nonce: nonce + 1 })] });
      await refused(later, new RegExp(`number ${nonce + 1} of the dealer ${signer} comes after number ${nonce}, which nobody has sent`)); // prettier-ignore
    });

    it("refuses gas that is too little for it", async () => {
      const file = await registering("d", account(13));
      const poor = signed({ ...file, transactions: [remade(CHAIN, only(file), { gas: 40_000 })] });
      await refused(poor, /holder register: needs more gas than the 40,000 that were signed for it; prepare it again/);
    });

    it("says that a transaction failed in its block", async () => {
      const file = await registering("d", account(13));
      const poor = signed({ ...file, transactions: [remade(CHAIN, only(file), { gas: 40_000 })] });
      await network.provider.send("eth_sendRawTransaction", [poor.signed![0]!]).catch(() => undefined);
      const number = await block();
      await refused(poor, new RegExp(`transaction 1: ${keccak256(poor.signed![0]!)} failed in block ${number}; prepare again`)); // prettier-ignore
    });

    it("refuses a file of another network or chain, and a contract that is not the bond's", async () => {
      const file = await registering("d", account(13));
      await refused(signed({ ...file, network: "ibet-fin" }), /is for ibet-fin, and this is hardhat; name its network/);
      const chain = { ...file, chainId: 1, transactions: [remade(1, only(file), {})] };
      await refused(signed(chain), /is for chain 1, and hardhat is 2017; prepare it on that chain/);
      const lost = { ...file, transactions: [remade(CHAIN, only(file), { to: account(66) })] };
      await refused(signed(lost), /transaction 1: goes to 0x0+66, and the address book has 0x\w+ for HolderRegistry of offline/); // prettier-ignore
      await refused(signed({ ...file, bond: "other" }), /--bond: found "other", expected one of the bonds on hardhat/);
    });

    it("writes no label that the register does not know", async () => {
      const file = signed({ ...(await registering("f", account(16))), holders: { g: account(16) } });
      const ran = await broadcast(file);
      expect(ran.code).to.equal(1);
      expect(ran.stderr).to.match(/g: the register knows 0x0+ by this label, and not 0x0+16: the address book stays as it is/); // prettier-ignore
      const { holders } = documentOf<{ holders: { holder: string }[] }>(await runTask("holder list", { json: true }));
      expect(holders.map(({ holder }) => holder)).not.to.include("g");
      // the same command again finds the account and writes the book
      documentOf(await runTask("holder register", { holder: "f", account: account(16), taxClass: "exempt", execute: true, json: true })); // prettier-ignore
    });

    it("refuses what the chain let pass when it was prepared, and refuses by now [I-5]", async () => {
      await goTo("2023-12-14T23:50:00");
      const file = signed(await prepare("bond issue"));
      documentOf(await broadcast(file, false));
      await goTo("2023-12-15T00:00:00");
      await refused(file, /bond issue: .*closing day 2023-12-14.*today is 2023-12-15/);
    });
  });

  context("tx sign", () => {
    it("tells a call that the administrator schedules as it is in the bytes, and not as the words have it", async () => {
      const file = await prepare("role grant", { role: "recorder", to: account(30) });
      const authority = abi.interfaces.BondAuthority;
      const { target, when } = only(file).arguments as { target: string; when: number };
      const inner = authority.encodeFunctionData("grantRole", [0, account(66), 432_000]);
      const data = authority.encodeFunctionData("schedule", [target, inner, when]);
      const forged = { ...remade(CHAIN, only(file), { data }), arguments: { target, data: inner, when } };
      const { stdout } = await runTask("tx sign", { file: written({ ...file, transactions: [forged] }) });
      expect(stdout).to.contain(`1. is scheduled`).and.to.contain("becomes recorder");
      expect(stdout).to.contain(`calls   BondAuthority.schedule(target BondAuthority (${target}), data grantRole(roleId 0 (administrator), account ${account(66)}, executionDelay 432000), when 0)`); // prettier-ignore
    });

    it("tells the same in one transaction of several calls, and a text so that it is one", () => {
      const authority = abi.interfaces.BondAuthority;
      const calls = [authority.encodeFunctionData("revokeRole", [3, account(5)]), "0x1234"];
      expect(shownArguments(abi, { contract: "BondAuthority", call: "multicall", args: [calls] }, (each) => each)).to.equal(`data [revokeRole(roleId 3 (fiscal agent), account ${account(5)}), 0x1234]`); // prettier-ignore
      const text = "a, uri b\u001b[8m";
      expect(shownArguments(abi, { contract: "BondNotices", call: "give", args: [0n, HASH, text] }, String)).to.match(/uri "a, uri b\\u001b\[8m"$/); // prettier-ignore
      expect(shownArguments(abi, { contract: "BondNotices", call: "give", args: [0n, HASH, "b c"] }, String)).to.match(/uri b c$/); // prettier-ignore
    });

    it("writes over no file, not even beside the one that is named", () => {
      const file = newFile();
      for (const beside of [`${file}.new`, `${file}.${process.pid}.new`]) writeFileSync(beside, "mine");
      expect(() => writeWhole("out", file, "theirs")).to.throw(/--out .*: cannot be written .*name another file/);
      expect(existsSync(file)).to.equal(false);
      for (const beside of [`${file}.new`, `${file}.${process.pid}.new`]) expect(readFileSync(beside, "utf8")).to.equal("mine"); // prettier-ignore
      const lost = join(folder, "none", "file.json");
      expect(() => writeWhole("out", lost, "theirs")).to.throw(/--out .*: cannot be written \(ENOENT/);
    });
  });

  it("goes by the chain that the address book was made on", async () => {
    const book = readBook(hre)!;
    writeBook(hre, { ...book, chainId: 1 });
    try {
      expect(refusalOf(await runTask("holder list"))).to.match(/hardhat: the address book was made on chain id 1, and this is 2017; correct --network/); // prettier-ignore
    } finally {
      writeBook(hre, book);
    }
  });

  context("who signs", () => {
    const network_ = (name: string, accounts: unknown, answers: Readonly<Record<string, unknown>> = {}) =>
      ({
        network: {
          name,
          config: { accounts },
          provider: {
            send: (method: string) =>
              method in answers ? Promise.resolve(answers[method]) : Promise.reject(new Error(`asked ${method}`)),
          },
        },
        ethers: { getSigners: () => Promise.resolve([{ address: STRANGER.address }]) },
      }) as unknown as HardhatRuntimeEnvironment;
    const transaction = unsignedOf(CHAIN, { to: account(66), data: "0x12", nonce: 3, gas: 50_000 });
    const expected = (): Promise<string> => STRANGER.signTransaction(transaction);

    it("is a key of the network, and no node is asked", async () => {
      const { accounts, sign } = await signatoryOf(network_("ibet-test", [STRANGER.privateKey]));
      expect(accounts).to.deep.equal([STRANGER.address]);
      expect(await sign(STRANGER.address, transaction)).to.equal(await expected());
    });

    it("is a key of the keystore, and no node is asked", async () => {
      const keys = mkdtempSync(join(tmpdir(), "offline-keys-"));
      const { address, privateKey } = STRANGER;
      writeFileSync(join(keys, "dealer.json"), encryptKeystoreJsonSync({ address, privateKey }, "open", { scrypt: { N: 2 } })); // prettier-ignore
      writeFileSync(join(keys, "password.txt"), "open\n");
      process.env["IBET_TEST_KEYSTORE"] = keys;
      process.env["IBET_TEST_KEYSTORE_PASSWORD_FILE"] = join(keys, "password.txt");
      try {
        const { accounts, sign } = await signatoryOf(network_("ibet-test", "remote"));
        expect(accounts).to.deep.equal([STRANGER.address]);
        expect(await sign(STRANGER.address, transaction)).to.equal(await expected());
      } finally {
        delete process.env["IBET_TEST_KEYSTORE"];
        delete process.env["IBET_TEST_KEYSTORE_PASSWORD_FILE"];
        rmSync(keys, { recursive: true });
      }
    });

    for (const [how, wrap] of [
      ["the bytes", (raw: string) => raw],
      ["the transaction around them", (raw: string) => ({ raw, tx: {} })],
    ] as const)
      it(`is a remote signer that answers ${how}`, async () => {
        const answers = { eth_signTransaction: wrap(await expected()) };
        const { sign } = await signatoryOf(network_("ibet-test", "remote", answers));
        expect(await sign(STRANGER.address, transaction)).to.equal(await expected());
      });
  });
});
