import type { ConfigurableTaskDefinition } from "hardhat/types";
import type { SignedCertificate } from "../lib/certificate";
import { jstDayOf } from "../lib/day";
import { register } from "./scopes";
import { asJson, dayOf, ofBond } from "./support/arguments";
import { printJson, sayer, TaskError } from "./support/output";
import { action } from "./support/run";

interface ReadingArgs {
  readonly bond?: string;
  readonly json: boolean;
}

const reading = (name: string, description: string): ConfigurableTaskDefinition =>
  asJson(ofBond(register.task(name, description)));

interface ExtractArgs extends ReadingArgs {
  readonly day?: string;
  readonly atStart: boolean;
  readonly out?: string;
  readonly format?: string;
  readonly people?: string;
  readonly key?: string;
}

const FORMATS = ["json", "csv"];

/** The format of the file: as told, else by its name. */
const formatOf = ({ format, out }: ExtractArgs): string => {
  if (format === undefined) return out?.endsWith(".csv") === true ? "csv" : "json";
  if (FORMATS.includes(format) && out !== undefined) return format;
  throw new TaskError(`--format: found "${format}", expected json or csv, together with --out FILE`);
};

reading(
  "extract",
  "Who held what on a past day, by the entries of the chain: particulars, holders, acquisitions, causes [R-2]; reads only",
)
  .addOptionalParam("day", "the day, YYYY-MM-DD in Japan, for example 2024-06-12; that of the latest block if left out")
  .addFlag(
    "atStart",
    "at 00:00 of the day, as record days are read [P-3]; without it at 23:59:59, with the day's entries",
  )
  .addOptionalParam("out", "a new file, for example register.json, or register.csv for a row for each acquisition")
  .addOptionalParam("format", "of the file: json or csv; by its name if left out")
  .addOptionalParam("people", "the sealed file of personal data, which adds names and addresses; needs --key")
  .addOptionalParam("key", "the key file that opens it, from `register people-key`")
  .setAction(
    action(async (args: ExtractArgs, hre) => {
      const day = args.day === undefined ? undefined : dayOf("day", args.day);
      const format = formatOf(args);
      const { people: path, key, out, json } = args;
      if ((path === undefined) !== (key === undefined)) {
        throw new TaskError("register extract: found one of --people and --key, expected both or none");
      }
      const { openPeople } = await import("./support/people");
      const people = path === undefined || key === undefined ? undefined : await openPeople(path, key);

      const { openBond } = await import("./support/network");
      const { extractOf, openRegister } = await import("./support/registerView");
      const { checkedWithChain } = await import("./support/registerCheck");
      const { extractCsv, extractText } = await import("./support/registerTables");
      const open = await openBond(hre, args.bond);
      const view = await openRegister(open);
      const cut = { day: day ?? jstDayOf(view.blockAt), moment: args.atStart ? "start" : "end" } as const;
      const agrees = await checkedWithChain(view, cut);
      const plain = extractOf(view, cut);
      const { withPeople } = await import("./support/registerPeople");
      const extract = people === undefined || path === undefined ? plain : await withPeople(view, plain, path, people);

      const say = sayer(json);
      if (out !== undefined) {
        const { OWNER_ONLY, writeNew } = await import("./support/files");
        const text = format === "csv" ? extractCsv(extract) : `${JSON.stringify(extract, null, 2)}\n`;
        writeNew(out, text, people === undefined ? undefined : OWNER_ONLY);
      }
      if (json) printJson(extract);
      else say(extractText(extract, agrees));
      if (out !== undefined) say(`written to ${out}`);
    }),
  );

interface HistoryArgs extends ReadingArgs {
  readonly holder?: string;
  readonly from?: string;
  readonly to?: string;
}

reading("history", "The entries of the register, oldest first: when, from whom to whom, why [R-2, T-6]; reads only")
  .addOptionalParam("holder", "a label or an account; everybody if left out")
  .addOptionalParam("from", "the first day, YYYY-MM-DD in Japan")
  .addOptionalParam("to", "the last day, YYYY-MM-DD in Japan")
  .setAction(
    action(async (args: HistoryArgs, hre) => {
      const [from, to] = (["from", "to"] as const).map((flag) =>
        args[flag] === undefined ? undefined : dayOf(flag, args[flag]),
      );
      const { openBond } = await import("./support/network");
      const { historyOf, openRegister } = await import("./support/registerView");
      const { checkedWithChain } = await import("./support/registerCheck");
      const { entriesText } = await import("./support/registerTables");
      const view = await openRegister(await openBond(hre, args.bond));
      await checkedWithChain(view);
      const { entries, labelOf } = historyOf(view, { holder: args.holder, from, to });
      if (args.json) printJson({ bond: view.particulars.bond, block: view.block, entries });
      else sayer(args.json)(entriesText(entries, labelOf));
    }),
  );

interface CertificateArgs extends ReadingArgs {
  readonly holder: string;
  readonly day?: string;
  readonly out: string;
}

