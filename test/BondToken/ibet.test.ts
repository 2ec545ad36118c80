import { expect } from "chai";
import { ethers } from "hardhat";
import { accelerate } from "../support/defaulting";
import { administer, CODE, freeze, HASH, KIND, MINED, placed, prepared, redeemAll, suspend } from "../support/market";
import type { Market } from "../support/market";
import { hitachiOn } from "../support/network";
import { beforeOffer } from "../support/offering";
import { compiledSuite } from "../support/stage";
import { at, CONNECT, day, goTo, hitachi, isoOf, partsAt } from "../support/suite";
import { bondVectors } from "../support/vectors";
import { walletAt, walletInterface } from "../support/wallet";
import type { TermsArgument } from "../../deploy/suite";

const ZERO = ethers.ZeroAddress;

/** A token under an authority of its own, whose administrator is the deployer; connected to nothing. */
const bareToken = async ({ calendar, deployer, issuer, dealer }: Market, terms: TermsArgument = hitachi) => {
  const authority = await ethers.deployContract("BondAuthority", [deployer.address]);
  return ethers.deployContract("BondToken", [authority, calendar, terms, issuer.address, dealer.address]);
};

const connectTo = async ({ deployer }: Market, token: Awaited<ReturnType<typeof bareToken>>, listing: string) => {
  await token.connect(deployer).getFunction(CONNECT)({ ...partsAt(deployer.address), listing });
  return token;
};

/** The bond of these terms, listed. */
const listed = async (market: Market, terms: TermsArgument) => {
  const token = await bareToken(market, terms);
  const listing = await ethers.deployContract("IbetListing", [token, market.offering]);
  return connectTo(market, token, await listing.getAddress());
};

const transferableAt = async ({ token }: Market, moment: string): Promise<unknown> => {
  await goTo(moment);
  return (await walletAt(token))("transferable");
};

