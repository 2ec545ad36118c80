import { expect } from "chai";
import { Interface, zeroPadValue, ZeroAddress } from "ethers";
import hre from "hardhat";
import { readAbi, type Abi } from "../../tasks/support/abi";
import { readEvents, type Source } from "../../tasks/support/registerEvents";
import { jst, ref } from "../support/suite";

// The market and the offering, as far as the register hears of them.
const COMING = new Interface([
  "event TradeSettled(uint256 indexed id, address indexed seller, address indexed buyer, uint256 bonds, uint64 priceYen, bytes32 bankReference)",
  "event AllotmentDelivered(address indexed holder, uint256 bonds, bytes32 bankReference)",
]);

const address = (number: number): string => zeroPadValue(`0x${number.toString(16).padStart(2, "0")}`, 20);
const CONTRACTS = {
  authority: address(1),
  token: address(2),
  registry: address(3),
  orders: address(4),
  payments: address(5),
  market: address(6),
  offering: address(7),
};
const [A, B] = [address(0x11), address(0x12)];

interface Said {
  readonly by: string;
  readonly block: number;
  readonly topics: readonly string[];
  readonly data: string;
}

/** A node with these logs, one block a day from 1 December 2023, that answers for at most so many blocks at once. */
const nodeWith = (logs: readonly Said[], abi: Abi, blocksAtOnce = Infinity): { source: Source; asked: string[] } => {
  const asked: string[] = [];
  const provider = {
    getBlockNumber: () => Promise.resolve(20),
    getLogs: ({ address: of, fromBlock, toBlock }: { address: string[]; fromBlock: number; toBlock: number }) => {
      asked.push(`${fromBlock}-${toBlock}`);
      if (toBlock - fromBlock >= blocksAtOnce) return Promise.reject(new Error("block range too large"));
      const found = logs.filter(({ by, block }) => of.includes(by) && fromBlock <= block && block <= toBlock);
      return Promise.resolve(
        found.map(({ by, block, topics, data }, index) => {
          return { address: by, blockNumber: block, index, transactionHash: `tx${block}`, topics, data };
        }),
      );
    },
    getBlock: (number: number) =>
      Promise.resolve({ number, hash: `hash${number}`, timestamp: jst("2023-12-01T00:00:00") + number * 86_400 }),
  };
  const source = { hre: { ethers: { provider }, network: { name: "test" } }, abi, entry: { contracts: CONTRACTS } };
  return { source: source as unknown as Source, asked };
};

/** The suite's ABI, and the coming events in it. */
const abiWithComing = (abi: Abi): Abi => ({
  ...abi,
  parseEvent: (log) => {
    const found = COMING.parseLog(log);
    if (found === null) return abi.parseEvent(log);
    const inputs = found.fragment.inputs.map(({ name, type }) => ({ name, type }));
    return { name: found.name, inputs, values: [...found.args] as unknown[] };
  },
});

describe("readEvents", () => {
  let abi: Abi;
  let transfer: (block: number, by?: string) => Said;
  const coming = (by: string, name: string, values: readonly unknown[], block = 3): Said => ({
    by,
    block,
    ...COMING.encodeEventLog(name, values),
  });

  before(async () => {
    abi = await readAbi(hre);
    transfer = (block, by = CONTRACTS.token) => ({
      by,
      block,
      ...abi.interfaces.BondToken.encodeEventLog("Transfer", [A, ZeroAddress, 5]),
    });
  });

  it("gives place and moment of each event, and the block through which it read [T-6]", async () => {
    const { events, block, blockAt } = await readEvents(nodeWith([transfer(3)], abi).source);
    const at = BigInt(jst("2023-12-04T00:00:00"));
    expect(events).to.deep.equal([
      { name: "Transfer", from: A, to: null, bonds: 5, block: 3, logIndex: 0, transaction: "tx3", at },
    ]);
    expect(block).to.deep.equal({ number: 20, hash: "hash20", at: "2023-12-21T00:00:00+09:00" });
    expect(blockAt).to.equal(BigInt(jst("2023-12-21T00:00:00")));
  });

  it("asks for halves when a span is too long for the node, and loses nothing", async () => {
    const logs = [0, 5, 6, 10, 11, 20].map((block) => transfer(block));
    const { source, asked } = nodeWith(logs, abi, 6);
    expect((await readEvents(source)).events.map(({ block }) => block)).to.deep.equal([0, 5, 6, 10, 11, 20]);
    expect(asked.slice(0, 4)).to.deep.equal(["0-20", "0-10", "0-5", "6-10"]);
  });

  it("gives up at once when the node answers for no block at all", async () => {
    const { source, asked } = nodeWith([], abi, 0);
    const refused = await readEvents(source).catch((error: unknown) => error);
    expect((refused as Error).message).to.equal("block range too large");
    expect(asked).to.have.length(6); // 21 blocks halved to one
  });

  it("takes a grant that only changes a delay for no grant [R-3]", async () => {
    const authority = new Interface((await hre.artifacts.readArtifact("BondAuthority")).abi);
    const logs = [true, false].map((newMember, block) => ({
      by: CONTRACTS.authority,
      block,
      ...authority.encodeEventLog("RoleGranted", [2, A, 0, 1_700_000_000, newMember]),
    }));
    const { events } = await readEvents(nodeWith(logs, abi).source);
    expect(events).to.have.length(1);
    expect(events[0]).to.deep.include({ name: "RoleGranted", role: 2, account: A, since: 1_700_000_000n, block: 0 });
  });

  it("hears the market and the offering, once the bond has them", async () => {
    const logs = [
      coming(CONTRACTS.market, "TradeSettled", [7, A, B, 3, 300_000_000, ref("BANK-7")]),
      coming(CONTRACTS.offering, "AllotmentDelivered", [B, 3, ref("PAID-B")]),
    ];
    const said = async (of: Abi) =>
      (await readEvents(nodeWith(logs, of).source)).events.map(
        ({ block: _, logIndex: __, transaction: ___, at: ____, ...rest }) => rest,
      );
    expect(await said(abiWithComing(abi))).to.deep.equal([
      { name: "TradeSettled", id: 7, seller: A, buyer: B, bonds: 3, bankReference: "BANK-7" },
      { name: "AllotmentDelivered", holder: B, bonds: 3, bankReference: "PAID-B" },
    ]);
  });

  it("believes each contract in its own matters only", async () => {
    const logs = [transfer(3, CONTRACTS.payments), coming(CONTRACTS.token, "TradeSettled", [7, A, B, 3, 1, ref("x")])];
    expect((await readEvents(nodeWith(logs, abiWithComing(abi)).source)).events).to.deep.equal([]);
  });
});
