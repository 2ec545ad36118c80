import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import {
  APRIL,
  CO2,
  DECEMBER,
  FEBRUARY,
  FISCAL_2023,
  GENERATED,
  JANUARY,
  MARCH,
  METHOD,
  PRIMARY,
  SAVED,
  URI,
  fromTo,
  publish,
  recorded,
  type Said,
} from "../support/figures";
import { BUILDING, KIND_OF_FACILITY, QUALITY, SOLAR, bringIn, factorOf, qualities, record } from "../support/impact";
import { NO_CORRECTION } from "../support/snapshots";
import { at, day, deploySuite, goTo, jst, ref, type Suite } from "../support/suite";

const prepared = (): Promise<Suite> => fixture(recorded);

type Period = readonly [number, number];

// The factor is 441,000 mg-CO2 and 8,640 kJ a kWh, so a mWh is 0.441 mg and 0.00864 kJ. Hours: 24 on 31 December; 744 in January and March;
// 696 in February, which has 29 days; 48 on 1 and 2 April.
const EXPECTED: readonly (readonly [string, string, Said, Period, number])[] = [
  ["a plant, by a month", SOLAR, GENERATED, JANUARY, 746_232], // 744 × 1,003
  ["a plant, by a month", SOLAR, CO2, JANUARY, 329_088], // 746,232 × 0.441 = 329,088.312
  ["a plant, by a month", SOLAR, PRIMARY, JANUARY, 6_447], // 746,232 × 0.00864 = 6,447.44448
  ["a plant, by a leap February", SOLAR, GENERATED, FEBRUARY, 4_872], // 696 × 7
  ["a plant, by a leap February", SOLAR, CO2, FEBRUARY, 2_149], // 2,148.552
  ["a plant, by a leap February", SOLAR, PRIMARY, FEBRUARY, 42], // 42.09408
  ["a plant, by a month with one day on record", SOLAR, GENERATED, DECEMBER, 24_024], // 24 × 1,001
  ["a plant, by a month with one day on record", SOLAR, CO2, DECEMBER, 10_595], // 10,594.584
  ["a plant, by a fiscal year", SOLAR, GENERATED, FISCAL_2023, 2_269_824], // 24,024 + 746,232 + 4,872 + 744 × 2,009
  ["a plant, by a fiscal year", SOLAR, CO2, FISCAL_2023, 1_000_992], // 1,000,992.384; its months would give 1,000,993
  ["a plant, by a fiscal year", SOLAR, PRIMARY, FISCAL_2023, 19_611], // 19,611.27936
  ["a building that saved", BUILDING, SAVED, JANUARY, 744_000], // 744 × 1,000
  ["a building that saved", BUILDING, CO2, JANUARY, 328_104], // 328,104 exactly
  ["a building that saved", BUILDING, PRIMARY, JANUARY, 6_428], // 6,428.16
  ["a building at its baseline", BUILDING, SAVED, FEBRUARY, 0],
  ["a building at its baseline", BUILDING, CO2, FEBRUARY, 0],
  ["a building above its baseline", BUILDING, SAVED, DECEMBER, -7_992], // 24 × −333
  ["a building above its baseline", BUILDING, CO2, DECEMBER, -3_524], // −3,524.472
  ["a building above its baseline", BUILDING, PRIMARY, DECEMBER, -69], // −69.05088
  ["a building above its baseline", BUILDING, PRIMARY, MARCH, -6], // −744 × 0.00864 = −6.42816
  ["a building, by a fiscal year", BUILDING, SAVED, FISCAL_2023, 735_264], // −7,992 + 744,000 + 0 − 744
  ["a building, by a fiscal year", BUILDING, CO2, FISCAL_2023, 324_251], // 324,251.424
  ["a building, by a fiscal year", BUILDING, PRIMARY, FISCAL_2023, 6_353], // 6,352.68096
];

