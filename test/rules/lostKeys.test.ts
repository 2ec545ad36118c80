import { expect } from "chai";
import { ROLES } from "../../deploy/roles";
import { ROLE_TEXTS } from "../../scripts/support/roleTable";
import { FIVE_DAYS, HASH, KIND, MINED, ORDER, administer, order, schedule } from "../support/market";
import { at } from "../support/suite";
import { stage } from "../support/stage";

describe("When a key is gone, as docs/roles.md says", () => {
  it("has a word for every role", () => {
    expect(Object.keys(ROLE_TEXTS)).to.deep.equal(Object.keys(ROLES));
    for (const { title, does, keyLost, keyStolen } of Object.values(ROLE_TEXTS))
      for (const text of [title, does, keyLost, keyStolen]) expect(text).to.not.equal("");
  });

  context("the administrator's", () => {
    it("lost, another administrator grants and revokes", async () => {
      const on = await stage();
      const { authority, newKey, platformOperator, stranger } = on;
      await administer(on, authority, "grantRole", [ROLES.admin, newKey.address, FIVE_DAYS]);
      const heir = { ...on, platformOperator: newKey };
      await administer(heir, authority, "revokeRole", [ROLES.admin, platformOperator.address]);
      await administer(heir, authority, "grantRole", [ROLES.admin, stranger.address, FIVE_DAYS]);
      expect((await authority.hasRole(ROLES.admin, platformOperator))[0]).to.equal(false);
      expect((await authority.hasRole(ROLES.admin, stranger))[0]).to.equal(true);
    });

    it("lost and the only one, nobody else can even schedule a grant", async () => {
      const on = await stage();
      const { authority, newKey } = on;
      const grant = authority.interface.encodeFunctionData("grantRole", [ROLES.admin, newKey.address, FIVE_DAYS]);
      for (const caller of [on.issuer, on.registerAdministrator, on.fiscalAgent, on.dealer, on.reviewer, on.deployer])
        await expect(authority.connect(caller).schedule(authority, grant, 0, MINED)).to.be.revertedWithCustomError(
          authority,
          "AccessManagerUnauthorizedCall",
        );
    });

    it("stolen, the thief cancels his own removal, and the issuer what the thief schedules", async () => {
      const on = await stage();
      const { authority, issuer, newKey, platformOperator: thief, stranger } = on;
      await administer(on, authority, "grantRole", [ROLES.admin, newKey.address, FIVE_DAYS]);
      const removal = await schedule({ ...on, platformOperator: newKey }, authority, "revokeRole", [ROLES.admin, thief.address]); // prettier-ignore
      await authority.connect(thief).cancel(newKey, authority, removal);
      await expect(authority.connect(newKey).revokeRole(ROLES.admin, thief, MINED)).to.be.revertedWithCustomError(
        authority,
        "AccessManagerNotScheduled",
      );
      const grant = await schedule(on, authority, "grantRole", [ROLES.admin, stranger.address, FIVE_DAYS]);
      await authority.connect(issuer).cancel(thief, authority, grant);
      await expect(
        authority.connect(thief).grantRole(ROLES.admin, stranger, FIVE_DAYS, MINED),
      ).to.be.revertedWithCustomError(authority, "AccessManagerNotScheduled");
    });
  });

  it("stolen from the issuer, the thief cancels the move of his own account, again and again", async () => {
    const on = await stage();
    const { authority, token, issuer: thief, newKey, platformOperator } = on;
    for (let attempt = 0; attempt < 2; ++attempt) {
      const move = await schedule(on, token, "moveParty", [KIND.Issuer, newKey.address, HASH]);
      await authority.connect(thief).cancel(platformOperator, token, move);
      await expect(
        token.connect(platformOperator).moveParty(KIND.Issuer, newKey, HASH, MINED),
      ).to.be.revertedWithCustomError(authority, "AccessManagerNotScheduled");
    }
    expect(await token.issuer()).to.equal(thief.address);
  });

  for (const role of ["registerAdministrator", "fiscalAgent", "recorder", "reviewer"] as const)
    it(`lost by the ${role}, a new account takes over after five days, and the old one ends`, async () => {
      const on = await stage();
      const { authority, newKey } = on;
      await administer(on, authority, "grantRole", [ROLES[role], newKey.address, 0]);
      await administer(on, authority, "revokeRole", [ROLES[role], on[role].address]);
      expect((await authority.hasRole(ROLES[role], newKey))[0]).to.equal(true);
      expect((await authority.hasRole(ROLES[role], on[role]))[0]).to.equal(false);
    });

  it("stolen from the dealer, its bonds are frozen by order, and its account cannot be suspended", async () => {
    const on = await stage();
    const { token, registry, registerAdministrator, issuer, dealer, a } = on;
    await at("2023-12-14T09:00:00");
    await token.connect(issuer).issue();
    await order(on, ORDER.Freeze, dealer, null, 100);
    await token.connect(registerAdministrator).setFrozenTokens(dealer, 100);
    await expect(token.connect(dealer).transfer(a, 1, MINED)).to.be.revertedWithCustomError(
      token,
      "ERC7943InsufficientUnfrozenBalance",
    );
    await expect(registry.connect(registerAdministrator).suspend(dealer, HASH, MINED)).to.be.revertedWithCustomError(
      registry,
      "HolderUnknown",
    );
  });
});
