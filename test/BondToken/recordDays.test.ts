import { expect } from "chai";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { shippedCalendar } from "../../lib/calendar";
import { parseDay } from "../../lib/day";
import { recordDay } from "../../lib/windows";
import { fixture } from "../support/chain";
import { KIND, force, placed, redeemAll, replaceKey, schedule, type Market } from "../support/market";
import { oneOf, randomFrom } from "../support/random";
import { at, day, goTo, hitachi, isoOf, issuedSuite, openAccounts } from "../support/suite";

/** 14 June and 14 December, June 2024 through December 2038: 30 dates, three full groups of eight and one of six. */
const DATES = Array.from({ length: 30 }, (_, i) => `${2024 + Math.floor(i / 2)}-${i % 2 === 0 ? "06" : "12"}-14`);

const fifteenYears = async (): Promise<Market> => {
  const suite = await issuedSuite({ ...hitachi, schedule: { ...hitachi.schedule, maturityDay: day("2038-12-14") } });
  const [a, b, c, stranger, newKey] = suite.investors as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  await openAccounts(suite, [a, b, c]);
  return { ...suite, a, b, c, stranger, newKey };
};

/** The naive register of the test: who holds what, copied whole at every record day. */
class NaiveRegister {
  readonly now = new Map<string, number>();
  readonly records: { readonly held: Map<string, number>; readonly supply: number }[] = [];

  of(account: string): number {
    return this.now.get(account) ?? 0;
  }

  move(from: string, to: string | null, bonds: number): void {
    this.now.set(from, this.of(from) - bonds);
    if (to !== null) this.now.set(to, this.of(to) + bonds);
  }

  copy(): void {
    this.records.push({ held: new Map(this.now), supply: [...this.now.values()].reduce((sum, n) => sum + n, 0) });
  }
}

const expectSame = async ({ token }: Market, book: NaiveRegister, accounts: readonly string[]): Promise<void> => {
  for (const [i, { held, supply }] of book.records.entries()) {
    const entries = await token.entriesAt(i + 1, 0, 100);
    const [, bonds] = await token.wordsAt(i + 1, 0, 100);
    expect(await token.supplyAtRecord(i + 1), `supply at ${i + 1}`).to.equal(supply);
    for (const account of accounts) {
      const expected = held.get(account) ?? 0;
      expect(await token.bondsAtRecord(i + 1, account), `${account} at ${i + 1}`).to.equal(expected);
      const place = entries.findIndex((entry) => entry.account === account);
      if (place === -1) continue;
      expect(entries[place]?.bonds).to.equal(expected);
      expect(bonds[place]).to.equal(expected);
    }
  }
};

