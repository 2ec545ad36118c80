import { encodeBytes32String, type ContractTransactionReceipt } from "ethers";
import { formatDay, startOf, type JstDay } from "../../lib/day";
import { yen } from "../support/output";
import { hourOf, lastSecondOf, type Stage } from "./stage";
import { labelsOf, transferOf, type Call, type Play } from "./play";

/** How many accounts go into one transaction of a payment date. */
const PAGE = 200;
const SCHEDULED = 0n;

/** What a story does otherwise on a payment date. */
export interface Twist {
  /** Between reading the register and paying. */
  readonly afterFixing?: () => Promise<void>;
  /** Holders, by account, whose payment fails on the day. */
  readonly failing?: readonly string[];
  /** Leaves these holders, by account, neither paid nor failed, and the date open. */
  readonly leaving?: readonly string[];
}

/** A payment date from the record day to the end of its closed window. */
export const payDate = async (play: Play, index: number, twist: Twist = {}): Promise<void> => {
  const { stage, tell, refuse } = play;
  const { date, payOn, recordDay } = await stage.payments.paymentDate(index);
  const [seller = ""] = labelsOf(stage);
  const inWindow = transferOf(stage, seller, "dealer", 1);
  await refuse(
    `transfer in the first second of closed window ${index}`,
    inWindow,
    startOf(Number(recordDay) as JstDay),
  );
  await fixDate(play, index);
  await twist.afterFixing?.();
  await payFixedDate(play, index, hourOf(Number(payOn) as JstDay, 10), twist);
  const { dueYen, openLines } = await stage.payments.paymentDate(index);
  const outcome = openLines === 0n ? "closed" : `${openLines} still waiting`;
  await tell(
    `paid       date ${index} (${formatDay(Number(date) as JstDay)}) on ${formatDay(Number(payOn) as JstDay)}: ${yen(dueYen)}, ${outcome}`,
  );
  await refuse(`transfer in the last second of closed window ${index}`, inWindow, lastSecondOf(Number(date) as JstDay));
};

/** Reads the register for a date. */
export const fixDate = async (play: Play, index: number): Promise<void> => {
  const { payments, roles } = play.stage;
  const agent = payments.connect(roles.fiscalAgent);
  while ((await payments.paymentDate(index)).state === SCHEDULED) await step(play, index, () => agent.fix(index, PAGE));
  const { dueYen, fixedBonds, recordDay } = await payments.paymentDate(index);
  const name = index === 0 ? "the acceleration" : `date ${index} of ${await payments.paymentCount()}`;
  await play.tell(
    `fixed      ${name}: ${fixedBonds} bonds as of ${formatDay(Number(recordDay) as JstDay)}, ${yen(dueYen)} due`,
  );
};

/** Funds a fixed date at a moment, settles everybody, and closes it. */
export const payFixedDate = async (
  play: Play,
  index: number,
  at: bigint,
  { failing = [], leaving = [] }: Twist = {},
): Promise<void> => {
  const { payments, roles } = play.stage;
  const agent = payments.connect(roles.fiscalAgent);
  const { dueYen, payOn } = await payments.paymentDate(index);
  const day = formatDay(Number(payOn) as JstDay);
  let when: bigint | undefined = at; // whatever comes first
  const next = async (call: Call): Promise<void> => {
    await step(play, index, call, when);
    when = undefined;
  };
  if (dueYen > 0n) await next(() => agent.fund(index, dueYen, encodeBytes32String(`FUND ${index}`)));
  for (const page of await duePages(play.stage, index)) {
    const paid = page.filter((holder) => !failing.includes(holder) && !leaving.includes(holder));
    const references = paid.map((_, i) => encodeBytes32String(`MT ${day} ${index}/${i + 1}`));
    if (paid.length > 0) await next(() => agent.settle(index, paid, references));
  }
  if (failing.length > 0) {
    await next(() =>
      agent.fail(
        index,
        [...failing],
        failing.map(() => encodeBytes32String("account closed at the bank")),
      ),
    );
  }
  if (leaving.length === 0) await next(() => agent.close(index));
};

/** Sends a step of a date, and counts its gas. */
const step = async (play: Play, index: number, call: Call, at?: bigint): Promise<ContractTransactionReceipt> => {
  const receipt = await play.send(call, at);
  play.gasUsed.set(index, (play.gasUsed.get(index) ?? 0) + Number(receipt.gasUsed));
  return receipt;
};

/** The holders listed on a date, in pages. */
const duePages = async ({ payments, token }: Stage, index: number): Promise<string[][]> => {
  const accounts = Number(await token.accountCount());
  const pages: string[][] = [];
  for (let offset = 0; offset < accounts; offset += PAGE) {
    const lines = await payments.linesAt(index, offset, PAGE);
    if (lines.length > 0) pages.push(lines.map(({ holder }) => holder));
  }
  return pages;
};
