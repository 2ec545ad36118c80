import { expect } from "chai";
import type { BytesLike } from "ethers";
import { ethers } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { FUNCTION_ROLES, type Role } from "../../deploy/roles";
import { fixture } from "../support/chain";
import {
  BUILDING,
  EVIDENCE,
  KIND_OF_FACILITY,
  PAPER,
  REASON,
  SOLAR,
  baselineOf,
  bringIn,
  expectUnauthorized,
  factorOf,
  qualities,
  record,
  supersede,
  wordsOf,
} from "../support/impact";
import { MINED } from "../support/market";
import { bondOn, hitachiOn } from "../support/network";
import { day, deploySuite, goTo, ref, type Suite } from "../support/suite";

const DAY = day("2024-01-31");
const NEXT = DAY + 1;
const WIND = ref("wind-1");

interface World {
  readonly suite: Suite;
  /** Another bond on the same registry: other people, but the same function roles. */
  readonly other: Suite;
}

/** 1 March 2024: both facilities have 31 January, 100 mWh an hour; the building has an unsigned restatement, baseline 2. */
const deployed = async (): Promise<World> => {
  const suite = await deploySuite();
  await bringIn(suite);
  const [issuer, recorder, reviewer] = suite.investors as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  const people = { issuer, recorder, reviewer };
  const bond = await bondOn({ ...suite, ...people }, hitachiOn("2024-06-12", "2025-12-12"));
  await goTo("2024-03-01T00:00:00");
  for (const facility of [SOLAR, BUILDING])
    await record(suite, { facility, day: DAY, milliWh: Array<number>(24).fill(100) });
  await suite.impact
    .connect(suite.issuer)
    .addBaseline(BUILDING, baselineOf([2n ** 55n - 1n], ["2024-01-01", "2024-12-31"], 1));
  return { suite, other: { ...bond, ...people } };
};

const world = (): Promise<World> => fixture(deployed);

const ONE_HOUR = wordsOf(0, [1], qualities(1));

/** One call of every function that succeeds as it stands, if the right account makes it. */
const fitting = async ({ token }: Suite): Promise<Readonly<Record<string, readonly unknown[]>>> => ({
  registerFacility: [WIND, await token.getAddress(), KIND_OF_FACILITY.Generation, 1, 0, DAY, "Wind 1", ["m"]],
  changeMeters: [SOLAR, ["stolen"], PAPER],
  setShare: [SOLAR, await token.getAddress(), 1, PAPER],
  addFactor: [SOLAR, factorOf(1, 1, 1)],
  addBaseline: [BUILDING, baselineOf([1], ["2026-01-01", "2026-12-31"])],
  signRestatement: [BUILDING, 2, PAPER],
  record: [SOLAR, NEXT, ONE_HOUR, 1, 0, EVIDENCE],
  supersede: [SOLAR, DAY, 1, ONE_HOUR, 1, 0, REASON.Clerical, EVIDENCE],
  revalue: [SOLAR, DAY, DAY, 1, 0, REASON.FactorRevised, EVIDENCE],
});

interface Fitting {
  readonly role: Role;
  readonly name: string;
  readonly data: string;
}

const calls = async (suite: Suite): Promise<readonly Fitting[]> => {
  const values = await fitting(suite);
  return Object.entries(FUNCTION_ROLES.ImpactRegistry).flatMap(([role, names]) =>
    names.map((name) => ({
      role: role as Role,
      name,
      data: suite.impact.interface.encodeFunctionData(name as "record", values[name] as never),
    })),
  );
};

const bundled = ({ impact }: Suite, ...data: readonly string[]): string =>
  impact.interface.encodeFunctionData("multicall", [[...data]]);

const asks = async ({ impact }: Suite, from: string, data: string) =>
  ethers.provider.call({ from, to: await impact.getAddress(), data });

