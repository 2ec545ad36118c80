/**
 * Generates and runs a local permissioned network like the production network's: QBFT, berlin, no fee.
 *
 * `npm run network:qbft -- --help` says everything.
 */
import { TaskError } from "../tasks/support/output";
import { command } from "./support/command";
import { requestTimeoutSeconds, tolerated, urlOf, type QbftNetwork } from "./support/qbft";
import { readNetwork, writeNetwork } from "./support/qbftFolder";
import { keptNetwork, newNetwork, PROGRAM_VARIABLES, requestOf, USAGE, type Request } from "./support/qbftOptions";
import { launchAll, nextBlock, refuseBadProgram, refuseTakenPorts, stopAll } from "./support/qbftRun";

const say = (line: string): void => console.log(line);

/** The network of the request, made if it is not there. Whatever speaks against a start is said before anything is written. */
const prepare = async ({ folder, given, generate, program }: Request): Promise<QbftNetwork> => {
  const kept = readNetwork(folder);
  const network = kept === undefined ? newNetwork(given) : keptNetwork(kept, given, folder);
  if (!generate) {
    if (program === undefined) throw new TaskError(nothingToRun(network));
    refuseBadProgram(network, program.path);
    await refuseTakenPorts(network);
  }
  if (kept === undefined) writeNetwork(folder, network);
  const { client, validators, chainId, periodSeconds, emptyPeriodSeconds } = network;
  const empty = emptyPeriodSeconds === periodSeconds ? "" : `, of ${emptyPeriodSeconds} s when empty`;
  say(`${folder}: ${kept === undefined ? "generated" : "continues"}, ${validators} validators of ${client}, chain id ${chainId}, blocks of ${periodSeconds} s${empty}`); // prettier-ignore
  if (tolerated(validators) === 0) say("  fewer than 4 validators: the chain stops as soon as one of them does");
  return network;
};

const nothingToRun = ({ client }: QbftNetwork): string => {
  const { goquorum, besu } = PROGRAM_VARIABLES;
  const [first, second] =
    client === "goquorum"
      ? [`install GoQuorum and set ${goquorum} to its geth`, `Hyperledger Besu and set ${besu} to its besu`]
      : [`install Hyperledger Besu and set ${besu} to its besu`, `GoQuorum and set ${goquorum} to its geth`];
  return `no client to run: ${first}, or ${second}; or add --generate, which only writes the files`;
};

/** Resolves when whoever started this wants it to end. Asking twice, as npm does, must not cut the stop short: it ends in half a minute. */
const asked = (): Promise<"asked"> =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => resolve("asked"));
  });

const run = async (network: QbftNetwork, program: string, folder: string): Promise<void> => {
  const end = asked();
  const validators = await launchAll(network, program, folder);
  const watching = new AbortController();
  try {
    const ended = Promise.race(validators.map(async (each) => ({ ...each, how: await each.ended })));
    const milliseconds = 1000 * (60 + 5 * requestTimeoutSeconds(network));
    const started = nextBlock(network, { milliseconds, signal: watching.signal });
    const first = await Promise.race([end, ended, started]);
    if (first === undefined) {
      throw new TaskError(`no block in ${milliseconds / 1000} s; see ${validators.map(({ log }) => log).join(", ")}`);
    }
    if (typeof first === "number") sayHowToUse(network, first);
    const last = typeof first === "number" ? await Promise.race([end, ended]) : first;
    if (typeof last === "object") {
      throw new TaskError(
        `validator ${last.number} ended by itself (${last.how}), so all were stopped; see ${last.log}`,
      );
    }
  } finally {
    watching.abort();
    await stopAll(validators);
  }
  say(`stopped; the chain stays in ${folder}, start again to continue it`);
};

const TOOLKIT_CHAIN = 2017;

const sayHowToUse = (network: QbftNetwork, block: number): void => {
  const url = urlOf(network);
  say(`  block ${block}, at ${url}`);
  say("  Ctrl-C stops it. To use it, in another terminal:\n");
  if (network.chainId === TOOLKIT_CHAIN) say(`    export IBET_LOCAL_URL=${url} HARDHAT_NETWORK=ibet-local`);
  else say(`    a network of chain id ${network.chainId} at ${url}: ibet-local stands for ${TOOLKIT_CHAIN} alone`);
};

void command(async () => {
  const request = requestOf(process.argv.slice(2), process.env);
  if (request.help) return say(USAGE);
  const network = await prepare(request);
  if (!request.generate && request.program !== undefined) await run(network, request.program.path, request.folder);
});
