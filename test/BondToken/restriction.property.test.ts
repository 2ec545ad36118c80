import { expect } from "chai";
import { ethers } from "hardhat";
import { CODE, MINED, freeze, issued, redeemAll, replaceKey, signerOf, suspend, type Market } from "../support/market";
import { oneOf, randomFrom, type Pick } from "../support/random";
import { goTo, jst, openAccounts } from "../support/suite";

const CASES_PER_SCENE = 60;
const MAX = 2n ** 256n - 1n;

/** What the test itself knows of an account. */
interface Known {
  readonly kind: "investor" | "dealer" | "issuer";
  readonly status: "active" | "suspended";
  readonly frozen: bigint;
  bonds: bigint;
}

/** What the test itself knows of the moment; written down by hand for each scene. */
interface Scene {
  readonly name: string;
  readonly now: string;
  readonly issued: boolean;
  readonly redeemed: boolean;
  readonly closed: boolean;
  readonly designated: boolean;
  readonly purchaseWindow: boolean;
}

const open: Scene = {
  name: "an ordinary day",
  now: "2024-02-01T12:00:00",
  issued: true,
  redeemed: false,
  closed: false,
  designated: true,
  purchaseWindow: true,
};

const scenes: readonly Scene[] = [
  open,
  { ...open, name: "the way not designated", now: "2024-02-05T12:00:00", designated: false },
  { ...open, name: "a closed window", now: "2024-06-13T12:00:00", closed: true },
  { ...open, name: "a closed window, the way not designated", now: "2025-06-12T12:00:00", closed: true, designated: false }, // prettier-ignore
  { ...open, name: "after four more dates, untouched", now: "2027-07-01T12:00:00" },
  { ...open, name: "the last window", now: "2028-12-12T05:00:00", closed: true, purchaseWindow: false },
  { ...open, name: "redeemed", now: "2028-12-14T12:00:00", redeemed: true, closed: true, purchaseWindow: false },
];

type Book = Map<string, Known>;

/** The fourteen reasons of the issue, each by itself, in its order; the first that holds is the code. */
const codeFor = (scene: Scene, book: Book, from: string, to: string, bonds: bigint): number => {
  const [sender, receiver] = [book.get(from), book.get(to)];
  const reasons: boolean[] = [
    !scene.issued,
    scene.redeemed,
    scene.closed,
    !scene.designated,
    sender === undefined,
    sender?.status === "suspended",
    receiver === undefined,
    receiver?.status === "suspended",
    from === to,
    sender?.kind !== "dealer" && receiver?.kind !== "dealer",
    sender?.kind === "issuer",
    sender?.kind === "dealer" && receiver?.kind === "issuer" && !scene.purchaseWindow,
    bonds > (sender?.bonds ?? 0n),
    bonds + (sender?.frozen ?? 0n) > (sender?.bonds ?? 0n) && bonds > 0n,
  ];
  return reasons.indexOf(true) + 1;
};

interface World extends Market {
  readonly book: Book;
  readonly addresses: readonly string[];
}

/** Accounts of every sort: plain, frozen, frozen beyond the holding, suspended, closed, unknown, zero, a contract. */
const world = async (): Promise<World> => {
  const market = await issued();
  const { token, dealer, issuer, a, b, c, stranger, newKey, investors } = market;
  const [d, e, f] = investors.slice(5, 8) as [typeof a, typeof a, typeof a];
  await openAccounts(market, [d, e, f]);
  await token.connect(dealer).transfer(a, 20);
  await token.connect(dealer).transfer(b, 10);
  await token.connect(dealer).transfer(c, 5);
  await token.connect(dealer).transfer(d, 4);
  await token.connect(dealer).transfer(e, 7);
  await freeze(market, b, 6);
  await freeze(market, c, 9);
  await freeze(market, dealer, 2);
  await suspend(market, d);
  await replaceKey(market, e, newKey);
  await token.connect(dealer).transfer(issuer, 3);
  const known = (kind: Known["kind"], bonds: bigint, frozen = 0n, status: Known["status"] = "active"): Known => ({
    kind,
    status,
    frozen,
    bonds,
  });
  const book: Book = new Map([
    [dealer.address, known("dealer", 100n - 20n - 10n - 5n - 4n - 7n - 3n, 2n)],
    [issuer.address, known("issuer", 3n)],
    [a.address, known("investor", 20n)],
    [b.address, known("investor", 10n, 6n)],
    [c.address, known("investor", 5n, 9n)],
    [d.address, known("investor", 4n, 0n, "suspended")],
    [f.address, known("investor", 0n)],
    [newKey.address, known("investor", 7n)],
  ]);
  const others = [e.address, stranger.address, ethers.ZeroAddress, await token.getAddress()];
  return { ...market, book, addresses: [...book.keys(), dealer.address, dealer.address, dealer.address, ...others] };
};

