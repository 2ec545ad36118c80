import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { AbiCoder, keccak256, toBeHex, type BaseContract } from "ethers";
import { ethers, network } from "hardhat";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import type { BondAuthority, BondToken, BusinessCalendar, RegisterOrders } from "../../typechain-types";
import { fixture } from "../support/chain";
import { administer, FIVE_DAYS, HASH, KIND, ONE_DAY, schedule } from "../support/market";
import { accountsByPart } from "../support/operator";
import { LAW } from "../support/network";
import { day } from "../support/suite";
import { documentOf, refusalOf, runCli, runTask, type Ran, type TaskArgs } from "../support/task";

const HITACHI = "deploy/parameters/hitachi-21.json";

// Two dates: Friday 14 June 2024, and Saturday 14 December 2024.
const SHEET = {
  id: "short",
  name: "Short",
  symbol: "SHORT",
  denominationYen: "100000000",
  bonds: 10,
  ratePpm: 5980,
  closing: "2023-12-14",
  firstPayment: "2024-06-14",
  maturity: "2024-12-14",
  allotments: [{ holder: "a", bonds: 10, taxClass: "exempt" }],
  taxClasses: { "domestic-corporation": 15315, exempt: 0 },
  offering: {
    applicationDay: "2023-12-07",
    issuePriceYenPerBond: "100000000",
    underwritingFeeYen: "2750000",
    issueCostsYen: "2800000",
    ratings: [{ agency: "R&I", rating: "AA-" }],
  },
};
/** Three dates, the last one Saturday 14 June 2025. */
const LATER = { ...SHEET, id: "later", maturity: "2025-06-14" };

type SheetJson = typeof SHEET;

interface Difference {
  readonly area: string;
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  readonly clause: string;
}

interface Verified {
  readonly bond: string;
  readonly network: string;
  readonly block: number;
  readonly ok: boolean;
  readonly checked: Readonly<Record<string, number>>;
  readonly differences: readonly Difference[];
  readonly notes: readonly string[];
}

const WHO = "Who is who";

let folder = "";
const write = (name: string, content: unknown): string => {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
};

const verify = (args: TaskArgs = {}): Promise<Ran> =>
  runTask("deploy verify", { terms: join(folder, "short.json"), json: true, ...args });

/** What a verification finds: exit code 1 if and only if something differs, and the document agrees. */
const found = async (args: TaskArgs = {}): Promise<Verified> => {
  const { stdout, code } = await verify(args);
  const verified = JSON.parse(stdout) as Verified;
  expect(verified.ok).to.equal(verified.differences.length === 0);
  expect(code).to.equal(verified.ok ? 0 : 1);
  return verified;
};

const differences = async (args: TaskArgs = {}): Promise<readonly Difference[]> => (await found(args)).differences;

const member = (what: string, expected: string, foundText: string): Difference => ({
  area: "members",
  what,
  expected,
  found: foundText,
  clause: WHO,
});
const HELD = "held, acts wait 0 s";

const deployed = async (terms: string): Promise<void> => {
  documentOf(await runTask("bond deploy", { terms, execute: true, json: true }));
};

const deployShort = (): Promise<void> => deployed(write("short", SHEET));

interface Bond {
  readonly contracts: Readonly<Record<string, string>>;
  readonly accounts: Readonly<Record<string, string>>;
  readonly authority: BondAuthority;
  readonly token: BondToken;
  readonly calendar: BusinessCalendar;
  readonly orders: RegisterOrders;
  /** Schedules a call of the administrator, lets its five days pass, and sends it. */
  readonly administer: (target: BaseContract, name: string, args: readonly unknown[]) => Promise<unknown>;
  /** Schedules it, and lets the five days pass. */
  readonly schedule: (target: BaseContract, name: string, args: readonly unknown[]) => Promise<unknown>;
}

const bondOf = async (id = "short"): Promise<Bond> => {
  const { contracts } = documentOf<{ contracts: Record<string, string> }>(
    await runTask("bond status", { bond: id, json: true }),
  );
  const accounts = await accountsByPart();
  const authority = await ethers.getContractAt("BondAuthority", contracts["authority"]!);
  const platformOperator = await ethers.getSigner(accounts["platformOperator"]!);
  return {
    contracts,
    accounts,
    authority,
    token: await ethers.getContractAt("BondToken", contracts["token"]!),
    calendar: await ethers.getContractAt("BusinessCalendar", contracts["calendar"]!),
    orders: await ethers.getContractAt("RegisterOrders", contracts["orders"]!),
    administer: (target, name, args) => administer({ authority, platformOperator }, target, name, args),
    schedule: (target, name, args) => schedule({ authority, platformOperator }, target, name, args),
  };
};

const short = async (): Promise<Bond> => {
  await fixture(deployShort);
  return bondOf();
};

