import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import { ethers } from "hardhat";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { freshChain } from "../support/chain";
import { at, day, hitachi, issuedSuite, jst, openAccounts, ref } from "../support/suite";

/** Gas of a transaction as the chain charges it: from the receipt, on berlin, through the real contracts with all rules active. */
const gasOf = async (sending: Promise<ContractTransactionResponse>): Promise<number> => Number((await (await sending).wait())!.gasUsed);

describe("Gas of the paths that shape the storage", () => {
  const TRANSFER_CEILING = 38_000;
  const RECORD_CEILING = 48_000;

  beforeEach(freshChain);

  it("a transfer between two accounts that hold bonds", async () => {
    const suite = await issuedSuite();
    const { token, dealer, investors } = suite;
    const [a, b] = [investors[0]!, investors[1]!];
    await openAccounts(suite, [a, b]);
    await token.connect(dealer).transfer(a.address, 40);
    await token.connect(dealer).transfer(b.address, 20);
    const back = await gasOf(token.connect(a).transfer(dealer.address, 3));
    const forth = await gasOf(token.connect(dealer).transfer(b.address, 3));
    console.log("transfer", back, forth);
    expect(Math.max(back, forth)).to.be.at.most(TRANSFER_CEILING);
  });

  it("the first transfer after each record day", async () => {
    const suite = await issuedSuite({ ...hitachi, schedule: { ...hitachi.schedule, maturityDay: day("2038-12-14") } });
    const { token, dealer, investors } = suite;
    const a = investors[0]!;
    await openAccounts(suite, [a]);
    await token.connect(dealer).transfer(a.address, 40);
    for (const [i, date] of (await token.paymentDays()).slice(0, -1).entries()) {
      await time.increaseTo(Number(date) * 86400 + 86400);
      const first = await gasOf(token.connect(a).transfer(dealer.address, 1));
      const second = await gasOf(token.connect(dealer).transfer(a.address, 1));
      console.log(i + 1, first, second, first - second);
      expect(first - second).to.be.at.most(RECORD_CEILING);
    }
  });

  it("fixing and settling a date for 100 holders", async () => {
    const suite = await issuedSuite({ ...hitachi, bonds: 1000 });
    const { token, dealer, fiscalAgent, payments, registry } = suite;
    const holders = Array.from({ length: 100 }, (_, i) => ethers.getAddress(ethers.zeroPadValue(ethers.toBeHex(0x1000 + i * 7919), 20)));
    for (const h of holders) {
      await registry.connect(dealer).open(h, ethers.id(h), 0, ethers.id("x" + h));
      await token.connect(dealer).transfer(h, 10);
    }
    const refs = holders.map((_, i) => ref(`MZH-2024-06-14-${i}`));
    const agent = payments.connect(fiscalAgent);
    for (let index = 1; index <= 10; ++index) {
      const d = await payments.paymentDate(index);
      await time.increaseTo(Number(d.recordDay) * 86400 - 9 * 3600);
      const fix = await gasOf(agent.fix(index, 200));
      await agent.fund(index, (await payments.paymentDate(index)).dueYen, ref("F"));
      await time.increaseTo(Math.max(Number(d.payOn) * 86400 - 9 * 3600, await time.latest() + 1));
      const settle = await gasOf(agent.settle(index, holders, refs));
      await agent.close(index);
      console.log("fix+settle a holder", index, fix / 100, settle / 100, (fix + settle) / 100);
      expect((fix + settle) / 100).to.be.at.most(index === 10 ? 28_000 : 22_000);
    }
    expect(await token.totalSupply()).to.equal(0);
  });
});
