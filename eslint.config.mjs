import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const blocks = "describe|context|it|specify|suite|test";

export default defineConfig(
  globalIgnores(["artifacts/", "cache/", "coverage/", "out/", "typechain-types/", "deploy/deployments/", "hub/dist/"]),
  {
    files: ["**/*.ts"],
    extends: [js.configs.recommended, tseslint.configs.recommendedTypeChecked],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // The core is pure: values in, values out. scripts/check-imports.ts holds the same line for the whole tree.
    files: ["lib/**/*.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...["Date", "process", "console", "Buffer", "require", "globalThis", "fetch", "performance", "crypto"].map(
          (name) => ({ name, message: "lib/ is pure: pass the value in." }),
        ),
      ],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "lib/ is pure: pass the value in." },
      ],
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "^(?!\\.{1,2}/|(zod|lossless-json)(/|$))",
              message:
                "lib/ imports only lib/, zod and lossless-json: no Hardhat, ethers, test framework, files or network.",
            },
            {
              regex: "^(\\.\\./)+(tasks|test|deploy|scripts|typechain-types|artifacts|hardhat\\.config)(/|$)",
              message: "lib/ knows none of its users.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      // chai: expect(x).to.be.true
      "@typescript-eslint/no-unused-expressions": "off",
      "no-restricted-syntax": [
        "error",
        {
          selector: `CallExpression > MemberExpression.callee[object.name=/^(${blocks})$/][property.name=/^(only|skip)$/]`,
          message: "Every test runs: no .only and no .skip.",
        },
        {
          selector: `CallExpression[callee.name=/^x(${blocks})$/]`,
          message: "Every test runs: no skipped test.",
        },
      ],
    },
  },
  {
    // Hardhat loads its configuration as CommonJS, and solc has no types.
    files: ["hardhat.config.ts"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
