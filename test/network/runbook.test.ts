import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { encryptKeystoreJsonSync, id, Wallet } from "ethers";
import { KEY_HOLDERS } from "../../deploy/networks";
import { ROLE_ORDER } from "../../deploy/roles";
import { placesOf } from "../../scripts/support/tryOutKeys";
import { startAnvil, type Anvil } from "../support/anvil";
import { masked, pageOf, partsOf, type Part } from "../support/page";
import { startShell, type Shell } from "../support/shell";
import { jst } from "../support/suite";

const PAGE = "docs/runbook.md";
const START = "2023-12-13T09:00:00";
/** With `RUNBOOK=write` the page takes over what the commands printed, instead of being compared with it. */
const isWriting = process.env["RUNBOOK"] === "write";

/** The node of the page. */
const URL_TOLD = "http://127.0.0.1:8545";

/** What `npx hardhat` starts, with its address book in the folder in which the page is played. */
const ROOT = resolve(__dirname, "../..");
const NPX = `npx() { shift; node "${ROOT}/scripts/hardhat.cjs" --config "${ROOT}/test/support/remote.config.ts" "$@"; }`;

const HOLDERS = ["bank-a", "manufacturer-a"] as const;

/** What `npm run try-out` would make, with the same keys in every run. */
const writeKeys = (folder: string): void => {
  const { keystore, password, roles, accounts } = placesOf(join(folder, "build/keys"));
  const secret = "no secret";
  mkdirSync(keystore, { recursive: true });
  writeFileSync(password, secret);
  const addresses = [...KEY_HOLDERS, ...HOLDERS].map((part) => {
    const { address, privateKey } = new Wallet(id(`runbook: ${part}`));
    const stored = encryptKeystoreJsonSync({ address, privateKey }, secret, { scrypt: { N: 2, r: 1, p: 1 } });
    writeFileSync(join(keystore, `${part}.json`), stored);
    return [part, address] as const;
  });
  const write = (file: string, parts: readonly (readonly [string, string])[]): void =>
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(parts), null, 2)}\n`);
  write(accounts, addresses);
  write(roles, addresses.filter(([part]) => ROLE_ORDER.some((role) => role === part))); // prettier-ignore
};

describe("The runbook, typed from its first line to its last", function () {
  this.timeout(300_000);
  this.bail(true); // every step stands on the one before
  let node: Anvil;
  let shell: Shell;
  const folder = mkdtempSync(join(tmpdir(), "runbook-"));
  const parts: Part[] = [...partsOf(readFileSync(PAGE, "utf8"))];

  const type = async (text: string): Promise<string> => {
    const printed = await shell.type(text.replaceAll(URL_TOLD, node.url));
    return printed.replaceAll(node.url, URL_TOLD).replaceAll(`${folder}/`, "");
  };

  before(async () => {
    node = await startAnvil({ timestamp: jst(START) });
    writeKeys(folder);
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules")); // Hardhat starts only where it is installed
    shell = startShell(folder, {
      TEST_DEPLOY_FOLDER: join(folder, "deploy"),
      TS_NODE_PROJECT: join(ROOT, "tsconfig.json"),
    });
    await shell.type(NPX);
  });

  after(async () => {
    await shell.end();
    await node.kill();
    rmSync(folder, { recursive: true });
    if (isWriting) writeFileSync(PAGE, pageOf(parts));
  });

  parts.forEach((part, position) => {
    if (part.kind === "script") it("takes what is to be typed", async () => expect(await type(part.text)).to.equal(""));
    if (part.kind !== "command") return;
    it(part.command.replaceAll(/\\\n\s*/g, ""), async () => {
      const output = await type(part.command);
      const isAsTold = masked(output) === masked(part.output);
      if (isWriting && !isAsTold) parts[position] = { ...part, output };
      else expect(masked(output)).to.equal(masked(part.output));
    });
  });
});
