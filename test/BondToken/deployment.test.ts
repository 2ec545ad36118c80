import { expect } from "chai";
import { AbiCoder, type Interface, keccak256 } from "ethers";
import { ethers } from "hardhat";
import { MINED, issued, prepared, redeemAll, type Market } from "../support/market";
import { CONNECT, at, day, goTo, hitachi, partsAt } from "../support/suite";
import { type TermsArgument } from "../../deploy/suite";

/** A bare token under an authority of its own, on the calendar of the suite. */
const deployToken = async (market: Market, terms: TermsArgument, issuer?: string, dealer?: string) => {
  const authority = await ethers.deployContract("BondAuthority", [market.deployer.address]);
  return await ethers.deployContract("BondToken", [
    authority,
    market.calendar,
    terms,
    issuer ?? market.issuer.address,
    dealer ?? market.dealer.address,
  ]);
};

/** The struct of the terms, written out by hand. */
const TERMS_TYPE =
  "tuple(string id, string name, string symbol, uint64 denominationYen, uint32 bonds, " +
  "tuple(uint32 ratePpm, uint32 closingDay, uint32 firstPaymentDay, uint32 maturityDay) schedule, " +
  "tuple(string name, uint24 ratePer100k)[] taxClasses, uint8 dealerTaxClass)";

describe("BondToken: what it says of itself", () => {
  it("is the fixture's bond: name, symbol, no decimals [I-1, I-2]", async () => {
    const { token } = await issued();
    expect(await token.name()).to.equal("Hitachi 21");
    expect(await token.symbol()).to.equal("H21");
    expect(await token.decimals()).to.equal(0);
  });

  it("shows the terms as they were deployed [I-1 to I-6]", async () => {
    const { token } = await prepared();
    const terms = await token.terms();
    expect(terms.id).to.equal("hitachi-21");
    expect(terms.denominationYen).to.equal(100_000_000);
    expect(terms.bonds).to.equal(100);
    expect([
      terms.schedule.ratePpm,
      terms.schedule.closingDay,
      terms.schedule.firstPaymentDay,
      terms.schedule.maturityDay,
    ]).to.deep.equal([5980, day("2023-12-14"), day("2024-06-14"), day("2028-12-14")].map(BigInt));
    expect(terms.taxClasses.map(({ name, ratePer100k }) => [name, Number(ratePer100k)])).to.deep.equal([
      ["domestic-corporation", 15315],
      ["exempt", 0],
    ]);
    expect(terms.dealerTaxClass).to.equal(0);
  });

  it("publishes the hash of their ABI encoding, the same for the same terms and another for others", async () => {
    const market = await prepared();
    const hashOf = (terms: TermsArgument) => keccak256(AbiCoder.defaultAbiCoder().encode([TERMS_TYPE], [terms]));
    expect(await market.token.termsHash()).to.equal(hashOf(hitachi));
    const other = { ...hitachi, schedule: { ...hitachi.schedule, ratePpm: 5981 } };
    const second = await deployToken(market, other);
    expect(await second.termsHash())
      .to.equal(hashOf(other))
      .and.not.equal(hashOf(hitachi));
  });

  it("has no function that could change the terms", async () => {
    const { token } = await prepared();
    const setters = token.interface.fragments
      .filter((fragment) => fragment.type === "function")
      .map((fragment) => fragment.format("sighash"))
      .filter((name) => /term|upgrade|initialize|mint|setRate|proxy/i.test(name) && !/^terms(Hash)?\(\)$/.test(name));
    expect(setters).to.deep.equal([]);
  });

  it("answers ERC-165 for ERC-165, ERC-1404 and ERC-7943, and neither for ERC-20 nor 0xffffffff", async () => {
    const { token } = await issued();
    for (const id of ["0x01ffc9a7", "0xab84a5c8", "0x3edbb4c4"])
      expect(await token.supportsInterface(id)).to.equal(true);
    for (const id of ["0x36372b07", "0xffffffff", "0x00000000", "0xa219a025"])
      expect(await token.supportsInterface(id)).to.equal(false);
  });

  it("has the interface ids that the standards publish", async () => {
    const abi: Interface = (await issued()).token.interface;
    const idOf = (names: readonly string[]): string =>
      ethers.toBeHex(
        names.reduce((id, name) => id ^ BigInt(abi.getFunction(name)?.selector ?? 0), 0n),
        4,
      );
    expect(idOf(["detectTransferRestriction", "messageForTransferRestriction"])).to.equal("0xab84a5c8");
    expect(
      idOf(["forcedTransfer", "setFrozenTokens", "canSend", "canReceive", "getFrozenTokens", "canTransfer"]),
    ).to.equal("0x3edbb4c4");
  });

  it("says whether it is issued and redeemed", async () => {
    const market = await issued();
    expect([await market.token.isIssued(), await market.token.isRedeemed()]).to.deep.equal([true, false]);
    await redeemAll(market);
    expect([await market.token.isIssued(), await market.token.isRedeemed()]).to.deep.equal([true, true]);
  });
});

