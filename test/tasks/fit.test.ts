import { expect } from "chai";
import hre from "hardhat";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { buildFindings, neededFork, opcodeFinding, readBuildSizes, type Built } from "../../tasks/support/buildFit";
import type { Facility } from "../../tasks/support/facilities";
import { feeFinding, requireDeployable, requireFit } from "../../tasks/support/fit";
import { forkOf, isAtLeast, newest, probeOf } from "../../tasks/support/forks";
import { ingest } from "../../tasks/support/ingest";
import { isBrokenLine } from "../../tasks/support/brokenLine";
import { shownUrl, troubleOf } from "../../tasks/support/nodeErrors";
import { oneLine } from "../../tasks/support/refusals";

/** A network whose node answers as told; a method that is not told of is refused. */
const networkOf = (answers: Readonly<Record<string, unknown>>, artifacts: unknown = hre.artifacts) => {
  const asked: string[] = [];
  const send = (method: string): Promise<unknown> => {
    asked.push(method);
    if (method in answers) return Promise.resolve(answers[method]);
    return Promise.reject(Object.assign(new Error(`the method ${method} does not exist`), { name: "ProviderError" }));
  };
  const network = { name: "ibet-local", provider: { send } };
  return { asked, runtime: { network, artifacts } as unknown as HardhatRuntimeEnvironment };
};

const hex = (value: number): string => `0x${value.toString(16)}`;
const block = (secondsAgo = 0, more: object = {}): object => ({
  number: "0x9",
  timestamp: hex(Math.floor(Date.now() / 1000) - secondsAgo),
  gasLimit: hex(800_000_000),
  ...more,
});

const GOQUORUM = "Geth/v1.10.3-stable(quorum-v24.4.0)/linux-amd64";

const refusal = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "nothing refused",
    (error: Error) => error.message,
  );

describe("feeFinding", () => {
  for (const [what, head, gasPrice, client, state] of [
    ["no base fee and price 0", {}, 0n, GOQUORUM, "ok"],
    ["no base fee and price 1", {}, 1n, GOQUORUM, "failed"],
    ["no base fee and the price that Besu asks by default", {}, 1000n, "besu/v24", "failed"],
    ["no base fee, and a development node that names a price whatever it takes", {}, 8_000_000_000n, "HardhatNetwork/2.29.1", "ok"], // prettier-ignore
    ["a base fee of 0 and price 0", { baseFee: 0n }, 0n, "besu/v24", "ok"],
    ["a base fee of 0 and a suggested tip", { baseFee: 0n }, 1n, "besu/v24", "warning"],
    ["a base fee of 1", { baseFee: 1n }, 0n, "besu/v24", "failed"],
    ["a base fee of 1 on a development node", { baseFee: 1n }, 1n, "HardhatNetwork/2.29.1", "failed"],
    ["a base fee of 1 and no price told", { baseFee: 1n }, undefined, "besu/v24", "failed"],
    ["no price told", {}, undefined, GOQUORUM, "warning"],
  ] as const)
    it(`is ${state} for ${what}`, () => {
      const { remedy, ...found } = feeFinding(head, gasPrice, client);
      expect(found.state).to.equal(state);
      expect(remedy === undefined).to.equal(state === "ok");
    });
});

