import { expect } from "chai";

import { fitsOnChain, opcodesNewerThanBerlin } from "../../tasks/support/opcodes";

describe("opcodesNewerThanBerlin", () => {
  for (const [what, code] of [
    ["no code", "0x"],
    ["PUSH1 0x00", "0x6000"],
    ["PUSH1 whose data is 0x5f", "0x605f"],
    ["PUSH32 whose data is all 0x5f", `0x7f${"5f".repeat(32)}`],
    ["a push cut off by the end of the code", "0x615f"],
    ["an opcode of berlin: CHAINID, SELFBALANCE", "0x4647"],
    ["the neighbours of the forbidden ones: JUMPDEST, SAR", "0x5b1d"],
    // PUSH1 0, then a CBOR map of three bytes (a1 5f 5f) and its length
    ["0x5f in the metadata", "0x6000a15f5f0003"],
    // STOP, INVALID, then the text
    ["a text behind the code", `0x00fe${Buffer.from("[T-1] Holder").toString("hex")}`],
    ["the address of a library that is not linked, in PUSH20", `0x73__$${"5f".repeat(17)}$__00`],
  ] as const) {
    it(`accepts ${what}`, () => {
      expect(opcodesNewerThanBerlin(code)).to.deep.equal([]);
    });
  }

  for (const [what, code, found] of [
    ["a bare 0x5f", "0x5f", "PUSH0 at 0"],
    ["0x5f behind a push", "0x605f5f", "PUSH0 at 2"],
    ["0x5f behind PUSH32 and its data", `0x7f${"5f".repeat(32)}5f`, "PUSH0 at 33"],
    ["0x5f before the metadata", "0x5fa15f5f0003", "PUSH0 at 0"],
    ["0x5f before two bytes that are no length of metadata", "0x5f000003", "PUSH0 at 0"],
    ["0x5f where a length points that is no map", "0x5f0001", "PUSH0 at 0"],
    // PUSH1 3, JUMP, JUMPDEST at 3
    ["0x5f that a jump leads to", "0x6003565b5f", "PUSH0 at 4"],
    // PUSH1 4, JUMPI, INVALID that runs when the branch is not taken, JUMPDEST at 4
    ["0x5f behind an INVALID that is part of the code", "0x600457fe5b5f", "PUSH0 at 5"],
    // PUSH1 0, PUSH1 6, JUMPI, and the branch not taken
    ["0x5f behind a jump that may not be taken", "0x60006006575ffe", "PUSH0 at 5"],
    ["MCOPY", "0x5e", "MCOPY at 0"],
    ["TLOAD", "0x5c", "TLOAD at 0"],
    ["TSTORE", "0x5d", "TSTORE at 0"],
    ["BASEFEE", "0x48", "BASEFEE at 0"],
    ["BLOBHASH", "0x49", "BLOBHASH at 0"],
    ["BLOBBASEFEE", "0x4a", "BLOBBASEFEE at 0"],
    ["PREVRANDAO", "0x44", "PREVRANDAO at 0"],
    ["CLZ", "0x1e", "CLZ at 0"],
  ] as const) {
    it(`finds ${what}`, () => {
      expect(opcodesNewerThanBerlin(code)).to.deep.equal([found]);
    });
  }
});

describe("fitsOnChain", () => {
  it("accepts 24,576 bytes", () => {
    expect(fitsOnChain(`0x${"00".repeat(24_576)}`)).to.equal(true);
  });

  it("refuses 24,577 bytes", () => {
    expect(fitsOnChain(`0x${"00".repeat(24_577)}`)).to.equal(false);
  });
});
