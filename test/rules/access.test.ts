import { expect } from "chai";
import { MaxUint256, type FunctionFragment } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { ROLES, roleOf } from "../../deploy/roles";
import { callerOf, callerProblems } from "../../scripts/support/callers";
import { INNER, SILENT } from "../support/acts";
import { answerTo, surpriseOf } from "../support/answers";
import { SOLAR, bringIn } from "../support/impact";
import { MINED } from "../support/market";
import {
  accountsOf,
  blankCall,
  changingOn,
  compiledSuite,
  errorsOf,
  instancesOn,
  stage,
  type Instance,
  type Stage,
} from "../support/stage";

type Known = Readonly<Record<string, unknown>>;

const send = async (instance: Instance, { name }: FunctionFragment, as: HardhatEthersSigner, known: Known = {}) =>
  as.sendTransaction({ to: await instance.getAddress(), data: blankCall(instance, name, known), ...MINED });

/** A facility and the bond that brought it in, whom the shared contracts ask who may act for it; and a figure that corrects none. */
const sponsored = async (on: Stage): Promise<Known> => {
  await bringIn(on);
  return { facilityId: SOLAR, subjectId: SOLAR, sponsor: await on.token.getAddress(), correctsIndex: MaxUint256 };
};

/** Whether a function asks for no role but for something in its values, and has a call that succeeds. */
const isByRule = (contract: string, name: string): boolean => {
  const [caller, label] = [callerOf(contract, name), `${contract}.${name}`];
  return (caller?.by === "rule" || caller?.by === "anybody") && !INNER.includes(label) && !(label in SILENT);
};

describe("Who may call what", () => {
  it("is said of every function that changes something, in one table, and of no other", async () => {
    expect(callerProblems(await compiledSuite())).to.deep.equal([]);
  });

  it("is what the chain says, function by function of every ABI", async () => {
    const on = await stage();
    for (const [contract, instance] of instancesOn(on, await compiledSuite())) {
      if (contract === "BondAuthority") continue; // rules itself
      for (const { name, selector } of instance.interface.fragments.filter(
        (fragment): fragment is FunctionFragment => fragment.type === "function",
      )) {
        const onChain = await on.authority.getTargetFunctionRole(await instance.getAddress(), selector);
        expect(onChain, `${contract}.${name}`).to.equal(ROLES[roleOf(contract, name) ?? "admin"]);
      }
    }
  });

  it("refuses every account that lacks the role, or is not the one contract, at every function with blank values", async () => {
    const on = await stage();
    const known = await sponsored(on);
    const suite = await compiledSuite();
    const errors = errorsOf(suite);
    const surprises: string[] = [];
    for (const { contract, name, instance, fragment } of changingOn(on, suite)) {
      if (isByRule(contract, name)) continue; // test/rules/events.test.ts asks with values that fit
      for (const [account, signer] of Object.entries(accountsOf(on))) {
        const answer = answerTo(account, contract, name);
        if (answer === undefined) continue;
        const surprise = await surpriseOf(send(instance, fragment, signer, known), answer, signer, errors);
        if (surprise !== undefined) surprises.push(`${account} at ${contract}.${name}: ${surprise}`);
      }
    }
    expect(surprises).to.deep.equal([]);
  });

  it("lets no role in where it is the administrator's to wait: nothing is scheduled, so the administrator is refused too", async () => {
    const on = await stage();
    const waiting = changingOn(on, await compiledSuite()).filter(
      ({ contract, name }) => callerOf(contract, name)?.by === "administrator",
    );
    expect(waiting.map(({ name }) => name)).to.include.members([
      "moveParty",
      "connect",
      "grantRole",
      "setTargetClosed",
    ]);
    for (const { instance, fragment } of waiting)
      await expect(send(instance, fragment, on.platformOperator), fragment.name).to.be.revertedWithCustomError(
        on.authority,
        "AccessManagerNotScheduled",
      );
  });
});
