import { encodeBytes32String } from "ethers";
import { addDays, type JstDay } from "../../lib/day";
import { addressOf, bondsOf, labelsOf, type Play } from "./play";
import { payDate } from "./payDate";
import { hourOf } from "./stage";

/** One payment fails, and the date closes all the same; another comes back. Both are paid later [P-7, P-9]. */
export const failAndRetry = async (play: Play, index: number): Promise<void> => {
  const { stage, send, tell } = play;
  const agent = stage.payments.connect(stage.roles.fiscalAgent);
  const paid: string[] = [];
  for (const label of labelsOf(stage)) if ((await bondsOf(stage, label)) > 0) paid.push(label);
  const [failing = "", returning = ""] = paid;
  const [failed, returned] = [await addressOf(stage, failing), await addressOf(stage, returning)];

  await payDate(play, index, { failing: [failed] });
  await tell(`failed     the payment to ${failing}; the date is closed, and the amount stays due [P-7, P-9]`);
  const { date } = await stage.payments.paymentDate(index);
  const later = (days: number): bigint => hourOf(addDays(Number(date) as JstDay, days), 10);
  await send(() => agent.recordReturn(index, [returned], [encodeBytes32String("returned by the bank")]), later(1));
  await tell(`returned   the payment to ${returning}`);
  await send(() => agent.settle(index, [failed, returned], ["RETRY 1", "RETRY 2"].map(encodeBytes32String)), later(3));
  await tell(`paid again ${failing} and ${returning} of date ${index}`);
};
