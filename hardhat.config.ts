import "@nomicfoundation/hardhat-toolbox";
import { TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD } from "hardhat/builtin-tasks/task-names";
import { type HardhatUserConfig, subtask } from "hardhat/config";

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

const config: HardhatUserConfig = {
  solidity: {
    version: SOLC_VERSION,
    settings: {
      evmVersion: "berlin",
      viaIR: true,
      optimizer: { enabled: true, runs: 10_000 },
    },
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
  },
};

export default config;
