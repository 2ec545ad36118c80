import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import {
  allocates,
  BIOMASS,
  CASH,
  EQUIVALENTS,
  holds,
  KYOSO,
  ledgerOf,
  NET,
  plant,
  reallocates,
  registers,
  releases,
  SOLAR_1,
  SOLAR_2,
} from "../support/proceeds";
import { HASH, MINED } from "../support/market";
import { oneOf, randomFrom, type Pick } from "../support/random";
import { figure, publishes, reporting, signs, type Figure, type Reporting } from "../support/reporting";
import { day, goTo, isoOf } from "../support/suite";

const STEPS = 150;
const FIGURES = 6;
const PROJECTS = [KYOSO, BIOMASS, SOLAR_1, SOLAR_2] as const;
/** Solar 2 gives its money to these only [G-5]. */
const SUBSTITUTES: readonly string[] = [BIOMASS, SOLAR_1];

type Balance = readonly [account: string, refinancing: boolean];
type Holdings = readonly [cash: bigint, equivalents: bigint];

const ALL: readonly Balance[] = [
  [CASH, false],
  [EQUIVALENTS, false],
  ...PROJECTS.flatMap((project): Balance[] => [
    [project, false],
    [project, true],
  ]),
];

const keyOf = ([account, refinancing]: Balance): string => `${account}/${refinancing}`;

interface Published {
  readonly year: number;
  readonly revision: number;
  readonly figures: readonly number[];
  readonly amounts: readonly bigint[];
}

/** What must be true, told apart from the chain: the balances, the holdings at the end of each day, reports and stale figures. */
class Model {
  readonly balances = new Map(ALL.map((balance) => [keyOf(balance), 0n]));
  readonly ended: (readonly [iso: number, holdings: Holdings])[] = [];
  readonly stale = new Set<number>();
  readonly reports: Published[] = [];
  today = day("2023-12-14");
  accepted = 0;
  refused = 0;

  constructor(readonly pick: Pick) {
    this.balances.set(keyOf([CASH, false]), NET);
  }

  of(balance: Balance): bigint {
    return this.balances.get(keyOf(balance))!;
  }

  sum(balances: readonly Balance[]): bigint {
    return balances.reduce((all, each) => all + this.of(each), 0n);
  }

  get holdings(): Holdings {
    return [this.of([CASH, false]), this.of([EQUIVALENTS, false])];
  }

  get amounts(): readonly bigint[] {
    const refinanced = ALL.filter(([, refinancing]) => refinancing);
    const unallocated = this.holdings[0] + this.holdings[1];
    return [this.sum(ALL) - unallocated, unallocated, this.sum(refinanced)];
  }

  move(from: Balance, to: Balance, yen: bigint): void {
    this.balances.set(keyOf(from), this.of(from) - yen);
    this.balances.set(keyOf(to), this.of(to) + yen);
  }

  /** Whether the ledger has to take it. */
  mayMove(from: Balance, to: Balance, yen: bigint): boolean {
    const bound = from[0] === SOLAR_2 && to[0] !== SOLAR_2 && !SUBSTITUTES.includes(to[0]);
    return yen > 0n && yen <= this.of(from) && keyOf(from) !== keyOf(to) && !bound;
  }
}

/** Nothing, a part, all, or one too many. */
const someYen = (pick: Pick, available: bigint): bigint =>
  oneOf(pick, [0n, 1n, available, available + 1n, (available * BigInt(pick(1, 99))) / 100n]);

const sendMove = (on: Reporting, from: Balance, to: Balance, yen: bigint): Promise<ContractTransactionResponse> => {
  const isHolding = ([account]: Balance) => account === CASH || account === EQUIVALENTS;
  if (isHolding(from) && isHolding(to)) return holds(on, from[0], to[0], yen);
  if (isHolding(from)) return allocates(on, to[0], yen, to[1], from[0]);
  if (isHolding(to)) return releases(on, from[0], yen, from[1], to[0]);
  return reallocates(on, from, to, yen);
};

const expectAnswer = async (model: Model, may: boolean, send: () => Promise<unknown>): Promise<void> => {
  let taken = true;
  await send().catch(() => (taken = false));
  expect(taken, "taken").to.equal(may);
  if (taken) model.accepted += 1;
  else model.refused += 1;
};

const randomMove = async (on: Reporting, model: Model): Promise<void> => {
  const { pick } = model;
  const full = ALL.filter((each) => model.of(each) > 0n);
  const [from, to] = [oneOf(pick, pick(1, 4) > 1 ? full : ALL), oneOf(pick, ALL)];
  const yen = someYen(pick, model.of(from));
  const may = model.mayMove(from, to, yen);
  await expectAnswer(model, may, () => sendMove(on, from, to, yen));
  if (may) model.move(from, to, yen);
};

