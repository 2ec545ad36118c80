import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import hre, { ethers } from "hardhat";
import { fixture } from "../support/chain";
import { day, goTo, hitachi, isoOf, issuedSuite, openAccounts, ref, type Suite } from "../support/suite";

/** Gas of a transaction as the chain charges it: from the receipt, on berlin, through the real contracts with all rules active. */
const gasOf = async (sending: Promise<ContractTransactionResponse>): Promise<number> => {
  const receipt = await (await sending).wait();
  return Number(receipt?.gasUsed);
};

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
        const first = await gasOf(token.connect(investors[0]).transfer(dealer.address, 1));
        const second = await gasOf(token.connect(dealer).transfer(investors[0]!.address, 1));
        expect(first - second).to.be.at.most(CEILING);
      }
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
