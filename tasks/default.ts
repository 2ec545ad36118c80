import type { ConfigurableTaskDefinition } from "hardhat/types";
import { defaults } from "./scopes";
import { asJson, dayOf, integerOf, ofBond, sending, yenOf, type SendingArgs } from "./support/arguments";
import { choiceOf, choicesOf } from "./support/choices";
import { printJson, sayer } from "./support/output";
import { planned } from "./support/planned";
import { action } from "./support/run";

const MOST_SECURITIES = 4_294_967_295;

const recording = (task: ConfigurableTaskDefinition): ConfigurableTaskDefinition => sending(ofBond(task));

const plans = () => import("./support/defaultPlans");

asJson(
  ofBond(
    defaults.task("status", "How the bond stands: performing, accelerated or settled, and security given; reads only"),
  ),
).setAction(
  action(async ({ bond, json }: Pick<SendingArgs, "bond" | "json">, hre) => {
    const { openBond } = await import("./support/network");
    const { readStanding, standingText } = await import("./support/defaultStatus");
    const standing = await readStanding(await openBond(hre, bond));
    if (json) printJson(standing);
    else sayer(json)(standingText(standing));
  }),
);

interface EventArgs extends SendingArgs {
  readonly fact: string;
  readonly eventDay: string;
  readonly evidence: string;
  readonly debtsYen?: string;
  readonly security?: string;
}

recording(
  defaults
    .task(
      "record",
      "Records the event by which the issuer lost the benefit of time [D-1]: from then on nothing moves, and all falls due; the register administrator signs",
    )
    .addParam("fact", `what happened: ${choicesOf("Fact").join(", ")}`)
    .addParam("eventDay", "the day of the event, YYYY-MM-DD in Japan: interest runs through it, later dates lapse")
    .addParam("evidence", "what proves it, as a text or as the hash of the document")
    .addOptionalParam("debtsYen", "for debt-accelerated and guarantee-unperformed: the total of those debts in yen")
    .addOptionalParam("security", "for security-withheld: the number of the security, from `default status` [D-2]"),
).setAction(
  planned(async (args: EventArgs) => {
    const { hashOf } = await import("./support/words");
    const event = {
      fact: choiceOf("fact", args.fact, "Fact"),
      eventDay: dayOf("event-day", args.eventDay),
      debtsYen: args.debtsYen === undefined ? 0n : yenOf("debts-yen", args.debtsYen),
      securityId: args.security === undefined ? 0 : integerOf("security", args.security, 1, MOST_SECURITIES),
      evidenceHash: hashOf("evidence", args.evidence),
    };
    const { eventPlan } = await plans();
    return (open) => eventPlan(open, event);
  }),
);

interface SecurityArgs extends SendingArgs {
  readonly kind: string;
  readonly day: string;
  readonly document: string;
}

recording(
  defaults
    .task("security", "Records that the issuer gave security to another bond [D-2]; the register administrator signs")
    .addParam("kind", `which bond: ${choicesOf("SecuredBond").join(", ")}; only the first binds the issuer`)
    .addParam("day", "the day on which it was given, YYYY-MM-DD in Japan")
    .addParam("document", "what it rests on, as a text or as the hash of the document"),
).setAction(
  planned(async (args: SecurityArgs) => {
    const { hashOf } = await import("./support/words");
    const [kind, day] = [choiceOf("kind", args.kind, "SecuredBond"), dayOf("day", args.day)];
    const documentHash = hashOf("document", args.document);
    const { securityPlan } = await plans();
    return (open) => securityPlan(open, kind, day, documentHash);
  }),
);

interface StepArgs extends SendingArgs {
  readonly security: string;
  readonly day: string;
  readonly document: string;
}

for (const [name, description] of [
  ["same-rank", "Records that this bond was given security of the same rank [D-2]; the register administrator signs"],
  ["formalities", "Records that registration and public notice are complete [D-2]; the register administrator signs"],
] as const) {
  recording(
    defaults
      .task(name, description)
      .addParam("security", "the number of the security, from `default status`")
      .addParam("day", "the day on which it was done, YYYY-MM-DD in Japan")
      .addParam("document", "what it rests on, as a text or as the hash of the document"),
  ).setAction(
    planned(async (args: StepArgs) => {
      const { hashOf } = await import("./support/words");
      const [id, day] = [integerOf("security", args.security, 1, MOST_SECURITIES), dayOf("day", args.day)];
      const documentHash = hashOf("document", args.document);
      const { completionPlan } = await plans();
      return (open) => completionPlan(open, name, id, day, documentHash);
    }),
  );
}

interface DamagesArgs extends SendingArgs {
  readonly yen: string;
  readonly document: string;
}

recording(
  defaults
    .task("damages", "Records damages for delay, which follow the law [D-1]; the register administrator signs")
    .addParam("yen", "the amount in whole yen; recorded, never computed here")
    .addParam("document", "what it rests on, as a text or as the hash of the document"),
).setAction(
  planned(async (args: DamagesArgs) => {
    const { hashOf } = await import("./support/words");
    const amount = yenOf("yen", args.yen);
    const documentHash = hashOf("document", args.document);
    const { damagesPlan } = await plans();
    return (open) => damagesPlan(open, amount, documentHash);
  }),
);

recording(
  defaults
    .task(
      "annul",
      "Annuls an event that was recorded in error [D-1]; the administrator signs twice: it is scheduled first, waits five days in which the issuer " +
        "can cancel it, and the same command again executes it, until the amounts of date 0 are being fixed",
    )
    .addParam("document", "what it rests on, as a text or as the hash of the document"),
).setAction(
  planned(async (args: SendingArgs & { readonly document: string }) => {
    const { hashOf } = await import("./support/words");
    const documentHash = hashOf("document", args.document);
    const { annulPlan } = await plans();
    return (open) => annulPlan(open, documentHash);
  }),
);
