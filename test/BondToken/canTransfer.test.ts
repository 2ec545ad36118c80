import { expect } from "chai";
import { ethers } from "hardhat";
import { freeze, placed, prepared, redeemAll, replaceKey, suspend } from "../support/market";
import { goTo } from "../support/suite";

const MAX = 2n ** 256n - 1n;

describe("BondToken.canTransfer (ERC-7943)", () => {
  it("is true for what the rules allow", async () => {
    const { token, a, dealer } = await placed();
    for (const bonds of [0, 1, 40]) expect(await token.canTransfer(a, dealer, bonds)).to.equal(true);
  });

  context("when the sender only holds too few", () => {
    it("is true with nothing frozen: balance is no rule of this question", async () => {
      const { token, a, dealer } = await placed();
      for (const bonds of [41n, 1_000n, MAX]) expect(await token.canTransfer(a, dealer, bonds)).to.equal(true);
    });

    it("is false with anything frozen: 41 exceeds what is unfrozen", async () => {
      const market = await placed();
      await freeze(market, market.a, 1);
      expect(await market.token.canTransfer(market.a, market.dealer, 39)).to.equal(true);
      for (const bonds of [40n, 41n, MAX])
        expect(await market.token.canTransfer(market.a, market.dealer, bonds)).to.equal(false);
    });
  });

  it("is false for every rule, whatever the amount", async () => {
    const market = await placed();
    await suspend(market, market.b);
    const { token, a, b, c, dealer, issuer, stranger } = market;
    const refused = [
      [stranger.address, dealer.address],
      [ethers.ZeroAddress, a.address],
      [b.address, dealer.address],
      [dealer.address, stranger.address],
      [dealer.address, ethers.ZeroAddress],
      [dealer.address, b.address],
      [a.address, a.address],
      [a.address, c.address],
      [issuer.address, dealer.address],
      [dealer.address, issuer.address], // the closing day: the purchase window begins tomorrow
    ] as const;
    for (const [from, to] of refused)
      for (const bonds of [0n, 1n, MAX]) expect(await token.canTransfer(from, to, bonds)).to.equal(false);
  });

  it("is false before the issue, in a closed window, with the way closed and after redemption [T-1, T-3]", async () => {
    const before = await prepared();
    expect(await before.token.canTransfer(before.dealer, before.a, 0)).to.equal(false);
    const market = await placed();
    await market.token.connect(market.issuer).designateWays(0);
    expect(await market.token.canTransfer(market.a, market.dealer, 1)).to.equal(false);
    await market.token.connect(market.issuer).designateWays(1);
    expect(await market.token.canTransfer(market.a, market.dealer, 1)).to.equal(true);
    await goTo("2024-06-12T00:00:00");
    expect(await market.token.canTransfer(market.a, market.dealer, 1)).to.equal(false);
    await redeemAll(market);
    expect(await market.token.canTransfer(market.a, market.dealer, 0)).to.equal(false);
  });
});

describe("BondToken.canSend and canReceive (ERC-7943)", () => {
  it("say whether the account may at all", async () => {
    const market = await placed();
    const { token, a, dealer, issuer, stranger } = market;
    for (const [account, send, receive] of [
      [a.address, true, true],
      [dealer.address, true, true],
      [issuer.address, false, true], // P-6: the issuer only cancels
      [stranger.address, false, false],
      [ethers.ZeroAddress, false, false],
      [await token.getAddress(), false, false],
    ] as const) {
      expect(await token.canSend(account)).to.equal(send);
      expect(await token.canReceive(account)).to.equal(receive);
    }
  });

  it("are false for a suspended account and true again once it is resumed", async () => {
    const market = await placed();
    const { token, registry, registerAdministrator, a } = market;
    await suspend(market, a);
    expect([await token.canSend(a), await token.canReceive(a)]).to.deep.equal([false, false]);
    await registry.connect(registerAdministrator).resume(a, ethers.id("resumed"));
    expect([await token.canSend(a), await token.canReceive(a)]).to.deep.equal([true, true]);
  });

  it("are false for an account that a new key replaced [T-7]", async () => {
    const market = await placed();
    await replaceKey(market, market.a, market.newKey);
    expect([await market.token.canSend(market.a), await market.token.canReceive(market.a)]).to.deep.equal([
      false,
      false,
    ]);
    expect([await market.token.canSend(market.newKey), await market.token.canReceive(market.newKey)]).to.deep.equal([
      true,
      true,
    ]);
  });
});
