/** The folder of a local permissioned network: its keys, its genesis and what it was made from. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { computeAddress } from "ethers";
import { z } from "zod";
import { TaskError } from "../../tasks/support/output";
import { CLIENTS, enodeOf, genesisOf, goquorumSettings, placesOf, type QbftNetwork } from "./qbft";

const count = z.number().int().positive();
const schema: z.ZodType<QbftNetwork> = z.strictObject({
  client: z.enum(CLIENTS),
  validators: count,
  periodSeconds: count,
  emptyPeriodSeconds: count,
  chainId: count,
  port: count,
  p2pPort: count,
});

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** What a folder was made from; undefined if nothing is there. Whatever else is there is left alone. */
export const readNetwork = (folder: string): QbftNetwork | undefined => {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return undefined;
  const file = join(folder, "network.json");
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new TaskError(`${folder}: holds other files than a network that this command has made; name another --dir`);
  }
};

/** Private keys: ethers refuses the few numbers that are none, when the address is computed. */
const nodeKeys = (many: number): readonly string[] =>
  Array.from({ length: many }, () => `0x${randomBytes(32).toString("hex")}`);

/** Makes the keys and the genesis of a network. The file that says what it was made from comes last: a broken folder is none. */
export const writeNetwork = (folder: string, network: QbftNetwork): void => {
  const keys = nodeKeys(network.validators);
  const addresses = keys.map((key) => computeAddress(key).toLowerCase()).sort();
  const enodes = keys.map((key, position) => enodeOf(key, network.p2pPort + position));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "genesis.json"), json(genesisOf(network, addresses)));
  for (const [position, key] of keys.entries()) {
    const places = placesOf(folder, position);
    mkdirSync(places.data, { recursive: true });
    writeFileSync(places.nodeKey, key.slice("0x".length), { mode: 0o600 });
    writeFileSync(places.staticNodes, json(enodes));
    if (network.client === "goquorum") writeFileSync(places.settings, goquorumSettings(network, position));
  }
  const file = join(folder, "network.json");
  writeFileSync(`${file}.new`, json(network));
  renameSync(`${file}.new`, file);
};
