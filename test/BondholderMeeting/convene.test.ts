import { expect } from "chai";
import { ethers } from "hardhat";
import { administer, HASH, KIND, MINED, placed, prepared, redeemAll } from "../support/market";
import { convene, MATTER, MEETING, NEW_TERMS, NOTICE, proposal, RESOLUTION, WHOLE_REGISTER } from "../support/meeting";
import { at, day, goTo } from "../support/suite";

describe("BondholderMeeting.convene", () => {
  it("gives the notice, fixes the proposals, and has the register read on the day [M-1, M-3]", async () => {
    const market = await placed();
    const { token, notices, meeting, issuer } = market;
    await at("2024-01-10T09:00:00");
    const proposals = [proposal(), proposal(MATTER.Settlement706, NEW_TERMS)];
    const sent = meeting.connect(issuer).convene(day("2024-03-01"), HASH, "https://example.com", 0, proposals, MINED);
    await expect(sent)
      .to.emit(meeting, "MeetingConvened")
      .withArgs(1, day("2024-03-01"), issuer.address, "Tokyo", 1, 0, [
        [0n, proposals[0]!.proposalHash, ethers.ZeroHash],
        [1n, proposals[1]!.proposalHash, NEW_TERMS],
      ]);
    await expect(sent).to.emit(token, "ReadingScheduled").withArgs(day("2024-03-01"));
    await expect(sent)
      .to.emit(notices, "NoticeGiven")
      .withArgs(1, NOTICE.Meeting, issuer.address, HASH, "https://example.com");
    expect(await token.meetingDays()).to.deep.equal([BigInt(day("2024-03-01"))]);
    const kept = await meeting.meetingAt(1);
    expect([kept.day, kept.convenedDay, kept.noticeId, kept.demandId].map(Number)).to.deep.equal([
      day("2024-03-01"),
      day("2024-01-10"),
      1,
      0,
    ]);
    expect([kept.byDealer, kept.byConsent, kept.cancelled, kept.tallied]).to.deep.equal([false, false, false, false]);
    expect(await meeting.PLACE()).to.equal("Tokyo");
    expect(await meeting.resolutionCount(1)).to.equal(2);
    const second = await meeting.resolutionAt(1, 2);
    expect([second.matter, second.state].map(Number)).to.deep.equal([MATTER.Settlement706, RESOLUTION.Proposed]);
    expect([second.proposalHash, second.newTermsHash]).to.deep.equal([proposals[1]!.proposalHash, NEW_TERMS]);
  });

  it("takes a meeting 22 days later and none sooner, to the second of the Japan day [M-1]", async () => {
    const market = await placed();
    const { meeting, issuer } = market;
    // 10 January: 21 whole days are 11 to 31 January
    await at("2024-01-10T23:59:59");
    await meeting.connect(issuer).convene(day("2024-02-01"), HASH, "uri", 0, [proposal()], MINED);
    await at("2024-01-11T00:00:00");
    await expect(meeting.connect(issuer).convene(day("2024-02-01"), HASH, "uri", 0, [proposal()], MINED))
      .to.be.revertedWithCustomError(meeting, "MeetingTooSoon")
      .withArgs(day("2024-02-01"), day("2024-02-02"));
  });

  it("takes 1 to 32 proposals, each with the hash of its text [M-1]", async () => {
    const market = await placed();
    const { meeting, issuer } = market;
    const propose = (proposals: ReturnType<typeof proposal>[]) =>
      meeting.connect(issuer).convene(day("2024-03-01"), HASH, "uri", 0, proposals, { gasLimit: 10_000_000 });
    for (const count of [0, 33])
      await expect(propose(Array.from({ length: count }, () => proposal())))
        .to.be.revertedWithCustomError(meeting, "ProposalsOutOfBounds")
        .withArgs(count, 32);
    await expect(propose([proposal(), { ...proposal(), proposalHash: ethers.ZeroHash }])).to.be.revertedWithCustomError(
      meeting,
      "DocumentMissing",
    );
    await propose(Array.from({ length: 32 }, () => proposal()));
    expect(await meeting.resolutionCount(1)).to.equal(32);
    await propose([proposal()]);
  });

  it("needs the notice's hash [M-1]", async () => {
    const { meeting, notices, issuer } = await placed();
    await expect(
      meeting.connect(issuer).convene(day("2024-03-01"), ethers.ZeroHash, "uri", 0, [proposal()], MINED),
    ).to.be.revertedWithCustomError(notices, "DocumentMissing");
  });

  it("needs bonds: not before the issue, not after the redemption [M-1]", async () => {
    const market = await prepared();
    const convening = (meetingDay: string) =>
      market.meeting.connect(market.issuer).convene(day(meetingDay), HASH, "uri", 0, [proposal()], MINED);
    await expect(convening("2024-03-01")).to.be.revertedWithCustomError(market.meeting, "NothingOutstanding");
    const later = await placed();
    await redeemAll(later);
    await expect(convening("2029-03-01")).to.be.revertedWithCustomError(market.meeting, "NothingOutstanding");
  });

  it("is the issuer's alone [M-1]", async () => {
    const { meeting, dealer, registerAdministrator, platformOperator } = await placed();
    for (const caller of [dealer, registerAdministrator, platformOperator])
      await expect(
        meeting.connect(caller).convene(day("2024-03-01"), HASH, "uri", 0, [proposal()], MINED),
      ).to.be.revertedWithCustomError(meeting, "AccessManagedUnauthorized");
  });

  it("keeps several meetings apart, on one day too [M-1]", async () => {
    const market = await placed();
    const { token, meeting } = market;
    await convene(market, "2024-03-01", [proposal()]);
    await convene(market, "2024-03-01", [proposal(), proposal()]);
    await convene(market, "2024-02-20", [proposal()]);
    expect(await meeting.meetingCount()).to.equal(3);
    expect(await token.meetingDays()).to.deep.equal([BigInt(day("2024-02-20")), BigInt(day("2024-03-01"))]);
    expect([await meeting.resolutionCount(1), await meeting.resolutionCount(2)]).to.deep.equal([1n, 2n]);
    await meeting.connect(market.issuer).cancel(1, HASH);
    expect([await meeting.stateOf(1), await meeting.stateOf(2)].map(Number)).to.deep.equal([
      MEETING.Cancelled,
      MEETING.Convened,
    ]);
  });
});

