import { expect } from "chai";
import { readSource, sourcesIn } from "../../scripts/support/tree";
import { clausePage, type ClauseSources } from "../../scripts/support/clausePage";
import { CLAUSES, OUTSIDE } from "../../scripts/support/clauseTable";

const tree: ClauseSources = {
  terms: readSource("docs/terms.md"),
  contracts: sourcesIn(["contracts"], /^contracts\/(?!harness\/).*\.sol$/),
  code: sourcesIn(["lib", "tasks"], /\.ts$/),
  tests: sourcesIn(["test"], /\.test\.ts$/),
};

/** Every clause with one function and one test, and nothing else. */
const complete = (): ClauseSources => {
  const ids = Object.keys(CLAUSES);
  const functions = ids.map((id) => `/// @notice [${id}]\nfunction f${id.replace("-", "")}() {}`);
  const tests = ids.map((id) => `it("proves [${id}]", f);`);
  return {
    terms: ids.map((id) => `| ${id} | clause |`).join("\n"),
    contracts: { "contracts/Bond.sol": `contract Bond {\n${functions.join("\n")}\n}\n` },
    code: {},
    tests: { "test/bond.test.ts": tests.join("\n") },
  };
};

const without = (sources: ClauseSources, id: string, part: "contracts" | "tests"): ClauseSources => ({
  ...sources,
  [part]: Object.fromEntries(
    Object.entries(sources[part]).map(([path, source]) => [
      path,
      source
        .split("\n")
        .filter((line) => !line.includes(`[${id}]`))
        .join("\n"),
    ]),
  ),
});

describe("clauses", () => {
  it("lack nothing where each has a function and a test", () => {
    expect(clausePage(complete()).problems).to.deep.equal([]);
  });

  for (const [id, [kind]] of Object.entries(CLAUSES)) {
    const where = kind === "enforced" ? "a function of a contract" : "a function, event or task";
    const expected = (what: string): string[] =>
      OUTSIDE.includes(id) ? [] : [`${id} is ${kind} and lacks ${what} citing [${id}]`];

    it(`says that ${id} lacks its place, its test, or both`, () => {
      const sources = complete();
      expect(clausePage(without(sources, id, "contracts")).problems).to.deep.equal(expected(where));
      expect(clausePage(without(sources, id, "tests")).problems).to.deep.equal(expected("a test"));
      const neither = without(without(sources, id, "contracts"), id, "tests");
      expect(clausePage(neither).problems).to.deep.equal(expected(`${where} and a test`));
    });
  }

  it("are enforced by a function, not by an error or an event alone", () => {
    const sources = without(complete(), "T-1", "contracts");
    const contracts = { ...sources.contracts, "contracts/I.sol": "interface I {\n/// @notice [T-1]\nerror E();\n}" };
    expect(clausePage({ ...sources, contracts }).problems).to.deep.equal([
      "T-1 is enforced and lacks a function of a contract citing [T-1]",
    ]);
  });

  it("are recorded by an event, or by a task, as well", () => {
    const sources = without(complete(), "R-2", "contracts");
    const contracts = { ...sources.contracts, "contracts/I.sol": "interface I {\n/// @notice [R-2]\nevent E();\n}" };
    expect(clausePage({ ...sources, contracts }).problems).to.deep.equal([]);
    const code = { "tasks/a.ts": 'register.task("extract", "An extract [R-2]").setAction(f);' };
    const page = clausePage({ ...sources, code });
    expect(page.problems).to.deep.equal([]);
    expect(page.text).to.contain("[task register extract](../tasks/a.ts)");
  });

  it("are compared with the terms both ways, the green ones apart", () => {
    const { terms, ...others } = complete();
    const more = `${terms}\n| T-99 | new |\n| G-99 | green |`;
    const page = clausePage({ terms: more, ...others });
    expect(page.problems).to.deep.equal([
      "T-99 of docs/terms.md has no kind: add it to scripts/support/clauseTable.ts",
    ]);
    expect(page.text).to.contain("Not yet: T-99, G-99.");
    const fewer = clausePage(without({ ...complete(), terms: terms.replace("| T-2 | clause |", "") }, "T-2", "tests"));
    expect(fewer.problems).to.deep.equal([
      "T-2 of scripts/support/clauseTable.ts is not in docs/terms.md",
      "contracts/Bond.sol cites [T-2], which docs/terms.md does not define",
    ]);
  });

  it("show an interface's function under the contract of its name, once", () => {
    const sources = complete();
    const contracts = {
      ...sources.contracts,
      "contracts/interfaces/IBond.sol": "interface IBond {\n/// @notice [T-1]\nfunction fT1() external;\n}",
    };
    const row = clausePage({ ...sources, contracts })
      .text.split("\n")
      .find((line) => line.startsWith("| T-1 "));
    expect(row?.match(/Bond\.fT1/g)).to.have.length(1);
  });

  it("make the page stale when any one test that cites a clause is gone", () => {
    let count = 0;
    for (const [path, source] of Object.entries(tree.tests)) {
      const lines = source.split("\n");
      const pageWith = (tests: readonly string[]): string =>
        clausePage({ terms: tree.terms, contracts: {}, code: {}, tests: { [path]: tests.join("\n") } }).text;
      const page = pageWith(lines);
      lines.forEach((line, at) => {
        if (!/^\s*it\(["`].*\[[IPTRDMN]-\d/.test(line)) return;
        const gone = lines.map((each, i) => (i === at ? line.replace("it(", "unused(") : each));
        expect(pageWith(gone), `${path}:${at + 1}`).not.to.equal(page);
        ++count;
      });
    }
    expect(count).to.be.greaterThan(200);
  });
});