describe("BondToken: what its constructor refuses", () => {
  const bounds: readonly [string, Partial<TermsArgument>, string, bigint][] = [
    ["no bonds", { bonds: 0 }, "bonds", 0n],
    ["1,000,001 bonds", { bonds: 1_000_001, denominationYen: 1n }, "bonds", 1_000_001n],
    ["a denomination of zero", { denominationYen: 0n }, "denominationYen", 0n],
    ["10^15 + 100 yen of face", { denominationYen: 10n ** 13n + 1n }, "denominationYen", 10n ** 13n + 1n],
    ["no tax class", { taxClasses: [] }, "taxClasses", 0n],
    ["a tax of 100.001 %", { taxClasses: [{ name: "all", ratePer100k: 100_001 }] }, "taxClasses.rate", 100_001n],
    ["a dealer of an unknown class", { dealerTaxClass: 2 }, "dealerTaxClass", 2n],
  ];
  for (const [what, change, key, value] of bounds) {
    it(`${what} [I-2, P-8]`, async () => {
      const market = await prepared();
      await expect(deployToken(market, { ...hitachi, ...change }))
        .to.be.revertedWithCustomError(
          { interface: (await ethers.getContractFactory("BondToken")).interface },
          "TermOutOfBounds",
        )
        .withArgs(key, value);
    });
  }

  it("but not the bounds themselves: one bond; 10^15 yen of face; a tax of 0 and of 100 %", async () => {
    const market = await prepared();
    await deployToken(market, { ...hitachi, bonds: 1, denominationYen: 10n ** 15n });
    await deployToken(market, { ...hitachi, denominationYen: 10n ** 13n });
    const classes = [
      { name: "all", ratePer100k: 100_000 },
      { name: "none", ratePer100k: 0 },
    ];
    expect((await (await deployToken(market, { ...hitachi, taxClasses: classes })).terms()).taxClasses.length).to.equal(
      2,
    );
  });

  it("a closing on the first record day, but not the day before it", async () => {
    const market = await prepared();
    const closing = (iso: string) => ({ ...hitachi, schedule: { ...hitachi.schedule, closingDay: day(iso) } });
    await expect(deployToken(market, closing("2024-06-12")))
      .to.be.revertedWithCustomError(market.token, "ClosingTooLate")
      .withArgs(day("2024-06-12"), day("2024-06-12"));
    await deployToken(market, closing("2024-06-11"));
  });

  it("a year that the calendar does not know [T-1]", async () => {
    const market = await prepared();
    const long = { ...hitachi, schedule: { ...hitachi.schedule, maturityDay: day("2029-06-14") } };
    const factory = await ethers.getContractFactory("BusinessCalendar");
    await expect(deployToken(market, long)).to.be.revertedWithCustomError(
      { interface: factory.interface },
      "YearNotLoaded",
    );
  });

  it("an issuer or dealer that is zero, a contract, or both in one", async () => {
    const market = await prepared();
    const contract = await market.calendar.getAddress();
    const { token, issuer, dealer } = market;
    await expect(deployToken(market, hitachi, ethers.ZeroAddress)).to.be.revertedWithCustomError(
      token,
      "AccountIsZero",
    );
    await expect(deployToken(market, hitachi, issuer.address, ethers.ZeroAddress)).to.be.revertedWithCustomError(
      token,
      "AccountIsZero",
    );
    await expect(deployToken(market, hitachi, contract))
      .to.be.revertedWithCustomError(token, "AccountIsContract")
      .withArgs(contract);
    await expect(deployToken(market, hitachi, issuer.address, contract)).to.be.revertedWithCustomError(
      token,
      "AccountIsContract",
    );
    await expect(deployToken(market, hitachi, dealer.address, dealer.address))
      .to.be.revertedWithCustomError(token, "AccountKnown")
      .withArgs(dealer.address);
  });
});

describe("BondToken: the largest issue", () => {
  it("carries 1,000,000 bonds through every record day and back [I-2, P-3]", async () => {
    const market = await prepared();
    const { deployer, dealer, issuer, calendar, registerAdministrator } = market;
    const million = 1_000_000;
    const token = (await deployToken(market, { ...hitachi, bonds: million, denominationYen: 10n ** 9n })).connect(
      deployer,
    );
    // The deployer keeps this authority, so it plays every restricted part; parties and registry are plain accounts.
    await calendar.connect(registerAdministrator).register(token);
    await token.getFunction(CONNECT)(partsAt(deployer.address));
    await token.admit(market.a, 0);
    await at("2023-12-14T12:00:00");
    await token.getFunction("issue")(MINED);
    await goTo("2024-06-12T00:00:00");
    expect(await token.bondsAtRecord(1, dealer)).to.equal(million);
    await goTo("2024-06-15T00:00:00");
    await token.connect(dealer).transfer(market.a, million);
    await goTo("2024-12-11T00:00:00");
    expect(await token.bondsAtRecord(1, dealer)).to.equal(million);
    expect(await token.bondsAtRecord(2, dealer)).to.equal(0);
    expect(await token.bondsAtRecord(2, market.a)).to.equal(million);
    await goTo("2024-12-15T00:00:00");
    await token.connect(market.a).transfer(dealer, million);
    await token.connect(dealer).transfer(issuer, million);
    await goTo("2025-06-11T00:00:00");
    expect(await token.bondsAtRecord(3, issuer)).to.equal(million);
    expect(await token.bondsAtRecord(2, market.a)).to.equal(million);
    expect(await token.supplyAtRecord(3)).to.equal(million);
    expect(await token.balanceOf(market.a)).to.equal(0);
  });
});
