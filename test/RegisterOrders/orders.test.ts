import { expect } from "chai";
import { ethers } from "hardhat";
import { CAUSE, HASH, MINED, ORDER, ORDER_STATE, order, placed, redeemAll } from "../support/market";
import { at, goTo, jst } from "../support/suite";

const OTHER = ethers.id("another document");

const freshAddress = (number: number): string => ethers.getAddress(ethers.toBeHex(0xabc000 + number, 20));

describe("RegisterOrders.recordOrder", () => {
  it("keeps what was ordered, why, on what document and from when [T-7]", async () => {
    const { orders, registerAdministrator, a, b } = await placed();
    await at("2024-02-01T12:00:00");
    const sent = orders.connect(registerAdministrator).recordOrder(ORDER.Move, CAUSE.Succession, a, b, 15, HASH, MINED);
    const executableAt = jst("2024-02-02T12:00:00");
    await expect(sent)
      .to.emit(orders, "OrderRecorded")
      .withArgs(1, ORDER.Move, CAUSE.Succession, a.address, b.address, 15, HASH, executableAt);
    const kept = await orders.orderAt(1);
    expect([kept.kind, kept.cause, kept.state, kept.executableAt, kept.bonds].map(Number)).to.deep.equal([
      ORDER.Move,
      CAUSE.Succession,
      ORDER_STATE.Recorded,
      executableAt,
      15,
    ]);
    expect([kept.from, kept.to, kept.documentHash]).to.deep.equal([a.address, b.address, HASH]);
    expect(await orders.orderCount()).to.equal(1);
    expect(await orders.ORDER_DELAY()).to.equal(24 * 60 * 60);
  });

  it("takes every kind and every cause, and no other [T-7]", async () => {
    const { orders, registerAdministrator, a, b } = await placed();
    let count = 0;
    for (const kind of Object.values(ORDER))
      for (const cause of Object.values(CAUSE)) {
        count += 1;
        const to = kind === ORDER.Freeze ? ethers.ZeroAddress : freshAddress(count);
        const bonds = kind === ORDER.NewKey ? 0 : count;
        await orders.connect(registerAdministrator).recordOrder(kind, cause, a, to, bonds, HASH);
        expect((await orders.orderAt(count)).cause).to.equal(cause);
      }
    expect(await orders.orderCount()).to.equal(3 * 4);
    await expect(orders.connect(registerAdministrator).recordOrder(3, 0, a, b, 1, HASH, MINED)).to.be.reverted;
    await expect(orders.connect(registerAdministrator).recordOrder(0, 4, a, b, 99, HASH, MINED)).to.be.reverted;
  });

  it("refuses an order that could never be executed: a freeze with a receiver, a new key with bonds [T-7]", async () => {
    const { orders, registerAdministrator, a, b } = await placed();
    const administrator = orders.connect(registerAdministrator);
    await expect(administrator.recordOrder(ORDER.Freeze, 0, a, b, 5, HASH, MINED))
      .to.be.revertedWithCustomError(orders, "OrderMalformed")
      .withArgs(ORDER.Freeze, b, 5);
    await expect(administrator.recordOrder(ORDER.NewKey, 0, a, b, 1, HASH, MINED))
      .to.be.revertedWithCustomError(orders, "OrderMalformed")
      .withArgs(ORDER.NewKey, b, 1);
    await administrator.recordOrder(ORDER.NewKey, 0, a, b, 0, HASH);
  });

  it("needs the hash of a document [T-7]", async () => {
    const { orders, registerAdministrator, a, b } = await placed();
    await expect(
      orders.connect(registerAdministrator).recordOrder(ORDER.Move, 0, a, b, 1, ethers.ZeroHash, MINED),
    ).to.be.revertedWithCustomError(orders, "OrderWithoutDocument");
  });

  context("while the same order waits", () => {
    it("refuses it again, with another cause and document too: one document moves bonds once [T-7]", async () => {
      const { orders, registerAdministrator, a, b } = await placed();
      const administrator = orders.connect(registerAdministrator);
      await administrator.recordOrder(ORDER.Move, CAUSE.Correction, a, b, 5, HASH);
      await expect(administrator.recordOrder(ORDER.Move, CAUSE.CourtOrder, a, b, 5, OTHER, MINED))
        .to.be.revertedWithCustomError(orders, "OrderAlreadyRecorded")
        .withArgs(1);
      await administrator.recordOrder(ORDER.Move, CAUSE.Correction, a, b, 6, HASH);
      await administrator.recordOrder(ORDER.Move, CAUSE.Correction, b, a, 5, HASH);
      expect(await orders.orderCount()).to.equal(3);
    });

    it("takes it again once the first is executed, withdrawn or vetoed, with a day of its own [T-7]", async () => {
      const market = await placed();
      const { token, orders, registerAdministrator, issuer, a, b } = market;
      const execute = () => token.connect(registerAdministrator).forcedTransfer(a, b, 5, MINED);
      await order(market, ORDER.Move, a, b, 5);
      await execute();
      await orders.connect(registerAdministrator).withdrawOrder(await order(market, ORDER.Move, a, b, 5));
      await orders.connect(issuer).vetoOrder(await order(market, ORDER.Move, a, b, 5));
      await orders.connect(registerAdministrator).recordOrder(ORDER.Move, 0, a, b, 5, HASH);
      expect(await orders.orderCount()).to.equal(4);
      await expect(execute()).to.be.revertedWithCustomError(orders, "OrderNotYetExecutable");
      expect(await token.balanceOf(b)).to.equal(25);
    });
  });

  it("is the register administrator's alone [T-7]", async () => {
    const { orders, issuer, dealer, fiscalAgent, platformOperator, a, b } = await placed();
    for (const caller of [issuer, dealer, fiscalAgent, platformOperator, a])
      await expect(orders.connect(caller).recordOrder(ORDER.Move, 0, a, b, 1, HASH, MINED))
        .to.be.revertedWithCustomError(orders, "AccessManagedUnauthorized")
        .withArgs(caller.address);
  });
});

