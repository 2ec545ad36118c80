import type { ContractTransactionResponse } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { fixture } from "./chain";
import { MINED, type Market } from "./market";
import { at, deploySuite, goTo, hitachi, hitachiOffering, openAccounts, ref } from "./suite";

/** As in `IBondOffering.ApplicationState`. */
export const APPLICATION = { none: 0n, applied: 1n, withdrawn: 2n, allotted: 3n, paid: 4n, delivered: 5n } as const;

/** The price of one bond of the fixture [I-3]. */
export const PRICE = 100_000_000n;

const offeredSuite = async (): Promise<Market> => {
  const suite = await deploySuite(hitachi, hitachiOffering);
  const [a, b, c, stranger, newKey] = suite.investors as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  await openAccounts(suite, [a, b, c]);
  return { ...suite, a, b, c, stranger, newKey };
};

/** The real offering before its application day; a, b and c have accounts. */
export const beforeOffer = (): Promise<Market> => fixture(offeredSuite);

/** The same on its application day, 7 December 2023, 09:00. */
export const offered = async (): Promise<Market> => {
  const suite = await beforeOffer();
  await goTo("2023-12-07T09:00:00");
  return suite;
};

export const applies = ({ offering, dealer }: Market, holder: HardhatEthersSigner, bonds: number) =>
  offering.connect(dealer).applyFor(holder, bonds, MINED);

export const allots = ({ offering, dealer }: Market, holder: HardhatEthersSigner, bonds: number) =>
  offering.connect(dealer).allot(holder, bonds, MINED);

export const pays = (
  { offering, dealer }: Market,
  holder: HardhatEthersSigner,
  bonds: number,
  bankReference = ref("application money"),
) => offering.connect(dealer).confirmPayment(holder, PRICE * BigInt(bonds), bankReference, MINED);

/** a applied for 40 bonds, was allotted 30 of them and paid; the others nothing. */
export const paidUp = async (): Promise<Market> => {
  const suite = await offered();
  await applies(suite, suite.a, 40);
  await allots(suite, suite.a, 30);
  await pays(suite, suite.a, 30);
  return suite;
};

/** The same on the closing day, the whole issue underwritten and issued. */
export const closed = async (): Promise<Market> => {
  const suite = await paidUp();
  await at("2023-12-14T09:00:00");
  await suite.offering.connect(suite.issuer).confirmUnderwriting(ref("issue paid"));
  await suite.token.connect(suite.issuer).issue();
  return suite;
};

/** The dealer, or somebody in its place, delivers an allotment through the token. */
export const delivers = async (
  { token, offering }: Market,
  by: HardhatEthersSigner,
  id: bigint | number,
  bankReference = ref("delivered"),
): Promise<ContractTransactionResponse> => token.connect(by).settleAgreement(offering, id, bankReference, MINED);

export const stateOf = async ({ offering }: Market, holder: HardhatEthersSigner): Promise<bigint> =>
  (await offering.applicationAt(await offering.applicationOf(holder))).state;
