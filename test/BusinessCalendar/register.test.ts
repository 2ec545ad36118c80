import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import { bareCalendar, bondOn, hitachiOn, windowOf } from "../support/network";
import { at, day, deploySuite, hitachi, holidaysFor, ref, type Suite } from "../support/suite";

/** A token by hand, on the calendar of `suite` but unknown to it. */
const strayToken = ({ authority, calendar, issuer, dealer }: Suite, terms = hitachi) =>
  ethers.deployContract("BondToken", [authority, calendar, terms, issuer.address, dealer.address]);

describe("BusinessCalendar.register", () => {
  it("lists every bond once, oldest first, and says so", async () => {
    const suite = await fixture(deploySuite);
    const { calendar, token, registerAdministrator } = suite;
    const stray = await strayToken(suite);
    expect(await calendar.isRegistered(stray)).to.equal(false);
    await expect(calendar.connect(registerAdministrator).register(stray))
      .to.emit(calendar, "BondRegistered")
      .withArgs(await stray.getAddress());
    expect(await calendar.isRegistered(stray)).to.equal(true);
    expect(await calendar.registeredBonds()).to.deep.equal([await token.getAddress(), await stray.getAddress()]);
  });

  it("refuses a bond that is registered", async () => {
    const { calendar, token, registerAdministrator } = await fixture(deploySuite);
    await expect(calendar.connect(registerAdministrator).register(token))
      .to.be.revertedWithCustomError(calendar, "BondAlreadyRegistered")
      .withArgs(await token.getAddress());
  });

  it("refuses a bond that computes with another calendar, since no amendment could reach it", async () => {
    const first = await fixture(deploySuite);
    const [deployer] = await ethers.getSigners();
    const authority = await ethers.deployContract("BondAuthority", [deployer!.address]);
    const other = await ethers.deployContract("BusinessCalendar", [authority, []]);
    for (const [year, days] of holidaysFor(2023, 2028)) await other.loadYear(year, days);
    await expect(other.register(first.token)).to.be.revertedWithCustomError(first.token, "OnlyContract");
    expect(await other.isRegistered(first.token)).to.equal(false);
  });

  it("refuses a bond of which a year is missing", async () => {
    const first = await fixture(deploySuite); // holds 2023 to 2028
    const { calendar: bare } = await bareCalendar();
    await expect(bare.register(first.token))
      .to.be.revertedWithCustomError(bare, "YearNotLoaded")
      .withArgs(2023, day("2023-01-01"));
  });

  it("refuses to issue a bond that is not registered", async () => {
    const suite = await fixture(deploySuite);
    const [deployer] = await ethers.getSigners();
    const authority = await ethers.deployContract("BondAuthority", [deployer!.address]);
    const stray = await ethers.deployContract("BondToken", [
      authority,
      suite.calendar,
      hitachi,
      suite.issuer.address,
      suite.dealer.address,
    ]);
    await at("2023-12-14T09:00:00");
    await expect(stray.issue()).to.be.revertedWithCustomError(stray, "NotRegisteredWithCalendar");
  });

  it("hands the bond what was amended since it was deployed", async () => {
    const suite = await fixture(deploySuite);
    const { calendar, registerAdministrator } = suite;
    const stray = await strayToken(suite);
    // 14 June 2024 with Thursday 13 a holiday: 2 business days before are Wed 12 and Tue 11
    await calendar.connect(registerAdministrator).amend(day("2024-06-13"), true, ref("law"));
    await calendar.connect(registerAdministrator).register(stray);
    expect(await windowOf({ ...suite, token: stray }, 1)).to.deep.equal(["2024-06-11", "2024-06-14"]);
    await at("2024-06-11T00:00:00");
    await calendar.connect(registerAdministrator).publishYear(2024, ref("gazette")); // any block
    expect(await stray.recordDaysPassed()).to.equal(1);
  });
});

describe("Deploying a bond on a calendar", () => {
  const deploy = async (suite: Suite, first: string, maturity: string, closing?: string) =>
    strayToken(suite, hitachiOn(first, maturity, closing));

  it("needs every year through maturity [P-6]", async () => {
    const suite = await fixture(deploySuite); // holds 2023 to 2028
    await deploy(suite, "2024-06-14", "2028-12-14");
    await expect(deploy(suite, "2024-06-14", "2029-06-14"))
      .to.be.revertedWithCustomError(suite.calendar, "YearNotLoaded")
      .withArgs(2029, day("2029-01-01"));
  });

  it("needs every year from closing", async () => {
    const suite = await fixture(deploySuite);
    await expect(deploy(suite, "2023-06-14", "2023-12-14", "2022-12-31"))
      .to.be.revertedWithCustomError(suite.calendar, "YearNotLoaded")
      .withArgs(2022, day("2022-01-01"));
  });

  it("needs the days of the first closed window and of P-6 [T-1, P-6]", async () => {
    const suite = await fixture(deploySuite);
    // Friday 6 January 2023: business days before are Thu 5, Wed 4, and then 2022
    await deploy(suite, "2023-01-06", "2023-07-06", "2023-01-03");
    await expect(deploy(suite, "2023-01-05", "2023-07-05", "2023-01-03")).to.be.revertedWithCustomError(
      suite.calendar,
      "YearNotLoaded",
    );
    await expect(deploy(suite, "2023-01-06", "2023-01-06", "2023-01-03")).to.be.revertedWithCustomError(
      suite.calendar,
      "YearNotLoaded",
    );
  });

  it("needs a closing before the first record day [T-1, P-3]", async () => {
    const suite = await fixture(deploySuite);
    await deploy(suite, "2024-06-14", "2028-12-14", "2024-06-11");
    await expect(deploy(suite, "2024-06-14", "2028-12-14", "2024-06-12"))
      .to.be.revertedWithCustomError(suite.token, "ClosingTooLate")
      .withArgs(day("2024-06-12"), day("2024-06-12"));
  });

  it("refuses a window that would begin more than 255 days before its date [T-1]", async () => {
    const suite = await fixture(deploySuite); // holds 2023 to 2028
    // In 2029 banks open on three days only: Thu 4, Fri 5 and Tue 9 January. A later date is a bank holiday, so its window begins on the 4th.
    const open = ["2029-01-04", "2029-01-05", "2029-01-09"].map(day);
    const closed = Array.from({ length: 365 }, (_, i) => day("2029-01-01") + i).filter((each) => !open.includes(each));
    await suite.calendar.connect(suite.registerAdministrator).loadYear(2029, closed);
    const leadOf = (date: string): number => day(date) - day("2029-01-04"); // a bank holiday: 3 business days before
    expect(leadOf("2029-09-16")).to.equal(255);
    await deploy(suite, "2029-03-16", "2029-09-16", "2028-12-14");
    await expect(deploy(suite, "2029-03-17", "2029-09-17", "2028-12-14"))
      .to.be.revertedWithCustomError(suite.token, "LeadTooLong")
      .withArgs(2, 256);
  });

  it("may close on a bank holiday [I-5]", async () => {
    const suite = await fixture(deploySuite);
    const second = await bondOn(suite, hitachiOn("2024-06-14", "2028-12-14", "2023-12-31"));
    await at("2023-12-31T00:00:00");
    await second.token.connect(second.issuer).issue();
    expect(await second.token.totalSupply()).to.equal(100);
  });
});
