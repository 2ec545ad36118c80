import { expect } from "chai";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { fixture } from "../support/chain";
import { hitachiOn } from "../support/network";
import {
  agentOf,
  executeMove,
  executeNewKey,
  fail,
  fixDate,
  fundDate,
  LINE,
  lineState,
  linesOf,
  openBook,
  orderMove,
  orderNewKey,
  resume,
  settle,
  suspend,
  type Book,
} from "../support/paying";
import { at, goTo, ref } from "../support/suite";

/**
 * The bond of the fixture with two dates: 14 June 2024 (a Friday) and maturity on 14 December 2024, a Saturday: closed and read from
 * Wednesday 11 December, paid on Friday 13.
 */
const shortBook = () => openBook(hitachiOn("2024-06-14", "2024-12-14"));
const LAST = 2;
const RECORD_DAY = "2024-12-11T00:00:00";
const PAY_DAY = "2024-12-13T00:00:00";

/** 1 bond on the last date: 299,000 interest, 45,791 of it withheld, 100,000,000 principal. */
const everybody = ({ dealer, issuer, a, b, c }: Book): HardhatEthersSigner[] => [dealer, issuer, a, b, c];

const fixAndFund = async (book: Book): Promise<void> => {
  await fixDate(book, LAST);
  await fundDate(book, LAST);
};

const payableBook = async () => {
  const book = await fixture(shortBook);
  await goTo(RECORD_DAY);
  await fixAndFund(book);
  await goTo(PAY_DAY);
  return book;
};

const expectGone = async (book: Book, holders: readonly { readonly address: string }[]): Promise<void> => {
  expect(await book.token.totalSupply()).to.equal(0);
  expect(await book.token.isRedeemed()).to.equal(true);
  for (const holder of holders) expect(await book.token.balanceOf(holder.address)).to.equal(0);
  expect(await book.token.detectTransferRestriction(book.a.address, book.dealer.address, 0)).to.equal(2); // Redeemed
};

