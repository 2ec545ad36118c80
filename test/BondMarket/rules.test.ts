import { expect } from "chai";
import {
  CODE,
  ORDER,
  administer,
  freeze,
  order,
  placed,
  prepared,
  replaceKey,
  suspend,
  type Market,
} from "../support/market";
import { fixture } from "../support/chain";
import { hitachiOn } from "../support/network";
import { at, day, goTo, issuedSuite, openAccounts } from "../support/suite";
import { agreed, expectHeld, sale, saleTo, settles, stateOf, TRADE } from "../support/trading";

describe("BondMarket: the closed windows bind settlements", () => {
  // 14 June 2024 is a Friday: closed from Wednesday 12. Monday 10 and Tuesday 11 are business days.
  it("Friday 7 June 2024 is the last trade day that settles before the window: on Tuesday 11, 00:00:00 [T-5, T-1]", async () => {
    const suite = await placed();
    await goTo("2024-06-07T12:00:00");
    const id = await agreed(suite, sale(suite, "2024-06-07", "2024-06-30"));
    expect(await suite.market.settleableFrom(id)).to.equal(day("2024-06-11"));
    await at("2024-06-10T23:59:59");
    await expect(settles(suite, suite.a, id)).to.be.revertedWithCustomError(suite.market, "NotYetSettleable");
    await at("2024-06-11T00:00:00");
    await settles(suite, suite.a, id);
  });

  it("a trade of 7 June still settles on 11 June 23:59:59, and then waits: 12 June 00:00:00 is closed [T-1, T-5]", async () => {
    const suite = await placed();
    await goTo("2024-06-07T12:00:00");
    const deal = sale(suite, "2024-06-07", "2024-06-30");
    const [first, second] = [await agreed(suite, deal), await agreed(suite, deal)];
    await at("2024-06-11T23:59:59");
    await settles(suite, suite.a, first);
    await at("2024-06-12T00:00:00");
    await expectHeld(suite, deal, second, CODE.ClosedWindow);
    await at("2024-06-14T23:59:59");
    await expectHeld(suite, deal, second, CODE.ClosedWindow);
    await at("2024-06-15T00:00:00");
    await settles(suite, suite.a, second);
  });

  // The weekend counts as Monday 10; the second business day after is Wednesday 12, Thursday 13, Friday 14: all closed.
  for (const [tradeDay, earliest] of [
    ["2024-06-08", "2024-06-12"],
    ["2024-06-09", "2024-06-12"],
    ["2024-06-10", "2024-06-12"],
    ["2024-06-11", "2024-06-13"],
    ["2024-06-12", "2024-06-14"],
  ] as const) {
    it(`a trade of ${tradeDay} waits: refused from ${earliest} through 14 June 23:59:59, settled on 15 June 00:00:00 [T-5, T-1]`, async () => {
      const suite = await placed();
      await goTo(`${tradeDay}T12:00:00`);
      const deal = sale(suite, tradeDay, "2024-06-30");
      const id = await agreed(suite, deal);
      expect(await suite.market.earliestSettlementDay(id)).to.equal(day(earliest));
      expect(await suite.market.settleableFrom(id)).to.equal(day("2024-06-15"));
      for (const moment of [`${earliest}T00:00:00`, "2024-06-14T23:59:59"]) {
        await at(moment);
        await expectHeld(suite, deal, id, CODE.ClosedWindow);
      }
      await at("2024-06-15T00:00:00");
      await settles(suite, suite.a, id);
    });
  }

  it("a trade of Thursday 13 June is not held by the window: it settles on Monday 17 [T-5]", async () => {
    const suite = await placed();
    await goTo("2024-06-13T12:00:00");
    const id = await agreed(suite, sale(suite, "2024-06-13", "2024-06-30"));
    expect(await suite.market.settleableFrom(id)).to.equal(day("2024-06-17"));
    await at("2024-06-16T23:59:59");
    await expect(settles(suite, suite.a, id)).to.be.revertedWithCustomError(suite.market, "NotYetSettleable");
    await at("2024-06-17T00:00:00");
    await settles(suite, suite.a, id);
  });

  it("a settlement after the record day leaves what was read of it alone [P-3]", async () => {
    const suite = await placed();
    await goTo("2024-06-10T12:00:00");
    const id = await agreed(suite, sale(suite, "2024-06-10", "2024-06-30"));
    await at("2024-06-15T00:00:00");
    await settles(suite, suite.a, id);
    expect(await suite.token.bondsAtRecord(1, suite.a)).to.equal(40);
    expect(await suite.token.balanceOf(suite.a)).to.equal(30);
  });
});

