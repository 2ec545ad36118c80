import { namesOf, type Names } from "./accounts";
import type { OpenBond } from "./network";
import { TaskError, yen } from "./output";
import { applicationsOf, stateOf, type Application } from "./offeringStatus";
import type { Plan, Step } from "./plan";

/** An investor, and his application if he has one. */
interface Applicant {
  readonly names: Names;
  readonly account: string;
  readonly application: Application | undefined;
}

const applicantOf = async (open: OpenBond, holder: string): Promise<Applicant> => {
  const { offering, at } = open;
  const names = await namesOf(open);
  const account = await names.accountOf("--holder", holder);
  const id = await offering.applicationOf(account, at);
  return { names, account, application: id === 0n ? undefined : await offering.applicationAt(id, at) };
};

/** An application that must be there. */
const applicationIn = ({ application, names, account }: Applicant): Application => {
  if (application !== undefined) return application;
  throw new TaskError(`--holder: ${names.nameOf(account)} did not apply; start with \`offering apply\` [I-5]`);
};

type Act = Pick<Step, "call" | "args" | "changes" | "clause">;

const step = async (open: OpenBond, role: "dealer" | "issuer", act: Act): Promise<Step> => ({
  role,
  signer: await open.token[role](open.at),
  contract: "BondOffering",
  address: open.entry.contracts.offering,
  ...act,
});

const nothing = (task: string, note: string): Plan => ({ task, steps: [], notes: [`${note}: skipped`] });

/** How an application stands when all was sent. */
const stands =
  (open: OpenBond, { names, account }: Applicant) =>
  async (): Promise<string> => {
    const { offering, at } = open;
    const application = await offering.applicationAt(await offering.applicationOf(account, at), at);
    const { appliedBonds, allottedBonds } = application;
    return `\n${names.labelOf(account)}: ${stateOf(application)}, applied for ${appliedBonds}, allotted ${allottedBonds} bonds`;
  };

/** Records for how many bonds an investor applies. */
export const applyPlan = async (open: OpenBond, holder: string, bonds: number): Promise<Plan> => {
  const task = "offering apply";
  const applicant = await applicantOf(open, holder);
  const { names, account, application } = applicant;
  if (application !== undefined && stateOf(application) === "Applied" && application.appliedBonds === BigInt(bonds)) {
    return nothing(task, `${names.labelOf(account)} applies for ${bonds} bonds already`);
  }
  const before = application === undefined ? "" : ` in place of ${application.appliedBonds}`;
  const changes = `${names.nameOf(account)} applies for ${bonds} bonds${before}`;
  const act = { call: "applyFor", args: [account, bonds], changes, clause: "I-5, I-10" };
  return { task, steps: [await step(open, "dealer", act)], notes: [], after: stands(open, applicant) };
};

/** Records that an investor withdraws. */
export const withdrawPlan = async (open: OpenBond, holder: string): Promise<Plan> => {
  const task = "offering withdraw";
  const applicant = await applicantOf(open, holder);
  const { names, account } = applicant;
  const application = applicationIn(applicant);
  if (stateOf(application) === "Withdrawn") return nothing(task, `${names.labelOf(account)} withdrew already`);
  const changes = `${names.nameOf(account)} withdraws the application for ${application.appliedBonds} bonds`;
  const act = { call: "withdraw", args: [account], changes, clause: "I-5" };
  return { task, steps: [await step(open, "dealer", act)], notes: [], after: stands(open, applicant) };
};

/** Allots bonds to an investor. */
export const allotPlan = async (open: OpenBond, holder: string, bonds: number): Promise<Plan> => {
  const task = "offering allot";
  const applicant = await applicantOf(open, holder);
  const { names, account } = applicant;
  const application = applicationIn(applicant);
  if (application.allottedBonds === BigInt(bonds)) {
    return nothing(task, `${names.labelOf(account)} is allotted ${bonds} bonds already`);
  }
  const changes = `${names.nameOf(account)} is allotted ${bonds} bonds of ${application.appliedBonds} applied for, in place of ${application.allottedBonds}`;
  const act = { call: "allot", args: [account, bonds], changes, clause: "I-2, I-5" };
  return { task, steps: [await step(open, "dealer", act)], notes: [], after: stands(open, applicant) };
};

