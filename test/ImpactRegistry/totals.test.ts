import { expect } from "chai";
import { fixture } from "../support/chain";
import {
  BUILDING,
  QUALITY,
  SOLAR,
  baselineOf,
  bringIn,
  factorOf,
  qualities,
  record,
  supersede,
} from "../support/impact";
import { day, deploySuite, goTo, ref, type Suite } from "../support/suite";

const MONDAY = day("2024-01-01");
const LEAST = -(2n ** 55n);
const MOST = 2n ** 55n - 1n;

const brought = async (): Promise<Suite> => {
  const suite = await deploySuite();
  await bringIn(suite);
  await goTo("2024-03-01T00:00:00");
  return suite;
};

/** 1 March 2024. Nothing is recorded. */
const prepared = (): Promise<Suite> => fixture(brought);

/** records, estimated, missing, energy, baseline, impact, CO2 and primary energy times a million. */
const totalsOf = async ({ impact }: Suite, facility: string, from: number, through = from) =>
  [...(await impact.totals(facility, from, through))].map(BigInt);

const NOTHING = [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n];

describe("ImpactRegistry.totals", () => {
  it("is nothing where nothing is recorded: at all, before, between and after [E-2]", async () => {
    const suite = await prepared();
    expect(await totalsOf(suite, SOLAR, 0, 2 ** 32 - 1)).to.deep.equal(NOTHING);
    await record(suite, { day: MONDAY, milliWh: [5] });
    expect(await totalsOf(suite, SOLAR, MONDAY - 1)).to.deep.equal(NOTHING);
    expect(await totalsOf(suite, SOLAR, MONDAY + 1)).to.deep.equal(NOTHING);
    expect(await totalsOf(suite, SOLAR, 0)).to.deep.equal(NOTHING);
    expect(await totalsOf(suite, SOLAR, 2 ** 32 - 1)).to.deep.equal(NOTHING);
    const one = [1n, 0n, 0n, 5n, 0n, 5n, 5n * 441_000n, 5n * 8_640n];
    expect(await totalsOf(suite, SOLAR, MONDAY)).to.deep.equal(one);
    expect(await totalsOf(suite, SOLAR, 0, 2 ** 32 - 1)).to.deep.equal(one); // any days do
  });

  it("refuses days that are no period, before anything is on record too [E-2]", async () => {
    const { impact } = await prepared();
    await expect(impact.totals(SOLAR, MONDAY + 1, MONDAY))
      .to.be.revertedWithCustomError(impact, "DaysReversed")
      .withArgs(MONDAY + 1, MONDAY);
  });

  it("of a plant is what it generated, negative hours deducted, missing ones without energy [E-1]", async () => {
    const suite = await prepared();
    const marks = Uint8Array.from([1, 2, 3, 1]);
    await record(suite, { day: MONDAY, milliWh: [-859, 2_000, 0, 500], qualities: marks });
    const energy = -859n + 2_000n + 500n;
    const values = [3n, 1n, 1n, energy, 0n, energy, energy * 441_000n, energy * 8_640n];
    expect(await totalsOf(suite, SOLAR, MONDAY)).to.deep.equal(values);
  });

  it("of a building is what it saved, signed, by the hours that have a reading [E-1]", async () => {
    const suite = await prepared();
    const marks = Uint8Array.from([1, 2, 3, 1, 3]);
    await record(suite, { facility: BUILDING, day: MONDAY, milliWh: [400_000, 1_500_000, 0, -7, 0], qualities: marks });
    const energy = 400_000n + 1_500_000n - 7n;
    const saved = 3n * 1_000_000n - energy; // three of five hours have a reading
    const values = [3n, 1n, 2n, energy, 3_000_000n, saved, saved * 441_000n, saved * 8_640n];
    expect(await totalsOf(suite, BUILDING, MONDAY)).to.deep.equal(values);
  });

  it("of a building that consumed more than its baseline is below zero [E-1]", async () => {
    const suite = await prepared();
    await record(suite, { facility: BUILDING, day: MONDAY, milliWh: [1_000_001] });
    expect(await totalsOf(suite, BUILDING, MONDAY)).to.deep.equal(
      [1, 0, 0, 1_000_001, 1_000_000, -1, -441_000, -8_640].map(BigInt),
    );
  });

  it("counts the first and the last day, and of each all 24 hours [E-2]", async () => {
    const suite = await prepared();
    for (const [i, hour] of [1n, 100n, 10_000n].entries())
      await record(suite, { day: MONDAY + i, milliWh: Array<bigint>(24).fill(hour) });
    const energyOf = async (from: number, through: number) => (await totalsOf(suite, SOLAR, from, through))[3];
    expect(await energyOf(MONDAY, MONDAY)).to.equal(24n);
    expect(await energyOf(MONDAY, MONDAY + 1)).to.equal(24n * 101n);
    expect(await energyOf(MONDAY + 1, MONDAY + 2)).to.equal(24n * 10_100n);
    expect(await energyOf(MONDAY - 9, MONDAY + 9)).to.equal(24n * 10_101n);
  });

  it("counts an hour once, however often it was corrected, and knows what it is now [E-2]", async () => {
    const suite = await prepared();
    await record(suite, { day: MONDAY, milliWh: [1, 2, 4, 8] });
    await supersede(suite, { day: MONDAY, first: 1, milliWh: [16, 32], replaces: 1 });
    await supersede(suite, { day: MONDAY, first: 2, milliWh: [0], qualities: qualities(1, QUALITY.Missing), replaces: 2 }); // prettier-ignore
    await supersede(suite, { day: MONDAY, first: 2, milliWh: [64], qualities: qualities(1, QUALITY.Estimated), replaces: 3 }); // prettier-ignore
    await supersede(suite, { day: MONDAY, first: 0, milliWh: [128], replaces: 1 });
    const [records, estimated, missing, energy] = await totalsOf(suite, SOLAR, MONDAY);
    expect([records, estimated, missing, energy]).to.deep.equal([4n, 1n, 0n, 128n + 16n + 64n + 8n]);
  });

  it("values each batch by its own factor, exactly: nothing is rounded [E-1]", async () => {
    const suite = await prepared();
    const { impact, issuer } = suite;
    await impact.connect(issuer).addFactor(SOLAR, factorOf(2 ** 32 - 1, 1, 1));
    await record(suite, { day: MONDAY, milliWh: [3] });
    await record(suite, { day: MONDAY, first: 1, milliWh: [5], factor: 2 });
    await record(suite, { day: MONDAY, first: 2, milliWh: [-7] });
    const values = await totalsOf(suite, SOLAR, MONDAY);
    expect(values.slice(6)).to.deep.equal([(3n - 7n) * 441_000n + 5n * (2n ** 32n - 1n), (3n - 7n) * 8_640n + 5n]);
  });

  it("has room for the extremes of an hour, in both directions, a day long [E-1]", async () => {
    const suite = await prepared();
    const { impact, issuer, token } = suite;
    const HUGE = ref("huge");
    await impact.connect(issuer).registerFacility(HUGE, token, 1, 2n ** 40n - 1n, 65_535, MONDAY, "Huge", ["m"]);
    const most = ((2n ** 40n - 1n) * 1000n * 75_535n) / 10_000n;
    const factor = 2n ** 32n - 1n;
    await impact.connect(issuer).addFactor(HUGE, factorOf(Number(factor), Number(factor)));
    await impact.connect(issuer).addBaseline(HUGE, baselineOf([MOST, LEAST], ["2024-03-02", "2024-12-31"]));
    await goTo("2024-03-04T00:00:00");
    const [first, second] = [day("2024-03-02"), day("2024-03-03")];
    await record(suite, { facility: HUGE, day: first, milliWh: Array<bigint>(24).fill(-most), baseline: 1 });
    await record(suite, { facility: HUGE, day: second, milliWh: Array<bigint>(24).fill(most), baseline: 1 });
    const expected = 12n * (MOST + LEAST); // a day has twelve hours of each
    expect(expected).to.equal(-12n);
    for (const [japanDay, energy] of [
      [first, 24n * -most],
      [second, 24n * most],
    ] as const) {
      const saved = expected - energy;
      expect(await totalsOf(suite, HUGE, japanDay)).to.deep.equal([
        24n,
        0n,
        0n,
        energy,
        expected,
        saved,
        saved * factor,
        saved * factor,
      ]);
    }
  });
});

