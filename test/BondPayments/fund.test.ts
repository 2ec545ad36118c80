import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import {
  agentOf,
  DATE,
  fail,
  fixDate,
  fundDate,
  openBook,
  payOut,
  readyToPay,
  recordDayOf,
  settle,
  stateOf,
} from "../support/paying";
import { at, goTo, hitachi, ref } from "../support/suite";

const DUE = 28_405_000n; // 95 bonds not the issuer's own x 299,000

const fixedBook = async () => {
  const book = await fixture(openBook);
  await goTo(await recordDayOf(book, 1));
  await fixDate(book, 1);
  return book;
};

const fundedBook = async () => {
  const book = await fixture(openBook);
  await readyToPay(book, 1);
  return book;
};

const cancelledBook = async () => {
  const book = await fixture(openBook);
  await book.token.connect(book.a).transfer(book.dealer.address, 40);
  await book.token.connect(book.b).transfer(book.dealer.address, 20);
  await book.token.connect(book.c).transfer(book.dealer.address, 1);
  await book.token.connect(book.dealer).transfer(book.issuer.address, 95);
  await book.token.connect(book.issuer).cancel(100);
  return book;
};

describe("BondPayments.fund", () => {
  context("when the date is Scheduled", () => {
    it("refuses money whose sum nobody knows yet [P-3]", async () => {
      const book = await fixture(openBook);
      await expect(agentOf(book).fund(1, 1, ref("funds")))
        .to.be.revertedWithCustomError(book.payments, "WrongDateState")
        .withArgs(1, DATE.scheduled);
    });
  });

  context("when the date is Fixed", () => {
    it("takes the exact sum at once, which makes it Funded [P-3]", async () => {
      const book = await fixedBook();
      await expect(agentOf(book).fund(1, DUE, ref("funds")))
        .to.emit(book.payments, "Funded")
        .withArgs(1, DUE, DUE, ref("funds"));
      expect(await stateOf(book, 1)).to.equal(DATE.funded);
    });

    it("takes it in parts, and stays Fixed while one yen is missing", async () => {
      const book = await fixedBook();
      await agentOf(book).fund(1, 1, ref("first"));
      await expect(agentOf(book).fund(1, DUE - 2n, ref("second")))
        .to.emit(book.payments, "Funded")
        .withArgs(1, DUE - 2n, DUE - 1n, ref("second"));
      expect(await stateOf(book, 1)).to.equal(DATE.fixed);
      await agentOf(book).fund(1, 1, ref("third"));
      expect(await stateOf(book, 1)).to.equal(DATE.funded);
    });

    it("refuses one yen too much, at once or as the last part", async () => {
      const book = await fixedBook();
      await expect(agentOf(book).fund(1, DUE + 1n, ref("funds")))
        .to.be.revertedWithCustomError(book.payments, "Overfunded")
        .withArgs(1, DUE, 0, DUE + 1n);
      await agentOf(book).fund(1, DUE - 1n, ref("funds"));
      await expect(agentOf(book).fund(1, 2, ref("funds")))
        .to.be.revertedWithCustomError(book.payments, "Overfunded")
        .withArgs(1, DUE, DUE - 1n, 2);
    });

    it("refuses the largest amount there is without overflowing", async () => {
      const book = await fixedBook();
      await agentOf(book).fund(1, 1, ref("funds"));
      const most = 2n ** 64n - 1n;
      await expect(agentOf(book).fund(1, most, ref("funds")))
        .to.be.revertedWithCustomError(book.payments, "Overfunded")
        .withArgs(1, DUE, 1, most);
    });

    it("refuses zero and a missing reference", async () => {
      const book = await fixedBook();
      await expect(agentOf(book).fund(1, 0, ref("funds"))).to.be.revertedWithCustomError(book.payments, "NothingToDo");
      await expect(agentOf(book).fund(1, 1, ethers.ZeroHash)).to.be.revertedWithCustomError(
        book.payments,
        "ReferenceMissing",
      );
    });
  });

  context("when the date is Funded or Closed", () => {
    it("refuses another yen", async () => {
      const book = await fundedBook();
      await expect(agentOf(book).fund(1, 1, ref("funds")))
        .to.be.revertedWithCustomError(book.payments, "WrongDateState")
        .withArgs(1, DATE.funded);
      await payOut(book, 1);
      await expect(agentOf(book).fund(1, 1, ref("funds")))
        .to.be.revertedWithCustomError(book.payments, "WrongDateState")
        .withArgs(1, DATE.closed);
    });
  });
});

