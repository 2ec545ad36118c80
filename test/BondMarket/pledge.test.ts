import { expect } from "chai";
import { type BaseContract, type FunctionFragment, type ParamType } from "ethers";
import { HASH, MINED, placed, type Market } from "../support/market";
import { at, ref } from "../support/suite";
import { agreed, sale } from "../support/trading";

const changing = (contract: BaseContract): FunctionFragment[] =>
  contract.interface.fragments.filter(
    (each): each is FunctionFragment => each.type === "function" && !("constant" in each && each.constant),
  );

/** What an attacker would fill in: his victim, himself, some bonds, the trade. */
const filled =
  (victim: string, attacker: string, book: string) =>
  (type: ParamType): unknown => {
    if (type.isArray()) return [filled(victim, attacker, book)(type.arrayChildren)];
    if (type.isTuple()) return type.components.map(filled(victim, attacker, book));
    if (type.type === "address") {
      if (/book/.test(type.name)) return book;
      return /to|buyer|new|spender|receiver/i.test(type.name) ? attacker : victim;
    }
    if (type.type === "bool") return true;
    if (type.type === "string") return "x";
    if (type.type.startsWith("bytes")) return type.type === "bytes32" ? HASH : "0x00000000";
    return 1;
  };

describe("BondMarket: nobody's bonds move but the sender's own", () => {
  it("has no function that locks, holds, escrows or delivers, here or in the token [T-4]", async () => {
    const { market, token, offering } = await placed();
    const names = [market, token, offering].flatMap(changing).map(({ name }) => name);
    expect(
      names.filter((name) => /lock|hold|escrow|pledge|deposit|lien|permit|operator|custod/i.test(name)),
    ).to.deep.equal([]);
  });

  it("no function, called by whomever, moves a bond of the seller of a trade but his own settlement [T-4, T-2]", async () => {
    const suite = await placed();
    const { market, token, offering, registry, orders, a } = suite;
    await agreed(suite, sale(suite, "2023-12-14", "2024-01-31"));
    await at("2023-12-18T00:00:00");
    const contracts: readonly BaseContract[] = [market, token, offering, registry, orders];
    let tried = 0;
    for (const attacker of [suite.b, suite.dealer, suite.issuer, suite.stranger, suite.registerAdministrator] as const)
      for (const contract of contracts)
        for (const fragment of changing(contract)) {
          const fill = filled(a.address, attacker.address, await market.getAddress());
          const data = contract.interface.encodeFunctionData(fragment, fragment.inputs.map(fill));
          const sent = attacker.sendTransaction({ to: await contract.getAddress(), data, ...MINED });
          await sent.catch(() => undefined);
          tried += 1;
          expect(await token.balanceOf(a), `${attacker.address} at ${fragment.name}`).to.equal(40);
        }
    expect(tried).to.be.greaterThan(150);
  });

  it("locking for somebody and unlocking to somebody has no function to start with: only the seller's own word settles [T-4]", async () => {
    const suite: Market = await placed();
    const { token, market, a, b, dealer } = suite;
    await agreed(suite, sale(suite, "2023-12-14", "2024-01-31"));
    await at("2023-12-18T00:00:00");
    for (const attacker of [b, dealer])
      await expect(
        token.connect(attacker).settleAgreement(market, 1, ref("cash"), MINED),
      ).to.be.revertedWithCustomError(market, "NotTheSeller");
    await token.connect(a).settleAgreement(market, 1, ref("cash"));
    expect(await token.balanceOf(a)).to.equal(30);
  });
});