describe("BondToken: what an ibet wallet reads at its address", () => {
  it("is every getter that it knows, and each answers", async () => {
    const { token, a, b } = await placed();
    const read = await walletAt(token);
    const names = walletInterface.fragments.map((fragment) => (fragment as unknown as { name: string }).name);
    expect(names.length).to.equal(30); // 27 without arguments, and 3 about an account
    for (const name of names) {
      const args = [a.address, b.address].slice(0, walletInterface.getFunction(name)!.inputs.length);
      expect((await read(name, ...args)) === undefined, name).to.equal(false);
    }
  });

  context("of the terms", () => {
    for (const [getter, value, why] of [
      ["name", "Hitachi 21", "I-1"],
      ["symbol", "H21", "I-1"],
      ["faceValue", 100_000_000n, "I-2"],
      ["faceValueCurrency", "JPY", "I-2"],
      ["interestRate", (598n * 10_000n) / 1000n, "I-4"], // 0.598 % × 10^4
      ["interestPaymentCurrency", "JPY", "P-7"],
      ["redemptionDate", "20281214", "I-6"],
      ["redemptionValue", 100_000_000n, "I-6"], // ¥100 per ¥100 of ¥100,000,000
      ["redemptionValueCurrency", "JPY", "I-6"],
    ] as const)
      it(`says ${getter} ${value} [${why}]`, async () => {
        expect(await (await walletAt((await prepared()).token))(getter)).to.equal(value);
      });

    it("says the two payment days of a year, as JSON of two keys [I-4]", async () => {
      const text = await (await walletAt((await prepared()).token))("interestPaymentDate");
      expect(JSON.parse(text as string)).to.deep.equal({
        interestPaymentDate1: "0614",
        interestPaymentDate2: "1214",
      });
    });

    it("says the same for the whole life: before the issue, in life, after redemption [I-2 to I-6]", async () => {
      const market = await prepared();
      const read = await walletAt(market.token);
      const all = () =>
        Promise.all(
          ["faceValue", "interestRate", "interestPaymentDate", "redemptionDate", "status"].map((each) => read(each)),
        );
      const before = await all();
      await at("2023-12-14T09:00:00");
      await market.token.connect(market.issuer).issue();
      expect(await all()).to.deep.equal(before);
      await redeemAll(market);
      expect(await all()).to.deep.equal(before);
    });

    for (const [label, ratePpm, face] of [
      ["the least", 1, 1n],
      ["the largest", 999_999, 10n ** 13n], // 100 bonds of 10^13 are 10^15 yen
    ] as const)
      it(`carries ${label} rate and face [I-2, I-4]`, async () => {
        const terms = { ...hitachi, denominationYen: face, schedule: { ...hitachi.schedule, ratePpm } };
        const read = await walletAt(await listed(await prepared(), terms));
        expect(await read("interestRate")).to.equal(BigInt(ratePpm));
        expect(await read("faceValue")).to.equal(face);
        expect(await read("redemptionValue")).to.equal(face);
      });
  });

  context("of the payment days", () => {
    for (const [label, first, maturity, days, redemption] of [
      ["one date has one key", "2024-06-14", "2024-06-14", ["0614"], "20240614"],
      ["two dates have two", "2024-06-14", "2024-12-14", ["0614", "1214"], "20241214"],
      ["a first payment in December stands second", "2024-12-14", "2025-06-14", ["0614", "1214"], "20250614"],
      ["the first days of a year keep their zeros", "2024-07-01", "2025-01-01", ["0101", "0701"], "20250101"],
      ["a month of 30 days ends on the 30th", "2024-06-30", "2024-12-31", ["0630", "1231"], "20241231"],
      ["the 29th of February, paid first", "2024-02-29", "2025-08-31", ["0229", "0831"], "20250831"],
      ["the 29th of February, paid only last", "2025-02-28", "2028-02-29", ["0229", "0829"], "20280229"],
      ["a life without a leap day ends February on the 28th", "2025-02-28", "2027-08-31", ["0228", "0831"], "20270831"],
      [
        "a day that every February has stays, leap year or not",
        "2024-02-28",
        "2025-08-28",
        ["0228", "0828"],
        "20250828",
      ],
    ] as const)
      it(`${label}: ${first} to ${maturity} [I-4, I-6, P-2]`, async () => {
        const read = await walletAt(await listed(await prepared(), hitachiOn(first, maturity)));
        const keys = days.map((each, i) => [`interestPaymentDate${i + 1}`, each]);
        expect(JSON.parse((await read("interestPaymentDate")) as string)).to.deep.equal(Object.fromEntries(keys));
        expect(await read("redemptionDate")).to.equal(redemption);
      });

    it("stays the nominal one when banks are closed: Saturday, 14 December 2024, paid on Friday 13 [P-4]", async () => {
      const { calendar, ...market } = await prepared();
      expect(await calendar.businessDayAtOrBefore(day("2024-12-14"))).to.equal(day("2024-12-13"));
      const read = await walletAt(await listed({ calendar, ...market }, hitachiOn("2024-06-14", "2024-12-14")));
      expect(await read("redemptionDate")).to.equal("20241214");
    });
  });

  context("of the issuer", () => {
    it("is its account, and the new one from the moment that the issuer moves [I-1]", async () => {
      const market = await placed();
      const read = await walletAt(market.token);
      expect(await read("owner")).to.equal(market.issuer.address);
      await administer(market, market.token, "moveParty", [KIND.Issuer, market.newKey.address, HASH]);
      expect(await read("owner")).to.equal(market.newKey.address);
    });
  });

  context("transferable", () => {
    it("is false before the issue, on the closing day too, and true from the issue on [I-5]", async () => {
      const market = await prepared();
      expect(await transferableAt(market, "2023-12-13T23:59:59")).to.equal(false);
      expect(await transferableAt(market, "2023-12-14T00:00:00")).to.equal(false);
      await at("2023-12-14T09:00:00");
      await market.token.connect(market.issuer).issue();
      expect(await (await walletAt(market.token))("transferable")).to.equal(true);
    });

    const windows = bondVectors.find(({ name }) => name === "hitachi-21")?.schedule.payments ?? [];
    const LAST = 10;
    for (const { index, blackoutFrom, blackoutTo } of windows)
      it(`is false in window ${index}, ${blackoutFrom} to ${blackoutTo}, to the second, and agrees with the transfer itself [T-1]`, async () => {
        const market = await placed();
        const { token, a, dealer } = market;
        for (const [moment, expected] of [
          [`${isoOf(day(blackoutFrom) - 1)}T23:59:59`, true],
          [`${blackoutFrom}T00:00:00`, false],
          [`${blackoutTo}T23:59:59`, false],
          [`${isoOf(day(blackoutTo) + 1)}T00:00:00`, index < LAST],
        ] as const) {
          expect(await transferableAt(market, moment), moment).to.equal(expected);
          expect(
            await token
              .connect(a)
              .transfer.staticCall(dealer, 1)
              .catch(() => false),
            moment,
          ).to.equal(expected);
        }
      });

    it("knows the ten windows of the vectors", () => expect(windows.length).to.equal(LAST));

    it("is false while the issuer designates agreements alone or nothing [T-3]", async () => {
      const { token, issuer } = await placed();
      const read = await walletAt(token);
      for (const [ways, expected] of [
        [2, false],
        [0, false],
        [1, true],
        [3, true],
      ] as const) {
        await token.connect(issuer).designateWays(ways);
        expect(await read("transferable"), `ways ${ways}`).to.equal(expected);
      }
    });

    it("is not about one account: a suspended or frozen holder changes nothing [T-2]", async () => {
      const market = await placed();
      await freeze(market, market.a, 40);
      await suspend(market, market.b);
      expect(await market.token.detectTransferRestriction(market.b, market.dealer, 1)).to.equal(CODE.SenderSuspended);
      expect(await (await walletAt(market.token))("transferable")).to.equal(true);
    });

    it("is false from the acceleration on, and true again when it is annulled [D-1]", async () => {
      const market = await placed();
      expect(await transferableAt(market, "2024-03-04T11:59:59")).to.equal(true);
      await accelerate(market, "2024-03-04", "2024-03-04T12:00:00");
      const read = await walletAt(market.token);
      expect(await read("transferable")).to.equal(false);
      expect([await read("isRedeemed"), await read("totalSupply")]).to.deep.equal([false, 100n]);
      expect(await read("redemptionDate")).to.equal("20281214"); // the terms, as they were
      await administer(market, market.defaults, "annulEvent", [HASH]);
      expect(await read("transferable")).to.equal(true);
    });

    it("is false, and isRedeemed true, once nothing is left [P-5]", async () => {
      const market = await placed();
      await redeemAll(market);
      const read = await walletAt(market.token);
      expect([await read("transferable"), await read("isRedeemed")]).to.deep.equal([false, true]);
      expect(await read("totalSupply")).to.equal(0n);
      expect(await read("status")).to.equal(true);
    });
  });

  context("isOffering", () => {
    for (const [moment, expected] of [
      ["2023-12-06T23:59:59", false],
      ["2023-12-07T00:00:00", true],
      ["2023-12-14T23:59:59", true],
      ["2023-12-15T00:00:00", false],
    ] as const)
      it(`is ${expected} at ${moment}, as the application itself says [I-5, I-10]`, async () => {
        const { token, offering, dealer, a } = await beforeOffer();
        await goTo(moment);
        expect(await (await walletAt(token))("isOffering")).to.equal(expected);
        const applied = offering.connect(dealer).applyFor.staticCall(a, 1);
        if (expected) await applied;
        else await expect(applied).to.be.revertedWithCustomError(offering, "OutsideApplicationPeriod");
      });
  });

  context("what this bond has no counterpart for", () => {
    for (const getter of [
      "contactInformation",
      "privacyPolicy",
      "purpose",
      "memo",
      "returnDate",
      "returnAmount",
      "baseFXRate",
    ])
      it(`${getter} is empty`, async () => {
        expect(await (await walletAt((await placed()).token))(getter)).to.equal("");
      });

    it("has no exchange and no contract of personal data, and needs no approval [T-4, R-1]", async () => {
      const read = await walletAt((await placed()).token);
      expect([await read("tradableExchange"), await read("personalInfoAddress")]).to.deep.equal([ZERO, ZERO]);
      expect(await read("requirePersonalInfoRegistered")).to.equal(false);
      expect(await read("transferApprovalRequired")).to.equal(false);
      expect(await read("status")).to.equal(true);
    });

    it("locks nothing and keeps nothing pending: frozen bonds stay in the balance [T-4, T-6]", async () => {
      const market = await placed();
      await freeze(market, market.a, 7);
      const [a, dealer] = [market.a.address, market.dealer.address];
      const read = await walletAt(market.token);
      expect(await read("balanceOf", a)).to.equal(40n);
      expect(await read("pendingTransfer", a)).to.equal(0n);
      expect(await read("lockedOf", dealer, a)).to.equal(0n);
      expect(await read("lockedOf", a, a)).to.equal(0n);
      expect(await read("lockedOf", ZERO, ZERO)).to.equal(0n);
    });
  });
});

