import { ZeroAddress } from "ethers";
import { ADMIN_DELAY_SECONDS, FORBIDDEN_PAIRS, ROLES, type Role, type RoleAccounts } from "../../deploy/roles";
import { addressOf, roleName } from "./accounts";
import { readBook, withBond, writeBook } from "./addressBook";
import { administratorOf, administratorPlan, type Act } from "./administratorPlan";
import { choiceOf } from "./arguments";
import { choiceOf as kindOf } from "./choices";
import { WHO } from "./deployedRoles";
import { readHolders } from "./holderPlans";
import { authorityAt, hasCode, type OpenBond } from "./network";
import { TaskError } from "./output";
import type { Plan } from "./plan";
import { holdersOf, operationsOf } from "./roleShow";
import { hashOf } from "./words";

/** The roles as the command line writes them. */
export const ROLE_CHOICES = {
  issuer: "issuer",
  dealer: "dealer",
  "register-administrator": "registerAdministrator",
  "fiscal-agent": "fiscalAgent",
  recorder: "recorder",
  reviewer: "reviewer",
  administrator: "admin",
} as const satisfies Readonly<Record<string, Role>>;

/** The two that are accounts of the register, each a kind of its own. */
type Party = "issuer" | "dealer";

const isParty = (role: Role): role is Party => role === "issuer" || role === "dealer";

export const roleOfFlag = (text: string): Role => choiceOf<Role>("role", text, ROLE_CHOICES);

/** The administrator is the platform operator among the accounts of a bond. */
const partOf = (role: Role): keyof RoleAccounts => (role === "admin" ? "platformOperator" : role);

export interface RoleRequest {
  readonly role: Role;
  readonly account: string;
  readonly by?: string;
}

/** Hands a role over to another account: for the two parties with their position in the register, for the others by a grant and a revocation. */
export const movePlan = async (
  open: OpenBond,
  { role, account, by, document }: RoleRequest & { readonly document?: string },
): Promise<Plan> => {
  const to = receiverOf(account);
  const old = open.entry.roles[partOf(role)];
  const acts = isParty(role)
    ? [await partyAct(open, role, to, document)]
    : [await grantAct(open, role, to, document), ...(old === to ? [] : [await revokeAct(open, role, old)])];
  return administratorPlan(open, {
    task: "role move",
    administrator: await administratorOf(open, by),
    acts,
    notes: await notesOn(open, role, [old, to]),
    whenDone: () => remember(open, role, to),
  });
};

/** Gives a role to one more account. */
export const grantPlan = async (open: OpenBond, { role, account, by }: RoleRequest): Promise<Plan> =>
  administratorPlan(open, {
    task: "role grant",
    administrator: await administratorOf(open, by),
    acts: [await grantAct(open, notParty(role), receiverOf(account))],
    notes: ["the address book keeps one account for a role: tasks go on to sign with that one"],
  });

/** Takes a role from an account. */
export const revokePlan = async (open: OpenBond, { role, account, by }: RoleRequest): Promise<Plan> => {
  const from = addressOf("--from", account);
  const act = await revokeAct(open, notParty(role), from);
  if (role === "admin" && !act.isDone) await requireAnother(open, from);
  return administratorPlan(open, { task: "role revoke", administrator: await administratorOf(open, by), acts: [act] });
};

/** Without an administrator no role moves any more, for good. */
const requireAnother = async (open: OpenBond, from: string): Promise<void> => {
  if ((await holdersOf(open, "admin")).some((each) => each !== from)) return;
  throw new TaskError(`--from: ${from} is the only administrator, and nobody could name another; use \`role move\``);
};

/** Whoever gets a role: the zero address is nobody's. */
const receiverOf = (text: string): string => {
  const account = addressOf("--to", text);
  if (account !== ZeroAddress) return account;
  throw new TaskError(`--to: found ${account}, which nobody signs for; name an account`);
};

const notParty = (role: Role): Role => {
  if (!isParty(role)) return role;
  throw new TaskError(`--role: the ${role} is one account of the register, which moves as a whole: use \`role move\``);
};

const partyAct = async (open: OpenBond, party: Party, to: string, document?: string): Promise<Act> => {
  if (document === undefined)
    throw new TaskError(
      `--document: found nothing, expected what the move of the ${party} rests on, as a text or a hash`,
    );
  const isDone = (await open.token[party](open.at)) === to;
  if (!isDone) await requireFree(open, party, to);
  if (!isDone) await requireNewAccount(open, to);
  return {
    ...{ contract: "BondToken", address: open.entry.contracts.token, call: "moveParty" },
    args: [kindOf("role", party, "AccountKind"), to, hashOf("document", document)],
    ...{ changes: `the ${party}, with all its bonds and what is due to it, becomes ${to}`, clause: WHO, isDone },
  };
};

