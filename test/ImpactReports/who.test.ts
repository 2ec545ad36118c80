import { expect } from "chai";
import { ethers } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { ROLES } from "../../deploy/roles";
import { fixture } from "../support/chain";
import { CO2, FEBRUARY, GENERATED, JANUARY, METHOD, publish, recorded, revalue } from "../support/figures";
import { EVIDENCE, KIND_OF_FACILITY, SOLAR, expectUnauthorized, factorOf, record } from "../support/impact";
import { administer } from "../support/market";
import { bondOn, hitachiOn } from "../support/network";
import { day, ref, type Suite } from "../support/suite";

const WIND = ref("wind-1");
const NEW_METHOD = ethers.id("another procedure, word for word");
const VALUE = 746_232; // of January: 744 hours × 1,003 mWh

interface TwoBonds {
  readonly suite: Suite;
  /** Another bond, with an issuer, a recorder and a reviewer of its own, and a facility that generated 24 mWh in January. */
  readonly foreign: Suite;
}

const deployed = async (): Promise<TwoBonds> => {
  const suite = await recorded();
  const [issuer, recorder, reviewer] = suite.investors.slice(4) as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  const people = { issuer, recorder, reviewer };
  const bond = await bondOn({ ...suite, ...people }, hitachiOn("2024-06-12", "2025-12-12"));
  const foreign = { ...suite, ...bond, ...people };
  const as = suite.impact.connect(issuer);
  await as.registerFacility(WIND, bond.token, KIND_OF_FACILITY.Generation, 1, 0, day("2024-01-01"), "Wind", ["m"]);
  await as.addFactor(WIND, factorOf(1, 1));
  await record(foreign, { facility: WIND, day: "2024-01-01", milliWh: Array<number>(24).fill(1) });
  return { suite, foreign };
};

const twoBonds = (): Promise<TwoBonds> => fixture(deployed);

const attest = ({ figures }: Suite, as: HardhatEthersSigner, index = 0, endorsed = true, facility = SOLAR) =>
  figures.connect(as).attestSnapshot(facility, index, endorsed, EVIDENCE, "");

const replace = ({ figures }: Suite, as: HardhatEthersSigner, ordinal = 1, facility = SOLAR) =>
  figures.connect(as).supersedeMethodology(facility, GENERATED.indicator, METHOD, NEW_METHOD, "new", ordinal);

/** Everybody of the bond but those named, an investor, and the people of the other bond. */
const allBut = ({ suite, foreign }: TwoBonds, ...named: HardhatEthersSigner[]): readonly HardhatEthersSigner[] =>
  [
    suite.issuer,
    suite.recorder,
    suite.reviewer,
    suite.registerAdministrator,
    suite.fiscalAgent,
    suite.dealer,
    suite.platformOperator,
    suite.deployer,
    suite.investors[0]!,
    foreign.issuer,
    foreign.recorder,
    foreign.reviewer,
  ].filter((each) => !named.includes(each));

describe("ImpactReports.recordSnapshot, who", () => {
  it("is the recorder of the facility's bond, and nobody else of it or of another bond [E-2]", async () => {
    const on = await twoBonds();
    const { suite } = on;
    for (const as of allBut(on, suite.recorder))
      await expectUnauthorized(suite, publish(suite, { value: VALUE, as }), as);
    await publish(suite, { value: VALUE });
    expect((await suite.figures.getSnapshot(SOLAR, 0)).reportedBy).to.equal(suite.recorder.address);
  });

  it("is the other bond's recorder for the other bond's facility [E-2]", async () => {
    const { suite, foreign } = await twoBonds();
    await expectUnauthorized(suite, publish(suite, { facility: WIND, value: 24 }), suite.recorder);
    await publish(foreign, { facility: WIND, value: 24 });
    expect(await suite.figures.snapshotCount(WIND)).to.equal(1);
  });

  it("is nobody where there is no facility, nor may anybody attest or replace there [E-3]", async () => {
    const { suite } = await twoBonds();
    const nowhere = ref("nowhere");
    for (const call of [
      () => publish(suite, { facility: nowhere, value: 0 }),
      () => attest(suite, suite.reviewer, 0, true, nowhere),
      () => replace(suite, suite.issuer, 0, nowhere),
    ])
      await expect(call()).to.be.revertedWithCustomError(suite.impact, "FacilityUnknown").withArgs(nowhere);
    await expect(suite.figures.expectedFigure(nowhere, GENERATED.indicator, ...JANUARY))
      .to.be.revertedWithCustomError(suite.impact, "FacilityUnknown")
      .withArgs(nowhere);
  });

  it("is asked anew at every call: whose role is gone is refused [E-2]", async () => {
    const { suite } = await twoBonds();
    await publish(suite, { value: VALUE });
    await administer(suite, suite.authority, "revokeRole", [ROLES.recorder, suite.recorder.address]);
    await expectUnauthorized(suite, publish(suite, { period: FEBRUARY, value: 4_872 }), suite.recorder);
    await expectUnauthorized(suite, publish(suite, { value: VALUE, corrects: 0 }), suite.recorder); // not even his own
  });
});

