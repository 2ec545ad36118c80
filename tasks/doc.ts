import type { ConfigurableTaskDefinition } from "hardhat/types";
import { doc } from "./scopes";
import { asJson, DOCUMENT, ofBond, sending, type SendingArgs } from "./support/arguments";
import { printJson, sayer, table, TaskError } from "./support/output";
import { planned } from "./support/planned";
import { action } from "./support/run";

interface NameArgs extends SendingArgs {
  readonly name: string;
}

const plans = () => import("./support/documentPlans");

const named = (task: string, description: string): ConfigurableTaskDefinition =>
  ofBond(
    doc.task(task, description).addParam("name", "the document's name, at most 31 ASCII characters, such as terms"),
  );

sending(
  named("set", "Records a document, in place of the version before, which stays readable [N-2]; the issuer signs")
    .addParam("document", DOCUMENT)
    .addOptionalParam("uri", "where the document is found, for example https://example.com/terms.pdf", ""),
).setAction(
  planned(async (args: NameArgs & { readonly document: string; readonly uri: string }) => {
    const { documentHashOf } = await import("./support/documents");
    const hash = documentHashOf("--document", args.document);
    const { setPlan } = await plans();
    return (open) => setPlan(open, args.name, hash, args.uri);
  }),
);

sending(
  named(
    "remove",
    "Takes a document off the list; its versions stay, and the terms can only be replaced [N-2]; the issuer signs",
  ),
).setAction(
  planned(async (args: NameArgs) => {
    const { removePlan } = await plans();
    return (open) => removePlan(open, args.name);
  }),
);

type ReadArgs = Pick<SendingArgs, "bond" | "json">;

const HEADER = ["name", "version", "recorded", "SHA-256", "where"];

asJson(ofBond(doc.task("list", "The documents that there are, each with its last version"))).setAction(
  action(async ({ bond, json }: ReadArgs, hre) => {
    const { openBond } = await import("./support/network");
    const { readDocuments } = await plans();
    const documents = await readDocuments(await openBond(hre, bond));
    if (json) return printJson({ documents });
    const rows = documents.map((each) => [each.name, each.version, each.recordedAt, each.documentHash, each.uri]);
    sayer(json)(rows.length === 0 ? "no document" : table(HEADER, rows));
  }),
);

asJson(named("get", "The last version of a document")).setAction(
  action(async ({ bond, json, name }: ReadArgs & { readonly name: string }, hre) => {
    const { openBond } = await import("./support/network");
    const { readHistory } = await plans();
    const last = (await readHistory(await openBond(hre, bond), name)).at(-1);
    if (last === undefined || last.removed) {
      const what = last === undefined ? "a document that was recorded" : "one that was not removed";
      throw new TaskError(`--name: found "${name}", expected ${what}: look at \`doc list\``);
    }
    if (json) return printJson(last);
    sayer(json)(table(HEADER, [[last.name, last.version, last.recordedAt, last.documentHash, last.uri]]));
  }),
);

asJson(named("history", "Every version that a document ever had, removals included")).setAction(
  action(async ({ bond, json, name }: ReadArgs & { readonly name: string }, hre) => {
    const { openBond } = await import("./support/network");
    const { readHistory } = await plans();
    const versions = await readHistory(await openBond(hre, bond), name);
    if (json) return printJson({ name, versions });
    const rows = versions.map((each) => [
      each.removed ? "removed" : each.name,
      each.version,
      each.recordedAt,
      each.documentHash,
      each.uri,
    ]);
    sayer(json)(rows.length === 0 ? `no version of ${name}` : table(HEADER, rows));
  }),
);
