import type { ConfigurableTaskDefinition } from "hardhat/types";
import { trade } from "./scopes";
import { asJson, dayOf, integerOf, ofBond, sending, yenOf, type SendingArgs } from "./support/arguments";
import { printJson, sayer } from "./support/output";
import { planned } from "./support/planned";
import { action } from "./support/run";

const MOST_BONDS = 1_000_000;
const MOST_TRADES = 1_000_000_000;
const DEALER = "dealer";

const plans = () => import("./support/tradePlans");

interface IdArgs extends SendingArgs {
  readonly id: string;
}

const numbered = (name: string, description: string): ConfigurableTaskDefinition =>
  ofBond(trade.task(name, description).addParam("id", "the number of the trade, from `trade list`"));

const idOf = ({ id }: IdArgs): number => integerOf("id", id, 1, MOST_TRADES);

interface SignedArgs {
  readonly by: string;
}

/** `--by`, where either side may sign. */
const signedBy = (task: ConfigurableTaskDefinition): ConfigurableTaskDefinition =>
  task.addOptionalParam("by", "which side signs: a label or an address", DEALER);

interface DealArgs {
  readonly bonds: string;
  readonly priceYen: string;
}

/** `--bonds` and `--price-yen`: what a trade is about. */
const deal = (task: ConfigurableTaskDefinition): ConfigurableTaskDefinition =>
  task
    .addParam("bonds", "how many bonds, an integer, for example 10")
    .addParam("priceYen", "the whole price in yen, not that of one bond, for example 995000000");

const dealOf = ({ bonds, priceYen }: DealArgs) => ({
  bonds: integerOf("bonds", bonds, 1, MOST_BONDS),
  priceYen: yenOf("price-yen", priceYen),
});

interface ProposeArgs extends SendingArgs, DealArgs, SignedArgs {
  readonly from: string;
  readonly to: string;
  readonly tradeDay: string;
  readonly expiryDay?: string;
}

sending(
  signedBy(
    deal(
      ofBond(
        trade
          .task("propose", "Proposes a trade with the dealer [T-2, T-5]; who proposes it confirms it, and signs")
          .addParam("from", "who sells: a label (dealer, manufacturer-a) or an address")
          .addParam("to", "who buys: a label or an address; the issuer buys from the dealer only [P-6]"),
      ),
    )
      .addParam("tradeDay", "the day of the agreement, YYYY-MM-DD in Japan, for example 2024-06-07")
      .addOptionalParam(
        "expiryDay",
        "the last day on which it can be settled; 30 days after the trade day, at most the maturity, if left out",
      ),
  ),
).setAction(
  planned(async (args: ProposeArgs) => {
    const days = {
      tradeDay: dayOf("trade-day", args.tradeDay),
      ...(args.expiryDay === undefined ? {} : { expiryDay: dayOf("expiry-day", args.expiryDay) }),
    };
    const { from, to, by } = args;
    const proposal = { from, to, by, ...dealOf(args), ...days };
    const { proposePlan } = await plans();
    return (open) => proposePlan(open, proposal);
  }),
);

sending(
  deal(numbered("confirm", "Confirms a proposed trade, with its bonds and price once more; the other side signs")),
).setAction(
  planned(async (args: IdArgs & DealArgs) => {
    const [id, { bonds, priceYen }] = [idOf(args), dealOf(args)];
    const { confirmPlan } = await plans();
    return (open) => confirmPlan(open, id, bonds, priceYen);
  }),
);

sending(
  numbered(
    "settle",
    "Delivers the bonds of a confirmed trade, from the second bank business day on [T-5]; the seller signs",
  ).addParam("reference", "the bank's reference of the cash leg, at most 31 ASCII characters"),
).setAction(
  planned(async (args: IdArgs & { readonly reference: string }) => {
    const id = idOf(args);
    const { wordOf } = await import("./support/words");
    const reference = wordOf("--reference", args.reference);
    const { settlePlan } = await plans();
    return (open) => settlePlan(open, id, reference);
  }),
);

sending(
  signedBy(numbered("cancel", "Cancels a proposed trade; of a confirmed one, asks for it: then both sides must")),
).setAction(
  planned(async (args: IdArgs & SignedArgs) => {
    const id = idOf(args);
    const { cancelPlan } = await plans();
    return (open) => cancelPlan(open, id, args.by);
  }),
);

sending(
  numbered("expire", "Ends a trade that was not settled through its expiry day; anybody may sign").addOptionalParam(
    "by",
    "who signs: a label or an address",
    DEALER,
  ),
).setAction(
  planned(async (args: IdArgs & SignedArgs) => {
    const id = idOf(args);
    const { expirePlan } = await plans();
    return (open) => expirePlan(open, id, args.by);
  }),
);

sending(
  signedBy(
    numbered("fail", "Ends a confirmed trade that was not carried out, from its settlement day on [T-5]"),
  ).addParam("reason", "why, at most 31 ASCII characters, for example cash leg missing"),
).setAction(
  planned(async (args: IdArgs & SignedArgs & { readonly reason: string }) => {
    const id = idOf(args);
    const { wordOf } = await import("./support/words");
    const reason = wordOf("--reason", args.reason);
    const { failPlan } = await plans();
    return (open) => failPlan(open, id, args.by, reason);
  }),
);

asJson(ofBond(trade.task("list", "The trades, oldest first; reads only"))).setAction(
  action(async ({ bond, json }: Pick<SendingArgs, "bond" | "json">, hre) => {
    const { openBond } = await import("./support/network");
    const { readTrades, tradesText } = await import("./support/trades");
    const trades = await readTrades(await openBond(hre, bond));
    if (json) printJson({ trades });
    else sayer(json)(tradesText(trades));
  }),
);

asJson(numbered("show", "One trade, with the days on which it can be settled [T-5]; reads only")).setAction(
  action(async (args: IdArgs, hre) => {
    const id = idOf(args);
    const { openBond } = await import("./support/network");
    const { readTrade, tradeText } = await import("./support/trades");
    const found = await readTrade(await openBond(hre, args.bond), id);
    if (args.json) printJson(found);
    else sayer(args.json)(tradeText(found));
  }),
);
