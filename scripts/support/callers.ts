/**
 * Who may call a function that no row of `FUNCTION_ROLES` gives to a role. `docs/roles.md` prints this table and `test/rules` plays it; a function
 * that stands in neither table, or in both, fails both.
 */
import { ROLE_ROWS, roleOf } from "../../deploy/roles";
import { changingFunctions, type SuiteAbi } from "./artifacts";

export type Caller =
  /** The administrator, behind its delay; `alwaysRefused` says that even then the call is refused. */
  | { readonly by: "administrator"; readonly alwaysRefused?: string }
  /** One contract of the suite; everybody else hears `refusal`. */
  | { readonly by: "contract"; readonly contract: string; readonly refusal: string }
  /** No role, but a rule: whoever it does not fit hears `refusal`. `except` are accounts of the tests' stage whom it fits, or who hear another. */
  | { readonly by: "rule"; readonly rule: string; readonly refusal: string; readonly except?: readonly string[] }
  | { readonly by: "anybody"; readonly because: string }
  | { readonly by: "nobody"; readonly because: string; readonly refusal: string };

const administrator: Caller = { by: "administrator" };
const only = (contract: string, refusal = "OnlyContract"): Caller => ({ by: "contract", contract, refusal });
const fixed: Caller = {
  by: "administrator",
  alwaysRefused: "roles are administered by ADMIN and guarded by the issuer",
};

const party = {
  by: "rule",
  rule: "a party of the trade: the dealer, and an investor or the issuer",
  refusal: "NotAParty",
} as const;
const giver: Caller = {
  by: "rule",
  rule: "who gives the notice: the issuer, or the dealer for the holders",
  refusal: "NotTheGiver",
};
const convener: Caller = {
  by: "rule",
  rule: "who convened: the issuer, or the dealer for the holders",
  refusal: "NotTheConvener",
};

/** What the authority's own `onlyAuthorized` says, where a role lacks. */
export const UNAUTHORIZED = "AccessManagedUnauthorized";
/** The refusal has no name: the authority asks the caller, who is no contract. */
export const UNNAMED = "";

const CALLERS: Readonly<Record<string, Readonly<Record<string, Caller>>>> = {
  BondAuthority: {
    bindParties: administrator,
    cancel: {
      by: "rule",
      rule: "who scheduled the call; the issuer, who guards every role; any administrator",
      refusal: "AccessManagerUnauthorizedCancel",
      except: ["admin"],
    },
    consumeScheduledOp: {
      by: "rule",
      rule: "a contract of the suite, for a call that it is just serving",
      refusal: UNNAMED,
    },
    execute: {
      by: "rule",
      rule: "who may make the call itself",
      refusal: "AccessManagerUnauthorizedCall",
      except: ["admin"],
    },
    grantRole: administrator,
    labelRole: administrator,
    multicall: {
      by: "rule",
      rule: "anybody: each call inside is judged as the caller's own, and what needs a delay is refused",
      refusal: "AccessManagerUnauthorizedCall",
    },
    partyMoves: only("BondToken", "NotTheToken"),
    renounceRole: { by: "rule", rule: "the holder of the role, for himself", refusal: "AccessManagerBadConfirmation" },
    revokeRole: administrator,
    schedule: {
      by: "rule",
      rule: "who may make the call after a delay: the administrator",
      refusal: "AccessManagerUnauthorizedCall",
      except: ["admin"],
    },
    setGrantDelay: administrator,
    setRoleAdmin: fixed,
    setRoleGuardian: fixed,
    setTargetAdminDelay: administrator,
    setTargetClosed: administrator,
    setTargetFunctionRole: administrator,
  },
  BondMarket: {
    cancel: { ...party, rule: "a party of the trade, once confirmed both of them", except: ["investor"] },
    confirm: { ...party, rule: "the party that did not propose", except: ["dealer"] },
    expire: { by: "anybody", because: "the calendar alone decides" },
    fail: { ...party, except: ["investor"] },
    propose: { ...party, except: ["investor"] },
    settleFor: only("BondToken", "NotTheToken"),
  },
  BondNotices: {
    deliver: giver,
    giveForMeeting: only("BondholderMeeting"),
    publish: giver,
    recordDelivery: giver,
  },
  BondOffering: { settleFor: only("BondToken", "NotTheToken") },
  BondDefaults: { annulEvent: administrator },
  BondPayments: { accelerate: only("BondDefaults"), annulAcceleration: only("BondDefaults") },
  BondToken: {
    accelerate: only("BondDefaults"),
    admit: only("HolderRegistry"),
    annulAcceleration: only("BondDefaults"),
    approve: { by: "nobody", because: "there are no allowances [T-4]", refusal: "NoAllowance" },
    beginRedemption: only("BondPayments"),
    connect: administrator,
    moveParty: administrator,
    readOn: only("BondholderMeeting"),
    redeem: only("BondPayments"),
    refreshWindows: only("BusinessCalendar"),
    renewWindows: { by: "anybody", because: "it renews a cache and changes no rule" },
    replaceAccount: only("HolderRegistry"),
    setStatus: only("HolderRegistry"),
    settleAgreement: {
      by: "rule",
      rule: "the giver of an agreement, under the rules of every transfer [T-1 to T-4]",
      refusal: "NotTheSeller",
    },
    setTaxClass: only("HolderRegistry"),
    transfer: {
      by: "rule",
      rule: "the holder, to the dealer; the dealer, to a holder [T-1 to T-4]",
      refusal: "TransferRestricted",
    },
    transferFrom: { by: "nobody", because: "there are no allowances [T-4]", refusal: "NoAllowance" },
  },
  BondholderMeeting: {
    cancel: convener,
    proposeByConsent: {
      by: "rule",
      rule: "the issuer or the dealer",
      refusal: "NeitherIssuerNorDealer",
      except: ["dealer"],
    },
    recordApplication: convener,
    recordDecision: convener,
    tally: { by: "anybody", because: "it only counts" },
  },
  ImpactRegistry: {
    multicall: {
      by: "rule",
      rule: "anybody: each call inside is judged as the caller's own",
      refusal: UNAUTHORIZED,
      except: ["recorder"],
    },
  },
  RegisterOrders: {
    executeOrder: only("BondToken", "NotTheToken"),
    executeRedirection: only("BondPayments", "NotThePayments"),
  },
};

