import { expect } from "chai";
import { parseDay } from "../../lib/day";
import { asOf, extractJson, type BlockJson, type Names, type ParticularsJson } from "../../lib/extract";
import { entriesOf, RegisterError, type AccountKind, type Place, type RegisterEvent } from "../../lib/register";
import { ownersOf, registerAt, type Cut } from "../../lib/registerDay";

// Seconds of 14 December 2023, 09:00 in Japan, that is 00:00 UTC: 19,705 days × 86,400
const NINE = 1_702_512_000n;
const HOUR = 3_600n;

type Said = RegisterEvent extends infer Event ? (Event extends Place ? Omit<Event, keyof Place> : never) : never;

/** Transactions, one a minute: each a list of what was said in it. */
const told = (...transactions: readonly (readonly Said[])[]): RegisterEvent[] =>
  transactions.flatMap((together, block) =>
    together.map((said, logIndex) => ({
      ...said,
      block,
      logIndex,
      transaction: `tx${block}`,
      at: NINE + BigInt(block) * 60n,
    })),
  );

const moved = (from: string | null, to: string | null, bonds: number): Said => ({ name: "Transfer", from, to, bonds });
const admitted = (account: string, kind: AccountKind, taxClass = 0): Said => ({
  name: "AccountAdmitted",
  account,
  kind,
  taxClass,
});
const opened = (account: string, holderId: string): readonly Said[] => [
  { name: "HolderOpened", account, holderId },
  admitted(account, "Investor"),
];
const order = (id: number, from: string, to: string, bonds: number, kind: "Move" | "NewKey" = "Move"): Said => ({
  name: "OrderRecorded",
  id,
  kind,
  cause: "CourtOrder",
  from,
  to,
  bonds,
  documentHash: `document ${id}`,
});

const PEOPLE = [
  admitted("dealer", "Dealer"),
  admitted("issuer", "Issuer"),
  ...opened("a", "id-a"),
  ...opened("b", "id-b"),
];
const ISSUE = [moved(null, "dealer", 10), { name: "Issued", bonds: 10 } as const];

/** Cause and reference of every entry. */
const grounds = (...transactions: readonly (readonly Said[])[]): string[] =>
  entriesOf(told(PEOPLE, ...transactions)).map(({ cause, reference, bonds }) => `${bonds} ${cause}: ${reference}`);

const trade = (id: number, seller: string, buyer: string, bonds: number): Said => ({
  name: "TradeSettled",
  id,
  seller,
  buyer,
  bonds,
  bankReference: `BANK-${id}`,
});

