import { expect } from "chai";
import { ethers } from "hardhat";
import { force, HASH, MINED, placed, replaceKey, type Market } from "../support/market";
import {
  assembled,
  ballot,
  convene,
  decided,
  MATTER,
  MEETING,
  proposal,
  RESOLUTION,
  WHOLE_REGISTER,
} from "../support/meeting";
import { at, day, goTo } from "../support/suite";

const INSTRUCTIONS = ethers.id("instructions of the clients");

const countOf = async ({ meeting }: Market, id: bigint, resolution = 1) => {
  const { forBonds, presentBonds, allBonds, passes } = await meeting.countOf(id, resolution);
  return [Number(forBonds), Number(presentBonds), Number(allBonds), passes] as const;
};

describe("BondholderMeeting.vote", () => {
  it("enters votes that a holder may split, by the bonds at 00:00 of the day [M-3]", async () => {
    const market = await placed();
    const { meeting, dealer, a, b } = market;
    const id = await assembled(market);
    const sent = meeting.connect(dealer).vote(id, 1, [ballot(a, 25, 10, 5), ballot(b, 0, 20)], INSTRUCTIONS);
    await expect(sent)
      .to.emit(meeting, "Voted")
      .withArgs(id, 1, a.address, [a.address, 0n, 0n, 0n], [a.address, 25n, 10n, 5n], INSTRUCTIONS);
    const kept = await meeting.ballotOf(id, 1, a);
    expect([kept.forBonds, kept.againstBonds, kept.abstainBonds].map(Number)).to.deep.equal([25, 10, 5]);
    expect(await countOf(market, id)).to.deep.equal([25, 60, 100, false]); // 50 of 60
    const { forBonds, againstBonds, abstainBonds } = await meeting.resolutionAt(id, 1);
    expect([forBonds, againstBonds, abstainBonds].map(Number)).to.deep.equal([25, 30, 5]);
  });

  it("opens at 00:00:00 of the day and ends with 23:59:59 [M-3]", async () => {
    const market = await placed();
    const { meeting, notices, issuer, dealer, a } = market;
    await goTo("2024-01-10T09:00:00");
    const { id, noticeId } = await convene(market, "2024-02-01");
    await notices.connect(issuer).deliver(noticeId, WHOLE_REGISTER);
    const vote = () => meeting.connect(dealer).vote(id, 1, [ballot(a, 1)], HASH, MINED);
    const refused = (state: number) =>
      expect(vote()).to.be.revertedWithCustomError(meeting, "WrongMeetingState").withArgs(id, state);
    await at("2024-01-31T23:59:59");
    await refused(MEETING.Convened);
    await at("2024-02-01T00:00:00");
    await vote();
    await at("2024-02-01T23:59:59");
    await vote();
    await at("2024-02-02T00:00:00");
    await refused(MEETING.Ended);
    await meeting.tally(id);
    await refused(MEETING.Tallied);
  });

  it("replaces what was entered before for the same holder, and for nobody else [M-3]", async () => {
    const market = await placed();
    const { meeting, dealer, a, b } = market;
    const id = await assembled(market);
    await meeting.connect(dealer).vote(id, 1, [ballot(a, 40), ballot(b, 20)], HASH);
    await expect(meeting.connect(dealer).vote(id, 1, [ballot(a, 0, 30, 10)], INSTRUCTIONS))
      .to.emit(meeting, "Voted")
      .withArgs(id, 1, a.address, [a.address, 40n, 0n, 0n], [a.address, 0n, 30n, 10n], INSTRUCTIONS);
    expect(await countOf(market, id)).to.deep.equal([20, 60, 100, false]);
    await meeting.connect(dealer).vote(id, 1, [ballot(a, 0), ballot(b, 20)], HASH); // a withdraws, b says the same
    expect(await countOf(market, id)).to.deep.equal([20, 20, 100, true]);
    await meeting.connect(dealer).vote(id, 1, [ballot(b, 5), ballot(b, 20)], HASH); // twice on one page: the last counts
    expect(await countOf(market, id)).to.deep.equal([20, 20, 100, true]);
  });

  it("keeps resolutions and meetings apart [M-3]", async () => {
    const market = await placed();
    const { meeting, notices, issuer, dealer, a } = market;
    await goTo("2024-01-10T09:00:00");
    const [first, second] = [
      await convene(market, "2024-02-01", [proposal(), proposal()]),
      await convene(market, "2024-02-01"),
    ];
    for (const { noticeId } of [first, second]) await notices.connect(issuer).deliver(noticeId, WHOLE_REGISTER);
    await goTo("2024-02-01T09:00:00");
    await meeting.connect(dealer).vote(first.id, 2, [ballot(a, 40)], HASH);
    await meeting.connect(dealer).vote(second.id, 1, [ballot(a, 0, 40)], HASH);
    expect(await countOf(market, first.id, 1)).to.deep.equal([0, 0, 100, false]);
    expect(await countOf(market, first.id, 2)).to.deep.equal([40, 40, 100, true]);
    expect(await countOf(market, second.id, 1)).to.deep.equal([0, 40, 100, false]);
  });

  it("refuses one vote more than the bonds of the day, whatever the holder has now [M-3]", async () => {
    const market = await placed();
    const { token, meeting, dealer, a, b, c } = market;
    const id = await assembled(market);
    await token.connect(a).transfer(dealer, 40);
    await token.connect(dealer).transfer(c, 80);
    const refused = (votes: ReturnType<typeof ballot>, given: number, bonds: number) =>
      expect(meeting.connect(dealer).vote(id, 1, [ballot(b, 20), votes], HASH, MINED))
        .to.be.revertedWithCustomError(meeting, "MoreVotesThanBonds")
        .withArgs(votes.holder, given, bonds);
    await refused(ballot(a, 14, 14, 13), 41, 40);
    await refused(ballot(a, 41), 41, 40);
    await refused(ballot(c, 1), 1, 0);
    await refused(ballot(market.stranger, 0, 1), 1, 0);
    await refused(ballot(a, 2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1), 3 * (2 ** 32 - 1), 40);
    expect(await countOf(market, id)).to.deep.equal([0, 0, 100, false]); // nothing of a refused page stays
    await meeting.connect(dealer).vote(id, 1, [ballot(a, 14, 13, 13)], HASH);
  });

  it("gives the issuer's own bonds no vote, and leaves them out of all votes [M-3]", async () => {
    const market = await placed();
    const { token, meeting, dealer, issuer } = market;
    await goTo("2024-01-09T09:00:00");
    await token.connect(dealer).transfer(issuer, 10);
    const id = await assembled(market);
    await expect(meeting.connect(dealer).vote(id, 1, [ballot(issuer, 1)], HASH, MINED))
      .to.be.revertedWithCustomError(meeting, "OwnBondsHaveNoVote")
      .withArgs(issuer.address);
    await token.connect(dealer).transfer(issuer, 5); // after 00:00 of the day
    await token.connect(issuer).cancel(15);
    expect(await countOf(market, id)).to.deep.equal([0, 0, 90, false]);
  });

  it("counts the dealer's own bonds like any other's [M-3]", async () => {
    const market = await placed();
    const id = await assembled(market);
    await market.meeting.connect(market.dealer).vote(id, 1, [ballot(market.dealer, 40)], HASH);
    expect(await countOf(market, id)).to.deep.equal([40, 40, 100, true]);
  });

  it("goes by the key of 00:00 when a key is replaced or bonds are forced on the day [M-3, T-7]", async () => {
    const market = await placed();
    const { meeting, notices, issuer, dealer, a, b, newKey } = market;
    await goTo("2024-01-10T09:00:00");
    const { id, noticeId } = await convene(market, "2024-02-01");
    await notices.connect(issuer).deliver(noticeId, WHOLE_REGISTER);
    await goTo("2024-01-30T09:00:00");
    await force(market, b, a, 20); // executed on 31 January
    await replaceKey(market, a, newKey); // executed on 1 February
    const vote = (votes: ReturnType<typeof ballot>) => meeting.connect(dealer).vote(id, 1, [votes], HASH, MINED);
    await expect(vote(ballot(newKey, 1))).to.be.revertedWithCustomError(meeting, "MoreVotesThanBonds");
    await expect(vote(ballot(b, 1))).to.be.revertedWithCustomError(meeting, "MoreVotesThanBonds");
    await vote(ballot(a, 60));
    expect(await countOf(market, id)).to.deep.equal([60, 60, 100, true]);
  });

  it("needs ballots and instructions, a resolution that was notified, and the dealer [M-1, M-3]", async () => {
    const market = await placed();
    const { meeting, dealer, issuer, a } = market;
    const id = await assembled(market);
    const by = meeting.connect(dealer);
    await expect(by.vote(id, 1, [], HASH, MINED)).to.be.revertedWithCustomError(meeting, "NothingToDo");
    await expect(by.vote(id, 1, [ballot(a, 1)], ethers.ZeroHash, MINED)).to.be.revertedWithCustomError(
      meeting,
      "DocumentMissing",
    );
    for (const resolution of [0, 2])
      await expect(by.vote(id, resolution, [ballot(a, 1)], HASH, MINED))
        .to.be.revertedWithCustomError(meeting, "NoSuchResolution")
        .withArgs(id, resolution, 1);
    await expect(by.vote(9, 1, [ballot(a, 1)], HASH, MINED))
      .to.be.revertedWithCustomError(meeting, "NoSuchMeeting")
      .withArgs(9, 1);
    for (const caller of [issuer, a])
      await expect(meeting.connect(caller).vote(id, 1, [ballot(a, 1)], HASH, MINED)).to.be.revertedWithCustomError(
        meeting,
        "AccessManagedUnauthorized",
      );
  });
});

