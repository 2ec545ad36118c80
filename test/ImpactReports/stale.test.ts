import { expect } from "chai";
import { fixture } from "../support/chain";
import {
  APRIL,
  CO2,
  DECEMBER,
  FEBRUARY,
  FISCAL_2023,
  GENERATED,
  JANUARY,
  MARCH,
  PRIMARY,
  SAVED,
  fromTo,
  publish,
  recordDays,
  recorded,
  rejudge,
  revalue,
} from "../support/figures";
import { BUILDING, PAPER, QUALITY, SOLAR, factorOf, qualities, record, supersede } from "../support/impact";
import { goTo, type Suite } from "../support/suite";

// 744 × 1,003; 696 × 7; 744 × 2,009; 24 × 1,001
const OF = { DECEMBER: 24_024, JANUARY: 746_232, FEBRUARY: 4_872, MARCH: 1_494_696 };
const OF_FISCAL_2023 = OF.DECEMBER + OF.JANUARY + OF.FEBRUARY + OF.MARCH;

/** Figures 0 to 4 of the array: December, January, February, March, and the fiscal year; 3 April 2024. */
const published = async (): Promise<Suite> => {
  const suite = await recorded();
  await publish(suite, { period: DECEMBER, value: OF.DECEMBER });
  await publish(suite, { period: JANUARY, value: OF.JANUARY });
  await publish(suite, { period: FEBRUARY, value: OF.FEBRUARY });
  await publish(suite, { period: MARCH, value: OF.MARCH });
  await publish(suite, { period: FISCAL_2023, value: OF_FISCAL_2023 });
  return suite;
};

const prepared = (): Promise<Suite> => fixture(published);

/** Those of the figures that are stale. */
const stale = async ({ figures }: Suite, facility = SOLAR): Promise<readonly number[]> =>
  (await figures.figuresAt(facility, 0, 100)).filter((each) => each.stale).map(({ snapshotIndex }) => Number(snapshotIndex)); // prettier-ignore

const [DECEMBER_S, JANUARY_S, FEBRUARY_S, MARCH_S, YEAR_S] = [0, 1, 2, 3, 4] as const;

