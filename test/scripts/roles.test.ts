import { expect } from "chai";
import { readSuite, suiteAmong, type SuiteAbi } from "../../scripts/support/artifacts";
import { callerProblems } from "../../scripts/support/callers";
import { rolePage } from "../../scripts/support/rolePage";
import { sourcesIn } from "../../scripts/support/tree";

const suite = readSuite();
const contracts = sourcesIn(["contracts"], /^contracts\/[^/]+\.sol$/);

const changing = (name: string) => ({ type: "function", name, inputs: [], stateMutability: "nonpayable" });
const withFunction = (contract: string, name: string): SuiteAbi[] =>
  suite.map((each) => (each.name === contract ? { ...each, abi: [...each.abi, changing(name)] } : each));

describe("roles", () => {
  it("are written for the suite as it is", () => {
    expect(rolePage(suite, contracts).problems).to.deep.equal([]);
  });

  it("take for the suite what stands in contracts/ itself and can be deployed", () => {
    const artifact = (sourceName: string, bytecode: string) => ({
      contractName: sourceName,
      sourceName,
      bytecode,
      abi: [],
    });
    const names = suiteAmong([
      artifact("contracts/B.sol", "0x60"),
      artifact("contracts/A.sol", "0x60"),
      artifact("contracts/Abstract.sol", "0x"),
      artifact("contracts/harness/C.sol", "0x60"),
      artifact("contracts/interfaces/I.sol", "0x"),
      artifact("@openzeppelin/contracts/D.sol", "0x60"),
    ]).map(({ name }) => name);
    expect(names).to.deep.equal(["contracts/A.sol", "contracts/B.sol"]);
  });

  it("miss a new function until a table names it", () => {
    expect(callerProblems(withFunction("BondToken", "mint"))).to.deep.equal([
      "BondToken.mint is in no table: give it a role in deploy/roles.ts, or what stands in its place in scripts/support/callers.ts",
    ]);
  });

  it("miss a new contract until the table of roles has a row for it", () => {
    expect(callerProblems([...suite, { name: "Vault", abi: [] }])).to.deep.equal([
      "Vault is no row of FUNCTION_ROLES in deploy/roles.ts",
    ]);
  });

  it("refuse a function that is named twice over", () => {
    expect(callerProblems(withFunction("BondToken", "issue"))).to.deep.equal([
      "BondToken.issue is overloaded: the tables go by name",
      "BondToken.issue is overloaded: the tables go by name",
    ]);
  });

  it("notice a row for a function that is gone", () => {
    const gone = (contract: string, name: string): SuiteAbi[] =>
      suite.map((each) =>
        each.name === contract ? { ...each, abi: each.abi.filter((fragment) => fragment.name !== name) } : each,
      );
    expect(callerProblems(gone("BondToken", "issue"))).to.deep.equal([
      "deploy/roles.ts names BondToken.issue, which is no function that changes something",
    ]);
    expect(callerProblems(gone("BondToken", "transfer"))).to.deep.equal([
      "scripts/support/callers.ts names BondToken.transfer, which is no function that changes something",
    ]);
  });

  it("notice a delay that is gone from the sources", () => {
    const { "contracts/RegisterOrders.sol": _, ...others } = contracts;
    expect(rolePage(suite, others).problems).to.deep.equal([
      'no constant says how long RegisterOrders.ORDER_DELAY is: expected "constant NAME_DELAY = N days;"',
    ]);
  });

  it("mark a function's role, the administrator's, and what stands in place of a role", () => {
    const { text } = rolePage(suite, contracts);
    const row = (name: string) => text.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
    // columns: administrator, issuer, register administrator, fiscal agent, dealer, recorder, reviewer, instead of a role
    expect(row("issue")).to.equal("| `issue` |  | ● |  |  |  |  |  |  |");
    expect(row("moveParty")).to.equal("| `moveParty` | ● |  |  |  |  |  |  |  |");
    expect(row("settle")).to.equal("| `settle` |  |  |  | ● |  |  |  |  |");
    expect(row("approve")).to.equal(
      "| `approve` |  |  |  |  |  |  |  | nobody, always refused: there are no allowances [T-4] |",
    );
    expect(row("executeOrder")).to.equal("| `executeOrder` |  |  |  |  |  |  |  | `BondToken` only |");
    expect(text)
      .to.contain("| `RegisterOrders.ORDER_DELAY` | 1 day |")
      .and.to.contain("| `BondAuthority.ADMIN_DELAY` | 5 days |");
  });
});
