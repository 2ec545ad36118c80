import { proceeds } from "./scopes";
import { asJson, dayOf, DOCUMENT, ofBond, sending, yenOf, type SendingArgs } from "./support/arguments";
import { printJson, sayer } from "./support/output";
import { planned } from "./support/planned";
import { action } from "./support/run";

// Where the money went: the issuer signs.

const plans = () => import("./support/proceedsPlans");
const hashOf = async (flag: string, document: string): Promise<string> => {
  const { documentHashOf } = await import("./support/documents");
  return documentHashOf(`--${flag}`, document);
};

const REASON = `the reason: ${DOCUMENT}`;
const YEN = "whole yen, for example 9972000000";
const HOLDING = "cash or cash-equivalents";

sending(
  ofBond(
    proceeds
      .task("project", "Records a project that was selected, out of a JSON file [G-1, G-2, G-7]; the issuer signs")
      .addParam(
        "file",
        "id, name, outline, category, criterion, beiE2, completion, facility, loanTo, certificate {status, expiry, document}, " +
          "exclusionDocument, selection {decided, decidedBy, frameworks, document}, substitutes",
      ),
  ),
).setAction(
  planned(async ({ file }: SendingArgs & { readonly file: string }) => {
    const { projectPlan, readProject } = await plans();
    const project = readProject(file);
    return (open) => projectPlan(open, project);
  }),
);

interface CertificateArgs extends SendingArgs {
  readonly project: string;
  readonly status: string;
  readonly expiry?: string;
  readonly document?: string;
}

sending(
  ofBond(
    proceeds
      .task("certificate", "Records how the certificate of a project stands from now on [G-1]; the issuer signs")
      .addParam("project", "the id of the project")
      .addParam("status", "none, planned, obtained or reobtained")
      .addOptionalParam("expiry", "the last day on which it is valid, YYYY-MM-DD in Japan")
      .addOptionalParam("document", DOCUMENT),
  ),
).setAction(
  planned(async ({ project, status, expiry, document }: CertificateArgs) => {
    const { choiceOf } = await import("./support/choices");
    const given = {
      status: choiceOf("status", status, "CertificateStatus"),
      ...(expiry === undefined ? {} : { expiry: dayOf("expiry", expiry) }),
      ...(document === undefined ? {} : { document }),
    };
    const { certificatePlan } = await plans();
    return (open) => certificatePlan(open, project, given);
  }),
);

interface AllocateArgs extends SendingArgs {
  readonly project: string;
  readonly yen: string;
  readonly from: string;
  readonly refinancing: boolean;
  readonly document: string;
}

sending(
  ofBond(
    proceeds
      .task("allocate", "Gives money to a project [G-1, G-3]; the issuer signs")
      .addParam("project", "the id of the project")
      .addParam("yen", YEN)
      .addOptionalParam("from", HOLDING, "cash")
      .addFlag("refinancing", "the money pays back what financed the project before")
      .addParam("document", DOCUMENT),
  ),
).setAction(
  planned(async ({ project, yen, from, refinancing, document }: AllocateArgs) => {
    const [amount, hash] = [yenOf("yen", yen), await hashOf("document", document)];
    const { allocatePlan } = await plans();
    return (open) => allocatePlan(open, project, from, amount, refinancing, hash);
  }),
);

interface ReleaseArgs extends SendingArgs {
  readonly project: string;
  readonly yen: string;
  readonly to: string;
  readonly refinancing: boolean;
  readonly reason: string;
}

sending(
  ofBond(
    proceeds
      .task("release", "Takes money back from a project [G-3, G-5]; the issuer signs")
      .addParam("project", "the id of the project")
      .addParam("yen", YEN)
      .addOptionalParam("to", HOLDING, "cash")
      .addFlag("refinancing", "out of its refinancing, and not of its new spending")
      .addParam("reason", REASON),
  ),
).setAction(
  planned(async ({ project, yen, to, refinancing, reason }: ReleaseArgs) => {
    const [amount, hash] = [yenOf("yen", yen), await hashOf("reason", reason)];
    const { releasePlan } = await plans();
    return (open) => releasePlan(open, project, refinancing, to, amount, hash);
  }),
);

