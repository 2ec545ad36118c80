import type { ActionType, ConfigurableTaskDefinition, HardhatRuntimeEnvironment } from "hardhat/types";
import { sending } from "./arguments";
import type { Facility } from "./facilities";
import type { Plan } from "./plan";
import { action } from "./run";

export interface FacilityArgs {
  readonly facility: string;
  readonly execute: boolean;
  readonly json: boolean;
  readonly prepare?: string;
}

/** `--facility`, for tasks that read or change one facility. */
export const ofFacility = (task: ConfigurableTaskDefinition): ConfigurableTaskDefinition =>
  task.addParam("facility", "the id of the facility, for example solar-1; `impact show` lists them");

/** A task that may change a facility. */
export const changingFacility = (task: ConfigurableTaskDefinition): ConfigurableTaskDefinition =>
  sending(ofFacility(task));

/** An action that plans with an open facility, and carries the plan out. Flags are read first: they need no chain. */
export const facilityPlanned = <Args extends FacilityArgs>(
  read: (args: Args) => Promise<(facility: Facility) => Promise<Plan>>,
): ActionType<Args> =>
  action(async (args: Args, hre: HardhatRuntimeEnvironment) => {
    const plan = await read(args);
    const { openFacility } = await import("./facilities");
    const { carryOut } = await import("./plan");
    const facility = await openFacility(hre, args.facility);
    await carryOut(facility.open, await plan(facility), args);
  });
