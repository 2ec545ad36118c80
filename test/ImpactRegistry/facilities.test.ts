import { expect } from "chai";
import type { FunctionFragment } from "ethers";
import { ethers } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { ROLES } from "../../deploy/roles";
import { fixture } from "../support/chain";
import { BUILDING, KIND_OF_FACILITY, PAPER, SOLAR, bringIn, expectUnauthorized, record } from "../support/impact";
import { MINED, administer } from "../support/market";
import { bondOn, hitachiOn } from "../support/network";
import { day, deploySuite, ref, type Suite } from "../support/suite";

const WIND = ref("wind-1");
const FROM = day("2023-12-01");

/** A second bond of the same issuer on the same registry, a third whose issuer is somebody else, and a false one whose authority obeys its thief. */
const deployed = async () => {
  const suite = await deploySuite();
  await bringIn(suite);
  const [other, thief] = suite.investors as [HardhatEthersSigner, HardhatEthersSigner];
  const second = await bondOn(suite, hitachiOn("2024-06-12", "2025-12-12"));
  const foreign = await bondOn({ ...suite, issuer: other }, hitachiOn("2024-05-06", "2024-11-06"));

  const falseAuthority = await ethers.deployContract("BondAuthority", [thief.address], thief);
  const falseToken = await ethers.deployContract("BusinessCalendar", [falseAuthority, []], thief);
  const { impact } = suite;
  const selectors = impact.interface.fragments
    .filter((each): each is FunctionFragment => each.type === "function")
    .map(({ selector }) => selector);
  await falseAuthority.setTargetFunctionRole(impact, selectors, 0);
  return { suite, second, foreign: { ...foreign, issuer: other }, thief, falseToken, falseAuthority };
};

const threeIssues = () => fixture(deployed);
const prepared = async (): Promise<Suite> => (await threeIssues()).suite;

interface Given {
  readonly id?: string;
  readonly capacityWatts?: number | bigint;
  readonly toleranceBps?: number;
  readonly name?: string;
  readonly meters?: string[];
  readonly sponsor?: string;
}

const register = async (suite: Suite, given: Given = {}, as = suite.issuer) => {
  const { id = WIND, capacityWatts = 5000, toleranceBps = 250, name = "Wind 1", meters = ["m-1", "m-2"] } = given;
  const sponsor = given.sponsor ?? (await suite.token.getAddress());
  return suite.impact
    .connect(as)
    .registerFacility(id, sponsor, KIND_OF_FACILITY.Generation, capacityWatts, toleranceBps, FROM, name, meters, MINED);
};

const share = (suite: Suite, bond: Suite, bps: number, as = suite.issuer, facility = SOLAR) =>
  suite.impact.connect(as).setShare(facility, bond.token, bps, PAPER, MINED);

