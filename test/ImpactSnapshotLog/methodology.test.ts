import { expect } from "chai";
import { ethers } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import {
  FEBRUARY,
  INDICATOR,
  LATER_METHOD,
  MARCH,
  METHOD,
  NEW_METHOD,
  OTHER_INDICATOR,
  OTHER_SUBJECT,
  SUBJECT,
  emptyLog,
  snapshot,
  type Log,
} from "../support/snapshots";

const NOTHING = [ethers.ZeroHash, "", 0n, false];

interface Replacement {
  readonly subject?: string;
  readonly indicator?: string;
  readonly from?: string;
  readonly to?: string;
  readonly uri?: string;
  readonly ordinal: bigint | number;
  readonly as?: HardhatEthersSigner;
}

const replace = ({ log, administrator }: Log, given: Replacement) => {
  const { subject = SUBJECT, indicator = INDICATOR, from = METHOD, to = NEW_METHOD, uri = "new" } = given;
  return log.connect(given.as ?? administrator).supersedeMethodology(subject, indicator, from, to, uri, given.ordinal);
};

const active = async ({ log }: Log, subject = SUBJECT, indicator = INDICATOR) => [
  ...(await log.activeMethodology(subject, indicator)),
];

const pending = async ({ log }: Log, subject = SUBJECT, indicator = INDICATOR) => [
  ...(await log.pendingMethodology(subject, indicator)),
];

/** A log with snapshot 0, which set the methodology. */
const reported = async (): Promise<Log> => {
  const on = await emptyLog();
  await snapshot(on, { uri: "first" });
  return on;
};

describe("ImpactSnapshotLog, the methodology in use", () => {
  it("is none before the first snapshot, and then that of the first [ERC-8329]", async () => {
    const on = await emptyLog();
    expect(await active(on)).to.deep.equal([ethers.ZeroHash, ""]);
    expect(await pending(on)).to.deep.equal(NOTHING);
    await snapshot(on, { uri: "first" });
    expect(await active(on)).to.deep.equal([METHOD, "first"]);
    expect(await pending(on)).to.deep.equal(NOTHING);
  });

  it("is one for each subject and indicator [ERC-8329]", async () => {
    const on = await reported();
    await snapshot(on, { indicator: OTHER_INDICATOR, method: NEW_METHOD });
    await snapshot(on, { subject: OTHER_SUBJECT, method: LATER_METHOD });
    expect((await active(on))[0]).to.equal(METHOD);
    expect((await active(on, SUBJECT, OTHER_INDICATOR))[0]).to.equal(NEW_METHOD);
    expect((await active(on, OTHER_SUBJECT))[0]).to.equal(LATER_METHOD);
    expect((await active(on, OTHER_SUBJECT, OTHER_INDICATOR))[0]).to.equal(ethers.ZeroHash);
  });

  it("binds every later snapshot, originals and corrections [ERC-8329]", async () => {
    const on = await reported();
    for (const given of [{ period: FEBRUARY }, { corrects: 0 }])
      await expect(snapshot(on, { ...given, method: NEW_METHOD }))
        .to.be.revertedWithCustomError(on.log, "NotTheActiveMethodology")
        .withArgs(SUBJECT, INDICATOR, METHOD, NEW_METHOD);
  });

  it("may be found in another place each time, while its own place stays [ERC-8329]", async () => {
    const on = await reported();
    await snapshot(on, { period: FEBRUARY, uri: "a mirror" });
    expect((await on.log.getSnapshot(SUBJECT, 1)).methodologyURI).to.equal("a mirror");
    expect(await active(on)).to.deep.equal([METHOD, "first"]);
  });
});

