// The bond register of a day, a second time: from raw logs and docs/terms.md alone, sharing no code, no ABI and no library with the project.
// Every bond is followed one by one, as a paper in a drawer. What both say must be the same, to the lot.
//
//   node test/independent/register.mjs LOGS.json 2024-06-12/start 2024-06-12/end ...
//
// LOGS.json: { token, labels: { ADDRESS: LABEL }, logs: [{ address, topics, data, blockNumber, logIndex, transactionHash, timestamp }] }
import { readFileSync } from "node:fs";

// keccak256 of the signatures beside them, computed with another program.
const TOPICS = {
  "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef": "Transfer", // (address,address,uint256)
  "0xd4d7dc70f521cb14e50987624b9f71c611869fdbedd9e6ae2d45b00b1fc3c4fb": "Issued", // (address,uint256,uint32)
  "0x50f87f46257f76778258778496e8790189350718ebd0d5cb5f0735d3bad2380d": "Cancelled", // (address,uint256,uint256)
  "0x7b3ce50c216d2ccf9919c6b9f1bfb33f0350a33010f188750b4af38e00448138": "Forced", // ForcedTransfer(address,address,uint256)
  "0x45f77a973b8f2e7b02c6cf40bbb5582299db0a9e8d7cb2c8ffc67071646660c6": "Admitted", // AccountAdmitted(address,uint8,uint256,uint8)
  "0xdc8419a55ae2b0bccbbcb727bc2cfe65941164303c2c01a44911d98b74bd36c4": "TaxClass", // TaxClassChanged(address,uint8,uint8)
  "0x458f1e6cccd6c28a8f0818c1324251ebd38a29ceb266d648633f16e87a100e80": "PartyMoved", // (uint8,address,address,bytes32)
  "0x53037e7c034fb19bfb7f7083378224075fe3c45cb088640cca113a0c89225f89": "NewKey", // KeyReplaced(address,address,bytes32)
  "0x3803376b6bdb96f5d0e00094cd81e9b8b794f826c3844709edaa6e138b9cfaf8": "Order", // OrderRecorded(uint256,uint8,uint8,address,address,uint32,bytes32,uint48)
  "0xf03ed60bf824bdd2c1387f3534cb0fd2ab10270e8ce0cb8b2daec90068eb943e": "Executed", // OrderExecuted(uint256)
  "0x6bbf5c798576807e97d279adc106d7425057c85e46705215e6adf038105f0b39": "Trade", // TradeSettled(uint256,address,address,uint256,uint64,bytes32)
  "0x0f56a17c3282a5878ed5c0124053a989283b582f6b2e9ec95ab1dc97887eac1b": "Delivery", // AllotmentDelivered(address,uint256,bytes32)
};
const KINDS = ["None", "Investor", "Dealer", "Issuer"];
const ORDER_CAUSES = ["correction", "succession", "court order", "lost key"];
const NOBODY = "0x" + "0".repeat(40);

const [file, ...wanted] = process.argv.slice(2);
const input = JSON.parse(readFileSync(file, "utf8"));
const token = input.token.toLowerCase();

const japanDay = (seconds) => new Date((seconds + 32_400) * 1000).toISOString().slice(0, 10);

const account = (word) => `0x${word.slice(26)}`.toLowerCase();
const number = (word) => Number(BigInt(word));
const text = (word) => Buffer.from(word.slice(2), "hex").toString("latin1").replace(/\0+$/, "");

const allLogs = input.logs
  .sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex)
  .map((log) => {
    const words = [...log.topics.slice(1), ...(log.data.slice(2).match(/.{64}/g) ?? []).map((word) => `0x${word}`)];
    return { ...log, what: TOPICS[log.topics[0]], words, isToken: log.address.toLowerCase() === token };
  });