describe("ImpactRegistry.registerFacility", () => {
  it("brings a facility in for a bond, with the authority of that bond, and tells all of it [E-3]", async () => {
    const suite = await prepared();
    const { impact, token, authority } = suite;
    await expect(register(suite))
      .to.emit(impact, "FacilityRegistered")
      .withArgs(WIND, await token.getAddress(), KIND_OF_FACILITY.Generation, 5000, 250, FROM, "Wind 1", ["m-1", "m-2"]);
    expect([...(await impact.facility(WIND))]).to.deep.equal([
      await token.getAddress(),
      await authority.getAddress(),
      BigInt(KIND_OF_FACILITY.Generation),
      5000n,
      250n,
      BigInt(FROM),
      "Wind 1",
      ["m-1", "m-2"],
    ]);
    expect(await impact.authorityOf(WIND)).to.equal(await authority.getAddress());
    expect([await impact.sharedBps(WIND), await impact.shareBps(WIND, token)]).to.deep.equal([0n, 0n]);
  });

  it("keeps the largest capacity, tolerance and day apart, and a kind of its own [E-3]", async () => {
    const { impact, issuer, token } = await prepared();
    const [capacity, tolerance, last] = [2n ** 40n - 1n, 2 ** 16 - 1, 2 ** 32 - 1];
    await impact
      .connect(issuer)
      .registerFacility(WIND, token, KIND_OF_FACILITY.Saving, capacity, tolerance, last, "Wind 1", ["m"], MINED);
    const found = await impact.facility(WIND);
    expect([found.kind, found.capacityWatts, found.toleranceBps, found.operationalDay]).to.deep.equal([
      BigInt(KIND_OF_FACILITY.Saving),
      capacity,
      BigInt(tolerance),
      BigInt(last),
    ]);
  });

  it("lists facilities in the order they came, in pages that may reach beyond the end [E-3]", async () => {
    const suite = await prepared();
    await register(suite);
    const { impact } = suite;
    expect(await impact.facilityCount()).to.equal(3);
    expect([...(await impact.facilitiesAt(0, 2))]).to.deep.equal([SOLAR, BUILDING]);
    expect([...(await impact.facilitiesAt(2, 2))]).to.deep.equal([WIND]);
    expect([...(await impact.facilitiesAt(1, ethers.MaxUint256))]).to.deep.equal([BUILDING, WIND]);
    for (const [offset, limit] of [
      [3, 1],
      [ethers.MaxUint256, ethers.MaxUint256],
      [0, 0],
    ] as const)
      expect([...(await impact.facilitiesAt(offset, limit))]).to.deep.equal([]);
  });

  it("refuses a facility without an id, a name, a capacity or a meter, and takes the least of each [E-3]", async () => {
    const suite = await prepared();
    const { impact } = suite;
    for (const [lacking, id] of [
      [{ id: ethers.ZeroHash }, ethers.ZeroHash],
      [{ capacityWatts: 0 }, WIND],
      [{ name: "" }, WIND],
      [{ meters: [] }, WIND],
    ] as const)
      await expect(register(suite, lacking as Given))
        .to.be.revertedWithCustomError(impact, "FacilityIncomplete")
        .withArgs(id);
    await register(suite, { capacityWatts: 1, toleranceBps: 0, name: "W", meters: ["m"] });
    expect(await impact.facilityCount()).to.equal(3);
  });

  it("refuses an id that is taken, whoever took it [E-3]", async () => {
    const { suite, foreign } = await threeIssues();
    for (const by of [suite, foreign])
      await expect(register(by, { id: SOLAR }))
        .to.be.revertedWithCustomError(suite.impact, "FacilityExists")
        .withArgs(SOLAR);
    expect((await suite.impact.facility(SOLAR)).sponsor).to.equal(await suite.token.getAddress());
  });

  it("refuses what is no bond: nobody, an account, a contract without an authority, one whose authority is no contract [E-3]", async () => {
    const suite = await prepared();
    const { impact, stranger, authority, calendar } = { ...suite, stranger: suite.investors[0]! };
    const manager = await ethers.deployContract("BondAuthority", [suite.issuer.address]);
    const orphan = await ethers.deployContract("BusinessCalendar", [manager, []]);
    await expect(register(suite, { sponsor: await calendar.getAddress() })).to.not.be.reverted; // under our authority
    for (const sponsor of [
      ethers.ZeroAddress,
      stranger.address,
      await authority.getAddress(),
      await impact.getAddress(),
    ])
      await expect(register(suite, { sponsor, id: ref("other") }))
        .to.be.revertedWithCustomError(impact, "NoSuchBond")
        .withArgs(sponsor);
    await ethers.provider.send("hardhat_setCode", [await manager.getAddress(), "0x"]);
    await expect(register(suite, { sponsor: await orphan.getAddress(), id: ref("other") }))
      .to.be.revertedWithCustomError(impact, "NoSuchBond")
      .withArgs(await orphan.getAddress());
  });

  it("refuses everybody whom the authority of the sponsor does not make issuer, another issuer too [E-3]", async () => {
    const { suite, foreign } = await threeIssues();
    for (const caller of [suite.recorder, suite.reviewer, suite.platformOperator, suite.deployer, foreign.issuer])
      await expectUnauthorized(suite, register(suite, {}, caller), caller);
  });
});

describe("A false bond with a false authority", () => {
  it("brings in facilities of its own, and touches no other's: neither it nor a share in it [E-3]", async () => {
    const { suite, thief, falseToken: token, falseAuthority } = await threeIssues();
    const { impact } = suite;
    const asThief = impact.connect(thief);
    await register(suite, { sponsor: await token.getAddress() }, thief);
    expect(await impact.authorityOf(WIND)).to.equal(await falseAuthority.getAddress());
    await asThief.setShare(WIND, token, 10_000, PAPER, MINED);
    for (const call of [
      () => asThief.setShare(SOLAR, token, 1, PAPER, MINED),
      () => asThief.setShare(SOLAR, suite.token, 1, PAPER, MINED),
      () => asThief.changeMeters(SOLAR, ["m"], PAPER, MINED),
      () => asThief.setShare(WIND, suite.token, 0, PAPER, MINED), // its own facility, but not its own bond
    ])
      await expectUnauthorized(suite, call(), thief);
    expect([await impact.sharedBps(SOLAR), await impact.shareBps(WIND, suite.token)]).to.deep.equal([0n, 0n]);
  });

  it("gets no share of a true facility by its issuer's hand, as it must be his bond too [E-3]", async () => {
    const { suite, falseToken: token } = await threeIssues();
    await expectUnauthorized(
      suite,
      suite.impact.connect(suite.issuer).setShare(SOLAR, token, 1, PAPER, MINED),
      suite.issuer,
    );
  });
});

