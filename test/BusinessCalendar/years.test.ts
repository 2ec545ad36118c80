import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import { bareCalendar } from "../support/network";
import { day, deploySuite, holidaysFor, ref } from "../support/suite";

const holidays2024 = holidaysFor(2024, 2024).get(2024)!;

const with2024 = async () => {
  const bare = await bareCalendar();
  await bare.calendar.loadYear(2024, holidays2024);
  return bare;
};

describe("BusinessCalendar.loadYear", () => {
  context("when the list is right", () => {
    it("tells every day of the year, and emits the list", async () => {
      const { calendar } = await fixture(bareCalendar);
      await expect(calendar.loadYear(2024, holidays2024)).to.emit(calendar, "YearLoaded").withArgs(2024, holidays2024);
      expect(await calendar.yearStatus(2024)).to.equal(1); // provisional
      expect(await calendar.isBankHoliday(day("2024-06-13"))).to.equal(false); // a Thursday
      expect(await calendar.isBankHoliday(day("2024-05-03"))).to.equal(true); // Constitution Day, a Friday
      expect(await calendar.isBankHoliday(day("2024-05-06"))).to.equal(true); // substitute for Sunday 5 May
      expect(await calendar.isBankHoliday(day("2024-06-15"))).to.equal(true); // a Saturday
    });

    it("takes an empty list: then only weekends and the year's ends are bank holidays", async () => {
      const { calendar } = await fixture(bareCalendar);
      await calendar.loadYear(2024, []);
      expect(await calendar.isBankHoliday(day("2024-05-03"))).to.equal(false);
      expect(await calendar.isBankHoliday(day("2024-05-04"))).to.equal(true);
      for (const holiday of ["2024-01-01", "2024-01-02", "2024-01-03", "2024-12-31"]) {
        expect(await calendar.isBankHoliday(day(holiday)), holiday).to.equal(true);
      }
    });

    it("takes the first and the last day of the year", async () => {
      const { calendar } = await fixture(bareCalendar);
      await calendar.loadYear(2025, [day("2025-01-01"), day("2025-12-31")]);
      expect(await calendar.isBankHoliday(day("2025-12-31"))).to.equal(true);
    });
  });

  it("knows 31 December to 3 January as bank holidays, and 30 December and 4 January as ordinary days", async () => {
    const { calendar } = await fixture(with2024);
    // 2024: 1 to 3 January are Mon to Wed, 4 is a Thursday; 30 December is a Monday, 31 a Tuesday
    const found = await Promise.all(
      ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-12-30", "2024-12-31"].map((iso) =>
        calendar.isBankHoliday(day(iso)),
      ),
    );
    expect(found).to.deep.equal([true, true, true, false, false, true]);
  });

  context("when the list is wrong", () => {
    const wrong: readonly [string, readonly string[], string][] = [
      ["a day of the year before", ["2023-12-31"], "2023-12-31"],
      ["a day of the year after", ["2024-05-03", "2025-01-01"], "2025-01-01"],
      ["a day twice", ["2024-05-03", "2024-05-03"], "2024-05-03"],
      ["a day before its predecessor", ["2024-05-03", "2024-05-02"], "2024-05-02"],
    ];
    for (const [what, list, culprit] of wrong) {
      it(`refuses ${what}, and loads nothing`, async () => {
        const { calendar } = await fixture(bareCalendar);
        await expect(calendar.loadYear(2024, list.map(day)))
          .to.be.revertedWithCustomError(calendar, "HolidayOutOfOrder")
          .withArgs(2024, day(culprit));
        expect(await calendar.yearStatus(2024)).to.equal(0);
        await expect(calendar.isBankHoliday(day("2024-06-13"))).to.be.revertedWithCustomError(
          calendar,
          "YearNotLoaded",
        );
      });
    }
  });

  context("when years come with the deployment", () => {
    const deployedWith = async (...held: [number, readonly number[]][]) => {
      const { authority } = await bareCalendar();
      const years = held.map(([year, days]) => ({ year, nationalHolidays: [...days] }));
      return ethers.deployContract("BusinessCalendar", [authority, years]);
    };

    it("holds them from its first block, as if they had been loaded", async () => {
      const [with2024And2025, loaded] = [await deployedWith([2024, holidays2024], [2025, []]), await with2024()];
      const emitted = await with2024And2025.queryFilter(with2024And2025.filters.YearLoaded());
      expect(emitted.map(({ args }) => [args.year, [...args.nationalHolidays]])).to.deep.equal([
        [2024n, holidays2024.map(BigInt)],
        [2025n, []],
      ]);
      for (let date = day("2024-01-01"); date <= day("2024-12-31"); date += 1)
        expect(await with2024And2025.isBankHoliday(date)).to.equal(await loaded.calendar.isBankHoliday(date));
      expect(await with2024And2025.yearStatus(2025)).to.equal(1); // provisional
      expect(await with2024And2025.yearStatus(2026)).to.equal(0);
    });

    it("refuses what loading refuses: a year twice, a day of another year", async () => {
      const { calendar } = await bareCalendar();
      await expect(deployedWith([2024, []], [2024, []]))
        .to.be.revertedWithCustomError(calendar, "YearAlreadyLoaded")
        .withArgs(2024);
      await expect(deployedWith([2024, [day("2025-01-01")]]))
        .to.be.revertedWithCustomError(calendar, "HolidayOutOfOrder")
        .withArgs(2024, day("2025-01-01"));
    });
  });

  it("refuses a year that is loaded, provisional or published", async () => {
    const { calendar } = await fixture(with2024);
    await expect(calendar.loadYear(2024, []))
      .to.be.revertedWithCustomError(calendar, "YearAlreadyLoaded")
      .withArgs(2024);
    await calendar.publishYear(2024, ref("gazette"));
    await expect(calendar.loadYear(2024, []))
      .to.be.revertedWithCustomError(calendar, "YearAlreadyLoaded")
      .withArgs(2024);
  });

  // A day has 32 bits. A year far enough beyond them would begin, cut to 32 bits, on a day of a loaded year, and unmake its holidays.
  it("refuses a year whose days would fall on another's, and unmakes no holiday", async () => {
    const { calendar } = await fixture(with2024);
    const target = BigInt(day("2024-01-01"));
    const daysBefore = (year: bigint): bigint => {
      const before = year - 1n; // days from 1 January of year 1 to 1 January of `year`, less those to 1970
      return before * 365n + before / 4n - before / 100n + before / 400n - 719_162n;
    };
    let year = 2024n + ((1n << 32n) * 400n) / 146_097n - 2n;
    while (daysBefore(year + 1n) - (1n << 32n) <= target) ++year;
    expect(daysBefore(year) % (1n << 32n) <= target).to.equal(true); // it would cover 1 January 2024 or begin on it
    await expect(calendar.loadYear(year, [])).to.be.revertedWithCustomError(calendar, "YearOutOfRange").withArgs(year);
    await expect(calendar.loadYear(year + 1n, [])).to.be.revertedWithCustomError(calendar, "YearOutOfRange");
    expect(await calendar.isBankHoliday(day("2024-05-03"))).to.equal(true);
  });

  it("takes 1970 and 9999 and refuses the year before and the year after", async () => {
    const { calendar } = await fixture(bareCalendar);
    await calendar.loadYear(1970, []);
    await calendar.loadYear(9999, []);
    for (const year of [0n, 1969n, 10_000n, (1n << 256n) - 1n]) {
      await expect(calendar.loadYear(year, []))
        .to.be.revertedWithCustomError(calendar, "YearOutOfRange")
        .withArgs(year);
    }
  });
});

