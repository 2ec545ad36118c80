import { expect } from "chai";
import { fixture } from "../support/chain";
import {
  agentOf,
  fail,
  fixDate,
  fundDate,
  LINE,
  linesOf,
  openBook,
  OWN_BONDS,
  readyToPay,
  refsFor,
  settle,
  type LineShown,
} from "../support/paying";
import { at, goTo, hitachi } from "../support/suite";

const shown = (lines: readonly LineShown[]) =>
  lines.map(({ bonds, taxClass, gross, withheld, principal }) => [bonds, taxClass, gross, withheld, principal]);

// 299,000 a bond [P-2]; tax 15.315 %, cut per holder [P-8]:
const FIRST_DATE = [
  [34, 0, 10_166_000n, 1_556_922n, 0n], // dealer, of its own class: 10,166,000 x 0.15315 = 1,556,922.9
  [5, Number(OWN_BONDS), 0n, 0n, 0n], // the issuer's own: listed, nothing due [P-6]
  [40, 0, 11_960_000n, 1_831_674n, 0n], // 11,960,000 x 0.15315 = 1,831,674.0
  [20, 1, 5_980_000n, 0n, 0n], // exempt
  [1, 0, 299_000n, 45_791n, 0n], // 299,000 x 0.15315 = 45,791.85
];

describe("BondPayments.linesAt", () => {
  it("previews the next date before its record day, from the register as it is [P-3, P-8]", async () => {
    const book = await fixture(openBook);
    expect(shown(await linesOf(book, 1))).to.deep.equal(FIRST_DATE);
    expect((await linesOf(book, 1)).map(({ state }) => state)).to.deep.equal(Array(5).fill(LINE.none));
    await book.token.connect(book.a).transfer(book.dealer.address, 40);
    expect(shown(await linesOf(book, 1)).map(([bonds]) => bonds)).to.deep.equal([74, 5, 20, 1]);
  });

  it("shows after fixing what it showed before, to the yen, and settling says the same [P-3, P-8]", async () => {
    const book = await fixture(openBook);
    await goTo("2024-06-12T00:00:00");
    const preview = await linesOf(book, 1);
    await fixDate(book, 1, 2);
    const lines = await linesOf(book, 1);
    expect(shown(lines)).to.deep.equal(shown(preview));
    expect(shown(lines)).to.deep.equal(FIRST_DATE);
    await fundDate(book, 1);
    await goTo("2024-06-14T00:00:00");
    const sent = settle(book, 1, book.dealer, book.issuer, book.a, book.b, book.c);
    for (const [i, { holder, gross, withheld, principal }] of lines.entries()) {
      await expect(sent)
        .to.emit(book.payments, "Settled")
        .withArgs(1, holder, gross, withheld, principal, refsFor(lines)[i]);
    }
    expect(shown(await linesOf(book, 1))).to.deep.equal(FIRST_DATE);
  });

  it("shows half a page fixed and half a preview, the same in both [P-3]", async () => {
    const book = await fixture(openBook);
    await goTo("2024-06-12T00:00:00");
    await agentOf(book).fix(1, 3);
    const lines = await linesOf(book, 1);
    expect(lines.map(({ state }) => state)).to.deep.equal([LINE.open, LINE.open, LINE.open, LINE.none, LINE.none]);
    expect(shown(lines)).to.deep.equal(FIRST_DATE);
  });

  it("comes in pages of any size, empty beyond the register", async () => {
    const book = await fixture(openBook);
    const page = async (offset: number, limit: number) =>
      (await book.payments.linesAt(1, offset, limit)).map(({ bonds }) => Number(bonds));
    expect(await page(0, 2)).to.deep.equal([34, 5]);
    expect(await page(2, 2)).to.deep.equal([40, 20]);
    expect(await page(4, 100)).to.deep.equal([1]);
    expect(await page(5, 1)).to.deep.equal([]); // d has no bonds
    expect(await page(6, 10)).to.deep.equal([]);
    expect(await page(1_000_000, 1_000_000)).to.deep.equal([]);
    expect(await page(0, 0)).to.deep.equal([]);
  });

  it("adds the principal on the last date, from which nothing is withheld [P-5, P-8]", async () => {
    const book = await fixture(openBook);
    expect(shown(await linesOf(book, 10))).to.deep.equal(
      FIRST_DATE.map(([bonds, taxClass, gross, withheld]) => [
        bonds,
        taxClass,
        gross,
        withheld,
        taxClass === Number(OWN_BONDS) ? 0n : BigInt(bonds as number) * 100_000_000n,
      ]),
    );
    expect((await linesOf(book, 9)).every(({ principal }) => principal === 0n)).to.equal(true);
  });
});

