import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ethers } from "hardhat";
import type { DueJson } from "../../tasks/support/due";
import { fixture } from "../support/chain";
import { goTo } from "../support/suite";
import { documentOf, runTask, type TaskArgs } from "../support/task";

// Ten bonds: a 6 (exempt), b 3 (15.315 %), the issuer 1. ¥299,000 a bond and date. Dates: Fri 14 June, Sat 14 December 2024.
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

let folder = "";
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const send = async (name: string, args: TaskArgs = {}): Promise<void> => {
  documentOf(await runTask(name, { ...args, execute: true, json: true }));
};
const due = async (): Promise<DueJson> => documentOf<DueJson>(await runTask("payment due", { json: true }));
const lines = async (): Promise<string[]> =>
  (await due()).lines.map(({ index, holder, state }) => `${index} ${holder} ${state}`);

// One story, told in order: every step stands on the one before.
describe("payment due [P-7, P-9]", function () {
  this.timeout(60_000);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "due-"));
    const sheet = write("story.json", JSON.stringify(SHEET));
    await fixture(() => send("bond deploy", { terms: sheet }));
    const signers = await ethers.getSigners();
    await send("holder register", { holder: "a", account: signers[6]?.address ?? "", taxClass: "exempt" });
    await send("holder register", {
      holder: "b",
      account: signers[7]?.address ?? "",
      taxClass: "domestic-corporation",
    });
    await goTo("2023-12-14T09:00:00");
    await send("bond issue");
    await goTo("2023-12-15T09:00:00");
    for (const [to, bonds] of Object.entries({ a: "6", b: "3", issuer: "1" }))
      await send("bond transfer", { from: "dealer", to, bonds });
  });

  after(() => rmSync(folder, { recursive: true }));

  const payFirst = async (): Promise<void> => {
    await goTo("2024-06-12T00:00:00");
    await send("payment fix", { index: "1" });
    await send("payment fund", { index: "1", reference: "F" });
  };

  it("lists nothing before a date was fixed, and nothing that is open on its pay day", async () => {
    expect(await due()).to.deep.include({ today: "2023-12-15", lines: [], notFixed: [] });
    await payFirst();
    await goTo("2024-06-14T23:59:58"); // the next block is the last second of the day
    expect(await due()).to.deep.include({ today: "2024-06-14", lines: [] });
    expect((await runTask("payment due")).stdout).to.equal("nothing is due on 2024-06-14\n");
  });

  it("lists who is still waiting on the next day, but not the issuer's own bonds [P-6]", async () => {
    await goTo("2024-06-15T00:00:00");
    expect(await lines()).to.deep.equal(["1 a Open", "1 b Open"]);
  });

  it("lists a failed payment with its amounts and the day after which it lapses, and drops a settled one", async () => {
    await send("payment settle", { index: "1", references: write("a.csv", "holder,reference\na,R\n") });
    await send("payment fail", { index: "1", reasons: write("b.csv", "holder,reason\nb,account closed\n") });
    const { lines: found, totals } = await due();
    // 3 × 299,000 = 897,000; 15.315 % of it is 137,375.55, cut to 137,375
    const amounts = { grossYen: "897000", withheldYen: "137375", netYen: "759625", principalYen: "0" };
    expect(found).to.have.length(1);
    expect(found[0]).to.deep.include({
      index: 1,
      date: "2024-06-14",
      payOn: "2024-06-14",
      holder: "b",
      state: "Failed",
      ...amounts,
      interestLapsesAfter: "2029-06-14",
      principalLapsesAfter: null,
    });
    expect(totals).to.deep.equal(amounts);
  });

  it("names a past date that was never fixed", async () => {
    await goTo("2024-12-13T12:00:00"); // the date is a Saturday: paid on Friday 13 [P-4]
    expect((await due()).notFixed).to.deep.equal([]);
    await goTo("2024-12-14T00:00:00");
    expect((await due()).notFixed).to.deep.equal([2]);
    expect((await runTask("payment due")).stdout).to.match(/^date 2 is past and not fixed: .*`payment fix`$/m);
  });

  it("lists principal on the last date, which lapses later [P-5, P-9]", async () => {
    await send("payment fix", { index: "2" });
    await send("payment fund", { index: "2", reference: "F" });
    const { lines: found, totals, notFixed } = await due();
    expect(notFixed).to.deep.equal([]);
    expect(found.map(({ index, holder, state }) => `${index} ${holder} ${state}`)).to.deep.equal([
      "1 b Failed",
      "2 a Open",
      "2 b Open",
    ]);
    expect(found[1]).to.deep.include({
      payOn: "2024-12-13",
      principalYen: "600000000",
      interestLapsesAfter: "2029-12-13", // five and ten years after the day of payment, not the date
      principalLapsesAfter: "2034-12-13",
    });
    // interest 897,000 + 1,794,000 + 897,000; principal of nine bonds, the issuer's own left out
    expect(totals).to.deep.include({ grossYen: "3588000", principalYen: "900000000" });
    expect((await runTask("payment due")).stdout).to.match(/total .*¥3,588,000 .*¥900,000,000/);
  });

  it("lists a payment that failed on its pay day, at once", async () => {
    await send("payment fail", { index: "2", reasons: write("a2.csv", "holder,reason\na,account closed\n") });
    expect(await lines()).to.deep.equal(["1 b Failed", "2 a Failed", "2 b Open"]);
  });
});
