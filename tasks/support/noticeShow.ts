import type { OpenBond } from "./network";
import { readNotice, readNotices, readWaiting, type NoticeJson, type WaitingJson } from "./noticePlans";
import { table } from "./output";

/** All notices, or one of them with who has not got it. */
export const readShown = async (
  open: OpenBond,
  id: number | undefined,
): Promise<{ readonly notices: readonly NoticeJson[]; readonly waiting?: readonly WaitingJson[] }> => {
  if (id === undefined) return { notices: await readNotices(open) };
  return { notices: [await readNotice(open, id)], waiting: await readWaiting(open, id) };
};

/** Notices for people. */
export const noticesText = (notices: readonly NoticeJson[]): string =>
  notices.length === 0
    ? "no notice"
    : table(
        ["#", "kind", "giver", "given", "sent to all", "published", "complete", "sent to"],
        notices.map((each) => [
          each.id,
          each.kind,
          each.giver,
          each.givenDay,
          each.deliveredDay,
          each.publishedDay,
          each.completedDay,
          each.sent,
        ]),
      );

/** Who has not got a notice, for people. */
export const waitingText = (waiting: readonly WaitingJson[]): string =>
  waiting.length === 0
    ? "it is on record that every holder got it"
    : table(
        ["holder", "account", "state", "channel", "since"],
        waiting.map((each) => [each.holder, each.account, each.state, each.channel, each.since]),
      );
