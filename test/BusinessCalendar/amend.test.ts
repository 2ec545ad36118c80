import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import {
  amend,
  CLOSED,
  gateAround,
  gateOf,
  LAW,
  OPEN,
  payDaysOf,
  threeBonds,
  windowOf,
  windowsOf,
  type Network,
} from "../support/network";
import { at, day, deploySuite, goTo } from "../support/suite";

describe("BusinessCalendar.amend", () => {
  context("which day", () => {
    it("refuses today and yesterday, and takes tomorrow when no window is touched", async () => {
      const suite = await fixture(deploySuite);
      const { calendar } = suite;
      // Monday 1 July 2024
      await at("2024-07-01T00:00:00");
      await expect(amend(suite, "2024-07-01", true))
        .to.be.revertedWithCustomError(calendar, "DayNotComing")
        .withArgs(day("2024-07-01"), day("2024-07-01"));
      await expect(amend(suite, "2024-06-28", true)).to.be.revertedWithCustomError(calendar, "DayNotComing");
      await at("2024-07-01T23:59:59");
      await expect(amend(suite, "2024-07-02", true))
        .to.emit(calendar, "HolidayAmended")
        .withArgs(day("2024-07-02"), false, true, LAW);
      expect(await calendar.isBankHoliday(day("2024-07-02"))).to.equal(true);
    });

    it("refuses the day that came one second ago", async () => {
      const suite = await fixture(deploySuite);
      await at("2024-07-02T00:00:00");
      await expect(amend(suite, "2024-07-02", true)).to.be.revertedWithCustomError(suite.calendar, "DayNotComing");
    });

    it("refuses a day of a year that is not loaded", async () => {
      const suite = await fixture(deploySuite); // 2023 to 2028
      await expect(amend(suite, "2029-07-03", true)).to.be.revertedWithCustomError(suite.calendar, "YearNotLoaded");
    });

    it("refuses an empty cause", async () => {
      const { calendar, registerAdministrator } = await fixture(deploySuite);
      await expect(
        calendar.connect(registerAdministrator).amend(day("2024-07-02"), true, ethers.ZeroHash),
      ).to.be.revertedWithCustomError(calendar, "DocumentHashMissing");
    });
  });

  context("when it would change nothing", () => {
    const cases: readonly [string, string, boolean][] = [
      ["a Saturday made a holiday", "2024-07-06", true],
      ["a Sunday made an ordinary day", "2024-07-07", false],
      ["2 January made an ordinary day", "2025-01-02", false],
      ["3 January made a holiday", "2025-01-03", true],
      ["31 December made an ordinary day", "2024-12-31", false],
      ["a holiday made a holiday", "2024-07-15", true], // Marine Day
      ["an ordinary day made an ordinary day", "2024-07-16", false],
    ];
    for (const [what, iso, holiday] of cases) {
      it(`refuses ${what}`, async () => {
        const suite = await fixture(deploySuite);
        await expect(amend(suite, iso, holiday))
          .to.be.revertedWithCustomError(suite.calendar, "AmendmentWithoutEffect")
          .withArgs(day(iso), holiday);
      });
    }

    it("takes 30 December and 4 January, which the law does not fix", async () => {
      const suite = await fixture(deploySuite);
      await amend(suite, "2024-12-30", true); // a Monday
      await amend(suite, "2027-01-04", true); // a Monday
      expect(await suite.calendar.isBankHoliday(day("2024-12-30"))).to.equal(true);
    });
  });

  it("can be taken back, and keeps a published year published", async () => {
    const suite = await fixture(deploySuite);
    const { calendar, registerAdministrator } = suite;
    await calendar.connect(registerAdministrator).publishYear(2024, LAW);
    await amend(suite, "2024-07-15", false);
    expect(await calendar.isBankHoliday(day("2024-07-15"))).to.equal(false);
    await expect(amend(suite, "2024-07-15", true))
      .to.emit(calendar, "HolidayAmended")
      .withArgs(day("2024-07-15"), false, true, LAW);
    expect(await calendar.isBankHoliday(day("2024-07-15"))).to.equal(true);
    expect(await calendar.yearStatus(2024)).to.equal(2);
  });
});

