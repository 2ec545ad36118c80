import { expect } from "chai";
import { MOST_MILLI_WH, roundHalfEven } from "../../lib/energy";
import { activeHours } from "../../lib/impact";
import { dayWords } from "../../lib/hourWords";
import { hourAt } from "../../lib/japanHour";
import { fixture } from "../support/chain";
import { QUALITY, wordsOf } from "../support/impact";
import { expectSameTotals, ledgerOf, perMillion } from "../support/impactLedger";
import { act, freshPlay, someDays, twoBonds } from "../support/impactModel";
import { FILES, FIRST_DAY, LAST_DAY, rawHours, recomputed, twoFiles } from "../support/meterYears";
import { oneOf, randomFrom } from "../support/random";

describe("Parity of the impact ledger", () => {
  for (const seed of [11, 12])
    it(`agrees on every hour and on the sums of random days of random ledgers (seed ${seed}) [E-1, E-2]`, async () => {
      const play = freshPlay(await fixture(twoBonds));
      const pick = randomFrom(seed);
      for (let step = 0; step < 90; step += 1) await act(play, pick);
      for (const { id } of play.facilities) {
        const ledger = await ledgerOf(play.suite, id);
        const hours = new Map<number, ReturnType<typeof activeHours>[number]>(activeHours(ledger).map((each) => [each.hour, each])); // prettier-ignore
        const days = new Set(ledger.batches.map((each) => each.day));
        for (const each of days)
          for (const [hour, chain] of (await play.suite.impact.dayOf(id, each)).entries()) {
            const library = hours.get(hourAt(each, hour));
            if (library === undefined) expect(Number(chain.quality)).to.equal(QUALITY.None);
            else
              expect([...chain].map(BigInt)).to.deep.equal(
                [library.milliWh, library.quality, library.batch, library.factor, library.baseline].map(BigInt),
              );
          }
        for (let turn = 0; turn < 20; turn += 1) await expectSameTotals(play.suite, id, ledger, ...someDays(pick));
      }
    });

  it("agrees on halves, up and down, of either sign: the nearest even, as a figure is rounded [E-2]", () => {
    for (const [value, rounded] of [
      [500_000n, 0n],
      [1_500_000n, 2n],
      [2_500_000n, 2n],
      [2_500_001n, 3n],
      [2_499_999n, 2n],
      [-500_000n, 0n],
      [-1_500_000n, -2n],
      [-2_500_000n, -2n],
      [-2_500_001n, -3n],
      [0n, 0n],
    ] as const)
      expect([roundHalfEven(value, 1_000_000n), perMillion(value)], `${value}`).to.deep.equal([rounded, rounded]);
  });

  it("packs the hours of a day alike, extremes included [E-2]", () => {
    const pick = randomFrom(13);
    for (let turn = 0; turn < 200; turn += 1) {
      const first = pick(0, 23);
      const milliWh = Array.from({ length: pick(1, 24 - first) }, () =>
        oneOf(pick, [MOST_MILLI_WH, -MOST_MILLI_WH, 0n, -1n, BigInt(pick(-2_000_000_000, 2_000_000_000))]),
      );
      const marks = Uint8Array.from(milliWh, () => pick(1, 3));
      const hours = milliWh.map((each, i) => ({ milliWh: each, quality: marks[i]! }));
      expect(dayWords(first, hours)).to.deep.equal(wordsOf(first, milliWh, marks));
    }
  });
});

describe("A year of two meters", () => {
  for (const file of FILES)
    it(`is on the ledger, hour by hour, and sums up to ${file.sumMilliWh} mWh: ${file.file} [E-2]`, async () => {
      const suite = await fixture(twoFiles);
      const raw = rawHours(file);
      expect(raw.size).to.equal(8_760);
      expect([...raw.values()].reduce((sum, each) => sum + each, 0n)).to.equal(file.sumMilliWh);
      const { firstHour, nextHour, records, missing } = await suite.impact.progress(file.id);
      // it begins at 00:00 of +01:00, which is 08:00 in Japan, and has 8,760 hours
      expect([firstHour, nextHour, records, missing].map(Number)).to.deep.equal([
        FIRST_DAY * 24 + 8,
        FIRST_DAY * 24 + 8 + 8_760,
        8_760,
        0,
      ]);
      const sums = await suite.impact.totals(file.id, FIRST_DAY, LAST_DAY);
      expect(sums.energyMilliWh).to.equal(file.sumMilliWh);
      expect([...sums].map(BigInt)).to.deep.equal(recomputed(raw, file.isSaving));
    });
});