describe("ImpactReports.recordSnapshot, who corrects", () => {
  it("is the recorder for what he reported, and the issuer for anything [E-2]", async () => {
    const { suite } = await twoBonds();
    const { figures, issuer, recorder } = suite;
    await publish(suite, { value: VALUE });
    await publish(suite, { value: VALUE, corrects: 0 });
    await publish(suite, { value: VALUE, corrects: 1, as: issuer });
    await publish(suite, { value: VALUE, corrects: 2, as: issuer });
    const reporters = await Promise.all(
      [0, 1, 2, 3].map(async (i) => (await figures.getSnapshot(SOLAR, i)).reportedBy),
    );
    expect(reporters).to.deep.equal([recorder.address, recorder.address, issuer.address, issuer.address]);
    expect(await figures.currentSnapshotForPeriod(SOLAR, GENERATED.indicator, ...JANUARY)).to.equal(3);
  });

  it("is nobody once the administrator has closed the contract for the bond, the issuer included [E-2]", async () => {
    const { suite, foreign } = await twoBonds();
    await publish(suite, { value: VALUE });
    await administer(suite, suite.authority, "setTargetClosed", [await suite.figures.getAddress(), true]);
    for (const as of [suite.recorder, suite.issuer])
      await expectUnauthorized(suite, publish(suite, { value: VALUE, corrects: 0, as }), as);
    await publish(foreign, { facility: WIND, value: 24 }); // the other bond's people go on
  });

  it("is not the recorder for what the issuer reported by a correction [E-2]", async () => {
    const { suite } = await twoBonds();
    await publish(suite, { value: VALUE });
    await publish(suite, { value: VALUE, corrects: 0, as: suite.issuer });
    await expectUnauthorized(suite, publish(suite, { value: VALUE, corrects: 1 }), suite.recorder);
  });

  it("is nobody else, of this bond or of another [E-2]", async () => {
    const on = await twoBonds();
    const { suite } = on;
    await publish(suite, { value: VALUE });
    for (const as of allBut(on, suite.recorder, suite.issuer))
      await expectUnauthorized(suite, publish(suite, { value: VALUE, corrects: 0, as }), as);
  });

  it("is not another recorder of the same bond, who may report [E-2]", async () => {
    const { suite } = await twoBonds();
    const second = suite.investors[7]!;
    await administer(suite, suite.authority, "grantRole", [ROLES.recorder, second.address, 0]);
    await publish(suite, { value: VALUE });
    await expectUnauthorized(suite, publish(suite, { value: VALUE, corrects: 0, as: second }), second);
    await publish(suite, { said: CO2, value: 329_088, as: second });
    await publish(suite, { said: CO2, value: 329_088, corrects: 1, as: second });
  });

  it("says what the records give at that moment, like everybody [E-2]", async () => {
    const { suite } = await twoBonds();
    await publish(suite, { value: VALUE });
    for (const as of [suite.recorder, suite.issuer])
      await expect(publish(suite, { value: VALUE + 1, corrects: 0, as }))
        .to.be.revertedWithCustomError(suite.figures, "FigureDiffers")
        .withArgs(SOLAR, GENERATED.indicator, VALUE, VALUE + 1);
  });

  it("corrects a figure of the same period and indicator that nothing corrects, and only by naming it [E-2]", async () => {
    const { suite } = await twoBonds();
    await publish(suite, { value: VALUE });
    await expect(publish(suite, { value: VALUE })).to.be.revertedWithCustomError(suite.figures, "PeriodOccupied");
    for (const other of [
      { period: FEBRUARY, value: 4_872 },
      { said: CO2, value: 329_088 },
    ])
      await expect(publish(suite, { ...other, corrects: 0 })).to.be.revertedWithCustomError(
        suite.figures,
        "CorrectsAnotherFigure",
      );
    await publish(suite, { value: VALUE, corrects: 0 });
    await expect(publish(suite, { value: VALUE, corrects: 0 })).to.be.revertedWithCustomError(
      suite.figures,
      "AlreadyCorrected",
    );
    await expect(publish(suite, { value: VALUE, corrects: 9, as: suite.issuer })).to.be.revertedWithCustomError(
      suite.figures,
      "SnapshotUnknown",
    );
  });
});

