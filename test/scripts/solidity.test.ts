import { expect } from "chai";
import { declarationsIn } from "../../scripts/support/solidity";

const SOURCE = `// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Yen} from "./Yen.sol";

/// @dev How long [A-1].
uint256 constant LONG = 1; // trailing [A-2]

/// @notice Doubles [A-3].
function twice(uint256 x) pure returns (uint256) {
    return x * 2; // inside [A-4]
}

/// @title A bond [B-1]
/// @notice What it is.
abstract contract Bond is IBond, Other {
    using {twice} for uint256;

    struct Line { // [B-2]
        uint256 first;
    }

    /// @notice Why it came,
    /// over two lines [B-3].
    error Refused(uint256 day, function(uint256) external callback);
    event Changed(address indexed account);
    mapping(address account => uint256 balance) public balanceOf; // [B-4]
    uint256 private immutable _rate = 1;
    string private constant TEXT = "a } brace, // no comment [B-9]";

    constructor(uint256 rate) Other(rate) {
        { _rate; }
    }

    modifier once() {
        _;
    }

    // ---- a section [B-5]

    /**
     * @notice Pays.
     * @param day a day [B-6]
     */
    function pay(uint256 day) external once returns (uint256) {
        if (day == 0) { revert Refused(day, this.f); } /* [B-7] */
        return other.call{value: day}("[B-9]");
    }
}

interface IBond {
    function pay(uint256 day) external returns (uint256);
}
`;

const found = declarationsIn("Bond", SOURCE);
const of = (name: string, container = "Bond") =>
  found.find((each) => each.name === name && each.container === container);

describe("declarations of a Solidity file", () => {
  it("are all found, each in its container and with its kind", () => {
    expect(found.map(({ container, kind, name }) => `${container} ${kind} ${name}`)).to.deep.equal([
      "Bond other LONG",
      "Bond function twice",
      "Bond container Bond",
      "Bond other Line",
      "Bond error Refused",
      "Bond event Changed",
      "Bond function balanceOf", // a public variable is asked like a function
      "Bond other _rate",
      "Bond other TEXT",
      "Bond other constructor",
      "Bond other once",
      "Bond function pay",
      "Bond container IBond",
      "IBond function pay",
    ]);
  });

  it("keep the comments before, inside and behind them, and no other", () => {
    expect(of("LONG")?.comments).to.contain("[A-1]").and.to.contain("[A-2]");
    expect(of("twice")?.comments).to.contain("[A-3]").and.to.contain("[A-4]").and.not.to.contain("[A-2]");
    expect(of("Line")?.comments).to.contain("[B-2]");
    expect(of("balanceOf")?.comments).to.contain("[B-4]");
    expect(of("_rate")?.comments).to.equal("");
    expect(of("pay")?.comments).to.match(/\[B-5\][^]*\[B-6\][^]*\[B-7\]/);
    expect(of("pay", "IBond")?.comments).to.equal("");
  });

  it("take no string for a comment", () => {
    for (const { name, comments } of found) expect(comments, name).not.to.contain("[B-9]");
  });

  it("say what their notice says, on one line", () => {
    expect(of("Refused")?.notice).to.equal("Why it came, over two lines [B-3].");
    expect(of("pay")?.notice).to.equal("Pays.");
    expect(of("Bond")?.notice).to.equal("What it is.");
    expect(of("LONG")?.notice).to.equal("");
    expect(of("Changed")?.notice).to.equal("");
  });
});
