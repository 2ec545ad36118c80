import type { HardhatRuntimeEnvironment } from "hardhat/types";
import type { JstDay } from "../../lib/day";
import type { MeterLimits } from "../../lib/meterFile";
import { nameIn } from "./enums";
import { openBond, openNetwork, type OpenBond } from "./network";
import { TaskError } from "./output";
import { textOfWord, wordOf } from "./words";

/** A facility of the registry, with the bond that brought it in. */
export interface Facility {
  readonly id: string;
  readonly label: string;
  readonly kind: "Generation" | "Saving";
  readonly name: string;
  readonly capacityWatts: bigint;
  readonly toleranceBps: bigint;
  readonly operationalDay: JstDay;
  readonly meters: readonly string[];
  /** The bond whose people act for it. */
  readonly open: OpenBond;
}

export const facilityIdOf = (label: string): string => wordOf("--facility", label);

const PAGE = 100n;

/** Every facility of the registry, by label. */
export const facilityLabels = async ({ impact, at }: Pick<OpenBond, "impact" | "at">): Promise<readonly string[]> => {
  const count = await impact.facilityCount(at);
  const labels: string[] = [];
  for (let offset = 0n; offset < count; offset += PAGE)
    labels.push(...(await impact.facilitiesAt(offset, PAGE, at)).map(textOfWord));
  return labels;
};

/** A facility by its label; its bond is opened with it. */
export const openFacility = async (hre: HardhatRuntimeEnvironment, label: string): Promise<Facility> => {
  const network = await openNetwork(hre);
  const id = facilityIdOf(label);
  const known = await facilityLabels(network);
  if (!known.includes(label)) {
    const expected = known.length === 0 ? "none, so register one with `impact facility`" : known.join(", ");
    throw new TaskError(`--facility: found "${label}", expected one of the facilities on ${network.name}: ${expected}`);
  }
  const found = await network.impact.facility(id, network.at);
  const { sponsor } = found;
  const bond = Object.entries(network.book.bonds).find(([, { contracts }]) => contracts.token === sponsor)?.[0];
  if (bond === undefined)
    throw new TaskError(`${label}: belongs to the bond at ${sponsor}, which the address book of ${network.name} lacks`);
  return {
    id,
    label,
    kind: nameIn("FacilityKind", found.kind) as Facility["kind"],
    name: found.name,
    capacityWatts: found.capacityWatts,
    toleranceBps: found.toleranceBps,
    operationalDay: Number(found.operationalDay) as JstDay,
    meters: [...found.meters],
    open: await openBond(hre, bond),
  };
};

/** What a reading of the facility has to fit, at a moment. */
export const limitsOf = ({ operationalDay, capacityWatts, toleranceBps }: Facility, nowAt: bigint): MeterLimits => ({
  operationalDay,
  capacityWatts,
  toleranceBps,
  nowAt,
});

/** The facilities of which a bond has a share, with it in 1/10,000. */
export const sharesOf = async (
  open: OpenBond,
): Promise<readonly { readonly label: string; readonly shareBps: number }[]> => {
  const labels = await facilityLabels(open);
  const shares = await Promise.all(
    labels.map(async (label) => ({
      label,
      shareBps: Number(await open.impact.shareBps(facilityIdOf(label), open.entry.contracts.token, open.at)),
    })),
  );
  return shares.filter(({ shareBps }) => shareBps > 0);
};
