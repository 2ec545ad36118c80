import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { id } from "ethers";
import { ROLE_ORDER, type RoleAccounts } from "../../deploy/roles";
import { parseDay } from "../../lib/day";
import { deployQuietly } from "../support/deployment";
import { openBond, type OpenBond } from "../support/network";
import { TaskError, type Say } from "../support/output";
import { carryOutQuietly, type Plan } from "../support/plan";
import { readSheet } from "../support/sheetFile";
import { jstIso } from "../support/time";
import { hourOf } from "./stage";

/** What the chain refused in a story, as it was tried. */
export interface GreenRefusal {
  readonly at: string;
  readonly what: string;
  readonly reason: string;
}

/** Two bonds on the embedded network whose meters ran in 2021, and a clock that can be set. */
export interface GreenPlay {
  readonly hre: HardhatRuntimeEnvironment;
  readonly h: () => Promise<OpenBond>;
  readonly j: () => Promise<OpenBond>;
  readonly tell: (what: string) => Promise<void>;
  /** Sends a task's plan. */
  readonly act: (open: OpenBond, plan: Promise<Plan> | Plan) => Promise<void>;
  /** Tries a plan that must be refused. */
  readonly refuse: (what: string, open: OpenBond, plan: () => Promise<Plan>) => Promise<void>;
  /** Sets the clock to an hour of a day. */
  readonly goTo: (day: string, hour?: number) => Promise<void>;
  readonly refusals: readonly GreenRefusal[];
}

const FOLDER = "deploy/parameters/green-life";
const SHEETS = { h: `${FOLDER}/hitachi-21.json`, j: `${FOLDER}/jpx-1.json` } as const;

/** The hash of a document that a story speaks of: it is made up, and so are its words. */
export const paper = (what: string): string => id(what);

/** Deploys both bonds on a day before anything happens, on one calendar and one impact registry, each with its own issuer. */
export const setGreenStage = async (hre: HardhatRuntimeEnvironment, say: Say): Promise<GreenPlay> => {
  // The embedded clock starts here and refuses the past, so this must come before the network's first use.
  hre.config.networks.hardhat.initialDate = new Date(Number(hourOf(parseDay("2020-11-24"), 9)) * 1000).toISOString();
  const [sheetH, sheetJ] = [readSheet(SHEETS.h), readSheet(SHEETS.j)];
  const accounts = await accountsOf(hre);
  await deployQuietly(hre, sheetH, accounts.h);
  await deployQuietly(hre, sheetJ, accounts.j);
  const refusals: GreenRefusal[] = [];
  const tell = async (what: string): Promise<void> =>
    say(
      `${jstIso(await nowOf(hre))
        .slice(0, 16)
        .replace("T", " ")}  ${what}`,
    );
  return {
    hre,
    h: () => openBond(hre, sheetH.id),
    j: () => openBond(hre, sheetJ.id),
    tell,
    act: async (open, plan) => carryOutQuietly(open, await plan),
    refuse: async (what, open, plan) => {
      const reason = await refusalOf(open, plan);
      if (reason === undefined) throw new Error(`the chain accepted what it must refuse: ${what}`);
      refusals.push({ at: jstIso(await nowOf(hre)), what, reason });
      await tell(`refused    ${what}: ${reason}`);
    },
    goTo: async (day, hour = 9) => {
      await hre.network.provider.send("evm_setNextBlockTimestamp", [Number(hourOf(parseDay(day), hour))]);
      await hre.network.provider.send("evm_mine");
    },
    refusals,
  };
};

/** The accounts of the embedded network after the deployer's: the same people for both bonds, except that each has its own issuer. */
const accountsOf = async (hre: HardhatRuntimeEnvironment): Promise<Record<"h" | "j", RoleAccounts>> => {
  const [, ...signers] = await hre.ethers.getSigners();
  const at = (position: number): string => signers[position]?.address ?? "";
  const h = Object.fromEntries(ROLE_ORDER.map((role, position) => [role, at(position)])) as unknown as RoleAccounts;
  return { h, j: { ...h, issuer: at(ROLE_ORDER.length) } };
};

const refusalOf = async (open: OpenBond, plan: () => Promise<Plan>): Promise<string | undefined> => {
  try {
    await carryOutQuietly(open, await plan());
    return undefined;
  } catch (error) {
    if (error instanceof TaskError) return error.message;
    throw error;
  }
};

export const nowOf = async (hre: HardhatRuntimeEnvironment): Promise<bigint> =>
  BigInt((await hre.ethers.provider.getBlock("latest"))?.timestamp ?? 0);
