import { expect } from "chai";
import hre, { ethers } from "hardhat";
import { dataOf, readAbi, shownArguments, type Abi, type Call } from "../../tasks/support/abi";

const [TARGET, ACCOUNT] = [`0x${"11".repeat(20)}`, `0x${"22".repeat(20)}`];

/** A call inside a call: the authority is told in bytes what it schedules, and who signs that has to know what they say. */
describe("What the authority schedules, as it is shown", () => {
  let abi: Abi;
  const shown = (data: string): string =>
    shownArguments(abi, { contract: "BondAuthority", call: "schedule", args: [TARGET, data, 0] }, (each) => each);
  const granting: Call = { contract: "BondAuthority", call: "grantRole", args: [3, ACCOUNT, 0] };

  before(async () => {
    abi = await readAbi(hre);
  });

  it("is a call by its names, a role by its own", () => {
    expect(shown(dataOf(abi, granting))).to.equal(
      `target ${TARGET}, data grantRole(roleId 3 (fiscal agent), account ${ACCOUNT}, executionDelay 0), when 0`,
    );
  });

  it("is bytes where they say more or less than a call, or one that nobody here knows", () => {
    const data = dataOf(abi, granting);
    for (const other of [`${data}00`, data.slice(0, -2), "0x", "0x12345678"])
      expect(shown(other)).to.equal(`target ${TARGET}, data ${other}, when 0`);
  });

  it("is bytes where several contracts have the function, as each gives its numbers another meaning", () => {
    const { interfaces } = abi;
    const cancel = interfaces.BondMarket.getFunction("cancel")!;
    expect(interfaces.BondToken.getFunction("cancel")!.selector).to.equal(cancel.selector);
    const data = ethers.concat([cancel.selector, ethers.toBeHex(7, 32)]);
    expect(shown(data)).to.equal(`target ${TARGET}, data ${data}, when 0`);
  });
});
