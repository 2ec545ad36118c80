import { isoDay } from "../support/dateJson";
import { nameIn } from "../support/enums";
import type { Stage } from "./stage";

// What the full and the default story add to the JSON, read from the chain. Money is text.

/** The legal life: offering, trades, orders, redirections, meetings and versions of the terms. */
export const readLegalLife = async (stage: Stage) => ({
  offering: await readOffering(stage),
  trades: await readTrades(stage),
  cancelledBonds: await readCancelled(stage),
  orders: await readOrders(stage),
  redirections: await readRedirections(stage),
  meetings: await readMeetings(stage),
  termsVersions: await readTermsVersions(stage),
});

const readOffering = async ({ offering, labelOf }: Stage) => {
  const [{ underwritingFeeYen, issueCostsYen }, ratings, count] = await Promise.all([
    offering.terms(),
    offering.ratings(),
    offering.applicationCount(),
  ]);
  return {
    grossYen: (await offering.grossProceedsYen()).toString(),
    underwritingFeeYen: underwritingFeeYen.toString(),
    issueCostsYen: issueCostsYen.toString(),
    netYen: (await offering.netProceedsYen()).toString(),
    ratings: ratings.map(({ agency, rating }) => ({ agency, rating })),
    allotments: (await offering.applicationsAt(0, count)).map((each) => ({
      holder: labelOf(each.holder),
      appliedBonds: Number(each.appliedBonds),
      allottedBonds: Number(each.allottedBonds),
      state: nameIn("ApplicationState", each.state),
    })),
  };
};

const readTrades = async ({ market, labelOf }: Stage) =>
  (await market.tradesAt(0, await market.tradeCount())).map((trade, i) => ({
    id: i + 1,
    seller: labelOf(trade.seller),
    buyer: labelOf(trade.buyer),
    bonds: Number(trade.bonds),
    priceYen: trade.priceYen.toString(),
    tradeDay: isoDay(trade.tradeDay),
    state: nameIn("TradeState", trade.state),
  }));

const readCancelled = async ({ token }: Stage): Promise<number> =>
  (await token.queryFilter(token.filters.Cancelled())).reduce((sum, { args }) => sum + Number(args.bonds), 0);

const readOrders = async ({ orders, labelOf }: Stage) => {
  const count = Number(await orders.orderCount());
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const order = await orders.orderAt(i + 1);
      return {
        id: i + 1,
        kind: nameIn("Kind", order.kind),
        cause: nameIn("Cause", order.cause),
        from: labelOf(order.from),
        to: labelOf(order.to),
        bonds: Number(order.bonds),
        state: nameIn("State", order.state),
      };
    }),
  );
};

const readRedirections = async ({ payments, labelOf }: Stage) =>
  (await payments.queryFilter(payments.filters.Redirected())).map(({ args }) => ({
    index: Number(args.index),
    holder: labelOf(args.holder),
    from: labelOf(args.from),
    to: labelOf(args.to),
    grossYen: args.amounts.grossYen.toString(),
    withheldYen: args.amounts.withheldYen.toString(),
    principalYen: args.amounts.principalYen.toString(),
  }));

const readMeetings = async ({ meeting }: Stage) => {
  const count = Number(await meeting.meetingCount());
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const { day, demandId } = await meeting.meetingAt(i + 1);
      const resolutions = Number(await meeting.resolutionCount(i + 1));
      return {
        id: i + 1,
        day: isoDay(day),
        demandId: Number(demandId),
        state: nameIn("MeetingState", await meeting.stateOf(i + 1)),
        resolutions: await Promise.all(
          Array.from({ length: resolutions }, async (_, k) => {
            const found = await meeting.resolutionAt(i + 1, k + 1);
            const { allBonds } = await meeting.countOf(i + 1, k + 1);
            return {
              number: k + 1,
              matter: nameIn("Matter", found.matter),
              forBonds: Number(found.forBonds),
              againstBonds: Number(found.againstBonds),
              abstainBonds: Number(found.abstainBonds),
              allBonds: Number(allBonds),
              state: nameIn("ResolutionState", found.state),
            };
          }),
        ),
      };
    }),
  );
};

const readTermsVersions = async ({ meeting }: Stage) => {
  const count = Number(await meeting.termsVersionCount());
  return Promise.all(
    Array.from({ length: count }, async (_, version) => {
      const { termsHash, meetingId, resolution, effectiveDay } = await meeting.termsVersionAt(version);
      return {
        version,
        termsHash,
        meetingId: Number(meetingId),
        resolution: Number(resolution),
        effectiveDay: effectiveDay === 0n ? null : isoDay(effectiveDay),
      };
    }),
  );
};

/** The default: the event, what was set off, and what is to be recovered. */
export const readDefault = async ({ defaults, payments, labelOf }: Stage) => {
  const event = await defaults.defaultEvent();
  const setOffs = await payments.queryFilter(payments.filters.ReceivedSetOff());
  return {
    default: {
      ground: Number(await defaults.groundOf(event.fact)),
      fact: nameIn("Fact", event.fact),
      eventDay: isoDay(event.eventDay),
      recordedDay: isoDay((await payments.acceleration()).recordedDay),
      debtsYen: event.debtsYen.toString(),
      standing: nameIn("Standing", await defaults.standing()),
      setOffs: setOffs.map(({ args }) => ({
        holder: labelOf(args.holder),
        setOffYen: args.setOffYen.toString(),
        recoverYen: args.recoverYen.toString(),
      })),
    },
  };
};
