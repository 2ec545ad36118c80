/** The command line of `npm run network:qbft`, and what an existing folder leaves of it. Pure. */
import { parseArgs } from "node:util";
import { choiceOf, integerOf } from "../../tasks/support/arguments";
import { TaskError } from "../../tasks/support/output";
import { CLIENTS, type Client, type QbftNetwork } from "./qbft";

/** Which variable names the program of which client. */
export const PROGRAM_VARIABLES = { goquorum: "GOQUORUM_GETH", besu: "HYPERLEDGER_BESU" } as const;

export const USAGE = `npm run network:qbft -- [options]

Starts a local permissioned network like the production network's: QBFT, berlin, no fee, blocks of 800,000,000 gas, everything on 127.0.0.1.
The first start generates keys and a genesis; a later one goes on with the same chain. Ctrl-C stops all validators and leaves the folder.

  --validators N       how many validate, 1 to 16; default 4, the fewest that survive the loss of one
  --period S           seconds between blocks; default 1
  --empty-period S     seconds between blocks while nothing is sent; default the same, production has 10
  --chain-id N         default 2017
  --port N             JSON-RPC of the first validator, the others follow; default 8545
  --p2p-port N         where the first validator listens to the others, they follow; default 30303
  --dir FOLDER         where keys, genesis and chain are kept; default build/qbft
  --client NAME        goquorum or besu; default the one whose program is named
  --generate           only write the files, start nothing
  --help

  ${PROGRAM_VARIABLES.goquorum}        the program geth of GoQuorum (not that of Ethereum)
  ${PROGRAM_VARIABLES.besu}     the program besu of Hyperledger Besu
`;

/** What the command line and the environment say. */
export interface Request {
  readonly help: boolean;
  readonly generate: boolean;
  readonly folder: string;
  /** The program of a client; absent if no variable names one. */
  readonly program?: { readonly client: Client; readonly path: string };
  readonly given: Partial<QbftNetwork>;
}

const FLAGS = {
  client: "client",
  validators: "validators",
  periodSeconds: "period",
  emptyPeriodSeconds: "empty-period",
  chainId: "chain-id",
  port: "port",
  p2pPort: "p2p-port",
} as const satisfies Record<keyof QbftNetwork, string>;

const MOST_VALIDATORS = 16;
const MOST_SECONDS = 600;

const parsed = (args: readonly string[]) => {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const options = {
    ...{ validators: text, period: text, "empty-period": text, "chain-id": text, port: text, "p2p-port": text },
    ...{ dir: text, client: text, generate: flag, help: flag },
  };
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new TaskError(`${(error as Error).message.split(". ")[0]}; see --help`);
  }
};

const programIn = (environment: Readonly<Record<string, string | undefined>>): Request["program"] => {
  const named = CLIENTS.flatMap((client) => {
    const path = environment[PROGRAM_VARIABLES[client]];
    return path === undefined || path === "" ? [] : [{ client, path }];
  });
  if (named.length > 1) {
    const variables = Object.values(PROGRAM_VARIABLES).join(" and ");
    throw new TaskError(`${variables} are both set, but one network runs one client; unset one of them`);
  }
  return named[0];
};

/** Reads the command line. */
export const requestOf = (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Request => {
  const values = parsed(args);
  const program = programIn(environment);
  const client = values.client === undefined ? undefined : choiceOf("client", values.client, { goquorum: "goquorum", besu: "besu" } as const); // prettier-ignore
  if (client !== undefined && program !== undefined && client !== program.client) {
    throw new TaskError(
      `--client: found ${client}, but ${PROGRAM_VARIABLES[program.client]} names a program of ${program.client}; drop one of the two`,
    );
  }
  const number = (flag: string, text: string | undefined, least: number, most: number): number | undefined =>
    text === undefined ? undefined : integerOf(flag, text, least, most);
  const given = {
    client: client ?? program?.client,
    validators: number("validators", values.validators, 1, MOST_VALIDATORS),
    periodSeconds: number("period", values.period, 1, MOST_SECONDS),
    emptyPeriodSeconds: number("empty-period", values["empty-period"], 1, MOST_SECONDS),
    chainId: number("chain-id", values["chain-id"], 1, 4_294_967_295),
    port: number("port", values.port, 1024, 65_535),
    p2pPort: number("p2p-port", values["p2p-port"], 1024, 65_535),
  };
  return {
    help: values.help === true,
    generate: values.generate === true,
    folder: values.dir ?? "build/qbft",
    ...(program === undefined ? {} : { program }),
    given: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
};

/** The network that is asked for: the options given, and the usual ones. */
export const newNetwork = (given: Partial<QbftNetwork>): QbftNetwork => {
  const periodSeconds = given.periodSeconds ?? 1;
  const network: QbftNetwork = {
    client: "goquorum",
    validators: 4,
    periodSeconds,
    emptyPeriodSeconds: periodSeconds,
    chainId: 2017,
    port: 8545,
    p2pPort: 30303,
    ...given,
  };
  const { validators, emptyPeriodSeconds, port, p2pPort } = network;
  if (emptyPeriodSeconds < periodSeconds) {
    throw new TaskError(
      `--empty-period: found ${emptyPeriodSeconds}, expected at least the period of ${periodSeconds} seconds`,
    );
  }
  for (const [flag, first] of [
    ["port", port],
    ["p2p-port", p2pPort],
  ] as const) {
    // prettier-ignore
    if (first + validators - 1 <= 65_535) continue;
    throw new TaskError(
      `--${flag}: found ${first}, expected at most ${65_536 - validators}, for ${validators} ports follow one another`,
    );
  }
  if (Math.abs(port - p2pPort) < validators) {
    throw new TaskError(
      `--p2p-port: found ${p2pPort}, which meets --port ${port}; leave room for ${validators} ports each`,
    );
  }
  return network;
};

/** The network of an existing folder. An option that is given must be the one that it was made with. */
export const keptNetwork = (kept: QbftNetwork, given: Partial<QbftNetwork>, folder: string): QbftNetwork => {
  for (const key of Object.keys(FLAGS) as (keyof QbftNetwork)[]) {
    if (given[key] === undefined || given[key] === kept[key]) continue;
    throw new TaskError(
      `--${FLAGS[key]}: found ${given[key]}, expected ${kept[key]}, with which ${folder} was made; drop the option, name another --dir, or remove ${folder} and its chain`,
    );
  }
  return kept;
};
