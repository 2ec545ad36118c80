/** Hardhat's numbers for a node that is away, is too slow, or answers with no JSON. */
export const [NO_NODE, TIMEOUT, NO_JSON] = [108, 109, 110];

/** How a connection breaks, by the codes of Node's own errors and of the HTTP client. */
const BROKEN_CONNECTION = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET|UND_ERR_)/;

/** An error as Hardhat, Node or the HTTP client throws it. */
export interface Thrown extends Error {
  readonly code?: unknown;
  readonly number?: number;
  readonly messageArguments?: Readonly<Record<string, unknown>>;
}

/** Hardhat's number of an error, 0 if it is none of Hardhat's. */
export const hardhatNumber = ({ name, number }: Thrown): number => (name === "HardhatError" ? (number ?? 0) : 0);

/** Whether a line to a node broke, which says nothing about what went over it. */
export const isBrokenLine = (error: Error): boolean =>
  [NO_NODE, TIMEOUT, NO_JSON].includes(hardhatNumber(error)) || BROKEN_CONNECTION.test(String((error as Thrown).code));
