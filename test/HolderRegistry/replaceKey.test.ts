import { expect } from "chai";
import { ethers } from "hardhat";
import {
  CODE,
  HASH,
  KIND,
  MINED,
  ORDER,
  STATUS,
  beginRedemption,
  expectRefused,
  freeze,
  order,
  placed,
  replaceKey,
  suspend,
} from "../support/market";
import { at } from "../support/suite";

describe("HolderRegistry.replaceKey", () => {
  it("moves bonds, frozen bonds, status, tax class and commitment, and closes the old account [P-3, T-7]", async () => {
    const market = await placed();
    const { token, registry, registerAdministrator, dealer, a, newKey } = market;
    await registry.connect(dealer).setTaxClass(a, 1);
    await freeze(market, a, 11);
    await suspend(market, a);
    const id = await registry.holderIdOf(a);
    await order(market, ORDER.NewKey, a, newKey, 0);
    const sent = registry.connect(registerAdministrator).replaceKey(a, newKey);
    await expect(sent).to.emit(registry, "KeyReplaced").withArgs(a.address, newKey.address, id);
    await expect(sent).to.emit(token, "Transfer").withArgs(a.address, newKey.address, 40);
    await expect(sent).to.emit(token, "AccountAdmitted").withArgs(newKey.address, KIND.Investor, 5, 1);
    await expect(sent)
      .to.emit(token, "AccountStatusChanged")
      .withArgs(a.address, STATUS.Suspended, STATUS.Closed, HASH);
    await expect(sent).to.emit(token, "Frozen").withArgs(newKey.address, 11);
    await expect(sent).to.emit(token, "Frozen").withArgs(a.address, 0);

    const [old, heir] = [(await token.entriesAt(1, 2, 1))[0], (await token.entriesAt(1, 5, 1))[0]];
    const facts = (entry: typeof old) => [entry?.bonds, entry?.frozen, entry?.status, entry?.taxClass].map(Number);
    expect(facts(old)).to.deep.equal([0, 0, STATUS.Closed, 1]);
    expect(facts(heir)).to.deep.equal([40, 11, STATUS.Suspended, 1]);
    expect(await registry.accountOf(id)).to.equal(newKey.address);
    expect(await registry.holderIdOf(newKey)).to.equal(id);
    expect(await registry.commitmentOf(newKey)).to.equal(ethers.id(`data of ${a.address}`));
  });

  it("keeps a suspension: a new key is no way out of it", async () => {
    const market = await placed();
    await suspend(market, market.a);
    await replaceKey(market, market.a, market.newKey);
    await expectRefused(market, market.newKey, market.dealer, 1, CODE.SenderSuspended);
  });

  it("keeps a freeze beyond the holding: a new key is no way out of it", async () => {
    const market = await placed();
    await freeze(market, market.a, 90);
    await replaceKey(market, market.a, market.newKey);
    await expectRefused(market, market.newKey, market.dealer, 1, CODE.InsufficientUnfrozen);
    expect(await market.token.getFrozenTokens(market.newKey)).to.equal(90);
  });

  it("may be done twice in a row, and each time the last key counts [P-3]", async () => {
    const market = await placed();
    const { token, registry, a, newKey, stranger, dealer } = market;
    await replaceKey(market, a, newKey);
    await replaceKey(market, newKey, stranger);
    expect(await token.balanceOf(stranger)).to.equal(40);
    expect(await registry.accountOf(ethers.id(a.address))).to.equal(stranger.address);
    await expectRefused(market, newKey, dealer, 0, CODE.SenderUnknown);
  });

  it("works inside a closed window and when the holder has nothing [T-7]", async () => {
    const market = await placed();
    await at("2024-06-12T00:00:00");
    await replaceKey(market, market.c, market.newKey);
    expect(await market.token.balanceOf(market.newKey)).to.equal(0);
    expect(await market.token.canReceive(market.newKey)).to.equal(true);
    expect(await market.token.canReceive(market.c)).to.equal(false);
  });

  context("what it refuses", () => {
    it("no order, an order for another key, and a second use of one [T-7]", async () => {
      const market = await placed();
      const { registry, orders, registerAdministrator, a, newKey, stranger } = market;
      const administrator = registry.connect(registerAdministrator);
      await expect(administrator.replaceKey(a, newKey, MINED))
        .to.be.revertedWithCustomError(orders, "NoMatchingOrder")
        .withArgs(ORDER.NewKey, a.address, newKey.address, 0);
      await order(market, ORDER.NewKey, a, newKey, 0);
      await expect(administrator.replaceKey(a, stranger, MINED)).to.be.revertedWithCustomError(
        orders,
        "NoMatchingOrder",
      );
      expect(await registry.accountOf(ethers.id(a.address))).to.equal(a.address); // nothing of the attempts stays
      await administrator.replaceKey(a, newKey);
      await expect(administrator.replaceKey(a, newKey, MINED)).to.be.revertedWithCustomError(orders, "NoMatchingOrder");
    });

    it("before the day of the order has passed [T-7]", async () => {
      const { registry, orders, registerAdministrator, a, newKey } = await placed();
      await at("2024-02-01T12:00:00");
      await orders.connect(registerAdministrator).recordOrder(ORDER.NewKey, 3, a, newKey, 0, HASH, MINED);
      const administrator = registry.connect(registerAdministrator);
      await at("2024-02-02T11:59:59");
      await expect(administrator.replaceKey(a, newKey, MINED)).to.be.revertedWithCustomError(
        orders,
        "OrderNotYetExecutable",
      );
      await at("2024-02-02T12:00:00");
      await administrator.replaceKey(a, newKey, MINED);
    });

    it("a new key that has an account already: another holder's, the dealer's, or the old one itself [P-3]", async () => {
      const market = await placed();
      const { token, registry, registerAdministrator, a, b, dealer, issuer } = market;
      for (const key of [b, dealer, issuer, a]) {
        await order(market, ORDER.NewKey, a, key, 0);
        await expect(registry.connect(registerAdministrator).replaceKey(a, key, MINED))
          .to.be.revertedWithCustomError(token, "AccountKnown")
          .withArgs(key.address);
      }
      expect(await registry.holderIdOf(b)).to.equal(ethers.id(b.address)); // nothing of the attempts stays
      expect(await token.balanceOf(a)).to.equal(40);
    });

    it("a contract and the zero address as new key [T-4]", async () => {
      const market = await placed();
      const { token, registry, registerAdministrator, a } = market;
      const contract = await token.getAddress();
      await order(market, ORDER.NewKey, a, { address: contract }, 0);
      await expect(
        registry.connect(registerAdministrator).replaceKey(a, contract, MINED),
      ).to.be.revertedWithCustomError(token, "AccountIsContract");
      await order(market, ORDER.NewKey, a, null, 0);
      await expect(
        registry.connect(registerAdministrator).replaceKey(a, ethers.ZeroAddress, MINED),
      ).to.be.revertedWithCustomError(token, "AccountIsZero");
    });

    it("an account that is closed already, a stranger's, and the parties' [T-7]", async () => {
      const market = await placed();
      const { token, registry, registerAdministrator, a, newKey, stranger, dealer, issuer } = market;
      await replaceKey(market, a, newKey);
      await order(market, ORDER.NewKey, a, stranger, 0);
      await expect(registry.connect(registerAdministrator).replaceKey(a, stranger, MINED))
        .to.be.revertedWithCustomError(token, "WrongAccountStatus")
        .withArgs(a.address, STATUS.Closed);
      for (const account of [stranger, dealer, issuer]) {
        await order(market, ORDER.NewKey, account, market.investors[9] ?? stranger, 0);
        await expect(
          registry.connect(registerAdministrator).replaceKey(account, market.investors[9] ?? stranger, MINED),
        ).to.be.revertedWithCustomError(registry, "HolderUnknown");
      }
    });

    it("once the redemption has begun: what is due can no longer change its account here [P-5]", async () => {
      const market = await placed();
      await order(market, ORDER.NewKey, market.a, market.newKey, 0);
      await beginRedemption(market);
      await expect(
        market.registry.connect(market.registerAdministrator).replaceKey(market.a, market.newKey, MINED),
      ).to.be.revertedWithCustomError(market.token, "RedemptionBegun");
    });

    it("everybody but the register administrator, and him past the registry [T-7]", async () => {
      const market = await placed();
      const { token, registry, registerAdministrator, dealer, issuer, a, newKey } = market;
      await order(market, ORDER.NewKey, a, newKey, 0);
      for (const caller of [dealer, issuer, a, newKey])
        await expect(registry.connect(caller).replaceKey(a, newKey, MINED))
          .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      await expect(token.connect(registerAdministrator).replaceAccount(a, newKey, MINED)).to.be.revertedWithCustomError(
        token,
        "OnlyContract",
      );
    });
  });
});
