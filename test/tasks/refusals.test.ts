import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import hre from "hardhat";
import { readAbi } from "../../tasks/support/abi";
import { ENUMS } from "../../tasks/support/enums";
import { explain, oneLine, REFUSALS, TRANSFER_REMEDIES } from "../../tasks/support/refusals";
import { textOfWord, wordOf } from "../../tasks/support/words";

const sources = ["types", "interfaces"]
  .flatMap((folder) => readdirSync(join("contracts", folder)).map((name) => join("contracts", folder, name)))
  .map((path) => readFileSync(path, "utf8").replaceAll(/\/\/.*/g, ""));

describe("refusals", () => {
  it("knows every error of the suite, with values that the error has", async () => {
    const { errorNames } = await readAbi(hre);
    expect(errorNames.length).to.be.greaterThan(50);
    for (const { name, inputs } of errorNames) {
      const text = REFUSALS[name];
      expect(text, `text for ${name}`).to.be.a("string");
      const named = [...(text ?? "").matchAll(/\{(\w+)\}/g)].map(([, value]) => value);
      expect(
        inputs.map((input) => input.name),
        name,
      ).to.include.members(named);
      expect(oneLine(text ?? ""), name).to.equal(text);
    }
  });

  it("knows no error that the suite does not have", async () => {
    const names = (await readAbi(hre)).errorNames.map(({ name }) => name);
    expect(names).to.include.members(Object.keys(REFUSALS));
  });

  it("names the values of the enums as the sources do", () => {
    for (const [name, values] of Object.entries(ENUMS)) {
      const found = sources.flatMap((source) => [...source.matchAll(new RegExp(`enum ${name} \\{([^}]*)\\}`, "g"))]);
      expect(
        found.map(([, body = ""]) =>
          body
            .split(",")
            .map((value) => value.trim())
            .filter(Boolean),
        ),
        name,
      ).to.deep.equal([values]);
    }
  });

  it("has a remedy for every code of ERC-1404", () => {
    expect(TRANSFER_REMEDIES).to.have.length(ENUMS["Restriction"]!.length);
  });

  it("finds the revert data at any depth, and writes days, yen and labels", async () => {
    const abi = await readAbi(hre);
    // 2024-06-14 is day 19,888 since 1970-01-01, 2024-06-13 day 19,887
    const data = abi.interfaces.BondPayments.encodeErrorResult("NotYetPayable", [1, 19_888, 19_887]);
    const thrown = Object.assign(new Error("reverted"), { error: { data: { message: "x", data } } });
    const line = await explain(
      thrown,
      abi,
      (account) => account,
      (code) => Promise.resolve(String(code)),
    );
    expect(line).to.contain("date 1 is paid on 2024-06-14, today is 2024-06-13");
  });

  it("keeps texts of 1 to 31 ASCII characters in 32 bytes, and refuses others with the text", () => {
    expect(textOfWord(wordOf("--reference", "x".repeat(31)))).to.equal("x".repeat(31));
    for (const text of ["", " ", "x".repeat(32), "参照", "a\nb"]) {
      expect(() => wordOf("--reference", text)).to.throw(`found "${text}", expected 1 to 31 ASCII characters`);
    }
  });
});
