import { signerOf } from "./market";
import type { Sent, Stage } from "./stage";
import { at } from "./suite";

/** One successful call of a function, from the stage as it is: whatever it needs comes first. */
export type Act = (on: Stage) => Sent;

/** Issued on the closing day, 09:00. */
export const issue = async (on: Stage): Promise<Stage> => {
  await at("2023-12-14T09:00:00");
  await on.token.connect(on.issuer).issue();
  return on;
};

/** Issued; the investor holds 40 bonds, the issuer 5, the dealer the rest. */
export const placed = async (on: Stage): Promise<Stage> => {
  await issue(on);
  await at("2023-12-15T09:00:00");
  await on.token.connect(on.dealer).transfer(on.a, 40);
  await on.token.connect(on.dealer).transfer(on.issuer, 5);
  return on;
};

/** The contract that alone may call a function, as if it had a key. */
export const asContract = async (contract: { getAddress(): Promise<string> }) => signerOf(await contract.getAddress());
