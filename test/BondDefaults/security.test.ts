import { expect } from "chai";
import { ethers } from "hardhat";
import { fixture } from "../support/chain";
import { FACT, recordEvent, SECURED } from "../support/defaulting";
import { MINED } from "../support/market";
import { DOCUMENT, openBook, type Book } from "../support/paying";
import { at, day, goTo } from "../support/suite";

const OTHER = ethers.id("another document");

const administratorOf = ({ defaults, registerAdministrator }: Book) => defaults.connect(registerAdministrator);

const give = (book: Book, iso: string, bond: number = SECURED.UnsecuredInJapan, document = DOCUMENT) =>
  administratorOf(book).recordSecurity(bond, day(iso), document);
const sameRank = (book: Book, id: number, iso: string, document = DOCUMENT) =>
  administratorOf(book).recordSameRank(id, day(iso), document);
const formalities = (book: Book, id: number, iso: string, document = DOCUMENT) =>
  administratorOf(book).recordFormalities(id, day(iso), document);

/** The book on 1 March 2024. */
const inMarch = async (): Promise<Book> => {
  const book = await fixture(openBook);
  await goTo("2024-03-01T09:00:00");
  return book;
};

const withheld = (book: Book, iso: string, securityId: number) =>
  recordEvent(book, iso, { fact: FACT.SecurityWithheld, securityId });

const expectNoBreach = (book: Book, iso: string, securityId: number, fact: number = FACT.SecurityWithheld) =>
  expect(recordEvent(book, iso, { fact, securityId }))
    .to.be.revertedWithCustomError(book.defaults, "NoSuchBreach")
    .withArgs(fact, securityId, day(iso));

describe("BondDefaults.recordSecurity", () => {
  it("keeps each, numbered from 1, and says whether it binds: only an unsecured bond in Japan does [D-2]", async () => {
    const book = await inMarch();
    for (const [bond, binding] of [
      [SECURED.UnsecuredInJapan, true],
      [SECURED.IssuedAbroad, false],
      [SECURED.WithShareOptions, false],
      [SECURED.WithBondManager, false],
    ] as const) {
      await expect(give(book, "2024-02-29", bond))
        .to.emit(book.defaults, "SecurityGiven")
        .withArgs(bond + 1, bond, day("2024-02-29"), binding, DOCUMENT);
    }
    expect(await book.defaults.securityCount()).to.equal(4);
    const kept = await book.defaults.securityAt(3);
    expect([kept.bond, kept.givenDay, kept.sameRankDay, kept.formalitiesDay, kept.documentHash]).to.deep.equal([
      BigInt(SECURED.WithShareOptions),
      BigInt(day("2024-02-29")),
      0n,
      0n,
      DOCUMENT,
    ]);
    await expect(give(book, "2024-02-29", 4)).to.be.reverted;
  });

  it("takes the closing day through today, and neither the day before nor tomorrow [D-2]", async () => {
    const book = await fixture(openBook);
    const expectOutside = (iso: string, today: string) =>
      expect(give(book, iso))
        .to.be.revertedWithCustomError(book.defaults, "DayOutOfRange")
        .withArgs(day(iso), day("2023-12-14"), day(today));
    await at("2024-02-29T23:59:58");
    await expectOutside("2023-12-13", "2024-02-29");
    await expectOutside("2024-03-01", "2024-02-29");
    await at("2024-03-01T00:00:00");
    await give(book, "2024-03-01");
    await give(book, "2023-12-14");
    expect(await book.defaults.securityCount()).to.equal(2);
  });

  it("rests on a document, and is the register administrator's alone, like its later steps [D-2]", async () => {
    const book = await inMarch();
    await expect(give(book, "2024-02-01", 0, ethers.ZeroHash)).to.be.revertedWithCustomError(
      book.defaults,
      "EvidenceMissing",
    );
    await give(book, "2024-02-01");
    for (const caller of [book.issuer, book.dealer, book.fiscalAgent, book.platformOperator, book.a]) {
      const stranger = book.defaults.connect(caller);
      for (const attempt of [
        () => stranger.recordSecurity(0, day("2024-02-01"), DOCUMENT, MINED),
        () => stranger.recordSameRank(1, day("2024-02-01"), DOCUMENT, MINED),
        () => stranger.recordFormalities(1, day("2024-02-01"), DOCUMENT, MINED),
      ]) {
        await expect(attempt()).to.be.revertedWithCustomError(book.defaults, "AccessManagedUnauthorized");
      }
    }
  });
});

