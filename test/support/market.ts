import { expect } from "chai";
import { type BaseContract, type ContractTransactionResponse } from "ethers";
import { ethers } from "hardhat";
import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { impersonateAccount, time } from "@nomicfoundation/hardhat-network-helpers";
import { fixture } from "./chain";
import { at, deploySuite, goTo, isoOf, openAccounts, ref, type Suite } from "./suite";

/** The ERC-1404 codes as the issue numbers them. */
export const CODE = {
  None: 0,
  NotIssued: 1,
  Redeemed: 2,
  ClosedWindow: 3,
  NotDesignated: 4,
  SenderUnknown: 5,
  SenderSuspended: 6,
  ReceiverUnknown: 7,
  ReceiverSuspended: 8,
  SelfTransfer: 9,
  NotThroughDealer: 10,
  IssuerMayOnlyCancel: 11,
  IssuerOutsidePurchaseWindow: 12,
  InsufficientBalance: 13,
  InsufficientUnfrozen: 14,
  Accelerated: 15,
} as const;

export const KIND = { None: 0, Investor: 1, Dealer: 2, Issuer: 3 } as const;
export const STATUS = { None: 0, Active: 1, Suspended: 2, Closed: 3 } as const;
export const ORDER = { Move: 0, Freeze: 1, NewKey: 2 } as const;
export const CAUSE = { Correction: 0, Succession: 1, CourtOrder: 2, LostKey: 3 } as const;
export const ORDER_STATE = { None: 0, Recorded: 1, Executed: 2, Cancelled: 3 } as const;

export const ONE_DAY = 86_400;
export const FIVE_DAYS = 432_000;
export const PLAIN = 1;
export const HASH = ethers.id("the document");

/** A suite with three investors that have accounts, a stranger that has none, and a key that nobody uses yet. */
export interface Market extends Suite {
  readonly a: HardhatEthersSigner;
  readonly b: HardhatEthersSigner;
  readonly c: HardhatEthersSigner;
  readonly stranger: HardhatEthersSigner;
  readonly newKey: HardhatEthersSigner;
}

export const preparedSuite = async (): Promise<Market> => {
  const suite = await deploySuite();
  const [a, b, c, stranger, newKey] = suite.investors as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  await openAccounts(suite, [a, b, c]);
  return { ...suite, a, b, c, stranger, newKey };
};

/** Deployed, handed over, accounts open, nothing issued; 1 December 2023. */
export const prepared = (): Promise<Market> => fixture(preparedSuite);

/** Issued on 14 December 2023, 09:00. The dealer holds all 100 bonds. */
export const issued = async (): Promise<Market> => {
  const market = await prepared();
  await at("2023-12-14T09:00:00");
  await market.token.connect(market.issuer).issue();
  return market;
};

/** Issued and placed: a holds 40, b 20, c nothing, the dealer the other 40. */
export const placed = async (): Promise<Market> => {
  const market = await issued();
  await market.token.connect(market.dealer).transfer(market.a, 40);
  await market.token.connect(market.dealer).transfer(market.b, 20);
  return market;
};

/** Records an order of the register administrator and lets its day pass. */
export const order = async (
  { orders, registerAdministrator }: Market,
  kind: number,
  from: { readonly address: string },
  to: { readonly address: string } | null,
  bonds: number,
): Promise<bigint> => {
  const target = to === null ? ethers.ZeroAddress : to.address;
  await orders
    .connect(registerAdministrator)
    .recordOrder(kind, CAUSE.Correction, from.address, target, bonds, HASH, { gasLimit: 1_000_000 });
  await time.increase(ONE_DAY);
  return orders.orderCount();
};

/** The frozen bonds of `account` become `bonds`, by order. */
export const freeze = async (market: Market, account: { readonly address: string }, bonds: number): Promise<void> => {
  await order(market, ORDER.Freeze, account, null, bonds);
  await market.token.connect(market.registerAdministrator).setFrozenTokens(account.address, bonds);
};

/** Moves `bonds` by order. */
export const force = async (
  market: Market,
  from: { readonly address: string },
  to: { readonly address: string },
  bonds: number,
): Promise<void> => {
  await order(market, ORDER.Move, from, to, bonds);
  await market.token.connect(market.registerAdministrator).forcedTransfer(from.address, to.address, bonds);
};

