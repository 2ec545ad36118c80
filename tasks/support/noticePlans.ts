import { jstDayOf } from "../../lib/day";
import { namesOf } from "./accounts";
import { isoDay } from "./dateJson";
import { nameIn } from "./enums";
import { accountsIn, pagesOf } from "./holders";
import type { OpenBond } from "./network";
import { TaskError } from "./output";
import type { Plan, Step } from "./plan";
import type { TableRow } from "./rows";

/** A notice, as printed; a day that has not come is null. */
export interface NoticeJson {
  readonly id: number;
  readonly kind: string;
  readonly giver: "issuer" | "dealer";
  readonly givenDay: string;
  readonly deliveredDay: string | null;
  readonly publishedDay: string | null;
  readonly completedDay: string | null;
  readonly readAccounts: number;
  readonly sent: number;
  readonly documentHash: string;
  readonly uri: string;
}

/** A holder of whom it is not on record that a notice arrived. */
export interface WaitingJson {
  readonly holder: string;
  readonly account: string;
  readonly state: string;
  readonly channel: string | null;
  readonly since: string | null;
}

export const dayOrNull = (day: bigint): string | null => (day === 0n ? null : isoDay(day));

/** Reads a notice. */
export const readNotice = async ({ notices, at }: OpenBond, id: number): Promise<NoticeJson> => {
  const count = await notices.noticeCount(at);
  if (BigInt(id) > count) throw new TaskError(`--notice: found "${id}", expected a notice from 1 to ${count}`);
  const notice = await notices.noticeAt(id, at);
  return {
    id,
    kind: nameIn("NoticeKind", notice.kind),
    giver: notice.byDealer ? "dealer" : "issuer",
    givenDay: isoDay(notice.givenDay),
    deliveredDay: dayOrNull(notice.deliveredDay),
    publishedDay: dayOrNull(notice.publishedDay),
    completedDay: dayOrNull(await notices.completedDay(id, at)),
    readAccounts: Number(notice.readAccounts),
    sent: Number(notice.sent),
    documentHash: notice.documentHash,
    uri: notice.uri,
  };
};

/** Reads all notices, oldest first. */
export const readNotices = async (open: OpenBond): Promise<readonly NoticeJson[]> => {
  const count = Number(await open.notices.noticeCount(open.at));
  return Promise.all(Array.from({ length: count }, (_, i) => readNotice(open, i + 1)));
};

const READ_PAGE = 500;

/** Reads who has not got a notice. */
export const readWaiting = async (open: OpenBond, id: number): Promise<readonly WaitingJson[]> => {
  const { notices, token, at } = open;
  const { labelOf } = await namesOf(open);
  const accounts = Number(await token.accountCount(at));
  const waiting: WaitingJson[] = [];
  for (let offset = 0; offset < accounts; offset += READ_PAGE) {
    for (const { holder, delivery } of await notices.waitingFor(id, offset, READ_PAGE, at)) {
      const state = nameIn("DeliveryState", delivery.state);
      const channel = state === "None" ? null : nameIn("Channel", delivery.channel);
      waiting.push({ holder: labelOf(holder), account: holder, state, channel, since: dayOrNull(delivery.day) });
    }
  }
  return waiting;
};

const step = async (
  open: OpenBond,
  role: "issuer" | "dealer",
  call: string,
  args: readonly unknown[],
  changes: string,
  clause = "N-1",
): Promise<Step> => ({
  role,
  signer: await open.token[role](open.at),
  contract: "BondNotices",
  address: open.entry.contracts.notices,
  call,
  args,
  changes,
  clause,
});

/** Says how a notice stands. */
const stands = (open: OpenBond, id: number) => async (): Promise<string> => {
  const { completedDay, sent } = await readNotice(open, id);
  const standing = completedDay === null ? "not complete" : `complete since ${completedDay}`;
  return `\nnotice ${id} went to ${sent} holders and is ${standing}`;
};

/** Gives a notice by the issuer. */
export const givePlan = async (open: OpenBond, kind: string, documentHash: string, uri: string): Promise<Plan> => {
  const kinds = ["General", "Meeting", "Acceleration", "Security"];
  const changes = `a notice (${kind}) is given; deliver or publish it next`;
  const after = async (): Promise<string> => `\nit is notice ${await open.notices.noticeCount(open.at)}`;
  const args = [kinds.indexOf(kind), documentHash, uri];
  return { task: "notice give", steps: [await step(open, "issuer", "give", args, changes)], notes: [], after };
};