reading(
  "certificate",
  "What the register says of one holder, signed by the register administrator [R-3]; nothing is sent to the chain",
)
  .addParam("holder", "a label or an account, for example manufacturer-a")
  .addOptionalParam("day", "at the end of which day, YYYY-MM-DD in Japan; that of the latest block if left out")
  .addParam("out", "a new file, for example manufacturer-a.json; whoever has it can run `register verify`")
  .setAction(
    action(async (args: CertificateArgs, hre) => {
      const given = args.day === undefined ? undefined : dayOf("day", args.day);
      const { openBond } = await import("./support/network");
      const { openRegister } = await import("./support/registerView");
      const { checkedWithChain } = await import("./support/registerCheck");
      const { signedCertificateFor } = await import("./support/certificates");
      const { writeNew } = await import("./support/files");
      const open = await openBond(hre, args.bond);
      const view = await openRegister(open);
      await checkedWithChain(view);
      const document: SignedCertificate = await signedCertificateFor(
        view,
        args.holder,
        given ?? jstDayOf(view.blockAt),
      );
      writeNew(args.out, `${JSON.stringify(document, null, 2)}\n`);
      if (args.json) return printJson(document);
      const { certificateText } = await import("./support/registerTables");
      sayer(args.json)(`${certificateText(document.certificate)}\nwritten to ${args.out}`);
    }),
  );

interface VerifyArgs {
  readonly file: string;
  readonly signer?: string;
  readonly json: boolean;
}

asJson(
  register
    .task("verify", "Verifies a certificate from the document alone [R-3]; needs no chain")
    .addParam("file", "the certificate")
    .addOptionalParam(
      "signer",
      "the address that must have signed: the register administrator's, known from elsewhere",
    ),
).setAction(
  action(async ({ file, signer, json }: VerifyArgs) => {
    const { addressOf } = await import("./support/accounts");
    const { verified } = await import("./support/certificates");
    const { certificateText } = await import("./support/registerTables");
    const certificate = verified(file, signer === undefined ? undefined : addressOf("--signer", signer));
    const { registerAdministrator } = certificate;
    const warning =
      signer === undefined
        ? "make sure that this is the register administrator's address: the document alone cannot tell (--signer 0x…)"
        : null;
    if (json) return printJson({ valid: true, signer: registerAdministrator, warning, certificate });
    const say = sayer(json);
    say(certificateText(certificate));
    say(`unchanged, and signed by ${registerAdministrator}`);
    if (warning !== null) console.error(warning);
  }),
);

reading(
  "check",
  "Compares a certificate with the chain: its signer's role, and the holder's bonds and entries at its block [R-3]; reads only",
)
  .addParam("file", "the certificate")
  .setAction(
    action(async (args: ReadingArgs & { readonly file: string }, hre) => {
      const { checkedWithRegister, verified } = await import("./support/certificates");
      const certificate = verified(args.file);
      const { openBond } = await import("./support/network");
      const { openRegister } = await import("./support/registerView");
      const { checkedWithChain } = await import("./support/registerCheck");
      const { certificateText } = await import("./support/registerTables");
      const view = await openRegister(await openBond(hre, args.bond ?? certificate.bond));
      await checkedWithChain(view);
      await checkedWithRegister(view, args.file, certificate);
      if (args.json) return printJson({ agrees: true, network: view.open.name, certificate });
      const say = sayer(args.json);
      say(certificateText(certificate));
      say(`the chain says the same, and ${certificate.registerAdministrator} was the register administrator`);
    }),
  );

asJson(
  register
    .task("people-key", "Makes the key for personal data [R-1]; needs no chain")
    .addParam("out", "a new file for the secret key, which only its owner can read; keep it away from the data"),
).setAction(
  action(async ({ out, json }: { readonly out: string; readonly json: boolean }) => {
    const { makeKey } = await import("./support/people");
    const recipient = await makeKey(out);
    if (json) printJson({ recipient, key: out });
    else
      sayer(json)(`${recipient}\nthe secret key is in ${out}; seal personal data with \`register seal --recipient\``);
  }),
);

interface SealArgs {
  readonly file: string;
  readonly recipient: string;
  readonly out: string;
  readonly json: boolean;
}

asJson(
  register
    .task(
      "seal",
      "Encrypts personal data, and prints each holder's commitment for `holder register` [R-1]; needs no chain",
    )
    .addParam(
      "file",
      "JSON: [{ holder, name, address, salt }]; a salt that is missing is made, and then it is in the sealed file alone",
    )
    .addParam("recipient", "age1…, as `register people-key` printed it")
    .addParam("out", "a new file, for example people.age; standard age, so `age -d -i KEY` opens it as well"),
).setAction(
  action(async ({ file, recipient, out, json }: SealArgs) => {
    const { commitmentOf, readPeople, sealPeople } = await import("./support/people");
    const people = readPeople(file);
    await sealPeople(people, recipient, out);
    const commitments = people.map((person) => ({ holder: person.holder, commitment: commitmentOf(person) }));
    if (json) return printJson({ sealed: out, commitments });
    const { table } = await import("./support/output");
    const rows = commitments.map(({ holder, commitment }) => [holder, commitment]);
    sayer(json)(`${table(["holder", "commitment"], rows)}\nsealed in ${out}; delete ${file} once it is safe`);
  }),
);
