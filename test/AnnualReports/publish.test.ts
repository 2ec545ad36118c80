import { expect } from "chai";
import type { Result } from "ethers";
import { ethers } from "hardhat";
import { HASH } from "../support/market";
import {
  allocates,
  CASH,
  EQUIVALENTS,
  holds,
  KYOSO,
  ledgerOf,
  NET,
  plant,
  registers,
  releases,
} from "../support/proceeds";
import { figure, OTHER, publishes, publishesAt, reporting, SHARE, unissued, URI } from "../support/reporting";
import { at, day, goTo, ref } from "../support/suite";

const SOLAR = ref("solar-1");

describe("AnnualReports.publish", () => {
  it("freezes what the ledger says: amounts, planned day, interim holding, projects, figures [G-4, E-4]", async () => {
    const on = await reporting();
    await registers(on, SOLAR, plant);
    await holds(on, CASH, EQUIVALENTS, 1_000n);
    await allocates(on, KYOSO, 700n, true);
    await allocates(on, KYOSO, 50n, false);
    await allocates(on, SOLAR, 5n, false, EQUIVALENTS);
    await at("2024-04-30T10:00:00");
    const rest = NET - 755n; // 700 + 50 + 5
    await expect(publishes(on, 2023, [figure(0), figure(3)]))
      .to.emit(on.reports, "ReportPublished")
      .withArgs(2023, 1, false, 755, rest, 700, HASH, URI);

    // whatever happens later
    await allocates(on, KYOSO, 45n, true);
    await releases(on, SOLAR, 5n, false);
    await ledgerOf(on).planRest(day("2031-01-01"), HASH);
    await on.stub.setShare(KYOSO, on.token, 1);
    const report = await on.reports.report(2023, 1);
    expect((report as unknown as Result).toObject()).to.deep.include({
      fiscalYear: 2023n,
      revision: 1n,
      publishedDay: BigInt(day("2024-04-30")),
      plannedDay: BigInt(day("2030-12-31")),
      voluntary: false,
      allocatedYen: 755n,
      unallocatedYen: rest,
      refinancedYen: 700n,
      cashEquivalentsYen: 995n, // 1,000 − 5
      reviewer: ethers.ZeroAddress,
      signedDay: 0n,
      opinionHash: ethers.ZeroHash,
      documentHash: HASH,
      uri: URI,
    });
    expect(report.projects.map((each) => [...each])).to.deep.equal([
      [KYOSO, 50n, 700n, 2n, 0n],
      [SOLAR, 5n, 0n, 0n, 0n],
    ]);
    expect(report.figures.map((each) => [...each])).to.deep.equal([
      [KYOSO, 0n, SHARE],
      [KYOSO, 3n, SHARE],
    ]);
  });

  it("numbers the revisions of a fiscal year from 1, each year for itself, and lists all in their order [G-4]", async () => {
    const on = await reporting();
    expect(await on.reports.revisionCount(2023)).to.equal(0);
    await goTo("2024-04-01T00:00:00");
    await publishes(on, 2024);
    for (const revision of [1, 2, 3])
      await expect(publishes(on, 2023))
        .to.emit(on.reports, "ReportPublished")
        .withArgs(2023, revision, false, 0, NET, 0, HASH, URI);
    expect([await on.reports.revisionCount(2023), await on.reports.revisionCount(2024)]).to.deep.equal([3n, 1n]);
    const listed = async (offset: number, limit: number) =>
      (await on.reports.reportsAt(offset, limit)).map((id) => [...id]);
    expect(await on.reports.reportCount()).to.equal(4);
    expect(await listed(0, 2)).to.deep.equal([
      [2024n, 1n],
      [2023n, 1n],
    ]);
    expect(await listed(2, 9)).to.deep.equal([
      [2023n, 2n],
      [2023n, 3n],
    ]);
    expect(await listed(4, 1)).to.deep.equal([]);
  });

  context("the fiscal year", () => {
    it("is that of the closing day at the earliest, and never a coming one [G-4]", async () => {
      const on = await reporting();
      await at("2024-03-31T23:59:59");
      await expect(publishes(on, 2024))
        .to.be.revertedWithCustomError(on.reports, "FiscalYearOutOfRange")
        .withArgs(2024, 2023, 2023);
      await at("2024-04-01T00:00:00");
      await publishes(on, 2024);
      for (const year of [0, 2022, 2025, 65_535])
        await expect(publishes(on, year))
          .to.be.revertedWithCustomError(on.reports, "FiscalYearOutOfRange")
          .withArgs(year, 2023, 2024);
      await publishes(on, 2023);
    });

    it("is nothing to report on before the issue [G-4]", async () => {
      const on = await unissued();
      await expect(publishes(on, 2023)).to.be.revertedWithCustomError(on.reports, "NothingToReport");
      await at("2023-12-14T09:00:00");
      await on.token.connect(on.issuer).issue();
      await allocates(on, KYOSO, NET);
      await publishes(on, 2023);
    });
  });

  context("the rest", () => {
    it("is planned: refused without a plan, and with one that has passed, at midnight in Japan [G-4]", async () => {
      const on = await unissued();
      await at("2023-12-14T09:00:00");
      await on.token.connect(on.issuer).issue();
      await allocates(on, KYOSO, NET - 1n);
      await expect(publishes(on, 2023)).to.be.revertedWithCustomError(on.reports, "RestWithoutPlan").withArgs(1, 0);
      await ledgerOf(on).planRest(day("2023-12-31"), HASH);
      await at("2023-12-31T23:59:59");
      await publishes(on, 2023);
      await at("2024-01-01T00:00:00");
      await expect(publishes(on, 2023))
        .to.be.revertedWithCustomError(on.reports, "RestWithoutPlan")
        .withArgs(1, day("2023-12-31"));
    });

    it("needs no plan when there is none, and the report shows none [G-4]", async () => {
      const on = await reporting();
      await allocates(on, KYOSO, NET);
      await publishes(on, 2023);
      const { allocatedYen, unallocatedYen, refinancedYen, plannedDay } = await on.reports.report(2023, 1);
      expect([allocatedYen, unallocatedYen, refinancedYen, plannedDay]).to.deep.equal([NET, 0n, NET, 0n]);
    });
  });

  context("a figure", () => {
    it("that is stale is refused, wherever it stands [E-4]", async () => {
      const on = await reporting();
      await on.stub.setStale(KYOSO, 1, true);
      for (const figures of [[figure(1)], [figure(0), figure(1)], [figure(1), figure(0)]])
        await expect(publishes(on, 2023, figures))
          .to.be.revertedWithCustomError(on.reports, "FigureStale")
          .withArgs(KYOSO, 1);
      await publishes(on, 2023, [figure(0)]);
    });

    it("of a facility of which the bond has no share is refused; a share of 1/10,000 is one [E-4]", async () => {
      const on = await reporting();
      await on.stub.setShare(OTHER, on.stranger.address, 10_000); // another bond's
      await expect(publishes(on, 2023, [figure(0), figure(0, OTHER)]))
        .to.be.revertedWithCustomError(on.reports, "NoShareOfFacility")
        .withArgs(OTHER);
      await on.stub.setShare(OTHER, on.token, 1);
      await publishes(on, 2023, [figure(0), figure(0, OTHER)]);
      expect((await on.reports.report(2023, 1)).figures.map(({ shareBps }) => shareBps)).to.deep.equal([SHARE, 1n]);
    });

    it("is named once; the same number of another facility is another figure [E-4]", async () => {
      const on = await reporting();
      await on.stub.setShare(OTHER, on.token, 4_000);
      for (const figures of [
        [figure(7), figure(7)],
        [figure(7), figure(7, OTHER), figure(8), figure(7)],
      ])
        await expect(publishes(on, 2023, figures))
          .to.be.revertedWithCustomError(on.reports, "FigureTwice")
          .withArgs(KYOSO, 7);
      await publishes(on, 2023, [figure(7), figure(7, OTHER), figure(8)]);
    });
  });

  it("rests on a document, and is the issuer's alone [G-4]", async () => {
    const on = await reporting();
    await expect(publishes(on, 2023, [], { documentHash: ethers.ZeroHash })).to.be.revertedWithCustomError(
      on.reports,
      "EvidenceMissing",
    );
    for (const signer of [on.reviewer, on.recorder, on.dealer, on.registerAdministrator, on.stranger])
      await expect(publishes(on, 2023, [], { signer })).to.be.revertedWithCustomError(
        on.reports,
        "AccessManagedUnauthorized",
      );
    expect(await on.reports.reportCount()).to.equal(0);
  });

  it("publishes the report of H: everything for refinancing, by the end of 2023 [G-3, G-4]", async () => {
    const on = await reporting();
    await at("2023-12-29T10:00:00");
    await allocates(on, KYOSO, 9_972_000_000n);
    await publishesAt(on, "2024-11-29T10:00:00", 2023, [figure(0)]);
    const { allocatedYen, refinancedYen } = await on.reports.report(2023, 1);
    expect((refinancedYen * 100n) / allocatedYen).to.equal(100n); // 100 % refinancing
  });
});

describe("AnnualReports.report", () => {
  it("knows only revisions that were published", async () => {
    const on = await reporting();
    await publishes(on, 2023);
    for (const [year, revision, revisions] of [
      [2023, 0, 1],
      [2023, 2, 1],
      [2024, 1, 0],
    ] as const)
      for (const ask of [() => on.reports.report(year, revision), () => on.reports.isOutdated(year, revision)])
        await expect(ask())
          .to.be.revertedWithCustomError(on.reports, "NoSuchReport")
          .withArgs(year, revision, revisions);
  });
});
