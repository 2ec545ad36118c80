import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ethers } from "hardhat";
import type { AgendaJson } from "../../tasks/support/agenda";
import { fixture } from "../support/chain";
import { at, day, goTo } from "../support/suite";
import { documentOf, refusalOf, runTask, type TaskArgs } from "../support/task";

// Ten bonds: a 6 (exempt), b 3, the dealer 1. Dates: Fri 14 June, Sat 14 December 2024, Sat 14 June 2025.
const SHEET = {
  id: "story",
  name: "Story",
  symbol: "STORY",
  denominationYen: "100000000",
  bonds: 10,
  ratePpm: 5980,
  closing: "2023-12-14",
  firstPayment: "2024-06-14",
  maturity: "2025-06-14",
  allotments: [{ holder: "a", bonds: 10, taxClass: "exempt" }],
};

const HASH = ethers.id("a document");

let folder = "";
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const send = async (name: string, args: TaskArgs = {}): Promise<void> => {
  documentOf(await runTask(name, { ...args, execute: true, json: true }));
};
const read = async (): Promise<AgendaJson> => documentOf<AgendaJson>(await runTask("bond agenda", { json: true }));

/** Each item in one line: who, until when, with which task. */
const everyItem = async (): Promise<string[]> =>
  (await read()).items.map(
    ({ role, by, overdue, command }) => `${role} by ${by ?? "-"}${overdue ? " overdue" : ""}: ${command}`,
  );

/** Apart from the ledger of the proceeds, which nobody keeps in these stories; the last one does. */
const items = async (): Promise<string[]> => (await everyItem()).filter((each) => !each.includes(": proceeds "));

/** The next block, whose state is asked, is the last second of a day in Japan. */
const lastSecondOf = async (iso: string): Promise<void> => {
  await at(`${iso}T23:59:59`);
  expect((await read()).today).to.equal(iso);
};

const next = async (): Promise<string | null> => {
  const { next: found } = await read();
  return found === null ? null : `${found.command} from ${found.from ?? "-"} by ${found.by ?? "-"}`;
};

interface StatusJson {
  readonly contracts: Readonly<Record<string, string>>;
}

/** The contracts whose tasks are others' to test, and who signs. */
const direct = async () => {
  const { contracts } = documentOf<StatusJson>(await runTask("bond status", { json: true }));
  const [, issuer, registerAdministrator, , dealer, , a, b] = await ethers.getSigners();
  const placeOf = (name: string): string => contracts[name] ?? "";
  return {
    issuer: issuer!,
    dealer: dealer!,
    a: a!,
    b: b!,
    documents: (await ethers.getContractAt("DocumentRegistry", placeOf("documents"))).connect(issuer),
    orders: (await ethers.getContractAt("RegisterOrders", placeOf("orders"))).connect(registerAdministrator),
    defaults: (await ethers.getContractAt("BondDefaults", placeOf("defaults"))).connect(registerAdministrator),
    notices: (await ethers.getContractAt("BondNotices", placeOf("notices"))).connect(issuer),
    meeting: await ethers.getContractAt("BondholderMeeting", placeOf("meeting")),
  };
};

const deploy = async (): Promise<void> => {
  await send("bond deploy", { terms: write("story.json", JSON.stringify(SHEET)) });
  const signers = await ethers.getSigners();
  const account = (number: number): string => signers[number]?.address ?? "";
  await send("holder register", { holder: "a", account: account(6), taxClass: "exempt" });
  await send("holder register", { holder: "b", account: account(7), taxClass: "domestic-corporation" });
};

