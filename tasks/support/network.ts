import { relative } from "node:path";
import { Contract } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import type {
  AnnualReports,
  BondAuthority,
  BondDefaults,
  BondMarket,
  BondOffering,
  BondholderMeeting,
  BondNotices,
  BondPayments,
  BondToken,
  BusinessCalendar,
  DocumentRegistry,
  HolderRegistry,
  ImpactRegistry,
  ImpactReports,
  ProceedsLedger,
  RegisterOrders,
} from "../../typechain-types";
import { readAbi, type Abi, type Callable } from "./abi";
import { bookFile, readBook, type AddressBook, type BondEntry } from "./addressBook";
import { urlVariable } from "./nodeErrors";
import { TaskError } from "./output";
import { compileQuietly } from "./run";

/** How a view is asked: of which state. */
export interface At {
  readonly blockTag: "latest" | "pending";
}

/** A network on which the suite is deployed. */
export interface OpenNetwork {
  readonly hre: HardhatRuntimeEnvironment;
  readonly name: string;
  readonly book: AddressBook;
  readonly abi: Abi;
  readonly calendar: BusinessCalendar;
  readonly impact: ImpactRegistry;
  readonly figures: ImpactReports;
  readonly at: At;
}

/** A bond of a network, ready to be read. */
export interface OpenBond extends OpenNetwork {
  readonly id: string;
  readonly entry: BondEntry;
  readonly token: BondToken;
  readonly registry: HolderRegistry;
  readonly orders: RegisterOrders;
  readonly payments: BondPayments;
  readonly defaults: BondDefaults;
  readonly market: BondMarket;
  readonly offering: BondOffering;
  readonly documents: DocumentRegistry;
  readonly notices: BondNotices;
  readonly meeting: BondholderMeeting;
  readonly proceeds: ProceedsLedger;
  readonly reports: AnnualReports;
}

/** Opens the network that Hardhat is connected to. */
export const openNetwork = async (hre: HardhatRuntimeEnvironment): Promise<OpenNetwork> => {
  await compileQuietly(hre);
  const book = readBook(hre);
  if (book === undefined) {
    throw new TaskError(
      `${hre.network.name}: nothing is deployed on this network; start with \`bond deploy --terms FILE\`, ` +
        `or if others deployed, put their address book at ${relative("", bookFile(hre))}`,
    );
  }
  const chainId = await chainIdOf(hre);
  if (chainId !== book.chainId) {
    throw new TaskError(
      `${hre.network.name}: the address book was made on chain id ${book.chainId}, and this is ${chainId}; correct --network or its chain id`,
    );
  }
  if (!(await hasCode(hre, book.calendar.address))) {
    throw new TaskError(
      `${hre.network.name}: there is no contract at the calendar's address ${book.calendar.address}; ` +
        `this is another chain, or one that was thrown away: correct --network or ${urlVariable(hre.network.name) ?? "its url"}; ` +
        "only a development chain is deployed to anew",
    );
  }
  const abi = await readAbi(hre);
  return {
    hre,
    name: hre.network.name,
    book,
    abi,
    calendar: contractAt<BusinessCalendar>(hre, abi, "BusinessCalendar", book.calendar.address),
    impact: contractAt<ImpactRegistry>(hre, abi, "ImpactRegistry", book.green.impact),
    figures: contractAt<ImpactReports>(hre, abi, "ImpactReports", book.green.figures),
    at: await stateToAsk(hre),
  };
};

/** Opens a bond: the one that `id` names, or the only one. */
export const openBond = async (hre: HardhatRuntimeEnvironment, id?: string): Promise<OpenBond> => {
  const network = await openNetwork(hre);
  const known = Object.keys(network.book.bonds);
  const chosen = id ?? (known.length === 1 ? known[0] : undefined);
  const entry = chosen === undefined ? undefined : network.book.bonds[chosen];
  if (chosen === undefined || entry === undefined) {
    const found = chosen === undefined ? "nothing" : `"${chosen}"`;
    throw new TaskError(
      `--bond: found ${found}, expected one of the bonds on ${network.name}: ${known.join(", ") || "none, so deploy one"}`,
    );
  }
  const { contracts } = entry;
  const { abi } = network;
  return {
    ...network,
    id: chosen,
    entry,
    token: contractAt<BondToken>(hre, abi, "BondToken", contracts.token),
    registry: contractAt<HolderRegistry>(hre, abi, "HolderRegistry", contracts.registry),
    orders: contractAt<RegisterOrders>(hre, abi, "RegisterOrders", contracts.orders),
    payments: contractAt<BondPayments>(hre, abi, "BondPayments", contracts.payments),
    defaults: contractAt<BondDefaults>(hre, abi, "BondDefaults", contracts.defaults),
    market: contractAt<BondMarket>(hre, abi, "BondMarket", contracts.market),
    offering: contractAt<BondOffering>(hre, abi, "BondOffering", contracts.offering),
    documents: contractAt<DocumentRegistry>(hre, abi, "DocumentRegistry", contracts.documents),
    notices: contractAt<BondNotices>(hre, abi, "BondNotices", contracts.notices),
    meeting: contractAt<BondholderMeeting>(hre, abi, "BondholderMeeting", contracts.meeting),
    proceeds: contractAt<ProceedsLedger>(hre, abi, "ProceedsLedger", contracts.proceeds),
    reports: contractAt<AnnualReports>(hre, abi, "AnnualReports", contracts.reports),
  };
};

export const chainIdOf = async (hre: HardhatRuntimeEnvironment): Promise<number> =>
  Number(await hre.network.provider.send("eth_chainId"));

export const hasCode = async (hre: HardhatRuntimeEnvironment, address: string): Promise<boolean> =>
  (await hre.ethers.provider.getCode(address)) !== "0x";

/** The authority at an address: that of a bond, or of the bond that keeps the calendar. */
export const authorityAt = ({ hre, abi }: OpenNetwork, address: string): BondAuthority =>
  contractAt<BondAuthority>(hre, abi, "BondAuthority", address);

/** A contract that is only read: whoever signs is chosen for each step. */
const contractAt = <C>(hre: HardhatRuntimeEnvironment, abi: Abi, name: Callable, address: string): C =>
  new Contract(address, abi.interfaces[name], hre.ethers.provider) as unknown as C;

/**
 * A development node mines only when something is sent, so the clock of its latest block stands still and today is that of the next block.
 * Elsewhere blocks come by themselves, and a node that does not mine may have no pending state.
 */
const stateToAsk = async (hre: HardhatRuntimeEnvironment): Promise<At> => {
  const client = (await hre.network.provider.send("web3_clientVersion")) as string;
  return { blockTag: /^(hardhatnetwork|anvil)/i.test(client) ? "pending" : "latest" };
};