describe("ImpactReports.recordSnapshot, the value", () => {
  for (const [what, facility, said, period, value] of EXPECTED)
    it(`of ${what} is ${value} with ${said.decimals} decimals, and one off is refused either way [E-1, E-2]`, async () => {
      const suite = await prepared();
      const { figures } = suite;
      for (const off of [value - 1, value + 1])
        await expect(publish(suite, { facility, said, period, value: off }))
          .to.be.revertedWithCustomError(figures, "FigureDiffers")
          .withArgs(facility, said.indicator, value, off);
      expect([...(await figures.expectedFigure(facility, said.indicator, ...period))]).to.deep.equal([
        BigInt(value),
        BigInt(said.decimals),
        said.unit,
      ]);
      await publish(suite, { facility, said, period, value });
      const stored = await figures.getSnapshot(facility, 0);
      expect([stored.value, stored.decimals, stored.unit]).to.deep.equal([
        BigInt(value),
        BigInt(said.decimals),
        said.unit,
      ]);
    });

  it("of the other sign is refused [E-1]", async () => {
    const suite = await prepared();
    await expect(
      publish(suite, { facility: BUILDING, said: SAVED, period: DECEMBER, value: 7_992 }),
    ).to.be.revertedWithCustomError(suite.figures, "FigureDiffers");
  });

  it("is told in full by the standard's event [E-2]", async () => {
    const suite = await prepared();
    await expect(publish(suite, { value: 746_232 }))
      .to.emit(suite.figures, "SnapshotRecorded")
      .withArgs(
        SOLAR,
        GENERATED.indicator,
        0,
        746_232,
        6,
        GENERATED.unit,
        ...JANUARY,
        METHOD,
        NO_CORRECTION,
        suite.recorder.address,
      );
    expect((await suite.figures.getSnapshot(SOLAR, 0)).methodologyURI).to.equal(URI);
  });

  context("at exactly half a unit", () => {
    // half a mg and half a kJ for every mWh: 0.5 mg-CO2 × 10^6 a kWh
    for (const [milliWh, rounded] of [
      [1, 0],
      [3, 2],
      [5, 2],
      [-1, 0],
      [-3, -2],
      [-5, -2],
    ] as const)
      it(`rounds ${milliWh}/2 to ${rounded} [E-2]`, async () => {
        const suite = await fixture(brought);
        await record(suite, { day: "2024-01-31", first: 23, milliWh: [milliWh], factor: 2 });
        for (const said of [CO2, PRIMARY]) await publish(suite, { said, value: rounded });
        expect(await suite.figures.snapshotCount(SOLAR)).to.equal(2);
      });
  });
});

/** Both facilities with a factor 2 of half a mg and half a kJ a mWh; nothing recorded; 3 April 2024. */
const brought = async (): Promise<Suite> => {
  const suite = await deploySuite();
  await bringIn(suite);
  await suite.impact.connect(suite.issuer).addFactor(SOLAR, factorOf(500_000, 500_000, 1));
  await goTo("2024-04-03T00:00:00");
  return suite;
};

