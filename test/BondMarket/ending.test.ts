import { expect } from "chai";
import { ethers } from "hardhat";
import { MINED, placed, type Market } from "../support/market";
import { at, day, ref } from "../support/suite";
import { agreed, confirms, proposes, sale, settles, stateOf, TRADE } from "../support/trading";

const REASON = ref("cash leg missing");

/** Agreed on Thursday 14 December 2023, settles from Monday 18, expires on 31 January 2024. */
const deal = (suite: Market) => sale(suite, "2023-12-14", "2024-01-31");

const proposed = async (): Promise<Market> => {
  const suite = await placed();
  await proposes(suite, suite.a, deal(suite));
  return suite;
};

const confirmed = async (): Promise<Market> => {
  const suite = await placed();
  await agreed(suite, deal(suite));
  return suite;
};

describe("BondMarket.cancel", () => {
  context("while it is proposed", () => {
    it("is either side's alone", async () => {
      for (const party of ["a", "dealer"] as const) {
        const suite = await proposed();
        await expect(suite.market.connect(suite[party]).cancel(1))
          .to.emit(suite.market, "TradeCancelled")
          .withArgs(1, TRADE.proposed, suite[party].address);
        expect(await stateOf(suite, 1)).to.equal(TRADE.cancelled);
      }
    });
  });

  context("once both confirmed", () => {
    it("needs both: the first asks, the second completes it", async () => {
      for (const [first, second] of [
        ["a", "dealer"],
        ["dealer", "a"],
      ] as const) {
        const suite = await confirmed();
        await expect(suite.market.connect(suite[first]).cancel(1))
          .to.emit(suite.market, "CancellationAsked")
          .withArgs(1, suite[first].address);
        expect(await stateOf(suite, 1)).to.equal(TRADE.confirmed);
        await expect(suite.market.connect(suite[second]).cancel(1))
          .to.emit(suite.market, "TradeCancelled")
          .withArgs(1, TRADE.confirmed, suite[second].address);
        expect(await stateOf(suite, 1)).to.equal(TRADE.cancelled);
      }
    });

    it("is not done by one side that asks twice", async () => {
      const { market, a } = await confirmed();
      await market.connect(a).cancel(1);
      await expect(market.connect(a).cancel(1, MINED))
        .to.be.revertedWithCustomError(market, "AwaitsOtherSide")
        .withArgs(1, a.address);
    });

    it("leaves the trade to be settled while only one side asks [T-5]", async () => {
      const suite = await confirmed();
      await suite.market.connect(suite.dealer).cancel(1);
      await at("2023-12-18T00:00:00");
      await settles(suite, suite.a, 1);
      expect(await stateOf(suite, 1)).to.equal(TRADE.settled);
    });
  });

  it("is nobody else's", async () => {
    const { market, b, issuer, stranger } = await proposed();
    for (const caller of [b, issuer, stranger])
      await expect(market.connect(caller).cancel(1, MINED))
        .to.be.revertedWithCustomError(market, "NotAParty")
        .withArgs(1, caller.address);
  });
});

describe("BondMarket.expire", () => {
  for (const [what, make, state] of [
    ["proposed", proposed, TRADE.proposed],
    ["confirmed", confirmed, TRADE.confirmed],
  ] as const)
    it(`ends a ${what} trade after its expiry day, for anybody: not on 31 January 23:59:59, a second later`, async () => {
      const suite = await make();
      await at("2024-01-31T23:59:59");
      await expect(suite.market.connect(suite.stranger).expire(1, MINED))
        .to.be.revertedWithCustomError(suite.market, "ExpiryAhead")
        .withArgs(1, day("2024-01-31"), day("2024-01-31"));
      await at("2024-02-01T00:00:00");
      await expect(suite.market.connect(suite.stranger).expire(1))
        .to.emit(suite.market, "TradeExpired")
        .withArgs(1, state);
      expect(await stateOf(suite, 1)).to.equal(TRADE.expired);
    });
});