describe("BondPayments and tax classes", () => {
  const withheldOfC = async (book: Awaited<ReturnType<typeof openBook>>): Promise<bigint | undefined> =>
    (await linesOf(book, 1)).find(({ holder }) => holder === book.c.address)?.withheld;

  it("takes the class as it is when the date is fixed, also if it changed after the record day [P-8]", async () => {
    const book = await fixture(openBook);
    await goTo("2024-06-12T00:00:00");
    expect(await withheldOfC(book)).to.equal(45_791n);
    await book.registry.connect(book.dealer).setTaxClass(book.c, 1);
    expect(await withheldOfC(book)).to.equal(0n);
    await fixDate(book, 1);
    expect(await withheldOfC(book)).to.equal(0n);
  });

  it("keeps the class of a fixed date, and takes the new one for the next [P-3, P-8]", async () => {
    const book = await fixture(openBook);
    await goTo("2024-06-12T00:00:00");
    await fixDate(book, 1);
    await book.registry.connect(book.dealer).setTaxClass(book.c, 1);
    expect(await withheldOfC(book)).to.equal(45_791n);
    const next = (await linesOf(book, 2)).find(({ holder }) => holder === book.c.address);
    expect(next?.withheld).to.equal(0n);
    await readyToPay(book, 2);
    await goTo("2024-12-14T12:00:00");
    await expect(settle(book, 2, book.c))
      .to.emit(book.payments, "Settled")
      .withArgs(2, book.c.address, 299_000, 0, 0, refsFor([1])[0]);
  });

  it("has the dealer's own bonds taxed in the class that the terms name [P-8]", async () => {
    const exemptDealer = () => openBook({ ...hitachi, dealerTaxClass: 1 });
    const book = await fixture(exemptDealer);
    const [dealer] = await linesOf(book, 1);
    expect([dealer?.bonds, dealer?.gross, dealer?.withheld]).to.deep.equal([34, 10_166_000n, 0n]);
  });

  it("knows any number of classes, from nothing to everything withheld [P-8]", async () => {
    const manyClasses = () =>
      openBook({
        ...hitachi,
        taxClasses: [
          { name: "domestic-corporation", ratePer100k: 15_315 },
          { name: "individual", ratePer100k: 20_315 },
          { name: "all", ratePer100k: 100_000 },
        ],
      });
    const book = await fixture(manyClasses);
    await book.registry.connect(book.dealer).setTaxClass(book.c, 2);
    const lines = await linesOf(book, 1);
    // b: 5,980,000 x 20.315 % = 1,214,837.0; c: all of 299,000
    expect(lines.map(({ withheld }) => withheld).slice(3)).to.deep.equal([1_214_837n, 299_000n]);
  });
});

describe("BondPayments and the issuer's own bonds", () => {
  it("lists them with nothing due, and settles or fails them like any other [P-6]", async () => {
    const book = await fixture(openBook);
    await readyToPay(book, 1);
    await expect(fail(book, 1, book.issuer)).to.emit(book.payments, "PaymentFailed");
    await expect(settle(book, 1, book.issuer))
      .to.emit(book.payments, "Settled")
      .withArgs(1, book.issuer.address, 0, 0, 0, refsFor([1])[0]);
  });

  it("has them bear no interest at the next record day once cancelled, but lists those cancelled after it [P-1, P-6]", async () => {
    const book = await fixture(openBook);
    // The purchase window runs from 15 December 2023: a cancellation is no transfer, and possible in the closed window of an earlier date.
    await at("2024-06-12T00:00:00");
    await book.token.connect(book.issuer).cancel(2);
    await fixDate(book, 1);
    expect(await book.token.supplyAtRecord(1)).to.equal(100);
    expect((await linesOf(book, 1))[1]?.bonds).to.equal(5);
    expect((await linesOf(book, 2))[1]?.bonds).to.equal(3);
    await at("2024-12-10T23:59:59");
    await book.token.connect(book.issuer).cancel(3);
    await goTo("2024-12-11T00:00:00");
    await fixDate(book, 2);
    expect(await book.token.supplyAtRecord(2)).to.equal(95);
    expect((await linesOf(book, 2)).map(({ bonds }) => bonds)).to.deep.equal([34, 40, 20, 1]);
    expect((await book.payments.paymentDate(2)).dueYen).to.equal(95n * 299_000n);
  });

  it("pays whoever sold to the issuer after the record day, and not the issuer [P-3, P-6]", async () => {
    const book = await fixture(openBook);
    await at("2024-06-17T09:00:00"); // a Monday; the window of 14 June is over
    await book.token.connect(book.a).transfer(book.dealer.address, 40);
    await book.token.connect(book.dealer).transfer(book.issuer.address, 40);
    await book.token.connect(book.issuer).cancel(45);
    await fixDate(book, 1);
    expect(shown(await linesOf(book, 1))).to.deep.equal(FIRST_DATE);
  });
});
