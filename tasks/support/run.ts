import type { ActionType, HardhatRuntimeEnvironment, TaskArguments } from "hardhat/types";
import type { Line } from "./nodeErrors";
import { TaskError, visible } from "./output";

/** Where the contracts are prepared already: within one process the sources stay as they are. */
const prepared = new WeakSet<HardhatRuntimeEnvironment["artifacts"]>();

/** Prepares the contracts without a word on stdout: that may belong to a JSON document. */
export const compileQuietly = async (hre: HardhatRuntimeEnvironment): Promise<void> => {
  if (prepared.has(hre.artifacts)) return;
  const { isCompiled } = await import("./compiled");
  if (!(await isCompiled(hre))) {
    console.error("compiling the contracts: about a minute, once");
    await hre.run("compile", { quiet: true });
  }
  prepared.add(hre.artifacts);
};

/** Failures that are no fault of the program, by the names of their errors: its own, a node that is away or refuses. */
const EXPECTED: ReadonlySet<string> = new Set([TaskError.name, "HardhatError", "ProviderError"]);

/**
 * Wraps a task's action: an expected failure is one line on stderr and exit code 1, never a stack. What is not expected still shows where it
 * came from.
 */
export const action =
  <Args extends TaskArguments>(run: (args: Args, hre: HardhatRuntimeEnvironment) => Promise<void>): ActionType<Args> =>
  async (args, hre) => {
    try {
      await run(args, hre);
    } catch (error) {
      const message = error instanceof Error ? await expectedMessage(error, lineOf(hre)) : undefined;
      if (message === undefined) throw error;
      console.error(visible(message.replaceAll(/\s+/g, " ").trim()));
      process.exitCode = 1;
    } finally {
      await flushed(process.stdout);
      await flushed(process.stderr);
    }
  };

/** What an operator is told of a failure that is no fault of the program; undefined for one that is. */
const expectedMessage = async (error: Error, line: Line): Promise<string | undefined> => {
  const { troubleOf } = await import("./nodeErrors");
  const trouble = troubleOf(error, line);
  if (trouble !== undefined) return `${trouble.found}; ${trouble.remedy}`;
  return EXPECTED.has(error.name) ? error.message.replace(/^HH\d+: /, "") : undefined;
};

/** The line to the node of the network that Hardhat is connected to. */
export const lineOf = ({ network: { name, config } }: HardhatRuntimeEnvironment): Line =>
  "url" in config ? { name, url: config.url } : { name };

/** Waits until a stream has handed on all that was written: Hardhat ends the process next, and a full pipe would lose the rest. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write("", () => resolve()));