describe("ImpactSnapshotLog.supersedeMethodology", () => {
  context("from the next snapshot on", () => {
    it("replaces at once, tells it, and leaves nothing pending [ERC-8329]", async () => {
      const on = await reported();
      await expect(replace(on, { ordinal: 1 }))
        .to.emit(on.log, "MethodologySuperseded")
        .withArgs(SUBJECT, INDICATOR, METHOD, NEW_METHOD, 1);
      expect(await active(on)).to.deep.equal([NEW_METHOD, "new"]);
      expect(await pending(on)).to.deep.equal(NOTHING);
      const event = on.log.interface.getEvent("MethodologySuperseded");
      expect(event.topicHash).to.equal(ethers.id("MethodologySuperseded(bytes32,bytes32,bytes32,bytes32,uint256)"));
      expect(event.inputs.map(({ indexed }) => indexed)).to.deep.equal([true, true, false, false, false]);
    });

    it("binds the next snapshot to the new one, and leaves the old snapshot as it is [ERC-8329]", async () => {
      const on = await reported();
      const before = [...(await on.log.getSnapshot(SUBJECT, 0))];
      await replace(on, { ordinal: 1 });
      await expect(snapshot(on, { period: FEBRUARY })).to.be.revertedWithCustomError(on.log, "NotTheActiveMethodology");
      await snapshot(on, { period: FEBRUARY, method: NEW_METHOD });
      expect([...(await on.log.getSnapshot(SUBJECT, 0))]).to.deep.equal(before);
    });

    it("is followed by a recalculation as a correction, by the new one alone [ERC-8329]", async () => {
      const on = await reported();
      await replace(on, { ordinal: 1 });
      await expect(snapshot(on, { corrects: 0 })).to.be.revertedWithCustomError(on.log, "NotTheActiveMethodology");
      await snapshot(on, { corrects: 0, method: NEW_METHOD, value: 2n });
      const [old, corrected] = [await on.log.getSnapshot(SUBJECT, 0), await on.log.getSnapshot(SUBJECT, 1)];
      expect([old.methodologyHash, old.value]).to.deep.equal([METHOD, 1n]);
      expect([corrected.methodologyHash, corrected.value]).to.deep.equal([NEW_METHOD, 2n]);
    });

    it("may be done again and again, also back to the first [ERC-8329]", async () => {
      const on = await reported();
      await replace(on, { ordinal: 1 });
      await replace(on, { from: NEW_METHOD, to: LATER_METHOD, ordinal: 1 });
      await replace(on, { from: LATER_METHOD, to: METHOD, uri: "first again", ordinal: 1 });
      expect(await active(on)).to.deep.equal([METHOD, "first again"]);
    });
  });

  context("from a later snapshot on", () => {
    it("waits, can be seen waiting, and takes effect when the count is reached, with no further act [ERC-8329]", async () => {
      const on = await reported();
      await expect(replace(on, { ordinal: 3 }))
        .to.emit(on.log, "MethodologySuperseded")
        .withArgs(SUBJECT, INDICATOR, METHOD, NEW_METHOD, 3);
      await snapshot(on, { period: FEBRUARY }); // ordinal 1
      expect(await active(on)).to.deep.equal([METHOD, "first"]);
      expect(await pending(on)).to.deep.equal([NEW_METHOD, "new", 3n, true]);
      await expect(snapshot(on, { period: MARCH, method: NEW_METHOD })).to.be.revertedWithCustomError(
        on.log,
        "NotTheActiveMethodology",
      );
      await snapshot(on, { period: MARCH }); // ordinal 2: the last by the old one
      expect(await active(on)).to.deep.equal([NEW_METHOD, "new"]);
      expect(await pending(on)).to.deep.equal(NOTHING);
      await expect(snapshot(on, { corrects: 0 })).to.be.revertedWithCustomError(on.log, "NotTheActiveMethodology");
      await snapshot(on, { corrects: 0, method: NEW_METHOD }); // ordinal 3
      expect(await active(on)).to.deep.equal([NEW_METHOD, "new"]);
      expect(await pending(on)).to.deep.equal(NOTHING);
    });

    it("counts corrections, and only those of the indicator [ERC-8329]", async () => {
      const on = await reported();
      await replace(on, { ordinal: 2 });
      await snapshot(on, { indicator: OTHER_INDICATOR });
      await snapshot(on, { subject: OTHER_SUBJECT });
      expect((await pending(on))[3]).to.equal(true);
      await snapshot(on, { corrects: 0 });
      expect(await active(on)).to.deep.equal([NEW_METHOD, "new"]);
    });

    it("may lie as far ahead as one likes: there is no limit [ERC-8329]", async () => {
      const on = await reported();
      const never = 2n ** 256n - 1n;
      await replace(on, { ordinal: never });
      expect(await pending(on)).to.deep.equal([NEW_METHOD, "new", never, true]);
      expect(await active(on)).to.deep.equal([METHOD, "first"]);
    });

    it("shuts out another until it has taken effect, also one at once [ERC-8329]", async () => {
      const on = await reported();
      await replace(on, { ordinal: 2 });
      for (const ordinal of [1, 2, 3])
        await expect(replace(on, { to: LATER_METHOD, ordinal }))
          .to.be.revertedWithCustomError(on.log, "MethodologyPending")
          .withArgs(SUBJECT, INDICATOR, 2);
      expect(await pending(on)).to.deep.equal([NEW_METHOD, "new", 2n, true]);
      await snapshot(on, { period: FEBRUARY });
      await expect(replace(on, { to: LATER_METHOD, ordinal: 2 })) // the old one is no longer in use
        .to.be.revertedWithCustomError(on.log, "NotTheActiveMethodology")
        .withArgs(SUBJECT, INDICATOR, NEW_METHOD, METHOD);
      await replace(on, { from: NEW_METHOD, to: LATER_METHOD, uri: "later", ordinal: 4 });
      expect(await active(on)).to.deep.equal([NEW_METHOD, "new"]);
      expect(await pending(on)).to.deep.equal([LATER_METHOD, "later", 4n, true]);
      await snapshot(on, { period: MARCH, method: NEW_METHOD }); // ordinal 2
      await snapshot(on, { corrects: 0, method: NEW_METHOD }); // ordinal 3
      expect(await active(on)).to.deep.equal([LATER_METHOD, "later"]);
    });

    it("replaces at once after one that has taken effect and that no snapshot has used yet [ERC-8329]", async () => {
      const on = await reported();
      await replace(on, { ordinal: 2 });
      await snapshot(on, { period: FEBRUARY });
      await replace(on, { from: NEW_METHOD, to: LATER_METHOD, uri: "later", ordinal: 2 });
      expect(await active(on)).to.deep.equal([LATER_METHOD, "later"]);
      expect(await pending(on)).to.deep.equal(NOTHING);
    });

    it("leaves other subjects and indicators alone [ERC-8329]", async () => {
      const on = await reported();
      await snapshot(on, { indicator: OTHER_INDICATOR });
      await snapshot(on, { subject: OTHER_SUBJECT });
      await replace(on, { ordinal: 5 });
      expect(await pending(on, SUBJECT, OTHER_INDICATOR)).to.deep.equal(NOTHING);
      expect(await pending(on, OTHER_SUBJECT)).to.deep.equal(NOTHING);
      await replace(on, { indicator: OTHER_INDICATOR, ordinal: 1 });
      expect((await active(on, SUBJECT, OTHER_INDICATOR))[0]).to.equal(NEW_METHOD);
      expect((await active(on))[0]).to.equal(METHOD);
    });
  });

  context("what it needs", () => {
    it("needs a methodology in use: none can be replaced before the first snapshot [ERC-8329]", async () => {
      const on = await emptyLog();
      for (const from of [METHOD, ethers.ZeroHash])
        await expect(replace(on, { from, ordinal: 0 })).to.be.revertedWithCustomError(
          on.log,
          "NotTheActiveMethodology",
        );
      expect(await active(on)).to.deep.equal([ethers.ZeroHash, ""]);
    });

    it("needs the one in use named exactly [ERC-8329]", async () => {
      const on = await reported();
      for (const from of [NEW_METHOD, ethers.ZeroHash])
        await expect(replace(on, { from, ordinal: 1 }))
          .to.be.revertedWithCustomError(on.log, "NotTheActiveMethodology")
          .withArgs(SUBJECT, INDICATOR, METHOD, from);
    });

    it("needs a new hash and a new place [ERC-8329]", async () => {
      const on = await reported();
      for (const [to, uri] of [
        [ethers.ZeroHash, "new"],
        [NEW_METHOD, ""],
      ] as const)
        await expect(replace(on, { to, uri, ordinal: 1 }))
          .to.be.revertedWithCustomError(on.log, "MethodologyMissing")
          .withArgs(to, uri);
    });

    it("needs an ordinal that is not past: the count at the earliest [ERC-8329]", async () => {
      const on = await reported();
      await snapshot(on, { period: FEBRUARY });
      for (const ordinal of [0, 1])
        await expect(replace(on, { ordinal }))
          .to.be.revertedWithCustomError(on.log, "OrdinalPassed")
          .withArgs(SUBJECT, INDICATOR, ordinal, 2);
      await replace(on, { ordinal: 2 });
      expect((await active(on))[0]).to.equal(NEW_METHOD);
    });

    it("is for the administrator alone [ERC-8329]", async () => {
      const on = await reported();
      for (const as of [on.reporter, on.attestor, on.stranger])
        await expect(replace(on, { ordinal: 1, as }))
          .to.be.revertedWithCustomError(on.log, "NotAllowed")
          .withArgs(as.address);
    });
  });
});

