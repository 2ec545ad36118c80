import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fixture } from "../support/chain";
import { accountsByPart, executeTask, planTask, refuseTask } from "../support/operator";
import { goTo } from "../support/suite";
import { documentOf, runTask } from "../support/task";

// Ten bonds of ¥100,000,000. Fee ¥2,750,000 and costs ¥3,000,000, so that ¥997,000,000 of ¥1,000,000,000 are left.
const SHEET = {
  id: "market",
  name: "Market",
  symbol: "MARKET",
  denominationYen: "100000000",
  bonds: 10,
  ratePpm: 5980,
  closing: "2023-12-14",
  firstPayment: "2024-06-14",
  maturity: "2024-12-14",
  allotments: [{ holder: "a", bonds: 10, taxClass: "exempt" }],
  offering: {
    applicationDay: "2023-12-07",
    underwritingFeeYen: "2750000",
    issueCostsYen: "3000000",
    ratings: [{ agency: "R&I", rating: "AA-" }],
  },
};

let sheet = "";

const deploy = async (): Promise<void> => {
  documentOf(await runTask("bond deploy", { terms: sheet, execute: true, json: true }));
};

interface OfferingJson {
  readonly applications: readonly Readonly<Record<string, unknown>>[];
}

const offering = async (): Promise<OfferingJson> =>
  documentOf<OfferingJson>(await runTask("offering status", { json: true }));

const tradeNow = async (id: string): Promise<Readonly<Record<string, unknown>>> =>
  documentOf<Readonly<Record<string, unknown>>>(await runTask("trade show", { id, json: true }));