describe("BondDefaults.recordSameRank and recordFormalities", () => {
  it("complete a security, in this order and once each [D-2]", async () => {
    const book = await inMarch();
    const { defaults } = book;
    await give(book, "2024-02-01");
    const expectOutOfOrder = (sent: Promise<unknown>, rank: string | null, done: string | null) =>
      expect(sent)
        .to.be.revertedWithCustomError(defaults, "SecurityOutOfOrder")
        .withArgs(1, rank === null ? 0 : day(rank), done === null ? 0 : day(done));
    await expectOutOfOrder(formalities(book, 1, "2024-02-02"), null, null);
    await expect(sameRank(book, 1, "2024-02-02", OTHER))
      .to.emit(defaults, "SameRankGiven")
      .withArgs(1, day("2024-02-02"), OTHER);
    await expectOutOfOrder(sameRank(book, 1, "2024-02-03"), "2024-02-02", null);
    await expect(formalities(book, 1, "2024-02-05", OTHER))
      .to.emit(defaults, "FormalitiesCompleted")
      .withArgs(1, day("2024-02-05"), OTHER);
    await expectOutOfOrder(formalities(book, 1, "2024-02-06"), "2024-02-02", "2024-02-05");
    await expectOutOfOrder(sameRank(book, 1, "2024-02-06"), "2024-02-02", "2024-02-05");
    const { givenDay, sameRankDay, formalitiesDay } = await defaults.securityAt(1);
    expect([givenDay, sameRankDay, formalitiesDay].map(Number)).to.deep.equal([
      day("2024-02-01"),
      day("2024-02-02"),
      day("2024-02-05"),
    ]);
  });

  it("take the day of the step before through today, and neither an earlier day nor tomorrow [D-2]", async () => {
    const book = await inMarch();
    await give(book, "2024-02-01");
    const expectOutside = (sent: Promise<unknown>, iso: string, earliest: string) =>
      expect(sent)
        .to.be.revertedWithCustomError(book.defaults, "DayOutOfRange")
        .withArgs(day(iso), day(earliest), day("2024-03-01"));
    for (const iso of ["2024-01-31", "2024-03-02"]) await expectOutside(sameRank(book, 1, iso), iso, "2024-02-01");
    await sameRank(book, 1, "2024-02-01");
    for (const iso of ["2024-01-31", "2024-03-02"]) await expectOutside(formalities(book, 1, iso), iso, "2024-02-01");
    await formalities(book, 1, "2024-03-01");
  });

  it("rest on a document each, and know no other security [D-2]", async () => {
    const book = await inMarch();
    await give(book, "2024-02-01");
    const { defaults } = book;
    await expect(sameRank(book, 1, "2024-02-02", ethers.ZeroHash)).to.be.revertedWithCustomError(
      defaults,
      "EvidenceMissing",
    );
    await sameRank(book, 1, "2024-02-02");
    await expect(formalities(book, 1, "2024-02-02", ethers.ZeroHash)).to.be.revertedWithCustomError(
      defaults,
      "EvidenceMissing",
    );
    for (const id of [0, 2]) {
      for (const attempt of [
        () => sameRank(book, id, "2024-02-02"),
        () => formalities(book, id, "2024-02-02"),
        () => defaults.securityAt(id),
      ]) {
        await expect(attempt()).to.be.revertedWithCustomError(defaults, "NoSuchSecurity").withArgs(id);
      }
    }
  });
});

describe("The breach of the first sentence of D-2", () => {
  it("is one from the day on which the other bond was secured, and not the day before [D-1, D-2]", async () => {
    const book = await inMarch();
    await give(book, "2024-02-10");
    await expectNoBreach(book, "2024-02-09", 1);
    await withheld(book, "2024-02-10", 1);
    expect(await book.token.isAccelerated()).to.equal(true);
  });

  it("is none for a bond that does not bind [D-2]", async () => {
    const book = await inMarch();
    for (const bond of [SECURED.IssuedAbroad, SECURED.WithShareOptions, SECURED.WithBondManager]) {
      await give(book, "2024-02-10", bond);
      await expectNoBreach(book, "2024-02-20", bond);
    }
  });

  it("is none from the day on which this bond was secured; the days before stay a breach [D-1, D-2]", async () => {
    const book = await inMarch();
    await give(book, "2024-02-10");
    await sameRank(book, 1, "2024-02-15");
    await expectNoBreach(book, "2024-02-15", 1);
    await expectNoBreach(book, "2024-02-20", 1);
    await withheld(book, "2024-02-14", 1);
    expect((await book.defaults.defaultEvent()).eventDay).to.equal(day("2024-02-14"));
  });

  it("is none when both were secured on one day [D-2]", async () => {
    const book = await inMarch();
    await give(book, "2024-02-10");
    await sameRank(book, 1, "2024-02-10");
    await expectNoBreach(book, "2024-02-10", 1);
  });

  it("names a security that exists [D-1, D-2]", async () => {
    const book = await inMarch();
    await expectNoBreach(book, "2024-02-10", 0);
    await expect(withheld(book, "2024-02-10", 1))
      .to.be.revertedWithCustomError(book.defaults, "NoSuchSecurity")
      .withArgs(1);
  });

  it("is the one fact that names a security [D-1]", async () => {
    const book = await inMarch();
    await give(book, "2024-02-10");
    for (const fact of [FACT.TermsBreached, FACT.OtherBondUnpaid, FACT.ProceedingsOpened]) {
      await expectNoBreach(book, "2024-02-20", 1, fact);
    }
  });

  it("is not late formalities: those are no fact at all [D-1, D-2]", async () => {
    const book = await inMarch();
    await give(book, "2024-02-10");
    await sameRank(book, 1, "2024-02-10");
    await goTo("2025-03-01T09:00:00"); // a year without registration or notice
    await expectNoBreach(book, "2025-03-01", 1);
    expect(await book.token.isAccelerated()).to.equal(false);
  });
});
