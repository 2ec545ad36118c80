import { expect } from "chai";
import { ethers } from "hardhat";
import {
  FEBRUARY,
  INDICATOR,
  JANUARY,
  MARCH,
  METHOD,
  NO_CORRECTION,
  OTHER_INDICATOR,
  OTHER_SUBJECT,
  SUBJECT,
  UNIT,
  emptyLog,
  snapshot,
  snapshotArguments,
} from "../support/snapshots";
import { at, goTo, jst } from "../support/suite";

const LEAST = -(2n ** 255n);
const MOST = 2n ** 255n - 1n;

describe("ImpactSnapshotLog.recordSnapshot", () => {
  it("stores every field as it was given, with who reported it and when [ERC-8329]", async () => {
    const on = await emptyLog();
    const { log, reporter } = on;
    await at("2024-06-02T08:09:10");
    await snapshot(on, { value: -12_345n, decimals: 3 });
    expect([...(await log.getSnapshot(SUBJECT, 0))]).to.deep.equal([
      SUBJECT,
      INDICATOR,
      -12_345n,
      3n,
      UNIT,
      BigInt(JANUARY[0]),
      BigInt(JANUARY[1]),
      METHOD,
      "https://example.com/methodology",
      reporter.address,
      BigInt(jst("2024-06-02T08:09:10")),
      NO_CORRECTION,
      0n,
    ]);
  });

  it("tells it by SnapshotRecorded, three words of it indexed [ERC-8329]", async () => {
    const on = await emptyLog();
    const { log, reporter } = on;
    await expect(snapshot(on, { value: 7n, decimals: 2 }))
      .to.emit(log, "SnapshotRecorded")
      .withArgs(SUBJECT, INDICATOR, 0, 7, 2, UNIT, ...JANUARY, METHOD, NO_CORRECTION, reporter.address);
    const event = log.interface.getEvent("SnapshotRecorded");
    expect(event.topicHash).to.equal(
      ethers.id("SnapshotRecorded(bytes32,bytes32,uint256,int256,uint8,bytes32,uint64,uint64,bytes32,uint256,address)"),
    );
    expect(event.inputs.map(({ indexed }) => indexed)).to.deep.equal([
      ...Array<boolean>(3).fill(true),
      ...Array<boolean>(8).fill(false),
    ]);
  });

  it("numbers the snapshots of each subject from 0 and returns the number [ERC-8329]", async () => {
    const on = await emptyLog();
    const { log, reporter } = on;
    const steps = [
      { given: { period: JANUARY }, index: 0 },
      { given: { period: FEBRUARY }, index: 1 },
      { given: { subject: OTHER_SUBJECT }, index: 0 }, // a subject of its own
      { given: { indicator: OTHER_INDICATOR }, index: 2 }, // indicators share the numbers of a subject
      { given: { corrects: 1, period: FEBRUARY }, index: 3 }, // and so do corrections
      { given: { subject: OTHER_SUBJECT, period: MARCH }, index: 1 },
    ] as const;
    for (const { given, index } of steps) {
      const subject = "subject" in given ? given.subject : SUBJECT;
      expect(await log.snapshotCount(subject)).to.equal(index);
      expect(await log.connect(reporter).recordSnapshot.staticCall(...snapshotArguments(given))).to.equal(index);
      await snapshot(on, given);
    }
    expect(await log.snapshotCount(SUBJECT)).to.equal(4);
    expect(await log.snapshotCount(OTHER_SUBJECT)).to.equal(2);
  });

  it("keeps subjects apart: another one is empty still [ERC-8329]", async () => {
    const on = await emptyLog();
    const { log } = on;
    await snapshot(on);
    expect(await log.snapshotCount(OTHER_SUBJECT)).to.equal(0);
    expect(await log.indicatorSnapshotCount(OTHER_SUBJECT, INDICATOR)).to.equal(0);
    await expect(log.getSnapshot(OTHER_SUBJECT, 0))
      .to.be.revertedWithCustomError(log, "SnapshotUnknown")
      .withArgs(OTHER_SUBJECT, 0, 0);
    await expect(log.currentSnapshotForPeriod(OTHER_SUBJECT, INDICATOR, ...JANUARY)).to.be.revertedWithCustomError(
      log,
      "PeriodUnknown",
    );
  });

  it("takes subject, indicator and unit of zero like any other [ERC-8329]", async () => {
    const on = await emptyLog();
    const zero = ethers.ZeroHash;
    await snapshot(on, { subject: zero, indicator: zero, unit: zero });
    expect(await on.log.currentSnapshotForPeriod(zero, zero, ...JANUARY)).to.equal(0);
    expect((await on.log.getSnapshot(zero, 0)).unit).to.equal(zero);
  });

  context("values and decimals", () => {
    for (const [value, decimals] of [
      [1n, 0],
      [0n, 6],
      [-1n, 18],
      [LEAST, 255],
      [MOST, 255],
      [MOST, 0],
    ] as const)
      it(`takes ${value} with ${decimals} decimals [ERC-8329]`, async () => {
        const on = await emptyLog();
        await snapshot(on, { value, decimals });
        const stored = await on.log.getSnapshot(SUBJECT, 0);
        expect([stored.value, stored.decimals]).to.deep.equal([value, BigInt(decimals)]);
      });
  });

  context("periods", () => {
    const NOON = "2024-06-10T12:00:00";
    const noon = jst(NOON);

    it("may end in this very second, and not one later [ERC-8329]", async () => {
      const on = await emptyLog();
      await at(NOON);
      await expect(snapshot(on, { period: [noon - 60, noon + 1] }))
        .to.be.revertedWithCustomError(on.log, "PeriodNotCompleted")
        .withArgs(noon - 60, noon + 1, noon);
      const again = await emptyLog();
      await at(NOON);
      await snapshot(again, { period: [noon - 60, noon] });
      expect(await again.log.snapshotCount(SUBJECT)).to.equal(1);
    });

    it("may begin one second before it ends, and neither with its end nor after [ERC-8329]", async () => {
      const on = await emptyLog();
      const [start] = JANUARY;
      await snapshot(on, { period: [start, start + 1] });
      for (const end of [start, start - 1])
        await expect(snapshot(on, { period: [start, end] })).to.be.revertedWithCustomError(
          on.log,
          "PeriodNotCompleted",
        );
    });

    it("may begin in 1970, and may not end when uint64 does [ERC-8329]", async () => {
      const on = await emptyLog();
      await snapshot(on, { period: [0, 1] });
      await expect(snapshot(on, { period: [0, 2n ** 64n - 1n] })).to.be.revertedWithCustomError(
        on.log,
        "PeriodNotCompleted",
      );
      await expect(snapshot(on, { period: [0, 0] })).to.be.revertedWithCustomError(on.log, "PeriodNotCompleted");
    });

    it("bind corrections too [ERC-8329]", async () => {
      const on = await emptyLog();
      await snapshot(on);
      await expect(snapshot(on, { corrects: 0, period: [JANUARY[0], 2n ** 63n] })).to.be.revertedWithCustomError(
        on.log,
        "PeriodNotCompleted",
      );
    });

    it("may overlap, if they differ by a second [ERC-8329]", async () => {
      const on = await emptyLog();
      const [start, end] = JANUARY;
      const periods = [
        [start, end],
        [start + 1, end],
        [start, end - 1],
        [start, FEBRUARY[1]],
        [start - 1, end + 1],
      ] as const;
      for (const period of periods) await snapshot(on, { period });
      for (const [index, period] of periods.entries())
        expect(await on.log.currentSnapshotForPeriod(SUBJECT, INDICATOR, ...period)).to.equal(index);
    });
  });

  context("the original of a period", () => {
    it("is one: nobody adds a second, even with another value, unit or reporter [ERC-8329]", async () => {
      const on = await emptyLog();
      await snapshot(on);
      const seconds = [{}, { value: 2n }, { unit: METHOD }, { as: on.otherReporter }, { as: on.administrator }];
      for (const second of seconds)
        await expect(snapshot(on, second))
          .to.be.revertedWithCustomError(on.log, "PeriodOccupied")
          .withArgs(SUBJECT, INDICATOR, 0);
    });

    it("stays one after a correction [ERC-8329]", async () => {
      const on = await emptyLog();
      await snapshot(on);
      await snapshot(on, { corrects: 0 });
      await expect(snapshot(on)).to.be.revertedWithCustomError(on.log, "PeriodOccupied");
    });

    it("takes no room from another subject or indicator [ERC-8329]", async () => {
      const on = await emptyLog();
      await snapshot(on);
      await snapshot(on, { indicator: OTHER_INDICATOR });
      await snapshot(on, { subject: OTHER_SUBJECT });
      expect(await on.log.currentSnapshotForPeriod(SUBJECT, OTHER_INDICATOR, ...JANUARY)).to.equal(1);
      expect(await on.log.currentSnapshotForPeriod(OTHER_SUBJECT, INDICATOR, ...JANUARY)).to.equal(0);
    });
  });

  context("the methodology", () => {
    it("has a hash that is not zero [ERC-8329]", async () => {
      const on = await emptyLog();
      await expect(snapshot(on, { method: ethers.ZeroHash }))
        .to.be.revertedWithCustomError(on.log, "MethodologyMissing")
        .withArgs(ethers.ZeroHash, "https://example.com/methodology");
    });

    it("has a place that is not empty, of one byte at the least [ERC-8329]", async () => {
      const on = await emptyLog();
      await expect(snapshot(on, { uri: "" }))
        .to.be.revertedWithCustomError(on.log, "MethodologyMissing")
        .withArgs(METHOD, "");
      await snapshot(on, { uri: "/" });
      expect((await on.log.getSnapshot(SUBJECT, 0)).methodologyURI).to.equal("/");
    });

    it("is needed for a correction too [ERC-8329]", async () => {
      const on = await emptyLog();
      await snapshot(on);
      for (const missing of [{ uri: "" }, { method: ethers.ZeroHash }])
        await expect(snapshot(on, { corrects: 0, ...missing })).to.be.revertedWithCustomError(
          on.log,
          "MethodologyMissing",
        );
    });
  });

  it("is for reporters alone [ERC-8329]", async () => {
    const on = await emptyLog();
    for (const as of [on.stranger, on.attestor])
      await expect(snapshot(on, { as })).to.be.revertedWithCustomError(on.log, "NotAllowed").withArgs(as.address);
    expect(await on.log.snapshotCount(SUBJECT)).to.equal(0);
  });
});

