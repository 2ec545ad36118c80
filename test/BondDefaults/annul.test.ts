import { expect } from "chai";
import { fixture } from "../support/chain";
import { ACCELERATION, FACT, STANDING, eventOn, recordEvent } from "../support/defaulting";
import { HASH, MINED, administer, schedule } from "../support/market";
import { DATE, agentOf, fixDate, openBook, payOut, readyToPay, stateOf } from "../support/paying";
import { goTo } from "../support/suite";

const accelerated = async () => {
  const book = await fixture(openBook);
  await goTo("2024-03-01T09:00:00");
  await recordEvent(book, "2024-02-29");
  return book;
};

describe("BondDefaults.annulEvent", () => {
  it("lets bonds move and dates run again, after the administrator's five days [D-1]", async () => {
    const book = await accelerated();
    const { defaults, token, payments, a, dealer } = book;
    expect(await stateOf(book, 1)).to.equal(DATE.lapsed);
    await expect(administer(book, defaults, "annulEvent", [HASH]))
      .to.emit(defaults, "EventAnnulled")
      .withArgs(eventOn("2024-02-29").eventDay, HASH);
    expect(await defaults.standing()).to.equal(STANDING.performing);
    expect(await token.isAccelerated()).to.equal(false);
    await token.connect(a).transfer(dealer, 1);
    expect(await stateOf(book, 1)).to.equal(DATE.scheduled);
    await expect(payments.paymentDate(ACCELERATION)).to.be.revertedWithCustomError(payments, "NoSuchDate");
    await readyToPay(book, 1);
    await payOut(book, 1);
    expect(await stateOf(book, 1)).to.equal(DATE.closed);
  });

  it("leaves room for the event that really happened [D-1]", async () => {
    const book = await accelerated();
    await administer(book, book.defaults, "annulEvent", [HASH]);
    await recordEvent(book, "2024-03-05", { fact: FACT.ProceedingsOpened });
    expect((await book.payments.acceleration()).eventDay).to.equal(eventOn("2024-03-05").eventDay);
  });

  it("can be stopped by the issuer in these five days [D-1]", async () => {
    const book = await accelerated();
    const { defaults, authority, issuer, platformOperator } = book;
    const call = await schedule(book, defaults, "annulEvent", [HASH]);
    await authority.connect(issuer).cancel(platformOperator, defaults, call);
    await expect(defaults.connect(platformOperator).annulEvent(HASH, MINED)).to.be.revertedWithCustomError(
      authority,
      "AccessManagerNotScheduled",
    );
  });

  it("is refused once one account was read for the payment: amounts rest on it [D-1]", async () => {
    const book = await accelerated();
    await agentOf(book).fix(ACCELERATION, 1);
    await expect(administer(book, book.defaults, "annulEvent", [HASH]))
      .to.be.revertedWithCustomError(book.payments, "AccelerationBeingFixed")
      .withArgs(1);
    await fixDate(book, ACCELERATION);
    expect(await book.token.isAccelerated()).to.equal(true);
  });

  it("is refused to the register administrator, who records events, without a document, and while the bond performs [D-1]", async () => {
    const book = await accelerated();
    const { defaults, registerAdministrator } = book;
    await expect(defaults.connect(registerAdministrator).annulEvent(HASH, MINED)).to.be.revertedWithCustomError(
      defaults,
      "AccessManagedUnauthorized",
    );
    await expect(administer(book, defaults, "annulEvent", [`0x${"0".repeat(64)}`])).to.be.revertedWithCustomError(
      defaults,
      "EvidenceMissing",
    );
    await administer(book, defaults, "annulEvent", [HASH]);
    await expect(administer(book, defaults, "annulEvent", [HASH])).to.be.revertedWithCustomError(
      defaults,
      "NotAccelerated",
    );
  });
});
