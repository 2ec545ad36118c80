import { ROLES, type Role } from "../../deploy/roles";
import { readAuthorityLog, eventsNamed, type AuthorityLog } from "./authorityLog";
import { callIn, shownArguments } from "./abi";
import { namesOf, roleName } from "./accounts";
import { addressesOf } from "./addressBook";
import { PARTS } from "./deployed";
import { headOf } from "./fate";
import { authorityAt, type OpenBond } from "./network";
import { table } from "./output";
import { jstIso, nowOf } from "./time";

/** What `role list --json` prints. */
export interface RolesJson {
  readonly roles: readonly { readonly role: string; readonly accounts: readonly string[] }[];
  readonly scheduled: readonly OperationJson[];
}

interface OperationJson {
  readonly operation: string;
  readonly what: string;
  readonly scheduledBy: string;
  readonly executableAt: string;
  readonly expiresAt: string;
  readonly executable: boolean;
}

/** Something that the administrator scheduled, and that is neither executed, cancelled nor expired. */
export interface Operation {
  readonly id: string;
  readonly caller: string;
  readonly target: string;
  readonly data: string;
  readonly from: bigint;
  readonly what: string;
}

const logOf = async (open: OpenBond): Promise<AuthorityLog> => {
  const { authority } = open.entry.contracts;
  return readAuthorityLog(open.hre, authorityAt(open, authority), authority, await headOf(open.hre));
};

/** What waits, oldest first. */
export const operationsOf = async (open: OpenBond): Promise<readonly Operation[]> => {
  const log = await logOf(open);
  const events = eventsNamed<Omit<Operation, "from" | "what" | "id"> & { operationId: string }>(
    log,
    "OperationScheduled",
  );
  const latest = new Map(events.map((each) => [each.operationId, each])); // the same act may have been scheduled again
  const found: Operation[] = [];
  for (const [id, { caller, target, data }] of latest) {
    const from = await log.authority.getSchedule(id, open.at);
    if (from !== 0n) found.push({ id, caller, target, data, from, what: await callText(open, target, data) });
  }
  return found;
};

/** A call in the words of the source: `BondAuthority.grantRole(roleId 5 (recorder), account 0x…, executionDelay 0)`. */
const callText = async (open: OpenBond, target: string, data: string): Promise<string> => {
  const addresses = addressesOf(open.book, open.entry);
  const key = (Object.keys(PARTS) as (keyof typeof PARTS)[]).find((each) => addresses[each] === target);
  const call = key === undefined ? undefined : callIn(open.abi, data, PARTS[key].contract);
  if (call === undefined) return `${target}: ${data}`;
  const { nameOf } = await namesOf(open);
  return `${call.contract}.${call.call}(${shownArguments(open.abi, call, nameOf, Infinity)})`;
};

const holdersIn = async (open: OpenBond, log: AuthorityLog, role: Role): Promise<readonly string[]> => {
  const granted = eventsNamed<{ account: string }>(log, "RoleGranted").map(({ account }) => account);
  const accounts: string[] = [];
  for (const account of new Set([...Object.values(open.entry.roles), ...granted]))
    if ((await log.authority.hasRole(ROLES[role], account, open.at))[0]) accounts.push(account);
  return accounts;
};

/** Every account that holds a role. */
export const holdersOf = async (open: OpenBond, role: Role): Promise<readonly string[]> =>
  holdersIn(open, await logOf(open), role);

export const readRoles = async (open: OpenBond): Promise<RolesJson> => {
  const log = await logOf(open);
  const [now, week] = [await nowOf(open), await log.authority.expiration()];
  const roles: { role: string; accounts: readonly string[] }[] = [];
  for (const role of Object.keys(ROLES) as Role[])
    roles.push({ role: role === "admin" ? "administrator" : roleName(role), accounts: await holdersIn(open, log, role) }); // prettier-ignore
  const scheduled = (await operationsOf(open)).map(({ id, what, caller, from }): OperationJson => ({
    ...{ operation: id, what, scheduledBy: caller },
    ...{ executableAt: jstIso(from), expiresAt: jstIso(from + week), executable: now >= from },
  }));
  return { roles, scheduled };
};

/** The same for people. */
export const rolesText = ({ roles, scheduled }: RolesJson): string => {
  const held = table(
    ["role", "accounts"],
    roles.map(({ role, accounts }) => [role, accounts.join(", ") || "nobody"]),
  );
  if (scheduled.length === 0) return `${held}\n\nnothing is scheduled`;
  const waiting = scheduled.map(
    ({ operation, what, scheduledBy, executableAt, expiresAt }) =>
      `\nscheduled by ${scheduledBy}:\n  ${what}\n  whoever scheduled it can execute it from ${executableAt} on, before ${expiresAt}\n` +
      `  the issuer stops it: \`role cancel --operation ${operation}\``,
  );
  return `${held}\n${waiting.join("\n")}`;
};