describe("The hour of a profile", () => {
  const DAYS = ["2024-03-02", "2024-12-31"];
  const FROM = day("2024-03-02"); // a Saturday

  /** A building judged from 2 March 2024 on by this profile. */
  const judgedBy = async (profile: readonly number[]): Promise<Suite> => {
    const suite = await prepared();
    await suite.impact.connect(suite.issuer).addBaseline(BUILDING, baselineOf(profile, DAYS, 1));
    await goTo("2024-03-20T00:00:00");
    return suite;
  };

  /** One hour at a time, each with what its baseline says. */
  const expectedOn = async (suite: Suite, japanDay: number, first: number, count: number): Promise<bigint> => {
    await record(suite, { facility: BUILDING, day: japanDay, first, milliWh: Array<number>(count).fill(0), baseline: 2 }); // prettier-ignore
    return (await suite.impact.totals(BUILDING, japanDay, japanDay)).baselineMilliWh;
  };

  it("is the same for all hours, where there is one [E-1]", async () => {
    const suite = await judgedBy([-9]);
    expect(await expectedOn(suite, FROM, 0, 24)).to.equal(24 * -9);
  });

  it("is that of the day, where there are 24: hour 0 by the first, hour 23 by the last, on every day [E-1]", async () => {
    const byHour = Array.from({ length: 24 }, (_, hour) => 2 ** hour);
    for (const [japanDay, hour] of [
      [FROM, 0],
      [FROM, 23],
      [FROM + 1, 0],
      [FROM + 9, 13],
    ] as const)
      expect(await expectedOn(await judgedBy(byHour), japanDay, hour, 1)).to.equal(2 ** hour);
  });

  it("is that of the week from the first judged day on, where there are 168 [E-1]", async () => {
    const byHour = Array.from({ length: 168 }, (_, hour) => hour + 1);
    for (const [days, hour, value] of [
      [0, 0, 1],
      [6, 23, 168],
      [7, 0, 1],
      [8, 5, 24 + 5 + 1],
    ] as const)
      expect(await expectedOn(await judgedBy(byHour), FROM + days, hour, 1)).to.equal(value);
  });

  it("goes on over midnight, where the profile does not fit into a day: 5 hours [E-1]", async () => {
    const suite = await judgedBy([1, 10, 100, 1_000, 10_000]);
    // hours 0 to 23 are four rounds of five and 1, 10, 100, 1,000; hour 24 goes on with 10,000
    expect(await expectedOn(suite, FROM, 0, 24)).to.equal(4 * 11_111 + 1_111);
    expect(await expectedOn(suite, FROM + 1, 0, 2)).to.equal(10_000 + 1);
  });
});
