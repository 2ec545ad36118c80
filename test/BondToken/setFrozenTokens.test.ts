import { expect } from "chai";
import { ethers } from "hardhat";
import {
  CAUSE,
  CODE,
  HASH,
  MINED,
  ORDER,
  ORDER_STATE,
  beginRedemption,
  expectRefused,
  freeze,
  order,
  placed,
  redeemAll,
} from "../support/market";
import { at } from "../support/suite";

describe("BondToken.setFrozenTokens", () => {
  it("sets the amount, up and down, each by its own order and after its day [T-7]", async () => {
    const market = await placed();
    const { token, orders, registerAdministrator, a } = market;
    const administrator = token.connect(registerAdministrator);
    await at("2024-02-01T12:00:00");
    await orders
      .connect(registerAdministrator)
      .recordOrder(ORDER.Freeze, CAUSE.CourtOrder, a, ethers.ZeroAddress, 12, HASH, MINED);
    await at("2024-02-02T11:59:59");
    await expect(administrator.setFrozenTokens(a, 12, MINED)).to.be.revertedWithCustomError(
      orders,
      "OrderNotYetExecutable",
    );
    await at("2024-02-02T12:00:00");
    await expect(administrator.setFrozenTokens(a, 12, MINED))
      .to.emit(token, "Frozen")
      .withArgs(a.address, 12);
    expect(await token.getFrozenTokens(a)).to.equal(12);
    await freeze(market, a, 0);
    expect(await token.getFrozenTokens(a)).to.equal(0);
    expect(await token.balanceOf(a)).to.equal(40);
  });

  it("may freeze more than held, up to the issue: 100, not 101 [T-7]", async () => {
    const market = await placed();
    await freeze(market, market.a, 100);
    expect(await market.token.getFrozenTokens(market.a)).to.equal(100);
    for (const bonds of [101n, 2n ** 24n, 2n ** 256n - 1n])
      await expect(market.token.connect(market.registerAdministrator).setFrozenTokens(market.a, bonds, MINED))
        .to.be.revertedWithCustomError(market.token, "FrozenBeyondIssue")
        .withArgs(bonds, 100);
  });

  it("binds what comes later: bonds bought after the freeze are caught by it", async () => {
    const market = await placed();
    await freeze(market, market.c, 3);
    await market.token.connect(market.dealer).transfer(market.c, 4);
    await expectRefused(market, market.c, market.dealer, 2, CODE.InsufficientUnfrozen);
    await market.token.connect(market.c).transfer(market.dealer, 1);
  });

  it("refuses an account that nobody opened, an order to another amount, and a second use [T-7]", async () => {
    const market = await placed();
    const { token, orders, registerAdministrator, a, stranger } = market;
    const administrator = token.connect(registerAdministrator);
    await order(market, ORDER.Freeze, stranger, null, 1);
    await expect(administrator.setFrozenTokens(stranger, 1, MINED)).to.be.revertedWithCustomError(
      token,
      "AccountUnknown",
    );
    await freeze(market, a, 5);
    for (const bonds of [4, 5, 6])
      await expect(administrator.setFrozenTokens(a, bonds, MINED)).to.be.revertedWithCustomError(
        orders,
        "NoMatchingOrder",
      );
  });

  it("says nothing when nothing changes, and still uses up the order", async () => {
    const market = await placed();
    const { token, orders, registerAdministrator, a } = market;
    const id = await order(market, ORDER.Freeze, a, null, 0);
    await expect(token.connect(registerAdministrator).setFrozenTokens(a, 0)).not.to.emit(token, "Frozen");
    expect((await orders.orderAt(id)).state).to.equal(ORDER_STATE.Executed);
  });

  it("is the register administrator's alone [T-7]", async () => {
    const market = await placed();
    await order(market, ORDER.Freeze, market.a, null, 1);
    for (const caller of [market.issuer, market.dealer, market.fiscalAgent, market.a])
      await expect(market.token.connect(caller).setFrozenTokens(market.a, 1, MINED))
        .to.be.revertedWithCustomError(market.token, "AccessManagedUnauthorized")
        .withArgs(caller.address);
  });

  it("stands in nobody's way at redemption: frozen bonds are burned, and the freeze ends [P-5, P-7]", async () => {
    const market = await placed();
    await freeze(market, market.a, 40);
    await redeemAll(market);
    expect(await market.token.totalSupply()).to.equal(0);
    expect(await market.token.balanceOf(market.a)).to.equal(0);
    expect(await market.token.getFrozenTokens(market.a)).to.equal(0);
  });

  it("is refused once the redemption has begun: there is nothing left that could move [P-5, T-7]", async () => {
    const market = await placed();
    const { token, registerAdministrator, a } = market;
    await order(market, ORDER.Freeze, a, null, 5);
    await beginRedemption(market);
    const attempt = () => token.connect(registerAdministrator).setFrozenTokens(a, 5, MINED);
    await expect(attempt()).to.be.revertedWithCustomError(token, "RedemptionBegun");
    const redeemed = await placed();
    await order(redeemed, ORDER.Freeze, a, null, 5);
    await redeemAll(redeemed);
    await expect(attempt()).to.be.revertedWithCustomError(token, "RedemptionBegun");
    expect(await token.getFrozenTokens(a)).to.equal(0);
  });
});