describe("ImpactReports.isStale", () => {
  it("is said of nothing that was just published [E-2]", async () => {
    expect(await stale(await prepared())).to.deep.equal([]);
  });

  it("is refused where there is no figure [E-2]", async () => {
    const { figures } = await prepared();
    expect(await figures.isStale(SOLAR, 4)).to.equal(false);
    await expect(figures.isStale(SOLAR, 5)).to.be.revertedWithCustomError(figures, "SnapshotUnknown").withArgs(SOLAR, 5, 5); // prettier-ignore
    await expect(figures.isStale(BUILDING, 0)).to.be.revertedWithCustomError(figures, "SnapshotUnknown");
  });

  context("when records are appended", () => {
    it("is not said of periods that end before them [E-2]", async () => {
      const suite = await prepared();
      await goTo("2024-04-04T00:00:00");
      await record(suite, { day: "2024-04-03", milliWh: [1] });
      expect(await stale(suite)).to.deep.equal([]);
    });

    it("is said once an hour of the period is added, whatever is in it, and not by one beyond it [E-2]", async () => {
      const suite = await prepared();
      await goTo("2024-05-02T00:00:00");
      await publish(suite, { period: APRIL, value: -240 }); // 5: 48 × −5
      expect(await stale(suite)).to.deep.equal([]);
      await record(suite, { day: "2024-04-03", milliWh: [0], qualities: qualities(1, QUALITY.Missing) });
      expect(await stale(suite)).to.deep.equal([5]);
      await publish(suite, { period: APRIL, value: -240, corrects: 5 }); // 6
      await record(suite, { day: "2024-04-03", first: 1, milliWh: Array<number>(23).fill(0) });
      await recordDays(suite, SOLAR, "2024-04-04", 26, 0);
      await record(suite, { day: "2024-04-30", milliWh: Array<number>(23).fill(0) });
      expect(await stale(suite)).to.deep.equal([5, 6]);
      await publish(suite, { period: APRIL, value: -240, corrects: 6 }); // 7: all but the last hour
      expect(await stale(suite)).to.deep.equal([5, 6]);
      await record(suite, { day: "2024-04-30", first: 23, milliWh: [0] }); // the last hour of April
      expect(await stale(suite)).to.deep.equal([5, 6, 7]);
      await publish(suite, { period: APRIL, value: -240, corrects: 7 }); // 8
      await record(suite, { day: "2024-05-01", milliWh: [9] }); // the first hour of May
      expect(await stale(suite)).to.deep.equal([5, 6, 7]);
    });

    it("is not said because another facility goes on [E-2]", async () => {
      const suite = await prepared();
      await goTo("2024-05-01T00:00:00");
      await publish(suite, { period: APRIL, value: -240 });
      await recordDays(suite, BUILDING, "2024-04-03", 28, 0);
      expect(await stale(suite)).to.deep.equal([]);
    });
  });

  context("when records are superseded", () => {
    for (const [where, given, found] of [
      ["the first hour of January", { day: "2024-01-01", first: 0 }, [JANUARY_S, YEAR_S]],
      ["the last hour of January", { day: "2024-01-31", first: 23 }, [JANUARY_S, YEAR_S]],
      ["the last hour of December", { day: "2023-12-31", first: 23 }, [DECEMBER_S, YEAR_S]],
      ["the first hour of February", { day: "2024-02-01", first: 0 }, [FEBRUARY_S, YEAR_S]],
      ["29 February", { day: "2024-02-29", first: 12 }, [FEBRUARY_S, YEAR_S]],
      ["the last hour of the fiscal year", { day: "2024-03-31", first: 23 }, [MARCH_S, YEAR_S]],
      ["the first hour after the fiscal year", { day: "2024-04-01", first: 0 }, []],
    ] as const)
      it(`is said by ${where} of the figures ${found.join(" and ") || "of none"}, not of the neighbours [E-2]`, async () => {
        const suite = await prepared();
        await supersede(suite, { ...given, milliWh: [8], replaces: 1 });
        expect(await stale(suite)).to.deep.equal([...found]);
      });

    it("is said even if the energy is the same [E-2]", async () => {
      const suite = await prepared();
      await supersede(suite, { day: "2024-01-01", milliWh: [1_003], replaces: 1 });
      expect(await stale(suite)).to.deep.equal([JANUARY_S, YEAR_S]);
    });

    it("is not said because another facility is corrected [E-2]", async () => {
      const suite = await prepared();
      await supersede(suite, { facility: BUILDING, day: "2024-01-01", milliWh: [1], replaces: 1 });
      expect(await stale(suite)).to.deep.equal([]);
    });
  });

  context("when records are revalued", () => {
    for (const [from, through, found] of [
      ["2024-01-31", "2024-02-01", [JANUARY_S, FEBRUARY_S, YEAR_S]],
      ["2024-02-01", "2024-02-29", [FEBRUARY_S, YEAR_S]],
      ["2023-12-31", "2023-12-31", [DECEMBER_S, YEAR_S]], // the first month
      ["2024-03-31", "2024-04-02", [MARCH_S, YEAR_S]], // the last month, and beyond
      ["2023-12-31", "2024-03-31", [DECEMBER_S, JANUARY_S, FEBRUARY_S, MARCH_S, YEAR_S]],
      ["2024-04-01", "2024-04-02", []],
    ] as const)
      it(`is said of the figures ${found.join(", ") || "of none"} by ${from} through ${through} [E-2]`, async () => {
        const suite = await prepared();
        await revalue(suite, from, through);
        expect(await stale(suite)).to.deep.equal([...found]);
      });

    it("is said by another baseline too [E-2]", async () => {
      const suite = await prepared();
      await publish(suite, { facility: BUILDING, said: SAVED, value: 744_000 }); // 744 × 1,000
      await publish(suite, { facility: BUILDING, said: SAVED, period: FEBRUARY, value: 0 });
      await rejudge(suite, "2024-01-01", "2024-01-31");
      expect(await stale(suite, BUILDING)).to.deep.equal([0]);
      const after = 744 * 1_001; // baseline 2 is 1,000,001 mWh
      await expect(publish(suite, { facility: BUILDING, said: SAVED, value: 744_000, corrects: 0 }))
        .to.be.revertedWithCustomError(suite.figures, "FigureDiffers")
        .withArgs(BUILDING, SAVED.indicator, after, 744_000);
      await publish(suite, { facility: BUILDING, said: SAVED, value: after, corrects: 0 });
      expect(await stale(suite, BUILDING)).to.deep.equal([0]);
    });
  });

  it("is not said because a factor or a share is added that no record uses [E-2]", async () => {
    const suite = await prepared();
    const as = suite.impact.connect(suite.issuer);
    await as.addFactor(SOLAR, factorOf(1, 1, 2));
    await as.setShare(SOLAR, suite.token, 5_000, PAPER);
    await as.changeMeters(SOLAR, ["another meter"], PAPER);
    expect(await stale(suite)).to.deep.equal([]);
  });

  context("when the figure is corrected", () => {
    it("is said of the corrected one for good, and of the correction only from the next change on [E-2]", async () => {
      const suite = await prepared();
      await supersede(suite, { day: "2024-01-31", first: 23, milliWh: [1_013], replaces: 1 });
      expect(await stale(suite)).to.deep.equal([JANUARY_S, YEAR_S]);
      await publish(suite, { value: OF.JANUARY + 10, corrects: JANUARY_S }); // 5: 1,013 instead of 1,003
      await publish(suite, { period: FISCAL_2023, value: OF_FISCAL_2023 + 10, corrects: YEAR_S }); // 6
      expect(await stale(suite)).to.deep.equal([JANUARY_S, YEAR_S]);
      await supersede(suite, { day: "2024-01-31", first: 23, milliWh: [1_003], replaces: 2 }); // as it was
      expect(await stale(suite)).to.deep.equal([JANUARY_S, YEAR_S, 5, 6]);
      await publish(suite, { value: OF.JANUARY, corrects: 5 }); // 7: the value of the first one, which is stale all the same
      expect(await stale(suite)).to.deep.equal([JANUARY_S, YEAR_S, 5, 6]);
    });

    it("is said of the corrected one even if nothing had changed [E-2]", async () => {
      const suite = await prepared();
      await publish(suite, { value: OF.JANUARY, corrects: JANUARY_S });
      expect(await stale(suite)).to.deep.equal([JANUARY_S]);
    });

    it("refuses what was so before, and takes what is so now, for every indicator [E-2]", async () => {
      const suite = await prepared();
      await publish(suite, { said: CO2, value: 329_088 }); // 5: 746,232 × 0.441 = 329,088.312
      await publish(suite, { said: PRIMARY, value: 6_447 }); // 6: 746,232 × 0.00864 = 6,447.44448
      await revalue(suite, "2024-01-01", "2024-01-31");
      const cases = [
        [CO2, 5, 329_088, 291_031], // 746,232 × 0.390001 = 291,031.226...
        [PRIMARY, 6, 6_447, 7_440], // 746,232 × 0.00997 = 7,439.93304
      ] as const;
      for (const [said, corrects, before, now] of cases) {
        await expect(publish(suite, { said, value: before, corrects }))
          .to.be.revertedWithCustomError(suite.figures, "FigureDiffers")
          .withArgs(SOLAR, said.indicator, now, before);
        await publish(suite, { said, value: now, corrects });
      }
      await publish(suite, { said: GENERATED, value: OF.JANUARY, corrects: JANUARY_S }); // energy has no factor
      expect(await stale(suite)).to.deep.equal([JANUARY_S, YEAR_S, 5, 6]);
    });
  });

  it("is said of a month of which only the days before are on record, once days of it come [E-2]", async () => {
    const suite = await prepared();
    await goTo("2025-04-02T00:00:00");
    const fiscal2024 = fromTo("2024-04-01", "2025-04-01");
    await publish(suite, { period: fiscal2024, value: -240 }); // 5: two days of 365
    await recordDays(suite, SOLAR, "2024-04-03", 1, 0);
    expect(await stale(suite)).to.deep.equal([5]);
  });
});
