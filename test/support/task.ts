import { execFile } from "node:child_process";
import hre from "hardhat";

/** What a task printed, and its exit code. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Arguments by their names in Hardhat (`taxClass`); what is not given has Hardhat's default. */
export type TaskArgs = Readonly<Record<string, string | boolean>>;

/** Runs a task in this process, on the embedded network, and catches what it prints. */
export const runTask = async (name: string, args: TaskArgs = {}): Promise<Ran> => {
  const [scope = "", task = ""] = name.split(" ");
  const kept = { log: console.log, error: console.error, write: process.stdout.write.bind(process.stdout) };
  let [stdout, stderr] = ["", ""];
  console.log = (...texts: unknown[]) => void (stdout += `${texts.join(" ")}\n`);
  console.error = (...texts: unknown[]) => void (stderr += `${texts.join(" ")}\n`);
  process.stdout.write = (text: string | Uint8Array, ...rest: unknown[]) => {
    stdout += String(text);
    const written = rest.at(-1);
    if (typeof written === "function") (written as () => void)();
    return true;
  };
  try {
    await hre.run({ scope, task }, args);
    return { stdout, stderr, code: Number(process.exitCode ?? 0) };
  } finally {
    process.exitCode = 0;
    console.log = kept.log;
    console.error = kept.error;
    process.stdout.write = kept.write;
  }
};

/** Runs Hardhat's command line in a process of its own. */
export const runCli = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  startCli(args, env).ended;

/** A command line that runs: what it says at its end, and how it is killed before. */
export interface Running {
  readonly ended: Promise<Ran>;
  /** Ends it as a crash would. */
  readonly kill: () => void;
}

export const startCli = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Running => {
  let kill = (): void => undefined;
  const ended = new Promise<Ran>((resolve) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 1 << 24 };
    const child = execFile(process.execPath, ["scripts/hardhat.cjs", ...args], options, (error, stdout, stderr) => {
      resolve({ stdout, stderr, code: error === null ? 0 : Number(error.code ?? 1) });
    });
    kill = () => void child.kill("SIGKILL");
  });
  return { ended, kill };
};

/** The one line on stderr of a task that was refused; throws if there is more, or anything on stdout, or no exit code 1. */
export const refusalOf = ({ stdout, stderr, code }: Ran): string => {
  const lines = stderr.split("\n");
  if (code !== 1 || stdout !== "" || lines.length !== 2 || lines[1] !== "") {
    throw new Error(
      `expected one line on stderr, nothing on stdout and exit code 1, got ${JSON.stringify({ stdout, stderr, code })}`,
    );
  }
  return lines[0] ?? "";
};

/** The one JSON document of a task that succeeded. */
export const documentOf = <Document = unknown>({ stdout, stderr, code }: Ran): Document => {
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
  return JSON.parse(stdout) as Document;
};
