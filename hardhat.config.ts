import { join, sep } from "node:path";
import "@nomicfoundation/hardhat-toolbox";
import {
  TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD,
  TASK_COMPILE_SOLIDITY_LOG_COMPILATION_RESULT,
  TASK_TEST_GET_TEST_FILES,
} from "hardhat/builtin-tasks/task-names";
import { extendProvider, type HardhatUserConfig, subtask } from "hardhat/config";
import { permissionedNetworks } from "./deploy/networks";
import "./tasks";
import { KeystoreProvider, keystoreOf } from "./tasks/support/keystore";

const SOLC_VERSION = "0.8.30";

// The compiler is the pinned npm package: reproducible, and nothing to download.
subtask(TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD).setAction(() =>
  Promise.resolve({
    compilerPath: require.resolve("solc/soljson.js"),
    isSolcJs: true,
    version: SOLC_VERSION,
    longVersion: (require("solc") as { version(): string }).version().replace(/\.Emscripten.*$/, ""),
  }),
);

// Hardhat says this on stdout even when told to be quiet; stdout may belong to a JSON document.
subtask(TASK_COMPILE_SOLIDITY_LOG_COMPILATION_RESULT).setAction((_, __, runSuper) => {
  const log = console.log;
  console.log = console.error;
  return runSuper().finally(() => (console.log = log));
});

// Without names, every *.test.ts runs except those that `npm run test:long` and `npm run test:network` name; what else lies in test/ is no test.
subtask(TASK_TEST_GET_TEST_FILES).setAction(async ({ testFiles }: { testFiles: string[] }, { config }, runSuper) => {
  const found = (await runSuper()) as string[];
  const named = ["long", "network"].map((folder) => join(config.paths.tests, folder, sep));
  const isNamed = (file: string): boolean => named.some((folder) => file.startsWith(folder));
  return testFiles.length > 0 ? found : found.filter((file) => file.endsWith(".test.ts") && !isNamed(file));
});

extendProvider((provider, _, network) => {
  const keystore = keystoreOf(network);
  return Promise.resolve(keystore === undefined ? provider : new KeystoreProvider(provider, keystore));
});

const compilerFor = (runs: number) => ({
  version: SOLC_VERSION,
  settings: { evmVersion: "berlin", viaIR: true, optimizer: { enabled: true, runs } },
});

const config: HardhatUserConfig = {
  // The two would not fit otherwise; every gas ceiling holds all the same, see test/gas.
  solidity: {
    compilers: [compilerFor(10_000)],
    overrides: { "contracts/BondToken.sol": compilerFor(500), "contracts/ImpactRegistry.sol": compilerFor(1_000) },
  },
  networks: {
    // Behaves like the production network: berlin, no fee, 800 M gas a block.
    hardhat: {
      chainId: 2017,
      hardfork: "berlin",
      gasPrice: 0,
      blockGasLimit: 800_000_000,
      initialDate: "2023-12-01T00:00:00+09:00",
    },
    localhost: { url: "http://127.0.0.1:8545", chainId: 2017, gasPrice: 0, ignition: { gasPrice: 0n } },
    ...permissionedNetworks(),
  },
  paths: { ignition: "deploy" },
  mocha: { parallel: true, jobs: Number(process.env["TEST_JOBS"] ?? 2), require: ["./test/support/hooks.cjs"] },
  // Instant finality needs one confirmation; a fee that is exactly zero cannot be bumped.
  ignition: { requiredConfirmations: 1, disableFeeBumping: true, blockPollingInterval: 250 },
};

export default config;
