import { impact } from "./scopes";
import { asJson, dayOf, DOCUMENT, integerOf, ofBond } from "./support/arguments";
import { changingFacility, facilityPlanned, type FacilityArgs } from "./support/facilityTask";
import { printJson, sayer, TaskError } from "./support/output";
import { action } from "./support/run";

// What is shown of it: figures, reports, verification.

interface PublishArgs extends FacilityArgs {
  readonly period: string;
  readonly methodology: string;
  readonly uri: string;
}

changingFacility(
  impact
    .task(
      "publish",
      "Publishes the figures of a month or a fiscal year (ERC-8329), or corrects those that went stale [E-2, E-4]; the recorder signs",
    )
    .addParam("period", "2021-04, or FY2021: 1 April 2021 through 31 March 2022")
    .addOptionalParam(
      "methodology",
      "the folder with the procedure documents, one for each indicator",
      "docs/methodology",
    )
    .addOptionalParam("uri", "where they are found by others; the name of the file follows", "docs/methodology/"),
).setAction(
  facilityPlanned(async (args: PublishArgs) => {
    const { periodOf, publishPlan } = await import("./support/figurePlans");
    const period = periodOf(args.period);
    return (facility) => publishPlan(facility, period, { folder: args.methodology, uri: args.uri });
  }),
);

interface AttestArgs extends FacilityArgs {
  readonly period: string;
  readonly verdict: string;
  readonly document: string;
  readonly uri: string;
}

changingFacility(
  impact
    .task("attest", "Endorses or disputes the figures of a period [G-6]; the reviewer signs")
    .addParam("period", "2021-04, or FY2021")
    .addParam("verdict", "endorse or dispute")
    .addParam("document", DOCUMENT)
    .addOptionalParam("uri", "where the document is found", ""),
).setAction(
  facilityPlanned(async (args: AttestArgs) => {
    const { choiceOf } = await import("./support/arguments");
    const { documentHashOf } = await import("./support/documents");
    const { attestPlan, periodOf } = await import("./support/figurePlans");
    const endorsed = choiceOf("verdict", args.verdict, { endorse: true, dispute: false });
    const [period, hash] = [periodOf(args.period), documentHashOf("--document", args.document)];
    return (facility) => attestPlan(facility, period, endorsed, hash, args.uri);
  }),
);

interface MethodologyArgs extends FacilityArgs {
  readonly indicator: string;
  readonly file: string;
  readonly uri: string;
}

changingFacility(
  impact
    .task("methodology", "Replaces the procedure of an indicator, from its next figure on [E-4]; the issuer signs")
    .addParam("indicator", "such as co2-reduced; docs/indicators.md describes them")
    .addParam("file", "the procedure document, of which the chain keeps the keccak256")
    .addParam("uri", "where it is found by others"),
).setAction(
  facilityPlanned(async ({ indicator, file, uri }: MethodologyArgs) => {
    const { methodologyPlan } = await import("./support/figurePlans");
    return (facility) => methodologyPlan(facility, indicator, file, uri);
  }),
);

interface ShowArgs {
  readonly facility?: string;
  readonly by: string;
  readonly from?: string;
  readonly through?: string;
  readonly json: boolean;
}

asJson(
  impact
    .task("show", "What facilities measured and did for the climate: kWh, t-CO2, MJ, coverage, gaps, shares [E-2]")
    .addOptionalParam("facility", "the id of a facility; all of them if left out")
    .addOptionalParam("by", "day, month, fiscal-year or all", "fiscal-year")
    .addOptionalParam("from", "the first day, YYYY-MM-DD in Japan")
    .addOptionalParam("through", "the last day"),
).setAction(
  action(async ({ facility, by, from, through, json }: ShowArgs, hre) => {
    const { readFacility, facilityText, VIEWS } = await import("./support/impactShow");
    const view = VIEWS.find((each) => each === by);
    if (view === undefined) throw new TaskError(`--by: found "${by}", expected one of ${VIEWS.join(", ")}`);
    if ((from === undefined) !== (through === undefined))
      throw new TaskError("--from and --through: found one of them, expected both or neither");
    const days =
      from === undefined || through === undefined
        ? undefined
        : { from: dayOf("from", from), through: dayOf("through", through) };
    const { facilityLabels, openFacility } = await import("./support/facilities");
    const { openNetwork } = await import("./support/network");
    const labels = facility === undefined ? await facilityLabels(await openNetwork(hre)) : [facility];
    const facilities = [];
    for (const label of labels) facilities.push(await readFacility(await openFacility(hre, label), view, days));
    if (json) return printJson({ by: view, facilities });
    sayer(json)(facilities.length === 0 ? "no facility" : facilities.map(facilityText).join("\n\n"));
  }),
);

interface ReportArgs {
  readonly bond?: string;
  readonly fiscalYear: string;
  readonly files: string;
  readonly out: string;
  readonly json: boolean;
}

asJson(
  ofBond(
    impact
      .task(
        "report",
        "Writes the annual report of a bond as JSON, CSV and a page to print, and what it takes to verify it [G-4, E-4]",
      ) // prettier-ignore
      .addParam("fiscalYear", "2021 is 1 April 2021 through 31 March 2022")
      .addOptionalParam("files", "the raw files to publish: FACILITY=FILE, with commas between several", "")
      .addParam("out", "the folder that they are written to"),
  ),
).setAction(
  action(async ({ bond, fiscalYear, files, out, json }: ReportArgs, hre) => {
    const year = integerOf("fiscal-year", fiscalYear, 1970, 9998);
    const { openBond } = await import("./support/network");
    const { namedFilesOf, writeReport } = await import("./support/reportFiles");
    const named = namedFilesOf(files);
    const { names, documentHash } = await writeReport(await openBond(hre, bond), year, named, out);
    if (json) return printJson({ fiscalYear: year, out, files: names, documentHash });
    sayer(json)(
      `wrote ${names.join(", ")} to ${out}; report.json hashes to ${documentHash}:\n` +
        `publish it with \`proceeds report --fiscal-year ${year} --document ${out}/report.json\``,
    );
  }),
);

interface VerifyArgs {
  readonly publication?: string;
  readonly files: string;
  readonly json: boolean;
}

asJson(
  impact
    .task("verify", "Recomputes everything from the chain and the published raw files; exit code 1 on any difference")
    .addOptionalParam("publication", "the publication.json that lies beside a report")
    .addOptionalParam("files", "or raw files: FACILITY=FILE, with commas between several", ""),
).setAction(
  action(async ({ publication, files, json }: VerifyArgs, hre) => {
    const { namedFilesOf } = await import("./support/reportFiles");
    const { verifyAll } = await import("./support/verifyAll");
    const named = namedFilesOf(files);
    if (publication === undefined && named.length === 0)
      throw new TaskError("--publication or --files: found nothing, expected what was published");
    const { ok, differences, notes } = await verifyAll(hre, publication, named);
    const say = sayer(json);
    for (const note of notes) say(note);
    for (const each of differences) console.error(each);
    if (json) printJson({ ok, differences, notes });
    else say(ok ? "everything is as recomputed" : `${differences.length} differences`);
    if (!ok) process.exitCode = 1;
  }),
);
