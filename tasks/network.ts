import { network } from "./scopes";
import { asJson } from "./support/arguments";
import { printJson, sayer } from "./support/output";
import { action, compileQuietly } from "./support/run";

interface DoctorArgs {
  readonly roles?: string;
  readonly json: boolean;
}

asJson(
  network
    .task(
      "doctor",
      "Whether the network that --network names can carry the suite: its node, chain id, EVM, fee, blocks and limits, the build, and who signs; " +
        "a line for each, with what to do; sends nothing, exit code 1 if a line failed, while a warning is no failure",
    )
    .addOptionalParam(
      "roles",
      "a JSON file of the accounts that have to sign from here, as for `bond deploy`; without it those of the address book, of which one that signs " +
        "elsewhere is a warning, or the deployer where nothing is deployed yet",
    ),
).setAction(
  action(async ({ roles, json }: DoctorArgs, hre) => {
    await compileQuietly(hre);
    const { doctorText, examine } = await import("./support/doctor");
    const found = await examine(hre, roles);
    sayer(json)(doctorText(found));
    if (json) printJson(found);
    if (found.checks.some(({ state }) => state === "failed")) process.exitCode = 1;
  }),
);
