import { impact } from "./scopes";
import { dayOf, DOCUMENT, integerOf, ofBond, sending, type SendingArgs } from "./support/arguments";
import { changingFacility, facilityPlanned, type FacilityArgs } from "./support/facilityTask";
import { TaskError } from "./support/output";
import { planned } from "./support/planned";
import { action } from "./support/run";

// What is decided about a facility before anything is measured: the issuer signs, and the reviewer what comes late.

const MOST_WATTS = 2 ** 40 - 1;
const MOST_16 = 65_535;
const MOST_32 = 2 ** 32 - 1;

const metersOf = (text: string): readonly string[] => {
  const meters = text.split(",").map((each) => each.trim());
  if (meters.some((each) => each === ""))
    throw new TaskError(
      `--meters: found "${text}", expected the meters' numbers with commas between, such as M-17,M-18`,
    );
  return meters;
};

interface NewFacilityArgs extends SendingArgs {
  readonly facility: string;
  readonly name: string;
  readonly kind: string;
  readonly watts: string;
  readonly tolerance: string;
  readonly operational: string;
  readonly meters: string;
}

sending(
  ofBond(
    impact
      .task("facility", "Brings a facility in for the bond [E-1, E-3]; the issuer signs")
      .addParam("facility", "its id, at most 31 ASCII characters, such as solar-1; it stays")
      .addParam("name", "what people call it, such as 協創棟")
      .addParam("kind", "generation, or saving: it consumes less than a baseline")
      .addParam("watts", "its capacity in W: no reading may be above it for an hour, in either direction")
      .addOptionalParam("tolerance", "by how much a reading may exceed it, in 1/10,000", "0")
      .addParam("operational", "its first day of operation, YYYY-MM-DD in Japan")
      .addParam("meters", "the numbers of its meters, with commas between"),
  ),
).setAction(
  planned(async (args: NewFacilityArgs) => {
    const { choiceOf } = await import("./support/choices");
    const given = {
      label: args.facility,
      kind: choiceOf("kind", args.kind, "FacilityKind"),
      capacityWatts: integerOf("watts", args.watts, 1, MOST_WATTS),
      toleranceBps: integerOf("tolerance", args.tolerance, 0, MOST_16),
      operationalDay: dayOf("operational", args.operational),
      name: args.name,
      meters: metersOf(args.meters),
    };
    const { facilityPlan } = await import("./support/facilityPlans");
    return (open) => facilityPlan(open, given);
  }),
);

changingFacility(
  impact
    .task("meters", "Records that other meters measure a facility [E-1]; the issuer signs")
    .addParam("meters", "the numbers of all its meters from now on, with commas between")
    .addParam("document", DOCUMENT),
).setAction(
  facilityPlanned(async (args: FacilityArgs & { readonly meters: string; readonly document: string }) => {
    const meters = metersOf(args.meters);
    const { documentHashOf } = await import("./support/documents");
    const hash = documentHashOf("--document", args.document);
    const { metersPlan } = await import("./support/facilityPlans");
    return (facility) => metersPlan(facility, meters, hash);
  }),
);

interface ShareArgs extends FacilityArgs {
  readonly bond?: string;
  readonly bps: string;
  readonly document: string;
}

ofBond(
  changingFacility(
    impact
      .task("share", "Gives a bond its share of a facility; all bonds together at most the whole; the issuer signs")
      .addParam("bps", "the share in 1/10,000: 10000 is all of it, 0 none")
      .addParam("document", DOCUMENT),
  ),
).setAction(
  action(async (args: ShareArgs, hre) => {
    const bps = integerOf("bps", args.bps, 0, 10_000);
    const { documentHashOf } = await import("./support/documents");
    const hash = documentHashOf("--document", args.document);
    const { openFacility } = await import("./support/facilities");
    const { openBond } = await import("./support/network");
    const { sharePlan } = await import("./support/facilityPlans");
    const { carryOut } = await import("./support/plan");
    const facility = await openFacility(hre, args.facility);
    const open = args.bond === undefined ? facility.open : await openBond(hre, args.bond);
    await carryOut(open, await sharePlan(facility, open, bps, hash), args);
  }),
);

interface FactorArgs extends FacilityArgs {
  readonly co2: string;
  readonly primaryEnergy: string;
  readonly kind: string;
  readonly fiscalYear: string;
  readonly replaces: string;
  readonly retailer: string;
  readonly menu: string;
  readonly source: string;
  readonly document: string;
}

