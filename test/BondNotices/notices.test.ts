import { expect } from "chai";
import { ethers } from "hardhat";
import { administer, HASH, KIND, MINED, placed, replaceKey, signerOf, STATUS, type Market } from "../support/market";
import { CHANNEL, convene, DELIVERY, NOTICE, PUBLICLY, WHOLE_REGISTER } from "../support/meeting";
import { at, day, goTo, openAccounts } from "../support/suite";

const EVIDENCE = ethers.id("the postal receipt");

/** Gives a general notice on 10 January 2024, 09:00. */
const given = async (market: Market, kind: number = NOTICE.General): Promise<bigint> => {
  await goTo("2024-01-10T09:00:00");
  await market.notices.connect(market.issuer).give(kind, HASH, "https://example.com/notice");
  return market.notices.noticeCount();
};

const deliveryOf = async ({ notices }: Market, id: bigint, holder: { readonly address: string }) => {
  const { state, channel, day: since } = await notices.deliveryOf(id, holder.address);
  return [state, channel, since].map(Number);
};

const waitingFor = async ({ notices }: Market, id: bigint, offset = 0, limit = WHOLE_REGISTER): Promise<string[]> =>
  (await notices.waitingFor(id, offset, limit)).map(({ holder }) => holder);

describe("BondNotices.give", () => {
  it("keeps what was given, by whom and when [N-1]", async () => {
    const market = await placed();
    const { notices, issuer } = market;
    await at("2024-01-10T00:00:00");
    await expect(notices.connect(issuer).give(NOTICE.Acceleration, HASH, "uri", MINED))
      .to.emit(notices, "NoticeGiven")
      .withArgs(1, NOTICE.Acceleration, issuer.address, HASH, "uri");
    const notice = await notices.noticeAt(1);
    expect([notice.kind, notice.givenDay, notice.deliveredDay, notice.publishedDay].map(Number)).to.deep.equal([
      NOTICE.Acceleration,
      day("2024-01-10"),
      0,
      0,
    ]);
    expect([notice.byDealer, notice.documentHash, notice.uri]).to.deep.equal([false, HASH, "uri"]);
    expect(await notices.completedDay(1)).to.equal(0);
    expect(await notices.isComplete(1)).to.equal(false);
  });

  it("leaves the notice of a meeting to the meeting [M-1]", async () => {
    const { notices, meeting, issuer, dealer } = await placed();
    await expect(notices.connect(issuer).give(NOTICE.Meeting, HASH, "", MINED)).to.be.revertedWithCustomError(
      notices,
      "MeetingIsConvened",
    );
    for (const caller of [issuer, dealer])
      await expect(notices.connect(caller).giveForMeeting(false, HASH, "", MINED))
        .to.be.revertedWithCustomError(notices, "OnlyContract")
        .withArgs(await meeting.getAddress(), caller.address);
  });

  it("needs the hash of the document, and is the issuer's alone [N-1]", async () => {
    const { notices, issuer, dealer, registerAdministrator } = await placed();
    await expect(
      notices.connect(issuer).give(NOTICE.General, ethers.ZeroHash, "uri", MINED),
    ).to.be.revertedWithCustomError(notices, "DocumentMissing");
    for (const caller of [dealer, registerAdministrator])
      await expect(notices.connect(caller).give(NOTICE.General, HASH, "", MINED)).to.be.revertedWithCustomError(
        notices,
        "AccessManagedUnauthorized",
      );
  });

  it("knows no notice 0 and none that was not given [N-1]", async () => {
    const market = await placed();
    await given(market);
    const { notices, issuer, a } = market;
    for (const id of [0, 2]) {
      for (const ask of [
        () => notices.noticeAt(id),
        () => notices.completedDay(id),
        () => notices.deliveryOf(id, a),
        () => notices.waitingFor(id, 0, 1),
      ])
        await expect(ask()).to.be.revertedWithCustomError(notices, "NoSuchNotice").withArgs(id, 1);
      await expect(notices.connect(issuer).deliver(id, 1, MINED)).to.be.revertedWithCustomError(
        notices,
        "NoSuchNotice",
      );
    }
  });
});

