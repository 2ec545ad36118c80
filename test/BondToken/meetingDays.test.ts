import { expect } from "chai";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { shippedCalendar } from "../../lib/calendar";
import { parseDay } from "../../lib/day";
import { recordDay } from "../../lib/windows";
import { fixture } from "../support/chain";
import {
  administer,
  beginRedemption,
  CAUSE,
  force,
  HASH,
  issued,
  KIND,
  MINED,
  ORDER,
  placed,
  replaceKey,
  signerOf,
  type Market,
} from "../support/market";
import { oneOf, randomFrom } from "../support/random";
import { at, day, goTo, hitachi, isoOf, issuedSuite, openAccounts, ref } from "../support/suite";

/** What the meeting contract asks for when a meeting is convened; here without one. */
const readOn = async ({ token, meeting }: Market, iso: string) =>
  token.connect(await signerOf(await meeting.getAddress())).readOn(day(iso), MINED);

const heldOn = async (
  { token }: Market,
  iso: string,
  accounts: readonly { readonly address: string }[],
): Promise<number[]> =>
  Promise.all(accounts.map(async ({ address }) => Number(await token.bondsOn(day(iso), address))));

const today = async (): Promise<number> => Math.floor((await time.latest()) / 86_400 + 9 / 24);

describe("BondToken.readOn", () => {
  it("is the meeting's alone [M-3]", async () => {
    const { token, meeting, issuer, dealer, registerAdministrator, platformOperator, a } = await placed();
    for (const caller of [issuer, dealer, registerAdministrator, platformOperator, a])
      await expect(token.connect(caller).readOn(day("2024-02-01"), MINED))
        .to.be.revertedWithCustomError(token, "OnlyContract")
        .withArgs(await meeting.getAddress(), caller.address);
  });

  it("takes a coming day at 23:59:59 of the day before, and not at 00:00:00 of the day itself [M-3]", async () => {
    const market = await placed();
    const { token } = market;
    await at("2024-02-01T23:59:59");
    await expect(readOn(market, "2024-02-02")).to.emit(token, "ReadingScheduled").withArgs(day("2024-02-02"));
    await at("2024-02-02T00:00:00");
    await expect(readOn(market, "2024-02-02"))
      .to.be.revertedWithCustomError(token, "ReadingNotAhead")
      .withArgs(day("2024-02-02"), day("2024-02-02"));
    await expect(readOn(market, "2023-12-01")).to.be.revertedWithCustomError(token, "ReadingNotAhead");
  });

  it("keeps the days in the order of time, whatever the order of scheduling, and each once [M-3]", async () => {
    const market = await placed();
    const { token } = market;
    const days = ["2024-05-05", "2024-02-02", "2028-12-31", "2024-06-12", "2024-03-03", "2024-02-01"];
    for (const iso of days) await readOn(market, iso);
    for (const iso of days) await expect(readOn(market, iso)).not.to.emit(token, "ReadingScheduled");
    const sorted = [...days].sort().map((iso) => BigInt(day(iso)));
    expect(await token.meetingDays()).to.deep.equal(sorted);
  });

  it("keeps 255 readings, record days included, and no more [M-3]", async () => {
    const market = await placed();
    const { token, a, dealer } = market;
    const first = day("2024-01-10");
    // ten record days leave 245 meeting days; the later half is scheduled first, backwards
    for (let i = 244; i >= 122; --i) await readOn(market, isoOf(first + 3 * i));
    for (let i = 0; i < 122; ++i) await readOn(market, isoOf(first + 3 * i));
    for (const iso of ["2024-01-09", "2024-01-11", "2030-01-01"])
      await expect(readOn(market, iso)).to.be.revertedWithCustomError(token, "TooManyReadings").withArgs(256, 255);
    await readOn(market, isoOf(first)); // one that is read anyway is not one more
    const last = isoOf(first + 3 * 244);
    await goTo(`${last}T09:00:00`);
    await token.connect(a).transfer(dealer, 40); // both slept through all of them
    for (const i of [0, 1, 57, 58, 121, 122, 243, 244])
      expect(await heldOn(market, isoOf(first + 3 * i), [a, dealer])).to.deep.equal([40, 40]);
    await goTo("2028-12-12T00:00:00"); // the last record day is reading 255
    expect(await token.bondsAtRecord(10, a)).to.equal(0);
    expect(await token.bondsAtRecord(10, dealer)).to.equal(80);
    expect(await token.bondsAtRecord(1, a)).to.equal(40); // 12 June 2024 lies before the transfer
  });
});

