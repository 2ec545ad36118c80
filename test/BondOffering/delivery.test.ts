import { expect } from "chai";
import { ethers } from "hardhat";
import { administer, CODE, MINED, replaceKey, signerOf, suspend } from "../support/market";
import { allots, applies, APPLICATION, closed, delivers, offered, paidUp, pays, stateOf } from "../support/offering";
import { at, day, ref } from "../support/suite";

const issueOnly = async (suite: Awaited<ReturnType<typeof paidUp>>) => {
  await at("2023-12-14T09:00:00");
  await suite.token.connect(suite.issuer).issue();
};

describe("BondOffering: delivery through the token", () => {
  it("moves what was allotted from the dealer to the investor, on the closing day [I-5, I-7]", async () => {
    const suite = await closed();
    const { token, offering, dealer, a } = suite;
    const sent = delivers(suite, dealer, 1, ref("DELIVERY-1"));
    await expect(sent).to.emit(token, "Transfer").withArgs(dealer.address, a.address, 30);
    await expect(sent).to.emit(offering, "AllotmentDelivered").withArgs(a.address, 30, ref("DELIVERY-1"));
    expect(await token.balanceOf(a)).to.equal(30);
    expect(await token.balanceOf(dealer)).to.equal(100 - 30);
    expect(await stateOf(suite, a)).to.equal(APPLICATION.delivered);
  });

  it("may come later than the closing day, but waits in a closed window [I-5, T-1]", async () => {
    const suite = await closed();
    const { token, dealer, a } = suite;
    await at("2024-06-12T00:00:00");
    await expect(delivers(suite, dealer, 1))
      .to.be.revertedWithCustomError(token, "TransferRestricted")
      .withArgs(CODE.ClosedWindow, dealer.address, a.address, 30);
    await at("2024-06-15T00:00:00");
    await delivers(suite, dealer, 1);
    expect(await token.balanceOf(a)).to.equal(30);
  });

  context("by time", () => {
    it("is refused before the closing day: 13 December 23:59:59 [I-5]", async () => {
      const suite = await paidUp();
      await at("2023-12-13T23:59:59");
      await expect(delivers(suite, suite.dealer, 1))
        .to.be.revertedWithCustomError(suite.offering, "ClosingAhead")
        .withArgs(day("2023-12-14"), day("2023-12-13"));
    });

    it("is refused on the closing day before the issue [I-2, I-5]", async () => {
      const suite = await paidUp();
      await at("2023-12-14T00:00:00");
      await suite.offering.connect(suite.issuer).confirmUnderwriting(ref("issue paid"));
      await expect(delivers(suite, suite.dealer, 1))
        .to.be.revertedWithCustomError(suite.token, "TransferRestricted")
        .withArgs(CODE.NotIssued, suite.dealer.address, suite.a.address, 30);
      await suite.token.connect(suite.issuer).issue();
      await delivers(suite, suite.dealer, 1);
    });
  });

  context("when something is missing", () => {
    it("is refused until the underwriting is confirmed [I-7]", async () => {
      const suite = await paidUp();
      await issueOnly(suite);
      await expect(delivers(suite, suite.dealer, 1)).to.be.revertedWithCustomError(suite.offering, "NotUnderwritten");
      await suite.offering.connect(suite.issuer).confirmUnderwriting(ref("issue paid"));
      await delivers(suite, suite.dealer, 1);
    });

    it("is refused while the application is only applied for, allotted or withdrawn [I-5]", async () => {
      const suite = await paidUp();
      const { offering, dealer, a, b, c } = suite;
      await applies(suite, b, 5);
      await applies(suite, c, 5);
      await allots(suite, c, 5);
      await at("2023-12-14T09:00:00");
      await offering.connect(suite.issuer).confirmUnderwriting(ref("issue paid"));
      await suite.token.connect(suite.issuer).issue();
      const refused = (id: number, holder: string, state: bigint) =>
        expect(delivers(suite, dealer, id))
          .to.be.revertedWithCustomError(offering, "WrongApplicationState")
          .withArgs(holder, state);
      await refused(2, b.address, APPLICATION.applied);
      await refused(3, c.address, APPLICATION.allotted);
      await offering.connect(dealer).withdraw(b);
      await refused(2, b.address, APPLICATION.withdrawn);
      await refused(4, ethers.ZeroAddress, APPLICATION.none);
      await refused(0, ethers.ZeroAddress, APPLICATION.none);
      await delivers(suite, dealer, 1);
      expect(await suite.token.balanceOf(a)).to.equal(30);
    });

    it("is refused without a reference", async () => {
      const suite = await closed();
      await expect(delivers(suite, suite.dealer, 1, ethers.ZeroHash))
        .to.be.revertedWithCustomError(suite.offering, "BankReferenceMissing")
        .withArgs(1);
    });
  });

  it("is done once [I-2]", async () => {
    const suite = await closed();
    await delivers(suite, suite.dealer, 1);
    await expect(delivers(suite, suite.dealer, 1))
      .to.be.revertedWithCustomError(suite.offering, "WrongApplicationState")
      .withArgs(suite.a.address, APPLICATION.delivered);
    expect(await suite.token.balanceOf(suite.a)).to.equal(30);
  });

  it("is the dealer's alone: not the investor's, the issuer's, a stranger's, the book's [I-7, T-4]", async () => {
    const suite = await closed();
    const self = await signerOf(await suite.offering.getAddress());
    for (const caller of [suite.a, suite.b, suite.issuer, suite.stranger, suite.registerAdministrator, self])
      await expect(delivers(suite, caller, 1))
        .to.be.revertedWithCustomError(suite.offering, "NotTheDealer")
        .withArgs(caller.address);
    for (const caller of [suite.a, suite.dealer, suite.stranger])
      await expect(suite.offering.connect(caller).settleFor(1, suite.dealer, ref("x"), MINED))
        .to.be.revertedWithCustomError(suite.offering, "NotTheToken")
        .withArgs(caller.address);
  });

  it("leaves what was paid as it was when the token refuses, and delivers later [T-7]", async () => {
    const suite = await closed();
    await suspend(suite, suite.a);
    await expect(delivers(suite, suite.dealer, 1))
      .to.be.revertedWithCustomError(suite.token, "TransferRestricted")
      .withArgs(CODE.ReceiverSuspended, suite.dealer.address, suite.a.address, 30);
    expect(await stateOf(suite, suite.a)).to.equal(APPLICATION.paid);
    await suite.registry.connect(suite.registerAdministrator).resume(suite.a, ref("lifted"));
    await delivers(suite, suite.dealer, 1);
  });

  it("does not deliver to a key that was replaced; the dealer transfers to the new one [T-7]", async () => {
    const suite = await closed();
    const { token, dealer, a, newKey } = suite;
    await replaceKey(suite, a, newKey);
    await expect(delivers(suite, dealer, 1))
      .to.be.revertedWithCustomError(token, "TransferRestricted")
      .withArgs(CODE.ReceiverUnknown, dealer.address, a.address, 30);
    await token.connect(dealer).transfer(newKey, 30);
    expect(await token.balanceOf(newKey)).to.equal(30);
  });

  it("is the new dealer's after the dealer's account moved, no longer the old one's [I-7]", async () => {
    const suite = await closed();
    await administer(suite, suite.token, "moveParty", [2, suite.newKey.address, ref("succession")]);
    await expect(delivers(suite, suite.dealer, 1))
      .to.be.revertedWithCustomError(suite.offering, "NotTheDealer")
      .withArgs(suite.dealer.address);
    await delivers(suite, suite.newKey, 1);
    expect(await suite.token.balanceOf(suite.a)).to.equal(30);
  });

  it("obeys the ways of transfer: not while only plain ones are designated [T-3]", async () => {
    const suite = await closed();
    await suite.token.connect(suite.issuer).designateWays(1);
    await expect(delivers(suite, suite.dealer, 1))
      .to.be.revertedWithCustomError(suite.token, "TransferRestricted")
      .withArgs(CODE.NotDesignated, suite.dealer.address, suite.a.address, 30);
  });

  it("is no condition of the plain way: the underwriter sells what is left like any bond [I-7, T-2]", async () => {
    const suite = await closed();
    await suite.token.connect(suite.dealer).transfer(suite.b, 70);
    expect(await suite.token.balanceOf(suite.b)).to.equal(70);
    await delivers(suite, suite.dealer, 1);
    expect(await suite.token.balanceOf(suite.dealer)).to.equal(0);
  });
});

