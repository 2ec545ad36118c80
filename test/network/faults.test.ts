import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import { encodeBytes32String, type Result } from "ethers";
import { accountOf, bondsOf, BONDS, DEALER_BONDS, HOLDERS, manyHolders, PLANT, type Play, type Stage } from "../support/manyHolders"; // prettier-ignore
import type { Operator } from "../support/permissioned";
import { startProxy, type Fault } from "../support/proxy";
import { randomFrom } from "../support/random";
import { day } from "../support/suite";
import type { Ran, Running } from "../support/task";

const DATE = "1"; // Fri 14 June 2024
const YEN_PER_BOND = 299_000; // 100,000,000 × 0.598 % / 2
const LINES = HOLDERS + 1; // the dealer too
const [SETTLED, EXEMPT, DOMESTIC] = [3, 1, 0];

/** 92 Japan days from 15 December 2023: the hour i has 1,000 + i Wh. */
const [DAYS, FIRST_DAY] = [92, day("2023-12-15")];
const whOf = (i: number): number => 1_000 + i;

describe("Work that breaks off, and is taken up again", function () {
  this.timeout(600_000);
  let issued: Stage;
  let funded: Stage;
  const [stages, plays, desks]: [Stage[], Play[], Operator[]] = [[], [], []];

  const playOf = async (stage: Stage): Promise<Play> => {
    const started = await stage.play();
    plays.push(started);
    return started;
  };
  const deskAt = (at: Play, url = at.url): Operator => {
    const desk = at.on.elsewhere(url);
    desks.push(desk);
    return desk;
  };
  const fileIn = ({ folder }: Operator, name: string, lines: readonly string[]): string => {
    writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
    return join(folder, name);
  };
  const references = (on: Operator): string =>
    fileIn(on, "paid.csv", ["holder,reference", ...Array.from({ length: HOLDERS }, (_, i) => `${accountOf(i)},R-${i}`), "dealer,R-D"]); // prettier-ignore
  const settling = (on: Operator, page = "60"): string[] =>
    ["payment", "settle", "--index", DATE, "--references", references(on), "--page", page, "--execute", "--json"]; // prettier-ignore
  const dateOf = (at: Play): Promise<Result> => at.contract("payments").getFunction("paymentDate")(DATE) as Promise<Result>; // prettier-ignore
  const countOf = async (at: Play, what: "openLines" | "fixedAccounts"): Promise<number> =>
    Number((await dateOf(at)).getValue(what));
  /** Waits for a moment in the middle of a run. */
  const until = async (running: Running, isSo: () => Promise<boolean> | boolean): Promise<void> => {
    let ended: Ran | undefined;
    void running.ended.then((ran) => (ended = ran));
    while (!(await isSo())) {
      if (ended !== undefined) throw new Error(`it ended before: ${ended.stderr}`);
      await pause(50);
    }
  };

  /** Runs a command until it succeeds, at most so often, and returns how often; each run that fails says why in its last line, without a stack. */
  const insist = async (on: Operator, args: readonly string[], reason: RegExp, times = 10): Promise<number> => {
    for (let time = 1; time <= times; time += 1) {
      const last = await on.run(...args);
      if (last.code === 0) return time;
      expectRefusal(last, reason);
    }
    throw new Error(`${args.join(" ")} did not succeed in ${times} runs`);
  };
  const expectRefusal = ({ code, stdout, stderr }: Ran, reason: RegExp): void => {
    expect([code, stdout]).to.deep.equal([1, ""]);
    expect(stderr.trimEnd().split("\n").at(-1)).to.match(reason);
    expect(stderr).not.to.match(/^ +at /m);
  };

  /** Each holder's line, the date, and all that the contracts told, to the last event. */
  const standing = async (at: Play) => ({
    date: (await dateOf(at)).join(),
    lines: ((await at.contract("payments").getFunction("linesAt")(DATE, 0, 500)) as readonly unknown[]).map(String),
    payments: await at.told("payments"),
    token: await at.told("token"),
  });
  let settled: Awaited<ReturnType<typeof standing>>;
  let closed: typeof settled;

  /** The hours of the plant as they stand, and how often each day was recorded. */
  const hoursOf = async (at: Play) => {
    const [impact, id] = [at.contract("impact"), encodeBytes32String(PLANT)];
    const days = Array.from({ length: DAYS }, (_, i) => FIRST_DAY + i);
    const hours = await Promise.all(days.map(async (each) => (await impact.getFunction("dayOf")(id, each)) as { energyMilliWh: bigint }[])); // prettier-ignore
    return {
      milliWh: hours.flat().map(({ energyMilliWh }) => Number(energyMilliWh)),
      batches: await Promise.all(days.map(async (each) => Number(await impact.getFunction("batchCount")(id, each)))),
    };
  };

  before(async () => {
    process.env["RECEIPT_SECONDS"] = "10";
    issued = await manyHolders();
    stages.push(issued);
  });

  after(async () => {
    delete process.env["RECEIPT_SECONDS"];
    for (const each of plays) await each.end();
    for (const each of stages) each.end();
    for (const { folder } of desks) rmSync(folder, { recursive: true });
  });

  it(`pays ${LINES} lines once each when nothing breaks [P-3, P-7]`, async () => {
    const at = await playOf(issued);
    await at.goTo("2024-06-12T09:00:00");
    await at.on.send("payment", "fix", "--index", DATE);
    await at.on.send("payment", "fund", "--index", DATE, "--reference", "MONEY");
    await at.goTo("2024-06-14T09:00:00");
    funded = await at.keep();
    stages.push(funded);
    await insist(at.on, settling(at.on, "200"), /./, 1);
    settled = await standing(at);
    await at.on.send("payment", "close", "--index", DATE);
    closed = await standing(at);

    const lineOf = (account: string, bonds: number, taxClass: number): string => {
      const gross = bonds * YEN_PER_BOND;
      const withheld = taxClass === EXEMPT ? 0 : Math.floor((gross * 15_315) / 100_000);
      return [account, account, bonds, taxClass, SETTLED, gross, withheld, 0, 0].join();
    };
    const dealer = at.on.walletOf("dealer").address;
    const all = Array.from({ length: HOLDERS }, (_, i) => lineOf(accountOf(i), bondsOf(i), EXEMPT));
    expect(settled.lines).to.have.members([...all, lineOf(dealer, DEALER_BONDS, DOMESTIC)]);
    expect(settled.date).to.contain(`,${BONDS * YEN_PER_BOND},${BONDS * YEN_PER_BOND}`);
    expect(settled.payments.filter((each) => each.startsWith("Settled("))).to.have.length(LINES);
  });

  context("the node is killed", () => {
    it("in the middle of a settlement: the run ends and says how things stand; the same command then pays the rest [P-7]", async () => {
      const at = await playOf(funded);
      const running = at.on.start(...settling(at.on));
      await until(running, async () => (await countOf(at, "openLines")) < LINES);
      await at.crash();
      const crashedAt = Date.now();
      expectRefusal(await running.ended, /run this again/);
      expect((Date.now() - crashedAt) / 1000).to.be.lessThan(10 + 5);
      await at.restart();
      expect(await countOf(at, "openLines")).to.be.within(1, LINES - 1);
      await insist(at.on, settling(at.on), /./, 1);
      expect(await standing(at)).to.deep.equal(settled);
    });

    it("in the middle of a meter file: the same file goes on where it stopped, hour by hour [E-1, E-2]", async () => {
      const at = await playOf(funded);
      const rows = Array.from({ length: DAYS * 24 }, (_, i) => `${new Date((FIRST_DAY * 24 + i - 9) * 3_600_000).toISOString().slice(0, 19)}+0000,${whOf(i)}`); // prettier-ignore
      const args = ["impact", "ingest", "--facility", PLANT, "--file", fileIn(at.on, "meter.csv", rows), "--execute", "--json"]; // prettier-ignore
      const next = async () => Number(((await at.contract("impact").getFunction("progress")(encodeBytes32String(PLANT))) as { nextHour: bigint }).nextHour); // prettier-ignore
      const running = at.on.start(...args);
      await until(running, async () => (await next()) > 0);
      await at.crash();
      expectRefusal(await running.ended, /run this again/);
      await at.restart();
      expect(await next()).to.be.within(FIRST_DAY * 24 + 1, (FIRST_DAY + DAYS) * 24 - 1);
      await insist(at.on, args, /./, 1);
      const { milliWh, batches } = await hoursOf(at);
      expect(milliWh).to.deep.equal(rows.map((_, i) => whOf(i) * 1000));
      expect(new Set(batches)).to.deep.equal(new Set([1]));
    });
  });

  it("an operator's process is killed after a page left: its pages say the same, and the rest is read all the same [P-3]", async () => {
    const at = await playOf(issued);
    await at.goTo("2024-06-12T09:00:00");
    const args = ["payment", "fix", "--index", DATE, "--page", "70", "--execute", "--json"]; // 302 accounts in 5 pages
    const running = at.on.start(...args);
    const outbox = join(at.on.folder, "sent", "ibet-local.jsonl");
    const before = readFileSync(outbox, "utf8");
    await until(running, () => readFileSync(outbox, "utf8").slice(before.length).includes('"sent"'));
    running.kill();
    await running.ended;
    await insist(at.on, args, /./, 1);
    expect(await countOf(at, "fixedAccounts")).to.equal(HOLDERS + 2); // the dealer and the issuer too
  });

  context("two operators with the same keys act at once", () => {
    const AGAIN =
      /is another one, sent at the same time, so this one never arrives; look how things stand, and run this again/;

    it("at two desks settle the same date: nobody twice, nobody missing [P-7]", async () => {
      const at = await playOf(funded);
      const both = [deskAt(at), deskAt(at)];
      await Promise.all(both.map((on) => insist(on, settling(on, "100"), AGAIN)));
      expect(await standing(at)).to.deep.equal(settled);
    });

    it("at one desk settle the same date [P-7]", async () => {
      const at = await playOf(funded);
      await Promise.all([0, 1].map(() => insist(at.on, settling(at.on, "100"), AGAIN)));
      expect(await standing(at)).to.deep.equal(settled);
      const pending = await at.on.run("tx", "pending");
      expect(pending.stdout).to.contain("nothing that was sent from here waits");
    });

    it("transfer different amounts, and open accounts: each of them once [T-2, R-1]", async () => {
      const at = await playOf(issued);
      const send = ["--execute", "--json"];
      const moving = (bonds: number): string[] => ["bond", "transfer", "--from", "dealer", "--to", accountOf(0), "--bonds", String(bonds), ...send]; // prettier-ignore
      const opening = (i: number): string[] => ["holder", "register", "--holder", `late-${i}`, "--account", accountOf(HOLDERS + i), "--tax-class", "exempt", ...send]; // prettier-ignore
      const before = await at.told("token");
      const desk = deskAt(at);
      await Promise.all([insist(at.on, moving(3), AGAIN), insist(desk, moving(5), AGAIN), ...[0, 1].map((i) => insist(at.on, opening(i), AGAIN))]); // prettier-ignore
      const after = (await at.told("token")).filter((each) => each.startsWith("Transfer(") && !before.includes(each));
      const moved = (bonds: number): string => `Transfer(${at.on.walletOf("dealer").address},${accountOf(0)},${bonds})`;
      expect(after).to.deep.equal([3, 5].map(moved));
      const book = JSON.parse(readFileSync(join(at.on.folder, "addresses", "ibet-local.json"), "utf8")) as { bonds: { many: { holders: object } } }; // prettier-ignore
      expect(book.bonds.many.holders).to.deep.equal({ "late-0": accountOf(HOLDERS), "late-1": accountOf(HOLDERS + 1) });
    });
  });

  it("a line that drops, loses, doubles and delays at random: the date ends as it does without [P-3, P-4, P-7]", async () => {
    const at = await playOf(issued);
    const pick = randomFrom(20_240_614);
    const faultOf = (method: string): Fault | undefined => {
      const [lot, isSending] = [pick(1, 1000), method === "eth_sendRawTransaction"];
      if (lot <= (isSending ? 150 : 8)) return "drop the request";
      if (lot <= (isSending ? 300 : 16)) return "lose the answer";
      if (lot <= (isSending ? 450 : 60)) return "duplicate";
      return lot <= (isSending ? 600 : 120) ? { delayMs: pick(1, 500) } : undefined;
    };
    const line = await startProxy(at.url(), { faultOf });
    const on = deskAt(at, () => line.url);
    const act = (...args: string[]): Promise<number> =>
      insist(on, args, /run this again: what has arrived is skipped/, 20);
    await at.goTo("2024-06-12T09:00:00");
    await act("payment", "fix", "--index", DATE, "--execute", "--json");
    await act("payment", "fund", "--index", DATE, "--reference", "MONEY", "--execute", "--json");
    await at.goTo("2024-06-14T09:00:00");
    await act(...settling(on, "100"));
    await act("payment", "close", "--index", DATE, "--execute", "--json");
    await line.close();
    expect(await standing(at)).to.deep.equal(closed);
  });
});
