import { expect } from "chai";
import { ethers } from "hardhat";
import { bringIn, BUILDING, PAPER, record, SOLAR, supersede } from "../support/impact";
import { HASH, type Market } from "../support/market";
import { allocates, KYOSO, NET, received } from "../support/proceeds";
import { at, goTo, jst } from "../support/suite";

const NOTHING = 2n ** 256n - 1n; // ERC-8329: corrects nothing
const SENT = { gasLimit: 20_000_000 } as const;
const KWH = 1_000_000; // mWh

/** The figure of December 2023: what the plant generated. */
const publishFigure = ({ figures, recorder }: Market, milliWh: bigint | number, corrects = NOTHING) =>
  figures
    .connect(recorder)
    .recordSnapshot(
      SOLAR,
      ethers.id("ERC-8329:INDICATOR:ENERGY_GENERATED"),
      milliWh,
      6,
      ethers.id("kWh"),
      jst("2023-12-01T00:00:00"),
      jst("2024-01-01T00:00:00"),
      PAPER,
      "https://example.com/methodology",
      corrects,
      SENT,
    );

const publish = ({ reports, issuer }: Market, facilityId: string, ...snapshots: number[]) =>
  reports.connect(issuer).publish(
    2023,
    HASH,
    "https://example.com/green-report",
    snapshots.map((snapshotIndex) => ({ facilityId, snapshotIndex })),
    SENT,
  );

const sign = ({ reports, reviewer }: Market, revision: number) =>
  reports.connect(reviewer).sign(2023, revision, HASH, SENT);

/** January 2024: everything is allocated; of 1 and 2 December 48 hours of 1 kWh each are recorded and published; the bond has a quarter. */
const published = async (): Promise<Market> => {
  const on = await received();
  await allocates(on, KYOSO, NET);
  await bringIn(on);
  await on.impact.connect(on.issuer).setShare(SOLAR, on.token, 2_500, PAPER);
  for (const day of ["2023-12-01", "2023-12-02"]) await record(on, { day, milliWh: Array<number>(24).fill(KWH) });
  await at("2024-01-05T09:00:00");
  await publishFigure(on, 48 * KWH);
  return on;
};

describe("AnnualReports over the published figures", () => {
  it("rests on a figure with the bond's share, until a later record of its period makes it stale [G-4, E-4]", async () => {
    const on = await published();
    const { reports } = on;
    await publish(on, SOLAR, 0);
    expect((await reports.report(2023, 1)).figures.map((each) => [...each])).to.deep.equal([[SOLAR, 0n, 2_500n]]);
    expect(await reports.isOutdated(2023, 1)).to.equal(false);
    await record(on, { day: "2023-12-03", milliWh: [KWH] });
    expect(await reports.isOutdated(2023, 1)).to.equal(true);
    await expect(sign(on, 1)).to.be.revertedWithCustomError(reports, "ReportOutdated").withArgs(2023, 1);
    await expect(publish(on, SOLAR, 0))
      .to.be.revertedWithCustomError(reports, "FigureStale")
      .withArgs(SOLAR, 0);
  });

  it("is outdated by a correction of a record, and the revision rests on the corrected figure [G-6, E-4]", async () => {
    const on = await published();
    const { reports } = on;
    await publish(on, SOLAR, 0);
    await sign(on, 1);
    await supersede(on, { day: "2023-12-02", replaces: 1, first: 23, milliWh: [0] });
    expect(await reports.isOutdated(2023, 1)).to.equal(true);
    await publishFigure(on, 47 * KWH, 0n);
    expect(await reports.isOutdated(2023, 1)).to.equal(true); // what it rests on was corrected
    await expect(publish(on, SOLAR, 0, 1))
      .to.be.revertedWithCustomError(reports, "FigureStale")
      .withArgs(SOLAR, 0);
    await publish(on, SOLAR, 1);
    expect(await reports.isOutdated(2023, 2)).to.equal(false);
    await sign(on, 2);
  });

  it("stands when hours of another month are corrected or recorded [E-4]", async () => {
    const on = await published();
    await record(on, { day: "2023-12-03", milliWh: [KWH] });
    await goTo("2024-02-01T00:00:00");
    for (let first = jst("2023-12-03T01:00:00"); first < jst("2024-01-01T00:00:00");) {
      const japan = new Date(first * 1000 + 9 * 3_600_000);
      const hour = japan.getUTCHours();
      await record(on, {
        day: japan.toISOString().slice(0, 10),
        first: hour,
        milliWh: Array<number>(24 - hour).fill(0),
      });
      first += (24 - hour) * 3600;
    }
    await publishFigure(on, 49 * KWH, 0n);
    await publish(on, SOLAR, 1);
    await record(on, { day: "2024-01-01", milliWh: [KWH] });
    await supersede(on, { day: "2024-01-01", replaces: 1, milliWh: [0] });
    expect(await on.reports.isOutdated(2023, 1)).to.equal(false);
  });

  it("refuses a figure that was never published, and a facility of which the bond has no share [E-4]", async () => {
    const on = await published();
    await expect(publish(on, SOLAR, 1))
      .to.be.revertedWithCustomError(on.figures, "SnapshotUnknown")
      .withArgs(SOLAR, 1, 1);
    for (const facility of [BUILDING, ethers.encodeBytes32String("unknown"), ethers.ZeroHash])
      await expect(publish(on, facility, 0))
        .to.be.revertedWithCustomError(on.reports, "NoShareOfFacility")
        .withArgs(facility);
  });

  it("changes no interest: every date of hitachi-21 pays 0.299 %, whatever the figures say [E-5]", async () => {
    const on = await published();
    const perYen = async () => {
      const dates = Array.from({ length: 10 }, (_, i) => on.payments.paymentDate(i + 1));
      return (await Promise.all(dates)).map(({ interestPerYen }) => interestPerYen);
    };
    const fixed = Array<bigint>(10).fill((598n * 10n ** 13n) / 100_000n / 2n); // 0.598 % a year, in two halves
    expect(await perYen()).to.deep.equal(fixed);
    await publish(on, SOLAR, 0);
    await sign(on, 1);
    expect(await perYen()).to.deep.equal(fixed);
    expect((await on.token.terms()).schedule.ratePpm).to.equal(5980);
  });
});