describe("What belongs to one bond, on the registry of all", () => {
  it("is refused to everybody of another bond, by a call, a bundle, a bundle of bundles, and his own authority [E-1, E-2]", async () => {
    const { suite, other } = await world();
    const all = await calls(suite);
    expect(all).to.have.length(9);
    for (const { role, name, data } of all) {
      const thief = other[role as "issuer" | "recorder" | "reviewer"];
      for (const sent of [data, bundled(suite, data), bundled(suite, bundled(suite, data))])
        await expectUnauthorized(suite, asks(suite, thief.address, sent), thief);
      // his authority lets him make this call, and passes it on under its own name
      const passedOn = other.authority.connect(thief).execute(suite.impact, data, MINED);
      await expect(passedOn, name)
        .to.be.revertedWithCustomError(suite.impact, "AccessManagedUnauthorized")
        .withArgs(await other.authority.getAddress());
    }
  });

  it("is open to its own role alone, and none of the calls above was refused for another reason [E-1, E-2]", async () => {
    const { suite } = await world();
    const roles = ["issuer", "recorder", "reviewer", "registerAdministrator", "fiscalAgent", "dealer"] as const;
    for (const { role, data } of await calls(suite))
      for (const each of roles) {
        const caller = suite[each];
        for (const sent of [data, bundled(suite, data)])
          if (each === role) await asks(suite, caller.address, sent);
          else await expectUnauthorized(suite, asks(suite, caller.address, sent), caller);
      }
  });
});

describe("A contract that poses as a bond", () => {
  const posing = async () => {
    const { suite } = await world();
    const [thief] = suite.investors.slice(5) as [HardhatEthersSigner];
    const bond = await ethers.deployContract("FalseBondHarness", thief);
    const own = ethers.zeroPadValue(await bond.getAddress(), 32);
    const register = (by = thief) =>
      suite.impact.connect(by).registerFacility(WIND, bond, KIND_OF_FACILITY.Generation, 1, 0, DAY, "W", ["m"], MINED);
    return { ...suite, suite, thief, bond, own, register };
  };

  it("is none if it answers nothing, too little, too much, nobody, or an account [E-3]", async () => {
    const { impact, thief, bond, own, register } = await posing();
    const answers: readonly BytesLike[] = [
      "0x",
      ethers.dataSlice(own, 0, 31),
      ethers.concat([own, "0x00"]),
      ethers.concat([own, own]),
      ethers.ZeroHash,
      ethers.zeroPadValue(thief.address, 32),
    ];
    for (const answer of answers) {
      await bond.answerWith(answer);
      await expect(register(), ethers.hexlify(answer))
        .to.be.revertedWithCustomError(impact, "NoSuchBond")
        .withArgs(await bond.getAddress());
    }
  });

  it("lets nobody in if its authority is none: the registry itself, another bond's token [E-3]", async () => {
    const { suite, impact, token, thief, bond, register } = await posing();
    for (const authority of [impact, token]) {
      await bond.answerWith(ethers.zeroPadValue(await authority.getAddress(), 32));
      await expectUnauthorized(suite, register(), thief);
    }
  });

  it("cannot borrow the authority of a true bond: that lets in its own people, and makes the facility theirs [E-3]", async () => {
    const { suite, impact, authority, issuer, thief, bond, register } = await posing();
    await bond.answerWith(ethers.zeroPadValue(await authority.getAddress(), 32));
    await expectUnauthorized(suite, register(), thief);
    await register(issuer);
    await bond.answerWith(ethers.zeroPadValue(await bond.getAddress(), 32)); // too late
    expect(await impact.authorityOf(WIND)).to.equal(await authority.getAddress());
    await expectUnauthorized(suite, impact.connect(thief).changeMeters(WIND, ["x"], PAPER, MINED), thief);
  });

  it("does as it likes with its own facilities, and cannot enter the registry while it is asked [E-2]", async () => {
    const { suite, impact, thief, bond, own, register } = await posing();
    await bond.answerWith(own);
    await register();
    const asThief = impact.connect(thief);
    await asThief.addFactor(WIND, factorOf(1, 1), MINED);

    // an accomplice, asked, would act for the facility above
    const accomplice = await ethers.deployContract("FalseBondHarness", thief);
    await accomplice.answerWith(ethers.zeroPadValue(await accomplice.getAddress(), 32));
    await asThief.registerFacility(
      ref("wind-2"),
      accomplice,
      KIND_OF_FACILITY.Generation,
      1,
      0,
      DAY,
      "W",
      ["m"],
      MINED,
    );
    const entering = impact.interface.encodeFunctionData("record", [WIND, DAY, ONE_HOUR, 1, 0, EVIDENCE]);
    await accomplice.enterWith(impact, entering);
    await expectUnauthorized(suite, asThief.changeMeters(ref("wind-2"), ["x"], PAPER, MINED), thief);
    expect(await impact.batchCount(WIND, DAY)).to.equal(0);

    await asks(suite, await accomplice.getAddress(), entering); // of itself it could all the time
    await accomplice.enterWith(ethers.ZeroAddress, "0x");
    await asThief.changeMeters(ref("wind-2"), ["x"], PAPER, MINED);
  });
});

