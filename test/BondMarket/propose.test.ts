import { expect } from "chai";
import { ethers } from "hardhat";
import { KIND, STATUS, placed, replaceKey, suspend } from "../support/market";
import { at, day, goTo } from "../support/suite";
import { agreed, confirms, proposes, sale, saleTo, SIDE, stateOf, TRADE, type Deal } from "../support/trading";

describe("BondMarket.propose", () => {
  context("when a party proposes to the other", () => {
    it("records what was agreed, and that the proposer confirms it [T-2, T-5]", async () => {
      const suite = await placed(); // 14 December 2023
      const { market, a, dealer } = suite;
      const deal = sale(suite, "2023-12-14", "2024-01-31");
      await expect(proposes(suite, a, deal))
        .to.emit(market, "TradeProposed")
        .withArgs(1, a.address, dealer.address, 10, 995_000_000, day("2023-12-14"), day("2024-01-31"), SIDE.seller);
      expect(await market.tradeCount()).to.equal(1);
      expect([...(await market.tradeAt(1))]).to.deep.equal([
        a.address,
        10n,
        BigInt(day("2024-01-31")),
        TRADE.proposed,
        SIDE.seller,
        SIDE.neither,
        dealer.address,
        995_000_000n,
        BigInt(day("2023-12-14")),
      ]);
    });

    it("lets the buyer propose as well [T-2]", async () => {
      const suite = await placed();
      await proposes(suite, suite.dealer, sale(suite, "2023-12-14", "2024-01-31"));
      expect((await suite.market.tradeAt(1)).proposedBy).to.equal(SIDE.buyer);
    });

    it("moves no bond and locks none: the seller can still give them away [T-4]", async () => {
      const suite = await placed();
      await proposes(suite, suite.a, sale(suite, "2023-12-14", "2024-01-31"));
      expect(await suite.token.balanceOf(suite.a)).to.equal(40);
      expect(await suite.token.getFrozenTokens(suite.a)).to.equal(0);
      await suite.token.connect(suite.a).transfer(suite.dealer, 40);
    });

    it("takes more bonds than the seller has: that is decided when they move [T-5]", async () => {
      const suite = await placed();
      await proposes(suite, suite.a, { ...sale(suite, "2023-12-14", "2024-01-31"), bonds: 41 });
      expect(await suite.market.tradeCount()).to.equal(1);
    });
  });

  context("by who trades", () => {
    const refused = async (make: (suite: Awaited<ReturnType<typeof placed>>) => Deal, error: string) => {
      const suite = await placed();
      const deal = make(suite);
      await expect(proposes(suite, deal.seller, deal)).to.be.revertedWithCustomError(suite.market, error);
      expect(await suite.market.tradeCount()).to.equal(0);
    };

    it("refuses two investors: the dealer must be one side [T-2]", () =>
      refused((suite) => ({ ...sale(suite, "2023-12-14", "2024-01-31"), buyer: suite.b }), "NotWithDealer"));

    it("refuses an investor who sells to the issuer [T-2, P-6]", () =>
      refused((suite) => ({ ...sale(suite, "2023-12-14", "2024-01-31"), buyer: suite.issuer }), "NotWithDealer"));

    it("refuses the dealer with itself, and an investor with himself [T-2]", async () => {
      await refused((suite) => saleTo(suite, suite.dealer, "2023-12-14", "2024-01-31"), "NotWithDealer");
      await refused((suite) => ({ ...sale(suite, "2023-12-14", "2024-01-31"), buyer: suite.a }), "NotWithDealer");
    });

    it("refuses the issuer as seller, and takes it as buyer [P-6]", async () => {
      const suite = await placed();
      const deal = { ...sale(suite, "2023-12-14", "2024-01-31"), seller: suite.issuer };
      await expect(proposes(suite, suite.issuer, deal))
        .to.be.revertedWithCustomError(suite.market, "WrongAccountKind")
        .withArgs(suite.issuer.address, KIND.Issuer);
      await proposes(suite, suite.issuer, saleTo(suite, suite.issuer, "2023-12-14", "2024-01-31"));
      expect(await stateOf(suite, 1)).to.equal(TRADE.proposed);
    });

    it("refuses an account that is not in the register, on either side [R-1]", async () => {
      const suite = await placed();
      const { market, stranger, dealer } = suite;
      for (const deal of [
        saleTo(suite, stranger, "2023-12-14", "2024-01-31"),
        { ...sale(suite, "2023-12-14", "2024-01-31"), seller: stranger },
      ])
        await expect(proposes(suite, dealer, deal))
          .to.be.revertedWithCustomError(market, "AccountUnknown")
          .withArgs(stranger.address);
    });

    it("refuses a suspended account and one that a new key replaced [T-7]", async () => {
      const suite = await placed();
      const { market, a, b, newKey } = suite;
      await suspend(suite, a);
      await replaceKey(suite, b, newKey); // a day passes: 15 December
      for (const [account, status] of [
        [a, STATUS.Suspended],
        [b, STATUS.Closed],
      ] as const)
        await expect(proposes(suite, account, { ...sale(suite, "2023-12-14", "2024-01-31"), seller: account }))
          .to.be.revertedWithCustomError(market, "WrongAccountStatus")
          .withArgs(account.address, status);
    });

    it("refuses who is no party: another investor, the issuer, a stranger", async () => {
      const suite = await placed();
      for (const caller of [suite.b, suite.issuer, suite.stranger, suite.registerAdministrator])
        await expect(proposes(suite, caller, sale(suite, "2023-12-14", "2024-01-31")))
          .to.be.revertedWithCustomError(suite.market, "NotAParty")
          .withArgs(1, caller.address);
    });
  });

  context("by bonds and price", () => {
    for (const [bonds, priceYen] of [
      [0, 1n],
      [1, 0n],
      [0, 0n],
    ] as const)
      it(`refuses ${bonds} bonds for ¥${priceYen}`, async () => {
        const suite = await placed();
        await expect(proposes(suite, suite.a, { ...sale(suite, "2023-12-14", "2024-01-31"), bonds, priceYen }))
          .to.be.revertedWithCustomError(suite.market, "NothingTraded")
          .withArgs(bonds, priceYen);
      });

    it("takes any price from ¥1 on: none is guaranteed [T-5]", async () => {
      const suite = await placed();
      const deal = { ...sale(suite, "2023-12-14", "2024-01-31"), bonds: 1 };
      await proposes(suite, suite.a, { ...deal, priceYen: 1n });
      await proposes(suite, suite.a, { ...deal, priceYen: 2n ** 64n - 1n });
      expect((await suite.market.tradeAt(2)).priceYen).to.equal(2n ** 64n - 1n);
    });
  });

  context("by the trade day", () => {
    it("takes the closing day and today, not the days around them [I-5]", async () => {
      const suite = await placed();
      await goTo("2023-12-20T12:00:00");
      for (const tradeDay of ["2023-12-14", "2023-12-20"])
        await proposes(suite, suite.a, sale(suite, tradeDay, "2024-01-31"));
      for (const tradeDay of ["2023-12-13", "2023-12-21"])
        await expect(proposes(suite, suite.a, sale(suite, tradeDay, "2024-01-31")))
          .to.be.revertedWithCustomError(suite.market, "TradeDayOutOfRange")
          .withArgs(day(tradeDay), day("2023-12-14"), day("2023-12-20"));
    });

    it("takes tomorrow only from 00:00:00 Japan time on [T-5]", async () => {
      const suite = await placed();
      await at("2023-12-20T23:59:59");
      await expect(proposes(suite, suite.a, sale(suite, "2023-12-21", "2024-01-31"))).to.be.revertedWithCustomError(
        suite.market,
        "TradeDayOutOfRange",
      );
      await at("2023-12-21T00:00:00");
      await proposes(suite, suite.a, sale(suite, "2023-12-21", "2024-01-31"));
    });

    it("refuses a trade that could only settle after maturity [T-1, T-5]", async () => {
      const suite = await placed();
      // Maturity is Thursday 14 December 2028, closed from Tuesday 12. Thursday 7 settles on Monday 11, Friday 8 after the window: on 15.
      await goTo("2028-12-08T12:00:00");
      await proposes(suite, suite.a, sale(suite, "2028-12-07", "2028-12-14"));
      await expect(proposes(suite, suite.a, sale(suite, "2028-12-08", "2028-12-14")))
        .to.be.revertedWithCustomError(suite.market, "ExpiryOutOfRange")
        .withArgs(day("2028-12-14"), day("2028-12-15"), day("2028-12-14"));
    });
  });

  context("by the expiry day", () => {
    it("takes the first day on which it can be settled through maturity, not the days around them [T-5]", async () => {
      const suite = await placed(); // Thursday 14 December 2023: settles on Monday 18
      for (const expiryDay of ["2023-12-18", "2028-12-14"])
        await proposes(suite, suite.a, sale(suite, "2023-12-14", expiryDay));
      for (const expiryDay of ["2023-12-17", "2028-12-15"])
        await expect(proposes(suite, suite.a, sale(suite, "2023-12-14", expiryDay)))
          .to.be.revertedWithCustomError(suite.market, "ExpiryOutOfRange")
          .withArgs(day(expiryDay), day("2023-12-18"), day("2028-12-14"));
    });

    it("must reach beyond the closed window in which the trade waits [T-1, T-5]", async () => {
      const suite = await placed();
      await goTo("2024-06-10T12:00:00"); // Monday 10 June: settles on Wednesday 12, closed through Friday 14
      await expect(proposes(suite, suite.a, sale(suite, "2024-06-10", "2024-06-14")))
        .to.be.revertedWithCustomError(suite.market, "ExpiryOutOfRange")
        .withArgs(day("2024-06-14"), day("2024-06-15"), day("2028-12-14"));
      await proposes(suite, suite.a, sale(suite, "2024-06-10", "2024-06-15"));
    });

    it("is not past, however long ago the trade was agreed", async () => {
      const suite = await placed();
      await goTo("2024-02-01T00:00:00");
      await expect(proposes(suite, suite.a, sale(suite, "2023-12-14", "2024-01-31")))
        .to.be.revertedWithCustomError(suite.market, "ExpiryOutOfRange")
        .withArgs(day("2024-01-31"), day("2024-02-01"), day("2028-12-14"));
      await proposes(suite, suite.a, sale(suite, "2023-12-14", "2024-02-01"));
    });
  });
});

