import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import { goTo } from "../support/suite";
import { documentOf, refusalOf, runTask, type TaskArgs } from "../support/task";

// Ten bonds of ¥100,000,000 at 0.598 %: ¥299,000 a bond and date. a holds 6 and is exempt, b holds 4 and suffers 15.315 %.
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
const OTHER = { ...SHEET, id: "other", closing: "2024-07-16", firstPayment: "2025-01-16", maturity: "2026-01-16" };

interface StepsJson {
  readonly executed: boolean;
  readonly notes: readonly string[];
  readonly steps: readonly {
    readonly role: string;
    readonly function: string;
    readonly clause: string;
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly sent: {
      readonly at: string;
      readonly gasUsed: number;
      readonly events: readonly { name: string; values: object }[];
    } | null;
  }[];
}

interface PreviewJson {
  readonly state: string;
  readonly holders: readonly Readonly<Record<string, unknown>>[];
  readonly dueYen: string;
}

interface StatusJson {
  readonly ways: string;
  readonly issued: boolean;
  readonly outstanding: number;
  readonly payments: readonly { readonly state: string; readonly blackoutFrom: string; readonly waiting: number }[];
}

const block = (): Promise<number> => ethers.provider.getBlockNumber();

/** Runs a task as a plan only: it must succeed, say so, and send nothing. */
const plan = async (name: string, args: TaskArgs = {}): Promise<StepsJson> => {
  const before = await block();
  const document = documentOf<StepsJson>(await runTask(name, { ...args, json: true }));
  expect(await block(), `${name} without --execute`).to.equal(before);
  expect(document.executed).to.equal(false);
  return document;
};

/** Runs a task with --execute: every step must be sent, in a block of its own. */
const execute = async (name: string, args: TaskArgs = {}): Promise<StepsJson> => {
  const before = await block();
  const document = documentOf<StepsJson>(await runTask(name, { ...args, json: true, execute: true }));
  expect((await block()) - before, `${name} --execute`).to.equal(document.steps.length);
  for (const { sent } of document.steps) expect(sent?.gasUsed).to.be.greaterThan(21_000);
  return document;
};

/** Runs a task with --execute that must be refused in one line, without a block. */
const refuse = async (name: string, args: TaskArgs, line: RegExp): Promise<void> => {
  const before = await block();
  const refusal = refusalOf(await runTask(name, { ...args, json: true, execute: true }));
  expect(refusal).to.match(line);
  expect(await block(), `${name} refused`).to.equal(before);
};

const deploy = async (): Promise<void> => {
  documentOf(await runTask("bond deploy", { terms: files.sheet, execute: true, json: true }));
};

let folder = "";
const files = { sheet: "", other: "", roles: "", references: "", reasons: "", onlyB: "" };

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

// One story, told in order: every step stands on the one before.
const ROLES = [
  ...["issuer", "registerAdministrator", "fiscalAgent", "dealer", "platformOperator"],
  ...["recorder", "reviewer"],
];

