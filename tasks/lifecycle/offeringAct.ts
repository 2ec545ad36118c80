import { encodeBytes32String } from "ethers";
import { grossProceedsYen, netProceedsYen } from "../../lib/offering";
import { yen } from "../support/output";
import { addressOf, labelsOf, type Call, type Play } from "./play";
import { hourOf } from "./stage";

/** The offering: investors apply through the dealer, are allotted, pay in full, and are delivered on the closing day [I-3, I-5, I-7, I-8]. */
export const offer = async (play: Play, issue: () => Promise<void>): Promise<void> => {
  const { stage, send, refuse, tell } = play;
  const { offering, roles, sheet } = stage;
  const dealer = offering.connect(roles.dealer);
  const { terms, allotments } = sheet;
  const [first] = allotments;
  if (first === undefined) return;

  await send(
    async () => dealer.applyFor(await addressOf(stage, first.holder), first.bonds + 5),
    hourOf(sheet.offering.applicationDay, 10),
  );
  for (const { holder, bonds } of allotments.slice(1)) {
    await send(async () => dealer.applyFor(await addressOf(stage, holder), bonds));
  }
  await tell(`applied    ${allotments.length} investors for ${terms.bonds + 5} bonds, through the dealer`);
  await refuse(`allotting ${first.holder} more than it applied for`, async () =>
    dealer.allot(await addressOf(stage, first.holder), first.bonds + 6),
  );
  for (const { holder, bonds } of allotments)
    await send(async () => dealer.allot(await addressOf(stage, holder), bonds));
  await tell(`allotted   ${allotments.map(({ holder, bonds }) => `${holder} ${bonds}`).join(", ")}`);

  const price = sheet.offering.issuePriceYenPerBond;
  await refuse(`half the price from ${first.holder}`, async () =>
    dealer.confirmPayment(
      await addressOf(stage, first.holder),
      (price * BigInt(first.bonds)) / 2n,
      ref("APPLICATION 1"),
    ),
  );
  await issue();
  await refuse(`delivery to ${first.holder} before the underwriter paid`, await deliveryTo(play, first.holder));
  await send(() => offering.connect(roles.issuer).confirmUnderwriting(ref("UNDERWRITING")));
  await tell(
    `paid       the whole issue by the underwriter: ${yen(grossProceedsYen(terms, sheet.offering))}, ` +
      `net of costs ${yen(netProceedsYen(terms, sheet.offering))}`,
  );
  await refuse(`delivery to ${first.holder}, who has not paid`, await deliveryTo(play, first.holder));
  for (const [i, { holder, bonds }] of allotments.entries()) {
    const amount = price * BigInt(bonds);
    await send(async () => dealer.confirmPayment(await addressOf(stage, holder), amount, ref(`APPLICATION ${i + 1}`)));
  }
  for (const holder of labelsOf(stage)) await send(await deliveryTo(play, holder));
  await tell(`delivered  ${terms.bonds} bonds to ${allotments.length} investors, each paid in full`);
};

const deliveryTo = async ({ stage }: Play, holder: string): Promise<Call> => {
  const { token, offering, roles } = stage;
  const application = await offering.applicationOf(await addressOf(stage, holder));
  const book = await offering.getAddress();
  return () => token.connect(roles.dealer).settleAgreement(book, application, ref(`DELIVERY ${application}`));
};

const ref = (text: string): string => encodeBytes32String(text);
