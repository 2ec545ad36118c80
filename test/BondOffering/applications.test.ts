import { expect } from "chai";
import { ethers } from "hardhat";
import { KIND, MINED, STATUS, suspend } from "../support/market";
import { allots, applies, APPLICATION, beforeOffer, offered, paidUp, pays, PRICE, stateOf } from "../support/offering";
import { at, day, ref } from "../support/suite";

const PERIOD = [day("2023-12-07"), day("2023-12-14")] as const;

describe("BondOffering.applyFor", () => {
  it("records what an investor applies for, and numbers it [I-5, I-10]", async () => {
    const suite = await offered();
    const { offering, a, b } = suite;
    await expect(applies(suite, a, 40))
      .to.emit(offering, "AppliedFor")
      .withArgs(1, a.address, 0, 40);
    await expect(applies(suite, b, 1))
      .to.emit(offering, "AppliedFor")
      .withArgs(2, b.address, 0, 1);
    expect([...(await offering.applicationAt(1))]).to.deep.equal([
      a.address,
      40n,
      0n,
      APPLICATION.applied,
      ethers.ZeroHash,
    ]);
    expect(await offering.applicationCount()).to.equal(2);
    expect(await offering.applicationOf(b)).to.equal(2);
    expect(await offering.applicationOf(suite.c)).to.equal(0);
  });

  it("replaces what he applied for before, up and down, under the same number [I-5]", async () => {
    const suite = await offered();
    await applies(suite, suite.a, 40);
    await expect(applies(suite, suite.a, 12))
      .to.emit(suite.offering, "AppliedFor")
      .withArgs(1, suite.a.address, 40, 12);
    await applies(suite, suite.a, 41);
    expect((await suite.offering.applicationAt(1)).appliedBonds).to.equal(41);
    expect(await suite.offering.applicationCount()).to.equal(1);
  });

  it("takes applications for more than the issue, alone and together [I-2]", async () => {
    const suite = await offered();
    await applies(suite, suite.a, 101);
    await applies(suite, suite.b, 101);
    expect(await suite.offering.allottedBonds()).to.equal(0);
  });

  it("refuses an application for nothing", async () => {
    const suite = await offered();
    await expect(applies(suite, suite.a, 0))
      .to.be.revertedWithCustomError(suite.offering, "NothingAppliedFor")
      .withArgs(suite.a.address);
  });

  it("refuses who is no investor with an open account: stranger, dealer, issuer, suspended [R-1]", async () => {
    const suite = await offered();
    const { offering, stranger, dealer, issuer, c } = suite;
    await expect(applies(suite, stranger, 1))
      .to.be.revertedWithCustomError(offering, "AccountUnknown")
      .withArgs(stranger.address);
    for (const [party, kind] of [
      [dealer, KIND.Dealer],
      [issuer, KIND.Issuer],
    ] as const)
      await expect(applies(suite, party, 1))
        .to.be.revertedWithCustomError(offering, "WrongAccountKind")
        .withArgs(party.address, kind);
    await suspend(suite, c);
    await expect(applies(suite, c, 1))
      .to.be.revertedWithCustomError(offering, "WrongAccountStatus")
      .withArgs(c.address, STATUS.Suspended);
  });

  it("is the dealer's alone: an investor applies through it [I-10]", async () => {
    const { offering, a, issuer, registerAdministrator } = await offered();
    for (const caller of [a, issuer, registerAdministrator])
      await expect(offering.connect(caller).applyFor(a, 1, MINED))
        .to.be.revertedWithCustomError(offering, "AccessManagedUnauthorized")
        .withArgs(caller.address);
  });
});

describe("BondOffering: the application period", () => {
  it("begins on 7 December 2023, 00:00:00, not a second earlier [I-5]", async () => {
    const suite = await beforeOffer();
    await at("2023-12-06T23:59:59");
    await expect(applies(suite, suite.a, 1))
      .to.be.revertedWithCustomError(suite.offering, "OutsideApplicationPeriod")
      .withArgs(...PERIOD, day("2023-12-06"));
    await at("2023-12-07T00:00:00");
    await applies(suite, suite.a, 1);
  });

  for (const name of ["applyFor", "withdraw", "allot"] as const)
    it(`${name} ends with the closing day: 14 December 23:59:59 accepted, 15 December 00:00:00 refused [I-5]`, async () => {
      const suite = await offered();
      const { offering, dealer, a, b } = suite;
      await applies(suite, a, 5);
      await applies(suite, b, 5);
      const send = (holder: typeof a) =>
        name === "withdraw"
          ? offering.connect(dealer).withdraw(holder, MINED)
          : offering.connect(dealer)[name](holder, 3, MINED);
      await at("2023-12-14T23:59:59");
      await send(a);
      await at("2023-12-15T00:00:00");
      await expect(send(b))
        .to.be.revertedWithCustomError(offering, "OutsideApplicationPeriod")
        .withArgs(...PERIOD, day("2023-12-15"));
    });
});

