import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import hre, { ethers } from "hardhat";
import { dropBook, readBook, withBond, writeBook } from "../../tasks/support/addressBook";
import { fixture } from "../support/chain";
import { documentOf, runTask } from "../support/task";

const ACCOUNT = `0x${"0".repeat(39)}1`;

const sheetOf = (id: string) => ({
  ...{ id, name: id, symbol: id.toUpperCase(), denominationYen: "100000000", bonds: 10, ratePpm: 5980 },
  ...{ closing: "2023-12-14", firstPayment: "2024-06-14", maturity: "2024-12-14" },
  allotments: [{ holder: "a", bonds: 10, taxClass: "exempt" }],
});

describe("Two runs at once", function () {
  this.timeout(60_000);
  let folder = "";
  before(() => (folder = mkdtempSync(join(tmpdir(), "two-"))));
  after(() => rmSync(folder, { recursive: true }));

  const sheet = (id: string): string => {
    writeFileSync(join(folder, `${id}.json`), JSON.stringify(sheetOf(id)));
    return join(folder, `${id}.json`);
  };
  const deploy = async (id: string): Promise<void> => {
    documentOf(await runTask("bond deploy", { terms: sheet(id), execute: true, json: true }));
  };

  it("both enter what they did in the address book, although a deployment takes its time", async () => {
    await fixture(() => deploy("one"));
    const before = await ethers.provider.getBlockNumber();
    const deploying = deploy("two");
    while ((await ethers.provider.getBlockNumber()) === before) await pause(1);
    const book = readBook(hre)!;
    expect(Object.keys(book.bonds)).to.deep.equal(["one"]);
    writeBook(hre, withBond(book, "one", { ...book.bonds["one"]!, holders: { a: ACCOUNT } }));
    await deploying;
    expect(Object.keys(readBook(hre)!.bonds)).to.deep.equal(["one", "two"]);
    expect(readBook(hre)!.bonds["one"]!.holders).to.deep.equal({ a: ACCOUNT });
  });

  it("that both bring a calendar do not take each other's bond out of the address book", async () => {
    const book = readBook(hre)!;
    await fixture(() => Promise.resolve());
    const before = await ethers.provider.getBlockNumber();
    const deploying = runTask("bond deploy", { terms: sheet("three"), execute: true, json: true });
    while ((await ethers.provider.getBlockNumber()) === before) await pause(1);
    const { contractAddress: address } = (await ethers.provider.getTransactionReceipt((await ethers.provider.getBlock(1))!.transactions[0]!))!; // prettier-ignore
    const others = { ...book, calendar: { ...book.calendar, address: address! }, bonds: { other: book.bonds["one"]! } };
    writeBook(hre, others);
    const { code, stdout, stderr } = await deploying;
    expect([code, stdout]).to.deep.equal([1, ""]);
    expect(stderr).to.match(/three: its calendar is 0x\w{40}, and that of the network is 0x\w{40}, which another run has entered meanwhile/); // prettier-ignore
    expect(readBook(hre)).to.deep.equal(others);
    dropBook(hre);
  });
});
