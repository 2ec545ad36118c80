import { expect } from "chai";
import { placed, CODE, MINED, expectRefused, redeemAll, type Market } from "../support/market";
import { at, day, goTo, isoOf } from "../support/suite";
import { bondVectors } from "../support/vectors";

const windows = (bondVectors.find(({ name }) => name === "hitachi-21")?.schedule.payments ?? []).map(
  ({ index, blackoutFrom, blackoutTo }) => ({ index, from: blackoutFrom, to: blackoutTo }),
);
const LAST = 10;
const shifted = (iso: string, days: number): string => isoOf(day(iso) + days);

/** Who sends one bond to whom: the dealer is bound like any holder. */
const senders = [
  { name: "the dealer", from: (m: Market) => m.dealer, to: (m: Market) => m.b },
  { name: "a holder", from: (m: Market) => m.a, to: (m: Market) => m.dealer },
];

describe("BondToken.transfer: closed windows", () => {
  it("knows the ten windows of the vectors [T-1]", async () => {
    const { token } = await placed();
    expect(windows.length).to.equal(LAST);
    for (const { index, from, to } of windows)
      expect((await token.closedWindow(index)).map(Number)).to.deep.equal([day(from), day(to)]);
  });

  it("has no window 0 and no window 11", async () => {
    const { token } = await placed();
    for (const index of [0, LAST + 1])
      await expect(token.closedWindow(index)).to.be.revertedWithCustomError(token, "NoSuchDate").withArgs(index, LAST);
  });

  for (const { name, from, to } of senders) {
    context(`when ${name} sends, date after date`, () => {
      it("is allowed to the last second before each window and from the first second after it, and refused between [T-1]", async () => {
        const market = await placed();
        const send = () => market.token.connect(from(market)).transfer(to(market), 1, MINED);
        for (const window of windows) {
          await at(`${shifted(window.from, -1)}T23:59:59`);
          await expect(send()).to.emit(market.token, "Transfer");
          await at(`${window.from}T00:00:00`);
          await expectRefused(market, from(market), to(market), 1, CODE.ClosedWindow);
          await at(`${window.to}T23:59:59`);
          await expectRefused(market, from(market), to(market), 1, CODE.ClosedWindow);
          await at(`${shifted(window.to, 1)}T00:00:00`);
          if (window.index < LAST) await expect(send()).to.emit(market.token, "Transfer");
          else await expectRefused(market, from(market), to(market), 1, CODE.ClosedWindow);
        }
      });
    });
  }

  context("when nobody has touched the chain since the issue", () => {
    for (const { index, from, to } of windows) {
      it(`keeps window ${index} all the same: ${from} to ${to} [T-1]`, async () => {
        const market = await placed();
        const codeAt = async (moment: string) => {
          await goTo(moment);
          return market.token.detectTransferRestriction(market.a, market.dealer, 1);
        };
        expect(await codeAt(`${shifted(from, -1)}T23:59:59`)).to.equal(CODE.None);
        await at(`${from}T00:00:00`);
        await expectRefused(market, market.a, market.dealer, 1, CODE.ClosedWindow);
        expect(await codeAt(`${to}T23:59:59`)).to.equal(CODE.ClosedWindow);
        expect(await codeAt(`${shifted(to, 1)}T00:00:00`)).to.equal(index < LAST ? CODE.None : CODE.ClosedWindow);
      });
    }

    it("lets the first transfer after four idle dates through, and closes the fifth window in time [T-1]", async () => {
      const market = await placed();
      await at("2026-06-09T23:59:59"); // the fifth window begins on 10 June 2026
      await market.token.connect(market.a).transfer(market.dealer, 1);
      await at("2026-06-10T00:00:00");
      await expectRefused(market, market.a, market.dealer, 1, CODE.ClosedWindow);
    });

    it("refuses as the first act after nine idle dates [T-1]", async () => {
      const market = await placed();
      await at("2028-12-12T00:00:00");
      await expectRefused(market, market.a, market.dealer, 1, CODE.ClosedWindow);
    });
  });

  context("when anybody renews the cached windows", () => {
    it("answers as before at every boundary [T-1]", async () => {
      const market = await placed();
      const renewed = async (moment: string) => {
        await at(moment);
        await market.token.connect(market.stranger).renewWindows();
        return market.token.detectTransferRestriction(market.dealer, market.a, 1);
      };
      for (const { index, from, to } of windows) {
        expect(await renewed(`${shifted(from, -1)}T23:59:59`)).to.equal(CODE.None);
        expect(await renewed(`${from}T00:00:00`)).to.equal(CODE.ClosedWindow);
        expect(await renewed(`${to}T23:59:59`)).to.equal(CODE.ClosedWindow);
        expect(await renewed(`${shifted(to, 1)}T00:00:00`)).to.equal(index < LAST ? CODE.None : CODE.ClosedWindow);
        expect(await market.token.recordDaysPassed()).to.equal(index);
      }
    });
  });

  context("after the last window", () => {
    it("stays closed until redemption, years later too [T-1, P-5]", async () => {
      const market = await placed();
      await at("2031-07-01T12:00:00");
      await expectRefused(market, market.dealer, market.a, 1, CODE.ClosedWindow);
      await expectRefused(market, market.a, market.dealer, 1, CODE.ClosedWindow);
    });

    it("says redeemed once it is [P-5]", async () => {
      const market = await placed();
      await redeemAll(market);
      await expectRefused(market, market.a, market.dealer, 1, CODE.Redeemed);
    });
  });
});
