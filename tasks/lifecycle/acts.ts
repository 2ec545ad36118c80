import { hexlify, id, randomBytes } from "ethers";
import { taxClassNumber } from "../../deploy/plan";
import { addDays, startOf, type JstDay } from "../../lib/day";
import { yen } from "../support/output";
import { bondsOf, labelsOf, signerOf, transferOf, type Play } from "./play";
import { hourOf } from "./stage";

// Acts that every story plays.

export const deployed = ({ tell }: Play): Promise<void> =>
  tell("deployed   contracts connected, calendar loaded, roles handed over; the deployer holds none");

export const openAccounts = async ({ stage, send, tell }: Play): Promise<void> => {
  const { sheet, registry, roles, holders } = stage;
  for (const { holder, taxClass } of sheet.allotments) {
    // The register of personal data is kept elsewhere; the chain binds it with a salted hash.
    const commitment = id(`${hexlify(randomBytes(32))} ${holder}`);
    const account = await signerOf(stage, holder).getAddress();
    await send(() =>
      registry.connect(roles.dealer).open(account, id(holder), taxClassNumber(sheet, taxClass), commitment),
    );
  }
  await tell(`opened     ${holders.size} accounts, by the dealer`);
};

/** Issues to the dealer on the closing day, after a transfer that comes too early. */
export const issue = async ({ stage, send, refuse, tell }: Play): Promise<void> => {
  const { sheet, token, roles } = stage;
  const [first] = sheet.allotments;
  const early = transferOf(stage, "dealer", first?.holder ?? "", 1);
  await refuse("transfer before the issue", early, hourOf(sheet.terms.closing, 8));
  await send(() => token.connect(roles.issuer).issue(), hourOf(sheet.terms.closing, 9));
  await tell(
    `issued     ${sheet.terms.bonds} bonds of ${yen(sheet.terms.denominationYen)} to the dealer, on the closing day`,
  );
};

/** The dealer hands the bonds out as the sheet says, by plain transfers. */
export const allotPlainly = async ({ stage, send, tell }: Play): Promise<void> => {
  const { allotments } = stage.sheet;
  for (const { holder, bonds } of allotments) await send(transferOf(stage, "dealer", holder, bonds));
  await tell(`allotted   ${allotments.map(({ holder, bonds }) => `${holder} ${bonds}`).join(", ")}`);
};

/** What no holder can do on any day: deal with another holder, or give anybody power over bonds. */
export const tryForbiddenWays = async ({ stage, refuse }: Play): Promise<void> => {
  const [one = "", other = "issuer"] = labelsOf(stage);
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
export const tradeBefore = async (play: Play, index: number): Promise<void> => {
  const { stage, send, tell } = play;
  const { recordDay } = await stage.payments.paymentDate(index);
  const labels = labelsOf(stage);
  const balances = await Promise.all(labels.map((label) => bondsOf(stage, label)));
  const rotated = labels.map((_, i) => (i + index - 1) % labels.length);
  const from = rotated.find((i) => (balances[i] ?? 0) > 0) ?? 0;
  const [seller = "", buyer = ""] = [labels[from], labels[(from + 1) % labels.length]];
  const bonds = Math.floor((balances[from] ?? 0) / 10) || 1;
  const closes = startOf(Number(recordDay) as JstDay);
  await send(transferOf(stage, seller, "dealer", bonds), closes - 2n);
  await send(transferOf(stage, "dealer", buyer, bonds), closes - 1n);
  await tell(`traded     ${bonds} from ${seller} to the dealer and on to ${buyer}`);
};

/** Nothing moves any more. */
export const tryAfterRedemption = async ({ stage, refuse }: Play): Promise<void> => {
  const [seller = ""] = labelsOf(stage);
  const dayAfter = addDays(stage.sheet.terms.maturity, 1);
  await refuse("transfer after the redemption", transferOf(stage, seller, "dealer", 1), hourOf(dayAfter, 9));
};
