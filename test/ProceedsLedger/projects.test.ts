import { expect } from "chai";
import type { Result } from "ethers";
import { ethers } from "hardhat";
import type { Market } from "../support/market";
import { beforeOffer } from "../support/offering";
import {
  allocates,
  building,
  CASH,
  CATEGORY,
  CERTIFICATE,
  CRITERION,
  EQUIVALENTS,
  KYOSO,
  ledgerOf,
  plant,
  received,
  registers,
  SOLAR_1,
  type ProjectArgument,
} from "../support/proceeds";
import { at, day, ref } from "../support/suite";

const X = ref("x");
const LATER = ethers.id("another certificate");

const refused = (on: Market, project: ProjectArgument, error: string) =>
  expect(registers(on, X, project)).to.be.revertedWithCustomError(on.proceeds, error);

describe("ProceedsLedger.registerProject", () => {
  it("keeps the whole record of a project, before the issue too [G-1, G-7]", async () => {
    const on = await beforeOffer();
    await expect(registers(on, KYOSO, building))
      .to.emit(on.proceeds, "ProjectRegistered")
      .withArgs(
        KYOSO,
        CATEGORY.EnergySaving,
        CRITERION.EnergySavingBuilding,
        "協創棟",
        building.selection.documentHash,
      );
    const kept = ((await on.proceeds.project(KYOSO)) as unknown as Result).toObject(true);
    expect(kept).to.deep.equal({
      ...building,
      category: 2n,
      criterion: 16n,
      beiE2: 74n,
      completionDay: BigInt(building.completionDay),
      certificate: { ...building.certificate, status: 2n, expiryDay: 0n },
      selection: { ...building.selection, decidedDay: BigInt(building.selection.decidedDay) },
      substitutes: {}, // none, as ethers shows an empty list
    });
    expect(await on.proceeds.projectCount()).to.equal(1);
  });

  it("keeps that the money is lent on, and to whom [G-5]", async () => {
    const on = await beforeOffer();
    await registers(on, X, plant);
    expect((await on.proceeds.project(X)).loanTo).to.equal("JPX Market Innovation & Research");
  });

  context("the criterion", () => {
    // the last of each category, by the table of G-1, and the first of the next
    const SPANS = [
      [CATEGORY.GreenBuilding, CRITERION.Zeb, CRITERION.LeedGold],
      [CATEGORY.RenewableEnergy, CRITERION.RenewableElectricity, CRITERION.GeneratingEquipment],
      [CATEGORY.EnergySaving, CRITERION.EfficientEquipment, CRITERION.EnergySavingBuilding],
    ] as const;
    for (const [category, first, last] of SPANS)
      it(`of category ${category} is one of ${first} to ${last}, and no other [G-1]`, async () => {
        const on = await beforeOffer();
        for (let criterion = 0; criterion <= CRITERION.EnergySavingBuilding; ++criterion) {
          const sent = registers(on, ref(`p${criterion}`), { ...building, category, criterion });
          if (criterion >= first && criterion <= last) await expect(sent).to.emit(on.proceeds, "ProjectRegistered");
          else
            await expect(sent)
              .to.be.revertedWithCustomError(on.proceeds, "WrongCriterion")
              .withArgs(category, criterion);
        }
        expect(await on.proceeds.projectCount()).to.equal(last - first + 1);
      });
  });

  context("the building energy index", () => {
    it("of an energy-saving building is at most 0.75, and known [G-1]", async () => {
      const on = await beforeOffer();
      for (const beiE2 of [0, 76, 65_535])
        await refused(on, { ...building, beiE2 }, "BeiOutOfRange").withArgs(beiE2, 75);
      await registers(on, ref("least"), { ...building, beiE2: 1 });
      await registers(on, ref("most"), { ...building, beiE2: 75 });
      expect(await on.proceeds.projectCount()).to.equal(2);
    });

    it("tests nothing else [G-1]", async () => {
      const on = await beforeOffer();
      for (const criterion of [CRITERION.EfficientEquipment, CRITERION.ItForEfficiency])
        for (const beiE2 of [0, 76])
          await registers(on, ref(`${criterion} ${beiE2}`), { ...building, criterion, beiE2 });
      expect(await on.proceeds.projectCount()).to.equal(4);
    });
  });

  context("the certificate", () => {
    const green = { ...building, category: CATEGORY.GreenBuilding, criterion: CRITERION.BelsFiveStars, beiE2: 0 };
    const none = { status: CERTIFICATE.None, expiryDay: 0, documentHash: ethers.ZeroHash };

    it("of a green building is planned, obtained or obtained again; it cannot be without [G-1]", async () => {
      const on = await beforeOffer();
      await refused(on, { ...green, certificate: none }, "WrongCertificate");
      for (const status of [CERTIFICATE.Planned, CERTIFICATE.Obtained, CERTIFICATE.Reobtained])
        await registers(on, ref(`g${status}`), { ...green, certificate: { ...building.certificate, status } });
      expect(await on.proceeds.projectCount()).to.equal(3);
    });

    it("of other projects may be missing, and then has neither document nor expiry [G-1]", async () => {
      const on = await beforeOffer();
      await refused(on, { ...plant, certificate: { ...none, documentHash: LATER } }, "WrongCertificate");
      await refused(on, { ...plant, certificate: { ...none, expiryDay: 1 } }, "WrongCertificate");
      await registers(on, X, { ...plant, certificate: none });
    });

    it("has its document, and does not expire while it is planned [G-1]", async () => {
      const on = await beforeOffer();
      for (const status of [CERTIFICATE.Planned, CERTIFICATE.Obtained, CERTIFICATE.Reobtained]) {
        const undocumented = { ...none, status };
        await refused(on, { ...plant, certificate: undocumented }, "WrongCertificate").withArgs(
          X,
          Object.values(undocumented),
        );
      }
      const expiryDay = day("2029-03-31");
      const planned = { status: CERTIFICATE.Planned, expiryDay, documentHash: LATER };
      await refused(on, { ...green, certificate: planned }, "WrongCertificate");
      await registers(on, X, { ...green, certificate: { ...planned, status: CERTIFICATE.Obtained } });
    });
  });

  context("what must be on record", () => {
    const selection = building.selection;
    const expectNeeded = async (field: string, change: Partial<ProjectArgument>) =>
      refused(await beforeOffer(), { ...building, ...change }, "ProjectIncomplete").withArgs(X, field);

    it("is what every report names: name and outline [G-4]", async () => {
      await expectNeeded("name", { name: "" });
      await expectNeeded("outline", { outline: "" });
    });

    it("is the day of completion, by which an existing project is told [G-1]", () =>
      expectNeeded("completion day", { completionDay: 0 }));

    it("is the confirmation that nothing excludes it [G-2]", () =>
      expectNeeded("confirmation of the exclusions", { exclusionHash: ethers.ZeroHash }));

    it("is who decided, when, by which versions of the frameworks, and the document [G-7]", async () => {
      await expectNeeded("who decided", { selection: { ...selection, decidedBy: "" } });
      await expectNeeded("versions of the frameworks", { selection: { ...selection, frameworks: "" } });
      await expectNeeded("document of the decision", { selection: { ...selection, documentHash: ethers.ZeroHash } });
      await expectNeeded("day of the decision", { selection: { ...selection, decidedDay: 0 } });
    });
  });

  it("refuses a decision of tomorrow, and takes one of today, at midnight in Japan [G-7]", async () => {
    const on = await beforeOffer();
    const project = { ...building, selection: { ...building.selection, decidedDay: day("2023-12-05") } };
    await at("2023-12-04T23:59:59");
    await refused(on, project, "SelectionAhead").withArgs(day("2023-12-05"), day("2023-12-04"));
    await at("2023-12-05T00:00:00");
    await registers(on, X, project);
  });

  it("takes each id once, and neither zero nor the name of a holding [G-3]", async () => {
    const on = await beforeOffer();
    await registers(on, X, building);
    await refused(on, plant, "ProjectKnown").withArgs(X);
    for (const id of [ethers.ZeroHash, CASH, EQUIVALENTS])
      await expect(registers(on, id, building))
        .to.be.revertedWithCustomError(on.proceeds, "NotAProjectId")
        .withArgs(id);
  });

  it("names substitutes that are on record already, so never itself [G-5]", async () => {
    const on = await beforeOffer();
    await registers(on, SOLAR_1, plant);
    for (const unknown of [X, ref("y"), CASH])
      await refused(on, { ...plant, substitutes: [SOLAR_1, unknown] }, "NoSuchProject").withArgs(unknown);
    await registers(on, X, { ...plant, substitutes: [SOLAR_1] });
    expect((await on.proceeds.project(X)).substitutes).to.deep.equal([SOLAR_1]);
  });

  it("takes 100 projects, which an annual report can freeze at once, and not one more [G-4]", async () => {
    const on = await beforeOffer();
    for (let i = 0; i < 100; ++i) await registers(on, ref(`p${i}`), plant);
    await refused(on, plant, "TooManyProjects").withArgs(100);
    const [first, rest, none] = await Promise.all([
      on.proceeds.projectsAt(0, 99),
      on.proceeds.projectsAt(99, 1000),
      on.proceeds.projectsAt(100, 10),
    ]);
    expect([first.length, rest.length, none.length]).to.deep.equal([99, 1, 0]);
    expect([first[0]!.projectId, rest[0]!.projectId]).to.deep.equal([ref("p0"), ref("p99")]);
  });

  it("is the issuer's alone [G-7]", async () => {
    const on = await beforeOffer();
    for (const signer of [on.dealer, on.registerAdministrator, on.recorder, on.reviewer, on.stranger])
      await expect(registers(on, X, building, signer)).to.be.revertedWithCustomError(
        on.proceeds,
        "AccessManagedUnauthorized",
      );
  });
});

