import type { ConfigurableTaskDefinition } from "hardhat/types";
import { meeting } from "./scopes";
import { asJson, choiceOf, dayOf, DOCUMENT, integerOf, ofBond, sending, type SendingArgs } from "./support/arguments";
import { printJson, sayer } from "./support/output";
import { planned } from "./support/planned";
import { action } from "./support/run";

const MOST_MEETINGS = 1_000_000;
const MOST_RESOLUTIONS = 32;
const MOST_ACCOUNTS_A_PAGE = 300; // four numbers a holder: a transaction takes 64 KB

const HOLDERS = "a CSV file with the header holder: labels or addresses";
const PROPOSALS =
  "a CSV file with the header matter,proposal,newTerms: ordinary, 706, 736, 737 or 738; the proposal's file or hash; that of the terms as " +
  "they would read then, empty if they stay";

const plans = () => import("./support/meetingPlans");
const votes = () => import("./support/votePlans");
const documents = () => import("./support/documents");

interface MeetingArgs extends SendingArgs {
  readonly meeting: string;
}

interface ResolutionArgs extends MeetingArgs {
  readonly resolution: string;
}

const numbered = (task: string, description: string): ConfigurableTaskDefinition =>
  ofBond(meeting.task(task, description).addParam("meeting", "the meeting, counted from 1"));

const resolving = (task: string, description: string): ConfigurableTaskDefinition =>
  numbered(task, description).addParam("resolution", "the resolution, counted from 1");

const paged = (task: ConfigurableTaskDefinition): ConfigurableTaskDefinition =>
  task.addOptionalParam("page", `how many holders go into one transaction, 1 to ${MOST_ACCOUNTS_A_PAGE}`, "200");

const idOf = (args: MeetingArgs): number => integerOf("meeting", args.meeting, 1, MOST_MEETINGS);
const resolutionOf = (args: ResolutionArgs): number => integerOf("resolution", args.resolution, 1, MOST_RESOLUTIONS);
const pageOf = (page: string): number => integerOf("page", page, 1, MOST_ACCOUNTS_A_PAGE);

interface DemandArgs extends SendingArgs {
  readonly holders: string;
  readonly purpose: string;
  readonly reasons: string;
}

sending(
  ofBond(
    meeting
      .task("demand", "Records that holders of at least 1/10 demand a meeting from the issuer [M-2]; the dealer signs")
      .addParam("holders", HOLDERS)
      .addParam("purpose", `the purpose: ${DOCUMENT}`)
      .addParam("reasons", `the reasons: ${DOCUMENT}`),
  ),
).setAction(
  planned(async (args: DemandArgs) => {
    const { documentHashOf } = await documents();
    const purposeHash = documentHashOf("--purpose", args.purpose);
    const reasonsHash = documentHashOf("--reasons", args.reasons);
    const { readHolderFile } = await import("./support/holders");
    const rows = readHolderFile(args.holders);
    const { demandPlan } = await plans();
    return (open) => demandPlan(open, rows, purposeHash, reasonsHash);
  }),
);

interface ConveneArgs extends SendingArgs {
  readonly day: string;
  readonly document: string;
  readonly uri: string;
  readonly proposals: string;
  readonly demand?: string;
  readonly permission?: string;
}

sending(
  ofBond(
    meeting
      .task(
        "convene",
        "Convenes a meeting in Tokyo and gives its notice [M-1]; the issuer signs, with --permission the dealer",
      )
      .addParam("day", "the meeting day, YYYY-MM-DD in Japan, 22 days from today or later")
      .addParam("document", `the notice with the items of Companies Act 719: ${DOCUMENT}`)
      .addParam("proposals", PROPOSALS)
      .addOptionalParam("uri", "where the notice is found", "")
      .addOptionalParam("demand", "the demand that the meeting answers, counted from 1 [M-2]")
      .addOptionalParam("permission", `of the court, for a meeting of the holders [M-2]: ${DOCUMENT}`),
  ),
).setAction(
  planned(async (args: ConveneArgs) => {
    const day = dayOf("day", args.day);
    const { documentHashOf } = await documents();
    const { convenePlan, readProposals } = await plans();
    const convening = {
      day,
      documentHash: documentHashOf("--document", args.document),
      uri: args.uri,
      proposals: readProposals(args.proposals),
      ...(args.demand === undefined ? {} : { demand: integerOf("demand", args.demand, 1, MOST_MEETINGS) }),
      ...(args.permission === undefined ? {} : { permissionHash: documentHashOf("--permission", args.permission) }),
    };
    return (open) => convenePlan(open, convening);
  }),
);

interface AskArgs extends SendingArgs {
  readonly day: string;
  readonly document: string;
  readonly proposals: string;
  readonly by: string;
}

sending(
  ofBond(
    meeting
      .task(
        "ask",
        "Asks all holders for their consent in writing, without a meeting [M-3]; the issuer or the dealer signs",
      )
      .addParam("day", "the coming day at whose 00:00 the register decides who must consent, YYYY-MM-DD in Japan")
      .addParam("document", `the proposal as it goes to the holders: ${DOCUMENT}`)
      .addParam("proposals", PROPOSALS)
      .addOptionalParam("by", "who asks: issuer or dealer", "issuer"),
  ),
).setAction(
  planned(async (args: AskArgs) => {
    const day = dayOf("day", args.day);
    const role = choiceOf("by", args.by, { issuer: "issuer", dealer: "dealer" } as const);
    const hash = (await documents()).documentHashOf("--document", args.document);
    const { askPlan, readProposals } = await plans();
    const proposals = readProposals(args.proposals);
    return (open) => askPlan(open, role, day, hash, proposals);
  }),
);