describe("ImpactRegistry.changeMeters", () => {
  it("puts other meters in place, and tells both lists and the document [E-1]", async () => {
    const { impact, issuer } = await prepared();
    await expect(impact.connect(issuer).changeMeters(SOLAR, ["a", "b"], PAPER))
      .to.emit(impact, "MetersChanged")
      .withArgs(SOLAR, ["meter-1"], ["a", "b"], PAPER);
    await expect(impact.connect(issuer).changeMeters(SOLAR, ["c"], PAPER))
      .to.emit(impact, "MetersChanged")
      .withArgs(SOLAR, ["a", "b"], ["c"], PAPER);
    expect([...(await impact.facility(SOLAR)).meters]).to.deep.equal(["c"]);
    expect([...(await impact.facility(BUILDING)).meters]).to.deep.equal(["meter-2"]);
  });

  it("refuses no meter, no document, no such facility, and everybody but the issuer of the sponsor [E-1]", async () => {
    const suite = await prepared();
    const { impact, issuer, recorder } = suite;
    const as = impact.connect(issuer);
    await expect(as.changeMeters(SOLAR, [], PAPER, MINED))
      .to.be.revertedWithCustomError(impact, "FacilityIncomplete")
      .withArgs(SOLAR);
    await expect(as.changeMeters(SOLAR, ["a"], ethers.ZeroHash, MINED)).to.be.revertedWithCustomError(
      impact,
      "DocumentMissing",
    );
    await expect(as.changeMeters(WIND, ["a"], PAPER, MINED))
      .to.be.revertedWithCustomError(impact, "FacilityUnknown")
      .withArgs(WIND);
    await expectUnauthorized(suite, impact.connect(recorder).changeMeters(SOLAR, ["a"], PAPER, MINED), recorder);
  });
});

describe("ImpactRegistry.setShare", () => {
  it("gives two bonds together exactly the whole, and not 1/10,000 more [E-1]", async () => {
    const { suite, second } = await threeIssues();
    const { impact } = suite;
    await expect(share(suite, suite, 6_000))
      .to.emit(impact, "ShareChanged")
      .withArgs(SOLAR, await suite.token.getAddress(), 0, 6_000, PAPER);
    await expect(share(suite, second, 4_001)) // 6,000 + 4,001
      .to.be.revertedWithCustomError(impact, "ShareAboveWhole")
      .withArgs(SOLAR, 10_001, 4_001);
    expect(await impact.sharedBps(SOLAR)).to.equal(6_000);
    await share(suite, second, 4_000);
    expect(await impact.sharedBps(SOLAR)).to.equal(10_000);
    expect(await impact.shareBps(SOLAR, suite.token)).to.equal(6_000);
    expect(await impact.shareBps(SOLAR, second.token)).to.equal(4_000);
    expect(await impact.sharedBps(BUILDING)).to.equal(0);
  });

  it("replaces the share before, up and down, so that what is given back can be given again [E-1]", async () => {
    const { suite, second } = await threeIssues();
    const { impact } = suite;
    await share(suite, suite, 10_000);
    await expect(share(suite, second, 1))
      .to.be.revertedWithCustomError(impact, "ShareAboveWhole")
      .withArgs(SOLAR, 10_001, 1);
    await share(suite, suite, 10_000); // the same again: 10,000 - 10,000 + 10,000
    await expect(share(suite, suite, 10_001))
      .to.be.revertedWithCustomError(impact, "ShareAboveWhole")
      .withArgs(SOLAR, 10_001, 10_001);
    await expect(share(suite, suite, 9_999))
      .to.emit(impact, "ShareChanged")
      .withArgs(SOLAR, await suite.token.getAddress(), 10_000, 9_999, PAPER);
    await share(suite, second, 1);
    await share(suite, suite, 0);
    expect(await impact.sharedBps(SOLAR)).to.equal(1);
    await expect(share(suite, suite, 2 ** 16 - 1)) // the largest, and 1 of the other bond
      .to.be.revertedWithCustomError(impact, "ShareAboveWhole")
      .withArgs(SOLAR, 65_536, 65_535);
  });

  it("asks both authorities: the issuer of the facility must be that of the bond [E-1]", async () => {
    const { suite, foreign } = await threeIssues();
    const { impact } = suite;
    const refused = [
      [() => share(suite, foreign, 1), suite.issuer], // our facility, their bond
      [() => share(suite, suite, 1, foreign.issuer), foreign.issuer], // our facility, our bond, their issuer
      [() => share(suite, foreign, 1, foreign.issuer), foreign.issuer], // our facility, their bond, their issuer
    ] as const;
    for (const [call, caller] of refused) await expectUnauthorized(suite, call(), caller);
    expect(await impact.sharedBps(SOLAR)).to.equal(0);
  });

  it("refuses no document, no such facility, and what is no bond [E-1]", async () => {
    const { impact, issuer, token, stranger } = { ...(await prepared()), stranger: ethers.Wallet.createRandom() };
    const as = impact.connect(issuer);
    await expect(as.setShare(SOLAR, token, 1, ethers.ZeroHash, MINED)).to.be.revertedWithCustomError(
      impact,
      "DocumentMissing",
    );
    await expect(as.setShare(WIND, token, 1, PAPER, MINED))
      .to.be.revertedWithCustomError(impact, "FacilityUnknown")
      .withArgs(WIND);
    for (const bond of [ethers.ZeroAddress, stranger.address])
      await expect(as.setShare(SOLAR, bond, 1, PAPER, MINED))
        .to.be.revertedWithCustomError(impact, "NoSuchBond")
        .withArgs(bond);
  });
});

