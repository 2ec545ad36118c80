import { existsSync, readdirSync } from "node:fs";

import { expect } from "chai";
import hre from "hardhat";
import { type Artifact } from "hardhat/types";

import { fitsOnChain, opcodesNewerThanBerlin, sizeOf } from "../tasks/support/opcodes";

/** Everything that can be deployed, contracts of OpenZeppelin included; neither interfaces nor the tests' own contracts. */
const deployableArtifacts = async (): Promise<Artifact[]> => {
  const names = await hre.artifacts.getAllFullyQualifiedNames();
  const artifacts = await Promise.all(names.map((name) => hre.artifacts.readArtifact(name)));
  return artifacts.filter(
    ({ bytecode, sourceName }) => bytecode !== "0x" && !sourceName.startsWith("contracts/harness/"),
  );
};

describe("Compiled contracts", () => {
  let artifacts: Artifact[];

  before(async function () {
    // Instrumented code is larger and is never deployed.
    if ("__SOLIDITY_COVERAGE_RUNNING" in hre) this.skip();
    artifacts = await deployableArtifacts();
  });

  it("are found, if there are any sources", () => {
    const folder = hre.config.paths.sources;
    const sources = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".sol")) : [];
    const compiled = artifacts.filter(({ sourceName }) => sourceName.startsWith("contracts/"));
    expect(compiled.length > 0).to.equal(sources.length > 0);
  });

  it("use no opcode that is newer than berlin", () => {
    const found = artifacts.flatMap(({ contractName, bytecode, deployedBytecode }) => [
      ...opcodesNewerThanBerlin(bytecode).map((what) => `${contractName}, creation code: ${what}`),
      ...opcodesNewerThanBerlin(deployedBytecode).map((what) => `${contractName}: ${what}`),
    ]);
    expect(found).to.deep.equal([]);
  });

  it("are at most 24,576 bytes each", () => {
    const tooLarge = artifacts
      .filter(({ deployedBytecode }) => !fitsOnChain(deployedBytecode))
      .map(({ contractName, deployedBytecode }) => `${contractName}: ${sizeOf(deployedBytecode)} bytes`);
    expect(tooLarge).to.deep.equal([]);
  });
});
