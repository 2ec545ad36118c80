#!/usr/bin/env node
// Stands in for geth and besu at the border: writes down what it was started with, answers eth_blockNumber at its port with one block more each
// time, and ends when it is told to.
const { appendFileSync, mkdirSync } = require("node:fs");
const { createServer } = require("node:http");
const { join } = require("node:path");

const args = process.argv.slice(2);
const record = (event) => {
  const line = { event, args, privateConfig: process.env.PRIVATE_CONFIG ?? null };
  appendFileSync(process.env.STAND_IN_RECORD, `${JSON.stringify(line)}\n`);
};
const valueOf = (flag) => args[args.indexOf(flag) + 1];

if (args[0] === "version") {
  console.log(`Geth\nVersion: 1.10.3\n${process.env.STAND_IN_VERSION ?? "Quorum Version: 23.4.0"}`);
} else if (args.includes("init")) {
  record("init");
  if (process.env.STAND_IN_FAULT === "init") process.exit(3);
  mkdirSync(join(valueOf("--datadir"), "geth", "chaindata"), { recursive: true });
} else {
  record("start");
  const besuPort = args.find((arg) => arg.startsWith("--rpc-http-port="))?.split("=")[1];
  const port = Number(besuPort ?? valueOf("--http.port"));
  if (process.env.STAND_IN_FAULT === `exit ${port}`) process.exit(7);
  let block = 40;
  createServer((_, response) => {
    block += 1;
    response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result: `0x${block.toString(16)}` }));
  }).listen(port, "127.0.0.1");
  process.on("SIGTERM", () => {
    record("stop");
    // Closing a chain takes a moment; a second signal must not cut it short.
    setTimeout(() => {
      record("closed");
      process.exit(0);
    }, 300);
  });
}
