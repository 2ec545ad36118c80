import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { artifacts, ethers, ignition } from "hardhat";
import { Interface } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { FUNCTION_ROLES, type SuiteContract } from "../../deploy/roles";
import { suiteModule, type OfferingArgument, type TermsArgument } from "../../deploy/suite";
import { replayed } from "./chain";
import type {
  AnnualReports,
  BondAuthority,
  BondDefaults,
  BondMarket,
  BondOffering,
  BondholderMeeting,
  BondNotices,
  BondPayments,
  BondToken,
  BusinessCalendar,
  DocumentRegistry,
  HolderRegistry,
  IbetListing,
  ImpactRegistry,
  ImpactReports,
  ProceedsLedger,
  RegisterOrders,
} from "../../typechain-types";

/** A Japan day from its ISO form; the tests' own arithmetic, on purpose not the library's. */
export const day = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000;

/** The ISO form of a Japan day. */
export const isoOf = (japanDay: number): string => new Date(japanDay * 86_400_000).toISOString().slice(0, 10);

/** Seconds since 1970 of a moment in Japan. */
export const jst = (iso: string): number => Date.parse(`${iso}+09:00`) / 1000;

/** Makes the next block carry exactly this moment in Japan, for example `2024-06-12T00:00:00`. */
export const at = (iso: string): Promise<void> => time.setNextBlockTimestamp(jst(iso));

/** Mines a block at this moment, so that views see it. */
export const goTo = async (iso: string): Promise<void> => {
  await time.increaseTo(jst(iso));
};

/** The terms of the fixture, written out. */
export const hitachi: TermsArgument = {
  id: "hitachi-21",
  name: "Hitachi 21",
  symbol: "H21",
  denominationYen: 100_000_000n,
  bonds: 100,
  schedule: {
    ratePpm: 5980,
    closingDay: day("2023-12-14"),
    firstPaymentDay: day("2024-06-14"),
    maturityDay: day("2028-12-14"),
  },
  taxClasses: [
    { name: "domestic-corporation", ratePer100k: 15315 },
    { name: "exempt", ratePer100k: 0 },
  ],
  dealerTaxClass: 0,
};

/** The offering of the fixture, written out. */
export const hitachiOffering: OfferingArgument = {
  applicationDay: day("2023-12-07"),
  issuePriceYenPerBond: 100_000_000n,
  underwritingFeeYen: 27_500_000n,
  issueCostsYen: 28_000_000n,
  ratings: [
    { agency: "R&I", rating: "AA-" },
    { agency: "Moody's Japan", rating: "A3" },
  ],
};

/** An offering on the closing day, at par, without costs: fits any terms. */
export const plainOffering = ({ schedule, denominationYen }: TermsArgument): OfferingArgument => ({
  applicationDay: schedule.closingDay,
  issuePriceYenPerBond: denominationYen,
  underwritingFeeYen: 0n,
  issueCostsYen: 0n,
  ratings: [],
});

export interface Suite extends Accounts {
  readonly authority: BondAuthority;
  readonly calendar: BusinessCalendar;
  readonly token: BondToken;
  readonly registry: HolderRegistry;
  readonly orders: RegisterOrders;
  readonly payments: BondPayments;
  readonly defaults: BondDefaults;
  readonly market: BondMarket;
  readonly offering: BondOffering;
  readonly documents: DocumentRegistry;
  readonly notices: BondNotices;
  readonly meeting: BondholderMeeting;
  readonly listing: IbetListing;
  readonly impact: ImpactRegistry;
  readonly figures: ImpactReports;
  readonly proceeds: ProceedsLedger;
  readonly reports: AnnualReports;
}

/** Who signs: one account for each part, and the investors. */
interface Accounts {
  readonly deployer: HardhatEthersSigner;
  readonly issuer: HardhatEthersSigner;
  readonly registerAdministrator: HardhatEthersSigner;
  readonly fiscalAgent: HardhatEthersSigner;
  readonly dealer: HardhatEthersSigner;
  readonly platformOperator: HardhatEthersSigner;
  readonly recorder: HardhatEthersSigner;
  readonly reviewer: HardhatEthersSigner;
  readonly investors: HardhatEthersSigner[];
}

