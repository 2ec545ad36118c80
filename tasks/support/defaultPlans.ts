import { formatDay, type JstDay } from "../../lib/day";
import { administratorOf, administratorPlan } from "./administratorPlan";
import { isoDay } from "./dateJson";
import { readStanding } from "./defaultStatus";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { TaskError, yen } from "./output";
import type { Plan, Step } from "./plan";

/** An event of default, as it is recorded. */
export interface DefaultEvent {
  readonly fact: number;
  readonly eventDay: JstDay;
  readonly debtsYen: bigint;
  readonly securityId: number;
  readonly evidenceHash: string;
}

const step = ({ entry }: OpenBond, call: string, args: readonly unknown[], changes: string, clause: string): Step => ({
  role: "registerAdministrator",
  signer: entry.roles.registerAdministrator,
  contract: "BondDefaults",
  address: entry.contracts.defaults,
  call,
  args,
  changes,
  clause,
});

const stands = (open: OpenBond) => async (): Promise<string> => {
  const { standing, eventDay } = await readStanding(open);
  return `\nthe bond is ${standing}${eventDay === null ? "" : ` by the event of ${eventDay}`}`;
};

/** Records the event by which the benefit of time was lost. */
export const eventPlan = async (open: OpenBond, event: DefaultEvent): Promise<Plan> => {
  const { defaults, at } = open;
  const { fact, eventDay, debtsYen, securityId, evidenceHash } = event;
  const task = "default record";
  const day = formatDay(eventDay);
  const kept = await defaults.defaultEvent(at);
  const isKept = kept.evidenceHash === evidenceHash && kept.eventDay === BigInt(eventDay) && kept.fact === BigInt(fact);
  if (isKept) return { task, steps: [], notes: [`this event of ${day} is recorded already: skipped`] };
  const what = `${nameIn("Fact", fact)} on ${day}, ground ${await defaults.groundOf(fact, at)}`;
  const changes = `the benefit of time is lost by ${what}: nothing moves any more, and principal and interest through that day are due as payment date 0`;
  const args = [[fact, eventDay, debtsYen, securityId, evidenceHash]];
  return {
    task,
    steps: [step(open, "recordEvent", args, changes, "D-1")],
    notes: [
      "only the administrator can annul this, after five days, and only until date 0 is being fixed",
      ...(await lapsingNotes(open, eventDay)),
    ],
    after: stands(open),
  };
};

/** Which dates lapse, and what was settled for them already. */
const lapsingNotes = async ({ payments, at }: OpenBond, eventDay: JstDay): Promise<string[]> => {
  const count = Number(await payments.paymentCount(at));
  const lapsing: string[] = [];
  const begun: string[] = [];
  for (let index = 1; index <= count; index += 1) {
    const { date, fundedYen } = await payments.paymentDate(index, at);
    if (date <= BigInt(eventDay)) continue;
    lapsing.push(`${index} (${isoDay(date)})`);
    if (fundedYen > 0n) begun.push(String(index));
  }
  const setOff = `dates ${begun.join(", ")}: what was settled is set off per holder`;
  return [`dates that lapse: ${lapsing.join(", ") || "none"}`, ...(begun.length === 0 ? [] : [setOff])];
};

/** Records that another bond was given security. */
export const securityPlan = async (open: OpenBond, bond: number, day: JstDay, documentHash: string): Promise<Plan> => {
  const binds = nameIn("SecuredBond", bond) === "UnsecuredInJapan";
  const effect = binds ? "this bond must be given security of the same rank" : "this binds the issuer to nothing here";
  const changes = `another bond (${nameIn("SecuredBond", bond)}) was given security on ${formatDay(day)}: ${effect}`;
  const after = async (): Promise<string> =>
    `\nit is security ${await open.defaults.securityCount(open.at)}: complete it with \`default same-rank\` and \`default formalities\``;
  const args = [bond, day, documentHash];
  return Promise.resolve({
    task: "default security",
    steps: [step(open, "recordSecurity", args, changes, "D-2")],
    notes: [],
    after,
  });
};

/** Records that this bond was secured, or that formalities and notice are complete. */
export const completionPlan = async (
  open: OpenBond,
  name: "same-rank" | "formalities",
  id: number,
  day: JstDay,
  documentHash: string,
): Promise<Plan> => {
  const task = `default ${name}`;
  const known = (await readStanding(open)).securities.find((each) => each.id === id);
  if (known === undefined) throw new TaskError(`--security: found "${id}", expected one of \`default status\` [D-2]`);
  const isRank = name === "same-rank";
  if ((isRank ? known.sameRankDay : known.formalitiesDay) === formatDay(day)) {
    return { task, steps: [], notes: [`security ${id}: ${name} of ${formatDay(day)} is recorded already: skipped`] };
  }
  const done = isRank ? "this bond was given security of the same rank" : "formalities and public notice are complete";
  const changes = `security ${id}: ${done}, on ${formatDay(day)}`;
  const call = isRank ? "recordSameRank" : "recordFormalities";
  return { task, steps: [step(open, call, [id, day, documentHash], changes, "D-2")], notes: [] };
};

/** Records damages for delay. */
export const damagesPlan = async (open: OpenBond, amountYen: bigint, documentHash: string): Promise<Plan> => {
  const changes = `damages for delay of ${yen(amountYen)}, by law`;
  const steps = [step(open, "recordDamages", [amountYen, documentHash], changes, "D-1")];
  const after = async (): Promise<string> =>
    `\ndamages recorded in all: ${yen(BigInt((await readStanding(open)).damagesYen))}`;
  return Promise.resolve({ task: "default damages", steps, notes: [], after });
};

/** Annuls an event that was recorded in error. */
export const annulPlan = async (open: OpenBond, documentHash: string): Promise<Plan> =>
  administratorPlan(open, {
    task: "default annul",
    administrator: await administratorOf(open),
    acts: [
      {
        ...{
          contract: "BondDefaults",
          address: open.entry.contracts.defaults,
          call: "annulEvent",
          args: [documentHash],
        },
        changes: "the recorded event never was: bonds move again, and the dates that lapsed stand again",
        ...{ clause: "D-1", isDone: !(await open.token.isAccelerated(open.at)) },
      },
    ],
  });