// Two stories, each told in order: every step stands on the one before.
describe("bond agenda", function () {
  this.timeout(60_000);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "agenda-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  context("a life from before the closing to an acceleration", () => {
    before(() => fixture(deploy));

    it("asks before the closing for the years, the issue, its payment and the terms [P-4, I-5, I-7, N-2]", async () => {
      expect(await read()).to.deep.include({ bond: "story", network: "hardhat", today: "2023-12-01", next: null });
      // 2025 is announced in February 2024
      expect(await items()).to.deep.equal([
        "register administrator by 2022-12-31 overdue: calendar publish --year 2023",
        "issuer by 2023-12-14: offering underwrite",
        "issuer by 2023-12-14: bond issue",
        "issuer by 2023-12-14: doc set --name terms",
        "register administrator by 2023-12-31: calendar publish --year 2024",
      ]);
    });

    it("prints a table for people, in which what is late is marked", async () => {
      const { stdout, stderr } = await runTask("bond agenda");
      expect(stderr).to.equal("");
      expect(stdout).to.match(/^agenda of story on hardhat, 2023-12-01 in Japan\n\n {9}role +what +from +by +clause +/);
      expect(stdout).to.match(
        /^overdue {2}register administrator .*2022-12-31 +P-4, T-1 +calendar publish --year 2023$/m,
      );
      expect(stdout).to.match(/^ {9}issuer +issue the bond +2023-12-14 +2023-12-14 +I-5 +bond issue$/m);
    });

    it("shows of the offering only the underwriting, if the issue was placed the plain way [I-7]", async () => {
      for (const year of ["2023", "2024"]) await send("calendar publish", { year, source: "Gazette" });
      await goTo("2023-12-14T09:00:00");
      await send("bond issue");
      for (const [to, bonds] of Object.entries({ a: "6", b: "3" }))
        await send("bond transfer", { from: "dealer", to, bonds });
      await goTo("2023-12-15T00:00:00");
      expect(await items()).to.deep.equal([
        "issuer by 2023-12-14 overdue: offering underwrite",
        "issuer by 2023-12-14 overdue: doc set --name terms",
      ]);
      await send("offering underwrite", { reference: "ISSUE" });
      const { documents } = await direct();
      await documents.setDocument(ethers.encodeBytes32String("terms"), "file", HASH);
      expect(await items()).to.deep.equal([]);
      expect((await runTask("bond agenda")).stdout).to.contain("nothing to do"); // the quarter is not over yet
    });

    it("tells the next record day, and asks for the reading from its first second [P-3]", async () => {
      await send("calendar publish", { year: "2025", source: "Gazette" });
      await lastSecondOf("2024-06-11");
      expect(await items()).to.deep.equal([]);
      expect(await next()).to.equal("payment fix --index 1 from 2024-06-12 by 2024-06-14");
      expect((await runTask("bond agenda")).stdout).to.contain(
        "next: fiscal agent from 2024-06-12: read the register for date 1, paid on 2024-06-14 [T-1, P-3]",
      );
      await goTo("2024-06-12T00:00:00");
      expect(await items()).to.deep.equal(["fiscal agent by 2024-06-14: payment fix --index 1"]);
      expect(await next()).to.equal("payment fix --index 2 from 2024-12-11 by 2024-12-13"); // a Saturday: Friday 13
    });

    it("asks for money and payment, overdue from the day after the pay day [P-4, P-7]", async () => {
      await send("payment fix", { index: "1" });
      await lastSecondOf("2024-06-14");
      const due = (late: string) => [
        `issuer by 2024-06-14${late}: payment fund --index 1`,
        `fiscal agent by 2024-06-14${late}: payment settle --index 1`,
      ];
      expect(await items()).to.deep.equal(due(""));
      const [fund] = (await read()).items;
      expect(fund?.what).to.equal("provide ¥2,990,000 for date 1"); // 10 × 299,000
      await goTo("2024-06-15T00:00:00");
      expect(await items()).to.deep.equal(due(" overdue"));
    });

    it("asks to close when nobody waits, and to pay again what failed [P-7, P-9]", async () => {
      await send("payment fund", { index: "1", reference: "F" });
      await send("payment settle", {
        index: "1",
        references: write("paid.csv", "holder,reference\na,R1\ndealer,R2\n"),
      });
      expect(await items()).to.deep.equal(["fiscal agent by 2024-06-14 overdue: payment settle --index 1"]);
      await send("payment fail", { index: "1", reasons: write("failed.csv", "holder,reason\nb,closed\n") });
      expect(await items()).to.deep.equal([
        "fiscal agent by 2024-06-14 overdue: payment close --index 1",
        "fiscal agent by -: payment settle --index 1",
      ]);
      await send("payment close", { index: "1" });
      expect(await items()).to.deep.equal(["fiscal agent by -: payment settle --index 1"]);
      await send("payment settle", { index: "1", references: write("again.csv", "holder,reference\nb,R3\n") });
      expect(await items()).to.deep.equal([]);
    });

    it("names a waiting order with what it says, until it is taken back [T-7]", async () => {
      const { orders, a, b } = await direct();
      await orders.recordOrder(0, 0, a, b, 2, HASH);
      const [order] = (await read()).items;
      expect(order).to.deep.equal({
        role: "register administrator",
        what: "execute order 1: 2 bonds from a to b",
        from: "2024-06-16", // a day after 15 June
        by: null,
        overdue: false,
        clause: "T-7",
        command: "register execute --order 1",
      });
      await orders.withdrawOrder(1);
      expect(await items()).to.deep.equal([]);
    });

    it("asks the other side of a trade, then the seller, and has an expired one ended [T-5]", async () => {
      await goTo("2024-07-01T09:00:00"); // a Monday: settles from Wednesday 3
      const deal = { bonds: "2", priceYen: "200000000" };
      const days = { tradeDay: "2024-07-01", expiryDay: "2024-07-10" };
      await send("trade propose", { from: "a", to: "dealer", by: "a", ...deal, ...days });
      expect(await items()).to.deep.equal(["dealer by 2024-07-10: trade confirm --id 1"]);
      await send("trade confirm", { id: "1", ...deal });
      expect(await items()).to.have.length(1);
      expect((await read()).items[0]).to.deep.include({
        role: "holder",
        what: "a settles trade 1",
        from: "2024-07-03",
        by: "2024-07-10",
        command: "trade settle --id 1",
      });
      await lastSecondOf("2024-07-10");
      expect(await items()).to.deep.equal(["holder by 2024-07-10: trade settle --id 1"]);
      await goTo("2024-07-11T00:00:00");
      expect(await items()).to.deep.equal(["holder by 2024-07-10 overdue: trade expire --id 1"]);
      await send("trade expire", { id: "1" });
      expect(await items()).to.deep.equal([]);
    });

    it("follows a demand through notice, votes, tally and court [M-1 to M-3]", async () => {
      const { meeting, notices, issuer, dealer, a, b } = await direct();
      await goTo("2024-08-01T09:00:00");
      await meeting.connect(dealer).demand([b], HASH, HASH); // 3 of 10
      // 1 August + 56 − 22 days
      expect(await items()).to.deep.equal(["issuer by 2024-09-04: meeting convene --demand 1"]);
      await meeting.connect(issuer).convene(day("2024-09-24"), HASH, "file", 1, [
        { matter: 0, proposalHash: HASH, newTermsHash: ethers.ZeroHash },
        { matter: 0, proposalHash: HASH, newTermsHash: ethers.ZeroHash },
      ]);
      // 24 September − 22 days
      expect(await items()).to.deep.equal(["issuer by 2024-09-02: notice deliver --notice 1"]);
      await notices.deliver(1, 100);
      expect(await items()).to.deep.equal(["dealer by 2024-09-24: meeting vote --meeting 1"]);
      await goTo("2024-09-24T09:00:00");
      expect(await items()).to.deep.equal(["dealer by 2024-09-24: meeting vote --meeting 1"]);
      // a passes the first with 6 of 6, and rejects the second
      await meeting.connect(dealer).vote(1, 1, [{ holder: a, forBonds: 6, againstBonds: 0, abstainBonds: 0 }], HASH);
      await meeting.connect(dealer).vote(1, 2, [{ holder: a, forBonds: 0, againstBonds: 6, abstainBonds: 0 }], HASH);
      await goTo("2024-09-25T00:00:00");
      expect(await items()).to.deep.equal(["issuer by 2024-09-25: meeting tally --meeting 1"]);
      await meeting.tally(1);
      // a week from the resolution
      expect(await items()).to.deep.equal(["issuer by 2024-10-01: meeting apply-court --meeting 1 --resolution 1"]);
      await meeting.connect(issuer).recordApplication(1, 1, day("2024-09-25"), HASH);
      expect(await items()).to.deep.equal(["issuer by -: meeting decide --meeting 1 --resolution 1"]);
      await meeting.connect(issuer).recordDecision(1, 1, true, day("2024-09-25"), HASH);
      expect(await items()).to.deep.equal([]);
    });

    it("asks again for the meeting of a demand whose meeting was cancelled or lapsed [M-2]", async () => {
      const { meeting, issuer, dealer, b } = await direct();
      await goTo("2024-10-01T09:00:00");
      await meeting.connect(dealer).demand([b], HASH, HASH);
      const proposal = { matter: 0, proposalHash: HASH, newTermsHash: ethers.ZeroHash };
      // 1 October + 56 − 22 days = 4 November
      const asked = "issuer by 2024-11-04: meeting convene --demand 2";
      await meeting.connect(issuer).convene(day("2024-10-23"), HASH, "file", 2, [proposal]);
      expect(await items()).to.deep.equal(["issuer by 2024-10-01: notice deliver --notice 2"]);
      await meeting.connect(issuer).cancel(2, HASH);
      expect(await items()).to.deep.equal([asked]);
      await meeting.connect(issuer).convene(day("2024-10-23"), HASH, "file", 2, [proposal]);
      await lastSecondOf("2024-10-01");
      expect(await items()).to.deep.equal(["issuer by 2024-10-01: notice deliver --notice 3"]);
      await goTo("2024-10-02T00:00:00"); // no notice went out in time: it lapses
      expect(await items()).to.deep.equal([asked]);
      await meeting.connect(issuer).convene(day("2024-11-20"), HASH, "file", 2, [proposal]);
      await meeting.connect(issuer).cancel(4, HASH);
      await meeting.connect(dealer).conveneByHolders(day("2024-11-20"), HASH, "file", 2, HASH, [proposal]);
      expect(await items()).to.deep.equal(["dealer by 2024-10-29: notice deliver --notice 5"]);
      await meeting.connect(dealer).cancel(5, HASH);
    });

    it("collects consents to a proposal until all have consented [M-3]", async () => {
      const { meeting, issuer, dealer, a, b } = await direct();
      const proposal = { matter: 0, proposalHash: HASH, newTermsHash: ethers.ZeroHash };
      await meeting.connect(issuer).proposeByConsent(day("2024-10-24"), HASH, [proposal]);
      const rest = "issuer by 2024-11-04: meeting convene --demand 2";
      expect(await items()).to.deep.equal([rest, "dealer by -: meeting consent --meeting 6"]);
      await goTo("2024-10-24T09:00:00");
      await meeting.connect(dealer).consent(6, 1, [a, b], HASH);
      expect(await items()).to.deep.equal([rest, "dealer by -: meeting consent --meeting 6"]);
      await meeting.connect(dealer).consent(6, 1, [dealer], HASH);
      expect(await items()).to.deep.equal([rest]);
    });

    it("turns to the acceleration: pay it, notify the holders, end the trades; later dates are off [D-1, N-1]", async () => {
      const { defaults, notices } = await direct();
      await goTo("2024-11-01T09:00:00"); // a Friday
      const deal = { bonds: "1", priceYen: "100000000", tradeDay: "2024-11-01", expiryDay: "2024-11-29" };
      await send("trade propose", { from: "a", to: "dealer", by: "a", ...deal });
      await goTo("2024-11-06T09:00:00");
      await defaults.recordEvent({
        fact: 6, // the issuer petitioned for proceedings
        eventDay: day("2024-11-06"),
        debtsYen: 0,
        securityId: 0,
        evidenceHash: HASH,
      });
      const demand = "issuer by 2024-11-04 overdue: meeting convene --demand 2";
      const notify = (command: string) => `issuer by 2024-11-06: ${command}`;
      const trade = "dealer by 2024-11-29: trade cancel --id 2";
      const fix = "fiscal agent by 2024-11-06: payment fix --index 0";
      expect(await items()).to.deep.equal([demand, fix, notify("notice give --kind acceleration"), trade]);
      expect(await next()).to.equal(null);
      await notices.give(2, HASH, "file");
      expect(await items()).to.deep.equal([demand, fix, notify("notice deliver --notice 6"), trade]);
      await notices.deliver(6, 100);
      expect(await items()).to.deep.equal([demand, fix, trade]);
    });

    it("goes on until the acceleration is paid and nothing is outstanding [D-1]", async () => {
      const { payments } = documentOf<StatusJson>(await runTask("bond status", { json: true })).contracts;
      const [, , , fiscalAgent, dealer, , a, b] = await ethers.getSigners();
      const agent = (await ethers.getContractAt("BondPayments", payments ?? "")).connect(fiscalAgent);
      await agent.fix(0, 100);
      expect((await items()).slice(1, 3)).to.deep.equal([
        "issuer by 2024-11-06: payment fund --index 0",
        "fiscal agent by 2024-11-06: payment settle --index 0",
      ]);
      const word = ethers.encodeBytes32String("R");
      await agent.fund(0, (await agent.paymentDate(0)).dueYen, word);
      await agent.settle(
        0,
        [dealer, a, b].map((each) => each!.address),
        [word, word, word],
      );
      await agent.close(0);
      await send("trade cancel", { id: "2", by: "a" });
      expect(await items()).to.deep.equal([]); // nor is a meeting to be convened: nobody holds a bond
    });
  });

  context("an issue that is placed by the offering", () => {
    before(() => fixture(deploy));
    const ofOffering = async (): Promise<string[]> => (await items()).filter((each) => each.includes("offering"));

    it("asks for the money of what is allotted, and for delivery once the bond is issued [I-5, I-7]", async () => {
      await goTo("2023-12-14T09:00:00");
      for (const holder of ["a", "b"]) await send("offering apply", { holder, bonds: "5" });
      expect(await ofOffering()).to.deep.equal(["issuer by 2023-12-14: offering underwrite"]);
      for (const holder of ["a", "b"]) await send("offering allot", { holder, bonds: "5" });
      await send("offering pay", { holder: "a", reference: "A" });
      expect(await ofOffering()).to.deep.equal([
        "issuer by 2023-12-14: offering underwrite",
        "dealer by 2023-12-14: offering pay",
      ]);
      await send("offering underwrite", { reference: "ISSUE" });
      await send("bond issue");
      await goTo("2023-12-15T00:00:00");
      const found = (await read()).items.filter(({ role }) => role === "dealer");
      expect(found.map(({ what, command, overdue }) => [what, command, overdue])).to.deep.equal([
        ["confirm the payment of 1 allotment", "offering pay", true],
        ["deliver 1 allotment", "offering deliver", true],
      ]);
      await send("offering pay", { holder: "b", reference: "B" });
      await send("offering deliver");
      expect(await ofOffering()).to.deep.equal([]);
    });

    it("refuses a bond that the network does not have, in one line", async () => {
      expect(refusalOf(await runTask("bond agenda", { bond: "other", json: true }))).to.match(
        /^--bond: found "other", expected one of the bonds on hardhat: story$/,
      );
    });
  });

  context("the ledger of the proceeds", () => {
    before(() => fixture(deploy));

    it("asks for the first quarter once it is over, and for the next when it was confirmed [G-3]", async () => {
      await goTo("2023-12-14T09:00:00");
      await send("bond issue");
      await lastSecondOf("2023-12-31");
      expect((await everyItem()).filter((each) => each.includes("proceeds"))).to.deep.equal([]);
      await goTo("2024-01-01T00:00:00");
      const asked = async (): Promise<string[]> => (await everyItem()).filter((each) => each.includes("proceeds"));
      expect(await asked()).to.deep.equal(["issuer by -: proceeds quarter --day 2023-12-31"]);
      await send("proceeds quarter", { day: "2023-12-31", document: HASH });
      expect(await asked()).to.deep.equal([]);
      await goTo("2024-04-01T00:00:00");
      expect(await asked()).to.deep.equal(["issuer by -: proceeds quarter --day 2024-03-31"]);
    });

    it("asks for the annual report by its day, and then for the reviewer's word [G-4, G-6]", async () => {
      await send("proceeds quarter", { day: "2024-03-31", document: HASH });
      await goTo("2024-12-15T00:00:00");
      const asked = async (): Promise<string[]> => (await everyItem()).filter((each) => each.includes("proceeds"));
      expect(await asked()).to.deep.equal([
        "issuer by 2024-12-14 overdue: proceeds report",
        "issuer by -: proceeds quarter --day 2024-06-30",
      ]);
      await send("proceeds plan", { day: "2025-03-31", document: HASH });
      await send("proceeds report", { fiscalYear: "2024", document: HASH });
      expect(await asked()).to.deep.equal([
        "issuer by -: proceeds quarter --day 2024-06-30",
        "reviewer by -: proceeds sign --fiscal-year 2024",
      ]);
      await send("proceeds sign", { fiscalYear: "2024", document: HASH });
      expect(await asked()).to.deep.equal(["issuer by -: proceeds quarter --day 2024-06-30"]);
    });
  });
});
