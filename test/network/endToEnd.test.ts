import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startAnvil, type Anvil } from "../support/anvil";
import { operatorAt, type Operator } from "../support/permissioned";
import { startProxy, type Proxy } from "../support/proxy";
import { jst } from "../support/suite";

// Two dates: Fri 14 June 2024, and Sat 14 December 2024, which is paid on Friday 13.
const SHEET = {
  ...{ id: "whole", name: "Whole", symbol: "WHOLE", denominationYen: "100000000", bonds: 10, ratePpm: 5980 },
  ...{ closing: "2023-12-14", firstPayment: "2024-06-14", maturity: "2024-12-14" },
  allotments: [{ holder: "a", bonds: 10, taxClass: "exempt" }],
};

interface Line {
  readonly holder: string;
  readonly state: string;
}

const SECONDS = 60;

for (const isRemote of [false, true])
  describe(`A bond on a permissioned network, ${isRemote ? "with a remote signer" : "with a key for each role"}`, function () {
    this.timeout(300_000);
    let node: Anvil;
    let signer: Proxy | undefined;
    let on: Operator;
    let terms = "";

    const goTo = async (iso: string): Promise<void> => {
      await node.provider.send("evm_setNextBlockTimestamp", [jst(iso)]);
      await node.provider.send("evm_mine", []);
    };

    before(async () => {
      node = await startAnvil({ timestamp: jst("2023-12-14T08:00:00") });
      on = operatorAt(() => signer?.url ?? node.url, isRemote, ["a"]);
      if (isRemote) signer = await startProxy(node.url, { wallets: [...on.wallets].reverse() });
      terms = join(on.folder, "whole.json");
      writeFileSync(terms, JSON.stringify(SHEET));
    });

    after(async () => {
      await signer?.close();
      await node.kill();
      rmSync(on.folder, { recursive: true });
    });

    it(`is deployed in less than ${SECONDS} s with a block a second`, async () => {
      const began = Date.now();
      const { deployer } = await on.send<{ deployer: string }>("bond", "deploy", "--terms", terms, "--roles", on.rolesFile); // prettier-ignore
      expect(deployer).to.equal(on.walletOf("deployer").address);
      expect((Date.now() - began) / 1000).to.be.lessThan(SECONDS);
    });

    it("waited for one confirmation at each level: some contract followed the one that it needs within fewer than five blocks", async () => {
      const { contracts } = await on.send<{ contracts: Record<string, string> }>("bond", "deploy", "--terms", terms, "--roles", on.rolesFile); // prettier-ignore
      const blockOf = new Map<string, number>();
      for (let block = await node.provider.getBlockNumber(); block > 0; block -= 1)
        for (const hash of (await node.provider.getBlock(block))!.transactions) {
          const { contractAddress } = (await node.provider.getTransactionReceipt(hash))!;
          if (contractAddress !== null) blockOf.set(contractAddress, block);
        }
      const blocks = ["authority", "token", "offering", "proceeds", "reports"].map((part) => blockOf.get(contracts[part]!)!); // prettier-ignore
      const apart = blocks.slice(1).map((block, position) => block - blocks[position]!);
      expect(apart.every((each) => each > 0)).to.equal(true);
      expect(Math.min(...apart)).to.be.lessThan(5);
    });

    it("changes nothing when it is deployed again", async () => {
      const block = await node.provider.getBlockNumber();
      const again = await on.run("bond", "deploy", "--terms", terms, "--roles", on.rolesFile, "--execute");
      expect(again.stdout).to.contain("is deployed already");
      for (let number = block + 1; number <= (await node.provider.getBlockNumber()); number += 1)
        expect((await node.provider.getBlock(number))?.transactions).to.deep.equal([]);
    });

    it("is what its sheet says", async () => {
      const { code, stdout } = await on.run("deploy", "verify", "--terms", terms, "--json");
      expect(code, stdout).to.equal(0);
    });

    it("is issued and traded [I-5, T-2]", async () => {
      await on.send("holder", "register", "--holder", "a", "--account", on.walletOf(isRemote ? "a" : "deployer").address, "--tax-class", "exempt"); // prettier-ignore
      await on.send("bond", "issue");
      await on.send("bond", "transfer", "--from", "dealer", "--to", "a", "--bonds", "7");
      await on.send("bond", "transfer", "--from", "a", "--to", "dealer", "--bonds", "2");
    });

    const references = (index: number): string => {
      const file = join(on.folder, `paid-${index}.csv`);
      writeFileSync(file, `holder,reference\na,A${index}\ndealer,D${index}\n`);
      return file;
    };

    for (const [index, recordDay, payDay] of [
      [1, "2024-06-12", "2024-06-14"],
      [2, "2024-12-11", "2024-12-13"],
    ] as const)
      it(`pays date ${index} [P-3, P-4, P-7]${index === 2 ? ", and is redeemed [P-5]" : ""}`, async () => {
        await goTo(`${recordDay}T09:00:00`);
        await on.send("payment", "fix", "--index", String(index));
        await on.send("payment", "fund", "--index", String(index), "--reference", "MONEY");
        await goTo(`${payDay}T09:00:00`);
        await on.send("payment", "settle", "--index", String(index), "--references", references(index));
        await on.send("payment", "close", "--index", String(index));
      });

    it("is redeemed, and nothing waits [P-5]", async () => {
      const status = await on.run("bond", "status", "--json");
      expect(JSON.parse(status.stdout)).to.deep.include({ redeemed: true });
      const pending = await on.run("tx", "pending", "--json");
      const { sent, accounts } = JSON.parse(pending.stdout) as {
        sent: readonly Line[];
        accounts: { waiting: number }[];
      };
      expect(sent).to.deep.equal([]);
      expect(accounts.every(({ waiting }) => waiting === 0)).to.equal(true);
    });

    if (isRemote)
      it("was signed by the signer alone, which was asked for nothing that it refuses", () => {
        const refused = /^(eth_signTypedData_v4|eth_feeHistory|eth_maxPriorityFeePerGas|personal_|evm_|anvil_)/;
        expect(signer?.asked.filter((method) => refused.test(method))).to.deep.equal([]);
        expect(signer?.asked).to.include("eth_sendTransaction");
        expect(signer?.asked).not.to.include("eth_sendRawTransaction");
      });
  });
