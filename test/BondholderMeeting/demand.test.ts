import { expect } from "chai";
import { ethers } from "hardhat";
import { HASH, issued, MINED, placed, redeemAll, signerOf, type Market } from "../support/market";
import { convene, MEETING, proposal, WHOLE_REGISTER } from "../support/meeting";
import { at, day, goTo, isoOf, openAccounts } from "../support/suite";

const REASONS = ethers.id("the reasons");
const PERMISSION = ethers.id("the permission of the court");

type Holder = { readonly address: string };

const ascending = (holders: readonly Holder[]): string[] =>
  holders.map(({ address }) => address).sort((x, y) => (BigInt(x) < BigInt(y) ? -1 : 1));

const demand = ({ meeting, dealer }: Market, holders: readonly Holder[]) =>
  meeting.connect(dealer).demand(ascending(holders), HASH, REASONS, MINED);

/** Demanded by a, who holds 40 of 100 bonds, on 10 January 2024. */
const demanded = async (): Promise<Market> => {
  const market = await placed();
  await goTo("2024-01-10T09:00:00");
  await demand(market, [market.a]);
  return market;
};

const conveneByHolders = (
  { meeting, dealer }: Market,
  meetingDay: string,
  demandId = 1,
  overrides: { readonly gasLimit: number } = MINED,
) =>
  meeting.connect(dealer).conveneByHolders(day(meetingDay), HASH, "uri", demandId, PERMISSION, [proposal()], overrides);

/** As {@link demanded}, with 213 days on which the register will be read: with ten record days 223, and 32 are left of 255. */
const almostFull = async (): Promise<Market> => {
  const market = await demanded();
  const asMeeting = market.token.connect(await signerOf(await market.meeting.getAddress()));
  for (let i = 213; i > 0; --i) await asMeeting.readOn(day("2025-01-01") + i, MINED);
  return market;
};

/** Mined even if it fails, with gas for hundreds of readings. */
const SLOW = { gasLimit: 5_000_000 };

describe("BondholderMeeting and the last 32 readings", () => {
  it("keeps them for meetings that a court permitted holders to convene: no key uses them up before [M-2, M-3]", async () => {
    const market = await almostFull();
    const { token, meeting, issuer, dealer } = market;
    for (const attempt of [
      () => convene(market, "2024-02-02"),
      () => meeting.connect(issuer).proposeByConsent(day("2024-02-02"), HASH, [proposal()], SLOW),
      () => meeting.connect(dealer).proposeByConsent(day("2024-02-02"), HASH, [proposal()], SLOW),
    ]) {
      await expect(attempt()).to.be.revertedWithCustomError(token, "TooManyReadings").withArgs(224, 223);
    }
    await convene(market, "2025-01-02"); // read anyway
    for (let i = 0; i < 32; ++i) {
      await demand(market, [market.a]);
      await conveneByHolders(market, isoOf(day("2024-03-01") + i), i + 2, SLOW);
    }
    await convene(market, "2025-01-03"); // still
    await demand(market, [market.a]);
    await expect(conveneByHolders(market, "2024-02-02", 34, SLOW))
      .to.be.revertedWithCustomError(token, "TooManyReadings")
      .withArgs(256, 255);
  });

  it("lets the issuer have the one before [M-1]", async () => {
    const market = await demanded();
    const { token } = market;
    const asMeeting = token.connect(await signerOf(await market.meeting.getAddress()));
    for (let i = 212; i > 0; --i) await asMeeting.readOn(day("2025-01-01") + i, MINED);
    await convene(market, "2024-02-02");
    expect(await token.meetingDays()).to.have.length(213);
  });
});

