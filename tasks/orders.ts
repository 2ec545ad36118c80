import type { ConfigurableTaskDefinition } from "hardhat/types";
import { register } from "./scopes";
import { asJson, integerOf, ofBond, sending, type SendingArgs } from "./support/arguments";
import { choicesOf } from "./support/choices";
import { printJson, sayer } from "./support/output";
import { planned } from "./support/planned";
import { action } from "./support/run";

const MOST_ORDERS = 1_000_000_000;

const plans = () => import("./support/orderPlans");

interface RecordArgs extends SendingArgs {
  readonly kind: string;
  readonly cause: string;
  readonly from: string;
  readonly to?: string;
  readonly bonds?: string;
  readonly index?: string;
  readonly document: string;
}

sending(
  ofBond(
    register
      .task(
        "order",
        "Records an order to move an entry or an amount without a transfer; it waits a day [T-7]; the register administrator signs",
      )
      .addParam("kind", `what is ordered: ${choicesOf("Kind").join(", ")}`)
      .addParam("cause", `why: ${choicesOf("Cause").join(", ")}`)
      .addParam("from", "whose entry it is, a label or an address: --kind freeze --from manufacturer-a --bonds 3")
      .addOptionalParam("to", "who receives; a new key as an address; not for a freeze")
      .addOptionalParam("bonds", "how many bonds move, or are frozen from then on (0 ends a freeze)")
      .addOptionalParam("index", "for a redirection, the payment date whose amount it is; 0 is the acceleration [P-3]")
      .addParam("document", "what it rests on, as a text or as the hash of the document"),
  ),
).setAction(
  planned(async (args: RecordArgs) => {
    const { readRequest, recordPlan } = await plans();
    const request = readRequest(args);
    return (open) => recordPlan(open, request);
  }),
);

interface OrderArgs extends SendingArgs {
  readonly order: string;
}

const ofOrder = (name: string, description: string): ConfigurableTaskDefinition =>
  sending(
    ofBond(register.task(name, description).addParam("order", "the number of the order, from `register orders`")),
  );

const numberOf = ({ order }: OrderArgs): number => integerOf("order", order, 1, MOST_ORDERS);

for (const [name, description] of [
  ["withdraw", "Takes a waiting order back [T-7]; the register administrator signs"],
  ["veto", "Stops a waiting order [T-7]; the issuer signs"],
] as const) {
  ofOrder(name, description).setAction(
    planned(async (args: OrderArgs) => {
      const id = numberOf(args);
      const { stopPlan } = await plans();
      return (open) => stopPlan(open, name, id);
    }),
  );
}

ofOrder(
  "execute",
  "Executes an order whose day has passed: moves or freezes bonds, replaces a key, redirects an amount [T-7, P-3]; the register administrator signs",
).setAction(
  planned(async (args: OrderArgs) => {
    const id = numberOf(args);
    const { executePlan } = await plans();
    return (open) => executePlan(open, id);
  }),
);

asJson(
  ofBond(register.task("orders", "The orders with their state, and from when each can be executed [T-7]; reads only")),
).setAction(
  action(async ({ bond, json }: Pick<SendingArgs, "bond" | "json">, hre) => {
    const { openBond } = await import("./support/network");
    const { ordersText, readOrders } = await plans();
    const orders = await readOrders(await openBond(hre, bond));
    if (json) printJson({ orders });
    else sayer(json)(ordersText(orders));
  }),
);
