/** Hardhat's numbers for a node that is away, is too slow, or answers with no JSON. */
const BROKEN_LINE: readonly number[] = [108, 109, 110];

/** How a connection breaks, by the codes of Node's own errors and of the HTTP client. */
const BROKEN_CONNECTION = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET|UND_ERR_)/;

/** Whether the line to the node broke. That says nothing about what was sent over it. */
export const isBroken = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { name, code, number } = error as Error & { readonly code?: unknown; readonly number?: number };
  return name === "HardhatError" ? BROKEN_LINE.includes(number ?? 0) : BROKEN_CONNECTION.test(String(code));
};
