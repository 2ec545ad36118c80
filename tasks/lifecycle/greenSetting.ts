import { parseDay } from "../../lib/day";
import { baselinePlan, facilityPlan, factorPlan, sharePlan, type NewFactor } from "../support/facilityPlans";
import { openFacility, type Facility } from "../support/facilities";
import { issuePlan } from "../support/bondPlans";
import { allocatePlan, planRestPlan, projectPlan, reallocatePlan, type ProjectFile } from "../support/proceedsPlans";
import { paper, type GreenPlay } from "./greenStage";

// What is decided before anything is measured, and where the money goes. Names, days and amounts that the sources do not tell are ours.

export const BUILDING = "kyoso-to";
export const PLANT = "solar-1";
const LATE_PLANT = "solar-2";

const WHOLE = 10_000;
const GENERATION = 0;
const SAVING = 1;

export const facilityOf = ({ hre }: GreenPlay, label: string): Promise<Facility> => openFacility(hre, label);

/** Factors of the supplier's menu: fiscal year 2020 first, and what was published later for fiscal year 2021. */
export const factor = (fiscalYear: number, co2MilligramsPerKwh: number, replaces = 0): NewFactor => ({
  co2MilligramsPerKwh,
  primaryEnergyKjPerKwh: 8_640,
  kind: 1, // the supplier's basic factor
  fiscalYear,
  replaces,
  retailer: "an electricity retailer",
  menu: "standard menu",
  source: "emission factors by electricity supplier, as published by the ministry",
  documentHash: paper(`emission factors of fiscal year ${fiscalYear}`),
});

/** Constant: what the building consumed on average of an hour before the renovation, in Wh. */
export const baselineWith = (wattHours: number, restates = 0) => ({
  derivedFrom: parseDay("2019-04-01"),
  derivedThrough: parseDay("2020-03-31"),
  judgedFrom: parseDay("2020-12-01"),
  judgedThrough: parseDay("2025-12-31"),
  restates,
  documentHash: paper(`baseline of ${wattHours} Wh`),
  profileMilliWh: [BigInt(wattHours) * 1000n],
});

/** Facilities, shares, factors, and a baseline from before. */
export const setFacilities = async (play: GreenPlay): Promise<void> => {
  const { act, tell } = play;
  const [h, j] = [await play.h(), await play.j()];
  const from = parseDay("2020-12-01");
  await act(h, facilityPlan(h, { ...{ label: BUILDING, kind: SAVING, capacityWatts: 2_000, toleranceBps: 0 }, ...{ operationalDay: from, name: "協創棟", meters: ["building-meter"] } })); // prettier-ignore
  await act(j, facilityPlan(j, { ...{ label: PLANT, kind: GENERATION, capacityWatts: 3_000, toleranceBps: 0 }, ...{ operationalDay: from, name: "Solar 1", meters: ["array-meter"] } })); // prettier-ignore
  await act(j, facilityPlan(j, { ...{ label: LATE_PLANT, kind: GENERATION, capacityWatts: 97_200, toleranceBps: 0 }, ...{ operationalDay: parseDay("2021-10-01"), name: "Solar 2", meters: ["planned"] } })); // prettier-ignore
  for (const [label, open] of [
    [BUILDING, h],
    [PLANT, j],
    [LATE_PLANT, j],
  ] as const) {
    // prettier-ignore
    const facility = await facilityOf(play, label);
    await act(open, sharePlan(facility, open, WHOLE, paper(`share of ${open.id} in ${label}`)));
  }
  for (const label of [BUILDING, PLANT]) await act(h, factorPlan(await facilityOf(play, label), factor(2020, 441_000)));
  await act(h, baselinePlan(await facilityOf(play, BUILDING), baselineWith(1_000)));
  await tell(
    "registered 協創棟 for hitachi-21, Solar 1 and Solar 2 for jpx-1; factors, and a baseline of fiscal year 2019 [E-1, E-3]",
  );
};

// ---- proceeds

const project = (
  given: Pick<ProjectFile, "id" | "name" | "outline" | "category" | "criterion" | "completion"> & Partial<ProjectFile>,
): ProjectFile => ({
  certificate: { status: 0 },
  exclusionDocument: paper(`nothing excludes ${given.id}`),
  selection: {
    decided: parseDay("2020-11-20"),
    decidedBy: "head of treasury, with the departments concerned",
    frameworks: "Green Bond Principles 2021; Green Bond Guidelines 2022",
    document: paper(`selection of ${given.id}`),
  },
  ...given,
});

