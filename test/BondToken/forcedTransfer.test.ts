import { expect } from "chai";
import {
  CAUSE,
  HASH,
  MINED,
  ORDER,
  ORDER_STATE,
  beginRedemption,
  force,
  freeze,
  order,
  placed,
  replaceKey,
  suspend,
} from "../support/market";
import { at, goTo, jst } from "../support/suite";

describe("BondToken.forcedTransfer", () => {
  it("moves bonds between two holders, with both events, by the order [T-7]", async () => {
    const market = await placed();
    const { token, orders, registerAdministrator, a, b } = market;
    const id = await order(market, ORDER.Move, a, b, 15);
    const sent = token.connect(registerAdministrator).forcedTransfer(a, b, 15);
    await expect(sent).to.emit(token, "Transfer").withArgs(a.address, b.address, 15);
    await expect(sent).to.emit(token, "ForcedTransfer").withArgs(a.address, b.address, 15);
    await expect(sent).to.emit(orders, "OrderExecuted").withArgs(id);
    await expect(sent).not.to.emit(token, "Frozen");
    expect(await token.balanceOf(a)).to.equal(40 - 15);
    expect(await token.balanceOf(b)).to.equal(20 + 15);
    expect((await orders.orderAt(id)).state).to.equal(ORDER_STATE.Executed);
  });

  it("is executed exactly once [T-7]", async () => {
    const market = await placed();
    await force(market, market.a, market.b, 15);
    await expect(
      market.token.connect(market.registerAdministrator).forcedTransfer(market.a, market.b, 15, MINED),
    ).to.be.revertedWithCustomError(market.orders, "NoMatchingOrder");
    expect(await market.token.balanceOf(market.b)).to.equal(35);
  });

  it("waits a day to the second after the order was recorded [T-7]", async () => {
    const { token, orders, registerAdministrator, a, b } = await placed();
    await at("2024-02-01T12:00:00");
    await orders.connect(registerAdministrator).recordOrder(ORDER.Move, CAUSE.CourtOrder, a, b, 1, HASH, MINED);
    const administrator = token.connect(registerAdministrator);
    await at("2024-02-02T11:59:59");
    await expect(administrator.forcedTransfer(a, b, 1, MINED))
      .to.be.revertedWithCustomError(orders, "OrderNotYetExecutable")
      .withArgs(1, jst("2024-02-02T12:00:00"));
    await at("2024-02-02T12:00:00");
    await administrator.forcedTransfer(a, b, 1, MINED);
    expect(await token.balanceOf(b)).to.equal(21);
  });

  context("when the order says something else", () => {
    it("refuses another amount, sender or receiver, and another kind [T-7]", async () => {
      const market = await placed();
      const { token, orders, registerAdministrator, a, b, c, dealer } = market;
      await order(market, ORDER.Move, a, b, 15);
      const administrator = token.connect(registerAdministrator);
      for (const [from, to, bonds] of [
        [a, b, 14n],
        [a, b, 16n],
        [a, b, 0n],
        [a, b, 15n + 2n ** 32n],
        [a, c, 15n],
        [c, b, 15n],
        [b, a, 15n],
        [a, dealer, 15n],
      ] as const)
        await expect(administrator.forcedTransfer(from, to, bonds, MINED))
          .to.be.revertedWithCustomError(orders, "NoMatchingOrder")
          .withArgs(ORDER.Move, from.address, to.address, bonds);
      await expect(administrator.setFrozenTokens(a, 15, MINED)).to.be.revertedWithCustomError(
        orders,
        "NoMatchingOrder",
      );
      await administrator.forcedTransfer(a, b, 15);
    });

    it("refuses without any order [T-7]", async () => {
      const { token, orders, registerAdministrator, a, b } = await placed();
      await expect(token.connect(registerAdministrator).forcedTransfer(a, b, 1, MINED)).to.be.revertedWithCustomError(
        orders,
        "NoMatchingOrder",
      );
    });

    it("refuses what was withdrawn or vetoed [T-7]", async () => {
      const market = await placed();
      const { token, orders, registerAdministrator, issuer, a, b } = market;
      await orders.connect(registerAdministrator).withdrawOrder(await order(market, ORDER.Move, a, b, 1));
      await orders.connect(issuer).vetoOrder(await order(market, ORDER.Move, a, b, 2));
      for (const bonds of [1, 2])
        await expect(
          token.connect(registerAdministrator).forcedTransfer(a, b, bonds, MINED),
        ).to.be.revertedWithCustomError(orders, "NoMatchingOrder");
    });
  });

  context("when bonds are frozen", () => {
    it("unfreezes first, with the event before the transfer, and only what it needs [T-7]", async () => {
      const market = await placed();
      const { token, registerAdministrator, a, b } = market;
      await freeze(market, a, 30); // 10 of 40 are free
      await order(market, ORDER.Move, a, b, 25);
      const sent = await token.connect(registerAdministrator).forcedTransfer(a, b, 25);
      const names = ((await sent.wait())?.logs ?? []).flatMap((log) => token.interface.parseLog(log)?.name ?? []);
      expect(names).to.deep.equal(["Frozen", "Transfer", "ForcedTransfer"]);
      await expect(sent).to.emit(token, "Frozen").withArgs(a.address, 15); // 30 - (25 - 10)
      expect(await token.getFrozenTokens(a)).to.equal(15);
      expect(await token.balanceOf(a)).to.equal(15);
    });

    it("touches no frozen bond while the free ones suffice [T-7]", async () => {
      const market = await placed();
      await freeze(market, market.a, 30);
      await order(market, ORDER.Move, market.a, market.b, 10);
      await expect(
        market.token.connect(market.registerAdministrator).forcedTransfer(market.a, market.b, 10),
      ).not.to.emit(market.token, "Frozen");
      expect(await market.token.getFrozenTokens(market.a)).to.equal(30);
    });

    it("moves them when more is frozen than held: 55 of 60 stay frozen after 5 of 40 moved", async () => {
      const market = await placed();
      await freeze(market, market.a, 60);
      await force(market, market.a, market.b, 5);
      expect(await market.token.getFrozenTokens(market.a)).to.equal(55);
      expect(await market.token.balanceOf(market.a)).to.equal(35);
    });
  });

  context("of receiver and amount", () => {
    it("refuses a suspended, closed or unknown receiver and the sender himself [T-7]", async () => {
      const market = await placed();
      const { token, registerAdministrator, a, b, c, newKey, stranger } = market;
      await suspend(market, b);
      await replaceKey(market, c, newKey);
      const administrator = token.connect(registerAdministrator);
      for (const receiver of [b, c, a]) {
        await order(market, ORDER.Move, a, receiver, 1);
        await expect(administrator.forcedTransfer(a, receiver, 1, MINED))
          .to.be.revertedWithCustomError(token, "ERC7943CannotReceive")
          .withArgs(receiver.address);
      }
      await order(market, ORDER.Move, a, stranger, 1);
      await expect(administrator.forcedTransfer(a, stranger, 1, MINED))
        .to.be.revertedWithCustomError(token, "AccountUnknown")
        .withArgs(stranger.address);
      expect(await token.balanceOf(a)).to.equal(40);
    });

    it("refuses an unknown sender, and one bond more than held [T-7]", async () => {
      const market = await placed();
      const { token, registerAdministrator, a, b, stranger } = market;
      await order(market, ORDER.Move, stranger, b, 0);
      await expect(
        token.connect(registerAdministrator).forcedTransfer(stranger, b, 0, MINED),
      ).to.be.revertedWithCustomError(token, "AccountUnknown");
      await order(market, ORDER.Move, a, b, 41);
      await expect(token.connect(registerAdministrator).forcedTransfer(a, b, 41, MINED))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(a.address, 40, 41);
    });

    it("takes from a suspended holder, all that he has [T-7]", async () => {
      const market = await placed();
      await suspend(market, market.a);
      await force(market, market.a, market.b, 40);
      expect(await market.token.balanceOf(market.b)).to.equal(60);
    });
  });

  it("works inside a closed window, and leaves the record as it was [T-7, P-3]", async () => {
    const market = await placed();
    await at("2024-06-12T00:00:00");
    await force(market, market.a, market.b, 40); // executed on 13 June
    expect(await market.token.balanceOf(market.b)).to.equal(60);
    expect(await market.token.bondsAtRecord(1, market.a)).to.equal(40);
    expect(await market.token.bondsAtRecord(1, market.b)).to.equal(20);
    await goTo("2024-12-11T00:00:00");
    expect(await market.token.bondsAtRecord(2, market.a)).to.equal(0);
    expect(await market.token.bondsAtRecord(2, market.b)).to.equal(60);
  });

  it("works in the last window until the redemption has begun, and not after [P-5, T-7]", async () => {
    const market = await placed();
    const { token, registerAdministrator, a, b } = market;
    await goTo("2028-12-11T20:00:00");
    await order(market, ORDER.Move, a, b, 1); // executable on 12 December, 20:00: inside the window
    await token.connect(registerAdministrator).forcedTransfer(a, b, 1);
    expect(await token.balanceOf(b)).to.equal(21);

    const again = await placed();
    await order(again, ORDER.Move, a, b, 1);
    await beginRedemption(again);
    await expect(token.connect(registerAdministrator).forcedTransfer(a, b, 1, MINED)).to.be.revertedWithCustomError(
      token,
      "RedemptionBegun",
    );
  });

  it("is the register administrator's alone [T-7]", async () => {
    const market = await placed();
    const { token, orders, issuer, dealer, fiscalAgent, a, b, stranger } = market;
    await order(market, ORDER.Move, a, b, 1);
    for (const caller of [issuer, dealer, fiscalAgent, a, b, stranger])
      await expect(token.connect(caller).forcedTransfer(a, b, 1, MINED))
        .to.be.revertedWithCustomError(token, "AccessManagedUnauthorized")
        .withArgs(caller.address);
    expect((await orders.orderAt(1)).state).to.equal(ORDER_STATE.Recorded);
  });
});
