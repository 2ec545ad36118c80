import { expect } from "chai";
import { ethers } from "hardhat";
import { HASH, issued, MINED, ORDER, order, placed, type Market } from "../support/market";
import { assembled, ballot, decided, MATTER, MEETING, NEW_TERMS, proposal, RESOLUTION } from "../support/meeting";
import { at, day, goTo } from "../support/suite";

const APPLICATION = ethers.id("the application");
const DECISION = ethers.id("the decision of the court");
const CONSENTS = ethers.id("the written consents");

/** Two resolutions that passed on 1 February 2024, the second with new terms; it is 2 February. */
const passed = async (): Promise<Market> => {
  const market = await placed();
  await decided(market, [proposal(), proposal(MATTER.Settlement706, NEW_TERMS)], [ballot(market.a, 40)]);
  return market;
};

const apply = ({ meeting, issuer }: Market, applicationDay: string, resolution = 2) =>
  meeting.connect(issuer).recordApplication(1, resolution, day(applicationDay), APPLICATION, MINED);

const decide = ({ meeting, issuer }: Market, approved: boolean, decisionDay: string, resolution = 2) =>
  meeting.connect(issuer).recordDecision(1, resolution, approved, day(decisionDay), DECISION, MINED);

describe("BondholderMeeting.recordApplication", () => {
  // Resolved on 1 February 2024: a week later is 8 February.
  for (const [applicationDay, late] of [
    ["2024-02-01", false],
    ["2024-02-08", false],
    ["2024-02-09", true],
  ] as const)
    it(`records an application of ${applicationDay} as ${late ? "late" : "in time"} [M-3]`, async () => {
      const market = await passed();
      await goTo("2024-03-01T09:00:00");
      await expect(apply(market, applicationDay))
        .to.emit(market.meeting, "ApplicationRecorded")
        .withArgs(1, 2, day(applicationDay), day("2024-02-08"), late, APPLICATION);
      expect((await market.meeting.resolutionAt(1, 2)).applicationDay).to.equal(day(applicationDay));
    });

  it("takes no day before the resolution, and none that has not come [M-3]", async () => {
    const market = await passed();
    await expect(apply(market, "2024-01-31")).to.be.revertedWithCustomError(market.meeting, "DayOutOfRange");
    await at("2024-02-05T23:59:59");
    await expect(apply(market, "2024-02-06"))
      .to.be.revertedWithCustomError(market.meeting, "DayOutOfRange")
      .withArgs(day("2024-02-06"), day("2024-02-01"), day("2024-02-05"));
    await at("2024-02-06T00:00:00");
    await apply(market, "2024-02-06");
  });

  it("is recorded once, for a resolution that passed [M-3]", async () => {
    const market = await passed();
    const { meeting } = market;
    await apply(market, "2024-02-02");
    await expect(apply(market, "2024-02-01"))
      .to.be.revertedWithCustomError(meeting, "AlreadyApplied")
      .withArgs(1, 2, day("2024-02-02"));
    await expect(apply(market, "2024-02-02", 3)).to.be.revertedWithCustomError(meeting, "NoSuchResolution");
  });

  it("refuses a resolution that was rejected, or is not yet counted [M-3]", async () => {
    const market = await placed();
    const { meeting } = market;
    await assembled(market);
    await expect(apply(market, "2024-02-01", 1))
      .to.be.revertedWithCustomError(meeting, "WrongResolutionState")
      .withArgs(1, 1, RESOLUTION.Proposed);
    await goTo("2024-02-02T00:00:00");
    await meeting.tally(1);
    await expect(apply(market, "2024-02-01", 1))
      .to.be.revertedWithCustomError(meeting, "WrongResolutionState")
      .withArgs(1, 1, RESOLUTION.Rejected);
  });

  it("is the convener's, and needs the document [M-3]", async () => {
    const market = await passed();
    const { meeting, dealer, issuer, a } = market;
    for (const caller of [dealer, a])
      await expect(meeting.connect(caller).recordApplication(1, 2, day("2024-02-01"), APPLICATION, MINED))
        .to.be.revertedWithCustomError(meeting, "NotTheConvener")
        .withArgs(1, issuer.address, caller.address);
    await expect(
      meeting.connect(issuer).recordApplication(1, 2, day("2024-02-01"), ethers.ZeroHash, MINED),
    ).to.be.revertedWithCustomError(meeting, "DocumentMissing");
  });
});

