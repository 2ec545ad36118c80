import type { ContractTransactionResponse } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { fixture } from "./chain";
import { oneOf, randomFrom } from "./random";
import { day, goTo, hitachi, isoOf, issuedSuite, openAccounts, type Suite } from "./suite";

/** Gas of a transaction as the chain charges it: from the receipt, on berlin, through the real contracts with all rules active. */
export const gasOf = async (sending: Promise<ContractTransactionResponse>): Promise<number> => {
  const receipt = await (await sending).wait();
  return Number(receipt?.gasUsed);
};

/** As long as the shipped holidays reach: 54 dates, June 2024 through December 2050. Three investors hold bonds. */
export const twentySevenYears = async (): Promise<Suite> => {
  const suite = await issuedSuite({
    ...hitachi,
    schedule: { ...hitachi.schedule, maturityDay: day("2050-12-14") },
  });
  const investors = suite.investors.slice(0, 3);
  await openAccounts(suite, investors);
  for (const { address } of investors) await suite.token.connect(suite.dealer).transfer(address, 20);
  return suite;
};

/** What the first transfer of this moment costs more than the next one between the same two accounts. */
export const extraOfTheFirst = async ({ token, dealer }: Suite, investor: HardhatEthersSigner): Promise<number> => {
  const first = await gasOf(token.connect(investor).transfer(dealer.address, 1));
  return first - (await gasOf(token.connect(dealer).transfer(investor.address, 1)));
};

/** What the first transfer after a record day cost more, and when. */
export interface Extra {
  readonly when: string;
  readonly gas: number;
}

/** Random lives of 27 years in which each account sleeps as long as it likes, and dates are fixed or not. */
export const extrasOfLives = async (seed: number, lives: number): Promise<readonly Extra[]> => {
  const pick = randomFrom(seed);
  const extras: Extra[] = [];
  for (let life = 0; life < lives; ++life) {
    const suite = await fixture(twentySevenYears);
    const { token, payments, fiscalAgent, investors } = suite;
    const dates = await token.paymentDays();
    for (let index = pick(1, 9); index < dates.length; index += pick(1, oneOf(pick, [1, 3, 12]))) {
      await goTo(`${isoOf(Number(dates[index - 1]) + 1)}T00:00:00`);
      if (pick(0, 3) === 0) await payments.connect(fiscalAgent).fix(index, 100);
      const gas = await extraOfTheFirst(suite, investors[pick(0, 2)]!);
      extras.push({ when: `seed ${seed}, life ${life}, date ${index}`, gas });
    }
  }
  return extras;
};
