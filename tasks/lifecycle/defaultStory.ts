import { id } from "ethers";
import { addDays, formatDay, type JstDay } from "../../lib/day";
import { yen } from "../support/output";
import { allotPlainly, deployed, issue, openAccounts, tradeBefore } from "./acts";
import { fixDate, payDate, payFixedDate } from "./payDate";
import { addressOf, bondsOf, labelsOf, transferOf, type Play } from "./play";
import { hourOf, type Stage } from "./stage";

const DEBT_ACCELERATED = 4;
const NOTICE_OF_ACCELERATION = 2;
const ACCOUNTS_A_PAGE = 200;

/** What the default story needs of a sheet. */
export const DEFAULT_STORY_NEEDS = { dates: 4, holders: 3, bonds: 20 } as const;

/** The issuer loses the benefit of time between two dates; it is recorded after the later one was already paid, except to one holder [D-1]. */
export const tellDefaultStory = async (play: Play): Promise<void> => {
  const { stage, send, refuse, tell } = play;
  const { defaults, roles, payments } = stage;
  await deployed(play);
  await openAccounts(play);
  await issue(play);
  await allotPlainly(play);
  for (const index of [1, 2]) {
    await tradeBefore(play, index);
    await payDate(play, index);
  }
  const unpaid = labelsOf(stage).at(-1) ?? "";
  await payDate(play, 3, { leaving: [await addressOf(stage, unpaid)] });

  // Somebody sells after date 3 was paid: what he received is not the buyer's.
  const [seller = "", buyer = ""] = labelsOf(stage);
  const third = Number((await payments.paymentDate(3)).date) as JstDay;
  const bonds = await bondsOf(stage, seller);
  await send(transferOf(stage, seller, "dealer", bonds), hourOf(addDays(third, 3), 10));
  await send(transferOf(stage, "dealer", buyer, bonds));
  await tell(`traded     all ${bonds} bonds of ${seller} to the dealer and on to ${buyer}`);

  const second = Number((await payments.paymentDate(2)).date) as JstDay;
  const eventDay = addDays(second, 87);
  const recordedDay = addDays(third, 6);
  const administrator = defaults.connect(roles.registerAdministrator);
  const event = (debtsYen: bigint) => () =>
    administrator.recordEvent({
      fact: DEBT_ACCELERATED,
      eventDay,
      debtsYen,
      securityId: 0,
      evidenceHash: id("notice of the lenders"),
    });
  await refuse("recording accelerated debts of exactly ¥1,000,000,000", event(1_000_000_000n), hourOf(recordedDay, 9));
  await send(event(1_000_000_001n));
  await tell(
    `defaulted  on ${formatDay(eventDay)}: debts of ${yen(1_000_000_001n)} accelerated; recorded on ${formatDay(recordedDay)} [D-1]`,
  );
  await refuse("transfer after the acceleration", transferOf(stage, buyer, "dealer", 1));
  await refuse(`paying ${unpaid} for date 3, which lapsed`, settleFor(stage, 3, await addressOf(stage, unpaid)));
  await notifyAll(play);

  await fixDate(play, 0);
  await payFixedDate(play, 0, hourOf(addDays(recordedDay, 10), 10));
  await tell("paid       principal and interest through the day of the event, less what was received for date 3");
};

const settleFor =
  ({ payments, roles }: Stage, index: number, holder: string) =>
  () =>
    payments.connect(roles.fiscalAgent).settle(index, [holder], [id("late")]);

/** The issuer notifies all holders [D-1, N-1]. */
const notifyAll = async ({ stage, send, tell }: Play): Promise<void> => {
  const notices = stage.notices.connect(stage.roles.issuer);
  await send(() =>
    notices.give(NOTICE_OF_ACCELERATION, id("notice of acceleration"), "https://issuer.example/acceleration"),
  );
  const noticeId = await notices.noticeCount();
  while (!(await notices.isComplete(noticeId))) await send(() => notices.deliver(noticeId, ACCOUNTS_A_PAGE));
  await tell("notified   every holder of the acceleration");
};
