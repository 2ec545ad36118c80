import type { ConfigurableTaskDefinition } from "hardhat/types";
import { role } from "./scopes";
import { asJson, bytes32Of, ofBond, sending, type SendingArgs } from "./support/arguments";
import { printJson, sayer } from "./support/output";
import { planned } from "./support/planned";
import { action } from "./support/run";

const WAITS =
  "the administrator signs twice: it is scheduled first, waits five days in which the issuer can cancel it, and the same command again executes it";

const CHOICES = "issuer, dealer, register-administrator, fiscal-agent, recorder, reviewer or administrator";

const plans = () => import("./support/rolePlans");

interface RoleArgs extends SendingArgs {
  readonly role: string;
  readonly by?: string;
}

const ofRole = (name: string, description: string): ConfigurableTaskDefinition =>
  sending(
    ofBond(
      role
        .task(name, `${description}; ${WAITS}`)
        .addParam("role", `which: ${CHOICES}`)
        .addOptionalParam(
          "by",
          "which administrator signs, if there are several: an address; else that of the address book",
        ),
    ),
  );

const byOf = ({ by }: RoleArgs) => (by === undefined ? {} : { by });

ofRole("move", "Hands a role over to another account, as when its key is lost or stolen; a party moves with its bonds")
  .addParam("to", "the account that has it from then on, an address")
  .addOptionalParam(
    "document",
    "for issuer and dealer: what the move rests on, as a text or as the hash of the document",
  )
  .setAction(
    planned(async (args: RoleArgs & { readonly to: string; readonly document?: string }) => {
      const { movePlan, roleOfFlag } = await plans();
      const request = { role: roleOfFlag(args.role), account: args.to, ...byOf(args) };
      const { document } = args;
      return (open) => movePlan(open, { ...request, ...(document === undefined ? {} : { document }) });
    }),
  );

ofRole("grant", "Gives a role to one more account, as to a second administrator")
  .addParam("to", "the account that gets it, an address")
  .setAction(
    planned(async (args: RoleArgs & { readonly to: string }) => {
      const { grantPlan, roleOfFlag } = await plans();
      const request = { role: roleOfFlag(args.role), account: args.to, ...byOf(args) };
      return (open) => grantPlan(open, request);
    }),
  );

ofRole("revoke", "Takes a role from an account")
  .addParam("from", "the account that loses it, an address")
  .setAction(
    planned(async (args: RoleArgs & { readonly from: string }) => {
      const { revokePlan, roleOfFlag } = await plans();
      const request = { role: roleOfFlag(args.role), account: args.from, ...byOf(args) };
      return (open) => revokePlan(open, request);
    }),
  );

sending(
  ofBond(
    role
      .task("cancel", "Stops what the administrator scheduled; the issuer signs")
      .addParam("operation", "which, from `role list`: 0x and 64 hexadecimal digits"),
  ),
).setAction(
  planned(async (args: SendingArgs & { readonly operation: string }) => {
    const operation = bytes32Of("operation", args.operation);
    const { cancelPlan } = await plans();
    return (open) => cancelPlan(open, operation);
  }),
);

asJson(
  ofBond(
    role.task("list", "Who holds which role, and what the administrator scheduled, from when to when; reads only"),
  ),
).setAction(
  action(async ({ bond, json }: Pick<SendingArgs, "bond" | "json">, hre) => {
    const { openBond } = await import("./support/network");
    const { readRoles, rolesText } = await import("./support/roleShow");
    const found = await readRoles(await openBond(hre, bond));
    if (json) printJson(found);
    else sayer(json)(rolesText(found));
  }),
);