describe("ImpactSnapshotLog, reading", () => {
  it("refuses a snapshot at the count and beyond, and gives the one before [ERC-8329]", async () => {
    const on = await emptyLog();
    const { log } = on;
    await expect(log.getSnapshot(SUBJECT, 0))
      .to.be.revertedWithCustomError(log, "SnapshotUnknown")
      .withArgs(SUBJECT, 0, 0);
    await snapshot(on);
    expect((await log.getSnapshot(SUBJECT, 0)).value).to.equal(1);
    for (const index of [1n, NO_CORRECTION])
      await expect(log.getSnapshot(SUBJECT, index))
        .to.be.revertedWithCustomError(log, "SnapshotUnknown")
        .withArgs(SUBJECT, index, 1);
  });

  it("counts by indicator, corrections included, and gives each by its ordinal [ERC-8329]", async () => {
    const on = await emptyLog();
    const { log } = on;
    await snapshot(on); // 0
    await snapshot(on, { indicator: OTHER_INDICATOR }); // 1
    await snapshot(on, { period: MARCH }); // 2
    await snapshot(on, { indicator: OTHER_INDICATOR, period: FEBRUARY }); // 3
    await snapshot(on, { corrects: 0 }); // 4
    for (const [indicator, indices] of [
      [INDICATOR, [0, 2, 4]],
      [OTHER_INDICATOR, [1, 3]],
    ] as const) {
      expect(await log.indicatorSnapshotCount(SUBJECT, indicator)).to.equal(indices.length);
      for (const [ordinal, index] of indices.entries())
        expect(await log.indicatorSnapshotAt(SUBJECT, indicator, ordinal)).to.equal(index);
      await expect(log.indicatorSnapshotAt(SUBJECT, indicator, indices.length))
        .to.be.revertedWithCustomError(log, "OrdinalUnknown")
        .withArgs(SUBJECT, indicator, indices.length, indices.length);
    }
    await expect(log.indicatorSnapshotAt(SUBJECT, INDICATOR, NO_CORRECTION)).to.be.revertedWithCustomError(
      log,
      "OrdinalUnknown",
    );
  });

  it("gives the latest by recording, not by period, and none where there is none [ERC-8329]", async () => {
    const on = await emptyLog();
    const { log } = on;
    await expect(log.latestIndicatorSnapshot(SUBJECT, INDICATOR)).to.be.revertedWithCustomError(log, "OrdinalUnknown");
    const latest = () => log.latestIndicatorSnapshot(SUBJECT, INDICATOR);
    await snapshot(on, { period: MARCH });
    expect(await latest()).to.equal(0);
    await snapshot(on, { period: JANUARY }); // an older period, recorded later
    expect(await latest()).to.equal(1);
    await snapshot(on, { indicator: OTHER_INDICATOR });
    expect(await latest()).to.equal(1);
    await snapshot(on, { period: MARCH, corrects: 0 });
    expect(await latest()).to.equal(3);
  });

  it("gives the current one of exactly this period, and none of a period that nobody reported [ERC-8329]", async () => {
    const on = await emptyLog();
    const { log } = on;
    await snapshot(on);
    const [start, end] = JANUARY;
    expect(await log.currentSnapshotForPeriod(SUBJECT, INDICATOR, start, end)).to.equal(0);
    for (const [from, to] of [
      [start - 1, end],
      [start + 1, end],
      [start, end - 1],
      [start, end + 1],
      [end, start],
      [0, 0],
    ] as const)
      await expect(log.currentSnapshotForPeriod(SUBJECT, INDICATOR, from, to))
        .to.be.revertedWithCustomError(log, "PeriodUnknown")
        .withArgs(SUBJECT, INDICATOR, from, to);
    await expect(log.currentSnapshotForPeriod(SUBJECT, OTHER_INDICATOR, start, end)).to.be.revertedWithCustomError(
      log,
      "PeriodUnknown",
    );
  });

  it("never changes what was stored when time passes or others report [ERC-8329]", async () => {
    const on = await emptyLog();
    await snapshot(on);
    const before = [...(await on.log.getSnapshot(SUBJECT, 0))];
    await goTo("2025-01-01T00:00:00");
    await snapshot(on, { period: FEBRUARY, as: on.otherReporter });
    await snapshot(on, { subject: OTHER_SUBJECT, as: on.otherReporter });
    expect([...(await on.log.getSnapshot(SUBJECT, 0))]).to.deep.equal(before);
  });
});
