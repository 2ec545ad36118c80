import { expect } from "chai";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { fixture } from "../support/chain";
import {
  ACCELERATION,
  grossOf,
  payAcceleration,
  perYenFor,
  readyAcceleration,
  recordEvent,
  setOffOf,
  withheldOf,
} from "../support/defaulting";
import { administer, KIND } from "../support/market";
import {
  agentOf,
  DATE,
  DOCUMENT,
  executeNewKey,
  fail,
  fixDate,
  giveBack,
  LINE,
  lineOf,
  linesOf,
  moveKey,
  openBook,
  orderNewKey,
  payOut,
  readyToPay,
  redirect,
  settle,
  stateOf,
  type Book,
} from "../support/paying";
import { goTo, hitachi, ref } from "../support/suite";

// The event is of 1 September 2024: 79 days of 183. Date 2, 14 December 2024, was paid before it was recorded in 2025.
const EVENT = "2024-09-01";
const PER_YEN = perYenFor(79, 183);
const SECOND = 2;
const PER_BOND = 100_000_000n;

/** Net interest of a whole half-year: 299,000 a bond, less 15.315 % of the holder's total. */
const NET = {
  a: 11_960_000n - 1_831_674n, // 40 bonds: 11,960,000 x 0.15315 = 1,831,674.0
  b: 5_980_000n, // 20 bonds, exempt
  c: 299_000n - 45_791n, // 45,791.85
  dealer: 10_166_000n - 1_556_922n, // 34 bonds: 1,556,922.9
};

/** What is due for bonds before any set-off: interest through the event and principal. */
const claimOf = (bonds: number): bigint => grossOf(bonds, PER_YEN) + BigInt(bonds) * PER_BOND;

/** The book on the pay day of date 2, Friday 13 December 2024, with nobody settled on it. */
const secondPayable = async (): Promise<Book> => {
  const book = await fixture(openBook);
  await readyToPay(book, SECOND);
  return book;
};

const everybody = ({ dealer, issuer, a, b, c }: Book): HardhatEthersSigner[] => [dealer, issuer, a, b, c];

/** Paid, and past the closed window. */
const secondPaid = async (): Promise<Book> => {
  const book = await secondPayable();
  await settle(book, SECOND, ...everybody(book));
  await goTo("2024-12-16T09:00:00");
  return book;
};

const accelerated = (book: Book) => recordEvent(book, EVENT);

