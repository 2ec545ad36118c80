import type { OpenBond } from "./network";
import type { Step } from "./plan";

const CONTRACTS = {
  ImpactRegistry: ({ book }: OpenBond) => book.green.impact,
  ImpactReports: ({ book }: OpenBond) => book.green.figures,
  ProceedsLedger: ({ entry }: OpenBond) => entry.contracts.proceeds,
  AnnualReports: ({ entry }: OpenBond) => entry.contracts.reports,
} as const;

/** What a step does, apart from where it goes. */
interface Act {
  readonly call: string;
  readonly args: readonly unknown[];
  readonly changes: string;
  readonly clause: string;
}

/** A step in the green life of a bond. */
export const greenStep = async (
  open: OpenBond,
  contract: keyof typeof CONTRACTS,
  role: "issuer" | "recorder" | "reviewer",
  act: Act,
): Promise<Step> => ({
  role,
  signer: role === "issuer" ? await open.token.issuer(open.at) : open.entry.roles[role],
  contract,
  address: CONTRACTS[contract](open),
  ...act,
});
