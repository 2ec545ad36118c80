import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { computeAddress, decodeRlp, dataSlice, keccak256 } from "ethers";
import {
  argumentsOf,
  enodeOf,
  extraDataOf,
  genesisOf,
  goquorumSettings,
  placesOf,
  requestTimeoutSeconds,
  tolerated,
  type QbftNetwork,
} from "../../scripts/support/qbft";
import { keptNetwork, newNetwork, requestOf } from "../../scripts/support/qbftOptions";
import { nextBlock } from "../../scripts/support/qbftRun";
import { TaskError } from "../../tasks/support/output";

const STAND_IN = resolve("test/support/validatorStandIn.cjs");

const network = (changes: Partial<QbftNetwork> = {}): QbftNetwork => ({
  client: "goquorum",
  validators: 4,
  periodSeconds: 1,
  emptyPeriodSeconds: 1,
  chainId: 2017,
  port: 8545,
  p2pPort: 30303,
  ...changes,
});

interface Genesis {
  readonly config: Readonly<Record<string, unknown>> & { readonly qbft: Readonly<Record<string, number>> };
  readonly gasLimit: string;
  readonly alloc: object;
  readonly extraData: string;
}

const genesis = (changes: Partial<QbftNetwork> = {}): Genesis =>
  genesisOf(network(changes), ["0x" + "11".repeat(20)]) as Genesis;

const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof TaskError) return error.message;
    throw error;
  }
  throw new Error("expected a refusal");
};