describe("BondholderMeeting.stateOf", () => {
  it("goes from Convened to Voting at 00:00 of the day, and to Ended at the next [M-3]", async () => {
    const market = await placed();
    const { meeting, notices, issuer } = market;
    await goTo("2024-01-10T09:00:00");
    const { id, noticeId } = await convene(market, "2024-02-01");
    await notices.connect(issuer).deliver(noticeId, WHOLE_REGISTER);
    for (const [moment, state] of [
      ["2024-01-31T23:59:59", MEETING.Convened],
      ["2024-02-01T00:00:00", MEETING.Voting],
      ["2024-02-01T23:59:59", MEETING.Voting],
      ["2024-02-02T00:00:00", MEETING.Ended],
    ] as const) {
      await goTo(moment);
      expect(await meeting.stateOf(id), moment).to.equal(state);
    }
    await meeting.tally(id);
    expect(await meeting.stateOf(id)).to.equal(MEETING.Tallied);
    for (const nothing of [0, 2, 2n ** 255n]) expect(await meeting.stateOf(nothing)).to.equal(MEETING.None);
  });

  context("when the notice was sent to the last holder", () => {
    for (const [moment, state, when] of [
      ["2024-01-10T23:59:59", MEETING.Voting, "22 days before"],
      ["2024-01-11T00:00:00", MEETING.Lapsed, "21 days before"],
    ] as const)
      it(`${when}, ${state === MEETING.Voting ? "is held" : "lapses"} [M-1]`, async () => {
        const market = await placed();
        const { meeting, notices, issuer } = market;
        await goTo("2024-01-10T09:00:00");
        const { id, noticeId } = await convene(market, "2024-02-01");
        await at(moment);
        await notices.connect(issuer).deliver(noticeId, WHOLE_REGISTER, MINED);
        expect(await meeting.stateOf(id)).to.equal(state === MEETING.Voting ? MEETING.Convened : MEETING.Lapsed);
        await goTo("2024-02-01T00:00:00");
        expect(await meeting.stateOf(id)).to.equal(state);
      });
  });

  it("lapses when the notice was not sent to all, or only published [M-1]", async () => {
    const market = await placed();
    const { meeting, notices, issuer } = market;
    await goTo("2024-01-10T09:00:00");
    const { id, noticeId } = await convene(market, "2024-02-01");
    await notices.connect(issuer).publish(noticeId, 0, "https://example.com", HASH);
    await notices.connect(issuer).deliver(noticeId, 4); // of five accounts
    await goTo("2024-01-10T23:59:59");
    expect(await meeting.stateOf(id)).to.equal(MEETING.Convened);
    await goTo("2024-01-11T00:00:00"); // from now on no notice can be in time
    expect(await meeting.stateOf(id)).to.equal(MEETING.Lapsed);
    await goTo("2024-02-01T00:00:00");
    expect(await meeting.stateOf(id)).to.equal(MEETING.Lapsed);
    for (const act of [
      meeting.connect(market.dealer).vote(id, 1, [], HASH, MINED),
      meeting.tally(id, MINED),
      meeting.connect(issuer).cancel(id, HASH, MINED),
    ])
      await expect(act).to.be.revertedWithCustomError(meeting, "WrongMeetingState").withArgs(id, MEETING.Lapsed);
  });
});

