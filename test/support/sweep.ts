import type { ParamType } from "ethers";
import { ethers, network } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { jstDayOf } from "../../lib/day";
import { HASH } from "./market";
import { oneOf, randomFrom, type Pick } from "./random";
import { accountsOf, changingOn, compiledSuite, type Account, type Stage } from "./stage";
import { ref } from "./suite";

const rpc = (method: string, ...params: unknown[]): Promise<unknown> => network.provider.send(method, params);

/** Runs `attempt` and puts the chain back, whatever it did. */
export const undone = async <T>(attempt: () => Promise<T>): Promise<T> => {
  const snapshot = await rpc("evm_snapshot");
  try {
    return await attempt();
  } finally {
    await rpc("evm_revert", snapshot);
  }
};

/** Everybody who may attack: each role, a holder, a stranger, the deployer. The victim is `on.a`, who never signs. */
export const attackersOf = (on: Stage): Readonly<Record<Account, HardhatEthersSigner>> => ({
  ...accountsOf(on),
  investor: on.b,
});

interface Attack {
  readonly on: Stage;
  readonly pick: Pick;
  readonly today: number;
  readonly attacker: HardhatEthersSigner;
  /** Calls that would hurt, for functions that pass calls on. */
  readonly calls: readonly string[];
  readonly places: readonly string[];
}

const TAKING = /^(to|buyer|new\w*|spender|receiver|payee)$/i;

/** A value that an attacker would try: most often his victim to take from and himself to give to, else anything of that type. */
const valueFor = (attack: Attack, type: ParamType): unknown => {
  const { pick, calls } = attack;
  if (type.isArray()) {
    const length = type.arrayLength === null || type.arrayLength < 0 ? pick(0, 2) : type.arrayLength;
    return Array.from({ length }, () => valueFor(attack, type.arrayChildren));
  }
  if (type.isTuple()) return type.components.map((each) => valueFor(attack, each));
  if (type.type === "address") return addressFor(attack, type.name);
  if (type.type === "bool") return pick(0, 1) === 1;
  if (type.type === "string") return oneOf(pick, ["", "x"]);
  if (type.type === "bytes") return oneOf(pick, calls);
  if (type.type === "bytes4") return oneOf(pick, calls).slice(0, 10);
  if (type.type === "bytes32") return oneOf(pick, [HASH, HASH, ref("x"), ethers.ZeroHash]);
  const bits = Number(type.type.replace(/^\D+/, ""));
  return numberFor(attack, type.name, type.type.startsWith("int") ? bits - 1 : bits); // one bit is the sign
};

const addressFor = ({ on, pick, attacker, places }: Attack, name: string): string => {
  if (/^(target|book)$/.test(name)) return oneOf(pick, places);
  if (pick(0, 2) > 0) {
    if (/^(account|holder)$/.test(name)) return oneOf(pick, [on.a, on.a, attacker, on.newKey]).address;
    return TAKING.test(name) ? oneOf(pick, [attacker, attacker, on.b]).address : on.a.address;
  }
  const people = [on.a, on.b, on.c, on.dealer, on.issuer, on.newKey, on.stranger, attacker].map((each) => each.address);
  return oneOf(pick, [...people, ...places, ethers.ZeroAddress]);
};

/** Days around today for what is called a day, else small numbers; now and then the largest of all. */
const numberFor = ({ pick, today }: Attack, name: string, bits: number): bigint => {
  const most = 2n ** BigInt(bits) - 1n;
  if (pick(0, 15) === 0) return most;
  if (/day$/i.test(name)) return BigInt(today + oneOf(pick, [-400, -1, 0, 0, 1, 2, 22, 30, 400]));
  if (bits === 8) return BigInt(pick(0, 3) > 0 ? pick(0, 1) : pick(0, 9)); // an enum, or a class
  return oneOf(
    pick,
    /^(id|index|resolution|limit)$/.test(name) ? [0n, 1n, 1n, 1n, 2n] : [0n, 1n, 1n, 2n, 5n, 10n, 40n],
  );
};

/** A sweep: every function that changes something, of every contract, called by one account after another. */
export interface Sweep {
  readonly attackers?: readonly Account[];
  /** How often each account goes through all functions; every time in another order, and from the same moment. */
  readonly rounds: number;
  /** How many seconds may pass between two calls; none if left out. */
  readonly patience?: number;
  /** Calls that are left out: what the attack is not about. */
  readonly except?: (attacker: Account, label: string) => boolean;
  /** Asked after every call that was not refused: what is wrong now, if anything is. */
  readonly wrong: (attacker: Account) => Promise<string | undefined>;
}