describe("entriesOf [R-2, T-6]", () => {
  context("when bonds come or go", () => {
    it("is the issue, a cancellation, or else a redemption", () => {
      const cancelled: Said = { name: "Cancelled", issuer: "issuer", bonds: 2 };
      expect(grounds(ISSUE, [moved("issuer", null, 2), cancelled], [moved("a", null, 2)])).to.deep.equal([
        "10 issue: tx1",
        "2 cancellation: tx2",
        "2 redemption: tx3",
      ]);
    });

    it("takes a cancellation of another number or account for none", () => {
      const cancelled: Said = { name: "Cancelled", issuer: "issuer", bonds: 3 };
      expect(grounds([moved("issuer", null, 2), cancelled])).to.deep.equal(["2 redemption: tx1"]);
      expect(grounds([moved("a", null, 3), cancelled])).to.deep.equal(["3 redemption: tx1"]);
    });

    it("refuses bonds that were not issued", () => {
      expect(() => grounds([moved(null, "dealer", 10)])).to.throw(RegisterError, /block 1, log 0 \(10 bonds\) creates/);
      expect(() => grounds([moved(null, "dealer", 9), { name: "Issued", bonds: 10 }])).to.throw(RegisterError);
    });
  });

  context("when bonds move", () => {
    it("is a trade, and a purchase if the issuer receives [P-6]", () => {
      expect(grounds([moved("dealer", "a", 1)], [moved("dealer", "issuer", 2)])).to.deep.equal([
        "1 trade: tx1",
        "2 purchase: tx2",
      ]);
    });

    it("names the trade of the market and the bank's reference, before or after the transfer", () => {
      expect(
        grounds(
          [trade(7, "a", "dealer", 3), moved("a", "dealer", 3)],
          [moved("dealer", "issuer", 3), trade(8, "dealer", "issuer", 3)],
        ),
      ).to.deep.equal(["3 trade: trade 7 / BANK-7", "3 purchase: trade 8 / BANK-8"]);
    });

    it("is no trade of the market if seller, buyer, number or transaction differs", () => {
      const differing = [trade(7, "b", "dealer", 3), trade(7, "a", "b", 3), trade(7, "a", "dealer", 4)];
      for (const each of differing) expect(grounds([moved("a", "dealer", 3), each])).to.deep.equal(["3 trade: tx1"]);
      expect(grounds([moved("a", "dealer", 3)], [trade(7, "a", "dealer", 3)])).to.deep.equal(["3 trade: tx1"]);
    });

    it("is a delivery when the offering says so", () => {
      const delivered: Said = { name: "AllotmentDelivered", holder: "a", bonds: 6, bankReference: "PAID-A" };
      expect(grounds([moved("dealer", "a", 6), delivered])).to.deep.equal(["6 delivery: PAID-A"]);
      expect(grounds([moved("dealer", "b", 6), delivered])).to.deep.equal(["6 trade: tx1"]);
      expect(grounds([moved("dealer", "a", 5), delivered])).to.deep.equal(["5 trade: tx1"]);
    });

    it("is what the order says, with its document [T-7]", () => {
      const forced: Said = { name: "ForcedTransfer", from: "a", to: "b", bonds: 2 };
      const executed = { name: "OrderExecuted", id: 1 } as const;
      const ordered = [order(1, "a", "b", 2)];
      expect(grounds(ordered, [executed, moved("a", "b", 2), forced])).to.deep.equal(["2 court order: document 1"]);
      expect(() => grounds(ordered, [moved("a", "b", 2), forced])).to.throw(
        RegisterError,
        /no such order was executed/,
      );
      expect(() => grounds([executed, moved("a", "b", 2), forced])).to.throw(RegisterError);
      expect(() => grounds([order(1, "a", "b", 3)], [executed, moved("a", "b", 2), forced])).to.throw(RegisterError);
      expect(() => grounds([order(1, "b", "a", 2)], [executed, moved("a", "b", 2), forced])).to.throw(RegisterError);
    });

    it("is a new key, or a party's new account, with its document", () => {
      const replaced: Said = { name: "KeyReplaced", oldAccount: "a", newAccount: "a2", holderId: "id-a" };
      const ordered = [order(2, "a", "a2", 0, "NewKey")];
      const executed = { name: "OrderExecuted", id: 2 } as const;
      expect(grounds(ordered, [replaced, executed, moved("a", "a2", 5)])).to.deep.equal(["5 new key: document 2"]);
      const party: Said = { name: "PartyMoved", oldAccount: "dealer", newAccount: "d2", documentHash: "document" };
      expect(grounds([moved("dealer", "d2", 4), party])).to.deep.equal(["4 party moved: document"]);
    });
  });

  context("when one transaction carries several", () => {
    it("explains each by its own, equal ones in their order", () => {
      expect(
        grounds(
          [order(1, "a", "b", 2), order(2, "b", "a", 2)],
          [
            { name: "OrderExecuted", id: 1 },
            moved("a", "b", 2),
            { name: "ForcedTransfer", from: "a", to: "b", bonds: 2 },
            { name: "OrderExecuted", id: 2 },
            moved("b", "a", 2),
            { name: "ForcedTransfer", from: "b", to: "a", bonds: 2 },
            moved("a", "dealer", 1),
            trade(5, "a", "dealer", 1),
            moved("a", "dealer", 1),
            trade(6, "a", "dealer", 1),
            moved("a", "dealer", 1),
          ],
        ),
      ).to.deep.equal([
        "2 court order: document 1",
        "2 court order: document 2",
        "1 trade: trade 5 / BANK-5",
        "1 trade: trade 6 / BANK-6",
        "1 trade: tx2",
      ]);
    });
  });

  it("leaves out records of no bonds", () => {
    expect(grounds([moved("dealer", "a", 0)])).to.deep.equal([]);
  });

  it("carries the Japan day of its moment [T-6]", () => {
    const [one, other] = entriesOf(
      told(PEOPLE, [moved("dealer", "a", 1)], [moved("dealer", "a", 1)]).map((event) => ({
        ...event,
        at: event.block === 1 ? NINE + 15n * HOUR - 1n : NINE + 15n * HOUR, // 23:59:59 and 00:00:00
      })),
    );
    expect([one?.day, other?.day]).to.deep.equal([parseDay("2023-12-14"), parseDay("2023-12-15")]);
  });
});

