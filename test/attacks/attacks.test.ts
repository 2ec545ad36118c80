import { expect } from "chai";
import { ethers, network } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { ROLES } from "../../deploy/roles";
import {
  beginRedemption,
  CAUSE,
  CODE,
  FIVE_DAYS,
  HASH,
  KIND,
  MINED,
  ONE_DAY,
  ORDER,
  freeze,
  order,
  redeemAll,
  replaceKey,
  suspend,
} from "../support/market";
import { ballot, decided, MATTER, NEW_TERMS, proposal } from "../support/meeting";
import { issue, placed } from "../support/moments";
import { agentOf, fixDate, fundDate, LINE, linesOf, refsFor } from "../support/paying";
import { stage, type Stage } from "../support/stage";
import { at, day, goTo, ref } from "../support/suite";
import { attackersOf, functionsOn, sweep, undone } from "../support/sweep";
import { agreed, confirms, proposes, sale, saleTo, settles } from "../support/trading";

/** a, the victim, holds 40 bonds, b 20, c 5, the issuer 5, the dealer 30; 15 December 2023. */
const world = async (): Promise<Stage> => {
  const on = await placed(await stage());
  await on.token.connect(on.dealer).transfer(on.b, 20);
  await on.token.connect(on.dealer).transfer(on.c, 5);
  return on;
};

/** Codes that the victim may hear without losing a bond, and the one role that can bring each about. */
const STOPPED: Readonly<Record<number, string>> = {
  [CODE.NotDesignated]: "issuer", // T-3
  [CODE.SenderSuspended]: "registerAdministrator",
  15: "registerAdministrator", // Accelerated [D-1]
};

/** What is wrong if the victim holds fewer bonds than before, cannot dispose of them, or was stopped by somebody who may not. */
const harm =
  (on: Stage) =>
  async (attacker: string): Promise<string | undefined> => {
    const { token, a, dealer } = on;
    const [balance, frozen] = [await token.balanceOf(a), await token.getFrozenTokens(a)];
    if (balance < 40n || frozen !== 0n) return `the victim holds ${balance}, ${frozen} of them frozen`;
    const code = Number(await token.detectTransferRestriction(a, dealer, 40));
    return code === CODE.None || STOPPED[code] === attacker
      ? undefined
      : `the victim's transfer is refused with ${code}`;
  };

/** The terms as they can be read: their hash, their encoding, the offering's, the dates. */
const termsNow = async ({ token, offering, payments, meeting }: Stage): Promise<string> =>
  JSON.stringify([
    await token.termsHash(),
    String(await token.terms()),
    await offering.offeringHash(),
    String(await offering.terms()),
    String(await token.paymentDays()),
    String(await payments.paymentCount()),
    String(await meeting.termsVersionAt(0)),
  ]);

/** What each holder gets on a date, without where it stands, and the sum. */
const amountsOn = async (on: Stage, index: number): Promise<string> => {
  const lines = (await linesOf(on, index)).map(({ holder, bonds, taxClass, gross, withheld, principal }) =>
    [holder, bonds, taxClass, gross, withheld, principal].join(" "),
  );
  return [...lines, (await on.payments.paymentDate(index)).dueYen].join("\n");
};