describe("BondMarket: the issuer's purchase", () => {
  it("settles from the earliest day of a trade of the closing day on: 18 December 2023 [P-6, T-5]", async () => {
    const suite = await placed();
    const id = await agreed(suite, saleTo(suite, suite.issuer, "2023-12-14", "2024-01-31"));
    await at("2023-12-17T23:59:59");
    await expect(settles(suite, suite.dealer, id)).to.be.revertedWithCustomError(suite.market, "NotYetSettleable");
    await at("2023-12-18T00:00:00");
    await settles(suite, suite.dealer, id);
    await suite.token.connect(suite.issuer).cancel(3);
    expect(await suite.token.totalSupply()).to.equal(97);
  });

  it("settles through 11 December 2028, the third business day before maturity; then the window is closed [P-6, T-1]", async () => {
    const suite = await placed();
    await goTo("2028-12-07T12:00:00"); // Thursday: Friday 8, Monday 11
    const deal = saleTo(suite, suite.issuer, "2028-12-07", "2028-12-14");
    const [first, second] = [await agreed(suite, deal), await agreed(suite, deal)];
    await at("2028-12-11T23:59:59");
    await settles(suite, suite.dealer, first);
    await at("2028-12-12T00:00:00");
    await expectHeld(suite, deal, second, CODE.ClosedWindow);
  });

  it("ends before the window begins where a weekend lies between: a maturity on Wednesday 12 June 2024 [P-6]", async () => {
    // Closed from Monday 10 June; the third business day before is Friday 7. On Saturday 8 others may trade, the issuer may not.
    const suite = await fixture(wednesday);
    await goTo("2024-06-05T12:00:00");
    const purchase = saleTo(suite, suite.issuer, "2024-06-05", "2024-06-12"); // Wednesday: Thursday 6, Friday 7
    const [first, second] = [await agreed(suite, purchase), await agreed(suite, purchase)];
    const other = await agreed(suite, saleTo(suite, suite.a, "2024-06-05", "2024-06-12"));
    await at("2024-06-07T23:59:59");
    await settles(suite, suite.dealer, first);
    await at("2024-06-08T00:00:00");
    await expectHeld(suite, purchase, second, CODE.IssuerOutsidePurchaseWindow);
    await settles(suite, suite.dealer, other);
  });
});

const wednesday = async (): Promise<Market> => {
  const suite = await issuedSuite(hitachiOn("2024-06-12", "2024-06-12"));
  const [a] = suite.investors;
  await openAccounts(suite, [a!]);
  return { ...suite, a: a! } as Market;
};

