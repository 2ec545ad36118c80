import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { encryptKeystoreJsonSync, Transaction, TypedDataEncoder, verifyTypedData, Wallet } from "ethers";
import type { EIP1193Provider, RequestArguments } from "hardhat/types";
import { KeystoreProvider, keystoreOf } from "../../tasks/support/keystore";
import { requireSendable, TRANSACTION_BYTES } from "../../tasks/support/limits";

const PASSWORD = "correct horse";
const TO = "0x00000000000000000000000000000000000000AA";

describe("A folder of encrypted keys", () => {
  const folder = mkdtempSync(join(tmpdir(), "keystore-"));
  const passwordFile = join(folder, "password.txt");
  const [deployer, issuer, holder] = [1, 2, 3].map(() => new Wallet(Wallet.createRandom().privateKey)) as [Wallet, Wallet, Wallet]; // prettier-ignore
  /** What reached the node. */
  let asked: RequestArguments[] = [];
  const node = {
    request: (request: RequestArguments) => {
      asked.push(request);
      const answers: Readonly<Record<string, string>> = { eth_chainId: "0x7e1", eth_getTransactionCount: "0x5" };
      return Promise.resolve(answers[request.method] ?? "0x1");
    },
  } as unknown as EIP1193Provider;
  const open = (): KeystoreProvider => new KeystoreProvider(node, { folder, passwordFile });

  before(() => {
    const store = (name: string, { address, privateKey }: Wallet): void =>
      writeFileSync(join(folder, `${name}.json`), encryptKeystoreJsonSync({ address, privateKey }, PASSWORD, { scrypt: { N: 2 } })); // prettier-ignore
    store("a-holder", holder);
    store("issuer", issuer);
    store("deployer", deployer);
  });
  beforeEach(() => {
    asked = [];
    writeFileSync(passwordFile, `${PASSWORD}\nnot this line\n`);
  });
  after(() => rmSync(folder, { recursive: true }));

  it("lists the deployer first, then the roles, then the others, without the password", async () => {
    writeFileSync(passwordFile, "wrong");
    expect(await open().request({ method: "eth_accounts" })).to.deep.equal(
      [deployer, issuer, holder].map(({ address }) => address.toLowerCase()),
    );
    expect(asked).to.deep.equal([]);
  });

  it("signs for the account that sends, as a transaction without a fee, and sends no key and no password", async () => {
    const sending = { from: issuer.address, to: TO, data: "0x1234", gas: "0x5208", nonce: "0x7" };
    await open().request({ method: "eth_sendTransaction", params: [sending] });
    const { params } = asked.find(({ method }) => method === "eth_sendRawTransaction")!;
    const sent = Transaction.from((params as string[])[0]);
    expect({ from: sent.from, to: sent.to, data: sent.data, nonce: sent.nonce, type: sent.type }).to.deep.equal({ from: issuer.address, to: TO, data: "0x1234", nonce: 7, type: 0 }); // prettier-ignore
    expect([sent.chainId, sent.gasPrice, sent.gasLimit]).to.deep.equal([2017n, 0n, 21_000n]);
    expect(JSON.stringify(asked)).not.to.contain(issuer.privateKey.slice(2));
    expect(JSON.stringify(asked)).not.to.contain(PASSWORD);
  });

  it("takes the next number of the account where none is given", async () => {
    const { raw } = (await open().request({ method: "eth_signTransaction", params: [{ from: holder.address, to: TO, gas: "0x5208" }] })) as { raw: string }; // prettier-ignore
    expect(Transaction.from(raw).nonce).to.equal(5);
  });

  it("signs typed data, as a value and as the JSON that a certificate is", async () => {
    const domain = { name: "x", chainId: 2017 };
    const types = { Order: [{ name: "bonds", type: "uint256" }] };
    const message = { bonds: 3 };
    const payload = TypedDataEncoder.getPayload(domain, types, message) as unknown;
    for (const data of [{ domain, types, message }, JSON.stringify(payload)]) {
      const params = [issuer.address, data];
      const signature = (await open().request({ method: "eth_signTypedData", params })) as string;
      expect(verifyTypedData(domain, types, message, signature)).to.equal(issuer.address);
    }
  });

  it("passes on what is a question", async () => {
    expect(await open().request({ method: "eth_blockNumber" })).to.equal("0x1");
    expect(asked.map(({ method }) => method)).to.deep.equal(["eth_blockNumber"]);
  });

  const refusal = async (act: () => Promise<unknown>): Promise<string> =>
    act().then(
      () => "nothing was refused",
      (error: unknown) => (error as Error).message,
    );
  const signing = (from: string) => () =>
    open().request({ method: "eth_signTransaction", params: [{ from, to: TO, gas: "0x5208" }] });

  it("refuses a wrong password, an account whose key it lacks, a folder that is not there and a file that is no key", async () => {
    writeFileSync(passwordFile, "wrong\n");
    expect(await refusal(signing(issuer.address))).to.match(/the key of 0x\w{40} does not open with the first line of .*password\.txt: incorrect password; name its password's file/); // prettier-ignore
    expect(await refusal(signing(TO))).to.match(/no key for 0x0+AA; put its file into the folder/);
    expect(() => new KeystoreProvider(node, { folder: join(folder, "none"), passwordFile })).to.throw(
      /there is no such folder/,
    );
    writeFileSync(join(folder, "broken.json"), "{}");
    expect(open).to.throw(/broken\.json: found no encrypted key with its address/);
    rmSync(join(folder, "broken.json"));
  });

  context("as the settings name it", () => {
    const names = ["IBET_TEST_KEYSTORE", "IBET_TEST_KEYSTORE_PASSWORD_FILE"] as const;
    afterEach(() => names.forEach((name) => delete process.env[name]));

    it("is none without a folder, and on a network that is not a permissioned one", () => {
      expect(keystoreOf("ibet-test")).to.equal(undefined);
      process.env[names[0]] = folder;
      expect(keystoreOf("hardhat")).to.equal(undefined);
    });

    it("needs the file of the password, by its variable's name", () => {
      process.env[names[0]] = folder;
      expect(() => keystoreOf("ibet-test")).to.throw(/IBET_TEST_KEYSTORE_PASSWORD_FILE nothing; set it/);
      process.env[names[1]] = passwordFile;
      expect(keystoreOf("ibet-test")).to.deep.equal({ folder, passwordFile });
    });
  });
});

describe("What the network takes", () => {
  const ENVELOPE = 256;
  const dataOf = (bytes: number): string => `0x${"00".repeat(bytes)}`;

  it("is a transaction of 64 KB with its envelope, and not a byte more", () => {
    const most = TRANSACTION_BYTES - ENVELOPE;
    expect(TRANSACTION_BYTES).to.equal(64 * 1024);
    requireSendable(dataOf(most), 1n, 1n);
    expect(() => requireSendable(dataOf(most + 1), 1n, 1n)).to.throw(/has 65,537 bytes, and the network takes 65,536/);
  });

  it("is a block's gas, and not one more", () => {
    requireSendable("0x", 800n, 800n);
    expect(() => requireSendable("0x", 801n, 800n)).to.throw(/needs 801 gas, and a block has 800/);
  });
});
