import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import {
  eventOn,
  FACT,
  readyAcceleration,
  payAcceleration,
  recordEvent,
  SECURED,
  STANDING,
} from "../support/defaulting";
import { MINED, prepared } from "../support/market";
import { agentOf, DOCUMENT, openBook, recordDayOf } from "../support/paying";
import { at, day, goTo } from "../support/suite";

/** Above the threshold of ground 4 by one yen. */
const COUNTED = 1_000_000_001n;
const THRESHOLD = 1_000_000_000n;
/** 14 December 2028, read on the 12th. */
const LAST = 10;

/** The ten facts with the ground of D-1 to which each belongs. */
const GROUNDS = [
  [FACT.TermsBreached, 1],
  [FACT.SecurityWithheld, 2],
  [FACT.OtherBondAccelerated, 3],
  [FACT.OtherBondUnpaid, 3],
  [FACT.DebtAccelerated, 4],
  [FACT.GuaranteeUnperformed, 4],
  [FACT.ProceedingsPetitioned, 5],
  [FACT.DissolutionResolved, 5],
  [FACT.ProceedingsOpened, 6],
  [FACT.SpecialLiquidationOrdered, 6],
] as const;

const nameOf = (fact: number): string => Object.keys(FACT)[fact] ?? "";

describe("BondDefaults.recordEvent", () => {
  context("for a fact", () => {
    it("knows ten of them, and no other [D-1]", async () => {
      const book = await fixture(openBook);
      expect(GROUNDS).to.have.length(10);
      for (const [fact, ground] of GROUNDS) expect(await book.defaults.groundOf(fact)).to.equal(ground);
      await expect(recordEvent(book, "2023-12-15", { fact: 10 })).to.be.reverted;
      expect(await book.defaults.standing()).to.equal(STANDING.performing);
    });

    for (const [fact, ground] of GROUNDS) {
      it(`accelerates by ${nameOf(fact)} alone, on ground ${ground} [D-1]`, async () => {
        const book = await fixture(openBook);
        const { defaults, token, payments, registerAdministrator } = book;
        const debtsYen = ground === 4 ? COUNTED : 0n;
        const securityId = ground === 2 ? 1 : 0;
        if (ground === 2) {
          const administrator = defaults.connect(registerAdministrator);
          await administrator.recordSecurity(SECURED.UnsecuredInJapan, day("2023-12-15"), DOCUMENT);
        }
        await at("2023-12-20T10:00:00");
        const sent = recordEvent(book, "2023-12-18", { fact, debtsYen, securityId });
        await expect(sent)
          .to.emit(defaults, "BenefitOfTimeLost")
          .withArgs(ground, fact, day("2023-12-18"), debtsYen, securityId, DOCUMENT);
        await expect(sent).to.emit(token, "TransfersStopped");
        await expect(sent).to.emit(payments, "Accelerated");
        expect([await token.isAccelerated(), await defaults.standing()]).to.deep.equal([true, STANDING.accelerated]);
        const kept = await defaults.defaultEvent();
        expect([kept.fact, kept.eventDay, kept.debtsYen, kept.securityId, kept.evidenceHash]).to.deep.equal([
          BigInt(fact),
          BigInt(day("2023-12-18")),
          debtsYen,
          BigInt(securityId),
          DOCUMENT,
        ]);
      });
    }
  });

  context("for debts", () => {
    it("counts those of ground 4 above 1,000,000,000 yen, and not that sum itself [D-1]", async () => {
      for (const fact of [FACT.DebtAccelerated, FACT.GuaranteeUnperformed]) {
        const book = await fixture(openBook);
        expect(await book.defaults.DEBT_THRESHOLD()).to.equal(THRESHOLD);
        for (const debtsYen of [0n, 1n, 999_999_999n, THRESHOLD]) {
          await expect(recordEvent(book, "2023-12-15", { fact, debtsYen }))
            .to.be.revertedWithCustomError(book.defaults, "DebtsNotCounted")
            .withArgs(fact, debtsYen, THRESHOLD);
        }
        expect(await book.token.isAccelerated()).to.equal(false);
        await recordEvent(book, "2023-12-15", { fact, debtsYen: COUNTED });
        expect(await book.token.isAccelerated()).to.equal(true);
      }
    });

    it("has none with any other ground, whatever the sum [D-1]", async () => {
      const book = await fixture(openBook);
      for (const [fact, ground] of GROUNDS.filter(([, each]) => each !== 4)) {
        for (const debtsYen of [1n, COUNTED, 2n ** 64n - 1n]) {
          await expect(recordEvent(book, "2023-12-15", { fact, debtsYen }), `ground ${ground}`)
            .to.be.revertedWithCustomError(book.defaults, "DebtsNotCounted")
            .withArgs(fact, debtsYen, THRESHOLD);
        }
      }
    });
  });

  context("by the day of the event", () => {
    const CLOSING = day("2023-12-14");
    const MATURITY = day("2028-12-14");

    it("takes the closing day, and not the day before [D-1]", async () => {
      const book = await fixture(openBook);
      await expect(recordEvent(book, "2023-12-13"))
        .to.be.revertedWithCustomError(book.defaults, "EventDayOutOfRange")
        .withArgs(CLOSING - 1, CLOSING, day("2023-12-15"), MATURITY);
      await recordEvent(book, "2023-12-14");
      expect(await book.token.isAccelerated()).to.equal(true);
    });

    it("takes today from its first second on, and not tomorrow in today's last [D-1]", async () => {
      const book = await fixture(openBook);
      await at("2024-03-01T23:59:59");
      await expect(recordEvent(book, "2024-03-02"))
        .to.be.revertedWithCustomError(book.defaults, "EventDayOutOfRange")
        .withArgs(day("2024-03-02"), CLOSING, day("2024-03-01"), MATURITY);
      await at("2024-03-02T00:00:00");
      await recordEvent(book, "2024-03-02");
      expect(await book.token.isAccelerated()).to.equal(true);
    });

    it("takes the day before maturity, and neither maturity nor a later day [D-1, P-5]", async () => {
      const book = await fixture(openBook);
      await goTo("2028-12-15T09:00:00"); // nothing of the last date is fixed yet
      for (const iso of ["2028-12-14", "2028-12-15"]) {
        await expect(recordEvent(book, iso))
          .to.be.revertedWithCustomError(book.defaults, "EventDayOutOfRange")
          .withArgs(day(iso), CLOSING, day("2028-12-15"), MATURITY);
      }
      await recordEvent(book, "2028-12-13");
      expect(await book.token.isAccelerated()).to.equal(true);
    });
  });

  it("rests on evidence [D-1]", async () => {
    const book = await fixture(openBook);
    await expect(recordEvent(book, "2023-12-15", { evidenceHash: ethers.ZeroHash })).to.be.revertedWithCustomError(
      book.defaults,
      "EvidenceMissing",
    );
  });

  it("is the register administrator's alone [D-1]", async () => {
    const book = await fixture(openBook);
    const { defaults, issuer, dealer, fiscalAgent, platformOperator, a } = book;
    for (const caller of [issuer, dealer, fiscalAgent, platformOperator, a]) {
      await expect(defaults.connect(caller).recordEvent(eventOn("2023-12-15"), MINED))
        .to.be.revertedWithCustomError(defaults, "AccessManagedUnauthorized")
        .withArgs(caller.address);
    }
  });

  it("happens once, whatever comes later, also when all is settled [D-1]", async () => {
    const book = await fixture(openBook);
    await recordEvent(book, "2023-12-15");
    const again = () =>
      expect(recordEvent(book, "2023-12-14", { fact: FACT.ProceedingsOpened }))
        .to.be.revertedWithCustomError(book.defaults, "AlreadyAccelerated")
        .withArgs(day("2023-12-15"));
    await again();
    await readyAcceleration(book);
    await payAcceleration(book);
    await again();
  });

  context("when there is nothing to accelerate", () => {
    it("refuses before the issue [D-1]", async () => {
      const market = await prepared();
      await at("2023-12-14T08:59:59");
      await expect(recordEvent(market, "2023-12-14")).to.be.revertedWithCustomError(market.token, "NothingOutstanding");
      expect(await market.defaults.standing()).to.equal(STANDING.performing);
      await market.token.connect(market.issuer).issue();
      await recordEvent(market, "2023-12-14");
      expect(await market.defaults.standing()).to.equal(STANDING.accelerated);
    });

    it("refuses when every bond was cancelled [D-1, P-6]", async () => {
      const book = await fixture(openBook);
      const { token, dealer, issuer, a, b, c } = book;
      for (const holder of [a, b, c]) await token.connect(holder).transfer(dealer, await token.balanceOf(holder));
      await token.connect(dealer).transfer(issuer, 95);
      await token.connect(issuer).cancel(100);
      await expect(recordEvent(book, "2023-12-15")).to.be.revertedWithCustomError(token, "NothingOutstanding");
    });

    it("refuses once the first account of the last date is read, and not a moment before [D-1, P-5]", async () => {
      for (const begun of [true, false]) {
        const book = await fixture(openBook);
        await goTo(await recordDayOf(book, LAST));
        if (begun) {
          await agentOf(book).fix(LAST, 1);
          await expect(recordEvent(book, "2028-12-12")).to.be.revertedWithCustomError(book.token, "RedemptionBegun");
        } else {
          await recordEvent(book, "2028-12-12");
        }
        expect(await book.token.isAccelerated()).to.equal(!begun);
      }
    });
  });
});

