import { expect } from "chai";
import { ethers } from "hardhat";
import { HASH, MINED, type Market } from "../support/market";
import { beforeOffer } from "../support/offering";
import {
  allocates,
  BIOMASS,
  building,
  CASH,
  ENTRY,
  EQUIVALENTS,
  holds,
  KYOSO,
  ledgerOf,
  NET,
  reallocates,
  REASON,
  received,
  registers,
  releases,
  SOLAR_1,
  SOLAR_2,
  withPlants,
} from "../support/proceeds";
import { at, day, ref } from "../support/suite";

const X = ref("x");

const balance = ({ proceeds }: Market, account: string, refinancing = false) =>
  proceeds.balanceYen(account, refinancing);

const expectSums = async ({ proceeds }: Market, allocated: bigint, refinanced: bigint): Promise<void> => {
  expect(await proceeds.allocatedYen(), "allocated").to.equal(allocated);
  expect(await proceeds.unallocatedYen(), "unallocated").to.equal(NET - allocated);
  expect(await proceeds.refinancedYen(), "refinanced").to.equal(refinanced);
};

describe("ProceedsLedger before anything moves", () => {
  it("has the net proceeds of the offering, ¥9,972,000,000, all of it in cash [G-3]", async () => {
    const on = await beforeOffer();
    // 100 bonds × ¥100,000,000 − ¥28,000,000
    expect(await on.proceeds.netYen()).to.equal(100n * 100_000_000n - 28_000_000n);
    expect(await balance(on, CASH)).to.equal(NET);
    expect(await balance(on, EQUIVALENTS)).to.equal(0);
    await expectSums(on, 0n, 0n);
  });

  it("moves nothing until the bond is issued, and then at once [G-3]", async () => {
    const on = await beforeOffer();
    await registers(on, KYOSO, building);
    for (const send of [() => allocates(on, KYOSO, 1n), () => holds(on, CASH, EQUIVALENTS, 1n)])
      await expect(send()).to.be.revertedWithCustomError(on.proceeds, "ProceedsNotReceived");
    await at("2023-12-14T09:00:00");
    await on.token.connect(on.issuer).issue();
    await allocates(on, KYOSO, 1n);
    await expectSums(on, 1n, 1n);
  });
});

describe("ProceedsLedger.allocate", () => {
  it("gives the building everything for refinancing, as H plans [G-3]", async () => {
    const on = await received();
    await at("2023-12-29T10:00:00");
    await expect(allocates(on, KYOSO, NET))
      .to.emit(on.proceeds, "EntryPosted")
      .withArgs(1, ENTRY.Allocation, CASH, false, KYOSO, true, NET, HASH);
    await expectSums(on, NET, NET);
    expect(await balance(on, KYOSO, true)).to.equal(NET);
    expect(await balance(on, KYOSO, false)).to.equal(0);
    expect(await balance(on, CASH)).to.equal(0);
    expect((await on.proceeds.entriesAt(0, 9)).map((entry) => [...entry])).to.deep.equal([
      [ENTRY.Allocation, BigInt(day("2023-12-29")), NET, CASH, KYOSO, false, true, HASH],
    ]);
  });

  it("keeps new spending and refinancing apart [G-4]", async () => {
    const on = await received();
    await allocates(on, KYOSO, 3_000n, false);
    await allocates(on, KYOSO, 500n, true);
    await expectSums(on, 3_500n, 500n);
    expect(
      (await on.proceeds.projectsAt(0, 9)).map(({ newYen, refinancedYen }) => [newYen, refinancedYen]),
    ).to.deep.equal([[3_000n, 500n]]);
  });

  it("gives exactly the rest of a holding, and not a yen more, whatever the other one has [G-3]", async () => {
    const on = await received();
    await holds(on, CASH, EQUIVALENTS, 1_000n);
    await expect(allocates(on, KYOSO, 1_001n, true, EQUIVALENTS))
      .to.be.revertedWithCustomError(on.proceeds, "BalanceTooSmall")
      .withArgs(EQUIVALENTS, false, 1_000, 1_001);
    await expect(allocates(on, KYOSO, NET))
      .to.be.revertedWithCustomError(on.proceeds, "BalanceTooSmall")
      .withArgs(CASH, false, NET - 1_000n, NET);
    await allocates(on, KYOSO, 1_000n, true, EQUIVALENTS);
    await allocates(on, KYOSO, NET - 1_000n);
    await expectSums(on, NET, NET);
  });

  it("does not overflow at the largest amount", async () => {
    const on = await received();
    const most = 2n ** 64n - 1n;
    await expect(allocates(on, KYOSO, most))
      .to.be.revertedWithCustomError(on.proceeds, "BalanceTooSmall")
      .withArgs(CASH, false, NET, most);
  });

  it("needs a project on record, a holding, at least one yen and a document [G-1, G-3]", async () => {
    const on = await received();
    for (const unknown of [X, CASH, ethers.ZeroHash])
      await expect(allocates(on, unknown, 1n))
        .to.be.revertedWithCustomError(on.proceeds, "NoSuchProject")
        .withArgs(unknown);
    for (const holding of [KYOSO, X, ethers.ZeroHash])
      await expect(allocates(on, KYOSO, 1n, true, holding))
        .to.be.revertedWithCustomError(on.proceeds, "NoSuchHolding")
        .withArgs(holding);
    await expect(allocates(on, KYOSO, 0n)).to.be.revertedWithCustomError(on.proceeds, "NothingMoved");
    await expect(allocates(on, KYOSO, 1n, true, CASH, ethers.ZeroHash)).to.be.revertedWithCustomError(
      on.proceeds,
      "EvidenceMissing",
    );
    expect(await on.proceeds.entryCount()).to.equal(0);
  });
});