describe("BondholderMeeting.tally", () => {
  it("counts from 00:00:00 of the day after, at anybody's call, once [M-3]", async () => {
    const market = await placed();
    const { meeting, dealer, a, stranger } = market;
    const id = await assembled(market);
    await meeting.connect(dealer).vote(id, 1, [ballot(a, 40)], HASH);
    await at("2024-02-01T23:59:59");
    await expect(meeting.connect(stranger).tally(id, MINED))
      .to.be.revertedWithCustomError(meeting, "WrongMeetingState")
      .withArgs(id, MEETING.Voting);
    await at("2024-02-02T00:00:00");
    await expect(meeting.connect(stranger).tally(id, MINED))
      .to.emit(meeting, "Tallied")
      .withArgs(id, 1, [40n, 40n, 100n, true]);
    expect((await meeting.resolutionAt(id, 1)).state).to.equal(RESOLUTION.Passed);
    await expect(meeting.tally(id, MINED))
      .to.be.revertedWithCustomError(meeting, "WrongMeetingState")
      .withArgs(id, MEETING.Tallied);
    await expect(meeting.tally(2, MINED)).to.be.revertedWithCustomError(meeting, "NoSuchMeeting").withArgs(2, 1);
  });

  // a has 40 votes, b 20, of 100. Ordinary: more than half of those present; special: 1/5 of all and 2/3 of those present.
  const cases: readonly (readonly [string, number, readonly [number, number, number], boolean])[] = [
    ["10 of 20 present: exactly half", MATTER.Ordinary, [10, 10, 0], false],
    ["11 of 21 present", MATTER.Ordinary, [11, 10, 0], true],
    ["10 of 20 present, the others abstaining", MATTER.Ordinary, [10, 0, 10], false],
    ["11 of 21 present, the others abstaining", MATTER.Ordinary, [11, 0, 10], true],
    ["nobody present", MATTER.Ordinary, [0, 0, 0], false],
    ["1 of 1 present", MATTER.Ordinary, [1, 0, 0], true],
    ["20 of 30 present: exactly 2/3, and exactly 1/5 of all", MATTER.Settlement706, [20, 10, 0], true],
    ["20 of 31 present: less than 2/3", MATTER.Settlement706, [20, 11, 0], false],
    ["20 of 31 present, the others abstaining", MATTER.Settlement706, [20, 0, 11], false],
    ["19 of 19 present: less than 1/5 of all", MATTER.Settlement706, [19, 0, 0], false],
    ["20 of 20 present", MATTER.Settlement706, [20, 0, 0], true],
    ["nobody present", MATTER.Settlement706, [0, 0, 0], false],
    ["21 of 32 present: less than 2/3", MATTER.Representative736, [21, 11, 0], false],
    ["22 of 33 present", MATTER.Representative736, [22, 11, 0], true],
    ["21 of 32 present: less than 2/3", MATTER.Executor737, [21, 11, 0], false],
    ["21 of 32 present: less than 2/3", MATTER.Dismissal738, [21, 11, 0], false],
  ];
  for (const [what, matter, [forBonds, againstBonds, abstainBonds], passes] of cases)
    it(`${passes ? "passes" : "rejects"} matter ${matter} with ${what} [M-3]`, async () => {
      const market = await placed();
      const id = await decided(market, [proposal(matter)], [ballot(market.a, forBonds, againstBonds, abstainBonds)]);
      expect((await market.meeting.resolutionAt(id, 1)).state).to.equal(
        passes ? RESOLUTION.Passed : RESOLUTION.Rejected,
      );
      const count = await countOf(market, id);
      expect(count).to.deep.equal([forBonds, forBonds + againstBonds + abstainBonds, 100, passes]);
    });

  for (const [votes, passes] of [
    [17, false],
    [18, true],
  ] as const)
    it(`${passes ? "passes" : "rejects"} a special resolution with ${votes} of 90 votes when 10 bonds are the issuer's own [M-3]`, async () => {
      const market = await placed();
      await goTo("2024-01-09T09:00:00");
      await market.token.connect(market.dealer).transfer(market.issuer, 10);
      const id = await decided(market, [proposal(MATTER.Settlement706)], [ballot(market.a, votes)]);
      expect((await market.meeting.resolutionAt(id, 1)).state).to.equal(
        passes ? RESOLUTION.Passed : RESOLUTION.Rejected, // 5 × 18 = 90
      );
    });

  it("decides each resolution for itself [M-3]", async () => {
    const market = await placed();
    const proposals = [proposal(), proposal(MATTER.Settlement706), proposal()];
    const id = await decided(market, proposals, [ballot(market.a, 11, 10)]); // 11 of 21
    const states = [1, 2, 3].map(async (i) => Number((await market.meeting.resolutionAt(id, i)).state));
    expect(await Promise.all(states)).to.deep.equal([RESOLUTION.Passed, RESOLUTION.Rejected, RESOLUTION.Passed]);
  });

  it("counts 32 resolutions in one transaction [M-3]", async () => {
    const market = await placed();
    const id = await assembled(
      market,
      Array.from({ length: 32 }, () => proposal()),
    );
    await goTo("2024-02-02T00:00:00");
    const receipt = await (await market.meeting.tally(id)).wait();
    expect(Number(receipt?.gasUsed)).to.be.lessThan(1_500_000);
    expect(receipt?.logs.length).to.equal(32);
  });
});

describe("BondholderMeeting.countOf", () => {
  it("waits for the day, as the register does [M-3]", async () => {
    const market = await placed();
    const { token, meeting } = market;
    await goTo("2024-01-10T09:00:00");
    const { id } = await convene(market, "2024-02-01");
    await expect(meeting.countOf(id, 1))
      .to.be.revertedWithCustomError(token, "ReadingAhead")
      .withArgs(day("2024-02-01"), day("2024-01-10"));
    await expect(meeting.countOf(id, 2)).to.be.revertedWithCustomError(meeting, "NoSuchResolution");
    await expect(meeting.ballotOf(id, 2, market.a)).to.be.revertedWithCustomError(meeting, "NoSuchResolution");
  });
});