describe("BondToken.bondsOn", () => {
  it("is read at 00:00 of the day: 23:59:59 before counts, 00:00:00 does not [M-3]", async () => {
    const market = await placed();
    const { token, a, dealer, b } = market;
    await readOn(market, "2024-02-02");
    await at("2024-02-01T23:59:59");
    await token.connect(a).transfer(dealer, 3);
    await at("2024-02-02T00:00:00");
    await token.connect(a).transfer(dealer, 5);
    await at("2024-02-02T23:59:59");
    await token.connect(dealer).transfer(b, 48);
    expect(await heldOn(market, "2024-02-02", [a, b, dealer])).to.deep.equal([37, 20, 43]);
    expect(await token.supplyOn(day("2024-02-02"))).to.equal(100);
    expect(await token.balanceOf(a)).to.equal(32);
    expect(await token.balanceOf(b)).to.equal(68);
  });

  it("refuses a day that has not come, and one on which nobody convened [M-3]", async () => {
    const market = await placed();
    const { token, a } = market;
    await readOn(market, "2024-02-02");
    await goTo("2024-02-01T23:59:59");
    const asked = (iso: string) => [
      () => token.bondsOn(day(iso), a),
      () => token.supplyOn(day(iso)),
      () => token.ownBondsOn(day(iso)),
    ];
    for (const ask of asked("2024-02-02"))
      await expect(ask())
        .to.be.revertedWithCustomError(token, "ReadingAhead")
        .withArgs(day("2024-02-02"), day("2024-02-01"));
    for (const ask of asked("2024-02-01"))
      await expect(ask()).to.be.revertedWithCustomError(token, "NoReadingOn").withArgs(day("2024-02-01"));
    await goTo("2024-02-02T00:00:00");
    expect(await token.bondsOn(day("2024-02-02"), a)).to.equal(40);
    for (const ask of [...asked("2024-02-01"), ...asked("2023-12-14")])
      await expect(ask()).to.be.revertedWithCustomError(token, "NoReadingOn");
    for (const ask of asked("2024-02-03")) await expect(ask()).to.be.revertedWithCustomError(token, "ReadingAhead");
  });

  it("shows the same as the record day when it is one, whatever is forced on that day [M-3, P-3, T-7]", async () => {
    const market = await placed();
    const { token, a, b, dealer } = market;
    await readOn(market, "2024-06-12"); // the record day of 14 June 2024
    await goTo("2024-06-11T10:00:00");
    await force(market, a, b, 7); // executed on 12 June, 10:00
    expect(await today()).to.equal(day("2024-06-12"));
    expect(await heldOn(market, "2024-06-12", [a, b, dealer])).to.deep.equal([40, 20, 40]);
    for (const [account, bonds] of [
      [a, 40],
      [b, 20],
      [dealer, 40],
    ] as const)
      expect(await token.bondsAtRecord(1, account)).to.equal(bonds);
    await goTo("2024-12-11T00:00:00");
    expect(await token.bondsAtRecord(2, a)).to.equal(33);
    expect(await token.bondsAtRecord(2, b)).to.equal(27);
  });

  it("follows forced moves on the days around a record day, day by day [M-3, P-3, T-7]", async () => {
    const market = await placed();
    const { token, a, b } = market;
    const days = ["2024-06-15", "2024-06-11", "2024-06-13", "2024-06-12", "2024-06-14"];
    for (const iso of days) await readOn(market, iso);
    // one bond moves from a to b on each of 11, 12, 13 and 14 June, some minutes after 10:00
    await goTo("2024-06-10T10:00:00");
    for (let moves = 0; moves < 4; ++moves) await force(market, a, b, 1);
    await goTo("2024-06-15T00:00:00");
    expect(await heldOn(market, "2024-06-11", [a, b])).to.deep.equal([40, 20]);
    expect(await heldOn(market, "2024-06-12", [a, b])).to.deep.equal([39, 21]);
    expect(await heldOn(market, "2024-06-13", [a, b])).to.deep.equal([38, 22]);
    expect(await heldOn(market, "2024-06-14", [a, b])).to.deep.equal([37, 23]);
    expect(await heldOn(market, "2024-06-15", [a, b])).to.deep.equal([36, 24]);
    expect(await token.bondsAtRecord(1, a)).to.equal(39);
    expect(await token.bondsAtRecord(1, b)).to.equal(21);
  });

  it("stays with the old key when the key is replaced on the day, and is nothing for the new one [M-3, T-7]", async () => {
    const market = await placed();
    const { a, newKey } = market;
    await readOn(market, "2024-02-02");
    await readOn(market, "2024-02-03");
    await goTo("2024-02-01T10:00:00");
    await replaceKey(market, a, newKey); // executed on 2 February, 10:00
    await goTo("2024-02-03T00:00:00");
    expect(await heldOn(market, "2024-02-02", [a, newKey])).to.deep.equal([40, 0]);
    expect(await heldOn(market, "2024-02-03", [a, newKey])).to.deep.equal([0, 40]);
  });

  it("is nothing for an account opened later, and for a stranger [M-3]", async () => {
    const market = await placed();
    const { token, dealer, stranger } = market;
    await readOn(market, "2024-02-02");
    await goTo("2024-02-02T10:00:00");
    expect(await heldOn(market, "2024-02-02", [stranger])).to.deep.equal([0]);
    await openAccounts(market, [stranger]);
    await token.connect(dealer).transfer(stranger, 9);
    expect(await heldOn(market, "2024-02-02", [stranger, dealer])).to.deep.equal([0, 40]);
  });

  it("does not move a record day that comes later or came before [P-3]", async () => {
    const market = await placed();
    const { token, a, dealer } = market;
    await goTo("2024-06-17T09:00:00"); // record day 1 has passed
    await readOn(market, "2024-07-01");
    await readOn(market, "2024-12-31"); // after record day 2, 11 December 2024
    await token.connect(a).transfer(dealer, 10);
    await goTo("2024-07-02T09:00:00");
    await token.connect(a).transfer(dealer, 10);
    await goTo("2024-12-17T09:00:00");
    await token.connect(a).transfer(dealer, 10);
    await goTo("2024-12-31T00:00:00");
    expect(await token.recordDaysPassed()).to.equal(2);
    expect(await token.bondsAtRecord(1, a)).to.equal(40);
    expect(await heldOn(market, "2024-07-01", [a])).to.deep.equal([30]);
    expect(await token.bondsAtRecord(2, a)).to.equal(20);
    expect(await heldOn(market, "2024-12-31", [a])).to.deep.equal([10]);
    await expect(token.bondsAtRecord(3, a)).to.be.revertedWithCustomError(token, "RecordDayNotReached").withArgs(3, 2);
  });
});

