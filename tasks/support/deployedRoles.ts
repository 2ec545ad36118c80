import type { FunctionFragment } from "ethers";
import { ADMIN_DELAY_SECONDS, ROLES, roleOf, type Role, type RoleAccounts } from "../../deploy/roles";
import { eventsNamed, type AuthorityLog } from "./authorityLog";
import { answerOf, askedOf, NO_ANSWER, type Area, type Check, type Deployed, type Part } from "./deployed";
import { jstIso } from "./time";

/** The terms assign the roles there. */
export const WHO = "Who is who";

const ROLE_NAMES = Object.keys(ROLES) as Role[];

/** A role by its number, in the words of the table. */
export const roleText = (id: bigint): string => ROLE_NAMES.find((role) => ROLES[role] === id) ?? `role ${id}`;

// ---- which role a function needs

interface Restricted {
  readonly log: AuthorityLog;
  readonly target: string;
  readonly selector: string;
  readonly what: string;
  readonly expected: Role;
}

/** The role of every function of every contract, and of whatever else an authority was told a role for. */
export const functionsArea = async (deployed: Deployed): Promise<Area> => {
  const listed = deployed.parts.flatMap((part) => functionsOf(deployed, part));
  const checks = await askedOf([...listed, ...unlisted(deployed, listed)], async (each): Promise<Check> => {
    const found = await answerOf(each.log.authority.getTargetFunctionRole(each.target, each.selector, deployed.at));
    return {
      what: each.what,
      expected: each.expected,
      found: found === undefined ? NO_ANSWER : roleText(found),
      clause: WHO,
    };
  });
  return { area: "functions", checks };
};

const functionsOf = ({ own, keeper }: Deployed, { key, contract, address, abi }: Part): readonly Restricted[] =>
  abi.fragments
    .filter((fragment): fragment is FunctionFragment => fragment.type === "function")
    .map(({ name, selector }) => ({
      log: key === "calendar" ? keeper : own,
      target: address,
      selector,
      what: `${contract}.${name}`,
      expected: roleOf(contract, name) ?? "admin",
    }));

interface FunctionRoleSet {
  readonly target: string;
  readonly selector: string;
}

/** Functions that no ABI has, or of contracts that are no part of the bond. Of another bond's authority only the calendar matters here. */
const unlisted = ({ own, keeper, parts }: Deployed, listed: readonly Restricted[]): readonly Restricted[] => {
  const keyOf = (log: AuthorityLog, { target, selector }: FunctionRoleSet): string =>
    `${log.address} ${target} ${selector}`;
  const known = new Set(listed.map((each) => keyOf(each.log, each)));
  const calendar = parts.find(({ key }) => key === "calendar")?.address;
  return [...new Set([own, keeper])].flatMap((log) =>
    eventsNamed<FunctionRoleSet>(log, "TargetFunctionRoleUpdated").flatMap(({ target, selector }) => {
      const key = keyOf(log, { target, selector });
      if (known.has(key) || (log !== own && target !== calendar)) return [];
      known.add(key);
      const contract = parts.find(({ address }) => address === target)?.contract ?? target;
      return [{ log, target, selector, what: `${contract}.${selector}`, expected: "admin" as const }];
    }),
  );
};

// ---- who holds a role

interface Grant {
  readonly roleId: bigint;
  readonly account: string;
}

/** Every account that was ever granted a role, and every one that should hold one, against the table of accounts. */
export const membersArea = async (deployed: Deployed): Promise<Area> => {
  const { own, keeper, open, roles } = deployed;
  const { registerAdministrator } = open.book.calendar;
  return {
    area: "members",
    checks: [
      ...(await memberChecks(deployed, own, grantsOf(roles), "")),
      ...(keeper === own
        ? []
        : await memberChecks(
            deployed,
            keeper,
            [{ roleId: ROLES.registerAdministrator, account: registerAdministrator }],
            "of the calendar, ",
            [ROLES.registerAdministrator],
          )),
      ...(await partyChecks(deployed)),
      ...labelChecks(deployed),
    ],
    notes: keeper === own ? [] : ["the calendar obeys the authority of the network's first bond: verify that one too"],
  };
};

const grantsOf = (accounts: RoleAccounts): readonly Grant[] =>
  ROLE_NAMES.map((role) => ({
    roleId: ROLES[role],
    account: accounts[role === "admin" ? "platformOperator" : role],
  }));

const memberChecks = async (
  { at, now }: Deployed,
  log: AuthorityLog,
  expected: readonly Grant[],
  whose: string,
  only?: readonly bigint[],
): Promise<readonly Check[]> => {
  const granted = eventsNamed<Grant>(log, "RoleGranted");
  const accounts = [...new Set([...expected, ...granted].map(({ account }) => account))];
  const ids = only ?? [...new Set([...Object.values(ROLES), ...granted.map(({ roleId }) => roleId)])];
  const pairs = ids.flatMap((roleId) => accounts.map((account) => ({ roleId, account })));
  return askedOf(pairs, async ({ roleId, account }): Promise<Check> => {
    const access = await answerOf(log.authority.getAccess(roleId, account, at));
    const isExpected = expected.some((each) => each.roleId === roleId && each.account === account);
    return {
      what: `${whose}${roleText(roleId)} ${account}`,
      expected: isExpected ? heldText(roleId === ROLES.admin ? ADMIN_DELAY_SECONDS : 0) : NOT_HELD,
      found: access === undefined ? NO_ANSWER : accessText(access, now),
      clause: WHO,
    };
  });
};

const NOT_HELD = "not held";

const heldText = (delaySeconds: bigint | number): string => `held, acts wait ${delaySeconds} s`;

interface Access {
  readonly since: bigint;
  readonly currentDelay: bigint;
  readonly pendingDelay: bigint;
  readonly effect: bigint;
}

/** A grant or a delay that is to come shows its moment: it is a difference already today. */
const accessText = ({ since, currentDelay, pendingDelay, effect }: Access, now: bigint): string => {
  if (since === 0n) return NOT_HELD;
  const begins = since > now ? `, from ${jstIso(since)}` : "";
  const changes = effect > now ? `, ${pendingDelay} s from ${jstIso(effect)}` : "";
  return `${heldText(currentDelay)}${begins}${changes}`;
};

/** Issuer and dealer live in the token. */
const partyChecks = ({ open, roles, at }: Deployed): Promise<readonly Check[]> =>
  Promise.all(
    (["issuer", "dealer"] as const).map(async (party) => ({
      what: `BondToken.${party}`,
      expected: roles[party],
      found: (await answerOf(open.token[party](at))) ?? NO_ANSWER,
      clause: WHO,
    })),
  );

/** Roles are labelled by events alone. */
const labelChecks = ({ own }: Deployed): readonly Check[] => {
  const labels = new Map(
    eventsNamed<{ roleId: bigint; label: string }>(own, "RoleLabel").map(({ roleId, label }) => [roleId, label]),
  );
  return ROLE_NAMES.filter((role) => role !== "admin").map((role) => ({
    what: `label of role ${ROLES[role]}`,
    expected: role,
    found: labels.get(ROLES[role]) ?? "nothing",
    clause: WHO,
  }));
};
