import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getAddress, Transaction, type Wallet } from "ethers";

/** What a proxy does to one request, besides passing it on. */
export type Fault =
  | "drop the request"
  | "lose the answer"
  | "answer with an error"
  | "duplicate"
  | { readonly delayMs: number }
  | { readonly after: Promise<unknown> };

interface Rpc {
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

interface ProxyOptions {
  /** Keys that it holds: then it signs itself, answers nothing that it does not know, and passes only reads on. */
  readonly wallets?: readonly Wallet[];
  /** Asked for every request. */
  readonly faultOf?: (method: string) => Fault | undefined;
}

export interface Proxy {
  readonly url: string;
  /** Every method that was asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** What a remote signer passes on; everything else it answers itself or refuses. */
export const READS: ReadonlySet<string> = new Set(
  (
    "eth_chainId net_version web3_clientVersion eth_blockNumber eth_getBlockByNumber eth_getBlockByHash eth_call eth_estimateGas eth_gasPrice " +
    "eth_getTransactionCount eth_getTransactionByHash eth_getTransactionReceipt eth_getCode eth_getBalance eth_getStorageAt eth_getLogs"
  ).split(" "),
);

/** A JSON-RPC proxy before a node: a line that breaks as told, or a signer that holds the keys. */
export const startProxy = async (node: string, { wallets, faultOf }: ProxyOptions): Promise<Proxy> => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Rpc;
      asked.push(body.method);
      const answer = (): Promise<string> => (wallets === undefined ? forward(node, body) : signed(node, wallets, body));
      respond(response, answer, faultOf?.(body.method)).catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

const GATEWAY_ERROR = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  error: { code: -32000, message: "the gateway is busy" },
});

const respond = async (response: ServerResponse, answer: () => Promise<string>, fault?: Fault): Promise<void> => {
  if (fault === "drop the request") return void response.destroy();
  if (typeof fault === "object")
    await ("after" in fault ? fault.after : new Promise((resolve) => setTimeout(resolve, fault.delayMs)));
  const first = await answer();
  if (fault === "lose the answer") return void response.destroy();
  if (fault === "duplicate") await answer();
  if (fault === "answer with an error") return void response.end(GATEWAY_ERROR);
  response.setHeader("content-type", "application/json");
  response.end(first);
};

const forward = async (node: string, body: Rpc): Promise<string> => {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(node, { method: "POST", headers, body: JSON.stringify({ jsonrpc: "2.0", ...body }) });
  return answer.text();
};

interface Sending {
  readonly from: string;
  readonly to?: string;
  readonly data?: string;
  readonly gas: string;
  readonly gasPrice?: string;
  readonly nonce?: string;
}

const signed = async (node: string, wallets: readonly Wallet[], { id, method, params }: Rpc): Promise<string> => {
  const result = (value: unknown): string => JSON.stringify({ jsonrpc: "2.0", id, result: value });
  const refusal = (message: string): string => JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32601, message } });
  const walletOf = (account: unknown): Wallet | undefined =>
    wallets.find(({ address }) => address === getAddress(String(account)));
  if (method === "eth_accounts") return result(wallets.map(({ address }) => address.toLowerCase()));
  if (method === "eth_sendTransaction" || method === "eth_signTransaction") {
    const sending = params[0] as Sending;
    const wallet = walletOf(sending.from);
    if (wallet === undefined) return refusal(`no key for ${sending.from}`);
    const raw = await wallet.signTransaction(await transactionOf(node, sending));
    return method === "eth_signTransaction" ? result(raw) : forward(node, { id, method: "eth_sendRawTransaction", params: [raw] }); // prettier-ignore
  }
  if (method === "eth_sign") {
    const wallet = walletOf(params[0]);
    return wallet === undefined ? refusal("no such key") : result(await wallet.signMessage(Buffer.from(String(params[1]).slice(2), "hex"))); // prettier-ignore
  }
  return READS.has(method) ? forward(node, { id, method, params }) : refusal(`the method ${method} does not exist`);
};

const transactionOf = async (node: string, { from, to, data, gas, gasPrice, nonce }: Sending): Promise<Transaction> => {
  const ask = async (method: string, ...params: unknown[]): Promise<string> =>
    (JSON.parse(await forward(node, { id: 1, method, params })) as { result: string }).result;
  return Transaction.from({
    type: 0,
    chainId: BigInt(await ask("eth_chainId")),
    nonce: Number(nonce ?? (await ask("eth_getTransactionCount", from, "pending"))),
    gasLimit: BigInt(gas),
    gasPrice: BigInt(gasPrice ?? 0),
    data: data ?? "0x",
    ...(to === undefined ? {} : { to: getAddress(to) }),
  });
};
