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
import type { Stage } from "./stage";
import type { Told } from "./story";

/** One payment date as it was paid. `gasUsed` is that of fixing, funding, settling and closing it. */
export interface PaymentJson extends DaysJson, AmountsJson {
  readonly holders: readonly HolderJson[];
  readonly gasUsed: number;
}

/** What `bond lifecycle --json` prints: read back from the chain's state and events when the story is over. */
export interface LifecycleJson {
  readonly payments: readonly PaymentJson[];
  readonly refusals: readonly Refusal[];
  readonly totals: { readonly interestYen: string; readonly withheldYen: string; readonly principalYen: string };
  readonly finalSupply: number;
}

const PAGE = 500;

/** Reads the paid dates, every amount from its event and checked against the chain's own list of the date. */
export const readBack = async (stage: Stage, told: Told): Promise<LifecycleJson> => {
  const payments: PaymentJson[] = [];
  for (const [position, gasUsed] of told.gasUsed.entries()) payments.push(await paidDate(stage, position + 1, gasUsed));
  return {
    payments,
    refusals: told.refusals,
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
  const window = await stage.token.closedWindow(index);
  if (window.from !== date.recordDay || window.to !== date.date) {
    throw new Error(`date ${index}: token and payments disagree on the closed window`);
  }
  const holders = await settledHolders(stage, index);
  return { ...daysJson(index, date), holders, ...sumsJson(holders), gasUsed };
};

const settledHolders = async ({ payments, token, labelOf }: Stage, index: number): Promise<HolderJson[]> => {
  const classes = (await token.terms()).taxClasses.map(({ name }) => name);
  const events = await payments.queryFilter(payments.filters.Settled(index));
  const settled = new Map(events.map(({ args }) => [args.holder, args]));
  const holders: HolderJson[] = [];
  for (let offset = 0; offset < Number(await token.accountCount()); offset += PAGE) {
    for (const line of await payments.linesAt(index, offset, PAGE)) {
      const { grossYen, withheldYen, principalYen } = line.amounts;
      const event = settled.get(line.holder);
      if (event?.grossYen !== grossYen || event.withheldYen !== withheldYen || event.principalYen !== principalYen) {
        throw new Error(`date ${index}: what was settled for ${labelOf(line.holder)} is not what was fixed`);
      }
      holders.push(holderJson(labelOf(line.holder), line, classes));
    }
  }
  return holders;
};
