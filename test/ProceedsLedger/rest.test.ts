import { expect } from "chai";
import { ethers } from "hardhat";
import { HASH, MINED, type Market } from "../support/market";
import { beforeOffer } from "../support/offering";
import { allocates, CASH, EQUIVALENTS, holds, KYOSO, ledgerOf, NET, received } from "../support/proceeds";
import { at, day, goTo } from "../support/suite";

const plans = (on: Market, iso: string, hash = HASH) => ledgerOf(on).planRest(day(iso), hash, MINED);
const tracks = (on: Market, iso: string, hash = HASH) => ledgerOf(on).trackQuarter(day(iso), hash, MINED);

describe("ProceedsLedger.planRest", () => {
  it("says by when the rest is to be allocated, with the old and the new day [G-3, G-4]", async () => {
    const on = await beforeOffer();
    expect(await on.proceeds.plannedDay()).to.equal(0);
    await expect(plans(on, "2023-12-31")).to.emit(on.proceeds, "RestPlanned").withArgs(0, day("2023-12-31"), HASH);
    await expect(plans(on, "2024-03-31"))
      .to.emit(on.proceeds, "RestPlanned")
      .withArgs(day("2023-12-31"), day("2024-03-31"), HASH);
    expect(await on.proceeds.plannedDay()).to.equal(day("2024-03-31"));
  });

  it("takes today and not yesterday, at midnight in Japan [G-4]", async () => {
    const on = await received();
    await at("2023-12-31T23:59:59");
    await plans(on, "2023-12-31");
    await at("2024-01-01T00:00:00");
    await expect(plans(on, "2023-12-31"))
      .to.be.revertedWithCustomError(on.proceeds, "PlannedDayPassed")
      .withArgs(day("2023-12-31"), day("2024-01-01"));
  });

  it("rests on a document [G-4]", async () => {
    const on = await received();
    await expect(plans(on, "2024-03-31", ethers.ZeroHash)).to.be.revertedWithCustomError(
      on.proceeds,
      "EvidenceMissing",
    );
  });
});

describe("ProceedsLedger.trackQuarter", () => {
  it("begins with the quarter of the closing day, and goes on in order [G-3]", async () => {
    const on = await received();
    await goTo("2025-01-05T09:00:00");
    for (const [iso, next] of [
      ["2023-12-31", "2024-03-31"],
      ["2024-03-31", "2024-06-30"],
      ["2024-06-30", "2024-09-30"],
      ["2024-09-30", "2024-12-31"],
      ["2024-12-31", "2025-03-31"],
    ] as const) {
      expect(await on.proceeds.nextQuarterDay()).to.equal(day(iso));
      await expect(tracks(on, iso)).to.emit(on.proceeds, "QuarterTracked").withArgs(day(iso), NET, 0, HASH);
      expect(await on.proceeds.nextQuarterDay()).to.equal(day(next));
    }
    expect(await on.proceeds.quarterCount()).to.equal(5);
    const days = async (offset: number, limit: number) =>
      (await on.proceeds.quartersAt(offset, limit)).map(({ quarterEndDay }) => quarterEndDay);
    expect(await days(0, 2)).to.deep.equal([BigInt(day("2023-12-31")), BigInt(day("2024-03-31"))]);
    expect(await days(4, 9)).to.deep.equal([BigInt(day("2024-12-31"))]);
    expect(await days(5, 9)).to.deep.equal([]);
  });

  it("tracks each quarter once, none before another, and no day that ends none [G-3]", async () => {
    const on = await received();
    await goTo("2024-07-01T09:00:00");
    const refused = (iso: string, next: string) =>
      expect(tracks(on, iso))
        .to.be.revertedWithCustomError(on.proceeds, "NotTheNextQuarter")
        .withArgs(day(iso), day(next));
    for (const iso of ["2024-03-31", "2023-12-30", "2024-01-31", "2023-09-30"]) await refused(iso, "2023-12-31");
    await tracks(on, "2023-12-31");
    await refused("2023-12-31", "2024-03-31");
    await refused("2024-06-30", "2024-03-31");
  });

  it("waits until the quarter is over, to the second in Japan [G-3]", async () => {
    const on = await received();
    await at("2023-12-31T23:59:59");
    await expect(tracks(on, "2023-12-31"))
      .to.be.revertedWithCustomError(on.proceeds, "QuarterNotOver")
      .withArgs(day("2023-12-31"), day("2023-12-31"));
    await at("2024-01-01T00:00:00");
    await tracks(on, "2023-12-31");
  });

  it("confirms the balances of that day, whatever moved since [G-3]", async () => {
    const on = await received();
    await holds(on, CASH, EQUIVALENTS, 5_000n);
    await at("2023-12-31T23:59:59");
    await allocates(on, KYOSO, 1_000n, true, EQUIVALENTS);
    await at("2024-01-01T00:00:00"); // from here on the next quarter
    await allocates(on, KYOSO, 2_000n, true, EQUIVALENTS);
    await holds(on, EQUIVALENTS, CASH, 2_000n);
    await allocates(on, KYOSO, NET - 3_000n);
    expect(await on.proceeds.unallocatedYen()).to.equal(0);
    await tracks(on, "2023-12-31");
    const [quarter] = await on.proceeds.quartersAt(0, 1);
    expect([...quarter!]).to.deep.equal([
      BigInt(day("2023-12-31")),
      BigInt(day("2024-01-01")),
      NET - 5_000n, // cash
      4_000n, // equivalents: 5,000 − 1,000
      HASH,
    ]);
  });

  it("rests on a document [G-3]", async () => {
    const on = await received();
    await goTo("2024-01-01T00:00:00");
    await expect(tracks(on, "2023-12-31", ethers.ZeroHash)).to.be.revertedWithCustomError(
      on.proceeds,
      "EvidenceMissing",
    );
  });
});

describe("ProceedsLedger.holdingsOn", () => {
  it("gives both holdings at the end of any day: all cash before the first entry, and now for a coming day [G-3]", async () => {
    const on = await received();
    await at("2023-12-20T12:00:00");
    await holds(on, CASH, EQUIVALENTS, 10n);
    await at("2023-12-22T12:00:00");
    await allocates(on, KYOSO, 3n, false, EQUIVALENTS);
    const holdings = async (iso: string) => [...(await on.proceeds.holdingsOn(day(iso)))];
    expect(await holdings("2023-12-19")).to.deep.equal([NET, 0n]);
    for (const iso of ["2023-12-20", "2023-12-21"]) expect(await holdings(iso)).to.deep.equal([NET - 10n, 10n]);
    for (const iso of ["2023-12-22", "2099-01-01"]) expect(await holdings(iso)).to.deep.equal([NET - 10n, 7n]);
  });
});

describe("ProceedsLedger.discloseEvent", () => {
  const discloses = (on: Market, hash: string) => ledgerOf(on).discloseEvent(hash, "https://example.com/event", MINED);

  it("says what happened, and how much was unallocated then [G-4]", async () => {
    const on = await received();
    await allocates(on, KYOSO, NET - 7n);
    await expect(discloses(on, HASH))
      .to.emit(on.proceeds, "MaterialEventDisclosed")
      .withArgs(7, HASH, "https://example.com/event");
  });

  it("rests on a document [G-4]", async () => {
    const on = await received();
    await expect(discloses(on, ethers.ZeroHash)).to.be.revertedWithCustomError(on.proceeds, "EvidenceMissing");
  });
});
