import { allotPlainly, deployed, issue, openAccounts, tradeBefore, tryAfterRedemption, tryForbiddenWays } from "./acts";
import { payDate } from "./payDate";
import type { Play } from "./play";

/** The whole life: opening, issue, allotment, then every payment date with its trade, its closed window and its settlement. */
export const tellStory = async (play: Play): Promise<void> => {
  await deployed(play);
  await openAccounts(play);
  await issue(play);
  await allotPlainly(play);
  await tryForbiddenWays(play);
  const count = Number(await play.stage.payments.paymentCount());
  for (let index = 1; index <= count; index += 1) {
    await tradeBefore(play, index);
    await payDate(play, index);
  }
  await tryAfterRedemption(play);
};