describe("ImpactReports.recordSnapshot, the indicator", () => {
  it("is of the kind of the facility: a plant saves nothing, a building generates nothing [E-1]", async () => {
    const suite = await prepared();
    for (const [facility, said, value] of [
      [SOLAR, SAVED, 746_232],
      [BUILDING, GENERATED, 744_000],
    ] as const) {
      await expect(publish(suite, { facility, said, value }))
        .to.be.revertedWithCustomError(suite.figures, "IndicatorUnknown")
        .withArgs(facility, said.indicator);
      await expect(suite.figures.expectedFigure(facility, said.indicator, ...JANUARY)).to.be.revertedWithCustomError(
        suite.figures,
        "IndicatorUnknown",
      );
    }
  });

  it("is one of those that are described: no other of the standard, none of a name of its own, not zero [E-2]", async () => {
    const suite = await prepared();
    const others = ["CARBON_OFFSET", "CARBON_EMITTED", "WATER_TREATED", "CO2_REDUCED"];
    for (const indicator of [...others.map((name) => ethers.id(`ERC-8329:INDICATOR:${name}`)), ethers.ZeroHash])
      await expect(publish(suite, { said: { ...GENERATED, indicator }, value: 746_232 }))
        .to.be.revertedWithCustomError(suite.figures, "IndicatorUnknown")
        .withArgs(SOLAR, indicator);
  });

  it("comes in its own unit [E-2]", async () => {
    const suite = await prepared();
    for (const [said, unit, value] of [
      [GENERATED, PRIMARY.unit, 746_232],
      [GENERATED, ethers.id("KWH"), 746_232],
      [CO2, ethers.id("tCO2e"), 329_088],
      [CO2, ethers.id("kWh"), 329_088],
      [PRIMARY, ethers.ZeroHash, 6_447],
    ] as const)
      await expect(publish(suite, { said: { ...said, unit }, value }))
        .to.be.revertedWithCustomError(suite.figures, "UnitDiffers")
        .withArgs(SOLAR, said.indicator, said.unit, said.decimals, unit, said.decimals);
  });

  it("comes with its own decimals, even if the quantity is the same [E-2]", async () => {
    const suite = await prepared();
    for (const [said, decimals, value] of [
      [GENERATED, 5, 74_623],
      [GENERATED, 7, 7_462_320],
      [CO2, 8, 32_908],
      [CO2, 10, 3_290_880],
      [PRIMARY, 0, 6],
      [PRIMARY, 6, 6_447_000],
    ] as const)
      await expect(publish(suite, { said: { ...said, decimals }, value }))
        .to.be.revertedWithCustomError(suite.figures, "UnitDiffers")
        .withArgs(SOLAR, said.indicator, said.unit, said.decimals, said.unit, decimals);
  });

  it("has the id and the unit that the contract tells [E-2]", async () => {
    const { figures } = await prepared();
    expect(await figures.ENERGY_GENERATED()).to.equal(GENERATED.indicator);
    expect(await figures.ENERGY_SAVED()).to.equal(SAVED.indicator);
    expect(await figures.CO2_REDUCED()).to.equal(CO2.indicator);
    expect(await figures.PRIMARY_ENERGY_REDUCED()).to.equal(PRIMARY.indicator);
    expect(await figures.UNIT_KWH()).to.equal(SAVED.unit);
    expect(await figures.UNIT_TCO2()).to.equal(CO2.unit);
    expect(await figures.UNIT_MJ()).to.equal(PRIMARY.unit);
  });
});

