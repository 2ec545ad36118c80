import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import hre from "hardhat";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { isCompiled } from "../../tasks/support/compiled";
import { runTask } from "../support/task";

const LIST = join("cache", "solidity-files-cache.json");

describe("Contracts that are compiled already", () => {
  let folder = "";
  const list = (): string => join(folder, "solidity-files-cache.json");

  /** The project with another list of compiled sources, and with other settings of the compiler. */
  const projectWith = (change: (config: HardhatRuntimeEnvironment["config"]) => object = () => ({})) =>
    ({ ...hre, run: hre.run.bind(hre), config: { ...hre.config, paths: { ...hre.config.paths, cache: folder }, ...change(hre.config) } }) as HardhatRuntimeEnvironment; // prettier-ignore

  const rewrite = (change: (text: string) => string): void => writeFileSync(list(), change(readFileSync(LIST, "utf8")));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "compiled-"));
    cpSync(LIST, list());
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it("are known by the list, the texts, the settings and the artifacts", async () => {
    expect(await isCompiled(projectWith())).to.equal(true);
  });

  it("are not, if there is no list, or half of one", async () => {
    rewrite((text) => text.slice(0, text.length / 2));
    expect(await isCompiled(projectWith())).to.equal(false);
    rmSync(list());
    expect(await isCompiled(projectWith())).to.equal(false);
  });

  it("are not, if a source has another text, or none any more, or is not in the list", async () => {
    const { files } = JSON.parse(readFileSync(LIST, "utf8")) as { files: Record<string, { contentHash: string }> };
    const [first] = Object.entries(files)[0]!;
    const { [first]: one, ...others } = files;
    for (const changed of [
      { ...files, [first]: { ...one!, contentHash: "0".repeat(32) } },
      { ...files, [`${first}.gone`]: one },
      others,
    ]) {
      rewrite(() => JSON.stringify({ files: changed }));
      expect(await isCompiled(projectWith())).to.equal(false);
    }
  });

  it("are not, if the compiler is set otherwise", async () => {
    const [compiler] = hre.config.solidity.compilers;
    const other = { ...compiler!, settings: { ...(compiler!.settings as object), optimizer: { enabled: true, runs: 1 } } }; // prettier-ignore
    const project = projectWith(({ solidity }) => ({ solidity: { ...solidity, compilers: [other] } }));
    expect(await isCompiled(project)).to.equal(false);
  });

  it("are not, if an artifact is missing", async () => {
    const project = projectWith(({ paths }) => ({ paths: { ...paths, cache: folder, artifacts: folder } }));
    expect(await isCompiled(project)).to.equal(false);
  });

  it("are left alone by a task, and so is the list: another process may be reading it", async () => {
    const before = statSync(LIST).mtimeMs;
    await runTask("bond status", {});
    expect(existsSync(LIST)).to.equal(true);
    expect(statSync(LIST).mtimeMs).to.equal(before);
  });
});
