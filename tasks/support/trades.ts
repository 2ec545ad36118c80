import type { IBondMarket } from "../../typechain-types/contracts/BondMarket";
import { namesOf, type Names } from "./accounts";
import { isoDay } from "./dateJson";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { table, TaskError, yen } from "./output";

/** A trade as printed: labels where there are any, whole yen as a string, days `YYYY-MM-DD`. */
export interface TradeJson {
  readonly id: number;
  readonly state: string;
  readonly seller: string;
  readonly sellerAccount: string;
  readonly buyer: string;
  readonly buyerAccount: string;
  readonly bonds: number;
  readonly priceYen: string;
  readonly tradeDay: string;
  readonly expiryDay: string;
  readonly proposedBy: string;
  readonly cancelAskedBy: string | null;
}

/** The same with the days of T-5. */
export interface TradeWithDaysJson extends TradeJson {
  readonly earliestSettlementDay: string;
  readonly settleableFrom: string;
}

export type Trade = IBondMarket.TradeStructOutput;

const PAGE = 200;

/** Trade `id` as the market has it. */
export const tradeOf = async ({ market, at }: OpenBond, id: number): Promise<Trade> => {
  const count = Number(await market.tradeCount(at));
  if (id <= count) return market.tradeAt(id, at);
  throw new TaskError(
    `--id: found "${id}", expected ${count === 0 ? "a trade, and there is none: start with `trade propose`" : `a trade from 1 to ${count}`}`,
  );
};

const sideIn = (side: bigint): string | null => (side === 0n ? null : nameIn("Side", side).toLowerCase());

const tradeJson = (id: number, trade: Trade, { labelOf }: Names): TradeJson => ({
  id,
  state: nameIn("TradeState", trade.state),
  seller: labelOf(trade.seller),
  sellerAccount: trade.seller,
  buyer: labelOf(trade.buyer),
  buyerAccount: trade.buyer,
  bonds: Number(trade.bonds),
  priceYen: trade.priceYen.toString(),
  tradeDay: isoDay(trade.tradeDay),
  expiryDay: isoDay(trade.expiryDay),
  proposedBy: sideIn(trade.proposedBy) ?? "",
  cancelAskedBy: sideIn(trade.cancelAskedBy),
});

/** Reads all trades, oldest first. */
export const readTrades = async (open: OpenBond): Promise<readonly TradeJson[]> => {
  const names = await namesOf(open);
  const count = Number(await open.market.tradeCount(open.at));
  const trades: TradeJson[] = [];
  for (let offset = 0; offset < count; offset += PAGE) {
    for (const trade of await open.market.tradesAt(offset, PAGE, open.at)) {
      trades.push(tradeJson(trades.length + 1, trade, names));
    }
  }
  return trades;
};

/** Reads one trade. */
export const readTrade = async (open: OpenBond, id: number): Promise<TradeWithDaysJson> => {
  const trade = await tradeOf(open, id);
  const [earliest, settleable] = await open.market.settlementDays(trade.tradeDay, open.at);
  return {
    ...tradeJson(id, trade, await namesOf(open)),
    earliestSettlementDay: isoDay(earliest),
    settleableFrom: isoDay(settleable),
  };
};

/** Trades for people. */
export const tradesText = (trades: readonly TradeJson[]): string =>
  trades.length === 0
    ? "no trade yet"
    : table(
        ["#", "state", "seller", "buyer", "bonds", "price", "trade day", "expires"],
        trades.map((each) => [
          each.id,
          each.state,
          each.seller,
          each.buyer,
          each.bonds,
          yen(BigInt(each.priceYen)),
          each.tradeDay,
          each.expiryDay,
        ]),
      );

/** One trade for people. */
export const tradeText = (trade: TradeWithDaysJson): string =>
  [
    tradesText([trade]),
    "",
    `proposed by the ${trade.proposedBy}${trade.cancelAskedBy === null ? "" : `; the ${trade.cancelAskedBy} asks to cancel it`}`,
    `can be settled from ${trade.settleableFrom} through ${trade.expiryDay} [T-5]`,
  ].join("\n");
