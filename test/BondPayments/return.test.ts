import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import { hitachiOn } from "../support/network";
import {
  agentOf,
  DATE,
  fail,
  fixDate,
  fundDate,
  giveBack,
  LINE,
  lineOf,
  lineState,
  openBook,
  payable,
  readyToPay,
  redirect,
  settle,
  stateOf,
  waiting,
  type Book,
} from "../support/paying";
import { goTo, ref } from "../support/suite";

const everybody = ({ dealer, issuer, a, b, c }: Book) => [dealer, issuer, a, b, c];

describe("BondPayments.recordReturn", () => {
  context("from a settled line", () => {
    it("makes the amount due again, with the reason [P-7]", async () => {
      const book = await payable();
      await settle(book, 1, book.a, book.b);
      const sent = giveBack(book, 1, book.a, book.b);
      await expect(sent).to.emit(book.payments, "PaymentReturned").withArgs(1, book.a.address, ref("returned 1"));
      await expect(sent).to.emit(book.payments, "PaymentReturned").withArgs(1, book.b.address, ref("returned 2"));
      expect([await lineState(book, 1, book.a), await lineState(book, 1, book.b)]).to.deep.equal([
        LINE.failed,
        LINE.failed,
      ]);
      expect(await waiting(book)).to.equal(3); // nobody new waits
      expect((await book.payments.paymentDate(1)).dueYen).to.equal(95n * 299_000n);
    });

    it("lets it be settled again with a new reference, and come back again [P-7]", async () => {
      const book = await payable();
      await settle(book, 1, book.a);
      for (const reference of [ref("second try"), ref("third try")]) {
        await giveBack(book, 1, book.a);
        await expect(agentOf(book).settle(1, [book.a], [reference]))
          .to.emit(book.payments, "Settled")
          .withArgs(1, book.a.address, 11_960_000, 1_831_674, 0, reference); // 40 x 299,000
      }
      expect(await waiting(book)).to.equal(4);
    });

    it("lets it be redirected, which a settled line does not [P-3, P-7]", async () => {
      const book = await payable();
      await settle(book, 1, book.a);
      await expect(redirect(book, 1, book.a, book.d)).to.be.revertedWithCustomError(book.payments, "AlreadySettled");
      await giveBack(book, 1, book.a);
      await book.orders.connect(book.registerAdministrator).withdrawOrder(1);
      await redirect(book, 1, book.a, book.d);
      await settle(book, 1, book.a);
      const { payee, state } = await lineOf(book, 1, book.a);
      expect([payee, state]).to.deep.equal([book.d.address, LINE.settled]);
    });
  });

  context("from any other line", () => {
    it("refuses one that is open, instructed or failed, with its state [P-7]", async () => {
      const book = await payable();
      await agentOf(book).instruct(1, [book.b], ref("file"));
      await fail(book, 1, book.c);
      for (const [holder, state] of [
        [book.a, LINE.open],
        [book.b, LINE.instructed],
        [book.c, LINE.failed],
      ] as const) {
        await expect(giveBack(book, 1, holder))
          .to.be.revertedWithCustomError(book.payments, "NotSettled")
          .withArgs(1, holder.address, state);
      }
    });

    it("refuses who is not on the list [P-7]", async () => {
      const book = await payable();
      for (const stranger of [book.d, book.fresh[0]!]) {
        await expect(giveBack(book, 1, stranger))
          .to.be.revertedWithCustomError(book.payments, "NotInList")
          .withArgs(1, stranger.address);
      }
    });

    it("takes back nothing of a mixed page, nor of one that names a holder twice [P-7]", async () => {
      const book = await payable();
      const { a, b, c } = book;
      await settle(book, 1, a, b);
      await expect(giveBack(book, 1, a, b, c)).to.be.revertedWithCustomError(book.payments, "NotSettled");
      await expect(giveBack(book, 1, a, b, a))
        .to.be.revertedWithCustomError(book.payments, "NotSettled")
        .withArgs(1, a.address, LINE.failed);
      expect([await lineState(book, 1, a), await lineState(book, 1, b)]).to.deep.equal([LINE.settled, LINE.settled]);
    });
  });

  it("needs somebody, and a reason for each [P-7]", async () => {
    const book = await payable();
    const { a, b } = book;
    await settle(book, 1, a, b);
    const agent = agentOf(book);
    await expect(agent.recordReturn(1, [], [])).to.be.revertedWithCustomError(book.payments, "NothingToDo");
    for (const attempt of [
      () => agent.recordReturn(1, [a], [ethers.ZeroHash]),
      () => agent.recordReturn(1, [a, b], [ref("returned")]),
      () => agent.recordReturn(1, [a], [ref("returned"), ref("returned")]),
    ]) {
      await expect(attempt()).to.be.revertedWithCustomError(book.payments, "ReferenceMissing");
    }
    expect(await lineState(book, 1, a)).to.equal(LINE.settled);
  });

  it("is the fiscal agent's alone [P-7]", async () => {
    const book = await payable();
    const { payments, a, issuer, registerAdministrator, dealer, platformOperator } = book;
    await settle(book, 1, a);
    for (const caller of [issuer, registerAdministrator, dealer, platformOperator, a]) {
      await expect(payments.connect(caller).recordReturn(1, [a], [ref("returned")]))
        .to.be.revertedWithCustomError(payments, "AccessManagedUnauthorized")
        .withArgs(caller.address);
    }
  });

  context("by the state of the date", () => {
    it("leaves a closed date closed, with the amount due and payable [P-7, P-9]", async () => {
      const book = await payable();
      await settle(book, 1, ...everybody(book));
      await agentOf(book).close(1);
      await goTo("2026-06-13T09:00:00"); // two years later
      await giveBack(book, 1, book.a);
      const { state, dueYen, openLines } = await book.payments.paymentDate(1);
      expect([state, dueYen, openLines]).to.deep.equal([DATE.closed, 95n * 299_000n, 0n]);
      await expect(settle(book, 1, book.a)).to.emit(book.payments, "Settled");
      expect(await stateOf(book, 1)).to.equal(DATE.closed);
    });

    it("refuses one that is Scheduled or Fixed: nothing can be settled yet [P-7]", async () => {
      const book = await fixture(openBook);
      const expectState = (state: bigint) =>
        expect(giveBack(book, 1, book.a))
          .to.be.revertedWithCustomError(book.payments, "WrongDateState")
          .withArgs(1, state);
      await expectState(DATE.scheduled);
      await goTo("2024-06-12T00:00:00");
      await fixDate(book, 1);
      await expectState(DATE.fixed);
      await fundDate(book, 1);
      await expect(giveBack(book, 1, book.a)).to.be.revertedWithCustomError(book.payments, "NotSettled");
    });

    it("leaves bonds burned on the last date, and burns nothing again [P-5, P-7]", async () => {
      const book = await fixture(lastBook);
      await readyToPay(book, LAST);
      await settle(book, LAST, ...everybody(book));
      const returned = await (await giveBack(book, LAST, book.a)).wait();
      expect(returned?.logs).to.have.length(1);
      expect([await book.token.totalSupply(), await book.token.isRedeemed()]).to.deep.equal([0n, true]);
      const again = await (await settle(book, LAST, book.a)).wait();
      expect(again?.logs).to.have.length(1); // Settled alone
      // 40 x (299,000 + 100,000,000)
      const { gross, principal, state } = await lineOf(book, LAST, book.a);
      expect([gross, principal, state]).to.deep.equal([11_960_000n, 4_000_000_000n, LINE.settled]);
    });
  });
});

const LAST = 2;
const lastBook = () => openBook(hitachiOn("2024-06-14", "2024-12-14"));
