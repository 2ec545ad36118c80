import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Wallet } from "ethers";
import { shippedCalendar } from "../../lib/calendar";
import { addDays, civilOf, formatDay, jstDayOf, parseDay } from "../../lib/day";
import { schedule } from "../../lib/schedule";
import { parseSheet } from "../../lib/sheet";
import { tryOutSheet } from "../../lib/tryOut";
import { rolesIn } from "../../tasks/support/addressBook";
import { fixture } from "../support/chain";
import { accountsByPart, executeTask, refuseTask } from "../support/operator";
import { goTo } from "../support/suite";
import { documentOf, runTask } from "../support/task";

const sheetOf = (closing: string) => parseSheet(JSON.stringify(tryOutSheet(parseDay(closing))), shippedCalendar);

const datesOf = (closing: string): readonly string[] =>
  schedule(sheetOf(closing).terms, shippedCalendar).payments.map(({ date }) => formatDay(date));

describe("try-out", () => {
  describe("the sheet", () => {
    it("is ten bonds of ¥1,000,000 at 0.6 %, allotted to three", () => {
      const { id, terms, allotments } = sheetOf("2026-11-25");
      expect(id).to.equal("try-out-2026-11-25");
      expect(terms).to.deep.include({ denominationYen: 1_000_000n, bonds: 10, ratePpm: 6_000 });
      expect(terms.closing).to.equal(parseDay("2026-11-25"));
      expect(allotments.map(({ bonds }) => bonds)).to.deep.equal([5, 3, 2]); // 10 in all
      expect(new Set(allotments.map(({ taxClass }) => taxClass))).to.deep.equal(
        new Set(["exempt", "domestic-corporation"]),
      );
    });

    it("pays every half-year on the day of closing, and ends after two years [P-2]", () => {
      expect(datesOf("2026-11-25")).to.deep.equal(["2027-05-25", "2027-11-25", "2028-05-25", "2028-11-25"]);
    });

    const MONTH_ENDS: readonly [closing: string, dates: readonly string[]][] = [
      // a shorter month has its last day, and the 31st comes back
      ["2026-08-31", ["2027-02-28", "2027-08-31", "2028-02-29", "2028-08-31"]],
      ["2026-08-29", ["2027-02-28", "2027-08-29", "2028-02-29", "2028-08-29"]],
      ["2028-02-29", ["2028-08-29", "2029-02-28", "2029-08-29", "2030-02-28"]],
      ["2026-12-31", ["2027-06-30", "2027-12-31", "2028-06-30", "2028-12-31"]],
      ["2026-02-28", ["2026-08-28", "2027-02-28", "2027-08-28", "2028-02-28"]],
    ];
    for (const [closing, dates] of MONTH_ENDS) {
      it(`closing on ${closing} lies on its grid [P-2]`, () => expect(datesOf(closing)).to.deep.equal(dates));
    }

    it("is valid on every day of four years, holidays included [I-5]", () => {
      const last = parseDay("2029-12-31");
      let holidays = 0;
      for (let day = parseDay("2026-01-01"); day <= last; day = addDays(day, 1)) {
        const { terms } = sheetOf(formatDay(day));
        const [from, first, maturity] = [terms.closing, terms.firstPayment, terms.maturity].map(civilOf);
        expect((first!.year - from!.year) * 12 + first!.month - from!.month).to.equal(6);
        expect((maturity!.year - from!.year) * 12 + maturity!.month - from!.month).to.equal(24);
        if (shippedCalendar.isBankHoliday(day)) holidays += 1;
      }
      expect(holidays).to.be.greaterThan(4 * 104); // Saturdays and Sundays alone
    });

    it("is refused when the calendar ends before the bond: 2050 is the last year", () => {
      expect(formatDay(sheetOf("2048-12-31").terms.maturity)).to.equal("2050-12-31");
      expect(() => sheetOf("2049-01-01")).to.throw(/2051/);
    });
  });

  describe("the command", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "try-out-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    const run = (...more: string[]) =>
      new Promise<{ stdout: string; stderr: string; code: number }>((resolve) => {
        const args = ["-r", "ts-node/register/transpile-only", "scripts/tryOut.ts", "--out", join(folder, "out", "sheet.json"), ...more]; // prettier-ignore
        execFile(process.execPath, args, (error, stdout, stderr) =>
          resolve({ stdout, stderr, code: error === null ? 0 : Number(error.code ?? 1) }),
        );
      });
    const keys = () => ["--keys", join(folder, "keys")];
    const today = () => formatDay(jstDayOf(BigInt(Math.floor(Date.now() / 1000))));

    it("writes a sheet that closes today in Japan, and says what follows from it", async () => {
      const before = today();
      const { code, stdout } = await run(...keys());
      expect(code).to.equal(0);
      const sheet = parseSheet(readFileSync(join(folder, "out", "sheet.json"), "utf8"), shippedCalendar);
      expect([before, today()]).to.include(formatDay(sheet.terms.closing)); // midnight may pass
      expect(stdout)
        .to.contain(`bond ${sheet.id}, 10 bonds of ¥1,000,000`)
        .and.to.contain(formatDay(sheet.terms.maturity));
    });

    it("makes a key for the deployer, each role and each holder, and keeps them the next time", async () => {
      expect((await run(...keys())).code).to.equal(0);
      const at = (...names: string[]) => join(folder, "keys", ...names);
      const text = (...names: string[]) => readFileSync(at(...names), "utf8");
      const accounts = JSON.parse(text("accounts.json")) as Record<string, string>;
      expect(new Set(Object.values(accounts))).to.have.length(11); // deployer, seven roles, three holders
      const { issuer, ...others } = rolesIn("roles.json", text("roles.json")).accounts;
      expect(issuer).to.equal(accounts["issuer"]);
      expect(Object.values(others)).not.to.include(accounts["deployer"]);

      const password = text("password").split("\n")[0] ?? "";
      for (const part of ["deployer", "issuer", "manufacturer-a"]) {
        const { address } = Wallet.fromEncryptedJsonSync(text("keystore", `${part}.json`), password);
        expect(address).to.equal(accounts[part]);
        expect((JSON.parse(text("keystore", `${part}.json`)) as { address: string }).address).to.equal(address.slice(2).toLowerCase()); // prettier-ignore
        expect(statSync(at("keystore", `${part}.json`)).mode & 0o777).to.equal(0o600);
      }
      expect(statSync(at("password")).mode & 0o777).to.equal(0o600);

      expect((await run(...keys())).code).to.equal(0);
      expect(JSON.parse(text("accounts.json"))).to.deep.equal(accounts);
      expect(text("password").trim()).to.equal(password);
    });

    it("leaves a folder alone that holds something else, and writes no sheet", async () => {
      writeFileSync(join(folder, "mine"), "");
      const { stderr, code } = await run("--keys", folder);
      expect(code).to.equal(1);
      expect(stderr).to.match(/^.*: holds other files than the keys of a try-out; name another folder with --keys\n$/);
      expect(existsSync(join(folder, "out"))).to.equal(false);
    });

    it("refuses an option that it does not know, in one line", async () => {
      const { stderr, code } = await run("--day", "2026-01-01");
      expect(code).to.equal(1);
      expect(stderr).to.match(/^Unknown option '--day'.*\[--keys FOLDER\]\n$/);
    });
  });

  // The sheet on the day that it closes, as docs/try-out.md tells it. A Saturday: banks rest, the chain does not.
  describe("the day of a try-out", function () {
    this.timeout(60_000);
    const CLOSING = "2026-11-28";
    let folder: string;
    let accounts: Record<string, string>;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "try-out-"));
      const file = join(folder, "sheet.json");
      writeFileSync(file, JSON.stringify(tryOutSheet(parseDay(CLOSING))));
      await fixture(async () => {
        documentOf(await runTask("bond deploy", { terms: file, execute: true, json: true }));
      });
      accounts = await accountsByPart();
      await goTo(`${CLOSING} 09:00:00`);
    });
    after(() => rmSync(folder, { recursive: true }));

    it("issues, transfers, refuses a holder's transfer past the dealer, and has a trade wait [I-5, T-2, T-5]", async () => {
      const holders = [["bank-a", "signer8", "exempt"], ["manufacturer-a", "signer9", "domestic-corporation"]] as const; // prettier-ignore
      for (const [holder, part, taxClass] of holders) {
        await executeTask("holder register", { holder, account: accounts[part] ?? "", taxClass });
      }
      await executeTask("bond issue");
      await executeTask("bond transfer", { from: "dealer", to: "bank-a", bonds: "5" });
      await refuseTask("bond transfer", { from: "bank-a", to: "manufacturer-a", bonds: "1" }, /NotThroughDealer: a holder may transfer only to the dealer \[T-2\]/); // prettier-ignore
      const trade = { from: "bank-a", to: "dealer", bonds: "2", priceYen: "1990000", tradeDay: CLOSING };
      await executeTask("trade propose", trade);
      await executeTask("trade confirm", { id: "1", bonds: "2", priceYen: "1990000" });
      // agreed on Saturday counts as agreed on Monday 30 November: Wednesday 2 December
      await refuseTask("trade settle", { id: "1", reference: "CASH-1" }, /2026-12-02/);
      await goTo("2026-12-01 23:59:58"); // the task asks the next block, a second later
      await refuseTask("trade settle", { id: "1", reference: "CASH-1" }, /2026-12-02/);
      await goTo("2026-12-02 00:00:00");
      await executeTask("trade settle", { id: "1", reference: "CASH-1" });
    });
  });
});
