import { expect } from "chai";
import {
  FEBRUARY,
  INDICATOR,
  JANUARY,
  METHOD,
  NO_CORRECTION,
  OTHER_INDICATOR,
  OTHER_SUBJECT,
  SUBJECT,
  UNIT,
  emptyLog,
  snapshot,
  type Log,
} from "../support/snapshots";

/** A log with snapshot 0, the original of January. */
const reported = async (): Promise<Log> => {
  const on = await emptyLog();
  await snapshot(on, { value: 100n });
  return on;
};

const current = ({ log }: Log) => log.currentSnapshotForPeriod(SUBJECT, INDICATOR, ...JANUARY);

describe("ImpactSnapshotLog.recordSnapshot, correcting", () => {
  it("adds a snapshot and points to it from the corrected one, where nothing else changes [ERC-8329]", async () => {
    const on = await reported();
    const { log, reporter } = on;
    const before = [...(await log.getSnapshot(SUBJECT, 0))];
    await expect(snapshot(on, { value: -7n, decimals: 2, unit: METHOD, uri: "elsewhere", corrects: 0 }))
      .to.emit(log, "SnapshotRecorded")
      .withArgs(SUBJECT, INDICATOR, 1, -7, 2, METHOD, ...JANUARY, METHOD, 0, reporter.address);
    expect([...(await log.getSnapshot(SUBJECT, 0))]).to.deep.equal([...before.slice(0, 12), 1n]);
    const { value, decimals, unit, methodologyURI, correctsIndex, correctedByIndex } = await log.getSnapshot(
      SUBJECT,
      1,
    );
    expect([value, decimals, unit, methodologyURI, correctsIndex, correctedByIndex]).to.deep.equal([
      -7n,
      2n,
      METHOD,
      "elsewhere",
      0n,
      0n,
    ]);
  });

  it("grows a chain, whose end is current for the period [ERC-8329]", async () => {
    const on = await reported();
    expect(await current(on)).to.equal(0);
    await snapshot(on, { period: FEBRUARY }); // 1, of another period
    await snapshot(on, { value: 2n, corrects: 0 }); // 2
    expect(await current(on)).to.equal(2);
    await snapshot(on, { value: 3n, corrects: 2 }); // 3
    await snapshot(on, { value: 4n, corrects: 3 }); // 4
    expect(await current(on)).to.equal(4);
    expect(await on.log.currentSnapshotForPeriod(SUBJECT, INDICATOR, ...FEBRUARY)).to.equal(1);
    const links = await Promise.all([0, 1, 2, 3, 4].map((index) => on.log.getSnapshot(SUBJECT, index)));
    expect(links.map(({ correctsIndex }) => correctsIndex)).to.deep.equal([NO_CORRECTION, NO_CORRECTION, 0n, 2n, 3n]);
    expect(links.map(({ correctedByIndex }) => correctedByIndex)).to.deep.equal([2n, 0n, 3n, 4n, 0n]);
  });

  it("finds the end of a long chain [ERC-8329]", async () => {
    const on = await reported();
    for (let index = 0; index < 60; index++) await snapshot(on, { value: BigInt(index), corrects: index });
    expect(await current(on)).to.equal(60);
  });

  it("never forks: a snapshot is corrected once, also when it is not the original [ERC-8329]", async () => {
    const on = await reported();
    await snapshot(on, { corrects: 0 }); // 1
    await snapshot(on, { corrects: 1 }); // 2
    for (const [corrects, by] of [
      [0, 1],
      [1, 2],
    ] as const)
      for (const as of [on.reporter, on.administrator])
        await expect(snapshot(on, { corrects, as }))
          .to.be.revertedWithCustomError(on.log, "AlreadyCorrected")
          .withArgs(SUBJECT, corrects, by);
    await snapshot(on, { corrects: 2 });
    expect(await current(on)).to.equal(3);
  });

  it("needs an earlier snapshot of the same subject: not itself, none later, none of another subject [ERC-8329]", async () => {
    const on = await reported();
    await snapshot(on, { subject: OTHER_SUBJECT }); // its 0
    await snapshot(on, { subject: OTHER_SUBJECT, period: FEBRUARY }); // its 1
    for (const corrects of [1n, 2n, NO_CORRECTION - 1n])
      await expect(snapshot(on, { corrects }))
        .to.be.revertedWithCustomError(on.log, "SnapshotUnknown")
        .withArgs(SUBJECT, corrects, 1);
    await expect(snapshot(on, { subject: INDICATOR, corrects: 0 }))
      .to.be.revertedWithCustomError(on.log, "SnapshotUnknown")
      .withArgs(INDICATOR, 0, 0);
  });

  it("needs the same indicator [ERC-8329]", async () => {
    const on = await reported();
    await expect(snapshot(on, { indicator: OTHER_INDICATOR, corrects: 0 }))
      .to.be.revertedWithCustomError(on.log, "CorrectsAnotherFigure")
      .withArgs(SUBJECT, 0);
  });

  it("needs the same period to the second, at both ends [ERC-8329]", async () => {
    const on = await reported();
    const [start, end] = JANUARY;
    for (const period of [[start - 1, end], [start + 1, end], [start, end - 1], [start, end + 1], FEBRUARY] as const)
      await expect(snapshot(on, { period, corrects: 0 }))
        .to.be.revertedWithCustomError(on.log, "CorrectsAnotherFigure")
        .withArgs(SUBJECT, 0);
    expect((await on.log.getSnapshot(SUBJECT, 0)).correctedByIndex).to.equal(0);
  });

  it("is the original reporter's and the administrator's, and no other reporter's or attestor's [ERC-8329]", async () => {
    const on = await reported();
    for (const as of [on.otherReporter, on.attestor, on.stranger])
      await expect(snapshot(on, { corrects: 0, as }))
        .to.be.revertedWithCustomError(on.log, "NotAllowed")
        .withArgs(as.address);
    await snapshot(on, { corrects: 0, as: on.administrator }); // 1
    expect((await on.log.getSnapshot(SUBJECT, 0)).reportedBy).to.equal(on.reporter.address);
    expect((await on.log.getSnapshot(SUBJECT, 1)).reportedBy).to.equal(on.administrator.address);
    // the correction is the administrator's: he who reported the original reports no longer by it
    await expect(snapshot(on, { corrects: 1 })).to.be.revertedWithCustomError(on.log, "NotAllowed");
  });

  it("is still the administrator's when he reports for the first time [ERC-8329]", async () => {
    const on = await emptyLog();
    await snapshot(on, { as: on.otherReporter });
    await snapshot(on, { as: on.administrator, corrects: 0, unit: UNIT });
    expect(await current(on)).to.equal(1);
  });

  it("does not reopen or move what other periods and subjects have [ERC-8329]", async () => {
    const on = await reported();
    await snapshot(on, { period: FEBRUARY });
    await snapshot(on, { subject: OTHER_SUBJECT });
    await snapshot(on, { corrects: 0 });
    expect((await on.log.getSnapshot(SUBJECT, 1)).correctedByIndex).to.equal(0);
    expect((await on.log.getSnapshot(OTHER_SUBJECT, 0)).correctedByIndex).to.equal(0);
    expect(await on.log.currentSnapshotForPeriod(OTHER_SUBJECT, INDICATOR, ...JANUARY)).to.equal(0);
  });
});