/** The hash of terms, encoded here and not by the library. */
const hashOf = ({ name, symbol, taxClasses, ...sheet }: SheetJson, dealerTaxClass = 0): string =>
  keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ["tuple(string,string,string,uint256,uint32,tuple(uint32,uint32,uint32,uint32),tuple(string,uint24)[],uint8)"],
      [
        [
          sheet.id,
          name,
          symbol,
          sheet.denominationYen,
          sheet.bonds,
          [sheet.ratePpm, day(sheet.closing), day(sheet.firstPayment), day(sheet.maturity)],
          Object.entries(taxClasses),
          dealerTaxClass,
        ],
      ],
    ),
  );

const offeringHashOf = ({ offering }: SheetJson): string =>
  keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ["tuple(uint32,uint256,uint256,uint256,tuple(string,string)[])"],
      [
        [
          day(offering.applicationDay),
          offering.issuePriceYenPerBond,
          offering.underwritingFeeYen,
          offering.issueCostsYen,
          offering.ratings.map(({ agency, rating }) => [agency, rating]),
        ],
      ],
    ),
  );

const jstIso = (seconds: number): string =>
  new Date((seconds + 9 * 3600) * 1000).toISOString().replace(".000Z", "+09:00");

const replaceCode = async (address: string, change: (code: string) => string): Promise<string> => {
  const code = change(await ethers.provider.getCode(address));
  await network.provider.send("hardhat_setCode", [address, code]);
  return code;
};

