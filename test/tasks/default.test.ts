import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import { grossOf, perYenFor } from "../support/defaulting";
import { accountsByPart, executeTask, planTask, refuseTask } from "../support/operator";
import { goTo } from "../support/suite";
import { documentOf, refusalOf, runTask, type TaskArgs } from "../support/task";

// Ten bonds of ¥100,000,000 at 0.598 %. a holds 5 and is exempt, b holds 5 and suffers 15.315 %, c holds none.
const SHEET = {
  id: "default",
  name: "Default",
  symbol: "DEFAULT",
  denominationYen: "100000000",
  bonds: 10,
  ratePpm: 5980,
  closing: "2023-12-14",
  firstPayment: "2024-06-14",
  maturity: "2024-12-14",
  allotments: [{ holder: "a", bonds: 10, taxClass: "exempt" }],
};

interface OrderJson {
  readonly id: number;
  readonly kind: string;
  readonly state: string;
  readonly from: string;
  readonly to: string | null;
  readonly index: number | null;
  readonly executableAt: string;
  readonly executable: boolean;
}

interface PreviewJson {
  readonly state: string;
  readonly dueYen: string;
  readonly holders: readonly Readonly<Record<string, unknown>>[];
  readonly toRecover: readonly Readonly<Record<string, unknown>>[];
}

const read = async <Document>(name: string, args: TaskArgs = {}): Promise<Document> =>
  documentOf<Document>(await runTask(name, { ...args, json: true }));
const orders = async (): Promise<readonly OrderJson[]> =>
  (await read<{ orders: readonly OrderJson[] }>("register orders")).orders;
const preview = (index: string): Promise<PreviewJson> => read<PreviewJson>("payment preview", { index });
const standing = (): Promise<Readonly<Record<string, unknown>>> => read("default status");

let sheet = "";
const deploy = async (): Promise<void> => {
  documentOf(await runTask("bond deploy", { terms: sheet, execute: true, json: true }));
};

