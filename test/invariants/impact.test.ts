import { expect } from "chai";
import { fixture } from "../support/chain";
import { act, expectNothingEdited, expectToAgree, freshPlay, twoBonds } from "../support/impactModel";
import { randomFrom } from "../support/random";

const STEPS = 120;

describe("Whatever is recorded, superseded, revalued and shared", () => {
  for (const seed of [1, 2, 3])
    it(`sums are those of the hours as they stand, counters are right, nothing is edited or counted twice (seed ${seed}) [E-1, E-2]`, async () => {
      const play = freshPlay(await fixture(twoBonds));
      const pick = randomFrom(seed);
      for (let step = 1; step <= STEPS; step += 1) {
        await act(play, pick);
        if (step % 6 === 0) await expectToAgree(play, pick);
      }
      await expectNothingEdited(play);
      for (const { batches, revaluations } of play.facilities) {
        expect(batches.filter(({ reason }) => reason === 0).length).to.be.greaterThan(5);
        expect(batches.filter(({ reason }) => reason !== 0).length).to.be.greaterThan(5);
        expect(revaluations).to.be.greaterThan(2);
      }
    });
});
