import { proceeds } from "./scopes";
import { DOCUMENT, integerOf, ofBond, sending, type SendingArgs } from "./support/arguments";
import { planned } from "./support/planned";

// The annual report, as a document on the chain.

const LAST_YEAR = 9998;

interface ReportArgs extends SendingArgs {
  readonly fiscalYear: string;
  readonly document: string;
  readonly uri: string;
}

sending(
  ofBond(
    proceeds
      .task(
        "report",
        "Publishes the annual report, or its next revision, with every published figure of the year [G-4, E-4]; the issuer signs",
      )
      .addParam("fiscalYear", "2021 is 1 April 2021 through 31 March 2022")
      .addParam("document", `the report.json that \`impact report\` wrote: ${DOCUMENT}`)
      .addOptionalParam("uri", "where it is found", ""),
  ),
).setAction(
  planned(async ({ fiscalYear, document, uri }: ReportArgs) => {
    const year = integerOf("fiscal-year", fiscalYear, 1970, LAST_YEAR);
    const { documentHashOf } = await import("./support/documents");
    const hash = documentHashOf("--document", document);
    const { reportPlan } = await import("./support/reportPlans");
    return (open) => reportPlan(open, year, hash, uri);
  }),
);

sending(
  ofBond(
    proceeds
      .task("sign", "Signs the last revision of an annual report: the post-issuance review [G-6]; the reviewer signs")
      .addParam("fiscalYear", "2021 is 1 April 2021 through 31 March 2022")
      .addParam("document", `the opinion: ${DOCUMENT}`),
  ),
).setAction(
  planned(async ({ fiscalYear, document }: Omit<ReportArgs, "uri">) => {
    const year = integerOf("fiscal-year", fiscalYear, 1970, LAST_YEAR);
    const { documentHashOf } = await import("./support/documents");
    const hash = documentHashOf("--document", document);
    const { signReportPlan } = await import("./support/reportPlans");
    return (open) => signReportPlan(open, year, hash);
  }),
);