describe("Redemption", () => {
  context("when everybody is paid", () => {
    it("burns each holder's bonds with his settlement, and is Redeemed with the last [P-5]", async () => {
      const book = await payableBook();
      const { token } = book;
      let left = 100n;
      for (const [holder, bonds] of [
        [book.a, 40n],
        [book.b, 20n],
        [book.c, 1n],
        [book.dealer, 34n],
      ] as const) {
        const gone = "0x0000000000000000000000000000000000000000";
        await expect(settle(book, LAST, holder))
          .to.emit(token, "Transfer")
          .withArgs(holder.address, gone, bonds);
        left -= bonds;
        expect(await token.totalSupply()).to.equal(left);
        expect(await token.balanceOf(holder)).to.equal(0);
      }
      expect(await token.isRedeemed()).to.equal(false);
      await expect(settle(book, LAST, book.issuer)).to.emit(token, "Redeemed");
      await agentOf(book).close(LAST);
      await expectGone(book, everybody(book));
    });

    it("pays interest and principal, and withholds from the interest only [P-5, P-8]", async () => {
      const book = await payableBook();
      // 95 bonds not the issuer's own x (299,000 + 100,000,000)
      expect((await book.payments.paymentDate(LAST)).dueYen).to.equal(95n * 100_299_000n);
      await expect(settle(book, LAST, book.c))
        .to.emit(book.payments, "Settled")
        .withArgs(LAST, book.c.address, 299_000, 45_791, 100_000_000, ref("paid 1"));
    });

    it("burns nothing twice, whatever is run again [P-5, P-7]", async () => {
      const book = await payableBook();
      await settle(book, LAST, book.a, book.a);
      const again = await settle(book, LAST, book.a);
      expect((await again.wait())?.logs).to.deep.equal([]);
      expect(await book.token.totalSupply()).to.equal(60);
      await fail(book, LAST, book.b);
      await settle(book, LAST, book.b);
      expect(await book.token.totalSupply()).to.equal(40);
    });

    it("does not pay before Friday 13 December at 00:00:00, for Saturday 14 [P-4, P-5]", async () => {
      const book = await fixture(shortBook);
      await goTo(RECORD_DAY);
      await fixAndFund(book);
      await at("2024-12-12T23:59:59");
      await expect(settle(book, LAST, book.a)).to.be.revertedWithCustomError(book.payments, "NotYetPayable");
      await at(PAY_DAY);
      await settle(book, LAST, book.a);
      expect(await book.token.totalSupply()).to.equal(60);
    });

    it("leaves holdings at every record day to be read after the burn [R-1, P-3]", async () => {
      const book = await payableBook();
      await settle(book, LAST, ...everybody(book));
      for (const index of [1, 2]) {
        expect(await book.token.supplyAtRecord(index)).to.equal(100);
        for (const [holder, bonds] of [
          [book.dealer, 34],
          [book.issuer, 5],
          [book.a, 40],
          [book.b, 20],
          [book.c, 1],
          [book.d, 0],
        ] as const) {
          expect(await book.token.bondsAtRecord(index, holder)).to.equal(bonds);
        }
      }
    });

    it("leaves an earlier date to be fixed and paid after the burn [P-3, P-7]", async () => {
      const book = await payableBook();
      await settle(book, LAST, ...everybody(book));
      await fixDate(book, 1, 2);
      expect((await linesOf(book, 1)).map(({ bonds }) => bonds)).to.deep.equal([34, 5, 40, 20, 1]);
      await fundDate(book, 1);
      await expect(settle(book, 1, book.c))
        .to.emit(book.payments, "Settled")
        .withArgs(1, book.c.address, 299_000, 45_791, 0, ref("paid 1"));
      await expectGone(book, everybody(book));
    });
  });

  context("when a holder cannot be paid", () => {
    it("burns a suspended holder's bonds, keeps his claim, and pays it after he is resumed [P-5, P-7, P-9]", async () => {
      const book = await payableBook();
      await suspend(book, book.b);
      await settle(book, LAST, ...everybody(book));
      await agentOf(book).close(LAST);
      await expectGone(book, everybody(book));
      expect(await lineState(book, LAST, book.b)).to.equal(LINE.failed);
      await resume(book, book.b);
      await expect(settle(book, LAST, book.b))
        .to.emit(book.payments, "Settled")
        .withArgs(LAST, book.b.address, 5_980_000, 0, 2_000_000_000, ref("paid 1"));
      await expectGone(book, everybody(book));
    });

    it("burns a failing holder's bonds, keeps his claim, and closes [P-5, P-7, P-9]", async () => {
      const book = await payableBook();
      await fail(book, LAST, book.a);
      expect(await book.token.totalSupply()).to.equal(60);
      await settle(book, LAST, book.dealer, book.issuer, book.b, book.c);
      await agentOf(book).close(LAST);
      await expectGone(book, everybody(book));
      const line = (await linesOf(book, LAST)).find(({ holder }) => holder === book.a.address);
      expect([line?.state, line?.principal, line?.gross]).to.deep.equal([LINE.failed, 4_000_000_000n, 11_960_000n]);
    });

    it("burns when everybody fails, own bonds included [P-5]", async () => {
      const book = await payableBook();
      await fail(book, LAST, ...everybody(book));
      await agentOf(book).close(LAST);
      await expectGone(book, everybody(book));
    });

    it("burns frozen bonds, and says first that none is frozen [P-5]", async () => {
      const book = await fixture(shortBook);
      const { orders, token, registerAdministrator } = book;
      await at("2024-12-09T09:00:00");
      await orders
        .connect(registerAdministrator)
        .recordOrder(1, 2, book.a, "0x0000000000000000000000000000000000000000", 30, ref("order"));
      await goTo(RECORD_DAY);
      await token.connect(registerAdministrator).setFrozenTokens(book.a, 30);
      await fixAndFund(book);
      await goTo(PAY_DAY);
      const receipt = await (await settle(book, LAST, book.a)).wait();
      const names = receipt?.logs.map((log) => token.interface.parseLog(log)?.name ?? "Settled");
      expect(names).to.deep.equal(["Settled", "Frozen", "Transfer"]);
      expect(await token.getFrozenTokens(book.a)).to.equal(0);
      expect(await token.balanceOf(book.a)).to.equal(0);
    });
  });

  context("when an entry moved in the last window before it was read", () => {
    it("burns at the new key and owes to the old one's line [P-3, P-5, T-7]", async () => {
      const book = await fixture(shortBook);
      const heir = book.fresh[0]!;
      await at("2024-12-10T00:00:00");
      await orderNewKey(book, book.a, heir);
      await at(RECORD_DAY);
      await executeNewKey(book, book.a, heir);
      await fixAndFund(book);
      const lines = await linesOf(book, LAST);
      // dealer, issuer, the old key with its claim, b, c, and the new key with the bonds but nothing due
      expect(lines.map(({ bonds, principal }) => [bonds, principal])).to.deep.equal([
        [34, 3_400_000_000n],
        [5, 0n],
        [40, 4_000_000_000n],
        [20, 2_000_000_000n],
        [1, 100_000_000n],
        [0, 0n],
      ]);
      await goTo(PAY_DAY);
      await settle(book, LAST, ...everybody(book));
      expect(await book.token.totalSupply()).to.equal(40);
      await expect(agentOf(book).close(LAST)).to.be.revertedWithCustomError(book.payments, "HoldersWaiting");
      await settle(book, LAST, heir);
      await agentOf(book).close(LAST);
      await expectGone(book, [...everybody(book), heir]);
    });

    it("burns where a court's order moved them, and owes as the record day shows [P-3, P-5, T-7]", async () => {
      const book = await fixture(shortBook);
      await at("2024-12-10T00:00:00");
      await orderMove(book, book.a, book.d, 40);
      await orderMove(book, book.b, book.c, 7);
      await orderMove(book, book.dealer, book.issuer, 1);
      await goTo("2024-12-11T09:00:00");
      await executeMove(book, book.a, book.d, 40);
      await executeMove(book, book.b, book.c, 7);
      await executeMove(book, book.dealer, book.issuer, 1);
      await fixAndFund(book);
      expect((await book.payments.paymentDate(LAST)).dueYen).to.equal(95n * 100_299_000n);
      expect((await linesOf(book, LAST)).map(({ bonds }) => bonds)).to.deep.equal([34, 5, 40, 20, 1, 0]);
      await goTo(PAY_DAY);
      await settle(book, LAST, ...everybody(book), book.d);
      await agentOf(book).close(LAST);
      await expectGone(book, [...everybody(book), book.d]);
    });

    it("settles the whole claim of a suspended holder whose bonds all moved away [P-5, P-7, T-7]", async () => {
      const book = await fixture(shortBook);
      await at("2024-12-10T00:00:00");
      await orderMove(book, book.a, book.d, 40);
      await goTo("2024-12-11T09:00:00");
      await executeMove(book, book.a, book.d, 40);
      await suspend(book, book.a);
      await suspend(book, book.d);
      await fixAndFund(book);
      await goTo(PAY_DAY);
      await settle(book, LAST, ...everybody(book), book.d);
      await agentOf(book).close(LAST);
      await expectGone(book, [...everybody(book), book.d]);
      expect([await lineState(book, LAST, book.a), await lineState(book, LAST, book.d)]).to.deep.equal([
        LINE.failed,
        LINE.failed,
      ]);
    });
  });

  context("once the last date is being read", () => {
    it("lets no order move a bond, from the first page on [P-5, T-7]", async () => {
      const book = await fixture(shortBook);
      const heir = book.fresh[0]!;
      await at("2024-12-10T00:00:00");
      await orderMove(book, book.a, book.d, 40);
      await orderNewKey(book, book.b, heir);
      await goTo("2024-12-11T09:00:00");
      await expect(agentOf(book).fix(LAST, 1)).to.emit(book.token, "RedemptionStarted");
      await expect(executeMove(book, book.a, book.d, 40)).to.be.revertedWithCustomError(book.token, "RedemptionBegun");
      await expect(executeNewKey(book, book.b, heir)).to.be.revertedWithCustomError(book.token, "RedemptionBegun");
      await expect(agentOf(book).fix(LAST, 1)).not.to.emit(book.token, "RedemptionStarted");
      await fixAndFund(book);
      await goTo(PAY_DAY);
      await settle(book, LAST, ...everybody(book));
      await agentOf(book).close(LAST);
      await expectGone(book, everybody(book));
    });

    it("keeps transfers closed until the last bond is gone, long after maturity too [T-1, P-5]", async () => {
      const book = await payableBook();
      await settle(book, LAST, book.a);
      const code = () => book.token.detectTransferRestriction(book.b.address, book.dealer.address, 1);
      for (const iso of ["2024-12-14T23:59:57", "2024-12-15T00:00:00", "2027-01-05T09:00:00"]) {
        await goTo(iso);
        expect(await code(), iso).to.equal(3); // ClosedWindow
      }
      await settle(book, LAST, ...everybody(book));
      expect(await code()).to.equal(2);
    });

    it("admits an account late without opening a line or holding anything up [P-7]", async () => {
      const book = await fixture(shortBook);
      await goTo(RECORD_DAY);
      await agentOf(book).fix(LAST, 4);
      const late = book.fresh[1]!;
      await book.registry.connect(book.dealer).open(late, ref("late"), 0, ref("data"));
      await fixAndFund(book);
      expect((await linesOf(book, LAST)).some(({ holder }) => holder === late.address)).to.equal(false);
      await goTo(PAY_DAY);
      await expect(settle(book, LAST, late)).to.be.revertedWithCustomError(book.payments, "NotInList");
      await settle(book, LAST, ...everybody(book));
      await expectGone(book, everybody(book));
    });
  });

  it("is begun and done by the payments alone [P-5]", async () => {
    const book = await payableBook();
    for (const stranger of [book.issuer, book.fiscalAgent, book.registerAdministrator, book.a]) {
      const token = book.token.connect(stranger);
      await expect(token.redeem([book.a])).to.be.revertedWithCustomError(token, "OnlyContract");
      await expect(token.beginRedemption()).to.be.revertedWithCustomError(token, "OnlyContract");
    }
  });
});
