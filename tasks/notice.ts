import type { ConfigurableTaskDefinition } from "hardhat/types";
import { notice } from "./scopes";
import { asJson, choiceOf, DOCUMENT, integerOf, ofBond, sending, type SendingArgs } from "./support/arguments";
import { printJson, sayer } from "./support/output";
import { planned } from "./support/planned";
import { action } from "./support/run";

const MOST_NOTICES = 1_000_000;
const MOST_ACCOUNTS_A_PAGE = 500;

const KINDS = { general: "General", acceleration: "Acceleration", security: "Security" } as const;
const CHANNELS = { post: "Post", electronic: "Electronic", "in-person": "InPerson" } as const;
const STATES = { sent: "Sent", delivered: "Delivered", returned: "Returned" } as const;
const PUBLIC_CHANNELS = { electronic: "Electronic", newspaper: "Newspaper" } as const;

const plans = () => import("./support/noticePlans");
const documents = () => import("./support/documents");

interface NoticeArgs extends SendingArgs {
  readonly notice: string;
}

const numbered = (task: string, description: string): ConfigurableTaskDefinition =>
  ofBond(notice.task(task, description).addParam("notice", "the notice, counted from 1"));

const paged = (task: ConfigurableTaskDefinition): ConfigurableTaskDefinition =>
  task.addOptionalParam("page", "how many accounts go into one transaction, 1 to 500", "200");

const idOf = (args: NoticeArgs): number => integerOf("notice", args.notice, 1, MOST_NOTICES);
const pageOf = (page: string): number => integerOf("page", page, 1, MOST_ACCOUNTS_A_PAGE);

interface GiveArgs extends SendingArgs {
  readonly kind: string;
  readonly document: string;
  readonly uri: string;
}

sending(
  ofBond(
    notice
      .task("give", "Gives a notice to the holders [N-1]; deliver or publish it next; the issuer signs")
      .addParam("kind", "general, acceleration [D-1] or security [D-2]; a meeting is convened with `meeting convene`")
      .addParam("document", DOCUMENT)
      .addOptionalParam("uri", "where the notice is found", ""),
  ),
).setAction(
  planned(async (args: GiveArgs) => {
    const kind = choiceOf("kind", args.kind, KINDS);
    const hash = (await documents()).documentHashOf("--document", args.document);
    const { givePlan } = await plans();
    return (open) => givePlan(open, kind, hash, args.uri);
  }),
);

sending(
  paged(
    numbered(
      "deliver",
      "Records that a notice is sent today to every holder directly, in pages of one day [N-1, M-1]; the giver signs",
    ),
  ),
).setAction(
  planned(async (args: NoticeArgs & { readonly page: string }) => {
    const [id, page] = [idOf(args), pageOf(args.page)];
    const { deliverPlan } = await plans();
    return (open) => deliverPlan(open, id, page);
  }),
);

interface RecordArgs extends NoticeArgs {
  readonly holders: string;
  readonly channel: string;
  readonly state: string;
  readonly evidence: string;
  readonly page: string;
}

sending(
  paged(
    numbered("record", "Records what became of a notice at some holders [N-1]; the giver signs")
      .addParam("holders", "a CSV file with the header holder: labels or addresses")
      .addParam("channel", "post, electronic (only with the holder's consent) or in-person")
      .addParam("state", "sent (again, or to a holder who came later), delivered or returned")
      .addParam("evidence", DOCUMENT),
  ),
).setAction(
  planned(async (args: RecordArgs) => {
    const [id, page] = [idOf(args), pageOf(args.page)];
    const channel = choiceOf("channel", args.channel, CHANNELS);
    const state = choiceOf("state", args.state, STATES);
    const evidenceHash = (await documents()).documentHashOf("--evidence", args.evidence);
    const { readHolderFile } = await import("./support/holders");
    const rows = readHolderFile(args.holders);
    const { recordPlan } = await plans();
    return (open) => recordPlan(open, id, rows, { channel, state, evidenceHash }, page);
  }),
);

interface PublishArgs extends NoticeArgs {
  readonly channel: string;
  readonly publication: string;
  readonly evidence: string;
}

sending(
  numbered("publish", "Records that a notice was given publicly; not enough for a meeting [N-1, M-1]; the giver signs")
    .addParam("channel", "electronic, or newspaper if an accident prevents electronic notice")
    .addParam("publication", "the address of the electronic notice, or the newspaper and its date")
    .addParam("evidence", `of the notice as published; for the newspaper of the accident: ${DOCUMENT}`),
).setAction(
  planned(async (args: PublishArgs) => {
    const id = idOf(args);
    const channel = choiceOf("channel", args.channel, PUBLIC_CHANNELS);
    const evidenceHash = (await documents()).documentHashOf("--evidence", args.evidence);
    const { publishPlan } = await plans();
    return (open) => publishPlan(open, id, channel, args.publication, evidenceHash);
  }),
);

interface AgreeArgs extends SendingArgs {
  readonly holder: string;
  readonly agrees: string;
  readonly document: string;
}

sending(
  ofBond(
    notice
      .task("agree", "Records whether a holder agrees to electronic notices [M-1]; the dealer signs")
      .addParam("holder", "a label or an address")
      .addParam("agrees", "yes or no")
      .addParam("document", DOCUMENT),
  ),
).setAction(
  planned(async (args: AgreeArgs) => {
    const agrees = choiceOf("agrees", args.agrees, { yes: true, no: false });
    const hash = (await documents()).documentHashOf("--document", args.document);
    const { agreePlan } = await plans();
    return (open) => agreePlan(open, args.holder, agrees, hash);
  }),
);

interface ShowArgs extends Pick<SendingArgs, "bond" | "json"> {
  readonly notice?: string;
}

asJson(
  ofBond(
    notice
      .task("show", "The notices; with --notice one of them, and who has not got it")
      .addOptionalParam("notice", "the notice, counted from 1"),
  ),
).setAction(
  action(async ({ bond, json, notice: chosen }: ShowArgs, hre) => {
    const id = chosen === undefined ? undefined : integerOf("notice", chosen, 1, MOST_NOTICES);
    const { openBond } = await import("./support/network");
    const { noticesText, readShown, waitingText } = await import("./support/noticeShow");
    const open = await openBond(hre, bond);
    const { notices, waiting } = await readShown(open, id);
    if (json) return printJson(waiting === undefined ? { notices } : { ...notices[0], waiting });
    sayer(json)(noticesText(notices));
    if (waiting !== undefined) sayer(json)(`\n${waitingText(waiting)}`);
  }),
);
