import { expect } from "chai";
import { fixture } from "../support/chain";
import {
  agentOf,
  bondsListed,
  DATE,
  executeMove,
  executeNewKey,
  fixDate,
  LINE,
  linesOf,
  openBook,
  orderMove,
  orderNewKey,
  stateOf,
  type Book,
} from "../support/paying";
import { at, day, goTo, openAccounts, ref } from "../support/suite";

/** The first window: record day Wednesday 12 June 2024, date Friday 14 June. */
const listed = ({ dealer, issuer, a, b, c }: Book): [string, number][] => [
  [dealer.address, 34],
  [issuer.address, 5],
  [a.address, 40],
  [b.address, 20],
  [c.address, 1],
];
const DUE = 28_405_000n; // 95 bonds not the issuer's own x 299,000

describe("BondPayments.fix", () => {
  context("when the record day has not come", () => {
    it("refuses on 11 June 2024 at 23:59:59 and reads at 00:00:00 of 12 June [P-3]", async () => {
      const book = await fixture(openBook);
      await at("2024-06-11T23:59:59");
      await expect(agentOf(book).fix(1, 10))
        .to.be.revertedWithCustomError(book.payments, "RecordDayAhead")
        .withArgs(1, day("2024-06-12"));
      await at("2024-06-12T00:00:00");
      await expect(agentOf(book).fix(1, 10)).to.emit(book.payments, "DateFixed").withArgs(1, 100, DUE);
      expect(await stateOf(book, 1)).to.equal(DATE.fixed);
    });

    it("refuses the second date on the record day of the first [P-3]", async () => {
      const book = await fixture(openBook);
      await goTo("2024-06-12T00:00:00");
      await expect(agentOf(book).fix(2, 10))
        .to.be.revertedWithCustomError(book.payments, "RecordDayAhead")
        .withArgs(2, day("2024-12-11"));
    });
  });

  context("when there is no such date", () => {
    for (const index of [0, 11, 255, 256, 2 ** 32]) {
      it(`refuses date ${index} of 10, in every function`, async () => {
        const book = await fixture(openBook);
        await goTo("2028-12-14T00:00:00");
        const { payments } = book;
        const attempts = [
          () => agentOf(book).fix(index, 10),
          () => payments.linesAt(index, 0, 10),
          () => payments.paymentDate(index),
        ];
        for (const attempt of attempts) {
          await expect(attempt()).to.be.revertedWithCustomError(payments, "NoSuchDate").withArgs(index, 10);
        }
        for (const attempt of [
          () => agentOf(book).fund(index, 1, ref("funds")),
          () => agentOf(book).settle(index, [], []),
          () => agentOf(book).fail(index, [], []),
          () => agentOf(book).instruct(index, [], ref("file")),
          () => agentOf(book).close(index),
        ]) {
          await expect(attempt()).to.be.revertedWithCustomError(payments, "WrongDateState").withArgs(index, 0);
        }
      });
    }
  });

  context("in pages", () => {
    for (const page of [1, 2, 3, 5, 6, 7, 1000]) {
      it(`of ${page} reads the same holders, bonds and yen [P-3]`, async () => {
        const book = await fixture(openBook);
        await goTo("2024-06-12T00:00:00");
        await fixDate(book, 1, page);
        expect(await bondsListed(book, 1)).to.deep.equal(listed(book));
        const { fixedAccounts, fixedBonds, dueYen, openLines } = await book.payments.paymentDate(1);
        expect([fixedAccounts, fixedBonds, dueYen, openLines]).to.deep.equal([6n, 100n, DUE, 5n]);
      });
    }

    it("says what each page read; the date is Scheduled until the last one", async () => {
      const book = await fixture(openBook);
      await goTo("2024-06-12T00:00:00");
      // dealer 34 and issuer 5: 39 bonds, 34 x 299,000 = 10,166,000
      await expect(agentOf(book).fix(1, 2)).to.emit(book.payments, "PageFixed").withArgs(1, 0, 2, 39, 10_166_000n);
      expect(await stateOf(book, 1)).to.equal(DATE.scheduled);
      await expect(agentOf(book).fund(1, 1, ref("funds"))).to.be.revertedWithCustomError(
        book.payments,
        "WrongDateState",
      );
      // and a with 40: 79 bonds, 11,960,000 more
      await expect(agentOf(book).fix(1, 1)).to.emit(book.payments, "PageFixed").withArgs(1, 2, 3, 79, 22_126_000n);
      await expect(agentOf(book).fix(1, 9)).to.emit(book.payments, "PageFixed").withArgs(1, 3, 6, 100, DUE);
    });

    it("refuses a page of nothing", async () => {
      const book = await fixture(openBook);
      await goTo("2024-06-12T00:00:00");
      await expect(agentOf(book).fix(1, 0)).to.be.revertedWithCustomError(book.payments, "NothingToDo");
    });

    it("refuses another page once the date is Fixed", async () => {
      const book = await fixture(openBook);
      await goTo("2024-06-12T00:00:00");
      await fixDate(book, 1);
      await expect(agentOf(book).fix(1, 10))
        .to.be.revertedWithCustomError(book.payments, "WrongDateState")
        .withArgs(1, DATE.fixed);
    });

    it("goes on when accounts are opened between two pages", async () => {
      const book = await fixture(openBook);
      await goTo("2024-06-12T00:00:00");
      await agentOf(book).fix(1, 5);
      await openAccounts(book, book.fresh.slice(0, 2));
      await agentOf(book).fix(1, 1);
      expect(await stateOf(book, 1)).to.equal(DATE.scheduled); // two accounts left
      await fixDate(book, 1, 1);
      expect(await bondsListed(book, 1)).to.deep.equal(listed(book));
    });

    it("is not confused by pages of two dates in turn", async () => {
      const book = await fixture(openBook);
      await goTo("2024-12-11T00:00:00"); // record day of the second date, Saturday 14 December
      for (let page = 0; page < 3; page += 1) {
        await agentOf(book).fix(2, 2);
        await agentOf(book).fix(1, 2);
      }
      for (const index of [1, 2]) expect(await bondsListed(book, index)).to.deep.equal(listed(book));
    });
  });

  context("when an entry moves after 00:00 of the record day", () => {
    it("reads a holding as it was before a court's order in the window [P-3, T-7]", async () => {
      const book = await fixture(openBook);
      await at("2024-06-11T00:00:00");
      await orderMove(book, book.a, book.d, 15);
      await at("2024-06-12T00:00:00"); // a day later to the second: the first moment of the record day
      await executeMove(book, book.a, book.d, 15);
      expect(await book.token.balanceOf(book.a)).to.equal(25);
      expect(await book.token.bondsAtRecord(1, book.a)).to.equal(40);
      await fixDate(book, 1, 1);
      expect(await bondsListed(book, 1)).to.deep.equal(listed(book));
    });

    it("reads a holding as it is after an order one second before the record day [P-3, T-7]", async () => {
      const book = await fixture(openBook);
      await at("2024-06-10T23:59:59");
      await orderMove(book, book.a, book.d, 15);
      await at("2024-06-11T23:59:59");
      await executeMove(book, book.a, book.d, 15);
      await goTo("2024-06-12T00:00:00");
      await fixDate(book, 1);
      const [, , a, , , d] = await bondsListed(book, 1);
      expect([a, d]).to.deep.equal([
        [book.a.address, 25],
        [book.d.address, 15],
      ]);
    });

    it("reads the old key of a holder who gets a new one in the window [P-3, T-7]", async () => {
      const book = await fixture(openBook);
      const heir = book.fresh[0]!;
      await at("2024-06-11T00:00:00");
      await orderNewKey(book, book.a, heir);
      await at("2024-06-12T00:00:00");
      await executeNewKey(book, book.a, heir);
      expect(await book.token.balanceOf(heir)).to.equal(40);
      await fixDate(book, 1, 3);
      expect(await bondsListed(book, 1)).to.deep.equal(listed(book));
    });

    it("reads between two pages what the record day shows, though bonds run ahead of the reading and back [P-3, T-7]", async () => {
      const book = await fixture(openBook);
      await at("2024-06-12T09:00:00");
      await orderMove(book, book.dealer, book.c, 30); // from a page that is read to one that is not
      await orderMove(book, book.c, book.dealer, 2);
      await goTo("2024-06-13T10:00:00");
      await agentOf(book).fix(1, 3);
      await executeMove(book, book.dealer, book.c, 30);
      await agentOf(book).fix(1, 1);
      await executeMove(book, book.c, book.dealer, 2);
      await agentOf(book).fix(1, 1);
      await agentOf(book).fix(1, 1);
      expect(await bondsListed(book, 1)).to.deep.equal(listed(book));
      expect((await book.payments.paymentDate(1)).dueYen).to.equal(DUE);
    });

    it("leaves the next date to show where the bonds are now [P-3, T-7]", async () => {
      const book = await fixture(openBook);
      await at("2024-06-12T09:00:00");
      await orderMove(book, book.a, book.d, 40);
      await at("2024-06-13T10:00:00");
      await executeMove(book, book.a, book.d, 40);
      await goTo("2024-12-11T00:00:00");
      await fixDate(book, 2);
      expect((await linesOf(book, 2)).find(({ holder }) => holder === book.d.address)?.bonds).to.equal(40);
      expect((await linesOf(book, 2)).some(({ holder }) => holder === book.a.address)).to.equal(false);
      await fixDate(book, 1);
      expect(await bondsListed(book, 1)).to.deep.equal(listed(book));
    });
  });

  it("is the fiscal agent's alone, like every step of a payment [P-7]", async () => {
    const book = await fixture(openBook);
    await goTo("2024-06-14T00:00:00");
    const { payments, issuer, dealer, registerAdministrator, platformOperator, deployer, a } = book;
    for (const stranger of [issuer, dealer, registerAdministrator, platformOperator, deployer, a]) {
      const their = payments.connect(stranger);
      for (const attempt of [
        () => their.fix(1, 10),
        () => their.fund(1, 1, ref("funds")),
        () => their.instruct(1, [a], ref("file")),
        () => their.settle(1, [a], [ref("paid")]),
        () => their.fail(1, [a], [ref("reason")]),
        () => their.close(1),
      ]) {
        const refused = expect(attempt()).to.be.revertedWithCustomError(payments, "AccessManagedUnauthorized");
        await refused.withArgs(stranger.address);
      }
    }
  });

  it("opens every line, and none for an account without bonds", async () => {
    const book = await fixture(openBook);
    await goTo("2024-06-12T00:00:00");
    await fixDate(book, 1);
    expect((await linesOf(book, 1)).map(({ state }) => state)).to.deep.equal(Array(5).fill(LINE.open));
  });
});
