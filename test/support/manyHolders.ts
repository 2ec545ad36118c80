import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { artifacts } from "hardhat";
import { Contract, getAddress, id, Interface, toBeHex, zeroPadValue, ZeroHash, type Wallet } from "ethers";
import { startAnvil, type Anvil } from "./anvil";
import { freePort } from "./node";
import { operatorAt, type Operator } from "./permissioned";
import { jst } from "./suite";

/** Holder i has one bond, every second one two; the dealer has the rest. */
export const HOLDERS = 300;
export const BONDS = 600;
export const bondsOf = (i: number): number => 1 + (i % 2);
export const DEALER_BONDS = BONDS - (HOLDERS / 2) * 3;
export const accountOf = (i: number): string => getAddress(zeroPadValue(toBeHex(0xa0000 + i), 20));

const SHEET = {
  ...{ id: "many", name: "Many", symbol: "MANY", denominationYen: "100000000", bonds: BONDS, ratePpm: 5980 },
  ...{ closing: "2023-12-14", firstPayment: "2024-06-14", maturity: "2024-12-14" },
  allotments: [{ holder: "a", bonds: BONDS, taxClass: "exempt" }],
};
const EXEMPT = 1;

const CONTRACTS = { payments: "BondPayments", token: "BondToken", registry: "HolderRegistry", impact: "ImpactRegistry" } as const; // prettier-ignore
type Part = keyof typeof CONTRACTS;
type Addresses = Readonly<Record<Part, string>>;

const interfaceOf = (part: Part): Interface => new Interface(artifacts.readArtifactSync(CONTRACTS[part]).abi);

/** A bond with many holders on its closing day, kept as a file of its chain: each play starts from it with a node of its own. */
export interface Stage {
  readonly play: () => Promise<Play>;
  readonly end: () => void;
}

/** A node that can crash and come back, with an operator at it. */
export interface Play {
  readonly on: Operator;
  readonly url: () => string;
  readonly contract: (part: Part) => Contract;
  /** What a contract has told, each event as a text, sorted. */
  readonly told: (part: Part) => Promise<readonly string[]>;
  readonly goTo: (iso: string) => Promise<void>;
  /** Makes a stage of how things stand: what was done so far need not be done again. */
  readonly keep: () => Promise<Stage>;
  /** Kills the node once its chain is on the disk, so that what it has said is kept, as a network keeps it. */
  readonly crash: () => Promise<void>;
  /** Brings it back on the same port. */
  readonly restart: () => Promise<void>;
  readonly end: () => Promise<void>;
}

export const manyHolders = async (): Promise<Stage> => {
  const port = await freePort();
  const on = operatorAt(() => `http://127.0.0.1:${port}`);
  const state = join(on.folder, "chain.json");
  const node = await startAnvil({ port, timestamp: jst("2023-12-14T08:00:00"), state });
  const terms = join(on.folder, "many.json");
  writeFileSync(terms, JSON.stringify(SHEET));
  const { contracts, impact } = await on.send<{ contracts: Addresses; impact: string }>("bond", "deploy", "--terms", terms, "--roles", on.rolesFile); // prettier-ignore
  const addresses = { ...contracts, impact };
  await issueAndPlace(node, on, addresses);
  await bringPlantIn(on);
  const { timestamp } = (await node.provider.getBlock("latest"))!;
  await saved(state);
  await node.kill();
  return {
    play: () => playFrom(on, state, timestamp + AHEAD, addresses),
    end: () => rmSync(on.folder, { recursive: true }),
  };
};

/** The quickest honest way: the calls that the tasks would make, signed with the same keys, many to a block. */
const issueAndPlace = async (node: Anvil, on: Operator, { registry, token }: Addresses): Promise<void> => {
  const numbers = Array.from({ length: HOLDERS }, (_, i) => i);
  const [opening, moving] = [interfaceOf("registry"), interfaceOf("token")];
  const open = (i: number): string => opening.encodeFunctionData("open", [accountOf(i), id(`holder-${i}`), EXEMPT, ZeroHash]); // prettier-ignore
  const give = (i: number): string => moving.encodeFunctionData("transfer", [accountOf(i), bondsOf(i)]);
  await sendAll(node, on.walletOf("issuer"), token, [moving.encodeFunctionData("issue")]);
  await sendAll(node, on.walletOf("dealer"), registry, numbers.map(open));
  await sendAll(node, on.walletOf("dealer"), token, numbers.map(give));
};

