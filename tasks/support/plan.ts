import { toQuantity } from "ethers";
import { argumentsJson, dataOf, jsonValue, shownArguments, shownValue, type Callable, type Parsed } from "./abi";
import { namesOf, roleName, signerFor, type Names } from "./accounts";
import { deliver } from "./deliver";
import type { Receipt } from "./fate";
import { requireFit } from "./fit";
import { settleInterrupted } from "./interrupted";
import { rememberHolders } from "./labels";
import type { OpenBond, OpenNetwork } from "./network";
import { printJson, sayer, TaskError, type Say } from "./output";
import { preparedOf, requirePreparable, writePrepared } from "./prepare";
import { explain } from "./refusals";
import { jstIso } from "./time";

/** One transaction that a task proposes. */
export interface Step {
  /** In which part the signer signs: a role, or the label of a holder. */
  readonly role: string;
  readonly signer: string;
  readonly contract: Callable;
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
  /** Labels of holders, with their accounts, that the address book learns when all was sent. */
  readonly holders?: Readonly<Record<string, string>>;
  /** Says how things stand when all was sent. */
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

/** How the steps of a plan leave. */
export interface Way {
  /** Refuses a step that cannot leave like this. */
  readonly ready: (step: Step) => Promise<unknown>;
  readonly send: (step: Step) => Promise<Receipt>;
  /** The gas limit, where it is fixed already. */
  readonly gasOf?: (step: Step) => number;
}

/** Signed here: by a key of this network, or a signer that answers. */
const signedHere = ({ hre, abi }: OpenNetwork, task: string): Way => ({
  ready: ({ role, signer }) => signerFor(hre, role, signer),
  send: (step) =>
    deliver(hre, { task, role: roleName(step.role), from: step.signer, to: step.address, data: dataOf(abi, step) }),
});

/** Signed elsewhere: nobody here needs a key, and nothing leaves. */
const signedElsewhere: Way = {
  ready: () => Promise.resolve(),
  send: () => Promise.reject(new TaskError("what is prepared is sent with `tx broadcast` when it is signed")),
};

/**
 * Checks a plan against the chain (a refusal is all that is printed then), prints it, sends it only with `execute`, and says what happened. With
 * `prepare` it goes to that file instead.
 */
export const carryOut = async (
  open: OpenNetwork | OpenBond,
  proposed: Plan,
  { execute, json, prepare }: { readonly execute: boolean; readonly json: boolean; readonly prepare?: string },
): Promise<void> => {
  if (prepare !== undefined) requirePreparable(prepare, execute);
  if (execute || prepare !== undefined) await requireFit(open.hre, sayer(json));
  const plan = execute || prepare !== undefined ? await withoutArrived(open, proposed, sayer(json)) : proposed;
  const way = prepare === undefined ? signedHere(open, plan.task) : signedElsewhere;
  await carry(open, plan, way, { execute, json, ...(prepare === undefined ? {} : { prepare }) });
};

/** The same for a plan and the way that it goes. */
export const carry = async (
  open: OpenNetwork | OpenBond,
  plan: Plan,
  way: Way,
  { execute, json, prepare }: { readonly execute: boolean; readonly json: boolean; readonly prepare?: string },
): Promise<void> => {
  const say = sayer(json);
  const names = isBond(open) ? await namesOf(open) : NO_NAMES;
  await checkSteps(open, plan, way, names);
  const isEmpty = plan.steps.length === 0;
  const prepared = prepare === undefined || isEmpty ? undefined : await preparedOf(open, plan);
  printPlan(open, plan, names, say);

  const sent: Sent[] = [];
  if (execute) {
    for (const [position, step] of plan.steps.entries()) {
      if (position > 0) await checkStep(open, plan, way, position, names);
      sent.push(await send(open, plan, way, position, names));
      sayWhatHappened(step, sent.at(-1), names, say);
    }
    if (isBond(open) && plan.holders !== undefined) await rememberHolders(open, plan.holders, say);
    const outcome = await plan.after?.();
    if (outcome !== undefined) say(outcome);
  } else if (prepare !== undefined && prepared !== undefined) {
    writePrepared(prepare, prepared);
    say(
      `\nchecked, nothing sent: wrote ${prepare}; sign it with \`tx sign\` where the keys are, and send it with \`tx broadcast\``,
    );
  } else if (!isEmpty) {
    say("\nchecked, nothing sent: add --execute to send");
  }
  const file = prepare === undefined ? {} : { prepared: isEmpty ? null : prepare };
  if (json) printJson({ ...document(open, plan, execute, sent), ...file });
};

/** Sends a plan without a word, as a story does: the same steps, checked one by one. */
export const carryOutQuietly = async (open: OpenNetwork | OpenBond, plan: Plan): Promise<void> => {
  const names = isBond(open) ? await namesOf(open) : NO_NAMES;
  const way = signedHere(open, plan.task);
  for (const position of plan.steps.keys()) {
    await checkStep(open, plan, way, position, names);
    await send(open, plan, way, position, names);
  }
};

/** A plan less what an interrupted run has sent already: the same transaction, which a second one would do twice. */
const withoutArrived = async (open: OpenNetwork, plan: Plan, say: Say): Promise<Plan> => {
  const { blockOf } = await settleInterrupted(open.hre, say);
  if (plan.again !== undefined) return plan.again();
  const arrivedIn = plan.steps.map((step) => blockOf(step.signer, step.address, dataOf(open.abi, step)));
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
    say(`\n  ${position + 1}. ${step.changes} [${step.clause}]`);
    say(`     signs  ${roleName(step.role)} ${step.signer}`);
    say(`     calls  ${step.contract}.${step.call}(${shownArguments(open.abi, step, nameOf)}) at ${step.address}`);
  });
  if (plan.steps.length === 0) say("nothing to send");
};

/** Asks the chain for every step whether it would refuse; the steps of a plan do not depend on each other, or only in their amounts. */
const checkSteps = async (open: OpenNetwork, plan: Plan, way: Way, names: Names): Promise<void> => {
  for (const position of plan.steps.keys()) await checkStep(open, plan, way, position, names);
};

const checkStep = async (open: OpenNetwork, plan: Plan, way: Way, position: number, names: Names): Promise<void> => {
  const step = stepAt(plan, position);
  await way.ready(step);
  const gas = way.gasOf?.(step);
  const error = await refusalOf(open, step, gas);
  if (error === undefined) return;
  const isPoor = gas !== undefined && (await refusalOf(open, step)) === undefined;
  throw await refused(open, plan, position, names, isPoor ? new TaskError(`needs more gas than the ${gas.toLocaleString("en-US")} that were signed for it; prepare it again`) : error); // prettier-ignore
};

/** What the chain has against a call, now; undefined if nothing. Short of gas, a call may be refused for any reason. */
const refusalOf = async ({ hre, abi, at }: OpenNetwork, step: Step, gas?: number): Promise<unknown> => {
  const limit = gas === undefined ? {} : { gas: toQuantity(gas) };
  const call = { from: step.signer, to: step.address, data: dataOf(abi, step), ...limit };
  return hre.network.provider.send("eth_call", [call, at.blockTag]).then(
    () => undefined,
    (error: unknown) => error,
  );
};

const send = async (open: OpenNetwork, plan: Plan, way: Way, position: number, names: Names): Promise<Sent> => {
  try {
    return await sentIn(open, await way.send(stepAt(plan, position)));
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

const document = (open: OpenNetwork, plan: Plan, executed: boolean, sent: readonly Sent[]): object => ({
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
    arguments: argumentsJson(open.abi, step),
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