describe("ProceedsLedger.release", () => {
  it("takes money back into a holding, with the reason [G-3]", async () => {
    const on = await received();
    await allocates(on, KYOSO, 1_000n);
    await expect(releases(on, KYOSO, 400n, true, EQUIVALENTS))
      .to.emit(on.proceeds, "EntryPosted")
      .withArgs(2, ENTRY.Release, KYOSO, true, EQUIVALENTS, false, 400, REASON);
    await expectSums(on, 600n, 600n);
    expect(await balance(on, EQUIVALENTS)).to.equal(400);
  });

  it("takes exactly what the balance has, each of the two for itself [G-4]", async () => {
    const on = await received();
    await allocates(on, KYOSO, 1_000n, true);
    await allocates(on, KYOSO, 7n, false);
    await expect(releases(on, KYOSO, 8n, false))
      .to.be.revertedWithCustomError(on.proceeds, "BalanceTooSmall")
      .withArgs(KYOSO, false, 7, 8);
    await releases(on, KYOSO, 7n, false);
    await releases(on, KYOSO, 1_000n, true);
    await expectSums(on, 0n, 0n);
    expect(await balance(on, CASH)).to.equal(NET);
  });

  it("needs a project, a holding, a yen and a reason [G-5]", async () => {
    const on = await received();
    await allocates(on, KYOSO, 1_000n);
    await expect(releases(on, X, 1n))
      .to.be.revertedWithCustomError(on.proceeds, "NoSuchProject")
      .withArgs(X);
    await expect(releases(on, KYOSO, 1n, true, KYOSO))
      .to.be.revertedWithCustomError(on.proceeds, "NoSuchHolding")
      .withArgs(KYOSO);
    await expect(releases(on, KYOSO, 0n)).to.be.revertedWithCustomError(on.proceeds, "NothingMoved");
    await expect(releases(on, KYOSO, 1n, true, CASH, ethers.ZeroHash)).to.be.revertedWithCustomError(
      on.proceeds,
      "EvidenceMissing",
    );
  });

  it("takes nothing from a project that names substitutes [G-5]", async () => {
    const on = await withPlants();
    await allocates(on, SOLAR_2, 1_000n, false);
    for (const holding of [CASH, EQUIVALENTS])
      await expect(releases(on, SOLAR_2, 1n, false, holding))
        .to.be.revertedWithCustomError(on.proceeds, "NotASubstitute")
        .withArgs(SOLAR_2, holding);
  });
});