describe("BusinessCalendar.amend reaches every bond in the same transaction", () => {
  const before = async ({ june14, june12, may6 }: Network) => {
    expect(await windowOf(june14, 1)).to.deep.equal(["2024-06-12", "2024-06-14"]);
    expect(await windowOf(june12, 1)).to.deep.equal(["2024-06-10", "2024-06-12"]);
    expect(await windowOf(may6, 1)).to.deep.equal(["2024-04-30", "2024-05-06"]);
  };

  context("when Wednesday 12 June 2024 becomes a holiday", () => {
    // 14 June: 2 business days before are now Thu 13 and Tue 11. 12 June is now itself a holiday: 3 before, Tue 11, Mon 10, Fri 7; paid Tue 11.
    it("moves windows, record days and pay days of both bonds, and of no other [T-1, P-3, P-4]", async () => {
      const network = await fixture(threeBonds);
      await before(network);
      const others = (await windowsOf(network.june14)).slice(1);
      const may6 = await windowsOf(network.may6);
      await amend(network.june14, "2024-06-12", true);
      expect(await windowOf(network.june14, 1)).to.deep.equal(["2024-06-11", "2024-06-14"]);
      expect(await windowOf(network.june12, 1)).to.deep.equal(["2024-06-07", "2024-06-12"]);
      expect(await payDaysOf(network.june14, 1)).to.deep.equal(["2024-06-11", "2024-06-14"]);
      expect(await payDaysOf(network.june12, 1)).to.deep.equal(["2024-06-07", "2024-06-11"]);
      expect((await windowsOf(network.june14)).slice(1)).to.deep.equal(others);
      expect(await windowsOf(network.may6)).to.deep.equal(may6);
    });

    it("closes both to the second on the new first day [T-1]", async () => {
      const { june14, june12 } = await fixture(threeBonds);
      await amend(june14, "2024-06-12", true);
      expect(await gateAround(june12, "2024-06-07")).to.deep.equal([OPEN, CLOSED]);
      expect(await gateAround(june14, "2024-06-11")).to.deep.equal([OPEN, CLOSED]);
      expect(await gateAround(june12, "2024-06-13")).to.deep.equal([CLOSED, OPEN]);
      expect(await gateAround(june14, "2024-06-15")).to.deep.equal([CLOSED, OPEN]);
    });

    it("is refused for both bonds if it is too late for one of them [T-1]", async () => {
      const { june14, june12 } = await fixture(threeBonds);
      // On 7 June only the window of 12 June would begin today; that of 14 June (11 for 12) is still to come.
      await at("2024-06-07T00:00:00");
      await expect(amend(june14, "2024-06-12", true))
        .to.be.revertedWithCustomError(june14.calendar, "WindowAlreadyBegun")
        .withArgs(
          await june12.token.getAddress(),
          day("2024-06-12"),
          day("2024-06-10"),
          day("2024-06-07"),
          day("2024-06-07"),
        );
      expect(await windowOf(june14, 1)).to.deep.equal(["2024-06-12", "2024-06-14"]);
      expect(await june14.calendar.isBankHoliday(day("2024-06-12"))).to.equal(false);
    });

    it("is allowed one second before that day [T-1]", async () => {
      const { june14, june12 } = await fixture(threeBonds);
      await at("2024-06-06T23:59:59");
      await amend(june14, "2024-06-12", true);
      await goTo("2024-06-07T00:00:00");
      expect(await gateOf(june12)).to.equal(CLOSED);
      expect(await june12.token.recordDaysPassed()).to.equal(1);
      expect(await june14.token.recordDaysPassed()).to.equal(0);
    });
  });

  context("when Thursday 13 June 2024 becomes a holiday: 14 June closes from Tuesday 11", () => {
    it("is refused on 11 June, since the new first day is today [T-1]", async () => {
      const { june14 } = await fixture(threeBonds);
      await at("2024-06-11T00:00:00");
      await expect(amend(june14, "2024-06-13", true))
        .to.be.revertedWithCustomError(june14.calendar, "WindowAlreadyBegun")
        .withArgs(
          await june14.token.getAddress(),
          day("2024-06-14"),
          day("2024-06-12"),
          day("2024-06-11"),
          day("2024-06-11"),
        );
    });

    it("is refused on 12 June, since the old first day is today and the new one past [T-1]", async () => {
      const { june14 } = await fixture(threeBonds);
      await at("2024-06-12T00:00:00");
      await expect(amend(june14, "2024-06-13", true)).to.be.revertedWithCustomError(
        june14.calendar,
        "WindowAlreadyBegun",
      );
    });

    it("is allowed on 10 June at 23:59:59, inside the window of a bond that it does not touch [T-1]", async () => {
      const { june14, june12 } = await fixture(threeBonds);
      await at("2024-06-10T23:59:59");
      await amend(june14, "2024-06-13", true);
      expect(await windowOf(june12, 1)).to.deep.equal(["2024-06-10", "2024-06-12"]);
      expect(await gateOf(june12)).to.equal(CLOSED);
      expect(await gateOf(june14)).to.equal(OPEN);
      await goTo("2024-06-11T00:00:00");
      expect(await gateOf(june14)).to.equal(CLOSED);
    });
  });

  context("when Friday 14 June 2024 itself becomes a holiday", () => {
    // 3 business days before: Thu 13, Wed 12, Tue 11; paid on Thu 13
    it("closes from Tuesday 11 and pays on Thursday 13 [T-1, P-4]", async () => {
      const { june14 } = await fixture(threeBonds);
      await amend(june14, "2024-06-14", true);
      expect(await windowOf(june14, 1)).to.deep.equal(["2024-06-11", "2024-06-14"]);
      expect(await payDaysOf(june14, 1)).to.deep.equal(["2024-06-11", "2024-06-13"]);
    });

    it("is refused from 11 June on [T-1, P-4]", async () => {
      const { june14 } = await fixture(threeBonds);
      await at("2024-06-11T00:00:00");
      await expect(amend(june14, "2024-06-14", true)).to.be.revertedWithCustomError(
        june14.calendar,
        "WindowAlreadyBegun",
      );
      await at("2024-06-13T12:00:00");
      await expect(amend(june14, "2024-06-14", true)).to.be.revertedWithCustomError(
        june14.calendar,
        "WindowAlreadyBegun",
      );
    });
  });

  context("when Friday 3 May 2024 ceases to be a holiday", () => {
    // 6 May stays a holiday: 3 business days before were Thu 2 May, Wed 1, Tue 30 April; now Fri 3, Thu 2, Wed 1; paid Fri 3 instead of Thu 2
    it("opens Tuesday 30 April and moves the pay day to Friday 3 [T-1, P-4]", async () => {
      const { may6 } = await fixture(threeBonds);
      expect(await payDaysOf(may6, 1)).to.deep.equal(["2024-04-30", "2024-05-02"]);
      await at("2024-04-29T23:59:59");
      await amend(may6, "2024-05-03", false);
      expect(await windowOf(may6, 1)).to.deep.equal(["2024-05-01", "2024-05-06"]);
      expect(await payDaysOf(may6, 1)).to.deep.equal(["2024-05-01", "2024-05-03"]);
      await goTo("2024-04-30T00:00:00");
      expect(await gateOf(may6)).to.equal(OPEN);
      expect(await gateAround(may6, "2024-05-01")).to.deep.equal([OPEN, CLOSED]);
    });

    it("is refused on 30 April, since the old first day is today [T-1]", async () => {
      const { may6 } = await fixture(threeBonds);
      await at("2024-04-30T00:00:00");
      await expect(amend(may6, "2024-05-03", false))
        .to.be.revertedWithCustomError(may6.calendar, "WindowAlreadyBegun")
        .withArgs(
          await may6.token.getAddress(),
          day("2024-05-06"),
          day("2024-04-30"),
          day("2024-05-01"),
          day("2024-04-30"),
        );
    });

    it("is refused on 1 May, since the old first day is past [T-1]", async () => {
      const { may6 } = await fixture(threeBonds);
      await at("2024-05-01T00:00:00");
      await expect(amend(may6, "2024-05-03", false)).to.be.revertedWithCustomError(may6.calendar, "WindowAlreadyBegun");
    });
  });

  context("when the date's own holiday, Monday 6 May 2024, is dropped", () => {
    // now a business day: 2 before, Thu 2 and Wed 1 May; paid on the date
    it("closes from Wednesday 1 May and pays on the date [T-1, P-4]", async () => {
      const { may6 } = await fixture(threeBonds);
      await amend(may6, "2024-05-06", false);
      expect(await windowOf(may6, 1)).to.deep.equal(["2024-05-01", "2024-05-06"]);
      expect(await payDaysOf(may6, 1)).to.deep.equal(["2024-05-01", "2024-05-06"]);
    });
  });

  it("does not mind the windows that have ended [T-1]", async () => {
    const network = await fixture(threeBonds);
    await at("2024-06-15T00:00:00");
    await amend(network.june14, "2024-06-17", true); // a Monday
    expect(await windowOf(network.june14, 1)).to.deep.equal(["2024-06-12", "2024-06-14"]);
    expect(await windowOf(network.may6, 1)).to.deep.equal(["2024-04-30", "2024-05-06"]);
  });
});