describe("ImpactSnapshotLog.supportsInterface", () => {
  const id = (signatures: readonly string[]): string => {
    const selectors = signatures.map((signature) => BigInt(ethers.id(signature).slice(0, 10)));
    return ethers.toBeHex(
      selectors.reduce((mixed, selector) => mixed ^ selector, 0n),
      4,
    );
  };

  const SNAPSHOTS = [
    "recordSnapshot(bytes32,bytes32,int256,uint8,bytes32,uint64,uint64,bytes32,string,uint256)",
    "getSnapshot(bytes32,uint256)",
    "snapshotCount(bytes32)",
    "indicatorSnapshotCount(bytes32,bytes32)",
    "indicatorSnapshotAt(bytes32,bytes32,uint256)",
    "latestIndicatorSnapshot(bytes32,bytes32)",
    "currentSnapshotForPeriod(bytes32,bytes32,uint64,uint64)",
  ];
  const ATTESTATION = [
    "attestSnapshot(bytes32,uint256,bool,bytes32,string)",
    "attestationCount(bytes32,uint256)",
    "getAttestation(bytes32,uint256,uint256)",
  ];
  const VERSIONING = [
    "supersedeMethodology(bytes32,bytes32,bytes32,bytes32,string,uint256)",
    "activeMethodology(bytes32,bytes32)",
    "pendingMethodology(bytes32,bytes32)",
  ];

  it("says yes to the log, both extensions and ERC-165 itself [ERC-8329]", async () => {
    const { log } = await emptyLog();
    for (const signatures of [SNAPSHOTS, ATTESTATION, VERSIONING, ["supportsInterface(bytes4)"]])
      expect(await log.supportsInterface(id(signatures)), signatures[0]).to.equal(true);
    expect(id(["supportsInterface(bytes4)"])).to.equal("0x01ffc9a7"); // the id that ERC-165 gives itself
  });

  it("says no to the id that ERC-165 keeps free, to none, to a part and to the sum [ERC-8329]", async () => {
    const { log } = await emptyLog();
    const nothing = ["0xffffffff", "0x00000000", id(SNAPSHOTS.slice(1)), id([...SNAPSHOTS, ...ATTESTATION])];
    for (const each of nothing) expect(await log.supportsInterface(each), each).to.equal(false);
  });

  it("has every function of the text, with its mutability and what it returns [ERC-8329]", async () => {
    const { log } = await emptyLog();
    const known = ethers.Interface.from(log.interface.formatJson());
    const record = "bytes32,bytes32,int256,uint8,bytes32,uint64,uint64,bytes32,string,address,uint64,uint256,uint256";
    const returned: Record<string, [string, boolean]> = {
      recordSnapshot: ["uint256", false],
      getSnapshot: [`(${record})`, true],
      snapshotCount: ["uint256", true],
      indicatorSnapshotCount: ["uint256", true],
      indicatorSnapshotAt: ["uint256", true],
      latestIndicatorSnapshot: ["uint256", true],
      currentSnapshotForPeriod: ["uint256", true],
      attestSnapshot: ["uint256", false],
      attestationCount: ["uint256", true],
      getAttestation: ["(address,bool,bytes32,string,uint64)", true],
      supersedeMethodology: ["", false],
      activeMethodology: ["bytes32,string", true],
      pendingMethodology: ["bytes32,string,uint256,bool", true],
    };
    for (const signature of [...SNAPSHOTS, ...ATTESTATION, ...VERSIONING]) {
      const found = known.getFunction(signature);
      const [outputs, isView] = returned[signature.slice(0, signature.indexOf("("))]!;
      const types = found?.outputs.map((each) => each.format("sighash")).join(",");
      expect([types, found?.constant], signature).to.deep.equal([outputs, isView]);
    }
  });
});
