import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import hre from "hardhat";
import { playOn, type Play } from "../../tasks/lifecycle/play";
import { readBack, type LifecycleJson } from "../../tasks/lifecycle/readBack";
import { readDefault, readLegalLife } from "../../tasks/lifecycle/readLegal";
import { setStage } from "../../tasks/lifecycle/stage";
import { storyOf } from "../../tasks/lifecycle/stories";
import { readAbi } from "../../tasks/support/abi";
import { nameIn } from "../../tasks/support/enums";
import { readEvents } from "../../tasks/support/registerEvents";
import { readSheet } from "../../tasks/support/sheetFile";
import { fixture } from "../support/chain";
import { daysAround, expectSameRegisters, rawLogs } from "../support/registers";
import { refusalOf, runTask } from "../support/task";

const SHEET = "deploy/parameters/hitachi-21.json";
const BOND = 100_000_000n;

const played = (story: string) => async (): Promise<Play> => {
  const sheet = readSheet(SHEET);
  const play = playOn(await setStage(hre, sheet), () => undefined);
  await storyOf(story, sheet).tell(play);
  return play;
};
const full = played("full");
const defaulted = played("default");

/** For every date that was fixed, and for the acceleration: due = settled + failed + open, read line by line. */
const expectMoneyKept = async ({ stage }: Play): Promise<void> => {
  const { payments, token } = stage;
  const accounts = await token.accountCount();
  const first = (await token.isAccelerated()) ? 0 : 1;
  for (let index = first; index <= Number(await payments.paymentCount()); index += 1) {
    const { dueYen, state } = await payments.paymentDate(index);
    if (nameIn("DateState", state) === "Scheduled" || dueYen === 0n) continue;
    const sums: Record<string, bigint> = {};
    for (const { state: lineState, amounts, setOffYen } of await payments.linesAt(index, 0, accounts)) {
      const name = nameIn("LineState", lineState);
      sums[name] = (sums[name] ?? 0n) + amounts.grossYen + amounts.principalYen - setOffYen;
    }
    const { Settled = 0n, Failed = 0n, Open = 0n, Instructed = 0n } = sums;
    expect(Settled + Failed + Open + Instructed, `date ${index}`).to.equal(dueYen);
  }
};

