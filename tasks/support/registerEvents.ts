import { getAddress, type Log, ZeroAddress } from "ethers";
import type { AccountKind, OrderCause, OrderKind, Place, RegisterEvent } from "../../lib/register";
import type { BlockJson } from "../../lib/extract";
import { jstIso } from "../../lib/time";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { TaskError } from "./output";
import { textOfWord } from "./words";

/** What is needed to read the events of a bond. */
export type Source = Pick<OpenBond, "hre" | "abi" | "entry">;

/** Everything that the contracts of a bond said, oldest first, through a block. */
export interface ReadEvents {
  readonly events: readonly RegisterEvent[];
  readonly block: BlockJson;
  /** The block's timestamp, seconds. */
  readonly blockAt: bigint;
}

type Values = Readonly<Record<string, unknown>>;
type Said = RegisterEvent extends infer Event ? (Event extends Place ? Omit<Event, keyof Place> : never) : never;

const address = (value: unknown): string => String(value);
const orNobody = (value: unknown): string | null => (value === ZeroAddress ? null : address(value));
const count = (value: unknown): number => Number(value);
const word = (value: unknown): string => textOfWord(String(value));

/** Which contract of the address book may say what, and what of it the register needs. */
const READERS: Readonly<Record<string, readonly [contract: string, read: (v: Values) => Said | undefined]>> = {
  Transfer: ["token", (v) => ({ name: "Transfer", from: orNobody(v.from), to: orNobody(v.to), bonds: count(v.value) })],
  Issued: ["token", (v) => ({ name: "Issued", bonds: count(v.bonds) })],
  Cancelled: ["token", (v) => ({ name: "Cancelled", issuer: address(v.issuer), bonds: count(v.bonds) })],
  ForcedTransfer: [
    "token",
    (v) => ({ name: "ForcedTransfer", from: address(v.from), to: address(v.to), bonds: count(v.amount) }),
  ],
  AccountAdmitted: [
    "token",
    (v) => ({
      name: "AccountAdmitted",
      account: address(v.account),
      kind: nameIn("AccountKind", count(v.kind)) as AccountKind,
      taxClass: count(v.taxClass),
    }),
  ],
  TaxClassChanged: ["token", (v) => ({ name: "TaxClassChanged", account: address(v.account), taxClass: count(v.to) })],
  PartyMoved: [
    "token",
    (v) => ({
      name: "PartyMoved",
      oldAccount: address(v.oldAccount),
      newAccount: address(v.newAccount),
      documentHash: String(v.documentHash),
    }),
  ],
  HolderOpened: [
    "registry",
    (v) => ({ name: "HolderOpened", account: address(v.account), holderId: String(v.holderId) }),
  ],
  KeyReplaced: [
    "registry",
    (v) => ({
      name: "KeyReplaced",
      oldAccount: address(v.oldAccount),
      newAccount: address(v.newAccount),
      holderId: String(v.holderId),
    }),
  ],
  OrderRecorded: [
    "orders",
    (v) => ({
      name: "OrderRecorded",
      id: count(v.id),
      kind: nameIn("Kind", count(v.kind)) as OrderKind,
      cause: nameIn("Cause", count(v.cause)) as OrderCause,
      from: address(v.from),
      to: orNobody(v.to),
      bonds: count(v.bonds),
      documentHash: String(v.documentHash),
    }),
  ],
  OrderExecuted: ["orders", (v) => ({ name: "OrderExecuted", id: count(v.id) })],
  TradeSettled: [
    "market",
    (v) => ({
      name: "TradeSettled",
      id: count(v.id),
      seller: address(v.seller),
      buyer: address(v.buyer),
      bonds: count(v.bonds),
      bankReference: word(v.bankReference),
    }),
  ],
  AllotmentDelivered: [
    "offering",
    (v) => ({
      name: "AllotmentDelivered",
      holder: address(v.holder),
      bonds: count(v.bonds),
      bankReference: word(v.bankReference),
    }),
  ],
  RoleGranted: [
    "authority",
    (v) =>
      v.newMember === true // otherwise only the delay changes
        ? { name: "RoleGranted", role: count(v.roleId), account: address(v.account), since: BigInt(count(v.since)) }
        : undefined,
  ],
  RoleRevoked: ["authority", (v) => ({ name: "RoleRevoked", role: count(v.roleId), account: address(v.account) })],
};

/** Reads the events of a bond through the latest block. A contract that the bond does not have says nothing. */
export const readEvents = async (source: Source): Promise<ReadEvents> => {
  const { provider } = source.hre.ethers;
  const latest = await provider.getBlockNumber();
  const contracts = new Map(Object.entries(source.entry.contracts).map(([name, at]) => [getAddress(at), name]));
  const logs = await logsBetween(source, [...contracts.keys()], 0, latest);
  const said = logs.flatMap((log) => {
    const event = saidBy(source, contracts, log);
    return event === undefined ? [] : [{ log, event }];
  });
  const times = await timesOf(source, new Set([latest, ...said.map(({ log }) => log.blockNumber)]));
  const timeOf = (block: number): Moment => {
    const time = times.get(block);
    if (time !== undefined) return time;
    throw new TaskError(
      `${source.hre.network.name}: the node gives no block ${block}; wait until it is in step, or ask another`,
    );
  };
  return {
    events: said.map(({ log, event }): RegisterEvent => ({
      ...event,
      block: log.blockNumber,
      logIndex: log.index,
      transaction: log.transactionHash,
      at: timeOf(log.blockNumber).at,
    })),
    block: { number: latest, hash: timeOf(latest).hash, at: jstIso(timeOf(latest).at) },
    blockAt: timeOf(latest).at,
  };
};

const saidBy = ({ abi }: Source, contracts: ReadonlyMap<string, string>, log: Log): Said | undefined => {
  const parsed = abi.parseEvent(log);
  const [contract, read] = READERS[parsed?.name ?? ""] ?? [];
  if (parsed === undefined || read === undefined || contracts.get(getAddress(log.address)) !== contract)
    return undefined;
  return read(Object.fromEntries(parsed.inputs.map(({ name }, position) => [name, parsed.values[position]])));
};

/** All logs of some contracts, oldest first. A node that finds the span too long, or the answer, is asked for halves. */
const logsBetween = async (source: Source, addresses: string[], from: number, to: number): Promise<Log[]> => {
  try {
    return await source.hre.ethers.provider.getLogs({ address: addresses, fromBlock: from, toBlock: to });
  } catch (error) {
    if (from === to) throw error;
    const middle = Math.floor((from + to) / 2);
    const older = await logsBetween(source, addresses, from, middle);
    return [...older, ...(await logsBetween(source, addresses, middle + 1, to))];
  }
};

interface Moment {
  readonly at: bigint;
  readonly hash: string;
}

const BLOCKS_AT_ONCE = 50;

const timesOf = async ({ hre }: Source, blocks: ReadonlySet<number>): Promise<ReadonlyMap<number, Moment>> => {
  const numbers = [...blocks];
  const times = new Map<number, Moment>();
  for (let from = 0; from < numbers.length; from += BLOCKS_AT_ONCE) {
    const part = numbers.slice(from, from + BLOCKS_AT_ONCE);
    const found = await Promise.all(part.map((number) => hre.ethers.provider.getBlock(number)));
    for (const block of found) {
      if (typeof block?.hash === "string") times.set(block.number, { at: BigInt(block.timestamp), hash: block.hash });
    }
  }
  return times;
};
