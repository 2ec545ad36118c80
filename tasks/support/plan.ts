import type { SuiteContract } from "../../deploy/roles";
import { jsonValue, shownValue, type Parsed } from "./abi";
import { namesOf, roleName, signerFor, type Names } from "./accounts";
import { deliver } from "./deliver";
import type { Receipt } from "./fate";
import { settleInterrupted } from "./interrupted";
import type { OpenBond, OpenNetwork } from "./network";
import { printJson, sayer, TaskError, type Say } from "./output";
import { explain } from "./refusals";
import { jstIso } from "./time";

/** One transaction that a task proposes. */
export interface Step {
  /** In which part the signer signs: a role, or the label of a holder. */
  readonly role: string;
  readonly signer: string;
  readonly contract: SuiteContract;
  readonly address: string;
  readonly call: string;
  readonly args: readonly unknown[];
  /** What it changes, for people, in one sentence. */
  readonly changes: string;
  /** The clauses of the terms behind it. */
  readonly clause: string;
}

/** What a task proposes. */
export interface Plan {
  readonly task: string;
  readonly steps: readonly Step[];
  /** What is done already and is left out, or what else is worth knowing. */
  readonly notes: readonly string[];
  /**
   * Plans anew from the chain, which knows how far it is. For pages that all say the same: what an interrupted run has sent is one of them, and no
   * repetition of the others.
   */
  readonly again?: () => Promise<Plan>;
  /** Says how things stand when all was sent; writes the address book if that changed. */
  readonly after?: () => Promise<string>;
}

/** What became of a step. */
interface Sent {
  readonly hash: string;
  readonly block: number;
  readonly at: string;
  readonly gasUsed: number;
  readonly events: readonly (Parsed & { readonly contract: string })[];
}

const NO_NAMES: Names = {
  labelOf: (account) => account,
  nameOf: (account) => account,
  accountOf: (_, text) => Promise.resolve(text),
};

const isBond = (open: OpenNetwork | OpenBond): open is OpenBond => "token" in open;

/** Checks a plan against the chain (a refusal is all that is printed then), prints it, sends it only with `execute`, and says what happened. */
export const carryOut = async (
  open: OpenNetwork | OpenBond,
  proposed: Plan,
  { execute, json }: { readonly execute: boolean; readonly json: boolean },
): Promise<void> => {
  const say = sayer(json);
  const plan = execute ? await withoutArrived(open, proposed, say) : proposed;
  const names = isBond(open) ? await namesOf(open) : NO_NAMES;
  await checkSteps(open, plan, names);
  printPlan(open, plan, names, say);

  const sent: Sent[] = [];
  if (execute) {
    for (const [position, step] of plan.steps.entries()) {
      if (position > 0) await checkStep(open, plan, position, names);
      sent.push(await send(open, plan, position, names));
      sayWhatHappened(step, sent.at(-1), names, say);
    }
    const outcome = await plan.after?.();
    if (outcome !== undefined) say(outcome);
  } else if (plan.steps.length > 0) {
    say("\nchecked, nothing sent: add --execute to send");
  }
  if (json) printJson(document(open, plan, execute, sent));
};

/** Sends a plan without a word, as a story does: the same steps, checked one by one. */
export const carryOutQuietly = async (open: OpenNetwork | OpenBond, plan: Plan): Promise<void> => {
  const names = isBond(open) ? await namesOf(open) : NO_NAMES;
  for (const position of plan.steps.keys()) {
    await checkStep(open, plan, position, names);
    await send(open, plan, position, names);
  }
};

/** A plan less what an interrupted run has sent already: the same transaction, which a second one would do twice. */
const withoutArrived = async (open: OpenNetwork, plan: Plan, say: Say): Promise<Plan> => {
  const { blockOf } = await settleInterrupted(open.hre, say);
  if (plan.again !== undefined) return plan.again();
  const arrivedIn = plan.steps.map((step) => blockOf(step.signer, step.address, dataOf(open, step)));
  const notes = plan.steps.flatMap(({ changes }, position) =>
    arrivedIn[position] === undefined
      ? []
      : [
          `${changes}: an interrupted run has sent it, block ${arrivedIn[position]}: skipped; run it once more to do it again`,
        ],
  );
  return { ...plan, notes: [...plan.notes, ...notes], steps: plan.steps.filter((_, position) => arrivedIn[position] === undefined) }; // prettier-ignore
};

const printPlan = (open: OpenNetwork, plan: Plan, { nameOf }: Names, say: Say): void => {
  say(`${plan.task} on ${open.name}${isBond(open) ? `, bond ${open.id}` : ""}`);
  for (const note of plan.notes) say(`  ${note}`);
  plan.steps.forEach((step, position) => {
    const inputs = open.abi.functionInputs(step.contract, step.call);
    const args = inputs.map((input, at) => `${input.name} ${shownValue(input, step.args[at], nameOf)}`).join(", ");
    say(`\n  ${position + 1}. ${step.changes} [${step.clause}]`);
    say(`     signs  ${roleName(step.role)} ${step.signer}`);
    say(`     calls  ${step.contract}.${step.call}(${args}) at ${step.address}`);
  });
  if (plan.steps.length === 0) say("nothing to send");
};