describe("bond lifecycle --story full", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "story-"));
  let play: Play;
  let life: LifecycleJson;
  let legal: Awaited<ReturnType<typeof readLegalLife>>;

  before(async () => {
    play = await fixture(full);
    life = await readBack(play);
    legal = await readLegalLife(play.stage);
  });
  after(() => rmSync(folder, { recursive: true }));

  it("raises ¥10,000,000,000, of which ¥28,000,000 are costs with a fee of ¥27,500,000 [I-3, I-7, I-8]", () => {
    expect(legal.offering).to.deep.include({
      grossYen: "10000000000",
      underwritingFeeYen: "27500000",
      issueCostsYen: "28000000",
      netYen: "9972000000",
      ratings: [
        { agency: "R&I", rating: "AA-" },
        { agency: "Moody's Japan", rating: "A3" },
      ],
    });
    expect(legal.offering.allotments.map(({ allottedBonds }) => allottedBonds)).to.deep.equal([
      30, 20, 15, 13, 10, 7, 5,
    ]);
    expect(legal.offering.allotments.every(({ state }) => state === "Delivered")).to.equal(true);
  });

  it("pays 100 bonds once and 98 after the cancellation, ¥299,000 a bond and date, to the end [P-2, P-3, P-6]", () => {
    expect(legal.cancelledBonds).to.equal(2);
    expect(life.payments.map(({ grossYen }) => grossYen)).to.deep.equal([
      String(100 * 299_000),
      ...Array.from({ length: 9 }, () => String(98 * 299_000)),
    ]);
    expect(life.totals.interestYen).to.equal(String((100 + 9 * 98) * 299_000));
    expect(life.totals.principalYen).to.equal((98n * BOND).toString());
    expect(life.finalSupply).to.equal(0);
  });

  it("settles three trades at the second bank business day, and none a second before [T-2, T-5]", () => {
    expect(legal.trades.map(({ seller, buyer, state }) => [seller, buyer, state])).to.deep.equal([
      ["life-insurer-a", "dealer", "Settled"],
      ["regional-bank-a", "dealer", "Settled"],
      ["dealer", "issuer", "Settled"],
    ]);
    expect(
      play.refusals.filter(({ reason }) => reason === "NotYetSettleable").map(({ at }) => at.slice(11)),
    ).to.deep.equal(Array.from({ length: 3 }, () => "23:59:59+09:00"));
  });

  it("redirects the amount of 5 bonds by a court order in the window, as a line of its own [P-3, T-7]", () => {
    const [third] = life.payments.slice(2);
    expect(legal.redirections).to.deep.equal([
      {
        index: 3,
        holder: "school-corporation-a",
        from: "school-corporation-a",
        to: "railway-company-a",
        grossYen: String(5 * 299_000),
        withheldYen: "0", // exempt, though railway-company-a is a domestic corporation
        principalYen: "0",
      },
    ]);
    const line = (holder: string) => third?.holders.find((each) => each.holder === holder);
    expect(line("school-corporation-a")).to.include({ payee: "railway-company-a", bonds: 5, grossYen: "1495000" });
    expect(line("railway-company-a")).to.include({ bonds: 7, grossYen: String(7 * 299_000) });
    expect(third?.grossYen).to.equal(String(98 * 299_000));
  });

  it("pays what failed and what came back after the date was closed [P-7, P-9]", async () => {
    const { payments, labelOf } = play.stage;
    const failed = await payments.queryFilter(payments.filters.PaymentFailed(4));
    const returned = await payments.queryFilter(payments.filters.PaymentReturned(4));
    expect([...failed, ...returned].map(({ args }) => labelOf(args.holder))).to.deep.equal([
      "life-insurer-a",
      "regional-bank-a",
    ]);
    const [closed] = await payments.queryFilter(payments.filters.DateClosed(4));
    const settled = await payments.queryFilter(payments.filters.Settled(4));
    const late = settled.filter(({ blockNumber }) => blockNumber > (closed?.blockNumber ?? Infinity));
    expect(late.map(({ args }) => labelOf(args.holder))).to.deep.equal(["life-insurer-a", "regional-bank-a"]);
    expect(life.payments[3]?.holders.every(({ state }) => state === undefined)).to.equal(true);
  });

  it("has a demanded meeting with split votes; two of three resolutions pass and take effect [M-1, M-2, M-3]", () => {
    // 98 bonds outstanding, none the issuer's; the dealer itself holds 2 and does not vote
    expect(legal.meetings.map(({ resolutions }) => resolutions)).to.deep.equal([
      [
        {
          number: 1,
          matter: "Ordinary",
          forBonds: 96,
          againstBonds: 0,
          abstainBonds: 0,
          allBonds: 98,
          state: "Approved",
        },
        {
          number: 2,
          matter: "Settlement706",
          forBonds: 91,
          againstBonds: 5,
          abstainBonds: 0,
          allBonds: 98,
          state: "Approved",
        },
        // halves of 28, 18, 15, 13, 12 and 10: 14 + 9 + 7 + 6 + 6 + 5 = 47 for, 49 against
        {
          number: 3,
          matter: "Settlement706",
          forBonds: 47,
          againstBonds: 49,
          abstainBonds: 0,
          allBonds: 98,
          state: "Rejected",
        },
      ],
    ]);
    expect(
      legal.termsVersions.map(({ version, meetingId, resolution }) => [version, meetingId, resolution]),
    ).to.deep.equal([
      [0, 0, 0],
      [1, 1, 2],
    ]);
  });

  it("keeps the terms as deployed beside their new version [M-3]", async () => {
    const { token } = play.stage;
    expect(legal.termsVersions[0]?.termsHash).to.equal(await token.termsHash());
  });

  it("neither makes nor loses money: on every date due = settled + failed + open [P-3, P-7]", async () => {
    await expectMoneyKept(play);
  });

  it("has the same register on any day in two programs that share no code [R-2]", async () => {
    const { stage } = play;
    const contracts = Object.fromEntries(
      await Promise.all(
        Object.entries(stage)
          .filter(([, value]) => typeof (value as { getAddress?: unknown }).getAddress === "function")
          .map(async ([name, value]) => [name, await (value as Play["stage"]["token"]).getAddress()] as const),
      ),
    );
    const entry = { contracts: { ...contracts, authority: await stage.token.authority() }, roles: {}, holders: {} };
    const read = await readEvents({ hre, abi: await readAbi(hre), entry: entry as never });
    const file = join(folder, "logs.json");
    const labels = new Map<string, string>();
    for (const { account } of await stage.token.entriesAt(0, 0, 100)) labels.set(account, stage.labelOf(account));
    writeFileSync(
      file,
      JSON.stringify({ token: contracts.token, labels: Object.fromEntries(labels), logs: await rawLogs(contracts) }),
    );
    const days = daysAround(read);
    expect(days.length).to.be.greaterThan(40);
    expectSameRegisters({ file, read, labels, denominationYen: BOND }, days);
  });
});

