import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import hre, { ethers } from "hardhat";
import { parseDay } from "../../lib/day";
import { registerAt, type Cut } from "../../lib/registerDay";
import type { RegisterEvent } from "../../lib/register";
import { jstIso } from "../../lib/time";
import { readAbi } from "../../tasks/support/abi";
import { readEvents, type ReadEvents } from "../../tasks/support/registerEvents";
import {
  administer,
  CAUSE,
  force,
  HASH,
  issued,
  KIND,
  ORDER,
  redeemAll,
  replaceKey,
  type Market,
} from "../support/market";
import { daysAround, expectSameRegisters, independent, rawLogs, type TwoRegisters } from "../support/registers";
import { at, goTo, isoOf, ref } from "../support/suite";

/** A life with every cause that the contracts know today. */
const live = async (): Promise<Market> => {
  const market = await issued(); // 14 December 2023: all 100 bonds to the dealer
  const { token, registry, orders, dealer, issuer, registerAdministrator, a, b, c, newKey } = market;
  const [next, after] = market.investors.slice(5, 7);
  const transfer = (from: typeof a, to: { readonly address: string }, bonds: number) =>
    token.connect(from).transfer(to.address, bonds);

  await transfer(dealer, a, 40); // the same day as the issue
  await at("2023-12-14T23:59:59");
  await transfer(dealer, b, 10);
  await at("2023-12-15T00:00:00"); // a second later, and another day
  await transfer(dealer, b, 10);
  await at("2024-01-10T09:00:00");
  await transfer(a, dealer, 15);
  await at("2024-01-12T09:00:00");
  await transfer(dealer, a, 5);
  await registry.connect(dealer).setTaxClass(a, 1);

  // closed from 12 through 14 June 2024: an order moves bonds in the window [T-7]; it is the order that waits, not the day
  await goTo("2024-06-12T00:00:00");
  await force(market, a, c, 27); // all 25 of the first lot, 2 of the second
  await at("2024-07-01T10:00:00");
  await orders.connect(registerAdministrator).recordOrder(ORDER.Move, CAUSE.Succession, b, c, 3, ethers.id("heir"));
  await at("2024-07-02T10:00:00");
  await token.connect(registerAdministrator).forcedTransfer(b, c, 3);
  await goTo("2024-07-10T10:00:00");
  await replaceKey(market, c, newKey);
  await at("2024-07-20T10:00:00");
  await transfer(newKey, dealer, 26); // 26 of the first 27

  // purchase and cancellation on one day, more than one lot [P-6]
  await at("2024-08-01T10:00:00");
  await transfer(dealer, issuer, 4);
  await transfer(dealer, issuer, 2);
  await transfer(dealer, issuer, 0); // no entry
  await token.connect(issuer).cancel(5);

  // both parties move, five days of delay each, with their positions
  await administer(market, token, "moveParty", [KIND.Dealer, next!.address, HASH]);
  await administer(market, token, "moveParty", [KIND.Issuer, after!.address, HASH]);
  await at("2024-09-02T10:00:00");
  await transfer(next!, newKey, 1);
  await redeemAll(market);
  return market;
};

