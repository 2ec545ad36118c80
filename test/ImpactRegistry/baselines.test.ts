import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import { BUILDING, PAPER, SOLAR, baselineOf, bringIn, expectUnauthorized, record } from "../support/impact";
import { MINED } from "../support/market";
import { at, day, deploySuite, goTo, ref, type Suite } from "../support/suite";

const brought = async (): Promise<Suite> => {
  const suite = await deploySuite();
  await bringIn(suite);
  return suite;
};

/** 1 December 2023. The building has baseline 1, which judges 2 December 2023 through 31 December 2025. */
const prepared = (): Promise<Suite> => fixture(brought);

const MANY = { gasLimit: 20_000_000 };
const LEAST = -(2n ** 55n);
const MOST = 2n ** 55n - 1n;
const AFTER = ["2026-01-01", "2026-12-31"]; // free days
const REVIEW = ethers.id("the review");

type Given = ReturnType<typeof baselineOf>;

const add = ({ impact, issuer }: Suite, baseline: Given, facility = BUILDING) =>
  impact.connect(issuer).addBaseline(facility, baseline, MANY);

const sign = ({ impact, reviewer }: Suite, version: number, as = reviewer, facility = BUILDING) =>
  impact.connect(as).signRestatement(facility, version, REVIEW, MINED);

const recordDay = (suite: Suite, iso: string, baseline: number) =>
  record(suite, { facility: BUILDING, day: iso, milliWh: [1], baseline });

describe("ImpactRegistry.addBaseline", () => {
  it("adds the next version, tells it, and keeps all of it [E-1]", async () => {
    const suite = await prepared();
    const { impact } = suite;
    await expect(add(suite, baselineOf([5, -6], AFTER)))
      .to.emit(impact, "BaselineAdded")
      .withArgs(BUILDING, 2, 0, day("2026-01-01"), day("2026-12-31"), false, PAPER);
    expect([...(await impact.baselineAt(BUILDING, 2))]).to.deep.equal([
      BigInt(day("2022-04-01")),
      BigInt(day("2023-03-31")),
      BigInt(day("2026-01-01")),
      BigInt(day("2026-12-31")),
      0n,
      false,
      true,
      ethers.ZeroAddress,
      PAPER,
      ethers.ZeroHash,
      [5n, -6n],
    ]);
    expect((await impact.progress(BUILDING)).baselines).to.equal(2);
  });

  it("reads nothing of what only the ledger can know: the day, the reviewer, the review [E-1]", async () => {
    const suite = await prepared();
    const [from, through] = ["2023-12-01", "2023-12-01"];
    const forged = { isRestatement: false, isAdmissible: true, signedBy: suite.issuer.address, reviewHash: REVIEW };
    await add(suite, { ...baselineOf([1], [from, through]), ...forged });
    const found = await suite.impact.baselineAt(BUILDING, 2);
    expect([found.isRestatement, found.isAdmissible, found.signedBy, found.reviewHash]).to.deep.equal([
      true,
      false,
      ethers.ZeroAddress,
      ethers.ZeroHash,
    ]);
  });

  for (const length of [1, 3, 4, 5, 24, 167, 168])
    it(`keeps a profile of ${length} hours, the extremes of an hour included [E-1]`, async () => {
      const suite = await prepared();
      const profile = Array.from({ length }, (_, i) => [LEAST, MOST, 0n, -1n, 1n][i % 5]!);
      await add(suite, baselineOf(profile, AFTER));
      expect([...(await suite.impact.baselineAt(BUILDING, 2)).profileMilliWh]).to.deep.equal(profile);
    });

  for (const length of [0, 169, 256 + 1])
    // 257 cut to 8 bits would be 1
    it(`refuses a profile of ${length} hours [E-1]`, async () => {
      const suite = await prepared();
      await expect(add(suite, baselineOf(Array<number>(length).fill(1), AFTER)))
        .to.be.revertedWithCustomError(suite.impact, "ProfileLength")
        .withArgs(length, 168);
    });

  it("refuses days that are no period, and takes a single one [E-1]", async () => {
    const suite = await prepared();
    const { impact } = suite;
    const [first, second] = [day("2026-01-01"), day("2026-01-02")];
    await expect(add(suite, baselineOf([1], ["2026-01-02", "2026-01-01"])))
      .to.be.revertedWithCustomError(impact, "DaysReversed")
      .withArgs(second, first);
    const derived = { derivedFrom: day("2022-01-02"), derivedThrough: day("2022-01-01") };
    await expect(add(suite, { ...baselineOf([1], AFTER), ...derived }))
      .to.be.revertedWithCustomError(impact, "DaysReversed")
      .withArgs(derived.derivedFrom, derived.derivedThrough);
    const single = { derivedFrom: second, derivedThrough: second };
    await add(suite, { ...baselineOf([1], ["2026-01-01", "2026-01-01"]), ...single });
    expect((await impact.progress(BUILDING)).baselines).to.equal(2);
  });

  it("refuses a baseline derived from a day that it judges, and takes one derived up to the eve, or from the morrow [E-1]", async () => {
    const suite = await prepared();
    const [from, through] = [day("2026-01-01"), day("2026-12-31")];
    const derived = (derivedFrom: number, derivedThrough: number) =>
      add(suite, { ...baselineOf([1], AFTER, 0), derivedFrom, derivedThrough });
    for (const [first, last] of [
      [from - 10, from],
      [through, through + 10],
      [from + 1, through - 1],
      [from - 1, through + 1],
      [from, through],
    ] as const)
      await expect(derived(first, last))
        .to.be.revertedWithCustomError(suite.impact, "BaselineDaysOverlap")
        .withArgs(first, last, from, through);
    await derived(from - 10, from - 1);
    await add(suite, { ...baselineOf([1], AFTER, 2), derivedFrom: through + 1, derivedThrough: through + 10 });
    expect((await suite.impact.progress(BUILDING)).baselines).to.equal(3);
  });

  it("is refused without a document, for a plant that generates, for no such facility, and to all but the issuer [E-1]", async () => {
    const suite = await prepared();
    const { impact, recorder, reviewer } = suite;
    await expect(
      add(suite, { ...baselineOf([1], AFTER), documentHash: ethers.ZeroHash }),
    ).to.be.revertedWithCustomError(impact, "DocumentMissing");
    await expect(add(suite, baselineOf([1], AFTER), SOLAR))
      .to.be.revertedWithCustomError(impact, "BaselineForGeneration")
      .withArgs(SOLAR);
    await expect(add(suite, baselineOf([1], AFTER), ref("nowhere")))
      .to.be.revertedWithCustomError(impact, "FacilityUnknown")
      .withArgs(ref("nowhere"));
    for (const caller of [recorder, reviewer])
      await expectUnauthorized(
        suite,
        impact.connect(caller).addBaseline(BUILDING, baselineOf([1], AFTER), MANY),
        caller,
      );
  });

  it("has versions from 1 through the last, and no other [E-1]", async () => {
    const suite = await prepared();
    const { impact } = suite;
    for (const version of [0, 2, 2 ** 16 - 1]) {
      const refused = [BUILDING, version, 1] as const;
      await expect(impact.baselineAt(BUILDING, version))
        .to.be.revertedWithCustomError(impact, "BaselineUnknown")
        .withArgs(...refused);
      await expect(sign(suite, version))
        .to.be.revertedWithCustomError(impact, "BaselineUnknown")
        .withArgs(...refused);
    }
  });
});

