import { encodeBytes32String, hexlify, id, randomBytes, type ContractTransactionReceipt, type Signer } from "ethers";
import { taxClassNumber } from "../../deploy/plan";
import { addDays, formatDay, startOf, type JstDay } from "../../lib/day";
import type { Say } from "../support/output";
import { yen } from "../support/output";
import { jstIso } from "../support/time";
import { refusal, type Refusal } from "./refusals";
import { hourOf, lastSecondOf, type Stage } from "./stage";

/** How many accounts go into one transaction of a payment date. */
const PAGE = 200;

/** What the story leaves behind besides the chain itself. */
export interface Told {
  readonly refusals: readonly Refusal[];
  /** Gas of fixing, funding, settling and closing, by payment date. */
  readonly gasUsed: readonly number[];
}

type Tell = (what: string) => Promise<void>;

/** Plays the whole life: opening, issue, allotment, then every payment date with its trade, its closed window and its settlement. */
export const tellStory = async (stage: Stage, say: Say): Promise<Told> => {
  const tell: Tell = async (what) =>
    say(
      `${jstIso(await stage.now())
        .slice(0, 19)
        .replace("T", " ")}  ${what}`,
    );
  const refusals: Refusal[] = [];
  const refuse: Refuse = async (what, call, at) => {
    const refused = await refusal(stage, what, call, at);
    refusals.push(refused);
    await tell(`refused    ${what}: ${refused.reason}${refused.code === null ? "" : ` (code ${refused.code})`}`);
  };

  await tell("deployed   contracts connected, calendar loaded, roles handed over; the deployer holds none");
  await openAccounts(stage, tell);
  await issueAndAllot(stage, tell, refuse);
  await tryForbiddenWays(stage, refuse);

  const gasUsed: number[] = [];
  const count = Number(await stage.payments.paymentCount());
  for (let index = 1; index <= count; index += 1) {
    await tradeBefore(stage, index, tell);
    gasUsed.push(await payDate(stage, index, count, tell, refuse));
  }
  const [seller] = [...stage.holders.keys()];
  const dayAfter = addDays(stage.sheet.terms.maturity, 1);
  await refuse("transfer after the redemption", transferOf(stage, seller ?? "", "dealer", 1), hourOf(dayAfter, 9));
  return { refusals, gasUsed };
};

type Call = Parameters<Stage["send"]>[0];
type Refuse = (what: string, call: Call, at?: bigint) => Promise<void>;

const openAccounts = async (stage: Stage, tell: Tell): Promise<void> => {
  const { sheet, registry, roles, holders } = stage;
  for (const { holder, taxClass } of sheet.allotments) {
    // The register of personal data is kept elsewhere; the chain binds it with a salted hash.
    const commitment = id(`${hexlify(randomBytes(32))} ${holder}`);
    const account = await signerOf(stage, holder).getAddress();
    await stage.send(() =>
      registry.connect(roles.dealer).open(account, id(holder), taxClassNumber(sheet, taxClass), commitment),
    );
  }
  await tell(`opened     ${holders.size} accounts, by the dealer`);
};

const issueAndAllot = async (stage: Stage, tell: Tell, refuse: Refuse): Promise<void> => {
  const { sheet, token, roles } = stage;
  const [first] = sheet.allotments;
  await refuse(
    "transfer before the issue",
    transferOf(stage, "dealer", first?.holder ?? "", 1),
    hourOf(sheet.terms.closing, 8),
  );
  await stage.send(() => token.connect(roles.issuer).issue(), hourOf(sheet.terms.closing, 9));
  await tell(
    `issued     ${sheet.terms.bonds} bonds of ${yen(sheet.terms.denominationYen)} to the dealer, on the closing day`,
  );
  for (const { holder, bonds } of sheet.allotments) await stage.send(transferOf(stage, "dealer", holder, bonds));
  await tell(`allotted   ${sheet.allotments.map(({ holder, bonds }) => `${holder} ${bonds}`).join(", ")}`);
};

/** What no holder can do on any day: deal with another holder, or give anybody power over bonds. */
const tryForbiddenWays = async (stage: Stage, refuse: Refuse): Promise<void> => {
  const [one = "", other = "issuer"] = stage.holders.keys();
  const owner = signerOf(stage, one);
  const token = stage.token.connect(owner);
  const dealer = await stage.roles.dealer.getAddress();
  await refuse(`transfer from ${one} to ${other}, past the dealer`, transferOf(stage, one, other, 1));
  await refuse(`approve by ${one} for the dealer`, () => token.approve(dealer, 1));
  await refuse(`transferFrom ${one} by the dealer`, async () =>
    stage.token.connect(stage.roles.dealer).transferFrom(await owner.getAddress(), dealer, 1),
  );
};

