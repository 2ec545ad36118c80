import { tx } from "./scopes";
import { asJson } from "./support/arguments";
import { printJson, sayer } from "./support/output";
import { action } from "./support/run";

asJson(
  tx.task(
    "pending",
    "What was sent and is in no block yet, whose numbers wait, and whether the network makes blocks; reads only",
  ),
).setAction(
  action(async ({ json }: { readonly json: boolean }, hre) => {
    const { pendingText, readPending } = await import("./support/txPending");
    const found = await readPending(hre);
    sayer(json)(pendingText(found));
    if (json) printJson(found);
  }),
);
