import type { ConfigurableTaskDefinition } from "hardhat/types";
import { payment } from "./scopes";
import { asJson, integerOf, ofBond, sending, yenOf, type SendingArgs } from "./support/arguments";
import { printJson, sayer } from "./support/output";
import { planned } from "./support/planned";
import { action } from "./support/run";

const MOST_DATES = 255;
const MOST_ACCOUNTS_A_PAGE = 500;

interface DateArgs extends SendingArgs {
  readonly index: string;
}

const dated = (name: string, description: string): ConfigurableTaskDefinition =>
  ofBond(
    payment
      .task(name, description)
      .addParam("index", "the payment date, counted from 1; 0 is the acceleration, if there is one [D-1]"),
  );

const paged = (task: ConfigurableTaskDefinition): ConfigurableTaskDefinition =>
  task.addOptionalParam("page", "how many accounts go into one transaction, 1 to 500", "200");

const indexOf = (args: DateArgs): number => integerOf("index", args.index, 0, MOST_DATES);
const pageOf = (page: string): number => integerOf("page", page, 1, MOST_ACCOUNTS_A_PAGE);

const plans = () => import("./support/paymentPlans");

asJson(dated("preview", "What a date pays to whom, from the same function that pays; reads only")).setAction(
  action(async (args: DateArgs, hre) => {
    const index = indexOf(args);
    const { openBond } = await import("./support/network");
    const { previewText, readPreview } = await import("./support/preview");
    const preview = await readPreview(await openBond(hre, args.bond), index);
    if (args.json) printJson(preview);
    else sayer(args.json)(previewText(preview));
  }),
);

sending(
  paged(dated("fix", "Reads the register as it stood at 00:00 of the record day [P-3]; the fiscal agent signs")),
).setAction(
  planned(async (args: DateArgs & { readonly page: string }) => {
    const [index, page] = [indexOf(args), pageOf(args.page)];
    const { fixPlan } = await plans();
    return (open) => fixPlan(open, index, page);
  }),
);

interface FundArgs extends DateArgs {
  readonly reference: string;
  readonly yen?: string;
}

sending(
  dated("fund", "Records that the issuer's money for a date came in; the fiscal agent signs")
    .addParam("reference", "the bank's reference, at most 31 ASCII characters, for example BOJ-20240613-0001")
    .addOptionalParam("yen", "the amount in whole yen; all that is missing if left out"),
).setAction(
  planned(async (args: FundArgs) => {
    const index = indexOf(args);
    const amount = args.yen === undefined ? undefined : yenOf("yen", args.yen);
    const { wordOf } = await import("./support/words");
    wordOf("--reference", args.reference);
    const { fundPlan } = await plans();
    return (open) => fundPlan(open, index, args.reference, amount);
  }),
);

sending(
  paged(
    dated(
      "instruct",
      "Records that payments went to the bank in a file, whose SHA-256 is kept [P-7]; the fiscal agent signs",
    ).addParam("file", "the CSV file that went to the bank, with the header holder,reference"),
  ),
).setAction(
  planned(async (args: DateArgs & { readonly file: string; readonly page: string }) => {
    const [index, page] = [indexOf(args), pageOf(args.page)];
    const { readRows } = await import("./support/rows");
    const rows = readRows(args.file, "reference");
    const { documentHashOf } = await import("./support/documents");
    const fileHash = documentHashOf("file", args.file);
    const { instructPlan } = await plans();
    return (open) => instructPlan(open, index, rows, fileHash, page);
  }),
);

sending(
  paged(
    dated("settle", "Records that holders were paid, from the pay day on [P-4, P-7]; the fiscal agent signs").addParam(
      "references",
      "a CSV file with the header holder,reference: a label or an address, and at most 31 ASCII characters",
    ),
  ),
).setAction(
  planned(async (args: DateArgs & { readonly references: string; readonly page: string }) => {
    const [index, page] = [indexOf(args), pageOf(args.page)];
    const { readRows } = await import("./support/rows");
    const rows = readRows(args.references, "reference");
    const { settlePlan } = await plans();
    return (open) => settlePlan(open, index, rows, page);
  }),
);

sending(
  paged(
    dated("fail", "Records that payments failed; the amounts stay due [P-7, P-9]; the fiscal agent signs").addParam(
      "reasons",
      "a CSV file with the header holder,reason: a label or an address, and at most 31 ASCII characters",
    ),
  ),
).setAction(
  planned(async (args: DateArgs & { readonly reasons: string; readonly page: string }) => {
    const [index, page] = [indexOf(args), pageOf(args.page)];
    const { readRows } = await import("./support/rows");
    const rows = readRows(args.reasons, "reason");
    const { failPlan } = await plans();
    return (open) => failPlan(open, index, rows, page);
  }),
);

sending(
  paged(
    dated(
      "return",
      "Records that settled payments came back; the amounts are due again [P-7]; the fiscal agent signs",
    ).addParam(
      "reasons",
      "a CSV file with the header holder,reason: a label or an address, and at most 31 ASCII characters",
    ),
  ),
).setAction(
  planned(async (args: DateArgs & { readonly reasons: string; readonly page: string }) => {
    const [index, page] = [indexOf(args), pageOf(args.page)];
    const { readRows } = await import("./support/rows");
    const rows = readRows(args.reasons, "reason");
    const { returnPlan } = await plans();
    return (open) => returnPlan(open, index, rows, page);
  }),
);

sending(dated("close", "Closes a date on which nobody waits any more; the fiscal agent signs")).setAction(
  planned(async (args: DateArgs) => {
    const index = indexOf(args);
    const { closePlan } = await plans();
    return (open) => closePlan(open, index);
  }),
);
