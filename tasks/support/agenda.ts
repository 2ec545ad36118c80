import { agendaOf, nextDateOf, type AgendaItem } from "../../lib/agenda";
import { formatDay, type JstDay } from "../../lib/day";
import type { OpenBond } from "./network";
import { table } from "./output";
import { readSituation } from "./situation";

/** An item as printed: days `YYYY-MM-DD`, null where there is none. */
export interface AgendaItemJson extends Omit<AgendaItem, "from" | "by"> {
  readonly from: string | null;
  readonly by: string | null;
}

/** What `bond agenda --json` prints. */
export interface AgendaJson {
  readonly bond: string;
  readonly network: string;
  readonly today: string;
  readonly items: readonly AgendaItemJson[];
  /** The next date whose register is still to be read, or null. */
  readonly next: AgendaItemJson | null;
}

const dayOrNull = (day: JstDay | null): string | null => (day === null ? null : formatDay(day));

const itemJson = ({ from, by, ...rest }: AgendaItem): AgendaItemJson => ({
  ...rest,
  from: dayOrNull(from),
  by: dayOrNull(by),
});

/** Reads who must do what next. */
export const readAgenda = async (open: OpenBond): Promise<AgendaJson> => {
  const situation = await readSituation(open);
  const next = nextDateOf(situation);
  return {
    bond: open.id,
    network: open.name,
    today: formatDay(situation.today),
    items: agendaOf(situation).map(itemJson),
    next: next === null ? null : itemJson(next),
  };
};

/** The same for people. */
export const agendaText = ({ bond, network, today, items, next }: AgendaJson): string => {
  const rows = items.map(({ role, what, from, by, overdue, clause, command }) => [
    overdue ? "overdue" : "",
    ...[role, what, from, by, clause, command],
  ]);
  return [
    `agenda of ${bond} on ${network}, ${today} in Japan`,
    "",
    rows.length === 0 ? "nothing to do" : table(["", "role", "what", "from", "by", "clause", "command"], rows),
    ...(next === null
      ? []
      : [
          "",
          `next: ${next.role} from ${next.from ?? ""}: ${next.what}, paid on ${next.by ?? ""} [T-1, ${next.clause}]`,
        ]),
  ].join("\n");
};