describe("BondOffering.withdraw", () => {
  it("takes an application back, and lets the investor apply anew [I-5]", async () => {
    const suite = await offered();
    const { offering, dealer, a } = suite;
    await applies(suite, a, 40);
    await expect(offering.connect(dealer).withdraw(a))
      .to.emit(offering, "ApplicationWithdrawn")
      .withArgs(a.address, 40);
    expect(await stateOf(suite, a)).to.equal(APPLICATION.withdrawn);
    await expect(applies(suite, a, 7))
      .to.emit(offering, "AppliedFor")
      .withArgs(1, a.address, 0, 7);
    expect(await stateOf(suite, a)).to.equal(APPLICATION.applied);
  });

  it("is refused once it is allotted, and twice", async () => {
    const suite = await offered();
    const { offering, dealer, a, b, c } = suite;
    await applies(suite, a, 40);
    await allots(suite, a, 1);
    await applies(suite, b, 1);
    await offering.connect(dealer).withdraw(b);
    for (const [holder, state] of [
      [a, APPLICATION.allotted],
      [b, APPLICATION.withdrawn],
      [c, APPLICATION.none],
    ] as const)
      await expect(offering.connect(dealer).withdraw(holder, MINED))
        .to.be.revertedWithCustomError(offering, "WrongApplicationState")
        .withArgs(holder.address, state);
  });
});

describe("BondOffering.allot", () => {
  it("allots all or a part of what was applied for [I-5]", async () => {
    const suite = await offered();
    await applies(suite, suite.a, 40);
    await applies(suite, suite.b, 20);
    await expect(allots(suite, suite.a, 30))
      .to.emit(suite.offering, "Allotted")
      .withArgs(suite.a.address, 0, 30);
    await allots(suite, suite.b, 20);
    expect(await suite.offering.allottedBonds()).to.equal(30 + 20);
    expect(await stateOf(suite, suite.a)).to.equal(APPLICATION.allotted);
  });

  it("refuses one more than was applied for [I-5]", async () => {
    const suite = await offered();
    await applies(suite, suite.a, 40);
    await expect(allots(suite, suite.a, 41))
      .to.be.revertedWithCustomError(suite.offering, "AllottedBeyondApplication")
      .withArgs(suite.a.address, 40, 41);
    await allots(suite, suite.a, 40);
  });

  it("refuses the bond above the issue, and takes the hundredth [I-2]", async () => {
    const suite = await offered();
    await applies(suite, suite.a, 60);
    await applies(suite, suite.b, 60);
    await allots(suite, suite.a, 60);
    await expect(allots(suite, suite.b, 41))
      .to.be.revertedWithCustomError(suite.offering, "AllottedBeyondIssue")
      .withArgs(101, 100);
    await allots(suite, suite.b, 40);
    expect(await suite.offering.allottedBonds()).to.equal(100);
  });

  it("changes an allotment until it is paid, and takes it back with 0, which frees its bonds [I-2]", async () => {
    const suite = await offered();
    await applies(suite, suite.a, 60);
    await applies(suite, suite.b, 60);
    await allots(suite, suite.a, 60);
    await expect(allots(suite, suite.a, 50))
      .to.emit(suite.offering, "Allotted")
      .withArgs(suite.a.address, 60, 50);
    await allots(suite, suite.b, 50);
    await allots(suite, suite.a, 0);
    expect(await stateOf(suite, suite.a)).to.equal(APPLICATION.applied);
    expect(await suite.offering.allottedBonds()).to.equal(50);
    await applies(suite, suite.a, 10); // reduced now that nothing is allotted
  });

  it("refuses an allotment that changes nothing, and an application changed under it", async () => {
    const suite = await offered();
    await applies(suite, suite.a, 60);
    await expect(allots(suite, suite.a, 0))
      .to.be.revertedWithCustomError(suite.offering, "AllotmentUnchanged")
      .withArgs(suite.a.address, 0);
    await allots(suite, suite.a, 60);
    await expect(applies(suite, suite.a, 59))
      .to.be.revertedWithCustomError(suite.offering, "WrongApplicationState")
      .withArgs(suite.a.address, APPLICATION.allotted);
  });

  it("refuses who did not apply, who withdrew and who paid", async () => {
    const suite = await paidUp(); // a paid for 30
    const { offering, dealer, a, b, c } = suite;
    await applies(suite, b, 1);
    await offering.connect(dealer).withdraw(b);
    for (const [holder, state] of [
      [a, APPLICATION.paid],
      [b, APPLICATION.withdrawn],
      [c, APPLICATION.none],
    ] as const)
      await expect(allots(suite, holder, 1))
        .to.be.revertedWithCustomError(offering, "WrongApplicationState")
        .withArgs(holder.address, state);
  });
});

