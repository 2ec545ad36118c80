import type { ActionType, HardhatRuntimeEnvironment, TaskArguments } from "hardhat/types";
import { isBroken } from "./connection";
import { TaskError } from "./output";
import { brokenText, oneLine } from "./refusals";

/** Where the contracts are prepared already: within one process the sources stay as they are. */
const prepared = new WeakSet<HardhatRuntimeEnvironment["artifacts"]>();

/** Prepares the contracts without a word on stdout: that may belong to a JSON document. */
export const compileQuietly = async (hre: HardhatRuntimeEnvironment): Promise<void> => {
  if (prepared.has(hre.artifacts)) return;
  if (!(await hre.artifacts.artifactExists("BondToken")))
    console.error("compiling the contracts: about a minute, once");
  await hre.run("compile", { quiet: true });
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
      if (!(error instanceof Error) || !(EXPECTED.has(error.name) || isBroken(error))) throw error;
      console.error(isBroken(error) ? brokenText(error) : oneLine(error.message));
      process.exitCode = 1;
    } finally {
      await flushed(process.stdout);
      await flushed(process.stderr);
    }
  };

/** Waits until a stream has handed on all that was written: Hardhat ends the process next, and a full pipe would lose the rest. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write("", () => resolve()));
