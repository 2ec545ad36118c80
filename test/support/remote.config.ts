import { resolve } from "node:path";
import type { HardhatUserConfig } from "hardhat/config";
import base from "../../hardhat.config";

/** The project's configuration with `localhost` at another port, and with the book and the journal of deployments in another folder. */
const config: HardhatUserConfig = {
  ...base,
  networks: { ...base.networks, localhost: { ...base.networks?.localhost, url: process.env["TEST_NODE_URL"] ?? "" } },
  paths: { ...base.paths, root: resolve(__dirname, "../.."), ignition: process.env["TEST_DEPLOY_FOLDER"] ?? "" },
};

export default config;