/** Sends a notice to every holder, page by page. */
export const deliverPlan = async (open: OpenBond, id: number, page: number): Promise<Plan> => {
  const task = "notice deliver";
  const notice = await readNotice(open, id);
  if (notice.deliveredDay !== null) {
    return { task, steps: [], notes: [`notice ${id} was sent to every holder on ${notice.deliveredDay}: skipped`] };
  }
  const accounts = Number(await open.token.accountCount(open.at));
  const done = (await isListedToday(open, id)) ? notice.readAccounts : 0;
  const steps: Step[] = [];
  for (let from = done; from < accounts; from += page) {
    const to = Math.min(from + page, accounts);
    const changes = `notice ${id}: accounts ${from + 1} to ${to} of ${accounts}, those that hold bonds are sent it today`;
    steps.push(await step(open, notice.giver, "deliver", [id, page], changes, "N-1, M-1"));
  }
  const notes = [
    "electronically to holders who agreed, to the others by post: the letters themselves are yours to send",
    ...(done === 0 ? [] : [`accounts 1 to ${done} were read today already: skipped`]),
  ];
  return { task, steps, notes, again: () => deliverPlan(open, id, page), after: stands(open, id) };
};

/** Whether the pages read so far are of today: another day begins anew. */
const isListedToday = async ({ hre, notices, at }: OpenBond, id: number): Promise<boolean> => {
  // not the provider's `getBlock`, which refuses a pending block: that has no number yet
  const block = (await hre.network.provider.send("eth_getBlockByNumber", [at.blockTag, false])) as {
    timestamp: string;
  };
  return (await notices.noticeAt(id, at)).listDay === BigInt(jstDayOf(BigInt(block.timestamp)));
};

/** What became of a notice at some holders. */
export interface Outcome {
  readonly channel: string;
  readonly state: string;
  readonly evidenceHash: string;
}

const CHANNELS = ["Post", "Electronic", "InPerson"];
const STATES = ["None", "Sent", "Delivered", "Returned"];

/** Records what became of a notice; holders of whom that is on record already are left out. */
export const recordPlan = async (
  open: OpenBond,
  id: number,
  rows: readonly TableRow[],
  { channel, state, evidenceHash }: Outcome,
  page: number,
): Promise<Plan> => {
  const names = await namesOf(open);
  const { giver } = await readNotice(open, id);
  const accounts = await accountsIn(names, rows);
  const known = await Promise.all(accounts.map((account) => open.notices.deliveryOf(id, account, open.at)));
  const isDone = (_: string, at: number): boolean => nameIn("DeliveryState", known[at]?.state ?? 0n) === state;
  const chosen = accounts.filter((account, at) => !isDone(account, at));
  const done = accounts.filter(isDone).map(names.labelOf);
  const steps: Step[] = [];
  for (const part of pagesOf(chosen, page)) {
    const args = [id, part, CHANNELS.indexOf(channel), STATES.indexOf(state), evidenceHash];
    const changes = `notice ${id} to ${part.length} holders: ${state}, ${channel}`;
    steps.push(await step(open, giver, "recordDelivery", args, changes));
  }
  const notes = done.length === 0 ? [] : [`${state} already, skipped: ${done.join(", ")}`];
  return { task: "notice record", steps, notes, after: stands(open, id) };
};

/** Records a public notice. */
export const publishPlan = async (
  open: OpenBond,
  id: number,
  channel: string,
  publication: string,
  evidenceHash: string,
): Promise<Plan> => {
  const { giver, kind } = await readNotice(open, id);
  const args = [id, ["Electronic", "Newspaper"].indexOf(channel), publication, evidenceHash];
  const changes = `notice ${id} was given publicly (${channel}): ${publication}`;
  const notes = kind === "Meeting" ? ["the notice of a meeting must also be sent to every holder [M-1]"] : [];
  return {
    task: "notice publish",
    steps: [await step(open, giver, "publish", args, changes)],
    notes,
    after: stands(open, id),
  };
};

/** Records whether a holder agrees to electronic notices. */
export const agreePlan = async (
  open: OpenBond,
  holder: string,
  agrees: boolean,
  documentHash: string,
): Promise<Plan> => {
  const task = "notice agree";
  const names = await namesOf(open);
  const account = await names.accountOf("--holder", holder);
  const said = agrees ? "agrees to electronic notices" : "does not agree to electronic notices";
  if ((await open.notices.agreesToElectronic(account, open.at)) === agrees) {
    return { task, steps: [], notes: [`${names.labelOf(account)} ${said} already: skipped`] };
  }
  const args = [account, agrees, documentHash];
  const changes = `${names.nameOf(account)} ${said}`;
  return { task, steps: [await step(open, "dealer", "setElectronicConsent", args, changes, "M-1, N-1")], notes: [] };
};
