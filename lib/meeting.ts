import { addDays, type JstDay } from "./day";

// Bonds stand for face: all have the same denomination, so every comparison of face is one of bonds.

/** What a resolution decides, as far as the law counts votes differently for it [M-3]; the order is that of the contracts. */
export const MATTERS = ["Ordinary", "Settlement706", "Representative736", "Executor737", "Dismissal738"] as const;
export type Matter = (typeof MATTERS)[number];

/** The votes on a resolution, in bonds. */
export interface Count {
  readonly forBonds: bigint;
  /** For, against and abstaining. */
  readonly presentBonds: bigint;
  /** Outstanding on the day, without the issuer's own. */
  readonly allBonds: bigint;
}

/** Whether the law asks for a special resolution [M-3]. */
export const isSpecial = (matter: Matter): boolean => matter !== "Ordinary";

/**
 * Whether a resolution passes [M-3]. Ordinary: more than half of the votes present. Special: at least 1/5 of all votes, and 2/3 of the votes
 * present. Where nobody is present, nothing passes.
 */
export const passes = (special: boolean, { forBonds, presentBonds, allBonds }: Count): boolean => {
  if (presentBonds === 0n) return false;
  if (!special) return 2n * forBonds > presentBonds;
  return 5n * forBonds >= allBonds && 3n * forBonds >= 2n * presentBonds;
};

/** Whether holders of `bonds` may demand a meeting, of `counted` that are outstanding and not the issuer's own: 1/10 is enough [M-2]. */
export const mayDemand = (bonds: bigint, counted: bigint): boolean => bonds !== 0n && 10n * bonds >= counted;

/** The first day on which a meeting may be held whose notice was complete on `noticeDay`: 21 whole days lie between [M-1]. */
export const earliestMeetingDay = (noticeDay: JstDay): JstDay => addDays(noticeDay, 22);

/** The last day of a meeting that answers a demand of `demandDay`: 8 weeks after it [M-2]. */
export const latestMeetingDay = (demandDay: JstDay): JstDay => addDays(demandDay, 56);

/** The last day on which the application to the court is in time: a week after the resolution [M-3]. */
export const latestApplicationDay = (resolutionDay: JstDay): JstDay => addDays(resolutionDay, 7);
