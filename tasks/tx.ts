import { tx } from "./scopes";
import { asJson, executing } from "./support/arguments";
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

interface SignTaskArgs {
  readonly file: string;
  readonly out?: string;
  readonly json: boolean;
}

asJson(
  tx
    .task(
      "sign",
      "Shows what a file of --prepare has to be signed, read from its bytes, and signs with the keys that are here; needs no node, sends nothing",
    )
    .addParam("file", "the file that --prepare wrote, or one that another signer has signed in part")
    .addOptionalParam("out", "a new file for the same with the signatures; without it, nothing is signed"),
).setAction(
  action(async (args: SignTaskArgs, hre) => {
    const { signFile } = await import("./support/sign");
    await signFile(hre, args);
  }),
);

executing(
  tx
    .task(
      "broadcast",
      "Sends what was signed elsewhere, in order and once: what has arrived already is skipped, and what would be refused is not sent",
    )
    .addParam("file", "the file that `tx sign` wrote, signed by all"),
).setAction(
  action(async (args: { readonly file: string; readonly execute: boolean; readonly json: boolean }, hre) => {
    const { broadcastFile } = await import("./support/broadcast");
    await broadcastFile(hre, args);
  }),
);
