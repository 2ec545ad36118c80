import { expect } from "chai";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shippedCalendar } from "../../lib/calendar";
import { formatDay } from "../../lib/day";
import { scheduleJson } from "../../lib/present";
import type { Terms } from "../../lib/terms";
import type { LifecycleJson } from "../../tasks/lifecycle/readBack";
import type { HolderJson } from "../../tasks/support/dateJson";
import { randomTerms } from "../support/randomTerms";
import { runCli, type Ran } from "../support/task";
import vectors from "../vectors/schedule.json";

const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((total, each) => total + each, 0n);

/** ⌊face × interest per yen⌋ and ⌊gross × rate⌋, written out once more: P-3 and P-8. */
const expectEntitlement = (
  holder: HolderJson,
  denominationYen: bigint,
  interestPerYenE13: string,
  ratePer100k: bigint,
  redeems: boolean,
): void => {
  const face = BigInt(holder.bonds) * denominationYen;
  const gross = (face * BigInt(interestPerYenE13)) / 10n ** 13n;
  const withheld = (gross * ratePer100k) / 100_000n;
  expect(holder).to.include({
    grossYen: gross.toString(),
    withheldYen: withheld.toString(),
    netYen: (gross - withheld).toString(),
    principalYen: (redeems ? face : 0n).toString(),
  });
};

const hardhat = (...args: string[]): Promise<Ran> => runCli(args);