/** What every contract under the authority has: only the authority could call it, and the authority never does. */
const setAuthority: Caller = {
  by: "nobody",
  because: "the authority of a contract is fixed for good",
  refusal: UNAUTHORIZED,
};

/** Who may call a function without a role of its own, if this table knows. */
export const callerOf = (contract: string, name: string): Caller | undefined =>
  name === "setAuthority" ? setAuthority : CALLERS[contract]?.[name];

/** What the two tables lack, or have too much, for the contracts as compiled: one line each. */
export const callerProblems = (suite: readonly SuiteAbi[]): readonly string[] => {
  const functions = new Map(suite.map((contract) => [contract.name, changingFunctions(contract)]));
  const named = [
    ...Object.entries(ROLE_ROWS).flatMap(([contract, rows]) =>
      Object.values(rows)
        .flat()
        .map((name) => ["deploy/roles.ts", contract, name] as const),
    ),
    ...Object.entries(CALLERS).flatMap(([contract, rows]) =>
      Object.keys(rows).map((name) => ["scripts/support/callers.ts", contract, name] as const),
    ),
  ];
  return [
    ...[...functions].flatMap(([contract, names]) => names.flatMap((name) => placeProblems(contract, name, names))),
    ...named
      .filter(([, contract, name]) => functions.get(contract)?.includes(name) !== true)
      .map(
        ([file, contract, name]) => `${file} names ${contract}.${name}, which is no function that changes something`,
      ),
    ...[...functions.keys()]
      .filter((contract) => contract !== "BondAuthority" && !(contract in ROLE_ROWS))
      .map((contract) => `${contract} is no row of FUNCTION_ROLES in deploy/roles.ts`),
  ];
};

const placeProblems = (contract: string, name: string, all: readonly string[]): string[] => {
  const isRole = roleOf(contract, name) !== undefined;
  const isOther = callerOf(contract, name) !== undefined;
  const where = "a role in deploy/roles.ts, or what stands in its place in scripts/support/callers.ts";
  return [
    ...(isRole || isOther ? [] : [`${contract}.${name} is in no table: give it ${where}`]),
    ...(isRole && isOther ? [`${contract}.${name} is in both tables: keep it in one`] : []),
    ...(all.filter((each) => each === name).length > 1
      ? [`${contract}.${name} is overloaded: the tables go by name`]
      : []),
  ];
};
