import { expect } from "chai";
import { ethers } from "hardhat";
import { ROLES } from "../../deploy/roles";
import { MINED, administer, prepared, schedule } from "../support/market";
import { CONNECT, partsAt } from "../support/suite";

const MAX_64 = 2n ** 64n - 1n;

describe("BondAuthority: what not even the administrator can do", () => {
  it("grant, or give functions to, a role that does not exist: 7 and the public role", async () => {
    const market = await prepared();
    const { authority, token, newKey } = market;
    for (const role of [7n, MAX_64 - 1n, MAX_64]) {
      await expect(administer(market, authority, "grantRole", [role, newKey.address, 0]))
        .to.be.revertedWithCustomError(authority, "UnknownRole")
        .withArgs(role);
      const selector = token.interface.getFunction("moveParty").selector;
      await expect(administer(market, authority, "setTargetFunctionRole", [await token.getAddress(), [selector], role]))
        .to.be.revertedWithCustomError(authority, "UnknownRole")
        .withArgs(role);
    }
  });

  it("grant, revoke or renounce issuer and dealer: these roles live in the token", async () => {
    const market = await prepared();
    const { authority, issuer, dealer, newKey } = market;
    for (const [role, account] of [
      [ROLES.issuer, issuer],
      [ROLES.dealer, dealer],
    ] as const) {
      await expect(administer(market, authority, "grantRole", [role, newKey.address, 0]))
        .to.be.revertedWithCustomError(authority, "RoleLivesInToken")
        .withArgs(role);
      await expect(administer(market, authority, "revokeRole", [role, account.address]))
        .to.be.revertedWithCustomError(authority, "RoleLivesInToken")
        .withArgs(role);
      await expect(authority.connect(account).renounceRole(role, account, MINED))
        .to.be.revertedWithCustomError(authority, "RoleLivesInToken")
        .withArgs(role);
      expect((await authority.hasRole(role, account))[0]).to.equal(true);
    }
  });

  it("change who guards or administers a role", async () => {
    const market = await prepared();
    const { authority } = market;
    for (const role of Object.values(ROLES)) {
      expect(await authority.getRoleGuardian(role)).to.equal(ROLES.issuer);
      expect(await authority.getRoleAdmin(role)).to.equal(ROLES.admin);
    }
    for (const name of ["setRoleAdmin", "setRoleGuardian"])
      for (const role of [ROLES.admin, ROLES.fiscalAgent])
        await expect(administer(market, authority, name, [role, ROLES.fiscalAgent]))
          .to.be.revertedWithCustomError(authority, "RoleAdministrationIsFixed")
          .withArgs(role);
  });

  it("bind another token, or the same again", async () => {
    const market = await prepared();
    const { authority, token } = market;
    await expect(administer(market, authority, "bindParties", [await token.getAddress()]))
      .to.be.revertedWithCustomError(authority, "PartiesAlreadyBound")
      .withArgs(await token.getAddress());
  });

  it("connect the token to other contracts", async () => {
    const market = await prepared();
    const { token, newKey } = market;
    await schedule(market, token, "connect", [partsAt(newKey.address)]);
    await expect(
      token.connect(market.platformOperator).getFunction(CONNECT)(partsAt(newKey.address), MINED),
    ).to.be.revertedWithCustomError(token, "AlreadyConnected");
  });

  it("say that a party moved: only the token can", async () => {
    const { authority, platformOperator, issuer, stranger } = await prepared();
    for (const caller of [platformOperator, issuer, stranger])
      await expect(authority.connect(caller).partyMoves(ROLES.issuer, issuer, stranger, MINED))
        .to.be.revertedWithCustomError(authority, "NotTheToken")
        .withArgs(caller.address);
  });

  context("put a contract under another authority", () => {
    it("directly", async () => {
      const market = await prepared();
      const { authority, token, deployer } = market;
      const other = await ethers.deployContract("BondAuthority", [deployer.address]);
      const target = await token.getAddress();
      for (const caller of [market.platformOperator, market.issuer, market.stranger])
        await expect(authority.connect(caller).updateAuthority(target, await other.getAddress(), MINED))
          .to.be.revertedWithCustomError(authority, "AuthorityIsFixed")
          .withArgs(target);
    });

    it("by making the authority itself call the contract", async () => {
      const market = await prepared();
      const { authority, token, registry, orders, payments, calendar, platformOperator, deployer } = market;
      const { documents, notices, meeting } = market;
      const other = await (await ethers.deployContract("BondAuthority", [deployer.address])).getAddress();
      for (const contract of [token, registry, orders, payments, calendar, documents, notices, meeting]) {
        const data = await schedule(market, contract, "setAuthority", [other]);
        const target = await contract.getAddress();
        await expect(authority.connect(platformOperator).execute(target, data, MINED))
          .to.be.revertedWithCustomError(authority, "AuthorityIsFixed")
          .withArgs(target);
        expect(await contract.authority()).to.equal(await authority.getAddress());
      }
    });

    it("by giving the function to a role without delay", async () => {
      const market = await prepared();
      const { authority, token, fiscalAgent, deployer } = market;
      const target = await token.getAddress();
      const other = await (await ethers.deployContract("BondAuthority", [deployer.address])).getAddress();
      const { selector } = token.interface.getFunction("setAuthority");
      await administer(market, authority, "setTargetFunctionRole", [target, [selector], ROLES.fiscalAgent]);
      const data = token.interface.encodeFunctionData("setAuthority", [other]);
      await expect(authority.connect(fiscalAgent).execute(target, data, MINED)).to.be.revertedWithCustomError(
        authority,
        "AuthorityIsFixed",
      );
      await expect(token.connect(fiscalAgent).setAuthority(other, MINED)).to.be.revertedWithCustomError(
        token,
        "AccessManagedUnauthorized",
      );
    });
  });

  it("pass the five days by bundling: a scheduled multicall carries no power inside", async () => {
    const market = await prepared();
    const { authority, platformOperator, stranger } = market;
    const grant = authority.interface.encodeFunctionData("grantRole", [ROLES.reviewer, stranger.address, 0]);
    await expect(authority.connect(platformOperator).multicall([grant], MINED)).to.be.revertedWithCustomError(
      authority,
      "AccessManagerNotScheduled",
    );
    const bundle = await schedule(market, authority, "multicall", [[grant]]);
    await expect(authority.connect(platformOperator).execute(authority, bundle, MINED)).to.be.reverted;
    expect((await authority.hasRole(ROLES.reviewer, stranger))[0]).to.equal(false);
  });
});
