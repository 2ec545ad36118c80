/** A value that every reader of JSON reads alike: whole numbers within 2^53 only. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * The one text of a value, so that its hash depends on nothing but the value: keys in the order of their UTF-16 code
 * units, no spaces, as RFC 8785 has it.
 *
 * @throws RangeError for a number that is no whole number within 2^53, and for what is no JSON
 */
export const canonicalJson = (value: Plain): string => {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new RangeError(`${value} is no whole number within 2^53, so it has no single text: write it as a string`);
  }
  if (value === null || typeof value !== "object") {
    const text: string | undefined = JSON.stringify(value);
    if (text === undefined) throw new RangeError(`a ${typeof value} is no JSON: leave the key out, or write null`);
    return text;
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const object = value as Readonly<Record<string, Plain>>;
  const members = Object.keys(object)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key] as Plain)}`);
  return `{${members.join(",")}}`;
};
