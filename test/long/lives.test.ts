import { wholeLife } from "../support/lives";

const STEPS = 160;
const SEEDS = Array.from({ length: 60 }, (_, i) => 101 + i);

describe("Whatever the order of operations, in many lives", function () {
  this.timeout(120_000);

  for (const seed of SEEDS)
    it(`lines, yen and balances add up, and nothing happens twice (seed ${seed}) [P-3, P-5, P-7]`, () =>
      wholeLife(seed, STEPS));
});
