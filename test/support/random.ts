/** Whole numbers from `low` through `high`, both included. */
export type Pick = (low: number, high: number) => number;

/** A seeded generator (xorshift32): the same seed gives the same numbers on every machine. */
export const seeded = (seed: number): Pick => {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return (low, high) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return low + (state % (high - low + 1));
  };
};
