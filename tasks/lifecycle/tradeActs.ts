import { encodeBytes32String } from "ethers";
import { addDays, formatDay, startOf, type JstDay } from "../../lib/day";
import { yen } from "../support/output";
import { addressOf, signerOf, transferOf, type Play } from "./play";
import { hourOf } from "./stage";

interface Deal {
  readonly from: string;
  readonly to: string;
  readonly bonds: number;
}

/** A trade about three weeks before the window of a date, settled before it closes [T-2, T-5]. */
export const tradeOnTheMarket = async (
  play: Play,
  { before, ...deal }: Deal & { readonly before: number },
): Promise<void> => {
  const { recordDay } = await play.stage.payments.paymentDate(before);
  await trade(play, deal, addDays(Number(recordDay) as JstDay, -21));
};

/** Proposed by the giver and confirmed by the receiver on the trade day, settled by the giver on the first day on which it can be. */
const trade = async (play: Play, { from, to, bonds }: Deal, tradeDay: JstDay): Promise<JstDay> => {
  const { stage, send, refuse, tell } = play;
  const { market, token, sheet } = stage;
  const [, settleable] = await market.settlementDays(tradeDay);
  const settleDay = Number(settleable) as JstDay;
  const price = (sheet.terms.denominationYen * BigInt(bonds) * 998n) / 1000n;
  const [seller, buyer] = [await addressOf(stage, from), await addressOf(stage, to)];

  await send(
    () => market.connect(signerOf(stage, from)).propose(seller, buyer, bonds, price, tradeDay, addDays(settleDay, 10)),
    hourOf(tradeDay, 10),
  );
  const tradeId = await market.tradeCount();
  await send(() => market.connect(signerOf(stage, to)).confirm(tradeId, bonds, price));
  const book = await market.getAddress();
  const reference = encodeBytes32String(`CASH OF TRADE ${tradeId}`);
  const settle = () => token.connect(signerOf(stage, from)).settleAgreement(book, tradeId, reference);
  await refuse(`settling trade ${tradeId} a second too early`, settle, startOf(settleDay) - 1n);
  await send(settle, hourOf(settleDay, 9));
  await tell(
    `traded     ${bonds} from ${from} to ${to} for ${yen(price)}, agreed ${formatDay(tradeDay)}, settled by ${from} [T-5]`,
  );
  return settleDay;
};

/** The issuer buys along holder, dealer, issuer, and cancels what it bought [P-6]. */
export const purchaseAndCancel = async (
  play: Play,
  { after, from, bonds }: { readonly after: number; readonly from: string; readonly bonds: number },
): Promise<void> => {
  const { stage, send, refuse, tell } = play;
  const { date } = await stage.payments.paymentDate(after);
  const sold = await trade(play, { from, to: "dealer", bonds }, addDays(Number(date) as JstDay, 5));
  await trade(play, { from: "dealer", to: "issuer", bonds }, sold);
  await refuse("the issuer selling its own bonds", transferOf(stage, "issuer", "dealer", 1));
  await send(() => stage.token.connect(stage.roles.issuer).cancel(bonds));
  await tell(`cancelled  ${bonds} bonds that the issuer bought; ${await stage.token.totalSupply()} are outstanding`);
};