describe("ProceedsLedger.reallocate", () => {
  it("moves what Solar 2 cannot use to Biomass or Solar 1, with the reason [G-5]", async () => {
    const on = await withPlants();
    await allocates(on, SOLAR_2, 1_000n, false);
    await expect(reallocates(on, [SOLAR_2, false], [BIOMASS, false], 600n))
      .to.emit(on.proceeds, "EntryPosted")
      .withArgs(2, ENTRY.Reallocation, SOLAR_2, false, BIOMASS, false, 600, REASON);
    await reallocates(on, [SOLAR_2, false], [SOLAR_1, true], 400n);
    await expectSums(on, 1_000n, 400n);
    expect([
      await balance(on, SOLAR_2),
      await balance(on, BIOMASS),
      await balance(on, SOLAR_1),
      await balance(on, SOLAR_1, true),
    ]).to.deep.equal([0n, 600n, 0n, 400n]);
  });

  it("moves it nowhere else [G-5]", async () => {
    const on = await withPlants();
    await allocates(on, SOLAR_2, 1_000n, false);
    await expect(reallocates(on, [SOLAR_2, false], [KYOSO, false], 1n))
      .to.be.revertedWithCustomError(on.proceeds, "NotASubstitute")
      .withArgs(SOLAR_2, KYOSO);
  });

  it("moves from a project without substitutes to any other, a substitute being no way back [G-5]", async () => {
    const on = await withPlants();
    await allocates(on, BIOMASS, 1_000n, false);
    await reallocates(on, [BIOMASS, false], [KYOSO, true], 300n);
    await reallocates(on, [BIOMASS, false], [SOLAR_2, false], 200n);
    await expectSums(on, 1_000n, 300n);
  });

  it("moves between the two balances of one project, one with substitutes too, and not onto itself [G-4]", async () => {
    const on = await withPlants();
    for (const id of [KYOSO, SOLAR_2]) {
      await allocates(on, id, 100n, false);
      await reallocates(on, [id, false], [id, true], 30n);
      expect([await balance(on, id, false), await balance(on, id, true)]).to.deep.equal([70n, 30n]);
      for (const refinancing of [false, true])
        await expect(reallocates(on, [id, refinancing], [id, refinancing], 1n))
          .to.be.revertedWithCustomError(on.proceeds, "SameBalance")
          .withArgs(id, refinancing);
    }
    await expectSums(on, 200n, 60n);
  });

  it("needs two projects, enough money, a yen and a reason [G-5]", async () => {
    const on = await withPlants();
    await allocates(on, BIOMASS, 100n, false);
    for (const unknown of [X, CASH]) {
      await expect(reallocates(on, [BIOMASS, false], [unknown, false], 1n))
        .to.be.revertedWithCustomError(on.proceeds, "NoSuchProject")
        .withArgs(unknown);
      await expect(reallocates(on, [unknown, false], [BIOMASS, false], 1n))
        .to.be.revertedWithCustomError(on.proceeds, "NoSuchProject")
        .withArgs(unknown);
    }
    await expect(reallocates(on, [BIOMASS, false], [SOLAR_1, false], 101n))
      .to.be.revertedWithCustomError(on.proceeds, "BalanceTooSmall")
      .withArgs(BIOMASS, false, 100, 101);
    await expect(reallocates(on, [BIOMASS, true], [SOLAR_1, false], 1n))
      .to.be.revertedWithCustomError(on.proceeds, "BalanceTooSmall")
      .withArgs(BIOMASS, true, 0, 1);
    await expect(reallocates(on, [BIOMASS, false], [SOLAR_1, false], 0n)).to.be.revertedWithCustomError(
      on.proceeds,
      "NothingMoved",
    );
    await expect(
      reallocates(on, [BIOMASS, false], [SOLAR_1, false], 1n, ethers.ZeroHash),
    ).to.be.revertedWithCustomError(on.proceeds, "EvidenceMissing");
  });
});

