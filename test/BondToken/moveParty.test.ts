import { expect } from "chai";
import { ethers } from "hardhat";
import { ROLES, type Role } from "../../deploy/roles";
import { HASH, KIND, MINED, administer, beginRedemption, placed, prepared } from "../support/market";
import { at } from "../support/suite";

describe("BondToken.moveParty", () => {
  for (const [role, kind, bonds] of [
    ["issuer", KIND.Issuer, 3n],
    ["dealer", KIND.Dealer, 97n],
  ] as const satisfies readonly (readonly [Role, number, bigint])[]) {
    it(`moves the ${role}'s role, account and position in one step`, async () => {
      const market = await prepared();
      const { authority, token, newKey, issuer, dealer } = market;
      await at("2023-12-14T09:00:00");
      await token.connect(issuer).issue();
      await at("2023-12-15T09:00:00");
      await token.connect(dealer).transfer(issuer, 3);
      const old = market[role];
      const sent = administer(market, token, "moveParty", [kind, newKey.address, HASH]);
      await expect(sent).to.emit(token, "PartyMoved").withArgs(kind, old.address, newKey.address, HASH);
      await expect(sent).to.emit(token, "Transfer").withArgs(old.address, newKey.address, bonds);
      await expect(sent).to.emit(authority, "RoleRevoked").withArgs(ROLES[role], old.address);
      await expect(sent).to.emit(authority, "RoleGranted");
      expect(await token.getFunction(role)()).to.equal(newKey.address);
      expect(await token.balanceOf(newKey)).to.equal(bonds);
      expect(await token.balanceOf(old)).to.equal(0);
      expect((await authority.hasRole(ROLES[role], newKey))[0]).to.equal(true);
      expect((await authority.hasRole(ROLES[role], old))[0]).to.equal(false);
      expect([await token.canReceive(old), await token.canReceive(newKey)]).to.deep.equal([false, true]);
    });

    it(`lets the new ${role} act at once and the old one no more`, async () => {
      const market = await prepared();
      const { token, registry, newKey, stranger } = market;
      await administer(market, token, "moveParty", [kind, newKey.address, HASH]);
      const act = (as: typeof newKey) =>
        role === "issuer"
          ? token.connect(as).designateWays(0, MINED)
          : registry.connect(as).open(stranger, HASH, 0, HASH, MINED);
      await expect(act(market[role])).to.be.revertedWithCustomError(token, "AccessManagedUnauthorized");
      await act(newKey);
    });

    it(`refuses a forbidden pair, a known account, a contract and nobody as new ${role}`, async () => {
      const market = await prepared();
      const { authority, token, registerAdministrator, fiscalAgent, platformOperator, a, issuer, dealer } = market;
      for (const { address } of [registerAdministrator, fiscalAgent, platformOperator])
        await expect(administer(market, token, "moveParty", [kind, address, HASH])).to.be.revertedWithCustomError(
          authority,
          "ForbiddenPair",
        );
      for (const { address } of [a, issuer, dealer])
        await expect(administer(market, token, "moveParty", [kind, address, HASH]))
          .to.be.revertedWithCustomError(token, "AccountKnown")
          .withArgs(address);
      const contract = await token.getAddress();
      await expect(administer(market, token, "moveParty", [kind, contract, HASH])).to.be.revertedWithCustomError(
        token,
        "AccountIsContract",
      );
      await expect(
        administer(market, token, "moveParty", [kind, ethers.ZeroAddress, HASH]),
      ).to.be.revertedWithCustomError(token, "AccountIsZero");
    });
  }

  it("moves nobody else: an investor or nothing is no party", async () => {
    const market = await prepared();
    const { token, newKey } = market;
    for (const kind of [KIND.None, KIND.Investor])
      await expect(administer(market, token, "moveParty", [kind, newKey.address, HASH]))
        .to.be.revertedWithCustomError(token, "WrongAccountKind")
        .withArgs(newKey.address, kind);
  });

  it("is the administrator's alone, the party itself excluded", async () => {
    const { token, issuer, dealer, registerAdministrator, newKey } = await prepared();
    for (const caller of [issuer, dealer, registerAdministrator])
      await expect(token.connect(caller).moveParty(KIND.Dealer, newKey, HASH, MINED))
        .to.be.revertedWithCustomError(token, "AccessManagedUnauthorized")
        .withArgs(caller.address);
  });

  it("is refused once the redemption has begun [P-5]", async () => {
    const market = await placed();
    const { token, platformOperator, newKey } = market;
    await at("2028-12-10T12:00:00");
    const data = token.interface.encodeFunctionData("moveParty", [KIND.Dealer, newKey.address, HASH]);
    await market.authority.connect(platformOperator).schedule(token, data, 0);
    await beginRedemption(market); // 12 December
    await at("2028-12-15T12:00:00");
    await expect(
      token.connect(platformOperator).moveParty(KIND.Dealer, newKey, HASH, MINED),
    ).to.be.revertedWithCustomError(token, "RedemptionBegun");
  });
});