describe("BusinessCalendar, a year that is not loaded", () => {
  it("is an error, never 'weekends only': Saturdays, Sundays and 1 January included", async () => {
    const { calendar } = await fixture(with2024);
    for (const iso of ["2025-06-13", "2025-06-14", "2025-06-15", "2025-01-01", "2023-12-31"]) {
      await expect(calendar.isBankHoliday(day(iso)), iso)
        .to.be.revertedWithCustomError(calendar, "YearNotLoaded")
        .withArgs(Number(iso.slice(0, 4)), day(iso));
      await expect(calendar.businessDayAtOrBefore(day(iso))).to.be.revertedWithCustomError(calendar, "YearNotLoaded");
      await expect(calendar.leadDay(day(iso), 2)).to.be.revertedWithCustomError(calendar, "YearNotLoaded");
    }
  });

  it("is an error when counting back runs into it [T-1, P-4]", async () => {
    const { calendar } = await fixture(with2024);
    // Thu 4 January 2024 is the first business day of the year; Fri 5 has one before it, Tue 9 (Mon 8 is a holiday) has two
    expect(Number(await calendar.businessDayAtOrBefore(day("2024-01-04")))).to.equal(day("2024-01-04"));
    await expect(calendar.businessDayAtOrBefore(day("2024-01-03"))).to.be.revertedWithCustomError(
      calendar,
      "YearNotLoaded",
    );
    await expect(calendar.leadDay(day("2024-01-05"), 2)).to.be.revertedWithCustomError(calendar, "YearNotLoaded");
    expect(Number(await calendar.leadDay(day("2024-01-09"), 2))).to.equal(day("2024-01-04"));
    await expect(calendar.leadDay(day("2024-01-09"), 3)).to.be.revertedWithCustomError(calendar, "YearNotLoaded");
  });

  it("is refused inside a span, at either end and in the middle", async () => {
    const { calendar } = await fixture(with2024);
    await calendar.loadYear(2026, []);
    await calendar.requireLoaded(day("2024-01-01"), day("2024-12-31"));
    for (const [from, to, missing] of [
      ["2023-12-31", "2024-12-31", 2023],
      ["2024-01-01", "2025-01-01", 2025],
      ["2024-06-01", "2026-06-01", 2025],
    ] as const) {
      await expect(calendar.requireLoaded(day(from), day(to)))
        .to.be.revertedWithCustomError(calendar, "YearNotLoaded")
        .withArgs(missing, day(`${missing}-01-01`));
    }
  });
});