describe("The same act twice", () => {
  it("is refused the second time, in one transaction or two, and counts once [E-2]", async () => {
    const { suite } = await world();
    const { impact } = suite;
    const before = await impact.totals(SOLAR, DAY, NEXT);
    const refusals: Readonly<Record<string, string>> = {
      registerFacility: "FacilityExists",
      signRestatement: "RestatementAlreadySigned",
      record: "NotTheNextHour",
      supersede: "NotTheActiveBatch",
    };
    for (const { role, name, data } of await calls(suite)) {
      const refusal = refusals[name];
      if (refusal === undefined) continue;
      const signer = suite[role as "recorder"];
      await expect(asks(suite, signer.address, bundled(suite, data, data))).to.be.revertedWithCustomError(impact, refusal); // prettier-ignore
      const sent = { to: await impact.getAddress(), data, ...MINED };
      await signer.sendTransaction(sent);
      await expect(signer.sendTransaction(sent)).to.be.revertedWithCustomError(impact, refusal);
    }
    const after = await impact.totals(SOLAR, DAY, NEXT);
    expect(after.records - before.records).to.equal(1); // the first hour of the next day
    expect(after.energyMilliWh - before.energyMilliWh).to.equal(1 - 99); // that hour, and 1 in place of 100
  });
});

describe("A benchmark that was found afterwards", () => {
  it("saves nothing by issuer and recorder together, as long as the reviewer has not signed it [E-1]", async () => {
    const { suite } = await world();
    const { impact, issuer, recorder } = suite;
    const before = await impact.totals(BUILDING, DAY, NEXT);
    const unsigned = [
      () => record(suite, { facility: BUILDING, day: NEXT, milliWh: [1], baseline: 2 }),
      () => supersede(suite, { facility: BUILDING, day: DAY, milliWh: [1], baseline: 2, replaces: 1 }),
      () => impact.connect(recorder).revalue(BUILDING, DAY, DAY, 0, 2, REASON.BaselineRevised, PAPER, MINED),
    ];
    for (const send of unsigned)
      await expect(send()).to.be.revertedWithCustomError(impact, "RestatementUnsigned").withArgs(BUILDING, 2);
    for (const caller of [issuer, recorder])
      await expectUnauthorized(suite, impact.connect(caller).signRestatement(BUILDING, 2, PAPER, MINED), caller);

    // one that begins tomorrow needs no signature, but does not reach back
    await impact.connect(issuer).addBaseline(BUILDING, baselineOf([2n ** 55n - 1n], ["2024-03-02", "2024-12-31"], 2));
    const tomorrow = day("2024-03-02");
    await expect(impact.connect(recorder).revalue(BUILDING, DAY, DAY, 0, 3, REASON.BaselineRevised, PAPER, MINED))
      .to.be.revertedWithCustomError(impact, "BaselineJudgesOtherDays")
      .withArgs(BUILDING, 3, tomorrow, day("2024-12-31"), DAY, DAY);
    expect(await impact.totals(BUILDING, DAY, NEXT)).to.deep.equal(before);
  });
});