describe("BondholderMeeting.recordDecision", () => {
  it("brings an approved resolution into effect, with a new version of the terms after the old [M-3]", async () => {
    const market = await passed();
    const { token, meeting } = market;
    await apply(market, "2024-02-02");
    await goTo("2024-02-20T09:00:00");
    const sent = decide(market, true, "2024-02-15");
    await expect(sent).to.emit(meeting, "ResolutionDecided").withArgs(1, 2, true, day("2024-02-15"), DECISION);
    await expect(sent).to.emit(meeting, "TermsAmended").withArgs(1, NEW_TERMS, 1, 2, day("2024-02-15"));
    const { state, decisionDay } = await meeting.resolutionAt(1, 2);
    expect([state, decisionDay].map(Number)).to.deep.equal([RESOLUTION.Approved, day("2024-02-15")]);
    expect(await meeting.termsVersionCount()).to.equal(2);
    expect([...(await meeting.termsVersionAt(0))]).to.deep.equal([
      await token.termsHash(),
      0n,
      0n,
      BigInt(day("2023-12-14")),
    ]);
    expect([...(await meeting.termsVersionAt(1))]).to.deep.equal([NEW_TERMS, 1n, 2n, BigInt(day("2024-02-15"))]);
    await expect(meeting.termsVersionAt(2)).to.be.revertedWithCustomError(meeting, "NoSuchTermsVersion").withArgs(2, 2);
  });

  it("leaves the terms alone when the resolution changes none, or the court refuses [M-3]", async () => {
    const market = await passed();
    const { meeting } = market;
    await apply(market, "2024-02-02", 1);
    await apply(market, "2024-02-02", 2);
    await decide(market, true, "2024-02-02", 1);
    await expect(decide(market, false, "2024-02-02", 2)).not.to.emit(meeting, "TermsAmended");
    const states = [1, 2].map(async (i) => Number((await meeting.resolutionAt(1, i)).state));
    expect(await Promise.all(states)).to.deep.equal([RESOLUTION.Approved, RESOLUTION.Refused]);
    expect(await meeting.termsVersionCount()).to.equal(1);
  });

  it("has no effect without the court: passing alone changes nothing [M-3]", async () => {
    const market = await passed();
    expect((await market.meeting.resolutionAt(1, 2)).state).to.equal(RESOLUTION.Passed);
    expect(await market.meeting.termsVersionCount()).to.equal(1);
  });

  it("needs an application, and comes once [M-3]", async () => {
    const market = await passed();
    const { meeting } = market;
    await expect(decide(market, true, "2024-02-02"))
      .to.be.revertedWithCustomError(meeting, "NotApplied")
      .withArgs(1, 2);
    await apply(market, "2024-02-02");
    await decide(market, false, "2024-02-02");
    await expect(decide(market, true, "2024-02-02"))
      .to.be.revertedWithCustomError(meeting, "WrongResolutionState")
      .withArgs(1, 2, RESOLUTION.Refused);
    expect(await meeting.termsVersionCount()).to.equal(1);
  });

  it("takes no day before the application, and none that has not come [M-3]", async () => {
    const market = await passed();
    await goTo("2024-02-05T09:00:00");
    await apply(market, "2024-02-03");
    for (const wrong of ["2024-02-02", "2024-02-06"])
      await expect(decide(market, true, wrong))
        .to.be.revertedWithCustomError(market.meeting, "DayOutOfRange")
        .withArgs(day(wrong), day("2024-02-03"), day("2024-02-05"));
    await decide(market, true, "2024-02-03");
  });

  it("is the convener's, and needs the document [M-3]", async () => {
    const market = await passed();
    const { meeting, dealer, issuer } = market;
    await apply(market, "2024-02-02");
    await expect(
      meeting.connect(dealer).recordDecision(1, 2, true, day("2024-02-02"), DECISION, MINED),
    ).to.be.revertedWithCustomError(meeting, "NotTheConvener");
    await expect(
      meeting.connect(issuer).recordDecision(1, 2, true, day("2024-02-02"), ethers.ZeroHash, MINED),
    ).to.be.revertedWithCustomError(meeting, "DocumentMissing");
  });

  it("is in the hands of the dealer when the holders convened [M-2, M-3]", async () => {
    const market = await placed();
    const { meeting, notices, dealer, issuer, a } = market;
    await goTo("2024-01-10T09:00:00");
    await meeting.connect(dealer).demand([a.address], HASH, HASH);
    await meeting.connect(dealer).conveneByHolders(day("2024-02-01"), HASH, "uri", 1, HASH, [proposal()]);
    await notices.connect(dealer).deliver(1, 100);
    await goTo("2024-02-01T09:00:00");
    await meeting.connect(dealer).vote(1, 1, [ballot(a, 40)], HASH);
    await goTo("2024-02-02T09:00:00");
    await meeting.tally(1);
    await expect(
      meeting.connect(issuer).recordApplication(1, 1, day("2024-02-02"), APPLICATION, MINED),
    ).to.be.revertedWithCustomError(meeting, "NotTheConvener");
    await meeting.connect(dealer).recordApplication(1, 1, day("2024-02-02"), APPLICATION);
    await meeting.connect(dealer).recordDecision(1, 1, true, day("2024-02-02"), DECISION);
    expect((await meeting.resolutionAt(1, 1)).state).to.equal(RESOLUTION.Approved);
  });
});

