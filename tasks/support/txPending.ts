import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { roleName } from "./accounts";
import { readBook } from "./addressBook";
import { countOf, fateOf, type Fate } from "./fate";
import { outboxOf, unfinished } from "./outbox";
import { table } from "./output";
import { inJapan, jstIso } from "./time";

/** What `tx pending --json` prints. */
export interface PendingJson {
  readonly network: string;
  /** The end of the chain, and how many seconds lie between its last two blocks. */
  readonly block: number;
  readonly at: string;
  readonly secondsBetweenBlocks: number | null;
  readonly accounts: readonly PendingAccount[];
  /** What runs from here sent, and of which no run has seen the end. */
  readonly sent: readonly PendingLetter[];
}

interface PendingAccount {
  readonly role: string;
  readonly account: string;
  /** Transactions in blocks: the number of the next one. */
  readonly mined: number;
  /** Transactions that the node has and no block. */
  readonly waiting: number;
}

interface PendingLetter {
  readonly task: string;
  readonly role: string;
  readonly account: string;
  readonly nonce: number;
  readonly preparedAt: string;
  readonly hash: string | null;
  readonly state: Fate["state"];
  readonly why: string;
}

export const readPending = async (hre: HardhatRuntimeEnvironment): Promise<PendingJson> => {
  const head = await blockAt(hre, "latest");
  const number = Number(head.number);
  const before = number === 0 ? undefined : await blockAt(hre, `0x${(number - 1).toString(16)}`);
  const accounts = await Promise.all(
    [...signersOf(hre)].map(async ([account, role]): Promise<PendingAccount> => {
      const [mined, pending] = [await countOf(hre, account, "latest"), await countOf(hre, account, "pending")];
      return { role, account, mined, waiting: Math.max(0, pending - mined) };
    }),
  );
  return {
    network: hre.network.name,
    block: number,
    at: jstIso(BigInt(head.timestamp)),
    secondsBetweenBlocks: before === undefined ? null : Number(head.timestamp) - Number(before.timestamp),
    accounts,
    sent: await lettersOf(hre),
  };
};

interface RpcBlock {
  readonly number: string;
  readonly timestamp: string;
}

const blockAt = async (hre: HardhatRuntimeEnvironment, tag: string): Promise<RpcBlock> =>
  (await hre.network.provider.send("eth_getBlockByNumber", [tag, false])) as RpcBlock;

/** The accounts of the address book that sign, each with its roles. */
const signersOf = (hre: HardhatRuntimeEnvironment): ReadonlyMap<string, string> => {
  const roles = new Map<string, Set<string>>();
  for (const bond of Object.values(readBook(hre)?.bonds ?? {}))
    for (const [role, account] of Object.entries(bond.roles))
      roles.set(account, (roles.get(account) ?? new Set()).add(roleName(role)));
  return new Map([...roles].map(([account, names]) => [account, [...names].join(", ")]));
};

const lettersOf = async (hre: HardhatRuntimeEnvironment): Promise<readonly PendingLetter[]> =>
  Promise.all(
    unfinished(outboxOf(hre)).map(async (line): Promise<PendingLetter> => {
      const { state } = await fateOf(hre, line, line.hash);
      const mined = await countOf(hre, line.from, "latest");
      return {
        ...{
          task: line.task,
          role: line.role,
          account: line.from,
          nonce: line.nonce,
          preparedAt: inJapan(line.preparedAt),
        },
        ...{ hash: line.hash ?? null, state, why: whyOf(state, line.nonce, mined) },
      };
    }),
  );

/** On a network without a fee a transaction can not be outbid: there is nothing to speed up, and nothing to replace. */
const whyOf = (state: Fate["state"], nonce: number, mined: number): string => {
  if (state === "included") return "it has arrived: run the same command again, and it is skipped";
  if (state === "replaced")
    return "its number went to another transaction, so it never arrives: run the same command again";
  if (state === "absent")
    return "no node has it, and it can only arrive late, if it is still on its way: run the same command again, it takes the same number";
  return nonce > mined
    ? `it waits for number ${mined} of this account, which comes first: look for whoever sent that one`
    : "it is next and waits for a block: wait, or see why the validators make none";
};

/** The same for people. */
export const pendingText = ({ network, block, at, secondsBetweenBlocks, accounts, sent }: PendingJson): string => {
  const pace =
    secondsBetweenBlocks === null ? "the chain has one block" : `the last two are ${secondsBetweenBlocks} s apart`;
  const lines = [`${network}: block ${block} of ${at}; ${pace}`, ""];
  if (accounts.length > 0)
    lines.push(
      table(
        ["signs as", "account", "in blocks", "waiting"],
        accounts.map(({ role, account, mined, waiting }) => [role, account, mined, waiting]),
      ),
      "",
    );
  if (sent.length === 0) return [...lines, "nothing that was sent from here waits"].join("\n");
  for (const { task, role, nonce, preparedAt, hash, state, why } of sent)
    lines.push(
      `${task} of ${preparedAt}, number ${nonce} of the ${role}${hash === null ? "" : `, ${hash}`}: ${state}`,
      `  ${why}`,
    );
  return lines.join("\n");
};
