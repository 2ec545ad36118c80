import { z } from "zod";
import { formatDay, parseDay, type JstDay } from "../../lib/day";
import { activeHours } from "../../lib/impact";
import { dayOfHour } from "../../lib/japanHour";
import type { Facility } from "./facilities";
import { readJson } from "./files";
import { readLedger } from "./impactLedger";

// What an issuer publishes beside its report, so that anybody can recompute it: the raw files, and by what each day was valued.

const version = z.number().int().min(0).max(65_535);
const hash = z.string().regex(/^0x[0-9a-f]{64}$/, { error: "0x and 64 hexadecimal digits" });
const day = z
  .string()
  .refine((text) => isDay(text), { error: "a day that exists, written YYYY-MM-DD" })
  .transform((text) => parseDay(text));
const whole = z.string().regex(/^-?\d+$/, { error: "a whole number in digits" });

const isDay = (text: string): boolean => {
  try {
    parseDay(text);
    return true;
  } catch {
    return false;
  }
};

const facility = z.strictObject({
  id: z.string(),
  files: z.array(z.strictObject({ file: z.string(), sha256: hash })),
  factors: z.array(
    z.strictObject({
      version,
      co2MilligramsPerKwh: z.number().int(),
      primaryEnergyKjPerKwh: z.number().int(),
      documentHash: hash,
    }),
  ),
  baselines: z.array(
    z.strictObject({
      version,
      judgedFrom: day,
      judgedThrough: day,
      documentHash: hash,
      profileMilliWh: z.array(whole),
    }),
  ),
  /** Which versions value the hours of which days. */
  valuation: z.array(z.strictObject({ from: day, through: day, factor: version, baseline: version })),
});

const publication = z.strictObject({ network: z.string(), chainId: z.number().int(), facilities: z.array(facility) });

export type Publication = z.infer<typeof publication>;
export type PublishedFacility = Publication["facilities"][number];

/** A publication out of a file. */
export const readPublication = (path: string): Publication => readJson(path, publication);

/** A publication as its file holds it. */
export const publicationText = (content: Publication): string =>
  `${JSON.stringify(
    {
      ...content,
      facilities: content.facilities.map((each) => ({
        ...each,
        baselines: each.baselines.map((baseline) => ({
          ...baseline,
          judgedFrom: formatDay(baseline.judgedFrom),
          judgedThrough: formatDay(baseline.judgedThrough),
        })),
        valuation: each.valuation.map((run) => ({
          ...run,
          from: formatDay(run.from),
          through: formatDay(run.through),
        })),
      })),
    },
    null,
    2,
  )}\n`;

/** What is published of a facility: the raw files as named, and how the chain values its hours now. */
export const publishedFacility = async (
  given: Facility,
  files: PublishedFacility["files"],
): Promise<PublishedFacility> => {
  const { id, label, open } = given;
  const { factors, baselines } = await open.impact.progress(id, open.at);
  const upTo = (count: bigint): number[] => Array.from({ length: Number(count) }, (_, i) => i + 1);
  return {
    id: label,
    files,
    factors: await Promise.all(
      upTo(factors).map(async (each) => {
        const { co2MilligramsPerKwh, primaryEnergyKjPerKwh, documentHash } = await open.impact.factorAt(
          id,
          each,
          open.at,
        );
        return {
          version: each,
          co2MilligramsPerKwh: Number(co2MilligramsPerKwh),
          primaryEnergyKjPerKwh: Number(primaryEnergyKjPerKwh),
          documentHash,
        };
      }),
    ),
    baselines: await Promise.all(
      upTo(baselines).map(async (each) => {
        const { judgedFrom, judgedThrough, documentHash, profileMilliWh } = await open.impact.baselineAt(
          id,
          each,
          open.at,
        );
        return {
          version: each,
          judgedFrom: Number(judgedFrom) as JstDay,
          judgedThrough: Number(judgedThrough) as JstDay,
          documentHash,
          profileMilliWh: profileMilliWh.map(String),
        };
      }),
    ),
    valuation: await valuationOf(given),
  };
};

const valuationOf = async (given: Facility): Promise<PublishedFacility["valuation"]> => {
  const runs: { from: JstDay; through: JstDay; factor: number; baseline: number }[] = [];
  for (const { hour, factor, baseline } of activeHours(await readLedger(given))) {
    const last = runs.at(-1);
    const today = dayOfHour(hour);
    if (last !== undefined && last.factor === factor && last.baseline === baseline) last.through = today;
    else runs.push({ from: today, through: today, factor, baseline });
  }
  return runs;
};