describe("requireFit", () => {
  const lines: string[] = [];
  const say = (line = ""): void => void lines.push(line);
  beforeEach(() => lines.splice(0));

  it("passes a network without a fee whose last block is new, with two requests", async () => {
    const { asked, runtime } = networkOf({ eth_getBlockByNumber: block(), eth_gasPrice: "0x0" });
    await requireFit(runtime, say);
    expect(asked).to.deep.equal(["eth_getBlockByNumber", "eth_gasPrice"]);
    expect(lines).to.deep.equal([]);
  });

  it("passes one that tells neither price nor client: neither is needed to send", async () => {
    const { asked, runtime } = networkOf({ eth_getBlockByNumber: block() });
    await requireFit(runtime, say);
    expect(asked.length).to.equal(3);
  });

  it("refuses a base fee, and names it with the remedy", async () => {
    const { runtime } = networkOf({ eth_getBlockByNumber: block(0, { baseFeePerGas: "0x7" }), eth_gasPrice: "0x7" });
    expect(await refusal(requireFit(runtime, say))).to.match(/^ibet-local: fee: a base fee of 7 wei.*zeroBaseFee/);
  });

  it("refuses a node that wants a price", async () => {
    const { runtime } = networkOf({ eth_getBlockByNumber: block(), eth_gasPrice: "0x3e8" });
    expect(await refusal(requireFit(runtime, say))).to.match(
      /^ibet-local: fee: the node wants 1,000 wei.*--min-gas-price=0/,
    );
  });

  for (const [secondsAgo, client, warns] of [
    [58, GOQUORUM, false],
    [62, GOQUORUM, true],
    [62, "anvil/v1.7.1", false],
    [62, "HardhatNetwork/2.29.1", false],
  ] as const)
    it(`${warns ? "warns of" : "passes"} a last block of ${secondsAgo} s ago on ${client.split("/")[0]}, with at most three requests`, async () => {
      const { asked, runtime } = networkOf({ eth_getBlockByNumber: block(secondsAgo), eth_gasPrice: "0x0", web3_clientVersion: client }); // prettier-ignore
      await requireFit(runtime, say);
      expect(lines.length).to.equal(warns ? 1 : 0);
      if (warns) expect(lines[0]).to.match(/the last block, 9, is 6[2-4] s old.*network doctor/);
      expect(asked.length).to.be.at.most(3);
    });

  it("comes before a meter file is looked at, if it is to be sent", async () => {
    const { runtime } = networkOf({ eth_getBlockByNumber: block(), eth_gasPrice: "0x1" });
    const facility = { open: { hre: runtime } } as unknown as Facility;
    const args = { facility: "f", file: "f.csv", factor: 0, baseline: 0, strict: false, execute: true, json: true };
    const text = { rows: [], notes: [], evidenceHash: "0x" } as unknown as Parameters<typeof ingest>[1];
    expect(await refusal(ingest(facility, text, args, say))).to.match(/^ibet-local: fee: the node wants 1 wei/);
  });
});

const SMALL: Built = { contract: "Small", creationBytes: 100, codeBytes: 90, newOpcodes: [] };
const states = (build: readonly Built[]): readonly string[] => buildFindings(build).map(({ state }) => state);

describe("buildFindings", () => {
  it("passes code of 24,576 bytes, and refuses one more, naming the contract", () => {
    expect(states([SMALL, { ...SMALL, contract: "Large", codeBytes: 24_576 }])).to.deep.equal(["ok", "ok"]);
    const [code] = buildFindings([{ ...SMALL, contract: "Large", codeBytes: 24_577 }, SMALL]);
    expect(code).to.include({ check: "code size", state: "failed" });
    expect(code.found).to.contain("Large, has 24,577 bytes").and.to.contain("24,576");
  });

  it("passes a transaction of 65,536 bytes with arguments and envelope, and refuses one more", () => {
    const most = 65_536 - 4_096 - 256;
    expect(states([SMALL, { ...SMALL, creationBytes: most }])).to.deep.equal(["ok", "ok"]);
    const [, transaction] = buildFindings([SMALL, { ...SMALL, contract: "Long", creationBytes: most + 1 }]);
    expect(transaction).to.include({ check: "transaction size", state: "failed" });
    expect(transaction.found).to.contain("Long").and.to.contain("65,537");
  });

  it("passes the suite as it is built, every contract of it", async () => {
    const build = await readBuildSizes(hre);
    expect(build.map(({ contract }) => contract)).to.include.members(["BondAuthority", "BondToken", "AnnualReports"]);
    if (!("__SOLIDITY_COVERAGE_RUNNING" in hre)) expect(states(build)).to.deep.equal(["ok", "ok"]);
  });
});

