import { expect } from "chai";
import { ethers } from "hardhat";
import {
  FEBRUARY,
  METHOD,
  NO_CORRECTION,
  OTHER_SUBJECT,
  SUBJECT,
  UNIT,
  attest,
  emptyLog,
  snapshot,
  type Log,
} from "../support/snapshots";
import { at, jst } from "../support/suite";

/** A log with snapshot 0 of the reporter and snapshot 1 of the other one. */
const reported = async (): Promise<Log> => {
  const on = await emptyLog();
  await snapshot(on);
  await snapshot(on, { period: FEBRUARY, as: on.otherReporter });
  return on;
};

describe("ImpactSnapshotLog.attestSnapshot", () => {
  it("keeps who said what, on which evidence and when, and tells it [ERC-8329]", async () => {
    const on = await reported();
    const { log, attestor } = on;
    await at("2024-06-03T01:02:03");
    await expect(attest(on, 0, true, METHOD, "https://example.com/evidence"))
      .to.emit(log, "SnapshotAttested")
      .withArgs(SUBJECT, 0, attestor.address, true, METHOD, 0);
    expect([...(await log.getAttestation(SUBJECT, 0, 0))]).to.deep.equal([
      attestor.address,
      true,
      METHOD,
      "https://example.com/evidence",
      BigInt(jst("2024-06-03T01:02:03")),
    ]);
    const event = log.interface.getEvent("SnapshotAttested");
    expect(event.topicHash).to.equal(ethers.id("SnapshotAttested(bytes32,uint256,address,bool,bytes32,uint256)"));
    expect(event.inputs.map(({ indexed }) => indexed)).to.deep.equal([true, true, true, false, false, false]);
  });

  it("numbers the attestations of each snapshot from 0 and returns the number [ERC-8329]", async () => {
    const on = await reported();
    const { log, attestor } = on;
    const returned = (index: number) => log.connect(attestor).attestSnapshot.staticCall(SUBJECT, index, true, UNIT, "");
    expect(await returned(0)).to.equal(0);
    await attest(on, 0, true);
    expect(await returned(0)).to.equal(1);
    expect(await returned(1)).to.equal(0);
    await attest(on, 0, true);
    await attest(on, 1, false);
    expect(await log.attestationCount(SUBJECT, 0)).to.equal(2);
    expect(await log.attestationCount(SUBJECT, 1)).to.equal(1);
    expect(await log.attestationCount(OTHER_SUBJECT, 0)).to.equal(0);
  });

  it("lets the same one endorse, dispute and endorse again, and keeps each [ERC-8329]", async () => {
    const on = await reported();
    for (const endorsed of [true, false, false, true]) await attest(on, 0, endorsed);
    const said = await Promise.all([0, 1, 2, 3].map((i) => on.log.getAttestation(SUBJECT, 0, i)));
    expect(said.map(({ endorsed }) => endorsed)).to.deep.equal([true, false, false, true]);
  });

  it("lets several speak of one snapshot [ERC-8329]", async () => {
    const on = await reported();
    await attest(on, 1, true);
    await on.log.connect(on.reporter).attestSnapshot(SUBJECT, 1, false, METHOD, "");
    expect((await on.log.getAttestation(SUBJECT, 1, 0)).attestor).to.equal(on.attestor.address);
    expect((await on.log.getAttestation(SUBJECT, 1, 1)).attestor).to.equal(on.reporter.address);
  });

  it("needs evidence, whose place may be empty [ERC-8329]", async () => {
    const on = await reported();
    await expect(attest(on, 0, true, ethers.ZeroHash, "https://example.com")).to.be.revertedWithCustomError(
      on.log,
      "EvidenceMissing",
    );
    await expect(attest(on, 0, false, ethers.ZeroHash)).to.be.revertedWithCustomError(on.log, "EvidenceMissing");
    await attest(on, 0, true, UNIT, "");
    expect((await on.log.getAttestation(SUBJECT, 0, 0)).evidenceURI).to.equal("");
  });

  it("refuses a snapshot that is not there [ERC-8329]", async () => {
    const on = await reported();
    await expect(attest(on, 2, true))
      .to.be.revertedWithCustomError(on.log, "SnapshotUnknown")
      .withArgs(SUBJECT, 2, 2);
    await expect(
      on.log.connect(on.attestor).attestSnapshot(OTHER_SUBJECT, 0, true, UNIT, ""),
    ).to.be.revertedWithCustomError(on.log, "SnapshotUnknown");
  });

  it("refuses the reporter of the snapshot, who may attest the one of another [ERC-8329]", async () => {
    const on = await reported();
    const { log, reporter } = on;
    for (const endorsed of [true, false])
      await expect(log.connect(reporter).attestSnapshot(SUBJECT, 0, endorsed, UNIT, ""))
        .to.be.revertedWithCustomError(log, "OwnSnapshot")
        .withArgs(SUBJECT, 0, reporter.address);
    await log.connect(reporter).attestSnapshot(SUBJECT, 1, true, UNIT, "");
    expect(await log.attestationCount(SUBJECT, 1)).to.equal(1);
  });

  it("goes by the reporter of exactly this snapshot in a chain [ERC-8329]", async () => {
    const on = await reported();
    const { log, administrator, reporter } = on;
    await snapshot(on, { corrects: 0, as: administrator }); // 2
    await log.connect(reporter).attestSnapshot(SUBJECT, 2, false, UNIT, ""); // the correction is not his
    await log.connect(administrator).attestSnapshot(SUBJECT, 0, false, UNIT, "");
    for (const [who, index] of [
      [reporter, 0],
      [administrator, 2],
    ] as const)
      await expect(log.connect(who).attestSnapshot(SUBJECT, index, true, UNIT, "")).to.be.revertedWithCustomError(
        log,
        "OwnSnapshot",
      );
  });

  it("may speak of a corrected snapshot, and carries nothing forward to the correction [ERC-8329]", async () => {
    const on = await reported();
    await attest(on, 0, true);
    await snapshot(on, { corrects: 0 }); // 2
    expect(await on.log.attestationCount(SUBJECT, 2)).to.equal(0);
    expect((await on.log.getAttestation(SUBJECT, 0, 0)).endorsed).to.equal(true);
    await attest(on, 0, false);
    await attest(on, 2, true);
    expect(await on.log.attestationCount(SUBJECT, 0)).to.equal(2);
    expect(await on.log.attestationCount(SUBJECT, 2)).to.equal(1);
  });

  it("changes nothing in the snapshot [ERC-8329]", async () => {
    const on = await reported();
    const before = [...(await on.log.getSnapshot(SUBJECT, 0))];
    await attest(on, 0, false);
    expect([...(await on.log.getSnapshot(SUBJECT, 0))]).to.deep.equal(before);
  });

  it("is for attestors alone [ERC-8329]", async () => {
    const on = await reported();
    for (const caller of [on.stranger, on.otherReporter])
      await expect(on.log.connect(caller).attestSnapshot(SUBJECT, 0, true, UNIT, ""))
        .to.be.revertedWithCustomError(on.log, "NotAllowed")
        .withArgs(caller.address);
  });

  it("refuses to give an attestation that is not there [ERC-8329]", async () => {
    const on = await reported();
    await attest(on, 0, true);
    for (const index of [1n, NO_CORRECTION])
      await expect(on.log.getAttestation(SUBJECT, 0, index))
        .to.be.revertedWithCustomError(on.log, "AttestationUnknown")
        .withArgs(SUBJECT, 0, index, 1);
    await expect(on.log.getAttestation(SUBJECT, 1, 0))
      .to.be.revertedWithCustomError(on.log, "AttestationUnknown")
      .withArgs(SUBJECT, 1, 0, 0);
    await expect(on.log.getAttestation(SUBJECT, 9, 0)).to.be.reverted; // a snapshot that is not there has none
    await expect(on.log.getAttestation(OTHER_SUBJECT, 0, 0)).to.be.reverted;
  });
});
