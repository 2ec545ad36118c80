import { payment } from "./scopes";
import { asJson, ofBond } from "./support/arguments";
import { printJson, sayer } from "./support/output";
import { action } from "./support/run";

asJson(
  ofBond(
    payment.task(
      "due",
      "What is still owed of past dates, failed or never settled, and when each claim lapses [P-7, P-9]; reads only",
    ),
  ),
).setAction(
  action(async ({ bond, json }: { readonly bond?: string; readonly json: boolean }, hre) => {
    const { openBond } = await import("./support/network");
    const { dueText, readDue } = await import("./support/due");
    const due = await readDue(await openBond(hre, bond));
    if (json) printJson(due);
    else sayer(json)(dueText(due));
  }),
);
