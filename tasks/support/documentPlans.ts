import type { OpenBond } from "./network";
import { jstIso } from "./time";
import type { Plan, Step } from "./plan";
import { textOfWord, wordOf } from "./words";

/** One version of a document, as printed. */
export interface VersionJson {
  readonly name: string;
  readonly version: number;
  readonly recordedAt: string;
  readonly removed: boolean;
  readonly documentHash: string;
  readonly uri: string;
}

const step = async (open: OpenBond, call: string, args: readonly unknown[], changes: string): Promise<Step> => ({
  role: "issuer",
  signer: await open.token.issuer(open.at),
  contract: "DocumentRegistry",
  address: open.entry.contracts.documents,
  call,
  args,
  changes,
  clause: "N-2, R-1",
});

const nameOf = (name: string): string => wordOf("--name", name);

/** Records a document, in place of the version before. */
export const setPlan = async (open: OpenBond, name: string, documentHash: string, uri: string): Promise<Plan> => {
  const task = "doc set";
  const known = await open.documents.getDocument(nameOf(name), open.at);
  if (known.documentHash === documentHash && known.uri === uri) {
    return { task, steps: [], notes: [`${name} is this document already: skipped`] };
  }
  const args = [nameOf(name), uri, documentHash];
  const changes = `document ${name} is the file that hashes to ${documentHash}`;
  const after = async (): Promise<string> =>
    `\n${name} has ${await open.documents.versionCount(nameOf(name), open.at)} versions`;
  return { task, steps: [await step(open, "setDocument", args, changes)], notes: [], after };
};

/** Takes a document off the list; its versions stay. */
export const removePlan = async (open: OpenBond, name: string): Promise<Plan> => {
  const changes = `document ${name} is no longer listed; its versions stay readable`;
  return { task: "doc remove", steps: [await step(open, "removeDocument", [nameOf(name)], changes)], notes: [] };
};

/** Every version of a document, oldest first. */
export const readHistory = async ({ documents, at }: OpenBond, name: string): Promise<readonly VersionJson[]> => {
  const count = Number(await documents.versionCount(nameOf(name), at));
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  return Promise.all(
    numbers.map(async (version) => {
      const { recordedAt, removed, documentHash, uri } = await documents.versionAt(nameOf(name), version, at);
      return { name, version, recordedAt: jstIso(recordedAt), removed, documentHash, uri };
    }),
  );
};

/** The documents that there are, each with its last version. */
export const readDocuments = async (open: OpenBond): Promise<readonly VersionJson[]> => {
  const names = (await open.documents.getAllDocuments(open.at)).map(textOfWord);
  const histories = await Promise.all(names.map((name) => readHistory(open, name)));
  return histories.flatMap((history) => history.slice(-1));
};