describe("bond lifecycle", function () {
  this.timeout(60_000);
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "lifecycle-"))));
  after(() => rmSync(folder, { recursive: true }));

  context("on hitachi-21", () => {
    let outcome: Ran;
    let seconds: number;
    let life: LifecycleJson;
    const expected = vectors["hitachi-21"].schedule.payments;

    before(async () => {
      const started = Date.now();
      outcome = await hardhat(
        "bond",
        "lifecycle",
        "--terms",
        "deploy/parameters/hitachi-21.json",
        "--json",
        "--out",
        join(folder, "out"),
      );
      seconds = (Date.now() - started) / 1000;
      life = JSON.parse(outcome.stdout) as LifecycleJson;
    });

    it("ends well, with one JSON document on stdout and the story on stderr", () => {
      expect(outcome.code).to.equal(0);
      expect(outcome.stderr).to.include("2023-12-14 09:00:00  issued     100 bonds of ¥100,000,000");
    });

    it("takes under 20 seconds", () => expect(seconds).to.be.below(20));

    it("pays ten dates on the right days, with the right windows [I-4, P-4, T-1]", () => {
      const days = life.payments.map(({ index, date, payOn, blackoutFrom, blackoutTo, interestPerYenE13 }) => ({
        index,
        date,
        payOn,
        blackoutFrom,
        blackoutTo,
        interestPerYenE13,
      }));
      expect(days).to.deep.equal(
        expected.map(({ index, date, payOn, blackoutFrom, blackoutTo, interestPerYenE13 }) => ({
          index,
          date,
          payOn,
          blackoutFrom,
          blackoutTo,
          interestPerYenE13,
        })),
      );
    });

    it("pays ¥29,900,000 a date, ¥299,000,000 over the life, and repays ¥10,000,000,000 [P-2, P-3, P-5]", () => {
      // 100 bonds × ¥100,000,000 × 0.598 % / 2 = ¥29,900,000; ten dates
      for (const { grossYen } of life.payments) expect(grossYen).to.equal("29900000");
      expect(life.totals).to.include({ interestYen: "299000000", principalYen: "10000000000" });
      expect(life.payments.map(({ principalYen }) => principalYen)).to.deep.equal([
        ...Array<string>(9).fill("0"),
        "10000000000",
      ]);
    });

    it("withholds 15.315 % from domestic corporations and nothing from the exempt, cut to the yen [P-8]", () => {
      for (const { holders, index } of life.payments) {
        for (const holder of holders) {
          const rate = holder.taxClass === "domestic-corporation" ? 15_315n : 0n;
          expectEntitlement(holder, 100_000_000n, "29900000000", rate, index === 10);
        }
      }
      const withheld = life.payments.flatMap(({ holders }) => holders.map((holder) => BigInt(holder.withheldYen)));
      expect(life.totals.withheldYen).to.equal(sum(withheld).toString());
      // 7 bonds: 2,093,000 × 15.315 % = 320,542.95
      expect(life.payments[0]?.holders.find(({ holder }) => holder === "railway-company-a")?.withheldYen).to.equal(
        "320542",
      );
    });

    it("has all bonds with the sheet's labels at every record day, and trades between them", () => {
      for (const { holders } of life.payments) expect(holders.reduce((all, { bonds }) => all + bonds, 0)).to.equal(100);
      const positions = life.payments.map(({ holders }) =>
        JSON.stringify(holders.map(({ holder, bonds }) => [holder, bonds])),
      );
      expect(new Set(positions).size).to.equal(10);
    });

    it("leaves no bond [P-5]", () => expect(life.finalSupply).to.equal(0));

    it("is refused in the first and last second of every window, and after the redemption [T-1]", () => {
      const refused = life.refusals.map(({ at, code, reason }) => ({ at, code, reason }));
      for (const { blackoutFrom, blackoutTo, index } of expected) {
        expect(refused).to.deep.include({ at: `${blackoutFrom}T00:00:00+09:00`, code: 3, reason: "ClosedWindow" });
        const last = index === 10 ? { code: 2, reason: "Redeemed" } : { code: 3, reason: "ClosedWindow" };
        expect(refused).to.deep.include({ at: `${blackoutTo}T23:59:59+09:00`, ...last });
      }
      expect(refused).to.deep.include({ at: "2028-12-15T09:00:00+09:00", code: 2, reason: "Redeemed" });
    });

    it("is refused past the dealer, by approve and by transferFrom [T-2, T-4]", () => {
      const refused = life.refusals.map(({ code, reason }) => ({ code, reason }));
      expect(refused).to.deep.include({ code: 10, reason: "NotThroughDealer" });
      expect(refused.filter(({ code, reason }) => code === null && reason === "NoAllowance")).to.have.length(2);
    });

    it("writes the register at each record day, the payment sheets and the JSON", () => {
      const out = join(folder, "out");
      expect(readdirSync(out))
        .to.have.length(21)
        .and.include("register-02-2024-12-11.csv")
        .and.include("payments-02-2024-12-13.csv");
      expect(JSON.parse(readFileSync(join(out, "lifecycle.json"), "utf8"))).to.deep.equal(life);
      const register = readFileSync(join(out, "register-10-2028-12-12.csv"), "utf8").trim().split("\n").slice(1);
      expect(sum(register.map((row) => BigInt(row.split(",").at(-1) ?? "")))).to.equal(10_000_000_000n);
    });
  });

  context("on sheets that nobody has chosen", () => {
    /** Random terms small enough for a quick life: at most 8 dates. */
    const few = randomTerms(20_231_214, 400)
      .filter((terms) => scheduleJson(terms, shippedCalendar).payments.length <= 8 && terms.bonds > 2)
      .slice(0, 3);

    few.forEach((terms: Terms, number) => {
      it(`pays what the schedule says: closing ${formatDay(terms.closing)}, maturity ${formatDay(terms.maturity)} [P-1 to P-5]`, async () => {
        const file = join(folder, `random-${number}.json`);
        writeFileSync(file, JSON.stringify(sheetOf(terms)));
        const { code, stdout, stderr } = await hardhat("bond", "lifecycle", "--terms", file, "--json");
        expect(code, stderr).to.equal(0);
        const life = JSON.parse(stdout) as LifecycleJson;
        const { payments } = scheduleJson(terms, shippedCalendar);
        expect(
          life.payments.map(({ payOn, blackoutFrom, interestPerYenE13 }) => [payOn, blackoutFrom, interestPerYenE13]),
        ).to.deep.equal(
          payments.map(({ payOn, blackoutFrom, interestPerYenE13 }) => [payOn, blackoutFrom, interestPerYenE13]),
        );
        for (const { index, holders, interestPerYenE13 } of life.payments) {
          for (const holder of holders) {
            expectEntitlement(
              holder,
              terms.denominationYen,
              interestPerYenE13,
              holder.taxClass === "a" ? 20_315n : 0n,
              index === payments.length,
            );
          }
        }
        expect(life.finalSupply).to.equal(0);
      });
    });
  });

  context("on another network", () => {
    it("refuses: the story moves the clock", async () => {
      const { code, stdout, stderr } = await hardhat(
        "--network",
        "localhost",
        "bond",
        "lifecycle",
        "--terms",
        "deploy/parameters/hitachi-21.json",
        "--json",
      );
      expect(code).to.equal(1);
      expect(stdout).to.equal("");
      expect(stderr).to.include("leave out --network localhost");
    });
  });
});

/** A sheet with two holders, one taxed at 20.315 %. */
const sheetOf = (terms: Terms) => ({
  id: "random",
  name: "Random",
  symbol: "RND",
  denominationYen: terms.denominationYen.toString(),
  bonds: terms.bonds,
  ratePpm: terms.ratePpm,
  closing: formatDay(terms.closing),
  firstPayment: formatDay(terms.firstPayment),
  maturity: formatDay(terms.maturity),
  allotments: [
    { holder: "one", bonds: terms.bonds - 1, taxClass: "a" },
    { holder: "two", bonds: 1, taxClass: "b" },
  ],
  taxClasses: { a: 20_315, b: 0 },
});