describe("BondToken: record days", () => {
  it("keeps 30 of them under random transfers, purchases, cancellations and forced moves over 15 years [P-3, T-7, P-6]", async () => {
    const market = await fixture(fifteenYears);
    const { token, dealer, issuer, investors } = market;
    const pick = randomFrom(2038);
    const book = new NaiveRegister();
    book.now.set(dealer.address, 100);
    const people = [market.a, market.b, market.c];
    const spare = investors.slice(5);
    const closedKeys: string[] = [];
    let previous = day("2023-12-14");
    for (const [i, iso] of DATES.entries()) {
      const record = recordDay(parseDay(iso), shippedCalendar);
      await time.increaseTo(Math.max((await time.latest()) + 1, (previous + 2) * 86_400));
      for (let busy = oneOf(pick, [0, 0, 1, 3, 6]); busy > 0; --busy) {
        const person = oneOf(pick, people);
        const [from, to] = pick(0, 1) === 0 ? [dealer, person] : [person, dealer];
        const bonds = pick(0, Math.min(12, book.of(from.address)));
        const earliest = await time.latest();
        const latest = (record - 2) * 86_400;
        await time.setNextBlockTimestamp(pick(earliest + 1, earliest + Math.floor((latest - earliest) / 4)));
        await token.connect(from).transfer(to, bonds);
        book.move(from.address, to.address, bonds);
      }
      if (i % 7 === 3 && book.of(dealer.address) > 2) {
        await token.connect(dealer).transfer(issuer, 2);
        book.move(dealer.address, issuer.address, 2);
      }
      if (i % 9 === 5) {
        const opened = spare.shift();
        if (opened === undefined) throw new Error("no account left");
        await openAccounts(market, [opened]);
        people.push(opened);
      }
      await at(`${isoOf(record)}T00:00:00`);
      await token.renewWindows();
      book.copy();
      if (i === 29) break;
      // Inside the window: nothing that happens here may change the record.
      if (i % 4 === 1) {
        const [from, to] = [oneOf(pick, people), oneOf(pick, people)];
        if (from !== to) {
          const bonds = pick(0, book.of(from.address));
          await force(market, from, to, bonds);
          book.move(from.address, to.address, bonds);
        }
      }
      if (i % 10 === 7) {
        const [place, heir] = [pick(0, people.length - 1), spare.shift()];
        const old = people[place];
        if (old === undefined || heir === undefined) throw new Error("no account left");
        await replaceKey(market, old, heir);
        book.move(old.address, heir.address, book.of(old.address));
        closedKeys.push(old.address);
        people[place] = heir;
      }
      if (book.of(issuer.address) > 0 && i % 2 === 1) {
        await token.connect(issuer).cancel(1);
        book.move(issuer.address, null, 1);
      }
      previous = day(iso);
    }
    expect(await token.recordDaysPassed()).to.equal(30);
    expect(closedKeys.length).to.equal(3);
    const accounts = [dealer, issuer, ...people].map(({ address }) => address);
    await expectSame(market, book, [...accounts, ...closedKeys, market.stranger.address]);
    for (const account of accounts) expect(await token.balanceOf(account)).to.equal(book.of(account));
  });

  it("keeps 30 of them for holders who never move again [P-3]", async () => {
    const market = await fixture(fifteenYears);
    const { token, dealer, a } = market;
    await token.connect(dealer).transfer(a, 40);
    await goTo("2038-12-10T00:00:00"); // 14 December 2038 is a Tuesday; its window begins on Friday 10
    expect(await token.recordDaysPassed()).to.equal(30);
    for (let index = 1; index <= 30; ++index) {
      expect(await token.bondsAtRecord(index, a)).to.equal(40);
      expect(await token.bondsAtRecord(index, dealer)).to.equal(60);
      expect(await token.supplyAtRecord(index)).to.equal(100);
    }
  });

  it("keeps 24 of them for a holder who moves after 24 idle dates [P-3]", async () => {
    const market = await fixture(fifteenYears);
    const { token, dealer, a } = market;
    await token.connect(dealer).transfer(a, 40);
    await goTo("2036-01-10T12:00:00"); // 24 dates: June 2024 through December 2035
    expect(await token.recordDaysPassed()).to.equal(24);
    await token.connect(a).transfer(dealer, 15);
    await goTo("2036-06-14T12:00:00");
    for (let index = 1; index <= 24; ++index) expect(await token.bondsAtRecord(index, a)).to.equal(40);
    expect(await token.bondsAtRecord(25, a)).to.equal(25);
    expect(await token.bondsAtRecord(25, dealer)).to.equal(75);
  });

  // The word carries a group of eight: dates 1 to 8, 9 to 16, 17 to 24, 25 to 30. Every pair of moves, whatever lies between.
  for (const [first, second] of [
    [1, 8],
    [1, 9],
    [7, 9],
    [8, 9],
    [8, 16],
    [8, 17],
    [8, 25],
    [9, 16],
    [9, 17],
    [9, 24],
    [9, 25],
    [15, 29],
    [16, 17],
    [16, 29],
    [0, 8],
    [0, 9],
    [0, 16],
    [0, 29],
  ] as const) {
    it(`keeps them for a holder who moves after date ${first}, sleeps, and moves after date ${second} [P-3]`, async () => {
      const market = await fixture(fifteenYears);
      const { token, dealer, a } = market;
      const afterDate = (index: number): string =>
        index === 0 ? "2023-12-20T12:00:00" : `${isoOf(day(DATES[index - 1] ?? "") + 1)}T12:00:00`;
      await goTo(afterDate(first));
      await token.connect(dealer).transfer(a, 40);
      await goTo(afterDate(second));
      await token.connect(a).transfer(dealer, 15);
      await goTo("2038-12-10T00:00:00");
      for (let index = 1; index <= 30; ++index) {
        const held = index <= first ? 0 : index <= second ? 40 : 25;
        expect(await token.bondsAtRecord(index, a), `date ${index}`).to.equal(held);
        expect(await token.bondsAtRecord(index, dealer), `date ${index}`).to.equal(100 - held);
      }
    });
  }

  it("reads nothing for an account before it was opened, whatever it bought since [P-3]", async () => {
    const market = await fixture(fifteenYears);
    const { token, dealer, investors } = market;
    const late = investors[7] ?? dealer;
    await goTo("2029-01-10T12:00:00"); // ten dates have passed
    await openAccounts(market, [late]);
    await token.connect(dealer).transfer(late, 9);
    await goTo("2029-06-14T12:00:00");
    for (let index = 1; index <= 10; ++index) expect(await token.bondsAtRecord(index, late)).to.equal(0);
    expect(await token.bondsAtRecord(11, late)).to.equal(9);
    expect(await token.bondsAtRecord(10, dealer)).to.equal(100);
  });
});

