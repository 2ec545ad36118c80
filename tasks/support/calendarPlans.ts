import { nationalHolidays } from "../../deploy/plan";
import { shippedCalendar } from "../../lib/calendar";
import { formatDay, type JstDay } from "../../lib/day";
import { nameIn } from "./enums";
import type { OpenNetwork } from "./network";
import { TaskError } from "./output";
import type { Plan, Step } from "./plan";
import { hashOf } from "./words";

const shippedYears = Object.keys(shippedCalendar.holidays).map(Number);

/** First and last year of the shipped calendar. */
export const SHIPPED = { first: Math.min(...shippedYears), last: Math.max(...shippedYears) } as const;

const step = (open: OpenNetwork, call: string, args: readonly unknown[], changes: string): Step => ({
  role: "registerAdministrator",
  signer: open.book.calendar.registerAdministrator,
  contract: "BusinessCalendar",
  address: open.book.calendar.address,
  call,
  args,
  changes,
  clause: "P-4, T-1",
});

/** Loads the holidays of years that the calendar does not hold yet. */
export const loadPlan = async (open: OpenNetwork, years: readonly number[]): Promise<Plan> => {
  const steps: Step[] = [];
  const loaded: number[] = [];
  for (const year of years) {
    const status = await statusOf(open, year);
    if (status !== "NotLoaded") {
      loaded.push(year);
      continue;
    }
    const days = nationalHolidays(shippedCalendar, year);
    const changes = `${year} becomes provisional, with ${days.length} national holidays as computed from the law`;
    steps.push(step(open, "loadYear", [year, days], changes));
  }
  const notes = loaded.length === 0 ? [] : [`loaded already, skipped: ${loaded.join(", ")}`];
  return { task: "calendar load", steps, notes };
};

export const allYears = (): readonly number[] => [...shippedYears].sort((a, b) => a - b);

/** Confirms a loaded year against its publication. */
export const publishPlan = async (open: OpenNetwork, year: number, source: string): Promise<Plan> => {
  const hash = hashOf("source", source);
  const task = "calendar publish";
  if ((await statusOf(open, year)) === "Published")
    return { task, steps: [], notes: [`${year} is published already: skipped`] };
  return { task, steps: [step(open, "publishYear", [year, hash], `${year} is confirmed by: ${source}`)], notes: [] };
};

/** Makes a coming day a holiday, or an ordinary day. */
export const amendPlan = (open: OpenNetwork, day: JstDay, isHoliday: boolean, cause: string): Plan => {
  if (day < 0) throw new TaskError(`--day: found "${formatDay(day)}", expected a coming day`);
  const changes = `${formatDay(day)} becomes ${isHoliday ? "a bank holiday" : "a bank business day"} for every bond of the network, because of: ${cause}`;
  return {
    task: "calendar amend",
    steps: [step(open, "amend", [day, isHoliday, hashOf("cause", cause)], changes)],
    notes: [],
  };
};

const statusOf = async ({ calendar, at }: OpenNetwork, year: number): Promise<string> =>
  nameIn("YearStatus", await calendar.yearStatus(year, at));
