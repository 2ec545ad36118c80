import { expect } from "chai";
import hre, { ethers } from "hardhat";
import { fixture } from "../support/chain";
import { extraOfTheFirst, extrasOfLives, gasOf, twentySevenYears } from "../support/sleepers";
import { day, goTo, hitachi, isoOf, issuedSuite, openAccounts, ref, type Suite } from "../support/suite";

const fifteenYears = () =>
  issuedSuite({ ...hitachi, schedule: { ...hitachi.schedule, maturityDay: day("2038-12-14") } });

/** 100 investors with 10 bonds each, by address alone: nobody but the dealer has to sign. */
const hundredHolders = async (): Promise<Suite & { readonly holders: string[] }> => {
  const suite = await issuedSuite({ ...hitachi, bonds: 1000 });
  const holders = Array.from({ length: 100 }, (_, i) =>
    ethers.getAddress(ethers.zeroPadValue(ethers.toBeHex(0x1000 + i * 7919), 20)),
  );
  for (const holder of holders) {
    await suite.registry.connect(suite.dealer).open(holder, ethers.id(holder), 0, ethers.id(`data of ${holder}`));
    await suite.token.connect(suite.dealer).transfer(holder, 10);
  }
  return { ...suite, holders };
};

describe("Gas of the paths that shape the storage", function () {
  before(function () {
    if ((hre as { __SOLIDITY_COVERAGE_RUNNING?: boolean }).__SOLIDITY_COVERAGE_RUNNING === true) this.skip(); // coverage changes gas
  });

  context("a transfer between two accounts that hold bonds", () => {
    const CEILING = 38_000;

    it(`costs at most ${CEILING} in both directions`, async () => {
      const suite = await fixture(issuedSuite);
      const { token, dealer, investors } = suite;
      const [a, b] = [investors[0]!, investors[1]!];
      await openAccounts(suite, [a, b]);
      await token.connect(dealer).transfer(a.address, 40);
      await token.connect(dealer).transfer(b.address, 20);
      expect(await gasOf(token.connect(a).transfer(dealer.address, 3))).to.be.at.most(CEILING);
      expect(await gasOf(token.connect(dealer).transfer(b.address, 3))).to.be.at.most(CEILING);
    });

    it(`costs at most ${CEILING} when the issuer purchases from the dealer [P-6]`, async () => {
      const { token, dealer, issuer } = await fixture(issuedSuite);
      await goTo("2023-12-15T00:00:00"); // purchase begins on the day after the closing day
      await token.connect(dealer).transfer(issuer.address, 1);
      expect(await gasOf(token.connect(dealer).transfer(issuer.address, 1))).to.be.at.most(CEILING);
    });

    it(`costs at most ${CEILING} after every date of the bond's life`, async () => {
      const suite = await fixture(fifteenYears);
      const { token, dealer, investors } = suite;
      await openAccounts(suite, [investors[0]!]);
      await token.connect(dealer).transfer(investors[0]!.address, 40);
      for (const date of (await token.paymentDays()).slice(0, -1)) {
        await goTo(`${isoOf(Number(date) + 1)}T00:00:00`);
        await token.connect(investors[0]).transfer(dealer.address, 1);
        expect(await gasOf(token.connect(dealer).transfer(investors[0]!.address, 1))).to.be.at.most(CEILING);
      }
    });
  });

  context("the first transfer after a record day", () => {
    const CEILING = 48_000;

    it(`costs at most ${CEILING} more between accounts that trade after each of 30 record days, the filing of eight included`, async () => {
      const suite = await fixture(fifteenYears);
      const { token, dealer, investors } = suite;
      await openAccounts(suite, [investors[0]!]);
      await token.connect(dealer).transfer(investors[0]!.address, 40);
      for (const date of (await token.paymentDays()).slice(0, -1)) {
        await goTo(`${isoOf(Number(date) + 1)}T00:00:00`);
        expect(await extraOfTheFirst(suite, investors[0]!)).to.be.at.most(CEILING);
      }
    });

    it(`costs at most ${CEILING} more after any number of record days that both accounts slept through`, async () => {
      const idle = await fixture(twentySevenYears);
      const dates = (await idle.token.paymentDays()).slice(0, -1);
      expect(dates.length).to.equal(53);
      for (const date of dates) {
        const suite = await fixture(twentySevenYears);
        await goTo(`${isoOf(Number(date) + 1)}T00:00:00`);
        expect(await extraOfTheFirst(suite, suite.investors[0]!), isoOf(Number(date))).to.be.at.most(CEILING);
      }
    });

    it(`costs at most ${CEILING} more with a dealer's account that took over in between`, async () => {
      const suite = await fixture(twentySevenYears);
      const { token, platformOperator, authority, investors } = suite;
      const [investor, newDealer] = [investors[0]!, investors[5]!];
      const call = token.interface.encodeFunctionData("moveParty", [2, newDealer.address, ref("succession")]);
      const dates = await token.paymentDays();
      await goTo(`${isoOf(Number(dates[2]) + 1)}T00:00:00`);
      await authority.connect(platformOperator).schedule(token, call, 0);
      await goTo(`${isoOf(Number(dates[2]) + 6)}T00:00:01`); // five days later
      await token.connect(platformOperator).moveParty(2, newDealer, ref("succession"));
      for (const index of [9, 17, 25, 33]) {
        await goTo(`${isoOf(Number(dates[index - 1]) + 1)}T00:00:00`);
        expect(await extraOfTheFirst({ ...suite, dealer: newDealer }, investor)).to.be.at.most(CEILING);
      }
    });

    it(`costs at most ${CEILING} more whoever slept for how long, in random order, a date fixed or not`, async () => {
      for (const extra of await extrasOfLives(48_000, 8)) expect(extra.gas, extra.when).to.be.at.most(CEILING);
    });
  });

  context("a payment date of 100 holders", () => {
    const CEILING = 22_000;
    const CEILING_WITH_BURN = 28_000;

    it(`costs at most ${CEILING} a holder to fix and settle, and ${CEILING_WITH_BURN} with the burn of the last date`, async () => {
      const { token, fiscalAgent, payments, holders } = await fixture(hundredHolders);
      const agent = payments.connect(fiscalAgent);
      const references = holders.map((_, i) => ref(`MZH-2024-06-14-${i}`));
      const count = Number(await payments.paymentCount());
      for (let index = 1; index <= count; ++index) {
        const { recordDay, payOn } = await payments.paymentDate(index);
        await goTo(`${isoOf(Number(recordDay))}T00:00:00`);
        const fixing = await gasOf(agent.fix(index, 200));
        await agent.fund(index, (await payments.paymentDate(index)).dueYen, ref("funds"));
        await goTo(`${isoOf(Number(payOn))}T00:00:00`);
        const settling = await gasOf(agent.settle(index, holders, references));
        expect((fixing + settling) / 100).to.be.at.most(index === count ? CEILING_WITH_BURN : CEILING);
      }
      expect(await token.totalSupply()).to.equal(0);
    });
  });
});