describe("ImpactReports.recordSnapshot, the period", () => {
  const NOT_ONE: readonly (readonly [string, Period])[] = [
    ["a second early at its start", [JANUARY[0] - 1, JANUARY[1]]],
    ["a second late at its start", [JANUARY[0] + 1, JANUARY[1]]],
    ["a second early at its end", [JANUARY[0], JANUARY[1] - 1]],
    ["a second late at its end", [JANUARY[0], JANUARY[1] + 1]],
    ["a second late at both ends", [JANUARY[0] + 1, JANUARY[1] + 1]],
    ["a month of UTC", [JANUARY[0] + 32_400, JANUARY[1] + 32_400]], // nine hours later
    ["a day early at its end", fromTo("2024-01-01", "2024-01-31")],
    ["a day late at its end", fromTo("2024-01-01", "2024-02-02")],
    ["31 days from the second of a month", fromTo("2024-01-02", "2024-02-02")],
    ["a leap February without its last day", fromTo("2024-02-01", "2024-02-29")],
    ["a day", fromTo("2024-01-01", "2024-01-02")],
    ["29 February alone", fromTo("2024-02-29", "2024-03-01")],
    ["two months", fromTo("2024-01-01", "2024-03-01")],
    ["a quarter", fromTo("2024-01-01", "2024-04-01")],
    ["a calendar year", fromTo("2023-01-01", "2024-01-01")],
    ["twelve months from March", fromTo("2023-03-01", "2024-03-01")],
    ["eleven months from April", fromTo("2023-04-01", "2024-03-01")],
    ["a fiscal year but for a day", fromTo("2023-04-01", "2024-03-31")],
    ["two fiscal years", fromTo("2022-04-01", "2024-04-01")],
  ];

  for (const [what, period] of NOT_ONE)
    it(`is no month and no fiscal year if it is ${what} [E-4]`, async () => {
      const suite = await prepared();
      await expect(publish(suite, { period, value: 746_232 }))
        .to.be.revertedWithCustomError(suite.figures, "NotAMonthOrFiscalYear")
        .withArgs(...period);
      await expect(suite.figures.expectedFigure(SOLAR, GENERATED.indicator, ...period)).to.be.revertedWithCustomError(
        suite.figures,
        "NotAMonthOrFiscalYear",
      );
    });

  it("may be the month of December, across the end of a year [E-4]", async () => {
    const suite = await prepared();
    await publish(suite, { period: DECEMBER, value: 24_024 });
    expect(await suite.figures.currentSnapshotForPeriod(SOLAR, GENERATED.indicator, ...DECEMBER)).to.equal(0);
  });

  it("may be April and the fiscal year that begins with it: two figures, not one [E-4]", async () => {
    const suite = await prepared();
    await goTo("2025-04-01T00:00:00");
    await publish(suite, { period: APRIL, value: -240 }); // 48 × −5
    await publish(suite, { period: fromTo("2024-04-01", "2025-04-01"), value: -240 });
    expect(await suite.figures.snapshotCount(SOLAR)).to.equal(2);
  });

  it("has 28 days in the February of a year that is not leap [E-4]", async () => {
    const suite = await prepared();
    await goTo("2025-03-05T00:00:00");
    for (const end of ["2025-02-28", "2025-03-02"])
      await expect(publish(suite, { period: fromTo("2025-02-01", end), value: 0 })).to.be.revertedWithCustomError(
        suite.figures,
        "NotAMonthOrFiscalYear",
      );
    await expect(publish(suite, { period: fromTo("2025-02-01", "2025-03-01"), value: 0 })) // a month, without a record
      .to.be.revertedWithCustomError(suite.figures, "PeriodWithoutRecord");
  });

  it("has ended: refused on its last second, taken on the first one after it, though it is partly covered [E-4]", async () => {
    const suite = await prepared();
    await at("2024-04-30T23:59:59");
    await expect(publish(suite, { period: APRIL, value: -240 }))
      .to.be.revertedWithCustomError(suite.figures, "PeriodNotCompleted")
      .withArgs(...APRIL, jst("2024-04-30T23:59:59"));
    await at("2024-05-01T00:00:00");
    await publish(suite, { period: APRIL, value: -240 });
    expect((await suite.figures.getSnapshot(SOLAR, 0)).reportedAt).to.equal(jst("2024-05-01T00:00:00"));
  });

  it("has no expected figure either before it ends, nor if it is none at all [E-4]", async () => {
    const { figures } = await prepared();
    const [start, end] = JANUARY;
    // the last is January with 2^32 days added to both ends
    const far = 2n ** 32n * 86_400n;
    for (const period of [APRIL, [end, start], [start, start], [BigInt(start) + far, BigInt(end) + far]] as const)
      await expect(figures.expectedFigure(SOLAR, GENERATED.indicator, ...period)).to.be.revertedWithCustomError(
        figures,
        "PeriodNotCompleted",
      );
  });

  it("has a record: nothing is said of one before the first and after the last [E-2]", async () => {
    const suite = await prepared();
    await goTo("2024-06-01T00:00:00");
    const empty = [
      fromTo("2023-11-01", "2023-12-01"),
      fromTo("2024-05-01", "2024-06-01"),
      fromTo("2022-04-01", "2023-04-01"),
    ];
    for (const period of empty)
      await expect(publish(suite, { period, value: 0 }))
        .to.be.revertedWithCustomError(suite.figures, "PeriodWithoutRecord")
        .withArgs(SOLAR, ...period);
  });

  it("has a record: nothing is said of a facility that has none [E-2]", async () => {
    const suite = await fixture(brought);
    await expect(publish(suite, { value: 0 }))
      .to.be.revertedWithCustomError(suite.figures, "PeriodWithoutRecord")
      .withArgs(SOLAR, ...JANUARY);
  });

  it("may have a record of missing hours alone: that is a figure of 0 [E-2]", async () => {
    const suite = await fixture(brought);
    await record(suite, { day: "2024-01-31", first: 23, milliWh: [0], qualities: qualities(1, QUALITY.Missing) });
    await publish(suite, { value: 0 });
    await publish(suite, { said: CO2, value: 0 });
    expect(await suite.figures.snapshotCount(SOLAR)).to.equal(2);
  });

  it("begins with its first hour and ends with its last [E-2]", async () => {
    const suite = await fixture(brought);
    await record(suite, { day: "2024-01-31", first: 23, milliWh: [1] });
    await record(suite, { day: "2024-02-01", milliWh: Array<number>(24).fill(10) });
    for (let each = day("2024-02-02"); each < day("2024-02-29"); each += 1)
      await record(suite, { day: each, milliWh: Array<number>(24).fill(0) });
    await record(suite, { day: "2024-02-29", milliWh: [...Array<number>(23).fill(0), 100] });
    await record(suite, { day: "2024-03-01", milliWh: [1_000] });
    for (const [period, value] of [
      [JANUARY, 1],
      [FEBRUARY, 340], // 24 × 10 + 100
      [MARCH, 1_000],
      [FISCAL_2023, 1_341],
    ] as const)
      await publish(suite, { period, value });
  });

  it("is one for each facility: others do not count [E-2]", async () => {
    const suite = await prepared();
    await publish(suite, { value: 746_232 });
    const twin = ref("twin");
    const as = suite.impact.connect(suite.issuer);
    await as.registerFacility(twin, suite.token, KIND_OF_FACILITY.Generation, 3000, 0, day("2024-01-01"), "Twin", ["m"]); // prettier-ignore
    await expect(publish(suite, { facility: twin, value: 746_232 })).to.be.revertedWithCustomError(
      suite.figures,
      "PeriodWithoutRecord",
    );
  });
});

