import { expect } from "chai";
import { canonicalJson, type Plain } from "../../lib/canonicalJson";

describe("canonicalJson", () => {
  it("writes keys in their order and no spaces, whatever the order was", () => {
    const text = '{"a":[1,{"x":null,"y":true}],"b":"c"}';
    expect(canonicalJson({ b: "c", a: [1, { y: true, x: null }] })).to.equal(text);
    expect(canonicalJson({ a: [1, { x: null, y: true }], b: "c" })).to.equal(text);
    expect(canonicalJson(JSON.parse(text) as Plain)).to.equal(text);
  });

  it("orders keys by UTF-16 code units, as the example of RFC 8785 does", () => {
    const keys = ["€", "\r", "\ufb33", "1", "😀", "\u0080", "ö"];
    const object = Object.fromEntries(keys.map((key) => [key, 0]));
    expect(Object.keys(JSON.parse(canonicalJson(object)) as object)).to.have.members(keys);
    expect(canonicalJson(object)).to.equal('{"\\r":0,"1":0,"\u0080":0,"ö":0,"€":0,"😀":0,"\ufb33":0}');
  });

  it("keeps the order of a list, and tells apart what differs", () => {
    expect(canonicalJson([2, 1])).to.equal("[2,1]");
    expect(canonicalJson(["1"])).to.not.equal(canonicalJson([1]));
    expect(canonicalJson('株式会社\n"')).to.equal('"株式会社\\n\\""');
  });

  it("takes whole numbers within 2^53, and refuses others and what is no JSON", () => {
    expect(canonicalJson(9_007_199_254_740_991)).to.equal("9007199254740991");
    for (const number of [9_007_199_254_740_992, 0.5, NaN, Infinity]) {
      expect(() => canonicalJson([number])).to.throw(RangeError, "is no whole number within 2^53");
    }
    expect(() => canonicalJson({ a: undefined } as unknown as Plain)).to.throw(RangeError, "a undefined is no JSON");
  });
});
