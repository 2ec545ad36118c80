import { FutureType, type Future } from "@nomicfoundation/ignition-core";
import { expect } from "chai";
import { suiteModule } from "../deploy/suite";
import { ROLE_ORDER, type RoleAccounts } from "../deploy/roles";
import { hitachi, holidaysFor, interfaces, plainOffering } from "./support/suite";

/** Each level waits for a block of its own. */
const MOST_LEVELS = 6;

const account = (number: number): string => `0x${number.toString(16).padStart(40, "0")}`;

const planWith = async (shared: boolean) => ({
  terms: hitachi,
  offering: plainOffering(hitachi),
  deployer: account(1),
  accounts: Object.fromEntries(ROLE_ORDER.map((role, at) => [role, account(at + 2)])) as unknown as RoleAccounts,
  holidays: holidaysFor(2023, 2028),
  interfaces: await interfaces(),
  ...(shared ? { shared: { calendar: account(10), impact: account(11), figures: account(12) } } : {}),
});

const isSent = ({ type }: Future): boolean =>
  type !== FutureType.CONTRACT_AT &&
  type !== FutureType.NAMED_ARTIFACT_CONTRACT_AT &&
  type !== FutureType.ENCODE_FUNCTION_CALL;

/** How many transactions have to be in blocks before the last one can leave, itself included. */
const levelsOf = (future: Future, known = new Map<Future, number>()): number => {
  const found = known.get(future);
  if (found !== undefined) return found;
  const before = [...future.dependencies].map((each) => levelsOf(each as Future, known));
  const levels = Math.max(0, ...before) + (isSent(future) ? 1 : 0);
  known.set(future, levels);
  return levels;
};

describe("The module that deploys a bond", () => {
  for (const shared of [false, true])
    it(`is at most ${MOST_LEVELS} transactions deep ${shared ? "beside another bond" : "on an empty network"}`, async () => {
      const { futures } = suiteModule(await planWith(shared));
      expect(Math.max(...[...futures].map((future) => levelsOf(future)))).to.equal(MOST_LEVELS);
    });
});
