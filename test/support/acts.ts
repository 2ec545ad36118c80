import { ethers } from "hardhat";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { ROLES } from "../../deploy/roles";
import type { BondAuthority, BondToken } from "../../typechain-types";
import { FIVE_DAYS, HASH, KIND, ORDER, CAUSE, ONE_DAY, STATUS, administer, order, schedule, suspend } from "./market";
import { FIGURE_ACTS, IMPACT_ACTS, PROCEEDS_ACTS, REPORT_ACTS } from "./greenActs";
import { DEFAULT_ACTS, DOCUMENT_ACTS, MEETING_ACTS, NOTICE_ACTS } from "./legalActs";
import { asContract, placed, type Act } from "./moments";
import { blankCall, type Stage } from "./stage";
import { at, day, goTo, hitachi, ref } from "./suite";
import { MARKET_ACTS, OFFERING_ACTS, confirmed } from "./tradeActs";

const LAW = ref("law");

/** At 00:00 of the first record day. */
const recorded = async (on: Stage): Promise<Stage> => {
  await placed(on);
  await goTo("2024-06-12T00:00:00");
  return on;
};

const fixed = async (on: Stage): Promise<Stage> => {
  await recorded(on);
  await on.payments.connect(on.fiscalAgent).fix(1, 100);
  return on;
};

/** Fixed, funded, at 00:00 of the first pay day. */
const payable = async (on: Stage): Promise<Stage> => {
  await fixed(on);
  await on.payments.connect(on.fiscalAgent).fund(1, (await on.payments.paymentDate(1)).dueYen, ref("funds"));
  await goTo("2024-06-14T00:00:00");
  return on;
};

const settled = async (on: Stage): Promise<Stage> => {
  await payable(on);
  const holders = (await on.payments.linesAt(1, 0, 100)).map(({ holder }) => holder);
  const references = holders.map((_, i) => ref(`paid ${i + 1}`));
  await on.payments.connect(on.fiscalAgent).settle(1, holders, references);
  return on;
};

/** The claim of the investor on date 1 shall go to another account, and the order's day has passed. */
const redirection = async (on: Stage): Promise<void> => {
  await on.orders.connect(on.registerAdministrator).recordRedirection(1, CAUSE.Succession, on.a, on.b, HASH);
  await time.increase(ONE_DAY);
};

const orderId = async (on: Stage): Promise<bigint> => {
  await on.orders
    .connect(on.registerAdministrator)
    .recordOrder(ORDER.Move, CAUSE.Correction, on.a.address, on.b.address, 1, HASH);
  return on.orders.orderCount();
};

const move = (on: Stage): readonly unknown[] => [KIND.Issuer, on.newKey.address, HASH];

/** A call of the authority, to be scheduled. */
const granting = ({ authority, newKey }: Stage): string =>
  authority.interface.encodeFunctionData("grantRole", [ROLES.reviewer, newKey.address, 0]);

/** Another token on the same calendar, under `authority`. */
const anotherToken = (on: Stage, authority: BondAuthority): Promise<BondToken> =>
  ethers.deployContract("BondToken", [authority, on.calendar, hitachi, on.issuer.address, on.dealer.address]);

/** An authority before its handover: the deployer does everything without delay. */
const bareAuthority = ({ deployer }: Stage): Promise<BondAuthority> =>
  ethers.deployContract("BondAuthority", [deployer.address]);