describe("BondToken: what it does not know", () => {
  const IBET_WRITES = new ethers.Interface([
    "function setTransferable(bool)",
    "function lock(address, uint256, string)",
    "function applyForTransfer(address, uint256, string)",
    "function issueFrom(address, address, uint256)",
    "function redeemFrom(address, address, uint256)",
  ]);

  it("is refused without a word: an unknown selector, three bytes, none, and whatever would write [T-4]", async () => {
    const { token, issuer, a } = await placed();
    const writes = [
      IBET_WRITES.encodeFunctionData("setTransferable", [true]),
      IBET_WRITES.encodeFunctionData("lock", [issuer.address, 1, ""]),
      IBET_WRITES.encodeFunctionData("applyForTransfer", [a.address, 1, ""]),
      IBET_WRITES.encodeFunctionData("issueFrom", [a.address, ZERO, 1]),
      IBET_WRITES.encodeFunctionData("redeemFrom", [a.address, ZERO, 1]),
    ];
    for (const data of ["0x12345678", "0xffffffff", "0x8da5cb", "0x", ...writes])
      for (const signer of [issuer, a])
        await expect(signer.sendTransaction({ to: token, data, ...MINED }), data).to.be.revertedWithoutReason();
  });

  it("takes no money, with a getter or without", async () => {
    const { token, a } = await placed();
    for (const data of ["0x", walletInterface.getFunction("owner")!.selector])
      await expect(a.sendTransaction({ to: token, data, value: 1, ...MINED })).to.be.revertedWithoutReason();
    expect(await ethers.provider.getBalance(token)).to.equal(0);
  });

  it("is nothing at all until a listing is connected: no getter answers", async () => {
    const token = await bareToken(await prepared());
    const read = await walletAt(token);
    for (const getter of ["owner", "transferable", "interestPaymentDate"])
      await expect(read(getter), getter).to.be.revertedWithoutReason();
    expect(await token.symbol()).to.equal("H21");
  });

  it("leaves ERC-165 as it was: the listing is not announced", async () => {
    const { token } = await placed();
    const selectors = (await ethers.getContractFactory("IbetListing")).interface.fragments
      .filter((fragment) => fragment.type === "function")
      .map((fragment) => BigInt((fragment as unknown as { selector: string }).selector));
    const id = ethers.toBeHex(
      selectors.reduce((all, each) => all ^ each, 0n),
      4,
    );
    for (const each of [id, "0xffffffff"]) expect(await token.supportsInterface(each)).to.equal(false);
  });

  it("is answered by functions that only look, of which the token has none: no name hides another", async () => {
    const { token, listing } = await prepared();
    const functions = listing.interface.fragments.filter((fragment) => fragment.type === "function");
    expect(functions.length).to.equal(25);
    for (const fragment of functions) {
      expect(token.interface.hasFunction(fragment.format("sighash")), fragment.format()).to.equal(false);
      expect(fragment.format("full")).to.match(/ (view|pure) returns /);
    }
    expect(await token.parts().then((parts) => parts.listing)).to.equal(await listing.getAddress());
  });

  context("when a stranger's contract is connected as the listing", () => {
    const ANY = "0x12345678";
    const stranger = async () => {
      const market = await prepared();
      const contract = await ethers.deployContract("FalseBondHarness");
      const token = await connectTo(market, await bareToken(market), await contract.getAddress());
      return { market, contract, token, ask: (data: string) => ethers.provider.call({ to: token, data }) };
    };

    it("can say what it likes, as far as nobody else is asked", async () => {
      const { contract, ask, token } = await stranger();
      const lie = ethers.toBeHex(42, 32);
      await contract.answerWith(lie);
      expect(await ask(ANY)).to.equal(lie);
      expect(await token.totalSupply()).to.equal(0); // what the token knows it says itself
    });

    it("can change nothing, not even of its own, when it is asked by a transaction", async () => {
      const { market, contract, token } = await stranger();
      const data = contract.interface.encodeFunctionData("answerWith", ["0x01"]);
      await expect(market.a.sendTransaction({ to: token, data, ...MINED })).to.be.revertedWithoutReason();
      await market.a.sendTransaction({ to: contract, data }); // asked directly it can
    });

    it("can call nobody who would change: its refusal is passed on as it stands", async () => {
      const { contract, token, ask } = await stranger();
      await contract.enterWith(token, token.interface.encodeFunctionData("renewWindows"));
      const selector = "0x8da5cb5b";
      const data = contract.interface.encodeFunctionData("canCall", [ZERO, ZERO, selector]);
      await expect(ask(data)).to.be.revertedWithCustomError(contract, "NotEntered").withArgs(selector);
    });

    it("that is no contract, or says nothing, answers nothing", async () => {
      const { market, ask } = await stranger();
      await expect(ask(ANY)).to.be.revertedWithoutReason(); // an empty answer
      const token = await connectTo(market, await bareToken(market), market.a.address);
      await expect(ethers.provider.call({ to: token, data: ANY })).to.be.revertedWithoutReason();
    });
  });
});

