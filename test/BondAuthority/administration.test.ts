import { expect } from "chai";
import { ethers } from "hardhat";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { ADMIN_DELAY_SECONDS, ROLES, type Role } from "../../deploy/roles";
import { FIVE_DAYS, HASH, KIND, MINED, administer, placed, prepared, schedule, type Market } from "../support/market";
import { CONNECT, partsAt } from "../support/suite";

const roles = Object.keys(ROLES) as Role[];

/** Who holds what after the handover; everybody else holds nothing. */
const holders = (market: Market): Partial<Record<Role, string>> => ({
  admin: market.platformOperator.address,
  issuer: market.issuer.address,
  registerAdministrator: market.registerAdministrator.address,
  fiscalAgent: market.fiscalAgent.address,
  dealer: market.dealer.address,
  recorder: market.recorder.address,
  reviewer: market.reviewer.address,
});

describe("BondAuthority after the handover", () => {
  it("knows seven roles with one account each, and nobody else with any", async () => {
    const market = await prepared();
    const { authority } = market;
    const accounts = (await ethers.getSigners()).map(({ address }) => address);
    for (const role of roles)
      for (const account of accounts)
        expect((await authority.hasRole(ROLES[role], account))[0], `${role} ${account}`).to.equal(
          holders(market)[role] === account,
        );
  });

  it("made every grant an event, those of issuer and dealer too, and the deployer's end", async () => {
    const market = await prepared();
    const { authority, deployer } = market;
    const granted = (await authority.queryFilter(authority.filters.RoleGranted())).map(
      ({ args }) => `${args.roleId} ${args.account}`,
    );
    const expected = roles.flatMap((role) => (holders(market)[role] === undefined ? [] : `${ROLES[role]} ${holders(market)[role]}`)); // prettier-ignore
    expect(granted.sort()).to.deep.equal([...expected, `0 ${deployer.address}`].sort());
    const revoked = await authority.queryFilter(authority.filters.RoleRevoked());
    expect(revoked.map(({ args }) => `${args.roleId} ${args.account}`)).to.deep.equal([`0 ${deployer.address}`]);
  });

  it("says of issuer and dealer what the token says", async () => {
    const { authority, token, issuer, dealer, a } = await prepared();
    expect(await token.issuer()).to.equal(issuer.address);
    expect(await token.dealer()).to.equal(dealer.address);
    expect((await authority.getAccess(ROLES.issuer, issuer)).map(Number)).to.deep.equal([1, 0, 0, 0]);
    expect((await authority.getAccess(ROLES.dealer, dealer)).map(Number)).to.deep.equal([1, 0, 0, 0]);
    for (const account of [a, issuer])
      expect((await authority.getAccess(ROLES.dealer, account)).map(Number)).to.deep.equal([0, 0, 0, 0]);
    expect(await authority.parties()).to.equal(await token.getAddress());
  });

  it("knows no issuer and no dealer before the token is bound", async () => {
    const { deployer, issuer } = await prepared();
    const bare = await ethers.deployContract("BondAuthority", [deployer.address]);
    for (const role of [ROLES.issuer, ROLES.dealer])
      expect(await bare.getFunction("hasRole")(role, issuer)).to.deep.equal([false, 0n]);
  });

  it("leaves the deployer powerless: no act of an administrator, now or scheduled", async () => {
    const { authority, token, deployer, stranger } = await prepared();
    const his = authority.connect(deployer);
    const acts = [
      () => his.grantRole(ROLES.admin, deployer, FIVE_DAYS, MINED),
      () => his.grantRole(ROLES.fiscalAgent, stranger, 0, MINED),
      () => his.setTargetFunctionRole(token, ["0x12345678"], ROLES.admin, MINED),
      () => his.setTargetClosed(token, true, MINED),
      () => his.bindParties(token, MINED),
    ];
    for (const act of acts)
      await expect(act())
        .to.be.revertedWithCustomError(authority, "AccessManagerUnauthorizedAccount")
        .withArgs(deployer.address, ROLES.admin);
    const move = token.interface.encodeFunctionData("moveParty", [KIND.Issuer, stranger.address, HASH]);
    for (const act of [() => his.schedule(token, move, 0, MINED), () => his.execute(token, move, MINED)])
      await expect(act()).to.be.revertedWithCustomError(authority, "AccessManagerUnauthorizedCall");
    await expect(token.connect(deployer).moveParty(KIND.Issuer, stranger, HASH, MINED)).to.be.revertedWithCustomError(
      token,
      "AccessManagedUnauthorized",
    );
    await expect(
      token.connect(deployer).getFunction(CONNECT)(partsAt(stranger.address), MINED),
    ).to.be.revertedWithCustomError(token, "AccessManagedUnauthorized");
  });
});

