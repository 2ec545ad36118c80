import type { HardhatRuntimeEnvironment } from "hardhat/types";
import type { Sheet } from "../../lib/sheet";
import { openDeployed, type Area, type Check, type Deployed } from "./deployed";
import { calendarArea } from "./deployedCalendar";
import { codeArea } from "./deployedCode";
import { datesArea } from "./deployedDates";
import { delaysArea } from "./deployedDelays";
import { functionsArea, membersArea } from "./deployedRoles";
import { offeringArea, termsArea } from "./deployedTerms";
import { wiringArea } from "./deployedWiring";
import { table } from "./output";

/** A difference, and the area in which it was found. */
export interface Difference extends Check {
  readonly area: string;
}

/** What was compared, and what differs. */
export interface DeploymentJson {
  readonly bond: string;
  readonly network: string;
  readonly block: number;
  readonly ok: boolean;
  /** How many comparisons were made in each area. */
  readonly checked: Readonly<Record<string, number>>;
  readonly differences: readonly Difference[];
  readonly notes: readonly string[];
}

const AREAS: readonly ((deployed: Deployed) => Promise<Area>)[] = [
  ...[termsArea, datesArea, offeringArea, wiringArea, codeArea],
  ...[functionsArea, membersArea, delaysArea, calendarArea],
];

/** Compares what stands on the chain with the sheet, the table of roles, the accounts and the build. */
export const verifyDeployment = async (
  hre: HardhatRuntimeEnvironment,
  sheet: Sheet,
  rolesFile?: string,
): Promise<DeploymentJson> => {
  const deployed = await openDeployed(hre, sheet, rolesFile);
  const areas: Area[] = [];
  for (const areaOf of AREAS) areas.push(await areaOf(deployed));
  const differences = areas.flatMap(differencesIn);
  return {
    bond: sheet.id,
    network: deployed.open.name,
    block: deployed.at.blockTag,
    ok: differences.length === 0,
    checked: Object.fromEntries(areas.map(({ area, checks }) => [area, checks.length])),
    differences,
    notes: areas.flatMap(({ notes = [] }) => notes),
  };
};

const differencesIn = ({ area, checks }: Area): readonly Difference[] =>
  checks.filter(({ expected, found }) => expected !== found).map((check) => ({ area, ...check }));

/** A verification for people. */
export const deploymentText = ({ bond, network, block, checked, differences, notes }: DeploymentJson): string => {
  const differing = (area: string): number => differences.filter((each) => each.area === area).length;
  const rows = Object.entries(checked).map(([area, count]) => {
    const wrong = differing(area);
    return [area, count, wrong === 0 ? "ok" : `${wrong} ${wrong === 1 ? "differs" : "differ"}`];
  });
  return [
    `deploy verify on ${network}, bond ${bond}, block ${block}`,
    "",
    table(["area", "checks", "result"], rows),
    "",
    ...notes.map((note) => `note: ${note}`),
    ...differences.map(
      ({ area, what, expected, found, clause }) => `${area}: ${what}: expected ${expected}, found ${found} [${clause}]`,
    ),
    differences.length === 0
      ? "what stands on the chain is what the sheet says"
      : `what stands on the chain is not what the sheet says: ${differences.length} in all`,
  ].join("\n");
};