describe("BondToken: what an indexer of the platform follows", () => {
  it("no event of the suite is named Issue", async () => {
    const events = (await compiledSuite()).flatMap(({ name, abi }) =>
      abi.filter(({ type }) => type === "event").map((event) => `${name}.${event.name}`),
    );
    expect(events).to.include.members(["BondToken.Transfer", "BondToken.Issued"]);
    expect(events.filter((event) => event.endsWith(".Issue"))).to.deep.equal([]);
  });

  it("the Transfer events alone give every balance and the supply: issue from zero, cancellation and redemption to zero [I-2, P-5, P-6]", async () => {
    const market = await placed();
    const { token, dealer, issuer, a, b } = market;
    await at("2024-02-01T12:00:00");
    await token.connect(dealer).transfer(issuer, 10);
    await token.connect(issuer).cancel(4);
    const balances = async () => {
      const sums = new Map<string, bigint>();
      const add = (account: string, bonds: bigint) => sums.set(account, (sums.get(account) ?? 0n) + bonds);
      for (const { args } of await token.queryFilter(token.filters.Transfer())) {
        add(args.from, -args.value);
        add(args.to, args.value);
      }
      return [issuer.address, dealer.address, a.address, b.address, ZERO].map((account) => sums.get(account));
    };
    expect(await balances()).to.deep.equal([6n, 30n, 40n, 20n, -96n]); // 100 - 4 are out of nothing
    await redeemAll(market);
    expect(await balances()).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
  });
});