describe("BondholderMeeting.cancel", () => {
  it("ends a meeting through 23:59:59 of the day before, with a reason, and not on its day [M-1]", async () => {
    const market = await placed();
    const { meeting, notices, issuer, dealer } = market;
    await goTo("2024-01-10T09:00:00");
    for (const { noticeId } of [await convene(market, "2024-02-01"), await convene(market, "2024-02-01")])
      await notices.connect(issuer).deliver(noticeId, WHOLE_REGISTER);
    await at("2024-01-31T23:59:59");
    await expect(meeting.connect(issuer).cancel(2, HASH, MINED))
      .to.emit(meeting, "MeetingCancelled")
      .withArgs(2, HASH);
    await at("2024-02-01T00:00:00");
    await expect(meeting.connect(issuer).cancel(1, HASH, MINED))
      .to.be.revertedWithCustomError(meeting, "WrongMeetingState")
      .withArgs(1, MEETING.Voting);
    await expect(meeting.connect(issuer).cancel(2, HASH, MINED))
      .to.be.revertedWithCustomError(meeting, "WrongMeetingState")
      .withArgs(2, MEETING.Cancelled);
    await expect(meeting.connect(dealer).vote(2, 1, [], HASH, MINED))
      .to.be.revertedWithCustomError(meeting, "WrongMeetingState")
      .withArgs(2, MEETING.Cancelled);
  });

  it("is the convener's alone, whose role may have moved, and needs a reason [M-1]", async () => {
    const market = await placed();
    const { token, meeting, issuer, dealer, newKey } = market;
    const { id } = await convene(market, "2024-03-01");
    await expect(meeting.connect(dealer).cancel(id, HASH, MINED))
      .to.be.revertedWithCustomError(meeting, "NotTheConvener")
      .withArgs(id, issuer.address, dealer.address);
    await expect(meeting.connect(issuer).cancel(id, ethers.ZeroHash, MINED)).to.be.revertedWithCustomError(
      meeting,
      "DocumentMissing",
    );
    await administer(market, token, "moveParty", [KIND.Issuer, newKey.address, HASH]);
    await expect(meeting.connect(issuer).cancel(id, HASH, MINED)).to.be.revertedWithCustomError(
      meeting,
      "NotTheConvener",
    );
    await meeting.connect(newKey).cancel(id, HASH);
    for (const nothing of [0, 2])
      await expect(meeting.connect(newKey).cancel(nothing, HASH, MINED))
        .to.be.revertedWithCustomError(meeting, "NoSuchMeeting")
        .withArgs(nothing, 1);
  });
});