sending(
  numbered("cancel", "Cancels a meeting before its day, or a proposal [M-1]; the convener signs").addParam(
    "reason",
    `why: ${DOCUMENT}`,
  ),
).setAction(
  planned(async (args: MeetingArgs & { readonly reason: string }) => {
    const id = idOf(args);
    const hash = (await documents()).documentHashOf("--reason", args.reason);
    const { cancelPlan } = await plans();
    return (open) => cancelPlan(open, id, hash);
  }),
);

sending(
  paged(
    resolving("vote", "Enters votes on the meeting day, in place of those entered before [M-3]; the dealer signs")
      .addParam("votes", "a CSV file with the header holder,for,against,abstain: a label or an address, and bonds")
      .addParam("instructions", `of the holders: ${DOCUMENT}`),
  ),
).setAction(
  planned(
    async (args: ResolutionArgs & { readonly votes: string; readonly instructions: string; readonly page: string }) => {
      const [id, resolution, page] = [idOf(args), resolutionOf(args), pageOf(args.page)];
      const hash = (await documents()).documentHashOf("--instructions", args.instructions);
      const { readVotes, votePlan } = await votes();
      const rows = readVotes(args.votes);
      return (open) => votePlan(open, id, resolution, rows, hash, page);
    },
  ),
);

sending(
  paged(
    resolving("consent", "Records that holders consented in writing, with all their bonds [M-3]; the dealer signs")
      .addParam("holders", HOLDERS)
      .addParam("document", `the consents: ${DOCUMENT}`),
  ),
).setAction(
  planned(
    async (args: ResolutionArgs & { readonly holders: string; readonly document: string; readonly page: string }) => {
      const [id, resolution, page] = [idOf(args), resolutionOf(args), pageOf(args.page)];
      const hash = (await documents()).documentHashOf("--document", args.document);
      const { readHolderFile } = await import("./support/holders");
      const rows = readHolderFile(args.holders);
      const { consentPlan } = await votes();
      return (open) => consentPlan(open, id, resolution, rows, hash, page);
    },
  ),
);

sending(numbered("tally", "Counts the votes, from the day after the meeting on [M-3]; the convener signs")).setAction(
  planned(async (args: MeetingArgs) => {
    const id = idOf(args);
    const { tallyPlan } = await votes();
    return (open) => tallyPlan(open, id);
  }),
);

interface CourtArgs extends ResolutionArgs {
  readonly day: string;
  readonly document: string;
}

sending(
  resolving(
    "apply-court",
    "Records that the convener applied for court approval, due within a week [M-3]; the convener signs",
  )
    .addParam("day", "the day of the application, YYYY-MM-DD in Japan")
    .addParam("document", `the application: ${DOCUMENT}`),
).setAction(
  planned(async (args: CourtArgs) => {
    const [id, resolution, day] = [idOf(args), resolutionOf(args), dayOf("day", args.day)];
    const hash = (await documents()).documentHashOf("--document", args.document);
    const { applyPlan } = await votes();
    return (open) => applyPlan(open, id, resolution, day, hash);
  }),
);

sending(
  resolving(
    "decide",
    "Records what the court decided; a resolution takes effect with its approval [M-3]; the convener signs",
  )
    .addParam("outcome", "approved or refused")
    .addParam("day", "the day of the decision, YYYY-MM-DD in Japan")
    .addParam("document", `the decision: ${DOCUMENT}`),
).setAction(
  planned(async (args: CourtArgs & { readonly outcome: string }) => {
    const [id, resolution, day] = [idOf(args), resolutionOf(args), dayOf("day", args.day)];
    const approved = choiceOf("outcome", args.outcome, { approved: true, refused: false });
    const hash = (await documents()).documentHashOf("--document", args.document);
    const { decidePlan } = await votes();
    return (open) => decidePlan(open, id, resolution, approved, day, hash);
  }),
);

interface ShowArgs extends Pick<SendingArgs, "bond" | "json"> {
  readonly meeting?: string;
}

asJson(
  ofBond(
    meeting
      .task(
        "show",
        "Demands, meetings with their resolutions, and the versions of the terms; with --meeting one of them",
      )
      .addOptionalParam("meeting", "the meeting, counted from 1"),
  ),
).setAction(
  action(async ({ bond, json, meeting: chosen }: ShowArgs, hre) => {
    const id = chosen === undefined ? undefined : integerOf("meeting", chosen, 1, MOST_MEETINGS);
    const { openBond } = await import("./support/network");
    const { meetingText, meetingsText, readMeeting, readMeetings } = await import("./support/meetingView");
    const open = await openBond(hre, bond);
    if (id !== undefined) {
      const found = await readMeeting(open, id);
      return json ? printJson(found) : sayer(json)(meetingText(found));
    }
    const all = await readMeetings(open);
    if (json) printJson(all);
    else sayer(json)(meetingsText(all));
  }),
);
