import { id } from "ethers";
import { addDays, formatDay, startOf, type JstDay } from "../../lib/day";
import { nameIn } from "../support/enums";
import { addressOf, bondsOf, labelsOf, transferOf, type Play } from "./play";
import { hourOf } from "./stage";

const ORDINARY = 0;
const SETTLEMENT_706 = 1;
const ACCOUNTS_A_PAGE = 200;
const NO_TERMS = `0x${"0".repeat(64)}`;

interface Vote {
  readonly holder: string;
  readonly forBonds: number;
  readonly againstBonds: number;
  readonly abstainBonds: number;
}

/** Holders demand a meeting; it is convened, votes are split, one resolution passes and takes effect with the court's approval [M-1 to M-3]. */
export const convokeMeeting = async (play: Play, { after }: { readonly after: number }): Promise<void> => {
  const { stage, send, refuse, tell } = play;
  const { meeting, notices, roles } = stage;
  const [dealer, issuer] = [meeting.connect(roles.dealer), meeting.connect(roles.issuer)];
  const { date } = await stage.payments.paymentDate(after);
  const demandDay = addDays(Number(date) as JstDay, 10);
  const holdings = await holdingsOf(play);

  const tenth = holdings.reduce((sum, { bonds }) => sum + bonds, 0) / 10;
  const small = holdings.filter(({ bonds }) => bonds < tenth).slice(0, 1);
  const large = holdings.filter(({ bonds }) => bonds >= tenth).slice(0, 1);
  for (const one of small) {
    const call = async () => dealer.demand([await addressOf(stage, one.label)], id("purpose"), id("reasons"));
    await refuse(`a demand by ${one.label} alone, with ${one.bonds} bonds`, call, hourOf(demandDay, 9));
  }
  const accounts = await Promise.all(large.map(({ label }) => addressOf(stage, label)));
  await send(() => dealer.demand(accounts, id("purpose"), id("reasons")), hourOf(demandDay, 10));
  const demandId = await meeting.demandCount();
  await tell(
    `demanded   a meeting, by ${large.map(({ label, bonds }) => `${label} with ${bonds} bonds`).join()} [M-2]`,
  );

  const noticeDay = addDays(demandDay, 3);
  const meetingDay = addDays(noticeDay, 30);
  const proposals = [
    { matter: ORDINARY, proposalHash: id("report"), newTermsHash: NO_TERMS },
    { matter: SETTLEMENT_706, proposalHash: id("amendment"), newTermsHash: id("the terms as amended") },
    { matter: SETTLEMENT_706, proposalHash: id("another amendment"), newTermsHash: id("other terms") },
  ];
  const convene = (day: JstDay) => () =>
    issuer.convene(day, id("notice"), "https://issuer.example/notice", demandId, proposals);
  await refuse("convening with 20 whole days between", convene(addDays(noticeDay, 21)), hourOf(noticeDay, 9));
  await send(convene(meetingDay), hourOf(noticeDay, 10));
  const meetingId = await meeting.meetingCount();
  const { noticeId } = await meeting.meetingAt(meetingId);
  while (!(await notices.isComplete(noticeId))) {
    await send(() => notices.connect(roles.issuer).deliver(noticeId, ACCOUNTS_A_PAGE));
  }
  await tell(`convened   the meeting for ${formatDay(meetingDay)} in Tokyo; every holder was sent the notice [M-1]`);

  const [seller] = holdings;
  if (seller !== undefined) await send(transferOf(stage, seller.label, "dealer", 1), startOf(meetingDay));
  await tell(`traded     1 from ${seller?.label} on the meeting day: it votes with what it held at 00:00 [M-3]`);
  const ballots = async (votes: readonly Vote[]) =>
    Promise.all(votes.map(async (vote) => ({ ...vote, holder: await addressOf(stage, vote.holder) })));
  const whole = holdings.map(({ label, bonds }) => vote(label, bonds, 0));
  const split = holdings.map(({ label, bonds }, i) => (i === 0 ? vote(label, bonds - 5, 5) : vote(label, bonds, 0)));
  const refused = holdings.map(({ label, bonds }) => vote(label, Math.floor(bonds / 2), Math.ceil(bonds / 2)));
  const instructions = id("instructions of the clients");
  await refuse("more votes than bonds", async () =>
    dealer.vote(
      meetingId,
      1,
      await ballots(holdings.slice(0, 1).map(({ label, bonds }) => vote(label, bonds, 1))),
      instructions,
    ),
  );
  for (const [i, votes] of [whole, split, refused].entries()) {
    await send(async () => dealer.vote(meetingId, i + 1, await ballots(votes), instructions));
  }
  await tell("voted      by the dealer on its clients' instructions, split where they say so");

  await send(() => issuer.tally(meetingId), hourOf(addDays(meetingDay, 1), 9));
  const outcomes: string[] = [];
  for (const resolution of [1, 2, 3]) {
    const { state, forBonds } = await meeting.resolutionAt(meetingId, resolution);
    outcomes.push(`${resolution} ${nameIn("ResolutionState", state)} with ${forBonds} for`);
  }
  await tell(`tallied    ${outcomes.join(", ")} [M-3]`);
  const dayOfCourt = addDays(meetingDay, 5);
  for (const resolution of [1, 2]) {
    const call = () => issuer.recordApplication(meetingId, resolution, dayOfCourt, id(`application ${resolution}`));
    await send(call, resolution === 1 ? hourOf(dayOfCourt, 10) : undefined);
  }
  const decisionDay = addDays(meetingDay, 40);
  for (const resolution of [1, 2]) {
    const call = () => issuer.recordDecision(meetingId, resolution, true, decisionDay, id(`decision ${resolution}`));
    await send(call, resolution === 1 ? hourOf(decisionDay, 10) : undefined);
  }
  await tell(
    `approved   by the court: version ${(await meeting.termsVersionCount()) - 1n} of the terms, beside the first [M-3]`,
  );
};

const vote = (holder: string, forBonds: number, againstBonds: number): Vote => ({
  holder,
  forBonds,
  againstBonds,
  abstainBonds: 0,
});

/** Who holds bonds, the largest first. */
const holdingsOf = async ({ stage }: Play): Promise<{ label: string; bonds: number }[]> => {
  const holdings: { label: string; bonds: number }[] = [];
  for (const label of labelsOf(stage)) holdings.push({ label, bonds: await bondsOf(stage, label) });
  return holdings.filter(({ bonds }) => bonds > 0).sort((a, b) => b.bonds - a.bonds);
};
