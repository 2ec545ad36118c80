import { expect } from "chai";
import { fixture } from "../support/chain";
import { hitachiOn } from "../support/network";
import {
  agentOf,
  bondsListed,
  fixDate,
  fundDate,
  linesOf,
  openBook,
  payOut,
  readyToPay,
  recordDayOf,
  stateOf,
  DATE,
  type Book,
} from "../support/paying";
import { at, goTo, isoOf, openAccounts } from "../support/suite";

/** 09:00 of the day after a payment date: its window is over. */
const afterDate = async (book: Book, index: number): Promise<void> => {
  await at(`${isoOf(Number((await book.payments.paymentDate(index)).date) + 1)}T09:00:00`);
};

const fifteenYears = () => openBook(hitachiOn("2024-06-14", "2038-12-14"));

describe("Dates that are fixed late", () => {
  it("shows each of ten unfixed dates what the register showed then, in any order and page size [P-3]", async () => {
    const book = await fixture(openBook);
    const { token, dealer, a, b, c, d, issuer } = book;
    const late = book.fresh[0]!;
    for (let index = 1; index <= 9; index += 1) {
      await afterDate(book, index);
      await token.connect(a).transfer(dealer.address, 1); // one bond after each date
      if (index === 8) await token.connect(dealer).transfer(d.address, 3);
      if (index === 9) {
        await openAccounts(book, [late]);
        await token.connect(b).transfer(dealer.address, 10);
        await token.connect(dealer).transfer(late.address, 2);
      }
    }
    await goTo(await recordDayOf(book, 10));
    for (const index of [9, 1, 8, 2, 5, 3, 10, 4, 7, 6]) {
      await fixDate(book, index, (index % 4) + 1);
      // a has sold index - 1 bonds before date `index`; d has 3 from date 9 on, out of the dealer's; b keeps 10 and `late` has 2 on date 10
      const sold = index - 1;
      const expected: [string, number][] = [
        [dealer.address, 34 + sold - (index >= 9 ? 3 : 0) + (index === 10 ? 10 - 2 : 0)],
        [issuer.address, 5],
        [a.address, 40 - sold],
        [b.address, index === 10 ? 10 : 20],
        [c.address, 1],
      ];
      if (index >= 9) expected.push([d.address, 3]);
      if (index === 10) expected.push([late.address, 2]);
      expect(await bondsListed(book, index), `date ${index}`).to.deep.equal(expected);
    }
  });

  it("remembers through groups of eight what changed only after dates 17 and 25 of 30 [P-3]", async () => {
    const book = await fixture(fifteenYears);
    const { token, dealer, a } = book;
    await afterDate(book, 17);
    await token.connect(a).transfer(dealer.address, 5); // 40 through date 17, then 35
    await afterDate(book, 25);
    await token.connect(dealer).transfer(a.address, 7); // 35 through date 25, then 42
    await goTo(await recordDayOf(book, 30));
    for (const [index, bonds] of [
      [1, 40],
      [8, 40],
      [9, 40],
      [16, 40],
      [17, 40],
      [18, 35],
      [24, 35],
      [25, 35],
      [26, 42],
      [30, 42],
    ] as const) {
      expect(await token.bondsAtRecord(index, a), `date ${index}`).to.equal(bonds);
      expect(await token.bondsAtRecord(index, dealer), `date ${index}`).to.equal(74 - bonds); // 34 + 40 between them
      await fixDate(book, index, 2);
      const listed = Object.fromEntries(await bondsListed(book, index));
      expect([listed[a.address], listed[dealer.address]], `date ${index}`).to.deep.equal([bonds, 74 - bonds]);
    }
  });

  it("remembers the supply through groups of eight, before and after a cancellation [P-3, P-6]", async () => {
    const book = await fixture(fifteenYears);
    await afterDate(book, 8);
    await book.token.connect(book.issuer).cancel(2);
    await afterDate(book, 16);
    await book.token.connect(book.issuer).cancel(3);
    await goTo(await recordDayOf(book, 17));
    const supplies = await Promise.all([1, 7, 8, 9, 15, 16, 17].map((index) => book.token.supplyAtRecord(index)));
    expect(supplies).to.deep.equal([100n, 100n, 100n, 98n, 98n, 98n, 95n]);
    for (const index of [8, 9, 16, 17]) await fixDate(book, index, 3); // each ends only if lines and supply agree
  });

  it("fixes, pays and closes a later date while an earlier one is not even fixed [P-7]", async () => {
    const book = await fixture(openBook);
    await readyToPay(book, 3);
    await payOut(book, 3);
    expect([await stateOf(book, 1), await stateOf(book, 2), await stateOf(book, 3)]).to.deep.equal([
      DATE.scheduled,
      DATE.scheduled,
      DATE.closed,
    ]);
    await fixDate(book, 1);
    await fundDate(book, 1);
    await payOut(book, 1);
    expect(await stateOf(book, 1)).to.equal(DATE.closed);
  });

  it("shows a stranger who came later on no earlier date [P-3]", async () => {
    const book = await fixture(openBook);
    await afterDate(book, 2);
    const late = book.fresh[0]!;
    await openAccounts(book, [late]);
    await book.token.connect(book.dealer).transfer(late.address, 34);
    await fixDate(book, 2);
    const lines = await linesOf(book, 2);
    expect(lines.some(({ holder }) => holder === late.address)).to.equal(false);
    expect(lines[0]?.bonds).to.equal(34);
  });
});

describe("The whole life of the fixture", () => {
  it("pays 299,000 yen a bond on each of ten dates and 100,000,000 at the end, and leaves nothing [P-1 to P-5]", async () => {
    const book = await fixture(openBook);
    const { token, payments, dealer, issuer } = book;
    await token.connect(issuer).cancel(0); // changes nothing
    let interest = 0n;
    let principal = 0n;
    for (let index = 1; index <= 10; index += 1) {
      await readyToPay(book, index);
      for (const { gross, principal: repaid } of await linesOf(book, index)) {
        interest += gross;
        principal += repaid;
      }
      await payOut(book, index);
      await expect(agentOf(book).fund(index, 1, `0x${"11".repeat(32)}`)).to.be.revertedWithCustomError(
        payments,
        "WrongDateState",
      );
    }
    // 95 bonds not the issuer's own: 95 x 299,000 x 10 and 95 x 100,000,000
    expect([interest, principal]).to.deep.equal([284_050_000n, 9_500_000_000n]);
    expect(await token.totalSupply()).to.equal(0);
    expect(await token.balanceOf(dealer)).to.equal(0);
  });
});
