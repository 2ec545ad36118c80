import type { ContractTransactionReceipt, Signer } from "ethers";
import type { Say } from "../support/output";
import { jstIso } from "../support/time";
import { refusal, type Refusal } from "./refusals";
import type { Stage } from "./stage";

export type Call = Parameters<Stage["send"]>[0];

/** A story being played: every act sends, tries what must not succeed, and says what happened. */
export interface Play {
  readonly stage: Stage;
  /** Says what happened, with the time of the last block. */
  readonly tell: (what: string) => Promise<void>;
  /** Sends at a moment, or a second after the last block. */
  readonly send: (call: Call, at?: bigint) => Promise<ContractTransactionReceipt>;
  /** Tries what must not succeed. */
  readonly refuse: (what: string, call: Call, at?: bigint) => Promise<void>;
  readonly refusals: readonly Refusal[];
  /** Gas of fixing, funding, settling and closing, by payment date; 0 is the acceleration. */
  readonly gasUsed: Map<number, number>;
}

export const playOn = (stage: Stage, say: Say): Play => {
  const refusals: Refusal[] = [];
  const tell = async (what: string): Promise<void> =>
    say(
      `${jstIso(await stage.now())
        .slice(0, 19)
        .replace("T", " ")}  ${what}`,
    );
  return {
    stage,
    tell,
    send: stage.send,
    refuse: async (what, call, at) => {
      const refused = await refusal(stage, what, call, at);
      refusals.push(refused);
      await tell(`refused    ${what}: ${refused.reason}${refused.code === null ? "" : ` (code ${refused.code})`}`);
    },
    refusals,
    gasUsed: new Map(),
  };
};

/** Who signs for a label: a party, or a holder. */
export const signerOf = ({ holders, roles }: Stage, label: string): Signer => {
  const signer = label === "dealer" ? roles.dealer : label === "issuer" ? roles.issuer : holders.get(label);
  if (signer === undefined) throw new Error(`no account has the label ${label}`);
  return signer;
};

export const addressOf = (stage: Stage, label: string): Promise<string> => signerOf(stage, label).getAddress();

export const transferOf =
  (stage: Stage, from: string, to: string, bonds: number): Call =>
  async () =>
    stage.token.connect(signerOf(stage, from)).transfer(await addressOf(stage, to), bonds);

export const bondsOf = async (stage: Stage, label: string): Promise<number> =>
  Number(await stage.token.balanceOf(await addressOf(stage, label)));

export const labelsOf = (stage: Stage): string[] => [...stage.holders.keys()];
