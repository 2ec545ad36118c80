import type { ActionType } from "hardhat/types";
import { holder } from "./scopes";
import { asJson, bytes32Of, ofBond, sending, type SendingArgs } from "./support/arguments";
import { printJson, sayer, table } from "./support/output";
import { action } from "./support/run";

interface RegisterArgs extends SendingArgs {
  readonly holder: string;
  readonly account: string;
  readonly taxClass: string;
  readonly commitment?: string;
}

sending(
  ofBond(
    holder
      .task("register", "Opens an account for a holder, who may then hold the bond; the dealer signs")
      .addParam("holder", "a label for the holder, for example manufacturer-a; never a person's name [R-1]")
      .addParam("account", "the holder's address, 0x and 40 hexadecimal digits; no contract [T-4]")
      .addParam("taxClass", "the name of a tax class of the terms, for example domestic-corporation [P-8]")
      .addOptionalParam("commitment", "32 bytes in hex that bind the personal data kept elsewhere; zero if left out"),
  ),
).setAction(
  action(async (args: RegisterArgs, hre) => {
    const { openBond } = await import("./support/network");
    const { registerPlan } = await import("./support/holderPlans");
    const { carryOut } = await import("./support/plan");
    const commitment = args.commitment === undefined ? {} : { commitment: bytes32Of("commitment", args.commitment) };
    const open = await openBond(hre, args.bond);
    const { holder: label, account, taxClass } = args;
    await carryOut(open, await registerPlan(open, { holder: label, account, taxClass, ...commitment }), args);
  }),
);

interface StatusArgs extends SendingArgs {
  readonly holder: string;
  readonly cause: string;
}

const changeStatus = (call: "suspend" | "resume"): ActionType<StatusArgs> =>
  action(async (args: StatusArgs, hre) => {
    const { openBond } = await import("./support/network");
    const { statusPlan } = await import("./support/holderPlans");
    const { carryOut } = await import("./support/plan");
    const open = await openBond(hre, args.bond);
    await carryOut(open, await statusPlan(open, call, args.holder, args.cause), args);
  });

sending(
  ofBond(
    holder
      .task(
        "suspend",
        "Suspends an account: it keeps what it owns, but neither sends nor receives; the register administrator signs",
      )
      .addParam("holder", "a label or an address")
      .addParam("cause", 'why, as a text or as the hash of the document, for example "court order 12 of 2026"'),
  ),
).setAction(changeStatus("suspend"));

sending(
  ofBond(
    holder
      .task("resume", "Ends the suspension of an account; the register administrator signs")
      .addParam("holder", "a label or an address")
      .addParam("cause", 'why, as a text or as the hash of the document, for example "order 12 lifted"'),
  ),
).setAction(changeStatus("resume"));

asJson(ofBond(holder.task("list", "The accounts of the register with status, tax class and bonds"))).setAction(
  action(async ({ bond, json }: Pick<SendingArgs, "bond" | "json">, hre) => {
    const { openBond } = await import("./support/network");
    const { readHolders } = await import("./support/holderPlans");
    const holders = await readHolders(await openBond(hre, bond));
    if (json) return printJson({ holders });
    const rows = holders.map((each) => [
      each.holder,
      each.account,
      each.kind,
      each.status,
      each.taxClass,
      each.bonds,
      each.frozen,
    ]);
    sayer(json)(table(["holder", "account", "kind", "status", "tax class", "bonds", "frozen"], rows));
  }),
);