interface ReallocateArgs extends SendingArgs {
  readonly from: string;
  readonly to: string;
  readonly yen: string;
  readonly fromRefinancing: boolean;
  readonly toRefinancing: boolean;
  readonly reason: string;
}

sending(
  ofBond(
    proceeds
      .task("reallocate", "Moves money from a project to another, which may be told beforehand [G-5]; the issuer signs")
      .addParam("from", "the id of the project that gives")
      .addParam("to", "the id of the project that receives")
      .addParam("yen", YEN)
      .addFlag("fromRefinancing", "out of its refinancing")
      .addFlag("toRefinancing", "as refinancing")
      .addParam("reason", REASON),
  ),
).setAction(
  planned(async ({ from, to, yen, fromRefinancing, toRefinancing, reason }: ReallocateArgs) => {
    const [amount, hash] = [yenOf("yen", yen), await hashOf("reason", reason)];
    const { reallocatePlan } = await plans();
    const sides = [
      { project: from, refinancing: fromRefinancing },
      { project: to, refinancing: toRefinancing },
    ] as const;
    return (open) => reallocatePlan(open, ...sides, amount, hash);
  }),
);

interface HoldArgs extends SendingArgs {
  readonly from: string;
  readonly to: string;
  readonly yen: string;
  readonly document: string;
}

sending(
  ofBond(
    proceeds
      .task("hold", "Holds what is not allocated otherwise, until it is [G-3]; the issuer signs")
      .addParam("from", HOLDING)
      .addParam("to", HOLDING)
      .addParam("yen", YEN)
      .addParam("document", DOCUMENT),
  ),
).setAction(
  planned(async ({ from, to, yen, document }: HoldArgs) => {
    const [amount, hash] = [yenOf("yen", yen), await hashOf("document", document)];
    const { holdPlan } = await plans();
    return (open) => holdPlan(open, from, to, amount, hash);
  }),
);

sending(
  ofBond(
    proceeds
      .task("plan", "Says by when the rest is planned to be allocated [G-4]; the issuer signs")
      .addParam("day", "YYYY-MM-DD in Japan, today or later")
      .addParam("document", DOCUMENT),
  ),
).setAction(
  planned(async ({ day, document }: SendingArgs & { readonly day: string; readonly document: string }) => {
    const [plannedDay, hash] = [dayOf("day", day), await hashOf("document", document)];
    const { planRestPlan } = await plans();
    return (open) => planRestPlan(open, plannedDay, hash);
  }),
);

sending(
  ofBond(
    proceeds
      .task("quarter", "Confirms what was not allocated at the end of a quarter that is over [G-3]; the issuer signs")
      .addParam("day", "its last day: YYYY-03-31, -06-30, -09-30 or -12-31")
      .addParam("document", DOCUMENT),
  ),
).setAction(
  planned(async ({ day, document }: SendingArgs & { readonly day: string; readonly document: string }) => {
    const [quarterEndDay, hash] = [dayOf("day", day), await hashOf("document", document)];
    const { quarterPlan } = await plans();
    return (open) => quarterPlan(open, quarterEndDay, hash);
  }),
);

sending(
  ofBond(
    proceeds
      .task("disclose", "Records that a material event about the proceeds was disclosed [G-4]; the issuer signs")
      .addParam("document", DOCUMENT)
      .addOptionalParam("uri", "where it is found", ""),
  ),
).setAction(
  planned(async ({ document, uri }: SendingArgs & { readonly document: string; readonly uri: string }) => {
    const hash = await hashOf("document", document);
    const { disclosePlan } = await plans();
    return (open) => disclosePlan(open, hash, uri);
  }),
);

asJson(
  ofBond(proceeds.task("status", "Where the money is: net, allocated, unallocated, projects, journal, reports, what is due")), // prettier-ignore
).setAction(
  action(async ({ bond, json }: Pick<SendingArgs, "bond" | "json">, hre) => {
    const { openBond } = await import("./support/network");
    const { proceedsText, readProceeds } = await plans();
    const status = await readProceeds(await openBond(hre, bond));
    if (json) printJson(status);
    else sayer(json)(proceedsText(status));
  }),
);
