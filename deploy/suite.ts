import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type {
  ArgumentType,
  CallableContractFuture,
  Future,
  IgnitionModuleBuilder,
} from "@nomicfoundation/ignition-core";
import type { Interface } from "ethers";
import { ADMIN_DELAY_SECONDS, FUNCTION_ROLES, ROLES, type Role, type RoleAccounts, type SuiteContract } from "./roles";

/** The terms as the token's constructor takes them; days are Japan days. See `contracts/types/BondTerms.sol`. */
export interface TermsArgument {
  readonly id: string;
  readonly name: string;
  readonly symbol: string;
  readonly denominationYen: bigint;
  readonly bonds: number;
  readonly schedule: {
    readonly ratePpm: number;
    readonly closingDay: number;
    readonly firstPaymentDay: number;
    readonly maturityDay: number;
  };
  readonly taxClasses: readonly { readonly name: string; readonly ratePer100k: number }[];
  readonly dealerTaxClass: number;
}

/** The offering as its constructor takes it; the day is a Japan day. See `contracts/types/OfferingTerms.sol`. */
export interface OfferingArgument {
  readonly applicationDay: number;
  readonly issuePriceYenPerBond: bigint;
  readonly underwritingFeeYen: bigint;
  readonly issueCostsYen: bigint;
  readonly ratings: readonly { readonly agency: string; readonly rating: string }[];
}

/** The contracts that every bond of a network shares. */
export interface SharedAddresses {
  readonly calendar: string;
  readonly impact: string;
  readonly figures: string;
}

/** What a deployment needs to know. */
export interface SuitePlan {
  readonly terms: TermsArgument;
  readonly offering: OfferingArgument;
  readonly accounts: RoleAccounts;
  /** Who signs it, and holds no role when it is done. */
  readonly deployer: string;
  /** What the network has already because an earlier bond brought it: the bond registers with the calendar, and shares the rest. */
  readonly shared?: SharedAddresses;
  /** National holidays by year, for a new calendar. */
  readonly holidays: ReadonlyMap<number, readonly number[]>;
  /** The ABIs, from which the selectors of the role table come. */
  readonly interfaces: Readonly<Record<SuiteContract, Interface>>;
}

type SuiteFutures = Record<SuiteContract, CallableContractFuture<string>>;

/**
 * The whole suite of one bond as an Ignition module: authority, calendar, token and what completes it, wired, and handed over in one
 * transaction after which the deployer holds nothing.
 */
export const suiteModule = (plan: SuitePlan) =>
  buildModule("Bond", (m) => {
    const { deployer } = plan;
    const authority = m.contract("BondAuthority", [deployer]);
    const { calendar, governed } = calendarOf(m, plan, authority);
    const { impact, figures } = impactOf(m, plan);
    const { issuer, dealer } = plan.accounts;

    const token = m.contract("BondToken", [authority, calendar, plan.terms as unknown as ArgumentType, issuer, dealer]);
    const registry = m.contract("HolderRegistry", [authority, token]);
    const orders = m.contract("RegisterOrders", [authority, token]);
    const payments = m.contract("BondPayments", [authority, token]);
    const defaults = m.contract("BondDefaults", [authority, token]);
    const market = m.contract("BondMarket", [token]);
    const offering = m.contract("BondOffering", [authority, token, plan.offering as unknown as ArgumentType]);
    const documents = m.contract("DocumentRegistry", [authority]);
    const notices = m.contract("BondNotices", [authority, token]);
    const meeting = m.contract("BondholderMeeting", [authority, token, notices]);
    const listing = m.contract("IbetListing", [token, offering]);
    const proceeds = m.contract("ProceedsLedger", [authority, token, offering]);
    const reports = m.contract("AnnualReports", [authority, token, proceeds, impact, figures]);

    const connected = m.call(token, "connect", [
      { registry, payments, orders, market, offering, meeting, defaults, listing },
    ]);
    const bound = m.call(authority, "bindParties", [token]);
    const registered = m.call(
      calendar,
      "register",
      [token],
      plan.shared === undefined ? { after: governed } : { from: plan.accounts.registerAdministrator },
    );

    const suite: SuiteFutures = {
      BusinessCalendar: calendar,
      BondToken: token,
      HolderRegistry: registry,
      RegisterOrders: orders,
      BondPayments: payments,
      BondDefaults: defaults,
      BondMarket: market,
      BondOffering: offering,
      DocumentRegistry: documents,
      BondNotices: notices,
      BondholderMeeting: meeting,
      IbetListing: listing,
      ImpactRegistry: impact,
      ImpactReports: figures,
      ProceedsLedger: proceeds,
      AnnualReports: reports,
    };
    handOver(m, plan, authority, suite, [connected, bound, registered]);
    return {
      authority,
      calendar,
      token,
      registry,
      orders,
      payments,
      defaults,
      market,
      offering,
      documents,
      notices,
      meeting,
      listing,
      impact,
      figures,
      proceeds,
      reports,
    };
  });

