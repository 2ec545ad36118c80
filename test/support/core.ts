import { ethers } from "hardhat";
import { formatDay, type JstDay } from "../../lib/day";
import { type AccruedJson, type ScheduleJson } from "../../lib/present";
import { totalFaceYen, type Terms } from "../../lib/terms";
import type { BusinessCalendar, CoreHarness } from "../../typechain-types";
import { holidaysFor } from "./suite";

/** The pure core on the chain, over a calendar with every shipped year. */
export interface Core {
  readonly core: CoreHarness;
  readonly calendar: BusinessCalendar;
}

/** The deployer is the administrator of a plain authority: nothing is handed over here. */
export const deployCore = async (): Promise<Core> => {
  const [deployer] = await ethers.getSigners();
  const authority = await ethers.deployContract("BondAuthority", [deployer!.address]);
  const calendar = await ethers.deployContract("BusinessCalendar", [authority, []]);
  for (const [year, holidays] of holidaysFor(2019, 2050)) await calendar.loadYear(year, holidays);
  return { core: await ethers.deployContract("CoreHarness", [calendar]), calendar };
};

/** The part of a term sheet that the schedule follows from, as the contracts take it. */
export const scheduleTerms = ({ ratePpm, closing, firstPayment, maturity }: Terms) => ({
  ratePpm,
  closingDay: closing,
  firstPaymentDay: firstPayment,
  maturityDay: maturity,
});

const iso = (day: bigint): string => formatDay(Number(day) as JstDay);

/** The chain's schedule in the shape of the vectors. Yen follow by the chain's own `floorToYen`. */
export const chainSchedule = async ({ core }: Core, terms: Terms): Promise<ScheduleJson> => {
  const { payments, purchaseTo } = await core.schedule(scheduleTerms(terms));
  const yenOn = async (face: bigint, perYen: bigint): Promise<string> =>
    (await core.floorToYen(face, perYen)).toString();
  return {
    payments: await Promise.all(
      payments.map(async ({ date, payOn, closedFrom, interestPerYen }, position) => ({
        index: position + 1,
        date: iso(date),
        payOn: iso(payOn),
        blackoutFrom: iso(closedFrom),
        blackoutTo: iso(date), // T-1: the window ends with the date itself
        interestPerYenE13: interestPerYen.toString(),
        interestPerBond: await yenOn(terms.denominationYen, interestPerYen),
        interestTotalOneHolder: await yenOn(totalFaceYen(terms), interestPerYen),
        principalPerBond: (position + 1 === payments.length ? terms.denominationYen : 0n).toString(),
      })),
    ),
    cancelFrom: iso(BigInt(terms.closing) + 1n), // P-6: the day after closing
    cancelTo: iso(purchaseTo),
  };
};

/** The chain's accrued interest through several days, in the shape of the vectors. */
export const chainAccrued = async (
  { core }: Core,
  terms: Terms,
  through: readonly JstDay[],
): Promise<readonly AccruedJson[]> => {
  const { accrues, from, e13 } = await core.accrued(scheduleTerms(terms), [...through]);
  return Promise.all(
    through.map(async (day, i) => ({
      through: formatDay(day),
      accruesFrom: accrues[i] === true ? iso(from[i]!) : null,
      interestPerYenE13: e13[i]!.toString(),
      perBondYen: (await core.floorToYen(terms.denominationYen, e13[i]!)).toString(),
    })),
  );
};
