import { expect } from "chai";
import { ethers } from "hardhat";
import {
  CODE,
  MINED,
  administer,
  expectRefused,
  freeze,
  issued,
  placed,
  prepared,
  redeemAll,
  replaceKey,
  suspend,
} from "../support/market";
import { at, goTo } from "../support/suite";

const MAX = 2n ** 256n - 1n;

/** The sentences of the fourteen reasons, and of what is no reason. */
const MESSAGES = [
  "Allowed",
  "NotIssued: the bond is not issued yet",
  "Redeemed: no bond is left",
  "ClosedWindow: nobody transfers just before and on a payment date [T-1]",
  "NotDesignated: the issuer does not designate this way of transfer [T-3]",
  "SenderUnknown: the sender has no open account",
  "SenderSuspended: the sender's account is suspended",
  "ReceiverUnknown: the receiver has no open account",
  "ReceiverSuspended: the receiver's account is suspended",
  "SelfTransfer: sender and receiver are the same account",
  "NotThroughDealer: a holder may transfer only to the dealer [T-2]",
  "IssuerMayOnlyCancel: the issuer may only cancel its own bonds [P-6]",
  "IssuerOutsidePurchaseWindow: the issuer may not purchase on this day [P-6]",
  "InsufficientBalance: the sender holds fewer bonds",
  "InsufficientUnfrozen: the sender's unfrozen bonds are fewer",
  "Accelerated: the bond fell due before its time, and nothing moves any more [D-1]",
];

