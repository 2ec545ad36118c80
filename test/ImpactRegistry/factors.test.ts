import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import { BUILDING, SOLAR, bringIn, expectUnauthorized, factorOf } from "../support/impact";
import { MINED } from "../support/market";
import { deploySuite, ref, type Suite } from "../support/suite";

const brought = async (): Promise<Suite> => {
  const suite = await deploySuite();
  await bringIn(suite);
  return suite;
};

/** Both facilities, each with its factor 1. */
const prepared = (): Promise<Suite> => fixture(brought);

const MOST = 2 ** 32 - 1;

const add = ({ impact, issuer }: Suite, factor: ReturnType<typeof factorOf>, facility = SOLAR) =>
  impact.connect(issuer).addFactor(facility, factor, MINED);

describe("ImpactRegistry.addFactor", () => {
  it("adds the next version, tells it, and keeps all of it readable, the one it replaces too [E-1]", async () => {
    const suite = await prepared();
    const { impact } = suite;
    const given = {
      ...factorOf(390_000, 8_640, 1),
      kind: 2,
      fiscalYear: 2023,
      retailer: "東京の小売",
      menu: "adjusted",
      source: "https://example.com/2023",
      documentHash: ethers.id("the factors of 2023"),
    };
    await expect(add(suite, given))
      .to.emit(impact, "FactorAdded")
      .withArgs(SOLAR, 2, 1, 390_000, 8_640, given.documentHash);
    expect([...(await impact.factorAt(SOLAR, 2))]).to.deep.equal([
      390_000n,
      8_640n,
      2n,
      2023n,
      1n,
      "東京の小売",
      "adjusted",
      "https://example.com/2023",
      given.documentHash,
    ]);
    const first = await impact.factorAt(SOLAR, 1);
    expect([first.co2MilligramsPerKwh, first.fiscalYear, first.replaces]).to.deep.equal([441_000n, 2022n, 0n]);
  });

  it("counts the versions of each facility by itself [E-1]", async () => {
    const suite = await prepared();
    const { impact } = suite;
    await add(suite, factorOf(1, 1));
    await add(suite, factorOf(2, 2));
    await add(suite, factorOf(3, 3), BUILDING);
    expect((await impact.progress(SOLAR)).factors).to.equal(3);
    expect((await impact.progress(BUILDING)).factors).to.equal(2);
    expect((await impact.factorAt(SOLAR, 3)).co2MilligramsPerKwh).to.equal(2);
    expect((await impact.factorAt(BUILDING, 2)).co2MilligramsPerKwh).to.equal(3);
  });

  it("takes a factor of CO2 alone, of primary energy alone, and the largest of both; refuses one of neither [E-1]", async () => {
    const suite = await prepared();
    const { impact } = suite;
    for (const [co2, primary] of [
      [1, 0],
      [0, 1],
      [MOST, MOST],
    ] as const)
      await add(suite, factorOf(co2, primary));
    const largest = await impact.factorAt(SOLAR, 4);
    expect([largest.co2MilligramsPerKwh, largest.primaryEnergyKjPerKwh]).to.deep.equal([BigInt(MOST), BigInt(MOST)]);
    await expect(add(suite, factorOf(0, 0)))
      .to.be.revertedWithCustomError(impact, "FactorEmpty")
      .withArgs(SOLAR);
  });

  it("replaces any version before it, and neither itself nor a later one [E-1]", async () => {
    const suite = await prepared();
    const { impact } = suite;
    for (const replaces of [2, 3, 2 ** 16 - 1])
      // the next is version 2
      await expect(add(suite, factorOf(1, 1, replaces)))
        .to.be.revertedWithCustomError(impact, "FactorUnknown")
        .withArgs(SOLAR, replaces, 1);
    await add(suite, factorOf(1, 1, 1));
    await add(suite, factorOf(1, 1, 1));
    await add(suite, factorOf(1, 1, 3));
    const replaced = await Promise.all([1, 2, 3, 4].map(async (each) => (await impact.factorAt(SOLAR, each)).replaces));
    expect(replaced).to.deep.equal([0n, 1n, 1n, 3n]);
  });

  it("has versions from 1 through the last, and no other [E-1]", async () => {
    const { impact } = await prepared();
    for (const version of [0, 2, 2 ** 16 - 1])
      await expect(impact.factorAt(SOLAR, version))
        .to.be.revertedWithCustomError(impact, "FactorUnknown")
        .withArgs(SOLAR, version, 1);
    await expect(impact.factorAt(ref("nowhere"), 1))
      .to.be.revertedWithCustomError(impact, "FactorUnknown")
      .withArgs(ref("nowhere"), 1, 0);
  });

  it("refuses a factor without a document, of no such facility, and by anybody but the issuer [E-1]", async () => {
    const suite = await prepared();
    const { impact, recorder, reviewer, platformOperator } = suite;
    await expect(add(suite, { ...factorOf(1, 1), documentHash: ethers.ZeroHash })).to.be.revertedWithCustomError(
      impact,
      "DocumentMissing",
    );
    await expect(add(suite, factorOf(1, 1), ref("nowhere")))
      .to.be.revertedWithCustomError(impact, "FacilityUnknown")
      .withArgs(ref("nowhere"));
    for (const caller of [recorder, reviewer, platformOperator])
      await expectUnauthorized(suite, impact.connect(caller).addFactor(SOLAR, factorOf(1, 1), MINED), caller);
    expect((await impact.progress(SOLAR)).factors).to.equal(1);
  });
});