const sendAll = async ({ provider }: Anvil, signer: Wallet, to: string, calls: readonly string[]): Promise<void> => {
  const first = await provider.getTransactionCount(signer.address);
  const common = { type: 0, chainId: 2017, gasPrice: 0, gasLimit: 500_000, to };
  for (const [i, data] of calls.entries())
    await provider.send("eth_sendRawTransaction", [
      await signer.signTransaction({ ...common, nonce: first + i, data }),
    ]);
  while ((await provider.getTransactionCount(signer.address)) < first + calls.length) await pause(100);
};

/** A clock that starts anew goes on so many seconds later: blocks came while the chain was written down. */
const AHEAD = 10;

/** A plant whose meters the recorder reads. */
export const PLANT = "plant";
const bringPlantIn = async (on: Operator): Promise<void> => {
  const watts = ["--kind", "generation", "--watts", "5000", "--operational", "2023-12-15", "--meters", "M-1"];
  await on.send("impact", "facility", "--facility", PLANT, "--name", "Plant", ...watts);
  const factor = ["--co2", "441000", "--primary-energy", "8640", "--kind", "grid", "--fiscal-year", "2022"];
  await on.send("impact", "factor", "--facility", PLANT, ...factor, "--source", "a table", "--document", ZeroHash.replace(/0$/, "1")); // prettier-ignore
};

const playFrom = async (from: Operator, stage: string, timestamp: number, addresses: Addresses): Promise<Play> => {
  let node: Anvil | undefined;
  const url = (): string => node!.url;
  const on = from.elsewhere(url);
  const state = join(on.folder, "chain.json");
  copyFileSync(stage, state);
  node = await startAnvil({ timestamp, state });
  const port = Number(new URL(node.url).port);
  let lastAt = timestamp;
  return {
    ...{ on, url },
    contract: (part) => new Contract(addresses[part], interfaceOf(part), node!.provider),
    told: async (part) => {
      const logs = await node!.provider.getLogs({ address: addresses[part], fromBlock: 0, toBlock: "latest" });
      const events = logs.map((log) => interfaceOf(part).parseLog(log));
      return events.map((event) => `${event?.name}(${String(event?.args)})`).sort();
    },
    goTo: async (iso) => {
      await node!.provider.send("evm_setNextBlockTimestamp", [jst(iso)]);
      await node!.provider.send("evm_mine", []);
    },
    keep: async () => {
      const kept = on.elsewhere(url);
      const chain = join(kept.folder, "chain.json");
      const { timestamp: keptAt } = (await node!.provider.getBlock("latest"))!;
      await saved(state, chain);
      return { play: () => playFrom(kept, chain, keptAt + AHEAD, addresses), end: () => rmSync(kept.folder, { recursive: true }) }; // prettier-ignore
    },
    crash: async () => {
      lastAt = (await node!.provider.getBlock("latest"))!.timestamp;
      await saved(state);
      await node!.kill();
    },
    restart: async () => {
      node = await startAnvil({ port, timestamp: lastAt + AHEAD, state });
    },
    end: async () => {
      await node!.kill();
      rmSync(on.folder, { recursive: true });
    },
  };
};

/** Waits until a node has written its whole chain down anew, and copies it if told where to. */
const saved = async (file: string, to?: string): Promise<void> => {
  const before = statSync(file).mtimeMs;
  for (;;) {
    await pause(20);
    if (statSync(file).mtimeMs === before) continue;
    try {
      const text = readFileSync(file, "utf8");
      JSON.parse(text);
      if (to !== undefined) writeFileSync(to, text);
      return;
    } catch {
      // it is being written
    }
  }
};
