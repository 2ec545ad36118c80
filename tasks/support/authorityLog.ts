import type { HardhatRuntimeEnvironment } from "hardhat/types";
import type { BondAuthority } from "../../typechain-types";
import { logsBetween } from "./logs";

/** An event of an authority by its name, with its values by theirs. */
export interface AuthorityEvent {
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** An authority with everything that it ever said: the grants are in its events alone. */
export interface AuthorityLog {
  readonly authority: BondAuthority;
  readonly address: string;
  /** Oldest first. */
  readonly events: readonly AuthorityEvent[];
}

/** Reads the events of an authority through a block. */
export const readAuthorityLog = async (
  hre: HardhatRuntimeEnvironment,
  authority: BondAuthority,
  address: string,
  block: number,
): Promise<AuthorityLog> => {
  const logs = await logsBetween(hre, { address, topics: [] }, 0, block);
  const events = logs.flatMap((log) => {
    const parsed = authority.interface.parseLog(log);
    return parsed === null ? [] : [{ name: parsed.name, values: parsed.args.toObject() as Record<string, unknown> }];
  });
  return { authority, address, events };
};

/** The values of all events of a name, oldest first. */
export const eventsNamed = <Values>({ events }: AuthorityLog, name: string): readonly Values[] =>
  events.filter((each) => each.name === name).map(({ values }) => values as Values);