/** What landed, by `attacker contract.function`; `wrong` names each call after which something was. */
export interface Swept {
  readonly tried: number;
  readonly landed: ReadonlySet<string>;
  readonly wrong: readonly string[];
}

/** Reading all artifacts takes seconds, and within one process they stay as they are. */
let known: ReturnType<typeof compiledSuite> | undefined;
const suiteOnce = (): ReturnType<typeof compiledSuite> => (known ??= compiledSuite());

/** Every function of every contract that changes something, with the contract that has it. */
export const functionsOn = async (on: Stage) => changingOn(on, await suiteOnce());

/** Tries everything. What is refused changes nothing, so it is asked first and not sent. */
export const sweep = async (on: Stage, plan: Sweep): Promise<Swept> => {
  const functions = await functionsOn(on);
  const { rounds, patience = 0, except = () => false, wrong } = plan;
  const landed = new Set<string>();
  const found: string[] = [];
  let tried = 0;
  const attackers = Object.entries(attackersOf(on)).filter(
    ([name]) => plan.attackers === undefined || plan.attackers.includes(name as Account),
  ) as [Account, HardhatEthersSigner][];
  for (const [name, attacker] of attackers)
    for (let round = 0; round < rounds; round += 1)
      await undone(async () => {
        const attackBy = await armed(on, attacker);
        const drawOf = (label: string): number => seedOf(`1 ${name} ${round} ${label}`);
        for (const { contract, name: called, instance, fragment } of shuffled(functions, drawOf)) {
          const label = `${contract}.${called}`;
          if (except(name, label)) continue;
          const attack = attackBy(randomFrom(drawOf(label)));
          if (patience > 0) await time.increase(attack.pick(1, patience));
          const data = instance.interface.encodeFunctionData(
            fragment,
            fragment.inputs.map((each) => valueFor(attack, each)),
          );
          tried += 1;
          if (!(await lands(attacker.address, await instance.getAddress(), data))) continue;
          landed.add(`${name} ${label}`);
          const problem = await wrong(name);
          if (problem !== undefined) found.push(`${name} ${label} ${data}: ${problem}`);
        }
      });
  return { tried, landed, wrong: found };
};

/** Chance goes by the function's own name, so that a new function changes no attack on the others. */
const seedOf = (text: string): number => Number(BigInt(ethers.id(text)) & 0xffff_ffffn);

const armed = async (on: Stage, attacker: HardhatEthersSigner): Promise<(pick: Pick) => Attack> => {
  const { token, registry, authority, market, offering, payments, orders } = on;
  const me = attacker.address;
  const calls = [
    token.interface.encodeFunctionData("forcedTransfer", [on.a.address, me, 1]),
    token.interface.encodeFunctionData("transferFrom", [on.a.address, me, 1]),
    token.interface.encodeFunctionData("issue"),
    token.interface.encodeFunctionData("admit", [me, 0]),
    token.interface.encodeFunctionData("moveParty", [2, me, HASH]),
    registry.interface.encodeFunctionData("open", [me, HASH, 0, HASH]),
    authority.interface.encodeFunctionData("grantRole", [2, me, 0]),
  ];
  const places = await Promise.all(
    [token, registry, authority, market, offering, payments, orders].map((each) => each.getAddress()),
  );
  const today = Number(jstDayOf(BigInt(await time.latest())));
  return (pick) => ({ on, pick, today, attacker, calls, places });
};

const shuffled = <Item extends { readonly contract: string; readonly name: string }>(
  items: readonly Item[],
  drawOf: (label: string) => number,
): readonly Item[] => {
  const draws = items.map((item) => ({ item, draw: drawOf(`${item.contract}.${item.name}`) }));
  return draws.sort((one, other) => one.draw - other.draw).map(({ item }) => item);
};

const lands = async (from: string, to: string, data: string): Promise<boolean> => {
  const call = { from, to, data, gas: "0x989680" };
  try {
    await rpc("eth_call", call, "pending");
    await rpc("eth_sendTransaction", call);
    return true;
  } catch {
    return false;
  }
};
