import { encodeBytes32String, ZeroHash } from "ethers";
import { z } from "zod";
import { formatDay, parseDay, type JstDay } from "../../lib/day";
import { CATEGORIES } from "../../lib/greenReportInput";
import { choicesOf } from "./choices";
import { documentHashOf } from "./documents";
import { nameIn } from "./enums";
import { readJson } from "./files";
import { greenStep } from "./greenStep";
import type { OpenBond } from "./network";
import { table, TaskError, yen } from "./output";
import type { Plan } from "./plan";
import { textOfWord, wordOf } from "./words";

export const HOLDINGS = ["cash", "cash-equivalents"] as const;

export const holdingOf = (flag: string, text: string): string => {
  if (HOLDINGS.some((each) => each === text)) return encodeBytes32String(text);
  throw new TaskError(`--${flag}: found "${text}", expected one of ${HOLDINGS.join(", ")}`);
};

// ---- projects

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: "a day, written YYYY-MM-DD" })
  .transform((text) => parseDay(text));
const choice = (enumeration: string) => {
  const choices = choicesOf(enumeration);
  return z
    .string()
    .refine((text) => choices.includes(text), { error: `one of ${choices.join(", ")}` })
    .transform((text) => choices.indexOf(text));
};
const text = z.string().min(1, { error: "a text" });

const certificate = z.strictObject({ status: choice("CertificateStatus"), expiry: day.optional(), document: text.optional() }); // prettier-ignore

/** A project in a file; documents are files, or hashes. */
const projectFile = z.strictObject({
  id: text,
  name: text,
  outline: text,
  category: z.enum(CATEGORIES),
  criterion: choice("Criterion"),
  /** Building energy index in 1/100. */
  beiE2: z.number().int().optional(),
  completion: day,
  facility: text.optional(),
  loanTo: z.string().optional(),
  certificate,
  exclusionDocument: text,
  selection: z.strictObject({ decided: day, decidedBy: text, frameworks: text, document: text }),
  substitutes: z.array(text).optional(),
});

export type ProjectFile = z.infer<typeof projectFile>;

export const readProject = (path: string): ProjectFile => readJson(path, projectFile);

const hashOrZero = (where: string, document: string | undefined): string =>
  document === undefined ? ZeroHash : documentHashOf(where, document);

const certificateArgument = ({ status, expiry, document }: ProjectFile["certificate"]) => ({
  status,
  expiryDay: expiry ?? 0,
  documentHash: hashOrZero("certificate.document", document),
});

/** Records a project that was selected. */
export const projectPlan = async (open: OpenBond, given: ProjectFile): Promise<Plan> => {
  const task = "proceeds project";
  const known = await projectIds(open);
  if (known.includes(given.id)) return { task, steps: [], notes: [`${given.id} is recorded already: skipped`] };
  const project = {
    category: CATEGORIES.indexOf(given.category),
    criterion: given.criterion,
    beiE2: given.beiE2 ?? 0,
    completionDay: given.completion,
    facilityId: given.facility === undefined ? ZeroHash : wordOf("facility", given.facility),
    exclusionHash: documentHashOf("exclusionDocument", given.exclusionDocument),
    name: given.name,
    outline: given.outline,
    loanTo: given.loanTo ?? "",
    certificate: certificateArgument(given.certificate),
    selection: {
      decidedDay: given.selection.decided,
      decidedBy: given.selection.decidedBy,
      frameworks: given.selection.frameworks,
      documentHash: documentHashOf("selection.document", given.selection.document),
    },
    substitutes: (given.substitutes ?? []).map((each) => wordOf("substitutes", each)),
  };
  const step = await greenStep(open, "ProceedsLedger", "issuer", {
    call: "registerProject",
    args: [wordOf("id", given.id), project],
    changes: `project ${given.id} (${given.name}) may have money, by ${nameIn("Criterion", given.criterion)}`,
    clause: "G-1, G-2, G-7",
  });
  return { task, steps: [step], notes: [] };
};

const projectIds = async ({ proceeds, at }: OpenBond): Promise<readonly string[]> =>
  (await proceeds.projectsAt(0, await proceeds.projectCount(at), at)).map(({ projectId }) => textOfWord(projectId));

/** The id of a project that there is. */
const projectOf = async (open: OpenBond, flag: string, label: string): Promise<string> => {
  const known = await projectIds(open);
  if (known.includes(label)) return wordOf(`--${flag}`, label);
  const expected = known.join(", ") || "none, so record one with `proceeds project`";
  throw new TaskError(`--${flag}: found "${label}", expected one of the projects of ${open.id}: ${expected}`);
};

/** Records how the certificate of a project stands from now on. */
export const certificatePlan = async (
  open: OpenBond,
  project: string,
  given: { readonly status: number; readonly expiry?: JstDay; readonly document?: string },
): Promise<Plan> => {
  const expiryDay = given.expiry ?? 0;
  const documentHash = hashOrZero("--document", given.document);
  const step = await greenStep(open, "ProceedsLedger", "issuer", {
    call: "renewCertificate",
    args: [await projectOf(open, "project", project), { status: given.status, expiryDay, documentHash }],
    changes: `the certificate of ${project} is ${nameIn("CertificateStatus", given.status).toLowerCase()}`,
    clause: "G-1",
  });
  return { task: "proceeds certificate", steps: [step], notes: [] };
};

