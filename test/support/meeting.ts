import { ethers } from "hardhat";
import { HASH, type Market } from "./market";
import { day, goTo } from "./suite";

export const NOTICE = { General: 0, Meeting: 1, Acceleration: 2, Security: 3 } as const;
export const CHANNEL = { Post: 0, Electronic: 1, InPerson: 2 } as const;
export const DELIVERY = { None: 0, Sent: 1, Delivered: 2, Returned: 3 } as const;
export const PUBLICLY = { Electronic: 0, Newspaper: 1 } as const;
export const MATTER = { Ordinary: 0, Settlement706: 1, Representative736: 2, Executor737: 3, Dismissal738: 4 } as const;
export const RESOLUTION = { Proposed: 0, Rejected: 1, Passed: 2, Approved: 3, Refused: 4 } as const;
export const MEETING = { None: 0, Convened: 1, Voting: 2, Ended: 3, Tallied: 4, Cancelled: 5, Lapsed: 6 } as const;

export const NEW_TERMS = ethers.id("the terms as amended");
export const WHOLE_REGISTER = 1000;

/** What is put to the vote. */
export const proposal = (matter: number = MATTER.Ordinary, newTermsHash: string = ethers.ZeroHash) => ({
  matter,
  proposalHash: ethers.id(`proposal ${matter}`),
  newTermsHash,
});

/** One holder's votes. */
export const ballot = (holder: { readonly address: string }, forBonds: number, againstBonds = 0, abstainBonds = 0) => ({
  holder: holder.address,
  forBonds,
  againstBonds,
  abstainBonds,
});

/** Convenes by the issuer for `meetingDay`, and returns the numbers of the meeting and of its notice. */
export const convene = async (
  { meeting, issuer }: Market,
  meetingDay: string,
  proposals = [proposal()],
  demandId = 0n,
): Promise<{ readonly id: bigint; readonly noticeId: bigint }> => {
  await meeting.connect(issuer).convene(day(meetingDay), HASH, "https://example.com/notice", demandId, proposals);
  const id = await meeting.meetingCount();
  return { id, noticeId: (await meeting.meetingAt(id)).noticeId };
};

/** Convened on 10 January 2024 for 1 February, the earliest day; notice sent to every holder at once. It is 1 February, 09:00. */
export const assembled = async (market: Market, proposals = [proposal()]): Promise<bigint> => {
  await goTo("2024-01-10T09:00:00");
  const { id, noticeId } = await convene(market, "2024-02-01", proposals);
  await market.notices.connect(market.issuer).deliver(noticeId, WHOLE_REGISTER);
  await goTo("2024-02-01T09:00:00");
  return id;
};

/** As {@link assembled}, with these votes on each resolution, and tallied on 2 February. */
export const decided = async (
  market: Market,
  proposals: ReturnType<typeof proposal>[],
  ballots: ReturnType<typeof ballot>[],
): Promise<bigint> => {
  const id = await assembled(market, proposals);
  for (const i of proposals.keys()) await market.meeting.connect(market.dealer).vote(id, i + 1, ballots, HASH);
  await goTo("2024-02-02T00:00:00");
  await market.meeting.tally(id);
  return id;
};
