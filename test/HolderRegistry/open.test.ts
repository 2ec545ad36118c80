import { expect } from "chai";
import { ethers } from "hardhat";
import { KIND, MINED, STATUS, placed, prepared, replaceKey, suspend } from "../support/market";
import { goTo } from "../support/suite";

const ID = ethers.id("holder no. 4711");
const DATA = ethers.id("salted personal data");

describe("HolderRegistry.open", () => {
  it("admits an investor: status, class, id and commitment, and no more than that [R-1, P-8]", async () => {
    const { token, registry, dealer, stranger } = await placed();
    const sent = registry.connect(dealer).open(stranger, ID, 1, DATA);
    await expect(sent).to.emit(registry, "HolderOpened").withArgs(stranger.address, ID, 1, DATA);
    await expect(sent).to.emit(token, "AccountAdmitted").withArgs(stranger.address, KIND.Investor, 5, 1); // the sixth
    expect(await registry.holderIdOf(stranger)).to.equal(ID);
    expect(await registry.accountOf(ID)).to.equal(stranger.address);
    expect(await registry.commitmentOf(stranger)).to.equal(DATA);
    const entry = (await token.entriesAt(1, 5, 1))[0];
    expect(entry?.account).to.equal(stranger.address);
    expect([entry?.kind, entry?.status, entry?.taxClass, entry?.bonds, entry?.frozen].map(Number)).to.deep.equal([
      KIND.Investor,
      STATUS.Active,
      1,
      0,
      0,
    ]);
    await token.connect(dealer).transfer(stranger, 1);
  });

  it("works before the issue and inside a closed window: it moves nothing [T-1]", async () => {
    const before = await prepared();
    await before.registry.connect(before.dealer).open(before.stranger, ID, 0, DATA);
    const { token, registry, dealer, stranger } = await placed();
    await goTo("2024-06-13T12:00:00");
    await registry.connect(dealer).open(stranger, ID, 0, DATA);
    expect(await token.canReceive(stranger)).to.equal(true);
  });

  context("who may call", () => {
    it("is the dealer alone: no other role, no investor, and nobody for himself [T-3]", async () => {
      const { registry, issuer, registerAdministrator, fiscalAgent, platformOperator, deployer, a, stranger } =
        await placed();
      for (const caller of [issuer, registerAdministrator, fiscalAgent, platformOperator, deployer, a, stranger])
        await expect(registry.connect(caller).open(stranger, ID, 0, DATA, MINED))
          .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
          .withArgs(caller.address);
    });

    it("is not even the dealer past the registry: the token admits for the registry only [R-1]", async () => {
      const { token, registry, dealer, registerAdministrator, stranger } = await placed();
      for (const caller of [dealer, registerAdministrator, stranger])
        await expect(token.connect(caller).admit(stranger, 0, MINED))
          .to.be.revertedWithCustomError(token, "OnlyContract")
          .withArgs(await registry.getAddress(), caller.address);
    });
  });

  context("one holder, one account", () => {
    it("refuses a second account for the same holder [P-3]", async () => {
      const { registry, dealer, a, stranger } = await placed();
      const id = await registry.holderIdOf(a);
      await expect(registry.connect(dealer).open(stranger, id, 0, DATA, MINED))
        .to.be.revertedWithCustomError(registry, "HolderHasAccount")
        .withArgs(id, a.address);
    });

    it("refuses it while the first is suspended, and after a new key took over [P-3, T-7]", async () => {
      const market = await placed();
      const { registry, dealer, a, b, newKey, stranger } = market;
      await suspend(market, a);
      await expect(
        registry.connect(dealer).open(stranger, await registry.holderIdOf(a), 0, DATA, MINED),
      ).to.be.revertedWithCustomError(registry, "HolderHasAccount");
      await replaceKey(market, b, newKey);
      const id = await registry.holderIdOf(b);
      await expect(registry.connect(dealer).open(stranger, id, 0, DATA, MINED))
        .to.be.revertedWithCustomError(registry, "HolderHasAccount")
        .withArgs(id, newKey.address);
    });

    it("refuses the same account for a second holder, the parties' and a closed one too", async () => {
      const market = await placed();
      const { token, registry, dealer, issuer, a, b, newKey } = market;
      await replaceKey(market, b, newKey);
      for (const account of [a, b, newKey, dealer, issuer])
        await expect(registry.connect(dealer).open(account, ID, 0, DATA, MINED))
          .to.be.revertedWithCustomError(token, "AccountKnown")
          .withArgs(account.address);
      expect(await registry.accountOf(ID)).to.equal(ethers.ZeroAddress); // nothing of the attempts stays
      expect(await registry.holderIdOf(a)).to.equal(ethers.id(a.address));
    });
  });

  context("what it refuses", () => {
    it("the id zero", async () => {
      const { registry, dealer, stranger } = await placed();
      await expect(
        registry.connect(dealer).open(stranger, ethers.ZeroHash, 0, DATA, MINED),
      ).to.be.revertedWithCustomError(registry, "HolderIdMissing");
    });

    it("the zero address", async () => {
      const { token, registry, dealer } = await placed();
      await expect(registry.connect(dealer).open(ethers.ZeroAddress, ID, 0, DATA, MINED)).to.be.revertedWithCustomError(
        token,
        "AccountIsZero",
      );
    });

    it("a tax class that the terms do not have: there are 0 and 1 [P-8]", async () => {
      const { token, registry, dealer, stranger } = await placed();
      for (const taxClass of [2, 255])
        await expect(registry.connect(dealer).open(stranger, ID, taxClass, DATA, MINED))
          .to.be.revertedWithCustomError(token, "UnknownTaxClass")
          .withArgs(taxClass, 2);
      await registry.connect(dealer).open(stranger, ID, 1, DATA);
    });
  });
});

