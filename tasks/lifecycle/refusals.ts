import type { ContractTransactionResponse } from "ethers";
import type { BondToken } from "../../typechain-types";
import { jstIso } from "../support/time";
import type { Stage } from "./stage";

/** Something that the chain refused, as it was tried. */
export interface Refusal {
  /** ISO 8601, Japan time. */
  readonly at: string;
  readonly what: string;
  /** The ERC-1404 code; null where the refusal is no transfer restriction. */
  readonly code: number | null;
  /** The name of the reason. */
  readonly reason: string;
}

/** The codes of the two refusals that have errors of their own (ERC-6093, ERC-7943). */
const CODE_OF_ERROR: Readonly<Record<string, number>> = {
  ERC20InsufficientBalance: 13,
  ERC7943InsufficientUnfrozenBalance: 14,
};

/**
 * Tries what must not succeed, at an exact second, and says how the chain refused.
 *
 * @throws if the chain accepts it: then a rule is not enforced
 */
export const refusal = async (
  stage: Stage,
  what: string,
  call: () => Promise<ContractTransactionResponse>,
  at?: bigint,
): Promise<Refusal> => {
  const error = await stage.send(call, at).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) throw new Error(`the chain accepted what it must refuse: ${what}`);
  const parsed = stage.abi.parseError(revertDataOf(error));
  if (parsed === undefined) throw new Error(`the chain refused without a reason: ${what}`, { cause: error });
  const code = parsed.name === "TransferRestricted" ? Number(parsed.values[0]) : (CODE_OF_ERROR[parsed.name] ?? null);
  const reason = code === null ? parsed.name : await reasonOf(stage.token, code);
  return { at: jstIso(await stage.now()), what, code, reason };
};

/** The name that the chain gives to a code. */
const reasonOf = async (token: BondToken, code: number): Promise<string> => {
  const [name = ""] = (await token.messageForTransferRestriction(code)).split(":");
  return name;
};

/** The revert data inside whatever the embedded network threw. */
const revertDataOf = (error: unknown): string => {
  const { data } = error as { data?: string | { data?: string } };
  const bytes = typeof data === "object" ? data.data : data;
  if (typeof bytes !== "string") throw new Error("the embedded network failed without refusing", { cause: error });
  return bytes;
};