describe("BondNotices.deliver", () => {
  it("sends to every account that holds bonds, by post without consent and electronically with it [N-1, M-1]", async () => {
    const market = await placed();
    const { notices, issuer, dealer, a, b, c } = market;
    await notices.connect(dealer).setElectronicConsent(b, true, HASH);
    const id = await given(market);
    await at("2024-01-11T23:59:59");
    const sent = notices.connect(issuer).deliver(id, WHOLE_REGISTER, MINED);
    await expect(sent).to.emit(notices, "NoticeDelivered").withArgs(id, 3); // the dealer, a and b
    await expect(sent)
      .to.emit(notices, "DeliveryRecorded")
      .withArgs(id, b.address, DELIVERY.None, DELIVERY.Sent, CHANNEL.Electronic, ethers.ZeroHash);
    const today = day("2024-01-11");
    expect(await deliveryOf(market, id, a)).to.deep.equal([DELIVERY.Sent, CHANNEL.Post, today]);
    expect(await deliveryOf(market, id, b)).to.deep.equal([DELIVERY.Sent, CHANNEL.Electronic, today]);
    expect(await deliveryOf(market, id, dealer)).to.deep.equal([DELIVERY.Sent, CHANNEL.Post, today]);
    for (const nobody of [c, issuer]) expect((await deliveryOf(market, id, nobody))[0]).to.equal(DELIVERY.None);
    expect(await notices.completedDay(id)).to.equal(today);
    expect(await notices.isComplete(id)).to.equal(true);
  });

  it("goes through the register in pages of one day, complete with the last account [N-1]", async () => {
    const market = await placed(); // five accounts: dealer, issuer, a, b, c
    const { notices, issuer, a, b } = market;
    const id = await given(market);
    await expect(notices.connect(issuer).deliver(id, 3)).to.emit(notices, "PageDelivered").withArgs(id, 0, 3, 2);
    expect((await deliveryOf(market, id, a))[0]).to.equal(DELIVERY.Sent);
    expect((await deliveryOf(market, id, b))[0]).to.equal(DELIVERY.None);
    expect(await notices.isComplete(id)).to.equal(false);
    await expect(notices.connect(issuer).deliver(id, 1)).not.to.emit(notices, "NoticeDelivered"); // 4 of 5
    await expect(notices.connect(issuer).deliver(id, 9)).to.emit(notices, "PageDelivered").withArgs(id, 4, 5, 3);
    expect(await notices.completedDay(id)).to.equal(day("2024-01-10"));
  });

  it("begins anew on another day, and who was sent it keeps his day [N-1]", async () => {
    const market = await placed();
    const { token, notices, issuer, dealer, a, b, c } = market;
    const id = await given(market);
    await at("2024-01-10T23:59:59");
    await notices.connect(issuer).deliver(id, 4, MINED); // all but c, the fifth
    await at("2024-01-11T00:00:00");
    await token.connect(b).transfer(dealer, 20, MINED);
    await token.connect(dealer).transfer(c, 20);
    await notices.connect(issuer).deliver(id, 4); // reads the first four again
    expect((await notices.noticeAt(id)).readAccounts).to.equal(4);
    expect(await notices.isComplete(id)).to.equal(false);
    await notices.connect(issuer).deliver(id, 4);
    expect(await notices.completedDay(id)).to.equal(day("2024-01-11"));
    expect((await deliveryOf(market, id, a))[2]).to.equal(day("2024-01-10"));
    expect((await deliveryOf(market, id, c))[2]).to.equal(day("2024-01-11"));
    expect((await notices.noticeAt(id)).sent).to.equal(4); // the dealer, a, b and c
  });

  it("does not reach who becomes a holder afterwards [N-1]", async () => {
    const market = await placed();
    const { token, notices, issuer, dealer, c } = market;
    const id = await given(market);
    await notices.connect(issuer).deliver(id, WHOLE_REGISTER);
    await token.connect(dealer).transfer(c, 5);
    expect((await deliveryOf(market, id, c))[0]).to.equal(DELIVERY.None);
    expect(await waitingFor(market, id)).to.include(c.address);
  });

  it("refuses an empty page, a second delivery, and anyone but the giver [N-1]", async () => {
    const market = await placed();
    const { notices, issuer, dealer, a } = market;
    const id = await given(market);
    await expect(notices.connect(issuer).deliver(id, 0, MINED)).to.be.revertedWithCustomError(notices, "NothingToDo");
    for (const caller of [dealer, a])
      await expect(notices.connect(caller).deliver(id, 1, MINED))
        .to.be.revertedWithCustomError(notices, "NotTheGiver")
        .withArgs(id, issuer.address, caller.address);
    await notices.connect(issuer).deliver(id, WHOLE_REGISTER);
    await expect(notices.connect(issuer).deliver(id, 1, MINED))
      .to.be.revertedWithCustomError(notices, "AlreadyDelivered")
      .withArgs(id, day("2024-01-10"));
  });

  it("is the dealer's for a meeting of the holders, and then reaches the issuer too [M-2]", async () => {
    const market = await placed();
    const { notices, meeting, issuer, dealer } = market;
    await goTo("2024-01-10T09:00:00");
    await notices.connect(await signerOf(await meeting.getAddress())).giveForMeeting(true, HASH, "", MINED);
    expect((await notices.noticeAt(1)).byDealer).to.equal(true);
    await expect(notices.connect(issuer).deliver(1, 9, MINED))
      .to.be.revertedWithCustomError(notices, "NotTheGiver")
      .withArgs(1, dealer.address, issuer.address);
    expect(await waitingFor(market, 1n)).to.include(issuer.address);
    await notices.connect(dealer).deliver(1, WHOLE_REGISTER);
    expect((await deliveryOf(market, 1n, issuer))[0]).to.equal(DELIVERY.Sent);
  });

  it("stays with the giver's role when its account moves [N-1]", async () => {
    const market = await placed();
    const { token, notices, issuer, newKey } = market;
    const id = await given(market);
    await administer(market, token, "moveParty", [KIND.Issuer, newKey.address, HASH]);
    await expect(notices.connect(issuer).deliver(id, 1, MINED)).to.be.revertedWithCustomError(notices, "NotTheGiver");
    await notices.connect(newKey).deliver(id, WHOLE_REGISTER);
  });
});

