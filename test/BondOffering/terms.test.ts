import { expect } from "chai";
import { ethers } from "hardhat";
import type { OfferingArgument } from "../../deploy/suite";
import { offered } from "../support/offering";
import { prepared } from "../support/market";
import { day, hitachiOffering } from "../support/suite";

/** Deploys an offering of the fixture's bond with some of its terms changed. */
const deployWith = async (changes: Partial<OfferingArgument>) => {
  const { authority, token } = await prepared();
  return ethers.deployContract("BondOffering", [authority, token, { ...hitachiOffering, ...changes }]);
};

describe("BondOffering: the figures of the issue", () => {
  it("are ¥10,000,000,000 gross, ¥27,500,000 fee, ¥28,000,000 costs, ¥9,972,000,000 net [I-3, I-7]", async () => {
    const { offering } = await offered();
    expect(await offering.grossProceedsYen()).to.equal(100n * 100_000_000n);
    const terms = await offering.terms();
    // 27.5 sen per ¥100 of face: 10,000,000,000 ÷ 100 × 0.275
    expect(terms.underwritingFeeYen).to.equal(((10_000_000_000n / 100n) * 275n) / 1000n);
    expect(terms.underwritingFeeYen).to.equal(27_500_000n);
    expect(terms.issueCostsYen).to.equal(28_000_000n);
    expect(await offering.netProceedsYen()).to.equal(10_000_000_000n - 28_000_000n);
    expect(await offering.netProceedsYen()).to.equal(9_972_000_000n);
    expect(terms.issuePriceYenPerBond).to.equal(100_000_000n);
    expect(terms.applicationDay).to.equal(day("2023-12-07"));
  });

  it("carry the ratings on issue: R&I AA-, Moody's Japan A3 [I-8]", async () => {
    const { offering } = await offered();
    expect((await offering.ratings()).map(({ agency, rating }) => [agency, rating])).to.deep.equal([
      ["R&I", "AA-"],
      ["Moody's Japan", "A3"],
    ]);
  });

  it("are bound by a public hash, keccak256 of their ABI encoding", async () => {
    const { offering } = await offered();
    const encoded = ethers.AbiCoder.defaultAbiCoder().encode(
      ["tuple(uint32,uint64,uint64,uint64,tuple(string,string)[])"],
      [
        [
          day("2023-12-07"),
          100_000_000,
          27_500_000,
          28_000_000,
          [
            ["R&I", "AA-"],
            ["Moody's Japan", "A3"],
          ],
        ],
      ],
    );
    expect(await offering.offeringHash()).to.equal(ethers.keccak256(encoded));
  });
});

describe("BondOffering: at deployment", () => {
  const GROSS = 10_000_000_000n;
  const accepted: readonly [string, Partial<OfferingArgument>][] = [
    ["application on the closing day [I-5]", { applicationDay: day("2023-12-14") }],
    ["a fee that is all of the costs [I-7]", { underwritingFeeYen: 28_000_000n }],
    ["no fee and no costs [I-7]", { underwritingFeeYen: 0n, issueCostsYen: 0n }],
    ["costs that leave ¥1 [I-7]", { issueCostsYen: GROSS - 1n }],
    ["a price of ¥1 [I-3]", { issuePriceYenPerBond: 1n, issueCostsYen: 99n, underwritingFeeYen: 99n }],
    ["a price of 10^15 yen for all bonds [I-3]", { issuePriceYenPerBond: 10n ** 13n }],
    ["no rating [I-8]", { ratings: [] }],
    ["ten ratings [I-8]", { ratings: Array.from({ length: 10 }, () => ({ agency: "A", rating: "B" })) }],
  ];
  for (const [what, changes] of accepted)
    it(`takes ${what}`, async () => {
      const offering = await deployWith(changes);
      expect(await offering.isUnderwritten()).to.equal(false);
    });

  const refused: readonly [string, Partial<OfferingArgument>, string, bigint | number][] = [
    [
      "application after the closing day [I-5]",
      { applicationDay: day("2023-12-15") },
      "offering.applicationDay",
      day("2023-12-15"),
    ],
    ["a fee above the costs [I-7]", { underwritingFeeYen: 28_000_001n }, "offering.underwritingFeeYen", 28_000_001n],
    ["costs that leave nothing [I-7]", { issueCostsYen: GROSS }, "offering.issueCostsYen", GROSS],
    ["no price [I-3]", { issuePriceYenPerBond: 0n }, "offering.issuePriceYenPerBond", 0n],
    [
      "a price above 10^15 yen for all bonds [I-3]",
      { issuePriceYenPerBond: 10n ** 13n + 1n },
      "offering.issuePriceYenPerBond",
      10n ** 13n + 1n,
    ],
    [
      "eleven ratings [I-8]",
      { ratings: Array.from({ length: 11 }, () => ({ agency: "A", rating: "B" })) },
      "offering.ratings",
      11,
    ],
    ["a rating without agency [I-8]", { ratings: [{ agency: "", rating: "A3" }] }, "offering.ratings.agency", 0],
    [
      "an agency without rating [I-8]",
      { ratings: [...hitachiOffering.ratings, { agency: "S", rating: "" }] },
      "offering.ratings.rating",
      2,
    ],
  ];
  for (const [what, changes, key, value] of refused)
    it(`refuses ${what}`, async () => {
      const { offering } = await prepared();
      await expect(deployWith(changes)).to.be.revertedWithCustomError(offering, "TermOutOfBounds").withArgs(key, value);
    });
});
