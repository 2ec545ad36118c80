import { expect } from "chai";
import type { FunctionFragment } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { ROLES } from "../../deploy/roles";
import { UNAUTHORIZED, UNNAMED, callerOf, callerProblems, roleOf } from "../../scripts/support/callers";
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
} from "../support/stage";

const send = async (instance: Instance, { name }: FunctionFragment, as: HardhatEthersSigner) =>
  as.sendTransaction({ to: await instance.getAddress(), data: blankCall(instance, name), ...MINED });

/** The error that an account hears at a function with blank values; `null` if anybody may, undefined if it is this account's to call. */
const answerTo = (account: string, contract: string, name: string): string | null | undefined => {
  const role = roleOf(contract, name);
  if (role !== undefined) return account === role ? undefined : UNAUTHORIZED;
  const caller = callerOf(contract, name);
  if (caller === undefined) throw new Error(`${contract}.${name} is in no table`);
  switch (caller.by) {
    case "administrator":
      if (account === "admin") return "AccessManagerNotScheduled";
      return contract === "BondAuthority" ? "AccessManagerUnauthorizedAccount" : UNAUTHORIZED;
    case "rule":
      return caller.except?.includes(account) === true ? undefined : caller.refusal;
    case "anybody":
      return null;
    default:
      return caller.refusal;
  }
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

  it("refuses every account that lacks the role, or that the rule in its place does not fit, at every function", async () => {
    const on = await stage();
    const suite = await compiledSuite();
    const errors = errorsOf(suite);
    const surprises: string[] = [];
    for (const { contract, name, instance, fragment } of changingOn(on, suite))
      for (const [account, signer] of Object.entries(accountsOf(on))) {
        const answer = answerTo(account, contract, name);
        if (answer === undefined) continue;
        try {
          const sent = send(instance, fragment, signer);
          if (answer === null) await expect(sent).not.to.be.reverted;
          else if (answer === UNNAMED) await expect(sent).to.be.revertedWithoutReason();
          else if (answer === UNAUTHORIZED)
            await expect(sent).to.be.revertedWithCustomError(errors, answer).withArgs(signer.address);
          else await expect(sent).to.be.revertedWithCustomError(errors, answer);
        } catch (surprise) {
          surprises.push(`${account} at ${contract}.${name}: ${(surprise as Error).message}`);
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