describe("BondNotices.recordDelivery", () => {
  const delivered = async (market: Market): Promise<bigint> => {
    const id = await given(market);
    await market.notices.connect(market.issuer).deliver(id, WHOLE_REGISTER);
    return id;
  };

  it("records what arrived, what came back and what was sent again, with evidence [N-1]", async () => {
    const market = await placed();
    const { notices, issuer, a, b } = market;
    const id = await delivered(market);
    await at("2024-01-12T00:00:00");
    await expect(notices.connect(issuer).recordDelivery(id, [a, b], CHANNEL.Post, DELIVERY.Returned, EVIDENCE, MINED))
      .to.emit(notices, "DeliveryRecorded")
      .withArgs(id, a.address, DELIVERY.Sent, DELIVERY.Returned, CHANNEL.Post, EVIDENCE);
    await notices.connect(issuer).recordDelivery(id, [a], CHANNEL.InPerson, DELIVERY.Sent, EVIDENCE);
    await notices.connect(issuer).recordDelivery(id, [a], CHANNEL.InPerson, DELIVERY.Delivered, EVIDENCE);
    expect(await deliveryOf(market, id, a)).to.deep.equal([DELIVERY.Delivered, CHANNEL.InPerson, day("2024-01-12")]);
    expect((await deliveryOf(market, id, b))[0]).to.equal(DELIVERY.Returned);
    expect(await notices.completedDay(id)).to.equal(day("2024-01-10")); // sending counts
    expect(await waitingFor(market, id)).to.deep.equal([market.dealer.address, b.address]);
  });

  it("takes every step that is one, and no other [N-1]", async () => {
    const market = await placed();
    const { notices, issuer, a, b } = market;
    const id = await delivered(market);
    const record = (state: number) =>
      notices.connect(issuer).recordDelivery(id, [a], CHANNEL.Post, state, EVIDENCE, MINED);
    const refused = async (from: number, states: readonly number[]): Promise<void> => {
      for (const state of states)
        await expect(record(state))
          .to.be.revertedWithCustomError(notices, "WrongDeliveryState")
          .withArgs(id, a.address, from);
    };
    await refused(DELIVERY.Sent, [DELIVERY.None, DELIVERY.Sent]);
    await record(DELIVERY.Returned);
    await refused(DELIVERY.Returned, [DELIVERY.None, DELIVERY.Delivered, DELIVERY.Returned]);
    await record(DELIVERY.Sent);
    await record(DELIVERY.Delivered);
    await refused(DELIVERY.Delivered, [DELIVERY.None, DELIVERY.Sent, DELIVERY.Delivered, DELIVERY.Returned]);
    await expect(notices.connect(issuer).recordDelivery(id, [b, b], CHANNEL.Post, DELIVERY.Delivered, EVIDENCE, MINED))
      .to.be.revertedWithCustomError(notices, "WrongDeliveryState")
      .withArgs(id, b.address, DELIVERY.Delivered);
  });

  it("adds who became a holder later, and nobody who holds nothing [N-1]", async () => {
    const market = await placed();
    const { token, notices, issuer, dealer, c, stranger } = market;
    const id = await delivered(market);
    const send = (holder: { readonly address: string }, state: number = DELIVERY.Sent) =>
      notices.connect(issuer).recordDelivery(id, [holder.address], CHANNEL.Post, state, EVIDENCE, MINED);
    for (const nobody of [c, stranger, issuer])
      await expect(send(nobody)).to.be.revertedWithCustomError(notices, "NotAHolder").withArgs(nobody.address);
    await token.connect(dealer).transfer(c, 1);
    await expect(send(c, DELIVERY.Delivered)).to.be.revertedWithCustomError(notices, "WrongDeliveryState");
    await send(c);
    expect((await notices.noticeAt(id)).sent).to.equal(4);
  });

  it("is electronic only with consent, asked when it is sent [M-1]", async () => {
    const market = await placed();
    const { notices, issuer, dealer, a } = market;
    const id = await delivered(market); // by post
    const record = (state: number) =>
      notices.connect(issuer).recordDelivery(id, [a], CHANNEL.Electronic, state, EVIDENCE, MINED);
    await expect(record(DELIVERY.Delivered))
      .to.be.revertedWithCustomError(notices, "ConsentMissing")
      .withArgs(a.address);
    await notices.connect(issuer).recordDelivery(id, [a], CHANNEL.Post, DELIVERY.Returned, EVIDENCE);
    await expect(record(DELIVERY.Sent)).to.be.revertedWithCustomError(notices, "ConsentMissing").withArgs(a.address);
    await notices.connect(dealer).setElectronicConsent(a, true, HASH);
    await record(DELIVERY.Sent);
    await notices.connect(dealer).setElectronicConsent(a, false, HASH);
    await record(DELIVERY.Returned); // what became of it does not ask again
    await expect(record(DELIVERY.Sent)).to.be.revertedWithCustomError(notices, "ConsentMissing");
  });

  it("needs holders and evidence, and is the giver's alone [N-1]", async () => {
    const market = await placed();
    const { notices, issuer, dealer, a } = market;
    const id = await delivered(market);
    await expect(
      notices.connect(issuer).recordDelivery(id, [], CHANNEL.Post, DELIVERY.Delivered, EVIDENCE, MINED),
    ).to.be.revertedWithCustomError(notices, "NothingToDo");
    await expect(
      notices.connect(issuer).recordDelivery(id, [a], CHANNEL.Post, DELIVERY.Delivered, ethers.ZeroHash, MINED),
    ).to.be.revertedWithCustomError(notices, "DocumentMissing");
    await expect(
      notices.connect(dealer).recordDelivery(id, [a], CHANNEL.Post, DELIVERY.Delivered, EVIDENCE, MINED),
    ).to.be.revertedWithCustomError(notices, "NotTheGiver");
  });

  it("follows the holder to a new key, and so does the consent [N-1, P-3]", async () => {
    const market = await placed();
    const { token, notices, issuer, dealer, a, newKey } = market;
    await notices.connect(dealer).setElectronicConsent(a, true, HASH);
    const id = await delivered(market);
    await replaceKey(market, a, newKey);
    expect((await token.entriesAt(0, 2, 1))[0]?.status).to.equal(STATUS.Closed);
    expect(await notices.agreesToElectronic(newKey)).to.equal(true);
    expect((await deliveryOf(market, id, newKey)).slice(0, 2)).to.deep.equal([DELIVERY.Sent, CHANNEL.Electronic]);
    expect(await waitingFor(market, id))
      .to.include(newKey.address)
      .and.not.to.include(a.address);
    await notices.connect(issuer).recordDelivery(id, [newKey], CHANNEL.Electronic, DELIVERY.Delivered, EVIDENCE);
    expect(await waitingFor(market, id)).not.to.include(newKey.address);
  });
});