// One story, told in order: every step stands on the one before.
describe("operator's tasks of the offering and the market", function () {
  this.timeout(60_000);
  let folder = "";
  let accounts: Record<string, string> = {};

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "market-"));
    sheet = join(folder, "market.json");
    writeFileSync(sheet, JSON.stringify(SHEET));
    accounts = await accountsByPart();
    await fixture(deploy);
    for (const [holder, part] of [
      ["a", "signer8"],
      ["b", "signer9"],
      ["c", "signer10"],
    ] as const)
      await executeTask("holder register", { holder, account: accounts[part] ?? "", taxClass: "exempt" });
  });

  after(() => rmSync(folder, { recursive: true }));

  context("offering apply and withdraw", () => {
    it("refuses before the application day [I-5]", () =>
      refuseTask(
        "offering apply",
        { holder: "a", bonds: "6" },
        /from 2023-12-07 through 2023-12-14, today is 2023-12-01/,
      ));

    it("records what an investor applies for, signed by the dealer, and only with --execute [I-5, I-10]", async () => {
      await goTo("2023-12-07T09:00:00");
      const [step] = (await planTask("offering apply", { holder: "a", bonds: "8" })).steps;
      expect(step).to.deep.include({
        role: "dealer",
        signer: accounts["dealer"],
        contract: "BondOffering",
        sent: null,
      });
      const sent = await executeTask("offering apply", { holder: "a", bonds: "8" });
      expect(sent.steps[0]?.sent?.events).to.have.length(1);
      expect(sent.steps[0]?.sent?.events[0]).to.deep.include({
        name: "AppliedFor",
        values: { id: 1, holder: accounts["signer8"], fromBonds: 0, toBonds: 8 },
      });
      await executeTask("offering apply", { holder: "b", bonds: "5" });
      await executeTask("offering apply", { holder: "c", bonds: "1" });
    });

    it("replaces it, and skips what is so already", async () => {
      await executeTask("offering apply", { holder: "a", bonds: "7" });
      const again = await executeTask("offering apply", { holder: "a", bonds: "7" });
      expect(again.steps).to.deep.equal([]);
      expect(again.notes).to.deep.equal(["a applies for 7 bonds already: skipped"]);
    });

    it("withdraws one, once", async () => {
      await executeTask("offering withdraw", { holder: "c" });
      expect((await executeTask("offering withdraw", { holder: "c" })).steps).to.deep.equal([]);
      await refuseTask("offering withdraw", { holder: "issuer" }, /issuer \(0x\w+\) did not apply; start with/);
    });
  });

  context("offering allot and pay", () => {
    it("allots no more than was applied for, nor than the issue has [I-2, I-5]", async () => {
      await refuseTask("offering allot", { holder: "a", bonds: "8" }, /applied for 7 bonds and cannot be allotted 8/);
      await executeTask("offering allot", { holder: "a", bonds: "6" });
      await refuseTask(
        "offering allot",
        { holder: "b", bonds: "5" },
        /allotted 11 bonds, and the issue has 10: allot fewer/,
      );
      await executeTask("offering allot", { holder: "b", bonds: "4" });
      expect((await executeTask("offering allot", { holder: "b", bonds: "4" })).steps).to.deep.equal([]);
      await refuseTask(
        "offering allot",
        { holder: "b", bonds: "-1" },
        /--bonds: found "-1", expected an integer from 0/,
      );
    });

    it("takes the full price and nothing else, and skips who paid [I-5]", async () => {
      await refuseTask(
        "offering pay",
        { holder: "a", yen: "599999999", reference: "M-A" },
        /application money of a \(0x\w+\) is ¥600,000,000, not ¥599,999,999/,
      );
      const [step] = (await executeTask("offering pay", { holder: "a", reference: "M-A" })).steps;
      expect(step?.sent?.events[0]?.values).to.deep.equal({
        holder: accounts["signer8"],
        amountYen: "600000000", // 6 × 100,000,000
        bankReference: "M-A",
      });
      expect((await executeTask("offering pay", { holder: "a", reference: "M-A" })).steps).to.deep.equal([]);
      await refuseTask("offering pay", { holder: "c", reference: "M-C" }, /of c \(0x\w+\) is Withdrawn/);
      await refuseTask(
        "offering pay",
        { holder: "b", reference: " " },
        /--reference: found " ", expected 1 to 31 ASCII/,
      );
    });
  });

  context("offering underwrite and deliver", () => {
    it("waits for the closing day [I-5, I-7]", async () => {
      await refuseTask("offering underwrite", { reference: "U" }, /closing day 2023-12-14 has not come/);
      await refuseTask("offering deliver", {}, /closing day 2023-12-14 has not come/);
    });

    it("needs the underwriting, which the issuer confirms once [I-7]", async () => {
      await goTo("2023-12-14T09:00:00");
      await executeTask("bond issue");
      await refuseTask("offering deliver", {}, /issuer has not confirmed that the underwriter paid/);
      const [step] = (await executeTask("offering underwrite", { reference: "U-1" })).steps;
      expect(step).to.deep.include({ role: "issuer", signer: accounts["issuer"] });
      expect(step?.sent?.events[0]?.values).to.deep.equal({
        dealer: accounts["dealer"],
        bonds: 10,
        grossYen: "1000000000",
        feeYen: "2750000",
        bankReference: "U-1",
      });
      expect((await executeTask("offering underwrite", { reference: "U-2" })).steps).to.deep.equal([]);
    });

    it("delivers to all who paid, each with the reference of his money, and leaves out who did not [I-5, I-7]", async () => {
      const shown = await planTask("offering deliver");
      expect(shown.steps).to.have.length(1);
      expect(shown.notes).to.deep.equal(["not paid, left out: b, c"]);
      const sent = await executeTask("offering deliver");
      expect(sent.steps[0]?.sent?.events.map(({ name }) => name)).to.deep.equal(["AllotmentDelivered", "Transfer"]);
      expect(sent.steps[0]?.sent?.events[0]?.values).to.deep.equal({
        holder: accounts["signer8"],
        bonds: 6,
        bankReference: "M-A",
      });
      await refuseTask("offering deliver", { holder: "b" }, /application of b \(0x\w+\) is Allotted/);
      await executeTask("offering pay", { holder: "b", reference: "M-B" });
      await executeTask("offering deliver", { holder: "b", reference: "D-B" });
      const again = await executeTask("offering deliver");
      expect(again.steps).to.deep.equal([]);
      expect(again.notes).to.deep.equal(["delivered already, skipped: a, b", "not paid, left out: c"]);
    });

    it("shows figures, ratings and applications, for machines and for people [I-3, I-7, I-8]", async () => {
      const status = await offering();
      expect(status).to.deep.include({
        applicationDay: "2023-12-07",
        closingDay: "2023-12-14",
        bonds: 10,
        issuePriceYenPerBond: "100000000",
        grossProceedsYen: "1000000000",
        underwritingFeeYen: "2750000",
        issueCostsYen: "3000000",
        netProceedsYen: "997000000",
        ratings: [{ agency: "R&I", rating: "AA-" }],
        underwritten: true,
        appliedBonds: 12, // 7 and 5; c withdrew
        allottedBonds: 10,
        paidBonds: 10,
        deliveredBonds: 10,
      });
      expect(status.applications[0]).to.deep.equal({
        id: 1,
        holder: "a",
        account: accounts["signer8"],
        state: "Delivered",
        appliedBonds: 7,
        allottedBonds: 6,
        priceYen: "600000000",
        bankReference: "M-A",
      });
      const { stdout } = await runTask("offering status");
      expect(stdout).to.contain("gross ¥1,000,000,000, costs ¥3,000,000 (fee ¥2,750,000), net ¥997,000,000");
      expect(stdout).to.match(/^2 +b +Delivered +5 +4 +¥400,000,000 +M-B$/m);
    });
  });

  context("trade propose and confirm", () => {
    const deal = { from: "a", to: "dealer", bonds: "2", priceYen: "199000000", tradeDay: "2024-06-07" };

    it("says that there is no trade yet", async () => {
      expect((await runTask("trade list")).stdout).to.contain("no trade yet");
      await refuseTask("trade confirm", { id: "1", bonds: "2", priceYen: "199000000" }, /--id: found "1".*none: start/);
    });

    it("proposes, signed by the dealer unless --by says otherwise, with the usual expiry day [T-2, T-5]", async () => {
      await goTo("2024-06-07T09:00:00");
      const [step] = (await planTask("trade propose", deal)).steps;
      expect(step).to.deep.include({ role: "dealer", signer: accounts["dealer"], contract: "BondMarket" });
      expect(step?.changes).to.contain("can be settled from 2024-06-11 through 2024-07-07"); // 7 June + 30 days
      const sent = await executeTask("trade propose", { ...deal, by: "a" });
      expect(sent.steps[0]).to.deep.include({ role: "a", signer: accounts["signer8"] });
      expect(sent.steps[0]?.sent?.events[0]).to.deep.include({
        name: "TradeProposed",
        values: {
          id: 1,
          seller: accounts["signer8"],
          buyer: accounts["dealer"],
          bonds: 2,
          priceYen: "199000000",
          tradeDay: "2024-06-07",
          expiryDay: "2024-07-07",
          by: "Seller",
        },
      });
    });

    it("refuses what is no trade with the dealer, in one line [T-2]", async () => {
      await refuseTask("trade propose", { ...deal, to: "b", by: "a" }, /does not have the dealer on exactly one side/);
      await refuseTask("trade propose", { ...deal, by: "b" }, /b \(0x\w+\) is neither seller nor buyer of trade 2/);
      await refuseTask(
        "trade propose",
        { ...deal, from: "issuer" },
        /issuer \(0x\w+\) is Issuer, which this is not for/,
      );
      await refuseTask("trade propose", { ...deal, tradeDay: "2024-06-08" }, /2024-06-08 cannot be the day/);
      await refuseTask("trade propose", { ...deal, tradeDay: "1969-12-31" }, /--trade-day: found "1969-12-31"/);
      await refuseTask("trade propose", { ...deal, tradeDay: "2035-01-01" }, /2035-01-01 cannot be the day/);
      await refuseTask("trade propose", { ...deal, expiryDay: "2024-06-10" }, /settled from 2024-06-11, and at most/);
      await refuseTask("trade propose", { ...deal, priceYen: "1.5" }, /--price-yen: found "1\.5", expected whole yen/);
      await refuseTask("trade propose", { ...deal, bonds: "0" }, /--bonds: found "0", expected an integer from 1/);
    });

    it("confirms as the other side, only with the same bonds and price, and skips what is confirmed", async () => {
      const right = { id: "1", bonds: "2", priceYen: "199000000" };
      await refuseTask("trade confirm", { ...right, bonds: "3" }, /trade 1 is about 2 bonds for ¥199,000,000/);
      await refuseTask("trade confirm", { ...right, priceYen: "198999999" }, /confirm exactly that/);
      const sent = await executeTask("trade confirm", right);
      expect(sent.steps[0]).to.deep.include({ role: "dealer", signer: accounts["dealer"] });
      expect((await executeTask("trade confirm", right)).steps).to.deep.equal([]);
      await refuseTask("trade confirm", { ...right, id: "2" }, /--id: found "2", expected a trade from 1 to 1/);
    });
  });

  context("trade settle", () => {
    it("waits for the second bank business day, and is signed by the seller [T-5]", async () => {
      const args = { id: "1", reference: "CASH-1" };
      await refuseTask("trade settle", args, /trade 1 settles from 2024-06-11 on, today is 2024-06-07/);
      await goTo("2024-06-11T00:00:00");
      const [step] = (await planTask("trade settle", args)).steps;
      expect(step).to.deep.include({ role: "a", contract: "BondToken", function: "settleAgreement" });
      const sent = await executeTask("trade settle", args);
      expect(sent.steps[0]?.sent?.events[0]).to.deep.include({
        name: "TradeSettled",
        values: {
          id: 1,
          seller: accounts["signer8"],
          buyer: accounts["dealer"],
          bonds: 2,
          priceYen: "199000000",
          bankReference: "CASH-1",
        },
      });
      expect((await executeTask("trade settle", args)).steps).to.deep.equal([]);
    });

    it("is refused in a closed window, with the token's reason [T-1]", async () => {
      const deal = { from: "dealer", to: "c", bonds: "2", priceYen: "200000000", tradeDay: "2024-06-10" };
      await executeTask("trade propose", deal);
      await executeTask("trade confirm", { id: "2", bonds: "2", priceYen: "200000000" });
      expect(await tradeNow("2")).to.deep.include({
        state: "Confirmed",
        earliestSettlementDay: "2024-06-12",
        settleableFrom: "2024-06-15",
        proposedBy: "seller",
        cancelAskedBy: null,
      });
      await goTo("2024-06-12T09:00:00");
      await refuseTask("trade settle", { id: "2", reference: "CASH-2" }, /ClosedWindow: .*\[T-1\] \(code 3\)/);
    });
  });

  context("trade cancel, expire and fail", () => {
    it("cancels a confirmed trade when both sides ask", async () => {
      await executeTask("trade cancel", { id: "2" });
      expect(await tradeNow("2")).to.deep.include({ state: "Confirmed", cancelAskedBy: "seller" });
      expect((await runTask("trade show", { id: "2" })).stdout).to.contain("the seller asks to cancel it");
      await refuseTask(
        "trade cancel",
        { id: "2" },
        /dealer \(0x\w+\) has said so already: let the other side of trade 2/,
      );
      await executeTask("trade cancel", { id: "2", by: "c" });
      expect((await executeTask("trade cancel", { id: "2" })).steps).to.deep.equal([]);
    });

    it("fails a trade with a reason, once it could have been settled [T-5]", async () => {
      await goTo("2024-06-17T09:00:00");
      const deal = { from: "b", to: "dealer", bonds: "1", priceYen: "99000000", tradeDay: "2024-06-17" };
      await executeTask("trade propose", { ...deal, expiryDay: "2024-06-20" });
      await executeTask("trade confirm", { id: "3", bonds: "1", priceYen: "99000000" });
      const args = { id: "3", reason: "cash leg missing" };
      await refuseTask("trade fail", args, /trade 3 settles from 2024-06-19 on/);
      await executeTask("trade propose", { ...deal, expiryDay: "2024-06-20" });
      await goTo("2024-06-19T00:00:00");
      const [step] = (await executeTask("trade fail", args)).steps;
      expect(step?.sent?.events[0]?.values).to.deep.include({ reason: "cash leg missing" });
      expect((await executeTask("trade fail", args)).steps).to.deep.equal([]);
    });

    it("expires a trade after its last day", async () => {
      await refuseTask("trade expire", { id: "4" }, /trade 4 can still be settled through 2024-06-20/);
      await goTo("2024-06-21T00:00:00");
      await executeTask("trade expire", { id: "4", by: "c" });
      expect((await executeTask("trade expire", { id: "4" })).steps).to.deep.equal([]);
      await refuseTask("trade cancel", { id: "4" }, /trade 4 is Expired, which is not the moment/);
    });

    it("lists the trades with labels, for machines and for people", async () => {
      const { trades } = documentOf<{ trades: Readonly<Record<string, unknown>>[] }>(
        await runTask("trade list", { json: true }),
      );
      expect(trades.map(({ id, state }) => `${String(id)} ${String(state)}`)).to.deep.equal([
        "1 Settled",
        "2 Cancelled",
        "3 Failed",
        "4 Expired",
      ]);
      expect(trades[0]).to.deep.equal({
        id: 1,
        state: "Settled",
        seller: "a",
        sellerAccount: accounts["signer8"],
        buyer: "dealer",
        buyerAccount: accounts["dealer"],
        bonds: 2,
        priceYen: "199000000",
        tradeDay: "2024-06-07",
        expiryDay: "2024-07-07",
        proposedBy: "seller",
        cancelAskedBy: null,
      });
      const { stdout } = await runTask("trade list");
      expect(stdout).to.match(/^1 +Settled +a +dealer +2 +¥199,000,000 +2024-06-07 +2024-07-07$/m);
    });
  });
});
