import type { ConfigurableTaskDefinition } from "hardhat/types";
import { offering } from "./scopes";
import { asJson, integerOf, ofBond, sending, yenOf, type SendingArgs } from "./support/arguments";
import { printJson, sayer } from "./support/output";
import { planned } from "./support/planned";
import { action } from "./support/run";

const MOST_BONDS = 1_000_000;

const plans = () => import("./support/offeringPlans");

interface HolderArgs extends SendingArgs {
  readonly holder: string;
}

interface BondsArgs extends HolderArgs {
  readonly bonds: string;
}

const ofHolder = (name: string, description: string): ConfigurableTaskDefinition =>
  ofBond(offering.task(name, description).addParam("holder", "the investor: a label or an address"));

const REFERENCE = "the bank's reference, at most 31 ASCII characters, for example BOJ-20231214-0001";

sending(
  ofHolder(
    "apply",
    "Records for how many bonds an investor applies, from the application day on [I-5, I-10]; the dealer signs",
  ).addParam("bonds", "how many bonds, in place of those applied for before, for example 30"),
).setAction(
  planned(async (args: BondsArgs) => {
    const bonds = integerOf("bonds", args.bonds, 1, MOST_BONDS);
    const { applyPlan } = await plans();
    return (open) => applyPlan(open, args.holder, bonds);
  }),
);

sending(
  ofHolder("withdraw", "Records that an investor withdraws an application that is not allotted; the dealer signs"),
).setAction(
  planned(async (args: HolderArgs) => {
    const { withdrawPlan } = await plans();
    return (open) => withdrawPlan(open, args.holder);
  }),
);

sending(
  ofHolder("allot", "Allots bonds to an investor who applied [I-5]; the dealer signs").addParam(
    "bonds",
    "how many bonds, in place of those allotted before; 0 takes the allotment back",
  ),
).setAction(
  planned(async (args: BondsArgs) => {
    const bonds = integerOf("bonds", args.bonds, 0, MOST_BONDS);
    const { allotPlan } = await plans();
    return (open) => allotPlan(open, args.holder, bonds);
  }),
);

interface PayArgs extends HolderArgs {
  readonly reference: string;
  readonly yen?: string;
}

sending(
  ofHolder("pay", "Records that an investor paid the full price of what was allotted [I-5]; the dealer signs")
    .addParam("reference", REFERENCE)
    .addOptionalParam("yen", "the amount that came in, in whole yen; the full price if left out"),
).setAction(
  planned(async (args: PayArgs) => {
    const amount = args.yen === undefined ? undefined : yenOf("yen", args.yen);
    const { wordOf } = await import("./support/words");
    const reference = wordOf("--reference", args.reference);
    const { payPlan } = await plans();
    return (open) => payPlan(open, args.holder, reference, amount);
  }),
);

sending(
  ofBond(
    offering
      .task(
        "underwrite",
        "Records that the underwriter took and paid the whole issue, from the closing day on [I-7]; the issuer signs",
      )
      .addParam("reference", REFERENCE),
  ),
).setAction(
  planned(async (args: SendingArgs & { readonly reference: string }) => {
    const { wordOf } = await import("./support/words");
    const reference = wordOf("--reference", args.reference);
    const { underwritePlan } = await plans();
    return (open) => underwritePlan(open, reference);
  }),
);

interface DeliverArgs extends SendingArgs {
  readonly holder?: string;
  readonly reference?: string;
}

sending(
  ofBond(
    offering
      .task("deliver", "Delivers what was allotted and paid, from the closing day on [I-5, I-7]; the dealer signs")
      .addOptionalParam("holder", "one investor: a label or an address; all who paid if left out")
      .addOptionalParam("reference", `${REFERENCE}; each one's own of the application money if left out`),
  ),
).setAction(
  planned(async (args: DeliverArgs) => {
    const { wordOf } = await import("./support/words");
    const reference = args.reference === undefined ? undefined : wordOf("--reference", args.reference);
    const { deliverPlan } = await plans();
    return (open) => deliverPlan(open, args.holder, reference);
  }),
);

asJson(ofBond(offering.task("status", "The offering, its figures and its applications; reads only"))).setAction(
  action(async ({ bond, json }: Pick<SendingArgs, "bond" | "json">, hre) => {
    const { openBond } = await import("./support/network");
    const { offeringText, readOffering } = await import("./support/offeringStatus");
    const status = await readOffering(await openBond(hre, bond));
    if (json) printJson(status);
    else sayer(json)(offeringText(status));
  }),
);
