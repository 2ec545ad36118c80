import { execFileSync } from "node:child_process";
import { expect } from "chai";
import hre, { ethers } from "hardhat";
import { parseDay } from "../../lib/day";
import { extractJson, type ParticularsJson } from "../../lib/extract";
import { ownersOf, registerAt, type Cut } from "../../lib/registerDay";
import { jstIso } from "../../lib/time";
import type { ReadEvents } from "../../tasks/support/registerEvents";
import { day, isoOf } from "./suite";

/** What the second program prints. */
export interface Independent {
  readonly issued: number;
  readonly cancelled: number;
  readonly redeemed: number;
  readonly holders: readonly { readonly account: string; readonly lots: readonly object[] }[];
}

/** The same events for both programs: decoded for ours, raw in a file for the other. */
export interface TwoRegisters {
  readonly file: string;
  readonly read: ReadEvents;
  /** By account. Who has none here is called by his account, as on chain. */
  readonly labels: ReadonlyMap<string, string>;
  readonly denominationYen: bigint;
}

/** The particulars of the class, which the other program does not print. */
const PARTICULARS: ParticularsJson = {
  bond: "hitachi-21",
  name: "Hitachi 21",
  symbol: "H21",
  totalYen: "10000000000",
  denominationYen: "100000000",
  bonds: 100,
  ratePpm: 5980,
  closing: "2023-12-14",
  paymentDates: [],
  maturity: "2028-12-14",
  termsHash: ethers.id("the terms"),
};

/** Every day on which something happened, the day before and the day after. */
export const daysAround = ({ events }: ReadEvents): readonly string[] => {
  const happened = new Set(events.map((event) => jstIso(event.at).slice(0, 10)));
  return [...new Set([...happened].flatMap((each) => [-1, 0, 1].map((shift) => isoOf(day(each) + shift))))].sort();
};

/** What the other program says of some days, each with `/start` or `/end`. */
export const independent = (file: string, wanted: readonly string[]): readonly Independent[] =>
  JSON.parse(
    execFileSync(process.execPath, ["test/independent/register.mjs", file, ...wanted], {
      encoding: "utf8",
      maxBuffer: 1 << 26,
    }),
  ) as Independent[];

/** What ours says, in the shape of the other. */
const ours = ({ read, labels, denominationYen }: TwoRegisters, iso: string, moment: Cut["moment"]): Independent => {
  const cut = { day: parseDay(iso), moment };
  const { totals, holders } = extractJson(registerAt(read.events, cut), cut, read.block, PARTICULARS, {
    labelOf: (owner) => labels.get(ownersOf(read.events).get(owner)?.accounts.at(-1) ?? ""),
    taxClasses: ["0", "1"],
    denominationYen,
    issuePriceYenPerBond: denominationYen,
  });
  expect(totals.outstandingYen).to.equal((BigInt(totals.outstanding) * denominationYen).toString());
  return {
    issued: totals.issued,
    cancelled: totals.cancelled,
    redeemed: totals.redeemed,
    holders: holders
      .map(({ holder, account, kind, taxClass, bonds, faceYen, lots }) => {
        expect(faceYen).to.equal((BigInt(bonds) * denominationYen).toString());
        return {
          holder: holder.replace(/^0x.*/, (unlabelled) => unlabelled.toLowerCase()),
          account: account.toLowerCase(),
          kind,
          taxClass: kind === "Issuer" ? 0 : Number(taxClass), // printed as own bonds
          bonds,
          lots: lots.map(({ acquiredOn, cause, reference, bonds: held }) => ({
            acquiredOn,
            cause,
            reference,
            bonds: held,
          })),
        };
      })
      .sort((one, other) => (one.account < other.account ? -1 : 1)),
  };
};

/** Both programs say the same of the start and the end of each day, to the lot. */
export const expectSameRegisters = (registers: TwoRegisters, days: readonly string[]): void => {
  const wanted = days.flatMap((iso) => [`${iso}/start`, `${iso}/end`]);
  const told = independent(registers.file, wanted);
  expect(told).to.have.length(wanted.length);
  for (const [position, { issued, cancelled, redeemed, holders }] of told.entries()) {
    const [iso = "", moment] = wanted[position]?.split("/") ?? [];
    const expected = { issued, cancelled, redeemed, holders };
    expect(ours(registers, iso, moment as Cut["moment"]), wanted[position]).to.deep.equal(expected);
  }
};

/** The logs as the node gives them, and the time of their blocks. */
export const rawLogs = async (contracts: Readonly<Record<string, string>>): Promise<object[]> => {
  const filter = { address: Object.values(contracts), fromBlock: "0x0", toBlock: "latest" };
  const logs = (await hre.network.provider.send("eth_getLogs", [filter])) as {
    readonly blockNumber: string;
    readonly logIndex: string;
  }[];
  return Promise.all(
    logs.map(async (log) => ({
      ...log,
      blockNumber: Number(log.blockNumber),
      logIndex: Number(log.logIndex),
      timestamp: (await ethers.provider.getBlock(Number(log.blockNumber)))?.timestamp,
    })),
  );
};
