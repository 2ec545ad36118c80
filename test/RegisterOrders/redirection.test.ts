import { expect } from "chai";
import { ethers } from "hardhat";
import { CAUSE, HASH, MINED, ONE_DAY, ORDER, ORDER_STATE, placed, type Market } from "../support/market";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { at, jst } from "../support/suite";

const REDIRECT = 3;
const LAST_INDEX = 2 ** 16 - 1;

const administratorOf = ({ orders, registerAdministrator }: Market) => orders.connect(registerAdministrator);

describe("RegisterOrders.recordRedirection", () => {
  it("keeps what was ordered, why, on what document and from when [P-3, T-7]", async () => {
    const market = await placed();
    const { orders, a, c } = market;
    await at("2024-06-13T12:00:00");
    const sent = administratorOf(market).recordRedirection(1, CAUSE.Succession, a, c, HASH, MINED);
    const executableAt = jst("2024-06-14T12:00:00");
    await expect(sent)
      .to.emit(orders, "RedirectionRecorded")
      .withArgs(1, 1, CAUSE.Succession, a.address, c.address, HASH, executableAt);
    await expect(sent).not.to.emit(orders, "OrderRecorded");
    const kept = await orders.orderAt(1);
    expect([kept.kind, kept.cause, kept.state, kept.executableAt, kept.bonds, kept.index].map(Number)).to.deep.equal([
      REDIRECT,
      CAUSE.Succession,
      ORDER_STATE.Recorded,
      executableAt,
      0,
      1,
    ]);
    expect([kept.from, kept.to, kept.documentHash]).to.deep.equal([a.address, c.address, HASH]);
  });

  it("takes every cause and every index, the acceleration's 0 included [T-7, D-1]", async () => {
    const market = await placed();
    const { orders, a, c } = market;
    let count = 0;
    for (const cause of Object.values(CAUSE)) {
      for (const index of [0, 1 + cause, LAST_INDEX - cause]) {
        if (index === 0 && cause > 0) continue; // it waits already
        await administratorOf(market).recordRedirection(index, cause, a, c, HASH);
        count += 1;
        const kept = await orders.orderAt(count);
        expect([kept.cause, kept.index].map(Number)).to.deep.equal([cause, index]);
      }
    }
    expect(await orders.orderCount()).to.equal(1 + 2 * 4);
  });

  it("needs the hash of a document [T-7]", async () => {
    const market = await placed();
    await expect(
      administratorOf(market).recordRedirection(1, 0, market.a, market.c, ethers.ZeroHash, MINED),
    ).to.be.revertedWithCustomError(market.orders, "OrderWithoutDocument");
  });

  it("refuses the same while it waits, and takes another date, holder or payee [T-7]", async () => {
    const market = await placed();
    const { orders, a, b, c } = market;
    const administrator = administratorOf(market);
    await administrator.recordRedirection(1, CAUSE.Correction, a, c, HASH);
    await expect(administrator.recordRedirection(1, CAUSE.CourtOrder, a, c, ethers.id("other"), MINED))
      .to.be.revertedWithCustomError(orders, "OrderAlreadyRecorded")
      .withArgs(1);
    await administrator.recordRedirection(2, CAUSE.Correction, a, c, HASH);
    await administrator.recordRedirection(1, CAUSE.Correction, c, a, HASH);
    await administrator.recordRedirection(1, CAUSE.Correction, b, c, HASH);
    await administrator.recordRedirection(1, CAUSE.Correction, a, b, HASH);
    expect(await orders.orderCount()).to.equal(5);
  });

  it("is the register administrator's alone [T-7]", async () => {
    const { orders, issuer, dealer, fiscalAgent, platformOperator, a, c } = await placed();
    for (const caller of [issuer, dealer, fiscalAgent, platformOperator, a])
      await expect(orders.connect(caller).recordRedirection(1, 0, a, c, HASH, MINED))
        .to.be.revertedWithCustomError(orders, "AccessManagedUnauthorized")
        .withArgs(caller.address);
  });

  it("is the one way: an order of bonds cannot be a redirection [T-7]", async () => {
    const market = await placed();
    const { orders, a, c } = market;
    for (const bonds of [0, 1]) {
      await expect(administratorOf(market).recordOrder(REDIRECT, 0, a, c, bonds, HASH, MINED))
        .to.be.revertedWithCustomError(orders, "OrderMalformed")
        .withArgs(REDIRECT, c.address, bonds);
    }
  });

  it("moves no bond, and an order that moves bonds redirects no amount [T-7]", async () => {
    const market = await placed();
    const { orders, token, payments, registerAdministrator, a, c } = market;
    await administratorOf(market).recordRedirection(0, 0, a, c, HASH);
    await administratorOf(market).recordRedirection(5, 0, a, c, HASH);
    await time.increase(ONE_DAY);
    for (const bonds of [0, 5]) {
      await expect(token.connect(registerAdministrator).forcedTransfer(a, c, bonds, MINED))
        .to.be.revertedWithCustomError(orders, "NoMatchingOrder")
        .withArgs(ORDER.Move, a.address, c.address, bonds);
    }
    await administratorOf(market).recordOrder(ORDER.Move, 0, a, c, 1, HASH);
    await administratorOf(market).recordOrder(ORDER.Move, 0, a, c, 0, HASH);
    await time.increase(ONE_DAY);
    await expect(payments.connect(registerAdministrator).redirect(1, a, c, MINED))
      .to.be.revertedWithCustomError(orders, "NoMatchingRedirection")
      .withArgs(1, a.address, c.address);
  });
});

describe("RegisterOrders.executeRedirection", () => {
  it("is the payments' alone: not the token's, not the administrator's who recorded it [T-7]", async () => {
    const market = await placed();
    const { orders, registerAdministrator, issuer, fiscalAgent, a, c } = market;
    await administratorOf(market).recordRedirection(1, 0, a, c, HASH);
    await time.increase(ONE_DAY);
    for (const caller of [registerAdministrator, issuer, fiscalAgent, a])
      await expect(orders.connect(caller).executeRedirection(1, a, c, MINED))
        .to.be.revertedWithCustomError(orders, "NotThePayments")
        .withArgs(caller.address);
    expect((await orders.orderAt(1)).state).to.equal(ORDER_STATE.Recorded);
  });
});
