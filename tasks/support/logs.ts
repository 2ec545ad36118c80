import type { Filter, Log } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

/** All logs that a filter lets through, oldest first. A node that finds the span too long, or the answer, is asked for halves. */
export const logsBetween = async (
  hre: HardhatRuntimeEnvironment,
  filter: Pick<Filter, "address" | "topics">,
  from: number,
  to: number,
): Promise<Log[]> => {
  try {
    return await hre.ethers.provider.getLogs({ ...filter, fromBlock: from, toBlock: to });
  } catch (error) {
    if (from === to) throw error;
    const middle = Math.floor((from + to) / 2);
    const older = await logsBetween(hre, filter, from, middle);
    return [...older, ...(await logsBetween(hre, filter, middle + 1, to))];
  }
};
