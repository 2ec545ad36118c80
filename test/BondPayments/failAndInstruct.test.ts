import { expect } from "chai";
import { fixture } from "../support/chain";
import {
  agentOf,
  DATE,
  fail,
  fixDate,
  fundDate,
  LINE,
  lineState,
  linesOf,
  openBook,
  payable,
  settle,
  waiting,
} from "../support/paying";
import { goTo, ref } from "../support/suite";

describe("BondPayments.fail", () => {
  it("takes an Open or Instructed holder, who may be settled later [P-7]", async () => {
    const book = await payable();
    await agentOf(book).instruct(1, [book.a], ref("file"));
    await expect(fail(book, 1, book.a, book.b))
      .to.emit(book.payments, "PaymentFailed")
      .withArgs(1, book.a.address, ref("refused 1"));
    expect(await waiting(book)).to.equal(3);
    await settle(book, 1, book.a, book.b);
    expect(await lineState(book, 1, book.a)).to.equal(LINE.settled);
    expect(await waiting(book)).to.equal(3);
  });

  it("skips a holder who failed already", async () => {
    const book = await payable();
    await fail(book, 1, book.a);
    const again = await fail(book, 1, book.a);
    expect((await again.wait())?.logs).to.deep.equal([]);
    expect(await waiting(book)).to.equal(4);
  });

  it("refuses a holder who was settled", async () => {
    const book = await payable();
    await settle(book, 1, book.a);
    await expect(fail(book, 1, book.a))
      .to.be.revertedWithCustomError(book.payments, "AlreadySettled")
      .withArgs(1, book.a.address);
  });
});

describe("BondPayments.instruct", () => {
  it("records the file on a date that is Fixed or Funded, before the pay day too [P-7]", async () => {
    const book = await fixture(openBook);
    await goTo("2024-06-12T00:00:00");
    await fixDate(book, 1);
    await expect(agentOf(book).instruct(1, [book.a, book.c], ref("file")))
      .to.emit(book.payments, "Instructed")
      .withArgs(1, book.c.address, ref("file"));
    await fundDate(book, 1);
    await agentOf(book).instruct(1, [book.b], ref("file 2"));
    expect((await linesOf(book, 1)).map(({ state }) => state)).to.deep.equal([
      LINE.open,
      LINE.open,
      LINE.instructed,
      LINE.instructed,
      LINE.instructed,
    ]);
    expect(await waiting(book)).to.equal(5);
  });

  it("refuses a date that is Scheduled or Closed", async () => {
    const book = await payable();
    await expect(agentOf(book).instruct(2, [book.a], ref("file")))
      .to.be.revertedWithCustomError(book.payments, "WrongDateState")
      .withArgs(2, DATE.scheduled);
    await settle(book, 1, book.a, book.b, book.c, book.dealer, book.issuer);
    await agentOf(book).close(1);
    await expect(agentOf(book).instruct(1, [book.a], ref("file")))
      .to.be.revertedWithCustomError(book.payments, "WrongDateState")
      .withArgs(1, DATE.closed);
  });

  it("skips who is instructed or failed, and refuses who is settled", async () => {
    const book = await payable();
    await fail(book, 1, book.b);
    await agentOf(book).instruct(1, [book.a, book.b, book.a], ref("file"));
    const again = await agentOf(book).instruct(1, [book.a, book.b], ref("file 2"));
    expect((await again.wait())?.logs).to.deep.equal([]);
    expect(await lineState(book, 1, book.b)).to.equal(LINE.failed);
    await settle(book, 1, book.c);
    await expect(agentOf(book).instruct(1, [book.c], ref("file")))
      .to.be.revertedWithCustomError(book.payments, "AlreadySettled")
      .withArgs(1, book.c.address);
  });

  it("is optional: an instructed holder and one who is not are settled alike", async () => {
    const book = await payable();
    await agentOf(book).instruct(1, [book.a], ref("file"));
    await settle(book, 1, book.a, book.b);
    expect([await lineState(book, 1, book.a), await lineState(book, 1, book.b)]).to.deep.equal([
      LINE.settled,
      LINE.settled,
    ]);
  });
});