describe("registerAt [R-2]", () => {
  const END: Cut = { day: parseDay("2023-12-14"), moment: "end" };
  const lots = (events: RegisterEvent[], owner: string) =>
    registerAt(events, END)
      .holdings.find((each) => each.owner === owner)
      ?.lots.map(({ at, cause, bonds }) => `${(at - NINE) / 60n} ${cause} ${bonds}`);

  it("gives away what came first, whole acquisitions and parts", () => {
    const bought = [ISSUE, [moved("dealer", "a", 3)], [moved("dealer", "a", 2)], [moved("dealer", "a", 1)]];
    const after = (bonds: number) => lots(told(PEOPLE, ...bought, [moved("a", "dealer", bonds)]), "id-a");
    expect(after(0)).to.deep.equal(["2 trade 3", "3 trade 2", "4 trade 1"]);
    expect(after(2)).to.deep.equal(["2 trade 1", "3 trade 2", "4 trade 1"]);
    expect(after(3)).to.deep.equal(["3 trade 2", "4 trade 1"]);
    expect(after(4)).to.deep.equal(["3 trade 1", "4 trade 1"]);
    expect(after(6)).to.deep.equal([]);
  });

  it("acquires anew whatever comes back", () => {
    const events = told(PEOPLE, ISSUE, [moved("dealer", "a", 3)], [moved("a", "dealer", 3)], [moved("dealer", "a", 3)]);
    expect(lots(events, "id-a")).to.deep.equal(["4 trade 3"]);
    expect(lots(events, "dealer")).to.deep.equal(["1 issue 4", "3 trade 3"]);
  });

  it("keeps the acquisitions of a holder with a new key, and shows him once [P-3]", () => {
    const replaced: Said = { name: "KeyReplaced", oldAccount: "a", newAccount: "a2", holderId: "id-a" };
    const events = told(
      PEOPLE,
      ISSUE,
      [moved("dealer", "a", 3)],
      [moved("dealer", "a", 2), order(1, "a", "a2", 0, "NewKey")],
      [replaced, { name: "OrderExecuted", id: 1 }, admitted("a2", "Investor", 1), moved("a", "a2", 5)],
    );
    expect(lots(events, "id-a")).to.deep.equal(["2 trade 3", "3 trade 2"]);
    const { holdings } = registerAt(events, END);
    expect(holdings.map(({ owner }) => owner)).to.deep.equal(["dealer", "issuer", "id-a", "id-b"]);
    const [, , a] = holdings;
    expect(a).to.deep.include({ account: "a2", kind: "Investor", taxClass: 1, bonds: 5 });
    expect(a?.entries.map(({ cause }) => cause)).to.deep.equal(["trade", "trade", "new key"]);
    expect(ownersOf(events).get("id-a")?.accounts).to.deep.equal(["a", "a2"]);
  });

  it("counts the entries of the day at its end, and none of them at its start", () => {
    const events = told(PEOPLE, ISSUE).map((event) => ({
      ...event,
      at: event.block === 0 ? NINE - 48n * HOUR : event.at,
    }));
    const outstanding = (day: string, moment: Cut["moment"]) =>
      registerAt(events, { day: parseDay(day), moment }).outstanding;
    expect(outstanding("2023-12-13", "end")).to.equal(0);
    expect(outstanding("2023-12-14", "start")).to.equal(0);
    expect(outstanding("2023-12-14", "end")).to.equal(10);
    expect(outstanding("2023-12-15", "start")).to.equal(10);
  });

  it("shows the tax class of the day", () => {
    const changed: Said = { name: "TaxClassChanged", account: "b", taxClass: 1 };
    const events = told(PEOPLE, [changed]).map((event) => ({ ...event, at: NINE + BigInt(event.block) * 24n * HOUR }));
    const taxClass = (day: string) =>
      registerAt(events, { day: parseDay(day), moment: "end" }).holdings.find(({ owner }) => owner === "id-b")
        ?.taxClass;
    expect(taxClass("2023-12-14")).to.equal(0);
    expect(taxClass("2023-12-15")).to.equal(1);
  });

  it("refuses somebody who gives more than he has, and bonds in an account that is not his last", () => {
    expect(() => registerAt(told(PEOPLE, ISSUE, [moved("a", "dealer", 1)]), END)).to.throw(
      RegisterError,
      "block 2, log 0 (1 bonds) takes from a, who has 0: events before it are missing, read them all",
    );
    const stray = told(PEOPLE, ISSUE, [admitted("d2", "Dealer")]);
    expect(() => registerAt(stray, END)).to.throw(RegisterError, "the holders have 0 bonds, and 10 issued");
  });

  it("reconciles what was issued, cancelled and redeemed", () => {
    const cancelled: Said = { name: "Cancelled", issuer: "issuer", bonds: 2 };
    const events = told(
      PEOPLE,
      ISSUE,
      [moved("dealer", "issuer", 3)],
      [moved("issuer", null, 2), cancelled],
      [moved("dealer", null, 5)],
    );
    expect(registerAt(events, END)).to.deep.include({ issued: 10, cancelled: 2, redeemed: 5, outstanding: 3 });
  });
});

