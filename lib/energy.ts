// Energy is counted in mWh, CO2 in mg and primary energy in kJ: whole numbers, and rounding has one name.

/** The largest energy of an hour that the ledger holds, in mWh, in either direction: 56 bits, signed. */
export const MOST_MILLI_WH = 2n ** 55n - 1n;

/** `numerator / denominator`, rounded to the nearest whole number, and a half to the even one. `denominator` is positive. */
export const roundHalfEven = (numerator: bigint, denominator: bigint): bigint => {
  const rest = ((numerator % denominator) + denominator) % denominator;
  const floor = (numerator - rest) / denominator;
  const isUp = 2n * rest > denominator || (2n * rest === denominator && floor % 2n !== 0n);
  return isUp ? floor + 1n : floor;
};

/** A decimal number as it is written: `digits / 10 ** scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** Longer texts are no readings. */
const MOST_CHARACTERS = 40;

/** The number that `text` writes, exactly: an optional sign, digits, and perhaps a point and more digits. Undefined for anything else. */
export const decimalOf = (text: string): Decimal | undefined => {
  const found = text.length > MOST_CHARACTERS ? null : /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (found === null) return undefined;
  const [, sign = "", whole = "", fraction = ""] = found;
  const digits = BigInt(whole + fraction);
  return { digits: sign === "-" ? -digits : digits, scale: fraction.length };
};

/** Whether two numbers are the same, however many zeros they end with. */
export const isSameDecimal = (a: Decimal, b: Decimal): boolean =>
  a.digits * 10n ** BigInt(b.scale) === b.digits * 10n ** BigInt(a.scale);

/** Watts on average over an hour, that is Wh, as mWh: a finer digit is rounded half to even [E-1]. */
export const milliWhOf = ({ digits, scale }: Decimal): bigint => roundHalfEven(digits * 1000n, 10n ** BigInt(scale));

/** The most energy of an hour, in either direction, in mWh: capacity for an hour with the tolerance, cut to whole mWh. */
export const boundMilliWh = (capacityWatts: bigint, toleranceBps: bigint): bigint =>
  (capacityWatts * 1000n * (10_000n + toleranceBps)) / 10_000n;

/** A whole number of small units as a decimal text: `fixed(1234567n, 6)` is `1.234567`. */
export const fixed = (units: bigint, decimals: number): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  return `${units < 0n ? "-" : ""}${whole}${decimals === 0 ? "" : `.${digits.slice(-decimals)}`}`;
};

/** mWh as kWh, every digit. */
export const kwhText = (milliWh: bigint): string => fixed(milliWh, 6);
/** mg as t, every digit. */
export const tonnesText = (milligrams: bigint): string => fixed(milligrams, 9);
/** 1/10,000 as per cent, every digit. */
export const percentText = (bps: number): string => `${fixed(BigInt(bps), 2)} %`;
/** kJ as MJ, every digit. */
export const mjText = (kj: bigint): string => fixed(kj, 3);
