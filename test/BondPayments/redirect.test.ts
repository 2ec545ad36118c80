import { expect } from "chai";
import { ethers } from "hardhat";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { fixture } from "../support/chain";
import { administer, KIND } from "../support/market";
import { hitachiOn } from "../support/network";
import {
  agentOf,
  DATE,
  DOCUMENT,
  executeRedirect,
  fail,
  fixDate,
  LINE,
  lineOf,
  lineState,
  linesOf,
  moveKey,
  openBook,
  orderRedirect,
  payable,
  readyToPay,
  redirect,
  resume,
  settle,
  stateOf,
  suspend,
  waiting,
  type Book,
} from "../support/paying";
import { at, goTo, hitachi, jst, ref } from "../support/suite";

const ONE_DAY = 86_400;
const SUSPENDED = ethers.encodeBytes32String("account suspended");

/** 40 bonds on a date: 40 x 299,000, of which 15.315 % is withheld [P-2, P-8]. */
const OF_A = [11_960_000n, 1_831_674n, 0n];

/** Sums that a redirection must not touch. */
const totals = async ({ payments }: Book, index = 1): Promise<unknown> => {
  const { dueYen, fundedYen, openLines, fixedBonds, state } = await payments.paymentDate(index);
  return { dueYen, fundedYen, openLines, fixedBonds, state };
};

