import { spawn } from "node:child_process";
import { once } from "node:events";

/** A shell in which commands are typed one after the other, as at a terminal. */
export interface Shell {
  /** What a command printed, on stdout and stderr alike. */
  readonly type: (command: string) => Promise<string>;
  readonly end: () => Promise<void>;
}

const MARK = "\u0001";

export const startShell = (folder: string, environment: Readonly<Record<string, string>>): Shell => {
  const shell = spawn("bash", ["--noprofile", "--norc"], { cwd: folder, env: { ...process.env, ...environment } });
  shell.stdout.setEncoding("utf8");
  const exit = once(shell, "exit");
  let text = "";
  return {
    type: async (command) => {
      // the mark tells that the command has ended, and leaves its exit code as it was
      shell.stdin.write(`{ ${command}\n} 2>&1\ncode=$?; printf '${MARK}'; (exit $code)\n`);
      while (!text.includes(MARK)) {
        const [chunk] = (await Promise.race([once(shell.stdout, "data"), exit])) as [unknown];
        if (typeof chunk !== "string") throw new Error(`the shell ended: ${text}`);
        text += chunk;
      }
      const [output = "", ...rest] = text.split(MARK);
      text = rest.join(MARK);
      return output;
    },
    end: async () => {
      shell.stdin.end();
      await exit;
    },
  };
};
