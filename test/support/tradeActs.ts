import { asContract, issue, placed, type Act } from "./moments";
import type { Stage } from "./stage";
import { at, day, goTo, ref } from "./suite";

const PRICE = 300_000_000n;

/** The dealer proposes to sell 3 bonds to the investor, traded on Friday 15 December 2023. */
const propose = ({ market, dealer, a }: Stage) =>
  market.connect(dealer).propose(dealer, a, 3, PRICE, day("2023-12-15"), day("2024-01-31"));

const proposed = async (on: Stage): Promise<Stage> => {
  await placed(on);
  await propose(on);
  return on;
};

/** Trade 1, confirmed by both. */
export const confirmed = async (on: Stage): Promise<Stage> => {
  await proposed(on);
  await on.market.connect(on.a).confirm(1, 3, PRICE);
  return on;
};

export const MARKET_ACTS: Readonly<Record<string, Act>> = {
  cancel: async (on) => (await proposed(on)).market.connect(on.dealer).cancel(1),
  confirm: async (on) => (await proposed(on)).market.connect(on.a).confirm(1, 3, PRICE),
  expire: async (on) => {
    await proposed(on);
    await goTo("2024-02-01T00:00:00");
    return on.market.connect(on.stranger).expire(1);
  },
  fail: async (on) => {
    await confirmed(on);
    await goTo("2023-12-19T00:00:00");
    return on.market.connect(on.dealer).fail(1, ref("no money came"));
  },
  propose: async (on) => propose(await placed(on)),
  settleFor: async (on) => {
    await confirmed(on);
    await goTo("2023-12-19T00:00:00");
    return on.market.connect(await asContract(on.token)).settleFor(1, on.dealer, ref("paid"));
  },
};

/** On the closing day the investor has applied for 10 bonds. */
const applied = async (on: Stage): Promise<Stage> => {
  await issue(on);
  await on.offering.connect(on.dealer).applyFor(on.a, 10);
  return on;
};

const allotted = async (on: Stage): Promise<Stage> => {
  await applied(on);
  await on.offering.connect(on.dealer).allot(on.a, 10);
  return on;
};

/** Ten bonds at ¥100,000,000. */
const pay = ({ offering, dealer, a }: Stage) => offering.connect(dealer).confirmPayment(a, 1_000_000_000n, ref("paid"));

const underwrite = ({ offering, issuer }: Stage) => offering.connect(issuer).confirmUnderwriting(ref("paid"));

export const OFFERING_ACTS: Readonly<Record<string, Act>> = {
  allot: async (on) => (await applied(on)).offering.connect(on.dealer).allot(on.a, 10),
  applyFor: async (on) => {
    await at("2023-12-14T09:00:00");
    return on.offering.connect(on.dealer).applyFor(on.a, 10);
  },
  confirmPayment: async (on) => pay(await allotted(on)),
  confirmUnderwriting: async (on) => underwrite(await issue(on)),
  settleFor: async (on) => {
    await pay(await allotted(on));
    await underwrite(on);
    return on.offering.connect(await asContract(on.token)).settleFor(1, on.dealer, ref("paid"));
  },
  withdraw: async (on) => (await applied(on)).offering.connect(on.dealer).withdraw(on.a),
};
