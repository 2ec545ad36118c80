import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import { goTo } from "../support/suite";
import { documentOf, refusalOf, runTask, type TaskArgs } from "../support/task";

// Ten bonds: a holds 6, b holds 4.
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

interface StepsJson {
  readonly notes: readonly string[];
  readonly steps: readonly {
    readonly role: string;
    readonly function: string;
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly sent: { readonly events: readonly { readonly name: string; readonly values: object }[] } | null;
  }[];
}

interface MeetingJson {
  readonly state: string;
  readonly noticeComplete: string | null;
  readonly resolutions: readonly Readonly<Record<string, unknown>>[];
}

const block = (): Promise<number> => ethers.provider.getBlockNumber();

/** Runs a task as a plan, which must send nothing, and then with --execute, which must send every step. */
const execute = async (name: string, args: TaskArgs = {}): Promise<StepsJson> => {
  const before = await block();
  const planned = documentOf<StepsJson>(await runTask(name, { ...args, json: true }));
  expect(await block(), `${name} without --execute`).to.equal(before);
  const document = documentOf<StepsJson>(await runTask(name, { ...args, json: true, execute: true }));
  expect((await block()) - before, `${name} --execute`).to.equal(planned.steps.length);
  for (const { sent } of document.steps) expect(sent).not.to.equal(null);
  return document;
};

const refuse = async (name: string, args: TaskArgs, line: RegExp): Promise<void> => {
  const before = await block();
  expect(refusalOf(await runTask(name, { ...args, json: true, execute: true }))).to.match(line);
  expect(await block(), `${name} refused`).to.equal(before);
};

const show = async <Document = MeetingJson>(name: string, args: TaskArgs = {}): Promise<Document> =>
  documentOf<Document>(await runTask(name, { ...args, json: true }));

let folder = "";
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const sha256 = (text: string): string => `0x${createHash("sha256").update(text).digest("hex")}`;

const deploy = async (): Promise<void> => {
  const terms = write("story.json", JSON.stringify(SHEET));
  documentOf(await runTask("bond deploy", { terms, execute: true, json: true }));
  const signers = await ethers.getSigners();
  for (const [holder, signer] of [
    ["a", signers[6]],
    ["b", signers[7]],
  ] as const) {
    const account = signer?.address ?? "";
    documentOf(await runTask("holder register", { holder, account, taxClass: "exempt", execute: true, json: true }));
  }
  await goTo("2023-12-14T09:00:00");
  documentOf(await runTask("bond issue", { execute: true, json: true }));
  for (const [to, bonds] of [
    ["a", "6"],
    ["b", "4"],
  ] as const)
    documentOf(await runTask("bond transfer", { from: "dealer", to, bonds, execute: true, json: true }));
};

