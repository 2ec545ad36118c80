import { formatDay, type JstDay } from "../../lib/day";
import type { Refusal } from "./refusals";
import type { Stage } from "./stage";
import type { Told } from "./story";

/** One holder on one date; yen as strings. */
export interface HolderJson {
  readonly holder: string;
  readonly taxClass: string;
  readonly bonds: number;
  readonly grossYen: string;
  readonly withheldYen: string;
  readonly netYen: string;
  readonly principalYen: string;
}

/** One payment date as it was paid. */
export interface PaymentJson {
  readonly index: number;
  readonly date: string;
  readonly payOn: string;
  readonly blackoutFrom: string;
  readonly blackoutTo: string;
  readonly interestPerYenE13: string;
  readonly holders: readonly HolderJson[];
  readonly grossYen: string;
  readonly withheldYen: string;
  readonly netYen: string;
  readonly principalYen: string;
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
  const { date, payOn, recordDay, interestPerYen } = await stage.payments.paymentDate(index);
  const window = await stage.token.closedWindow(index);
  if (window.from !== recordDay) throw new Error(`date ${index}: token and payments disagree on the record day`);
  const holders = await settledHolders(stage, index);
  return {
    index,
    date: isoDay(date),
    payOn: isoDay(payOn),
    blackoutFrom: isoDay(window.from),
    blackoutTo: isoDay(window.to),
    interestPerYenE13: interestPerYen.toString(),
    holders,
    grossYen: sumOf(holders, "grossYen"),
    withheldYen: sumOf(holders, "withheldYen"),
    netYen: sumOf(holders, "netYen"),
    principalYen: sumOf(holders, "principalYen"),
    gasUsed,
  };
};

const settledHolders = async (stage: Stage, index: number): Promise<HolderJson[]> => {
  const { payments, token, labelOf } = stage;
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
      holders.push({
        holder: labelOf(line.holder),
        taxClass: classes[Number(line.taxClass)] ?? "own bonds",
        bonds: Number(line.bonds),
        grossYen: grossYen.toString(),
        withheldYen: withheldYen.toString(),
        netYen: (grossYen - withheldYen).toString(),
        principalYen: principalYen.toString(),
      });
    }
  }
  return holders;
};

const sumOf = <Key extends string>(rows: readonly Readonly<Record<Key, string>>[], key: Key): string =>
  rows.reduce((sum, row) => sum + BigInt(row[key]), 0n).toString();

const isoDay = (day: bigint): string => formatDay(Number(day) as JstDay);
