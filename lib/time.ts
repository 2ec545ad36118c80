import { formatDay, jstDayOf, startOf } from "./day";

/** A moment as ISO 8601 in Japan time: `2024-06-12T00:00:00+09:00`. */
export const jstIso = (timestampSeconds: bigint): string => {
  const day = jstDayOf(timestampSeconds);
  const seconds = Number(timestampSeconds - startOf(day));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${formatDay(day)}T${parts.map((part) => String(part).padStart(2, "0")).join(":")}+09:00`;
};
