import { statSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { openFacility } from "./facilities";
import { ingest, type IngestArgs, type IngestJson } from "./ingest";
import { readMeterRows } from "./meterRows";
import { printJson, sayer, TaskError } from "./output";

/** What differs once somebody has written to a file. */
const changeOf = (file: string): string => {
  try {
    const { size, mtimeMs } = statSync(file);
    return `${size} ${mtimeMs}`;
  } catch (error) {
    throw new TaskError(`${file}: cannot be read (${(error as Error).message}); name a file that exists`);
  }
};

/** Follows a meter file as it grows, so that recording needs nobody [E-2]. Looks again when the file changed, or when an hour could have ended. */
export const watchFile = async (
  hre: HardhatRuntimeEnvironment,
  args: IngestArgs,
  seconds: number,
  looks: number,
): Promise<void> => {
  const say = sayer(args.json);
  let last: IngestJson | undefined;
  let [hours, transactions, gasUsed, seen] = [0, 0, 0, ""];
  say(`watching ${args.file}; interrupt to stop`);
  for (let look = 1; looks === 0 || look <= looks; look += 1) {
    if (look > 1) await pause(seconds * 1000);
    const now = changeOf(args.file);
    const hadFuture = last?.rejected.some(({ reason }) => reason === "future") === true;
    if (now === seen && !hadFuture) continue;
    seen = now;
    last = await ingest(await openFacility(hre, args.facility), readMeterRows(args.file, true), args, say);
    hours += last.hours;
    transactions += last.transactions;
    gasUsed += last.gasUsed;
  }
  if (args.json && last !== undefined) printJson({ ...last, hours, transactions, gasUsed });
};
