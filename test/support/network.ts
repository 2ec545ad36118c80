import { ethers, ignition } from "hardhat";
import { suiteModule, type TermsArgument } from "../../deploy/suite";
import type { BondAuthority, BusinessCalendar } from "../../typechain-types";
import { at, day, deploySuite, goTo, hitachi, interfaces, isoOf, plainOffering, ref, type Suite } from "./suite";

/** A calendar alone, whose administrator is the deployer: before any handover. */
export interface BareCalendar {
  readonly authority: BondAuthority;
  readonly calendar: BusinessCalendar;
}

/** A calendar that holds nothing. */
export const bareCalendar = async (): Promise<BareCalendar> => {
  const [deployer] = await ethers.getSigners();
  const authority = await ethers.deployContract("BondAuthority", [deployer!.address]);
  return { authority, calendar: await ethers.deployContract("BusinessCalendar", [authority, []]) };
};

/** Another bond on the network of `first`, with the same people, deployed and registered as the deployment module does it. */
export const bondOn = async (first: Suite, terms: TermsArgument): Promise<Suite> => {
  const module = suiteModule({
    terms,
    offering: plainOffering(terms),
    deployer: first.deployer.address,
    accounts: {
      issuer: first.issuer.address,
      registerAdministrator: first.registerAdministrator.address,
      fiscalAgent: first.fiscalAgent.address,
      dealer: first.dealer.address,
      platformOperator: first.platformOperator.address,
      recorder: first.recorder.address,
      reviewer: first.reviewer.address,
    },
    shared: {
      calendar: await first.calendar.getAddress(),
      impact: await first.impact.getAddress(),
      figures: await first.figures.getAddress(),
    },
    holidays: new Map(),
    interfaces: await interfaces(),
  });
  return { ...first, ...((await ignition.deploy(module)) as unknown as Partial<Suite>) };
};

/** The terms of the fixture with other days. */
export const hitachiOn = (firstPayment: string, maturity: string, closing = "2023-12-14"): TermsArgument => ({
  ...hitachi,
  schedule: {
    ratePpm: 5980,
    closingDay: day(closing),
    firstPaymentDay: day(firstPayment),
    maturityDay: day(maturity),
  },
});

/** Three bonds on one calendar, all issued on 14 December 2023. */
export interface Network {
  /** 14 June and 14 December, through 14 December 2028. First window: Wed 12 to Fri 14 June 2024. */
  readonly june14: Suite;
  /** 12 June and 12 December, through 12 December 2025. First window: Mon 10 to Wed 12 June 2024. */
  readonly june12: Suite;
  /** 6 May and 6 November, through 6 November 2024. First window: Tue 30 April to Mon 6 May 2024, a substitute holiday. */
  readonly may6: Suite;
}

export const threeBonds = async (): Promise<Network> => {
  const june14 = await deploySuite();
  const june12 = await bondOn(june14, hitachiOn("2024-06-12", "2025-12-12"));
  const may6 = await bondOn(june14, hitachiOn("2024-05-06", "2024-11-06"));
  await at("2023-12-14T09:00:00");
  for (const { token, issuer } of [june14, june12, may6]) await token.connect(issuer).issue();
  return { june14, june12, may6 };
};

/** First and last day of a closed window, as the token shows it. */
export const windowOf = async ({ token }: Suite, index: number): Promise<readonly [string, string]> => {
  const { from, to } = await token.closedWindow(index);
  return [isoOf(Number(from)), isoOf(Number(to))];
};

/** All closed windows of a bond. */
export const windowsOf = async (suite: Suite): Promise<(readonly [string, string])[]> => {
  const count = Number(await suite.payments.paymentCount());
  return Promise.all(Array.from({ length: count }, (_, i) => windowOf(suite, i + 1)));
};

/** Record day and day of payment, as the payments show them. */
export const payDaysOf = async ({ payments }: Suite, index: number): Promise<readonly [string, string]> => {
  const { recordDay, payOn } = await payments.paymentDate(index);
  return [isoOf(Number(recordDay)), isoOf(Number(payOn))];
};

export const LAW = ref("law of short notice");

export const amend = ({ calendar, registerAdministrator }: Suite, iso: string, holiday: boolean) =>
  calendar.connect(registerAdministrator).amend(day(iso), holiday, LAW);

/** The first reason that refuses one bond from the dealer to itself: 3 while closed, 9 (self) when open. */
export const CLOSED = 3n;
export const OPEN = 9n;
export const gateOf = ({ token, dealer }: Suite): Promise<bigint> =>
  token.detectTransferRestriction(dealer.address, dealer.address, 1);

/** Asks at `iso` and one second earlier. */
export const gateAround = async (suite: Suite, iso: string): Promise<readonly bigint[]> => {
  await goTo(`${isoOf(day(iso) - 1)}T23:59:59`);
  const before = await gateOf(suite);
  await goTo(`${iso}T00:00:00`);
  return [before, await gateOf(suite)];
};
