import { shippedCalendar } from "../../lib/calendar";
import { formatDay, type JstDay } from "../../lib/day";
import { schedule, type Schedule } from "../../lib/schedule";
import { answerOf, askedOf, compared, type Area, type Deployed, type Fact } from "./deployed";

/** The days of every payment date, derived from the sheet and the shipped calendar, against those that the chain derives. */
export const datesArea = async (deployed: Deployed): Promise<Area> => ({
  area: "dates",
  checks: compared(derived(schedule(deployed.sheet.terms, shippedCalendar)), await onChain(deployed)),
});

const iso = (day: bigint | number): string => formatDay(Number(day) as JstDay);

const span = (from: bigint | number, to: bigint | number): string => `${iso(from)} through ${iso(to)}`;

const dateFacts = (
  index: number,
  { date, payOn, recordDay }: Readonly<Record<"date" | "payOn" | "recordDay", bigint | number>>,
): readonly Fact[] => [
  { what: `payment date ${index}`, value: iso(date), clause: "I-4" },
  { what: `pay day ${index}`, value: iso(payOn), clause: "P-4" },
  { what: `record day ${index}`, value: iso(recordDay), clause: "P-3" },
];

const closedFact = (index: number, from: bigint | number, to: bigint | number): Fact => ({
  what: `closed window ${index}`,
  value: span(from, to),
  clause: "T-1",
});

const purchaseFact = (from: bigint | number, to: bigint | number): Fact => ({
  what: "days of purchase and cancellation",
  value: span(from, to),
  clause: "P-6",
});

const derived = ({ payments, cancelFrom, cancelTo }: Schedule): readonly Fact[] => [
  ...payments.flatMap(({ index, date, payOn, blackoutFrom, blackoutTo }) => [
    ...dateFacts(index, { date, payOn, recordDay: blackoutFrom }),
    closedFact(index, blackoutFrom, blackoutTo),
  ]),
  purchaseFact(cancelFrom, cancelTo),
];

const onChain = async ({ open, at }: Deployed): Promise<readonly Fact[]> => {
  const { token, payments } = open;
  const count = Number((await answerOf(payments.paymentCount(at))) ?? 0n);
  const dates = await askedOf(
    Array.from({ length: count }, (_, i) => i + 1),
    async (index): Promise<readonly Fact[]> => {
      const date = await answerOf(payments.paymentDate(index, at));
      const closed = await answerOf(token.closedWindow(index, at));
      return [
        ...(date === undefined ? [] : dateFacts(index, date)),
        ...(closed === undefined ? [] : [closedFact(index, closed.from, closed.to)]),
      ];
    },
  );
  const purchase = await answerOf(token.purchaseWindow(at));
  return [...dates.flat(), ...(purchase === undefined ? [] : [purchaseFact(purchase.from, purchase.to)])];
};
