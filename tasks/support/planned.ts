import type { ActionType, HardhatRuntimeEnvironment } from "hardhat/types";
import type { SendingArgs } from "./arguments";
import type { OpenBond } from "./network";
import type { Plan } from "./plan";
import { action } from "./run";

/** An action that plans with an open bond, and carries the plan out. Flags are read first: they need no chain. */
export const planned = <Args extends SendingArgs>(
  read: (args: Args) => Promise<(open: OpenBond) => Promise<Plan>>,
): ActionType<Args> =>
  action(async (args: Args, hre: HardhatRuntimeEnvironment) => {
    const plan = await read(args);
    const { openBond } = await import("./network");
    const { carryOut } = await import("./plan");
    const open = await openBond(hre, args.bond);
    await carryOut(open, await plan(open), args);
  });
