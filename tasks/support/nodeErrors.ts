import { PERMISSIONED } from "../../deploy/networks";
import { hardhatNumber, isBrokenLine, NO_JSON, NO_NODE, TIMEOUT, type Thrown } from "./brokenLine";

/** The network that a task talks to, as the configuration has it; the embedded one has no URL. */
export interface Line {
  readonly name: string;
  readonly url?: string;
}

/** What is wrong between a task and its node, and what to do about it. */
export interface Trouble {
  readonly found: string;
  readonly remedy: string;
  /** The chain that answers in place of the one that should; none if nothing useful answers. */
  readonly otherChainId?: number;
}

/** Hardhat's numbers for what an operator has set wrong. */
const [OTHER_CHAIN, NO_URL] = [101, 117];

/** The variable that names the node of a network, if it has one. */
export const urlVariable = (network: string): string | undefined => {
  const prefix = PERMISSIONED[network]?.prefix;
  return prefix === undefined ? undefined : `${prefix}_URL`;
};

/** Where a node is, without what a URL may hold of secrets. */
export const shownUrl = (url: string): string => {
  const isHttp = /^https?:/.test(url) && URL.canParse(url);
  return isHttp ? new URL(url).origin : `"${url.replace(/.*@/, "")}"`;
};

/** What an operator has to know of an error between task and node; undefined for any other error. */
export const troubleOf = (thrown: Error, { name, url = "" }: Line): Trouble | undefined => {
  const { code, message, messageArguments = {} } = thrown as Thrown;
  const number = hardhatNumber(thrown);
  const variable = urlVariable(name);
  const correct = variable === undefined ? "correct its url in hardhat.config.ts" : `correct ${variable}`;
  const where = shownUrl(url);
  if (number === NO_URL)
    return { found: `${name}: no node named`, remedy: variable === undefined ? correct : `set ${variable}, or npx hardhat vars set ${variable}` }; // prettier-ignore
  if (code === "ERR_INVALID_URL" || code === "UND_ERR_INVALID_ARG")
    return { found: `${name}: found ${where}, expected the URL of a node, for example http://127.0.0.1:8545`, remedy: correct }; // prettier-ignore
  if (number === OTHER_CHAIN) {
    const { configChainId, connectionChainId } = messageArguments;
    const chain = variable?.startsWith("BESU") === true ? `${correct} or BESU_CHAIN_ID` : correct;
    return {
      found: `${name}: found chain id ${String(connectionChainId)} at ${where}, expected ${String(configChainId)}`,
      remedy: `${chain}, or choose another --network`,
      otherChainId: Number(connectionChainId),
    };
  }
  if (number === TIMEOUT) return { found: `${name}: the node at ${where} does not answer in time`, remedy: "see whether it is overloaded, and run this again" }; // prettier-ignore
  if (number === NO_JSON) return { found: `${name}: ${where} answers, but with no JSON-RPC`, remedy: `${correct}: it has to name a node` }; // prettier-ignore
  if (!isBrokenLine(thrown)) return undefined;
  const why = number === NO_NODE ? "" : ` (${message})`;
  return { found: `Cannot connect to the network ${name}: no node answers at ${where}${why}`, remedy: `start it, or ${correct}, and run this again: what has arrived is skipped` }; // prettier-ignore
};