describe("BondNotices.publish", () => {
  it("completes a notice that needs no direct delivery, on the day of the first publication [N-1, D-2]", async () => {
    const market = await placed();
    const { notices, issuer } = market;
    for (const kind of [NOTICE.General, NOTICE.Acceleration, NOTICE.Security]) {
      const id = BigInt((await notices.noticeCount()) + 1n);
      await notices.connect(issuer).give(kind, HASH, "uri");
      await expect(notices.connect(issuer).publish(id, PUBLICLY.Electronic, "https://example.com/koukoku", EVIDENCE))
        .to.emit(notices, "NoticePublished")
        .withArgs(id, PUBLICLY.Electronic, "https://example.com/koukoku", EVIDENCE);
      expect(await notices.completedDay(id)).to.equal(day("2023-12-14"));
    }
    await goTo("2024-01-10T00:00:00");
    await notices.connect(issuer).publish(1, PUBLICLY.Newspaper, "a newspaper of 10 January", EVIDENCE);
    expect(await notices.completedDay(1)).to.equal(day("2023-12-14"));
  });

  it("does not complete the notice of a meeting, which every holder must get [M-1]", async () => {
    const market = await placed();
    const { notices, issuer } = market;
    await goTo("2024-01-10T09:00:00");
    const { noticeId } = await convene(market, "2024-02-01");
    await notices.connect(issuer).publish(noticeId, PUBLICLY.Electronic, "https://example.com", EVIDENCE);
    expect(await notices.isComplete(noticeId)).to.equal(false);
    await goTo("2024-01-11T09:00:00");
    await notices.connect(issuer).deliver(noticeId, WHOLE_REGISTER);
    expect(await notices.completedDay(noticeId)).to.equal(day("2024-01-11"));
  });

  it("leaves the earlier of the two days when a notice is also delivered [N-1]", async () => {
    const market = await placed();
    const { notices, issuer } = market;
    const first = await given(market);
    await goTo("2024-01-11T09:00:00");
    await notices.connect(issuer).deliver(first, WHOLE_REGISTER);
    await goTo("2024-01-12T09:00:00");
    await notices.connect(issuer).publish(first, PUBLICLY.Electronic, "https://example.com", EVIDENCE);
    expect(await notices.completedDay(first)).to.equal(day("2024-01-11"));
    await notices.connect(issuer).give(NOTICE.General, HASH, "uri");
    await notices.connect(issuer).publish(2, PUBLICLY.Electronic, "https://example.com", EVIDENCE);
    await goTo("2024-01-13T09:00:00");
    await notices.connect(issuer).deliver(2, WHOLE_REGISTER);
    expect(await notices.completedDay(2)).to.equal(day("2024-01-12"));
  });

  it("needs evidence, for the newspaper that of the accident, and is the giver's alone [N-1]", async () => {
    const market = await placed();
    const { notices, issuer, dealer } = market;
    const id = await given(market);
    for (const [publication, evidence] of [
      ["a newspaper", ethers.ZeroHash],
      ["", EVIDENCE],
    ] as const)
      for (const channel of [PUBLICLY.Electronic, PUBLICLY.Newspaper])
        await expect(
          notices.connect(issuer).publish(id, channel, publication, evidence, MINED),
        ).to.be.revertedWithCustomError(notices, "DocumentMissing");
    await expect(
      notices.connect(dealer).publish(id, PUBLICLY.Electronic, "https://example.com", EVIDENCE, MINED),
    ).to.be.revertedWithCustomError(notices, "NotTheGiver");
  });
});

