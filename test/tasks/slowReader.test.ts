import { expect } from "chai";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** A pipe holds 65,536 bytes on Linux; the document is three times that. */
const LENGTH = 200_000;

/** A task as Hardhat runs it: when its action is done, the process ends at once. */
const TASK = `
  const { action } = require("./tasks/support/run");
  const { printJson } = require("./tasks/support/output");
  const run = action(() => Promise.resolve(printJson({ text: "x".repeat(${LENGTH}) })));
  run({}, {}, undefined).then(() => process.exit());
`;

describe("A JSON document read slowly", () => {
  it("arrives whole, though the pipe is full long before the task ends", async function () {
    this.timeout(30_000);
    const task = `"${process.execPath}" -r ts-node/register/transpile-only -e '${TASK}'`;
    const { stdout } = await promisify(execFile)("sh", ["-c", `${task} | (sleep 4; cat)`], { maxBuffer: 1 << 24 });
    expect((JSON.parse(stdout) as { text: string }).text).to.have.length(LENGTH);
  });
});