describe("HolderRegistry.setTaxClass", () => {
  it("changes the class, with old and new in the event [P-8]", async () => {
    const { token, registry, dealer, a } = await placed();
    await expect(registry.connect(dealer).setTaxClass(a, 1))
      .to.emit(token, "TaxClassChanged")
      .withArgs(a.address, 0, 1);
    expect((await token.entriesAt(1, 2, 1))[0]?.taxClass).to.equal(1);
    expect(await token.balanceOf(a)).to.equal(40);
  });

  it("refuses an unknown class, an account of no holder, and the parties' accounts [P-8]", async () => {
    const { token, registry, dealer, issuer, a, stranger } = await placed();
    await expect(registry.connect(dealer).setTaxClass(a, 2, MINED))
      .to.be.revertedWithCustomError(token, "UnknownTaxClass")
      .withArgs(2, 2);
    for (const account of [stranger, dealer, issuer])
      await expect(registry.connect(dealer).setTaxClass(account, 1, MINED))
        .to.be.revertedWithCustomError(registry, "HolderUnknown")
        .withArgs(account.address);
  });

  it("is the dealer's alone", async () => {
    const { token, registry, registerAdministrator, issuer, dealer, a } = await placed();
    for (const caller of [registerAdministrator, issuer, a])
      await expect(registry.connect(caller).setTaxClass(a, 1, MINED)).to.be.revertedWithCustomError(
        registry,
        "AccessManagedUnauthorized",
      );
    await expect(token.connect(dealer).setTaxClass(a, 1, MINED)).to.be.revertedWithCustomError(token, "OnlyContract");
  });
});

describe("HolderRegistry.setCommitment", () => {
  it("replaces the commitment, with old and new in the event [R-1]", async () => {
    const { registry, dealer, a } = await placed();
    await expect(registry.connect(dealer).setCommitment(a, DATA))
      .to.emit(registry, "CommitmentChanged")
      .withArgs(a.address, ethers.id(`data of ${a.address}`), DATA);
    expect(await registry.commitmentOf(a)).to.equal(DATA);
  });

  it("refuses an account of no holder, and everybody but the dealer", async () => {
    const { registry, dealer, registerAdministrator, a, stranger } = await placed();
    await expect(registry.connect(dealer).setCommitment(stranger, DATA, MINED)).to.be.revertedWithCustomError(
      registry,
      "HolderUnknown",
    );
    for (const caller of [registerAdministrator, a, stranger])
      await expect(registry.connect(caller).setCommitment(a, DATA, MINED)).to.be.revertedWithCustomError(
        registry,
        "AccessManagedUnauthorized",
      );
  });
});
