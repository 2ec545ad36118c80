import { bond } from "./scopes";
import { asJson, choiceOf, dayOf, executing, integerOf, ofBond, sending, type SendingArgs } from "./support/arguments";
import { printJson, sayer } from "./support/output";
import { planned } from "./support/planned";
import { action, compileQuietly } from "./support/run";

const MOST_BONDS = 1_000_000;

interface SheetArgs {
  readonly terms: string;
  readonly json: boolean;
}

asJson(
  bond
    .task("schedule", "The payment dates, closed windows and amounts that follow from a term sheet; needs no chain")
    .addParam("terms", "the term sheet, for example deploy/parameters/hitachi-21.json"),
).setAction(
  action(async ({ terms, json }: SheetArgs) => {
    const { readSheet } = await import("./support/sheetFile");
    const { scheduleJson } = await import("../lib/present");
    const { shippedCalendar } = await import("../lib/calendar");
    const sheet = readSheet(terms);
    const schedule = scheduleJson(sheet.terms, shippedCalendar);
    if (json) return printJson(schedule);
    const { scheduleText } = await import("./support/tables");
    sayer(json)(scheduleText(sheet, schedule));
  }),
);

asJson(
  bond
    .task("accrued", "The interest accrued through a day, that day included [P-1, P-2]; needs no chain")
    .addParam("terms", "the term sheet, for example deploy/parameters/hitachi-21.json")
    .addParam("through", "the last day that counts, YYYY-MM-DD in Japan, for example 2024-03-31"),
).setAction(
  action(async ({ terms, through, json }: SheetArgs & { readonly through: string }) => {
    const { readSheet } = await import("./support/sheetFile");
    const { accruedJson } = await import("../lib/present");
    const sheet = readSheet(terms);
    const accrued = accruedJson(sheet.terms, dayOf("through", through));
    if (json) return printJson(accrued);
    const { accruedText } = await import("./support/tables");
    sayer(json)(accruedText(sheet, accrued));
  }),
);

interface DeployArgs extends SheetArgs {
  readonly roles?: string;
  readonly execute: boolean;
}

// Without --prepare: where a contract lies follows from those deployed before it, and the journal of the deployment goes on from what it sees.
executing(
  bond
    .task(
      "deploy",
      "Deploys the contracts of a bond and hands its roles over; the deployer signs here, since each step follows from the chain's answer",
    )
    .addParam("terms", "the term sheet, for example deploy/parameters/hitachi-21.json")
    .addOptionalParam(
      "roles",
      "a JSON file of the accounts issuer, registerAdministrator, fiscalAgent, dealer, platformOperator, recorder and reviewer, and deployer if another than the first signer deploys; " +
        "not needed on a development chain (id 2017)",
    ),
).setAction(
  action(async ({ terms, roles, execute, json }: DeployArgs, hre) => {
    const { readSheet } = await import("./support/sheetFile");
    const sheet = readSheet(terms);
    await compileQuietly(hre);
    const { deployBond } = await import("./support/deployment");
    await deployBond(hre, sheet, { execute, json, ...(roles === undefined ? {} : { rolesFile: roles }) });
  }),
);

sending(
  ofBond(bond.task("issue", "Issues the whole bond to the dealer, on the closing day [I-5]; the issuer signs")),
).setAction(
  action(async (args: SendingArgs, hre) => {
    const { openBond } = await import("./support/network");
    const { issuePlan } = await import("./support/bondPlans");
    const { carryOut } = await import("./support/plan");
    const open = await openBond(hre, args.bond);
    await carryOut(open, await issuePlan(open), args);
  }),
);

interface TransferArgs extends SendingArgs {
  readonly from: string;
  readonly to: string;
  readonly bonds: string;
}

sending(
  ofBond(
    bond
      .task("transfer", "Moves bonds between the dealer and a holder [T-1 to T-4]; the giver signs")
      .addParam("from", "who gives: a label (dealer, manufacturer-a) or an address")
      .addParam("to", "who receives: a label or an address")
      .addParam("bonds", "how many bonds, an integer: --from dealer --to manufacturer-a --bonds 13"),
  ),
).setAction(
  action(async (args: TransferArgs, hre) => {
    const bonds = integerOf("bonds", args.bonds, 1, MOST_BONDS);
    const { openBond } = await import("./support/network");
    const { transferPlan } = await import("./support/bondPlans");
    const { carryOut } = await import("./support/plan");
    const open = await openBond(hre, args.bond);
    await carryOut(open, await transferPlan(open, args.from, args.to, bonds), args);
  }),
);

sending(
  ofBond(
    bond
      .task("cancel", "Cancels bonds that the issuer bought, inside the window of P-6; the issuer signs")
      .addParam("bonds", "how many of its own bonds, an integer"),
  ),
).setAction(
  planned(async (args: SendingArgs & { readonly bonds: string }) => {
    const bonds = integerOf("bonds", args.bonds, 1, MOST_BONDS);
    const { cancelPlan } = await import("./support/bondPlans");
    return (open) => cancelPlan(open, bonds);
  }),
);

sending(
  ofBond(
    bond
      .task("designate", "Says in which ways bonds may be transferred [T-3]; the issuer signs")
      .addParam(
        "ways",
        "plain, agreements, both or none: plain transfers, settlements of recorded trades and allotments",
      ),
  ),
).setAction(
  planned(async (args: SendingArgs & { readonly ways: string }) => {
    const { designatePlan, WAYS } = await import("./support/bondPlans");
    const ways = choiceOf("ways", args.ways, WAYS);
    return (open) => designatePlan(open, ways);
  }),
);

asJson(ofBond(bond.task("status", "How a bond stands: supply, payment dates, roles, contracts"))).setAction(
  action(async ({ bond: id, json }: Pick<SendingArgs, "bond" | "json">, hre) => {
    const { openBond } = await import("./support/network");
    const { readStatus, statusText } = await import("./support/bondPlans");
    const status = await readStatus(await openBond(hre, id));
    if (json) printJson(status);
    else sayer(json)(statusText(status));
  }),
);
