import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "csv-parse/sync";
import hre, { ethers } from "hardhat";
import type { Certificate, SignedCertificate } from "../../lib/certificate";
import type { BondToken, RegisterOrders } from "../../typechain-types";
import { readBook, withBond, writeBook } from "../../tasks/support/addressBook";
import type { NamedExtractJson } from "../../tasks/support/registerPeople";
import { fixture } from "../support/chain";
import { CAUSE, ORDER } from "../support/market";
import { at, goTo } from "../support/suite";
import { documentOf, refusalOf, runCli, runTask, type Ran, type TaskArgs } from "../support/task";

// Ten bonds of ¥100,000,000. The dealer places 6 with a and 3 with b; a's 2 go to b by order inside the first closed window.
const SHEET = {
  id: "story",
  name: "Story",
  symbol: "STORY",
  denominationYen: "100000000",
  bonds: 10,
  ratePpm: 5980,
  closing: "2023-12-14",
  firstPayment: "2024-06-14",
  maturity: "2024-12-14",
  allotments: [{ holder: "a", bonds: 10, taxClass: "exempt" }],
};

const A = { holder: "a", name: "株式会社山田製作所", address: "東京都千代田区丸の内一丁目1番1号" };
const B = { holder: "b", name: "Sato Bank, Ltd.", address: "2-2 Chuo, Osaka" };
const PERSONAL = /山田|千代田|Sato|Osaka/;

interface HistoryJson {
  readonly entries: readonly { readonly at: string; readonly cause: string; readonly bonds: number }[];
}

interface Sealed {
  readonly commitments: readonly { readonly holder: string; readonly commitment: string }[];
}

let folder = "";
const path = (name: string): string => join(folder, name);
const write = (name: string, text: string): string => {
  writeFileSync(path(name), text);
  return path(name);
};

const refuse = async (name: string, args: TaskArgs, line: RegExp): Promise<void> => {
  expect(refusalOf(await runTask(name, { ...args, json: true }))).to.match(line);
};

const send = async (name: string, args: TaskArgs): Promise<void> => {
  documentOf(await runTask(name, { ...args, execute: true, json: true }));
};