const grantAct = async (open: OpenBond, role: Role, to: string, document?: string): Promise<Act> => {
  if (document !== undefined)
    throw new TaskError(`--document: the chain records none for the ${roleName(partOf(role))}; leave it out`);
  const isDone = await holds(open, role, to);
  if (!isDone) await requireFree(open, role, to);
  const delay = role === "admin" ? ADMIN_DELAY_SECONDS : 0;
  return onAuthority(open, "grantRole", [ROLES[role], to, delay], `${to} becomes ${roleName(partOf(role))}`, isDone);
};

const revokeAct = async (open: OpenBond, role: Role, from: string): Promise<Act> => {
  const isDone = !(await holds(open, role, from));
  const changes = `${from} is ${roleName(partOf(role))} no more`;
  return onAuthority(open, "revokeRole", [ROLES[role], from], changes, isDone);
};

const onAuthority = (
  open: OpenBond,
  call: string,
  args: readonly unknown[],
  changes: string,
  isDone: boolean,
): Act => ({
  ...{ contract: "BondAuthority", address: open.entry.contracts.authority, call, args, changes, clause: WHO, isDone },
});

/** What the token would refuse five days later. */
const requireNewAccount = async (open: OpenBond, account: string): Promise<void> => {
  if (await hasCode(open.hre, account))
    throw new TaskError(`--to: ${account} is a contract, which cannot hold the bond [T-4]; name another`);
  if ((await readHolders(open)).some((each) => each.account === account))
    throw new TaskError(`--to: ${account} has an account of the register already; name a new one`);
};

const authorityOf = (open: OpenBond) => authorityAt(open, open.entry.contracts.authority);

const holds = async (open: OpenBond, role: Role, account: string): Promise<boolean> =>
  (await authorityOf(open).hasRole(ROLES[role], account, open.at))[0];

/** The authority refuses a forbidden pair when the act is executed, five days later: so it is told now. */
const requireFree = async (open: OpenBond, role: Role, account: string): Promise<void> => {
  for (const pair of FORBIDDEN_PAIRS) {
    const other = pair.find((each) => each !== role);
    if (!pair.includes(role) || other === undefined || !(await holds(open, other, account))) continue;
    throw new TaskError(
      `--to: ${account} is ${roleName(partOf(other))}, and no account may be that and ${roleName(partOf(role))}; name another`,
    );
  }
};

const isKeeper = ({ book, id }: OpenBond): boolean => Object.keys(book.bonds)[0] === id;

const notesOn = async (open: OpenBond, role: Role, moved: readonly string[]): Promise<readonly string[]> => {
  const others = isParty(role) ? [] : (await holdersOf(open, role)).filter((each) => !moved.includes(each));
  return [
    ...others.map((each) => `${each} is ${roleName(partOf(role))} too and stays it: take it away with \`role revoke\``),
    ...(role === "registerAdministrator" && !isKeeper(open)
      ? ["the network's calendar obeys the authority of its first bond: move the register administrator there too"]
      : []),
  ];
};

/** The tasks sign with the new account from now on. */
const remember = (open: OpenBond, role: Role, account: string): void => {
  const book = readBook(open.hre) ?? open.book; // another run may have written to it meanwhile
  const entry = book.bonds[open.id] ?? open.entry;
  const keepsCalendar = role === "registerAdministrator" && isKeeper(open);
  const calendar = { ...book.calendar, ...(keepsCalendar ? { registerAdministrator: account } : {}) };
  const roles = { ...entry.roles, [partOf(role)]: account };
  writeBook(open.hre, withBond({ ...book, calendar }, open.id, { ...entry, roles }));
};

/** Stops what the administrator scheduled. */
export const cancelPlan = async (open: OpenBond, operation: string): Promise<Plan> => {
  const found = (await operationsOf(open)).find(({ id }) => id === operation);
  if (found === undefined)
    throw new TaskError(`--operation: found "${operation}", expected one that waits: \`role list\` shows them`);
  return {
    task: "role cancel",
    notes: [],
    steps: [
      {
        ...{ role: "issuer", signer: await open.token.issuer(open.at), contract: "BondAuthority" as const },
        ...{ address: open.entry.contracts.authority, call: "cancel" },
        args: [found.caller, found.target, found.data],
        ...{ changes: `is cancelled: ${found.what}`, clause: WHO },
      },
    ],
  };
};
