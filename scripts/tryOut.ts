/**
 * Writes a term sheet that closes today, and keys to sign with, so that the suite can be tried on a network with real time.
 *
 * `npm run try-out -- [--out FILE] [--keys FOLDER]`; docs/try-out.md shows what comes next.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { shippedCalendar } from "../lib/calendar";
import { formatDay, jstDayOf, type JstDay } from "../lib/day";
import { schedule } from "../lib/schedule";
import { settleableFrom } from "../lib/settlement";
import { parseSheet, SheetError, type Sheet } from "../lib/sheet";
import { tryOutSheet } from "../lib/tryOut";
import { table, TaskError, yen } from "../tasks/support/output";
import { command } from "./support/command";
import { placesOf, tryOutAccounts, type Accounts } from "./support/tryOutKeys";

const say = (line: string): void => console.log(line);

const optionsOf = (args: readonly string[]): { readonly out: string; readonly keys: string } => {
  const options = {
    out: { type: "string", default: "deploy/parameters/try-out.json" },
    keys: { type: "string", default: "build/try-out" },
  } as const;
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new TaskError(`${(error as Error).message.split(". ")[0]}; npm run try-out -- [--out FILE] [--keys FOLDER]`);
  }
};

const today = (): JstDay => jstDayOf(BigInt(Math.floor(Date.now() / 1000)));

/** Refuses what the tasks would refuse: the shipped calendar may end before the bond does. */
const checked = (text: string): Sheet => {
  try {
    return parseSheet(text, shippedCalendar);
  } catch (error) {
    if (error instanceof SheetError) throw new TaskError(`today's sheet is none: ${error.message}`);
    throw error;
  }
};

const saySheet = (file: string, { id, terms }: Sheet): void => {
  const plan = schedule(terms, shippedCalendar);
  const dates = plan.payments.map(({ date }) => formatDay(date)).join(", ");
  say(`${file}: bond ${id}, ${terms.bonds} bonds of ${yen(terms.denominationYen)}`);
  say(`  closes   today, ${formatDay(terms.closing)}: issue it before midnight in Japan [I-5]`);
  const holiday = shippedCalendar.bankHolidayName(terms.closing);
  if (holiday !== null) say(`           a bank holiday (${holiday}), on which no clause keeps a bond from closing`);
  say(`  pays on  ${dates}; the last date redeems it [P-5]`);
  const settlement = settleableFrom(plan, terms.closing, shippedCalendar);
  say(`  trades   of today settle from ${formatDay(settlement)} on [T-5]`);
};

const sayKeys = (folder: string, accounts: Accounts): void => {
  const { keystore, password, roles } = placesOf(folder);
  say(`\n${folder}: keys for a try-out and for nothing else`);
  say(table(["part", "account"], Object.entries(accounts)).replaceAll(/^/gm, "  "));
  say(`\n  export IBET_LOCAL_KEYSTORE=${keystore} IBET_LOCAL_KEYSTORE_PASSWORD_FILE=${password}`);
  say(`  and deploy with --roles ${roles}`);
};

void command(() => {
  const { out, keys } = optionsOf(process.argv.slice(2));
  const written = tryOutSheet(today());
  const text = `${JSON.stringify(written, null, 2)}\n`;
  const sheet = checked(text);
  const accounts = tryOutAccounts(
    keys,
    written.allotments.map(({ holder }) => holder),
  );
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, text);
  saySheet(out, sheet);
  sayKeys(keys, accounts);
});