describe("BondAuthority: the administrator's five days", () => {
  it("are five days, here and in the deployment table", async () => {
    const { authority, platformOperator } = await prepared();
    expect(await authority.ADMIN_DELAY()).to.equal(5 * 24 * 60 * 60);
    expect(ADMIN_DELAY_SECONDS).to.equal(5 * 24 * 60 * 60);
    expect(await authority.hasRole(ROLES.admin, platformOperator)).to.deep.equal([true, 432_000n]);
  });

  it("refuse an act that was not scheduled", async () => {
    const { authority, token, platformOperator, stranger } = await prepared();
    await expect(
      authority.connect(platformOperator).grantRole(ROLES.reviewer, stranger, 0, MINED),
    ).to.be.revertedWithCustomError(authority, "AccessManagerNotScheduled");
    await expect(
      token.connect(platformOperator).moveParty(KIND.Dealer, stranger, HASH, MINED),
    ).to.be.revertedWithCustomError(authority, "AccessManagerNotScheduled");
    const data = token.interface.encodeFunctionData("moveParty", [KIND.Dealer, stranger.address, HASH]);
    await expect(authority.connect(platformOperator).execute(token, data, MINED)).to.be.revertedWithCustomError(
      authority,
      "AccessManagerNotScheduled",
    );
  });

  it("refuse it a second before, allow it to the second, once", async () => {
    const { authority, platformOperator, stranger } = await prepared();
    const operator = authority.connect(platformOperator);
    const data = authority.interface.encodeFunctionData("grantRole", [ROLES.reviewer, stranger.address, 0]);
    await operator.schedule(authority, data, 0);
    const from = (await time.latest()) + 432_000;
    await time.setNextBlockTimestamp(from - 1);
    await expect(operator.grantRole(ROLES.reviewer, stranger, 0, MINED)).to.be.revertedWithCustomError(
      authority,
      "AccessManagerNotReady",
    );
    await time.setNextBlockTimestamp(from);
    await operator.grantRole(ROLES.reviewer, stranger, 0, MINED);
    expect((await authority.hasRole(ROLES.reviewer, stranger))[0]).to.equal(true);
    await expect(operator.grantRole(ROLES.reviewer, stranger, 0, MINED)).to.be.revertedWithCustomError(
      authority,
      "AccessManagerNotScheduled",
    );
  });

  it("cannot be shortened by asking for an earlier time", async () => {
    const { authority, platformOperator, stranger } = await prepared();
    const data = authority.interface.encodeFunctionData("grantRole", [ROLES.reviewer, stranger.address, 0]);
    const early = (await time.latest()) + 432_000 - 10;
    await expect(
      authority.connect(platformOperator).schedule(authority, data, early, MINED),
    ).to.be.revertedWithCustomError(authority, "AccessManagerUnauthorizedCall");
  });

  it("end: what nobody executes within a week expires", async () => {
    const market = await prepared();
    const { authority, platformOperator, stranger } = market;
    await schedule(market, authority, "grantRole", [ROLES.reviewer, stranger.address, 0]);
    await time.increase(7 * 24 * 60 * 60);
    await expect(
      authority.connect(platformOperator).grantRole(ROLES.reviewer, stranger, 0, MINED),
    ).to.be.revertedWithCustomError(authority, "AccessManagerExpired");
  });

  it("let the issuer cancel what is scheduled, on the authority and on every contract, and nobody else", async () => {
    const market = await placed();
    const { authority, token, registry, platformOperator, issuer, dealer, registerAdministrator, stranger } = market;
    const acts = [
      [authority, "grantRole", [ROLES.reviewer, stranger.address, 0]],
      [authority, "setTargetClosed", [await token.getAddress(), true]],
      [token, "moveParty", [KIND.Issuer, stranger.address, HASH]],
      [registry, "setAuthority", [await token.getAddress()]],
    ] as const;
    for (const [target, name, args] of acts) {
      const data = await schedule(market, target, name, args);
      for (const caller of [dealer, registerAdministrator, stranger])
        await expect(
          authority.connect(caller).cancel(platformOperator, target, data, MINED),
        ).to.be.revertedWithCustomError(authority, "AccessManagerUnauthorizedCancel");
      await expect(authority.connect(issuer).cancel(platformOperator, target, data)).to.emit(
        authority,
        "OperationCanceled",
      );
      const act = target.connect(platformOperator).getFunction(name);
      if (name !== "setAuthority")
        await expect(act(...args, MINED)).to.be.revertedWithCustomError(authority, "AccessManagerNotScheduled");
    }
    expect(await token.issuer()).to.equal(issuer.address);
  });

  it("bind every administrator: less is refused, 432,000 seconds are not", async () => {
    const market = await prepared();
    const { authority, platformOperator, newKey } = market;
    for (const delay of [0, 1, 431_999])
      await expect(administer(market, authority, "grantRole", [ROLES.admin, newKey.address, delay]))
        .to.be.revertedWithCustomError(authority, "AdminDelayTooShort")
        .withArgs(delay, 432_000);
    await expect(
      administer(market, authority, "grantRole", [ROLES.admin, platformOperator.address, 0]),
    ).to.be.revertedWithCustomError(authority, "AdminDelayTooShort");
    await administer(market, authority, "grantRole", [ROLES.admin, newKey.address, 432_000]);
    expect(await authority.hasRole(ROLES.admin, newKey)).to.deep.equal([true, 432_000n]);
  });
});