describe("BondToken.detectTransferRestriction: the first reason that applies", () => {
  it("1 NotIssued comes before 3 ClosedWindow: the issue never happened and a window is closed", async () => {
    const market = await prepared();
    await goTo("2024-06-12T12:00:00");
    await expectRefused(market, market.dealer, market.a, 0, CODE.NotIssued);
  });

  it("1 NotIssued comes before 4, 5, 7, 9 and 13", async () => {
    const market = await prepared();
    await market.token.connect(market.issuer).designateWays(0);
    await expectRefused(market, market.stranger, market.stranger, MAX, CODE.NotIssued);
    await expectRefused(market, market.dealer, market.a, 1, CODE.NotIssued);
  });

  it("2 Redeemed comes before 3 ClosedWindow: the last window never ends", async () => {
    const market = await placed();
    await redeemAll(market);
    await expectRefused(market, market.a, market.dealer, 0, CODE.Redeemed);
    await expectRefused(market, market.stranger, market.stranger, MAX, CODE.Redeemed);
  });

  it("3 ClosedWindow comes before 4 NotDesignated [T-1, T-3]", async () => {
    const market = await placed();
    await market.token.connect(market.issuer).designateWays(0);
    await at("2024-06-12T00:00:00");
    await expectRefused(market, market.a, market.dealer, 1, CODE.ClosedWindow);
    await expectRefused(market, market.stranger, market.stranger, MAX, CODE.ClosedWindow);
  });

  it("4 NotDesignated comes before 5 SenderUnknown and before 6 SenderSuspended [T-3]", async () => {
    const market = await placed();
    await market.token.connect(market.issuer).designateWays(0);
    await suspend(market, market.b);
    await expectRefused(market, market.stranger, market.stranger, MAX, CODE.NotDesignated);
    await expectRefused(market, market.b, market.dealer, 1, CODE.NotDesignated);
  });

  it("5 SenderUnknown comes before 7, 8 and 9", async () => {
    const market = await placed();
    await suspend(market, market.b);
    await expectRefused(market, market.stranger, market.newKey, 0, CODE.SenderUnknown);
    await expectRefused(market, market.stranger, market.b, 0, CODE.SenderUnknown);
    await expectRefused(market, market.stranger, market.stranger, 0, CODE.SenderUnknown);
  });

  it("6 SenderSuspended comes before 7, 8 and 9", async () => {
    const market = await placed();
    await suspend(market, market.a);
    await suspend(market, market.b);
    await expectRefused(market, market.a, market.stranger, 1, CODE.SenderSuspended);
    await expectRefused(market, market.a, market.b, 1, CODE.SenderSuspended);
    await expectRefused(market, market.a, market.a, 1, CODE.SenderSuspended);
  });

  it("7 ReceiverUnknown comes before 10, 11 and 13 [T-2]", async () => {
    const market = await placed();
    await expectRefused(market, market.a, market.stranger, MAX, CODE.ReceiverUnknown);
    await expectRefused(market, market.issuer, market.stranger, MAX, CODE.ReceiverUnknown);
    await expectRefused(market, market.dealer, market.stranger, MAX, CODE.ReceiverUnknown);
    await expectRefused(market, market.dealer, ethers.ZeroAddress, 1, CODE.ReceiverUnknown);
    await expectRefused(market, market.dealer, await market.token.getAddress(), 1, CODE.ReceiverUnknown);
  });

  it("8 ReceiverSuspended comes before 10 NotThroughDealer and 11 IssuerMayOnlyCancel", async () => {
    const market = await placed();
    await suspend(market, market.b);
    await expectRefused(market, market.a, market.b, MAX, CODE.ReceiverSuspended);
    await expectRefused(market, market.issuer, market.b, MAX, CODE.ReceiverSuspended);
    await expectRefused(market, market.dealer, market.b, MAX, CODE.ReceiverSuspended);
  });

  it("9 SelfTransfer comes before 10, 11 and 13, for zero bonds too", async () => {
    const market = await placed();
    for (const account of [market.a, market.dealer, market.issuer])
      for (const bonds of [0n, 1n, MAX]) await expectRefused(market, account, account, bonds, CODE.SelfTransfer);
  });

  it("10 NotThroughDealer comes before 11 IssuerMayOnlyCancel: the issuer sends to an investor [T-2]", async () => {
    const market = await placed();
    await expectRefused(market, market.issuer, market.a, 0, CODE.NotThroughDealer);
  });

  it("10 NotThroughDealer comes before 12: a holder sends to the issuer outside the window [T-2, P-6]", async () => {
    const market = await placed(); // 14 December 2023: the purchase window begins tomorrow
    await expectRefused(market, market.a, market.issuer, MAX, CODE.NotThroughDealer);
  });

  it("11 IssuerMayOnlyCancel comes before 13 and 14 [P-6]", async () => {
    const market = await placed();
    await expectRefused(market, market.issuer, market.dealer, MAX, CODE.IssuerMayOnlyCancel);
    await freeze(market, market.issuer, 1);
    await expectRefused(market, market.issuer, market.dealer, 0, CODE.IssuerMayOnlyCancel);
    await expectRefused(market, market.issuer, market.dealer, 1, CODE.IssuerMayOnlyCancel);
  });

  it("12 IssuerOutsidePurchaseWindow comes before 13 InsufficientBalance [P-6]", async () => {
    const market = await placed();
    await expectRefused(market, market.dealer, market.issuer, MAX, CODE.IssuerOutsidePurchaseWindow);
    await expectRefused(market, market.dealer, market.issuer, 0, CODE.IssuerOutsidePurchaseWindow);
  });

  it("13 InsufficientBalance comes before 14 InsufficientUnfrozen: 41 of 40, all frozen", async () => {
    const market = await placed();
    await freeze(market, market.a, 40);
    await expectRefused(market, market.a, market.dealer, 41, CODE.InsufficientBalance);
    await expectRefused(market, market.a, market.dealer, 40, CODE.InsufficientUnfrozen);
  });

  context("at the edges of the amount", () => {
    it("moves the whole holding and refuses one bond more", async () => {
      const market = await placed();
      await expectRefused(market, market.a, market.dealer, 41, CODE.InsufficientBalance);
      await market.token.connect(market.a).transfer(market.dealer, 40);
      expect(await market.token.balanceOf(market.a)).to.equal(0);
      expect(await market.token.balanceOf(market.dealer)).to.equal(40 + 40);
      await expectRefused(market, market.a, market.dealer, 1, CODE.InsufficientBalance);
    });

    it("refuses 2^24, 2^32, 2^255 and 2^256 - 1, which would wrap in a packed word", async () => {
      const market = await placed();
      for (const bonds of [2n ** 24n, 2n ** 24n + 1n, 2n ** 32n, 2n ** 255n, MAX - 39n, MAX])
        await expectRefused(market, market.a, market.dealer, bonds, CODE.InsufficientBalance);
    });

    it("moves what is not frozen and refuses one more: 25 of 40 with 15 frozen", async () => {
      const market = await placed();
      await freeze(market, market.a, 15);
      await expectRefused(market, market.a, market.dealer, 26, CODE.InsufficientUnfrozen);
      await market.token.connect(market.a).transfer(market.dealer, 25);
      await expectRefused(market, market.a, market.dealer, 1, CODE.InsufficientUnfrozen);
      await expectRefused(market, market.a, market.dealer, 16, CODE.InsufficientBalance);
    });

    it("lets nothing move, but zero, when more is frozen than held", async () => {
      const market = await placed();
      await freeze(market, market.a, 100);
      await expectRefused(market, market.a, market.dealer, 1, CODE.InsufficientUnfrozen);
      await expect(market.token.connect(market.a).transfer(market.dealer, 0))
        .to.emit(market.token, "Transfer")
        .withArgs(market.a.address, market.dealer.address, 0);
      expect(await market.token.balanceOf(market.a)).to.equal(40);
    });

    it("lets an account with frozen bonds receive", async () => {
      const market = await placed();
      await freeze(market, market.a, 40);
      await market.token.connect(market.dealer).transfer(market.a, 2);
      await market.token.connect(market.a).transfer(market.dealer, 2);
      await expectRefused(market, market.a, market.dealer, 1, CODE.InsufficientUnfrozen);
    });
  });

  context("when an account was replaced by a new key", () => {
    it("no longer knows the old one, as sender or receiver [T-7]", async () => {
      const market = await placed();
      await replaceKey(market, market.a, market.newKey);
      await expectRefused(market, market.a, market.dealer, 0, CODE.SenderUnknown);
      await expectRefused(market, market.dealer, market.a, 1, CODE.ReceiverUnknown);
      await market.token.connect(market.newKey).transfer(market.dealer, 40);
    });

    it("no longer knows the dealer's old one [T-2]", async () => {
      const market = await placed();
      await administer(market, market.token, "moveParty", [2, market.newKey.address, ethers.id("cause")]);
      await expectRefused(market, market.a, market.dealer, 1, CODE.ReceiverUnknown);
      await expectRefused(market, market.dealer, market.a, 0, CODE.SenderUnknown);
      await market.token.connect(market.a).transfer(market.newKey, 1);
      expect(await market.token.balanceOf(market.newKey)).to.equal(41);
    });
  });

  context("the messages", () => {
    it("are one sentence for each code of the issue, in its order", async () => {
      const { token } = await issued();
      expect(MESSAGES.length).to.equal(16);
      for (const [code, message] of MESSAGES.entries())
        expect(await token.messageForTransferRestriction(code)).to.equal(message);
    });

    it("say so for a code that does not exist, and never revert", async () => {
      const { token } = await issued();
      for (const code of [16, 17, 128, 255])
        expect(await token.messageForTransferRestriction(code)).to.equal("Unknown code");
    });
  });

  it("asks nothing of the caller: a view for anybody, of any accounts", async () => {
    const market = await placed();
    const view = market.token.connect(market.stranger);
    expect(await view.detectTransferRestriction(market.a, market.dealer, 40)).to.equal(CODE.None);
    expect(await view.detectTransferRestriction(ethers.ZeroAddress, market.a, 1)).to.equal(CODE.SenderUnknown);
    await expect(market.token.connect(market.a).transfer(market.dealer, 1, MINED)).not.to.be.reverted;
  });
});
