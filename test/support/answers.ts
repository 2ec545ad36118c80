import { expect } from "chai";
import type { Interface } from "ethers";
import { roleOf } from "../../deploy/roles";
import { UNAUTHORIZED, UNNAMED, callerOf } from "../../scripts/support/callers";

/** The error that an account hears at a function; `null` if anybody may, undefined if the function is this account's to call. */
export const answerTo = (account: string, contract: string, name: string): string | null | undefined => {
  const role = roleOf(contract, name);
  if (role !== undefined) return account === role ? undefined : UNAUTHORIZED;
  const caller = callerOf(contract, name);
  if (caller === undefined) throw new Error(`${contract}.${name} is in no table`);
  switch (caller.by) {
    case "administrator":
      if (account === "admin") return undefined;
      return contract === "BondAuthority" ? "AccessManagerUnauthorizedAccount" : UNAUTHORIZED;
    case "rule":
      return caller.except?.includes(account) === true ? undefined : caller.refusal;
    case "anybody":
      return null;
    default:
      return caller.refusal;
  }
};

/** What is unexpected about a call that should hear `answer`, if anything is. */
export const surpriseOf = async (
  call: Promise<unknown>,
  answer: string | null,
  caller: { readonly address: string },
  errors: { readonly interface: Interface },
): Promise<string | undefined> => {
  try {
    if (answer === null) await call;
    else if (answer === UNNAMED) await expect(call).to.be.revertedWithoutReason();
    else if (answer === UNAUTHORIZED)
      await expect(call).to.be.revertedWithCustomError(errors, answer).withArgs(caller.address);
    else await expect(call).to.be.revertedWithCustomError(errors, answer);
    return undefined;
  } catch (surprise) {
    return (surprise as Error).message;
  }
};
