import { expect } from "chai";
import { ethers } from "hardhat";
import { KYOSO } from "../support/proceeds";
import { figure, OPINION, OTHER, publishes, reporting, signs } from "../support/reporting";
import { at, day } from "../support/suite";

describe("AnnualReports.sign", () => {
  it("keeps who signed, when, and the opinion [G-6]", async () => {
    const on = await reporting();
    await publishes(on, 2023, [figure(0)]);
    await at("2024-02-01T10:00:00");
    await expect(signs(on, 2023, 1))
      .to.emit(on.reports, "ReportSigned")
      .withArgs(2023, 1, on.reviewer.address, OPINION);
    const { reviewer, signedDay, opinionHash } = await on.reports.report(2023, 1);
    expect([reviewer, signedDay, opinionHash]).to.deep.equal([on.reviewer.address, BigInt(day("2024-02-01")), OPINION]);
  });

  it("is done once for a revision, and again for the next one [G-6]", async () => {
    const on = await reporting();
    await publishes(on, 2023);
    await signs(on, 2023, 1);
    await expect(signs(on, 2023, 1))
      .to.be.revertedWithCustomError(on.reports, "ReportSignedAlready")
      .withArgs(2023, 1, on.reviewer.address);
    await publishes(on, 2023);
    await signs(on, 2023, 2);
    expect((await on.reports.report(2023, 1)).reviewer).to.equal(on.reviewer.address);
  });

  it("is refused for a revision that a later one replaced, not for another year's [G-6]", async () => {
    const on = await reporting();
    await publishes(on, 2023);
    await publishes(on, 2023);
    await at("2024-04-01T00:00:00");
    await publishes(on, 2024);
    await expect(signs(on, 2023, 1))
      .to.be.revertedWithCustomError(on.reports, "ReportReplaced")
      .withArgs(2023, 1, 2);
    await signs(on, 2023, 2);
    await signs(on, 2024, 1);
  });

  it("is refused while a figure on which it rests is stale: the last one counts as the first [G-6, E-4]", async () => {
    const on = await reporting();
    await publishes(on, 2023, [figure(0), figure(1), figure(2)]);
    for (const stale of [0, 2]) {
      await on.stub.setStale(KYOSO, stale, true);
      expect(await on.reports.isOutdated(2023, 1)).to.equal(true);
      await expect(signs(on, 2023, 1))
        .to.be.revertedWithCustomError(on.reports, "ReportOutdated")
        .withArgs(2023, 1);
      await on.stub.setStale(KYOSO, stale, false);
    }
    await on.stub.setStale(KYOSO, 3, true); // a figure of the facility, but none of the report
    await on.stub.setStale(OTHER, 0, true);
    expect(await on.reports.isOutdated(2023, 1)).to.equal(false);
    await signs(on, 2023, 1);
  });

  it("stays when a figure goes stale later, and the report says that it is outdated [G-6, E-4]", async () => {
    const on = await reporting();
    await publishes(on, 2023, [figure(0)]);
    await signs(on, 2023, 1);
    await on.stub.setStale(KYOSO, 0, true);
    expect(await on.reports.isOutdated(2023, 1)).to.equal(true);
    expect((await on.reports.report(2023, 1)).reviewer).to.equal(on.reviewer.address);
    await publishes(on, 2023, [figure(1)]); // the revision rests on the corrected figure
    expect(await on.reports.isOutdated(2023, 2)).to.equal(false);
  });

  it("rests on an opinion, needs a report, and is the reviewer's alone [G-6]", async () => {
    const on = await reporting();
    await publishes(on, 2023);
    await expect(signs(on, 2023, 1, { opinionHash: ethers.ZeroHash })).to.be.revertedWithCustomError(
      on.reports,
      "EvidenceMissing",
    );
    await expect(signs(on, 2024, 1))
      .to.be.revertedWithCustomError(on.reports, "NoSuchReport")
      .withArgs(2024, 1, 0);
    for (const signer of [on.issuer, on.recorder, on.dealer, on.stranger])
      await expect(signs(on, 2023, 1, { signer })).to.be.revertedWithCustomError(
        on.reports,
        "AccessManagedUnauthorized",
      );
  });
});