describe("operator's tasks on the embedded network", function () {
  this.timeout(60_000);
  const accounts: Record<string, string> = {};

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "operator-"));
    files.sheet = write("story.json", JSON.stringify(SHEET));
    files.other = write("other.json", JSON.stringify(OTHER));
    files.references = write("references.csv", "holder,reference\na,REF-A\n");
    files.onlyB = write("b.csv", "holder,reference\nb,REF-B\n");
    files.reasons = write("reasons.csv", "holder,reason\nb,account closed at the bank\n");
    const names = ["deployer", ...ROLES, "a", "b"];
    for (const [position, signer] of (await ethers.getSigners()).entries()) {
      accounts[names[position] ?? `signer${position}`] = signer.address;
    }
    await fixture(deploy);
  });

  after(() => rmSync(folder, { recursive: true }));

  context("bond deploy", () => {
    it("hands the roles to signers 1 to 7 and writes the address book", async () => {
      const status = documentOf<{ roles: Record<string, string> }>(await runTask("bond status", { json: true }));
      expect(status.roles).to.deep.equal(Object.fromEntries(ROLES.map((role) => [role, accounts[role]])));
    });

    it("skips a bond that is deployed already", async () => {
      const before = await block();
      const ran = await runTask("bond deploy", { terms: files.sheet, execute: true });
      expect(ran.stdout).to.contain("story is deployed already");
      expect(await block()).to.equal(before);
    });

    it("refuses one account in two roles that exclude each other", async () => {
      const both = {
        ...Object.fromEntries(ROLES.map((role) => [role, accounts[role]])),
        fiscalAgent: accounts["dealer"],
      };
      const roles = write("both.json", JSON.stringify(both));
      await refuse(
        "bond deploy",
        { terms: files.other, roles },
        /is dealer and fiscal agent, which no account may be both/,
      );
    });

    it("refuses a roles file with a missing or bad address", async () => {
      const roles = write("bad.json", JSON.stringify({ issuer: "0x12" }));
      await refuse(
        "bond deploy",
        { terms: files.other, roles },
        /bad\.json: issuer: found "0x12", expected an address.*checksum$/,
      );
    });

    it("refuses a roles file whose key is misspelled, and names it [Who is who]", async () => {
      const { dealer, ...rest } = Object.fromEntries(ROLES.map((role) => [role, accounts[role]]));
      const roles = write("misspelled.json", JSON.stringify({ ...rest, deeler: dealer }));
      await refuse(
        "bond deploy",
        { terms: files.other, roles },
        /misspelled\.json: dealer: found nothing, expected an address.*; no such key: deeler$/,
      );
    });

    it("refuses the zero address in a roles file: nobody signs for it [Who is who]", async () => {
      const zero = { ...Object.fromEntries(ROLES.map((role) => [role, accounts[role]])), reviewer: ethers.ZeroAddress };
      const roles = write("zero.json", JSON.stringify(zero));
      await refuse(
        "bond deploy",
        { terms: files.other, roles },
        /roles: reviewer: found 0x0{40}, which nobody signs for; name an account/,
      );
    });

    it("refuses one account as issuer and dealer, which the register would refuse [Who is who]", async () => {
      const both = { ...Object.fromEntries(ROLES.map((role) => [role, accounts[role]])), issuer: accounts["dealer"] };
      const roles = write("parties.json", JSON.stringify(both));
      await refuse(
        "bond deploy",
        { terms: files.other, roles },
        /is issuer and dealer, which no account may be both; name two/,
      );
    });
  });

  context("holder register", () => {
    it("shows who signs what, and sends only with --execute", async () => {
      const args = { holder: "a", account: accounts["a"] ?? "", taxClass: "exempt" };
      const [step] = (await plan("holder register", args)).steps;
      expect(step).to.deep.include({ role: "dealer", signer: accounts["dealer"], function: "open", sent: null });
      const sent = await execute("holder register", args);
      // the sheet's default classes: domestic-corporation is 0, exempt 1 [P-8]
      expect(sent.steps[0]?.sent?.events.map(({ name }) => name)).to.deep.equal(["HolderOpened", "AccountAdmitted"]);
      expect(sent.steps[0]?.arguments).to.deep.include({ account: accounts["a"], taxClass: 1 });
      await execute("holder register", { holder: "b", account: accounts["b"] ?? "", taxClass: "domestic-corporation" });
    });

    it("skips who is registered already", async () => {
      const again = await execute("holder register", { holder: "a", account: accounts["a"] ?? "", taxClass: "exempt" });
      expect(again.steps).to.deep.equal([]);
    });

    it("refuses an unknown tax class, a bad address and a second account", async () => {
      const good = { holder: "c", account: accounts["signer10"] ?? "", taxClass: "exempt" };
      await refuse(
        "holder register",
        { ...good, taxClass: "foreign" },
        /--tax-class: found "foreign", expected one of .*exempt/,
      );
      await refuse("holder register", { ...good, account: "0x12" }, /--account: found "0x12", expected an address/);
      await refuse("holder register", { ...good, holder: "dealer" }, /--holder: found "dealer", expected a label/);
      await refuse("holder register", { ...good, holder: "a" }, /has the account a \(0x\w+\) already/);
    });

    it("lists the accounts with their labels", async () => {
      const { holders } = documentOf<{ holders: { holder: string; taxClass: string }[] }>(
        await runTask("holder list", { json: true }),
      );
      expect(holders.map(({ holder, taxClass }) => `${holder}: ${taxClass}`)).to.deep.equal([
        "dealer: domestic-corporation",
        "issuer: own bonds",
        "a: exempt",
        "b: domestic-corporation",
      ]);
    });
  });

  context("bond issue and transfer", () => {
    it("refuses the issue before the closing day [I-5]", () =>
      refuse("bond issue", {}, /issued on its closing day 2023-12-14, today is 2023-12-01/));

    it("issues on the closing day, once [I-2, I-5]", async () => {
      await goTo("2023-12-14T09:00:00");
      await plan("bond issue");
      const [step] = (await execute("bond issue")).steps;
      expect(step?.sent?.at).to.match(/^2023-12-14T09:00:\d\d\+09:00$/);
      expect(step?.sent?.events.at(-1)).to.deep.include({
        name: "Issued",
        values: { dealer: accounts["dealer"], bonds: 10, closingDay: "2023-12-14" },
      });
      expect((await execute("bond issue")).steps).to.deep.equal([]);
      const status = documentOf<StatusJson>(await runTask("bond status", { json: true }));
      expect(status).to.deep.include({ issued: true, outstanding: 10 });
    });

    it("transfers by label and by address, and only with --execute", async () => {
      await plan("bond transfer", { from: "dealer", to: "a", bonds: "6" });
      await execute("bond transfer", { from: "dealer", to: "a", bonds: "6" });
      await execute("bond transfer", { from: "dealer", to: accounts["b"] ?? "", bonds: "4" });
      const ran = await runTask("holder list");
      expect(ran.stdout).to.match(/^a +0x\w+ +Investor +Active +exempt +6 +0$/m);
    });

    it("refuses with the code, the values and the remedy", async () => {
      await refuse(
        "bond transfer",
        { from: "a", to: "b", bonds: "1" },
        /1 bonds cannot move from a \(0x\w+\) to b \(0x\w+\): NotThroughDealer: .*\[T-2\] \(code 10\); transfer to the dealer/,
      );
      await refuse("bond transfer", { from: "a", to: "dealer", bonds: "7" }, /holds 6 bonds and cannot give 7/);
      await refuse(
        "bond transfer",
        { from: "nobody", to: "dealer", bonds: "1" },
        /--from: found "nobody", expected .*dealer/,
      );
      await refuse(
        "bond transfer",
        { from: "a", to: "dealer", bonds: "1.5" },
        /--bonds: found "1\.5", expected an integer/,
      );
    });
  });

  context("holder suspend and resume", () => {
    it("suspends and resumes with a cause, and skips what is so already", async () => {
      await plan("holder suspend", { holder: "b", cause: "court order" });
      await execute("holder suspend", { holder: "b", cause: "court order" });
      await refuse("bond transfer", { from: "b", to: "dealer", bonds: "1" }, /SenderSuspended.*\(code 6\)/);
      expect((await execute("holder suspend", { holder: "b", cause: "court order" })).steps).to.deep.equal([]);
      await execute("holder resume", { holder: "b", cause: "order lifted" });
      await refuse("holder suspend", { holder: "b", cause: " " }, /--cause: found nothing/);
      await refuse("holder suspend", { holder: "dealer", cause: "court order" }, /is a party of the bond and is never suspended; freeze its bonds/); // prettier-ignore
    });
  });

  context("payment of one date", () => {
    const preview = async (): Promise<PreviewJson> =>
      documentOf<PreviewJson>(await runTask("payment preview", { index: "1", json: true }));

    // 4 × 299,000 = 1,196,000; 15.315 % of it is 183,167.4, cut to 183,167 [P-3, P-8]
    const amounts = (state: string) => [
      { holder: "a", taxClass: "exempt", bonds: 6, grossYen: "1794000", withheldYen: "0", netYen: "1794000", state },
      {
        holder: "b",
        taxClass: "domestic-corporation",
        bonds: 4,
        grossYen: "1196000",
        withheldYen: "183167",
        netYen: "1012833",
        state,
      },
    ];

    it("previews the amounts before the record day [P-3, P-8]", async () => {
      const { holders, dueYen } = await preview();
      expect(dueYen).to.equal("2990000");
      amounts("Preview").forEach((each, i) => expect(holders[i]).to.deep.include(each));
    });

    it("refuses to fix before the record day, and an index that does not exist [P-3]", async () => {
      await refuse("payment fix", { index: "1" }, /record day of date 1 is 2024-06-12 and has not come/);
      await refuse("payment fix", { index: "3" }, /--index: found "3", expected a payment date from 1 to 2/);
      await refuse("payment fix", { index: "one" }, /--index: found "one", expected an integer/);
    });

    it("fixes in pages, and skips what is fixed [P-3]", async () => {
      await goTo("2024-06-12T00:00:00");
      // four accounts in the register: two pages of two
      expect((await plan("payment fix", { index: "1", page: "2" })).steps).to.have.length(2);
      await execute("payment fix", { index: "1", page: "2" });
      expect((await execute("payment fix", { index: "1" })).steps).to.deep.equal([]);
      const { state, holders } = await preview();
      expect(state).to.equal("Fixed");
      amounts("Open").forEach((each, i) => expect(holders[i]).to.deep.include(each));
    });

    it("funds in parts, never too much, and skips what is funded [P-3]", async () => {
      await refuse(
        "payment fund",
        { index: "1", reference: "F", yen: "2990001" },
        /needs ¥2,990,000 in all and has ¥0: ¥2,990,001 more is too much/,
      );
      await refuse(
        "payment fund",
        { index: "1", reference: "x".repeat(32) },
        /--reference: found "x{32}", expected 1 to 31 ASCII/,
      );
      await execute("payment fund", { index: "1", reference: "F-1", yen: "990000" });
      const [rest] = (await plan("payment fund", { index: "1", reference: "F-2" })).steps;
      expect(rest?.arguments).to.deep.equal({ index: 1, amountYen: "2000000", bankReference: "F-2" });
      await execute("payment fund", { index: "1", reference: "F-2" });
      expect((await execute("payment fund", { index: "1", reference: "F-3" })).steps).to.deep.equal([]);
    });

    it("refuses to settle before the pay day, and bad files, in one line [P-4]", async () => {
      const settle = (references: string, line: RegExp) => refuse("payment settle", { index: "1", references }, line);
      await settle(files.references, /date 1 is paid on 2024-06-14, today is 2024-06-12/);
      await settle(
        write("header.csv", "name,reference\na,R\n"),
        /found the header "name,reference", expected "holder,reference"/,
      );
      await settle(
        write("long.csv", `holder,reference\na,${"x".repeat(32)}\n`),
        /long\.csv, line 2, reference: found "x{32}"/,
      );
      await settle(write("who.csv", "holder,reference\nz,R\n"), /who\.csv, line 2, holder: found "z", expected/);
      await settle(write("twice.csv", "holder,reference\na,R\na,S\n"), /line 3, holder: found "a" again/);
    });

    it("settles whom the file names, and skips them when it runs again [P-7]", async () => {
      await goTo("2024-06-14T00:00:00");
      const notListed = write("issuer.csv", "holder,reference\nissuer,R\n");
      await refuse("payment settle", { index: "1", references: notListed }, /issuer \(0x\w+\) has no line on date 1/);
      await plan("payment instruct", { index: "1", file: files.references });
      const sent = await execute("payment instruct", { index: "1", file: files.references });
      expect(sent.steps[0]?.arguments).to.deep.include({
        fileHash: ethers.sha256(readFileSync(files.references)),
      });
      expect((await execute("payment instruct", { index: "1", file: files.references })).steps).to.deep.equal([]);
      await plan("payment settle", { index: "1", references: files.references });
      const { steps, notes } = await execute("payment settle", { index: "1", references: files.references });
      expect(notes).to.deep.equal(["not in the file and still waiting: b"]);
      expect(steps[0]?.sent?.events).to.deep.equal([
        {
          contract: (await ethers.provider.getTransactionReceipt(txOf(steps[0])))?.to,
          name: "Settled",
          values: {
            index: 1,
            holder: accounts["a"],
            grossYen: "1794000",
            withheldYen: "0",
            principalYen: "0",
            bankReference: "REF-A",
          },
        },
      ]);
      const again = await execute("payment settle", { index: "1", references: files.references });
      expect(again.steps).to.deep.equal([]);
      expect(again.notes[0]).to.equal("done already, skipped: a");
    });

    it("refuses to close while somebody waits, then fails him with a reason and closes [P-7]", async () => {
      await refuse("payment close", { index: "1" }, /date 1: 1 holders are neither settled nor failed/);
      await plan("payment fail", { index: "1", reasons: files.reasons });
      const failed = await execute("payment fail", { index: "1", reasons: files.reasons });
      expect(failed.steps[0]?.sent?.events[0]?.values).to.deep.include({ reason: "account closed at the bank" });
      expect((await execute("payment fail", { index: "1", reasons: files.reasons })).steps).to.deep.equal([]);
      await plan("payment close", { index: "1" });
      await execute("payment close", { index: "1" });
      expect((await execute("payment close", { index: "1" })).steps).to.deep.equal([]);
    });

    it("settles what failed after closing, and refuses to fail what is settled [P-7]", async () => {
      await execute("payment settle", { index: "1", references: files.onlyB });
      await refuse("payment fail", { index: "1", reasons: files.reasons }, /payment 1 to b \(0x\w+\) is settled/);
      const status = documentOf<StatusJson>(await runTask("bond status", { json: true }));
      expect(status.payments[0]).to.deep.include({ state: "Closed", waiting: 0 });
    });

    it("shows people a table and what is funded", async () => {
      const { stdout } = await runTask("payment preview", { index: "1" });
      expect(stdout).to.match(/^b +domestic-corporation +4 +¥1,196,000 +¥183,167 +¥1,012,833 +¥0 +Settled$/m);
    });
  });

  context("a second bond and the network's calendar", () => {
    before(() => {
      const nobody = ethers.getAddress(`0x${"12".repeat(20)}`);
      const roles = { ...Object.fromEntries(ROLES.map((role) => [role, accounts[role]])), issuer: nobody };
      files.roles = write("roles.json", JSON.stringify(roles));
    });

    it("refuses a year that the calendar does not hold, until it is loaded [P-4]", async () => {
      await refuse(
        "bond deploy",
        { terms: files.other, roles: files.roles },
        /calendar does not hold 2025; load it with `calendar load --year 2025/,
      );
      await plan("calendar load", { year: "2025" });
      await execute("calendar load", { year: "2025" });
      await execute("calendar load", { year: "2026" });
      expect((await execute("calendar load", { year: "2025" })).steps).to.deep.equal([]);
      // 2019 to 2050 are 32 years, of which 2023 to 2026 are loaded
      expect((await plan("calendar load", { all: true })).steps).to.have.length(28);
    });

    it("shares the calendar, and asks which bond is meant", async () => {
      const args = { terms: files.other, roles: files.roles, json: true };
      const before = await block();
      const shown = documentOf<{ calendar: string }>(await runTask("bond deploy", args));
      expect(await block()).to.equal(before);
      const deployed = documentOf<{ calendar: string }>(await runTask("bond deploy", { ...args, execute: true }));
      expect(deployed.calendar).to.equal(shown.calendar);
      await refuse("bond issue", {}, /--bond: found nothing, expected one of the bonds on hardhat: story, other/);
      await refuse("bond issue", { bond: "third" }, /--bond: found "third", expected one of/);
    });

    it("names the role and the account for which nobody here signs", async () => {
      await goTo("2024-07-16T09:00:00");
      await refuse("bond issue", { bond: "other" }, /no signer for the issuer 0x1212\w+; add its key/);
    });

    it("publishes a year once", async () => {
      await plan("calendar publish", { year: "2024", source: "Official Gazette, 1 February 2023" });
      await execute("calendar publish", { year: "2024", source: "Official Gazette, 1 February 2023" });
      const again = await execute("calendar publish", { year: "2024", source: "Official Gazette, 1 February 2023" });
      expect(again.steps).to.deep.equal([]);
      await refuse("calendar publish", { year: "2030", source: "x" }, /2030 is NotLoaded/);
    });

    it("designates the ways of transfer [T-3]", async () => {
      const story = { bond: "story" };
      await plan("bond designate", { ...story, ways: "agreements" });
      await execute("bond designate", { ...story, ways: "agreements" });
      expect(documentOf<StatusJson>(await runTask("bond status", { ...story, json: true })).ways).to.equal(
        "agreements",
      );
      await refuse("bond transfer", { ...story, from: "a", to: "dealer", bonds: "1" }, /NotDesignated.*\(code 4\)/);
      await refuse("bond designate", { ...story, ways: "all" }, /--ways: found "all", expected one of none, plain/);
      await execute("bond designate", { ...story, ways: "both" });
      expect((await execute("bond designate", { ...story, ways: "both" })).steps).to.deep.equal([]);
    });

    it("cancels what the issuer bought along holder, dealer, issuer [P-6]", async () => {
      const story = { bond: "story" };
      await execute("bond transfer", { ...story, from: "a", to: "dealer", bonds: "1" });
      await execute("bond transfer", { ...story, from: "dealer", to: "issuer", bonds: "1" });
      await refuse("bond cancel", { ...story, bonds: "2" }, /holds 1 bonds and cannot give 2/);
      await plan("bond cancel", { ...story, bonds: "1" });
      await execute("bond cancel", { ...story, bonds: "1" });
      expect(documentOf<StatusJson>(await runTask("bond status", { ...story, json: true })).outstanding).to.equal(9);
    });

    it("amends a coming day, which moves the closed windows of the bonds [T-1]", async () => {
      // 14 December 2024 is a Saturday: closed from Wednesday 11. With Thursday 12 a holiday the third business day before is Tuesday 10.
      const windows = async () =>
        documentOf<StatusJson>(await runTask("bond status", { bond: "story", json: true })).payments.map(
          ({ blackoutFrom }) => blackoutFrom,
        );
      expect((await windows()).at(-1)).to.equal("2024-12-11");
      const args = { day: "2024-12-12", holiday: true, cause: "an act of 2024" };
      await plan("calendar amend", args);
      await execute("calendar amend", args);
      expect((await windows()).at(-1)).to.equal("2024-12-10");
      await refuse("calendar amend", args, /2024-12-12 would not change/);
      await refuse(
        "calendar amend",
        { ...args, day: "2024-07-16" },
        /2024-07-16 is not a coming day, today is 2024-07-16/,
      );
      await refuse("calendar amend", { ...args, business: true }, /expected one of --holiday and --business/);
    });

    it("pays the last date and burns the bonds with it [P-5]", async () => {
      await goTo("2024-12-13T09:00:00"); // the date is a Saturday: paid on Friday 13 [P-4]
      const references = write("last.csv", "holder,reference\na,R-A\nb,R-B\n");
      const last = { bond: "story", index: "2" };
      await execute("payment fix", last);
      // 9 × (299,000 + 100,000,000)
      const [fund] = (await execute("payment fund", { ...last, reference: "F" })).steps;
      expect(fund?.arguments).to.deep.include({ amountYen: "902691000" });
      await execute("payment settle", { ...last, references, page: "1" });
      await execute("payment close", last);
      const status = documentOf<StatusJson>(await runTask("bond status", { bond: "story", json: true }));
      expect(status).to.deep.include({ redeemed: true, outstanding: 0 });
    });
  });
});

const txOf = (step: StepsJson["steps"][number] | undefined): string => (step?.sent as unknown as { hash: string }).hash;
