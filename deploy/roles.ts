/** The roles of a bond and what each may do: the one table from which the deployment, `docs/roles.md` and the tests are made. */

/** Role numbers, as in `contracts/types/Roles.sol`. `issuer` and `dealer` are accounts of the token; the others are granted. */
export const ROLES = {
  admin: 0n,
  issuer: 1n,
  registerAdministrator: 2n,
  fiscalAgent: 3n,
  dealer: 4n,
  recorder: 5n,
  reviewer: 6n,
} as const;

export type Role = keyof typeof ROLES;

/** Pairs that no account may hold both, as the authority refuses them; see "Who is who" in `docs/terms.md`. */
export const FORBIDDEN_PAIRS: readonly (readonly [Role, Role])[] = [
  ["issuer", "registerAdministrator"],
  ["issuer", "fiscalAgent"],
  ["issuer", "reviewer"],
  ["dealer", "registerAdministrator"],
  ["dealer", "fiscalAgent"],
  ["recorder", "reviewer"],
  ["admin", "issuer"],
  ["admin", "registerAdministrator"],
  ["admin", "fiscalAgent"],
  ["admin", "dealer"],
  ["admin", "recorder"],
  ["admin", "reviewer"],
];

/** Who holds which part after the handover. The platform operator is the administrator. */
export interface RoleAccounts {
  readonly issuer: string;
  readonly registerAdministrator: string;
  readonly fiscalAgent: string;
  readonly dealer: string;
  readonly platformOperator: string;
  readonly recorder: string;
  readonly reviewer: string;
}

/** In this order development chains give their accounts to the roles, after the deployer's. */
export const ROLE_ORDER = [
  ...(["issuer", "registerAdministrator", "fiscalAgent", "dealer"] as const),
  ...(["platformOperator", "recorder", "reviewer"] as const),
] as const satisfies readonly (keyof RoleAccounts)[];

/** The administrator's acts wait this long, in seconds, so that the issuer can cancel them. */
export const ADMIN_DELAY_SECONDS = 5 * 24 * 60 * 60;

/** Which role may call which restricted function. A restricted function that is not listed is the administrator's, behind its delay. */
export const FUNCTION_ROLES = {
  BusinessCalendar: {
    registerAdministrator: ["loadYear", "publishYear", "amend", "register"],
  },
  BondToken: {
    issuer: ["issue", "cancel", "designateWays"],
    registerAdministrator: ["forcedTransfer", "setFrozenTokens"],
  },
  HolderRegistry: {
    dealer: ["open", "setTaxClass", "setCommitment"],
    registerAdministrator: ["suspend", "resume", "replaceKey"],
  },
  RegisterOrders: {
    registerAdministrator: ["recordOrder", "recordRedirection", "withdrawOrder"],
    issuer: ["vetoOrder"],
  },
  BondPayments: {
    fiscalAgent: ["fix", "fund", "instruct", "settle", "fail", "recordReturn", "close"],
    registerAdministrator: ["redirect"],
  },
  BondDefaults: {
    registerAdministrator: ["recordEvent", "recordSecurity", "recordSameRank", "recordFormalities", "recordDamages"],
  },
  BondMarket: {}, // the parties of a trade act, by no role [T-2]
  BondOffering: {
    dealer: ["applyFor", "withdraw", "allot", "confirmPayment"],
    issuer: ["confirmUnderwriting"],
  },
  DocumentRegistry: {
    issuer: ["setDocument", "removeDocument"],
  },
  BondNotices: {
    issuer: ["give"],
    dealer: ["setElectronicConsent"],
  },
  BondholderMeeting: {
    issuer: ["convene"],
    dealer: ["demand", "conveneByHolders", "vote", "consent"],
  },
  IbetListing: {}, // it only answers
  ImpactRegistry: {
    issuer: ["registerFacility", "changeMeters", "setShare", "addFactor", "addBaseline"],
    recorder: ["record", "supersede", "revalue"],
    reviewer: ["signRestatement"],
  },
  ImpactReports: {
    recorder: ["recordSnapshot"],
    reviewer: ["attestSnapshot"],
    issuer: ["supersedeMethodology"],
  },
  ProceedsLedger: {
    issuer: [
      "registerProject",
      "renewCertificate",
      "allocate",
      "release",
      "reallocate",
      "moveUnallocated",
      "planRest",
      "trackQuarter",
      "discloseEvent",
    ],
  },
  AnnualReports: {
    issuer: ["publish"],
    reviewer: ["sign"],
  },
} as const satisfies Record<string, Partial<Record<Role, readonly string[]>>>;

export type SuiteContract = keyof typeof FUNCTION_ROLES;

/** The table by the names of any contract and role. */
export const ROLE_ROWS: Readonly<Record<string, Partial<Record<Role, readonly string[]>>>> = FUNCTION_ROLES;

/** The one role that may call a function, if the table names one. */
export const roleOf = (contract: string, name: string): Role | undefined => {
  const rows = ROLE_ROWS[contract] ?? {};
  return (Object.keys(rows) as Role[]).find((role) => rows[role]?.includes(name));
};