describe("opcodeFinding", () => {
  const push0 = { name: "PUSH0", fork: "shanghai", at: 0 } as const;
  const mcopy = { name: "MCOPY", fork: "cancun", at: 3 } as const;
  const newer: Built = { ...SMALL, contract: "Newer", newOpcodes: [push0, mcopy] };

  it("needs the newest fork of any opcode, and at least berlin", () => {
    expect(neededFork([SMALL])).to.equal("berlin");
    expect(neededFork([SMALL, { ...newer, newOpcodes: [push0] }])).to.equal("shanghai");
    expect(neededFork([newer, SMALL])).to.equal("cancun");
  });

  it("passes contracts of berlin on berlin and later, and refuses them on istanbul", () => {
    expect(opcodeFinding([SMALL], "berlin").state).to.equal("ok");
    expect(opcodeFinding([SMALL], "cancun").state).to.equal("ok");
    expect(opcodeFinding([SMALL], "istanbul").state).to.equal("failed");
  });

  it("refuses an opcode that the node does not have, with contract, opcode and fork, and warns of one that it has", () => {
    const { state, found } = opcodeFinding([SMALL, newer], "shanghai");
    expect(state).to.equal("failed");
    expect(found).to.equal("Newer uses MCOPY, which came with cancun, and the node does not have it");
    expect(opcodeFinding([SMALL, newer], "cancun").state).to.equal("warning");
  });
});

describe("requireDeployable", () => {
  const artifactsOf = (bytecode: string, deployedBytecode = bytecode) => ({
    readArtifact: (contractName: string) => Promise.resolve({ contractName, bytecode, deployedBytecode }),
  });
  const answers = (): Readonly<Record<string, unknown>> => ({ eth_getBlockByNumber: block(), eth_gasPrice: "0x0" });
  const nothing = (): void => undefined;

  it("passes what the node takes, with three requests", async () => {
    const { asked, runtime } = networkOf({ ...answers(), eth_estimateGas: "0x1" }, artifactsOf("0x00"));
    await requireDeployable(runtime, nothing);
    expect(asked).to.deep.equal(["eth_getBlockByNumber", "eth_gasPrice", "eth_estimateGas"]);
  });

  it("refuses code that is too large before it asks for the fork", async () => {
    const { asked, runtime } = networkOf({ ...answers(), eth_estimateGas: "0x1" }, artifactsOf(`0x${"00".repeat(24_577)}`)); // prettier-ignore
    expect(await refusal(requireDeployable(runtime, nothing))).to.match(/^ibet-local: code size: .* 24,577 bytes/);
    expect(asked).not.to.include("eth_estimateGas");
  });

  it("refuses blocks that are too small for the contracts", async () => {
    const small = {
      ...answers(),
      eth_getBlockByNumber: block(0, { gasLimit: hex(1_000_000) }),
      eth_estimateGas: "0x1",
    };
    const { runtime } = networkOf(small, artifactsOf(`0x${"00".repeat(5_000)}`)); // 53,000 + 5,000 × 216, half as much again
    expect(await refusal(requireDeployable(runtime, nothing))).to.match(
      /^ibet-local: block gas: 1,000,000.* 1,699,500/,
    );
  });

  it("refuses an opcode that the node does not run: here it runs init code that does nothing", async () => {
    const { runtime } = networkOf(answers(), artifactsOf("0x5f"));
    const send = (method: string, params: readonly { data: string }[]): Promise<unknown> => {
      if (method !== "eth_estimateGas") return Promise.resolve(answers()[method]);
      if (params[0]?.data === "0x00") return Promise.resolve("0x1");
      return Promise.reject(Object.assign(new Error("invalid opcode"), { name: "ProviderError" }));
    };
    const network = { ...runtime.network, provider: { send } };
    const running = { network, artifacts: runtime.artifacts } as unknown as HardhatRuntimeEnvironment;
    expect(await refusal(requireDeployable(running, nothing))).to.match(
      /^ibet-local: opcodes: BondAuthority uses PUSH0, which came with shanghai, and the node does not have it/,
    );
  });

  it("lets a node pass that tries no code at all: it tells nothing about its fork", async () => {
    const { runtime } = networkOf(answers(), artifactsOf("0x00"));
    await requireDeployable(runtime, nothing);
  });
});

