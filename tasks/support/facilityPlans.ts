import { ZeroAddress, ZeroHash } from "ethers";
import { formatDay, type JstDay } from "../../lib/day";
import { percentText } from "../../lib/energy";
import { facilityIdOf, facilityLabels, type Facility } from "./facilities";
import { greenStep } from "./greenStep";
import type { OpenBond } from "./network";
import type { Plan } from "./plan";

export interface NewFacility {
  readonly label: string;
  readonly kind: number;
  readonly capacityWatts: number;
  readonly toleranceBps: number;
  readonly operationalDay: JstDay;
  readonly name: string;
  readonly meters: readonly string[];
}

/** Brings a facility in for a bond. */
export const facilityPlan = async (open: OpenBond, given: NewFacility): Promise<Plan> => {
  const task = "impact facility";
  const { label, kind, capacityWatts, toleranceBps, operationalDay, name, meters } = given;
  if ((await facilityLabels(open)).includes(label))
    return { task, steps: [], notes: [`${label} is registered already: skipped; look at \`impact show\``] };
  const sponsor = open.entry.contracts.token;
  const step = await greenStep(open, "ImpactRegistry", "issuer", {
    call: "registerFacility",
    args: [facilityIdOf(label), sponsor, kind, capacityWatts, toleranceBps, operationalDay, name, [...meters]],
    changes: `facility ${label} (${name}) of ${capacityWatts} W, operational from ${formatDay(operationalDay)}, belongs to ${open.id}`,
    clause: "E-1, E-3",
  });
  return { task, steps: [step], notes: [] };
};

/** Records that other meters measure a facility. */
export const metersPlan = async (
  { id, label, meters: before, open }: Facility,
  meters: readonly string[],
  documentHash: string,
): Promise<Plan> => {
  const task = "impact meters";
  if (before.join() === meters.join()) return { task, steps: [], notes: ["these are its meters already: skipped"] };
  const step = await greenStep(open, "ImpactRegistry", "issuer", {
    call: "changeMeters",
    args: [id, [...meters], documentHash],
    changes: `${label} is measured by ${meters.join(", ")} instead of ${before.join(", ")}`,
    clause: "E-1",
  });
  return { task, steps: [step], notes: [] };
};

/** Gives a bond its share of a facility. */
export const sharePlan = async (
  { id, label }: Facility,
  open: OpenBond,
  shareBps: number,
  documentHash: string,
): Promise<Plan> => {
  const task = "impact share";
  const bond = open.entry.contracts.token;
  const before = Number(await open.impact.shareBps(id, bond, open.at));
  if (before === shareBps) return { task, steps: [], notes: ["this is its share already: skipped"] };
  const step = await greenStep(open, "ImpactRegistry", "issuer", {
    call: "setShare",
    args: [id, bond, shareBps, documentHash],
    changes: `${open.id} has ${percentText(shareBps)} of the impact of ${label} instead of ${percentText(before)}`,
    clause: "E-1, E-4",
  });
  return { task, steps: [step], notes: [] };
};

export interface NewFactor {
  readonly co2MilligramsPerKwh: number;
  readonly primaryEnergyKjPerKwh: number;
  readonly kind: number;
  readonly fiscalYear: number;
  readonly replaces: number;
  readonly retailer: string;
  readonly menu: string;
  readonly source: string;
  readonly documentHash: string;
}

/** Adds a factor as the next version. */
export const factorPlan = async ({ id, label, open }: Facility, factor: NewFactor): Promise<Plan> => {
  const version = (await open.impact.progress(id, open.at)).factors + 1n;
  const step = await greenStep(open, "ImpactRegistry", "issuer", {
    call: "addFactor",
    args: [id, factor],
    changes: `factor ${version} of ${label}: ${factor.co2MilligramsPerKwh} mg-CO2 and ${factor.primaryEnergyKjPerKwh} kJ per kWh, fiscal year ${factor.fiscalYear}`,
    clause: "E-1",
  });
  return { task: "impact factor", steps: [step], notes: [] };
};

export interface NewBaseline {
  readonly derivedFrom: JstDay;
  readonly derivedThrough: JstDay;
  readonly judgedFrom: JstDay;
  readonly judgedThrough: JstDay;
  readonly restates: number;
  readonly documentHash: string;
  readonly profileMilliWh: readonly bigint[];
}

/** Adds a baseline as the next version. */
export const baselinePlan = async ({ id, label, open }: Facility, given: NewBaseline): Promise<Plan> => {
  const version = (await open.impact.progress(id, open.at)).baselines + 1n;
  const baseline = {
    ...given,
    profileMilliWh: [...given.profileMilliWh],
    isRestatement: false,
    isAdmissible: false,
    signedBy: ZeroAddress,
    reviewHash: ZeroHash,
  };
  const step = await greenStep(open, "ImpactRegistry", "issuer", {
    call: "addBaseline",
    args: [id, baseline],
    changes: `baseline ${version} of ${label} judges ${formatDay(given.judgedFrom)} through ${formatDay(given.judgedThrough)}`,
    clause: "E-1",
  });
  const after = async (): Promise<string> => {
    const { isRestatement } = await open.impact.baselineAt(id, version, open.at);
    return isRestatement
      ? `\nits judged days have begun, so it is a restatement: the reviewer signs it with \`impact sign-baseline --facility ${label} --baseline ${version}\``
      : `\n${label} has ${version} baselines`;
  };
  return { task: "impact baseline", steps: [step], notes: [], after };
};

/** The reviewer signs a restatement. */
export const signBaselinePlan = async (
  { id, label, open }: Facility,
  version: number,
  reviewHash: string,
): Promise<Plan> => {
  const step = await greenStep(open, "ImpactRegistry", "reviewer", {
    call: "signRestatement",
    args: [id, version, reviewHash],
    changes: `baseline ${version} of ${label}, a restatement, may judge records`,
    clause: "E-1, G-6",
  });
  return { task: "impact sign-baseline", steps: [step], notes: [] };
};
