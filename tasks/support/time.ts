import { jstDayOf, type JstDay } from "../../lib/day";
import type { OpenNetwork } from "./network";

export { jstIso } from "../../lib/time";

/** Today in Japan, by the chain. Asked in raw form: the number that a pending block lacks would be missed otherwise. */
export const todayOf = async ({ hre, at }: Pick<OpenNetwork, "hre" | "at">): Promise<JstDay> => {
  const block: unknown = await hre.network.provider.send("eth_getBlockByNumber", [at.blockTag, false]);
  return jstDayOf(BigInt((block as { readonly timestamp: string }).timestamp));
};
