import { expect } from "chai";
import { fixture } from "../support/chain";
import { hitachiOn } from "../support/network";
import { agentOf, fixDate, LINE, linesOf, payOut, readyToPay, settle, stateOf, DATE } from "../support/paying";
import { at, day, goTo, issuedSuite, openAccounts, ref, type Suite } from "../support/suite";
import { bondVectors } from "../support/vectors";

/** The dealer holds everything: its line is the whole issue. */
const wholeLine = async (suite: Suite, index: number) => {
  const [line, ...others] = await linesOf(suite, index);
  expect(others).to.deep.equal([]);
  return line!;
};

describe("A bond of another size", () => {
  context("whose first payment is its maturity", () => {
    const oneDate = () => issuedSuite(hitachiOn("2024-06-14", "2024-06-14"));

    it("has one date, which pays, redeems and burns [P-2, P-5]", async () => {
      const suite = await fixture(oneDate);
      expect(await suite.payments.paymentCount()).to.equal(1);
      await readyToPay(suite, 1);
      await expect(settle(suite, 1, suite.dealer))
        .to.emit(suite.payments, "Settled") // 100 x 299,000; 15.315 % is 4,579,185.0
        .withArgs(1, suite.dealer.address, 29_900_000, 4_579_185, 10_000_000_000n, ref("paid 1"));
      await agentOf(suite).close(1);
      expect(await suite.token.totalSupply()).to.equal(0);
      expect(await suite.token.isRedeemed()).to.equal(true);
    });

    it("closes on 12 June 2024 at 00:00:00 and never opens again [T-1]", async () => {
      const suite = await fixture(oneDate);
      const { token, dealer } = suite;
      await openAccounts(suite, [suite.investors[0]!]);
      await goTo("2024-06-11T23:59:58");
      const code = () => token.detectTransferRestriction(dealer.address, suite.investors[0]!.address, 1);
      expect(await code()).to.equal(0);
      await goTo("2024-06-12T00:00:00");
      expect(await code()).to.equal(3);
      await goTo("2024-06-15T00:00:00");
      expect(await code()).to.equal(3);
    });
  });

  context("of one bond", () => {
    it("pays the cut of one bond on every date, and redeems it [P-3, P-5]", async () => {
      const single = () => issuedSuite({ ...hitachiOn("2024-06-14", "2024-12-14"), bonds: 1, denominationYen: 1_000n });
      const suite = await fixture(single);
      // 1,000 x 0.00299 = 2.99 -> 2; 15.315 % of 2 = 0.3063 -> 0
      const line = await wholeLine(suite, 1);
      expect([line.bonds, line.gross, line.withheld]).to.deep.equal([1, 2n, 0n]);
      await readyToPay(suite, 1);
      await payOut(suite, 1);
      await readyToPay(suite, 2);
      expect((await suite.payments.paymentDate(2)).dueYen).to.equal(1_002);
      await payOut(suite, 2);
      expect(await suite.token.totalSupply()).to.equal(0);
    });

    it("of one yen has dates with nothing due: listed, Funded by being fixed, settled with zero [P-3]", async () => {
      const oneYen = () => issuedSuite({ ...hitachiOn("2024-06-14", "2024-12-14"), bonds: 1, denominationYen: 1n });
      const suite = await fixture(oneYen);
      await goTo("2024-06-12T00:00:00");
      await fixDate(suite, 1);
      expect(await stateOf(suite, 1)).to.equal(DATE.funded);
      await goTo("2024-06-14T00:00:00");
      await expect(agentOf(suite).close(1)).to.be.revertedWithCustomError(suite.payments, "HoldersWaiting");
      await payOut(suite, 1);
      expect((await wholeLine(suite, 1)).state).to.equal(LINE.settled);
    });
  });

  context("of 1,000,000 bonds and 10^15 yen, at the largest rate", () => {
    // interest per yen 0.999999 / 2 = 0.4999995; a bond of 10^9: 499,999,500; all: 499,999,500,000,000
    const largest = () => {
      const terms = hitachiOn("2024-06-14", "2024-12-14");
      return issuedSuite({
        ...terms,
        bonds: 1_000_000,
        denominationYen: 1_000_000_000n,
        schedule: { ...terms.schedule, ratePpm: 999_999 },
      });
    };

    it("pays every yen to a single holder, and burns a million bonds [P-3, P-5, P-8]", async () => {
      const suite = await fixture(largest);
      // 499,999,500,000,000 x 15.315 % = 76,574,923,425,000.0
      const line = await wholeLine(suite, 1);
      expect([line.bonds, line.gross, line.withheld]).to.deep.equal([
        1_000_000,
        499_999_500_000_000n,
        76_574_923_425_000n,
      ]);
      await readyToPay(suite, 1);
      await payOut(suite, 1);
      await readyToPay(suite, 2);
      expect((await suite.payments.paymentDate(2)).dueYen).to.equal(1_499_999_500_000_000n);
      await payOut(suite, 2);
      expect(await suite.token.totalSupply()).to.equal(0);
    });

    it("counts 999,999 bonds and 1 bond apart [P-3]", async () => {
      const suite = await fixture(largest);
      const holder = suite.investors[0]!;
      await openAccounts(suite, [holder]);
      await suite.token.connect(suite.dealer).transfer(holder.address, 999_999);
      await readyToPay(suite, 1);
      const lines = await linesOf(suite, 1);
      expect(lines.map(({ bonds, gross }) => [bonds, gross])).to.deep.equal([
        [1, 499_999_500n],
        [999_999, 499_999_000_000_500n],
      ]);
      expect(await suite.token.supplyAtRecord(1)).to.equal(1_000_000);
    });
  });

  context("with a first period of more than a half-year", () => {
    // The vector "long-first-period" begins before the test network's first block. The same rule, later: closing 20 December 2023, first
    // payment 14 July 2024. The half-year ending 14 January 2024 has 184 days, of which 25 are counted (21 December to 14 January), and the
    // next, 15 January to 14 July, is whole: 0.00598 / 2 x (1 + 25/184) = 0.00339625
    const longFirst = () => issuedSuite(hitachiOn("2024-07-14", "2025-01-14", "2023-12-20"));

    it("pays both parts, cut once [P-2, P-3]", async () => {
      const suite = await fixture(longFirst);
      // 0.00299 x 209 / 184 = 0.62491 / 184 = 0.0033962500000...
      expect((await suite.payments.paymentDate(1)).interestPerYen).to.equal(33_962_500_000n);
      expect((await wholeLine(suite, 1)).gross).to.equal(33_962_500n); // 10^10 x 0.00339625
      expect((await wholeLine(suite, 2)).gross).to.equal(29_900_000n);
    });
  });

  context("with a first period of more than a year, at a rate that leaves a remainder", () => {
    // Closing 20 December 2023, first payment 14 June 2025: 177 of the 183 days through 14 June 2024 (21 December to 14 June), then two half-years.
    const veryLong = () => {
      const terms = hitachiOn("2025-06-14", "2025-12-14", "2023-12-20");
      return issuedSuite({ ...terms, schedule: { ...terms.schedule, ratePpm: 7_350 } });
    };

    it("pays all parts as one fraction [P-2, P-3]", async () => {
      const suite = await fixture(veryLong);
      // 0.003675 x (2 + 177/183) = 0.003675 x 543/183 = 1.995525 / 183 = 0.0109045081967...
      expect((await suite.payments.paymentDate(1)).interestPerYen).to.equal(109_045_081_967n);
      expect((await wholeLine(suite, 1)).gross).to.equal(109_045_081n);
    });
  });

  it("accrues through any day as the vectors say, at the deployed bond [P-1, P-2]", async () => {
    const suite = await fixture(issuedSuite);
    const { accrued } = bondVectors.find(({ name }) => name === "hitachi-21")!;
    for (const { through, accruesFrom, interestPerYenE13 } of accrued) {
      const [accrues, from, perYen] = await suite.payments.accruedThrough(day(through));
      expect([accrues, accrues ? Number(from) : null, perYen.toString()], through).to.deep.equal([
        accruesFrom !== null,
        accruesFrom === null ? null : day(accruesFrom),
        interestPerYenE13,
      ]);
    }
  });

  it("shows every date of the vectors at the deployed bond [P-2, P-4, T-1]", async () => {
    const suite = await fixture(issuedSuite);
    const { schedule } = bondVectors.find(({ name }) => name === "hitachi-21")!;
    for (const { index, date, payOn, blackoutFrom, interestPerYenE13, interestTotalOneHolder } of schedule.payments) {
      const shown = await suite.payments.paymentDate(index);
      expect([shown.date, shown.payOn, shown.recordDay, shown.interestPerYen, shown.redeems]).to.deep.equal([
        BigInt(day(date)),
        BigInt(day(payOn)),
        BigInt(day(blackoutFrom)),
        BigInt(interestPerYenE13),
        index === 10,
      ]);
      expect((await wholeLine(suite, index)).gross.toString()).to.equal(interestTotalOneHolder);
    }
  });

  it("starts with nothing recorded on any date", async () => {
    const suite = await fixture(issuedSuite);
    await at("2023-12-15T00:00:00");
    const { state, fixedAccounts, fixedBonds, openLines, dueYen, fundedYen } = await suite.payments.paymentDate(10);
    expect([state, fixedAccounts, fixedBonds, openLines, dueYen, fundedYen]).to.deep.equal([0n, 0n, 0n, 0n, 0n, 0n]);
  });
});