/** Proposed to all for consent by the issuer, with the register of 1 February 2024; it is that day, 09:00. */
const asked = async (market: Market, proposals = [proposal(MATTER.Settlement706, NEW_TERMS)]): Promise<Market> => {
  await market.meeting.connect(market.issuer).proposeByConsent(day("2024-02-01"), HASH, proposals);
  await goTo("2024-02-01T09:00:00");
  return market;
};

const consent = ({ meeting, dealer }: Market, holders: readonly { readonly address: string }[], resolution = 1) =>
  meeting.connect(dealer).consent(
    1,
    resolution,
    holders.map(({ address }) => address),
    CONSENTS,
    MINED,
  );

describe("BondholderMeeting: the consent of all in writing", () => {
  it("brings a resolution into effect with the last bond, and needs no court [M-3]", async () => {
    const market = await asked(await placed());
    const { meeting, dealer, a, b } = market;
    await expect(consent(market, [a, dealer]))
      .to.emit(meeting, "Consented")
      .withArgs(1, 1, a.address, 40, CONSENTS);
    expect((await meeting.resolutionAt(1, 1)).state).to.equal(RESOLUTION.Proposed); // 80 of 100
    await at("2024-05-01T00:00:00"); // no end
    const sent = consent(market, [b]);
    await expect(sent).to.emit(meeting, "ResolutionDecided").withArgs(1, 1, true, day("2024-05-01"), CONSENTS);
    await expect(sent).to.emit(meeting, "TermsAmended").withArgs(1, NEW_TERMS, 1, 1, day("2024-05-01"));
    expect((await meeting.resolutionAt(1, 1)).state).to.equal(RESOLUTION.Approved);
    await expect(consent(market, [b]))
      .to.be.revertedWithCustomError(meeting, "WrongResolutionState")
      .withArgs(1, 1, RESOLUTION.Approved);
  });

  it("is one bond short as long as one holder of one bond is silent [M-3]", async () => {
    const market = await placed();
    const { token, meeting, dealer, a, b, c } = market;
    await token.connect(dealer).transfer(c, 1);
    await asked(market);
    await consent(market, [a, b, dealer]); // 99 of 100
    expect((await meeting.resolutionAt(1, 1)).state).to.equal(RESOLUTION.Proposed);
    await consent(market, [c]);
    expect((await meeting.resolutionAt(1, 1)).state).to.equal(RESOLUTION.Approved);
  });

  it("does not wait for the issuer's own bonds, which have no say [M-3]", async () => {
    const market = await placed();
    const { token, meeting, dealer, issuer, a, b } = market;
    await goTo("2024-01-09T09:00:00");
    await token.connect(dealer).transfer(issuer, 40);
    await asked(market);
    await expect(consent(market, [issuer])).to.be.revertedWithCustomError(meeting, "OwnBondsHaveNoVote");
    await consent(market, [a, b]);
    expect((await meeting.resolutionAt(1, 1)).state).to.equal(RESOLUTION.Approved);
  });

  it("is never reached by nobody: when all bonds are the issuer's, there is no one to consent [M-3]", async () => {
    const market = await issued();
    const { token, meeting, dealer, issuer } = market;
    await goTo("2024-01-09T09:00:00");
    await token.connect(dealer).transfer(issuer, 100);
    await asked(market);
    await expect(consent(market, [])).to.be.revertedWithCustomError(meeting, "NothingToDo");
    await expect(consent(market, [dealer]))
      .to.be.revertedWithCustomError(meeting, "NoVotes")
      .withArgs(dealer.address);
    expect((await meeting.resolutionAt(1, 1)).state).to.equal(RESOLUTION.Proposed);
  });

  it("is all that a holder had at 00:00 of the day, and skips who consented before [M-3]", async () => {
    const market = await asked(await placed());
    const { token, meeting, dealer, a, b, c } = market;
    await token.connect(a).transfer(dealer, 40); // on the day: a keeps his say, c gets none
    await token.connect(dealer).transfer(c, 40);
    await expect(consent(market, [c]))
      .to.be.revertedWithCustomError(meeting, "NoVotes")
      .withArgs(c.address);
    await consent(market, [a]);
    await expect(consent(market, [a, a, b]))
      .to.emit(meeting, "Consented")
      .withArgs(1, 1, b.address, 20, CONSENTS);
    expect((await meeting.countOf(1, 1)).forBonds).to.equal(60);
  });

  it("keeps resolutions apart [M-3]", async () => {
    const market = await asked(await placed(), [proposal(), proposal()]);
    const { meeting, dealer, a, b } = market;
    await consent(market, [a, b, dealer], 2);
    expect((await meeting.resolutionAt(1, 1)).state).to.equal(RESOLUTION.Proposed);
    expect((await meeting.resolutionAt(1, 2)).state).to.equal(RESOLUTION.Approved);
  });

  it("begins at 00:00:00 of the day, and is neither a vote nor counted like one [M-3]", async () => {
    const market = await placed();
    const { meeting, dealer, issuer, a } = market;
    await meeting.connect(issuer).proposeByConsent(day("2024-02-01"), HASH, [proposal()]);
    await at("2024-01-31T23:59:59");
    await expect(consent(market, [a]))
      .to.be.revertedWithCustomError(meeting, "WrongMeetingState")
      .withArgs(1, MEETING.Convened);
    await at("2024-02-01T00:00:00");
    await consent(market, [a]);
    for (const act of [
      () => meeting.connect(dealer).vote(1, 1, [ballot(a, 40)], HASH, MINED),
      () => meeting.tally(1, MINED),
    ])
      await expect(act()).to.be.revertedWithCustomError(meeting, "WrongMeetingState").withArgs(1, MEETING.Voting);
    await goTo("2024-02-02T00:00:00");
    await expect(meeting.tally(1, MINED)).to.be.revertedWithCustomError(meeting, "WrongMeetingState");
  });

  it("is no way to decide at a meeting [M-3]", async () => {
    const market = await placed();
    await assembled(market);
    await expect(consent(market, [market.a]))
      .to.be.revertedWithCustomError(market.meeting, "WrongMeetingState")
      .withArgs(1, MEETING.Voting);
  });

  it("is asked for by issuer or dealer, with a document, for a coming day [M-3]", async () => {
    const market = await placed();
    const { token, meeting, dealer, issuer, registerAdministrator, a } = market;
    const ask = (caller: typeof issuer, readingDay: string, hash: string = HASH) =>
      meeting.connect(caller).proposeByConsent(day(readingDay), hash, [proposal()], MINED);
    for (const caller of [registerAdministrator, a])
      await expect(ask(caller, "2024-02-01"))
        .to.be.revertedWithCustomError(meeting, "NeitherIssuerNorDealer")
        .withArgs(caller.address);
    await expect(ask(issuer, "2024-02-01", ethers.ZeroHash)).to.be.revertedWithCustomError(meeting, "DocumentMissing");
    await at("2024-01-10T23:59:59");
    await expect(ask(issuer, "2024-01-10")).to.be.revertedWithCustomError(token, "ReadingNotAhead");
    await ask(dealer, "2024-01-12");
    expect([(await meeting.meetingAt(1)).byDealer, (await meeting.meetingAt(1)).byConsent]).to.deep.equal([true, true]);
    await expect(
      meeting.connect(issuer).proposeByConsent(day("2024-02-01"), HASH, [], MINED),
    ).to.be.revertedWithCustomError(meeting, "ProposalsOutOfBounds");
  });

  it("is withdrawn by who asked, before and after the day [M-3]", async () => {
    const market = await placed();
    const { meeting, dealer, issuer, a } = market;
    await meeting.connect(dealer).proposeByConsent(day("2024-02-01"), HASH, [proposal()]);
    await meeting.connect(dealer).proposeByConsent(day("2024-02-01"), HASH, [proposal()]);
    await meeting.connect(dealer).cancel(2, HASH);
    await goTo("2024-02-01T09:00:00");
    await expect(meeting.connect(issuer).cancel(1, HASH, MINED)).to.be.revertedWithCustomError(
      meeting,
      "NotTheConvener",
    );
    await meeting.connect(dealer).cancel(1, HASH);
    await expect(consent(market, [a]))
      .to.be.revertedWithCustomError(meeting, "WrongMeetingState")
      .withArgs(1, MEETING.Cancelled);
  });

  it("needs the documents, and is recorded by the dealer alone [M-3]", async () => {
    const market = await asked(await placed());
    const { meeting, dealer, issuer, a } = market;
    await expect(
      meeting.connect(dealer).consent(1, 1, [a.address], ethers.ZeroHash, MINED),
    ).to.be.revertedWithCustomError(meeting, "DocumentMissing");
    await expect(meeting.connect(issuer).consent(1, 1, [a.address], CONSENTS, MINED)).to.be.revertedWithCustomError(
      meeting,
      "AccessManagedUnauthorized",
    );
  });
});

