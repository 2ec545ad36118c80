/** A local permissioned network as plain values: what its genesis says and how its validators are started. Nothing here touches a file or a process. */
import { join } from "node:path";
import { encodeRlp, SigningKey } from "ethers";

/** The clients that validate QBFT: production runs GoQuorum, Hyperledger Besu is the second. */
export const CLIENTS = ["goquorum", "besu"] as const;
export type Client = (typeof CLIENTS)[number];

/** What a network is made from. A second start has to find it unchanged. */
export interface QbftNetwork {
  readonly client: Client;
  readonly validators: number;
  /** Between two blocks. */
  readonly periodSeconds: number;
  /** Between two blocks when there is nothing to put into them; at least `periodSeconds`. */
  readonly emptyPeriodSeconds: number;
  readonly chainId: number;
  /** Where the first validator answers JSON-RPC; the others follow, one port each. */
  readonly port: number;
  /** Where the first validator listens to the others; they follow, one port each. */
  readonly p2pPort: number;
}

/** Nothing listens anywhere else: whoever reaches the node may vote for validators. */
export const LOOPBACK = "127.0.0.1";

const BLOCK_GAS = 800_000_000;
const CODE_KIB = 24;
const TRANSACTION_KIB = 64;
const EPOCH_BLOCKS = 30_000;
/** By which headers of this family of protocols are known. */
const ISTANBUL_MIX_HASH = "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365";
const ZERO_HASH = `0x${"00".repeat(32)}`;
const ZERO_ADDRESS = `0x${"00".repeat(20)}`;

/** The extra data of a first block: 32 bytes that say nothing, the validators, no vote, round 0, no seals; RLP. */
export const extraDataOf = (validators: readonly string[]): string =>
  encodeRlp([ZERO_HASH, [...validators], [], "0x", []]);

/** A round must outlast the longest wait for a block, or idle validators would change rounds for ever. */
export const requestTimeoutSeconds = ({ emptyPeriodSeconds }: QbftNetwork): number =>
  Math.max(4, 2 * emptyPeriodSeconds);

const qbftConfig = (network: QbftNetwork): Readonly<Record<string, number>> => ({
  epochlength: EPOCH_BLOCKS,
  blockperiodseconds: network.periodSeconds,
  requesttimeoutseconds: requestTimeoutSeconds(network),
  // Where both are the same, nothing is said: older versions of Besu do not know it.
  ...(network.emptyPeriodSeconds > network.periodSeconds
    ? { emptyblockperiodseconds: network.emptyPeriodSeconds }
    : {}),
});

const goquorumConfig = (network: QbftNetwork): unknown => ({
  chainId: network.chainId,
  homesteadBlock: 0,
  eip150Block: 0,
  eip150Hash: ZERO_HASH,
  eip155Block: 0,
  eip158Block: 0,
  byzantiumBlock: 0,
  constantinopleBlock: 0,
  petersburgBlock: 0,
  istanbulBlock: 0,
  berlinBlock: 0,
  isQuorum: true, // a gas price other than 0 is refused
  txnSizeLimit: TRANSACTION_KIB,
  maxCodeSizeConfig: [{ block: 0, size: CODE_KIB }],
  qbft: { ...qbftConfig(network), policy: 0, ceil2Nby3Block: 0 },
});

/** Besu knows no limit to the size of a transaction; its command line makes it free. */
const besuConfig = (network: QbftNetwork): unknown => ({
  chainId: network.chainId,
  berlinBlock: 0, // and every fork before it
  contractSizeLimit: CODE_KIB * 1024,
  qbft: qbftConfig(network),
});

/** The genesis file. Nobody has a balance: nothing costs anything. */
export const genesisOf = (network: QbftNetwork, validators: readonly string[]): unknown => ({
  config: network.client === "goquorum" ? goquorumConfig(network) : besuConfig(network),
  nonce: "0x0",
  timestamp: "0x0",
  extraData: extraDataOf(validators),
  gasLimit: `0x${BLOCK_GAS.toString(16)}`,
  difficulty: "0x1",
  mixHash: ISTANBUL_MIX_HASH,
  coinbase: ZERO_ADDRESS,
  alloc: {},
  number: "0x0",
  gasUsed: "0x0",
  parentHash: ZERO_HASH,
});