describe("BondholderMeeting.demand", () => {
  it("keeps who demanded, with which part, and when [M-2]", async () => {
    const market = await placed();
    const { meeting, a, b } = market;
    await at("2024-01-10T00:00:00");
    const holders = ascending([a, b]);
    await expect(demand(market, [a, b]))
      .to.emit(meeting, "MeetingDemanded")
      .withArgs(1, 60, 100, holders, HASH, REASONS);
    const kept = await meeting.demandAt(1);
    expect([kept.demandDay, kept.bonds, kept.counted, kept.meetingId].map(Number)).to.deep.equal([
      day("2024-01-10"),
      60,
      100,
      0,
    ]);
    expect([kept.purposeHash, kept.reasonsHash]).to.deep.equal([HASH, REASONS]);
    expect(await meeting.demandCount()).to.equal(1);
  });

  context("when 100 bonds are outstanding and none is the issuer's", () => {
    it("takes holders of 10, and refuses holders of 9 [M-2]", async () => {
      const market = await issued();
      const { token, meeting, dealer, a, b } = market;
      await token.connect(dealer).transfer(a, 9);
      await expect(demand(market, [a]))
        .to.be.revertedWithCustomError(meeting, "TooFewBonds")
        .withArgs(9, 100);
      await token.connect(dealer).transfer(b, 1);
      await demand(market, [a, b]);
      expect((await meeting.demandAt(1)).bonds).to.equal(10);
    });
  });

  context("when 4 were cancelled and the issuer has 5 more", () => {
    it("takes 10 of the 91 that count, and refuses 9 [M-2]", async () => {
      const market = await issued();
      const { token, meeting, dealer, issuer, a, b } = market;
      await token.connect(dealer).transfer(a, 9);
      await token.connect(dealer).transfer(b, 1);
      await goTo("2023-12-15T09:00:00");
      await token.connect(dealer).transfer(issuer, 9);
      await token.connect(issuer).cancel(4);
      await expect(demand(market, [a]))
        .to.be.revertedWithCustomError(meeting, "TooFewBonds")
        .withArgs(9, 91); // 90 < 91
      await demand(market, [a, b]); // 100 >= 91
    });

    it("takes 9 of exactly 90 that count [M-2]", async () => {
      const market = await issued();
      const { token, meeting, dealer, issuer, a, b } = market;
      await token.connect(dealer).transfer(a, 8);
      await token.connect(dealer).transfer(b, 1);
      await goTo("2023-12-15T09:00:00");
      await token.connect(dealer).transfer(issuer, 10);
      await expect(demand(market, [a]))
        .to.be.revertedWithCustomError(meeting, "TooFewBonds")
        .withArgs(8, 90);
      await demand(market, [a, b]);
    });
  });

  it("counts the dealer's own bonds, and never the issuer's [M-2]", async () => {
    const market = await placed();
    const { token, meeting, dealer, issuer, a } = market;
    await demand(market, [dealer]);
    expect((await meeting.demandAt(1)).bonds).to.equal(40);
    await goTo("2023-12-15T09:00:00");
    await token.connect(dealer).transfer(issuer, 30);
    await expect(demand(market, [a, issuer]))
      .to.be.revertedWithCustomError(meeting, "OwnBondsHaveNoVote")
      .withArgs(issuer.address);
  });

  it("refuses a holder twice, or out of order, and one who is not in the register [M-2]", async () => {
    const market = await placed();
    const { meeting, dealer, a, b, stranger } = market;
    const [low, high] = ascending([a, b]) as [string, string];
    for (const holders of [
      [high, low],
      [high, high],
    ] as const)
      await expect(meeting.connect(dealer).demand([...holders], HASH, REASONS, MINED))
        .to.be.revertedWithCustomError(meeting, "HoldersOutOfOrder")
        .withArgs(high, holders[1]);
    await expect(demand(market, [a, stranger])).to.be.revertedWithCustomError(meeting, "AccountUnknown");
  });

  it("refuses nobody's demand, and one without purpose or reasons [M-2]", async () => {
    const market = await placed();
    const { meeting, dealer, a, c } = market;
    await expect(demand(market, [])).to.be.revertedWithCustomError(meeting, "TooFewBonds").withArgs(0, 100);
    await expect(demand(market, [c]))
      .to.be.revertedWithCustomError(meeting, "TooFewBonds")
      .withArgs(0, 100);
    for (const [purpose, reasons] of [
      [ethers.ZeroHash, REASONS],
      [HASH, ethers.ZeroHash],
    ] as const)
      await expect(meeting.connect(dealer).demand([a.address], purpose, reasons, MINED)).to.be.revertedWithCustomError(
        meeting,
        "DocumentMissing",
      );
  });

  it("counts nothing before the issue and after the redemption [M-2]", async () => {
    const market = await placed();
    await redeemAll(market);
    await expect(demand(market, [market.a]))
      .to.be.revertedWithCustomError(market.meeting, "TooFewBonds")
      .withArgs(0, 0);
  });

  it("is the dealer's alone: investors never access the ledger themselves [M-2]", async () => {
    const { meeting, issuer, registerAdministrator, a } = await placed();
    for (const caller of [issuer, registerAdministrator, a])
      await expect(meeting.connect(caller).demand([a.address], HASH, REASONS, MINED)).to.be.revertedWithCustomError(
        meeting,
        "AccessManagedUnauthorized",
      );
  });
});

