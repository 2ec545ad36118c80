import { expect } from "chai";
import { amountsOf, SheetError, totalsOf, type SheetLine } from "../../lib/paymentSheet";

const DENOMINATION = 100_000_000n;

// 13 bonds of the fixture: 13 × 299,000; 15.315 % of it is 595,294.05, cut. On the last date with principal.
const thirteen: SheetLine = {
  bonds: 13,
  grossYen: 3_887_000n,
  withheldYen: 595_294n,
  principalYen: 1_300_000_000n,
  setOffYen: 0n,
  state: "Settled",
};
/** Exempt, on the same date. */
const two: SheetLine = {
  bonds: 2,
  grossYen: 598_000n,
  withheldYen: 0n,
  principalYen: 200_000_000n,
  setOffYen: 0n,
  state: "Failed",
};
/** The issuer's own bonds: listed, with nothing due [P-6]. */
const own: SheetLine = {
  bonds: 5,
  grossYen: 0n,
  withheldYen: 0n,
  principalYen: 0n,
  setOffYen: 0n,
  state: "Instructed",
};
const lines = [thirteen, two, own];
// 3,887,000 + 1,300,000,000 + 598,000 + 200,000,000
const date = { dueYen: 1_504_485_000n, openLines: 1, fixedBonds: 20 };

describe("amountsOf", () => {
  it("is cash of net interest and principal; the issuer provides the tax as well [P-7, P-8]", () => {
    const amounts = amountsOf(thirteen, DENOMINATION);
    expect(amounts.faceYen).to.equal(1_300_000_000n);
    expect(amounts.netYen).to.equal(3_291_706n); // 3,887,000 − 595,294
    expect(amounts.cashYen).to.equal(1_303_291_706n);
    expect(amounts.dueYen).to.equal(1_303_887_000n);
  });

  it("takes what was received already off the cash, never off the tax [D-1]", () => {
    const amounts = amountsOf({ ...thirteen, setOffYen: 3_291_706n }, DENOMINATION);
    expect(amounts.cashYen).to.equal(1_300_000_000n);
    expect(amounts.dueYen).to.equal(1_300_595_294n);
  });
});

describe("totalsOf", () => {
  it("adds up what settled, failed and is open to what is due [P-3, P-7]", () => {
    const { settled, failed, open, all } = totalsOf(lines, DENOMINATION, date);
    expect(settled.dueYen).to.equal(1_303_887_000n);
    expect(failed.dueYen).to.equal(200_598_000n);
    expect([open.dueYen, open.bonds, open.faceYen]).to.deep.equal([0n, 5, 500_000_000n]);
    expect(all).to.deep.equal({
      bonds: 20,
      faceYen: 2_000_000_000n,
      grossYen: 4_485_000n,
      withheldYen: 595_294n,
      netYen: 3_889_706n,
      principalYen: 1_500_000_000n,
      setOffYen: 0n,
      cashYen: 1_503_889_706n,
      dueYen: 1_504_485_000n,
    });
  });

  it("is all zero for a date without lines", () => {
    expect(totalsOf([], DENOMINATION, { dueYen: 0n, openLines: 0, fixedBonds: 0 }).all.dueYen).to.equal(0n);
  });

  it("refuses lines that miss or exceed what the date says, by one yen, bond or holder", () => {
    for (const [difference, message] of [
      [{ dueYen: date.dueYen + 1n }, "due yen: the lines add up to 1504485000, and the date says 1504485001"],
      [{ dueYen: date.dueYen - 1n }, "due yen: the lines add up to 1504485000, and the date says 1504484999"],
      [{ fixedBonds: 21 }, "bonds: the lines add up to 20, and the date says 21"],
      [{ openLines: 0 }, "holders who wait: the lines add up to 1, and the date says 0"],
    ] as const)
      expect(() => totalsOf(lines, DENOMINATION, { ...date, ...difference })).to.throw(SheetError, message);
    expect(() => totalsOf(lines.slice(1), DENOMINATION, date)).to.throw(SheetError);
  });
});