describe("ProceedsLedger.moveUnallocated", () => {
  it("moves money between cash and equivalents, allocating nothing [G-3]", async () => {
    const on = await received();
    await expect(holds(on, CASH, EQUIVALENTS, NET))
      .to.emit(on.proceeds, "EntryPosted")
      .withArgs(1, ENTRY.Holding, CASH, false, EQUIVALENTS, false, NET, HASH);
    await holds(on, EQUIVALENTS, CASH, 1n);
    expect([await balance(on, CASH), await balance(on, EQUIVALENTS)]).to.deep.equal([1n, NET - 1n]);
    await expectSums(on, 0n, 0n);
  });

  it("knows no other holding, and moves at least a yen, with a document, from one to the other [G-3]", async () => {
    const on = await received();
    for (const [from, to, wrong] of [
      [KYOSO, CASH, KYOSO],
      [CASH, KYOSO, KYOSO],
      [CASH, ethers.ZeroHash, ethers.ZeroHash],
    ] as const)
      await expect(holds(on, from, to, 1n))
        .to.be.revertedWithCustomError(on.proceeds, "NoSuchHolding")
        .withArgs(wrong);
    await expect(holds(on, CASH, CASH, 1n))
      .to.be.revertedWithCustomError(on.proceeds, "SameBalance")
      .withArgs(CASH, false);
    await expect(holds(on, EQUIVALENTS, CASH, 1n))
      .to.be.revertedWithCustomError(on.proceeds, "BalanceTooSmall")
      .withArgs(EQUIVALENTS, false, 0, 1);
    await expect(holds(on, CASH, EQUIVALENTS, 0n)).to.be.revertedWithCustomError(on.proceeds, "NothingMoved");
    await expect(holds(on, CASH, EQUIVALENTS, 1n, ethers.ZeroHash)).to.be.revertedWithCustomError(
      on.proceeds,
      "EvidenceMissing",
    );
  });
});

describe("ProceedsLedger.entriesAt", () => {
  it("gives the journal in pages, oldest first, dated by the day in Japan [G-3]", async () => {
    const on = await received();
    await at("2023-12-20T23:59:59");
    await allocates(on, KYOSO, 1n);
    await at("2023-12-21T00:00:00");
    await allocates(on, KYOSO, 2n);
    await allocates(on, KYOSO, 3n);
    const page = async (offset: number, limit: number) =>
      (await on.proceeds.entriesAt(offset, limit)).map(({ yen, day: posted }) => [yen, posted]);
    const all = [
      [1n, BigInt(day("2023-12-20"))],
      [2n, BigInt(day("2023-12-21"))],
      [3n, BigInt(day("2023-12-21"))],
    ];
    expect(await page(0, 2)).to.deep.equal(all.slice(0, 2));
    expect(await page(2, 99)).to.deep.equal(all.slice(2));
    expect(await page(3, 1)).to.deep.equal([]);
    expect(await page(0, 0)).to.deep.equal([]);
    expect(await on.proceeds.entryCount()).to.equal(3);
  });
});

describe("ProceedsLedger's acts", () => {
  it("are the issuer's alone [G-7]", async () => {
    const on = await received();
    for (const signer of [on.dealer, on.registerAdministrator, on.fiscalAgent, on.recorder, on.reviewer, on.stranger]) {
      const ledger = ledgerOf(on, signer);
      for (const send of [
        () => ledger.allocate(KYOSO, CASH, 1, true, HASH, MINED),
        () => ledger.release(KYOSO, true, CASH, 1, HASH, MINED),
        () => ledger.reallocate(KYOSO, true, KYOSO, false, 1, HASH, MINED),
        () => ledger.moveUnallocated(CASH, EQUIVALENTS, 1, HASH, MINED),
        () => ledger.renewCertificate(KYOSO, building.certificate, MINED),
        () => ledger.planRest(day("2023-12-31"), HASH, MINED),
        () => ledger.trackQuarter(day("2023-12-31"), HASH, MINED),
        () => ledger.discloseEvent(HASH, "uri", MINED),
      ])
        await expect(send()).to.be.revertedWithCustomError(on.proceeds, "AccessManagedUnauthorized");
    }
  });
});
