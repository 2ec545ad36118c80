import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { argumentsJson, dataOf } from "./abi";
import { roleName } from "./accounts";
import { gasOf } from "./deliver";
import { countOf, headOf } from "./fate";
import { requireNew, writeWhole } from "./files";
import { chainIdOf, type OpenBond, type OpenNetwork } from "./network";
import { TaskError } from "./output";
import type { Plan, Step } from "./plan";
import { unsignedOf, type Prepared, type PreparedTransaction } from "./prepared";
import { jstIso, nowOf } from "./time";

/** Refuses flags that contradict each other, and a file that is there already. */
export const requirePreparable = (file: string, execute: boolean): void => {
  if (execute)
    throw new TaskError("--prepare, --execute: found both; prepare the plan to be signed elsewhere, or send it from here"); // prettier-ignore
  requireNew("prepare", file);
};

/** A plan that the chain has let pass as unsigned transactions, with the numbers that its signers have free. */
export const preparedOf = async (open: OpenNetwork | OpenBond, plan: Plan): Promise<Prepared> => {
  const { task, holders } = plan;
  return {
    ...{ version: 1, task, network: open.name, chainId: await chainIdOf(open.hre) },
    ...("id" in open ? { bond: open.id } : {}),
    ...{ preparedAt: jstIso(await nowOf(open)), block: await headOf(open.hre) },
    ...(holders === undefined ? {} : { holders }),
    transactions: await transactionsOf(open, plan),
  };
};

export const writePrepared = (file: string, prepared: Prepared): void =>
  writeWhole("prepare", file, `${JSON.stringify(prepared, null, 2)}\n`);

const transactionsOf = async (open: OpenNetwork, { task, steps }: Plan): Promise<PreparedTransaction[]> => {
  const chainId = await chainIdOf(open.hre);
  const next = new Map<string, number>();
  const transactions: PreparedTransaction[] = [];
  for (const [position, step] of steps.entries()) {
    const { role, signer, contract, address: to, call, changes, clause } = step;
    const nonce = next.get(signer) ?? (await freeNumberOf(open.hre, step));
    next.set(signer, nonce + 1);
    const data = dataOf(open.abi, step);
    const parcel = { task, role: roleName(role), from: signer, to, data };
    const gas = Number(await gasOf(open.hre, parcel, { follows: position > 0 }));
    const { unsignedSerialized, unsignedHash } = unsignedOf(chainId, { to, data, nonce, gas });
    const args = open.abi.interfaces[contract].decodeFunctionData(call, data);
    transactions.push({
      ...{ role, signer, changes, clause, contract, function: call },
      arguments: argumentsJson(open.abi, { contract, call, args: [...args] as unknown[] }),
      ...{ to, data, nonce, gas, gasPrice: 0, type: 0 },
      ...{ unsigned: unsignedSerialized, digest: unsignedHash },
    });
  }
  return transactions;
};

/** The number of the next transaction of a signer of whom nothing waits: what waits would take the number, or come too late for it. */
const freeNumberOf = async (hre: HardhatRuntimeEnvironment, { role, signer }: Step): Promise<number> => {
  const [mined, pending] = [await countOf(hre, signer, "latest"), await countOf(hre, signer, "pending")];
  if (pending <= mined) return mined;
  throw new TaskError(
    `${roleName(role)} ${signer}: transaction ${mined} of this account waits for a block, so no number is free for what is prepared; look at it with \`tx pending\`, and prepare again when it has arrived`,
  );
};