describe("Who may act for a facility", () => {
  it("is asked anew at every call: whose role is gone is refused, and who has it now is not [E-1]", async () => {
    const suite = await prepared();
    const { authority, impact, recorder } = suite;
    const heir = suite.investors[2]!;
    const given = { day: "2023-12-01", milliWh: [1] };
    await administer(suite, authority, "grantRole", [ROLES.recorder, heir.address, 0]);
    await administer(suite, authority, "revokeRole", [ROLES.recorder, recorder.address]);
    await expectUnauthorized(suite, record(suite, given), recorder);
    await record(suite, { ...given, as: heir });
    expect((await impact.batchAt(SOLAR, day("2023-12-01"), 1)).recorder).to.equal(heir.address);
  });

  it("is nobody where there is no facility [E-3]", async () => {
    const { impact } = await prepared();
    expect(await impact.authorityOf(WIND)).to.equal(ethers.ZeroAddress);
    await expect(impact.facility(WIND)).to.be.revertedWithCustomError(impact, "FacilityUnknown").withArgs(WIND);
    await expect(impact.progress(WIND)).to.be.revertedWithCustomError(impact, "FacilityUnknown").withArgs(WIND);
    await expect(impact.dayOf(WIND, FROM)).to.be.revertedWithCustomError(impact, "FacilityUnknown").withArgs(WIND);
    await expect(impact.totals(WIND, FROM, FROM)).to.be.revertedWithCustomError(impact, "FacilityUnknown").withArgs(WIND); // prettier-ignore
  });

  it("judges each call of a bundle as the caller's own, and all of it fails with one [E-1]", async () => {
    const suite = await prepared();
    const { impact, issuer, token, recorder } = suite;
    const call = impact.interface.encodeFunctionData("changeMeters", [SOLAR, ["a"], PAPER]);
    const sharing = impact.interface.encodeFunctionData("setShare", [SOLAR, await token.getAddress(), 10_001, PAPER]);
    await expectUnauthorized(suite, impact.connect(recorder).multicall([call], MINED), recorder);
    await expect(impact.connect(issuer).multicall([call, sharing], MINED))
      .to.be.revertedWithCustomError(impact, "ShareAboveWhole")
      .withArgs(SOLAR, 10_001, 10_001);
    expect([...(await impact.facility(SOLAR)).meters]).to.deep.equal(["meter-1"]);
    await impact.connect(issuer).multicall([call]);
    expect([...(await impact.facility(SOLAR)).meters]).to.deep.equal(["a"]);
  });
});
