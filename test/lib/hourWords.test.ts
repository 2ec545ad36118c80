import { expect } from "chai";
import fc from "fast-check";
import { dayWords, measured, QUALITY, type HourValue } from "../../lib/hourWords";
import { MOST_MILLI_WH } from "../../lib/energy";

/** The hours of six words, by the bits as text: per hour 2 bits of quality above 56 bits of two's complement. */
const unpacked = (words: readonly bigint[]): readonly HourValue[] =>
  words.flatMap((word) => {
    const bits = word.toString(2).padStart(256, "0");
    expect(bits.slice(0, 24), "the highest bits").to.equal("0".repeat(24));
    return [3, 2, 1, 0].map((place) => {
      const hour = bits.slice(24 + place * 58, 24 + (place + 1) * 58);
      const energy = BigInt(`0b${hour.slice(2)}`);
      return { quality: parseInt(hour.slice(0, 2), 2), milliWh: hour[2] === "1" ? energy - 2n ** 56n : energy };
    });
  });

const NONE: HourValue = { milliWh: 0n, quality: QUALITY.none };

describe("dayWords", () => {
  it("puts the earliest hour into the lowest bits of the first word", () => {
    expect(dayWords(0, [{ milliWh: 5n, quality: QUALITY.measured }])).to.deep.equal([
      2n ** 56n + 5n,
      0n,
      0n,
      0n,
      0n,
      0n,
    ]);
  });

  it("puts hour 23 into the last place of the last word", () => {
    const words = dayWords(23, [{ milliWh: -1n, quality: QUALITY.estimated }]);
    expect(words).to.deep.equal([0n, 0n, 0n, 0n, 0n, (2n ** 57n + 2n ** 56n - 1n) * 2n ** 174n]); // 3 × 58
  });

  it("holds what was put in, and nothing around it", () => {
    const hour = fc.record({
      milliWh: fc.bigInt({ min: -MOST_MILLI_WH, max: MOST_MILLI_WH }),
      quality: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(hour, { maxLength: 24 }), fc.nat({ max: 24 }), (hours, from) => {
        const first = Math.min(from, 24 - hours.length);
        const expected = [
          ...Array<HourValue>(first).fill(NONE),
          ...hours,
          ...Array<HourValue>(24 - first - hours.length).fill(NONE),
        ];
        expect(unpacked(dayWords(first, hours))).to.deep.equal(expected);
      }),
    );
  });

  it("refuses hours beyond their day", () => {
    const hours = (count: number): HourValue[] => Array<HourValue>(count).fill({ milliWh: 1n, quality: 1 });
    expect(() => dayWords(0, hours(24))).not.to.throw();
    expect(() => dayWords(0, hours(25))).to.throw(RangeError);
    expect(() => dayWords(1, hours(24))).to.throw(RangeError);
    expect(() => dayWords(-1, hours(1))).to.throw(RangeError);
  });

  it("refuses an energy that does not fit, instead of recording another one", () => {
    const words = (milliWh: bigint) => () => dayWords(0, [{ milliWh, quality: QUALITY.measured }]);
    expect(words(2n ** 55n - 1n)).not.to.throw();
    expect(words(-(2n ** 55n - 1n))).not.to.throw();
    expect(words(2n ** 55n)).to.throw(RangeError, "36028797018963968 mWh do not fit into 56 bits");
    expect(words(-(2n ** 55n))).to.throw(RangeError);
  });
});

describe("measured", () => {
  it("takes what has no energy as missing, and zero as a reading", () => {
    expect(measured([0n, null, -7n])).to.deep.equal([
      { milliWh: 0n, quality: 1 },
      { milliWh: 0n, quality: 3 },
      { milliWh: -7n, quality: 1 },
    ]);
  });
});
