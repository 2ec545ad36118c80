import { shippedCalendar } from "../../lib/calendar";
import { civilOf, dayFromCivil, formatDay, type JstDay } from "../../lib/day";
import { answerOf, askedOf, NO_ANSWER, type Area, type Check, type Deployed } from "./deployed";
import { nameIn } from "./enums";
import { logsBetween } from "./logs";

const CLAUSE = "P-4, T-1";

/** Every day of every year from closing through maturity against the shipped calendar, by which the sheet is judged. */
export const calendarArea = async (deployed: Deployed): Promise<Area> => {
  const { open, sheet, at } = deployed;
  const first = civilOf(sheet.terms.closing).year;
  const count = civilOf(sheet.terms.maturity).year - first + 1;
  const came = await howDaysCame(deployed);
  const years = await askedOf(
    Array.from({ length: count }, (_, i) => first + i),
    async (year) => ({ year, status: await answerOf(open.calendar.yearStatus(year, at)) }),
  );
  const checks: Check[] = [];
  for (const { year, status } of years) {
    const isLoaded = status !== undefined && status !== 0n;
    const found = status === undefined ? NO_ANSWER : isLoaded ? "loaded" : "not loaded";
    checks.push({ what: `${year}`, expected: "loaded", found, clause: CLAUSE });
    if (isLoaded) checks.push(...(await askedOf(daysOf(year), (day) => dayCheck(deployed, day, came))));
  }
  const statuses = years.map(({ year, status }) => `${year} ${nameIn("YearStatus", status ?? 0n)}`).join(", ");
  return { area: "calendar", checks, notes: [`years of the calendar: ${statuses}`] };
};

const daysOf = (year: number): readonly JstDay[] => {
  const [first, end] = [dayFromCivil(year, 1, 1), dayFromCivil(year + 1, 1, 1)];
  return Array.from({ length: end - first }, (_, i) => (first + i) as JstDay);
};

const kindText = (isHoliday: boolean): string => (isHoliday ? "bank holiday" : "bank business day");

const dayCheck = async ({ open, at }: Deployed, day: JstDay, came: ReadonlyMap<JstDay, string>): Promise<Check> => {
  const isHoliday = await answerOf(open.calendar.isBankHoliday(day, at));
  const expected = kindText(shippedCalendar.isBankHoliday(day));
  const found = isHoliday === undefined ? NO_ANSWER : kindText(isHoliday);
  const how = found === expected ? "" : `, ${came.get(day) ?? "as its year was loaded"}`;
  return { what: formatDay(day), expected, found: `${found}${how}`, clause: CLAUSE };
};

/** The last amendment of each day that was amended. */
const howDaysCame = async ({ open, at }: Deployed): Promise<ReadonlyMap<JstDay, string>> => {
  const { interface: abi } = open.calendar;
  const address = open.book.calendar.address;
  const topics = [abi.getEvent("HolidayAmended").topicHash];
  const logs = await logsBetween(open.hre, { address, topics }, 0, at.blockTag);
  return new Map(
    logs.flatMap((log) => {
      const args = abi.parseLog(log)?.args.toObject() as { day: bigint; causeHash: string } | undefined;
      if (args === undefined) return [];
      return [[Number(args.day) as JstDay, `amended in block ${log.blockNumber}, cause ${args.causeHash}`] as const];
    }),
  );
};
