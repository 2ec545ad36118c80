import { expect } from "chai";
import { ethers } from "hardhat";
import { MINED, beginRedemption, freeze, placed, prepared, redeemAll, type Market } from "../support/market";
import { at, day, goTo } from "../support/suite";

/** The issuer bought ten bonds from the dealer on 1 February 2024: the dealer is left with 30. */
const bought = async (): Promise<Market> => {
  const market = await placed();
  await at("2024-02-01T12:00:00");
  await market.token.connect(market.dealer).transfer(market.issuer, 10);
  return market;
};

describe("BondToken.cancel", () => {
  it("burns own bonds and says what is left [P-6]", async () => {
    const { token, issuer } = await bought();
    const sent = token.connect(issuer).cancel(4);
    await expect(sent).to.emit(token, "Transfer").withArgs(issuer.address, ethers.ZeroAddress, 4);
    await expect(sent).to.emit(token, "Cancelled").withArgs(issuer.address, 4, 96);
    expect(await token.totalSupply()).to.equal(96);
    expect(await token.balanceOf(issuer)).to.equal(6);
  });

  context("at the edges of the purchase window", () => {
    it("is 15 December 2023 through 11 December 2028, as the vectors say [P-6]", async () => {
      const { token } = await placed();
      expect((await token.purchaseWindow()).map(Number)).to.deep.equal([day("2023-12-15"), day("2028-12-11")]);
    });

    it("is refused on 14 December 2023, 23:59:59, and allowed a second later [P-6]", async () => {
      const { token, issuer, dealer } = await placed();
      await at("2023-12-14T23:59:59");
      await expect(token.connect(issuer).cancel(0, MINED))
        .to.be.revertedWithCustomError(token, "OutsidePurchaseWindow")
        .withArgs(day("2023-12-15"), day("2028-12-11"), day("2023-12-14"));
      await at("2023-12-15T00:00:00");
      await token.connect(dealer).transfer(issuer, 1);
      await token.connect(issuer).cancel(1);
      expect(await token.totalSupply()).to.equal(99);
    });

    it("is allowed on 11 December 2028, 23:59:59, and refused a second later [P-6]", async () => {
      const { token, issuer } = await bought();
      await at("2028-12-11T23:59:59");
      await token.connect(issuer).cancel(1, MINED);
      await at("2028-12-12T00:00:00");
      await expect(token.connect(issuer).cancel(1, MINED))
        .to.be.revertedWithCustomError(token, "OutsidePurchaseWindow")
        .withArgs(day("2023-12-15"), day("2028-12-11"), day("2028-12-12"));
      expect(await token.totalSupply()).to.equal(99);
    });
  });

  context("inside the closed window of an earlier date", () => {
    it("is allowed, and the record day keeps what it read [P-6, P-3]", async () => {
      const { token, issuer } = await bought();
      await at("2024-06-12T00:00:00");
      await token.connect(issuer).cancel(4, MINED);
      await at("2024-06-14T23:59:59");
      await token.connect(issuer).cancel(1, MINED);
      expect(await token.totalSupply()).to.equal(95);
      expect(await token.supplyAtRecord(1)).to.equal(100);
      expect(await token.bondsAtRecord(1, issuer)).to.equal(10);
      await goTo("2024-12-11T00:00:00");
      expect(await token.supplyAtRecord(2)).to.equal(95);
      expect(await token.bondsAtRecord(2, issuer)).to.equal(5);
      expect(await token.supplyAtRecord(1)).to.equal(100);
    });

    it("before the window it lowers the record, a second later it does not [P-6, P-3]", async () => {
      const { token, issuer } = await bought();
      await at("2024-06-11T23:59:59");
      await token.connect(issuer).cancel(3, MINED);
      await at("2024-06-12T00:00:00");
      await token.connect(issuer).cancel(2, MINED);
      expect(await token.supplyAtRecord(1)).to.equal(97);
      expect(await token.bondsAtRecord(1, issuer)).to.equal(7);
    });
  });

  context("after dates that nobody touched", () => {
    it("writes down the supply of each of them [P-3]", async () => {
      const { token, issuer } = await bought();
      await at("2027-07-01T12:00:00"); // seven record days later
      await token.connect(issuer).cancel(10);
      for (let index = 1; index <= 7; ++index) {
        expect(await token.supplyAtRecord(index)).to.equal(100);
        expect(await token.bondsAtRecord(index, issuer)).to.equal(10);
      }
      await goTo("2027-12-10T00:00:00");
      expect(await token.supplyAtRecord(8)).to.equal(90);
      expect(await token.bondsAtRecord(8, issuer)).to.equal(0);
    });
  });

  context("of how many", () => {
    it("all own bonds, and not one more [P-6]", async () => {
      const { token, issuer } = await bought();
      for (const bonds of [11n, 2n ** 24n, 2n ** 256n - 1n])
        await expect(token.connect(issuer).cancel(bonds, MINED))
          .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
          .withArgs(issuer.address, 10, bonds);
      await token.connect(issuer).cancel(10);
      expect(await token.balanceOf(issuer)).to.equal(0);
      expect(await token.totalSupply()).to.equal(90);
    });

    it("zero changes nothing", async () => {
      const { token, issuer } = await bought();
      await token.connect(issuer).cancel(0);
      expect(await token.totalSupply()).to.equal(100);
    });

    it("not the frozen ones", async () => {
      const market = await bought();
      await freeze(market, market.issuer, 4);
      const own = market.token.connect(market.issuer);
      await expect(own.cancel(7, MINED))
        .to.be.revertedWithCustomError(market.token, "ERC7943InsufficientUnfrozenBalance")
        .withArgs(market.issuer.address, 7, 6);
      await own.cancel(6);
      expect(await market.token.totalSupply()).to.equal(94);
    });
  });

  context("when everything is cancelled before maturity", () => {
    it("the bond is redeemed, once, and nothing can move or be cancelled again [P-6]", async () => {
      const market = await placed();
      const { token, a, b, dealer, issuer } = market;
      await at("2024-02-01T12:00:00");
      await token.connect(a).transfer(dealer, 40);
      await token.connect(b).transfer(dealer, 20);
      await token.connect(dealer).transfer(issuer, 100);
      await expect(token.connect(issuer).cancel(100)).to.emit(token, "Redeemed");
      expect(await token.totalSupply()).to.equal(0);
      expect(await token.isRedeemed()).to.equal(true);
      expect(await token.detectTransferRestriction(dealer, a, 0)).to.equal(2);
      await expect(token.connect(issuer).cancel(0)).not.to.emit(token, "Redeemed");
    });
  });

  it("is refused before the issue, and once the redemption has begun or ended [P-6]", async () => {
    const before = await prepared();
    await expect(before.token.connect(before.issuer).cancel(0, MINED)).to.be.revertedWithCustomError(
      before.token,
      "OutsidePurchaseWindow",
    );
    const market = await bought();
    await beginRedemption(market);
    await expect(market.token.connect(market.issuer).cancel(1, MINED)).to.be.revertedWithCustomError(
      market.token,
      "OutsidePurchaseWindow",
    );
    const again = await bought();
    await redeemAll(again);
    await expect(again.token.connect(again.issuer).cancel(1, MINED)).to.be.revertedWithCustomError(
      again.token,
      "OutsidePurchaseWindow",
    );
  });

  it("is refused when the bond was never issued, on a day inside the window too", async () => {
    const { token, issuer } = await prepared();
    await at("2024-02-01T12:00:00");
    await expect(token.connect(issuer).cancel(0, MINED)).to.be.revertedWithCustomError(token, "OutsidePurchaseWindow");
  });

  it("is the issuer's alone [P-6]", async () => {
    const { token, dealer, registerAdministrator, fiscalAgent, a } = await bought();
    for (const caller of [dealer, registerAdministrator, fiscalAgent, a])
      await expect(token.connect(caller).cancel(1, MINED))
        .to.be.revertedWithCustomError(token, "AccessManagedUnauthorized")
        .withArgs(caller.address);
  });
});