describe("BondOffering.confirmPayment", () => {
  it("records the full price of what was allotted, not of what was applied for [I-5]", async () => {
    const suite = await offered();
    await applies(suite, suite.a, 40);
    await allots(suite, suite.a, 30);
    await expect(pays(suite, suite.a, 30, ref("MONEY-1")))
      .to.emit(suite.offering, "ApplicationPaid")
      .withArgs(suite.a.address, 3_000_000_000n, ref("MONEY-1")); // 30 × 100,000,000
    expect(await stateOf(suite, suite.a)).to.equal(APPLICATION.paid);
    expect((await suite.offering.applicationAt(1)).bankReference).to.equal(ref("MONEY-1"));
  });

  it("refuses ¥1 less, ¥1 more, a part, nothing and the price of what was applied for [I-5]", async () => {
    const suite = await offered();
    const { offering, dealer, a } = suite;
    await applies(suite, a, 40);
    await allots(suite, a, 30);
    const due = 30n * PRICE;
    for (const amount of [due - 1n, due + 1n, due / 2n, 0n, 40n * PRICE])
      await expect(offering.connect(dealer).confirmPayment(a, amount, ref("x"), MINED))
        .to.be.revertedWithCustomError(offering, "WrongApplicationMoney")
        .withArgs(a.address, due, amount);
  });

  it("refuses it without a reference, twice, before the allotment and after it was taken back", async () => {
    const suite = await offered();
    const { offering, dealer, a } = suite;
    const wrongState = (state: bigint) =>
      expect(pays(suite, a, 30))
        .to.be.revertedWithCustomError(offering, "WrongApplicationState")
        .withArgs(a.address, state);
    await wrongState(APPLICATION.none);
    await applies(suite, a, 40);
    await wrongState(APPLICATION.applied);
    await allots(suite, a, 30);
    await allots(suite, a, 0);
    await wrongState(APPLICATION.applied);
    await allots(suite, a, 30);
    await expect(
      offering.connect(dealer).confirmPayment(a, 30n * PRICE, ethers.ZeroHash, MINED),
    ).to.be.revertedWithCustomError(offering, "PaymentReferenceMissing");
    await pays(suite, a, 30);
    await wrongState(APPLICATION.paid);
  });

  it("takes the record after the closing day: the money came in time [I-5]", async () => {
    const suite = await offered();
    await applies(suite, suite.a, 40);
    await allots(suite, suite.a, 30);
    await at("2023-12-15T09:00:00");
    await pays(suite, suite.a, 30);
    expect(await stateOf(suite, suite.a)).to.equal(APPLICATION.paid);
  });
});

describe("BondOffering.applicationsAt", () => {
  it("pages through the applications, oldest first, and ends where they end", async () => {
    const suite = await offered();
    for (const [holder, bonds] of [
      [suite.c, 3],
      [suite.a, 1],
      [suite.b, 2],
    ] as const)
      await applies(suite, holder, bonds);
    const bondsAt = async (offset: number, limit: number) =>
      (await suite.offering.applicationsAt(offset, limit)).map(({ appliedBonds }) => Number(appliedBonds));
    expect(await bondsAt(0, 2)).to.deep.equal([3, 1]);
    expect(await bondsAt(2, 5)).to.deep.equal([2]);
    expect(await bondsAt(3, 5)).to.deep.equal([]);
  });
});
