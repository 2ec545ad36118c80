import { expect } from "chai";
import { ethers } from "hardhat";
import { CODE, MINED, expectRefused, placed, signerOf } from "../support/market";
import { at, goTo } from "../support/suite";

describe("BondToken.transfer: through the dealer only", () => {
  context("when a holder sends", () => {
    it("may send to the dealer, and the books move by exactly that [T-2]", async () => {
      const { token, a, dealer } = await placed();
      expect(await token.connect(a).transfer.staticCall(dealer, 7)).to.equal(true);
      await expect(token.connect(a).transfer(dealer, 7))
        .to.emit(token, "Transfer")
        .withArgs(a.address, dealer.address, 7);
      expect(await token.balanceOf(a)).to.equal(40 - 7);
      expect(await token.balanceOf(dealer)).to.equal(40 + 7);
      expect(await token.totalSupply()).to.equal(100);
    });

    it("may not send to another holder, not even zero bonds [T-2]", async () => {
      const market = await placed();
      await expectRefused(market, market.a, market.b, 1, CODE.NotThroughDealer);
      await expectRefused(market, market.a, market.b, 0, CODE.NotThroughDealer);
      await expectRefused(market, market.a, market.c, 40, CODE.NotThroughDealer);
    });

    it("may not send to the issuer, on a day of the purchase window either [T-2, P-6]", async () => {
      const market = await placed();
      await goTo("2024-02-01T12:00:00");
      await expectRefused(market, market.a, market.issuer, 1, CODE.NotThroughDealer);
    });
  });

  context("when the dealer sends", () => {
    it("may send to any registered holder, on the closing day too [T-2, I-5]", async () => {
      const { token, a, b, c, dealer } = await placed(); // 14 December 2023
      for (const holder of [a, b, c]) await token.connect(dealer).transfer(holder, 1);
      expect(await token.balanceOf(a)).to.equal(41);
      expect(await token.balanceOf(b)).to.equal(21);
      expect(await token.balanceOf(c)).to.equal(1);
      expect(await token.balanceOf(dealer)).to.equal(40 - 3);
    });

    it("may not send to somebody without an account [R-1]", async () => {
      const market = await placed();
      await expectRefused(market, market.dealer, market.stranger, 1, CODE.ReceiverUnknown);
      await expectRefused(market, market.dealer, market.platformOperator, 1, CODE.ReceiverUnknown);
      await expectRefused(market, market.dealer, market.registerAdministrator, 1, CODE.ReceiverUnknown);
    });
  });

  context("when the dealer sends to the issuer", () => {
    it("is refused on 14 December 2023, 23:59:59, and allowed on 15 December, 00:00:00 [P-6]", async () => {
      const market = await placed();
      await at("2023-12-14T23:59:59");
      await expectRefused(market, market.dealer, market.issuer, 1, CODE.IssuerOutsidePurchaseWindow);
      await at("2023-12-15T00:00:00");
      await market.token.connect(market.dealer).transfer(market.issuer, 1);
      expect(await market.token.balanceOf(market.issuer)).to.equal(1);
    });

    it("is allowed on 11 December 2028, 23:59:59; a second later the last window is closed [P-6, T-1]", async () => {
      const market = await placed();
      await at("2028-12-11T23:59:59");
      await market.token.connect(market.dealer).transfer(market.issuer, 1);
      await at("2028-12-12T00:00:00");
      await expectRefused(market, market.dealer, market.issuer, 1, CODE.ClosedWindow);
    });

    it("is refused in the closed window of an earlier date, for the purchase is a transfer [P-6, T-1]", async () => {
      const market = await placed();
      await at("2024-06-11T23:59:59");
      await market.token.connect(market.dealer).transfer(market.issuer, 1);
      await at("2024-06-12T00:00:00");
      await expectRefused(market, market.dealer, market.issuer, 1, CODE.ClosedWindow);
    });
  });

  context("when the issuer sends its own bonds", () => {
    it("may not send them back to the dealer, nor to a holder [P-6]", async () => {
      const market = await placed();
      await goTo("2024-02-01T12:00:00");
      await market.token.connect(market.dealer).transfer(market.issuer, 5);
      await expectRefused(market, market.issuer, market.dealer, 1, CODE.IssuerMayOnlyCancel);
      await expectRefused(market, market.issuer, market.dealer, 0, CODE.IssuerMayOnlyCancel);
      await expectRefused(market, market.issuer, market.a, 1, CODE.NotThroughDealer);
    });
  });
});