const authority: Record<string, Act> = {
  bindParties: async (on) => (await bareAuthority(on)).bindParties(on.token),
  cancel: async (on) => {
    const data = await schedule(on, on.token, "moveParty", move(on));
    return on.authority.connect(on.issuer).cancel(on.platformOperator, on.token, data);
  },
  consumeScheduledOp: (on) => administer(on, on.token, "moveParty", move(on)),
  execute: async (on) => {
    const data = await schedule(on, on.token, "moveParty", move(on));
    return on.authority.connect(on.platformOperator).execute(on.token, data);
  },
  grantRole: (on) => administer(on, on.authority, "grantRole", [ROLES.reviewer, on.newKey.address, 0]),
  labelRole: (on) => administer(on, on.authority, "labelRole", [ROLES.reviewer, "reviewer"]),
  multicall: async (on) => {
    const target = await on.authority.getAddress();
    const bundled = on.authority.interface.encodeFunctionData("schedule", [target, granting(on), 0]);
    return on.authority.connect(on.platformOperator).multicall([bundled]);
  },
  partyMoves: async (on) =>
    on.authority.connect(await asContract(on.token)).partyMoves(ROLES.issuer, on.issuer, on.newKey),
  renounceRole: (on) => on.authority.connect(on.reviewer).renounceRole(ROLES.reviewer, on.reviewer),
  revokeRole: (on) => administer(on, on.authority, "revokeRole", [ROLES.fiscalAgent, on.fiscalAgent.address]),
  schedule: (on) => on.authority.connect(on.platformOperator).schedule(on.authority, granting(on), 0),
  setGrantDelay: (on) => administer(on, on.authority, "setGrantDelay", [ROLES.reviewer, FIVE_DAYS]),
  setTargetAdminDelay: async (on) =>
    administer(on, on.authority, "setTargetAdminDelay", [await on.token.getAddress(), FIVE_DAYS]),
  setTargetClosed: async (on) => administer(on, on.authority, "setTargetClosed", [await on.token.getAddress(), true]),
  setTargetFunctionRole: async (on) =>
    administer(on, on.authority, "setTargetFunctionRole", [await on.token.getAddress(), ["0x12345678"], 1]),
};

const token: Record<string, Act> = {
  accelerate: async (on) => (await placed(on)).token.connect(await asContract(on.defaults)).accelerate(),
  annulAcceleration: async (on) => {
    const token = (await placed(on)).token.connect(await asContract(on.defaults));
    await token.accelerate();
    return token.annulAcceleration();
  },
  admit: async (on) => on.token.connect(await asContract(on.registry)).admit(on.newKey, 0),
  beginRedemption: async (on) => on.token.connect(await asContract(on.payments)).beginRedemption(),
  connect: async (on) => {
    const bare = await anotherToken(on, await bareAuthority(on));
    return on.deployer.sendTransaction({ to: await bare.getAddress(), data: blankCall(bare, "connect") });
  },
  cancel: async (on) => (await placed(on)).token.connect(on.issuer).cancel(5),
  designateWays: (on) => on.token.connect(on.issuer).designateWays(0),
  forcedTransfer: async (on) => {
    await placed(on);
    await order(on, ORDER.Move, on.a, on.b, 40);
    return on.token.connect(on.registerAdministrator).forcedTransfer(on.a, on.b, 40);
  },
  issue: async (on) => {
    await at("2023-12-14T09:00:00");
    return on.token.connect(on.issuer).issue();
  },
  moveParty: (on) => administer(on, on.token, "moveParty", [KIND.Dealer, on.newKey.address, HASH]),
  readOn: async (on) => on.token.connect(await asContract(on.meeting)).readOn(day("2024-09-01")),
  redeem: async (on) => {
    await placed(on);
    const payments = await asContract(on.payments);
    await on.token.connect(payments).beginRedemption();
    return on.token.connect(payments).redeem([on.a.address]);
  },
  replaceAccount: async (on) => {
    await order(on, ORDER.NewKey, on.a, on.newKey, 0);
    return on.token.connect(await asContract(on.registry)).replaceAccount(on.a, on.newKey);
  },
  setFrozenTokens: async (on) => {
    await order(on, ORDER.Freeze, on.a, null, 7);
    return on.token.connect(on.registerAdministrator).setFrozenTokens(on.a, 7);
  },
  settleAgreement: async (on) => {
    await confirmed(on);
    await goTo("2023-12-19T09:00:00"); // Friday 15, Monday 18, Tuesday 19
    return on.token.connect(on.dealer).settleAgreement(on.market, 1, ref("paid"));
  },
  setStatus: async (on) => on.token.connect(await asContract(on.registry)).setStatus(on.a, STATUS.Suspended, HASH),
  setTaxClass: async (on) => on.token.connect(await asContract(on.registry)).setTaxClass(on.a, 1),
  transfer: async (on) => (await placed(on)).token.connect(on.a).transfer(on.dealer, 1),
};

const calendar: Record<string, Act> = {
  amend: (on) => on.calendar.connect(on.registerAdministrator).amend(day("2026-06-30"), true, LAW),
  loadYear: (on) => on.calendar.connect(on.registerAdministrator).loadYear(2040, []),
  publishYear: (on) => on.calendar.connect(on.registerAdministrator).publishYear(2024, LAW),
  register: async (on) => on.calendar.connect(on.registerAdministrator).register(await anotherToken(on, on.authority)),
};

