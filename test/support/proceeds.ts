import { ethers } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { HASH, MINED, type Market } from "./market";
import { beforeOffer } from "./offering";
import { at, day, ref } from "./suite";

/** As in `contracts/types/Proceeds.sol`. */
export const CATEGORY = { GreenBuilding: 0, RenewableEnergy: 1, EnergySaving: 2 } as const;
export const CRITERION = {
  Zeb: 0,
  DbjFourStars: 5,
  BelsFiveStars: 8,
  LeedGold: 11,
  RenewableElectricity: 12,
  GeneratingEquipment: 13,
  EfficientEquipment: 14,
  ItForEfficiency: 15,
  EnergySavingBuilding: 16,
} as const;
export const CERTIFICATE = { None: 0, Planned: 1, Obtained: 2, Reobtained: 3 } as const;
export const ENTRY = { Allocation: 0n, Release: 1n, Reallocation: 2n, Holding: 3n } as const;

export const CASH = ref("cash");
export const EQUIVALENTS = ref("cash-equivalents");
export const REASON = ethers.id("the reason");

/** Gross 100 × ¥100,000,000, less costs of ¥28,000,000 [I-7]. */
export const NET = 9_972_000_000n;

/** The building of the fixture: an energy-saving building completed in March 2019, BELS BEI 0.74 [E-3]. */
export const KYOSO = ref("kyoso");
export const building = {
  category: CATEGORY.EnergySaving as number,
  criterion: CRITERION.EnergySavingBuilding as number,
  beiE2: 74,
  completionDay: day("2019-03-15"),
  facilityId: KYOSO,
  exclusionHash: ethers.id("nothing excludes it"),
  name: "協創棟",
  outline: "Construction and renovation of a laboratory building in Kokubunji",
  loanTo: "",
  certificate: { status: CERTIFICATE.Obtained as number, expiryDay: 0, documentHash: ethers.id("BELS") },
  selection: {
    decidedDay: day("2023-11-01"),
    decidedBy: "Head of treasury with the internal departments concerned",
    frameworks: "Green Bond Principles 2021; Green Bond Guidelines 2022",
    documentHash: ethers.id("decision"),
  },
  substitutes: [] as string[],
};
export type ProjectArgument = typeof building;

/** A plant of J, paid for through a loan [G-5]. */
export const plant = {
  ...building,
  category: CATEGORY.RenewableEnergy as number,
  criterion: CRITERION.GeneratingEquipment as number,
  beiE2: 0,
  completionDay: day("2022-12-01"),
  facilityId: ethers.ZeroHash,
  name: "Biomass",
  outline: "A biomass power plant of 1,960 kW",
  loanTo: "JPX Market Innovation & Research",
  certificate: { status: CERTIFICATE.None as number, expiryDay: 0, documentHash: ethers.ZeroHash },
};

/** The ledger, signed for by the issuer or somebody in its place; refusals come from the chain and not from an estimate. */
export const ledgerOf = ({ proceeds, issuer }: Market, signer: HardhatEthersSigner = issuer) =>
  proceeds.connect(signer);

export const registers = (on: Market, id: string, project: ProjectArgument, signer?: HardhatEthersSigner) =>
  ledgerOf(on, signer).registerProject(id, project, { gasLimit: 3_000_000 });

export const allocates = (on: Market, project: string, yen: bigint, refinancing = true, holding = CASH, hash = HASH) =>
  ledgerOf(on).allocate(project, holding, yen, refinancing, hash, MINED);
export const releases = (on: Market, project: string, yen: bigint, refinancing = true, holding = CASH, hash = REASON) =>
  ledgerOf(on).release(project, refinancing, holding, yen, hash, MINED);
export const reallocates = (
  on: Market,
  [from, fromRefinancing]: readonly [string, boolean],
  [to, toRefinancing]: readonly [string, boolean],
  yen: bigint,
  hash = REASON,
) => ledgerOf(on).reallocate(from, fromRefinancing, to, toRefinancing, yen, hash, MINED);
export const holds = (on: Market, from: string, to: string, yen: bigint, hash = HASH) =>
  ledgerOf(on).moveUnallocated(from, to, yen, hash, MINED);

/** The real offering issued on its closing day, 14 December 2023, 09:00; the building is registered. */
export const received = async (): Promise<Market> => {
  const on = await beforeOffer();
  await registers(on, KYOSO, building);
  await at("2023-12-14T09:00:00");
  await on.token.connect(on.issuer).issue();
  return on;
};

export const BIOMASS = ref("biomass");
export const SOLAR_1 = ref("solar-1");
export const SOLAR_2 = ref("solar-2");

/** The same with the three plants; what Solar 2 cannot use goes to Biomass or Solar 1 [G-5]. */
export const withPlants = async (): Promise<Market> => {
  const on = await received();
  await registers(on, BIOMASS, plant);
  await registers(on, SOLAR_1, { ...plant, name: "Solar 1", completionDay: day("2022-08-01") });
  await registers(on, SOLAR_2, { ...plant, name: "Solar 2", substitutes: [BIOMASS, SOLAR_1] });
  return on;
};
