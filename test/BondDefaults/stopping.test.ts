import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import {
  accelerate,
  ACCELERATION,
  payAcceleration,
  readyAcceleration,
  recordEvent,
  STANDING,
} from "../support/defaulting";
import { administer, CODE, expectRefused, KIND, placed, schedule } from "../support/market";
import {
  agentOf,
  DOCUMENT,
  executeMove,
  executeNewKey,
  fail,
  linesOf,
  openBook,
  orderMove,
  orderNewKey,
  suspend,
  type Book,
} from "../support/paying";
import { at, goTo } from "../support/suite";
import { agreed, expectHeld, sale, settles } from "../support/trading";

const EVENT = "2024-03-04T12:00:00";
const ONE_SECOND_BEFORE = "2024-03-04T11:59:59";

const ORDER_FREEZE = 1;
const orderFreeze = ({ orders, registerAdministrator }: Book, holder: string, bonds: number) =>
  orders.connect(registerAdministrator).recordOrder(ORDER_FREEZE, 2, holder, ethers.ZeroAddress, bonds, DOCUMENT);
const executeFreeze = ({ token, registerAdministrator }: Book, holder: string, bonds: number) =>
  token.connect(registerAdministrator).setFrozenTokens(holder, bonds);

/**
 * The book two days before the event, with every order that the tests execute recorded and its day passed when the event comes: each act is
 * there twice, once to work in the second before the event and once to be refused after it.
 */
const ordered = async (): Promise<Book> => {
  const book = await fixture(openBook);
  await at("2024-03-02T09:00:00");
  for (const bonds of [1, 2]) {
    await orderMove(book, book.a, book.b, bonds);
    await orderFreeze(book, book.a.address, bonds);
  }
  await orderNewKey(book, book.c, book.fresh[0]!);
  await orderNewKey(book, book.b, book.fresh[1]!);
  await orderNewKey(book, book.d, book.fresh[2]!);
  return book;
};

const accelerated = async (book: Book): Promise<void> => {
  await at(EVENT);
  await recordEvent(book, "2024-03-04");
};

