import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import {
  accelerate,
  ACCELERATION,
  grossOf,
  payAcceleration,
  perYenFor,
  readyAcceleration,
  recordEvent,
  STANDING,
  withheldOf,
} from "../support/defaulting";
import { MINED } from "../support/market";
import {
  agentOf,
  DATE,
  DOCUMENT,
  executeRedirect,
  fail,
  fixDate,
  fundDate,
  giveBack,
  linesOf,
  openBook,
  OWN_BONDS,
  orderRedirect,
  payable,
  redirect,
  settle,
  stateOf,
  suspend,
  type Book,
} from "../support/paying";
import { day, goTo, ref } from "../support/suite";

const PER_BOND = 100_000_000n;

describe("BondPayments.accelerate", () => {
  context("interest through the day of the event", () => {
    for (const { iso, days, halfYear, since } of [
      { iso: "2023-12-14", days: 0, halfYear: 183, since: "on the closing day: none" },
      { iso: "2023-12-15", days: 1, halfYear: 183, since: "on the day after closing" },
      // 17 days of December, 31 of January, 29 of February
      { iso: "2024-02-29", days: 77, halfYear: 183, since: "on a leap day" },
      { iso: "2024-06-13", days: 182, halfYear: 183, since: "on the day before a payment date" },
      { iso: "2024-06-14", days: 0, halfYear: 183, since: "on a payment date: that date's own interest, not twice" },
      { iso: "2024-06-15", days: 1, halfYear: 183, since: "on the day after a payment date" },
      // 16 days of June, 31 of July, 31 of August, 1 of September
      { iso: "2024-09-01", days: 79, halfYear: 183, since: "in the middle of a period" },
      // 17 days of December and 31 of January; 15 December 2024 to 14 June 2025 are 182 days
      { iso: "2025-01-31", days: 48, halfYear: 182, since: "in a half-year of 182 days" },
      { iso: "2028-12-13", days: 182, halfYear: 183, since: "on the day before maturity" },
    ]) {
      it(`${since} [D-1, P-1, P-2, P-3, P-8]`, async () => {
        const book = await fixture(openBook);
        const perYen = perYenFor(days, halfYear);
        const moment = iso === "2023-12-14" ? "2023-12-15T15:00:00" : `${iso}T15:00:00`; // the book was opened on the 15th
        await expect(accelerate(book, iso, moment))
          .to.emit(book.payments, "Accelerated")
          .withArgs(day(iso), Math.max(day(iso), day("2023-12-15")), perYen);
        expect((await book.payments.paymentDate(ACCELERATION)).interestPerYen).to.equal(perYen);
        const lines = await linesOf(book, ACCELERATION);
        expect(lines.map(({ gross, withheld, principal }) => [gross, withheld, principal])).to.deep.equal([
          [grossOf(34, perYen), withheldOf(grossOf(34, perYen)), 34n * PER_BOND],
          [0n, 0n, 0n], // the issuer's own [P-6]
          [grossOf(40, perYen), withheldOf(grossOf(40, perYen)), 40n * PER_BOND],
          [grossOf(20, perYen), 0n, 20n * PER_BOND], // exempt
          [grossOf(1, perYen), withheldOf(grossOf(1, perYen)), 1n * PER_BOND],
        ]);
      });
    }

    it("comes to 65,355 yen for 40 bonds and one day, 10,009 of them withheld [P-2, P-3, P-8]", async () => {
      const book = await fixture(openBook);
      await accelerate(book, "2023-12-15");
      // 0.598 % / 2 / 183 = 0.00001633879781…, cut to 0.0000163387978; x 4,000,000,000 = 65,355.19…; x 0.15315 = 10,009.1…
      const { gross, withheld } = (await linesOf(book, ACCELERATION))[2]!;
      expect([gross, withheld]).to.deep.equal([65_355n, 10_009n]);
    });
  });

  context("as payment date 0", () => {
    it("shows the event, the day of the record and what is due [D-1]", async () => {
      const book = await fixture(openBook);
      await expect(book.payments.paymentDate(ACCELERATION)).to.be.revertedWithCustomError(book.payments, "NoSuchDate");
      await expect(book.payments.linesAt(ACCELERATION, 0, 10)).to.be.revertedWithCustomError(
        book.payments,
        "NoSuchDate",
      );
      await accelerate(book, "2024-09-01", "2024-09-20T15:00:00");
      const shown = await book.payments.paymentDate(ACCELERATION);
      expect([shown.date, shown.payOn, shown.recordDay].map(Number)).to.deep.equal([
        day("2024-09-01"),
        day("2024-09-20"),
        day("2024-09-20"),
      ]);
      expect([shown.redeems, shown.state, shown.fixedBonds, shown.dueYen]).to.deep.equal([
        true,
        DATE.scheduled,
        0n,
        0n,
      ]);
      const { eventDay, recordedDay, interestPerYen } = await book.payments.acceleration();
      expect([eventDay, recordedDay, interestPerYen].map(Number)).to.deep.equal([
        day("2024-09-01"),
        day("2024-09-20"),
        Number(perYenFor(79, 183)),
      ]);
    });

    it("does nothing as long as the bond performs [D-1]", async () => {
      const book = await fixture(openBook);
      const agent = agentOf(book);
      await expect(agent.fix(ACCELERATION, 10)).to.be.revertedWithCustomError(book.payments, "NoSuchDate");
      for (const attempt of [
        () => agent.fund(ACCELERATION, 1, ref("funds")),
        () => settle(book, ACCELERATION, book.a),
        () => fail(book, ACCELERATION, book.a),
        () => giveBack(book, ACCELERATION, book.a),
        () => agent.instruct(ACCELERATION, [book.a], ref("file")),
        () => agent.close(ACCELERATION),
      ]) {
        await expect(attempt())
          .to.be.revertedWithCustomError(book.payments, "WrongDateState")
          .withArgs(ACCELERATION, DATE.scheduled);
      }
    });

    it("is the defaults' alone to bring about [D-1]", async () => {
      const book = await fixture(openBook);
      const { payments, token, defaults, registerAdministrator, issuer, fiscalAgent, a } = book;
      for (const caller of [registerAdministrator, issuer, fiscalAgent, a]) {
        for (const contract of [payments, token]) {
          const sent =
            contract === payments
              ? payments.connect(caller).accelerate(day("2023-12-15"), MINED)
              : token.connect(caller).accelerate(MINED);
          await expect(sent)
            .to.be.revertedWithCustomError(contract, "OnlyContract")
            .withArgs(await defaults.getAddress(), caller.address);
        }
      }
    });

    it("reads the register as it stands at the record, in any pages, the issuer's own bonds among them [D-1]", async () => {
      for (const page of [1, 2, 4, 1000]) {
        const book = await fixture(openBook);
        await book.token.connect(book.a).transfer(book.dealer, 15); // after the event, before its record
        await accelerate(book, "2023-12-15", "2024-01-15T15:00:00");
        const preview = await linesOf(book, ACCELERATION);
        await fixDate(book, ACCELERATION, page);
        const lines = await linesOf(book, ACCELERATION);
        expect(lines.map(({ bonds, taxClass }) => [bonds, taxClass])).to.deep.equal([
          [49, 0],
          [5, Number(OWN_BONDS)],
          [25, 0],
          [20, 1],
          [1, 0],
        ]);
        expect(lines.map((line) => ({ ...line, state: 0n }))).to.deep.equal(preview);
        const perYen = perYenFor(1, 183);
        const due = [49, 25, 20, 1].reduce((sum, each) => sum + grossOf(each, perYen) + BigInt(each) * PER_BOND, 0n);
        const { dueYen, fixedBonds, state, openLines } = await book.payments.paymentDate(ACCELERATION);
        expect([dueYen, fixedBonds, state, openLines]).to.deep.equal([due, 100n, DATE.fixed, 5n]);
      }
    });

    it("is funded, instructed, returned and redirected like any date, and burns nothing twice [D-1, P-3, P-7]", async () => {
      const book = await fixture(openBook);
      const { a, d, token, payments } = book;
      await accelerate(book, "2024-09-01");
      await fixDate(book, ACCELERATION);
      const { dueYen } = await payments.paymentDate(ACCELERATION);
      const agent = agentOf(book);
      await expect(agent.fund(ACCELERATION, dueYen + 1n, ref("funds"))).to.be.revertedWithCustomError(
        payments,
        "Overfunded",
      );
      await agent.fund(ACCELERATION, dueYen - 1n, ref("funds"));
      await expect(settle(book, ACCELERATION, a)).to.be.revertedWithCustomError(payments, "WrongDateState");
      await agent.instruct(ACCELERATION, [a], ref("file"));
      await agent.fund(ACCELERATION, 1n, ref("the last yen"));
      await redirect(book, ACCELERATION, a, d);
      const gross = grossOf(40, perYenFor(79, 183));
      await expect(settle(book, ACCELERATION, a))
        .to.emit(payments, "Settled")
        .withArgs(ACCELERATION, a.address, gross, withheldOf(gross), 4_000_000_000n, ref("paid 1"));
      expect(await token.totalSupply()).to.equal(60);
      await giveBack(book, ACCELERATION, a);
      await settle(book, ACCELERATION, a);
      expect(await token.totalSupply()).to.equal(60);
      await payAcceleration(book);
      await giveBack(book, ACCELERATION, a);
      expect(await book.defaults.standing()).to.equal(STANDING.settled);
      expect((await payments.paymentDate(ACCELERATION)).dueYen).to.equal(dueYen);
    });
  });

  context("dates after the event lapse", () => {
    const expectLapsed = async (book: Book, index: number, sent: Promise<unknown>) =>
      expect(sent).to.be.revertedWithCustomError(book.payments, "WrongDateState").withArgs(index, DATE.lapsed);

    it("when nothing was done about them: they cannot be fixed [D-1]", async () => {
      const book = await fixture(openBook);
      await goTo("2024-06-12T09:00:00"); // the record day has passed
      await recordEvent(book, "2024-06-12");
      for (let index = 1; index <= 10; index += 1) {
        expect(await stateOf(book, index)).to.equal(DATE.lapsed);
        await expectLapsed(book, index, agentOf(book).fix(index, 10));
      }
    });

    it("when they are fixed and half funded: they can be neither funded nor instructed [D-1]", async () => {
      const book = await fixture(openBook);
      await goTo("2024-06-12T09:00:00");
      await agentOf(book).fix(1, 1000);
      await agentOf(book).fund(1, 1_000, ref("funds"));
      await agentOf(book).instruct(1, [book.b], ref("file"));
      await recordEvent(book, "2024-06-12");
      await expectLapsed(book, 1, agentOf(book).fund(1, 1_000, ref("funds")));
      await expectLapsed(book, 1, agentOf(book).instruct(1, [book.a], ref("file")));
      await expectLapsed(book, 1, agentOf(book).fix(1, 10));
    });

    it("when they are half paid: nothing settles, fails, is redirected or closes, or comes back once set off [D-1]", async () => {
      const book = await payable();
      const { a, b, c, dealer, issuer } = book;
      await settle(book, 1, a, c, dealer, issuer);
      await fail(book, 1, b);
      await orderRedirect(book, 1, b, a);
      await goTo("2024-06-17T09:00:00");
      await recordEvent(book, "2024-06-13");
      await expectLapsed(book, 1, settle(book, 1, b));
      await expectLapsed(book, 1, fail(book, 1, b));
      await expectLapsed(book, 1, executeRedirect(book, 1, b, a));
      await expectLapsed(book, 1, agentOf(book).close(1));
      await agentOf(book).fix(ACCELERATION, 1); // the first account is read, and set off
      await expectLapsed(book, 1, giveBack(book, 1, a));
      expect((await linesOf(book, 1)).map(({ state }) => state)).to.deep.equal([3n, 3n, 3n, 4n, 3n]); // as they were
    });

    it("when they are closed: a failed amount is no longer paid as theirs [D-1]", async () => {
      const book = await payable();
      const { a, b, c, dealer, issuer } = book;
      await settle(book, 1, a, c, dealer, issuer);
      await fail(book, 1, b);
      await agentOf(book).close(1);
      await recordEvent(book, "2024-06-13");
      await expectLapsed(book, 1, settle(book, 1, b));
    });
  });

  context("dates up to the event go on", () => {
    it("when they are not read yet: from their own record day, not from that of the event [D-1, P-3]", async () => {
      const book = await fixture(openBook);
      const { token, payments, a, dealer } = book;
      await goTo("2024-06-17T09:00:00"); // the window of 14 June is over
      await token.connect(a).transfer(dealer, 10);
      await recordEvent(book, "2024-06-15");
      expect(await stateOf(book, 1)).to.equal(DATE.scheduled);
      expect((await linesOf(book, ACCELERATION)).map(({ bonds }) => bonds)).to.deep.equal([44, 5, 30, 20, 1]);
      await readyAcceleration(book);
      await payAcceleration(book);
      await fixDate(book, 1, 2); // after every bond is burned
      expect((await linesOf(book, 1)).map(({ bonds }) => bonds)).to.deep.equal([34, 5, 40, 20, 1]);
      await fundDate(book, 1);
      await expect(settle(book, 1, a))
        .to.emit(payments, "Settled")
        .withArgs(1, a.address, 11_960_000, 1_831_674, 0, ref("paid 1")); // 40 x 299,000
      await settle(book, 1, book.b, book.c, dealer, book.issuer);
      await agentOf(book).close(1);
      expect(await stateOf(book, 1)).to.equal(DATE.closed);
    });

    it("when they are being paid: every step of theirs still works, and burns nothing [D-1, P-7]", async () => {
      const book = await payable();
      const { a, b, c, d, dealer, issuer, token } = book;
      await settle(book, 1, a);
      await recordEvent(book, "2024-06-14"); // the date itself is the day of the event
      await giveBack(book, 1, a);
      await redirect(book, 1, a, d);
      await agentOf(book).instruct(1, [b], ref("file"));
      await fail(book, 1, c);
      await settle(book, 1, a, b, dealer, issuer);
      await agentOf(book).close(1);
      await settle(book, 1, c);
      expect(await token.totalSupply()).to.equal(100);
      expect(await stateOf(book, 2)).to.equal(DATE.lapsed);
    });

    it("and a holder of both is paid both, each once [D-1, P-1]", async () => {
      const book = await payable();
      await recordEvent(book, "2024-06-14");
      await readyAcceleration(book);
      const ofB = (await linesOf(book, ACCELERATION))[3]!;
      expect([ofB.gross, ofB.principal, ofB.setOff]).to.deep.equal([0n, 2_000_000_000n, 0n]);
      await settle(book, 1, book.b);
      await settle(book, ACCELERATION, book.b);
    });
  });

  it("takes the tax class as it stands when the account is read [D-1, P-8]", async () => {
    const book = await fixture(openBook);
    await accelerate(book, "2024-09-01");
    await book.registry.connect(book.dealer).setTaxClass(book.b, 0);
    await fixDate(book, ACCELERATION);
    const gross = grossOf(20, perYenFor(79, 183));
    const { taxClass, withheld } = (await linesOf(book, ACCELERATION))[3]!;
    expect([taxClass, withheld]).to.deep.equal([0, withheldOf(gross)]);
  });

  it("leaves the suspension of a payee with his claim [D-1, P-3, P-7]", async () => {
    const book = await fixture(openBook);
    await accelerate(book, "2024-09-01");
    await readyAcceleration(book);
    await redirect(book, ACCELERATION, book.a, book.d);
    await suspend(book, book.d);
    await expect(settle(book, ACCELERATION, book.a))
      .to.emit(book.payments, "PaymentFailed")
      .withArgs(ACCELERATION, book.a.address, ethers.encodeBytes32String("account suspended"));
    expect(await book.token.balanceOf(book.a)).to.equal(0);
    await book.registry.connect(book.registerAdministrator).resume(book.d, DOCUMENT);
    await settle(book, ACCELERATION, book.a);
  });
});
