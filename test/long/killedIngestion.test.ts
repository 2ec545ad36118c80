import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Contract, encodeBytes32String, JsonRpcProvider, type InterfaceAbi } from "ethers";
import { NODE_OPTIONS, nodeEnvironment, startNode, type LocalNode } from "../support/node";
import { randomFrom } from "../support/random";
import { day } from "../support/suite";
import { documentOf, runCli, type Ran } from "../support/task";

const FILE = "test/data/meters/pv-hourly-2021.csv";
const KILLS = 10;
const TRANSACTIONS = 16; // 366 Japan days, 23 to a transaction

interface IngestJson {
  readonly hours: number;
  readonly recorded: number;
}

describe("An ingestion that is killed [E-1, E-2]", function () {
  this.timeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), "killed-"));
  const pick = randomFrom(329);
  let node: LocalNode | undefined;
  let impact: Contract;
  let clean: readonly string[] = [];

  const run = (...args: string[]): Promise<Ran> =>
    runCli([...NODE_OPTIONS, ...args], nodeEnvironment(node?.url ?? "", folder));

  const bringIn = async (facility: string): Promise<void> => {
    const about = ["--name", facility, "--kind", "generation", "--watts", "3000", "--operational", "2021-01-01"];
    documentOf(await run("impact", "facility", "--facility", facility, ...about, "--meters", facility, "--execute", "--json")); // prettier-ignore
    const worth = ["--co2", "441000", "--primary-energy", "8640", "--kind", "grid", "--fiscal-year", "2020"];
    const source = ["--source", "a table", "--document", `0x${"11".repeat(32)}`];
    documentOf(await run("impact", "factor", "--facility", facility, ...worth, ...source, "--execute", "--json"));
  };

  const ingest = (facility: string): readonly string[] =>
    ["impact", "ingest", "--facility", facility, "--file", FILE, "--execute"]; // prettier-ignore

  /** Starts an ingestion, and kills it some milliseconds after it has said so many times that something was sent. */
  const kill = (facility: string, after: number, milliseconds: number): Promise<boolean> =>
    new Promise((resolve) => {
      const options = { env: { ...process.env, ...nodeEnvironment(node?.url ?? "", folder) } };
      const child = spawn(process.execPath, ["scripts/hardhat.cjs", ...NODE_OPTIONS, ...ingest(facility)], options);
      let said = "";
      child.stdout.on("data", (text: Buffer) => {
        said += String(text);
        const count = said.split("\n").filter((line) => / sent \d/.test(line)).length;
        const hasBegun = said.includes("hours go in");
        if (hasBegun && count >= after) setTimeout(() => child.kill("SIGKILL"), milliseconds);
      });
      child.once("exit", (_, signal) => resolve(signal === "SIGKILL"));
    });

  /** Everything that the ledger holds of a facility, but for moments and block numbers: a text for each day. */
  const recordsOf = async (facility: string): Promise<readonly string[]> => {
    const id = encodeBytes32String(facility);
    const days = Array.from({ length: 368 }, (_, i) => day("2020-12-31") + i);
    const texts = days.map(async (each) => {
      const count = Number(await impact.getFunction("batchCount")(id, each));
      const batches = await Promise.all(
        Array.from({ length: count }, async (_, i) => {
          const { recordedAt: _at, ...rest } = (
            (await impact.getFunction("batchAt")(id, each, i + 1)) as {
              toObject(deep: boolean): Record<string, unknown>;
            }
          ).toObject(true);
          return rest;
        }),
      );
      return JSON.stringify([each, batches], (_, value: unknown) =>
        typeof value === "bigint" ? String(value) : value,
      );
    });
    const { records, missing, firstHour, nextHour } = (await impact.getFunction("progress")(id)) as Record<
      string,
      bigint
    >;
    return [...(await Promise.all(texts)), [records, missing, firstHour, nextHour].join()];
  };

  before(async () => {
    node = await startNode();
    const { impact: address } = documentOf<{ impact?: string }>(
      await run("bond", "deploy", "--terms", "deploy/parameters/hitachi-21.json", "--execute", "--json"),
    );
    const { abi } = JSON.parse(readFileSync("artifacts/contracts/ImpactRegistry.sol/ImpactRegistry.json", "utf8")) as {
      abi: InterfaceAbi;
    };
    const provider = new JsonRpcProvider(node.url, 2017, { staticNetwork: true });
    impact = new Contract(address ?? "", abi, provider);
    await bringIn("clean");
    const done = documentOf<IngestJson>(await run(...ingest("clean"), "--json"));
    expect(done.hours).to.equal(8_760);
    clean = await recordsOf("clean");
  });

  after(() => {
    node?.process.kill();
    rmSync(folder, { recursive: true });
  });

  for (let round = 1; round <= KILLS; round += 1)
    it(`gives the same records as one clean run once it is finished (${round} of ${KILLS})`, async () => {
      const facility = `killed-${round}`;
      await bringIn(facility);
      const after = pick(0, TRANSACTIONS - 4);
      const wasKilled = await kill(facility, after, pick(0, 120));
      const done = documentOf<IngestJson>(await run(...ingest(facility), "--json"));
      expect(wasKilled, "killed in its midst").to.equal(true);
      expect(done.hours + done.recorded).to.equal(8_760);
      expect(await recordsOf(facility)).to.deep.equal(clean);
    });
});