/** One holder sells through the dealer to the next, in the last two seconds before the window of date `index` closes. */
const tradeBefore = async (stage: Stage, index: number, tell: Tell): Promise<void> => {
  const { recordDay } = await stage.payments.paymentDate(index);
  const labels = [...stage.holders.keys()];
  const balances = await Promise.all(
    labels.map(async (label) => stage.token.balanceOf(await signerOf(stage, label).getAddress())),
  );
  const rotated = labels.map((_, i) => (i + index - 1) % labels.length);
  const from = rotated.find((i) => (balances[i] ?? 0n) > 0n) ?? 0;
  const [seller = "", buyer = ""] = [labels[from], labels[(from + 1) % labels.length]];
  const bonds = Number((balances[from] ?? 0n) / 10n) || 1;
  const closes = startOf(Number(recordDay) as JstDay);
  await stage.send(transferOf(stage, seller, "dealer", bonds), closes - 2n);
  await stage.send(transferOf(stage, "dealer", buyer, bonds), closes - 1n);
  await tell(`traded     ${bonds} from ${seller} to the dealer and on to ${buyer}`);
};

/** A payment date from the record day to the end of its closed window; returns the gas of its four steps. */
const payDate = async (stage: Stage, index: number, count: number, tell: Tell, refuse: Refuse): Promise<number> => {
  const { payments, roles } = stage;
  const agent = payments.connect(roles.fiscalAgent);
  const { date, payOn, recordDay } = await payments.paymentDate(index);
  const [seller = ""] = stage.holders.keys();
  const inWindow = transferOf(stage, seller, "dealer", 1);
  let gas = 0;
  const step = async (call: Call, at?: bigint): Promise<ContractTransactionReceipt> => {
    const receipt = await stage.send(call, at);
    gas += Number(receipt.gasUsed);
    return receipt;
  };

  await refuse(
    `transfer in the first second of closed window ${index}`,
    inWindow,
    startOf(Number(recordDay) as JstDay),
  );

  while ((await payments.paymentDate(index)).state === SCHEDULED) await step(() => agent.fix(index, PAGE));
  const { dueYen, fixedBonds } = await payments.paymentDate(index);
  await tell(
    `fixed      date ${index} of ${count}: ${fixedBonds} bonds as of ${formatDay(Number(recordDay) as JstDay)}, ${yen(dueYen)} due`,
  );

  const paying = hourOf(Number(payOn) as JstDay, 10);
  if (dueYen > 0n) await step(() => agent.fund(index, dueYen, encodeBytes32String(`FUND ${index}`)), paying);
  const due = await duePages(stage, index);
  for (const page of due) {
    const references = page.map((_, i) =>
      encodeBytes32String(`MT ${formatDay(Number(payOn) as JstDay)} ${index}/${i + 1}`),
    );
    await step(() => agent.settle(index, page, references), dueYen === 0n && page === due[0] ? paying : undefined);
  }
  await step(() => agent.close(index));
  await tell(
    `paid       date ${index} (${formatDay(Number(date) as JstDay)}) on ${formatDay(Number(payOn) as JstDay)}: ${yen(dueYen)}, closed`,
  );

  await refuse(`transfer in the last second of closed window ${index}`, inWindow, lastSecondOf(Number(date) as JstDay));
  return gas;
};

const SCHEDULED = 0n;

/** The holders listed on a date, in pages. */
const duePages = async ({ payments, token }: Stage, index: number): Promise<string[][]> => {
  const accounts = Number(await token.accountCount());
  const pages: string[][] = [];
  for (let offset = 0; offset < accounts; offset += PAGE) {
    const lines = await payments.linesAt(index, offset, PAGE);
    if (lines.length > 0) pages.push(lines.map(({ holder }) => holder));
  }
  return pages;
};

const signerOf = ({ holders, roles }: Stage, label: string): Signer => {
  const signer = label === "dealer" ? roles.dealer : label === "issuer" ? roles.issuer : holders.get(label);
  if (signer === undefined) throw new Error(`no account has the label ${label}`);
  return signer;
};

const transferOf =
  (stage: Stage, from: string, to: string, bonds: number): Call =>
  async () =>
    stage.token.connect(signerOf(stage, from)).transfer(await signerOf(stage, to).getAddress(), bonds);
