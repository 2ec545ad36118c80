import { calendar } from "./scopes";
import { asJson, dayOf, integerOf, sending, type SendingArgs } from "./support/arguments";
import { printJson, sayer, TaskError } from "./support/output";
import { action } from "./support/run";

interface ShowArgs {
  readonly from: string;
  readonly to: string;
  readonly json: boolean;
}

asJson(
  calendar
    .task("show", "The shipped bank holidays that are neither a Saturday nor a Sunday; needs no chain")
    .addParam("from", "the first day, YYYY-MM-DD, for example 2024-01-01")
    .addParam("to", "the last day, YYYY-MM-DD, for example 2024-12-31"),
).setAction(
  action(async ({ from, to, json }: ShowArgs) => {
    const [first, last] = [dayOf("from", from), dayOf("to", to)];
    if (first > last) throw new TaskError(`--to: found "${to}", expected a day not before --from ${from}`);
    const { holidaysJson } = await import("../lib/present");
    const { civilOf } = await import("../lib/day");
    const { shippedCalendar } = await import("../lib/calendar");
    for (const [flag, text, day] of [["from", from, first] as const, ["to", to, last] as const]) {
      if (shippedCalendar.holds(civilOf(day).year)) continue;
      const years = Object.keys(shippedCalendar.holidays);
      throw new TaskError(
        `--${flag}: found "${text}", expected a day of ${years[0]} to ${years.at(-1)}, which the calendar holds`,
      );
    }
    const holidays = holidaysJson(shippedCalendar, first, last);
    if (json) return printJson(holidays);
    const { holidaysText } = await import("./support/tables");
    sayer(json)(holidaysText(holidays));
  }),
);

interface LoadArgs extends SendingArgs {
  readonly year?: string;
  readonly all: boolean;
}

sending(
  calendar
    .task(
      "load",
      "Loads shipped holidays into the network's calendar, as provisional; the register administrator signs",
    )
    .addOptionalParam("year", "one year, for example 2029")
    .addFlag("all", "every shipped year that is not loaded yet"),
).setAction(
  action(async (args: LoadArgs, hre) => {
    if ((args.year === undefined) !== args.all) {
      throw new TaskError("calendar load: found neither or both, expected one of --year YEAR and --all");
    }
    const { allYears, loadPlan, SHIPPED } = await import("./support/calendarPlans");
    const years = args.year === undefined ? allYears() : [integerOf("year", args.year, SHIPPED.first, SHIPPED.last)];
    const { openNetwork } = await import("./support/network");
    const { carryOut } = await import("./support/plan");
    const open = await openNetwork(hre);
    await carryOut(open, await loadPlan(open, years), args);
  }),
);

sending(
  calendar
    .task("publish", "Confirms a loaded year against its publication; the register administrator signs")
    .addParam("year", "the year, for example 2025")
    .addParam(
      "source",
      'the publication, as a text or as the hash of the document, for example "Official Gazette, 1 Feb 2024"',
    ),
).setAction(
  action(async (args: SendingArgs & { readonly year: string; readonly source: string }, hre) => {
    const { publishPlan, SHIPPED } = await import("./support/calendarPlans");
    const year = integerOf("year", args.year, SHIPPED.first, SHIPPED.last);
    const { openNetwork } = await import("./support/network");
    const { carryOut } = await import("./support/plan");
    const open = await openNetwork(hre);
    await carryOut(open, await publishPlan(open, year, args.source), args);
  }),
);

interface AmendArgs extends SendingArgs {
  readonly day: string;
  readonly holiday: boolean;
  readonly business: boolean;
  readonly cause: string;
}

sending(
  calendar
    .task(
      "amend",
      "Makes a coming day a bank holiday or a bank business day, for every bond; the register administrator signs",
    )
    .addParam("day", "the coming day, YYYY-MM-DD, for example 2026-05-07")
    .addFlag("holiday", "it becomes a bank holiday")
    .addFlag("business", "it becomes a bank business day")
    .addParam("cause", 'the law or order, as a text or as the hash of the document, for example "Act 1 of 2026"'),
).setAction(
  action(async (args: AmendArgs, hre) => {
    const day = dayOf("day", args.day);
    if (args.holiday === args.business) {
      throw new TaskError("calendar amend: found neither or both, expected one of --holiday and --business");
    }
    const { amendPlan } = await import("./support/calendarPlans");
    const { openNetwork } = await import("./support/network");
    const { carryOut } = await import("./support/plan");
    const open = await openNetwork(hre);
    await carryOut(open, amendPlan(open, day, args.holiday, args.cause), args);
  }),
);
