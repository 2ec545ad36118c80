import { MaxUint256, id } from "ethers";
import { BUILDING, KIND_OF_FACILITY, REASON, SOLAR, baselineOf, bringIn, factorOf, qualities, wordsOf } from "./impact"; // prettier-ignore
import { HASH } from "./market";
import { issue, type Act } from "./moments";
import { CASH, EQUIVALENTS, KYOSO, building } from "./proceeds";
import type { Stage } from "./stage";
import { day, goTo, jst } from "./suite";

// ---- where the money went

const ledger = ({ proceeds, issuer }: Stage) => proceeds.connect(issuer);

const register = (on: Stage) => ledger(on).registerProject(KYOSO, building);

/** Issued on the closing day, the building on record. */
const withProject = async (on: Stage): Promise<Stage> => {
  await register(await issue(on));
  return on;
};

const allocate = (on: Stage, yen: bigint | number) => ledger(on).allocate(KYOSO, CASH, yen, true, HASH);

/** The building has ¥1,000. */
const allocated = async (on: Stage): Promise<Stage> => {
  await allocate(await withProject(on), 1_000);
  return on;
};

export const PROCEEDS_ACTS: Readonly<Record<string, Act>> = {
  allocate: async (on) => allocate(await withProject(on), 1_000),
  discloseEvent: (on) => ledger(on).discloseEvent(HASH, "https://example.com/event"),
  moveUnallocated: async (on) => ledger(await issue(on)).moveUnallocated(CASH, EQUIVALENTS, 1, HASH),
  planRest: (on) => ledger(on).planRest(day("2023-12-31"), HASH),
  reallocate: async (on) => ledger(await allocated(on)).reallocate(KYOSO, true, KYOSO, false, 1, HASH),
  registerProject: register,
  release: async (on) => ledger(await allocated(on)).release(KYOSO, true, CASH, 1, HASH),
  renewCertificate: async (on) => {
    await register(on);
    return ledger(on).renewCertificate(KYOSO, { ...building.certificate, status: 3 });
  },
  trackQuarter: async (on) => {
    await issue(on);
    await goTo("2024-01-01T00:00:00");
    return ledger(on).trackQuarter(day("2023-12-31"), HASH);
  },
};

// ---- the annual reports

/** The whole net proceeds are allocated, so nothing is left to plan. */
const publish = async (on: Stage) => {
  await withProject(on);
  await allocate(on, await on.proceeds.netYen());
  return on.reports.connect(on.issuer).publish(2023, HASH, "https://example.com/green-report", []);
};

export const REPORT_ACTS: Readonly<Record<string, Act>> = {
  publish,
  sign: async (on) => {
    await publish(on);
    return on.reports.connect(on.reviewer).sign(2023, 1, HASH);
  },
};

// ---- what the facilities did

const HOURS = wordsOf(0, Array<number>(24).fill(1_000_000), qualities(24));
const RECORDED = day("2023-12-01");

/** Both facilities are in, at 00:00 of 1 January 2024. */
const broughtIn = async (on: Stage): Promise<Stage> => {
  await bringIn(on);
  await goTo("2024-01-01T00:00:00");
  return on;
};

const recordDay = ({ impact, recorder }: Stage) => impact.connect(recorder).record(SOLAR, RECORDED, HOURS, 1, 0, HASH);

/** The array has a day on record. */
const withDay = async (on: Stage): Promise<Stage> => {
  await recordDay(await broughtIn(on));
  return on;
};

export const IMPACT_ACTS: Readonly<Record<string, Act>> = {
  addBaseline: async (on) => {
    await bringIn(on);
    return on.impact.connect(on.issuer).addBaseline(BUILDING, baselineOf([1], ["2026-01-01", "2026-12-31"]));
  },
  addFactor: async (on) => {
    await bringIn(on);
    return on.impact.connect(on.issuer).addFactor(SOLAR, factorOf(1, 1));
  },
  changeMeters: async (on) => {
    await bringIn(on);
    return on.impact.connect(on.issuer).changeMeters(SOLAR, ["meter-9"], HASH);
  },
  multicall: async (on) => {
    const call = on.impact.interface.encodeFunctionData("record", [SOLAR, RECORDED, HOURS, 1, 0, HASH]);
    return (await broughtIn(on)).impact.connect(on.recorder).multicall([call]);
  },
  record: async (on) => recordDay(await broughtIn(on)),
  registerFacility: (on) =>
    on.impact
      .connect(on.issuer)
      .registerFacility(SOLAR, on.token, KIND_OF_FACILITY.Generation, 3000, 0, RECORDED, "Solar 1", ["meter-1"]),
  revalue: async (on) =>
    (await withDay(on)).impact
      .connect(on.recorder)
      .revalue(SOLAR, RECORDED, RECORDED, 1, 0, REASON.FactorRevised, HASH),
  setShare: async (on) => {
    await bringIn(on);
    return on.impact.connect(on.issuer).setShare(SOLAR, on.token, 10_000, HASH);
  },
  signRestatement: async (on) => {
    const { impact, issuer, reviewer } = await broughtIn(on);
    await impact.connect(issuer).addBaseline(BUILDING, baselineOf([1], ["2023-12-31", "2023-12-31"], 1));
    return impact.connect(reviewer).signRestatement(BUILDING, 2, HASH);
  },
  supersede: async (on) =>
    (await withDay(on)).impact.connect(on.recorder).supersede(SOLAR, RECORDED, 1, HOURS, 1, 0, REASON.MeterFault, HASH),
};

// ---- the published figures

const METHOD = "https://example.com/method";
const OTHER_METHOD = id("another method");

/** December 2023 of the array: 24 kWh. */
const reportFigure = async ({ figures, recorder }: Stage) => {
  const indicator = await figures.ENERGY_GENERATED();
  const [start, end] = [jst("2023-12-01T00:00:00"), jst("2024-01-01T00:00:00")];
  const kwh = await figures.UNIT_KWH();
  return figures
    .connect(recorder)
    .recordSnapshot(SOLAR, indicator, 24_000_000, 6, kwh, start, end, HASH, METHOD, MaxUint256);
};

const withFigure = async (on: Stage): Promise<Stage> => {
  await reportFigure(await withDay(on));
  return on;
};

export const FIGURE_ACTS: Readonly<Record<string, Act>> = {
  attestSnapshot: async (on) =>
    (await withFigure(on)).figures.connect(on.reviewer).attestSnapshot(SOLAR, 0, true, HASH, "https://example.com/opinion"), // prettier-ignore
  recordSnapshot: async (on) => reportFigure(await withDay(on)),
  supersedeMethodology: async (on) => {
    const { figures, issuer } = await withFigure(on);
    const indicator = await figures.ENERGY_GENERATED();
    return figures.connect(issuer).supersedeMethodology(SOLAR, indicator, HASH, OTHER_METHOD, `${METHOD}/2`, 1);
  },
};