const randomReport = async (on: Reporting, model: Model): Promise<void> => {
  const { pick } = model;
  const numbers = Array.from({ length: pick(0, 3) }, () => pick(0, FIGURES - 1));
  const may = new Set(numbers).size === numbers.length && !numbers.some((each) => model.stale.has(each));
  const year = pick(2023, Math.max(2023, Number(isoOf(model.today - 90).slice(0, 4)))); // 90 days before is no later fiscal year
  const figures = numbers.map((each): Figure => figure(each));
  await expectAnswer(model, may, () => publishes(on, year, figures));
  if (!may) return;
  const revision = model.reports.filter((each) => each.year === year).length + 1;
  model.reports.push({ year, revision, figures: numbers, amounts: model.amounts });
};

const randomSignature = async (on: Reporting, model: Model, signed: Set<Published>): Promise<void> => {
  if (model.reports.length === 0) return;
  const report = oneOf(model.pick, model.reports);
  const isLatest = !model.reports.some(({ year, revision }) => year === report.year && revision > report.revision);
  const may = isLatest && !signed.has(report) && !report.figures.some((each) => model.stale.has(each));
  await expectAnswer(model, may, () => signs(on, report.year, report.revision));
  if (may) signed.add(report);
};

const nextDay = async (model: Model): Promise<void> => {
  model.ended.push([model.today, model.holdings]);
  model.today += model.pick(1, 25);
  await goTo(`${isoOf(model.today)}T09:00:00`);
};

/** The journal from its first entry, in pages: what each balance must be, and never below zero on the way. */
const replayed = async ({ proceeds }: Reporting, page: number): Promise<Map<string, bigint>> => {
  const balances = new Map(ALL.map((each) => [keyOf(each), 0n]));
  balances.set(keyOf([CASH, false]), NET);
  for (let offset = 0; ; offset += page) {
    const entries = await proceeds.entriesAt(offset, page);
    for (const { from, fromRefinancing, to, toRefinancing, yen } of entries) {
      const [giver, taker] = [keyOf([from, fromRefinancing]), keyOf([to, toRefinancing])];
      balances.set(giver, balances.get(giver)! - yen);
      expect(balances.get(giver)! >= 0n, "never below zero").to.equal(true);
      balances.set(taker, balances.get(taker)! + yen);
    }
    if (entries.length < page) return balances;
  }
};

const expectInvariants = async (on: Reporting, model: Model): Promise<void> => {
  const { proceeds, reports } = on;
  const found = await Promise.all(ALL.map(([account, refinancing]) => proceeds.balanceYen(account, refinancing)));
  expect(
    found.reduce((all, each) => all + each, 0n),
    "all accounts",
  ).to.equal(NET);
  expect(found).to.deep.equal(ALL.map((each) => model.of(each)));
  expect(await replayed(on, 7)).to.deep.equal(model.balances);
  const amounts = [await proceeds.allocatedYen(), await proceeds.unallocatedYen(), await proceeds.refinancedYen()];
  expect(amounts).to.deep.equal(model.amounts);
  for (const [ended, holdings] of model.ended) expect([...(await proceeds.holdingsOn(ended))]).to.deep.equal(holdings);
  for (const { year, revision, figures, amounts } of model.reports) {
    const rests = figures.some((each) => model.stale.has(each));
    expect(await reports.isOutdated(year, revision), `${year}/${revision}`).to.equal(rests);
    const frozen = await reports.report(year, revision);
    expect([frozen.allocatedYen, frozen.unallocatedYen, frozen.refinancedYen]).to.deep.equal(amounts);
    const inProjects = frozen.projects.reduce((all, { newYen, refinancedYen }) => all + newYen + refinancedYen, 0n);
    expect(inProjects).to.equal(frozen.allocatedYen);
  }
};

const begin = async (): Promise<Reporting> => {
  const on = await reporting();
  await registers(on, BIOMASS, plant);
  await registers(on, SOLAR_1, plant);
  await registers(on, SOLAR_2, { ...plant, substitutes: [...SUBSTITUTES] });
  await ledgerOf(on).planRest(day("2099-12-31"), HASH, MINED);
  return on;
};

describe("Whatever the order of acts on the proceeds", () => {
  for (const seed of [1, 2, 3, 4])
    it(`accounts add up to the net proceeds, and no valid report rests on a stale figure (seed ${seed}) [G-3, G-4, G-5, E-4]`, async () => {
      const on = await begin();
      const model = new Model(randomFrom(seed));
      const signed = new Set<Published>();
      for (let step = 1; step <= STEPS; step += 1) {
        const dice = model.pick(1, 20);
        if (dice <= 12) await randomMove(on, model);
        else if (dice <= 14) await randomReport(on, model);
        else if (dice <= 16) await randomSignature(on, model, signed);
        else if (dice <= 18) await nextDay(model);
        else {
          // corrections make a figure stale for good; here it may also be fresh again, which asks more of the view
          const number = model.pick(0, FIGURES - 1);
          const stale = model.pick(0, 1) === 1;
          await on.stub.setStale(KYOSO, number, stale);
          if (stale) model.stale.add(number);
          else model.stale.delete(number);
        }
        if (step % 25 === 0) await expectInvariants(on, model);
      }
      expect(model.accepted).to.be.greaterThan(STEPS / 5);
      expect(model.refused).to.be.greaterThan(STEPS / 20);
      expect(signed.size).to.be.greaterThan(0);
      expect(model.reports.length).to.be.greaterThan(signed.size);
    });
});
