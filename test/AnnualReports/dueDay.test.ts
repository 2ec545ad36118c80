import { expect } from "chai";
import { ethers } from "hardhat";
import { allocates, KYOSO, NET, releases } from "../support/proceeds";
import { publishes, publishesAt, reporting, unissued, type Reporting } from "../support/reporting";
import { day, goTo, isoOf } from "../support/suite";

const due = async ({ reports }: Reporting): Promise<string | null> => {
  const found = Number(await reports.dueDay());
  return found === 0 ? null : isoOf(found);
};

const expectOverdueAfter = async (on: Reporting, iso: string, next: string): Promise<void> => {
  expect(await due(on)).to.equal(iso);
  await goTo(`${iso}T23:59:59`);
  expect(await on.reports.isOverdue(), `on ${iso}`).to.equal(false);
  await goTo(`${next}T00:00:00`);
  expect(await on.reports.isOverdue(), `on ${next}`).to.equal(true);
};

describe("AnnualReports.dueDay", () => {
  it("is one year after closing, 14 December 2024, and overdue at 00:00 of the next day in Japan [G-4]", async () => {
    await expectOverdueAfter(await reporting(), "2024-12-14", "2024-12-15");
  });

  it("is that also when everything was allocated before [G-4]", async () => {
    const on = await reporting();
    await allocates(on, KYOSO, NET);
    await expectOverdueAfter(on, "2024-12-14", "2024-12-15");
  });

  it("is none before the issue [G-4]", async () => {
    const on = await unissued();
    expect(await due(on)).to.equal(null);
    await goTo("2025-12-01T00:00:00");
    expect(await on.reports.isOverdue()).to.equal(false);
  });

  it("is one year after the last first report, while money is unallocated [G-4]", async () => {
    const on = await reporting();
    await allocates(on, KYOSO, NET - 1n);
    await goTo("2024-06-20T10:00:00");
    await expect(publishes(on, 2023)).to.emit(on.reports, "DueDayMoved").withArgs(day("2024-12-14"), day("2025-06-20"));
    await expectOverdueAfter(on, "2025-06-20", "2025-06-21");
  });

  it("does not move with a revision [G-4]", async () => {
    const on = await reporting();
    await publishesAt(on, "2024-06-20T10:00:00", 2023);
    await goTo("2024-09-01T10:00:00");
    await expect(publishes(on, 2023)).to.not.emit(on.reports, "DueDayMoved");
    expect(await due(on)).to.equal("2025-06-20");
  });

  it("is counted from the due day when a report came late, and from its day when in time [G-4]", async () => {
    const on = await reporting();
    await publishesAt(on, "2024-12-15T00:00:00", 2023); // one day late
    expect(await due(on)).to.equal("2025-12-14");
    await publishesAt(on, "2025-12-14T23:59:59", 2024); // on the day
    expect(await due(on)).to.equal("2026-12-14");
    await publishesAt(on, "2026-12-13T23:59:59", 2025); // the day before
    expect(await due(on)).to.equal("2027-12-13");
  });

  it("remains passed when a report came more than a year late, until the next year is reported on too [G-4]", async () => {
    const on = await reporting();
    await publishesAt(on, "2026-02-01T10:00:00", 2023);
    expect(await due(on)).to.equal("2025-12-14");
    expect(await on.reports.isOverdue()).to.equal(true);
    await publishes(on, 2024);
    expect(await due(on)).to.equal("2026-12-14");
    expect(await on.reports.isOverdue()).to.equal(false);
  });

  it("becomes 28 February after a report on 29 February [G-4]", async () => {
    const on = await reporting();
    await publishesAt(on, "2024-02-29T10:00:00", 2023);
    await expectOverdueAfter(on, "2025-02-28", "2025-03-01");
  });

  context("once a report has shown that nothing is unallocated", () => {
    it("is none, and a further report is voluntary, and so are its revisions [G-4]", async () => {
      const on = await reporting();
      await allocates(on, KYOSO, NET);
      await goTo("2024-11-29T10:00:00");
      await expect(publishes(on, 2023)).to.emit(on.reports, "DueDayMoved").withArgs(day("2024-12-14"), 0);
      expect(await due(on)).to.equal(null);
      await goTo("2026-06-01T00:00:00");
      expect(await on.reports.isOverdue()).to.equal(false);
      for (const [year, voluntary] of [
        [2023, false], // a revision of the report that was due
        [2025, true],
        [2025, true],
      ] as const) {
        await publishes(on, year);
        const revision = await on.reports.revisionCount(year);
        expect((await on.reports.report(year, revision)).voluntary, `${year}/${revision}`).to.equal(voluntary);
        expect(await due(on)).to.equal(null);
      }
    });

    it("is none also when a revision showed it [G-4]", async () => {
      const on = await reporting();
      await publishesAt(on, "2024-06-20T10:00:00", 2023);
      await allocates(on, KYOSO, NET);
      expect(await due(on)).to.equal("2025-06-20"); // allocated, but not yet shown
      await expect(publishes(on, 2023)).to.emit(on.reports, "DueDayMoved").withArgs(day("2025-06-20"), 0);
      expect(await due(on)).to.equal(null);
    });

    it("is none for good: a release is a material event [G-4]", async () => {
      const on = await reporting();
      await allocates(on, KYOSO, NET);
      await publishesAt(on, "2024-06-20T10:00:00", 2023);
      await releases(on, KYOSO, 1n);
      await publishesAt(on, "2025-06-20T10:00:00", 2025);
      expect((await on.reports.report(2025, 1)).voluntary).to.equal(true);
      expect(await due(on)).to.equal(null);
    });
  });
});

describe("GreenDates", () => {
  /** Every day from 1 January 1999 through 31 December 2008, and around 2100, which is no leap year. */
  const days = [
    ...Array.from({ length: 3653 }, (_, i) => day("1999-01-01") + i),
    ...Array.from({ length: 800 }, (_, i) => day("2099-01-01") + i),
  ];
  const partsOf = (each: number): [number, number, number] => isoOf(each).split("-").map(Number) as never;
  const utc = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date) / 86_400_000;
  const harness = () => ethers.deployContract("GreenDatesHarness");

  it("adds years to a date, and takes 28 February for a 29th that is none [G-1, G-4]", async () => {
    const dates = await harness();
    for (const count of [0, 1, 3, 4]) {
      const expected = days.map((each) => {
        const [year, month, date] = partsOf(each);
        const moved = utc(year + count, month, date); // a 29 February that is none becomes 1 March here
        return BigInt(isoOf(moved).slice(5, 7) === isoOf(each).slice(5, 7) ? moved : moved - 1);
      });
      expect([...(await dates.plusYears(days, count))]).to.deep.equal(expected);
    }
  });

  it("finds the end of the quarter [G-3]", async () => {
    const ends = ["03-31", "06-30", "09-30", "12-31"];
    const expected = days.map((each) => {
      const iso = isoOf(each);
      return BigInt(day(`${iso.slice(0, 4)}-${ends.find((end) => end >= iso.slice(5))!}`));
    });
    expect([...(await (await harness()).quarterEnds(days))]).to.deep.equal(expected);
  });

  it("begins the fiscal year on 1 April [G-4]", async () => {
    const expected = days.map((each) => {
      const iso = isoOf(each);
      return BigInt(iso.slice(0, 4)) - (iso.slice(5) < "04-01" ? 1n : 0n);
    });
    expect([...(await (await harness()).fiscalYears(days))]).to.deep.equal(expected);
  });
});