describe("qbft", () => {
  describe("extra data", () => {
    it("is as in Besu's documentation, page QBFT, section Extra data: four validators, in the order given", () => {
      const validators = [
        "0x4592c8e45706cc08b8f44b11e43cba0cfc5892cb",
        "0x06e23768a0f59cf365e18c2e0c89e151bcdedc70",
        "0xc5327f96ee02d7bcbc1bf1236b8c15148971e1de",
        "0xab5e7f4061c605820d3744227eed91ff8e2c8908",
      ];
      expect(extraDataOf(validators)).to.equal(
        "0xf87aa00000000000000000000000000000000000000000000000000000000000000000f854944592c8e45706cc08b8f44b11e43cba0cfc5892cb" +
          "9406e23768a0f59cf365e18c2e0c89e151bcdedc7094c5327f96ee02d7bcbc1bf1236b8c15148971e1de" +
          "94ab5e7f4061c605820d3744227eed91ff8e2c8908c080c0",
      );
    });

    it("is as in GoQuorum's own test of the engine, TestPrepareExtra", () => {
      const validators = [
        "0x44add0ec310f115a0e603b2d7db9f067778eaf8a",
        "0x294fc7e8f22b3bcdcf955dd7ff3ba2ed833f8212",
        "0x6beaaed781d2d2ab6350f5c4566a2c6eaac407a6",
        "0x8be76812f765c24641ec63dc2852b378aba2b440",
      ];
      expect(extraDataOf(validators)).to.equal(
        "0xf87aa00000000000000000000000000000000000000000000000000000000000000000f8549444add0ec310f115a0e603b2d7db9f067778eaf8a" +
          "94294fc7e8f22b3bcdcf955dd7ff3ba2ed833f8212946beaaed781d2d2ab6350f5c4566a2c6eaac407a6" +
          "948be76812f765c24641ec63dc2852b378aba2b440c080c0",
      );
    });

    it("is as in Besu's documentation, page QBFT, genesis with a contract: no validators", () => {
      expect(extraDataOf([])).to.equal(
        "0xe5a00000000000000000000000000000000000000000000000000000000000000000c0c080c0",
      );
    });
  });

  describe("genesis", () => {
    it("limits a block to 800,000,000 gas, and gives nobody a balance", () => {
      expect(Number(genesis().gasLimit)).to.equal(800_000_000);
      expect(genesis().alloc).to.deep.equal({});
    });

    it("is berlin, without a fee, with 64 KB a transaction and 24 KB of code, in the words of GoQuorum", () => {
      const { config } = genesis();
      expect(config).to.include({ chainId: 2017, berlinBlock: 0, istanbulBlock: 0, isQuorum: true, txnSizeLimit: 64 });
      expect(config["maxCodeSizeConfig"]).to.deep.equal([{ block: 0, size: 24 }]);
      expect(config).not.to.have.any.keys("londonBlock", "contractSizeLimit");
      expect(config.qbft).to.include({ blockperiodseconds: 1, policy: 0, ceil2Nby3Block: 0 });
    });

    it("is berlin, with 24,576 bytes of code, in the words of Besu, which knows none of GoQuorum's", () => {
      const { config } = genesis({ client: "besu", chainId: 1337, periodSeconds: 2, emptyPeriodSeconds: 2 });
      expect(config).to.deep.equal({
        chainId: 1337,
        berlinBlock: 0,
        contractSizeLimit: 24_576,
        qbft: { epochlength: 30_000, blockperiodseconds: 2, requesttimeoutseconds: 4 },
      });
    });

    for (const client of ["goquorum", "besu"] as const) {
      it(`says of an empty period only where it is longer (${client})`, () => {
        expect(genesis({ client }).config.qbft).not.to.have.property("emptyblockperiodseconds");
        expect(genesis({ client, emptyPeriodSeconds: 10 }).config.qbft).to.include({
          blockperiodseconds: 1,
          emptyblockperiodseconds: 10,
          requesttimeoutseconds: 20, // 2 × 10
        });
      });
    }

    it("lets a round outlast two blocks, and 4 seconds at least", () => {
      expect(
        [1, 2, 3].map((emptyPeriodSeconds) => requestTimeoutSeconds(network({ emptyPeriodSeconds }))),
      ).to.deep.equal([4, 4, 6]);
    });
  });

  it("tolerates the loss of fewer than a third", () => {
    expect([1, 3, 4, 6, 7].map(tolerated)).to.deep.equal([0, 0, 1, 1, 2]);
  });

  it("finds a validator by the public key of its node key", () => {
    // the key 1 has the generator of secp256k1 as its public key, published with the curve
    const generator =
      "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798" +
      "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";
    expect(enodeOf(`0x${"0".repeat(63)}1`, 30305)).to.equal(`enode://${generator}@127.0.0.1:30305?discport=0`);
  });

  describe("command lines", () => {
    it("have GoQuorum listen on 127.0.0.1 alone, take no fee and unlock nothing", () => {
      const args = argumentsOf(network(), "F", 2);
      const after = (flag: string): string | undefined => args[args.indexOf(flag) + 1];
      expect(after("--http.addr")).to.equal("127.0.0.1");
      expect(after("--http.port")).to.equal("8547");
      expect(after("--miner.gasprice")).to.equal("0");
      expect(after("--miner.gastarget")).to.equal("800000000");
      expect(after("--miner.gaslimit")).to.equal("800000000");
      expect(after("--networkid")).to.equal("2017");
      expect(after("--nodekey")).to.equal(join("F", "validator-3", "nodekey"));
      expect(after("--datadir")).to.equal(join("F", "validator-3", "data"));
      expect(after("--config")).to.equal(join("F", "validator-3", "config.toml"));
      expect(after("--http.api")?.split(",")).to.have.members(["eth", "net", "web3", "txpool", "istanbul"]);
      expect(args).to.include.members(["--mine", "--nodiscover", "--ipcdisable"]);
      // --port listens on every interface; the settings say where instead
      expect(args.join(" ")).not.to.match(/unlock|personal|admin|0\.0\.0\.0|--port|--ws/);
      expect(goquorumSettings(network(), 2)).to.equal('[Node.P2P]\nListenAddr = "127.0.0.1:30305"\n');
    });

    it("have Besu listen on 127.0.0.1 alone, take no fee and answer for all blocks", () => {
      const args = argumentsOf(network({ client: "besu" }), "F", 1);
      expect(args).to.include.members([
        "--p2p-host=127.0.0.1",
        "--p2p-interface=127.0.0.1",
        "--p2p-port=30304",
        "--rpc-http-host=127.0.0.1",
        "--rpc-http-port=8546",
        "--rpc-http-api=ETH,NET,WEB3,QBFT,TXPOOL",
        "--host-allowlist=localhost,127.0.0.1",
        "--min-gas-price=0",
        "--target-gas-limit=800000000",
        "--discovery-enabled=false",
        "--rpc-max-logs-range=0",
        `--genesis-file=${join("F", "genesis.json")}`,
        `--data-path=${join("F", "validator-2", "data")}`,
        `--node-private-key-file=${join("F", "validator-2", "nodekey")}`,
        `--static-nodes-file=${join("F", "validator-2", "data", "static-nodes.json")}`,
      ]);
      expect(args.join(" ")).not.to.match(/ADMIN|MINER|DEBUG|0\.0\.0\.0|\*/);
    });
  });

  describe("options", () => {
    const given = (args: string, environment = {}) => requestOf(args.split(" ").filter(Boolean), environment);

    it("are four validators of GoQuorum, blocks of a second, chain id 2017, in build/qbft", () => {
      const { folder, generate, help, program, given: options } = given("");
      expect({ folder, generate, help, program }).to.deep.equal({ folder: "build/qbft", generate: false, help: false, program: undefined }); // prettier-ignore
      expect(newNetwork(options)).to.deep.equal(network());
    });

    it("are read, each of them", () => {
      const {
        folder,
        generate,
        given: options,
      } = given(
        "--validators 7 --period 2 --empty-period 10 --chain-id 5 --port 9000 --p2p-port 9100 --dir D --client besu --generate",
      );
      expect({ folder, generate }).to.deep.equal({ folder: "D", generate: true });
      expect(newNetwork(options)).to.deep.equal({
        client: "besu",
        validators: 7,
        periodSeconds: 2,
        emptyPeriodSeconds: 10,
        chainId: 5,
        port: 9000,
        p2pPort: 9100,
      });
    });

    it("take the empty period from the period if only that is given", () => {
      expect(newNetwork({ periodSeconds: 5 })).to.include({ periodSeconds: 5, emptyPeriodSeconds: 5 });
    });

    it("take the client from the program that is named", () => {
      const { program, given: options } = given("", { HYPERLEDGER_BESU: "/b" });
      expect(program).to.deep.equal({ client: "besu", path: "/b" });
      expect(newNetwork(options).client).to.equal("besu");
      expect(given("", { GOQUORUM_GETH: "/g", HYPERLEDGER_BESU: "" }).program).to.deep.equal({ client: "goquorum", path: "/g" }); // prettier-ignore
    });

    const REFUSED: readonly [args: string, environment: Readonly<Record<string, string>>, message: RegExp][] = [
      [
        "",
        { GOQUORUM_GETH: "/g", HYPERLEDGER_BESU: "/b" },
        /^GOQUORUM_GETH and HYPERLEDGER_BESU are both set.*unset one/,
      ],
      [
        "--client besu",
        { GOQUORUM_GETH: "/g" },
        /^--client: found besu, but GOQUORUM_GETH names a program of goquorum/,
      ],
      ["--client geth", {}, /^--client: found "geth", expected one of goquorum, besu$/],
      ["--validators 0", {}, /^--validators: found "0", expected an integer from 1 to 16$/],
      ["--validators 17", {}, /^--validators: found "17"/],
      ["--period 0", {}, /^--period: found "0"/],
      ["--chain-id x", {}, /^--chain-id: found "x"/],
      ["--port 1023", {}, /^--port: found "1023"/],
      ["--fast", {}, /--fast.*see --help$/],
      ["now", {}, /now.*see --help$/],
    ];
    for (const [args, environment, message] of REFUSED) {
      it(`refuse ${args === "" ? "two programs" : args}`, () => {
        expect(messageOf(() => given(args, environment))).to.match(message);
      });
    }

    it("refuse an empty period below the period, and take one that is equal", () => {
      expect(messageOf(() => newNetwork({ periodSeconds: 2, emptyPeriodSeconds: 1 }))).to.match(/^--empty-period: found 1, expected at least/); // prettier-ignore
      expect(newNetwork({ periodSeconds: 2, emptyPeriodSeconds: 2 }).emptyPeriodSeconds).to.equal(2);
    });

    it("refuse ports beyond the last, and take those that just fit: 65532, 33, 34 and 35", () => {
      expect(newNetwork({ port: 65_532 }).port).to.equal(65_532);
      expect(messageOf(() => newNetwork({ port: 65_533 }))).to.match(/^--port: found 65533, expected at most 65532/);
      expect(messageOf(() => newNetwork({ p2pPort: 65_533 }))).to.match(/^--p2p-port: found 65533/);
    });

    it("refuse ports that meet, and take neighbours", () => {
      expect(newNetwork({ p2pPort: 8549 }).p2pPort).to.equal(8549); // 8545 to 8548 are taken
      expect(newNetwork({ p2pPort: 8541 }).p2pPort).to.equal(8541);
      for (const p2pPort of [8548, 8542]) {
        expect(messageOf(() => newNetwork({ p2pPort }))).to.match(new RegExp(`^--p2p-port: found ${p2pPort}, which meets --port 8545`)); // prettier-ignore
      }
    });

    it("of an existing network stay what they were: absent or repeated they pass", () => {
      const kept = network({ validators: 7, port: 9000 });
      expect(keptNetwork(kept, {}, "D")).to.deep.equal(kept);
      expect(keptNetwork(kept, { validators: 7, port: 9000 }, "D")).to.deep.equal(kept);
    });

    const CHANGES: readonly [Partial<QbftNetwork>, flag: string][] = [
      [{ client: "besu" }, "client"],
      [{ validators: 5 }, "validators"],
      [{ periodSeconds: 2 }, "period"],
      [{ emptyPeriodSeconds: 10 }, "empty-period"],
      [{ chainId: 1 }, "chain-id"],
      [{ port: 1 }, "port"],
      [{ p2pPort: 1 }, "p2p-port"],
    ];
    for (const [change, flag] of CHANGES) {
      it(`of an existing network are refused when --${flag} differs, with the remedy`, () => {
        const [key, value] = Object.entries(change)[0] ?? [];
        const was = network()[key as keyof QbftNetwork];
        expect(messageOf(() => keptNetwork(network(), change, "D"))).to.equal(
          `--${flag}: found ${value}, expected ${was}, with which D was made; drop the option, name another --dir, or remove D and its chain`,
        );
      });
    }
  });

  describe("the command", () => {
    let folder: string;
    let ports: readonly string[];
    let running: ChildProcess[] = [];

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), "qbft-"));
      const [port, p2pPort] = await freeRanges(5);
      ports = ["--port", `${port}`, "--p2p-port", `${p2pPort}`];
      running = [];
    });

    afterEach(async () => {
      for (const each of running.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
        each.kill("SIGTERM");
        await once(each, "exit");
      }
      rmSync(folder, { recursive: true, force: true });
    });

    const dir = () => join(folder, "net");
    const recordFile = () => join(folder, "record");
    const COMMAND = ["-r", "ts-node/register/transpile-only", "scripts/qbft.ts"];

    const environment = (more: Readonly<Record<string, string>>) => ({
      ...process.env,
      GOQUORUM_GETH: "",
      HYPERLEDGER_BESU: "",
      STAND_IN_RECORD: recordFile(),
      ...more,
    });

    const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
      new Promise<{ stdout: string; stderr: string; code: number }>((resolve) => {
        const all = [...COMMAND, "--dir", dir(), ...args];
        execFile(process.execPath, all, { env: environment(more) }, (error, stdout, stderr) =>
          resolve({ stdout, stderr, code: error === null ? 0 : Number(error.code ?? 1) }),
        );
      });

    /** Starts it, and waits until it says how to use the network. */
    const start = async (args: readonly string[], more: Readonly<Record<string, string>>) => {
      const child = spawn(process.execPath, [...COMMAND, "--dir", dir(), ...args], { env: environment(more), stdio: ["ignore", "pipe", "inherit"] }); // prettier-ignore
      running.push(child);
      const ended = once(child, "exit") as Promise<[number | null]>;
      let stdout = "";
      await new Promise<void>((resolve, reject) => {
        child.stdout?.on("data", (text: Buffer) => {
          stdout += String(text);
          if (stdout.includes("IBET_LOCAL_URL")) resolve();
        });
        void ended.then(([code]) => reject(new Error(`ended with ${code}: ${stdout}`)));
      });
      const stop = async (): Promise<number | null> => {
        child.kill("SIGINT");
        child.kill("SIGINT"); // npm and the terminal both pass it on
        return (await ended)[0];
      };
      return { said: () => stdout, stop };
    };

    interface Record_ {
      readonly event: string;
      readonly args: readonly string[];
      readonly privateConfig: string | null;
    }

    const records = (): readonly Record_[] =>
      existsSync(recordFile())
        ? readFileSync(recordFile(), "utf8").trim().split("\n").map((line) => JSON.parse(line) as Record_) // prettier-ignore
        : [];
    const count = (event: string): number => records().filter((each) => each.event === event).length;

    const refusal = (ran: { stdout: string; stderr: string; code: number }): string => {
      expect(ran.code).to.equal(1);
      expect(ran.stderr.trim().split("\n")).to.have.length(1);
      return ran.stderr.trim();
    };

    it("generates keys that only their owner reads, and a genesis of exactly their addresses", async () => {
      const { code, stdout } = await run(["--generate", "--validators", "5", ...ports]);
      expect(code).to.equal(0);
      expect(stdout).to.contain("generated, 5 validators of goquorum, chain id 2017, blocks of 1 s");
      const places = [0, 1, 2, 3, 4].map((position) => placesOf(dir(), position));
      const keys = places.map(({ nodeKey }) => readFileSync(nodeKey, "utf8"));
      for (const [position, key] of keys.entries()) {
        expect(key).to.match(/^[0-9a-f]{64}$/);
        expect(statSync(places[position]?.nodeKey ?? "").mode & 0o777).to.equal(0o600);
      }
      expect(new Set(keys)).to.have.length(5);
      const { extraData } = JSON.parse(readFileSync(join(dir(), "genesis.json"), "utf8")) as Genesis;
      const [, validators] = decodeRlp(extraData) as [string, string[]];
      const addresses = keys.map((key) => computeAddress(`0x${key}`).toLowerCase());
      expect(validators).to.deep.equal([...addresses].sort());

      // every node finds every other: its address is the hash of the key in its enode
      const enodes = JSON.parse(readFileSync(places[0]?.staticNodes ?? "", "utf8")) as string[];
      const found = enodes.map((enode) =>
        dataSlice(keccak256(`0x${enode.slice("enode://".length, -1).split("@")[0]}`), 12),
      );
      expect(found).to.deep.equal(addresses);
      for (const { staticNodes } of places) expect(JSON.parse(readFileSync(staticNodes, "utf8"))).to.deep.equal(enodes);
      expect(records()).to.deep.equal([]);
    });

    it("writes nothing where there is no client to run, and says what to install", async () => {
      const message = refusal(await run(ports));
      expect(message).to.match(
        /^no client to run: install GoQuorum and set GOQUORUM_GETH.*HYPERLEDGER_BESU.*--generate/,
      );
      expect(existsSync(dir())).to.equal(false);
    });

    it("writes nothing where the program is none, or is Ethereum's geth", async () => {
      expect(refusal(await run(ports, { GOQUORUM_GETH: join(folder, "geth") }))).to.match(
        /geth is no program that can be run/,
      );
      const ethereum = { GOQUORUM_GETH: STAND_IN, STAND_IN_VERSION: "Go Version: go1.22" };
      expect(refusal(await run(ports, ethereum))).to.match(/does not say that it is GoQuorum's/);
      expect(existsSync(dir())).to.equal(false);
    });

    it("leaves a folder alone that holds something else", async () => {
      writeFileSync(join(folder, "mine"), "");
      const all = ["--dir", folder, "--generate"];
      expect(refusal(await run(all))).to.match(/holds other files than a network.*name another --dir$/);
    });

    it("refuses a port that is taken, before it starts or writes anything", async () => {
      const other = createServer().listen(Number(ports[1]) + 3, "127.0.0.1");
      await once(other, "listening");
      try {
        expect(refusal(await run(ports, { GOQUORUM_GETH: STAND_IN }))).to.match(
          new RegExp(`^port ${Number(ports[1]) + 3} on 127.0.0.1 is taken.*--port$`),
        );
      } finally {
        other.close();
      }
      expect(existsSync(dir())).to.equal(false);
      expect(count("start")).to.equal(0);
    });

    it("gives GoQuorum its genesis, starts all, says how to use them, and stops all in order; later it continues", async () => {
      const first = await start(ports, { GOQUORUM_GETH: STAND_IN });
      expect(first.said()).to.contain(`export IBET_LOCAL_URL=http://127.0.0.1:${ports[1]} HARDHAT_NETWORK=ibet-local`);
      expect(await first.stop()).to.equal(0);
      expect(["init", "start", "stop", "closed"].map(count)).to.deep.equal([4, 4, 4, 4]);
      expect(records().filter(({ privateConfig }) => privateConfig !== "ignore")).to.deep.equal([]);
      const starts = records().filter(({ event }) => event === "start");
      const ofNetwork = network({ port: Number(ports[1]), p2pPort: Number(ports[3]) });
      expect(starts.map(({ args }) => args.join(" ")).sort()).to.deep.equal(
        [0, 1, 2, 3].map((position) => argumentsOf(ofNetwork, dir(), position).join(" ")).sort(),
      );
      expect(first.said()).to.match(/stopped; the chain stays in/);

      const key = readFileSync(placesOf(dir(), 0).nodeKey, "utf8");
      const genesisText = readFileSync(join(dir(), "genesis.json"), "utf8");
      const second = await start([], { GOQUORUM_GETH: STAND_IN });
      expect(second.said()).to.contain("continues, 4 validators");
      expect(await second.stop()).to.equal(0);
      expect(["init", "start", "closed"].map(count)).to.deep.equal([4, 8, 8]);
      expect(readFileSync(placesOf(dir(), 0).nodeKey, "utf8")).to.equal(key);
      expect(readFileSync(join(dir(), "genesis.json"), "utf8")).to.equal(genesisText);

      expect(refusal(await run(["--period", "2"], { GOQUORUM_GETH: STAND_IN }))).to.match(
        /^--period: found 2, expected 1/,
      );
      expect(refusal(await run([], { HYPERLEDGER_BESU: STAND_IN }))).to.match(
        /^--client: found besu, expected goquorum/,
      );
    });

    it("starts Besu, which takes its genesis by itself", async () => {
      const { stop } = await start(["--validators", "1", ...ports], { HYPERLEDGER_BESU: STAND_IN });
      expect(await stop()).to.equal(0);
      expect(["init", "start", "closed"].map(count)).to.deep.equal([0, 1, 1]);
    });

    it("stops all when one ends by itself, and says which and where its log is", async () => {
      const faulty = { GOQUORUM_GETH: STAND_IN, STAND_IN_FAULT: `exit ${Number(ports[1]) + 2}` };
      const message = refusal(await run(ports, faulty));
      expect(message).to.contain("validator 3 ended by itself (exit code 7), so all were stopped");
      expect(message).to.contain(placesOf(dir(), 2).log);
      expect(count("closed")).to.equal(count("stop"));
      const all = [0, 1, 2, 3].map((position) => isFree(Number(ports[1]) + position));
      expect(await Promise.all(all)).to.deep.equal([true, true, true, true]);
    });

    it("starts none when the genesis is not taken", async () => {
      const message = refusal(await run(ports, { GOQUORUM_GETH: STAND_IN, STAND_IN_FAULT: "init" }));
      expect(message).to.match(/^validator 1 does not take its genesis; see .*log\.txt$/);
      expect(count("start")).to.equal(0);
    });

    it("takes no standing block for a chain that works", async () => {
      const standing = createHttpServer(() => 41);
      const growing = createHttpServer(
        (
          (block) => () =>
            (block += 1)
        )(40),
      );
      const within = { milliseconds: 1_500, signal: new AbortController().signal };
      try {
        expect(await nextBlock(network({ port: await standing.listen() }), within)).to.equal(undefined);
        expect(await nextBlock(network({ port: await growing.listen() }), within)).to.equal(42);
      } finally {
        standing.close();
        growing.close();
      }
    });
  });
});

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

/** The beginnings of two ranges of free ports. */
const freeRanges = async (many: number): Promise<readonly [number, number]> => {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const all = Array.from({ length: 2 * many }, (_, offset) => first + offset);
    if ((await Promise.all(all.map(isFree))).every(Boolean)) return [first, first + many];
  }
};

/** A node that only counts its blocks. */
const createHttpServer = (block: () => number) => {
  const server = createHttp((_, response) => {
    response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result: `0x${block().toString(16)}` }));
  });
  return {
    listen: async (): Promise<number> => {
      await once(server.listen(0, "127.0.0.1"), "listening");
      return (server.address() as AddressInfo).port;
    },
    close: () => server.close(),
  };
};