describe("BondDefaults.recordDamages", () => {
  it("records what the law gives for delay, once the bond is accelerated, as often as needed [D-1]", async () => {
    const book = await fixture(openBook);
    const administrator = book.defaults.connect(book.registerAdministrator);
    await expect(administrator.recordDamages(5n, DOCUMENT)).to.be.revertedWithCustomError(
      book.defaults,
      "NotAccelerated",
    );
    await recordEvent(book, "2023-12-15");
    await expect(administrator.recordDamages(5n, ethers.ZeroHash)).to.be.revertedWithCustomError(
      book.defaults,
      "EvidenceMissing",
    );
    for (const amount of [5n, 7n]) {
      await expect(administrator.recordDamages(amount, DOCUMENT))
        .to.emit(book.defaults, "DamagesRecorded")
        .withArgs(amount, DOCUMENT);
    }
  });

  it("is the register administrator's alone, and changes no amount [D-1]", async () => {
    const book = await fixture(openBook);
    await recordEvent(book, "2023-12-15");
    const before = await book.payments.linesAt(0, 0, 100);
    await book.defaults.connect(book.registerAdministrator).recordDamages(1_000n, DOCUMENT);
    expect(await book.payments.linesAt(0, 0, 100)).to.deep.equal(before);
    for (const caller of [book.issuer, book.fiscalAgent, book.a]) {
      await expect(book.defaults.connect(caller).recordDamages(1n, DOCUMENT, MINED)).to.be.revertedWithCustomError(
        book.defaults,
        "AccessManagedUnauthorized",
      );
    }
  });
});