describe("Set-off at the acceleration", () => {
  it("takes from each what he received for a date after the event, to the yen [D-1]", async () => {
    const book = await secondPaid();
    await accelerated(book);
    await fixDate(book, ACCELERATION);
    for (const [holder, received] of [
      [book.a, NET.a],
      [book.b, NET.b],
      [book.c, NET.c],
      [book.dealer, NET.dealer],
      [book.issuer, 0n],
      [book.d, 0n],
    ] as const) {
      expect(await setOffOf(book, holder)).to.deep.equal([received, 0n]);
    }
    const claims = [34, 40, 20, 1].reduce((sum, bonds) => sum + claimOf(bonds), 0n);
    const { dueYen } = await book.payments.paymentDate(ACCELERATION);
    expect(dueYen).to.equal(claims - NET.a - NET.b - NET.c - NET.dealer);
  });

  it("leaves out what came back after the event was recorded, before anybody is set off [D-1, P-7]", async () => {
    const book = await secondPaid();
    await accelerated(book);
    await expect(giveBack(book, SECOND, book.b)).to.emit(book.payments, "PaymentReturned");
    await fixDate(book, ACCELERATION);
    expect(await setOffOf(book, book.b)).to.deep.equal([0n, 0n]);
    expect(await setOffOf(book, book.a)).to.deep.equal([NET.a, 0n]);
    const claims = [34, 40, 20, 1].reduce((sum, bonds) => sum + claimOf(bonds), 0n);
    const { dueYen } = await book.payments.paymentDate(ACCELERATION);
    expect(dueYen).to.equal(claims - NET.a - NET.c - NET.dealer);
  });

  it("says so for each holder, and for nobody else [D-1]", async () => {
    const book = await secondPaid();
    await accelerated(book);
    const sent = agentOf(book).fix(ACCELERATION, 1000);
    await expect(sent).to.emit(book.payments, "ReceivedSetOff").withArgs(book.a.address, NET.a, 0);
    const receipt = await (await sent).wait();
    const names = receipt?.logs.map((log) => book.payments.interface.parseLog(log)?.name);
    expect(names?.filter((name) => name === "ReceivedSetOff")).to.have.length(4); // not the issuer, not d
  });

  it("is the same in the preview, when fixed in any pages, and when settled [D-1, P-3]", async () => {
    for (const page of [1, 3, 1000]) {
      const book = await secondPaid();
      await accelerated(book);
      const preview = await linesOf(book, ACCELERATION);
      expect(preview.map(({ setOff }) => setOff)).to.deep.equal([NET.dealer, 0n, NET.a, NET.b, NET.c]);
      await agentOf(book).fix(ACCELERATION, page);
      expect((await linesOf(book, ACCELERATION)).map((line) => ({ ...line, state: 0n }))).to.deep.equal(preview);
      await readyAcceleration(book, page);
      const due = (await book.payments.paymentDate(ACCELERATION)).dueYen;
      await payAcceleration(book);
      expect((await linesOf(book, ACCELERATION)).map((line) => ({ ...line, state: 0n }))).to.deep.equal(preview);
      const total = preview.reduce((sum, { gross, principal, setOff }) => sum + gross + principal - setOff, 0n);
      expect(due).to.equal(total);
    }
  });

  it("adds up what came for several dates, and takes nothing of one up to the event [D-1]", async () => {
    const book = await fixture(openBook);
    for (const index of [1, 2, 3]) {
      await readyToPay(book, index);
      await payOut(book, index);
    }
    await goTo("2025-07-01T09:00:00");
    await recordEvent(book, "2024-06-14"); // date 1 is the day of the event
    await fixDate(book, ACCELERATION);
    expect(await setOffOf(book, book.b)).to.deep.equal([2n * NET.b, 0n]);
    expect([await stateOf(book, 1), await stateOf(book, 2)]).to.deep.equal([DATE.closed, DATE.lapsed]);
  });

  context("when a date was partly paid", () => {
    it("takes what was settled, and not what failed, came back or waited [D-1]", async () => {
      const book = await secondPayable();
      const { a, b, c, dealer } = book;
      await settle(book, SECOND, a, c);
      await giveBack(book, SECOND, c);
      await fail(book, SECOND, b);
      await agentOf(book).instruct(SECOND, [dealer], DOCUMENT);
      await accelerated(book);
      await fixDate(book, ACCELERATION);
      expect(await setOffOf(book, a)).to.deep.equal([NET.a, 0n]);
      for (const holder of [b, c, dealer]) expect(await setOffOf(book, holder)).to.deep.equal([0n, 0n]);
    });
  });

  context("when payments were in the bank's hands as the event was recorded", () => {
    /** Date 2 on its pay day: a, b and the dealer are in a file; only a is known to be paid when the event is recorded. */
    const onTheirWay = async (): Promise<Book> => {
      const book = await secondPayable();
      const { a, b, dealer } = book;
      await agentOf(book).instruct(SECOND, [a, b, dealer], DOCUMENT);
      await settle(book, SECOND, a);
      await accelerated(book);
      return book;
    };
    const expectLapsed = async (book: Book, sent: Promise<unknown>) =>
      expect(sent).to.be.revertedWithCustomError(book.payments, "WrongDateState").withArgs(SECOND, DATE.lapsed);

    it("takes what reached a holder, and leaves out what did not [D-1, P-7]", async () => {
      const book = await onTheirWay();
      const { a, b, dealer } = book;
      await expect(settle(book, SECOND, a, b)) // a was settled before: skipped
        .to.emit(book.payments, "Settled")
        .withArgs(SECOND, b.address, 5_980_000, 0, 0, ref("paid 2")); // 20 x 299,000, exempt
      await fixDate(book, ACCELERATION);
      expect(await setOffOf(book, b)).to.deep.equal([NET.b, 0n]);
      expect(await setOffOf(book, a)).to.deep.equal([NET.a, 0n]);
      expect(await setOffOf(book, dealer)).to.deep.equal([0n, 0n]);
      const claims = [34, 40, 20, 1].reduce((sum, bonds) => sum + claimOf(bonds), 0n);
      const { dueYen } = await book.payments.paymentDate(ACCELERATION);
      expect(dueYen).to.equal(claims - NET.a - NET.b); // nobody is paid twice
    });

    it("takes back what came back after all [D-1, P-7]", async () => {
      const book = await onTheirWay();
      await settle(book, SECOND, book.b);
      await giveBack(book, SECOND, book.b);
      await expectLapsed(book, settle(book, SECOND, book.b)); // it is due with the acceleration only
      await fixDate(book, ACCELERATION);
      expect(await setOffOf(book, book.b)).to.deep.equal([0n, 0n]);
    });

    it("refuses a page with one who was in no file, and records nothing of it [D-1]", async () => {
      const book = await onTheirWay();
      await expectLapsed(book, settle(book, SECOND, book.b, book.c));
      expect((await lineOf(book, SECOND, book.b)).state).to.equal(LINE.instructed);
    });

    it("refuses it once the first account is set off [D-1]", async () => {
      const book = await onTheirWay();
      await fixDate(book, ACCELERATION, 1);
      await expectLapsed(book, settle(book, SECOND, book.b));
    });

    it("refuses it when the money for the date never came in [D-1, P-7]", async () => {
      const book = await fixture(openBook);
      await goTo("2024-12-13T09:00:00");
      await fixDate(book, SECOND);
      await agentOf(book).instruct(SECOND, [book.b], DOCUMENT);
      await accelerated(book);
      await expectLapsed(book, settle(book, SECOND, book.b));
    });
  });

  context("when bonds changed hands after the payment", () => {
    it("recovers from who sold all, and takes nothing from who bought [D-1]", async () => {
      const book = await secondPaid();
      const { token, a, d, dealer, payments } = book;
      await token.connect(a).transfer(dealer, 40);
      await token.connect(dealer).transfer(d, 40);
      await accelerated(book);
      await expect(agentOf(book).fix(ACCELERATION, 1000))
        .to.emit(payments, "ReceivedSetOff")
        .withArgs(a.address, 0, NET.a);
      expect(await setOffOf(book, a)).to.deep.equal([0n, NET.a]);
      expect(await setOffOf(book, d)).to.deep.equal([0n, 0n]);
      expect((await linesOf(book, ACCELERATION)).map(({ holder }) => holder)).not.to.include(a.address);
      expect((await lineOf(book, ACCELERATION, d)).setOff).to.equal(0n);
      const claims = [34, 40, 20, 1].reduce((sum, bonds) => sum + claimOf(bonds), 0n);
      const { dueYen } = await payments.paymentDate(ACCELERATION);
      expect(dueYen).to.equal(claims - NET.b - NET.c - NET.dealer); // what a received is not taken from others
    });

    it("takes from a holder who bought more what he himself received [D-1]", async () => {
      const book = await secondPaid();
      await book.token.connect(book.dealer).transfer(book.b, 34);
      await accelerated(book);
      await fixDate(book, ACCELERATION);
      expect(await setOffOf(book, book.b)).to.deep.equal([NET.b, 0n]);
      expect(await setOffOf(book, book.dealer)).to.deep.equal([0n, NET.dealer]);
    });
  });

  context("when a settled amount was redirected", () => {
    it("takes it from the payee, together with his own, and not from the holder of the line [D-1, P-3]", async () => {
      const book = await secondPayable();
      await redirect(book, SECOND, book.a, book.b);
      await settle(book, SECOND, ...everybody(book));
      await goTo("2024-12-16T09:00:00");
      await accelerated(book);
      await fixDate(book, ACCELERATION);
      expect(await setOffOf(book, book.b)).to.deep.equal([NET.a + NET.b, 0n]);
      expect(await setOffOf(book, book.a)).to.deep.equal([0n, 0n]);
    });

    it("recovers it from a payee without bonds [D-1, P-3]", async () => {
      const book = await secondPayable();
      await redirect(book, SECOND, book.a, book.d);
      await settle(book, SECOND, book.a);
      await accelerated(book);
      await fixDate(book, ACCELERATION);
      expect(await setOffOf(book, book.d)).to.deep.equal([0n, NET.a]);
    });

    it("takes it from the holder when it was redirected back to him, once [D-1, P-3]", async () => {
      const book = await secondPayable();
      await redirect(book, SECOND, book.a, book.b);
      await redirect(book, SECOND, book.a, book.a);
      await settle(book, SECOND, book.a);
      await accelerated(book);
      await fixDate(book, ACCELERATION);
      expect(await setOffOf(book, book.a)).to.deep.equal([NET.a, 0n]);
      expect(await setOffOf(book, book.b)).to.deep.equal([0n, 0n]);
    });

    it("takes nothing for one that was redirected and not settled [D-1, P-3]", async () => {
      const book = await secondPayable();
      await redirect(book, SECOND, book.a, book.b);
      await settle(book, SECOND, book.b);
      await accelerated(book);
      await fixDate(book, ACCELERATION);
      expect(await setOffOf(book, book.b)).to.deep.equal([NET.b, 0n]);
    });
  });

  context("when a key was replaced after the payment", () => {
    it("takes from the new key what came to the old ones, once [D-1, T-7]", async () => {
      const book = await secondPaid();
      const [second, third] = [book.fresh[0]!, book.fresh[1]!];
      await moveKey(book, book.a, second);
      await moveKey(book, second, third);
      await accelerated(book);
      expect((await lineOf(book, ACCELERATION, third)).setOff).to.equal(NET.a);
      await fixDate(book, ACCELERATION, 1);
      expect(await setOffOf(book, third)).to.deep.equal([NET.a, 0n]);
      for (const old of [book.a, second]) expect(await setOffOf(book, old)).to.deep.equal([0n, 0n]);
    });

    it("takes from the dealer's new account what came to the old one [D-1]", async () => {
      const book = await secondPaid();
      const heir = book.fresh[0]!;
      await administer(book, book.token, "moveParty", [KIND.Dealer, heir.address, DOCUMENT]);
      await accelerated(book);
      await fixDate(book, ACCELERATION);
      expect(await setOffOf(book, heir)).to.deep.equal([NET.dealer, 0n]);
      expect(await setOffOf(book, book.dealer)).to.deep.equal([0n, 0n]);
    });

    it("takes from the payee's new key what was redirected to the old one [D-1, P-3, T-7]", async () => {
      const book = await secondPayable();
      const heir = book.fresh[0]!;
      await redirect(book, SECOND, book.a, book.b);
      await settle(book, SECOND, book.a);
      await goTo("2024-12-16T09:00:00");
      await moveKey(book, book.b, heir);
      await accelerated(book);
      await fixDate(book, ACCELERATION);
      expect(await setOffOf(book, heir)).to.deep.equal([NET.a, 0n]);
    });

    it("recovers once from a seller whose key is replaced between two pages [D-1, T-7]", async () => {
      const book = await secondPaid();
      const heir = book.fresh[0]!;
      await book.token.connect(book.a).transfer(book.dealer, 40);
      await orderNewKey(book, book.a, heir);
      await goTo("2024-12-18T09:00:00");
      await accelerated(book);
      await agentOf(book).fix(ACCELERATION, 3); // dealer, issuer and a
      await executeNewKey(book, book.a, heir); // he holds nothing, so he may
      await fixDate(book, ACCELERATION);
      expect(await setOffOf(book, book.a)).to.deep.equal([0n, NET.a]);
      expect(await setOffOf(book, heir)).to.deep.equal([0n, 0n]);
    });
  });

  context("when he received more than his claim", () => {
    // 99.9999 % a year: half a year is 49.99995 % of the face, and three dates are more than the principal.
    const RATE = 999_999;
    const dearBook = () => openBook({ ...hitachi, schedule: { ...hitachi.schedule, ratePpm: RATE } });
    const perYen = perYenFor(1, 183, RATE);
    const halfYear = (bonds: number): bigint => (BigInt(bonds) * 100_000_000n * 4_999_995n) / 10_000_000n;

    it("sets off the whole claim and recovers the rest: no claim is negative [D-1]", async () => {
      const book = await fixture(dearBook);
      for (const index of [1, 2, 3]) {
        await readyToPay(book, index);
        await payOut(book, index);
      }
      await goTo("2025-07-01T09:00:00");
      await recordEvent(book, "2023-12-15");
      await readyAcceleration(book);
      const taxed = [book.a, book.c, book.dealer].entries();
      let withheldDue = 0n;
      for (const [i, holder] of taxed) {
        const bonds = [40, 1, 34][i]!;
        const gross = grossOf(bonds, perYen);
        const claim = gross - withheldOf(gross) + BigInt(bonds) * PER_BOND;
        const received = 3n * (halfYear(bonds) - withheldOf(halfYear(bonds)));
        expect(received > claim).to.equal(true);
        expect(await setOffOf(book, holder)).to.deep.equal([claim, received - claim]);
        withheldDue += withheldOf(gross);
      }
      const claimOfB = grossOf(20, perYen) + 20n * PER_BOND;
      expect(await setOffOf(book, book.b)).to.deep.equal([claimOfB, 3n * halfYear(20) - claimOfB]);
      // nobody is still to get anything; only the tax on the interest is due, and funded
      const { dueYen, fundedYen } = await book.payments.paymentDate(ACCELERATION);
      expect([dueYen, fundedYen]).to.deep.equal([withheldDue, withheldDue]);
      await payAcceleration(book);
      expect(await book.token.isRedeemed()).to.equal(true);
    });

    it("sets off all of it as long as the claim is larger, and recovers nothing [D-1]", async () => {
      const book = await fixture(dearBook);
      for (const index of [1, 2]) {
        await readyToPay(book, index);
        await payOut(book, index);
      }
      await goTo("2025-01-06T09:00:00");
      await recordEvent(book, "2023-12-15");
      await readyAcceleration(book);
      // b, exempt: 2 x 49.99995 % received, 100 % and a day's interest claimed
      const claim = grossOf(20, perYen) + 20n * PER_BOND;
      const received = 2n * halfYear(20);
      expect(received < claim).to.equal(true);
      expect(await setOffOf(book, book.b)).to.deep.equal([received, 0n]);
    });
  });

  it("takes nothing from the issuer, to whom nothing was paid on its own bonds [D-1, P-6]", async () => {
    const book = await secondPaid();
    await accelerated(book);
    await fixDate(book, ACCELERATION);
    expect(await setOffOf(book, book.issuer)).to.deep.equal([0n, 0n]);
    const { gross, principal, setOff } = await lineOf(book, ACCELERATION, book.issuer);
    expect([gross, principal, setOff]).to.deep.equal([0n, 0n, 0n]);
  });
});