/** Moves the holder behind `from` to the key `to`, by order. */
export const replaceKey = async (
  market: Market,
  from: { readonly address: string },
  to: { readonly address: string },
): Promise<void> => {
  await order(market, ORDER.NewKey, from, to, 0);
  await market.registry.connect(market.registerAdministrator).replaceKey(from.address, to.address);
};

export const suspend = (market: Market, account: { readonly address: string }) =>
  market.registry.connect(market.registerAdministrator).suspend(account.address, HASH);

/** What it takes to act as the administrator. */
export type Administered = Pick<Suite, "authority" | "platformOperator">;

/** The platform operator schedules a call and lets its five days pass; the caller then sends it. */
export const schedule = async (
  { authority, platformOperator }: Administered,
  target: BaseContract,
  name: string,
  args: readonly unknown[],
): Promise<string> => {
  const data = target.interface.encodeFunctionData(name, args);
  await authority.connect(platformOperator).schedule(await target.getAddress(), data, 0);
  await time.increase(FIVE_DAYS);
  return data;
};

/** What the platform operator does as administrator, its five days included. */
export const administer = async (
  suite: Administered,
  target: BaseContract,
  name: string,
  args: readonly unknown[],
): Promise<ContractTransactionResponse> => {
  await schedule(suite, target, name, args);
  const method = target.connect(suite.platformOperator);
  return (await method.getFunction(name)(...args)) as ContractTransactionResponse;
};

/** Fixes and funds the last date on its record day, so that the redemption has begun. */
export const beginRedemption = async ({ payments, fiscalAgent }: Suite): Promise<bigint> => {
  const agent = payments.connect(fiscalAgent);
  const last = await payments.paymentCount();
  const { recordDay } = await payments.paymentDate(last);
  await goTo(`${isoOf(Number(recordDay))}T09:00:00`);
  await agent.fix(last, 1000);
  await agent.fund(last, (await payments.paymentDate(last)).dueYen, ref("funds"));
  return last;
};

/** Redeems every bond on the last pay day. */
export const redeemAll = async (suite: Suite): Promise<void> => {
  const last = await beginRedemption(suite);
  const { payments, fiscalAgent } = suite;
  await goTo(`${isoOf(Number((await payments.paymentDate(last)).payOn))}T09:00:00`);
  const lines = await payments.linesAt(last, 0, 1000);
  const holders = lines.map(({ holder }) => holder);
  await payments.connect(fiscalAgent).settle(
    last,
    holders,
    holders.map((_, i) => ref(`paid ${i}`)),
  );
};

/** A signer for any address, contracts and the zero address included. */
export const signerOf = async (address: string): Promise<HardhatEthersSigner> => {
  await impersonateAccount(address);
  return ethers.getSigner(address);
};

/** Enough gas that the chain itself refuses, at the time of the block, and not an estimate before it. */
export const MINED = { gasLimit: 1_000_000 } as const;

/** Sends a transfer that the chain refuses with exactly this code, and asks the view the same question afterwards. */
export const expectRefused = async (
  { token }: Suite,
  from: HardhatEthersSigner,
  to: string | { readonly address: string },
  bonds: bigint | number,
  code: number,
): Promise<void> => {
  const target = typeof to === "string" ? to : to.address;
  const [balance, frozen] = [await token.balanceOf(from), await token.getFrozenTokens(from)];
  const sent = token.connect(from).transfer(target, bonds, MINED);
  if (code === CODE.InsufficientBalance) {
    await expect(sent)
      .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
      .withArgs(from.address, balance, bonds);
  } else if (code === CODE.InsufficientUnfrozen) {
    await expect(sent)
      .to.be.revertedWithCustomError(token, "ERC7943InsufficientUnfrozenBalance")
      .withArgs(from.address, bonds, balance > frozen ? balance - frozen : 0n);
  } else {
    await expect(sent)
      .to.be.revertedWithCustomError(token, "TransferRestricted")
      .withArgs(code, from.address, target, bonds);
  }
  expect(await token.detectTransferRestriction(from, target, bonds)).to.equal(code);
};