// One story, told in order: every step stands on the one before.
describe("the register's tasks on the embedded network", function () {
  this.timeout(60_000);
  const documents = new Set<string>(); // everything that was printed without a key

  /** Runs a task that needs no key, and remembers what it printed. */
  const run = async (name: string, args: TaskArgs = {}): Promise<Ran> => {
    const ran = await runTask(name, args);
    documents.add(ran.stdout).add(ran.stderr);
    return ran;
  };
  const json = async <Document>(name: string, args: TaskArgs = {}): Promise<Document> =>
    documentOf<Document>(await run(name, { ...args, json: true }));
  const extract = (args: TaskArgs): Promise<NamedExtractJson> => json("register extract", args);

  let token: BondToken;
  let orders: RegisterOrders;
  let accounts: string[] = [];
  const account = (position: number): string => accounts[position] ?? "";
  let people = { recipient: "", sealed: "", key: "" };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "register-"));
    accounts = (await ethers.getSigners()).map(({ address }) => address);
    const sheet = write("story.json", JSON.stringify(SHEET));
    await fixture(() => send("bond deploy", { terms: sheet }));
    const { contracts } = await json<{ contracts: Record<string, string> }>("bond status");
    token = await ethers.getContractAt("BondToken", contracts["token"] ?? "");
    orders = await ethers.getContractAt("RegisterOrders", contracts["orders"] ?? "");
  });

  after(() => rmSync(folder, { recursive: true }));

  context("people-key and seal [R-1]", () => {
    it("makes a key that only its owner can read, and never twice", async () => {
      const key = path("key");
      const { recipient } = await json<{ recipient: string }>("register people-key", { out: key });
      expect(recipient).to.match(/^age1[0-9a-z]{58}$/);
      expect(statSync(key).mode & 0o777).to.equal(0o600);
      const kept = readFileSync(key, "utf8");
      expect(kept).to.contain("AGE-SECRET-KEY-1").and.to.contain(recipient);
      await refuse(
        "register people-key",
        { out: key },
        /key: exists already, and nothing is overwritten; name another/,
      );
      expect(readFileSync(key, "utf8")).to.equal(kept);
      people = { recipient, key, sealed: path("people.age") };
    });

    it("prints a commitment for each holder and nothing personal, and the chain takes them", async () => {
      const salt = `0x${"5a".repeat(32)}`;
      const file = write("people.json", JSON.stringify([{ ...A, salt }, B]));
      const { recipient, sealed } = people;
      const { commitments } = await json<Sealed>("register seal", { file, recipient, out: sealed });
      // keys in their order, no spaces
      const text = `{"address":"${A.address}","holder":"a","name":"${A.name}","salt":"${salt}"}`;
      expect(commitments[0]).to.deep.equal({ holder: "a", commitment: ethers.id(text) });
      expect(commitments.map(({ holder }) => holder)).to.deep.equal(["a", "b"]);
      expect(readFileSync(sealed, "latin1")).to.match(/^age-encryption\.org\/v1\n/);
      expect(readFileSync(sealed, "utf8")).to.not.match(PERSONAL);
      expect(statSync(sealed).mode & 0o777).to.equal(0o600);
      for (const [position, { holder, commitment }] of commitments.entries()) {
        const opening = { holder, account: account(6 + position), commitment };
        await send("holder register", { ...opening, taxClass: position === 0 ? "exempt" : "domestic-corporation" });
      }
      await send("holder register", { holder: "c", account: account(8), taxClass: "exempt" });
    });

    it("makes a new salt for whoever has none, so that equal data has unequal commitments", async () => {
      const file = write("unsalted.json", JSON.stringify([B]));
      const seal = async (out: string) =>
        (await json<Sealed>("register seal", { file, recipient: people.recipient, out: path(out) })).commitments[0];
      expect((await seal("one.age"))?.commitment).to.not.equal((await seal("two.age"))?.commitment);
    });

    it("refuses other keys, double holders, bad labels and bad recipients, in one line", async () => {
      const seal = (content: unknown, line: RegExp, recipient = people.recipient) =>
        refuse(
          "register seal",
          { file: write("bad.json", JSON.stringify(content)), recipient, out: path("bad.age") },
          line,
        );
      await seal([{ ...A, phone: "03" }], /bad\.json: 0: .*phone/);
      await seal([{ ...A, name: "" }], /bad\.json: 0\.name: a text without control characters/);
      await seal([{ ...A, salt: "0x12" }], /bad\.json: 0\.salt: 0x and 64/);
      await seal([A, A], /1\.holder: found "a" again, expected each holder once/);
      await seal([{ ...A, holder: "0x12" }], /0\.holder: found "0x12", expected a label/);
      await seal({}, /bad\.json: the file: /);
      await seal([A], /--recipient: found "age1x", expected what/, "age1x");
      await refuse(
        "register seal",
        { file: write("twice.json", '[{"holder":"a","holder":"b"}]'), recipient: people.recipient, out: path("t.age") },
        /twice\.json: is not JSON as it should be \(.*holder/,
      );
    });
  });

  context("extract [R-2]", () => {
    before(async () => {
      await goTo("2023-12-14T09:00:00");
      await send("bond issue", {});
      await send("bond transfer", { from: "dealer", to: "a", bonds: "6" });
      await at("2023-12-15T00:00:00");
      await send("bond transfer", { from: "dealer", to: "b", bonds: "3" });
      const administrator = await ethers.getSigner(account(2));
      await goTo("2024-06-11T09:00:00");
      const { Move } = ORDER;
      await orders
        .connect(administrator)
        .recordOrder(Move, CAUSE.Succession, account(6), account(7), 2, ethers.id("will"));
      await at("2024-06-12T12:00:00"); // the record day of 14 June; the window is closed
      await token.connect(administrator).forcedTransfer(account(6), account(7), 2);
    });

    it("names the class, what was paid in, and reconciles to the yen", async () => {
      const { particulars, paidIn, totals, moment, at: asOf } = await extract({ day: "2024-06-12" });
      expect(particulars).to.deep.equal({
        bond: "story",
        name: "Story",
        symbol: "STORY",
        totalYen: "1000000000",
        denominationYen: "100000000",
        bonds: 10,
        ratePpm: 5980,
        closing: "2023-12-14",
        paymentDates: ["2024-06-14", "2024-12-14"],
        maturity: "2024-12-14",
        termsHash: await token.termsHash(),
      });
      expect(paidIn).to.deep.equal({ yen: "1000000000", on: "2023-12-14" }); // par
      expect(totals).to.deep.equal({
        issued: 10,
        cancelled: 0,
        redeemed: 0,
        outstanding: 10,
        outstandingYen: "1000000000",
      });
      expect({ moment, asOf }).to.deep.equal({ moment: "end", asOf: "2024-06-12T12:00:00+09:00" }); // the day is not over
    });

    it("shows holders with their acquisitions, before and after the order of the day [T-7]", async () => {
      const lots = async (args: TaskArgs) =>
        (await extract(args)).holders.flatMap((each) =>
          each.lots.map(({ acquiredOn, cause, bonds, faceYen }) => [each.holder, acquiredOn, cause, bonds, faceYen]),
        );
      const before = [
        ["dealer", "2023-12-14", "issue", 1, "100000000"],
        ["a", "2023-12-14", "trade", 6, "600000000"],
        ["b", "2023-12-15", "trade", 3, "300000000"],
      ];
      expect(await lots({ day: "2024-06-11" })).to.deep.equal(before);
      expect(await lots({ day: "2024-06-12", atStart: true })).to.deep.equal(before);
      expect(await lots({ day: "2024-06-12" })).to.deep.equal([
        before[0],
        ["a", "2023-12-14", "trade", 4, "400000000"],
        before[2],
        ["b", "2024-06-12", "succession", 2, "200000000"],
      ]);
      // the day before: nothing was issued
      expect(await lots({ day: "2023-12-13" })).to.deep.equal([]);
      expect((await extract({ day: "2023-12-13" })).paidIn).to.deep.equal({ yen: "0", on: null });
    });

    it("states the cause, the moment and the document of each entry [T-6]", async () => {
      const { holders } = await extract({ day: "2024-06-12" });
      const b = holders.find(({ holder }) => holder === "b");
      expect(b).to.deep.include({ account: account(7), kind: "Investor", taxClass: "domestic-corporation", bonds: 5 });
      expect(b?.entries.map(({ at: moment, cause }) => `${moment} ${cause}`)).to.deep.equal([
        "2023-12-15T00:00:00+09:00 trade",
        "2024-06-12T12:00:00+09:00 succession",
      ]);
      expect(b?.entries[1]).to.deep.include({
        from: account(6),
        to: account(7),
        bonds: 2,
        reference: ethers.id("will"),
      });
    });

    it("is today's register without --day, and says with what it agrees", async () => {
      const ran = await run("register extract", { day: "2024-06-12", atStart: true });
      expect(ran.stdout).to.match(/agrees with the balances at block \d+ and with record day 1$/m);
      expect(ran.stdout).to.match(/^total +10 +¥1,000,000,000/m);
      expect((await extract({})).day).to.equal("2024-06-12");
      expect((await run("register extract")).stdout).to.match(/agrees with the balances at block \d+$/m);
    });

    it("writes JSON and CSV whose rows add up, and never over a file", async () => {
      const out = path("register.csv");
      await run("register extract", { day: "2024-06-12", out });
      const rows = parse(readFileSync(out, "utf8"), { columns: true }) as unknown as Record<string, string>[];
      expect(rows.map(({ holder, bonds }) => `${holder} ${bonds}`)).to.deep.equal(["dealer 1", "a 4", "b 3", "b 2"]);
      expect(rows.reduce((total, { faceYen = "" }) => total + BigInt(faceYen), 0n)).to.equal(1_000_000_000n);
      await refuse("register extract", { day: "2024-06-12", out }, /register\.csv: exists already/);
      const printed = await extract({ day: "2024-06-12", out: path("register.json") });
      expect(JSON.parse(readFileSync(path("register.json"), "utf8"))).to.deep.equal(printed);
      await extract({ day: "2024-06-12", out: path("text.txt"), format: "csv" });
      expect(readFileSync(path("text.txt"), "utf8")).to.equal(readFileSync(out, "utf8"));
    });

    it("refuses days, formats and keys that make no sense, in one line", async () => {
      await refuse("register extract", { day: "2024-02-30" }, /--day: found "2024-02-30", expected a day that exists/);
      await refuse("register extract", { format: "csv" }, /--format: found "csv", expected json or csv, together with/);
      await refuse("register extract", { format: "xml", out: path("x") }, /--format: found "xml"/);
      await refuse("register extract", { people: people.sealed }, /one of --people and --key, expected both or none/);
      await refuse("register extract", { key: people.key }, /one of --people and --key, expected both or none/);
    });

    context("when the node and the chain disagree", () => {
      const send = hre.network.provider.send.bind(hre.network.provider);
      afterEach(() => (hre.network.provider.send = send));

      /** A node that answers one method otherwise. */
      const answering = (method: string, change: (answer: unknown) => unknown): void => {
        hre.network.provider.send = async (asked: string, params?: unknown[]) => {
          const answer: unknown = await send(asked, params);
          return asked === method ? change(answer) : answer;
        };
      };

      it("fails loudly when a transfer is missing", async () => {
        const transfer = ethers.id("Transfer(address,address,uint256)");
        answering("eth_getLogs", (logs) =>
          (logs as { topics: string[]; data: string }[]).filter(
            ({ topics, data }) => topics[0] !== transfer || BigInt(data) !== 3n,
          ),
        );
        await refuse("register extract", {}, /the events give 0x\w+ \d bonds and the chain says \d now: ask a node/);
      });

      it("fails loudly when a record day was another, although everything is right by now [P-3]", async () => {
        await extract({ day: "2024-06-12", atStart: true });
        const noon = Date.parse("2024-06-12T12:00+09:00") / 1000;
        answering("eth_getBlockByNumber", (found) => {
          const { timestamp, ...block } = found as { timestamp: string };
          return { ...block, timestamp: Number(timestamp) === noon ? `0x${(noon - 86_400).toString(16)}` : timestamp };
        });
        await extract({ day: "2024-06-11" });
        await refuse(
          "register extract",
          { day: "2024-06-12", atStart: true },
          /the events give 0x\w+ 4 bonds and the chain says 6 on record day 1, 2024-06-12/,
        );
      });
    });
  });

  context("extract with personal data [R-1, R-2]", () => {
    const named = async (args: TaskArgs = {}): Promise<NamedExtractJson> =>
      documentOf(
        await runTask("register extract", {
          day: "2024-06-12",
          people: people.sealed,
          key: people.key,
          json: true,
          ...args,
        }),
      );

    it("adds name and address, and says whether the chain is bound to them", async () => {
      const { holders } = await named();
      expect(
        holders.map(({ holder, name, address, commitment }) => ({ holder, name, address, commitment })),
      ).to.deep.equal([
        { holder: "dealer", name: null, address: null, commitment: "missing" },
        { ...A, commitment: "matches" },
        { ...B, commitment: "matches" },
      ]);
    });

    it("marks data that the chain is not bound to, and holders opened without a commitment", async () => {
      const moved = { ...A, address: "elsewhere" };
      const file = write("moved.json", JSON.stringify([moved, { ...B, holder: "dealer" }, { ...B, holder: "c" }]));
      await json("register seal", { file, recipient: people.recipient, out: path("moved.age") });
      const { holders } = await named({ people: path("moved.age") });
      expect(holders.map(({ holder, commitment }) => [holder, commitment])).to.deep.equal([
        ["dealer", "none"],
        ["a", "differs"],
        ["b", "missing"],
      ]);
    });

    it("writes files with names for their owner alone", async () => {
      await named({ out: path("named.csv") });
      expect(readFileSync(path("named.csv"), "utf8"))
        .to.contain(A.name)
        .and.to.contain(A.address);
      expect(statSync(path("named.csv")).mode & 0o777).to.equal(0o600);
    });

    it("refuses the wrong key, the wrong file and an unknown holder, in one line without a name", async () => {
      const open = async (args: TaskArgs, line: RegExp): Promise<void> => {
        const refusal = refusalOf(
          await runTask("register extract", { people: people.sealed, key: people.key, json: true, ...args }),
        );
        expect(refusal).to.match(line).and.to.not.match(PERSONAL);
      };
      await json("register people-key", { out: path("other-key") });
      await open({ key: path("other-key") }, /people\.age: cannot be opened with .*other-key \(/);
      await open({ people: path("register.csv") }, /register\.csv: cannot be opened with /);
      await open({ people: path("nowhere") }, /nowhere: cannot be read/);
      await open({ key: path("story.json") }, /story\.json: found no key, expected AGE-SECRET-KEY/);
      await open({ key: write("empty", "# nothing\n") }, /empty: found 0 keys/);
      const file = write("unknown.json", JSON.stringify([{ ...A, holder: "z" }]));
      await json("register seal", { file, recipient: people.recipient, out: path("unknown.age") });
      await open(
        { people: path("unknown.age") },
        /unknown\.age: holder: found "z", expected an account or one of dealer, issuer, a, b/,
      );
    });
  });

  context("history [R-2, T-6]", () => {
    const entries = async (args: TaskArgs = {}): Promise<string[]> =>
      (await json<HistoryJson>("register history", args)).entries.map(
        ({ at: moment, cause, bonds }) => `${moment.slice(0, 10)} ${cause} ${bonds}`,
      );
    const all = ["2023-12-14 issue 10", "2023-12-14 trade 6", "2023-12-15 trade 3", "2024-06-12 succession 2"];

    it("lists the entries of everybody, of one holder, and of some days, both included", async () => {
      expect(await entries()).to.deep.equal(all);
      expect(await entries({ holder: "b" })).to.deep.equal(all.slice(2));
      expect(await entries({ holder: account(7).toLowerCase() })).to.deep.equal(all.slice(2));
      expect(await entries({ from: "2023-12-15", to: "2024-06-12" })).to.deep.equal(all.slice(2));
      expect(await entries({ from: "2023-12-14", to: "2024-06-11" })).to.deep.equal(all.slice(0, 3));
      expect(await entries({ holder: "c" })).to.deep.equal([]);
    });

    it("shows labels to people, and refuses whom it does not know", async () => {
      const { stdout } = await run("register history", { holder: "a" });
      expect(stdout).to.match(/^2024-06-12T12:00:00\+09:00 +a +b +2 +succession +0x\w{64}$/m);
      await refuse("register history", { holder: "z" }, /--holder: found "z", expected an account or one of dealer/);
      await refuse("register history", { from: "yesterday" }, /--from: found "yesterday"/);
    });
  });

  context("certificate, verify and check [R-3]", () => {
    const certificate = async (holder: string, out: string, args: TaskArgs = {}): Promise<SignedCertificate> =>
      json("register certificate", { holder, out: path(out), ...args });
    const administrator = (): string => account(2);
    const tampered = (change: (document: SignedCertificate) => unknown): string => {
      const copy = JSON.parse(readFileSync(path("b.json"), "utf8")) as SignedCertificate;
      return write("tampered.json", JSON.stringify(change(copy) ?? copy));
    };

    it("holds what concerns the holder and nobody else, and sends nothing", async () => {
      const before = await ethers.provider.getBlockNumber();
      const { certificate: document } = await certificate("b", "b.json", { day: "2024-06-12" });
      expect(await ethers.provider.getBlockNumber()).to.equal(before);
      expect(document).to.deep.include({
        chainId: 2017,
        token: await token.getAddress(),
        bond: "story",
        termsHash: await token.termsHash(),
        registerAdministrator: administrator(),
        day: "2024-06-12",
      });
      expect(document.block).to.deep.include({ number: before });
      expect(document.holding).to.deep.include({ holder: "b", account: account(7), bonds: 5, faceYen: "500000000" });
      expect(document.holding.entries).to.have.length(2);
      expect(JSON.stringify(document)).to.not.contain("issue");
    });

    it("is verified from the document alone, with a warning or the required signer", async () => {
      const file = path("b.json");
      const found = await json<{ signer: string; warning: string }>("register verify", { file });
      expect(found).to.deep.include({ valid: true, signer: administrator() });
      expect(found.warning).to.match(/make sure that this is the register administrator's address/);
      expect((await run("register verify", { file })).stderr).to.equal(`${found.warning}\n`);
      expect(await json("register verify", { file, signer: administrator() })).to.deep.include({ warning: null });
      await refuse("register verify", { file, signer: account(9) }, /is signed by 0x\w+, and --signer requires 0x/);
    });

    it("is refused when any field of it is changed, taken away or added", async () => {
      const fields: (readonly [string, (document: Certificate) => unknown])[] = [];
      const walk = (value: unknown, where: readonly string[]): void => {
        if (typeof value !== "object" || value === null) {
          fields.push([where.join("."), (document) => set(document, where, changed(value as string | number | null))]);
          return;
        }
        for (const [key, each] of Object.entries(value)) walk(each, [...where, key]);
      };
      walk((JSON.parse(readFileSync(path("b.json"), "utf8")) as SignedCertificate).certificate, []);
      expect(fields.length).to.be.greaterThan(40);
      for (const [name, change] of fields) {
        const file = tampered(({ certificate: document }) => void change(document));
        expect(refusalOf(await runTask("register verify", { file, json: true })), name).to.match(/tampered\.json: /);
      }
      const verify = (change: (document: SignedCertificate) => unknown, line: RegExp) =>
        refuse("register verify", { file: tampered(change) }, line);
      await verify(({ certificate: document }) => void document.holding.entries.pop(), /is not what 0x\w+ signed/);
      await verify(({ certificate: document }) => void document.holding.lots.reverse(), /is not what 0x\w+ signed/);
      await verify((document) => ({ ...document, note: "x" }), /tampered\.json: the file: .*note/);
      await verify(
        ({ certificate: document, signature }) => ({ certificate: { ...document, note: "x" }, signature }),
        /note/,
      );
      const flip = (text: string): string => text.slice(0, -3) + (text.at(-3) === "0" ? "1" : "0") + text.slice(-2);
      await verify(({ signature, ...rest }) => ({ ...rest, signature: flip(signature) }), /is not what 0x\w+ signed/);
      // 27 and 28 may also be written 0 and 1: there is one spelling only
      await verify(
        ({ signature, ...rest }) => ({ ...rest, signature: signature.replace(/1b$/, "00").replace(/1c$/, "01") }),
        /is not what 0x\w+ signed/,
      );
      const text = readFileSync(path("b.json"), "utf8");
      const twice = write("double.json", text.replace('"bonds": 5', '"bonds": 6, "bonds": 5'));
      await refuse("register verify", { file: twice }, /double\.json: is not JSON as it should be/);
      await refuse("register verify", { file: path("register.csv") }, /register\.csv: is not JSON as it should be/);
    });

    it("is refused when somebody else signed it in the administrator's name, or in his own", async () => {
      const { certificate: document } = JSON.parse(readFileSync(path("b.json"), "utf8")) as SignedCertificate;
      const forged = { ...document, holding: { ...document.holding, bonds: 9 } };
      const file = write("forged.json", JSON.stringify(await signedBy(account(9), forged)));
      await refuse("register verify", { file }, /is not what 0x\w+ signed/);
      const own = { ...forged, registerAdministrator: account(9) };
      const open = write("own.json", JSON.stringify(await signedBy(account(9), own)));
      expect(await json("register verify", { file: open })).to.deep.include({ signer: account(9) }); // hence the warning
      await refuse("register verify", { file: open, signer: administrator() }, /--signer requires/);
      await refuse("register check", { file: open }, /own\.json: holding\.bonds is 9, and by the chain it is 5/);
      const true_ = { ...document, registerAdministrator: account(9) };
      const role = write("role.json", JSON.stringify(await signedBy(account(9), true_)));
      await refuse("register check", { file: role }, /0x\w+ was not the register administrator at 2024-06-12T/);
    });

    it("is checked against the chain at its block and day, also when more has happened", async () => {
      const file = path("b.json");
      expect(await json("register check", { file })).to.deep.include({ agrees: true });
      await certificate("a", "a-early.json", { day: "2023-12-14" });
      await goTo("2024-07-01T09:00:00");
      await certificate("b", "b-july.json", { day: "2024-07-01" });
      await send("bond transfer", { from: "b", to: "dealer", bonds: "4" }); // the same day, a later block
      expect(await json("register check", { file })).to.deep.include({ agrees: true });
      const july = await json<{ certificate: Certificate }>("register check", { file: path("b-july.json") });
      expect(july.certificate.holding).to.deep.include({ holder: "b", bonds: 5 });
      const early = await json<{ certificate: Certificate }>("register check", { file: path("a-early.json") });
      expect(early.certificate.holding).to.deep.include({ holder: "a", bonds: 6 });
      expect((await run("register check", { file })).stdout).to.match(/the chain says the same/);
    });

    it("follows a holder to his new key, with his days and his entries [P-3]", async () => {
      const signer = await ethers.getSigner(administrator());
      const registry = await ethers.getContractAt("HolderRegistry", await token.registry());
      await orders
        .connect(signer)
        .recordOrder(ORDER.NewKey, CAUSE.LostKey, account(7), account(10), 0, ethers.id("lost"));
      await at("2024-07-03T09:00:00");
      await registry.connect(signer).replaceKey(account(7), account(10));
      const { certificate: document } = await certificate("b", "b-new.json");
      expect(document.holding).to.deep.include({ account: account(10), bonds: 1 });
      expect(document.holding.lots.map(({ acquiredOn, cause }) => [acquiredOn, cause])).to.deep.equal([
        ["2024-06-12", "succession"],
      ]);
      expect(document.holding.entries.map(({ cause }) => cause)).to.deep.equal([
        "trade",
        "succession",
        "trade",
        "new key",
      ]);
      expect(await json("register check", { file: path("b-new.json") })).to.deep.include({ agrees: true });
      expect(await json("register check", { file: path("b.json") })).to.deep.include({ agrees: true });
      const { holders } = documentOf<NamedExtractJson>(
        await runTask("register extract", { people: people.sealed, key: people.key, json: true }),
      );
      expect(holders.find(({ holder }) => holder === "b")).to.deep.include({ name: B.name, commitment: "matches" });
    });

    it("certifies that a holder has nothing, and refuses days to come and days without an account", async () => {
      const { certificate: document } = await certificate("c", "c.json");
      expect(document.holding).to.deep.include({ holder: "c", bonds: 0, faceYen: "0" });
      const refused = (args: TaskArgs, line: RegExp) =>
        refuse("register certificate", { holder: "c", out: path("no.json"), ...args }, line);
      await refused(
        { day: "2024-07-04" },
        /--day: found "2024-07-04", expected a day that has come; the chain stands at 2024-07-03/,
      );
      await refused({ day: "2023-11-30" }, /--day: found "2023-11-30", expected a day on which c had an account/);
      await refused({ holder: "z" }, /--holder: found "z"/);
      await refused({ out: path("c.json") }, /c\.json: exists already/);
    });

    it("signs by `eth_signTypedData` where a signer has that alone, and takes no other signature", async () => {
      const send = hre.network.provider.send.bind(hre.network.provider);
      const asked: string[] = [];
      const signer = (signs: (params: unknown[]) => Promise<unknown>): void => {
        hre.network.provider.send = (method: string, params: unknown[] = []) => {
          if (!method.startsWith("eth_signTypedData")) return send(method, params);
          asked.push(method);
          return method === "eth_signTypedData" ? signs(params) : Promise.reject(new Error("method not found"));
        };
      };
      try {
        signer((params) => send("eth_signTypedData_v4", params));
        await certificate("a", "remote.json");
        expect(asked).to.deep.equal(["eth_signTypedData"]);
        signer(([, payload]) => send("eth_signTypedData_v4", [account(9), payload]));
        const line =
          /nobody signs for the register administrator: eth_signTypedData: what came back is not the signature.*; eth_signTypedData_v4: method not found/;
        await refuse("register certificate", { holder: "a", out: path("wrong.json") }, line);
        signer(() => Promise.resolve("0x"));
        await refuse("register certificate", { holder: "a", out: path("wrong.json") }, line);
      } finally {
        hre.network.provider.send = send;
      }
      expect(await json("register verify", { file: path("remote.json") })).to.deep.include({ valid: true });
    });

    it("is not signed for an account that does not hold the role, whatever the address book says", async () => {
      const book = readBook(hre);
      const entry = book?.bonds["story"];
      if (book === undefined || entry === undefined) throw new Error("the bond is in the book");
      writeBook(
        hre,
        withBond(book, "story", { ...entry, roles: { ...entry.roles, registerAdministrator: account(9) } }),
      );
      try {
        await refuse(
          "register certificate",
          { holder: "a", out: path("no.json") },
          /0x\w+ was not the register administrator at 2024-07-03T/,
        );
      } finally {
        writeBook(hre, book);
      }
    });

    it("is of its own chain only", async () => {
      const { certificate: document } = JSON.parse(readFileSync(path("b.json"), "utf8")) as SignedCertificate;
      const check = async (change: Partial<Certificate>, line: RegExp): Promise<void> => {
        const copy = { ...document, ...change };
        const file = write("elsewhere.json", JSON.stringify(await signedBy(administrator(), copy)));
        await refuse("register check", { file }, line);
      };
      await check({ chainId: 1 }, /elsewhere\.json: chainId is 1, and by the chain it is 2017/);
      await check({ block: { ...document.block, number: 9_999 } }, /block 9999 is 0x\w+, and on hardhat there is none/);
      await check(
        { block: { ...document.block, hash: ethers.id("x") } },
        /block \d+ is 0x\w+, and on hardhat it is 0x/,
      );
      await check(
        { holding: { ...document.holding, holder: "a" } },
        /calls the holder of 0x\w+ "a", and the chain knows another/,
      );
      await check({ holding: { ...document.holding, account: account(15) } }, /0x\w+ has no account in this register/);
      await check({ termsHash: ethers.id("x") }, /termsHash is "0x\w+", and by the chain it is "0x/);
      await check({ bond: "other" }, /--bond: found "other", expected one of the bonds/);
    });
  });

  context("all of it", () => {
    it("verifies where there is no network at all [R-3]", async () => {
      const args = ["--network", "localhost", "register", "verify", "--file", path("b.json"), "--json"];
      expect(documentOf(await runCli(args))).to.deep.include({ valid: true });
    });

    it("never printed anything personal without a key, nor put it on chain [R-1]", async () => {
      expect(documents.size).to.be.greaterThan(30);
      for (const text of documents) expect(text).to.not.match(PERSONAL);
      const encoded = [A.name, A.address, B.name, B.address].map((text) => Buffer.from(text).toString("hex"));
      for (let number = 0; number <= (await ethers.provider.getBlockNumber()); number += 1) {
        const block = await ethers.provider.getBlock(number, true);
        for (const { data } of block?.prefetchedTransactions ?? []) {
          for (const text of encoded) expect(data).to.not.contain(text);
        }
      }
    });
  });
});

/** A certificate signed by anybody, in the way of the standard. */
const signedBy = async (signer: string, document: Certificate): Promise<SignedCertificate> => {
  const { certificateText, typedDataOf } = await import("../../lib/certificate");
  const { domain, types, message } = typedDataOf(document, ethers.id(certificateText(document)));
  const signature = await (await ethers.getSigner(signer)).signTypedData(domain, types, message);
  return { certificate: document, signature };
};

/** Another value of the same kind. */
const changed = (value: string | number | null): unknown => {
  if (typeof value === "number") return value + 1;
  if (value === null) return `0x${"11".repeat(20)}`;
  const text = String(value);
  const last = text.at(-1) ?? "";
  return text.slice(0, -1) + (last === "1" ? "2" : "1");
};

const set = (root: unknown, where: readonly string[], value: unknown): void => {
  const parent = where.slice(0, -1).reduce<unknown>((each, key) => (each as Record<string, unknown>)[key], root);
  (parent as Record<string, unknown>)[where.at(-1) ?? ""] = value;
};
