import { id } from "ethers";
import { addDays, formatDay, type JstDay } from "../../lib/day";
import { addressOf, bondsOf, labelsOf, type Play } from "./play";
import { payDate } from "./payDate";
import { hourOf } from "./stage";

const MOVE = 0;
const NEW_KEY = 2;
const COURT_ORDER = 2;
const LOST_KEY = 3;

/**
 * A court gives all bonds of the smallest holder to another, inside the closed window of a date; the amount that the register showed for him is
 * redirected, and the date's total stays [P-3, T-7].
 */
export const courtOrder = async (play: Play, index: number): Promise<void> => {
  const { stage, send, refuse, tell } = play;
  const { token, orders, payments, roles } = stage;
  const administrator = roles.registerAdministrator;
  const { recordDay } = await payments.paymentDate(index);
  const firstClosed = Number(recordDay) as JstDay;
  const { loser, heir, bonds } = await smallestHolder(play);
  const [from, to] = [await addressOf(stage, loser), await addressOf(stage, heir)];
  const move = () => token.connect(administrator).forcedTransfer(from, to, bonds);

  await refuse(
    `moving ${bonds} bonds of ${loser} without a recorded order`,
    move,
    hourOf(addDays(firstClosed, -3), 10),
  );
  await send(() => orders.connect(administrator).recordOrder(MOVE, COURT_ORDER, from, to, bonds, id("judgment")));
  await refuse(`moving them on the day of the order`, move);
  await tell(`ordered    ${bonds} bonds of ${loser} to ${heir}, by a court; the issuer may object for a day`);

  await payDate(play, index, {
    afterFixing: async () => {
      await send(move, hourOf(firstClosed, 11));
      await tell(`moved      ${bonds} bonds of ${loser} to ${heir} inside the closed window [T-7]`);
      await send(() => orders.connect(administrator).recordRedirection(index, COURT_ORDER, from, to, id("judgment")));
      await send(() => payments.connect(administrator).redirect(index, from, to), hourOf(addDays(firstClosed, 1), 12));
      await tell(`redirected what ${loser} is due on date ${index} to ${heir}, in a line of its own [P-3]`);
    },
  });
};

const smallestHolder = async ({ stage }: Play) => {
  const holdings: { label: string; bonds: number }[] = [];
  for (const label of labelsOf(stage)) holdings.push({ label, bonds: await bondsOf(stage, label) });
  const [smallest, next] = holdings.filter(({ bonds }) => bonds > 0).sort((a, b) => a.bonds - b.bonds);
  if (smallest === undefined || next === undefined) throw new Error("the story needs two holders");
  return { loser: smallest.label, heir: next.label, bonds: smallest.bonds };
};

/** A holder's key is lost; his whole position moves to a new one [P-3, T-7]. */
export const loseKey = async (
  play: Play,
  { after, label }: { readonly after: number; readonly label: string },
): Promise<void> => {
  const { stage, send, tell } = play;
  const { orders, registry, roles } = stage;
  const { date } = await stage.payments.paymentDate(after);
  const day = addDays(Number(date) as JstDay, 30);
  const old = await addressOf(stage, label);
  const signer = await stage.replaceKey(label);
  const fresh = await signer.getAddress();
  const administrator = roles.registerAdministrator;
  await send(
    () => orders.connect(administrator).recordOrder(NEW_KEY, LOST_KEY, old, fresh, 0, id("declaration of loss")),
    hourOf(day, 10),
  );
  await send(() => registry.connect(administrator).replaceKey(old, fresh), hourOf(addDays(day, 1), 10));
  await tell(`replaced   the lost key of ${label} on ${formatDay(addDays(day, 1))}, with its whole position [T-7]`);
};