describe("Which baseline another one restates", () => {
  const named = (suite: Suite, judged: readonly [string, string], restates: number) =>
    add(suite, baselineOf([1], [...judged], restates));

  const expectToName = async (suite: Suite, judged: readonly [string, string], earlier: number) => {
    const count = Number((await suite.impact.progress(BUILDING)).baselines);
    for (let restates = 0; restates <= count; restates += 1)
      if (restates !== earlier)
        await expect(named(suite, judged, restates), `${judged.join()} restates ${restates}`)
          .to.be.revertedWithCustomError(suite.impact, "BaselineNotNamed")
          .withArgs(BUILDING, earlier, restates);
    await named(suite, judged, earlier);
    expect((await suite.impact.baselineAt(BUILDING, count + 1)).restates).to.equal(earlier);
  };

  it("is the last one that judges one of its days, and 0 where none does: by one day at either end [E-1]", async () => {
    const suite = await prepared(); // 1: 2023-12-02 to 2025-12-31
    await expectToName(suite, ["2026-01-01", "2026-06-30"], 0); // 2 begins on the morrow
    await expectToName(suite, ["2025-12-31", "2025-12-31"], 1); // 3 is its last day
    await expectToName(suite, ["2023-12-02", "2023-12-02"], 1); // 4 is its first day
    await expectToName(suite, ["2023-12-01", "2023-12-01"], 0); // 5 is its eve
    await expectToName(suite, ["2025-12-31", "2026-01-01"], 3); // 6 judges days of 1, 2 and 3
    await expectToName(suite, ["2026-06-30", "2026-07-01"], 2); // 7
    await expectToName(suite, ["2023-11-01", "2026-12-31"], 7); // 8 judges days of all
  });

  it("is none that is still to come [E-1]", async () => {
    const suite = await prepared();
    for (const restates of [2, 2 ** 16 - 1])
      await expect(named(suite, ["2024-01-01", "2024-12-31"], restates))
        .to.be.revertedWithCustomError(suite.impact, "BaselineUnknown")
        .withArgs(BUILDING, restates, 1);
  });
});

