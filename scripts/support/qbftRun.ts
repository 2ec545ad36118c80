/** The processes of a local permissioned network. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { accessSync, closeSync, constants, existsSync, openSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { TaskError } from "../../tasks/support/output";
import { argumentsOf, environmentOf, goquorumInit, LOOPBACK, placesOf, urlOf, type QbftNetwork } from "./qbft";
import { PROGRAM_VARIABLES } from "./qbftOptions";

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Refuses a program that is not there, and the geth of Ethereum, which knows no QBFT. */
export const refuseBadProgram = ({ client }: QbftNetwork, path: string): void => {
  const folders = path.includes("/") ? [""] : (process.env["PATH"] ?? "").split(delimiter);
  if (!folders.some((folder) => isExecutable(join(folder, path)))) {
    throw new TaskError(
      `${PROGRAM_VARIABLES[client]}: ${path} is no program that can be run; name the file, and make it executable`,
    );
  }
  if (client !== "goquorum") return;
  const version = spawnSync(path, ["version"], { encoding: "utf8", timeout: 30_000 });
  if (/Quorum Version/.test(version.stdout ?? "")) return;
  throw new TaskError(
    `${PROGRAM_VARIABLES.goquorum}: ${path} does not say that it is GoQuorum's, and Ethereum's geth knows no QBFT; name that of GoQuorum`,
  );
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, LOOPBACK, () => server.close(() => resolve(true)));
  });

/** Refuses to start beside another node: the toolkit would talk to that one. */
export const refuseTakenPorts = async ({ port, p2pPort, validators }: QbftNetwork): Promise<void> => {
  for (const [flag, first] of [
    ["port", port],
    ["p2p-port", p2pPort],
  ] as const) {
    // prettier-ignore
    for (let at = first; at < first + validators; at += 1) {
      if (await isFree(at)) continue;
      throw new TaskError(
        `port ${at} on ${LOOPBACK} is taken; stop what listens there, perhaps this network itself, or make another with --dir and --${flag}`,
      );
    }
  }
};

/** A validator that runs. */
export interface Validator {
  /** Counted from 1. */
  readonly number: number;
  readonly log: string;
  readonly process: ChildProcess;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<string>;
}

const launch = (network: QbftNetwork, program: string, folder: string, position: number): Validator => {
  const { log, chain } = placesOf(folder, position);
  const env = { ...process.env, ...environmentOf(network) };
  const file = openSync(log, "a");
  try {
    if (network.client === "goquorum" && !existsSync(chain)) {
      const { status } = spawnSync(program, [...goquorumInit(folder, position)], {
        env,
        stdio: ["ignore", file, file],
      });
      if (status !== 0) throw new TaskError(`validator ${position + 1} does not take its genesis; see ${log}`);
    }
    // In a group of its own: a Ctrl-C in the terminal reaches this process alone, which then stops them all in order.
    const stdio = ["ignore", file, file] as const;
    const child = spawn(program, [...argumentsOf(network, folder, position)], {
      env,
      stdio: [...stdio],
      detached: true,
    });
    const ended = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    return { number: position + 1, log, process: child, ended };
  } finally {
    closeSync(file);
  }
};

/** Starts all validators; if one cannot be started, none stays. */
export const launchAll = async (
  network: QbftNetwork,
  program: string,
  folder: string,
): Promise<readonly Validator[]> => {
  const started: Validator[] = [];
  try {
    for (let position = 0; position < network.validators; position += 1) {
      started.push(launch(network, program, folder, position));
    }
    return started;
  } catch (error) {
    await stopAll(started);
    throw error;
  }
};

const PATIENCE_MILLISECONDS = 30_000;

/** To the whole group: a program may be a script that runs another. */
const signal = ({ process: child }: Validator, name: NodeJS.Signals): void => {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name);
  } catch {
    // it has ended already
  }
};

/** Asks all validators to stop, and waits until they have closed their chains. */
export const stopAll = async (validators: readonly Validator[]): Promise<void> => {
  for (const each of validators) signal(each, "SIGTERM");
  const timer = setTimeout(() => validators.forEach((each) => signal(each, "SIGKILL")), PATIENCE_MILLISECONDS);
  await Promise.all(validators.map(({ ended }) => ended));
  clearTimeout(timer);
};

const blockNumber = async (url: string): Promise<number | undefined> => {
  try {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_blockNumber", params: [] });
    const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    const { result } = (await answer.json()) as { readonly result?: unknown };
    return typeof result === "string" ? Number(result) : undefined;
  } catch {
    return undefined; // not yet
  }
};

const POLL_MILLISECONDS = 250;

/** Waits until a block comes that was not there when the node first answered: its number, or undefined if none came in time. */
export const nextBlock = async (
  network: QbftNetwork,
  within: { readonly milliseconds: number; readonly signal: AbortSignal },
): Promise<number | undefined> => {
  const deadline = Date.now() + within.milliseconds;
  let first: number | undefined;
  while (Date.now() < deadline && !within.signal.aborted) {
    const found = await blockNumber(urlOf(network));
    if (first !== undefined && found !== undefined && found > first) return found;
    first ??= found;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
  return undefined;
};
