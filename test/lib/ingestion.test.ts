import { expect } from "chai";
import fc from "fast-check";
import { parseDay } from "../../lib/day";
import { ingestionPlan, type IngestionPlan } from "../../lib/ingestion";
import { hourAt, type JapanHour } from "../../lib/japanHour";
import { readMeterFile } from "../../lib/meterFile";
import { meterRows } from "../support/meters";

const DAY = parseDay("2024-04-01");
const at = (hour: number): JapanHour => hourAt(DAY, hour);

/** Hours from 00:00 of 1 April 2024 on: `undefined` where the file says nothing, null where its row was rejected. */
const fileOf = (from: number, values: readonly (bigint | null | undefined)[]): ReadonlyMap<JapanHour, bigint | null> =>
  new Map(values.flatMap((value, i) => (value === undefined ? [] : [[at(from + i), value] as const])));

/** A ledger as a list of hours from its first on, as plain as can be. */
class Ledger {
  readonly hours = new Map<JapanHour, bigint | null>();
  next: JapanHour | undefined;

  record({ batches }: Pick<IngestionPlan, "batches">): this {
    for (const { day, firstHour, milliWh } of batches) {
      for (const [i, each] of milliWh.entries()) {
        const hour = hourAt(day, firstHour + i);
        if (this.next !== undefined) expect(hour, "appended exactly where the ledger ends").to.equal(this.next);
        this.hours.set(hour, each);
        this.next = (hour + 1) as JapanHour;
      }
    }
    return this;
  }

  plan(file: ReadonlyMap<JapanHour, bigint | null>): IngestionPlan {
    return ingestionPlan(file, this.next, (hour) => this.hours.get(hour));
  }
}