/** A new calendar is the deployer's until the authority stands, so that both are made at once; nobody can change it meanwhile. */
const calendarOf = (
  m: IgnitionModuleBuilder,
  { deployer, shared, holidays }: SuitePlan,
  authority: CallableContractFuture<string>,
) => {
  if (shared !== undefined) {
    return {
      calendar: m.contractAt("BusinessCalendar", shared.calendar) as CallableContractFuture<string>,
      governed: [],
    };
  }
  const years = [...holidays].map(([year, days]) => ({ year, nationalHolidays: [...days] }));
  const calendar = m.contract("BusinessCalendar", [deployer, years]) as CallableContractFuture<string>;
  return { calendar, governed: [m.call(calendar, "setAuthority", [authority])] };
};

const impactOf = (m: IgnitionModuleBuilder, { shared }: SuitePlan) => {
  const impact = shared === undefined ? m.contract("ImpactRegistry") : m.contractAt("ImpactRegistry", shared.impact);
  const figures =
    shared === undefined ? m.contract("ImpactReports", [impact]) : m.contractAt("ImpactReports", shared.figures);
  return { impact, figures } as Record<"impact" | "figures", CallableContractFuture<string>>;
};

/** Until here every restricted function is the administrator's, that is the deployer's. This transaction deals the roles and takes his. */
const handOver = (
  m: IgnitionModuleBuilder,
  { accounts, deployer, interfaces, shared }: SuitePlan,
  authority: CallableContractFuture<string>,
  suite: SuiteFutures,
  after: Future[],
): void => {
  let step = 0;
  const encode = (name: string, args: ArgumentType[]) =>
    m.encodeFunctionCall(authority, name, args, { id: `handover_${++step}`, after });

  const functions = suiteContracts
    .filter((contract) => contract !== "BusinessCalendar" || shared === undefined)
    .flatMap((contract) =>
      functionRolesOf(contract).map(([role, names]) =>
        encode("setTargetFunctionRole", [suite[contract], selectorsOf(interfaces[contract], names), ROLES[role]]),
      ),
    );
  const labels = roleNames.filter((role) => role !== "admin").map((role) => encode("labelRole", [ROLES[role], role]));
  const grants = [
    encode("grantRole", [ROLES.registerAdministrator, accounts.registerAdministrator, 0]),
    encode("grantRole", [ROLES.fiscalAgent, accounts.fiscalAgent, 0]),
    encode("grantRole", [ROLES.recorder, accounts.recorder, 0]),
    encode("grantRole", [ROLES.reviewer, accounts.reviewer, 0]),
    encode("grantRole", [ROLES.admin, accounts.platformOperator, ADMIN_DELAY_SECONDS]),
    encode("renounceRole", [ROLES.admin, deployer]),
  ];
  m.call(authority, "multicall", [[...functions, ...labels, ...grants]], {
    id: "handover",
    after,
  });
};

const roleNames = Object.keys(ROLES) as Role[];

const suiteContracts = Object.keys(FUNCTION_ROLES) as SuiteContract[];

/** The rows of the role table for one contract. */
const functionRolesOf = (contract: SuiteContract): [Role, readonly string[]][] =>
  Object.entries(FUNCTION_ROLES[contract]) as [Role, readonly string[]][];

const selectorsOf = (abi: Interface, names: readonly string[]): string[] =>
  names.map((name) => {
    const found = abi.getFunction(name);
    if (found === null) throw new Error(`the role table names ${name}, which the contract does not have`);
    return found.selector;
  });