describe("Attacks that work on other platforms' bond contracts fail here", function () {
  this.timeout(120_000);

  context("lock a victim's bonds to anyone, then unlock them to anyone [T-4]", () => {
    it("has no such function in any contract", async () => {
      const names = (await functionsOn(await stage())).map(({ name }) => name);
      const suspicious = /lock|escrow|pledge|deposit|lien|permit|operator|custod|mint|burn|seize|hold(?!er)/i;
      expect(names.filter((name) => suspicious.test(name))).to.deep.equal([]);
    });

    it("has a token in which an account can call these functions, and no other", async () => {
      const on = await world();
      const inner: string[] = [];
      const outer: string[] = [];
      for (const { contract, name, instance, fragment } of await functionsOn(on)) {
        if (contract !== "BondToken") continue;
        const data = ethers.concat([fragment.selector, "0x".padEnd(2 + 64 * 12, "0")]);
        const call = ethers.provider.call({ to: await instance.getAddress(), from: on.stranger.address, data });
        const refusal = await call.then(
          () => "",
          (error: { data?: string }) => (error.data ?? "").slice(0, 10),
        );
        (refusal === on.token.interface.getError("OnlyContract")!.selector ? inner : outer).push(name);
      }
      expect(outer.sort()).to.deep.equal(
        [
          ...["transfer", "settleAgreement"], // the sender's own bonds
          ...["approve", "transferFrom"], // always refused
          ...["forcedTransfer", "setFrozenTokens"], // by order
          ...["issue", "cancel", "designateWays"], // the issuer: once, its own, all alike
          ...["moveParty", "connect", "setAuthority"], // after five days, once, never
          "renewWindows", // moves nothing
        ].sort(),
      );
      expect(inner.sort()).to.deep.equal(
        [
          ...["admit", "replaceAccount", "setStatus", "setTaxClass"], // the registry
          ...["beginRedemption", "redeem"], // the payments
          ...["accelerate", "annulAcceleration"], // the defaults
          ...["readOn", "refreshWindows"], // the meeting, the calendar
        ].sort(),
      );
    });

    it("refuses allowances and foreign books to everybody, the victim included", async () => {
      const on = await world();
      const { token, a, payments } = on;
      for (const caller of [a, ...Object.values(attackersOf(on))]) {
        const as = token.connect(caller);
        await expect(as.approve(on.stranger, 1, MINED)).to.be.revertedWithCustomError(token, "NoAllowance");
        await expect(as.transferFrom(a, caller, 1, MINED)).to.be.revertedWithCustomError(token, "NoAllowance");
        for (const book of [caller.address, await payments.getAddress(), ethers.ZeroAddress])
          await expect(as.settleAgreement(book, 1, ref("cash"), MINED))
            .to.be.revertedWithCustomError(token, "UnknownBook")
            .withArgs(book);
      }
      expect(await token.allowance(a, on.stranger)).to.equal(0n);
    });

    it("takes no bond of the victim and freezes none, whoever calls whatever with whatever", async () => {
      const on = await world();
      await agreed(on, { ...sale(on, "2023-12-15", "2024-01-31"), seller: on.a }); // his own word alone settles it
      await goTo("2023-12-20T09:00:00");
      const { tried, landed, wrong } = await sweep(on, { rounds: 6, wrong: harm(on) });
      expect(wrong).to.deep.equal([]);
      expect(tried).to.be.greaterThan(5_000);
      // the sweep is no empty one: the dangerous calls of the administrators were let through
      expect([...landed]).to.include.members([
        "registerAdministrator RegisterOrders.recordOrder",
        "registerAdministrator HolderRegistry.suspend",
        "registerAdministrator BusinessCalendar.amend",
        "issuer BondToken.designateWays",
        "dealer BondToken.transfer",
      ]);
    });
  });

  context("deliver to a buyer who is not registered [T-2, R-1]", () => {
    it("is refused to everybody as a plain transfer, to a stranger, nobody, or a contract", async () => {
      const on = await world();
      const { token, stranger, market } = on;
      for (const caller of [on.a, ...Object.values(attackersOf(on))])
        for (const to of [stranger.address, ethers.ZeroAddress, await market.getAddress()])
          for (const bonds of [0, 1])
            await expect(token.connect(caller).transfer(to, bonds, MINED)).to.be.revertedWithCustomError(
              token,
              "TransferRestricted",
            );
      await expect(token.connect(on.dealer).transfer(stranger, 1, MINED))
        .to.be.revertedWithCustomError(token, "TransferRestricted")
        .withArgs(CODE.ReceiverUnknown, on.dealer.address, stranger.address, 1);
      expect(await token.balanceOf(stranger)).to.equal(0n);
    });

    it("is refused as a trade: none can be proposed, and one whose buyer lost his account stays unsettled", async () => {
      const on = await world();
      const { token, market, stranger, b, c, dealer, newKey } = on;
      const toStranger = saleTo(on, stranger, "2023-12-15", "2024-01-31");
      for (const by of [dealer, stranger])
        await expect(proposes(on, by, toStranger)).to.be.revertedWithCustomError(market, "AccountUnknown");
      const ids = [await agreed(on, saleTo(on, b, "2023-12-15", "2024-01-31"))];
      ids.push(await agreed(on, saleTo(on, c, "2023-12-15", "2024-01-31")));
      await replaceKey(on, b, newKey);
      await suspend(on, c);
      await goTo("2023-12-20T09:00:00");
      for (const [i, [buyer, code]] of [
        [b, CODE.ReceiverUnknown] as const,
        [c, CODE.ReceiverSuspended] as const,
      ].entries())
        await expect(settles(on, dealer, ids[i]!))
          .to.be.revertedWithCustomError(token, "TransferRestricted")
          .withArgs(code, dealer.address, buyer.address, 3);
    });

    it("is refused as an allotment: a stranger cannot apply, and who lost his account gets nothing", async () => {
      const on = await stage();
      const { token, offering, dealer, stranger, b, newKey } = on;
      await on.orders
        .connect(on.registerAdministrator)
        .recordOrder(ORDER.NewKey, CAUSE.LostKey, b.address, newKey.address, 0, HASH);
      await issue(on);
      const book = offering.connect(dealer);
      await expect(book.applyFor(stranger, 1, MINED)).to.be.revertedWithCustomError(offering, "AccountUnknown");
      await book.applyFor(b, 10);
      await book.allot(b, 10);
      await book.confirmPayment(b, 1_000_000_000n, ref("money"));
      await offering.connect(on.issuer).confirmUnderwriting(ref("issue"));
      await on.registry.connect(on.registerAdministrator).replaceKey(b, newKey);
      for (const caller of Object.values(attackersOf(on))) {
        const sent = token.connect(caller).settleAgreement(offering, 1, ref("delivery"), MINED);
        if (caller.address !== dealer.address)
          await expect(sent).to.be.revertedWithCustomError(offering, "NotTheDealer").withArgs(caller.address);
        else
          await expect(sent)
            .to.be.revertedWithCustomError(token, "TransferRestricted")
            .withArgs(CODE.ReceiverUnknown, dealer.address, b.address, 10);
      }
      expect(await token.balanceOf(b)).to.equal(0n);
    });
  });

  context("move bonds in a closed window through a settlement [T-1, T-5]", () => {
    // 14 June 2024 is a Friday: closed from Wednesday 12 through Friday 14
    const MOMENTS = [
      ["2024-06-11T23:59:59", true],
      ["2024-06-12T00:00:00", false],
      ["2024-06-13T12:00:00", false],
      ["2024-06-14T23:59:59", false],
      ["2024-06-15T00:00:00", true],
    ] as const;

    it("is refused for a trade, to the second, and the trade waits", async () => {
      const on = await world();
      await goTo("2024-06-03T09:00:00"); // Monday: settles from Wednesday 5 on
      const id = await agreed(on, sale(on, "2024-06-03", "2024-07-31"));
      for (const [moment, open] of MOMENTS)
        await undone(async () => {
          await at(moment);
          const sent = settles(on, on.a, id);
          if (open) await expect(sent, moment).to.emit(on.token, "Transfer").withArgs(on.a, on.dealer, 10);
          else
            await expect(sent, moment)
              .to.be.revertedWithCustomError(on.token, "TransferRestricted")
              .withArgs(CODE.ClosedWindow, on.a.address, on.dealer.address, 10);
          expect((await on.market.tradeAt(id)).state).to.equal(open ? 3n : 2n); // Settled, or still Confirmed
        });
    });

    it("is refused for an allotment that was never delivered, to the second", async () => {
      const on = await stage();
      await issue(on);
      const book = on.offering.connect(on.dealer);
      await book.applyFor(on.b, 10);
      await book.allot(on.b, 10);
      await book.confirmPayment(on.b, 1_000_000_000n, ref("money"));
      await on.offering.connect(on.issuer).confirmUnderwriting(ref("issue"));
      for (const [moment, open] of MOMENTS)
        await undone(async () => {
          await at(moment);
          const sent = on.token.connect(on.dealer).settleAgreement(on.offering, 1, ref("delivery"), MINED);
          if (open) await expect(sent, moment).to.emit(on.token, "Transfer").withArgs(on.dealer, on.b, 10);
          else
            await expect(sent, moment)
              .to.be.revertedWithCustomError(on.token, "TransferRestricted")
              .withArgs(CODE.ClosedWindow, on.dealer.address, on.b.address, 10);
        });
    });
  });

  context("create bonds again [I-2]", () => {
    it("is refused to the issuer on the very closing day, and to everybody ever after", async () => {
      const on = await stage();
      await issue(on);
      await expect(on.token.connect(on.issuer).issue(MINED)).to.be.revertedWithCustomError(on.token, "AlreadyIssued");
    });

    it("brings no bond into a living issue, whoever calls whatever", async () => {
      const on = await world();
      const { wrong, tried } = await sweep(on, {
        rounds: 3,
        wrong: async () => {
          const supply = await on.token.totalSupply();
          return supply > 100n ? `supply ${supply}` : undefined;
        },
      });
      expect(wrong).to.deep.equal([]);
      expect(tried).to.be.greaterThan(2_500);
    });

    it("brings none back after the redemption, not even by a trade that was left [P-5]", async () => {
      const on = await world();
      const id = await agreed(on, sale(on, "2023-12-15", "2028-12-14"));
      await redeemAll(on);
      expect(await on.token.totalSupply()).to.equal(0n);
      await expect(settles(on, on.a, id))
        .to.be.revertedWithCustomError(on.token, "TransferRestricted")
        .withArgs(CODE.Redeemed, on.a.address, on.dealer.address, 10);
      const holders = [on.a, on.b, on.c, on.dealer, on.issuer, on.newKey, on.stranger];
      const { wrong, landed } = await sweep(on, {
        rounds: 4,
        wrong: async () => {
          const [supply, redeemed] = [await on.token.totalSupply(), await on.token.isRedeemed()];
          for (const holder of holders)
            if ((await on.token.balanceOf(holder)) !== 0n) return `${holder.address} holds bonds`;
          return supply === 0n && redeemed ? undefined : `supply ${supply}, redeemed ${redeemed}`;
        },
      });
      expect(wrong).to.deep.equal([]);
      expect([...landed]).to.include("registerAdministrator RegisterOrders.recordOrder");
    });
  });

  context("call the bond redeemed while bonds are out [P-5]", () => {
    const isTrue = (on: Stage) => async (): Promise<string | undefined> => {
      const [supply, redeemed] = [await on.token.totalSupply(), await on.token.isRedeemed()];
      return redeemed === (supply === 0n) ? undefined : `supply ${supply}, redeemed ${redeemed}`;
    };

    it("is impossible for everybody as long as one holder's bonds are left, and follows when they burn", async () => {
      const on = await world();
      const last = await beginRedemption(on);
      await goTo("2028-12-14T00:00:00");
      const others = (await linesOf(on, Number(last)))
        .map(({ holder }) => holder)
        .filter((each) => each !== on.c.address);
      await agentOf(on).settle(last, others, refsFor(others));
      expect([await on.token.totalSupply(), await on.token.isRedeemed()]).to.deep.equal([5n, false]);
      const { wrong, landed } = await sweep(on, { rounds: 4, wrong: isTrue(on) });
      expect(wrong).to.deep.equal([]);
      expect(landed.size).to.be.greaterThan(20);
      const { wrong: early } = await sweep(on, {
        rounds: 4,
        except: (attacker, label) => attacker === "fiscalAgent" && /\.(settle|fail)$/.test(label),
        wrong: async () => ((await on.token.isRedeemed()) ? "redeemed" : undefined),
      });
      expect(early).to.deep.equal([]);
      await expect(agentOf(on).settle(last, [on.c], [ref("paid")])).to.emit(on.token, "Redeemed");
      expect([await on.token.totalSupply(), await on.token.isRedeemed()]).to.deep.equal([0n, true]);
    });

    it("is not brought about by the issuer, who cancels its own bonds and not the last", async () => {
      const on = await world();
      await on.token.connect(on.issuer).cancel(5);
      await expect(on.token.connect(on.issuer).cancel(1, MINED)).to.be.revertedWithCustomError(
        on.token,
        "ERC20InsufficientBalance",
      );
      expect([await on.token.totalSupply(), await on.token.isRedeemed()]).to.deep.equal([95n, false]);
    });
  });

  context("register oneself as a holder [R-1, T-2]", () => {
    it("is refused to every account but the dealer, at the registry", async () => {
      const on = await world();
      for (const [name, caller] of Object.entries(attackersOf(on))) {
        if (name === "dealer") continue;
        await expect(on.registry.connect(caller).open(on.newKey, HASH, 0, HASH, MINED))
          .to.be.revertedWithCustomError(on.registry, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("is refused to every account, the dealer included, past the registry", async () => {
      const on = await world();
      for (const caller of Object.values(attackersOf(on)))
        await expect(on.token.connect(caller).admit(caller, 0, MINED))
          .to.be.revertedWithCustomError(on.token, "OnlyContract")
          .withArgs(await on.registry.getAddress(), caller.address);
    });

    it("brings nobody into the register, whatever anybody but the dealer calls", async () => {
      const on = await world();
      const before = await on.token.accountCount();
      const attackers = (Object.keys(attackersOf(on)) as (keyof ReturnType<typeof attackersOf>)[]).filter(
        (name) => name !== "dealer",
      );
      const { wrong } = await sweep(on, {
        attackers,
        rounds: 4,
        wrong: async () => {
          const accounts = await on.token.accountCount();
          return accounts === before ? undefined : `${accounts} accounts`;
        },
      });
      expect(wrong).to.deep.equal([]);
      // the same sweep sees it when the dealer opens an account, which is his to do
      const { landed } = await sweep(on, {
        attackers: ["dealer"],
        rounds: 40,
        wrong: () => Promise.resolve(undefined),
      });
      expect([...landed]).to.include("dealer HolderRegistry.open");
    });
  });

  context("change the terms without an event", () => {
    it("is impossible: terms and hashes are what they were, whoever calls whatever", async () => {
      const on = await world();
      const before = await termsNow(on);
      const { wrong } = await sweep(on, {
        rounds: 4,
        wrong: async () => ((await termsNow(on)) === before ? undefined : "the terms changed"),
      });
      expect(wrong).to.deep.equal([]);
    });

    it("is what a resolution does not do either: it appends a version, and says so [M-3]", async () => {
      const on = await world();
      const before = await termsNow(on);
      const votes = [ballot(on.a, 40), ballot(on.b, 20), ballot(on.c, 5)];
      const id = await decided(on, [proposal(MATTER.Settlement706, NEW_TERMS)], votes);
      const convener = on.meeting.connect(on.issuer);
      await convener.recordApplication(id, 1, day("2024-02-02"), HASH);
      expect(await on.meeting.termsVersionCount()).to.equal(1n); // not without the court
      await expect(convener.recordDecision(id, 1, true, day("2024-02-02"), HASH))
        .to.emit(on.meeting, "TermsAmended")
        .withArgs(1, NEW_TERMS, id, 1, day("2024-02-02"));
      expect((await on.meeting.termsVersionAt(1)).termsHash).to.equal(NEW_TERMS);
      expect(await termsNow(on)).to.equal(before);
    });
  });

  context("block everybody's redemption by losing one's registration [P-7]", () => {
    it("fails: suspended, replaced, frozen and with code at every address at once, the redemption ends and claims stay", async () => {
      const on = await world();
      const { token, payments, registry, registerAdministrator, a, c, newKey } = on;
      // c: all bonds frozen by order. a: suspended, then his key is replaced on the record day itself; code stands at all three addresses.
      await freeze(on, c, 5);
      await goTo("2028-12-11T00:00:00");
      await on.orders
        .connect(registerAdministrator)
        .recordOrder(ORDER.NewKey, CAUSE.LostKey, a.address, newKey.address, 0, HASH);
      await suspend(on, a);
      await goTo("2028-12-12T00:00:00"); // the record day of Thursday 14 December
      await registry.connect(registerAdministrator).replaceKey(a, newKey);
      for (const { address } of [a, c, newKey]) await network.provider.send("hardhat_setCode", [address, "0xfe"]);

      await fixDate(on, 10);
      await fundDate(on, 10);
      await goTo("2028-12-14T00:00:00");
      const holders = (await linesOf(on, 10)).map(({ holder }) => holder);
      expect(holders).to.include.members([a.address, newKey.address, c.address]);
      await agentOf(on).settle(10, holders, refsFor(holders));
      await agentOf(on).close(10);
      expect([await token.totalSupply(), await token.isRedeemed()]).to.deep.equal([0n, true]);

      const claim = async () => (await linesOf(on, 10)).find(({ holder }) => holder === a.address);
      // 40 × 299,000 and 40 × 100,000,000
      const amounts = { bonds: 40, gross: 11_960_000n, principal: 4_000_000_000n };
      expect(await claim()).to.deep.include({ ...amounts, state: LINE.failed });
      expect((await linesOf(on, 10)).find(({ holder }) => holder === c.address)?.state).to.equal(LINE.settled);

      await registry.connect(registerAdministrator).resume(newKey, HASH);
      await agentOf(on).settle(10, [a], [ref("found again")]);
      expect(await claim()).to.deep.include({ ...amounts, state: LINE.settled });
      expect((await payments.paymentDate(10)).state).to.equal(3n); // Closed, as it was
    });
  });

  context("edit an amount that was fixed, or a date's total, by a correction [P-3, T-7]", () => {
    const fixed = async (): Promise<Stage> => {
      const on = await world();
      await goTo("2024-06-12T00:00:00");
      await fixDate(on, 1);
      await fundDate(on, 1);
      return on;
    };

    it("fails: bonds moved and lines redirected in the window leave every amount and the total as they were", async () => {
      const on = await fixed();
      const { token, orders, payments, registerAdministrator, a, b, c } = on;
      const before = await amountsOn(on, 1);
      await order(on, ORDER.Move, a, c, 40);
      await orders.connect(registerAdministrator).recordRedirection(1, CAUSE.Correction, a, c, HASH);
      await token.connect(registerAdministrator).forcedTransfer(a, c, 40);
      await on.registry.connect(on.dealer).setTaxClass(b, 1);
      await time.increase(ONE_DAY);
      await payments.connect(registerAdministrator).redirect(1, a, c);
      expect([await token.balanceOf(a), await token.balanceOf(c)]).to.deep.equal([0n, 45n]);
      expect(await amountsOn(on, 1)).to.equal(before);
      const { dueYen, fundedYen } = await payments.paymentDate(1);
      expect([dueYen, fundedYen]).to.deep.equal([28_405_000n, 28_405_000n]); // 95 × 299,000: the issuer's five bear nothing
      await expect(agentOf(on).fix(1, 100, MINED)).to.be.revertedWithCustomError(payments, "WrongDateState");
    });

    it("fails as well between the record day and the fixing: the register is read as it stood at 00:00", async () => {
      const on = await world();
      await goTo("2024-06-12T00:00:00");
      const before = await amountsOn(on, 1); // what is shown before the fixing
      await order(on, ORDER.Move, on.a, on.c, 40);
      await on.token.connect(on.registerAdministrator).forcedTransfer(on.a, on.c, 40);
      await fixDate(on, 1);
      const lines = (text: string): string[] => text.split("\n").slice(0, -1);
      expect(lines(await amountsOn(on, 1))).to.deep.equal(lines(before));
      expect((await on.payments.paymentDate(1)).dueYen).to.equal(28_405_000n);
    });

    it("fails for everybody: no call of anybody changes a fixed line's amount or the total", async () => {
      const on = await fixed();
      const before = await amountsOn(on, 1);
      const { wrong, landed } = await sweep(on, {
        rounds: 8,
        wrong: async () => ((await amountsOn(on, 1)) === before ? undefined : "an amount changed"),
      });
      expect(wrong).to.deep.equal([]);
      expect([...landed]).to.include("fiscalAgent BondPayments.instruct");
    });
  });

  context("move a holder's bonds by force without a recorded order [T-7]", () => {
    const forced = (
      on: Stage,
      from: HardhatEthersSigner,
      to: HardhatEthersSigner,
      bonds: number,
      by?: HardhatEthersSigner,
    ) => on.token.connect(by ?? on.registerAdministrator).forcedTransfer(from, to, bonds, MINED);

    const refused = (on: Stage, sent: ReturnType<typeof forced>) =>
      expect(sent).to.be.revertedWithCustomError(on.orders, "NoMatchingOrder");

    it("is refused to the register administrator, and to everybody else with an order too", async () => {
      const on = await world();
      await refused(on, forced(on, on.a, on.c, 1));
      await order(on, ORDER.Move, on.a, on.c, 1);
      for (const [name, caller] of Object.entries(attackersOf(on))) {
        if (name === "registerAdministrator") continue;
        await expect(forced(on, on.a, on.c, 1, caller))
          .to.be.revertedWithCustomError(on.token, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("is refused with an order for other bonds, other accounts, the other way round, or of another kind", async () => {
      const on = await world();
      const { a, b, c } = on;
      await order(on, ORDER.Move, a, c, 10);
      for (const bonds of [0, 9, 11, 40]) await refused(on, forced(on, a, c, bonds));
      await refused(on, forced(on, c, a, 10));
      await refused(on, forced(on, b, c, 10));
      await refused(on, forced(on, a, b, 10));
      await order(on, ORDER.Freeze, a, null, 5);
      await refused(on, forced(on, a, c, 5));
      await order(on, ORDER.NewKey, b, on.newKey, 0);
      await refused(on, forced(on, b, on.newKey, 0));
      expect(await on.token.balanceOf(a)).to.equal(40n);
    });

    it("is refused a second before the order's day has passed, and done at that second", async () => {
      const on = await world();
      await goTo("2024-01-10T09:00:00");
      await at("2024-01-10T10:00:00");
      await on.orders
        .connect(on.registerAdministrator)
        .recordOrder(ORDER.Move, CAUSE.CourtOrder, on.a.address, on.c.address, 10, HASH);
      await at("2024-01-11T09:59:59");
      await expect(forced(on, on.a, on.c, 10)).to.be.revertedWithCustomError(on.orders, "OrderNotYetExecutable");
      await at("2024-01-11T10:00:00");
      await expect(forced(on, on.a, on.c, 10)).to.emit(on.token, "ForcedTransfer");
    });

    it("is refused with an order that was vetoed, withdrawn, or used", async () => {
      const on = await world();
      const { orders, token, a, c } = on;
      await orders.connect(on.issuer).vetoOrder(await order(on, ORDER.Move, a, c, 1));
      await refused(on, forced(on, a, c, 1));
      await orders.connect(on.registerAdministrator).withdrawOrder(await order(on, ORDER.Move, a, c, 2));
      await refused(on, forced(on, a, c, 2));
      await order(on, ORDER.Move, a, c, 3);
      await forced(on, a, c, 3);
      await refused(on, forced(on, a, c, 3));
      expect([await token.balanceOf(a), await token.balanceOf(c)]).to.deep.equal([37n, 8n]);
    });
  });

  context("use one stolen key", () => {
    it("moves no bond of a holder in weeks, whatever it is but the register administrator's [T-7]", async () => {
      const on = await world();
      const attackers = (Object.keys(attackersOf(on)) as (keyof ReturnType<typeof attackersOf>)[]).filter(
        (name) => name !== "registerAdministrator",
      );
      // about 100 calls a round, six hours apart on average: four weeks, all before the first record day
      const { wrong } = await sweep(on, { attackers, rounds: 2, patience: ONE_DAY / 2, wrong: harm(on) });
      expect(wrong).to.deep.equal([]);
    });

    it("the register administrator's moves them a day after an order that all can see, unless the issuer vetoes it [T-7]", async () => {
      const on = await world();
      const { token, orders, registerAdministrator: thief, a, b } = on;
      const take = (bonds: number) => token.connect(thief).forcedTransfer(a, b, bonds, MINED);
      const seen = await orders.connect(thief).recordOrder(ORDER.Move, CAUSE.CourtOrder, a.address, b.address, 1, HASH);
      await expect(Promise.resolve(seen)).to.emit(orders, "OrderRecorded");
      await expect(take(1)).to.be.revertedWithCustomError(orders, "OrderNotYetExecutable");
      await orders.connect(on.issuer).vetoOrder(1);
      await time.increase(ONE_DAY);
      await expect(take(1)).to.be.revertedWithCustomError(orders, "NoMatchingOrder");
      // a day without a veto is what it takes; he opens no account, so a holder gets them
      await order(on, ORDER.Move, a, b, 2);
      await take(2);
      expect([await token.balanceOf(a), await token.balanceOf(b)]).to.deep.equal([38n, 22n]);
      await order(on, ORDER.Move, a, on.stranger, 3);
      await expect(token.connect(thief).forcedTransfer(a, on.stranger, 3, MINED)).to.be.revertedWithCustomError(
        token,
        "AccountUnknown",
      );
    });

    it("the register administrator's stops transfers at once, by suspension or a recorded default; the bonds stay where they are [D-1]", async () => {
      const on = await world();
      const { token, defaults, registerAdministrator: thief, a, dealer } = on;
      await suspend(on, a);
      expect(await token.detectTransferRestriction(a, dealer, 40)).to.equal(CODE.SenderSuspended);
      const event = { fact: 6, eventDay: day("2023-12-15"), debtsYen: 0, securityId: 0, evidenceHash: HASH };
      await defaults.connect(thief).recordEvent(event);
      expect([await token.balanceOf(a), await token.totalSupply()]).to.deep.equal([40n, 100n]);
      await order(on, ORDER.Move, a, on.b, 1);
      await expect(token.connect(thief).forcedTransfer(a, on.b, 1, MINED)).to.be.revertedWithCustomError(
        token,
        "RedemptionBegun",
      );
    });

    it("the dealer's sells the dealer's own bonds and no other: to an account of the thief's, and not one more than it has [T-2]", async () => {
      const on = await world();
      const { token, registry, dealer: thief, stranger } = on;
      await registry.connect(thief).open(stranger, HASH, 0, HASH);
      await token.connect(thief).transfer(stranger, 30);
      await expect(token.connect(thief).transfer(stranger, 1, MINED)).to.be.revertedWithCustomError(
        token,
        "ERC20InsufficientBalance",
      );
      const deal = { ...sale(on, "2023-12-15", "2024-01-31"), seller: on.a };
      await proposes(on, thief, deal);
      await expect(confirms(on, thief, 1, deal)).to.be.revertedWithCustomError(on.market, "AwaitsOtherSide");
      expect([await token.balanceOf(on.a), await token.balanceOf(on.b)]).to.deep.equal([40n, 20n]);
    });

    it("the issuer's stops transfers for all alike and cancels its own bonds; it takes nobody's [T-3, P-6]", async () => {
      const on = await world();
      const { token, issuer: thief, a, dealer } = on;
      await token.connect(thief).designateWays(0);
      expect(await token.detectTransferRestriction(a, dealer, 1)).to.equal(CODE.NotDesignated);
      await token.connect(thief).cancel(5);
      await expect(token.connect(thief).cancel(1, MINED)).to.be.revertedWithCustomError(
        token,
        "ERC20InsufficientBalance",
      );
      await expect(token.connect(thief).transfer(dealer, 0, MINED)).to.be.revertedWithCustomError(
        token,
        "TransferRestricted",
      );
      expect([await token.balanceOf(a), await token.totalSupply()]).to.deep.equal([40n, 95n]);
    });

    it("the fiscal agent's burns no bond before the last pay day, and says no other amount and no other holder than the register [P-3, P-5]", async () => {
      const on = await world();
      const thief = agentOf(on);
      const { token, payments, a, stranger } = on;
      await at("2028-12-11T23:59:59");
      await expect(thief.fix(10, 100, MINED)).to.be.revertedWithCustomError(payments, "RecordDayAhead");
      await at("2028-12-12T00:00:00");
      await thief.fix(10, 100);
      const due = (await payments.paymentDate(10)).dueYen;
      expect(due).to.equal(9_528_405_000n); // 95 × (100,000,000 + 299,000)
      await expect(thief.fund(10, due + 1n, ref("false"), MINED)).to.be.revertedWithCustomError(payments, "Overfunded");
      await thief.fund(10, due, ref("false"));
      await at("2028-12-13T23:59:59");
      await expect(thief.settle(10, [a], [ref("false")], MINED)).to.be.revertedWithCustomError(
        payments,
        "NotYetPayable",
      );
      expect(await token.balanceOf(a)).to.equal(40n);
      await goTo("2028-12-14T00:00:00");
      await expect(thief.settle(10, [stranger], [ref("false")], MINED)).to.be.revertedWithCustomError(
        payments,
        "NotInList",
      );
      // what he records as paid is the amount of the register, and it can be recorded as come back
      await expect(thief.settle(10, [a], [ref("false")]))
        .to.emit(payments, "Settled")
        .withArgs(10, a.address, 11_960_000n, 1_831_674n, 4_000_000_000n, ref("false")); // 15.315 % of 11,960,000
      await thief.recordReturn(10, [a], [ref("never sent")]);
      expect((await linesOf(on, 10)).find(({ holder }) => holder === a.address)?.state).to.equal(LINE.failed);
    });

    it("the administrator's needs five days for each step, in which the issuer cancels it", async () => {
      const on = await world();
      const { authority, token, platformOperator: thief, issuer, stranger } = on;
      const target = await authority.getAddress();
      const grant = authority.interface.encodeFunctionData("grantRole", [
        ROLES.registerAdministrator,
        stranger.address,
        0,
      ]);
      const move = token.interface.encodeFunctionData("moveParty", [KIND.Dealer, stranger.address, HASH]);
      for (const [place, data] of [
        [target, grant],
        [await token.getAddress(), move],
      ] as const) {
        const early = () => authority.connect(thief).execute(place, data, MINED);
        await expect(early()).to.be.revertedWithCustomError(authority, "AccessManagerNotScheduled");
        await authority.connect(thief).schedule(place, data, 0);
        await time.increase(FIVE_DAYS - 10);
        await expect(early()).to.be.revertedWithCustomError(authority, "AccessManagerNotReady");
        await authority.connect(issuer).cancel(thief, place, data);
        await time.increase(FIVE_DAYS);
        await expect(early()).to.be.revertedWithCustomError(authority, "AccessManagerNotScheduled");
      }
      expect((await authority.hasRole(ROLES.registerAdministrator, stranger))[0]).to.equal(false);
      expect(await token.dealer()).to.equal(on.dealer.address);
    });
  });
});