describe("bond lifecycle --story default", function () {
  this.timeout(120_000);
  let play: Play;
  let life: LifecycleJson;
  let found: Awaited<ReturnType<typeof readDefault>>["default"];

  before(async () => {
    play = await fixture(defaulted);
    life = await readBack(play);
    found = (await readDefault(play.stage)).default;
  });

  // 15 December 2024 through 11 March 2025: 17 + 31 + 28 + 11 = 87 days, of the 182 through 14 June 2025
  const perYenE13 = (5980n * 10n ** 13n * 87n) / (2n * 10n ** 6n * 182n);
  const grossOf = (bonds: number): bigint => (BigInt(bonds) * BOND * perYenE13) / 10n ** 13n;
  const withheldOf = (gross: bigint, corporate: boolean): bigint => (corporate ? (gross * 15_315n) / 100_000n : 0n);
  /** What a holder got for date 3: ¥299,000 a bond, less 15.315 % for a domestic corporation. */
  const receivedOf = (bonds: number, corporate: boolean): bigint =>
    BigInt(bonds) * 299_000n - withheldOf(BigInt(bonds) * 299_000n, corporate);

  it("is on ground 4, for debts of one yen more than ¥1,000,000,000 [D-1]", () => {
    expect(found).to.include({ ground: 4, fact: "DebtAccelerated", eventDay: "2025-03-11", standing: "Settled" });
    expect(play.refusals.map(({ reason }) => reason)).to.include.members(["DebtsNotCounted", "Accelerated"]);
  });

  it("pays principal and interest through the day of the event, to the yen [D-1, P-2, P-8]", () => {
    const zero = life.payments.at(-1);
    expect(zero?.interestPerYenE13).to.equal(perYenE13.toString());
    for (const { holder, bonds, taxClass, grossYen, withheldYen, principalYen } of zero?.holders ?? []) {
      expect(grossYen, holder).to.equal(grossOf(bonds).toString());
      expect(withheldYen, holder).to.equal(withheldOf(grossOf(bonds), taxClass === "domestic-corporation").toString());
      expect(principalYen, holder).to.equal((BigInt(bonds) * BOND).toString());
    }
    expect(life.totals.principalYen).to.equal((100n * BOND).toString());
    expect(life.finalSupply).to.equal(0);
  });

  it("sets off what was received for date 3, and lists for recovery what a seller got [D-1]", () => {
    // At date 3: 27, 21, 17, 13, 10, 7; school-corporation-a with 5 was not paid. life-insurer-a then sold all 27.
    const expected = [
      ["life-insurer-a", 0n, receivedOf(27, false)],
      ["regional-bank-a", receivedOf(21, false), 0n],
      ["regional-bank-b", receivedOf(17, false), 0n],
      ["manufacturer-a", receivedOf(13, true), 0n],
      ["trading-house-a", receivedOf(10, true), 0n],
      ["railway-company-a", receivedOf(7, true), 0n],
    ] as const;
    expect(found.setOffs).to.deep.equal(
      expected.map(([holder, setOff, recover]) => ({
        holder,
        setOffYen: setOff.toString(),
        recoverYen: recover.toString(),
      })),
    );
  });

  it("lapses date 3 with one line unpaid, and every date after it [D-1]", async () => {
    const third = life.payments.find(({ index }) => index === 3);
    expect(third?.state).to.equal("Lapsed");
    expect(third?.holders.filter(({ state }) => state === "Open").map(({ holder }) => holder)).to.deep.equal([
      "school-corporation-a",
    ]);
    for (let index = 4; index <= 10; index += 1)
      expect(nameIn("DateState", (await play.stage.payments.paymentDate(index)).state)).to.equal("Lapsed");
  });

  it("notifies every holder [D-1, N-1]", async () => {
    const { notices } = play.stage;
    expect(await notices.isComplete(1)).to.equal(true);
    expect((await notices.noticeAt(1)).sent).to.equal(6); // six hold bonds: life-insurer-a sold all of its own
  });

  it("neither makes nor loses money [P-3, D-1]", async () => {
    await expectMoneyKept(play);
  });
});

describe("bond lifecycle --story, on a sheet that is too small or with a name that does not exist", () => {
  it("is refused in one line, before anything is played", async () => {
    expect(refusalOf(await runTask("bond lifecycle", { terms: SHEET, story: "short" }))).to.equal(
      '--story: found "short", expected one of plain, full, default',
    );
    const sheet = JSON.parse(readFileSync(SHEET, "utf8")) as { allotments: { holder: string; bonds: number }[] };
    const [one, two] = sheet.allotments;
    const small = join(mkdtempSync(join(tmpdir(), "story-")), "small.json");
    writeFileSync(small, JSON.stringify({ ...sheet, bonds: 50, allotments: [one, two] }));
    expect(refusalOf(await runTask("bond lifecycle", { terms: small, story: "full" }))).to.match(
      /^--story full: needs a sheet with at least 7 payment dates, 4 holders and 50 bonds; found 2 holders and 50 bonds/,
    );
    rmSync(small);
  });
});