describe("ImpactReports.attestSnapshot", () => {
  it("is the reviewer's of the facility's bond, and nobody else's [G-6]", async () => {
    const on = await twoBonds();
    const { suite } = on;
    await publish(suite, { value: VALUE });
    for (const as of allBut(on, suite.reviewer)) await expectUnauthorized(suite, attest(suite, as), as);
    expect(await suite.figures.attestationCount(SOLAR, 0)).to.equal(0);
  });

  it("endorses, disputes, and keeps both [G-6]", async () => {
    const { suite } = await twoBonds();
    const { figures, reviewer } = suite;
    await publish(suite, { value: VALUE });
    await expect(attest(suite, reviewer, 0, true))
      .to.emit(figures, "SnapshotAttested")
      .withArgs(SOLAR, 0, reviewer.address, true, EVIDENCE, 0);
    await attest(suite, reviewer, 0, false);
    const said = [await figures.getAttestation(SOLAR, 0, 0), await figures.getAttestation(SOLAR, 0, 1)];
    expect(said.map(({ attestor, endorsed }) => [attestor, endorsed])).to.deep.equal([
      [reviewer.address, true],
      [reviewer.address, false],
    ]);
  });

  it("may be of a figure that went stale or was corrected, and passes to no correction [G-6]", async () => {
    const { suite } = await twoBonds();
    const { figures, reviewer } = suite;
    await publish(suite, { value: VALUE });
    await attest(suite, reviewer);
    await revalue(suite, "2024-01-01", "2024-01-31");
    await attest(suite, reviewer, 0, false);
    await publish(suite, { value: VALUE, corrects: 0 });
    await attest(suite, reviewer, 0, false);
    expect(await figures.attestationCount(SOLAR, 0)).to.equal(3);
    expect(await figures.attestationCount(SOLAR, 1)).to.equal(0);
  });

  it("is never the reporter's, even after he became the reviewer [G-6]", async () => {
    const { suite } = await twoBonds();
    const { authority, figures, recorder } = suite;
    await publish(suite, { value: VALUE });
    await publish(suite, { said: CO2, value: 329_088 });
    await publish(suite, { value: VALUE, corrects: 0, as: suite.issuer });
    await administer(suite, authority, "revokeRole", [ROLES.recorder, recorder.address]);
    await administer(suite, authority, "grantRole", [ROLES.reviewer, recorder.address, 0]);
    for (const index of [0, 1])
      await expect(attest(suite, recorder, index))
        .to.be.revertedWithCustomError(figures, "OwnSnapshot")
        .withArgs(SOLAR, index, recorder.address);
    await attest(suite, recorder, 2); // the issuer's
  });

  it("needs a figure and evidence [G-6]", async () => {
    const { suite } = await twoBonds();
    const { figures, reviewer } = suite;
    await expect(attest(suite, reviewer))
      .to.be.revertedWithCustomError(figures, "SnapshotUnknown")
      .withArgs(SOLAR, 0, 0);
    await publish(suite, { value: VALUE });
    await expect(
      figures.connect(reviewer).attestSnapshot(SOLAR, 0, true, ethers.ZeroHash, "https://example.com"),
    ).to.be.revertedWithCustomError(figures, "EvidenceMissing");
  });
});

describe("ImpactReports.supersedeMethodology", () => {
  it("is the issuer's of the facility's bond, and nobody else's [E-4]", async () => {
    const on = await twoBonds();
    const { suite } = on;
    await publish(suite, { value: VALUE });
    for (const as of allBut(on, suite.issuer)) await expectUnauthorized(suite, replace(suite, as), as);
    await expect(replace(suite, suite.issuer))
      .to.emit(suite.figures, "MethodologySuperseded")
      .withArgs(SOLAR, GENERATED.indicator, METHOD, NEW_METHOD, 1);
  });

  it("binds the next figures of the indicator, corrections too, and no other indicator [E-4]", async () => {
    const { suite } = await twoBonds();
    await publish(suite, { value: VALUE });
    await publish(suite, { said: CO2, value: 329_088 });
    await replace(suite, suite.issuer);
    for (const given of [
      { period: FEBRUARY, value: 4_872 },
      { value: VALUE, corrects: 0 },
    ])
      await expect(publish(suite, given))
        .to.be.revertedWithCustomError(suite.figures, "NotTheActiveMethodology")
        .withArgs(SOLAR, GENERATED.indicator, NEW_METHOD, METHOD);
    await publish(suite, { value: VALUE, corrects: 0, method: NEW_METHOD });
    await publish(suite, { said: CO2, period: FEBRUARY, value: 2_149 });
  });

  it("makes no figure stale: the records are what they were [E-2]", async () => {
    const { suite } = await twoBonds();
    await publish(suite, { value: VALUE });
    await replace(suite, suite.issuer);
    expect(await suite.figures.isStale(SOLAR, 0)).to.equal(false);
  });
});
