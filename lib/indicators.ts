import type { Totals } from "./impact";

/** A published figure of a facility: what it is called, what it is measured in, and what of the totals it is [E-2, E-4]. */
export interface Indicator {
  readonly label: string;
  /** Its id is the keccak256 of this text. */
  readonly name: string;
  /** The unit's id is the keccak256 of this text. */
  readonly unit: string;
  readonly decimals: number;
  /** The procedure document, in docs/methodology. */
  readonly methodology: string;
  readonly valueOf: (totals: Totals) => bigint;
}

const own = (name: string): string => `ERC-8329:INDICATOR:GREEN_DIGITAL_TRACK_BOND:${name}:1`;

const energy = (label: string, name: string): Indicator => ({
  label,
  name: `ERC-8329:INDICATOR:${name}`,
  unit: "kWh",
  decimals: 6,
  methodology: `${label}.md`,
  valueOf: ({ impactMilliWh }) => impactMilliWh,
});

const CO2: Indicator = {
  label: "co2-reduced",
  name: own("CO2_REDUCED"),
  unit: "tCO2",
  decimals: 9,
  methodology: "co2-reduced.md",
  valueOf: ({ co2Milligrams }) => co2Milligrams,
};

const PRIMARY_ENERGY: Indicator = {
  label: "primary-energy-reduced",
  name: own("PRIMARY_ENERGY_REDUCED"),
  unit: "MJ",
  decimals: 3,
  methodology: "primary-energy-reduced.md",
  valueOf: ({ primaryEnergyKj }) => primaryEnergyKj,
};

/** The indicators of a facility. */
export const indicatorsOf = (isSaving: boolean): readonly Indicator[] => [
  isSaving ? energy("energy-saved", "ENERGY_SAVED") : energy("energy-generated", "ENERGY_GENERATED"),
  CO2,
  PRIMARY_ENERGY,
];