const isPaid = (application: Application): boolean => ["Paid", "Delivered"].includes(stateOf(application));

/** Records the application money: the full price of what was allotted. */
export const payPlan = async (
  open: OpenBond,
  holder: string,
  bankReference: string,
  amount?: bigint,
): Promise<Plan> => {
  const task = "offering pay";
  const applicant = await applicantOf(open, holder);
  const { names, account } = applicant;
  const application = applicationIn(applicant);
  if (isPaid(application)) return nothing(task, `${names.labelOf(account)} paid already`);
  const { issuePriceYenPerBond } = await open.offering.terms(open.at);
  const paid = amount ?? application.allottedBonds * issuePriceYenPerBond;
  const changes = `${names.nameOf(account)} paid ${yen(paid)} for ${application.allottedBonds} bonds`;
  const act = { call: "confirmPayment", args: [account, paid, bankReference], changes, clause: "I-5" };
  return { task, steps: [await step(open, "dealer", act)], notes: [], after: stands(open, applicant) };
};

/** Records that the underwriter took and paid the whole issue. */
export const underwritePlan = async (open: OpenBond, bankReference: string): Promise<Plan> => {
  const task = "offering underwrite";
  const { offering, at } = open;
  if (await offering.isUnderwritten(at)) return nothing(task, "the underwriting is confirmed already");
  const [gross, { underwritingFeeYen }] = [await offering.grossProceedsYen(at), await offering.terms(at)];
  const changes = `the underwriter took the whole issue and paid ${yen(gross)}; its fee of ${yen(underwritingFeeYen)} was settled as agreed`;
  const act = { call: "confirmUnderwriting", args: [bankReference], changes, clause: "I-7" };
  return { task, steps: [await step(open, "issuer", act)], notes: [] };
};

/** Delivers one investor's allotment, or all that are paid. */
export const deliverPlan = async (open: OpenBond, holder?: string, bankReference?: string): Promise<Plan> => {
  const task = "offering deliver";
  const { token, at, entry } = open;
  const names = await namesOf(open);
  const chosen = holder === undefined ? undefined : (await applicantOf(open, holder)).account;
  const dealer = await token.dealer(at);
  const steps: Step[] = [];
  const [done, waiting]: [string[], string[]] = [[], []];
  for (const [position, application] of (await applicationsOf(open)).entries()) {
    if (chosen !== undefined && application.holder !== chosen) continue;
    const label = names.labelOf(application.holder);
    if (stateOf(application) === "Delivered") done.push(label);
    else if (chosen === undefined && stateOf(application) !== "Paid") waiting.push(label);
    else {
      steps.push({
        role: "dealer",
        signer: dealer,
        contract: "BondToken",
        address: entry.contracts.token,
        call: "settleAgreement",
        args: [entry.contracts.offering, position + 1, bankReference ?? application.bankReference],
        changes: `${application.allottedBonds} bonds are delivered to ${names.nameOf(application.holder)}`,
        clause: "I-5, I-7",
      });
    }
  }
  if (chosen !== undefined && steps.length + done.length === 0) {
    throw new TaskError(`--holder: ${names.nameOf(chosen)} did not apply; start with \`offering apply\` [I-5]`);
  }
  const notes = [
    ...(done.length === 0 ? [] : [`delivered already, skipped: ${done.join(", ")}`]),
    ...(waiting.length === 0 ? [] : [`not paid, left out: ${waiting.join(", ")}`]),
  ];
  const after = async (): Promise<string> => `\nthe dealer now holds ${await token.balanceOf(dealer, at)} bonds`;
  return { task, steps, notes, after };
};
