import { ROLES } from "../../deploy/roles";

/** What each signing role is called for people. */
const ROLE_NAMES: Readonly<Record<string, string>> = {
  registerAdministrator: "register administrator",
  fiscalAgent: "fiscal agent",
  platformOperator: "platform operator",
};

export const roleName = (role: string): string => ROLE_NAMES[role] ?? role;

/** The same for the number that the chain gives it. */
export const numberedRole = (number: bigint): string => {
  const [role] = Object.entries(ROLES).find(([, each]) => each === number) ?? [];
  if (role === undefined) return "no role of the suite";
  return role === "admin" ? "administrator" : roleName(role);
};