describe("ImpactReports, reading", () => {
  it("gives figures by the page, each with whether it is stale [E-2]", async () => {
    const suite = await prepared();
    const { figures } = suite;
    await publish(suite, { value: 746_232 });
    await publish(suite, { said: CO2, value: 329_088 });
    await publish(suite, { value: 746_232, corrects: 0 });
    const page = async (offset: bigint | number, limit: bigint | number) =>
      (await figures.figuresAt(SOLAR, offset, limit)).map(({ snapshotIndex, stale, snapshot }) => [
        snapshotIndex,
        stale,
        snapshot.value,
        snapshot.methodologyURI,
      ]);
    const all = [
      [0n, true, 746_232n, URI],
      [1n, false, 329_088n, URI],
      [2n, false, 746_232n, URI],
    ];
    expect(await page(0, 3)).to.deep.equal(all);
    expect(await page(0, 2n ** 256n - 1n)).to.deep.equal(all);
    expect(await page(0, 2)).to.deep.equal(all.slice(0, 2));
    expect(await page(1, 1)).to.deep.equal(all.slice(1, 2));
    expect(await page(2, 5)).to.deep.equal(all.slice(2));
    for (const [offset, limit] of [
      [3, 1],
      [2n ** 256n - 1n, 2n ** 256n - 1n],
      [0, 0],
    ] as const)
      expect(await page(offset, limit)).to.deep.equal([]);
    expect([...(await figures.figuresAt(ref("nothing"), 0, 9))]).to.deep.equal([]);
  });

  it("knows its interface besides those of the standard, and no other [E-2]", async () => {
    const { figures } = await prepared();
    const selectors = [
      "expectedFigure(bytes32,bytes32,uint64,uint64)",
      "isStale(bytes32,uint256)",
      "figuresAt(bytes32,uint256,uint256)",
    ].map((signature) => BigInt(ethers.id(signature).slice(0, 10)));
    const own = ethers.toBeHex(
      selectors.reduce((mixed, each) => mixed ^ each, 0n),
      4,
    );
    const log = [
      "recordSnapshot(bytes32,bytes32,int256,uint8,bytes32,uint64,uint64,bytes32,string,uint256)",
      "getSnapshot(bytes32,uint256)",
      "snapshotCount(bytes32)",
      "indicatorSnapshotCount(bytes32,bytes32)",
      "indicatorSnapshotAt(bytes32,bytes32,uint256)",
      "latestIndicatorSnapshot(bytes32,bytes32)",
      "currentSnapshotForPeriod(bytes32,bytes32,uint64,uint64)",
    ].map((signature) => BigInt(ethers.id(signature).slice(0, 10)));
    const standard = ethers.toBeHex(
      log.reduce((mixed, each) => mixed ^ each, 0n),
      4,
    );
    for (const id of [own, standard, "0x01ffc9a7"]) expect(await figures.supportsInterface(id), id).to.equal(true);
    expect(await figures.supportsInterface("0xffffffff")).to.equal(false);
  });
});