const registerOn = (day, moment) => {
  const logs = allLogs.filter(({ timestamp }) =>
    moment === "start" ? japanDay(timestamp) < day : japanDay(timestamp) <= day,
  );
  const orders = {};
  const people = {}; // account -> { kind, taxClass }, in the order of admission
  const drawers = {}; // account -> bonds, oldest first; a bond is { day, cause, reference, entry }
  const counted = { issued: 0, cancelled: 0, redeemed: 0 };

  const inSameTransaction = (log, what, fits) =>
    logs.find((other) => other.transactionHash === log.transactionHash && other.what === what && fits(other.words));

  const orderBehind = (log, kind, from, to) => {
    const executed = logs.filter((other) => other.transactionHash === log.transactionHash && other.what === "Executed");
    return executed
      .map(({ words }) => orders[number(words[0])])
      .find((order) => order && order.kind === kind && order.from === from && order.to === to);
  };

  /** [cause, reference] */
  const groundOf = (log, from, to, bonds) => {
    const between = (words) => account(words[0]) === from && account(words[1]) === to;
    if (from === NOBODY) return ["issue", log.transactionHash];
    if (to === NOBODY) {
      const wasCancelled = inSameTransaction(log, "Cancelled", (w) => account(w[0]) === from && number(w[1]) === bonds);
      return [wasCancelled ? "cancellation" : "redemption", log.transactionHash];
    }
    if (inSameTransaction(log, "Forced", (w) => between(w) && number(w[2]) === bonds)) {
      const order = orderBehind(log, 0, from, to);
      return [ORDER_CAUSES[order.cause], order.document];
    }
    if (inSameTransaction(log, "NewKey", between)) return ["new key", orderBehind(log, 2, from, to).document];
    const party = inSameTransaction(log, "PartyMoved", (w) => account(w[1]) === from && account(w[2]) === to);
    if (party) return ["party moved", party.words[3]];
    const delivery = inSameTransaction(log, "Delivery", (w) => account(w[0]) === to && number(w[1]) === bonds);
    if (delivery) return ["delivery", text(delivery.words[2])];
    const trade = inSameTransaction(
      log,
      "Trade",
      (w) => account(w[1]) === from && account(w[2]) === to && number(w[3]) === bonds,
    );
    const reference = trade ? `trade ${number(trade.words[0])} / ${text(trade.words[5])}` : log.transactionHash;
    return [people[to].kind === "Issuer" ? "purchase" : "trade", reference];
  };

  for (const log of logs) {
    const { what, words } = log;
    if (what === "Order") {
      // indexed first: id, from, to; then kind, cause, bonds, document, time
      const [id, from, to, kind, cause, , document] = words;
      orders[number(id)] = { kind: number(kind), cause: number(cause), from: account(from), to: account(to), document };
    }
    if (!log.isToken) continue;
    if (what === "Admitted") {
      people[account(words[0])] = { kind: KINDS[number(words[1])], taxClass: number(words[3]) };
      drawers[account(words[0])] = [];
    }
    if (what === "TaxClass") people[account(words[0])].taxClass = number(words[2]);
    if (what !== "Transfer") continue;

    const [from, to, bonds] = [account(words[0]), account(words[1]), number(words[2])];
    const [cause, reference] = groundOf(log, from, to, bonds);
    const entry = `${log.blockNumber}/${log.logIndex}`;
    const fresh = { day: japanDay(log.timestamp), cause, reference, entry };
    for (let n = 0; n < bonds; n += 1) {
      const bond = from === NOBODY ? fresh : drawers[from].shift();
      if (bond === undefined) throw new Error(`${entry}: ${from} has no bond left to give`);
      const staysTheSame = cause === "new key" || cause === "party moved";
      if (to !== NOBODY) drawers[to].push(staysTheSame ? bond : fresh);
    }
    if (cause === "issue") counted.issued += bonds;
    if (cause === "cancellation") counted.cancelled += bonds;
    if (cause === "redemption") counted.redeemed += bonds;
  }

  const holders = Object.entries(drawers)
    .filter(([, bonds]) => bonds.length > 0)
    .map(([who, bonds]) => {
      const lots = [];
      for (const { day, cause, reference, entry } of bonds) {
        if (lots.at(-1)?.entry === entry) lots.at(-1).bonds += 1;
        else lots.push({ acquiredOn: day, cause, reference, bonds: 1, entry });
      }
      return {
        holder: Object.entries(input.labels).find(([address]) => address.toLowerCase() === who)?.[1] ?? who,
        account: who,
        ...people[who],
        bonds: bonds.length,
        lots: lots.map(({ entry, ...lot }) => lot),
      };
    })
    .sort((a, b) => (a.account < b.account ? -1 : 1));

  return { day, moment, ...counted, holders };
};

console.log(
  JSON.stringify(
    wanted.map((each) => registerOn(...each.split("/"))),
    null,
    2,
  ),
);