describe("extractJson [R-2]", () => {
  const cut: Cut = { day: parseDay("2023-12-14"), moment: "end" };
  const block: BlockJson = { number: 9, hash: "0x", at: "2024-01-01T00:00:00+09:00" };
  const particulars = { bond: "x", closing: "2023-12-14" } as ParticularsJson;
  const names: Names = {
    labelOf: (owner) => (owner === "id-a" ? "anna" : undefined),
    taxClasses: ["full"],
    denominationYen: 100n,
    issuePriceYenPerBond: 100n,
  };
  const events = told(PEOPLE, ISSUE, [moved("dealer", "a", 4)], [moved("dealer", "issuer", 1)]);

  it("prints who holds something, and adds up to the yen", () => {
    const { totals, holders, paidIn } = extractJson(registerAt(events, cut), cut, block, particulars, names);
    expect(totals).to.deep.equal({ issued: 10, cancelled: 0, redeemed: 0, outstanding: 10, outstandingYen: "1000" });
    expect(paidIn).to.deep.equal({ yen: "1000", on: "2023-12-14" });
    expect(holders.map(({ holder, taxClass, faceYen }) => `${holder} ${taxClass} ${faceYen}`)).to.deep.equal([
      "dealer full 500",
      "issuer own bonds 100",
      "anna full 400",
    ]);
    expect(holders[2]?.lots).to.deep.equal([
      {
        acquiredOn: "2023-12-14",
        acquiredAt: "2023-12-14T09:02:00+09:00",
        cause: "trade",
        reference: "tx2",
        bonds: 4,
        faceYen: "400",
      },
    ]);
  });

  it("states another price that was paid in", () => {
    const below = { ...names, issuePriceYenPerBond: 99n };
    const { paidIn } = extractJson(registerAt(events, cut), cut, block, particulars, below);
    expect(paidIn).to.deep.equal({ yen: "990", on: "2023-12-14" });
  });

  it("speaks of the cut, or of the block if that came first", () => {
    const start: Cut = { ...cut, moment: "start" };
    expect(asOf(cut, block)).to.equal("2023-12-14T23:59:59+09:00");
    expect(asOf(start, block)).to.equal("2023-12-14T00:00:00+09:00");
    expect(asOf(cut, { ...block, at: "2023-12-14T23:59:58+09:00" })).to.equal("2023-12-14T23:59:58+09:00");
  });
});