describe("deploy verify", function () {
  this.timeout(60_000);

  before(() => (folder = mkdtempSync(join(tmpdir(), "deploy-verify-"))));
  after(() => rmSync(folder, { recursive: true }));

  context("when nothing was changed", () => {
    it("finds hitachi-21 as its sheet says, and tells how much it compared", async () => {
      await fixture(() => deployed(HITACHI));
      const verified = await found({ terms: HITACHI });
      expect(verified).to.deep.include({ bond: "hitachi-21", network: "hardhat", ok: true, differences: [] });
      expect(verified.block).to.equal(await ethers.provider.getBlockNumber());
      const { checked } = verified;
      expect(checked["terms"]).to.equal(9 + 2 + 1 + 1); // nine terms, two tax classes, the dealer's, the hash
      expect(checked["dates"]).to.equal(10 * 4 + 1); // ten dates with four facts each, and the days of purchase
      expect(checked["offering"]).to.equal(4 + 2 + 1); // four terms, two ratings, the hash
      // ten contracts name the token, twelve an authority; the authority its parties; three the calendar, two the registry of impact, one each
      // notices, offering, proceeds and figures; the token its eight parts; and the calendar knows the bond
      expect(checked["wiring"]).to.equal(10 + 12 + 1 + 3 + 2 + 4 + 8 + 1);
      // seventeen contracts; what the constructors of token, payments, market, listing, offering, reports, proceeds, meeting and of five more fixed
      expect(checked["code"]).to.equal(17 + 9 + 10 + 7 + 7 + 6 + 5 + 4 + 2 + 5);
      expect(checked["members"]).to.equal(7 * 8 + 2 + 6); // seven roles by eight accounts, the parties, the labels
      expect(checked["delays"]).to.equal(1 + 7 * 3 + 17 * 2); // the constant, seven roles, seventeen contracts
      expect(checked["calendar"]).to.equal(6 + 4 * 365 + 2 * 366); // 2023 to 2028, of which 2024 and 2028 are leap years
      expect(verified.notes).to.deep.equal([
        "years of the calendar: 2023 Provisional, 2024 Provisional, 2025 Provisional, 2026 Provisional, 2027 Provisional, 2028 Provisional",
      ]);
    });

    it("compares every function of every contract", async () => {
      await short();
      const { checked } = await found();
      const names = await suiteNames();
      const artifacts = await Promise.all(names.map((name) => ethers.getContractFactory(name)));
      const functions = artifacts.map(
        ({ interface: abi }) => abi.fragments.filter(({ type }) => type === "function").length,
      );
      expect(names.length).to.equal(17);
      expect(checked["functions"]).to.equal(functions.reduce((sum, count) => sum + count, 0));
    });

    it("tells people area by area, and exits with 0", async () => {
      await short();
      const { stdout, stderr, code } = await runTask("deploy verify", { terms: join(folder, "short.json") });
      expect([stderr, code]).to.deep.equal(["", 0]);
      expect(stdout)
        .to.match(/^terms +13 +ok$/m)
        .and.to.match(/^calendar +733 +ok$/m); // 2 + 365 + 366
      expect(stdout).to.contain("what stands on the chain is what the sheet says\n");
    });

    it("tells what is scheduled as a note, and no more once it is cancelled", async () => {
      const { authority, token, accounts, schedule: plan } = await short();
      await plan(token, "moveParty", [KIND.Issuer, accounts["signer9"], HASH]);
      const { timestamp } = (await ethers.provider.getBlock("latest"))!;
      const verified = await found();
      expect(verified.ok).to.equal(true);
      expect(verified.notes[0]).to.equal(
        `scheduled by ${accounts["platformOperator"]}: BondToken.moveParty, from ${jstIso(timestamp)}; the issuer can cancel it`,
      );
      const issuer = await ethers.getSigner(accounts["issuer"]!);
      const data = token.interface.encodeFunctionData("moveParty", [KIND.Issuer, accounts["signer9"]!, HASH]);
      await authority.connect(issuer).cancel(accounts["platformOperator"]!, token, data);
      expect((await found()).notes).to.have.length(1); // the years of the calendar
    });
  });

  context("when the sheet says otherwise", () => {
    interface Changed {
      readonly what: string;
      readonly change: Partial<SheetJson>;
      readonly dealer?: number;
      readonly differs: Omit<Difference, "area">;
    }
    const CHANGES: readonly Changed[] = [
      { what: "the name", change: { name: "Long" }, differs: { what: "name", expected: "Long", found: "Short", clause: "I-1" } },
      { what: "the symbol", change: { symbol: "LONG" }, differs: { what: "symbol", expected: "LONG", found: "SHORT", clause: "I-1" } },
      { what: "the denomination", change: { denominationYen: "100000001" }, differs: { what: "denomination", expected: "¥100,000,001", found: "¥100,000,000", clause: "I-2" } },
      { what: "the bonds", change: { bonds: 11, allotments: [{ holder: "a", bonds: 11, taxClass: "exempt" }] }, differs: { what: "bonds", expected: "11", found: "10", clause: "I-2" } },
      { what: "the rate", change: { ratePpm: 5981 }, differs: { what: "rate", expected: "5981 ppm a year", found: "5980 ppm a year", clause: "I-4" } },
      { what: "the rate of a tax class", change: { taxClasses: { "domestic-corporation": 15316, exempt: 0 } }, differs: { what: "tax class 0", expected: "domestic-corporation, 15316/100,000", found: "domestic-corporation, 15315/100,000", clause: "P-8" } },
      { what: "one tax class more", change: { taxClasses: { ...SHEET.taxClasses, other: 20420 } as SheetJson["taxClasses"] }, differs: { what: "tax class 2", expected: "other, 20420/100,000", found: "nothing", clause: "P-8" } },
      { what: "the dealer's tax class", change: { dealerTaxClass: "exempt" } as Partial<SheetJson>, dealer: 1, differs: { what: "dealer's tax class", expected: "1", found: "0", clause: "P-8" } },
    ]; // prettier-ignore
    for (const { what, change, dealer, differs } of CHANGES)
      it(`names ${what} and the hash of the terms, and nothing else [${differs.clause}]`, async () => {
        await short();
        const terms = write("changed", { ...SHEET, ...change });
        expect(await differences({ terms })).to.deep.equal([
          { area: "terms", ...differs },
          {
            area: "terms",
            what: "termsHash",
            expected: hashOf({ ...SHEET, ...change }, dealer),
            found: hashOf(SHEET),
            clause: "I-1 to I-6",
          },
        ]);
      });

    it("names the closing, and the days of purchase that follow [I-5, P-6]", async () => {
      await short();
      const changed = { ...SHEET, closing: "2023-12-13" };
      expect(await differences({ terms: write("changed", changed) })).to.deep.equal([
        { area: "terms", what: "closing", expected: "2023-12-13", found: "2023-12-14", clause: "I-5" },
        {
          area: "terms",
          what: "termsHash",
          expected: hashOf(changed),
          found: hashOf(SHEET),
          clause: "I-1 to I-6",
        },
        {
          area: "dates",
          what: "days of purchase and cancellation",
          expected: "2023-12-14 through 2024-12-10",
          found: "2023-12-15 through 2024-12-10", // Saturday 14 December: four bank business days before
          clause: "P-6",
        },
      ]);
    });

    it("names the maturity, the third date and the missing year that follow [I-6, T-1, P-3, P-4, P-6]", async () => {
      await short();
      const changed = { ...SHEET, maturity: "2025-06-14" };
      // Saturday 14 June 2025: paid on Friday 13; three bank business days before are 13, 12, 11, a fourth is Tuesday 10
      const third = (what: string, expected: string, clause: string): Difference => ({
        area: "dates",
        what: `${what} 3`,
        expected,
        found: "nothing",
        clause,
      });
      expect(await differences({ terms: write("changed", changed) })).to.have.deep.members([
        { area: "terms", what: "maturity", expected: "2025-06-14", found: "2024-12-14", clause: "I-6" },
        { area: "terms", what: "termsHash", expected: hashOf(changed), found: hashOf(SHEET), clause: "I-1 to I-6" },
        third("payment date", "2025-06-14", "I-4"),
        third("pay day", "2025-06-13", "P-4"),
        third("record day", "2025-06-11", "P-3"),
        third("closed window", "2025-06-11 through 2025-06-14", "T-1"),
        {
          area: "dates",
          what: "days of purchase and cancellation",
          expected: "2023-12-15 through 2025-06-10",
          found: "2023-12-15 through 2024-12-10",
          clause: "P-6",
        },
        { area: "calendar", what: "2025", expected: "loaded", found: "not loaded", clause: "P-4, T-1" },
      ]);
    });

    const OFFERS: readonly (readonly [string, Partial<SheetJson["offering"]>, Omit<Difference, "area">])[] = [
      ["application day", { applicationDay: "2023-12-08" }, { what: "application day", expected: "2023-12-08", found: "2023-12-07", clause: "I-5" }],
      ["issue price", { issuePriceYenPerBond: "99000000" }, { what: "issue price of a bond", expected: "¥99,000,000", found: "¥100,000,000", clause: "I-3" }],
      ["fee", { underwritingFeeYen: "2750001" }, { what: "underwriting fee", expected: "¥2,750,001", found: "¥2,750,000", clause: "I-7" }],
      ["costs", { issueCostsYen: "2800001" }, { what: "issue costs", expected: "¥2,800,001", found: "¥2,800,000", clause: "I-7" }],
      ["rating", { ratings: [{ agency: "R&I", rating: "A+" }] }, { what: "rating 1", expected: "R&I A+", found: "R&I AA-", clause: "I-8" }],
    ]; // prettier-ignore
    for (const [what, change, differs] of OFFERS)
      it(`names the ${what} of the offering and its hash, and nothing else [${differs.clause}]`, async () => {
        await short();
        const changed = { ...SHEET, offering: { ...SHEET.offering, ...change } };
        expect(await differences({ terms: write("changed", changed) })).to.deep.equal([
          { area: "offering", ...differs },
          {
            area: "offering",
            what: "offeringHash",
            expected: offeringHashOf(changed),
            found: offeringHashOf(SHEET),
            clause: "I-3 to I-8",
          },
        ]);
      });
  });

  context("when a role went elsewhere", () => {
    it("names a stranger who was granted one", async () => {
      const { authority, accounts, administer: act } = await short();
      const stranger = accounts["signer9"]!;
      await act(authority, "grantRole", [6, stranger, 0]);
      expect(await differences()).to.deep.equal([member(`reviewer ${stranger}`, "not held", HELD)]);
    });

    it("names a stranger whose role is to come, and by when", async () => {
      const { authority, accounts, administer: act } = await short();
      const stranger = accounts["signer9"]!;
      await act(authority, "setGrantDelay", [6, 30 * ONE_DAY]);
      await time.increase(FIVE_DAYS); // only then the grant delay holds
      await act(authority, "grantRole", [6, stranger, 0]);
      const { timestamp } = (await ethers.provider.getBlock("latest"))!;
      expect((await authority.hasRole(6, stranger))[0]).to.equal(false);
      const from = jstIso(timestamp + 30 * ONE_DAY);
      expect((await differences()).filter(({ area }) => area === "members")).to.deep.equal([
        member(`reviewer ${stranger}`, "not held", `${HELD}, from ${from}`),
      ]);
    });

    it("names a second administrator, who is none of the accounts", async () => {
      const { authority, accounts, administer: act } = await short();
      await act(authority, "grantRole", [0, accounts["signer9"]!, FIVE_DAYS]);
      expect(await differences()).to.deep.equal([
        member(`admin ${accounts["signer9"]}`, "not held", "held, acts wait 432000 s"),
      ]);
    });

    it("names a role that was revoked", async () => {
      const { authority, accounts, administer: act } = await short();
      await act(authority, "revokeRole", [3, accounts["fiscalAgent"]!]);
      expect(await differences()).to.deep.equal([member(`fiscalAgent ${accounts["fiscalAgent"]}`, HELD, "not held")]);
    });

    it("names issuer and dealer that moved; and nothing against accounts that say so", async () => {
      const { token, accounts, administer: act } = await short();
      const [old, moved] = [accounts["issuer"]!, accounts["signer9"]!];
      await act(token, "moveParty", [KIND.Issuer, moved, HASH]);
      expect(await differences()).to.have.deep.members([
        member(`issuer ${old}`, HELD, "not held"),
        member(`issuer ${moved}`, "not held", HELD),
        member("BondToken.issuer", old, moved),
      ]);
      const { roles } = documentOf<{ roles: Record<string, string> }>(await runTask("bond status", { json: true }));
      expect(await differences({ roles: write("roles", { ...roles, issuer: moved }) })).to.deep.equal([]);
    });

    it("names both accounts where the file of roles has another", async () => {
      const { accounts } = await short();
      const { roles } = documentOf<{ roles: Record<string, string> }>(await runTask("bond status", { json: true }));
      const other = accounts["signer9"]!;
      expect(await differences({ roles: write("roles", { ...roles, fiscalAgent: other }) })).to.have.deep.members([
        member(`fiscalAgent ${other}`, HELD, "not held"),
        member(`fiscalAgent ${accounts["fiscalAgent"]}`, "not held", HELD),
      ]);
    });

    it("names a role that was labelled anew", async () => {
      const { authority, administer: act } = await short();
      await act(authority, "labelRole", [6, "auditor"]);
      expect(await differences()).to.deep.equal([member("label of role 6", "reviewer", "auditor")]);
    });
  });

  context("when a delay changed", () => {
    const delay = (what: string, expected: string, foundText: string): Difference => ({
      area: "delays",
      what,
      expected,
      found: foundText,
      clause: WHO,
    });

    it("names an administrator who waits longer, and one who will wait less", async () => {
      const { authority, accounts, administer: act } = await short();
      const operator = accounts["platformOperator"]!;
      await act(authority, "grantRole", [0, operator, 10 * ONE_DAY]); // longer holds at once
      const found10 = member(`admin ${operator}`, "held, acts wait 432000 s", "held, acts wait 864000 s");
      expect(await differences()).to.deep.equal([found10]);

      const signer = await ethers.getSigner(operator);
      const data = authority.interface.encodeFunctionData("grantRole", [0, operator, FIVE_DAYS]);
      await authority.connect(signer).schedule(authority, data, 0);
      await time.increase(10 * ONE_DAY);
      await authority.connect(signer).grantRole(0, operator, FIVE_DAYS); // shorter holds after the difference, and five days at least
      const { timestamp } = (await ethers.provider.getBlock("latest"))!;
      const from = jstIso(timestamp + FIVE_DAYS);
      expect(await differences()).to.deep.equal([
        { ...found10, found: `held, acts wait 864000 s, 432000 s from ${from}` },
      ]);
      await time.increase(FIVE_DAYS);
      expect(await differences()).to.deep.equal([]);
    });

    it("names the grant delay of a role, before it holds and after", async () => {
      const { authority, administer: act } = await short();
      await act(authority, "setGrantDelay", [6, ONE_DAY]);
      const { timestamp } = (await ethers.provider.getBlock("latest"))!;
      const from = jstIso(timestamp + FIVE_DAYS);
      const what = "grant delay of reviewer";
      expect(await differences()).to.deep.equal([delay(what, "0 s", `0 s, 86400 s from ${from}`)]);
      await time.increase(FIVE_DAYS);
      expect(await differences()).to.deep.equal([delay(what, "0 s", "86400 s")]);
    });

    it("names the administrator's delay for a contract, before it holds and after", async () => {
      const { authority, token, administer: act } = await short();
      await act(authority, "setTargetAdminDelay", [await token.getAddress(), 2 * ONE_DAY]);
      const { timestamp } = (await ethers.provider.getBlock("latest"))!;
      const from = jstIso(timestamp + FIVE_DAYS);
      const what = "administrator's delay for BondToken";
      expect(await differences()).to.deep.equal([delay(what, "0 s", `0 s, 172800 s from ${from}`)]);
      await time.increase(FIVE_DAYS);
      expect(await differences()).to.deep.equal([delay(what, "0 s", "172800 s")]);
    });

    it("names a contract that is closed to every role", async () => {
      const { authority, token, administer: act } = await short();
      await act(authority, "setTargetClosed", [await token.getAddress(), true]);
      expect(await differences()).to.deep.equal([delay("access to BondToken", "open", "closed")]);
    });
  });

  context("when a function went to another role", () => {
    const needs = (what: string, expected: string, foundText: string): Difference => ({
      area: "functions",
      what,
      expected,
      found: foundText,
      clause: WHO,
    });

    it("names the function of a contract [T-3]", async () => {
      const { authority, token, administer: act } = await short();
      const { selector } = token.interface.getFunction("designateWays");
      await act(authority, "setTargetFunctionRole", [await token.getAddress(), [selector], 4]);
      expect(await differences()).to.deep.equal([needs("BondToken.designateWays", "issuer", "dealer")]);
    });

    it("names what was the administrator's, on the authority itself as well", async () => {
      const { authority, token, administer: act } = await short();
      const [bind, move] = [authority.interface.getFunction("bindParties"), token.interface.getFunction("moveParty")];
      await act(authority, "setTargetFunctionRole", [await authority.getAddress(), [bind.selector], 6]);
      await act(authority, "setTargetFunctionRole", [await token.getAddress(), [move.selector], 5]);
      expect(await differences()).to.have.deep.members([
        needs("BondAuthority.bindParties", "admin", "reviewer"),
        needs("BondToken.moveParty", "admin", "recorder"),
      ]);
    });

    it("names a selector that no contract has, and a contract that is no part of the bond", async () => {
      const { authority, token, accounts, administer: act } = await short();
      await act(authority, "setTargetFunctionRole", [await token.getAddress(), ["0x12345678"], 2]);
      await act(authority, "setTargetFunctionRole", [accounts["signer9"]!, ["0x9abcdef0"], 3]);
      expect(await differences()).to.have.deep.members([
        needs("BondToken.0x12345678", "admin", "registerAdministrator"),
        needs(`${accounts["signer9"]}.0x9abcdef0`, "admin", "fiscalAgent"),
      ]);
      await act(authority, "setTargetFunctionRole", [await token.getAddress(), ["0x12345678"], 0]);
      await act(authority, "setTargetFunctionRole", [accounts["signer9"]!, ["0x9abcdef0"], 0]);
      expect(await differences()).to.deep.equal([]);
    });
  });

  context("when the calendar differs from the shipped one [P-4, T-1]", () => {
    const amend = async ({ calendar, accounts }: Bond, iso: string, isHoliday: boolean): Promise<number> => {
      const keeper = await ethers.getSigner(accounts["registerAdministrator"]!);
      await calendar.connect(keeper).amend(day(iso), isHoliday, LAW);
      return ethers.provider.getBlockNumber();
    };

    it("names a day that was amended, both ways, and the block and cause of the amendment", async () => {
      const bond = await short();
      const added = await amend(bond, "2024-02-05", true); // a Monday
      const dropped = await amend(bond, "2024-02-12", false); // the substitute of National Foundation Day, a Sunday
      expect(await differences()).to.deep.equal([
        {
          area: "calendar",
          what: "2024-02-05",
          expected: "bank business day",
          found: `bank holiday, amended in block ${added}, cause ${LAW}`,
          clause: "P-4, T-1",
        },
        {
          area: "calendar",
          what: "2024-02-12",
          expected: "bank holiday",
          found: `bank business day, amended in block ${dropped}, cause ${LAW}`,
          clause: "P-4, T-1",
        },
      ]);
      await amend(bond, "2024-02-05", false);
      await amend(bond, "2024-02-12", true);
      expect(await differences()).to.deep.equal([]);
    });

    it("names the window and the record day that the amendment moved", async () => {
      const bond = await short();
      const block = await amend(bond, "2024-06-13", true);
      // the second bank business day before Friday 14 June is Tuesday 11 instead of Wednesday 12
      expect(await differences()).to.deep.equal([
        { area: "dates", what: "record day 1", expected: "2024-06-12", found: "2024-06-11", clause: "P-3" },
        {
          area: "dates",
          what: "closed window 1",
          expected: "2024-06-12 through 2024-06-14",
          found: "2024-06-11 through 2024-06-14",
          clause: "T-1",
        },
        {
          area: "calendar",
          what: "2024-06-13",
          expected: "bank business day",
          found: `bank holiday, amended in block ${block}, cause ${LAW}`,
          clause: "P-4, T-1",
        },
      ]);
    });

    it("tells which years are published, and which are provisional, as a note", async () => {
      const { calendar, accounts } = await short();
      const keeper = await ethers.getSigner(accounts["registerAdministrator"]!);
      await calendar.connect(keeper).publishYear(2023, LAW);
      const { ok, notes } = await found();
      expect([ok, notes]).to.deep.equal([true, ["years of the calendar: 2023 Published, 2024 Provisional"]]);
    });
  });

  context("when code was replaced", () => {
    it("names the contract with both hashes, metadata included, and still compares the rest", async () => {
      const { contracts } = await short();
      const address = contracts["documents"]!;
      const before = await ethers.provider.getCode(address); // it has no immutables, so nothing is left out of its hash
      const METADATA_HASH_ENDS_AT = -22; // then come 64 73 6f 6c 63, three bytes of the version and two of the length
      const after = await replaceCode(address, (code) => {
        const at = code.length + METADATA_HASH_ENDS_AT - 1;
        return `${code.slice(0, at)}${code[at] === "0" ? "1" : "0"}${code.slice(at + 1)}`;
      });
      expect(await differences()).to.deep.equal([
        {
          area: "code",
          what: `DocumentRegistry at ${address}`,
          expected: `code hash ${keccak256(before)}`,
          found: `code hash ${keccak256(after)}`,
          clause: "N-2",
        },
      ]);
    });

    it("names a contract that is gone, and what it no longer answers", async () => {
      const { contracts, authority } = await short();
      const address = contracts["documents"]!;
      const before = await ethers.provider.getCode(address);
      await replaceCode(address, () => "0x");
      expect(await differences()).to.have.deep.members([
        {
          area: "code",
          what: `DocumentRegistry at ${address}`,
          expected: `code hash ${keccak256(before)}`,
          found: "no code",
          clause: "N-2",
        },
        {
          area: "wiring",
          what: "DocumentRegistry.authority",
          expected: await authority.getAddress(),
          found: "no answer",
          clause: "N-2",
        },
      ]);
    });

    it("goes on to the end even if the token answers nothing, or the authority refuses everything", async () => {
      for (const [part, code] of [
        ["token", "0x"],
        ["authority", "0x60006000fd"],
      ] as const) {
        const { contracts } = await short();
        await replaceCode(contracts[part]!, () => code);
        const { checked, differences: all } = await found();
        expect(Object.keys(checked)).to.have.length(9);
        expect(all.some(({ area, what }) => area === "code" && what.endsWith(contracts[part]!))).to.equal(true);
        expect(all.some((each) => each.found === "no answer")).to.equal(true);
      }
    });

    it("names an immutable that no function shows: the face by which payments multiply [P-3]", async () => {
      const { contracts } = await short();
      const word = (value: bigint): string => toBeHex(value, 32).slice(2);
      await replaceCode(contracts["payments"]!, (code) => {
        const places = code.split(word(100_000_000n)).length - 1;
        expect(places).to.be.greaterThan(0);
        return code.replaceAll(word(100_000_000n), word(1_000_000_000n));
      });
      expect(await differences()).to.deep.equal([
        { area: "code", what: "BondPayments._denomination", expected: "100000000", found: "1000000000", clause: "P-7" },
      ]);
    });
  });

  context("when a contract refers to another", () => {
    const slotHolding = async (contract: string, value: string): Promise<string> => {
      for (let slot = 0; slot < 600; slot += 1) {
        const stored = await ethers.provider.getStorage(contract, slot);
        if (stored.includes(value.slice(2).toLowerCase())) return toBeHex(slot);
      }
      throw new Error(`no slot of ${contract} holds ${value}`);
    };

    const swap = async (contract: string, from: string, to: string): Promise<void> => {
      const slot = await slotHolding(contract, from);
      const stored = await ethers.provider.getStorage(contract, slot);
      const changed = stored.replace(from.slice(2).toLowerCase(), to.slice(2).toLowerCase());
      await network.provider.send("hardhat_setStorageAt", [contract, toBeHex(BigInt(slot)).replace(/^0x0+(?=.)/, "0x"), changed]); // prettier-ignore
    };

    for (const [part, what, clause] of [
      ["market", "BondToken.market", "I-2"],
      ["meeting", "BondToken.parts.meeting", "M-1"],
      ["defaults", "BondToken.parts.defaults", "D-1"],
    ] as const)
      it(`names the token's ${part}, and nothing else`, async () => {
        const { contracts, accounts } = await short();
        await swap(contracts["token"]!, contracts[part]!, accounts["signer9"]!);
        expect(await differences()).to.deep.equal([
          { area: "wiring", what, expected: contracts[part], found: accounts["signer9"], clause },
        ]);
      });

    it("names the authority of the calendar", async () => {
      const { contracts, accounts } = await short();
      await swap(contracts["calendar"]!, contracts["authority"]!, accounts["signer9"]!);
      expect(await differences()).to.deep.equal([
        {
          area: "wiring",
          what: "BusinessCalendar.authority",
          expected: contracts["authority"],
          found: accounts["signer9"],
          clause: "P-4",
        },
      ]);
    });

    it("names a bond that the calendar does not know", async () => {
      const { contracts, calendar, token } = await short();
      const YES = toBeHex(1, 32);
      for (let slot = 0; slot < 20; slot += 1) {
        const key = keccak256(AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [contracts["token"], slot]));
        if ((await ethers.provider.getStorage(contracts["calendar"]!, key)) !== YES) continue;
        await network.provider.send("hardhat_setStorageAt", [contracts["calendar"], key, toBeHex(0, 32)]);
      }
      expect(await calendar.isRegistered(token)).to.equal(false);
      expect(await differences()).to.deep.equal([
        { area: "wiring", what: "BusinessCalendar knows the bond", expected: "yes", found: "no", clause: "P-4" },
      ]);
    });
  });

  context("when the command is not right", () => {
    it("refuses a sheet of another bond, a bad file of roles and a file that is not there, each in one line", async () => {
      await short();
      expect(refusalOf(await verify({ terms: HITACHI }))).to.match(
        /^--terms: the sheet is of "hitachi-21", expected one of the bonds on hardhat: short; name its sheet, or correct --network$/,
      );
      expect(refusalOf(await verify({ roles: write("bad", { issuer: "0x12" }) }))).to.match(
        /bad\.json: issuer: .*address/,
      );
      expect(refusalOf(await verify({ terms: join(folder, "none.json") }))).to.match(/none\.json: cannot be read/);
    });

    it("refuses a network on which nothing stands, and explains itself with --help", async () => {
      const [nothing, help] = await Promise.all([
        runCli(["deploy", "verify", "--terms", HITACHI, "--json"]),
        runCli(["deploy", "verify", "--help"]),
      ]);
      expect(refusalOf(nothing)).to.match(/^hardhat: nothing is deployed on this network; start with/);
      expect(help.code).to.equal(0);
      for (const text of [
        "--terms",
        "--roles",
        "--json",
        "sends nothing, exit code 1 on any difference",
        "hitachi-21.json",
      ])
        expect(help.stdout).to.contain(text);
    });

    it("with --json prints the document alone on stdout, and for people every difference with its clause", async () => {
      await short();
      const terms = write("changed", { ...SHEET, ratePpm: 5981 });
      const json = await verify({ terms });
      expect(json.stderr).to.contain("terms: rate: expected 5981 ppm a year, found 5980 ppm a year [I-4]\n");
      expect(JSON.parse(json.stdout)).to.include({ ok: false, bond: "short" });
      const people = await runTask("deploy verify", { terms });
      expect([people.stderr, people.code]).to.deep.equal(["", 1]);
      expect(people.stdout).to.match(/^terms +13 +2 differ$/m);
      expect(people.stdout).to.contain("terms: rate: expected 5981 ppm a year, found 5980 ppm a year [I-4]\n");
      expect(people.stdout).to.contain("what stands on the chain is not what the sheet says: 2 in all\n");
    });
  });

  // last: each bond more stays in the book of the embedded network
  context("when the network has several bonds", () => {
    const holidays2025 = Object.keys(
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      (require("../../lib/holidays.json") as Record<string, Record<string, string>>)["2025"] ?? {},
    );
    const deployBoth = async (days: readonly string[]): Promise<void> => {
      await deployShort();
      const { calendar, accounts } = await bondOf();
      const keeper = await ethers.getSigner(accounts["registerAdministrator"]!);
      await calendar.connect(keeper).loadYear(2025, days.map(day));
      await deployed(write("later", LATER));
    };
    const both = () => deployBoth(holidays2025);
    const bothFaulty = () => deployBoth(holidays2025.filter((each) => each !== "2025-07-21"));

    it("finds both as their sheets say, and points to the first, whose authority the calendar obeys", async () => {
      await fixture(both);
      expect(await differences()).to.deep.equal([]);
      const { ok, notes, checked } = await found({ terms: join(folder, "later.json") });
      expect(ok).to.equal(true);
      expect(notes[0]).to.equal("the calendar obeys the authority of the network's first bond: verify that one too");
      expect(checked["calendar"]).to.equal(3 + 365 + 366 + 365);
    });

    it("names what changed for one in that one alone", async () => {
      await fixture(both);
      const { authority, token, accounts, administer: act } = await bondOf("later");
      const { selector } = token.interface.getFunction("cancel");
      await act(authority, "setTargetFunctionRole", [await token.getAddress(), [selector], 4]);
      await act(authority, "grantRole", [5, accounts["signer9"]!, 0]);
      expect(await differences()).to.deep.equal([]);
      expect(await differences({ terms: join(folder, "later.json") })).to.have.deep.members([
        { area: "functions", what: "BondToken.cancel", expected: "issuer", found: "dealer", clause: WHO },
        member(`recorder ${accounts["signer9"]}`, "not held", HELD),
      ]);
    });

    it("names in both what changed for the calendar: who keeps it, what they may do, that it is closed", async () => {
      await fixture(both);
      const { authority, calendar, accounts, administer: act } = await bondOf();
      const { selector } = calendar.interface.getFunction("amend");
      const keeper = accounts["signer9"]!;
      await act(authority, "setTargetFunctionRole", [await calendar.getAddress(), [selector], 6]);
      await act(authority, "grantRole", [2, keeper, 0]);
      await act(authority, "setTargetClosed", [await calendar.getAddress(), true]);
      const inBoth = [
        {
          area: "functions",
          what: "BusinessCalendar.amend",
          expected: "registerAdministrator",
          found: "reviewer",
          clause: WHO,
        },
        { area: "delays", what: "access to BusinessCalendar", expected: "open", found: "closed", clause: WHO },
      ];
      expect(await differences()).to.have.deep.members([
        ...inBoth,
        member(`registerAdministrator ${keeper}`, "not held", HELD),
      ]);
      expect(await differences({ terms: join(folder, "later.json") })).to.have.deep.members([
        ...inBoth,
        member(`of the calendar, registerAdministrator ${keeper}`, "not held", HELD),
      ]);
    });

    it("names a holiday that was left out when its year was loaded [P-4, T-1]", async () => {
      await fixture(bothFaulty);
      // Marine Day 2025 is Monday 21 July
      expect(await differences({ terms: join(folder, "later.json") })).to.deep.equal([
        {
          area: "calendar",
          what: "2025-07-21",
          expected: "bank holiday",
          found: "bank business day, as its year was loaded",
          clause: "P-4, T-1",
        },
      ]);
    });
  });
});

/** The contracts that a bond is deployed with. */
const suiteNames = async (): Promise<readonly string[]> => {
  const { artifacts } = await import("hardhat");
  const all = await artifacts.getAllFullyQualifiedNames();
  const read = await Promise.all(all.map((name) => artifacts.readArtifact(name)));
  return read
    .filter(({ sourceName, bytecode }) => /^contracts\/[^/]+\.sol$/.test(sourceName) && bytecode !== "0x")
    .map(({ contractName }) => contractName);
};
