import { expect } from "chai";

import { violations } from "../../scripts/check-imports";

const solidity = (path: string) => `// SPDX-License-Identifier: Apache-2.0\nimport {A} from "${path}";\n`;
const typescript = (path: string) => `import { a } from "${path}";\n`;

const ALLOWED: readonly [file: string, imported: string][] = [
  ["contracts/types/Yen.sol", "./JstDay.sol"],
  ["contracts/libraries/InterestLib.sol", "../types/Yen.sol"],
  ["contracts/libraries/InterestLib.sol", "./DateLib.sol"],
  ["contracts/libraries/InterestLib.sol", "@openzeppelin/contracts/utils/math/Math.sol"],
  ["contracts/interfaces/IBond.sol", "../types/Yen.sol"],
  ["contracts/interfaces/IBond.sol", "../libraries/DateLib.sol"],
  ["contracts/interfaces/IBond.sol", "./IErrors.sol"],
  ["contracts/interfaces/IBond.sol", "@openzeppelin/contracts/utils/introspection/IERC165.sol"],
  ["contracts/Bond.sol", "./interfaces/IBond.sol"],
  ["contracts/Bond.sol", "./libraries/DateLib.sol"],
  ["contracts/Bond.sol", "./types/Yen.sol"],
  ["contracts/Bond.sol", "./Calendar.sol"],
  ["contracts/Bond.sol", "contracts/Calendar.sol"],
  ["contracts/Bond.sol", "@openzeppelin/contracts/access/manager/AccessManaged.sol"],
  ["contracts/harness/Probe.sol", "../Bond.sol"],
  ["contracts/harness/Probe.sol", "../libraries/DateLib.sol"],
  ["contracts/harness/Probe.sol", "hardhat/console.sol"],
  ["lib/schedule.ts", "./day"],
  ["lib/schedule.ts", "./holidays.json"],
  ["lib/terms/read.ts", "../day"],
  ["lib/terms.ts", "zod"],
  ["lib/terms.ts", "zod/v4"],
  ["lib/terms.ts", "lossless-json"],
  ["tasks/bond.ts", "../lib/schedule"],
  ["tasks/bond.ts", "hardhat/config"],
  ["deploy/Bond.ts", "../lib/terms"],
  ["scripts/holidays.ts", "../lib/calendar"],
  ["hardhat.config.ts", "./tasks"],
  ["test/lib/schedule.test.ts", "../../lib/schedule"],
  ["test/Bond/settle.test.ts", "../support/fixture"],
  ["test/Bond/settle.test.ts", "../../tasks/bond"],
];

const FORBIDDEN: readonly [file: string, imported: string, target: string][] = [
  ["contracts/types/Yen.sol", "../libraries/DateLib.sol", "contracts/libraries/DateLib.sol"],
  ["contracts/types/Yen.sol", "../interfaces/IBond.sol", "contracts/interfaces/IBond.sol"],
  ["contracts/types/Yen.sol", "@openzeppelin/contracts/utils/Strings.sol", "@openzeppelin/contracts/utils/Strings.sol"],
  ["contracts/libraries/DateLib.sol", "../interfaces/IBond.sol", "contracts/interfaces/IBond.sol"],
  ["contracts/libraries/DateLib.sol", "../Bond.sol", "contracts/Bond.sol"],
  ["contracts/libraries/DateLib.sol", "contracts/Bond.sol", "contracts/Bond.sol"],
  [
    "contracts/libraries/DateLib.sol",
    "@openzeppelin/contracts/access/AccessControl.sol",
    "@openzeppelin/contracts/access/AccessControl.sol",
  ],
  ["contracts/interfaces/IBond.sol", "../Bond.sol", "contracts/Bond.sol"],
  ["contracts/interfaces/IBond.sol", "../harness/Probe.sol", "contracts/harness/Probe.sol"],
  ["contracts/Bond.sol", "./harness/Probe.sol", "contracts/harness/Probe.sol"],
  ["contracts/Bond.sol", "hardhat/console.sol", "hardhat/console.sol"],
  ["contracts/Bond.sol", "../node_modules/solady/src/tokens/ERC20.sol", "node_modules/solady/src/tokens/ERC20.sol"],
  ["lib/schedule.ts", "../tasks/bond", "tasks/bond"],
  ["lib/schedule.ts", "../test/support/day", "test/support/day"],
  ["lib/schedule.ts", "../typechain-types", "typechain-types"],
  ["lib/terms/read.ts", "../../deploy/Bond", "deploy/Bond"],
  ["lib/schedule.ts", "hardhat", "hardhat"],
  ["lib/schedule.ts", "ethers", "ethers"],
  ["lib/schedule.ts", "chai", "chai"],
  ["lib/schedule.ts", "fs", "fs"],
  ["lib/schedule.ts", "node:fs", "node:fs"],
  ["lib/schedule.ts", "zod-to-json-schema", "zod-to-json-schema"],
  ["tasks/bond.ts", "../test/support/fixture", "test/support/fixture"],
  ["deploy/Bond.ts", "../test/support/fixture", "test/support/fixture"],
  ["scripts/vectors.ts", "../test/support/fixture", "test/support/fixture"],
  ["hardhat.config.ts", "./test/support/fixture", "test/support/fixture"],
];

