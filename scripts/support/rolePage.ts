import { FORBIDDEN_PAIRS, FUNCTION_ROLES, ROLES, roleOf, type Role } from "../../deploy/roles";
import { changingFunctions, type SuiteAbi } from "./artifacts";
import { callerOf, callerProblems, type Caller } from "./callers";
import { table } from "./markdown";
import type { Page } from "./page";
import { ROLE_TEXTS } from "./roleTable";
import { declarationsIn } from "./solidity";
import type { Sources } from "./tree";

const roles = Object.keys(ROLES) as Role[];
const titleOf = (role: Role): string => ROLE_TEXTS[role].title;

const otherwise = (caller: Caller | undefined): string => {
  switch (caller?.by) {
    case undefined:
      return "";
    case "administrator":
      return caller.alwaysRefused === undefined ? "" : `always refused, even to it: ${caller.alwaysRefused}`;
    case "contract":
      return `\`${caller.contract}\` only`;
    case "rule":
      return caller.rule;
    case "anybody":
      return `anybody: ${caller.because}`;
    case "nobody":
      return `nobody, always refused: ${caller.because}`;
  }
};

const isIdle = (role: Role): boolean => role !== "admin" && !Object.values(FUNCTION_ROLES).some((rows) => role in rows);

/** The roles that have a column: those that may call something. */
const columns = roles.filter((role) => !isIdle(role));

const rowOf = (contract: string, name: string): string[] => {
  const caller = callerOf(contract, name);
  const role = caller?.by === "administrator" ? "admin" : roleOf(contract, name);
  return [`\`${name}\``, ...columns.map((column) => (column === role ? "●" : "")), otherwise(caller)];
};

const isActive = (contract: SuiteAbi): boolean => changingFunctions(contract).length > 0;

const tableOf = (contract: SuiteAbi): string =>
  table(
    [contract.name, ...columns.map(titleOf), "instead of a role"],
    [...changingFunctions(contract)].sort().map((name) => rowOf(contract.name, name)),
  );

const rolesTable = table(
  ["number", "role", "what it does"],
  roles.map((role) => [
    String(ROLES[role]),
    titleOf(role),
    ROLE_TEXTS[role].does + (isIdle(role) ? " No function yet." : ""),
  ]),
);

const pairsTable = table(
  ["", ...roles.map(titleOf)],
  roles.map((row) => [
    titleOf(row),
    ...roles.map((column) =>
      FORBIDDEN_PAIRS.some((pair) => row !== column && pair.includes(row) && pair.includes(column)) ? "✗" : "",
    ),
  ]),
);

const keysTable = table(
  ["key of the", "lost", "stolen"],
  roles.map((role) => [titleOf(role), ROLE_TEXTS[role].keyLost, ROLE_TEXTS[role].keyStolen]),
);

/** `uint32 public constant ADMIN_DELAY = 5 days;` with its notice. */
const delaysIn = (contracts: Sources): string[][] =>
  Object.entries(contracts).flatMap(([path, source]) => {
    const contract = path.replace(/^.*\//, "").replace(/\.sol$/, "");
    const notices = new Map(declarationsIn(contract, source).map(({ name, notice }) => [name, notice]));
    return [...source.matchAll(/constant (\w+_DELAY) = (\d+) days;/g)].map(([, name = "", days = ""]) => [
      `\`${contract}.${name}\``,
      `${days} ${days === "1" ? "day" : "days"}`,
      notices.get(name) ?? "",
    ]);
  });

/** The page, and what the tables lack. Pure. */
export const rolePage = (suite: readonly SuiteAbi[], contracts: Sources): Page => {
  const delays = delaysIn(contracts);
  const expected = ["`BondAuthority.ADMIN_DELAY`", "`RegisterOrders.ORDER_DELAY`"];
  const text = `# Who may do what

Made from the compiled contracts and [deploy/roles.ts](../deploy/roles.ts) by \`npm run roles\`: change those, not this page. Tests play it: every account
that lacks a role is refused at every function (\`test/rules\`), and the chain's own table is compared with this one.

## Roles

${rolesTable}

Issuer and dealer are accounts of the register: the token knows them, and the authority asks it. The administrator grants the other roles. The deployer ends
with no role.

## Functions

Every function that changes something. ● may call it; whatever the administrator calls is scheduled first.

${suite.filter(isActive).map(tableOf).join("\n\n")}

## Delays and guardians

${table(["", "waits", "why"], delays)}

What the administrator scheduled is executed from five days later on, within a week of that day; afterwards it has to be scheduled anew. Who scheduled a call
can cancel it, and so can any administrator and the issuer, who guards every role. A recorded order is withdrawn by the register administrator and vetoed
by the issuer. Neither guardians nor the administration of roles can be changed.

## Roles that exclude each other

No account may hold two roles marked ✗, nor one while a grant of the other is pending; see *Who is who* in [terms.md](terms.md).

${pairsTable}

Issuer and dealer exclude each other as well: one account of the register is one of the two.

## When a key is gone

${keysTable}

The commands are \`role move --role ROLE --to ACCOUNT\` for what the administrator schedules here, the same once more after five days, and \`role grant --role administrator\`; \`role list\`
shows what waits, and \`role cancel\` is the issuer's. A holder's key is no role: the register administrator moves the holder to a new key, by recorded order (T-7).
`;
  const problems = [
    ...callerProblems(suite),
    ...expected
      .filter((name) => !delays.some(([found]) => found === name))
      .map(
        (name) => `no constant says how long ${name.replaceAll("`", "")} is: expected "constant NAME_DELAY = N days;"`,
      ),
  ];
  return { text, problems };
};
