// Runs Hardhat without a question asked: its prompts and its banner come only on a terminal outside CI, and no switch turns all of them off.
process.env.CI ||= "true";
process.env.HARDHAT_DISABLE_TELEMETRY_PROMPT = "true";
require("hardhat/internal/cli/bootstrap");