/** Asks the chain for every step whether it would refuse; the steps of a plan do not depend on each other, or only in their amounts. */
const checkSteps = async (open: OpenNetwork, plan: Plan, names: Names): Promise<void> => {
  for (const position of plan.steps.keys()) await checkStep(open, plan, position, names);
};

const checkStep = async (open: OpenNetwork, plan: Plan, position: number, names: Names): Promise<void> => {
  const step = stepAt(plan, position);
  await signerFor(open.hre, step.role, step.signer);
  const call = { from: step.signer, to: step.address, data: dataOf(open, step) };
  try {
    await open.hre.network.provider.send("eth_call", [call, open.at.blockTag]);
  } catch (error) {
    throw await refused(open, plan, position, names, error);
  }
};

const send = async (open: OpenNetwork, plan: Plan, position: number, names: Names): Promise<Sent> => {
  const step = stepAt(plan, position);
  await signerFor(open.hre, step.role, step.signer);
  try {
    const { role, signer, address } = step;
    const parcel = { task: plan.task, role: roleName(role), from: signer, to: address, data: dataOf(open, step) };
    return await sentIn(open, await deliver(open.hre, parcel));
  } catch (error) {
    throw await refused(open, plan, position, names, error);
  }
};

const sentIn = async (
  { hre, abi }: OpenNetwork,
  { transactionHash, blockNumber, gasUsed, logs }: Receipt,
): Promise<Sent> => {
  const block = await hre.ethers.provider.getBlock(blockNumber);
  return {
    hash: transactionHash,
    block: blockNumber,
    at: jstIso(BigInt(block?.timestamp ?? 0)),
    gasUsed: Number(gasUsed),
    events: logs.flatMap((log) => {
      const event = abi.parseEvent(log);
      return event === undefined ? [] : [{ ...event, contract: log.address }];
    }),
  };
};

const stepAt = ({ steps }: Plan, position: number): Step => {
  const step = steps[position];
  if (step === undefined) throw new RangeError(`there is no step ${position}`);
  return step;
};

const dataOf = ({ abi }: OpenNetwork, { contract, call, args }: Step): string =>
  abi.interfaces[contract].encodeFunctionData(call, args);

const refused = async (
  open: OpenNetwork,
  { task, steps }: Plan,
  position: number,
  { nameOf }: Names,
  error: unknown,
): Promise<TaskError> => {
  const messageOf = (code: number): Promise<string> =>
    isBond(open) ? open.token.messageForTransferRestriction(code) : Promise.resolve(`code ${code}`);
  const where = steps.length === 1 ? task : `${task}, step ${position + 1} of ${steps.length}`;
  return new TaskError(`${where}: ${await explain(error, open.abi, nameOf, messageOf)}`);
};

const LONGEST_EVENT_LIST = 12;

const sayWhatHappened = (step: Step, sent: Sent | undefined, { nameOf }: Names, say: Say): void => {
  if (sent === undefined) return;
  const { block, at, gasUsed, events } = sent;
  say(`\n  sent ${step.call}: block ${block}, ${at}, gas ${gasUsed.toLocaleString("en-US")}`);
  for (const event of events.slice(0, LONGEST_EVENT_LIST)) {
    const values = event.inputs.map((input, at) => `${input.name} ${shownValue(input, event.values[at], nameOf)}`);
    say(`     ${event.name}(${values.join(", ")})`);
  }
  if (events.length > LONGEST_EVENT_LIST) say(`     … ${events.length} events in all`);
};

const document = (open: OpenNetwork, plan: Plan, executed: boolean, sent: readonly Sent[]): unknown => ({
  task: plan.task,
  network: open.name,
  ...(isBond(open) ? { bond: open.id } : {}),
  executed,
  notes: plan.notes,
  steps: plan.steps.map((step, position) => ({
    role: step.role,
    signer: step.signer,
    contract: step.contract,
    address: step.address,
    function: step.call,
    arguments: Object.fromEntries(
      open.abi
        .functionInputs(step.contract, step.call)
        .map((input, at) => [input.name, jsonValue(input, step.args[at])]),
    ),
    changes: step.changes,
    clause: step.clause,
    sent: sent[position] === undefined ? null : sentJson(sent[position]),
  })),
});

const sentJson = ({ events, ...rest }: Sent): unknown => ({
  ...rest,
  events: events.map(({ contract, name, inputs, values }) => ({
    contract,
    name,
    values: Object.fromEntries(inputs.map((input, at) => [input.name, jsonValue(input, values[at])])),
  })),
});
