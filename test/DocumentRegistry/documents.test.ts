import { expect } from "chai";
import { ethers } from "hardhat";
import { HASH, MINED, prepared } from "../support/market";
import { at, day, jst, ref } from "../support/suite";

const OTHER = ethers.id("another file");
const REPORT = ref("green report 2024");
const TERMS = ref("terms");

describe("DocumentRegistry.setDocument", () => {
  it("keeps where the document is, what it hashes to and when it was set [N-2, R-1]", async () => {
    const { documents, issuer } = await prepared();
    await at("2024-02-01T12:00:00");
    await expect(documents.connect(issuer).setDocument(TERMS, "https://example.com/terms.pdf", HASH, MINED))
      .to.emit(documents, "DocumentUpdated")
      .withArgs(TERMS, "https://example.com/terms.pdf", HASH);
    expect([...(await documents.getDocument(TERMS))]).to.deep.equal([
      "https://example.com/terms.pdf",
      HASH,
      BigInt(jst("2024-02-01T12:00:00")),
    ]);
    expect(await documents.getAllDocuments()).to.deep.equal([TERMS]);
    expect(await documents.TERMS()).to.equal(TERMS);
  });

  it("supersedes, and loses nothing [N-2]", async () => {
    const { documents, issuer } = await prepared();
    await at("2024-02-01T23:59:59");
    await documents.connect(issuer).setDocument(TERMS, "first", HASH, MINED);
    await at("2024-02-02T00:00:00");
    await documents.connect(issuer).setDocument(TERMS, "", OTHER, MINED); // kept at the head office alone
    expect((await documents.getDocument(TERMS)).documentHash).to.equal(OTHER);
    expect(await documents.getAllDocuments()).to.deep.equal([TERMS]);
    expect(await documents.versionCount(TERMS)).to.equal(2);
    const [first, second] = [await documents.versionAt(TERMS, 1), await documents.versionAt(TERMS, 2)];
    expect([...first]).to.deep.equal([
      BigInt(day("2024-02-01")),
      false,
      BigInt(jst("2024-02-01T23:59:59")),
      HASH,
      "first",
    ]);
    expect([second.day, second.documentHash, second.uri]).to.deep.equal([BigInt(day("2024-02-02")), OTHER, ""]);
  });

  it("needs a name and a hash [N-2]", async () => {
    const { documents, issuer } = await prepared();
    for (const [name, hash] of [
      [ethers.ZeroHash, HASH],
      [TERMS, ethers.ZeroHash],
    ] as const)
      await expect(documents.connect(issuer).setDocument(name, "uri", hash, MINED))
        .to.be.revertedWithCustomError(documents, "DocumentIncomplete")
        .withArgs(name, hash);
  });

  it("is the issuer's alone, like the removal [N-2]", async () => {
    const { documents, dealer, registerAdministrator, platformOperator } = await prepared();
    for (const caller of [dealer, registerAdministrator, platformOperator]) {
      await expect(documents.connect(caller).setDocument(TERMS, "", HASH, MINED)).to.be.revertedWithCustomError(
        documents,
        "AccessManagedUnauthorized",
      );
      await expect(documents.connect(caller).removeDocument(REPORT, MINED)).to.be.revertedWithCustomError(
        documents,
        "AccessManagedUnauthorized",
      );
    }
  });
});

describe("DocumentRegistry.removeDocument", () => {
  it("takes the document off the list, and keeps every version and the removal [R-1]", async () => {
    const { documents, issuer } = await prepared();
    const registry = documents.connect(issuer);
    await registry.setDocument(TERMS, "terms", HASH);
    await registry.setDocument(REPORT, "report", OTHER);
    await at("2024-03-01T09:00:00");
    await expect(registry.removeDocument(REPORT, MINED))
      .to.emit(documents, "DocumentRemoved")
      .withArgs(REPORT, "report", OTHER);
    expect(await documents.getAllDocuments()).to.deep.equal([TERMS]);
    expect([...(await documents.getDocument(REPORT))]).to.deep.equal(["", ethers.ZeroHash, 0n]);
    expect(await documents.versionCount(REPORT)).to.equal(2);
    const removal = await documents.versionAt(REPORT, 2);
    expect([removal.removed, removal.day, removal.documentHash]).to.deep.equal([
      true,
      BigInt(day("2024-03-01")),
      OTHER,
    ]);
    expect((await documents.versionAt(REPORT, 1)).removed).to.equal(false);
  });

  it("lets the name be set again, with the history going on [R-1]", async () => {
    const { documents, issuer } = await prepared();
    const registry = documents.connect(issuer);
    await registry.setDocument(REPORT, "first", HASH);
    await registry.removeDocument(REPORT);
    await registry.setDocument(REPORT, "second", OTHER);
    expect((await documents.getDocument(REPORT)).uri).to.equal("second");
    expect(await documents.getAllDocuments()).to.deep.equal([REPORT]);
    expect(await documents.versionCount(REPORT)).to.equal(3);
    expect((await documents.versionAt(REPORT, 3)).removed).to.equal(false);
  });

  it("refuses the copy of the terms, which can only be replaced [N-2]", async () => {
    const { documents, issuer } = await prepared();
    await documents.connect(issuer).setDocument(TERMS, "terms", HASH);
    await expect(documents.connect(issuer).removeDocument(TERMS, MINED)).to.be.revertedWithCustomError(
      documents,
      "TermsCopyIsKept",
    );
  });

  it("refuses a document that is not there, never was or is removed [R-1]", async () => {
    const { documents, issuer } = await prepared();
    const registry = documents.connect(issuer);
    const refused = () =>
      expect(registry.removeDocument(REPORT, MINED))
        .to.be.revertedWithCustomError(documents, "DocumentUnknown")
        .withArgs(REPORT);
    await refused();
    await registry.setDocument(REPORT, "", HASH);
    await registry.removeDocument(REPORT);
    await refused();
  });
});

describe("DocumentRegistry: reading", () => {
  it("refuses versions that do not exist: 0 and one too many [R-1]", async () => {
    const { documents, issuer } = await prepared();
    await documents.connect(issuer).setDocument(REPORT, "", HASH);
    for (const [name, version, count] of [
      [REPORT, 0, 1],
      [REPORT, 2, 1],
      [TERMS, 1, 0],
    ] as const)
      await expect(documents.versionAt(name, version))
        .to.be.revertedWithCustomError(documents, "NoSuchVersion")
        .withArgs(name, version, count);
  });

  it("announces ERC-1643 and ERC-165, and nothing else", async () => {
    const { documents } = await prepared();
    const selector = (signature: string): bigint => BigInt(ethers.id(signature).slice(0, 10));
    const erc1643 =
      selector("getDocument(bytes32)") ^
      selector("setDocument(bytes32,string,bytes32)") ^
      selector("removeDocument(bytes32)") ^
      selector("getAllDocuments()");
    expect(await documents.supportsInterface(ethers.toBeHex(erc1643, 4))).to.equal(true);
    expect(await documents.supportsInterface("0x01ffc9a7")).to.equal(true);
    expect(await documents.supportsInterface("0xffffffff")).to.equal(false);
  });
});