describe("An acceleration", () => {
  context("from its second on", () => {
    it("stops transfers, which worked a second before: code 15 [D-1]", async () => {
      const book = await ordered();
      const { token, dealer, a, issuer } = book;
      await at(ONE_SECOND_BEFORE);
      await token.connect(a).transfer(dealer, 1);
      await accelerated(book);
      await expectRefused(book, a, dealer, 1, CODE.Accelerated);
      await expectRefused(book, dealer, a, 1, CODE.Accelerated);
      await expectRefused(book, dealer, issuer, 0, CODE.Accelerated);
      expect(await token.canTransfer(a, dealer, 1)).to.equal(false);
      expect(await token.messageForTransferRestriction(CODE.Accelerated)).to.contain("D-1");
    });

    it("stops trades that were agreed, which settled a second before [D-1, T-3, T-5]", async () => {
      const suite = await placed();
      const deal = sale(suite, "2023-12-14", "2024-03-29");
      const [before, after] = [await agreed(suite, deal), await agreed(suite, deal)];
      await at(ONE_SECOND_BEFORE);
      await settles(suite, suite.a, before);
      await at(EVENT);
      await recordEvent(suite, "2024-03-04");
      await expectHeld(suite, deal, after, CODE.Accelerated);
      expect(await suite.token.balanceOf(suite.a)).to.equal(40 - 10);
    });

    it("stops moves by order [D-1, T-7]", async () => {
      const book = await ordered();
      await at(ONE_SECOND_BEFORE);
      await executeMove(book, book.a, book.b, 1);
      await accelerated(book);
      await expect(executeMove(book, book.a, book.b, 2)).to.be.revertedWithCustomError(book.token, "RedemptionBegun");
    });

    it("stops freezes by order [D-1, T-7]", async () => {
      const book = await ordered();
      await at(ONE_SECOND_BEFORE);
      await executeFreeze(book, book.a.address, 1);
      await accelerated(book);
      await expect(executeFreeze(book, book.a.address, 2)).to.be.revertedWithCustomError(book.token, "RedemptionBegun");
    });

    it("stops new keys for accounts with bonds, and not for one without [D-1, T-7]", async () => {
      const book = await ordered();
      const { token, b, c, d, fresh } = book;
      await at(ONE_SECOND_BEFORE);
      await executeNewKey(book, c, fresh[0]!);
      await accelerated(book);
      await expect(executeNewKey(book, b, fresh[1]!)).to.be.revertedWithCustomError(token, "RedemptionBegun");
      await executeNewKey(book, d, fresh[2]!);
    });

    it("stops cancellation of own bonds [D-1, P-6]", async () => {
      const book = await ordered();
      const issuer = book.token.connect(book.issuer);
      await at(ONE_SECOND_BEFORE);
      await issuer.cancel(1);
      await accelerated(book);
      await expect(issuer.cancel(1)).to.be.revertedWithCustomError(book.token, "RedemptionBegun");
      expect(await book.token.totalSupply()).to.equal(99);
    });

    it("stops the dealer's account from moving with its bonds [D-1]", async () => {
      const book = await ordered();
      const args = [KIND.Dealer, book.fresh[3]!.address, DOCUMENT];
      await schedule(book, book.token, "moveParty", args);
      await goTo("2024-03-08T12:00:00");
      await recordEvent(book, "2024-03-04");
      await expect(
        book.token.connect(book.platformOperator).moveParty(KIND.Dealer, book.fresh[3]!, DOCUMENT),
      ).to.be.revertedWithCustomError(book.token, "RedemptionBegun");
      expect(await book.token.dealer()).to.equal(book.dealer.address);
    });

    it("lets accounts be opened, suspended and moved that have no bonds [D-1]", async () => {
      const book = await ordered();
      await accelerated(book);
      await book.registry
        .connect(book.dealer)
        .open(book.fresh[4]!.address, ethers.id("late"), 0, ethers.id("data of the late one"));
      await suspend(book, book.a);
      await executeNewKey(book, book.d, book.fresh[2]!);
    });
  });

  context("among the reasons for a refusal", () => {
    it("comes before the closed window, which is asked next [D-1, T-1]", async () => {
      const book = await fixture(openBook);
      await goTo("2024-06-12T00:00:00");
      await expectRefused(book, book.a, book.dealer, 1, CODE.ClosedWindow);
      await recordEvent(book, "2024-06-12");
      await expectRefused(book, book.a, book.dealer, 1, CODE.Accelerated);
    });

    it("comes before every reason that lies in the accounts [D-1]", async () => {
      const book = await fixture(openBook);
      await suspend(book, book.c);
      await accelerate(book, "2024-03-04");
      const { a, b, c, issuer, dealer, fresh } = book;
      await expectRefused(book, a, b, 1, CODE.Accelerated); // past the dealer
      await expectRefused(book, a, a, 1, CODE.Accelerated); // to himself
      await expectRefused(book, c, dealer, 1, CODE.Accelerated); // suspended
      await expectRefused(book, issuer, dealer, 1, CODE.Accelerated); // may only cancel
      await expectRefused(book, fresh[0]!, dealer, 1, CODE.Accelerated); // unknown
      await expectRefused(book, a, dealer, 1_000, CODE.Accelerated); // more than he has
    });

    it("comes after Redeemed, once the last bond is burned [D-1, P-5]", async () => {
      const book = await fixture(openBook);
      await accelerate(book, "2024-03-04");
      await readyAcceleration(book);
      const { a, b, c, dealer, issuer } = book;
      await agentOf(book).settle(
        ACCELERATION,
        [a, b, c, dealer],
        ["1", "2", "3", "4"].map((each) => ethers.encodeBytes32String(each)),
      );
      await expectRefused(book, a, dealer, 0, CODE.Accelerated);
      await fail(book, ACCELERATION, issuer);
      await expectRefused(book, a, dealer, 0, CODE.Redeemed);
    });
  });

  context("when it is paid", () => {
    it("burns each holder's bonds with his settlement or failure, down to none [D-1, P-5]", async () => {
      const book = await fixture(openBook);
      const { token, defaults, a, b } = book;
      expect(await defaults.standing()).to.equal(STANDING.performing);
      await accelerate(book, "2024-03-04");
      expect(await defaults.standing()).to.equal(STANDING.accelerated);
      await readyAcceleration(book);
      await expect(agentOf(book).settle(ACCELERATION, [a], [ethers.encodeBytes32String("paid")]))
        .to.emit(token, "Transfer")
        .withArgs(a.address, ethers.ZeroAddress, 40);
      await expect(fail(book, ACCELERATION, b))
        .to.emit(token, "Transfer")
        .withArgs(b.address, ethers.ZeroAddress, 20);
      expect([await token.totalSupply(), await token.isRedeemed()]).to.deep.equal([40n, false]);
      await expect(agentOf(book).close(ACCELERATION))
        .to.be.revertedWithCustomError(book.payments, "HoldersWaiting")
        .withArgs(ACCELERATION, 3); // dealer, issuer, c
      await payAcceleration(book);
      expect([await token.totalSupply(), await token.isRedeemed()]).to.deep.equal([0n, true]);
      expect(await defaults.standing()).to.equal(STANDING.settled);
      for (const { holder } of await linesOf(book, ACCELERATION)) expect(await token.balanceOf(holder)).to.equal(0);
    });

    it("sets a suspended holder to failed, burns his bonds, and keeps his claim [D-1, P-7]", async () => {
      const book = await fixture(openBook);
      await accelerate(book, "2024-03-04");
      await suspend(book, book.b);
      await readyAcceleration(book);
      await payAcceleration(book);
      expect(await book.token.isRedeemed()).to.equal(true);
      await book.registry.connect(book.registerAdministrator).resume(book.b, DOCUMENT);
      await expect(agentOf(book).settle(ACCELERATION, [book.b], [ethers.encodeBytes32String("late")])).to.emit(
        book.payments,
        "Settled",
      );
      expect(await book.defaults.standing()).to.equal(STANDING.settled);
    });

    it("is due at once, on a bank holiday too [D-1, P-4]", async () => {
      const book = await fixture(openBook);
      await accelerate(book, "2024-06-13", "2024-06-15T10:00:00"); // a Saturday
      await readyAcceleration(book);
      await payAcceleration(book);
      expect(await book.defaults.standing()).to.equal(STANDING.settled);
    });
  });

  it("does not stop another party's account without bonds from moving [D-1]", async () => {
    const book = await fixture(openBook);
    await book.token.connect(book.issuer).cancel(5);
    await accelerate(book, "2024-03-04");
    await administer(book, book.token, "moveParty", [KIND.Issuer, book.fresh[0]!.address, DOCUMENT]);
    expect(await book.token.issuer()).to.equal(book.fresh[0]!.address);
  });
});