const amountFor = (pick: Pick, sender: Known | undefined): bigint => {
  const held = sender?.bonds ?? 0n;
  const free = held > (sender?.frozen ?? 0n) ? held - (sender?.frozen ?? 0n) : 0n;
  const near = [0n, 1n, held, held + 1n, free, free + 1n, BigInt(pick(0, 12))];
  return oneOf(pick, [...near, ...near, 2n ** 24n, 2n ** 32n + 1n, 2n ** 255n, MAX]);
};

/** A transfer is sent and judged: by the test's own rules, by both views, and by what the chain then does. */
const judge = async (
  { token, book }: World,
  scene: Scene,
  from: string,
  to: string,
  bonds: bigint,
): Promise<number> => {
  const code = codeFor(scene, book, from, to, bonds);
  const question = `${scene.name}: ${bonds} from ${from} to ${to}`;
  expect(await token.detectTransferRestriction(from, to, bonds), question).to.equal(code);
  const nothingFrozen = book.get(from)?.frozen === 0n;
  const ruleAllows = code === CODE.None || (code === CODE.InsufficientBalance && nothingFrozen);
  expect(await token.canTransfer(from, to, bonds), question).to.equal(ruleAllows);

  const sent = token.connect(await signerOf(from)).transfer(to, bonds, MINED);
  const [sender, receiver] = [book.get(from), book.get(to)];
  if (code === CODE.None && sender !== undefined && receiver !== undefined) {
    await expect(sent, question).to.emit(token, "Transfer").withArgs(from, to, bonds);
    sender.bonds -= bonds;
    receiver.bonds += bonds;
  } else if (code === CODE.InsufficientBalance) {
    await expect(sent, question).to.be.revertedWithCustomError(token, "ERC20InsufficientBalance");
  } else if (code === CODE.InsufficientUnfrozen) {
    await expect(sent, question).to.be.revertedWithCustomError(token, "ERC7943InsufficientUnfrozenBalance");
  } else {
    await expect(sent, question)
      .to.be.revertedWithCustomError(token, "TransferRestricted")
      .withArgs(code, from, to, bonds);
  }
  return code;
};

describe("BondToken: the views and the transfer agree", () => {
  it(`on ${CASES_PER_SCENE} random transfers in each of ${scenes.length} situations, and every reason occurs`, async () => {
    const everything = await world();
    const { token, issuer, book, addresses } = everything;
    const seen = new Set<number>();
    const pick = randomFrom(20_231_214);
    for (const scene of scenes) {
      if (scene.redeemed) await redeemAll(everything);
      else {
        if ((await token.ways()) % 2n !== (scene.designated ? 1n : 0n))
          await token.connect(issuer).designateWays(scene.designated ? 1 : 0);
        await goTo(scene.now);
      }
      expect(jst(scene.now)).to.be.greaterThan(jst("2023-12-15T00:00:00"));
      for (let i = 0; i < CASES_PER_SCENE; ++i) {
        const from = oneOf(pick, addresses);
        const to = oneOf(pick, addresses);
        seen.add(await judge(everything, scene, from, to, amountFor(pick, book.get(from))));
      }
      if (!scene.redeemed)
        for (const [address, { bonds }] of book) expect(await token.balanceOf(address)).to.equal(bonds);
    }
    // 1 and 12 need another moment: before the issue, and on the closing day. They are in restriction.test.ts.
    expect([...seen].sort((x, y) => x - y)).to.deep.equal([0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14]);
  });
});
