import { fixture } from "../support/chain";
import { DATES, fourDates, wholeLife } from "../support/lives";
import { expectNothingTwice } from "../support/model";
import { agentOf, readyToPay, refsFor } from "../support/paying";
import { randomFrom } from "../support/random";

const STEPS = 160;

describe("Whatever the order of operations", () => {
  for (const { seed, defaultsAt } of [
    { seed: 1 },
    { seed: 2 },
    { seed: 3 },
    { seed: 4 },
    { seed: 5, defaultsAt: 40 },
    { seed: 6, defaultsAt: 44 },
    { seed: 7, defaultsAt: 42 },
    { seed: 9, defaultsAt: 40 },
  ] as readonly { seed: number; defaultsAt?: number }[]) {
    const default_ = defaultsAt === undefined ? "" : `, default at step ${defaultsAt}`;
    it(`lines, yen and balances add up, and nothing happens twice (seed ${seed}${default_}) [P-3, P-5, P-7, D-1]`, () =>
      wholeLife(seed, STEPS, defaultsAt));
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
