import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ethers } from "hardhat";
import type { PaymentSheetJson, SheetAmountsJson } from "../../tasks/support/paymentSheet";
import { fixture } from "../support/chain";
import { day, goTo } from "../support/suite";
import { documentOf, refusalOf, runTask, type TaskArgs } from "../support/task";

// Twenty bonds: a 13 and b 4 (15.315 %), c 2 (exempt), the issuer 1. ¥299,000 a bond and date. Dates: 14 June, 14 December 2024.
const SHEET = {
  id: "story",
  name: "Story",
  symbol: "STORY",
  denominationYen: "100000000",
  bonds: 20,
  ratePpm: 5980,
  closing: "2023-12-14",
  firstPayment: "2024-06-14",
  maturity: "2025-06-14",
  allotments: [{ holder: "a", bonds: 20, taxClass: "exempt" }],
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
const sheetOf = async (index: string): Promise<PaymentSheetJson> =>
  documentOf<PaymentSheetJson>(await runTask("payment sheet", { index, json: true }));

/** Each line short: who, for whom, where it stands, with which word. */
const lines = async (index = "1"): Promise<string[]> =>
  (await sheetOf(index)).rows.map(
    ({ holder, payee, state, reference }) => `${holder} > ${payee} ${state} ${reference ?? "-"}`,
  );

/** What the issuer provides, by what became of it. */
const dueBy = async (index = "1"): Promise<Record<string, string>> => {
  const { totals, dueYen } = await sheetOf(index);
  const parts = Object.entries(totals).map(([total, { dueYen: due }]) => [total, due] as const);
  return { ...Object.fromEntries(parts), date: dueYen };
};

/** The contracts whose tasks are others' to test, and who signs. */
const direct = async () => {
  const { contracts } = documentOf<{ readonly contracts: Readonly<Record<string, string>> }>(
    await runTask("bond status", { json: true }),
  );
  const [, , registerAdministrator, fiscalAgent, , , a, b, c] = await ethers.getSigners();
  const payments = await ethers.getContractAt("BondPayments", contracts["payments"] ?? "");
  return {
    ...{ a: a!, b: b!, c: c! },
    agent: payments.connect(fiscalAgent),
    administrator: payments.connect(registerAdministrator),
    orders: (await ethers.getContractAt("RegisterOrders", contracts["orders"] ?? "")).connect(registerAdministrator),
    defaults: (await ethers.getContractAt("BondDefaults", contracts["defaults"] ?? "")).connect(registerAdministrator),
  };
};

// One story, told in order: every step stands on the one before.
describe("payment sheet [P-3, P-7]", function () {
  this.timeout(60_000);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "sheet-"));
    const terms = write("story.json", JSON.stringify(SHEET));
    await fixture(() => send("bond deploy", { terms }));
    const signers = await ethers.getSigners();
    const account = (number: number): string => signers[number]?.address ?? "";
    await send("holder register", { holder: "a", account: account(6), taxClass: "domestic-corporation" });
    await send("holder register", { holder: "b", account: account(7), taxClass: "domestic-corporation" });
    await send("holder register", { holder: "c", account: account(8), taxClass: "exempt" });
    await goTo("2023-12-14T09:00:00");
    await send("bond issue");
    await goTo("2023-12-15T09:00:00");
    for (const [to, bonds] of Object.entries({ a: "13", b: "4", c: "2", issuer: "1" }))
      await send("bond transfer", { from: "dealer", to, bonds });
  });

  after(() => rmSync(folder, { recursive: true }));

  it("refuses a date that is not fixed: its lines may change", async () => {
    expect(refusalOf(await runTask("payment sheet", { index: "1" }))).to.equal(
      "payment sheet: date 1 is not fixed yet, so its lines may change: run `payment fix`, or look at `payment preview`",
    );
  });

  it("refuses dates that do not exist, the acceleration among them as long as there is none [D-1]", async () => {
    expect(refusalOf(await runTask("payment sheet", { index: "0" }))).to.match(
      /^--index: found "0".* there is no date 0/,
    );
    expect(refusalOf(await runTask("payment sheet", { index: "4" }))).to.match(
      /^--index: found "4", expected a .* to 3/,
    );
    expect(refusalOf(await runTask("payment sheet", { index: "x" }))).to.match(
      /^--index: found "x", expected an integ/,
    );
  });

  it("lists every line with its amounts, the issuer's own bonds with nothing due [P-6, P-8]", async () => {
    await goTo("2024-06-12T00:00:00");
    await send("payment fix", { index: "1" });
    const { rows, totals, ...sheet } = await sheetOf("1");
    expect(sheet).to.deep.equal({
      bond: "story",
      network: "hardhat",
      index: 1,
      date: "2024-06-14",
      payOn: "2024-06-14",
      blackoutFrom: "2024-06-12",
      blackoutTo: "2024-06-14",
      interestPerYenE13: "29900000000", // 0.598 % / 2
      state: "Fixed",
      dueYen: "5681000", // 19 × 299,000
      fundedYen: "0",
    });
    const { a } = await direct();
    expect(rows.map(({ holder }) => holder)).to.deep.equal(["issuer", "a", "b", "c"]);
    expect(rows[0]).to.deep.include({ taxClass: "own bonds", bonds: 1, grossYen: "0", cashYen: "0", state: "Open" });
    expect(rows[1]).to.deep.equal({
      holder: "a",
      account: a.address,
      payee: "a",
      payeeAccount: a.address,
      taxClass: "domestic-corporation",
      state: "Open",
      bonds: 13,
      faceYen: "1300000000",
      grossYen: "3887000", // 13 × 299,000
      withheldYen: "595294", // 15.315 %: 595,294.05
      netYen: "3291706",
      principalYen: "0",
      setOffYen: "0",
      cashYen: "3291706",
      dueYen: "3887000",
      reference: null,
    });
    expect(rows[2]).to.deep.include({ grossYen: "1196000", withheldYen: "183167", cashYen: "1012833" }); // 183,167.4
    expect(rows[3]).to.deep.include({ grossYen: "598000", withheldYen: "0", cashYen: "598000" });
    const all: SheetAmountsJson = {
      bonds: 20,
      faceYen: "2000000000",
      grossYen: "5681000",
      withheldYen: "778461", // 595,294 + 183,167
      netYen: "4902539",
      principalYen: "0",
      setOffYen: "0",
      cashYen: "4902539",
      dueYen: "5681000",
    };
    expect([totals.open, totals.all]).to.deep.equal([all, all]);
  });

  it("says what became of each line, with the last reference or reason [P-7]", async () => {
    const { agent, b } = await direct();
    await send("payment fund", { index: "1", reference: "FUNDS" });
    await agent.instruct(1, [b], HASH);
    expect(await lines()).to.deep.equal([
      "issuer > issuer Open -",
      "a > a Open -",
      `b > b Instructed ${HASH}`,
      "c > c Open -",
    ]);
    await goTo("2024-06-14T09:00:00");
    await send("payment fail", { index: "1", reasons: write("1.csv", "holder,reason\na,first\nb,closed\n") });
    await send("payment settle", { index: "1", references: write("2.csv", "holder,reference\na,R-A\nissuer,OWN\n") });
    expect(await lines()).to.deep.equal([
      "issuer > issuer Settled OWN",
      "a > a Settled R-A",
      "b > b Failed closed",
      "c > c Open -",
    ]);
    const due = { settled: "3887000", failed: "1196000", open: "598000", all: "5681000", date: "5681000" };
    expect(await dueBy()).to.deep.equal(due);
  });

  it("says when a settled payment came back [P-7]", async () => {
    const { agent, a } = await direct();
    await agent.recordReturn(1, [a], [ethers.encodeBytes32String("came back")]);
    expect((await lines())[1]).to.equal("a > a Failed came back");
    expect(await dueBy()).to.deep.include({ settled: "0", failed: "5083000", all: "5681000" }); // 3,887,000 + 1,196,000
    await send("payment settle", { index: "1", references: write("3.csv", "holder,reference\na,R-A2\n") });
    expect((await lines())[1]).to.equal("a > a Settled R-A2");
  });

  it("names the payee of a redirected line, whose amounts stay as they were [P-3, T-7]", async () => {
    const { orders, administrator, b, c } = await direct();
    await orders.recordRedirection(1, 1, b, c, HASH);
    await goTo("2024-06-15T10:00:00");
    await administrator.redirect(1, b, c);
    expect((await lines())[2]).to.equal("b > c Failed closed");
    expect((await sheetOf("1")).rows[2]).to.deep.include({
      taxClass: "domestic-corporation", // the class of the line, not of the payee
      withheldYen: "183167",
      payeeAccount: c.address,
    });
    await send("payment settle", { index: "1", references: write("4.csv", "holder,reference\nb,R-B\nc,R-C\n") });
    expect((await lines()).slice(2)).to.deep.equal(["b > c Settled R-B", "c > c Settled R-C"]);
    expect(await dueBy()).to.deep.equal({
      ...{ settled: "5681000", failed: "0", open: "0", all: "5681000", date: "5681000" },
    });
  });

  it("writes CSV, one row a line and the sums below, or JSON by the file's name; nothing is overwritten", async () => {
    const out = join(folder, "sheet.csv");
    const { stdout } = await runTask("payment sheet", { index: "1", out });
    expect(stdout).to.match(/^total all .*¥5,681,000/m);
    expect(stdout).to.contain("due ¥5,681,000 = settled ¥5,681,000 + failed ¥0 + open ¥0; funded ¥5,681,000");
    expect(stdout.trimEnd().endsWith(`written to ${out}`)).to.equal(true);
    const { b, c } = await direct();
    const rows = readFileSync(out, "utf8").trimEnd().split("\n");
    expect(rows).to.have.length(1 + 4 + 4);
    expect(rows[0]).to.equal(
      "holder,account,payee,payeeAccount,taxClass,bonds,faceYen,grossYen,withheldYen,netYen,principalYen,setOffYen,cashYen,dueYen,state,reference",
    );
    expect(rows[3]).to.equal(
      `b,${b.address},c,${c.address},domestic-corporation,4,400000000,1196000,183167,1012833,0,0,1012833,1196000,Settled,R-B`,
    );
    expect(rows[8]).to.equal("total all,,,,,20,2000000000,5681000,778461,4902539,0,0,4902539,5681000,,");
    expect(refusalOf(await runTask("payment sheet", { index: "1", out }))).to.match(/exists already/);

    const document = join(folder, "sheet.json");
    const printed = await runTask("payment sheet", { index: "1", out: document, json: true });
    expect(JSON.parse(readFileSync(document, "utf8"))).to.deep.equal(documentOf(printed));
    expect(printed.stderr).to.equal(`written to ${document}\n`);
  });

  it("writes nothing for a date that it refuses", async () => {
    const out = join(folder, "none.csv");
    refusalOf(await runTask("payment sheet", { index: "2", out }));
    expect(existsSync(out)).to.equal(false);
  });

  context("after an acceleration that was recorded when a later date had been paid", () => {
    it("sets off what had been received, and still adds up [D-1]", async () => {
      const { defaults, agent, a } = await direct();
      // Date 2, a Saturday, is read on Wednesday 11 December and paid on Friday 13; only a is paid, and the event was on the 12th.
      await goTo("2024-12-11T00:00:00");
      await send("payment fix", { index: "2" });
      await send("payment fund", { index: "2", reference: "FUNDS" });
      await goTo("2024-12-13T09:00:00");
      await agent.settle(2, [a], [ethers.encodeBytes32String("R-A")]);
      await defaults.recordEvent({
        fact: 6,
        eventDay: day("2024-12-12"),
        debtsYen: 0,
        securityId: 0,
        evidenceHash: HASH,
      });
      await agent.fix(0, 100);
      const { rows, totals, dueYen } = await sheetOf("0");
      // 15 June to 12 December: 181 of the half-year's 183 days: 0.00299 × 181 / 183 = 0.0029573224043…
      // a: 1,300,000,000 × 0.0029573224043 = 3,844,519.1; 15.315 % of it 588,788.1; received 3,291,706
      expect(rows[1]).to.deep.include({
        ...{ holder: "a", grossYen: "3844519", withheldYen: "588788", netYen: "3255731" },
        ...{ principalYen: "1300000000", setOffYen: "3291706", cashYen: "1299964025", dueYen: "1300552813" },
      });
      expect(rows[3]).to.deep.include({ holder: "c", setOffYen: "0", principalYen: "200000000" });
      expect(totals.all.dueYen).to.equal(dueYen);
      expect(totals.all.setOffYen).to.equal("3291706");
    });

    it("lists of a lapsed date what was fixed, and refuses one that never was [D-1]", async () => {
      const lapsed = await sheetOf("2");
      expect(lapsed.state).to.equal("Lapsed");
      expect(await dueBy("2")).to.deep.include({ settled: "3887000", open: "1794000", date: "5681000" });
      expect(refusalOf(await runTask("payment sheet", { index: "3" }))).to.match(/date 3 lapsed before it was fixed/);
    });
  });
});