// One story, told in order: every step stands on the one before.
describe("operator's tasks of orders and defaults", function () {
  this.timeout(60_000);
  let folder = "";
  let accounts: Record<string, string> = {};
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "default-"));
    sheet = write("default.json", JSON.stringify(SHEET));
    accounts = await accountsByPart();
    await fixture(deploy);
    for (const [holder, part, taxClass] of [
      ["a", "signer8", "exempt"],
      ["b", "signer9", "domestic-corporation"],
      ["c", "signer10", "domestic-corporation"],
    ] as const) {
      await executeTask("holder register", { holder, account: accounts[part] ?? "", taxClass });
    }
    await goTo("2023-12-14T09:00:00");
    await executeTask("bond issue");
    for (const to of ["a", "b"]) await executeTask("bond transfer", { from: "dealer", to, bonds: "5" });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  context("register order, withdraw, veto, execute and orders", () => {
    const order = { cause: "correction", document: "minutes of 1 March 2024" };

    it("refuse flags that the kind does not need, or lacks, before any chain [T-7]", async () => {
      await refuseTask(
        "register order",
        { ...order, kind: "pledge", from: "a" },
        /--kind: found "pledge", expected one of move, freeze, new-key, redirect/,
      );
      await refuseTask(
        "register order",
        { ...order, cause: "whim", kind: "freeze", from: "a", bonds: "1" },
        /--cause: found "whim", expected one of correction, succession, court-order, lost-key/,
      );
      await refuseTask(
        "register order",
        { ...order, kind: "move", from: "a", bonds: "1" },
        /--to: found nothing, expected --kind move with --to and --bonds and no other/,
      );
      await refuseTask(
        "register order",
        { ...order, kind: "freeze", from: "a", bonds: "1", to: "b" },
        /--to: found "b", expected --kind freeze with --bonds and no other/,
      );
      await refuseTask(
        "register order",
        { ...order, kind: "redirect", from: "a", to: "b" },
        /--index: found nothing, expected --kind redirect with --to and --index/,
      );
      await refuseTask(
        "register order",
        { ...order, kind: "move", from: "a", to: "b", bonds: "0" },
        /--bonds: found "0", expected an integer from 1/,
      );
      await refuseTask(
        "register order",
        { ...order, kind: "new-key", from: "a", to: "b" },
        /--to: found "b", expected an address/,
      );
      await refuseTask(
        "register order",
        { ...order, kind: "freeze", from: "a", bonds: "1", document: " " },
        /--document: found nothing/,
      );
    });

    it("record one of each kind, and show them waiting [T-7]", async () => {
      expect((await runTask("register orders")).stdout).to.equal("no orders\n");
      await goTo("2024-03-01T12:00:00");
      const plan = await planTask("register order", { ...order, kind: "move", from: "a", to: "b", bonds: "1" });
      expect(plan.steps[0]?.arguments).to.deep.include({ kind: "Move", cause: "Correction", bonds: 1 });
      await executeTask("register order", { ...order, kind: "move", from: "a", to: "b", bonds: "1" });
      await executeTask("register order", { ...order, kind: "freeze", from: "b", bonds: "2" });
      await executeTask("register order", { ...order, kind: "new-key", from: "c", to: accounts["signer11"] ?? "" });
      await executeTask("register order", { ...order, kind: "move", from: "b", to: "a", bonds: "3" });
      await executeTask("register order", { ...order, kind: "move", from: "b", to: "a", bonds: "4" });
      expect(
        (await orders()).map(({ id, kind, state, from, to, executable }) => [id, kind, state, from, to, executable]),
      ).to.deep.equal([
        [1, "Move", "Recorded", "a", "b", false],
        [2, "Freeze", "Recorded", "b", null, false],
        [3, "NewKey", "Recorded", "c", accounts["signer11"], false],
        [4, "Move", "Recorded", "b", "a", false],
        [5, "Move", "Recorded", "b", "a", false],
      ]);
      expect((await orders())[0]?.executableAt).to.match(/^2024-03-02T12:00:\d\d\+09:00$/);
    });

    it("refuse to execute before the day has passed, with the moment [T-7]", () =>
      refuseTask(
        "register execute",
        { order: "1" },
        /order 1 can be executed from 2024-03-02T12:00:\d\d\+09:00 on: wait until then/,
      ));

    it("stop an order by the administrator's word or the issuer's, each with his own signature [T-7]", async () => {
      const [withdrawal] = (await executeTask("register withdraw", { order: "4" })).steps;
      expect(withdrawal?.role).to.equal("registerAdministrator");
      const [veto] = (await executeTask("register veto", { order: "5" })).steps;
      expect([veto?.role, veto?.signer]).to.deep.equal(["issuer", accounts["issuer"]]);
      expect((await executeTask("register veto", { order: "5" })).steps).to.deep.equal([]);
      await goTo("2024-03-02T13:00:00");
      for (const id of ["4", "5", "9"]) {
        await refuseTask(
          "register execute",
          { order: id },
          new RegExp(`order ${id} is (Cancelled|None), expected a waiting one`),
        );
      }
    });

    it("execute by the call that the kind needs, and skip what is done [T-7]", async () => {
      for (const [id, contract, call] of [
        ["1", "BondToken", "forcedTransfer"],
        ["2", "BondToken", "setFrozenTokens"],
        ["3", "HolderRegistry", "replaceKey"],
      ] as const) {
        await planTask("register execute", { order: id });
        const [step] = (await executeTask("register execute", { order: id })).steps;
        expect([step?.contract, step?.function]).to.deep.equal([contract, call]);
        expect((await executeTask("register execute", { order: id })).steps).to.deep.equal([]);
      }
      const { stdout } = await runTask("holder list");
      expect(stdout).to.match(/^a +0x\w+ +Investor +Active +exempt +4 +0$/m);
      expect(stdout).to.match(/^b +0x\w+ +Investor +Active +domestic-corporation +6 +2$/m);
      expect(stdout).to.match(new RegExp(`^c +${accounts["signer11"]} +Investor +Active`, "m")); // the label goes along
    });
  });

  context("a redirection and a returned payment", () => {
    it("redirects what a is due on date 1 to c, and shows it [P-3, T-7]", async () => {
      await goTo("2024-06-12T00:00:00");
      await executeTask("payment fix", { index: "1" });
      const args = {
        kind: "redirect",
        cause: "succession",
        from: "a",
        to: "c",
        index: "1",
        document: "certificate of 2024",
      };
      const [recorded] = (await executeTask("register order", args)).steps;
      expect([recorded?.function, recorded?.arguments["index"]]).to.deep.equal(["recordRedirection", 1]);
      expect((await orders()).at(-1)).to.deep.include({ kind: "Redirect", from: "a", to: "c", index: 1 });
      await goTo("2024-06-13T00:00:05");
      const [step] = (await executeTask("register execute", { order: "6" })).steps;
      expect([step?.contract, step?.function]).to.deep.equal(["BondPayments", "redirect"]);
      // 4 × 299,000 = 1,196,000 for a, exempt: paid to c as it is
      expect(step?.sent?.events.at(-1)?.values).to.deep.include({
        amounts: { grossYen: "1196000", withheldYen: "0", principalYen: "0" },
      });
      expect((await preview("1")).holders[0]).to.deep.include({ holder: "a", payee: "c", toPayYen: "1196000" });
      expect((await runTask("payment preview", { index: "1" })).stdout).to.match(/^a +exempt +4 .* c +Open$/m);
    });

    it("says to whom the money goes when it is settled [P-3, P-7]", async () => {
      await executeTask("payment fund", { index: "1", reference: "F-1" });
      await goTo("2024-06-14T00:00:00");
      const references = write("one.csv", "holder,reference\na,REF-A\nb,REF-B\n");
      const { notes } = await executeTask("payment settle", { index: "1", references });
      expect(notes).to.deep.equal(["redirected, so paid to the person entitled [P-3]: a to c"]);
    });

    it("takes a payment back with a reason, and settles it again [P-7]", async () => {
      const reasons = write("back.csv", "holder,reason\nb,account closed\n");
      await planTask("payment return", { index: "1", reasons });
      const [step] = (await executeTask("payment return", { index: "1", reasons })).steps;
      expect([step?.function, step?.sent?.events[0]?.name]).to.deep.equal(["recordReturn", "PaymentReturned"]);
      expect(step?.sent?.events[0]?.values).to.deep.include({ reason: "account closed" });
      expect((await executeTask("payment return", { index: "1", reasons })).steps).to.deep.equal([]);
      await executeTask("payment settle", { index: "1", references: write("b.csv", "holder,reference\nb,REF-B2\n") });
      const stranger = write("c.csv", "holder,reason\nc,account closed\n");
      await refuseTask("payment return", { index: "1", reasons: stranger }, /c \(0x\w+\) has no line on date 1/);
    });
  });

  context("default security, same-rank and formalities", () => {
    const given = { kind: "unsecured-in-japan", day: "2024-06-14", document: "deed" };

    it("keep what was given to another bond, and what was done for this one [D-2]", async () => {
      await refuseTask(
        "default security",
        { ...given, kind: "covered" },
        /--kind: found "covered", expected one of unsecured-in-japan, issued-abroad, with-share-options, with-bond-manager/,
      );
      await refuseTask(
        "default security",
        { ...given, day: "2024-06-15" },
        /2024-06-15 is not between 2023-12-14 and 2024-06-14/,
      );
      await planTask("default security", given);
      await executeTask("default security", given);
      await executeTask("default security", { ...given, kind: "issued-abroad" });
      await refuseTask(
        "default formalities",
        { security: "1", day: "2024-06-14", document: "d" },
        /security 1: same rank not yet, formalities not yet: each is recorded once, same rank first/,
      );
      await refuseTask(
        "default same-rank",
        { security: "3", day: "2024-06-14", document: "d" },
        /--security: found "3", expected one of `default status`/,
      );
      for (const name of ["default same-rank", "default formalities"]) {
        const args = { security: "1", day: "2024-06-14", document: "register" };
        await executeTask(name, args);
        expect((await executeTask(name, args)).steps).to.deep.equal([]);
      }
      const { securities } = await standing();
      expect(securities).to.deep.equal([
        {
          id: 1,
          kind: "UnsecuredInJapan",
          binding: true,
          givenDay: "2024-06-14",
          sameRankDay: "2024-06-14",
          formalitiesDay: "2024-06-14",
        },
        {
          id: 2,
          kind: "IssuedAbroad",
          binding: false,
          givenDay: "2024-06-14",
          sameRankDay: null,
          formalitiesDay: null,
        },
      ]);
    });
  });

  context("default record", () => {
    const event = {
      fact: "debt-accelerated",
      eventDay: "2024-06-13",
      debtsYen: "1000000001",
      evidence: "notice of the bank",
    };

    it("refuses what is no event, in one line [D-1]", async () => {
      await goTo("2024-07-01T10:00:00");
      await refuseTask(
        "default record",
        { ...event, fact: "late" },
        /--fact: found "late", expected one of terms-breached, security-withheld/,
      );
      await refuseTask(
        "default record",
        { ...event, debtsYen: "1000000000" },
        /DebtAccelerated with debts of ¥1,000,000,000: ground 4 counts only above ¥1,000,000,000/,
      );
      await refuseTask(
        "default record",
        { ...event, eventDay: "2024-07-02" },
        /the event of 2024-07-02 is out of range: .* today, 2024-07-01/,
      );
      await refuseTask(
        "default record",
        { fact: "security-withheld", eventDay: "2024-06-13", security: "1", evidence: "e" },
        /SecurityWithheld with security 1 is no breach on 2024-06-13/,
      );
      await refuseTask(
        "default record",
        { ...event, eventDay: "2024-13-01" },
        /--event-day: found "2024-13-01", expected a day that exists/,
      );
      await refuseTask(
        "default damages",
        { yen: "5", document: "d" },
        /the bond is performing: record the event first/,
      );
      expect(refusalOf(await runTask("payment preview", { index: "0" }))).to.match(
        /the bond is not accelerated, so there is no date 0/,
      );
      expect(await standing()).to.deep.include({ standing: "Performing", eventDay: null, acceleration: null });
    });

    it("says what will lapse, and who alone can annul it, before it is sent [D-1]", async () => {
      const { notes, steps } = await planTask("default record", event);
      expect(notes).to.deep.equal([
        "only the administrator can annul this, after five days, and only until date 0 is being fixed",
        "dates that lapse: 1 (2024-06-14), 2 (2024-12-14)",
        "dates 1: what was settled is set off per holder",
      ]);
      expect(steps[0]?.arguments).to.deep.equal({
        event_: {
          fact: "DebtAccelerated",
          eventDay: "2024-06-13",
          debtsYen: "1000000001",
          securityId: 0,
          evidenceHash: ethers.id("notice of the bank"),
        },
      });
    });

    it("accelerates, once [D-1]", async () => {
      await executeTask("default record", event);
      expect((await executeTask("default record", event)).steps).to.deep.equal([]);
      await refuseTask(
        "default record",
        { ...event, evidence: "another" },
        /the bond is accelerated already, through 2024-06-13/,
      );
      expect(await standing()).to.deep.include({
        standing: "Accelerated",
        fact: "DebtAccelerated",
        ground: 4,
        debtsYen: "1000000001",
        eventDay: "2024-06-13",
        recordedDay: "2024-07-01",
        interestPerYenE13: perYenFor(182, 183).toString(),
      });
      await refuseTask(
        "bond transfer",
        { from: "a", to: "dealer", bonds: "1" },
        /Accelerated: .*\(code 15\); claim what fell due/,
      );
    });

    it("leaves nothing to be done about a date that lapsed [D-1]", async () => {
      const reasons = write("late.csv", "holder,reason\nb,returned\n");
      for (const [name, args] of [
        ["payment fix", {}],
        ["payment fund", { reference: "F" }],
        ["payment fail", { reasons }],
        ["payment close", {}],
      ] as const) {
        await refuseTask(
          name,
          { index: "1", ...args },
          /--index: found "1", which lapsed when the bond was accelerated: pay .* --index 0/,
        );
      }
      expect((await preview("1")).state).to.equal("Lapsed");
      expect((await runTask("payment preview", { index: "1" })).stdout).to.contain(
        "lapsed: nothing more is paid on it",
      );
    });
  });

  context("payment of the acceleration, as date 0", () => {
    // 182 of 183 days of a half-year, in yen: cut at the 13th decimal, then per holder
    const perYen = perYenFor(182, 183);
    const [ofA, ofB] = [grossOf(4, perYen), grossOf(6, perYen)];
    const taxOfB = (ofB * 15_315n) / 100_000n;
    // b received 6 × 299,000 = 1,794,000 less 15.315 % = 274,751.1 for date 1; what a was due there went to c
    const receivedByB = 1_794_000n - 274_751n;

    it("previews principal, interest and set-off [D-1, P-3]", async () => {
      const { holders } = await preview("0");
      expect(holders[0]).to.deep.include({
        holder: "a",
        grossYen: ofA.toString(),
        setOffYen: "0",
        toPayYen: (ofA + 400_000_000n).toString(),
        state: "Preview",
      });
      expect(holders[1]).to.deep.include({
        holder: "b",
        withheldYen: taxOfB.toString(),
        setOffYen: receivedByB.toString(),
        toPayYen: (ofB - taxOfB + 600_000_000n - receivedByB).toString(),
      });
    });

    it("fixes the same, and says from whom what is to be recovered [D-1]", async () => {
      const before = await preview("0");
      await planTask("payment fix", { index: "0", page: "2" });
      const late = write("late.csv", "holder,reason\nb,returned\n");
      await planTask("payment return", { index: "1", reasons: late }); // the bank may still report
      await executeTask("payment fix", { index: "0", page: "2" });
      await refuseTask("payment return", { index: "1", reasons: late }, /--index: found "1", which lapsed/);
      const after = await preview("0");
      expect(after.holders.map((line) => ({ ...line, state: "Preview" }))).to.deep.equal(before.holders);
      expect(after.dueYen).to.equal((ofA + ofB + 1_000_000_000n - receivedByB).toString());
      expect(after.toRecover).to.deep.equal([{ holder: "c", account: accounts["signer11"], recoverYen: "1196000" }]);
      const { stdout } = await runTask("payment preview", { index: "0" });
      expect(stdout).to.contain("acceleration for the event of 2024-06-13: Fixed, due at once");
      expect(stdout).to.contain("to be recovered from c: ¥1,196,000");
      expect(stdout).to.match(/^holder .* set off +to pay +state$/m);
    });

    it("funds, settles, fails, takes back and closes it [D-1, P-7]", async () => {
      await executeTask("payment fund", { index: "0", reference: "F-0" });
      await executeTask("payment settle", { index: "0", references: write("a0.csv", "holder,reference\na,REF-A0\n") });
      const reasons = write("b0.csv", "holder,reason\nb,account closed\n");
      await executeTask("payment fail", { index: "0", reasons });
      await executeTask("payment return", { index: "0", reasons: write("a0r.csv", "holder,reason\na,returned\n") });
      await executeTask("payment close", { index: "0" });
      const { lines } = await read<{ lines: readonly Readonly<Record<string, unknown>>[] }>("payment due");
      expect(lines.map(({ index, holder, setOffYen }) => [index, holder, setOffYen])).to.deep.equal([
        [0, "a", "0"],
        [0, "b", receivedByB.toString()],
      ]);
      await executeTask("payment settle", { index: "0", references: write("ab.csv", "holder,reference\na,A\nb,B\n") });
      expect(await standing()).to.deep.include({ standing: "Settled" });
      expect(await read("bond status")).to.deep.include({ redeemed: true, outstanding: 0 });
    });

    it("records damages, and tells people how the bond stands [D-1]", async () => {
      await planTask("default damages", { yen: "7000000", document: "judgment" });
      await executeTask("default damages", { yen: "7000000", document: "judgment" });
      await executeTask("default damages", { yen: "1", document: "judgment 2" });
      const { stdout } = await runTask("default status");
      expect(stdout).to.contain(
        "the bond is Settled\nDebtAccelerated on 2024-06-13, ground 4 [D-1]; recorded on 2024-07-01",
      );
      expect(stdout).to.contain("damages for delay recorded: ¥7,000,001");
      expect(stdout).to.match(/^1 +UnsecuredInJapan +yes +2024-06-14 +2024-06-14 +2024-06-14$/m);
    });
  });
});
