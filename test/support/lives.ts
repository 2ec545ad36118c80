import { expect } from "chai";
import { fixture } from "./chain";
import { ACCELERATION } from "./defaulting";
import {
  defaultNow,
  expectAllSetOff,
  expectInvariants,
  expectNothingTwice,
  passTime,
  randomStep,
  type Life,
} from "./model";
import { hitachiOn } from "./network";
import { agentOf, fixDate, fundDate, linesOf, openBook, refsFor, stateOf, DATE } from "./paying";
import { randomFrom } from "./random";
import { day, goTo, isoOf } from "./suite";

export const DATES = 4;
const EVERY = 8;

/** Four dates: 14 June and 14 December of 2024 and 2025. */
export const fourDates = () => openBook(hitachiOn("2024-06-14", "2025-12-14"));

/**
 * Random steps in random order, the invariants asked along the way; then everything is paid, and nothing is left.
 *
 * @param defaultsAt the step before which an event of default is recorded [D-1]; never, if left out
 */
export const wholeLife = async (seed: number, steps: number, defaultsAt?: number): Promise<void> => {
  const book = await fixture(fourDates);
  const { dealer, issuer, a, b, c, d, fresh } = book;
  const life: Life = {
    pick: randomFrom(seed),
    accounts: [dealer, issuer, a, b, c, d],
    unused: [...fresh],
    dates: DATES,
    today: day("2023-12-15"),
    accepted: 0,
    refused: 0,
  };
  for (let step = 1; step <= steps; step += 1) {
    if (step === defaultsAt) await defaultNow(book, life);
    await randomStep(book, life);
    if (step % 6 === 0) await passTime(book, life);
    if (step % EVERY === 0) await expectInvariants(book, life);
  }
  // then a diligent operator finishes what is left
  const { date } = await book.payments.paymentDate(DATES);
  await goTo(`${isoOf(Math.max(Number(date), life.today) + 30)}T09:00:00`);
  expect(await book.token.isAccelerated()).to.equal(defaultsAt !== undefined);
  for (let index = defaultsAt === undefined ? 1 : ACCELERATION; index <= DATES; index += 1) {
    if ((await stateOf(book, index)) === DATE.lapsed) continue;
    await fixDate(book, index);
    await fundDate(book, index);
    const holders = (await linesOf(book, index)).map(({ holder }) => holder);
    await agentOf(book).settle(index, holders, refsFor(holders));
    if ((await stateOf(book, index)) !== DATE.closed) await agentOf(book).close(index);
  }
  await expectInvariants(book, life);
  await expectNothingTwice(book);
  await expectAllSetOff(book, life);
  expect(await book.token.totalSupply()).to.equal(0);
  expect(await book.token.isRedeemed()).to.equal(true);
  expect(life.accepted).to.be.greaterThan(steps / 5); // the sequence did something
};