/** Places of the criteria in the list of `contracts/types/Proceeds.sol`. */
const GENERATING_EQUIPMENT = 13;
const ENERGY_SAVING_BUILDING = 16;
const OBTAINED = 2;

/** Moved with its bond by three years: completed in March 2016, so more than three years before issue. */
const KYOSO_TO = project({
  ...{ id: BUILDING, name: "協創棟", outline: "construction and renovation of the building in Kokubunji" },
  ...{ category: "energy-saving", criterion: ENERGY_SAVING_BUILDING, beiE2: 74, completion: parseDay("2016-03-31") },
  ...{ facility: BUILDING, certificate: { status: OBTAINED, document: paper("BELS certificate, BEI 0.74") } },
});

const plant = (id: string, name: string, completion: string, more: Partial<ProjectFile> = {}): ProjectFile =>
  project({
    ...{ id, name, outline: `${name}: electricity from renewable sources`, category: "renewable-energy" },
    ...{
      criterion: GENERATING_EQUIPMENT,
      completion: parseDay(completion),
      loanTo: "JPX Market Innovation & Research",
    },
    ...more,
  });

/** H: everything refinances the building [G-3]. */
export const useProceedsOfH = async (play: GreenPlay): Promise<void> => {
  const { act, tell } = play;
  const h = await play.h();
  await act(h, projectPlan(h, KYOSO_TO));
  const net = await h.proceeds.netYen(h.at);
  await act(h, allocatePlan(h, BUILDING, "cash", net, true, paper("redemption of short-term bonds")));
  const [beyond, days] = [await h.proceeds.isBeyondThreeYears(projectId(BUILDING), h.at), await h.proceeds.ageAtIssueDays(projectId(BUILDING), h.at)]; // prettier-ignore
  await tell(
    `allocated  ¥${net.toLocaleString("en-US")} of hitachi-21 to 協創棟, all refinancing; ${days} days old at issue${beyond ? ", beyond three years: disclosed [G-1]" : ""}`,
  );
};

/** J: three plants through a loan; the split is not published, so this one is assumed. Solar 2 is delayed, and its money goes to Solar 1 [G-5]. */
export const useProceedsOfJ = async (play: GreenPlay): Promise<void> => {
  const { act, tell } = play;
  const j = await play.j();
  for (const each of [
    plant("biomass", "Biomass", "2020-12-01"),
    plant(PLANT, "Solar 1", "2020-12-01", { facility: PLANT }),
    plant(LATE_PLANT, "Solar 2", "2021-10-01", { facility: LATE_PLANT, substitutes: ["biomass", PLANT] }),
  ])
    await act(j, projectPlan(j, each));
  await act(j, planRestPlan(j, parseDay("2021-09-30"), paper("plan of the loan")));
  await act(j, allocatePlan(j, "biomass", "cash", 300_000_000n, false, paper("loan for Biomass")));
  await act(j, allocatePlan(j, PLANT, "cash", 120_000_000n, false, paper("loan for Solar 1")));
  await act(j, allocatePlan(j, LATE_PLANT, "cash", 80_000_000n, false, paper("loan for Solar 2")));
  await tell(
    "allocated  ¥500,000,000 of jpx-1: Biomass ¥300,000,000, Solar 1 ¥120,000,000, Solar 2 ¥80,000,000 (the split is assumed)",
  );
};

/** Solar 2 falls away: its money and its share move. */
export const dropSolar2 = async (play: GreenPlay): Promise<void> => {
  const { act, tell, refuse } = play;
  const [h, j] = [await play.h(), await play.j()];
  const from = { project: LATE_PLANT, refinancing: false };
  const why = paper("the connection of Solar 2 is delayed");
  await act(j, reallocatePlan(j, from, { project: PLANT, refinancing: false }, 80_000_000n, why));
  await act(j, sharePlan(await facilityOf(play, LATE_PLANT), j, 0, why));
  await tell("moved      Solar 2 falls away: its ¥80,000,000 go to Solar 1, and its share of the impact ends [G-5]");
  await refuse("a share of Solar 1 for hitachi-21, by its own issuer", h, async () =>
    sharePlan(await facilityOf(play, PLANT), h, 1, why),
  );
};

const projectId = (label: string): string => `0x${Buffer.from(label, "ascii").toString("hex").padEnd(64, "0")}`;

/** Issues a bond on its closing day. */
export const issueBond = async (play: GreenPlay, which: "h" | "j"): Promise<void> => {
  const open = await play[which]();
  await play.act(open, issuePlan(open));
  await play.tell(`issued     ${open.id}: ${await open.token.totalSupply(open.at)} bonds [I-5]`);
};