// ---- the journal

const moved = (open: OpenBond, task: string, step: Plan["steps"][number]): Plan => ({
  task,
  steps: [step],
  notes: [],
  after: async () => {
    const { proceeds, at } = open;
    const [allocated, rest] = [await proceeds.allocatedYen(at), await proceeds.unallocatedYen(at)];
    return `\nallocated ${yen(allocated)}, unallocated ${yen(rest)} of ${yen(await proceeds.netYen(at))}`;
  },
});

const refinancingText = (refinancing: boolean): string => (refinancing ? "refinancing" : "new spending");

export const allocatePlan = async (
  open: OpenBond,
  project: string,
  holding: string,
  amountYen: bigint,
  refinancing: boolean,
  documentHash: string,
): Promise<Plan> => {
  const step = await greenStep(open, "ProceedsLedger", "issuer", {
    call: "allocate",
    args: [await projectOf(open, "project", project), holdingOf("from", holding), amountYen, refinancing, documentHash],
    changes: `${yen(amountYen)} go from ${holding} to ${project}, as ${refinancingText(refinancing)}`,
    clause: "G-1, G-3",
  });
  return moved(open, "proceeds allocate", step);
};

export const releasePlan = async (
  open: OpenBond,
  project: string,
  refinancing: boolean,
  holding: string,
  amountYen: bigint,
  reasonHash: string,
): Promise<Plan> => {
  const step = await greenStep(open, "ProceedsLedger", "issuer", {
    call: "release",
    args: [await projectOf(open, "project", project), refinancing, holdingOf("to", holding), amountYen, reasonHash],
    changes: `${yen(amountYen)} of ${refinancingText(refinancing)} come back from ${project} to ${holding}`,
    clause: "G-3, G-5",
  });
  return moved(open, "proceeds release", step);
};

/** One side of a move between projects. */
export interface Side {
  readonly project: string;
  readonly refinancing: boolean;
}

export const reallocatePlan = async (
  open: OpenBond,
  from: Side,
  to: Side,
  amountYen: bigint,
  reasonHash: string,
): Promise<Plan> => {
  const ids = [await projectOf(open, "from", from.project), await projectOf(open, "to", to.project)];
  const step = await greenStep(open, "ProceedsLedger", "issuer", {
    call: "reallocate",
    args: [ids[0], from.refinancing, ids[1], to.refinancing, amountYen, reasonHash],
    changes: `${yen(amountYen)} go from ${from.project} to ${to.project}`,
    clause: "G-5",
  });
  return moved(open, "proceeds reallocate", step);
};

export const holdPlan = async (
  open: OpenBond,
  from: string,
  to: string,
  amountYen: bigint,
  documentHash: string,
): Promise<Plan> => {
  const step = await greenStep(open, "ProceedsLedger", "issuer", {
    call: "moveUnallocated",
    args: [holdingOf("from", from), holdingOf("to", to), amountYen, documentHash],
    changes: `${yen(amountYen)} that are not allocated are held in ${to} instead of ${from}`,
    clause: "G-3",
  });
  return moved(open, "proceeds hold", step);
};

export const planRestPlan = async (open: OpenBond, plannedDay: JstDay, documentHash: string): Promise<Plan> => {
  const task = "proceeds plan";
  if (Number(await open.proceeds.plannedDay(open.at)) === plannedDay)
    return { task, steps: [], notes: ["this is the planned day already: skipped"] };
  const step = await greenStep(open, "ProceedsLedger", "issuer", {
    call: "planRest",
    args: [plannedDay, documentHash],
    changes: `the rest is planned to be allocated by ${formatDay(plannedDay)}`,
    clause: "G-4",
  });
  return { task, steps: [step], notes: [] };
};

export const quarterPlan = async (open: OpenBond, quarterEndDay: JstDay, documentHash: string): Promise<Plan> => {
  const task = "proceeds quarter";
  if (quarterEndDay < Number(await open.proceeds.nextQuarterDay(open.at)))
    return { task, steps: [], notes: [`the quarter to ${formatDay(quarterEndDay)} is confirmed already: skipped`] };
  const step = await greenStep(open, "ProceedsLedger", "issuer", {
    call: "trackQuarter",
    args: [quarterEndDay, documentHash],
    changes: `what was not allocated on ${formatDay(quarterEndDay)} is confirmed`,
    clause: "G-3",
  });
  return { task, steps: [step], notes: [] };
};

export const disclosePlan = async (open: OpenBond, documentHash: string, uri: string): Promise<Plan> => {
  const step = await greenStep(open, "ProceedsLedger", "issuer", {
    call: "discloseEvent",
    args: [documentHash, uri],
    changes: "a material event about the use of the proceeds was disclosed",
    clause: "G-4",
  });
  return { task: "proceeds disclose", steps: [step], notes: [] };
};

// ---- how things stand