describe("BondMarket.fail", () => {
  it("is either side's, from the day on which the trade could be settled: not a second earlier [T-5]", async () => {
    for (const party of ["a", "dealer"] as const) {
      const suite = await confirmed();
      await at("2023-12-17T23:59:59");
      await expect(suite.market.connect(suite[party]).fail(1, REASON, MINED))
        .to.be.revertedWithCustomError(suite.market, "NotYetSettleable")
        .withArgs(1, day("2023-12-18"), day("2023-12-17"));
      await at("2023-12-18T00:00:00");
      await expect(suite.market.connect(suite[party]).fail(1, REASON))
        .to.emit(suite.market, "TradeFailed")
        .withArgs(1, suite[party].address, REASON);
      expect(await stateOf(suite, 1)).to.equal(TRADE.failed);
    }
  });

  it("waits through a closed window with the trade: 14 June 23:59:59 refused, 15 June 00:00:00 accepted [T-1, T-5]", async () => {
    const suite = await placed();
    await at("2024-06-10T12:00:00"); // settles on Wednesday 12, in the window of Friday 14
    await agreed(suite, sale(suite, "2024-06-10", "2024-07-31"));
    await at("2024-06-14T23:59:59");
    await expect(suite.market.connect(suite.a).fail(1, REASON, MINED))
      .to.be.revertedWithCustomError(suite.market, "NotYetSettleable")
      .withArgs(1, day("2024-06-15"), day("2024-06-14"));
    await at("2024-06-15T00:00:00");
    await suite.market.connect(suite.a).fail(1, REASON);
  });

  it("needs a reason, a party, and a confirmed trade", async () => {
    const suite = await confirmed();
    const { market, a, b } = suite;
    await proposes(suite, a, deal(suite));
    await at("2023-12-18T00:00:00");
    await expect(market.connect(a).fail(1, ethers.ZeroHash, MINED))
      .to.be.revertedWithCustomError(market, "FailureReasonMissing")
      .withArgs(1);
    await expect(market.connect(b).fail(1, REASON, MINED))
      .to.be.revertedWithCustomError(market, "NotAParty")
      .withArgs(1, b.address);
    await expect(market.connect(a).fail(2, REASON, MINED))
      .to.be.revertedWithCustomError(market, "WrongTradeState")
      .withArgs(2, TRADE.proposed);
  });
});

describe("BondMarket: a trade that has ended", () => {
  const endings: readonly [string, bigint, (suite: Market) => Promise<unknown>][] = [
    ["settled", TRADE.settled, (suite) => settles(suite, suite.a, 1)],
    [
      "cancelled",
      TRADE.cancelled,
      async ({ market, a, dealer }) => {
        await market.connect(a).cancel(1);
        await market.connect(dealer).cancel(1);
      },
    ],
    ["failed", TRADE.failed, ({ market, a }) => market.connect(a).fail(1, REASON)],
    [
      "expired",
      TRADE.expired,
      async ({ market, a }) => {
        await at("2024-02-01T00:00:00");
        await market.connect(a).expire(1);
      },
    ],
  ];
  for (const [what, state, end] of endings)
    it(`never changes again: ${what}`, async () => {
      const suite = await confirmed();
      await at("2023-12-18T00:00:00");
      await end(suite);
      const { market, a, dealer } = suite;
      const before = [...(await market.tradeAt(1))];
      const balance = await suite.token.balanceOf(a);
      for (const tried of [
        () => confirms(suite, dealer, 1, deal(suite)),
        () => market.connect(a).cancel(1, MINED),
        () => market.connect(dealer).cancel(1, MINED),
        () => market.connect(a).expire(1, MINED),
        () => market.connect(dealer).fail(1, REASON, MINED),
        () => settles(suite, a, 1),
      ])
        await expect(tried()).to.be.revertedWithCustomError(market, "WrongTradeState").withArgs(1, state);
      expect([...(await market.tradeAt(1))]).to.deep.equal(before);
      expect(await suite.token.balanceOf(a)).to.equal(balance);
    });
});