describe("RegisterOrders.withdrawOrder and vetoOrder", () => {
  it("stop a waiting order, and say who did [T-7]", async () => {
    const { orders, registerAdministrator, issuer, a, b } = await placed();
    const administrator = orders.connect(registerAdministrator);
    await administrator.recordOrder(ORDER.Move, 0, a, b, 1, HASH);
    await administrator.recordOrder(ORDER.Move, 0, a, b, 2, HASH);
    await expect(administrator.withdrawOrder(1))
      .to.emit(orders, "OrderCancelled")
      .withArgs(1, registerAdministrator.address);
    await expect(orders.connect(issuer).vetoOrder(2)).to.emit(orders, "OrderCancelled").withArgs(2, issuer.address);
    expect((await orders.orderAt(1)).state).to.equal(ORDER_STATE.Cancelled);
    expect((await orders.orderAt(2)).state).to.equal(ORDER_STATE.Cancelled);
  });

  it("stop it also after its day has passed, as long as nobody executed it [T-7]", async () => {
    const market = await placed();
    const id = await order(market, ORDER.Move, market.a, market.b, 1);
    await goTo("2024-05-01T12:00:00");
    await market.orders.connect(market.issuer).vetoOrder(id);
    expect((await market.orders.orderAt(id)).state).to.equal(ORDER_STATE.Cancelled);
  });

  it("refuse an order that does not exist, is executed or is cancelled [T-7]", async () => {
    const market = await placed();
    const { token, orders, registerAdministrator, issuer, a, b } = market;
    const executed = await order(market, ORDER.Move, a, b, 1);
    await token.connect(registerAdministrator).forcedTransfer(a, b, 1);
    const cancelled = await order(market, ORDER.Move, a, b, 2);
    await orders.connect(issuer).vetoOrder(cancelled);
    for (const [id, state] of [
      [0n, ORDER_STATE.None],
      [executed, ORDER_STATE.Executed],
      [cancelled, ORDER_STATE.Cancelled],
      [3n, ORDER_STATE.None],
      [2n ** 256n - 1n, ORDER_STATE.None],
    ] as const) {
      await expect(orders.connect(issuer).vetoOrder(id, MINED))
        .to.be.revertedWithCustomError(orders, "OrderNotRecorded")
        .withArgs(id, state);
      await expect(orders.connect(registerAdministrator).withdrawOrder(id, MINED))
        .to.be.revertedWithCustomError(orders, "OrderNotRecorded")
        .withArgs(id, state);
    }
  });

  it("stay apart: the administrator cannot veto, the issuer cannot withdraw, nobody else can do either [T-7]", async () => {
    const { orders, registerAdministrator, issuer, dealer, fiscalAgent, a, b } = await placed();
    await orders.connect(registerAdministrator).recordOrder(ORDER.Move, 0, a, b, 1, HASH);
    for (const caller of [registerAdministrator, dealer, fiscalAgent, a])
      await expect(orders.connect(caller).vetoOrder(1, MINED)).to.be.revertedWithCustomError(
        orders,
        "AccessManagedUnauthorized",
      );
    for (const caller of [issuer, dealer, fiscalAgent, a])
      await expect(orders.connect(caller).withdrawOrder(1, MINED)).to.be.revertedWithCustomError(
        orders,
        "AccessManagedUnauthorized",
      );
    expect((await orders.orderAt(1)).state).to.equal(ORDER_STATE.Recorded);
  });
});

describe("RegisterOrders.executeOrder", () => {
  it("is the token's alone: not the administrator's who recorded it, not the registry's [T-7]", async () => {
    const market = await placed();
    const { orders, registerAdministrator, issuer, a, b } = market;
    await order(market, ORDER.Move, a, b, 1);
    for (const caller of [registerAdministrator, issuer, a])
      await expect(orders.connect(caller).executeOrder(ORDER.Move, a, b, 1, MINED))
        .to.be.revertedWithCustomError(orders, "NotTheToken")
        .withArgs(caller.address);
  });

  it("leaves the order waiting when the token then refuses: it can be executed later [T-7]", async () => {
    const market = await placed();
    const { token, orders, registerAdministrator, dealer, a, c } = market;
    const id = await order(market, ORDER.Move, c, a, 3); // c holds nothing yet
    const execute = () => token.connect(registerAdministrator).forcedTransfer(c, a, 3, MINED);
    await expect(execute()).to.be.revertedWithCustomError(token, "ERC20InsufficientBalance");
    expect((await orders.orderAt(id)).state).to.equal(ORDER_STATE.Recorded);
    await token.connect(dealer).transfer(c, 3);
    await execute();
    expect(await token.balanceOf(a)).to.equal(43);
  });

  it("executes nothing after redemption [P-5]", async () => {
    const market = await placed();
    const id = await order(market, ORDER.Move, market.a, market.b, 1);
    await redeemAll(market);
    await expect(
      market.token.connect(market.registerAdministrator).forcedTransfer(market.a, market.b, 1, MINED),
    ).to.be.revertedWithCustomError(market.token, "RedemptionBegun");
    expect((await market.orders.orderAt(id)).state).to.equal(ORDER_STATE.Recorded);
  });
});