describe("BondholderMeeting: versions of the terms", () => {
  it("follow each other and none is rewritten, whichever way they came about [M-3]", async () => {
    const market = await passed();
    const { token, meeting, dealer, issuer, a, b } = market;
    const other = ethers.id("yet other terms");
    await meeting.connect(issuer).proposeByConsent(day("2024-02-10"), HASH, [proposal(MATTER.Ordinary, other)]);
    await apply(market, "2024-02-02");
    await goTo("2024-02-10T09:00:00");
    await meeting.connect(dealer).consent(2, 1, [a.address, b.address, dealer.address], CONSENTS);
    await goTo("2024-02-20T09:00:00");
    await decide(market, true, "2024-02-20");
    const versions = await Promise.all([0, 1, 2].map(async (i) => (await meeting.termsVersionAt(i)).termsHash));
    expect(versions).to.deep.equal([await token.termsHash(), other, NEW_TERMS]);
    expect(await meeting.termsVersionCount()).to.equal(3);
  });

  it("leave the deployed terms as they are [M-3]", async () => {
    const market = await passed();
    const before = await market.token.termsHash();
    await apply(market, "2024-02-02");
    await decide(market, true, "2024-02-02");
    await order(market, ORDER.Freeze, market.a, null, 1); // life goes on
    expect(await market.token.termsHash()).to.equal(before);
    expect((await market.token.terms()).schedule.ratePpm).to.equal(5980);
  });
});
