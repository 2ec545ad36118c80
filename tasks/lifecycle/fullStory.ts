import { id } from "ethers";
import { addDays } from "../../lib/day";
import { deployed, issue, openAccounts, tradeBefore, tryAfterRedemption, tryForbiddenWays } from "./acts";
import { convokeMeeting } from "./meetingAct";
import { offer } from "./offeringAct";
import { courtOrder, loseKey } from "./orderActs";
import { payDate } from "./payDate";
import { failAndRetry } from "./retryAct";
import { labelsOf, type Play } from "./play";
import { hourOf } from "./stage";
import { purchaseAndCancel, tradeOnTheMarket } from "./tradeActs";

/** What the full story needs of a sheet. */
export const FULL_STORY_NEEDS = { dates: 7, holders: 4, bonds: 50 } as const;

/**
 * A legal life: offering, trades with the dealer, a purchase and cancellation, a court order inside a closed window that redirects an amount, a failed
 * and a returned payment, a demanded meeting with split votes, a lost key, redemption.
 */
export const tellFullStory = async (play: Play): Promise<void> => {
  await deployed(play);
  await openAccounts(play);
  await offer(play, () => issue(play));
  await keepTerms(play);
  await tryForbiddenWays(play);

  const [first = "", second = ""] = labelsOf(play.stage);
  await tradeOnTheMarket(play, { before: 1, from: first, to: "dealer", bonds: 2 });
  await payDate(play, 1);
  await purchaseAndCancel(play, { after: 1, from: second, bonds: 2 });
  await payDate(play, 2);
  await courtOrder(play, 3);
  await failAndRetry(play, 4);
  await convokeMeeting(play, { after: 4 });
  await payDate(play, 5);
  await loseKey(play, { after: 5, label: first });
  const count = Number(await play.stage.payments.paymentCount());
  for (let index = 6; index <= count; index += 1) {
    await tradeBefore(play, index);
    await payDate(play, index);
  }
  await tryAfterRedemption(play);
  await play.refuse(
    "a second issue",
    () => play.stage.token.connect(play.stage.roles.issuer).issue(),
    hourOf(addDays(play.stage.sheet.terms.maturity, 2), 9),
  );
};

/** The copy of the terms at the head office [N-2]. */
const keepTerms = async ({ stage, send, tell }: Play): Promise<void> => {
  const { documents, roles } = stage;
  const issuer = documents.connect(roles.issuer);
  await send(async () =>
    issuer.setDocument(await documents.TERMS(), "head office, in business hours", id("the terms")),
  );
  await tell("recorded   the copy of the terms that is kept at the head office");
};
