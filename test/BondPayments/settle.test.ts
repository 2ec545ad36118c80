import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import {
  agentOf,
  DATE,
  executeNewKey,
  fail,
  fixDate,
  fundDate,
  LINE,
  lineState,
  linesOf,
  openBook,
  orderNewKey,
  payable,
  refsFor,
  resume,
  settle,
  stateOf,
  suspend,
  waiting,
} from "../support/paying";
import { at, day, goTo, ref } from "../support/suite";

const SUSPENDED = ethers.encodeBytes32String("account suspended");

describe("BondPayments.settle", () => {
  context("before the day of payment", () => {
    it("refuses on 13 June at 23:59:59 and settles on 14 June at 00:00:00 [P-4]", async () => {
      const book = await fixture(openBook);
      await goTo("2024-06-12T00:00:00");
      await fixDate(book, 1);
      await fundDate(book, 1);
      await at("2024-06-13T23:59:59");
      await expect(settle(book, 1, book.c))
        .to.be.revertedWithCustomError(book.payments, "NotYetPayable")
        .withArgs(1, day("2024-06-14"), day("2024-06-13"));
      await at("2024-06-14T00:00:00");
      // 100,000,000 x 0.598 % / 2 = 299,000; 15.315 % of it 45,791.85
      await expect(settle(book, 1, book.c))
        .to.emit(book.payments, "Settled")
        .withArgs(1, book.c.address, 299_000, 45_791, 0, ref("paid 1"));
    });

    it("pays Saturday 14 December 2024 on Friday 13, and not on Thursday 12 at 23:59:59 [P-4]", async () => {
      const book = await fixture(openBook);
      await goTo("2024-12-11T00:00:00");
      await fixDate(book, 2);
      await fundDate(book, 2);
      await at("2024-12-12T23:59:59");
      await expect(settle(book, 2, book.c))
        .to.be.revertedWithCustomError(book.payments, "NotYetPayable")
        .withArgs(2, day("2024-12-13"), day("2024-12-12"));
      await expect(fail(book, 2, book.c)).not.to.be.reverted; // 00:00:00 of the 13th
      await expect(settle(book, 2, book.c)).to.emit(book.payments, "Settled");
    });
  });

  context("before the money is there", () => {
    it("refuses a date that is Scheduled, or Fixed with one yen missing [P-3]", async () => {
      const book = await fixture(openBook);
      await goTo("2024-06-14T00:00:00");
      await expect(settle(book, 1, book.a))
        .to.be.revertedWithCustomError(book.payments, "WrongDateState")
        .withArgs(1, DATE.scheduled);
      await fixDate(book, 1);
      await agentOf(book).fund(1, 28_404_999, ref("funds")); // 95 x 299,000 less 1
      for (const attempt of [settle, fail]) {
        await expect(attempt(book, 1, book.a))
          .to.be.revertedWithCustomError(book.payments, "WrongDateState")
          .withArgs(1, DATE.fixed);
      }
    });
  });

  context("in pages", () => {
    it("settles each holder once, whatever the pages; a second run does nothing [P-7]", async () => {
      const book = await payable();
      await settle(book, 1, book.a, book.b);
      expect(await waiting(book)).to.equal(3);
      const again = await settle(book, 1, book.a, book.b);
      expect((await again.wait())?.logs).to.deep.equal([]);
      await expect(settle(book, 1, book.b, book.c)).to.emit(book.payments, "Settled");
      expect(await waiting(book)).to.equal(2); // dealer and issuer
    });

    it("counts a holder who stands twice in one page once [P-7]", async () => {
      const book = await payable();
      const sent = await settle(book, 1, book.a, book.c, book.a);
      expect((await sent.wait())?.logs).to.have.length(2);
      expect(await waiting(book)).to.equal(3);
      await agentOf(book).fail(1, [book.b, book.b], refsFor([1, 2]));
      expect(await waiting(book)).to.equal(2);
    });

    it("refuses an empty page", async () => {
      const book = await payable();
      await expect(settle(book, 1)).to.be.revertedWithCustomError(book.payments, "NothingToDo");
      await expect(agentOf(book).fail(1, [], [])).to.be.revertedWithCustomError(book.payments, "NothingToDo");
      await expect(agentOf(book).instruct(1, [], ref("file"))).to.be.revertedWithCustomError(
        book.payments,
        "NothingToDo",
      );
    });

    it("takes holders out of the register's order and across the lines' slots", async () => {
      const book = await payable();
      await settle(book, 1, book.c, book.dealer, book.b, book.issuer, book.a);
      expect((await linesOf(book, 1)).map(({ state }) => state)).to.deep.equal(Array(5).fill(LINE.settled));
      expect((await linesOf(book, 1)).map(({ bonds }) => bonds)).to.deep.equal([34, 5, 40, 20, 1]);
    });
  });

  context("when the page is wrong", () => {
    it("refuses whoever is not on the list, and nobody of the page is settled [P-7]", async () => {
      const book = await payable();
      for (const stranger of [book.d, book.fresh[0]!, book.fiscalAgent]) {
        for (const attempt of [settle, fail]) {
          await expect(attempt(book, 1, book.a, stranger))
            .to.be.revertedWithCustomError(book.payments, "NotInList")
            .withArgs(1, stranger.address);
        }
        await expect(agentOf(book).instruct(1, [stranger], ref("file"))).to.be.revertedWithCustomError(
          book.payments,
          "NotInList",
        );
      }
      await expect(agentOf(book).settle(1, [ethers.ZeroAddress], [ref("paid")])).to.be.revertedWithCustomError(
        book.payments,
        "NotInList",
      );
      expect(await waiting(book)).to.equal(5);
    });

    it("refuses a missing reference, or more or fewer of them than holders [P-7]", async () => {
      const book = await payable();
      const agent = agentOf(book);
      const { a, b } = book;
      for (const attempt of [
        () => agent.settle(1, [a, b], [ref("paid"), ethers.ZeroHash]),
        () => agent.settle(1, [a, b], [ref("paid")]),
        () => agent.settle(1, [a], [ref("paid"), ref("paid")]),
        () => agent.fail(1, [a], [ethers.ZeroHash]),
        () => agent.fail(1, [a], []),
        () => agent.instruct(1, [a], ethers.ZeroHash),
      ]) {
        await expect(attempt()).to.be.revertedWithCustomError(book.payments, "ReferenceMissing");
      }
      expect(await waiting(book)).to.equal(5);
    });
  });

  context("when a holder is suspended", () => {
    it("sets him to Failed with that reason, and pays the others of the page [P-7]", async () => {
      const book = await payable();
      await suspend(book, book.b);
      const sent = settle(book, 1, book.a, book.b, book.c);
      await expect(sent).to.emit(book.payments, "PaymentFailed").withArgs(1, book.b.address, SUSPENDED);
      expect(await lineState(book, 1, book.a)).to.equal(LINE.settled);
      expect(await lineState(book, 1, book.b)).to.equal(LINE.failed);
      expect(await lineState(book, 1, book.c)).to.equal(LINE.settled);
      expect(await waiting(book)).to.equal(2);
    });

    it("leaves him Failed, and counted once, on every further run [P-7]", async () => {
      const book = await payable();
      await suspend(book, book.b);
      await settle(book, 1, book.b, book.b);
      const again = await settle(book, 1, book.b);
      expect((await again.wait())?.logs).to.deep.equal([]);
      expect(await waiting(book)).to.equal(4);
    });

    it("settles him once he is resumed, after closing too [P-7, P-9]", async () => {
      const book = await payable();
      await suspend(book, book.b);
      await settle(book, 1, book.a, book.b, book.c, book.dealer, book.issuer);
      await agentOf(book).close(1);
      await goTo("2025-01-10T12:00:00");
      await resume(book, book.b);
      // 20 x 299,000, exempt
      await expect(settle(book, 1, book.b))
        .to.emit(book.payments, "Settled")
        .withArgs(1, book.b.address, 5_980_000, 0, 0, ref("paid 1"));
      expect(await stateOf(book, 1)).to.equal(DATE.closed);
      expect(await waiting(book)).to.equal(0);
    });

    it("does not touch what was settled before the suspension", async () => {
      const book = await payable();
      await settle(book, 1, book.b);
      await suspend(book, book.b);
      await settle(book, 1, book.b);
      expect(await lineState(book, 1, book.b)).to.equal(LINE.settled);
    });

    it("does not pay a suspended holder by way of the key that was replaced [P-7, T-7]", async () => {
      const book = await fixture(openBook);
      const heir = book.fresh[0]!;
      await at("2024-06-11T00:00:00");
      await orderNewKey(book, book.b, heir);
      await suspend(book, book.b);
      await goTo("2024-06-12T09:00:00");
      await executeNewKey(book, book.b, heir); // after 00:00: the line of 12 June is the old key's
      await fixDate(book, 1);
      await fundDate(book, 1);
      await goTo("2024-06-14T00:00:00");
      await expect(settle(book, 1, book.b))
        .to.emit(book.payments, "PaymentFailed")
        .withArgs(1, book.b.address, SUSPENDED);
      await resume(book, heir);
      await expect(settle(book, 1, book.b))
        .to.emit(book.payments, "Settled")
        .withArgs(1, book.b.address, 5_980_000, 0, 0, ref("paid 1"));
    });
  });

  context("when a holder's key was replaced after the record day", () => {
    it("settles the line of the old key, which is closed, and knows no line of the new one [P-3, T-7]", async () => {
      const book = await fixture(openBook);
      const heir = book.fresh[0]!;
      await at("2024-06-11T00:00:00");
      await orderNewKey(book, book.a, heir);
      await goTo("2024-06-12T09:00:00");
      await executeNewKey(book, book.a, heir);
      await fixDate(book, 1);
      await fundDate(book, 1);
      await goTo("2024-06-14T00:00:00");
      await expect(settle(book, 1, heir)).to.be.revertedWithCustomError(book.payments, "NotInList");
      await expect(settle(book, 1, book.a))
        .to.emit(book.payments, "Settled")
        .withArgs(1, book.a.address, 11_960_000, 1_831_674, 0, ref("paid 1")); // 40 x 299,000; 15.315 % is 1,831,674.0
    });
  });
});