describe("BondToken.ownBondsOn", () => {
  it("counts what the issuer held at 00:00, cancelled since or not [M-3, P-6]", async () => {
    const market = await placed();
    const { token, issuer, dealer } = market;
    await readOn(market, "2024-02-02");
    await readOn(market, "2024-02-03");
    await goTo("2024-02-01T09:00:00");
    await token.connect(dealer).transfer(issuer, 8);
    await at("2024-02-02T00:00:00");
    await token.connect(issuer).cancel(3);
    await goTo("2024-02-03T00:00:00");
    expect(await token.ownBondsOn(day("2024-02-02"))).to.equal(8);
    expect(await token.supplyOn(day("2024-02-02"))).to.equal(100);
    expect(await token.ownBondsOn(day("2024-02-03"))).to.equal(5);
    expect(await token.supplyOn(day("2024-02-03"))).to.equal(97);
  });

  it("counts them whoever was issuer then, when the issuer's account moves in between [M-3]", async () => {
    const market = await placed();
    const { token, issuer, dealer, newKey, stranger } = market;
    const days = ["2024-02-02", "2024-03-01", "2024-04-01"];
    for (const iso of days) await readOn(market, iso);
    await goTo("2024-02-01T09:00:00");
    await token.connect(dealer).transfer(issuer, 8);
    await goTo("2024-02-05T09:00:00");
    await administer(market, token, "moveParty", [KIND.Issuer, newKey.address, HASH]);
    await token.connect(dealer).transfer(newKey, 2);
    await goTo("2024-03-05T09:00:00");
    await administer(market, token, "moveParty", [KIND.Issuer, stranger.address, HASH]);
    await goTo("2024-04-01T00:00:00");
    expect(await Promise.all(days.map((iso) => token.ownBondsOn(day(iso))))).to.deep.equal([8n, 10n, 10n]);
    expect(await heldOn(market, "2024-02-02", [issuer, newKey, stranger])).to.deep.equal([8, 0, 0]);
    expect(await heldOn(market, "2024-03-01", [issuer, newKey, stranger])).to.deep.equal([0, 10, 0]);
    expect(await heldOn(market, "2024-04-01", [issuer, newKey, stranger])).to.deep.equal([0, 0, 10]);
  });
});

