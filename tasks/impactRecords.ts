import { impact } from "./scopes";
import { dayOf, DOCUMENT, executing, integerOf } from "./support/arguments";
import { changingFacility, facilityPlanned, ofFacility, type FacilityArgs } from "./support/facilityTask";
import { TaskError } from "./support/output";
import { action } from "./support/run";

// What is measured, and what became of it: the recorder signs.

const MOST_16 = 65_535;

interface IngestTaskArgs extends FacilityArgs {
  readonly file: string;
  readonly factor: string;
  readonly baseline: string;
  readonly strict: boolean;
  readonly watch: boolean;
  readonly seconds: string;
  readonly looks: string;
}

// Without --prepare: hours come every day by the thousand, and each chunk goes on from where the ledger ends.
executing(
  ofFacility(
    impact
      .task(
        "ingest",
        "Records a meter file from where the ledger ends, and goes on where it stopped [E-1, E-2]; the recorder signs here, chunk by chunk",
      )
      .addParam("file", "CSV without a header: time with its offset, watts on average over that hour")
      .addOptionalParam("factor", "the version of the factor; the latest if left out", "0")
      .addOptionalParam("baseline", "the version of the baseline of a saving facility; the latest if left out", "0")
      .addFlag(
        "strict",
        "send nothing if any row is rejected; without it the other rows go in, and its hour as missing",
      )
      .addFlag("watch", "follow the file as it grows, until interrupted; whole lines only")
      .addOptionalParam("seconds", "how long to wait between two looks at the file", "5")
      .addOptionalParam("looks", "with --watch, stop after so many looks; 0 for never", "0"),
  ),
).setAction(
  action(async (args: IngestTaskArgs, hre) => {
    const given = {
      ...args,
      factor: integerOf("factor", args.factor, 0, MOST_16),
      baseline: integerOf("baseline", args.baseline, 0, MOST_16),
    };
    const looks = integerOf("looks", args.looks, 0, 1_000_000);
    const seconds = integerOf("seconds", args.seconds, 1, 86_400);
    if (args.watch && !args.execute) throw new TaskError("--watch: records as the file grows, so it needs --execute");
    if (!args.watch) {
      const { ingestFile } = await import("./support/ingest");
      return ingestFile(hre, given);
    }
    const { watchFile } = await import("./support/watch");
    return watchFile(hre, given, seconds, looks);
  }),
);

interface CorrectArgs extends FacilityArgs {
  readonly file?: string;
  readonly day?: string;
  readonly hour?: string;
  readonly wh?: string;
  readonly quality: string;
  readonly reason: string;
  readonly factor: string;
  readonly baseline: string;
  readonly document?: string;
}

changingFacility(
  impact
    .task(
      "correct",
      "Supersedes hours, which stay readable: by a meter file, or one hour by --day, --hour and --wh [E-2]; the recorder signs",
    )
    .addOptionalParam("file", "a meter file: every hour of it that the ledger holds otherwise")
    .addOptionalParam("day", "the day of the hour, YYYY-MM-DD in Japan")
    .addOptionalParam("hour", "the hour of the day, 0 to 23")
    .addOptionalParam("wh", "its energy in Wh, such as 653.445; leave it out for a missing hour")
    .addOptionalParam("quality", "measured, estimated or missing", "measured")
    .addParam("reason", "meter-fault, late-data, factor-revised, baseline-revised or clerical")
    .addOptionalParam("factor", "another version of the factor; that of the hour if left out", "0")
    .addOptionalParam("baseline", "another version of the baseline; that of the hour if left out", "0")
    .addOptionalParam("document", `the evidence: ${DOCUMENT}; the meter file itself if left out`),
).setAction(
  facilityPlanned(async (args: CorrectArgs) => {
    const { choiceOf } = await import("./support/choices");
    const { documentHashOf } = await import("./support/documents");
    const evidence = args.document ?? args.file;
    if (evidence === undefined) throw new TaskError(`--document: found nothing, expected ${DOCUMENT}`);
    const given = {
      reason: choiceOf("reason", args.reason, "CorrectionReason"),
      factor: integerOf("factor", args.factor, 0, MOST_16),
      baseline: integerOf("baseline", args.baseline, 0, MOST_16),
      evidenceHash: documentHashOf("--document", evidence),
    };
    const { correctionsIn, correctPlan } = await import("./support/correctionPlans");
    const { file } = args;
    if (file !== undefined)
      return async (facility) => correctPlan(facility, await correctionsIn(facility, file), given);
    const one = await hourOf(args);
    return (facility) => correctPlan(facility, [one], given);
  }),
);

const hourOf = async ({ day, hour, wh, quality }: CorrectArgs) => {
  const { choiceOf } = await import("./support/choices");
  const { decimalOf, milliWhOf } = await import("../lib/energy");
  const { hourAt } = await import("../lib/japanHour");
  if (day === undefined || hour === undefined)
    throw new TaskError("--day and --hour: found nothing, expected the hour to correct, or --file");
  const at = hourAt(dayOf("day", day), integerOf("hour", hour, 0, 23));
  const marked = choiceOf("quality", quality, "Quality");
  const value = wh === undefined ? { digits: 0n, scale: 0 } : decimalOf(wh);
  if (value === undefined || (wh === undefined) !== (quality === "missing"))
    throw new TaskError(`--wh: found "${wh ?? "nothing"}", expected Wh in digits, and none for --quality missing`);
  return { hour: at, milliWh: milliWhOf(value), quality: marked };
};

interface RevalueArgs extends FacilityArgs {
  readonly from: string;
  readonly through: string;
  readonly factor: string;
  readonly baseline: string;
  readonly document: string;
}

changingFacility(
  impact
    .task(
      "revalue",
      "Values the hours of some days by another factor, or another baseline, in one act [E-2]; the recorder signs",
    )
    .addParam("from", "the first day, YYYY-MM-DD in Japan")
    .addParam("through", "the last day")
    .addOptionalParam("factor", "the version of the factor", "0")
    .addOptionalParam("baseline", "or that of the baseline", "0")
    .addParam("document", DOCUMENT),
).setAction(
  facilityPlanned(async (args: RevalueArgs) => {
    const days = { from: dayOf("from", args.from), through: dayOf("through", args.through) };
    const versions = {
      factor: integerOf("factor", args.factor, 0, MOST_16),
      baseline: integerOf("baseline", args.baseline, 0, MOST_16),
    };
    if ((versions.factor === 0) === (versions.baseline === 0))
      throw new TaskError("--factor and --baseline: found both or neither, expected one of them");
    const { choiceOf } = await import("./support/choices");
    const { documentHashOf } = await import("./support/documents");
    const hash = documentHashOf("--document", args.document);
    const reason = choiceOf(
      "reason",
      versions.factor === 0 ? "baseline-revised" : "factor-revised",
      "CorrectionReason",
    );
    const { revaluePlan } = await import("./support/correctionPlans");
    return (facility) => revaluePlan(facility, days, versions, reason, hash);
  }),
);
