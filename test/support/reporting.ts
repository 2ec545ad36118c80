import { ethers } from "hardhat";
import { ROLES } from "../../deploy/roles";
import type { AnnualReports, FiguresHarness } from "../../typechain-types";
import { administer, HASH, type Market } from "./market";
import { beforeOffer } from "./offering";
import { building, KYOSO, ledgerOf, registers } from "./proceeds";
import { at, day } from "./suite";

const SENT = { gasLimit: 5_000_000 } as const;
export const URI = "https://example.com/green-report";
export const OPINION = ethers.id("the opinion");

/** The real offering, with annual reports whose facilities and figures are as a test wants them. */
export interface Reporting extends Market {
  readonly stub: FiguresHarness;
  readonly reports: AnnualReports;
}

/** What a test of the reports knows of the facility: this bond has 60 % of it, of another one nothing. */
export const SHARE = 6_000n;
export const OTHER = ethers.encodeBytes32String("other");

const beforeIssue = async (): Promise<Reporting> => {
  const on = await beforeOffer();
  const { authority, token, proceeds, deployer } = on;
  const stub = await ethers.deployContract("FiguresHarness", deployer);
  const parts = [authority, token, proceeds, stub, stub].map((part) => part.getAddress());
  const reports = await ethers.deployContract("AnnualReports", await Promise.all(parts), deployer);
  const grants = [
    ["publish", ROLES.issuer],
    ["sign", ROLES.reviewer],
  ] as const;
  for (const [name, role] of grants) {
    const { selector } = reports.getFunction(name).fragment;
    await administer(on, authority, "setTargetFunctionRole", [await reports.getAddress(), [selector], role]);
  }
  await stub.setShare(KYOSO, token, SHARE);
  await registers(on, KYOSO, building);
  return { ...on, stub, reports };
};

/** 11 December 2023, before the issue. */
export const unissued = beforeIssue;

/** Issued on the closing day, 14 December 2023; the rest is planned for the end of 2030. */
export const reporting = async (): Promise<Reporting> => {
  const on = await beforeIssue();
  await at("2023-12-14T09:00:00");
  await on.token.connect(on.issuer).issue();
  await ledgerOf(on).planRest(day("2030-12-31"), HASH);
  return on;
};

export interface Figure {
  readonly facilityId: string;
  readonly snapshotIndex: number;
}

export const figure = (snapshotIndex: number, facilityId = KYOSO): Figure => ({ facilityId, snapshotIndex });

export const publishes = (
  { reports, issuer }: Reporting,
  fiscalYear: number,
  figures: readonly Figure[] = [],
  { documentHash = HASH, signer = issuer } = {},
) => reports.connect(signer).publish(fiscalYear, documentHash, URI, [...figures], SENT);

/** The same at a moment in Japan. */
export const publishesAt = async (on: Reporting, iso: string, fiscalYear: number, figures: readonly Figure[] = []) => {
  await at(iso);
  return publishes(on, fiscalYear, figures);
};

export const signs = (
  { reports, reviewer }: Reporting,
  fiscalYear: number,
  revision: number,
  { opinionHash = OPINION, signer = reviewer } = {},
) => reports.connect(signer).sign(fiscalYear, revision, opinionHash, SENT);