describe("BondNotices.setElectronicConsent", () => {
  it("keeps the last word of the holder, with its document [M-1]", async () => {
    const { notices, dealer, a } = await placed();
    await expect(notices.connect(dealer).setElectronicConsent(a, true, HASH))
      .to.emit(notices, "ElectronicConsentChanged")
      .withArgs(a.address, false, true, HASH);
    expect(await notices.agreesToElectronic(a)).to.equal(true);
    await expect(notices.connect(dealer).setElectronicConsent(a, false, EVIDENCE))
      .to.emit(notices, "ElectronicConsentChanged")
      .withArgs(a.address, true, false, EVIDENCE);
    expect(await notices.agreesToElectronic(a)).to.equal(false);
  });

  it("needs a document and an account of the register, and is the dealer's alone [M-1]", async () => {
    const { notices, issuer, dealer, a, stranger } = await placed();
    await expect(
      notices.connect(dealer).setElectronicConsent(a, true, ethers.ZeroHash, MINED),
    ).to.be.revertedWithCustomError(notices, "DocumentMissing");
    await expect(notices.connect(dealer).setElectronicConsent(stranger, true, HASH, MINED))
      .to.be.revertedWithCustomError(notices, "AccountUnknown")
      .withArgs(stranger.address);
    for (const caller of [issuer, a])
      await expect(notices.connect(caller).setElectronicConsent(a, true, HASH, MINED)).to.be.revertedWithCustomError(
        notices,
        "AccessManagedUnauthorized",
      );
  });
});

