import { expect } from "chai";
import { fixture } from "../support/chain";
import { ACCELERATION } from "../support/defaulting";
import {
  defaultNow,
  expectAllSetOff,
  expectInvariants,
  expectNothingTwice,
  passTime,
  randomStep,
  type Life,
} from "../support/model";
import { hitachiOn } from "../support/network";
import { agentOf, fixDate, fundDate, linesOf, openBook, readyToPay, refsFor, stateOf, DATE } from "../support/paying";
import { randomFrom } from "../support/random";
import { day, goTo, isoOf } from "../support/suite";

const DATES = 4;
const STEPS = 160;
const EVERY = 8;

/** Four dates: 14 June and 14 December of 2024 and 2025. */
const fourDates = () => openBook(hitachiOn("2024-06-14", "2025-12-14"));

describe("Whatever the order of operations", () => {
  for (const { seed, defaultsAt } of [
    { seed: 1 },
    { seed: 2 },
    { seed: 3 },
    { seed: 4 },
    { seed: 5, defaultsAt: 30 },
    { seed: 6, defaultsAt: 40 },
    { seed: 7, defaultsAt: 60 },
    { seed: 8, defaultsAt: 70 },
  ] as readonly { seed: number; defaultsAt?: number }[]) {
    const default_ = defaultsAt === undefined ? "" : `, default at step ${defaultsAt}`;
    it(`lines, yen and balances add up, and nothing happens twice (seed ${seed}${default_}) [P-3, P-5, P-7, D-1]`, async () => {
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
      for (let step = 1; step <= STEPS; step += 1) {
        if (step === defaultsAt) await defaultNow(book, life);
        await randomStep(book, life);
        if (step % 6 === 0) await passTime(book, life);
        if (step % EVERY === 0) await expectInvariants(book, life);
      }
      // then a diligent operator finishes what is left
      const { date } = await book.payments.paymentDate(DATES);
      await goTo(`${isoOf(Math.max(Number(date), life.today) + 30)}T09:00:00`);
      const accelerated = await book.token.isAccelerated();
      if (defaultsAt !== undefined) expect(accelerated).to.equal(true);
      for (let index = accelerated ? ACCELERATION : 1; index <= DATES; index += 1) {
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
      expect(life.accepted).to.be.greaterThan(STEPS / 5); // the sequence did something
    });
  }

  it("settles one holder as often as one likes, in any page, once [P-7]", async () => {
    const book = await fixture(fourDates);
    await readyToPay(book, DATES);
    const pick = randomFrom(9);
    const all = [book.dealer, book.issuer, book.a, book.b, book.c];
    for (let run = 0; run < 20; run += 1) {
      const page = Array.from({ length: pick(1, 6) }, () => all[pick(0, all.length - 1)]!);
      await agentOf(book).settle(DATES, page, refsFor(page));
    }
    await agentOf(book).settle(DATES, all, refsFor(all));
    await agentOf(book).close(DATES);
    await expectNothingTwice(book);
  });
});