const isoOrNull = (value: bigint): string | null => (value === 0n ? null : formatDay(Number(value) as JstDay));

/** What `proceeds status --json` prints. */
export const readProceeds = async (open: OpenBond) => {
  const { proceeds, reports, at, id } = open;
  const count = await proceeds.entryCount(at);
  const funds = await proceeds.projectsAt(0, await proceeds.projectCount(at), at);
  const reported = await reports.reportsAt(0, await reports.reportCount(at), at);
  const [cash, equivalents] = [encodeBytes32String("cash"), encodeBytes32String("cash-equivalents")];
  return {
    bond: id,
    netYen: String(await proceeds.netYen(at)),
    allocatedYen: String(await proceeds.allocatedYen(at)),
    refinancedYen: String(await proceeds.refinancedYen(at)),
    unallocatedYen: String(await proceeds.unallocatedYen(at)),
    cashYen: String(await proceeds.balanceYen(cash, false, at)),
    cashEquivalentsYen: String(await proceeds.balanceYen(equivalents, false, at)),
    plannedDay: isoOrNull(await proceeds.plannedDay(at)),
    nextQuarterDay: isoOrNull(await proceeds.nextQuarterDay(at)),
    projects: await Promise.all(
      funds.map(async ({ projectId, newYen, refinancedYen, certificate: status, certificateExpiryDay }) => ({
        id: textOfWord(projectId),
        name: (await proceeds.project(projectId, at)).name,
        newYen: String(newYen),
        refinancedYen: String(refinancedYen),
        ageAtIssueDays: Number(await proceeds.ageAtIssueDays(projectId, at)),
        beyondThreeYears: await proceeds.isBeyondThreeYears(projectId, at),
        certificate: nameIn("CertificateStatus", status),
        certificateExpiryDay: isoOrNull(certificateExpiryDay),
      })),
    ),
    entries: (await proceeds.entriesAt(0, count, at)).map((entry, i) => ({
      number: i + 1,
      kind: nameIn("EntryKind", entry.kind),
      day: isoOrNull(entry.day),
      from: textOfWord(entry.from),
      to: textOfWord(entry.to),
      yen: String(entry.yen),
      refinancing: entry.toRefinancing,
      documentHash: entry.documentHash,
    })),
    reports: await Promise.all(
      reported.map(async ({ fiscalYear, revision }) => {
        const report = await reports.report(fiscalYear, revision, at);
        return {
          fiscalYear: Number(fiscalYear),
          revision: Number(revision),
          publishedDay: isoOrNull(report.publishedDay),
          voluntary: report.voluntary,
          figures: report.figures.length,
          outdated: await reports.isOutdated(fiscalYear, revision, at),
          signedDay: isoOrNull(report.signedDay),
          documentHash: report.documentHash,
        };
      }),
    ),
    reportDueDay: isoOrNull(await reports.dueDay(at)),
    reportOverdue: await reports.isOverdue(at),
  };
};

export type ProceedsJson = Awaited<ReturnType<typeof readProceeds>>;

const money = (amount: string): string => yen(BigInt(amount));

export const proceedsText = (status: ProceedsJson): string =>
  [
    `proceeds of ${status.bond}: net ${money(status.netYen)} = allocated ${money(status.allocatedYen)} (refinancing ${money(status.refinancedYen)}) + unallocated ${money(status.unallocatedYen)}`,
    `  held in cash ${money(status.cashYen)}, in cash equivalents ${money(status.cashEquivalentsYen)}; the rest is planned by ${status.plannedDay ?? "no day"}; the quarter to ${status.nextQuarterDay ?? "-"} is confirmed next [G-3]`,
    `  next report ${status.reportDueDay === null ? "voluntary: everything was reported as allocated" : `due by ${status.reportDueDay}${status.reportOverdue ? ", overdue" : ""}`} [G-4]`,
    ...(status.projects.length === 0
      ? []
      : [
          "",
          table(
            ["project", "name", "new", "refinanced", "age at issue", "", "certificate", "valid through"],
            status.projects.map((each) => [
              each.id,
              each.name,
              money(each.newYen),
              money(each.refinancedYen),
              `${each.ageAtIssueDays} days`,
              each.beyondThreeYears ? "beyond 3 years" : "",
              each.certificate,
              each.certificateExpiryDay,
            ]),
          ),
        ]),
    ...(status.entries.length === 0
      ? []
      : [
          "",
          table(
            ["entry", "day", "kind", "from", "to", "yen", ""],
            status.entries.map((each) => [
              each.number,
              each.day,
              each.kind,
              each.from,
              each.to,
              money(each.yen),
              each.refinancing ? "refinancing" : "",
            ]),
          ),
        ]),
    ...(status.reports.length === 0
      ? []
      : [
          "",
          table(
            ["report", "revision", "published", "", "figures", "", "signed"],
            status.reports.map((each) => [
              `FY${each.fiscalYear}`,
              each.revision,
              each.publishedDay,
              each.voluntary ? "voluntary" : "",
              each.figures,
              each.outdated ? "outdated" : "",
              each.signedDay,
            ]),
          ),
        ]),
  ].join("\n");
