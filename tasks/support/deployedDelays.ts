import { ADMIN_DELAY_SECONDS, ROLES, type Role } from "../../deploy/roles";
import { eventsNamed, type AuthorityLog } from "./authorityLog";
import { answerOf, askedOf, NO_ANSWER, type Area, type Check, type Deployed, type Part } from "./deployed";
import { roleText, WHO } from "./deployedRoles";
import { jstIso } from "./time";

/** What waits how long, who guards and administers a role, and that no contract is closed; what is scheduled is told as a note. */
export const delaysArea = async (deployed: Deployed): Promise<Area> => {
  const { own, at } = deployed;
  const { ADMIN_DELAY } = own.authority;
  return {
    area: "delays",
    checks: [
      check("BondAuthority.ADMIN_DELAY", `${ADMIN_DELAY_SECONDS} s`, secondsText(await answerOf(ADMIN_DELAY(at)))),
      ...(await askedOf(Object.keys(ROLES) as Role[], (role) => roleChecks(deployed, role))).flat(),
      ...(await askedOf(deployed.parts, (part) => targetChecks(deployed, part))).flat(),
    ],
    notes: await scheduledNotes(deployed),
  };
};

const check = (what: string, expected: string, found: string): Check => ({ what, expected, found, clause: WHO });

const secondsText = (seconds: bigint | undefined): string => (seconds === undefined ? NO_ANSWER : `${seconds} s`);

const AT_ONCE = "0 s";

/** A delay that an event announced for a coming moment. */
interface Announced {
  readonly delay: bigint;
  readonly since: bigint;
}

const withComing = (text: string, announced: Announced | undefined, now: bigint): string =>
  announced === undefined || announced.since <= now
    ? text
    : `${text}, ${announced.delay} s from ${jstIso(announced.since)}`;

const roleChecks = async ({ own, at, now }: Deployed, role: Role): Promise<readonly Check[]> => {
  const id = ROLES[role];
  const { authority } = own;
  const announced = eventsNamed<Announced & { roleId: bigint }>(own, "RoleGrantDelayChanged").findLast(
    ({ roleId }) => roleId === id,
  );
  const [delay, admin, guardian] = await Promise.all([
    answerOf(authority.getRoleGrantDelay(id, at)),
    answerOf(authority.getRoleAdmin(id, at)),
    answerOf(authority.getRoleGuardian(id, at)),
  ]);
  const held = (by: bigint | undefined): string => (by === undefined ? NO_ANSWER : roleText(by));
  return [
    check(`grant delay of ${role}`, AT_ONCE, withComing(secondsText(delay), announced, now)),
    check(`administrator of ${role}`, "admin", held(admin)),
    check(`guardian of ${role}`, "issuer", held(guardian)),
  ];
};

const targetChecks = async ({ own, keeper, at, now }: Deployed, part: Part): Promise<readonly Check[]> => {
  const log: AuthorityLog = part.key === "calendar" ? keeper : own;
  const announced = eventsNamed<Announced & { target: string }>(log, "TargetAdminDelayUpdated").findLast(
    ({ target }) => target === part.address,
  );
  const [delay, isClosed] = await Promise.all([
    answerOf(log.authority.getTargetAdminDelay(part.address, at)),
    answerOf(log.authority.isTargetClosed(part.address, at)),
  ]);
  const stands = isClosed === undefined ? NO_ANSWER : isClosed ? "closed" : "open";
  return [
    check(`administrator's delay for ${part.contract}`, AT_ONCE, withComing(secondsText(delay), announced, now)),
    check(`access to ${part.contract}`, "open", stands),
  ];
};

interface Scheduled {
  readonly operationId: string;
  readonly caller: string;
  readonly target: string;
  readonly data: string;
}

/** What is scheduled and neither executed, cancelled nor expired. */
const scheduledNotes = async ({ own, at, parts }: Deployed): Promise<readonly string[]> => {
  const known = new Map(eventsNamed<Scheduled>(own, "OperationScheduled").map((each) => [each.operationId, each]));
  const notes = await askedOf([...known.values()], async ({ operationId, caller, target, data }) => {
    const from = (await answerOf(own.authority.getSchedule(operationId, at))) ?? 0n;
    if (from === 0n) return [];
    const part = parts.find(({ address }) => address === target);
    const name = part?.abi.parseTransaction({ data })?.name ?? data.slice(0, 10);
    return [
      `scheduled by ${caller}: ${part?.contract ?? target}.${name}, from ${jstIso(from)}; the issuer can cancel it`,
    ];
  });
  return notes.flat();
};