describe("BondPayments.redirect", () => {
  context("by its order", () => {
    it("needs one for exactly this date, holder and payee [P-3, T-7]", async () => {
      const book = await payable();
      const { a, b, c, d } = book;
      await orderRedirect(book, 1, a, d);
      await time.increase(ONE_DAY);
      for (const [index, holder, payee] of [
        [2, a, d],
        [0, a, d],
        [1, b, d],
        [1, a, c],
        [1, d, a],
      ] as const) {
        await expect(executeRedirect(book, index, holder, payee))
          .to.be.revertedWithCustomError(book.orders, "NoMatchingRedirection")
          .withArgs(index, holder.address, payee.address);
      }
      await executeRedirect(book, 1, a, d);
      expect((await lineOf(book, 1, a)).payee).to.equal(d.address);
    });

    it("waits to the last second of its day, and says from whom to whom, how much and why [P-3, T-7]", async () => {
      const book = await payable();
      const { a, d, orders, payments } = book;
      await at("2024-06-14T10:00:00");
      await orderRedirect(book, 1, a, d);
      await at("2024-06-15T09:59:59");
      await expect(executeRedirect(book, 1, a, d))
        .to.be.revertedWithCustomError(orders, "OrderNotYetExecutable")
        .withArgs(1, jst("2024-06-15T10:00:00"));
      await at("2024-06-15T10:00:00");
      const sent = executeRedirect(book, 1, a, d);
      await expect(sent)
        .to.emit(payments, "Redirected")
        .withArgs(1, a.address, a.address, d.address, OF_A, 1, DOCUMENT);
      await expect(sent).to.emit(orders, "OrderExecuted").withArgs(1);
    });

    it("works once [T-7]", async () => {
      const book = await payable();
      await redirect(book, 1, book.a, book.d);
      await expect(executeRedirect(book, 1, book.a, book.d)).to.be.revertedWithCustomError(
        book.orders,
        "NoMatchingRedirection",
      );
    });

    it("is dead when the administrator withdrew it or the issuer vetoed it [T-7]", async () => {
      const book = await payable();
      const { a, b, d, orders, registerAdministrator, issuer } = book;
      await orderRedirect(book, 1, a, d);
      await orderRedirect(book, 1, b, d);
      await time.increase(ONE_DAY);
      await orders.connect(registerAdministrator).withdrawOrder(1);
      await orders.connect(issuer).vetoOrder(2);
      for (const holder of [a, b]) {
        await expect(executeRedirect(book, 1, holder, d)).to.be.revertedWithCustomError(
          orders,
          "NoMatchingRedirection",
        );
        expect((await lineOf(book, 1, holder)).payee).to.equal(holder.address);
      }
    });

    it("is the register administrator's alone [T-7]", async () => {
      const book = await payable();
      const { payments, a, d, issuer, dealer, fiscalAgent, platformOperator } = book;
      await orderRedirect(book, 1, a, d);
      await time.increase(ONE_DAY);
      for (const caller of [issuer, dealer, fiscalAgent, platformOperator, a, d]) {
        await expect(payments.connect(caller).redirect(1, a, d))
          .to.be.revertedWithCustomError(payments, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("is not used up by a number that only ends like the date's [T-7]", async () => {
      const book = await payable();
      await orderRedirect(book, 1, book.a, book.d);
      await time.increase(ONE_DAY);
      // 65,537 = 2^16 + 1: in 16 bits it is date 1
      await expect(executeRedirect(book, 65_537, book.a, book.d)).to.be.revertedWithCustomError(
        book.payments,
        "NoSuchDate",
      );
      expect((await book.orders.orderAt(1)).state).to.equal(1); // Recorded
      await executeRedirect(book, 1, book.a, book.d);
    });
  });

  context("whatever state the line is in", () => {
    it("redirects an open line, and settling it pays the payee by the line of the holder [P-3]", async () => {
      const book = await payable();
      await redirect(book, 1, book.a, book.d);
      const line = await lineOf(book, 1, book.a);
      expect([line.payee, line.state, line.gross]).to.deep.equal([book.d.address, LINE.open, 11_960_000n]);
      await expect(settle(book, 1, book.d)).to.be.revertedWithCustomError(book.payments, "NotInList");
      await expect(settle(book, 1, book.a))
        .to.emit(book.payments, "Settled")
        .withArgs(1, book.a.address, ...OF_A, ref("paid 1"));
      expect(await waiting(book)).to.equal(4);
    });

    it("takes an instructed line back to Open: the file names another person [P-3, P-7]", async () => {
      const book = await payable();
      await agentOf(book).instruct(1, [book.a, book.b], ref("file"));
      await redirect(book, 1, book.a, book.d);
      expect(await lineState(book, 1, book.a)).to.equal(LINE.open);
      expect(await lineState(book, 1, book.b)).to.equal(LINE.instructed);
      await expect(agentOf(book).instruct(1, [book.a], ref("file 2")))
        .to.emit(book.payments, "Instructed")
        .withArgs(1, book.a.address, ref("file 2"));
    });

    it("redirects a failed line, which stays failed until it is settled [P-3, P-7, P-9]", async () => {
      const book = await payable();
      await fail(book, 1, book.a);
      await redirect(book, 1, book.a, book.d);
      expect(await lineState(book, 1, book.a)).to.equal(LINE.failed);
      expect(await waiting(book)).to.equal(4);
      await settle(book, 1, book.a);
      expect(await lineState(book, 1, book.a)).to.equal(LINE.settled);
      expect(await waiting(book)).to.equal(4);
    });

    it("refuses a settled line, and leaves its order waiting [P-3]", async () => {
      const book = await payable();
      await orderRedirect(book, 1, book.a, book.d);
      await time.increase(ONE_DAY);
      await settle(book, 1, book.a);
      await expect(executeRedirect(book, 1, book.a, book.d))
        .to.be.revertedWithCustomError(book.payments, "AlreadySettled")
        .withArgs(1, book.a.address);
      expect((await book.orders.orderAt(1)).state).to.equal(1); // Recorded
    });

    it("refuses the issuer's own bonds, on which nothing is due [P-6]", async () => {
      const book = await payable();
      await expect(redirect(book, 1, book.issuer, book.d)).to.be.revertedWithCustomError(book.payments, "NothingToDo");
    });

    it("supersedes an earlier redirection, with old and new payee, back to the holder too [P-3]", async () => {
      const book = await payable();
      const { payments, a, b, d } = book;
      await redirect(book, 1, a, d);
      await expect(redirect(book, 1, a, b))
        .to.emit(payments, "Redirected")
        .withArgs(1, a.address, d.address, b.address, OF_A, 2, DOCUMENT);
      expect((await lineOf(book, 1, a)).payee).to.equal(b.address);
      await expect(redirect(book, 1, a, a))
        .to.emit(payments, "Redirected")
        .withArgs(1, a.address, b.address, a.address, OF_A, 3, DOCUMENT);
      expect((await lineOf(book, 1, a)).payee).to.equal(a.address);
    });

    it("refuses to redirect to whoever is entitled already [P-3]", async () => {
      const book = await payable();
      await expect(redirect(book, 1, book.a, book.a)).to.be.revertedWithCustomError(book.payments, "NothingToDo");
      await redirect(book, 1, book.a, book.d);
      await expect(redirect(book, 1, book.a, book.d)).to.be.revertedWithCustomError(book.payments, "NothingToDo");
    });
  });

  context("when the payee has a line and a tax class of his own", () => {
    // 100,050 yen x 0.00299 = 299.1495 yen a bond
    const oddBook = () => openBook({ ...hitachi, denominationYen: 100_050n });

    it("pays both lines as they are: never added up and cut again [P-3, P-8]", async () => {
      const book = await fixture(oddBook);
      const { a, b, payments } = book;
      await readyToPay(book, 1);
      // a: 40 x 299.1495 = 11,965.98, of which 15.315 % = 1,832.4…; b, exempt: 20 x 299.1495 = 5,982.99.
      // 60 bonds of one holder would be 17,948.97: a yen more than 11,965 + 5,982, and withheld as b's nothing.
      await redirect(book, 1, a, b);
      const [line, own] = [await lineOf(book, 1, a), await lineOf(book, 1, b)];
      expect([line.payee, line.bonds, line.taxClass, line.gross, line.withheld]).to.deep.equal([
        b.address,
        40,
        0,
        11_965n,
        1_832n,
      ]);
      expect([own.payee, own.bonds, own.taxClass, own.gross, own.withheld]).to.deep.equal([
        b.address,
        20,
        1,
        5_982n,
        0n,
      ]);
      const sent = settle(book, 1, b, a);
      await expect(sent).to.emit(payments, "Settled").withArgs(1, a.address, 11_965, 1_832, 0, ref("paid 2"));
      await expect(sent).to.emit(payments, "Settled").withArgs(1, b.address, 5_982, 0, 0, ref("paid 1"));
    });

    it("settles one of them without the other [P-3, P-7]", async () => {
      const book = await payable();
      await redirect(book, 1, book.a, book.b);
      await settle(book, 1, book.b);
      expect(await lineState(book, 1, book.a)).to.equal(LINE.open);
      await fail(book, 1, book.a);
      expect(await lineState(book, 1, book.b)).to.equal(LINE.settled);
      expect(await waiting(book)).to.equal(3);
    });

    it("leaves the class as it was fixed, whatever class holder or payee gets later [P-3, P-8]", async () => {
      const book = await payable();
      await redirect(book, 1, book.a, book.b);
      await book.registry.connect(book.dealer).setTaxClass(book.a, 1);
      const { gross, withheld } = await lineOf(book, 1, book.a);
      expect([gross, withheld, 0n]).to.deep.equal(OF_A);
    });
  });

  it("never changes what the date is due, has and waits for [P-3]", async () => {
    const book = await payable();
    const { a, b, c, d } = book;
    await agentOf(book).instruct(1, [c], ref("file"));
    await fail(book, 1, b);
    const before = await totals(book);
    await redirect(book, 1, a, d);
    await redirect(book, 1, b, d);
    await redirect(book, 1, c, d);
    await redirect(book, 1, a, b);
    expect(await totals(book)).to.deep.equal(before);
    // 34 of the dealer, 40, 20 and 1 bonds x 299,000
    expect((await book.payments.paymentDate(1)).dueYen).to.equal(95n * 299_000n);
    expect((await linesOf(book, 1)).map(({ gross }) => gross / 299_000n)).to.deep.equal([34n, 0n, 40n, 20n, 1n]);
  });

  context("when somebody is suspended", () => {
    it("pays by the suspension of the payee, not of the holder [P-3, P-7]", async () => {
      const book = await payable();
      await redirect(book, 1, book.a, book.d);
      await suspend(book, book.d);
      await expect(settle(book, 1, book.a))
        .to.emit(book.payments, "PaymentFailed")
        .withArgs(1, book.a.address, SUSPENDED);
      await resume(book, book.d);
      await suspend(book, book.a);
      await expect(settle(book, 1, book.a)).to.emit(book.payments, "Settled");
    });

    it("pays a payee whose key was replaced later by the standing of his new one [P-3, P-7, T-7]", async () => {
      const book = await payable();
      const heir = book.fresh[0]!;
      await redirect(book, 1, book.a, book.d);
      await moveKey(book, book.d, heir);
      await suspend(book, heir);
      await expect(settle(book, 1, book.a))
        .to.emit(book.payments, "PaymentFailed")
        .withArgs(1, book.a.address, SUSPENDED);
      await resume(book, heir);
      await expect(settle(book, 1, book.a)).to.emit(book.payments, "Settled");
      expect((await lineOf(book, 1, book.a)).payee).to.equal(book.d.address); // as it was recorded
    });

    it("pays the dealer, whose account moved meanwhile [P-3, P-7, T-7]", async () => {
      const book = await payable();
      await redirect(book, 1, book.a, book.dealer);
      await administer(book, book.token, "moveParty", [KIND.Dealer, book.fresh[0]!.address, DOCUMENT]);
      await expect(settle(book, 1, book.a)).to.emit(book.payments, "Settled");
    });
  });

  context("when the payee cannot be", () => {
    it("refuses who has no account [P-3]", async () => {
      const book = await payable();
      for (const stranger of [book.fresh[0]!.address, ethers.ZeroAddress, await book.token.getAddress()]) {
        await expect(redirect(book, 1, book.a, stranger))
          .to.be.revertedWithCustomError(book.token, "AccountUnknown")
          .withArgs(stranger);
      }
    });

    it("refuses an account that a new key replaced, and takes the new one [P-3, T-7]", async () => {
      const book = await payable();
      const heir = book.fresh[0]!;
      await moveKey(book, book.d, heir);
      await expect(redirect(book, 1, book.a, book.d))
        .to.be.revertedWithCustomError(book.token, "WrongAccountStatus")
        .withArgs(book.d.address, 3); // Closed
      await redirect(book, 1, book.a, heir);
      expect((await lineOf(book, 1, book.a)).payee).to.equal(heir.address);
    });
  });

  context("whenever", () => {
    it("refuses before the date is fixed, and takes each line once it is read [P-3]", async () => {
      const book = await fixture(openBook);
      const { a, d } = book;
      await goTo("2024-06-12T00:00:00");
      await expect(redirect(book, 1, a, d))
        .to.be.revertedWithCustomError(book.payments, "NotInList")
        .withArgs(1, a.address);
      await agentOf(book).fix(1, 2); // dealer and issuer
      await expect(executeRedirect(book, 1, a, d)).to.be.revertedWithCustomError(book.payments, "NotInList");
      await agentOf(book).fix(1, 1); // a
      await executeRedirect(book, 1, a, d);
      await fixDate(book, 1);
      expect((await lineOf(book, 1, a)).payee).to.equal(d.address);
      expect((await linesOf(book, 1)).map(({ bonds }) => bonds)).to.deep.equal([34, 5, 40, 20, 1]);
    });

    it("refuses whoever has no line on the date [P-3]", async () => {
      const book = await payable();
      for (const stranger of [book.d, book.fresh[0]!]) {
        await expect(redirect(book, 1, stranger, book.b))
          .to.be.revertedWithCustomError(book.payments, "NotInList")
          .withArgs(1, stranger.address);
      }
    });

    it("refuses date 0 as long as the bond performs [D-1]", async () => {
      const book = await payable();
      await expect(redirect(book, 0, book.a, book.d)).to.be.revertedWithCustomError(book.payments, "NoSuchDate");
    });

    it("takes a failed line of a closed date, which stays closed when that is paid [P-3, P-7, P-9]", async () => {
      const book = await payable();
      await fail(book, 1, book.a);
      await settle(book, 1, book.b, book.c, book.dealer, book.issuer);
      await agentOf(book).close(1);
      await goTo("2025-03-03T09:00:00");
      await redirect(book, 1, book.a, book.d);
      await expect(settle(book, 1, book.a)).to.emit(book.payments, "Settled");
      expect(await stateOf(book, 1)).to.equal(DATE.closed);
    });
  });

  context("on the last date", () => {
    const LAST = 2;
    const shortBook = () => openBook(hitachiOn("2024-06-14", "2024-12-14"));

    it("burns the holder's bonds all the same, and owes principal and interest to the payee [P-3, P-5]", async () => {
      const book = await fixture(shortBook);
      await readyToPay(book, LAST);
      const { a, d, token, payments } = book;
      await expect(redirect(book, LAST, a, d))
        .to.emit(payments, "Redirected")
        .withArgs(LAST, a.address, a.address, d.address, [11_960_000, 1_831_674, 4_000_000_000], 1, DOCUMENT);
      const sent = settle(book, LAST, a);
      await expect(sent).to.emit(token, "Transfer").withArgs(a.address, ethers.ZeroAddress, 40);
      await expect(sent)
        .to.emit(payments, "Settled")
        .withArgs(LAST, a.address, 11_960_000, 1_831_674, 4_000_000_000, ref("paid 1"));
      expect(await token.totalSupply()).to.equal(60);
    });

    it("burns them too when the payee is suspended, and keeps his claim [P-3, P-5, P-7]", async () => {
      const book = await fixture(shortBook);
      await readyToPay(book, LAST);
      const { a, d, token } = book;
      await redirect(book, LAST, a, d);
      await suspend(book, d);
      await settle(book, LAST, a);
      expect([await token.balanceOf(a), await token.totalSupply()]).to.deep.equal([0n, 60n]);
      expect(await lineState(book, LAST, a)).to.equal(LINE.failed);
      await resume(book, d);
      await expect(settle(book, LAST, a)).to.emit(book.payments, "Settled");
      expect(await token.totalSupply()).to.equal(60);
    });

    it("redirects after the burn what failed [P-3, P-5, P-9]", async () => {
      const book = await fixture(shortBook);
      await readyToPay(book, LAST);
      const { a, b, c, dealer, issuer, d, token } = book;
      await fail(book, LAST, a);
      await settle(book, LAST, b, c, dealer, issuer);
      await agentOf(book).close(LAST);
      expect(await token.isRedeemed()).to.equal(true);
      await redirect(book, LAST, a, d);
      const receipt = await (await settle(book, LAST, a)).wait();
      expect(receipt?.logs).to.have.length(1); // Settled, and no second burn
    });
  });
});
