import { network } from "hardhat";

/** Puts the embedded network back to its first block, so that its clock starts again before the closing day. */
export const freshChain = async (): Promise<void> => {
  await network.provider.request({ method: "hardhat_reset", params: [] });
};