const sourceOf = (file: string, imported: string) => (file.endsWith(".sol") ? solidity : typescript)(imported);

describe("check-imports", () => {
  for (const [file, imported] of ALLOWED) {
    it(`lets ${file} import ${imported}`, () => {
      expect(violations(file, sourceOf(file, imported))).to.deep.equal([]);
    });
  }

  for (const [file, imported, target] of FORBIDDEN) {
    it(`refuses that ${file} imports ${imported}`, () => {
      const found = violations(file, sourceOf(file, imported));
      expect(found).to.have.length(1);
      expect(found[0])
        .to.match(new RegExp(`^${file}: .* may not import `))
        .and.to.satisfy((line: string) => line.endsWith(` ${target}`));
    });
  }

  it("reports every violation of a file on a line of its own, and only those", () => {
    const source = 'import {A} from "./A.sol";\nimport {B} from "../B.sol";\nimport "../interfaces/IC.sol";\n';
    expect(violations("contracts/types/T.sol", source)).to.deep.equal([
      "contracts/types/T.sol: contracts/types may not import contracts/B.sol",
      "contracts/types/T.sol: contracts/types may not import contracts/interfaces/IC.sol",
    ]);
  });

  for (const source of [
    'import "../Bond.sol";',
    "import '../Bond.sol';",
    'import * as Bond from "../Bond.sol";',
    'import {\n    Bond,\n    Other as Renamed\n} from "../Bond.sol";',
    'string constant OPENS = "/*"; import {Bond} from "../Bond.sol";',
  ]) {
    it(`sees the import in ${JSON.stringify(source)}`, () => {
      expect(violations("contracts/types/T.sol", source)).to.have.length(1);
    });
  }

  for (const source of [
    '// import {Bond} from "../Bond.sol";',
    '/* import {Bond} from "../Bond.sol"; */',
    "string constant TEXT = \"import '../Bond.sol';\";",
  ]) {
    it(`sees no import in ${JSON.stringify(source)}`, () => {
      expect(violations("contracts/types/T.sol", source)).to.deep.equal([]);
    });
  }

  for (const source of [
    'import "hardhat";',
    'import type { A } from "hardhat";',
    'export * from "hardhat";',
    'export const a = import("hardhat");',
    'export const a = require("hardhat");',
    'export type A = import("hardhat").A;',
  ]) {
    it(`sees the import in ${JSON.stringify(source)}`, () => {
      expect(violations("lib/a.ts", source)).to.deep.equal(["lib/a.ts: lib may not import hardhat"]);
    });
  }

  it("sees no import in a comment or a string of TypeScript", () => {
    expect(violations("lib/a.ts", '// import "hardhat";\nexport const a = \'import "hardhat"\';')).to.deep.equal([]);
  });

  it("refuses a contract in a folder that the tree does not know", () => {
    expect(violations("contracts/misc/A.sol", "")).to.deep.equal([
      "contracts/misc/A.sol: no layer of the tree holds this file",
    ]);
  });
});
