import { expect } from "chai";
import { differenceOf, heldRole, signedCertificate } from "../../lib/certificate";
import type { RegisterEvent } from "../../lib/register";

describe("heldRole", () => {
  const ADMINISTRATOR = 2;
  const place = (at: bigint) => ({ block: Number(at), logIndex: 0, transaction: "0x", at });
  const granted = (at: bigint, since: bigint, account = "x", role = ADMINISTRATOR): RegisterEvent => ({
    ...place(at),
    name: "RoleGranted",
    role,
    account,
    since,
  });
  const revoked = (at: bigint, account = "x"): RegisterEvent => ({
    ...place(at),
    name: "RoleRevoked",
    role: ADMINISTRATOR,
    account,
  });
  const held = (events: readonly RegisterEvent[], at: bigint): boolean => heldRole(events, ADMINISTRATOR, "x", at);

  it("begins with the moment that the grant names, that moment included", () => {
    expect(held([granted(10n, 20n)], 19n)).to.equal(false);
    expect(held([granted(10n, 20n)], 20n)).to.equal(true);
  });

  it("ends with the revocation, and says nothing of what comes later", () => {
    const events = [granted(10n, 10n), revoked(30n)];
    expect(held(events, 9n)).to.equal(false);
    expect(held(events, 29n)).to.equal(true);
    expect(held(events, 30n)).to.equal(false);
    expect(held([...events, granted(40n, 40n)], 40n)).to.equal(true);
  });

  it("is of one role and one account", () => {
    expect(held([granted(10n, 10n, "y"), granted(10n, 10n, "x", 3)], 99n)).to.equal(false);
    expect(held([granted(10n, 10n), revoked(20n, "y")], 99n)).to.equal(true);
  });
});

describe("differenceOf", () => {
  it("finds the first place, with what stands in each", () => {
    const one = { a: 1, list: [{ b: 2 }, { b: 3 }] };
    expect(differenceOf(one, { list: [{ b: 2 }, { b: 3 }], a: 1 })).to.equal(undefined);
    const other = { a: 1, list: [{ b: 2 }, { b: 4 }] };
    expect(differenceOf(one, other)).to.deep.equal({ path: "list.1.b", stated: 3, derived: 4 });
  });

  it("sees what one has and the other has not, on either side", () => {
    expect(differenceOf({ a: [1] }, { a: [1, 2] })).to.deep.equal({ path: "a.1", stated: undefined, derived: 2 });
    expect(differenceOf({ a: 1, b: null }, { a: 1 })).to.deep.equal({ path: "b", stated: null, derived: undefined });
    expect(differenceOf({ a: null }, { a: {} })).to.deep.equal({ path: "a", stated: null, derived: {} });
    expect(differenceOf({ a: "1" }, { a: 1 })).to.deep.equal({ path: "a", stated: "1", derived: 1 });
  });
});

describe("signedCertificate", () => {
  it("takes no document without a certificate, and no days that do not exist", () => {
    const issues = (certificate: unknown): string[] =>
      signedCertificate
        .safeParse({ certificate, signature: `0x${"0".repeat(130)}` })
        .error?.issues.map(({ path }) => path.join(".")) ?? [];
    expect(issues(undefined)).to.deep.equal(["certificate"]);
    expect(issues({ day: "2024-02-30" })).to.include("certificate.day");
    expect(issues({ day: "2024-02-29" })).to.not.include("certificate.day");
  });
});