describe("BondToken: meeting days around the redemption", () => {
  it("count what was not burned at 00:00, and nothing that was [M-3, P-5]", async () => {
    const market = await placed();
    const { token, payments, fiscalAgent, a, b, dealer, newKey } = market;
    for (const iso of ["2028-12-14", "2028-12-15", "2028-12-20"]) await readOn(market, iso);
    const last = await beginRedemption(market);
    const settle = (holders: HardhatEthersSigner[]) =>
      payments.connect(fiscalAgent).settle(
        last,
        holders,
        holders.map(({ address }) => ref(address.slice(0, 20))),
      );
    await goTo("2028-12-14T09:00:00");
    await settle([a]);
    await goTo("2028-12-15T00:00:00");
    expect(await heldOn(market, "2028-12-14", [a, b, dealer])).to.deep.equal([40, 20, 40]);
    expect(await heldOn(market, "2028-12-15", [a, b, dealer])).to.deep.equal([0, 20, 40]);
    expect(await token.supplyOn(day("2028-12-14"))).to.equal(100);
    expect(await token.supplyOn(day("2028-12-15"))).to.equal(60);
    expect((await token.entriesAt(0, 2, 1))[0]?.bonds).to.equal(0);
    await settle([b, dealer]);
    await replaceKey(market, a, newKey); // takes a day; the old word is brought up to date, burned bonds and all
    await goTo("2028-12-20T00:00:00");
    expect(await heldOn(market, "2028-12-15", [a, b, dealer])).to.deep.equal([0, 20, 40]);
    expect(await heldOn(market, "2028-12-20", [a, newKey, b, dealer])).to.deep.equal([0, 0, 0, 0]);
    expect(await token.supplyOn(day("2028-12-20"))).to.equal(0);
    for (const index of [1, 10]) expect(await token.bondsAtRecord(index, a)).to.equal(40);
    for (const account of [a, newKey, b]) expect(await token.getFrozenTokens(account)).to.equal(0);
  });
});

/** 14 June and 14 December, June 2024 through December 2038. */
const DATES = Array.from({ length: 30 }, (_, i) => `${2024 + Math.floor(i / 2)}-${i % 2 === 0 ? "06" : "12"}-14`);
const RECORD_DAYS = DATES.map((iso) => recordDay(parseDay(iso), shippedCalendar) as number);

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

/** Who holds what, copied whole at 00:00 of every day on which the register is read. */
class NaiveRegister {
  readonly now = new Map<string, number>();
  readonly copies = new Map<number, Map<string, number>>();

  of(account: string): number {
    return this.now.get(account) ?? 0;
  }

  move(from: string, to: string | null, bonds: number): void {
    this.now.set(from, this.of(from) - bonds);
    if (to !== null) this.now.set(to, this.of(to) + bonds);
  }

  heldOn(readingDay: number, account: string): number {
    return this.copies.get(readingDay)?.get(account) ?? 0;
  }

  supplyOn(readingDay: number): number {
    return [...(this.copies.get(readingDay) ?? new Map<string, number>()).values()].reduce((sum, n) => sum + n, 0);
  }
}

const noonOf = (japanDay: number): number => japanDay * 86_400 + 3 * 3600;
const isClosed = (japanDay: number): boolean =>
  DATES.some((iso, i) => (RECORD_DAYS[i] ?? 0) <= japanDay && japanDay <= day(iso));

