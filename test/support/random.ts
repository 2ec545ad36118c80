/** Whole numbers from `low` through `high`, both included. */
export type Pick = (low: number, high: number) => number;

/** A small seeded generator (xorshift32): the same seed gives the same cases on every machine. */
export const randomFrom = (seed: number): Pick => {
  let state = seed >>> 0 || 1;
  return (low, high) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return low + (state % (high - low + 1));
  };
};

/** One of `items`. */
export const oneOf = <Item>(pick: Pick, items: readonly Item[]): Item => {
  const item = items[pick(0, items.length - 1)];
  if (item === undefined) throw new Error("nothing to choose from");
  return item;
};