describe("BondholderMeeting: a demand and its answer", () => {
  // Demanded on 10 January 2024: 56 days later is 6 March (21 left in January, 29 in February, 6 in March).

  it("is answered by a meeting within 8 weeks, and by none later [M-2]", async () => {
    const market = await demanded();
    const { meeting, issuer } = market;
    await expect(meeting.connect(issuer).convene(day("2024-03-07"), HASH, "uri", 1, [proposal()], MINED))
      .to.be.revertedWithCustomError(meeting, "TooLateForDemand")
      .withArgs(1, day("2024-03-07"), day("2024-03-06"));
    const { id } = await convene(market, "2024-03-06", [proposal()], 1n);
    expect((await meeting.demandAt(1)).meetingId).to.equal(id);
    expect((await meeting.meetingAt(id)).demandId).to.equal(1);
    await expect(conveneByHolders(market, "2024-03-20"))
      .to.be.revertedWithCustomError(meeting, "DemandAnswered")
      .withArgs(1, id);
    await expect(meeting.connect(issuer).convene(day("2024-03-05"), HASH, "uri", 1, [proposal()], MINED))
      .to.be.revertedWithCustomError(meeting, "DemandAnswered")
      .withArgs(1, id);
  });

  it("is not answered by a meeting for another purpose [M-2]", async () => {
    const market = await demanded();
    await convene(market, "2024-03-07"); // names no demand
    await conveneByHolders(market, "2024-03-20");
  });

  it("lets the holders convene with court permission, the dealer for them [M-2]", async () => {
    const market = await demanded();
    const { meeting, notices, dealer, issuer } = market;
    const sent = conveneByHolders(market, "2024-02-01");
    await expect(sent)
      .to.emit(meeting, "MeetingConvened")
      .withArgs(1, day("2024-02-01"), dealer.address, "Tokyo", 1, 1, [[0n, proposal().proposalHash, ethers.ZeroHash]]);
    const kept = await meeting.meetingAt(1);
    expect([kept.byDealer, kept.byConsent, kept.documentHash]).to.deep.equal([true, false, PERMISSION]);
    expect((await notices.noticeAt(1)).byDealer).to.equal(true);
    await expect(conveneByHolders(market, "2024-02-02"))
      .to.be.revertedWithCustomError(meeting, "DemandAnswered")
      .withArgs(1, 1);
    await expect(
      meeting.connect(issuer).convene(day("2024-02-20"), HASH, "uri", 1, [proposal()], MINED),
    ).to.be.revertedWithCustomError(meeting, "DemandAnswered");
  });

  it("stands unanswered again when its meeting is cancelled [M-2]", async () => {
    const market = await demanded();
    const { meeting, issuer } = market;
    const { id } = await convene(market, "2024-03-06", [proposal()], 1n);
    await expect(conveneByHolders(market, "2024-03-20")).to.be.revertedWithCustomError(meeting, "DemandAnswered");
    await meeting.connect(issuer).cancel(id, HASH);
    await conveneByHolders(market, "2024-03-20");
    expect((await meeting.demandAt(1)).meetingId).to.equal(2);
  });

  it("stands unanswered again when the notice of its meeting came too late [M-1, M-2]", async () => {
    const market = await demanded();
    const { meeting, notices, issuer } = market;
    const { id, noticeId } = await convene(market, "2024-02-01", [proposal()], 1n);
    await at("2024-01-10T23:59:59");
    await expect(conveneByHolders(market, "2024-03-20")).to.be.revertedWithCustomError(meeting, "DemandAnswered");
    await at("2024-01-11T00:00:00");
    await notices.connect(issuer).deliver(noticeId, WHOLE_REGISTER, MINED); // one day late
    expect(await meeting.stateOf(id)).to.equal(MEETING.Lapsed);
    await conveneByHolders(market, "2024-03-20");
  });

  it("is answered for good by a meeting that was held [M-2]", async () => {
    const market = await demanded();
    const { meeting, notices, issuer } = market;
    const { noticeId } = await convene(market, "2024-02-01", [proposal()], 1n);
    await notices.connect(issuer).deliver(noticeId, WHOLE_REGISTER);
    for (const moment of ["2024-02-01T00:00:00", "2024-02-02T00:00:00"]) {
      await goTo(moment);
      await expect(conveneByHolders(market, "2024-03-20")).to.be.revertedWithCustomError(meeting, "DemandAnswered");
    }
    await meeting.tally(1);
    await expect(conveneByHolders(market, "2024-03-20")).to.be.revertedWithCustomError(meeting, "DemandAnswered");
  });

  it("must exist, and the holders need the permission of the court [M-2]", async () => {
    const market = await demanded();
    const { meeting, dealer, issuer } = market;
    for (const id of [0, 2]) {
      await expect(conveneByHolders(market, "2024-03-20", id))
        .to.be.revertedWithCustomError(meeting, "NoSuchDemand")
        .withArgs(id, 1);
      await expect(meeting.demandAt(id)).to.be.revertedWithCustomError(meeting, "NoSuchDemand").withArgs(id, 1);
    }
    await expect(
      meeting.connect(issuer).convene(day("2024-03-01"), HASH, "uri", 2, [proposal()], MINED),
    ).to.be.revertedWithCustomError(meeting, "NoSuchDemand");
    await expect(
      meeting.connect(dealer).conveneByHolders(day("2024-03-20"), HASH, "uri", 1, ethers.ZeroHash, [proposal()], MINED),
    ).to.be.revertedWithCustomError(meeting, "DocumentMissing");
    await expect(
      meeting.connect(issuer).conveneByHolders(day("2024-03-20"), HASH, "uri", 1, PERMISSION, [proposal()], MINED),
    ).to.be.revertedWithCustomError(meeting, "AccessManagedUnauthorized");
  });

  it("is counted with the bonds of the moment, whatever moves later [M-2]", async () => {
    const market = await demanded();
    const { token, meeting, dealer, a, stranger } = market;
    await token.connect(a).transfer(dealer, 40);
    await openAccounts(market, [stranger]);
    expect((await meeting.demandAt(1)).bonds).to.equal(40);
    await conveneByHolders(market, "2024-03-20");
  });
});