describe("BondToken: meeting days among 30 record days", () => {
  for (const seed of [706, 736, 738]) {
    it(`are what a naive register shows, and the record days too, whatever moves when (seed ${seed}) [M-3, P-3, T-7]`, async () => {
      const market = await fixture(fifteenYears);
      const { token, orders, registry, dealer, issuer, registerAdministrator, investors } = market;
      const pick = randomFrom(seed);
      const book = new NaiveRegister();
      book.now.set(dealer.address, 100);
      const people = [market.a, market.b, market.c];
      const spare = investors.slice(5, 12);
      const closedKeys: string[] = [];

      // before, on and inside windows, on payment dates, after them, and anywhere; some days twice
      const near = RECORD_DAYS.flatMap((record) => [-1, 0, 1, 2, 3].map((shift) => record + shift));
      const anywhere = Array.from({ length: 25 }, () => pick(day("2024-01-10"), day("2038-12-01")));
      const meetingDays = [...new Set([...near.filter(() => pick(0, 3) === 0), ...anywhere])];
      const waiting = meetingDays.map((each) => ({ each, order: pick(0, 1e6) })).sort((x, y) => x.order - y.order);
      // those through `limit`, and by chance some of the later ones
      const scheduleThrough = async (limit: number): Promise<void> => {
        for (const one of [...waiting]) {
          if (one.each > limit && pick(0, 99) > 3) continue;
          waiting.splice(waiting.indexOf(one), 1);
          await readOn(market, isoOf(one.each));
        }
      };
      const tradeOn = async (japanDay: number): Promise<void> => {
        for (let busy = oneOf(pick, [0, 1, 2]); busy > 0; --busy) {
          const person = oneOf(pick, people);
          const [from, to] = pick(0, 1) === 0 ? [dealer, person] : [person, dealer];
          const bonds = pick(0, Math.min(12, book.of(from.address)));
          await time.setNextBlockTimestamp(Math.max((await time.latest()) + 1, noonOf(japanDay)));
          await token.connect(from).transfer(to, bonds);
          book.move(from.address, to.address, bonds);
        }
        if (pick(0, 6) !== 0 || book.of(dealer.address) === 0) return;
        await time.setNextBlockTimestamp(Math.max((await time.latest()) + 1, noonOf(japanDay)));
        await token.connect(dealer).transfer(issuer, 1);
        book.move(dealer.address, issuer.address, 1);
      };
      // an order of the day before is executed on the day of the reading, and must not change it
      const orderFor = async (reading: number): Promise<(() => Promise<void>) | undefined> => {
        const [from, to, heir] = [oneOf(pick, people), oneOf(pick, people), spare[0]];
        const bonds = pick(0, book.of(from.address));
        const kind = oneOf(pick, [ORDER.Move, ORDER.Move, ORDER.NewKey]);
        if ((await time.latest()) >= noonOf(reading - 1) || (kind === ORDER.Move && from === to)) return undefined;
        if (kind === ORDER.NewKey && (heir === undefined || pick(0, 2) > 0)) return undefined;
        const [target, amount] = kind === ORDER.Move ? [to, bonds] : [heir!, 0];
        await time.setNextBlockTimestamp(noonOf(reading - 1));
        await orders
          .connect(registerAdministrator)
          .recordOrder(kind, CAUSE.Correction, from, target, amount, HASH, MINED);
        return async () => {
          await time.setNextBlockTimestamp(noonOf(reading));
          if (kind === ORDER.Move) await token.connect(registerAdministrator).forcedTransfer(from, to, bonds);
          else await registry.connect(registerAdministrator).replaceKey(from, heir!);
          book.move(from.address, target.address, kind === ORDER.Move ? bonds : book.of(from.address));
          if (kind === ORDER.Move) return;
          closedKeys.push(from.address);
          people[people.indexOf(from)] = spare.shift()!;
        };
      };

      const readingDays = [...new Set([...RECORD_DAYS, ...meetingDays])].sort((x, y) => x - y);
      for (const [k, reading] of readingDays.entries()) {
        await scheduleThrough(reading + 30); // still on the day of the reading before
        const previous = readingDays[k - 1] ?? day("2023-12-20");
        const free = Array.from({ length: Math.min(20, reading - previous - 2) }, (_, i) => previous + 1 + i);
        const open = free.filter((each) => !isClosed(each));
        if (open.length > 0) await tradeOn(oneOf(pick, open));
        const execute = await orderFor(reading);
        book.copies.set(reading, new Map(book.now));
        if (pick(0, 3) === 0) {
          await at(`${isoOf(reading)}T00:00:00`);
          await token.renewWindows();
        }
        await execute?.();
        if (pick(0, 4) > 0 || book.of(issuer.address) === 0 || reading > (RECORD_DAYS[29] ?? 0) - 10) continue;
        await time.setNextBlockTimestamp(noonOf(reading) + 3600);
        await token.connect(issuer).cancel(1);
        book.move(issuer.address, null, 1);
      }

      await goTo("2038-12-15T12:00:00");
      expect(waiting).to.deep.equal([]);
      expect(await token.recordDaysPassed()).to.equal(30);
      expect(closedKeys.length).to.be.greaterThan(0);
      const accounts = [dealer, issuer, ...people, ...investors.slice(0, 12)].map(({ address }) => address);
      for (const each of meetingDays) {
        expect(await token.supplyOn(each), `supply on ${isoOf(each)}`).to.equal(book.supplyOn(each));
        expect(await token.ownBondsOn(each)).to.equal(book.heldOn(each, issuer.address));
        for (const account of new Set([...accounts, ...closedKeys]))
          expect(await token.bondsOn(each, account), `${account} on ${isoOf(each)}`).to.equal(
            book.heldOn(each, account),
          );
      }
      for (const [i, record] of RECORD_DAYS.entries()) {
        expect(await token.supplyAtRecord(i + 1)).to.equal(book.supplyOn(record));
        const entries = await token.entriesAt(i + 1, 0, 100);
        for (const { account, bonds } of entries) expect(bonds).to.equal(book.heldOn(record, account));
        for (const account of new Set([...accounts, ...closedKeys]))
          expect(await token.bondsAtRecord(i + 1, account), `${account} at ${i + 1}`).to.equal(
            book.heldOn(record, account),
          );
      }
    }).timeout(240_000);
  }
});

