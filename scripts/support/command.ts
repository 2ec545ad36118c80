import { TaskError } from "../../tasks/support/output";

/** Runs a script: an expected failure is one line on stderr and exit code 1, never a stack. */
export const command = async (run: () => Promise<void> | void): Promise<void> => {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
};
