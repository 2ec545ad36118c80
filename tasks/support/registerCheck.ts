import { formatDay, type JstDay } from "../../lib/day";
import { registerAt, type Cut, type RegisterDay } from "../../lib/registerDay";
import { TaskError } from "./output";
import { inOneLine, type OpenRegister } from "./registerView";

const PAGE = 500;
/** After all that was read. */
const NOW: Cut = { day: 2_932_896 as JstDay, moment: "end" }; // 9999-12-31

/**
 * Compares the register that the events tell with the state that the contracts keep, and says what was compared: always all balances at the
 * block that was read, and for the start of a record day also the holdings that the payments are computed from [P-3, R-2].
 *
 * @throws TaskError at the first difference
 */
export const checkedWithChain = async (register: OpenRegister, cut?: Cut): Promise<string> => {
  const { block, events } = register;
  const now = inOneLine(() => registerAt(events, NOW));
  await compare(register, await register.open.payments.paymentCount(register.open.at), "bondsNow", now, "now");
  const checked = `the balances at block ${block.number}`;
  const index = cut?.moment === "start" ? await recordDayAt(register, cut.day) : undefined;
  if (cut === undefined || index === undefined) return `agrees with ${checked}`;
  const then = inOneLine(() => registerAt(events, cut));
  await compare(register, BigInt(index), "bonds", then, `on record day ${index}, ${formatDay(cut.day)}`);
  return `agrees with ${checked} and with record day ${index}`;
};

/** The number of the record day that `day` is and that has come, if it is one. */
const recordDayAt = async ({ open, block }: OpenRegister, day: JstDay): Promise<number | undefined> => {
  const passed = Number(await open.token.recordDaysPassed({ blockTag: block.number }));
  for (let index = 1; index <= passed; index += 1) {
    if ((await open.payments.paymentDate(index, open.at)).recordDay === BigInt(day)) return index;
  }
  return undefined;
};

/** Every account of the chain must hold what the events gave it; an account that they never named, nothing. */
const compare = async (
  { open, block }: OpenRegister,
  recordDay: bigint,
  column: "bonds" | "bondsNow",
  { holdings, outstanding }: RegisterDay,
  when: string,
): Promise<void> => {
  const told = new Map(holdings.map(({ account, bonds }) => [account, bonds]));
  const tag = { blockTag: block.number };
  const count = Number(await open.token.accountCount(tag));
  let total = 0;
  for (let offset = 0; offset < count; offset += PAGE) {
    for (const entry of await open.token.entriesAt(recordDay, offset, PAGE, tag)) {
      const bonds = Number(entry[column]);
      total += bonds;
      if (bonds === (told.get(entry.account) ?? 0)) continue;
      throw new TaskError(
        `the register: the events give ${entry.account} ${told.get(entry.account) ?? 0} bonds and the chain says ${bonds} ${when}: ` +
          "ask a node that has all events, and tell whoever keeps this software",
      );
    }
  }
  if (total === outstanding) return;
  throw new TaskError(
    `the register: the events leave ${outstanding} bonds and the chain has ${total} ${when}: ask a node that has all events`,
  );
};
