/**
 * Generates `lib/holidays.json`, the national holidays of Japan by year, from the pinned `@holiday-jp/holiday_jp`.
 *
 * `ts-node scripts/holidays.ts` writes the file; with `--check` it only compares, and exits with 1 if the file is stale.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { holidays } from "@holiday-jp/holiday_jp";

const FIRST_YEAR = 2019;
const LAST_YEAR = 2050; // the package has no data after it
const FILE = join(__dirname, "..", "lib", "holidays.json");

const holidaysOf = (year: number): Record<string, string> =>
  Object.fromEntries(
    Object.values(holidays)
      .filter(({ date }) => date.startsWith(`${year}-`))
      .map(({ date, name }) => [date, name]),
  );

const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, offset) => FIRST_YEAR + offset);
const generated = `${JSON.stringify(Object.fromEntries(years.map((year) => [year, holidaysOf(year)])), null, 2)}\n`;

if (!process.argv.includes("--check")) {
  writeFileSync(FILE, generated);
} else if (!existsSync(FILE) || readFileSync(FILE, "utf8") !== generated) {
  console.error("lib/holidays.json is stale: run ts-node scripts/holidays.ts");
  process.exitCode = 1;
}
