import { expect } from "chai";
import { ethers } from "hardhat";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { FORBIDDEN_PAIRS, ROLES, type Role } from "../../deploy/roles";
import { type BondAuthority, type BondToken } from "../../typechain-types";
import { FIVE_DAYS, KIND, MINED, ONE_DAY, prepared, type Market } from "../support/market";
import { hitachi } from "../support/suite";

/** The pairs of the terms: "Who is who", last paragraph. The administrator of the authority stands with nobody. */
const FORBIDDEN: readonly (readonly [Role, Role])[] = [
  ["issuer", "registerAdministrator"],
  ["issuer", "fiscalAgent"],
  ["issuer", "reviewer"],
  ["dealer", "registerAdministrator"],
  ["dealer", "fiscalAgent"],
  ["recorder", "reviewer"],
  ["admin", "issuer"],
  ["admin", "registerAdministrator"],
  ["admin", "fiscalAgent"],
  ["admin", "dealer"],
  ["admin", "recorder"],
  ["admin", "reviewer"],
];

const roles = Object.keys(ROLES) as Role[];
const isForbidden = (x: Role, y: Role): boolean =>
  FORBIDDEN.some(([p, q]) => (p === x && q === y) || (p === y && q === x));
const isParty = (role: Role): role is "issuer" | "dealer" => role === "issuer" || role === "dealer";

/** An authority before its handover, and a token to bind: the deployer does everything without delay. */
interface Bare {
  readonly market: Market;
  readonly authority: BondAuthority;
  readonly token: (parties: Partial<Record<"issuer" | "dealer", string>>) => Promise<BondToken>;
}

const bare = async (): Promise<Bare> => {
  const market = await prepared();
  const authority = await ethers.deployContract("BondAuthority", [market.deployer.address]);
  const token = async ({ issuer, dealer }: Partial<Record<"issuer" | "dealer", string>>) =>
    await ethers.deployContract("BondToken", [
      authority,
      market.calendar,
      hitachi,
      issuer ?? market.issuer.address,
      dealer ?? market.dealer.address,
    ]);
  return { market, authority, token };
};

const grant = (authority: BondAuthority, role: Role, account: string) =>
  authority.grantRole(ROLES[role], account, role === "admin" ? FIVE_DAYS : 0, MINED);

describe("BondAuthority: forbidden pairs", () => {
  it("are 12 of the 21 pairs of seven roles", () => {
    expect(roles.length).to.equal(7);
    expect(FORBIDDEN.length).to.equal(6 + 6);
  });

  it("are those that the deployment refuses and docs/roles.md shows", () => {
    expect(FORBIDDEN_PAIRS).to.have.deep.members(FORBIDDEN);
  });

  for (const first of roles)
    for (const second of roles) {
      if (first === second || (isParty(first) && isParty(second))) continue;
      const verdict = isForbidden(first, second) ? "refuses" : "allows";

      it(`${verdict} ${second} to whoever is ${first}`, async () => {
        const { market, authority, token } = await bare();
        const someone = market.stranger.address;
        if (isParty(first)) await authority.bindParties(await token({ [first]: someone }));
        else await grant(authority, first, someone);

        const give = async () => {
          if (isParty(second)) return authority.bindParties(await token({ [second]: someone }), MINED);
          return grant(authority, second, someone);
        };
        if (isForbidden(first, second)) {
          await expect(give())
            .to.be.revertedWithCustomError(authority, "ForbiddenPair")
            .withArgs(someone, ROLES[first], ROLES[second]);
          if (!isParty(second)) expect((await authority.hasRole(ROLES[second], someone))[0]).to.equal(false);
        } else {
          await give();
          expect((await authority.hasRole(ROLES[first], someone))[0]).to.equal(true);
          expect((await authority.hasRole(ROLES[second], someone))[0]).to.equal(true);
        }
      });

      if (isParty(second))
        it(`${verdict} to move the ${second}'s account to whoever is ${first}`, async () => {
          const { market, authority, token } = await bare();
          const bound = await token({});
          await authority.bindParties(bound);
          const someone = market.stranger.address;
          await grant(authority, first, someone);
          const moved = bound.moveParty(
            KIND[second === "issuer" ? "Issuer" : "Dealer"],
            someone,
            ethers.id("why"),
            MINED,
          );
          if (isForbidden(first, second)) {
            await expect(moved)
              .to.be.revertedWithCustomError(authority, "ForbiddenPair")
              .withArgs(someone, ROLES[first], ROLES[second]);
          } else {
            await moved;
            expect((await authority.hasRole(ROLES[second], someone))[0]).to.equal(true);
          }
        });
    }

  it("keep issuer and dealer apart as well: one account cannot be both in the register [T-2]", async () => {
    const { authority, token } = await bare();
    const bound = await token({});
    await authority.bindParties(bound);
    await expect(bound.moveParty(KIND.Issuer, await bound.dealer(), ethers.id("why"), MINED))
      .to.be.revertedWithCustomError(bound, "AccountKnown")
      .withArgs(await bound.dealer());
  });

  context("when the first role is granted but not yet in effect", () => {
    const pending = async (role: Role) => {
      const setting = await bare();
      const { authority, market } = setting;
      await authority.setGrantDelay(ROLES[role], 30 * ONE_DAY);
      await time.increase(FIVE_DAYS); // a grant delay takes effect after five days
      await grant(authority, role, market.stranger.address);
      expect((await authority.hasRole(ROLES[role], market.stranger))[0]).to.equal(false);
      return setting;
    };

    for (const [first, second] of [
      ["reviewer", "recorder"],
      ["recorder", "reviewer"],
      ["fiscalAgent", "admin"],
      ["admin", "fiscalAgent"],
    ] as const)
      it(`refuses ${second} to whoever will be ${first}`, async () => {
        const { authority, market } = await pending(first);
        await expect(grant(authority, second, market.stranger.address))
          .to.be.revertedWithCustomError(authority, "ForbiddenPair")
          .withArgs(market.stranger.address, ROLES[first], ROLES[second]);
      });

    it("refuses to bind a dealer who will be register administrator", async () => {
      const { authority, token, market } = await pending("registerAdministrator");
      await expect(authority.bindParties(await token({ dealer: market.stranger.address }), MINED))
        .to.be.revertedWithCustomError(authority, "ForbiddenPair")
        .withArgs(market.stranger.address, ROLES.registerAdministrator, ROLES.dealer);
    });
  });

  context("when the first role was taken away", () => {
    it("allows the second: revoked, or renounced, also while it was pending", async () => {
      const { authority, market } = await bare();
      const { stranger, newKey } = market;
      await grant(authority, "reviewer", stranger.address);
      await authority.revokeRole(ROLES.reviewer, stranger);
      await grant(authority, "recorder", stranger.address);
      await grant(authority, "recorder", newKey.address);
      await authority.connect(newKey).renounceRole(ROLES.recorder, newKey);
      await grant(authority, "reviewer", newKey.address);
    });

    it("allows what the old issuer may hold once the account moved [T-7]", async () => {
      const { authority, market, token } = await bare();
      const bound = await token({});
      await authority.bindParties(bound);
      await expect(grant(authority, "reviewer", market.issuer.address)).to.be.revertedWithCustomError(
        authority,
        "ForbiddenPair",
      );
      await bound.moveParty(KIND.Issuer, market.stranger, ethers.id("why"));
      await grant(authority, "reviewer", market.issuer.address);
      await expect(grant(authority, "fiscalAgent", market.stranger.address)).to.be.revertedWithCustomError(
        authority,
        "ForbiddenPair",
      );
    });
  });
});