describe("BondPayments.close", () => {
  it("refuses a date that is Scheduled, Fixed, or Closed already", async () => {
    const book = await fixedBook();
    for (const [index, state] of [
      [2, DATE.scheduled],
      [1, DATE.fixed],
    ] as const) {
      await expect(agentOf(book).close(index))
        .to.be.revertedWithCustomError(book.payments, "WrongDateState")
        .withArgs(index, state);
    }
    await fundDate(book, 1);
    await goTo("2024-06-14T00:00:00");
    await payOut(book, 1);
    await expect(agentOf(book).close(1))
      .to.be.revertedWithCustomError(book.payments, "WrongDateState")
      .withArgs(1, DATE.closed);
  });

  it("refuses while one holder is Open, the issuer with nothing due included [P-7]", async () => {
    const book = await fundedBook();
    await expect(agentOf(book).close(1)).to.be.revertedWithCustomError(book.payments, "HoldersWaiting").withArgs(1, 5);
    await settle(book, 1, book.a, book.b, book.c, book.dealer);
    await expect(agentOf(book).close(1)).to.be.revertedWithCustomError(book.payments, "HoldersWaiting").withArgs(1, 1);
    await settle(book, 1, book.issuer);
    await expect(agentOf(book).close(1)).to.emit(book.payments, "DateClosed").withArgs(1);
    expect(await stateOf(book, 1)).to.equal(DATE.closed);
  });

  it("refuses while one holder is Instructed [P-7]", async () => {
    const book = await fundedBook();
    await agentOf(book).instruct(1, [book.a], ref("file"));
    await settle(book, 1, book.b, book.c, book.dealer, book.issuer);
    await expect(agentOf(book).close(1)).to.be.revertedWithCustomError(book.payments, "HoldersWaiting").withArgs(1, 1);
  });

  it("closes with failed holders, whose money stays due [P-7, P-9]", async () => {
    const book = await fundedBook();
    await settle(book, 1, book.b, book.c, book.dealer, book.issuer);
    await fail(book, 1, book.a);
    await agentOf(book).close(1);
    expect((await book.payments.paymentDate(1)).dueYen).to.equal(DUE);
    await expect(settle(book, 1, book.a)).to.emit(book.payments, "Settled");
  });

  context("when nothing is due, all bonds being cancelled [P-6]", () => {
    it("is Funded by being fixed, and closes on the pay day with an empty list", async () => {
      const book = await cancelledBook();
      await goTo("2024-06-12T00:00:00");
      await fixDate(book, 1);
      expect(await stateOf(book, 1)).to.equal(DATE.funded);
      expect(await book.payments.linesAt(1, 0, 100)).to.deep.equal([]);
      await at("2024-06-13T23:59:59");
      await expect(agentOf(book).close(1)).to.be.revertedWithCustomError(book.payments, "NotYetPayable");
      await at("2024-06-14T00:00:00");
      await agentOf(book).close(1);
      expect(await stateOf(book, 1)).to.equal(DATE.closed);
    });

    it("goes through the last date too, and stays redeemed [P-5, P-6]", async () => {
      const book = await cancelledBook();
      expect(await book.token.isRedeemed()).to.equal(true);
      expect(await book.token.detectTransferRestriction(book.a.address, book.dealer.address, 1)).to.equal(2);
      await readyToPay(book, 10);
      await expect(agentOf(book).close(10)).to.emit(book.payments, "DateClosed").withArgs(10);
      expect(await book.token.supplyAtRecord(10)).to.equal(0);
      expect(hitachi.bonds).to.equal(100);
    });
  });
});
