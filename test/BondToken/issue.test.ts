import { expect } from "chai";
import { ethers } from "hardhat";
import { MINED, issued, prepared, redeemAll } from "../support/market";
import { at, day, hitachi } from "../support/suite";

describe("BondToken.issue", () => {
  it("creates all 100 bonds for the dealer, from nothing [I-2, I-5, I-7]", async () => {
    const { token, issuer, dealer } = await prepared();
    expect(await token.isIssued()).to.equal(false);
    expect(await token.totalSupply()).to.equal(0);
    await at("2023-12-14T09:00:00");
    const sent = token.connect(issuer).issue();
    await expect(sent).to.emit(token, "Transfer").withArgs(ethers.ZeroAddress, dealer.address, 100);
    await expect(sent).to.emit(token, "Issued").withArgs(dealer.address, 100, day("2023-12-14"));
    expect(await token.totalSupply()).to.equal(100);
    expect(await token.balanceOf(dealer)).to.equal(100);
    expect(await token.balanceOf(issuer)).to.equal(0);
    expect(await token.isIssued()).to.equal(true);
    expect(await token.isRedeemed()).to.equal(false);
  });

  context("on the closing day, to the second", () => {
    for (const moment of ["2023-12-14T00:00:00", "2023-12-14T23:59:59"]) {
      it(`happens at ${moment} [I-5]`, async () => {
        const { token, issuer } = await prepared();
        await at(moment);
        await token.connect(issuer).issue(MINED);
        expect(await token.totalSupply()).to.equal(100);
      });
    }

    for (const [moment, today] of [
      ["2023-12-13T23:59:59", "2023-12-13"],
      ["2023-12-15T00:00:00", "2023-12-15"],
      ["2024-12-14T12:00:00", "2024-12-14"],
    ] as const) {
      it(`is refused at ${moment} [I-5]`, async () => {
        const { token, issuer } = await prepared();
        await at(moment);
        await expect(token.connect(issuer).issue(MINED))
          .to.be.revertedWithCustomError(token, "NotClosingDay")
          .withArgs(day("2023-12-14"), day(today));
        expect(await token.totalSupply()).to.equal(0);
      });
    }
  });

  context("a second time", () => {
    it("is refused on the same day [I-2]", async () => {
      const { token, issuer } = await issued();
      await expect(token.connect(issuer).issue(MINED)).to.be.revertedWithCustomError(token, "AlreadyIssued");
    });

    it("is refused after redemption: the issue is never reopened [I-2]", async () => {
      const market = await issued();
      await redeemAll(market);
      await expect(market.token.connect(market.issuer).issue(MINED)).to.be.revertedWithCustomError(
        market.token,
        "AlreadyIssued",
      );
      expect(await market.token.totalSupply()).to.equal(0);
    });
  });

  it("is the issuer's alone", async () => {
    const { token, dealer, registerAdministrator, platformOperator, deployer, stranger } = await prepared();
    await at("2023-12-14T09:00:00");
    for (const caller of [dealer, registerAdministrator, deployer, stranger, platformOperator])
      await expect(token.connect(caller).issue(MINED))
        .to.be.revertedWithCustomError(token, "AccessManagedUnauthorized")
        .withArgs(caller.address);
  });

  it("waits until the calendar knows the bond, so that amendments reach it [T-1]", async () => {
    const { calendar, deployer, issuer, dealer } = await prepared();
    const authority = await ethers.deployContract("BondAuthority", [deployer.address]);
    const token = await ethers.deployContract("BondToken", [
      authority,
      calendar,
      hitachi,
      issuer.address,
      dealer.address,
    ]);
    await at("2023-12-14T09:00:00"); // the deployer is still this authority's administrator, so it may call
    await expect(token.connect(deployer).getFunction("issue")(MINED)).to.be.revertedWithCustomError(
      token,
      "NotRegisteredWithCalendar",
    );
  });
});
