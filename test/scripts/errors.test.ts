import { expect } from "chai";
import { readSuite } from "../../scripts/support/artifacts";
import { errorPage, type ErrorSources } from "../../scripts/support/errorPage";
import { readSource, sourcesIn } from "../../scripts/support/tree";
import { ENUMS } from "../../tasks/support/enums";
import { REFUSALS, TRANSFER_REMEDIES } from "../../tasks/support/refusals";

const tree: ErrorSources = {
  suite: readSuite(),
  contracts: sourcesIn(["contracts"], /^contracts\/(?!harness\/).*\.sol$/),
  refusals: REFUSALS,
  restrictions: ENUMS["Restriction"] ?? [],
  restrictionText: readSource("contracts/libraries/RestrictionText.sol"),
  remedies: TRANSFER_REMEDIES,
};

const error = (name: string, ...inputs: string[]) => ({
  type: "error",
  name,
  inputs: inputs.map((each) => ({ name: each, type: "uint256" })),
});

/** One contract with one error of its own and one of another's. */
const small: ErrorSources = {
  suite: [
    { name: "Bond", abi: [error("TooLate", "day"), error("Foreign", "a", "b")] },
    { name: "Other", abi: [error("TooLate", "day")] },
  ],
  contracts: {
    "contracts/IBond.sol": "interface IBond {\n/// @notice It is after `day` [T-1].\nerror TooLate(uint256 day);\n}",
  },
  refusals: {
    TooLate: "late {day}: come before {day}, see `task --day {day}`",
    Foreign: "{a} is | not {b}: give more",
  },
  restrictions: ["None", "Shut"],
  restrictionText: 'return "Allowed"; return "Shut: nobody moves";',
  remedies: ["nothing", "wait"],
};

describe("errors", () => {
  it("are written for the suite as it is", () => {
    expect(errorPage(tree).problems).to.deep.equal([]);
  });

  it("say why they came, by the notice or else by the refusal, what to do, and who raises them", () => {
    const { text, problems } = errorPage(small);
    expect(problems).to.deep.equal([]);
    expect(text).to.contain(
      "| `TooLate(day)` | It is after `day` [T-1]. | come before `day`, see `task --day {day}` | Bond<br>Other |",
    );
    expect(text).to.contain("| `Foreign(a, b)` | `a` is \\| not `b` | give more | Bond |");
    expect(text).to.contain("| 0 | `None` | Allowed | nothing |\n| 1 | `Shut` | nobody moves | wait |");
  });

  it("lack a notice", () => {
    const contracts = { "contracts/IBond.sol": "interface IBond {\nerror TooLate(uint256 day);\n}" };
    expect(errorPage({ ...small, contracts }).problems).to.deep.equal([
      "error TooLate has no @notice that says why it came",
    ]);
  });

  it("lack a text, or a remedy in it", () => {
    const { TooLate, ...refusals } = small.refusals;
    expect(errorPage({ ...small, refusals }).problems).to.deep.equal([
      "error TooLate has no text in tasks/support/refusals.ts",
    ]);
    expect(errorPage({ ...small, refusals: { ...refusals, TooLate: "late" } }).problems).to.deep.equal([
      'the text of TooLate in tasks/support/refusals.ts says no remedy: end it with ": what to do"',
    ]);
    expect(TooLate).to.contain(": ");
  });

  it("lack a restriction's message, or its remedy", () => {
    const more = { ...small, restrictions: ["None", "Shut", "Gone"] };
    expect(errorPage(more).problems).to.deep.equal([
      "restriction 2 Gone has no message in contracts/libraries/RestrictionText.sol",
      "restriction 2 Gone has no remedy in tasks/support/refusals.ts",
    ]);
  });
});
