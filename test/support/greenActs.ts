import { HASH } from "./market";
import { issue, type Act } from "./moments";
import { CASH, EQUIVALENTS, KYOSO, building } from "./proceeds";
import type { Stage } from "./stage";
import { day, goTo } from "./suite";

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
