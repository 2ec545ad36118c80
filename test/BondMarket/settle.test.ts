import { expect } from "chai";
import { ethers } from "hardhat";
import { MINED, placed, signerOf, type Market } from "../support/market";
import { at, day, goTo, ref } from "../support/suite";
import { agreed, proposes, sale, saleTo, settles, stateOf, TRADE } from "../support/trading";

/** A trade agreed at noon of `tradeDay` on the chain too. */
const agreedOn = async (tradeDay: string, expiryDay: string): Promise<readonly [Market, bigint]> => {
  const suite = await placed();
  if (tradeDay !== "2023-12-14") await goTo(`${tradeDay}T12:00:00`);
  return [suite, await agreed(suite, sale(suite, tradeDay, expiryDay))];
};

describe("BondMarket: settlement through the token", () => {
  it("moves the bonds from seller to buyer and records the cash leg [T-5, T-6]", async () => {
    const [suite, id] = await agreedOn("2023-12-14", "2024-01-31");
    const { token, market, a, dealer } = suite;
    await at("2023-12-18T09:00:00");
    const sent = settles(suite, a, id, ref("BOJ-1"));
    await expect(sent).to.emit(token, "Transfer").withArgs(a.address, dealer.address, 10);
    await expect(sent)
      .to.emit(market, "TradeSettled")
      .withArgs(id, a.address, dealer.address, 10, 995_000_000, ref("BOJ-1"));
    expect(await token.balanceOf(a)).to.equal(40 - 10);
    expect(await token.balanceOf(dealer)).to.equal(40 + 10);
    expect(await stateOf(suite, id)).to.equal(TRADE.settled);
  });

  it("settles a sale by the dealer, whoever proposed it [T-2]", async () => {
    const suite = await placed();
    const id = await agreed(suite, saleTo(suite, suite.c, "2023-12-14", "2024-01-31"));
    await at("2023-12-18T00:00:00");
    await settles(suite, suite.dealer, id);
    expect(await suite.token.balanceOf(suite.c)).to.equal(3);
  });

  context("by the earliest day", () => {
    // trade day, why, the second bank business day after it
    const cases: readonly (readonly [string, string, string, string])[] = [
      ["2023-12-14", "a Thursday", "2023-12-18", "2023-12-17"], // Friday 15, Monday 18
      ["2024-01-13", "a Saturday, as if on Monday 15", "2024-01-17", "2024-01-16"], // Tuesday 16, Wednesday 17
      ["2024-01-14", "a Sunday, as if on Monday 15", "2024-01-17", "2024-01-16"],
      ["2023-12-29", "the last Friday of the year", "2024-01-05", "2024-01-04"], // banks rest from Saturday 30 through 3 January
      ["2024-04-26", "the Friday before Golden Week", "2024-05-01", "2024-04-30"], // Monday 29 is a holiday: Tuesday 30, Wednesday 1
      ["2024-05-01", "within Golden Week", "2024-05-07", "2024-05-06"], // Thursday 2; Friday 3 to Monday 6 rest; Tuesday 7
    ];
    for (const [tradeDay, why, earliest, dayBefore] of cases)
      it(`${tradeDay}, ${why}: refused on ${dayBefore} 23:59:59, settled on ${earliest} 00:00:00 [T-5]`, async () => {
        const [suite, id] = await agreedOn(tradeDay, "2024-05-31");
        expect(await suite.market.earliestSettlementDay(id)).to.equal(day(earliest));
        expect(await suite.market.settleableFrom(id)).to.equal(day(earliest));
        await at(`${dayBefore}T23:59:59`);
        await expect(settles(suite, suite.a, id))
          .to.be.revertedWithCustomError(suite.market, "NotYetSettleable")
          .withArgs(id, day(earliest), day(dayBefore));
        await at(`${earliest}T00:00:00`);
        await settles(suite, suite.a, id);
        expect(await suite.token.balanceOf(suite.a)).to.equal(30);
      });

    it("is reckoned from the day of the agreement, not from that of its record [T-5]", async () => {
      const suite = await placed();
      await goTo("2024-01-10T12:00:00");
      const id = await agreed(suite, sale(suite, "2024-01-05", "2024-01-31")); // Tuesday 9 and Wednesday 10: Monday 8 is a holiday
      await settles(suite, suite.a, id);
      expect(await stateOf(suite, id)).to.equal(TRADE.settled);
    });

    it("moves with an amended calendar: Tuesday 16 January 2024 becomes a holiday [T-5]", async () => {
      const [suite, id] = await agreedOn("2024-01-12", "2024-01-31"); // Friday: Monday 15, Tuesday 16
      expect(await suite.market.earliestSettlementDay(id)).to.equal(day("2024-01-16"));
      await suite.calendar.connect(suite.registerAdministrator).amend(day("2024-01-16"), true, ref("an act"));
      expect(await suite.market.earliestSettlementDay(id)).to.equal(day("2024-01-17"));
      await at("2024-01-16T23:59:59");
      await expect(settles(suite, suite.a, id)).to.be.revertedWithCustomError(suite.market, "NotYetSettleable");
      await at("2024-01-17T00:00:00");
      await settles(suite, suite.a, id);
    });
  });

  context("through the expiry day", () => {
    it("is settled on 31 January 23:59:59, and refused a second later", async () => {
      const suite = await placed();
      const [first, second] = [
        await agreed(suite, sale(suite, "2023-12-14", "2024-01-31")),
        await agreed(suite, sale(suite, "2023-12-14", "2024-01-31")),
      ];
      await at("2024-01-31T23:59:59");
      await settles(suite, suite.a, first);
      await at("2024-02-01T00:00:00");
      await expect(settles(suite, suite.a, second))
        .to.be.revertedWithCustomError(suite.market, "ExpiryPassed")
        .withArgs(second, day("2024-01-31"), day("2024-02-01"));
    });
  });

  context("by anybody but the seller", () => {
    it("is refused: the buyer, the issuer, another holder, a stranger, the market itself [T-2, T-4]", async () => {
      const [suite, id] = await agreedOn("2023-12-14", "2024-01-31");
      await at("2023-12-18T00:00:00");
      const { market, token } = suite;
      const self = await signerOf(await market.getAddress());
      for (const caller of [suite.dealer, suite.issuer, suite.b, suite.stranger, suite.registerAdministrator, self])
        await expect(settles(suite, caller, id))
          .to.be.revertedWithCustomError(market, "NotTheSeller")
          .withArgs(id, caller.address);
      expect(await token.balanceOf(suite.a)).to.equal(40);
    });

    it("cannot be done past the token, by the seller neither", async () => {
      const [{ market, a, dealer, stranger }, id] = await agreedOn("2023-12-14", "2024-01-31");
      await at("2023-12-18T00:00:00");
      for (const caller of [a, dealer, stranger])
        await expect(market.connect(caller).settleFor(id, a, ref("cash"), MINED))
          .to.be.revertedWithCustomError(market, "NotTheToken")
          .withArgs(caller.address);
    });

    it("is refused with a book that is not the token's own: a market of somebody else", async () => {
      const [{ token, a }, id] = await agreedOn("2023-12-14", "2024-01-31");
      const other = await ethers.deployContract("BondMarket", [token]);
      await expect(token.connect(a).settleAgreement(other, id, ref("cash"), MINED))
        .to.be.revertedWithCustomError(token, "UnknownBook")
        .withArgs(await other.getAddress());
    });
  });

  context("when something is missing", () => {
    it("is refused without the reference of the cash leg [P-7]", async () => {
      const [suite, id] = await agreedOn("2023-12-14", "2024-01-31");
      await at("2023-12-18T00:00:00");
      await expect(settles(suite, suite.a, id, ethers.ZeroHash))
        .to.be.revertedWithCustomError(suite.market, "BankReferenceMissing")
        .withArgs(id);
    });

    it("is refused while only one side confirmed", async () => {
      const suite = await placed();
      await proposes(suite, suite.a, sale(suite, "2023-12-14", "2024-01-31"));
      await at("2023-12-18T00:00:00");
      for (const [id, state] of [
        [1, TRADE.proposed],
        [2, TRADE.none],
        [0, TRADE.none],
      ] as const)
        await expect(settles(suite, suite.a, id))
          .to.be.revertedWithCustomError(suite.market, "WrongTradeState")
          .withArgs(id, state);
    });

    it("is refused when the seller has too few bonds by then, and settles once he has them", async () => {
      const [suite, id] = await agreedOn("2023-12-14", "2024-01-31");
      const { token, a, dealer } = suite;
      await token.connect(a).transfer(dealer, 31); // 9 are left, 10 are sold
      await at("2023-12-18T00:00:00");
      await expect(settles(suite, a, id))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(a.address, 9, 10);
      expect(await stateOf(suite, id)).to.equal(TRADE.confirmed);
      await token.connect(dealer).transfer(a, 1);
      await settles(suite, a, id);
      expect(await token.balanceOf(a)).to.equal(0);
    });
  });

  it("shows no settlement day of a trade that does not exist", async () => {
    const { market } = await placed();
    for (const view of ["earliestSettlementDay", "settleableFrom"] as const)
      await expect(market[view](1)).to.be.revertedWithCustomError(market, "WrongTradeState").withArgs(1, TRADE.none);
  });
});