describe("the register of every day, by two programs [R-2]", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "register-"));
  const file = join(folder, "logs.json");
  let read: ReadEvents;
  let days: readonly string[];
  let market: Market;
  /** By account. Who has none here is called by his account, as on chain. */
  const labels = new Map<string, string>();

  before(async () => {
    market = await live();
    const { a, c, newKey, dealer, investors } = market;
    const named = { a: [a], c: [c, newKey], dealer: [dealer, investors[5]!] };
    for (const [label, accounts] of Object.entries(named)) for (const each of accounts) labels.set(each.address, label);
    const names = [
      "authority",
      "token",
      "registry",
      "orders",
      "payments",
      "defaults",
      "market",
      "offering",
      "documents",
      "notices",
      "meeting",
      "listing",
      "proceeds",
      "reports",
    ] as const;
    const pairs = await Promise.all(names.map(async (name) => [name, await market[name].getAddress()] as const));
    const contracts = Object.fromEntries(pairs) as Record<(typeof names)[number], string>;
    const roles = {
      issuer: market.issuer.address,
      registerAdministrator: market.registerAdministrator.address,
      fiscalAgent: market.fiscalAgent.address,
      dealer: market.dealer.address,
      platformOperator: market.platformOperator.address,
      recorder: market.recorder.address,
      reviewer: market.reviewer.address,
    };
    read = await readEvents({ hre, abi: await readAbi(hre), entry: { contracts, roles, holders: {} } });
    writeFileSync(
      file,
      JSON.stringify({ token: contracts.token, labels: Object.fromEntries(labels), logs: await rawLogs(contracts) }),
    );
    days = daysAround(read);
  });

  after(() => rmSync(folder, { recursive: true }));

  const registers = (): TwoRegisters => ({ file, read, labels, denominationYen: 100_000_000n });

  it("agrees to the lot on every day on which something happened, the day before and the day after", () => {
    expect(days.length).to.be.greaterThan(30);
    expectSameRegisters(registers(), days);
  });

  it("agrees on the words of the market and the offering", async () => {
    const bought = read.events.filter((event) => event.name === "Transfer" && event.to === market.b.address);
    const [first, second] = bought;
    if (first === undefined || second === undefined) throw new Error("b bought twice");
    const topic = (address: string): string => ethers.zeroPadValue(address, 32);
    const coder = ethers.AbiCoder.defaultAbiCoder();
    const said = [
      {
        event: first,
        topics: [
          ethers.id("TradeSettled(uint256,address,address,uint256,uint64,bytes32)"),
          ethers.toBeHex(7, 32),
          ...[market.dealer.address, market.b.address].map(topic),
        ],
        data: coder.encode(["uint256", "uint64", "bytes32"], [10, 1_000_000_000, ref("BANK-7")]),
      },
      {
        event: second,
        topics: [ethers.id("AllotmentDelivered(address,uint256,bytes32)"), topic(market.b.address)],
        data: coder.encode(["uint256", "bytes32"], [10, ref("PAID-B")]),
      },
    ];
    const logs = (JSON.parse(readFileSync(file, "utf8")) as { readonly logs: readonly object[] }).logs;
    const more = said.map(({ event, topics, data }) => ({
      address: ethers.ZeroAddress,
      topics,
      data,
      blockNumber: event.block,
      logIndex: event.logIndex + 100,
      transactionHash: event.transaction,
      timestamp: Number(event.at),
    }));
    const other = join(folder, "more.json");
    writeFileSync(
      other,
      JSON.stringify({ token: await market.token.getAddress(), labels: {}, logs: [...logs, ...more] }),
    );

    const { block, logIndex, transaction, at: when } = first;
    const trade: RegisterEvent = {
      ...{ block, logIndex: logIndex + 100, transaction, at: when },
      ...{ name: "TradeSettled", id: 7, seller: market.dealer.address, buyer: market.b.address, bonds: 10 },
      bankReference: "BANK-7",
    };
    const delivery: RegisterEvent = {
      ...{ block: second.block, logIndex: second.logIndex + 100, transaction: second.transaction, at: second.at },
      ...{ name: "AllotmentDelivered", holder: market.b.address, bonds: 10, bankReference: "PAID-B" },
    };
    const events = [...read.events, trade, delivery].sort(
      (one, two) => one.block - two.block || one.logIndex - two.logIndex,
    );
    const lots = registerAt(events, { day: parseDay("2023-12-15"), moment: "end" })
      .holdings.find(({ account }) => account === market.b.address)
      ?.lots.map(({ cause, reference, bonds }) => ({ cause, reference, bonds }));
    expect(lots).to.deep.equal([
      { cause: "trade", reference: "trade 7 / BANK-7", bonds: 10 },
      { cause: "delivery", reference: "PAID-B", bonds: 10 },
    ]);
    const [there] = independent(other, ["2023-12-15/end"]);
    expect(there?.holders.find(({ account }) => account === market.b.address.toLowerCase())?.lots).to.deep.equal([
      { acquiredOn: "2023-12-14", ...lots?.[0] },
      { acquiredOn: "2023-12-15", ...lots?.[1] },
    ]);
  });

  const lotsOf = (iso: string, account: { readonly address: string }, moment: Cut["moment"] = "end") =>
    registerAt(read.events, { day: parseDay(iso), moment })
      .holdings.find((each) => each.account === account.address)
      ?.lots.map(({ at: moved, cause, bonds }) => `${jstIso(moved).slice(0, 10)} ${cause} ${bonds}`);

  it("tells 23:59:59 from 00:00:00 [T-6]", () => {
    expect(lotsOf("2023-12-14", market.b)).to.deep.equal(["2023-12-14 trade 10"]);
    expect(lotsOf("2023-12-15", market.b, "start")).to.deep.equal(["2023-12-14 trade 10"]);
    expect(lotsOf("2023-12-15", market.b)).to.deep.equal(["2023-12-14 trade 10", "2023-12-15 trade 10"]);
  });

  it("gives away what came first, and keeps the days of a holder with a new key", () => {
    // a: 40 - 15 sold + 5 bought = 30, less the 27 of the order = 3 of the second lot
    expect(lotsOf("2024-06-13", market.a)).to.deep.equal(["2024-01-12 trade 3"]);
    const c = ["2024-06-13 correction 27", "2024-07-02 succession 3"];
    expect(lotsOf("2024-07-09", market.c)).to.deep.equal(c);
    expect(lotsOf("2024-07-12", market.newKey)).to.deep.equal(c);
    expect(lotsOf("2024-07-20", market.newKey)).to.deep.equal(["2024-06-13 correction 1", "2024-07-02 succession 3"]);
  });

  it("cancels from the purchases, and a moved issuer keeps the rest [P-6]", () => {
    expect(lotsOf("2024-08-01", market.issuer)).to.deep.equal(["2024-08-01 purchase 1"]);
    expect(lotsOf("2024-09-01", market.investors[6]!)).to.deep.equal(["2024-08-01 purchase 1"]);
  });

  it("equals the chain's own record days at 00:00 of each [P-3]", async () => {
    const count = Number(await market.payments.paymentCount());
    for (let index = 1; index <= count; index += 1) {
      const recordDay = isoOf(Number((await market.payments.paymentDate(index)).recordDay));
      const { holdings, outstanding } = registerAt(read.events, { day: parseDay(recordDay), moment: "start" });
      expect(outstanding, recordDay).to.equal(Number(await market.token.supplyAtRecord(index)));
      const told = new Map(holdings.map(({ account, bonds }) => [account, bonds]));
      for (const { account, bonds } of await market.token.entriesAt(index, 0, 100)) {
        expect(told.get(account) ?? 0, `${account} on ${recordDay}`).to.equal(Number(bonds));
      }
    }
  });
});
