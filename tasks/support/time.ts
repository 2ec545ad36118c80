import { jstDayOf, type JstDay } from "../../lib/day";
import type { OpenNetwork } from "./network";

export { jstIso } from "../../lib/time";

/** Today in Japan, by the chain. */
export const todayOf = async ({ hre, at }: Pick<OpenNetwork, "hre" | "at">): Promise<JstDay> => {
  const block = await hre.ethers.provider.getBlock(at.blockTag);
  return jstDayOf(BigInt(block?.timestamp ?? 0));
};