describe("BondOffering.confirmUnderwriting", () => {
  it("records that the underwriter paid ¥10,000,000,000 for 100 bonds, its fee ¥27,500,000 [I-7]", async () => {
    const { offering, issuer, dealer } = await offered();
    await at("2023-12-14T00:00:00");
    await expect(offering.connect(issuer).confirmUnderwriting(ref("BOJ-1")))
      .to.emit(offering, "Underwritten")
      .withArgs(dealer.address, 100, 10_000_000_000n, 27_500_000n, ref("BOJ-1"));
    expect(await offering.isUnderwritten()).to.equal(true);
  });

  it("is refused before the closing day: 13 December 23:59:59 [I-5]", async () => {
    const { offering, issuer } = await offered();
    await at("2023-12-13T23:59:59");
    await expect(offering.connect(issuer).confirmUnderwriting(ref("BOJ-1"), MINED))
      .to.be.revertedWithCustomError(offering, "ClosingAhead")
      .withArgs(day("2023-12-14"), day("2023-12-13"));
  });

  it("is refused twice, and without a reference", async () => {
    const { offering, issuer } = await closed();
    await expect(offering.connect(issuer).confirmUnderwriting(ref("again"), MINED)).to.be.revertedWithCustomError(
      offering,
      "AlreadyUnderwritten",
    );
    const fresh = await offered();
    await at("2023-12-14T09:00:00");
    await expect(
      fresh.offering.connect(fresh.issuer).confirmUnderwriting(ethers.ZeroHash, MINED),
    ).to.be.revertedWithCustomError(fresh.offering, "PaymentReferenceMissing");
  });

  it("is the issuer's alone [I-7]", async () => {
    const { offering, dealer, a, registerAdministrator } = await offered();
    await at("2023-12-14T09:00:00");
    for (const caller of [dealer, a, registerAdministrator])
      await expect(offering.connect(caller).confirmUnderwriting(ref("x"), MINED))
        .to.be.revertedWithCustomError(offering, "AccessManagedUnauthorized")
        .withArgs(caller.address);
  });
});

describe("BondOffering: a whole placement", () => {
  it("ends with the bonds of the investors as allotted, and every yen of them paid [I-2, I-5, I-7]", async () => {
    const suite = await offered();
    const placement = [
      [suite.a, 60, 50],
      [suite.b, 40, 40],
      [suite.c, 20, 10],
    ] as const;
    for (const [holder, applied, allotted] of placement) {
      await applies(suite, holder, applied);
      await allots(suite, holder, allotted);
      await pays(suite, holder, allotted);
    }
    await at("2023-12-14T09:00:00");
    await suite.token.connect(suite.issuer).issue();
    await suite.offering.connect(suite.issuer).confirmUnderwriting(ref("issue paid"));
    for (const id of [1, 2, 3]) await delivers(suite, suite.dealer, id);
    for (const [holder, , allotted] of placement) expect(await suite.token.balanceOf(holder)).to.equal(allotted);
    expect(await suite.token.balanceOf(suite.dealer)).to.equal(100 - 50 - 40 - 10);
    const paid = await suite.offering.queryFilter(suite.offering.filters.ApplicationPaid());
    expect(paid.reduce((sum, { args }) => sum + args.amountYen, 0n)).to.equal(await suite.offering.grossProceedsYen());
  });
});