describe("BusinessCalendar.businessDayAfter", () => {
  // 2024: Friday 3 to Monday 6 May rest, and 31 December to 3 January. 2025 is not loaded here.
  for (const [from, count, to] of [
    ["2024-05-01", 1, "2024-05-02"],
    ["2024-05-01", 2, "2024-05-07"],
    ["2024-05-03", 1, "2024-05-07"],
    ["2024-05-06", 2, "2024-05-08"],
    ["2024-01-01", 1, "2024-01-04"],
    ["2024-12-27", 1, "2024-12-30"],
    ["2024-06-07", 2, "2024-06-11"],
    ["2024-06-10", 2, "2024-06-12"],
  ] as const)
    it(`counts ${count} from ${from} to ${to} [T-5]`, async () => {
      const { calendar } = await fixture(with2024);
      expect(await calendar.businessDayAfter(day(from), count)).to.equal(day(to));
    });

  it("counts none: the day itself", async () => {
    const { calendar } = await fixture(with2024);
    expect(await calendar.businessDayAfter(day("2024-05-03"), 0)).to.equal(day("2024-05-03"));
  });

  it("is an error when counting forward runs into a year that is not loaded [T-5]", async () => {
    const { calendar } = await fixture(with2024);
    for (const from of ["2024-12-27", "2024-12-30", "2024-12-31"])
      await expect(calendar.businessDayAfter(day(from), 2))
        .to.be.revertedWithCustomError(calendar, "YearNotLoaded")
        .withArgs(2025, day("2025-01-01"));
  });
});

describe("BusinessCalendar.publishYear", () => {
  it("confirms a provisional year once, by the hash of its source", async () => {
    const { calendar } = await fixture(with2024);
    await expect(calendar.publishYear(2024, ref("gazette")))
      .to.emit(calendar, "YearPublished")
      .withArgs(2024, ref("gazette"));
    expect(await calendar.yearStatus(2024)).to.equal(2);
    await expect(calendar.publishYear(2024, ref("gazette")))
      .to.be.revertedWithCustomError(calendar, "YearNotProvisional")
      .withArgs(2024, 2);
  });

  it("refuses a year that is not loaded", async () => {
    const { calendar } = await fixture(with2024);
    await expect(calendar.publishYear(2025, ref("gazette")))
      .to.be.revertedWithCustomError(calendar, "YearNotProvisional")
      .withArgs(2025, 0);
  });

  it("refuses an empty source", async () => {
    const { calendar } = await fixture(with2024);
    await expect(calendar.publishYear(2024, ethers.ZeroHash)).to.be.revertedWithCustomError(
      calendar,
      "DocumentHashMissing",
    );
    expect(await calendar.yearStatus(2024)).to.equal(1);
  });
});

describe("BusinessCalendar, by whom", () => {
  it("is changed by the register administrator alone", async () => {
    const suite = await fixture(deploySuite);
    const { calendar, token, issuer, dealer, fiscalAgent, deployer, platformOperator, investors } = suite;
    for (const stranger of [issuer, dealer, fiscalAgent, deployer, platformOperator, investors[0]!]) {
      const their = calendar.connect(stranger);
      const attempts = [
        () => their.loadYear(2030, []),
        () => their.publishYear(2024, ref("gazette")),
        () => their.amend(day("2024-07-02"), true, ref("law")),
        () => their.register(token),
      ];
      for (const attempt of attempts) {
        const refused = expect(attempt()).to.be.revertedWithCustomError(calendar, "AccessManagedUnauthorized");
        await refused.withArgs(stranger.address);
      }
    }
    const own = calendar.connect(suite.registerAdministrator);
    await own.loadYear(2030, []);
    await own.publishYear(2030, ref("gazette"));
    expect(await calendar.yearStatus(2030)).to.equal(2);
  });
});