// Ten record days and fifteen meeting days between them: 25 readings, three full groups of eight and one of one.
const MEETINGS = [
  "2024-02-01",
  "2024-03-01",
  "2024-06-12", // a record day
  "2024-07-01",
  "2024-08-01",
  "2024-12-12", // inside a closed window
  "2025-02-01",
  "2025-06-14", // a payment date
  "2025-09-01",
  "2026-02-01",
  "2026-09-01",
  "2027-02-01",
  "2027-09-01",
  "2028-02-01",
  "2028-09-01",
];
const TEN_RECORDS = RECORD_DAYS.slice(0, 10);
const READINGS = [...TEN_RECORDS, ...MEETINGS.map(day)].sort((x, y) => x - y);

describe("BondToken: groups of eight readings with meeting days between", () => {
  for (const [first, second] of [
    [0, 8],
    [0, 9],
    [0, 24],
    [1, 8],
    [1, 17],
    [2, 16],
    [8, 11],
    [8, 17],
    [9, 16],
    [11, 24],
    [15, 17],
    [17, 24],
  ] as const) {
    it(`keep them for a holder who moves after reading ${first}, sleeps, and moves after reading ${second} [M-3, P-3]`, async () => {
      const market = await issued();
      const { token, dealer, a } = market;
      for (const iso of [...MEETINGS].reverse()) await readOn(market, iso);
      // the first day after the reading on which bonds may move; no reading of these pairs follows within the window
      const afterReading = (index: number): number => {
        let next = index === 0 ? day("2023-12-20") : (READINGS[index - 1] ?? 0) + 1;
        while (isClosed(next)) ++next;
        return next;
      };
      await goTo(`${isoOf(afterReading(first))}T12:00:00`);
      await token.connect(dealer).transfer(a, 40);
      await goTo(`${isoOf(afterReading(second))}T12:00:00`);
      await token.connect(a).transfer(dealer, 15);
      await goTo("2028-12-12T00:00:00");
      const held = (reading: number): number =>
        reading < afterReading(first) + 1 ? 0 : reading < afterReading(second) + 1 ? 40 : 25;
      for (const iso of MEETINGS)
        expect(await heldOn(market, iso, [a, dealer]), iso).to.deep.equal([held(day(iso)), 100 - held(day(iso))]);
      for (const [i, record] of TEN_RECORDS.entries())
        expect(await token.bondsAtRecord(i + 1, a), `date ${i + 1}`).to.equal(held(record));
    });
  }
});