describe("BondMarket: what became of the accounts in the meantime", () => {
  it("does not settle with a buyer who was suspended since, and does once he is resumed [T-7]", async () => {
    const suite = await placed();
    const deal = saleTo(suite, suite.c, "2023-12-14", "2024-01-31");
    const id = await agreed(suite, deal);
    await suspend(suite, suite.c);
    await at("2023-12-18T00:00:00");
    await expectHeld(suite, deal, id, CODE.ReceiverSuspended);
    await suite.registry.connect(suite.registerAdministrator).resume(suite.c, `0x${"11".repeat(32)}`);
    await settles(suite, suite.dealer, id);
  });

  it("does not settle with a seller who was suspended since, or whose bonds were frozen [T-7]", async () => {
    const suite = await placed();
    const deal = sale(suite, "2023-12-14", "2024-01-31");
    const id = await agreed(suite, deal);
    await freeze(suite, suite.a, 31); // 9 of 40 are free, 10 are sold
    await at("2023-12-18T00:00:00");
    await expect(settles(suite, suite.a, id))
      .to.be.revertedWithCustomError(suite.token, "ERC7943InsufficientUnfrozenBalance")
      .withArgs(suite.a.address, 10, 9);
    await suspend(suite, suite.a);
    await expectHeld(suite, deal, id, CODE.SenderSuspended);
  });

  it("does not settle with the seller's old key nor with his new one: it is proposed anew [T-7]", async () => {
    const suite = await placed();
    const deal = sale(suite, "2023-12-14", "2024-01-31");
    const id = await agreed(suite, deal);
    await replaceKey(suite, suite.a, suite.newKey);
    await at("2023-12-18T00:00:00");
    await expectHeld(suite, deal, id, CODE.SenderUnknown);
    await expect(settles(suite, suite.newKey, id))
      .to.be.revertedWithCustomError(suite.market, "NotTheSeller")
      .withArgs(id, suite.newKey.address);
    const anew = await agreed(suite, { ...deal, seller: suite.newKey });
    await settles(suite, suite.newKey, anew);
    expect(await suite.token.balanceOf(suite.newKey)).to.equal(30);
  });

  it("does not settle with the buyer's old key [T-7]", async () => {
    const suite = await placed();
    const deal = saleTo(suite, suite.c, "2023-12-14", "2024-01-31");
    const id = await agreed(suite, deal);
    await order(suite, ORDER.NewKey, suite.c, suite.newKey, 0);
    await suite.registry.connect(suite.registerAdministrator).replaceKey(suite.c, suite.newKey);
    await at("2023-12-18T00:00:00");
    await expectHeld(suite, deal, id, CODE.ReceiverUnknown);
  });

  it("does not settle with the dealer's old account, and its trades can be ended all the same [T-2]", async () => {
    const suite = await placed();
    const [bought, sold] = [
      sale(suite, "2023-12-14", "2024-01-31"),
      saleTo(suite, suite.c, "2023-12-14", "2024-01-31"),
    ];
    const [first, second] = [await agreed(suite, bought), await agreed(suite, sold)];
    await administer(suite, suite.token, "moveParty", [2, suite.newKey.address, `0x${"11".repeat(32)}`]); // five days later
    await expectHeld(suite, bought, first, CODE.ReceiverUnknown);
    await expectHeld(suite, sold, second, CODE.SenderUnknown);
    await expect(settles(suite, suite.newKey, second)).to.be.revertedWithCustomError(suite.market, "NotTheSeller");
    await suite.market.connect(suite.a).fail(first, `0x${"22".repeat(32)}`);
    expect(await stateOf(suite, first)).to.equal(TRADE.failed);
    await settles(suite, suite.a, await agreed(suite, { ...bought, buyer: suite.newKey }));
  });
});

describe("BondMarket: the way that the issuer designates", () => {
  const PLAIN_ONLY = 1;
  const AGREEMENTS_ONLY = 2;

  it("closes agreements and leaves plain transfers open [T-3]", async () => {
    const suite = await placed();
    const deal = sale(suite, "2023-12-14", "2024-01-31");
    const id = await agreed(suite, deal);
    await suite.token.connect(suite.issuer).designateWays(PLAIN_ONLY);
    await at("2023-12-18T00:00:00");
    await expectHeld(suite, deal, id, CODE.NotDesignated);
    await suite.token.connect(suite.a).transfer(suite.dealer, 10);
  });

  it("closes plain transfers and leaves agreements open [T-3]", async () => {
    const suite = await placed();
    const id = await agreed(suite, sale(suite, "2023-12-14", "2024-01-31"));
    await suite.token.connect(suite.issuer).designateWays(AGREEMENTS_ONLY);
    await at("2023-12-18T00:00:00");
    await expect(suite.token.connect(suite.a).transfer(suite.dealer, 10, { gasLimit: 1_000_000 }))
      .to.be.revertedWithCustomError(suite.token, "TransferRestricted")
      .withArgs(CODE.NotDesignated, suite.a.address, suite.dealer.address, 10);
    await settles(suite, suite.a, id);
    expect(await suite.token.balanceOf(suite.a)).to.equal(30);
  });
});

describe("BondMarket: before the issue", () => {
  it("settles no trade of a bond that was never issued, though its closing day has passed [I-2, I-5]", async () => {
    const suite = await prepared();
    await goTo("2023-12-14T12:00:00");
    const deal = saleTo(suite, suite.c, "2023-12-14", "2024-01-31");
    const id = await agreed(suite, deal);
    await at("2023-12-18T00:00:00");
    await expectHeld(suite, deal, id, CODE.NotIssued);
  });
});