describe("BondMarket.confirm", () => {
  it("makes the trade binding when the other side confirms [T-5]", async () => {
    const suite = await placed();
    const deal = sale(suite, "2023-12-14", "2024-01-31");
    await proposes(suite, suite.a, deal);
    await expect(confirms(suite, suite.dealer, 1, deal))
      .to.emit(suite.market, "TradeConfirmed")
      .withArgs(1, suite.dealer.address);
    expect(await stateOf(suite, 1)).to.equal(TRADE.confirmed);
  });

  it("refuses the side that proposed it, whichever that is", async () => {
    const suite = await placed();
    const deal = sale(suite, "2023-12-14", "2024-01-31");
    for (const by of [suite.a, suite.dealer]) {
      await proposes(suite, by, deal);
      const id = await suite.market.tradeCount();
      await expect(confirms(suite, by, id, deal))
        .to.be.revertedWithCustomError(suite.market, "AwaitsOtherSide")
        .withArgs(id, by.address);
    }
  });

  it("refuses who is no party", async () => {
    const suite = await placed();
    const deal = sale(suite, "2023-12-14", "2024-01-31");
    await proposes(suite, suite.a, deal);
    for (const caller of [suite.b, suite.issuer, suite.stranger])
      await expect(confirms(suite, caller, 1, deal))
        .to.be.revertedWithCustomError(suite.market, "NotAParty")
        .withArgs(1, caller.address);
  });

  it("refuses other bonds or another price than was proposed", async () => {
    const suite = await placed();
    const deal = sale(suite, "2023-12-14", "2024-01-31");
    await proposes(suite, suite.a, deal);
    for (const other of [
      { ...deal, bonds: 9 },
      { ...deal, bonds: 11 },
      { ...deal, priceYen: 994_999_999n },
      { ...deal, priceYen: 995_000_001n },
    ])
      await expect(confirms(suite, suite.dealer, 1, other))
        .to.be.revertedWithCustomError(suite.market, "TradeTermsDiffer")
        .withArgs(1, 10, 995_000_000);
  });

  it("refuses after the expiry day: 31 January 23:59:59 is in time, 1 February 00:00:00 is not", async () => {
    const suite = await placed();
    const deal = sale(suite, "2023-12-14", "2024-01-31");
    await proposes(suite, suite.a, deal);
    await proposes(suite, suite.a, deal);
    await at("2024-01-31T23:59:59");
    await confirms(suite, suite.dealer, 1, deal);
    await at("2024-02-01T00:00:00");
    await expect(confirms(suite, suite.dealer, 2, deal))
      .to.be.revertedWithCustomError(suite.market, "ExpiryPassed")
      .withArgs(2, day("2024-01-31"), day("2024-02-01"));
  });

  it("refuses a suspended account, its own or the other's [T-7]", async () => {
    const suite = await placed();
    const deal = sale(suite, "2023-12-14", "2024-01-31");
    await proposes(suite, suite.a, deal);
    await suspend(suite, suite.a);
    await expect(confirms(suite, suite.dealer, 1, deal))
      .to.be.revertedWithCustomError(suite.market, "WrongAccountStatus")
      .withArgs(suite.a.address, STATUS.Suspended);
  });

  it("refuses a trade that does not exist, and one that is no longer proposed", async () => {
    const suite = await placed();
    const deal = sale(suite, "2023-12-14", "2024-01-31");
    await agreed(suite, deal);
    for (const [id, state] of [
      [0, TRADE.none],
      [1, TRADE.confirmed],
      [2, TRADE.none],
    ] as const)
      await expect(confirms(suite, suite.dealer, id, deal))
        .to.be.revertedWithCustomError(suite.market, "WrongTradeState")
        .withArgs(id, state);
  });
});

describe("BondMarket.tradesAt", () => {
  it("pages through the trades, oldest first, and ends where they end", async () => {
    const suite = await placed();
    for (const bonds of [1, 2, 3])
      await proposes(suite, suite.a, { ...sale(suite, "2023-12-14", "2024-01-31"), bonds });
    const bondsAt = async (offset: number, limit: number) =>
      (await suite.market.tradesAt(offset, limit)).map(({ bonds }) => Number(bonds));
    expect(await bondsAt(0, 2)).to.deep.equal([1, 2]);
    expect(await bondsAt(2, 2)).to.deep.equal([3]);
    expect(await bondsAt(3, 2)).to.deep.equal([]);
    expect(await bondsAt(0, 0)).to.deep.equal([]);
    expect((await suite.market.tradeAt(4)).seller).to.equal(ethers.ZeroAddress);
  });
});