const registry: Record<string, Act> = {
  open: (on) => on.registry.connect(on.dealer).open(on.newKey, HASH, 0, HASH),
  replaceKey: async (on) => {
    await order(on, ORDER.NewKey, on.a, on.newKey, 0);
    return on.registry.connect(on.registerAdministrator).replaceKey(on.a, on.newKey);
  },
  resume: async (on) => {
    await suspend(on, on.a);
    return on.registry.connect(on.registerAdministrator).resume(on.a, HASH);
  },
  setCommitment: (on) => on.registry.connect(on.dealer).setCommitment(on.a, HASH),
  setTaxClass: (on) => on.registry.connect(on.dealer).setTaxClass(on.a, 1),
  suspend: (on) => suspend(on, on.a),
};

const orders: Record<string, Act> = {
  executeOrder: async (on) => {
    await orderId(on);
    await time.increase(ONE_DAY);
    return on.orders.connect(await asContract(on.token)).executeOrder(ORDER.Move, on.a, on.b, 1);
  },
  executeRedirection: async (on) => {
    await redirection(on);
    return on.orders.connect(await asContract(on.payments)).executeRedirection(1, on.a, on.b);
  },
  recordRedirection: (on) =>
    on.orders.connect(on.registerAdministrator).recordRedirection(1, CAUSE.Succession, on.a, on.b, HASH),
  recordOrder: (on) =>
    on.orders
      .connect(on.registerAdministrator)
      .recordOrder(ORDER.Freeze, CAUSE.CourtOrder, on.a.address, ethers.ZeroAddress, 1, HASH),
  vetoOrder: async (on) => on.orders.connect(on.issuer).vetoOrder(await orderId(on)),
  withdrawOrder: async (on) => on.orders.connect(on.registerAdministrator).withdrawOrder(await orderId(on)),
};

const payments: Record<string, Act> = {
  accelerate: async (on) =>
    (await placed(on)).payments.connect(await asContract(on.defaults)).accelerate(day("2023-12-15")),
  annulAcceleration: async (on) =>
    (await placed(on)).payments.connect(await asContract(on.defaults)).annulAcceleration(),
  close: async (on) => (await settled(on)).payments.connect(on.fiscalAgent).close(1),
  fail: async (on) => (await payable(on)).payments.connect(on.fiscalAgent).fail(1, [on.a], [ref("returned")]),
  fix: async (on) => (await recorded(on)).payments.connect(on.fiscalAgent).fix(1, 100),
  fund: async (on) => (await fixed(on)).payments.connect(on.fiscalAgent).fund(1, 1, ref("funds")),
  instruct: async (on) => (await fixed(on)).payments.connect(on.fiscalAgent).instruct(1, [on.a], HASH),
  recordReturn: async (on) =>
    (await settled(on)).payments.connect(on.fiscalAgent).recordReturn(1, [on.a], [ref("account closed")]),
  redirect: async (on) => {
    await fixed(on);
    await redirection(on);
    return on.payments.connect(on.registerAdministrator).redirect(1, on.a, on.b);
  },
  settle: async (on) => (await payable(on)).payments.connect(on.fiscalAgent).settle(1, [on.a], [ref("paid")]),
};

/** How every function that changes something succeeds, by contract: one entry for each. */
export const ACTS: Readonly<Record<string, Readonly<Record<string, Act>>>> = {
  AnnualReports: REPORT_ACTS,
  BondAuthority: authority,
  BondDefaults: DEFAULT_ACTS,
  BondMarket: MARKET_ACTS,
  BondNotices: NOTICE_ACTS,
  BondOffering: OFFERING_ACTS,
  BondPayments: payments,
  BondToken: token,
  BondholderMeeting: MEETING_ACTS,
  BusinessCalendar: calendar,
  DocumentRegistry: DOCUMENT_ACTS,
  HolderRegistry: registry,
  ImpactRegistry: IMPACT_ACTS,
  ImpactReports: FIGURE_ACTS,
  ProceedsLedger: PROCEEDS_ACTS,
  RegisterOrders: orders,
};

/** Functions whose successful call leaves no event, and why it need not. */
export const SILENT: Readonly<Record<string, string>> = {
  "BondToken.renewWindows": "it renews what the calendar and the terms say already: no view and no decision changes",
  "BondToken.refreshWindows":
    "the calendar calls it in the transaction of its own event, HolidayAmended or BondRegistered",
};

/** Functions that are called in the midst of another call only: the contract's own event shows that they were. */
export const INNER: readonly string[] = ["BondAuthority.consumeScheduledOp"];
