import {
  daysJson,
  holderJson,
  sumOf,
  sumsJson,
  type AmountsJson,
  type DaysJson,
  type HolderJson,
} from "../support/dateJson";
import type { Refusal } from "./refusals";
import { nameIn } from "../support/enums";
import type { Play } from "./play";
import type { Stage } from "./stage";

/** A line as it stands in the end. `state`, `payee` and `setOffYen` are there only where a line is not simply paid to its holder. */
export interface PaidJson extends HolderJson {
  readonly state?: string;
  readonly payee?: string;
  readonly setOffYen?: string;
}

/** One payment date as it was paid; 0 is the acceleration. `gasUsed` is that of fixing, funding, settling and closing it. */
export interface PaymentJson extends DaysJson, AmountsJson {
  readonly state?: string;
  readonly holders: readonly PaidJson[];
  readonly gasUsed: number;
}

/** What `bond lifecycle --json` prints: read back from the chain's state and events when the story is over. Sums are of what was settled. */
export interface LifecycleJson {
  readonly payments: readonly PaymentJson[];
  readonly refusals: readonly Refusal[];
  readonly totals: { readonly interestYen: string; readonly withheldYen: string; readonly principalYen: string };
  readonly finalSupply: number;
}

const PAGE = 500;

/** Reads the dates on which something was paid, every amount from its event and checked against the chain's own list of the date. */
export const readBack = async ({ stage, gasUsed, refusals }: Play): Promise<LifecycleJson> => {
  const payments: PaymentJson[] = [];
  for (const [index, gas] of gasUsed) payments.push(await paidDate(stage, index, gas));
  return {
    payments,
    refusals,
    totals: {
      interestYen: sumOf(payments, "grossYen"),
      withheldYen: sumOf(payments, "withheldYen"),
      principalYen: sumOf(payments, "principalYen"),
    },
    finalSupply: Number(await stage.token.totalSupply()),
  };
};

const paidDate = async (stage: Stage, index: number, gasUsed: number): Promise<PaymentJson> => {
  const date = await stage.payments.paymentDate(index);
  const window = index === 0 ? undefined : await stage.token.closedWindow(index);
  if (window !== undefined && (window.from !== date.recordDay || window.to !== date.date)) {
    throw new Error(`date ${index}: token and payments disagree on the closed window`);
  }
  const holders = await paidLines(stage, index);
  const state = nameIn("DateState", date.state);
  const settled = holders.filter((holder) => holder.state === undefined);
  return {
    ...daysJson(index, date),
    ...(state === "Closed" ? {} : { state }),
    holders,
    ...sumsJson(settled),
    gasUsed,
  };
};

const paidLines = async ({ payments, token, labelOf }: Stage, index: number): Promise<PaidJson[]> => {
  const classes = (await token.terms()).taxClasses.map(({ name }) => name);
  const events = await payments.queryFilter(payments.filters.Settled(index));
  const settled = new Map(events.map(({ args }) => [args.holder, args]));
  const holders: PaidJson[] = [];
  for (let offset = 0; offset < Number(await token.accountCount()); offset += PAGE) {
    for (const line of await payments.linesAt(index, offset, PAGE)) {
      const { grossYen, withheldYen, principalYen } = line.amounts;
      const event = settled.get(line.holder);
      const state = nameIn("LineState", line.state);
      const special = {
        ...(state === "Settled" ? {} : { state }),
        ...(line.payee === line.holder ? {} : { payee: labelOf(line.payee) }),
        ...(index === 0 ? { setOffYen: line.setOffYen.toString() } : {}),
      };
      if (state !== "Settled") {
        holders.push({ ...holderJson(labelOf(line.holder), line, classes), ...special });
        continue;
      }
      if (event?.grossYen !== grossYen || event.withheldYen !== withheldYen || event.principalYen !== principalYen) {
        throw new Error(`date ${index}: what was settled for ${labelOf(line.holder)} is not what was fixed`);
      }
      holders.push({ ...holderJson(labelOf(line.holder), line, classes), ...special });
    }
  }
  return holders;
};