describe("BondNotices.waitingFor", () => {
  it("lists in pages who holds bonds or was sent it, and has it not on record as arrived [N-1]", async () => {
    const market = await placed();
    const { token, notices, issuer, dealer, a, b } = market;
    const id = await given(market);
    const everybody = [dealer.address, a.address, b.address];
    expect(await waitingFor(market, id)).to.deep.equal(everybody);
    await notices.connect(issuer).deliver(id, WHOLE_REGISTER);
    expect([...(await waitingFor(market, id, 0, 3)), ...(await waitingFor(market, id, 3, 9))]).to.deep.equal(everybody);
    expect(await waitingFor(market, id, 5, 9)).to.deep.equal([]);
    await token.connect(b).transfer(dealer, 20); // who was sent it stays on the list
    expect(await waitingFor(market, id)).to.deep.equal(everybody);
    await notices.connect(issuer).recordDelivery(id, [b], CHANNEL.Post, DELIVERY.Delivered, EVIDENCE);
    expect(await waitingFor(market, id)).to.deep.equal([dealer.address, a.address]);
  });
});

describe("BondNotices for a newly opened account", () => {
  it("is complete only when accounts opened between two pages were read too [N-1]", async () => {
    const market = await placed();
    const { notices, issuer, stranger } = market;
    const id = await given(market);
    await notices.connect(issuer).deliver(id, 4); // of five
    await openAccounts(market, [stranger]);
    await notices.connect(issuer).deliver(id, 1);
    expect(await notices.isComplete(id)).to.equal(false);
    await notices.connect(issuer).deliver(id, 1);
    expect(await notices.isComplete(id)).to.equal(true);
  });
});