describe("BondToken: one record day, to the second", () => {
  it("is read at 00:00 of the first closed day: what moves at 23:59:59 counts [P-3]", async () => {
    const { token, a, dealer } = await placed();
    await at("2024-06-11T23:59:59");
    await token.connect(a).transfer(dealer, 3);
    expect(await token.recordDaysPassed()).to.equal(0);
    await expect(token.bondsAtRecord(1, a)).to.be.revertedWithCustomError(token, "RecordDayNotReached").withArgs(1, 0);
    await expect(token.supplyAtRecord(1)).to.be.revertedWithCustomError(token, "RecordDayNotReached").withArgs(1, 0);
    await goTo("2024-06-12T00:00:00");
    expect(await token.recordDaysPassed()).to.equal(1);
    expect(await token.bondsAtRecord(1, a)).to.equal(37);
    expect(await token.bondsAtRecord(1, dealer)).to.equal(43);
    await expect(token.bondsAtRecord(2, a)).to.be.revertedWithCustomError(token, "RecordDayNotReached").withArgs(2, 1);
  });

  it("knows no record day 0 and none after the last [P-3]", async () => {
    const { token, a } = await placed();
    await goTo("2028-12-14T00:00:00");
    expect(await token.recordDaysPassed()).to.equal(10);
    for (const index of [0, 11]) {
      await expect(token.bondsAtRecord(index, a))
        .to.be.revertedWithCustomError(token, "NoSuchDate")
        .withArgs(index, 10);
      await expect(token.supplyAtRecord(index)).to.be.revertedWithCustomError(token, "NoSuchDate").withArgs(index, 10);
    }
  });

  it("is not changed by a new key, nor by a move of the dealer's account, inside the window [T-7]", async () => {
    const market = await placed();
    const { token, a, newKey, dealer, platformOperator, stranger } = market;
    await at("2024-06-08T12:00:00");
    await schedule(market, token, "moveParty", [KIND.Dealer, stranger.address, "0x".padEnd(66, "1")]);
    await goTo("2024-06-13T12:00:01");
    await token.connect(platformOperator).moveParty(KIND.Dealer, stranger, "0x".padEnd(66, "1"));
    await replaceKey(market, a, newKey);
    expect(await token.balanceOf(newKey)).to.equal(40);
    expect(await token.balanceOf(stranger)).to.equal(40);
    expect(await token.bondsAtRecord(1, a)).to.equal(40);
    expect(await token.bondsAtRecord(1, newKey)).to.equal(0);
    expect(await token.bondsAtRecord(1, dealer)).to.equal(40);
    expect(await token.bondsAtRecord(1, stranger)).to.equal(0);
    await goTo("2024-12-11T00:00:00");
    expect(await token.bondsAtRecord(2, a)).to.equal(0);
    expect(await token.bondsAtRecord(2, newKey)).to.equal(40);
    expect(await token.bondsAtRecord(2, stranger)).to.equal(40);
  });

  it("is readable after redemption as it was: burning erases nothing [P-3, P-5]", async () => {
    const market = await placed();
    await redeemAll(market);
    expect(await market.token.balanceOf(market.a)).to.equal(0);
    for (let index = 1; index <= 10; ++index) {
      expect(await market.token.bondsAtRecord(index, market.a)).to.equal(40);
      expect(await market.token.bondsAtRecord(index, market.b)).to.equal(20);
      expect(await market.token.supplyAtRecord(index)).to.equal(100);
    }
  });

  it("lists entries in pages that meet without gap or overlap [R-1]", async () => {
    const { token, dealer, issuer, a, b, c } = await placed();
    await goTo("2024-06-12T00:00:00");
    const pages = [...(await token.entriesAt(1, 0, 2)), ...(await token.entriesAt(1, 2, 2)), ...(await token.entriesAt(1, 4, 9))]; // prettier-ignore
    const everybody = [dealer, issuer, a, b, c].map(({ address }) => address);
    expect(pages.map(({ account }) => account)).to.deep.equal(everybody);
    expect(pages.map(({ bonds }) => Number(bonds))).to.deep.equal([40, 0, 40, 20, 0]);
    expect(await token.entriesAt(1, 5, 9)).to.deep.equal([]);
    expect(await token.entriesAt(1, 2n ** 255n, 9)).to.deep.equal([]);
    expect(await token.entriesAt(1, 0, 0)).to.deep.equal([]);
  });
});
