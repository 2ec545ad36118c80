import { expect } from "chai";
import { citedIn, definedIn } from "../../scripts/support/citations";
import { statementsIn, titlesIn } from "../../scripts/support/typescript";

const titles = (source: string) =>
  titlesIn("a.test.ts", source).map(({ path, tests }) => `${path.join(" › ")} = ${tests}`);

describe("citations", () => {
  it("are ids in brackets, alone, in lists and in ranges that count for all in them", () => {
    const cited = (text: string) => [...citedIn(text)];
    expect(cited("a [X-1] b")).to.deep.equal(["X-1"]);
    expect(cited("[X-1, Y-20]")).to.deep.equal(["X-1", "Y-20"]);
    expect(cited("[X-2 to X-4, Z-1]")).to.deep.equal(["X-2", "X-3", "X-4", "Z-1"]);
    expect(cited("[X-1] and [X-1]")).to.deep.equal(["X-1"]);
    expect(cited("[X-1, first sentence]")).to.deep.equal(["X-1"]);
    expect(cited("X-1, (X-1), [see X-1], [A-Z], [0-9]")).to.deep.equal([]);
  });

  it("are defined by rows of a table and by items, in order", () => {
    const terms = "| id | clause |\n|---|---|\n| X-2 | a |\n| X-1 | b |\n- **Y-1** text **Y-2**\n  - **Y-3** nested\n";
    expect(definedIn(terms)).to.deep.equal(["X-2", "X-1", "Y-1"]);
  });
});

describe("titles of tests", () => {
  it("are those of blocks and tests, with the blocks around them and the number of tests inside", () => {
    const source = `describe("A", () => { context("b", () => { it("c [X-1]", async () => {}); specify("d", f); }); it('e', f); });`;
    expect(titles(source)).to.deep.equal(["A = 3", "A › b = 2", "A › b › c [X-1] = 1", "A › b › d = 1", "A › e = 1"]);
  });

  it("keep the static text of templates and sums", () => {
    const source =
      "for (const x of y) { it(`costs ${x} at most ${z(1)} [X-1]`, f); it('a' + name + \" b\", f); it(name, f); }";
    expect(titles(source)).to.deep.equal(["costs … at most … [X-1] = 1", "a… b = 1", "… = 1"]);
  });

  it("are none where nothing runs: no body, skipped, in a comment, or a block without a test", () => {
    const source = `it("a"); it.skip("b", f); xit("c", f); describe.skip("d", f); // it("e", f)\ndescribe("f", () => {});`;
    expect(titles(source)).to.deep.equal([]);
  });
});

describe("statements of a file", () => {
  it("carry the comments before, inside and behind them, and no other", () => {
    const source = `// head [X-1]
import { a } from "a";
/** [X-2] */
export const b = (c: string) => {
  // [X-3]
  return c; /* [X-4] */
}; // [X-5]
interface D {
  /** [X-6] */
  readonly e: "[X-9]";
}
function f() {}
`;
    expect(statementsIn("a.ts", source).map(({ name, text }) => [name, [...citedIn(text)]])).to.deep.equal([
      ["b", ["X-2", "X-3", "X-4", "X-5"]],
      ["D", ["X-6"]],
      ["f", []],
    ]);
  });

  it("are tasks where a scope says so, and their descriptions count", () => {
    const source = `sending(ofBond(bond.task("issue", "Issues [X-1]").addParam("a", "b [X-2]"))).setAction(f);`;
    const [task] = statementsIn("tasks/a.ts", source);
    expect([task?.name, task?.isTask, [...citedIn(task?.text ?? "")]]).to.deep.equal([
      "bond issue",
      true,
      ["X-1", "X-2"],
    ]);
  });
});
