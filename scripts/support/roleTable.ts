/** What is written by hand about each role: its name, what it does, and what is left when its key is gone. */
import { type Role } from "../../deploy/roles";

interface RoleText {
  readonly title: string;
  readonly does: string;
  /** Nobody has the key any more. */
  readonly keyLost: string;
  /** Somebody else has it too. */
  readonly keyStolen: string;
}

const REPLACED =
  "The administrator schedules `grantRole` for a new account and `revokeRole` for the old one; both take effect after five days.";

export const ROLE_TEXTS: Readonly<Record<Role, RoleText>> = {
  admin: {
    title: "administrator",
    does: "The platform operator: deals the roles and moves the parties, every act scheduled.",
    keyLost:
      "No way back if it was the only one: only an administrator makes an administrator. The bond lives on with the roles as they are, is paid and redeemed; no role can be dealt and no party moved any more. So a second account should hold the role: `grantRole(0, account, 432000)`.",
    keyStolen:
      "The issuer cancels whatever the thief schedules. But an administrator can cancel as well: the thief cancels his own removal as often as another administrator schedules it.",
  },
  issuer: {
    title: "issuer",
    does: "Issues, cancels its own bonds, designates the ways of transfer, convenes, gives notices, keeps the documents; guards every role, so it can cancel what the administrator scheduled, and veto orders.",
    keyLost:
      "The administrator schedules `BondToken.moveParty`: role, account and bonds move to a new account after five days. Refused while bonds rest (redemption begun, or accelerated) and the account holds some. Meanwhile nobody vetoes an order.",
    keyStolen:
      "The thief guards every role: he cancels the move of his own account as often as it is scheduled. No function stops him.",
  },
  registerAdministrator: {
    title: "register administrator",
    does: "Keeps the register: the calendar, suspensions, defaults, and by recorded order forced moves, freezes, new keys and redirections.",
    keyLost: `${REPLACED} Meanwhile nobody suspends, orders or amends.`,
    keyStolen:
      "The issuer vetoes his orders, which wait a day. Suspensions and amendments of the calendar take effect at once, and the new account undoes them; a recorded default takes effect at once, until the administrator annuls it after five days.",
  },
  fiscalAgent: {
    title: "fiscal agent",
    does: "Fixes, funds, instructs, settles, fails and closes payment dates, and records what came back.",
    keyLost: `${REPLACED} Meanwhile no date moves on, and what is due stays due.`,
    keyStolen: "For five days the thief can record what did not happen. What is recorded as settled stays so.",
  },
  dealer: {
    title: "dealer",
    does: "Opens the investors' accounts and names their tax class; applies, demands and votes on its clients' word; every transfer has the dealer on one side.",
    keyLost:
      "As the issuer's: `BondToken.moveParty` after five days, refused while bonds rest and the account holds some. Meanwhile nobody transfers.",
    keyStolen:
      "The register administrator freezes the dealer's bonds by order, a day later; the dealer's account cannot be suspended.",
  },
  recorder: {
    title: "recorder",
    does: "Records the measured impact.",
    keyLost: REPLACED,
    keyStolen: "As long as he is not revoked the thief can do all that the role can.",
  },
  reviewer: {
    title: "reviewer",
    does: "Confirms what was recorded.",
    keyLost: REPLACED,
    keyStolen: "As long as he is not revoked the thief can do all that the role can.",
  },
};