describe("BondToken: the way that the issuer designates", () => {
  it("starts with plain transfers (1) and recorded agreements (2) [T-3]", async () => {
    const { token } = await placed();
    expect(await token.ways()).to.equal(3);
  });

  it("is closed and opened again by the issuer, with events of old and new [T-3]", async () => {
    const market = await placed();
    const issuer = market.token.connect(market.issuer);
    await expect(issuer.designateWays(0)).to.emit(market.token, "WaysDesignated").withArgs(3, 0);
    expect(await market.token.ways()).to.equal(0);
    await expectRefused(market, market.a, market.dealer, 1, CODE.NotDesignated);
    await expectRefused(market, market.dealer, market.a, 1, CODE.NotDesignated);
    await expect(issuer.designateWays(1)).to.emit(market.token, "WaysDesignated").withArgs(0, 1);
    await market.token.connect(market.a).transfer(market.dealer, 1);
  });

  it("knows no other way: 4, 7, 128 and 255 are refused [T-3]", async () => {
    const { token, issuer } = await placed();
    for (const ways of [4, 7, 128, 255])
      await expect(token.connect(issuer).designateWays(ways, MINED))
        .to.be.revertedWithCustomError(token, "UnknownWay")
        .withArgs(ways);
  });

  it("leaves the windows and the issue alone [T-1]", async () => {
    const market = await placed();
    await market.token.connect(market.issuer).designateWays(0);
    await market.token.connect(market.issuer).designateWays(1);
    await at("2024-06-12T00:00:00");
    await expectRefused(market, market.a, market.dealer, 1, CODE.ClosedWindow);
    expect(await market.token.isIssued()).to.equal(true);
  });

  it("is nobody else's to choose [T-3]", async () => {
    const { token, dealer, registerAdministrator, platformOperator, a } = await placed();
    for (const caller of [dealer, registerAdministrator, a])
      await expect(token.connect(caller).designateWays(0, MINED))
        .to.be.revertedWithCustomError(token, "AccessManagedUnauthorized")
        .withArgs(caller.address);
    await expect(token.connect(platformOperator).designateWays(0, MINED)).to.be.revertedWithCustomError(
      token,
      "AccessManagedUnauthorized",
    );
  });
});

describe("BondToken: no pledge of any kind", () => {
  it("refuses approve, for zero, one and all, whoever asks [T-4]", async () => {
    const { token, a, b, dealer } = await placed();
    for (const bonds of [0n, 1n, 2n ** 256n - 1n])
      for (const caller of [a, dealer])
        await expect(token.connect(caller).approve(b, bonds, MINED)).to.be.revertedWithCustomError(
          token,
          "NoAllowance",
        );
  });

  it("refuses transferFrom, for the holder himself and to the dealer too [T-4]", async () => {
    const { token, a, dealer } = await placed();
    for (const caller of [a, dealer])
      for (const bonds of [0, 1])
        await expect(token.connect(caller).transferFrom(a, dealer, bonds, MINED)).to.be.revertedWithCustomError(
          token,
          "NoAllowance",
        );
    expect(await token.balanceOf(a)).to.equal(40);
  });

  it("shows an allowance of zero for every pair [T-4]", async () => {
    const { token, a, dealer, stranger } = await placed();
    for (const owner of [a, dealer, stranger])
      for (const spender of [a, dealer, stranger]) expect(await token.allowance(owner, spender)).to.equal(0);
  });

  it("has no function of an operator, permit, lock, hold or escrow [T-4]", async () => {
    const { token } = await placed();
    const names = token.interface.fragments.filter((f) => f.type === "function").map((f) => f.format("sighash"));
    expect(
      names.filter((name) => /permit|operator|lock|hold|escrow|increase|pledge|lien|delegate/i.test(name)),
    ).to.deep.equal([]);
  });

  it("admits no contract as a holder [T-4]", async () => {
    const { token, registry, orders, dealer } = await placed();
    for (const contract of [token, registry, orders]) {
      const address = await contract.getAddress();
      await expect(registry.connect(dealer).open(address, ethers.id(address), 0, ethers.ZeroHash, MINED))
        .to.be.revertedWithCustomError(token, "AccountIsContract")
        .withArgs(address);
    }
  });

  it("lets a contract of the suite neither send nor receive [T-4]", async () => {
    const market = await placed();
    for (const contract of [market.token, market.registry, market.payments]) {
      const address = await contract.getAddress();
      await expectRefused(market, await signerOf(address), market.dealer, 0, CODE.SenderUnknown);
      await expectRefused(market, market.dealer, address, 1, CODE.ReceiverUnknown);
    }
  });
});
