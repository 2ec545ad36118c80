import { expect } from "chai";
import hre from "hardhat";
import { extrasOfLives } from "../support/sleepers";

const CEILING = 48_000;
const LIVES = 8;
const SEEDS = Array.from({ length: 20 }, (_, i) => 1001 + i);

describe("The first transfer after a record day, in many lives of 27 years", function () {
  this.timeout(300_000);

  before(function () {
    if ((hre as { __SOLIDITY_COVERAGE_RUNNING?: boolean }).__SOLIDITY_COVERAGE_RUNNING === true) this.skip(); // coverage changes gas
  });

  for (const seed of SEEDS)
    it(`costs at most ${CEILING} more, whoever slept for how long (seed ${seed})`, async () => {
      const extras = await extrasOfLives(seed, LIVES);
      expect(extras).to.not.have.length(0);
      for (const { when, gas } of extras) expect(gas, when).to.be.at.most(CEILING);
    });
});
