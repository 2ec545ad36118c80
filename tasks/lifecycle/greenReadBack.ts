import { roundHalfEven } from "../../lib/energy";
import type { Facility } from "../support/facilities";
import { BUILDING, facilityOf, PLANT } from "./greenSetting";
import type { GreenPlay } from "./greenStage";

/** What the active records of a facility give, by the chain. */
export interface FacilityFigures {
  readonly id: string;
  readonly records: number;
  readonly missing: number;
  readonly coverageBps: number;
  readonly energyMilliWh: string;
  readonly baselineMilliWh: string;
  readonly co2Milligrams: string;
  readonly primaryEnergyKj: string;
}

export interface ProceedsFigures {
  readonly bond: string;
  readonly netYen: string;
  readonly allocatedYen: string;
  readonly unallocatedYen: string;
}

/** Everything read from the chain, by its own sums. */
export const readGreen = async (
  play: GreenPlay,
): Promise<{ readonly facilities: readonly FacilityFigures[]; readonly proceeds: readonly ProceedsFigures[] }> => {
  const facilities = [];
  for (const label of [BUILDING, PLANT]) facilities.push(await figuresOf(await facilityOf(play, label)));
  const proceeds = [];
  for (const { id, proceeds: ledger, at } of [await play.h(), await play.j()])
    proceeds.push({
      bond: id,
      netYen: String(await ledger.netYen(at)),
      allocatedYen: String(await ledger.allocatedYen(at)),
      unallocatedYen: String(await ledger.unallocatedYen(at)),
    });
  return { facilities, proceeds };
};

const figuresOf = async ({ id, label, open: { impact, at } }: Facility): Promise<FacilityFigures> => {
  const { firstHour, nextHour, records, missing } = await impact.progress(id, at);
  const span = nextHour - firstHour;
  const days = { from: Math.floor(Number(firstHour) / 24), through: Math.floor(Number(nextHour) / 24) };
  const totals = await impact.totals(id, days.from, days.through, at);
  return {
    id: label,
    records: Number(records),
    missing: Number(missing),
    coverageBps: span === 0n ? 0 : Number((10_000n * records) / span),
    energyMilliWh: totals.energyMilliWh.toString(),
    baselineMilliWh: totals.baselineMilliWh.toString(),
    co2Milligrams: roundHalfEven(totals.co2MilligramsE6, 1_000_000n).toString(),
    primaryEnergyKj: roundHalfEven(totals.primaryEnergyKjE6, 1_000_000n).toString(),
  };
};
