import type { HardhatRuntimeEnvironment } from "hardhat/types";

/** Whether the network lives in this process and dies with it: it is made to fit, and nothing of it can be interrupted and gone on with. */
export const isEmbedded = ({ network }: HardhatRuntimeEnvironment): boolean => network.name === "hardhat";