describe("ProceedsLedger.renewCertificate", () => {
  const renews = (on: Market, id: string, certificate: ProjectArgument["certificate"]) =>
    ledgerOf(on).renewCertificate(id, certificate, { gasLimit: 1_000_000 });

  it("puts another certificate in the place of the old one, and says both [G-1]", async () => {
    const on = await received();
    const next = { status: CERTIFICATE.Reobtained, expiryDay: day("2028-03-31"), documentHash: LATER };
    await expect(renews(on, KYOSO, next))
      .to.emit(on.proceeds, "CertificateRenewed")
      .withArgs(KYOSO, Object.values(building.certificate), Object.values(next));
    const kept = (await on.proceeds.project(KYOSO)).certificate;
    expect([...kept]).to.deep.equal([3n, BigInt(next.expiryDay), LATER]);
    const [funds] = await on.proceeds.projectsAt(0, 1);
    expect([funds!.certificate, funds!.certificateExpiryDay]).to.deep.equal([3n, BigInt(next.expiryDay)]);
  });

  it("never leaves a project without what it had, and keeps the rules of the first one [G-1]", async () => {
    const on = await received();
    const none = { status: CERTIFICATE.None, expiryDay: 0, documentHash: ethers.ZeroHash };
    const undocumented = { ...none, status: CERTIFICATE.Obtained };
    const expiring = { status: CERTIFICATE.Planned, expiryDay: 1, documentHash: LATER };
    for (const wrong of [none, undocumented, expiring])
      await expect(renews(on, KYOSO, wrong))
        .to.be.revertedWithCustomError(on.proceeds, "WrongCertificate")
        .withArgs(KYOSO, Object.values(wrong));
    await expect(renews(on, X, building.certificate))
      .to.be.revertedWithCustomError(on.proceeds, "NoSuchProject")
      .withArgs(X);
  });

  it("tells when it has expired: not on its last day, but on the next; never without a last day [G-1, E-4]", async () => {
    const on = await received();
    const isExpired = (iso: string) => on.proceeds.isCertificateExpired(KYOSO, day(iso));
    expect(await isExpired("2099-12-31")).to.equal(false);
    await renews(on, KYOSO, { ...building.certificate, expiryDay: day("2028-03-31") });
    expect(await isExpired("2028-03-31")).to.equal(false);
    expect(await isExpired("2028-04-01")).to.equal(true);
  });
});

