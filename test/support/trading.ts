import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { MINED, type Market } from "./market";
import { day, ref } from "./suite";

/** As in `IBondMarket`. */
export const TRADE = {
  none: 0n,
  proposed: 1n,
  confirmed: 2n,
  settled: 3n,
  cancelled: 4n,
  expired: 5n,
  failed: 6n,
} as const;
export const SIDE = { neither: 0n, seller: 1n, buyer: 2n } as const;

/** A trade as the tests write it; days are ISO. */
export interface Deal {
  readonly seller: HardhatEthersSigner;
  readonly buyer: HardhatEthersSigner;
  readonly bonds: number;
  readonly priceYen: bigint;
  readonly tradeDay: string;
  readonly expiryDay: string;
}

/** a sells 10 bonds to the dealer at ¥99.5 per ¥100 of face: 10 × 99,500,000. */
export const sale = ({ a, dealer }: Market, tradeDay: string, expiryDay: string): Deal => ({
  seller: a,
  buyer: dealer,
  bonds: 10,
  priceYen: 995_000_000n,
  tradeDay,
  expiryDay,
});

/** The dealer sells 3 bonds at par. */
export const saleTo = ({ dealer }: Market, buyer: HardhatEthersSigner, tradeDay: string, expiryDay: string): Deal => ({
  seller: dealer,
  buyer,
  bonds: 3,
  priceYen: 300_000_000n,
  tradeDay,
  expiryDay,
});

export const proposes = (
  { market }: Market,
  by: HardhatEthersSigner,
  { seller, buyer, bonds, priceYen, tradeDay, expiryDay }: Deal,
): Promise<ContractTransactionResponse> =>
  market.connect(by).propose(seller, buyer, bonds, priceYen, day(tradeDay), day(expiryDay), MINED);

export const confirms = (
  { market }: Market,
  by: HardhatEthersSigner,
  id: bigint | number,
  { bonds, priceYen }: Pick<Deal, "bonds" | "priceYen">,
): Promise<ContractTransactionResponse> => market.connect(by).confirm(id, bonds, priceYen, MINED);

/** Proposed by the seller and confirmed by the buyer. */
export const agreed = async (suite: Market, deal: Deal): Promise<bigint> => {
  await proposes(suite, deal.seller, deal);
  const id = await suite.market.tradeCount();
  await confirms(suite, deal.buyer, id, deal);
  return id;
};

/** The seller, or somebody in his place, settles a trade through the token. */
export const settles = async (
  { token, market }: Market,
  by: HardhatEthersSigner,
  id: bigint | number,
  bankReference = ref("cash"),
): Promise<ContractTransactionResponse> => token.connect(by).settleAgreement(market, id, bankReference, MINED);

export const stateOf = async ({ market }: Market, id: bigint | number): Promise<bigint> =>
  (await market.tradeAt(id)).state;

/** The settlement is refused by the rule of the token with this code, and the trade stays as it was. */
export const expectHeld = async (
  suite: Market,
  { seller, buyer, bonds }: Deal,
  id: bigint,
  code: number,
): Promise<void> => {
  await expect(settles(suite, seller, id))
    .to.be.revertedWithCustomError(suite.token, "TransferRestricted")
    .withArgs(code, seller.address, buyer.address, bonds);
  expect(await stateOf(suite, id)).to.equal(TRADE.confirmed);
};