changingFacility(
  impact
    .task("factor", "Adds a factor, as the next version: what a kWh stands for [E-1]; the issuer signs")
    .addParam("co2", "mg-CO2 per kWh, for example 441000")
    .addParam("primaryEnergy", "kJ of primary energy per kWh, for example 8640")
    .addParam("kind", "grid, supplier-basic, supplier-adjusted or other")
    .addParam("fiscalYear", "the fiscal year that it was published for, for example 2020")
    .addOptionalParam("replaces", "the version that it replaces, 0 for none", "0")
    .addOptionalParam("retailer", "who supplies the electricity", "")
    .addOptionalParam("menu", "under which contract", "")
    .addParam("source", "where it was published")
    .addParam("document", DOCUMENT),
).setAction(
  facilityPlanned(async (args: FactorArgs) => {
    const { choiceOf } = await import("./support/choices");
    const { documentHashOf } = await import("./support/documents");
    const factor = {
      co2MilligramsPerKwh: integerOf("co2", args.co2, 0, MOST_32),
      primaryEnergyKjPerKwh: integerOf("primary-energy", args.primaryEnergy, 0, MOST_32),
      kind: choiceOf("kind", args.kind, "FactorKind"),
      fiscalYear: integerOf("fiscal-year", args.fiscalYear, 1970, 9999),
      replaces: integerOf("replaces", args.replaces, 0, MOST_16),
      retailer: args.retailer,
      menu: args.menu,
      source: args.source,
      documentHash: documentHashOf("--document", args.document),
    };
    const { factorPlan } = await import("./support/facilityPlans");
    return (facility) => factorPlan(facility, factor);
  }),
);

interface BaselineArgs extends FacilityArgs {
  readonly profile: string;
  readonly derivedFrom: string;
  readonly derivedThrough: string;
  readonly judgedFrom: string;
  readonly judgedThrough: string;
  readonly restates: string;
  readonly document: string;
}

changingFacility(
  impact
    .task("baseline", "Adds a baseline, as the next version: what would have been consumed [E-1]; the issuer signs")
    .addParam(
      "profile",
      "Wh of each hour, with commas between: one for a constant, 24 by the hour of the day, 168 of the week",
    )
    .addParam("derivedFrom", "the first day that it was derived from, YYYY-MM-DD in Japan")
    .addParam("derivedThrough", "the last day that it was derived from")
    .addParam("judgedFrom", "the first day that it judges; the profile begins at 00:00 of it")
    .addParam("judgedThrough", "the last day that it judges; shares no day with those above")
    .addOptionalParam("restates", "the version that it restates, 0 for none", "0")
    .addParam("document", DOCUMENT),
).setAction(
  facilityPlanned(async (args: BaselineArgs) => {
    const { decimalOf, milliWhOf } = await import("../lib/energy");
    const { documentHashOf } = await import("./support/documents");
    const profileMilliWh = args.profile.split(",").map((each) => {
      const value = decimalOf(each.trim());
      if (value !== undefined) return milliWhOf(value);
      throw new TaskError(`--profile: found "${each}", expected Wh in digits, such as 812.5`);
    });
    const given = {
      derivedFrom: dayOf("derived-from", args.derivedFrom),
      derivedThrough: dayOf("derived-through", args.derivedThrough),
      judgedFrom: dayOf("judged-from", args.judgedFrom),
      judgedThrough: dayOf("judged-through", args.judgedThrough),
      restates: integerOf("restates", args.restates, 0, MOST_16),
      documentHash: documentHashOf("--document", args.document),
      profileMilliWh,
    };
    const { baselinePlan } = await import("./support/facilityPlans");
    return (facility) => baselinePlan(facility, given);
  }),
);

changingFacility(
  impact
    .task("sign-baseline", "Signs a baseline that came after its judged days began: a restatement; the reviewer signs")
    .addParam("baseline", "its version, for example 2")
    .addParam("document", DOCUMENT),
).setAction(
  facilityPlanned(async (args: FacilityArgs & { readonly baseline: string; readonly document: string }) => {
    const version = integerOf("baseline", args.baseline, 1, MOST_16);
    const { documentHashOf } = await import("./support/documents");
    const hash = documentHashOf("--document", args.document);
    const { signBaselinePlan } = await import("./support/facilityPlans");
    return (facility) => signBaselinePlan(facility, version, hash);
  }),
);