describe("A restatement", () => {
  it("is what is added from 00:00 of its first judged day on, and not a second earlier [E-1]", async () => {
    for (const [moment, isRestatement] of [
      ["2024-06-09T23:59:59", false],
      ["2024-06-10T00:00:00", true],
    ] as const) {
      const suite = await prepared();
      await at(moment);
      await expect(add(suite, baselineOf([7], ["2024-06-10", "2024-06-30"], 1)))
        .to.emit(suite.impact, "BaselineAdded")
        .withArgs(BUILDING, 2, 1, day("2024-06-10"), day("2024-06-30"), isRestatement, PAPER);
      const found = await suite.impact.baselineAt(BUILDING, 2);
      expect([found.isRestatement, found.isAdmissible], moment).to.deep.equal([isRestatement, !isRestatement]);
    }
  });

  it("judges nothing before the reviewer signed it, and everything from then on [E-1]", async () => {
    const suite = await prepared();
    const { impact, reviewer } = suite;
    await goTo("2024-06-11T00:00:00");
    await add(suite, baselineOf([7], ["2024-06-10", "2024-06-30"], 1));
    await expect(recordDay(suite, "2024-06-10", 2))
      .to.be.revertedWithCustomError(impact, "RestatementUnsigned")
      .withArgs(BUILDING, 2);
    await expect(sign(suite, 2)).to.emit(impact, "RestatementSigned").withArgs(BUILDING, 2, reviewer.address, REVIEW);
    await recordDay(suite, "2024-06-10", 2);
    const found = await impact.baselineAt(BUILDING, 2);
    expect([found.isRestatement, found.isAdmissible, found.signedBy, found.reviewHash]).to.deep.equal([
      true,
      true,
      reviewer.address,
      REVIEW,
    ]);
  });

  it("is signed once, by the reviewer, on a document, and only if it is one [E-1]", async () => {
    const suite = await prepared();
    const { impact, reviewer, issuer, recorder } = suite;
    await expect(sign(suite, 1)).to.be.revertedWithCustomError(impact, "NotARestatement").withArgs(BUILDING, 1);
    await add(suite, baselineOf([7], ["2023-12-01", "2023-12-31"], 1));
    await expect(
      impact.connect(reviewer).signRestatement(BUILDING, 2, ethers.ZeroHash, MINED),
    ).to.be.revertedWithCustomError(impact, "DocumentMissing");
    for (const caller of [issuer, recorder]) await expectUnauthorized(suite, sign(suite, 2, caller), caller);
    await sign(suite, 2);
    await expect(sign(suite, 2))
      .to.be.revertedWithCustomError(impact, "RestatementAlreadySigned")
      .withArgs(BUILDING, 2, reviewer.address);
    await expect(sign(suite, 1, reviewer, ref("nowhere")))
      .to.be.revertedWithCustomError(impact, "FacilityUnknown")
      .withArgs(ref("nowhere"));
  });
});

describe("Which days a baseline judges", () => {
  const limited = async (): Promise<Suite> => {
    const suite = await prepared();
    await add(suite, baselineOf([7], ["2024-06-10", "2024-06-12"], 1));
    await goTo("2024-06-14T00:00:00");
    return suite;
  };

  for (const [iso, judged] of [
    ["2024-06-09", false],
    ["2024-06-10", true],
    ["2024-06-12", true],
    ["2024-06-13", false],
  ] as const)
    it(`${judged ? "are" : "are not"}, with 10 to 12 June 2024, ${iso} [E-1]`, async () => {
      const suite = await limited();
      const call = recordDay(suite, iso, 2);
      if (judged) await call;
      else
        await expect(call)
          .to.be.revertedWithCustomError(suite.impact, "BaselineJudgesOtherDays")
          .withArgs(BUILDING, 2, day("2024-06-10"), day("2024-06-12"), day(iso), day(iso));
    });
});
