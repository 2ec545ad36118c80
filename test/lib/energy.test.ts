import { expect } from "chai";
import fc from "fast-check";
import {
  boundMilliWh,
  decimalOf,
  fixed,
  isSameDecimal,
  kwhText,
  milliWhOf,
  mjText,
  roundHalfEven,
  tonnesText,
} from "../../lib/energy";

const milliWh = (text: string): bigint | undefined => {
  const decimal = decimalOf(text);
  return decimal === undefined ? undefined : milliWhOf(decimal);
};

describe("roundHalfEven", () => {
  const cases: readonly [bigint, bigint, bigint][] = [
    [0n, 2n, 0n],
    [1n, 2n, 0n], // 0.5: to the even one
    [3n, 2n, 2n], // 1.5
    [5n, 2n, 2n], // 2.5
    [-1n, 2n, 0n],
    [-3n, 2n, -2n],
    [-5n, 2n, -2n],
    [49n, 100n, 0n],
    [51n, 100n, 1n],
    [-49n, 100n, 0n],
    [-51n, 100n, -1n],
    [7n, 1n, 7n],
    [-7n, 1n, -7n],
  ];
  for (const [numerator, denominator, expected] of cases) {
    it(`makes ${numerator} / ${denominator} ${expected}`, () =>
      expect(roundHalfEven(numerator, denominator)).to.equal(expected));
  }

  it("is the nearest whole number, and of two the even one", () => {
    // The only whole number for which both hold: it is at most half away, and even if it is exactly half away.
    const denominators = fc.oneof(fc.bigInt({ min: 1n, max: 20n }), fc.bigInt({ min: 1n, max: 10n ** 30n }));
    const numerators = fc.oneof(
      fc.bigInt({ min: -100n, max: 100n }),
      fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
    );
    fc.assert(
      fc.property(numerators, denominators, (numerator, denominator) => {
        const rounded = roundHalfEven(numerator, denominator);
        const away = numerator - rounded * denominator;
        const twice = 2n * (away < 0n ? -away : away);
        return twice < denominator || (twice === denominator && rounded % 2n === 0n);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is the same with the sign turned", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), (n, d) => roundHalfEven(-n, d) === -roundHalfEven(n, d)),
    );
  });
});

describe("decimalOf", () => {
  context("for digits with an optional sign and an optional fraction", () => {
    for (const [text, digits, scale] of [
      ["0", 0n, 0],
      ["-0", 0n, 0],
      ["+12", 12n, 0],
      ["653.445264", 653_445_264n, 6],
      ["-0.859243393", -859_243_393n, 9],
      ["007.50", 750n, 2],
    ] as const) {
      it(`reads ${text}`, () => expect(decimalOf(text)).to.deep.equal({ digits, scale }));
    }
  });

  context("for anything else, which may mean something else", () => {
    for (const text of [
      ...["", " ", "-", "+", ".", ".5", "5.", "1,5", "1,234.5", "1_000", "1 000"],
      ...["1e3", "1E-3", "0x10", "NaN", "Infinity", "--1", "+-1", "1.2.3", " 1", "1 ", "1\n", "１", "−1", "1W"],
    ]) {
      it(`refuses ${JSON.stringify(text)}`, () => expect(decimalOf(text)).to.equal(undefined));
    }

    it("takes 40 characters and refuses 41", () => {
      expect(decimalOf("1".repeat(40))?.digits).to.equal(BigInt("1".repeat(40)));
      expect(decimalOf("1".repeat(41))).to.equal(undefined);
    });
  });
});

describe("isSameDecimal", () => {
  const isSame = (a: string, b: string): boolean => isSameDecimal(decimalOf(a)!, decimalOf(b)!);

  it("looks at the number and not at its zeros", () => {
    expect(isSame("1", "1.000")).to.equal(true);
    expect(isSame("-0.50", "-0.5")).to.equal(true);
    expect(isSame("+07", "7")).to.equal(true);
    expect(isSame("-0", "0.0")).to.equal(true);
  });

  it("tells apart what is the same mWh only after rounding", () => {
    expect(milliWh("1.0001")).to.equal(milliWh("1.0002"));
    expect(isSame("1.0001", "1.0002")).to.equal(false);
    expect(isSame("1", "-1")).to.equal(false);
    expect(isSame("1", "10")).to.equal(false);
  });
});

describe("milliWhOf", () => {
  for (const [text, expected] of [
    ["653.445264", 653_445n],
    ["-0.859243393", -859n],
    ["0.0005", 0n], // half a mWh: to the even one
    ["0.0015", 2n],
    ["0.0025", 2n],
    ["-0.0005", 0n],
    ["-0.0015", -2n],
    ["0.00050000000000000000000000001", 1n], // more than half, however little
    ["0.00149999999999999999999999999", 1n],
    ["2249.9", 2_249_900n],
    ["9007199254740993", 9_007_199_254_740_993_000n], // beyond what a float holds
  ] as const) {
    it(`takes ${text} W over an hour as ${expected} mWh [E-1]`, () => expect(milliWh(text)).to.equal(expected));
  }

  it("is exact for what has three decimals or fewer", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (thousandths) => {
        return milliWh(fixed(thousandths, 3)) === thousandths;
      }),
    );
  });
});

describe("boundMilliWh", () => {
  it("is the capacity for an hour with the tolerance", () => {
    expect(boundMilliWh(97_200n, 0n)).to.equal(97_200_000n); // Solar 2, 97.2 kW [E-3]
    expect(boundMilliWh(97_200n, 500n)).to.equal(102_060_000n); // × 1.05
  });

  it("is cut to whole mWh", () => {
    expect(boundMilliWh(1n, 1n)).to.equal(1_000n); // 1,000.1
    expect(boundMilliWh(1n, 9n)).to.equal(1_000n); // 1,000.9
    expect(boundMilliWh(1n, 10n)).to.equal(1_001n);
  });
});

describe("texts of amounts", () => {
  it("have every digit", () => {
    expect(kwhText(3_434_607_479n)).to.equal("3434.607479");
    expect(tonnesText(1_507_792_683n)).to.equal("1.507792683");
    expect(mjText(29_674n)).to.equal("29.674");
    expect(fixed(42n, 0)).to.equal("42");
  });

  it("have a zero before the point, and the sign of what is less than one", () => {
    expect(kwhText(0n)).to.equal("0.000000");
    expect(kwhText(1n)).to.equal("0.000001");
    expect(kwhText(-859n)).to.equal("-0.000859");
    expect(kwhText(-1_000_000n)).to.equal("-1.000000");
  });

  it("say the number again", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.integer({ min: 1, max: 9 }),
        (units, decimals) => {
          const found = decimalOf(fixed(units, decimals));
          return found?.digits === units && found.scale === decimals;
        },
      ),
    );
  });
});