export const holidaysFor = (from: number, to: number): Map<number, number[]> => {
  const shipped = JSON.parse(readFileSync("lib/holidays.json", "utf8")) as Record<string, Record<string, string>>;
  const years = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return new Map(years.map((year) => [year, Object.keys(shipped[String(year)] ?? {}).map(day)]));
};

/** Reading all ABIs takes a while, and within one process they stay as they are. */
let read: Promise<Record<SuiteContract, Interface>> | undefined;

export const interfaces = (): Promise<Record<SuiteContract, Interface>> => (read ??= readInterfaces());

const readInterfaces = async (): Promise<Record<SuiteContract, Interface>> => {
  const names = Object.keys(FUNCTION_ROLES) as SuiteContract[];
  const entries = await Promise.all(
    names.map(async (name) => [name, new Interface((await artifacts.readArtifact(name)).abi)] as const),
  );
  return Object.fromEntries(entries) as Record<SuiteContract, Interface>;
};

/** Deploys the suite as it is deployed on a network, handover included. What began on an empty chain once is replayed on the next one. */
export const deploySuite = (terms: TermsArgument = hitachi, offering = plainOffering(terms)): Promise<Suite> =>
  replayed(inspect([terms, offering], { depth: null }), () => deployWithIgnition(terms, offering));

const deployWithIgnition = async (terms: TermsArgument, offering: OfferingArgument): Promise<Suite> => {
  const [
    deployer,
    issuer,
    registerAdministrator,
    fiscalAgent,
    dealer,
    platformOperator,
    recorder,
    reviewer,
    ...investors
  ] = (await ethers.getSigners()) as unknown as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    ...HardhatEthersSigner[],
  ];
  const yearOf = (japanDay: number): number => Number(isoOf(japanDay).slice(0, 4));
  const module = suiteModule({
    terms,
    offering,
    deployer: deployer.address,
    accounts: {
      issuer: issuer.address,
      registerAdministrator: registerAdministrator.address,
      fiscalAgent: fiscalAgent.address,
      dealer: dealer.address,
      platformOperator: platformOperator.address,
      recorder: recorder.address,
      reviewer: reviewer.address,
    },
    holidays: holidaysFor(yearOf(terms.schedule.closingDay), yearOf(terms.schedule.maturityDay)),
    interfaces: await interfaces(),
  });
  const deployed = await ignition.deploy(module);
  return {
    ...(deployed as unknown as Omit<Suite, keyof Accounts>),
    deployer,
    issuer,
    registerAdministrator,
    fiscalAgent,
    dealer,
    platformOperator,
    recorder,
    reviewer,
    investors,
  };
};

/** Opens accounts for `investors`, all of one tax class. */
export const openAccounts = async (
  suite: Suite,
  investors: readonly HardhatEthersSigner[],
  taxClass = 0,
): Promise<void> => {
  for (const investor of investors) {
    await suite.registry
      .connect(suite.dealer)
      .open(investor.address, ethers.id(investor.address), taxClass, ethers.id(`data of ${investor.address}`));
  }
};

/** The suite, issued on its closing day. */
export const issuedSuite = async (terms: TermsArgument = hitachi): Promise<Suite> => {
  const suite = await deploySuite(terms);
  await at(`${isoOf(terms.schedule.closingDay)}T09:00:00`);
  await suite.token.connect(suite.issuer).issue();
  return suite;
};

/** The token's `connect`, which ethers hides behind a method of its own. */
export const CONNECT = "connect((address,address,address,address,address,address,address,address))";

/** The parts of a token, all at one address. */
export const partsAt = (address: string) => ({
  registry: address,
  payments: address,
  orders: address,
  market: address,
  offering: address,
  meeting: address,
  defaults: address,
  listing: address,
});

/** A bank reference or reason: at most 31 ASCII characters in 32 bytes. */
export const ref = (text: string): string => ethers.encodeBytes32String(text);