describe("forks", () => {
  it("are in order, oldest first", () => {
    expect(isAtLeast("berlin", "berlin")).to.equal(true);
    expect(isAtLeast("istanbul", "berlin")).to.equal(false);
    expect(isAtLeast("london", "berlin")).to.equal(true);
    expect(isAtLeast("byzantium or older", "constantinople")).to.equal(false);
    expect(newest(["london", "osaka", "shanghai"])).to.equal("osaka");
    expect(newest([])).to.equal("berlin");
  });

  it("are probed one after the other, each probe with those before it", () => {
    expect(probeOf("constantinople")).to.match(/^0x600060001c.*00$/);
    expect(probeOf("istanbul")).to.equal(`${probeOf("constantinople").slice(0, -2)}464700`);
  });

  it("are found on the embedded network, which runs berlin", async () => {
    expect(await forkOf(hre)).to.equal("berlin");
  });

  it("are not guessed where a node tries no code", async () => {
    expect(await forkOf(networkOf({}).runtime)).to.equal(undefined);
  });
});

describe("troubleOf", () => {
  const hardhat = (number: number, message = "", messageArguments: object = {}): Error =>
    Object.assign(new Error(`HH${number}: ${message}`), { name: "HardhatError", number, messageArguments });
  const coded = (code: string): Error => Object.assign(new Error(`it says ${code}`), { code });
  const line = { name: "ibet-test", url: "https://user:secret@node.example:8545/key?token=secret" };

  for (const [what, error, found, remedy] of [
    ["no URL", hardhat(117), "ibet-test: no node named", "set IBET_TEST_URL, or npx hardhat vars set IBET_TEST_URL"],
    ["no node", hardhat(108), /network ibet-test: no node answers at https:\/\/node.example:8545$/, /start it, or correct IBET_TEST_URL/], // prettier-ignore
    ["a name that is not known", coded("ENOTFOUND"), /no node answers at .*it says ENOTFOUND/, /IBET_TEST_URL/],
    ["a connection that ends", coded("UND_ERR_SOCKET"), /no node answers/, /start it/],
    ["an answer that takes too long", hardhat(109), /does not answer in time/, /overloaded/],
    ["an answer of something else", hardhat(110, "<html>"), /answers, but with no JSON-RPC/, /name a node/],
    ["another chain", hardhat(101, "", { configChainId: 1500002, connectionChainId: 2017 }), /found chain id 2017 .*, expected 1500002/, /another --network/], // prettier-ignore
  ] as const)
    it(`tells ${what} with its remedy, without a number of Hardhat or a secret`, () => {
      const trouble = troubleOf(error, line);
      expect(trouble?.found).to.match(new RegExp(found));
      expect(trouble?.remedy).to.match(new RegExp(remedy));
      expect(JSON.stringify(trouble)).not.to.match(/HH\d|secret/);
    });

  it("names hardhat.config.ts where no variable names the node", () => {
    expect(troubleOf(hardhat(117), { name: "localhost" })?.remedy).to.contain("hardhat.config.ts");
  });

  it("names BESU_CHAIN_ID where it says which chain is meant", () => {
    const other = hardhat(101, "", { configChainId: 1337, connectionChainId: 5 });
    expect(troubleOf(other, { name: "besu", url: "http://127.0.0.1:8545" })?.remedy).to.contain("BESU_CHAIN_ID");
    expect(troubleOf(other, line)?.remedy).not.to.contain("BESU_CHAIN_ID");
  });

  it("leaves other errors alone", () => {
    expect(troubleOf(new Error("a bug"), line)).to.equal(undefined);
    expect(troubleOf(hardhat(103), line)).to.equal(undefined);
  });

  it("knows which errors say nothing about what was sent", () => {
    expect([108, 109, 110].every((number) => isBrokenLine(hardhat(number)))).to.equal(true);
    expect([101, 103, 117].some((number) => isBrokenLine(hardhat(number)))).to.equal(false);
    expect(isBrokenLine(coded("ECONNRESET"))).to.equal(true);
    expect(isBrokenLine(new Error("a bug"))).to.equal(false);
  });

  it("shows no secret of a URL that is none, either", () => {
    expect(shownUrl("user:secret@node")).to.equal('"node"');
    expect(shownUrl("nonsense")).to.equal('"nonsense"');
  });

  it("leaves Hardhat's number out of a line that others wrap", () => {
    expect(oneLine("HH108: Cannot connect\nto it")).to.equal("Cannot connect to it");
    expect(oneLine("the code HH108: stays inside")).to.equal("the code HH108: stays inside");
  });
});