/** Where a validator is found: its public key, and its port on this machine. No discovery. */
export const enodeOf = (nodeKey: string, p2pPort: number): string =>
  `enode://${SigningKey.computePublicKey(nodeKey, false).slice("0x04".length)}@${LOOPBACK}:${p2pPort}?discport=0`;

/** The settings of GoQuorum that have no flag: `--port` would listen on every interface. */
export const goquorumSettings = ({ p2pPort }: QbftNetwork, position: number): string =>
  `[Node.P2P]\nListenAddr = "${LOOPBACK}:${p2pPort + position}"\n`;

/** The files of a network below its folder. */
export const placesOf = (folder: string, position: number) => {
  const validator = join(folder, `validator-${position + 1}`);
  return {
    genesis: join(folder, "genesis.json"),
    validator,
    nodeKey: join(validator, "nodekey"),
    settings: join(validator, "config.toml"),
    log: join(validator, "log.txt"),
    data: join(validator, "data"),
    staticNodes: join(validator, "data", "static-nodes.json"),
    /** There once GoQuorum was given its genesis. */
    chain: join(validator, "data", "geth", "chaindata"),
  };
};

/** How GoQuorum is given its genesis, once. */
export const goquorumInit = (folder: string, position: number): readonly string[] => {
  const { data, genesis } = placesOf(folder, position);
  return ["--datadir", data, "init", genesis];
};

const goquorumArguments = (network: QbftNetwork, folder: string, position: number): readonly string[] => {
  const { settings, data, nodeKey } = placesOf(folder, position);
  return [
    ...["--config", settings, "--datadir", data, "--nodekey", nodeKey, "--networkid", `${network.chainId}`],
    ...["--nodiscover", "--nat", "none", "--netrestrict", "127.0.0.0/8", "--ipcdisable"],
    ...["--syncmode", "full", "--gcmode", "archive"],
    ...["--mine", "--miner.threads", "1", "--miner.gasprice", "0"],
    ...["--miner.gastarget", `${BLOCK_GAS}`, "--miner.gaslimit", `${BLOCK_GAS}`],
    ...["--http", "--http.addr", LOOPBACK, "--http.port", `${network.port + position}`],
    ...["--http.api", "eth,net,web3,txpool,istanbul", "--rpc.gascap", "0"],
  ];
};

const besuArguments = (network: QbftNetwork, folder: string, position: number): readonly string[] => {
  const { genesis, data, nodeKey, staticNodes } = placesOf(folder, position);
  return [
    ...[`--genesis-file=${genesis}`, `--data-path=${data}`, `--node-private-key-file=${nodeKey}`],
    ...[`--static-nodes-file=${staticNodes}`, "--discovery-enabled=false", "--nat-method=NONE"],
    ...[`--p2p-host=${LOOPBACK}`, `--p2p-interface=${LOOPBACK}`, `--p2p-port=${network.p2pPort + position}`],
    ...["--profile=ENTERPRISE", "--sync-mode=FULL", "--data-storage-format=FOREST"],
    ...["--min-gas-price=0", `--target-gas-limit=${BLOCK_GAS}`],
    ...["--rpc-http-enabled", `--rpc-http-host=${LOOPBACK}`, `--rpc-http-port=${network.port + position}`],
    ...["--rpc-http-api=ETH,NET,WEB3,QBFT,TXPOOL", `--host-allowlist=localhost,${LOOPBACK}`],
    ...["--rpc-gas-cap=0", "--rpc-max-logs-range=0"],
  ];
};

/** The command line of a validator, without the program; `position` counts from 0. */
export const argumentsOf = (network: QbftNetwork, folder: string, position: number): readonly string[] =>
  network.client === "goquorum"
    ? goquorumArguments(network, folder, position)
    : besuArguments(network, folder, position);

/** The environment of a validator: GoQuorum does not start without a word on its private transactions, of which there are none. */
export const environmentOf = ({ client }: QbftNetwork): Readonly<Record<string, string>> =>
  client === "goquorum" ? { PRIVATE_CONFIG: "ignore" } : {};

/** How many validators may fail, or lie, while the others go on: fewer than a third. */
export const tolerated = (validators: number): number => Math.floor((validators - 1) / 3);

/** Where the toolkit talks to. */
export const urlOf = ({ port }: QbftNetwork): string => `http://${LOOPBACK}:${port}`;