describe("ingestionPlan", () => {
  context("when the ledger is empty", () => {
    it("begins with the first reading, a batch for each Japan day [E-2]", () => {
      const { batches, recorded, differences, tooEarly } = new Ledger().plan(fileOf(22, [1n, 2n, 3n]));
      expect(batches).to.deep.equal([
        { day: DAY, firstHour: 22, milliWh: [1n, 2n] },
        { day: DAY + 1, firstHour: 0, milliWh: [3n] },
      ]);
      expect({ recorded, differences, tooEarly }).to.deep.equal({ recorded: 0, differences: [], tooEarly: [] });
    });

    it("records what the file does not say between its readings as missing, whole days as well", () => {
      const { batches } = new Ledger().plan(fileOf(23, [1n, ...Array<undefined>(24).fill(undefined), 2n]));
      expect(batches).to.deep.equal([
        { day: DAY, firstHour: 23, milliWh: [1n] },
        { day: DAY + 1, firstHour: 0, milliWh: Array<null>(24).fill(null) },
        { day: DAY + 2, firstHour: 0, milliWh: [2n] },
      ]);
    });

    it("records the hour of a rejected row as missing, before the first reading and after the last one too", () => {
      const { batches } = new Ledger().plan(fileOf(0, [null, 1n, null, 2n, null, null]));
      expect(batches).to.deep.equal([{ day: DAY, firstHour: 0, milliWh: [null, 1n, null, 2n, null, null] }]);
    });

    it("has nothing to do for a file without an hour", () => {
      expect(new Ledger().plan(fileOf(0, [])).batches).to.deep.equal([]);
    });
  });

  context("when the ledger has hours", () => {
    const begun = (): Ledger => new Ledger().record({ batches: [{ day: DAY, firstHour: 2, milliWh: [1n, null, 3n] }] });

    it("goes on where it ends, and counts what is recorded as the file says", () => {
      const plan = begun().plan(fileOf(2, [1n, null, 3n, 4n]));
      expect(plan.batches).to.deep.equal([{ day: DAY, firstHour: 5, milliWh: [4n] }]);
      expect(plan.recorded).to.equal(3);
      expect(plan.differences).to.deep.equal([]);
    });

    it("fills the hours between the ledger's end and the file's first reading with missing", () => {
      expect(begun().plan(fileOf(7, [8n])).batches).to.deep.equal([
        { day: DAY, firstHour: 5, milliWh: [null, null, 8n] },
      ]);
    });

    it("lists what differs, and sends it not: a value, and a reading of an hour that is missing", () => {
      const plan = begun().plan(fileOf(2, [9n, 2n, 3n]));
      expect(plan.differences).to.deep.equal([
        { hour: at(2), ledger: 1n, file: 9n },
        { hour: at(3), ledger: null, file: 2n },
      ]);
      expect(plan.recorded).to.equal(1);
      expect(plan.batches).to.deep.equal([]);
    });

    it("does not take a rejected row for a correction", () => {
      const plan = begun().plan(fileOf(2, [null, null, 3n]));
      expect(plan.differences).to.deep.equal([]);
      expect(plan.recorded).to.equal(2); // the missing hour, and the last one
    });

    it("tells apart a reading of zero and a missing hour", () => {
      const zero = new Ledger().record({ batches: [{ day: DAY, firstHour: 0, milliWh: [0n, null] }] });
      expect(zero.plan(fileOf(0, [0n, 0n]))).to.deep.include({
        recorded: 1,
        differences: [{ hour: at(1), ledger: null, file: 0n }],
      });
    });

    it("tells the readings that lie before the ledger's first hour: nothing can be put before it", () => {
      const plan = begun().plan(fileOf(0, [7n, null, 1n]));
      expect(plan.tooEarly).to.deep.equal([at(0)]);
      expect(plan.differences).to.deep.equal([]);
      expect(plan.batches).to.deep.equal([]);
    });
  });

  // What a file may say of an hour: a reading, a rejected row, nothing.
  const file = fc
    .array(
      fc.oneof({ weight: 4, arbitrary: fc.bigInt({ min: -3n, max: 3n }) }, fc.constant(null), fc.constant(undefined)),
      { maxLength: 80 },
    ) // prettier-ignore
    .chain((values) => fc.integer({ min: 0, max: 30 }).map((from) => fileOf(from, values)));

  it("appends without a gap and without an overlap, and each batch stays within its day", () => {
    fc.assert(
      fc.property(fc.array(file, { maxLength: 4 }), (files) => {
        const ledger = new Ledger();
        for (const each of files) {
          const plan = ledger.plan(each);
          ledger.record(plan); // which checks that every hour is the next one
          for (const { firstHour, milliWh } of plan.batches) {
            expect(milliWh).not.to.deep.equal([]);
            expect(firstHour + milliWh.length).to.be.at.most(24);
          }
          expect(new Set(plan.batches.map(({ day }) => day)).size).to.equal(plan.batches.length);
        }
      }),
    );
  });

  it("has nothing left to do after it was carried out", () => {
    fc.assert(
      fc.property(file, file, (first, second) => {
        const ledger = new Ledger();
        ledger.record(ledger.plan(first)).record(ledger.plan(second));
        const again = ledger.plan(second);
        expect(again.batches).to.deep.equal([]);
        expect(ledger.record(ledger.plan(first)).plan(first).batches).to.deep.equal([]);
      }),
    );
  });

  it("has the same ledger after a break at any hour", () => {
    fc.assert(
      fc.property(file, fc.nat({ max: 6 }), fc.nat({ max: 24 }), (each, days, hours) => {
        const whole = new Ledger();
        whole.record(whole.plan(each));
        const broken = new Ledger();
        const { batches } = broken.plan(each);
        broken.record({ batches: batches.slice(0, days) });
        // and even in the midst of a day
        const half = broken.plan(each).batches[0];
        if (half !== undefined && hours > 0)
          broken.record({ batches: [{ ...half, milliWh: half.milliWh.slice(0, hours) }] });
        broken.record(broken.plan(each));
        expect([...broken.hours]).to.deep.equal([...whole.hours]);
      }),
    );
  });

  it("records each reading of the file once, or says what became of it", () => {
    fc.assert(
      fc.property(file, file, (before, each) => {
        const ledger = new Ledger();
        ledger.record(ledger.plan(before));
        const end = ledger.next;
        const plan = ledger.plan(each);
        const readings = [...each].filter(([, milliWh]) => milliWh !== null);
        const sent = plan.batches.flatMap(({ milliWh }) => milliWh).filter((milliWh) => milliWh !== null).length;
        const known = readings.filter(
          ([hour, milliWh]) => end !== undefined && hour < end && ledger.hours.get(hour) === milliWh,
        ).length;
        expect(sent + known + plan.differences.length + plan.tooEarly.length).to.equal(readings.length);
      }),
    );
  });

  it("records the shipped file in 366 Japan days of 8,760 hours [E-2]", () => {
    const { hours } = readMeterFile(meterRows("pv-hourly-2021"), {
      operationalDay: parseDay("2021-01-01"),
      capacityWatts: 2_250n,
      toleranceBps: 0n,
      nowAt: BigInt(Date.parse("2022-01-02T00:00:00Z") / 1000),
    });
    const ledger = new Ledger();
    const { batches } = ledger.plan(hours);
    // 00:00 at UTC+1 is 08:00 in Japan: 16 hours on the first day, 364 whole days, 8 hours on 1 January 2022
    expect(batches.map(({ milliWh }) => milliWh.length)).to.deep.equal([16, ...Array<number>(364).fill(24), 8]);
    expect(ledger.record({ batches }).plan(hours)).to.deep.equal({
      ...{ batches: [], recorded: 8_760, differences: [], tooEarly: [] },
    });
  });
});
