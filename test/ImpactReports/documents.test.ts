import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { ethers } from "hardhat";
import { indicatorsOf } from "../../lib/indicators";
import { CO2, GENERATED, PRIMARY, SAVED } from "../support/figures";

const PAGE = readFileSync("docs/indicators.md", "utf8");
const indicators = new Map([true, false].flatMap(indicatorsOf).map((each) => [each.name, each]));

describe("docs/indicators.md", () => {
  const ids = [...PAGE.matchAll(/^\| `([^`]+)` +\| `(0x[0-9a-f]{64})` +\|$/gm)].map(
    ([, text, id]) => [text!, id!] as const,
  );

  it("gives the keccak256 of every indicator and of every unit, and of nothing else [E-2]", () => {
    const texts = [...indicators.values()].flatMap(({ name, unit }) => [name, unit]);
    expect(new Set(ids.map(([text]) => text))).to.deep.equal(new Set(texts));
    for (const [text, id] of ids) expect(id, text).to.equal(ethers.id(text));
  });

  it("has a row for each indicator, with unit, decimals and procedure [E-2]", () => {
    for (const { unit, decimals, methodology } of indicators.values())
      expect(PAGE).to.match(new RegExp(`^\\|.*\\| \`${unit}\` +\\| ${decimals} +\\|.*\\(methodology/${methodology}\\) +\\|$`, "m")); // prettier-ignore
  });

  it("describes what the contract knows [E-2]", () => {
    const known = [GENERATED, SAVED, CO2, PRIMARY].map(({ indicator, decimals, unit }) => [indicator, decimals, unit]);
    const told = [...indicators.values()].map(({ name, decimals, unit }) => [
      ethers.id(name),
      decimals,
      ethers.id(unit),
    ]);
    expect(new Set(told.map(String))).to.deep.equal(new Set(known.map(String)));
  });

  it("has a procedure document for each, which names its indicator, unit and decimals [E-2]", () => {
    for (const { name, unit, decimals, methodology } of indicators.values()) {
      const path = `docs/methodology/${methodology}`;
      expect(existsSync(path), path).to.equal(true);
      const text = readFileSync(path, "utf8");
      for (const part of [`\`${name}\``, `Unit \`${unit}\`, ${decimals} decimals`])
        expect(text.includes(part), `${path}: ${part}`).to.equal(true);
      expect(text.includes("\r"), path).to.equal(false);
    }
  });
});
