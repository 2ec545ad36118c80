import { expect } from "chai";
import { ethers } from "hardhat";
import { CODE, HASH, MINED, STATUS, expectRefused, placed, replaceKey, suspend } from "../support/market";
import { goTo } from "../support/suite";

describe("HolderRegistry.suspend", () => {
  it("stops an account both ways and leaves it what it owns", async () => {
    const market = await placed();
    const { token, a, dealer } = market;
    await expect(suspend(market, a))
      .to.emit(token, "AccountStatusChanged")
      .withArgs(a.address, STATUS.Active, STATUS.Suspended, HASH);
    await expectRefused(market, a, dealer, 1, CODE.SenderSuspended);
    await expectRefused(market, dealer, a, 1, CODE.ReceiverSuspended);
    expect(await token.balanceOf(a)).to.equal(40);
    await goTo("2024-06-12T00:00:00");
    expect(await token.bondsAtRecord(1, a)).to.equal(40);
  });

  it("needs a cause, the hash of which is not zero", async () => {
    const { registry, registerAdministrator, a } = await placed();
    await expect(
      registry.connect(registerAdministrator).suspend(a, ethers.ZeroHash, MINED),
    ).to.be.revertedWithCustomError(registry, "CauseMissing");
  });

  it("is refused twice, and for an account that a new key replaced", async () => {
    const market = await placed();
    const { token, registry, registerAdministrator, a, b, newKey } = market;
    await suspend(market, a);
    await expect(registry.connect(registerAdministrator).suspend(a, HASH, MINED))
      .to.be.revertedWithCustomError(token, "WrongAccountStatus")
      .withArgs(a.address, STATUS.Suspended);
    await replaceKey(market, b, newKey);
    await expect(registry.connect(registerAdministrator).suspend(b, HASH, MINED))
      .to.be.revertedWithCustomError(token, "WrongAccountStatus")
      .withArgs(b.address, STATUS.Closed);
  });

  it("cannot touch dealer, issuer or a stranger: they are no holders of the registry", async () => {
    const { registry, registerAdministrator, dealer, issuer, stranger } = await placed();
    for (const account of [dealer, issuer, stranger])
      await expect(registry.connect(registerAdministrator).suspend(account, HASH, MINED))
        .to.be.revertedWithCustomError(registry, "HolderUnknown")
        .withArgs(account.address);
  });

  it("is the register administrator's alone, and not past the registry", async () => {
    const { token, registry, registerAdministrator, dealer, issuer, a, b } = await placed();
    for (const caller of [dealer, issuer, a, b])
      await expect(registry.connect(caller).suspend(a, HASH, MINED))
        .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
        .withArgs(caller.address);
    await expect(
      token.connect(registerAdministrator).setStatus(a, STATUS.Suspended, HASH, MINED),
    ).to.be.revertedWithCustomError(token, "OnlyContract");
  });
});

describe("HolderRegistry.resume", () => {
  it("ends the suspension: bonds move again, and the cause is on record", async () => {
    const market = await placed();
    const { token, registry, registerAdministrator, a, dealer } = market;
    await suspend(market, a);
    const cause = ethers.id("cleared");
    await expect(registry.connect(registerAdministrator).resume(a, cause))
      .to.emit(token, "AccountStatusChanged")
      .withArgs(a.address, STATUS.Suspended, STATUS.Active, cause);
    await token.connect(a).transfer(dealer, 40);
  });

  it("needs a cause and a suspension, and never revives a closed account [P-3]", async () => {
    const market = await placed();
    const { token, registry, registerAdministrator, a, b, newKey } = market;
    const administrator = registry.connect(registerAdministrator);
    await expect(administrator.resume(a, HASH, MINED))
      .to.be.revertedWithCustomError(token, "WrongAccountStatus")
      .withArgs(a.address, STATUS.Active);
    await suspend(market, a);
    await expect(administrator.resume(a, ethers.ZeroHash, MINED)).to.be.revertedWithCustomError(
      registry,
      "CauseMissing",
    );
    await replaceKey(market, b, newKey);
    await expect(administrator.resume(b, HASH, MINED))
      .to.be.revertedWithCustomError(token, "WrongAccountStatus")
      .withArgs(b.address, STATUS.Closed);
  });

  it("is the register administrator's alone: not the holder's, not the dealer's", async () => {
    const market = await placed();
    await suspend(market, market.a);
    for (const caller of [market.a, market.dealer, market.issuer])
      await expect(market.registry.connect(caller).resume(market.a, HASH, MINED)).to.be.revertedWithCustomError(
        market.registry,
        "AccessManagedUnauthorized",
      );
  });
});
