import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import hre from "hardhat";
import { fixture } from "../support/chain";
import { signerOf } from "../support/market";
import { oneOf, randomFrom } from "../support/random";
import { day, goTo, hitachi, isoOf, issuedSuite, openAccounts, type Suite } from "../support/suite";

const gasOf = async (sending: Promise<ContractTransactionResponse>): Promise<number> =>
  Number((await (await sending).wait())?.gasUsed);

/** 30 dates through December 2038. Three investors hold bonds. */
const fifteenYears = async (): Promise<Suite> => {
  const suite = await issuedSuite({ ...hitachi, schedule: { ...hitachi.schedule, maturityDay: day("2038-12-14") } });
  const investors = suite.investors.slice(0, 3);
  await openAccounts(suite, investors);
  for (const { address } of investors) await suite.token.connect(suite.dealer).transfer(address, 20);
  return suite;
};

const readOn = async ({ token, meeting }: Suite, japanDay: number): Promise<void> => {
  await token.connect(await signerOf(await meeting.getAddress())).readOn(japanDay);
};

/** The ceilings of test/gas/gas.test.ts, which no meeting may raise. */
const CEILING = 38_000;
const EXTRA_CEILING = 48_000;

describe("Gas of transfers when meetings are held", function () {
  before(function () {
    if ((hre as { __SOLIDITY_COVERAGE_RUNNING?: boolean }).__SOLIDITY_COVERAGE_RUNNING === true) this.skip(); // coverage changes gas
  });

  it(`a transfer costs at most ${CEILING} with a meeting ahead, and with one passed [M-3]`, async () => {
    const suite = await fixture(fifteenYears);
    const { token, dealer, investors } = suite;
    await readOn(suite, day("2024-02-01"));
    await readOn(suite, day("2024-03-01"));
    for (const iso of ["2024-01-31", "2024-02-01", "2024-03-01", "2024-03-02"]) {
      await goTo(`${iso}T09:00:00`);
      await token.connect(investors[0]).transfer(dealer, 1);
      expect(await gasOf(token.connect(dealer).transfer(investors[0]!.address, 1)), iso).to.be.at.most(CEILING);
      expect(await gasOf(token.connect(investors[0]).transfer(dealer.address, 1)), iso).to.be.at.most(CEILING);
    }
  });

  it(`the first transfer after a meeting day costs at most ${EXTRA_CEILING} more, whoever slept for how long [M-3, P-3]`, async () => {
    const pick = randomFrom(720);
    for (let life = 0; life < 8; ++life) {
      const suite = await fixture(fifteenYears);
      const { token, dealer, investors } = suite;
      const dates = (await token.paymentDays()).slice(0, -1).map(Number);
      // up to three meetings in every half-year, convened 22 to 60 days before: some of them together
      const meetings = dates.flatMap((date) => Array.from({ length: pick(0, 3) }, () => date - pick(0, 110)));
      const convened = new Map<number, number[]>();
      for (const each of meetings) {
        const on = each - pick(22, 60);
        convened.set(on, [...(convened.get(on) ?? []), each]);
      }
      const stops = [...new Set([...dates.map((date) => date + 1), ...meetings])].sort((x, y) => x - y);
      let [at, done] = [pick(0, 5), 0];
      for (const stop of [...new Set([...stops, ...convened.keys()])].sort((x, y) => x - y)) {
        if (stop < day("2024-01-10")) continue;
        await goTo(`${isoOf(stop)}T09:00:00`);
        for (const each of convened.get(stop) ?? []) await readOn(suite, each);
        const isClosed = (await token.detectTransferRestriction(dealer, investors[0]!, 1)) !== 0n;
        if (!stops.includes(stop) || isClosed || done++ < at) continue;
        const investor = investors[pick(0, 2)]!;
        const first = await gasOf(token.connect(investor).transfer(dealer.address, 1));
        const second = await gasOf(token.connect(dealer).transfer(investor.address, 1));
        expect(first - second, `life ${life}, ${isoOf(stop)}`).to.be.at.most(EXTRA_CEILING);
        expect(second).to.be.at.most(CEILING);
        at = done + pick(0, oneOf(pick, [0, 2, 12]));
      }
    }
  }).timeout(240_000);
});