describe("ProceedsLedger.isBeyondThreeYears", () => {
  // closing is 14 December 2023; three calendar years before lies 14 December 2020
  const CASES: readonly [string, boolean, number][] = [
    ["2020-12-13", true, 1096], // 365 + 365 + 365 days, one leap day is past (29 February 2020), and one day more
    ["2020-12-14", false, 1095],
    ["2023-12-13", false, 1],
    ["2023-12-14", false, 0],
    ["2025-03-31", false, 0], // a new project
    ["2019-03-15", true, 1735], // the building: 4 years to 15 March 2023 are 1461 days, 274 more to 14 December
  ];
  for (const [completed, beyond, age] of CASES)
    it(`${beyond ? "flags" : "does not flag"} what was completed on ${completed}, ${age} days before [G-1]`, async () => {
      const on = await beforeOffer();
      await registers(on, X, { ...building, completionDay: day(completed) });
      expect(await on.proceeds.isBeyondThreeYears(X)).to.equal(beyond);
      expect(await on.proceeds.ageAtIssueDays(X)).to.equal(age);
    });

  it("refuses nothing: the building is funded in full [G-1, G-3, E-3]", async () => {
    const on = await received();
    expect(await on.proceeds.isBeyondThreeYears(KYOSO)).to.equal(true);
    await allocates(on, KYOSO, 9_972_000_000n);
    expect(await on.proceeds.unallocatedYen()).to.equal(0);
  });

  it("knows only projects that are on record", async () => {
    const on = await beforeOffer();
    for (const ask of [
      () => on.proceeds.project(X),
      () => on.proceeds.ageAtIssueDays(X),
      () => on.proceeds.isBeyondThreeYears(X),
      () => on.proceeds.isCertificateExpired(X, 1),
    ])
      await expect(ask()).to.be.revertedWithCustomError(on.proceeds, "NoSuchProject").withArgs(X);
  });
});
