import { deploy } from "./scopes";
import { asJson } from "./support/arguments";
import { printJson, sayer } from "./support/output";
import { action, compileQuietly } from "./support/run";

interface VerifyArgs {
  readonly terms: string;
  readonly roles?: string;
  readonly json: boolean;
}

asJson(
  deploy
    .task(
      "verify",
      "Reads a bond back from the chain and compares its terms, days, offering, wiring, code, roles, members, delays and calendar with the sheet, " +
        "the table of roles and the build; sends nothing, exit code 1 on any difference",
    )
    .addParam("terms", "the term sheet of a deployed bond, for example deploy/parameters/hitachi-21.json")
    .addOptionalParam(
      "roles",
      "a JSON file of the accounts that should hold the roles, as for `bond deploy`; without it, those of the address book",
    ),
).setAction(
  action(async ({ terms, roles, json }: VerifyArgs, hre) => {
    const { readSheet } = await import("./support/sheetFile");
    const sheet = readSheet(terms);
    await compileQuietly(hre);
    const { deploymentText, verifyDeployment } = await import("./support/deployVerify");
    const found = await verifyDeployment(hre, sheet, roles);
    sayer(json)(deploymentText(found));
    if (json) printJson(found);
    if (!found.ok) process.exitCode = 1;
  }),
);