// One story, told in order: every step stands on the one before.
describe("tasks of documents, notices and meetings on the embedded network", function () {
  this.timeout(60_000);
  let [document, proposals, instructions, holders]: string[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "meeting-"));
    document = write("notice.txt", "the notice");
    instructions = write("instructions.txt", "for");
    holders = write("holders.csv", "holder\nb\na\n");
    const terms = write("terms2.txt", "other terms");
    proposals = write("proposals.csv", `matter,proposal,newTerms\nordinary,${document},\n706,${document},${terms}\n`);
    await fixture(deploy);
  });

  after(() => rmSync(folder, { recursive: true }));

  context("doc", () => {
    it("sets a document by its SHA-256, skips it the second time, and keeps every version [N-2]", async () => {
      const set = await execute("doc set", { name: "terms", document: document ?? "", uri: "https://example.com" });
      expect(set.steps[0]).to.deep.include({ role: "issuer", function: "setDocument" });
      expect(set.steps[0]?.arguments["documentHash"]).to.equal(sha256("the notice"));
      const again = await execute("doc set", { name: "terms", document: document ?? "", uri: "https://example.com" });
      expect(again.steps).to.deep.equal([]);
      await execute("doc set", { name: "terms", document: sha256("by hash") });
      const { versions } = await show<{ versions: readonly { documentHash: string; recordedAt: string }[] }>(
        "doc history",
        { name: "terms" },
      );
      expect(versions.map(({ documentHash }) => documentHash)).to.deep.equal([sha256("the notice"), sha256("by hash")]);
      expect(versions[0]?.recordedAt).to.match(/^2023-12-14T09:\d\d:\d\d\+09:00$/);
    });

    it("lists, gets and removes, but never the terms [N-2]", async () => {
      await execute("doc set", { name: "report", document: document ?? "" });
      const { documents } = await show<{ documents: readonly { name: string }[] }>("doc list");
      expect(documents.map(({ name }) => name)).to.deep.equal(["terms", "report"]);
      expect((await show<{ version: number }>("doc get", { name: "terms" })).version).to.equal(2);
      await execute("doc remove", { name: "report" });
      await refuse("doc remove", { name: "report" }, /there is no document report: look at `doc list`/);
      await refuse("doc remove", { name: "terms" }, /replace it with `doc set` \[N-2\]/);
      expect(refusalOf(await runTask("doc get", { name: "report" }))).to.match(/expected one that was not removed/);
      expect((await runTask("doc history", { name: "report" })).stdout).to.match(/^removed +2 /m);
    });

    it("refuses a file that is not there, and a name that is too long", async () => {
      await refuse(
        "doc set",
        { name: "x", document: "nowhere.pdf" },
        /--document: found "nowhere\.pdf", expected a file/,
      );
      await refuse("doc set", { name: "x".repeat(32), document: document ?? "" }, /--name: found "x{32}"/);
    });
  });

  context("notice", () => {
    it("gives, delivers in pages, and records what became of it [N-1]", async () => {
      await execute("notice agree", { holder: "b", agrees: "yes", document: document ?? "" });
      await execute("notice give", { kind: "general", document: document ?? "", uri: "https://example.com" });
      const delivered = await execute("notice deliver", { notice: "1", page: "3" }); // four accounts
      expect(delivered.steps).to.have.length(2);
      expect((await execute("notice deliver", { notice: "1" })).steps).to.deep.equal([]);
      const evidence = document ?? "";
      const one = write("b.csv", "holder\nb\n");
      const got = { notice: "1", holders: one, channel: "electronic", state: "delivered", evidence };
      await execute("notice record", got);
      expect((await execute("notice record", got)).steps).to.deep.equal([]);
      const shown = await show<{ completedDay: string; sent: number; waiting: readonly object[] }>("notice show", {
        notice: "1",
      });
      expect(shown).to.deep.include({ completedDay: "2023-12-14", sent: 2 });
      expect(shown.waiting).to.have.length(1);
      expect(shown.waiting[0]).to.deep.include({ holder: "a", state: "Sent", channel: "Post", since: "2023-12-14" });
    });

    it("publishes, and lists [N-1]", async () => {
      await execute("notice give", { kind: "acceleration", document: document ?? "" });
      const evidence = document ?? "";
      await execute("notice publish", {
        notice: "2",
        channel: "electronic",
        publication: "https://example.com",
        evidence,
      });
      const { notices } = await show<{ notices: readonly object[] }>("notice show");
      expect(notices[1]).to.deep.include({ kind: "Acceleration", deliveredDay: null, completedDay: "2023-12-14" });
      expect((await runTask("notice show")).stdout).to.match(/^2 +Acceleration +issuer/m);
    });

    it("refuses in one line [N-1]", async () => {
      await refuse(
        "notice give",
        { kind: "meeting", document: document ?? "" },
        /--kind: found "meeting", expected one of/,
      );
      await refuse("notice deliver", { notice: "9" }, /--notice: found "9", expected a notice from 1 to 2/);
      const args = {
        notice: "1",
        holders: holders ?? "",
        channel: "electronic",
        state: "returned",
        evidence: document ?? "",
      };
      await refuse("notice record", args, /the delivery of notice 1 to b \(0x\w+\) is Delivered/);
      const twice = write("twice.csv", "holder\na\na\n");
      await refuse("notice record", { ...args, holders: twice }, /line 3, holder: found "a" again/);
    });
  });

  context("meeting", () => {
    it("records a demand, whatever the order of the file [M-2]", async () => {
      const file = document ?? "";
      const sent = await execute("meeting demand", { holders: holders ?? "", purpose: file, reasons: file });
      expect(sent.steps[0]?.sent?.events[0]?.values).to.deep.include({ bonds: 10, counted: 10 });
    });

    it("convenes, and shows the proposals by their members [M-1]", async () => {
      const args = { document: document ?? "", proposals: proposals ?? "", demand: "1" };
      await refuse(
        "meeting convene",
        { ...args, day: "2024-01-04" },
        /too soon, .* choose 2024-01-05 or later \[M-1\]/,
      );
      await refuse("meeting convene", { ...args, day: "2024-02-09" }, /choose 2024-02-08 or earlier/);
      const { steps, notes } = await execute("meeting convene", { ...args, day: "2024-01-05" });
      expect(steps[0]).to.deep.include({ role: "issuer", function: "convene" });
      expect(steps[0]?.arguments["proposals"]).to.deep.equal([
        { matter: "Ordinary", proposalHash: sha256("the notice"), newTermsHash: ethers.ZeroHash },
        { matter: "Settlement706", proposalHash: sha256("the notice"), newTermsHash: sha256("other terms") },
      ]);
      expect(notes[1]).to.match(/^resolution 2: Settlement706, special: .* new terms 0x/);
      await execute("notice deliver", { notice: "3" });
      const shown = await show("meeting show", { meeting: "1" });
      expect(shown).to.deep.include({ state: "Convened", place: "Tokyo", demand: 1, noticeComplete: "2023-12-14" });
    });

    it("refuses a proposals file in one line", async () => {
      const args = { day: "2024-01-05", document: document ?? "" };
      const bad = write("bad.csv", `matter,proposal,newTerms\n707,${document ?? ""},\n`);
      await refuse(
        "meeting convene",
        { ...args, proposals: bad },
        /bad\.csv, line 2, matter: found "707", expected one of/,
      );
      const header = write("header.csv", "matter,proposal\n");
      await refuse("meeting convene", { ...args, proposals: header }, /expected "matter,proposal,newTerms"/);
    });

    it("enters votes from a file, replaces and skips [M-3]", async () => {
      const votes = write("votes.csv", "holder,for,against,abstain\na,3,2,1\nb,4,0,0\n");
      const args = { meeting: "1", resolution: "1", votes, instructions: instructions ?? "" };
      await refuse("meeting vote", args, /meeting 1 is Convened, which is not the moment/);
      await goTo("2024-01-05T09:00:00");
      expect((await execute("meeting vote", { ...args, page: "1" })).steps).to.have.length(2);
      await execute("meeting vote", { ...args, resolution: "2" });
      expect((await execute("meeting vote", args)).steps).to.deep.equal([]);
      const other = write("other.csv", "holder,for,against,abstain\na,6,0,0\nb,4,0,0\n");
      const { steps, notes } = await execute("meeting vote", { ...args, resolution: "2", votes: other });
      expect(steps).to.have.length(1);
      expect(notes).to.deep.equal(["entered already, skipped: b", "entered otherwise before, replaced: a"]);
      expect(steps[0]?.sent?.events[0]?.values).to.deep.include({ resolution: 2 });
      const more = write("more.csv", "holder,for,against,abstain\na,6,1,0\n");
      await refuse("meeting vote", { ...args, votes: more }, /a \(0x\w+\) had 6 bonds .* cannot cast 7 votes/);
      await refuse("meeting vote", { ...args, resolution: "3" }, /--resolution: found "3", expected .* from 1 to 2/);
      const odd = write("odd.csv", "holder,for,against,abstain\na,-1,0,0\n");
      await refuse("meeting vote", { ...args, votes: odd }, /odd\.csv, line 2, for: found "-1"/);
    });

    it("tallies from the day after, and skips what is counted [M-3]", async () => {
      await refuse("meeting tally", { meeting: "1" }, /meeting 1 is Voting/);
      await goTo("2024-01-06T00:00:00");
      await execute("meeting tally", { meeting: "1" });
      expect((await execute("meeting tally", { meeting: "1" })).steps).to.deep.equal([]);
      const { resolutions } = await show("meeting show", { meeting: "1" });
      // 7 of 10 present, more than half; 10 of 10 present, more than 2/3
      expect(resolutions[0]).to.deep.include({
        forBonds: 7,
        againstBonds: 2,
        abstainBonds: 1,
        allBonds: 10,
        state: "Passed",
      });
      expect(resolutions[1]).to.deep.include({ forBonds: 10, passes: true, state: "Passed" });
    });

    it("records application and decision, and a version of the terms [M-3]", async () => {
      const args = { meeting: "1", resolution: "2", document: document ?? "" };
      await refuse("meeting decide", { ...args, day: "2024-01-06", outcome: "approved" }, /waits for an application/);
      await goTo("2024-01-20T09:00:00");
      await execute("meeting apply-court", { ...args, day: "2024-01-13" }); // 8 days after the 5th
      await execute("meeting decide", { ...args, day: "2024-01-20", outcome: "approved" });
      const all = await show<{ meetings: readonly MeetingJson[]; termsVersions: readonly object[] }>("meeting show");
      expect(all.meetings[0]?.resolutions[1]).to.deep.include({
        state: "Approved",
        applicationDay: "2024-01-13",
        applicationLate: true,
        decisionDay: "2024-01-20",
      });
      expect(all.termsVersions[1]).to.deep.equal({
        version: 1,
        termsHash: sha256("other terms"),
        meeting: 1,
        resolution: 2,
        effectiveDay: "2024-01-20",
      });
      const text = (await runTask("meeting show")).stdout;
      expect(text).to.match(/meeting 1 \(meeting\) of 2024-01-05 in Tokyo: Tallied/);
      expect(text).to.match(/2024-01-13 \(late\) +2024-01-20/);
    });

    it("asks all for their consent, and needs no court when all agree [M-3]", async () => {
      const args = { document: document ?? "", proposals: proposals ?? "" };
      await execute("meeting ask", { ...args, day: "2024-01-22", by: "dealer" });
      await goTo("2024-01-22T09:00:00");
      const only = write("only.csv", "holder\na\n");
      const consent = { meeting: "2", resolution: "1", document: document ?? "" };
      await execute("meeting consent", { ...consent, holders: only });
      const { notes } = await execute("meeting consent", { ...consent, holders: holders ?? "" });
      expect(notes).to.deep.equal(["consented already, skipped: a"]);
      const { resolutions } = await show("meeting show", { meeting: "2" });
      expect(resolutions.map(({ state }) => state)).to.deep.equal(["Approved", "Proposed"]);
      await execute("meeting cancel", { meeting: "2", reason: document ?? "" });
      expect((await execute("meeting cancel", { meeting: "2", reason: document ?? "" })).steps).to.deep.equal([]);
    });

    it("convenes for the holders with the permission of the court, the dealer signing [M-2]", async () => {
      const file = document ?? "";
      await execute("meeting demand", { holders: holders ?? "", purpose: file, reasons: file });
      const args = { day: "2024-03-01", document: file, proposals: proposals ?? "", permission: file };
      await refuse("meeting convene", { ...args, demand: "1" }, /demand 1 is answered by meeting 1/);
      const { steps } = await execute("meeting convene", { ...args, demand: "2" });
      expect(steps[0]).to.deep.include({ role: "dealer", function: "conveneByHolders" });
      expect(refusalOf(await runTask("meeting show", { meeting: "9" }))).to.match(
        /--meeting: found "9", expected a meeting from 1 to 3/,
      );
    });
  });
});
