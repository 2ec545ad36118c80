import { expect } from "chai";
import { activeHours } from "../../lib/impact";
import { fixture } from "../support/chain";
import { QUALITY, qualities, supersede } from "../support/impact";
import { expectSameTotals, ledgerOf } from "../support/impactLedger";
import { FILES, FIRST_DAY, LAST_DAY, rawHours, recomputed, twoFiles, type File } from "../support/meterYears";
import { oneOf, randomFrom, type Pick } from "../support/random";
import { day, type Suite } from "../support/suite";

/** Which batch an hour comes from now, and how many batches its day has. */
interface Batches {
  readonly active: Map<number, number>;
  readonly last: Map<number, number>;
}

const correctAtRandom = async (
  suite: Suite,
  { id, watts, isSaving }: File,
  hours: Map<number, bigint | null>,
  { active, last }: Batches,
  pick: Pick,
): Promise<void> => {
  const gaps = [...hours].filter(([, value]) => value === null).map(([hour]) => hour);
  const from = gaps.length > 0 && pick(0, 2) === 0 ? oneOf(pick, gaps) : oneOf(pick, [...hours.keys()]);
  const [japanDay, replaces] = [Math.floor(from / 24), active.get(from) ?? 1];
  const most = oneOf(pick, [1, 1, pick(2, 24)]);
  let end = from + 1;
  while (
    end < from + most &&
    Math.floor(end / 24) === japanDay &&
    hours.has(end) &&
    (active.get(end) ?? 1) === replaces
  )
    end += 1;
  const isGap = pick(0, 3) === 0;
  const milliWh = Array.from({ length: end - from }, () => (isGap ? 0n : BigInt(pick(-1000 * watts, 1000 * watts))));
  const marks = qualities(milliWh.length, isGap ? QUALITY.Missing : QUALITY.Measured);
  const given = { facility: id, day: japanDay, first: from % 24, milliWh, qualities: marks, replaces };
  await supersede(suite, { ...given, baseline: isSaving ? 1 : 0 });
  const batch = (last.get(japanDay) ?? 1) + 1;
  last.set(japanDay, batch);
  for (const [i, value] of milliWh.entries()) {
    active.set(from + i, batch);
    hours.set(from + i, isGap ? null : value);
  }
};

describe("A year of two meters, corrected", () => {
  it("is the same on the chain, in the library and recomputed from the files, after 200 corrections [E-2]", async () => {
    const suite = await fixture(twoFiles);
    const pick = randomFrom(2021);
    const books = FILES.map((file) => ({
      file,
      hours: new Map<number, bigint | null>(rawHours(file)),
      batches: { active: new Map<number, number>(), last: new Map<number, number>() },
    }));
    const done = { toMissing: 0, fromMissing: 0 };
    for (let turn = 0; turn < 200; turn += 1) {
      const { file, hours, batches } = oneOf(pick, books);
      const before = new Map(hours);
      await correctAtRandom(suite, file, hours, batches, pick);
      for (const [hour, value] of hours) {
        if (value === null && before.get(hour) !== null) done.toMissing += 1;
        if (value !== null && before.get(hour) === null) done.fromMissing += 1;
      }
    }
    expect(Math.min(done.toMissing, done.fromMissing)).to.be.greaterThan(20);
    for (const { file, hours } of books) {
      const { id, isSaving } = file;
      const sums = await suite.impact.totals(id, FIRST_DAY, LAST_DAY);
      expect([...sums].map(BigInt)).to.deep.equal(recomputed(hours, isSaving));
      const { nextHour, records, missing } = await suite.impact.progress(id);
      expect([records, missing]).to.deep.equal([sums.records, sums.missing]);
      expect(nextHour).to.equal(FIRST_DAY * 24 + 8 + 8_760);
      const ledger = await ledgerOf(suite, id);
      const shown = activeHours(ledger);
      expect(shown.length).to.equal(hours.size);
      const differing = shown.filter(({ hour, quality, milliWh }) => hours.get(hour) !== (quality === QUALITY.Missing ? null : milliWh)); // prettier-ignore
      expect(differing).to.deep.equal([]);
      for (const [from, through] of [
        [FIRST_DAY, LAST_DAY],
        [day("2021-04-01"), day("2022-03-31")],
        [day("2021-03-28"), day("2021-03-28")],
      ] as const)
        await expectSameTotals(suite, id, ledger, from, through);
    }
  });
});
