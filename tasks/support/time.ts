import { jstDayOf, type JstDay } from "../../lib/day";
import { jstIso } from "../../lib/time";
import type { OpenNetwork } from "./network";

export { jstIso } from "../../lib/time";

/** A moment of this machine's clock, which writes it in UTC, as all others are told. */
export const inJapan = (iso: string): string => jstIso(BigInt(Math.floor(Date.parse(iso) / 1000)));

/** The moment by the chain, seconds. Asked in raw form: the number that a pending block lacks would be missed otherwise. */
export const nowOf = async ({ hre, at }: Pick<OpenNetwork, "hre" | "at">): Promise<bigint> => {
  const block: unknown = await hre.network.provider.send("eth_getBlockByNumber", [at.blockTag, false]);
  return BigInt((block as { readonly timestamp: string }).timestamp);
};

/** Today in Japan, by the chain. */
export const todayOf = async (open: Pick<OpenNetwork, "hre" | "at">): Promise<JstDay> => jstDayOf(await nowOf(open));
