import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import hre from "hardhat";
import { placed } from "../support/market";
import { goTo, ref } from "../support/suite";
import { agreed, proposes, sale } from "../support/trading";

const gasOf = async (sending: Promise<ContractTransactionResponse>): Promise<number> =>
  Number((await (await sending).wait())?.gasUsed);

describe("Gas of a trade, reported without a ceiling", () => {
  before(function () {
    if ((hre as { __SOLIDITY_COVERAGE_RUNNING?: boolean }).__SOLIDITY_COVERAGE_RUNNING === true) this.skip(); // coverage changes gas
  });

  it("propose, confirm and settleAgreement cost", async function () {
    const suite = await placed();
    const { token, market, a, dealer } = suite;
    const deal = sale(suite, "2023-12-14", "2024-01-31");
    const proposing = await gasOf(proposes(suite, a, deal));
    const confirming = await gasOf(market.connect(dealer).confirm(1, deal.bonds, deal.priceYen));
    const id = await agreed(suite, deal);
    await goTo("2023-12-18T09:00:00");
    const settling = await gasOf(token.connect(a).settleAgreement(market, id, ref("cash")));
    for (const gas of [proposing, confirming, settling]) expect(gas).to.be.greaterThan(21_000);
    this.test!.title += ` ${[proposing, confirming, settling].map((gas) => gas.toLocaleString("en-US")).join(" and ")}`;
  });
});
