import { expect } from "chai";
import { fixture } from "../support/chain";
import { amend, CLOSED, gateAround, gateOf, OPEN, threeBonds } from "../support/network";
import { at, goTo } from "../support/suite";

describe("Cached windows and an amended calendar", () => {
  // 14 December 2024 is a Saturday: closed from Wed 11. With Thursday 12 a holiday: Fri 13, Wed 11, Tue 10.
  it("takes an amendment of the second date ahead, which is cached already [T-1]", async () => {
    const { june14 } = await fixture(threeBonds);
    await amend(june14, "2024-12-12", true);
    expect(await gateAround(june14, "2024-12-10")).to.deep.equal([OPEN, CLOSED]);
    expect(await june14.token.recordDaysPassed()).to.equal(2);
  });

  it("takes an amendment of the third date ahead, which is not cached yet [T-1]", async () => {
    const { june14 } = await fixture(threeBonds);
    // 14 June 2025 is a Saturday: Fri 13, Thu 12, Wed 11; with Thursday 12 a holiday: Fri 13, Wed 11, Tue 10
    await amend(june14, "2025-06-12", true);
    expect(await gateAround(june14, "2025-06-10")).to.deep.equal([OPEN, CLOSED]);
    expect(await gateAround(june14, "2025-06-15")).to.deep.equal([CLOSED, OPEN]);
  });

  it("takes an amendment that comes after long idleness, when both cached windows have passed [T-1]", async () => {
    const { june14 } = await fixture(threeBonds);
    await at("2026-01-05T09:00:00"); // nothing was sent for two years; cached are June and December 2024
    // 14 June 2026 is a Sunday: Fri 12, Thu 11, Wed 10; with Thursday 11 a holiday: Fri 12, Wed 10, Tue 9
    await amend(june14, "2026-06-11", true);
    expect(await gateAround(june14, "2026-06-09")).to.deep.equal([OPEN, CLOSED]);
    expect(await gateAround(june14, "2026-06-15")).to.deep.equal([CLOSED, OPEN]);
  });

  it("stays closed after long idleness without any amendment, to the second [T-1]", async () => {
    const { june14 } = await fixture(threeBonds);
    expect(await gateAround(june14, "2027-06-10")).to.deep.equal([OPEN, CLOSED]); // Mon 14 June 2027: Fri 11, Thu 10
    await at("2027-06-10T00:00:01");
    const { token, dealer, issuer } = june14;
    await expect(token.connect(dealer).transfer(issuer.address, 1)).to.be.revertedWithCustomError(
      token,
      "TransferRestricted",
    );
    expect(await gateAround(june14, "2027-06-15")).to.deep.equal([CLOSED, OPEN]);
  });

  it("can be renewed by anybody at any time without changing an answer [T-1]", async () => {
    const { june14 } = await fixture(threeBonds);
    const { token, investors } = june14;
    for (const [iso, gate, passed] of [
      ["2024-06-11T23:59:57", OPEN, 0n],
      ["2024-06-12T00:00:00", CLOSED, 1n],
      ["2024-06-14T23:59:57", CLOSED, 1n],
      ["2024-06-15T00:00:00", OPEN, 1n],
      ["2026-12-09T23:59:57", OPEN, 5n], // five dates: June and December 2024 and 2025, June 2026
      ["2026-12-10T00:00:00", CLOSED, 6n],
      ["2028-12-15T00:00:00", CLOSED, 10n], // after maturity nothing opens again
    ] as const) {
      await goTo(iso);
      expect([await gateOf(june14), await token.recordDaysPassed()], iso).to.deep.equal([gate, passed]);
      await token.connect(investors[0]).renewWindows();
      expect([await gateOf(june14), await token.recordDaysPassed()], iso).to.deep.equal([gate, passed]);
    }
  });
});
