import type { ContractTransactionReceipt, ContractTransactionResponse, Signer } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { suitePlan } from "../../deploy/plan";
import { ROLE_ORDER, type RoleAccounts } from "../../deploy/roles";
import { suiteModule } from "../../deploy/suite";
import { shippedCalendar } from "../../lib/calendar";
import { addDays, startOf, type JstDay } from "../../lib/day";
import type { Sheet } from "../../lib/sheet";
import type {
  BondDefaults,
  BondholderMeeting,
  BondMarket,
  BondNotices,
  BondOffering,
  BondPayments,
  BondToken,
  DocumentRegistry,
  HolderRegistry,
  RegisterOrders,
} from "../../typechain-types";
import { readAbi, type Abi } from "../support/abi";

/** The contracts of a bond, ready to be called. */
interface Contracts {
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
}

/** A bond on the embedded network: its contracts, who signs for whom, and a clock that can be set. */
export interface Stage extends Contracts {
  readonly hre: HardhatRuntimeEnvironment;
  readonly sheet: Sheet;
  readonly abi: Abi;
  readonly roles: Readonly<Record<keyof RoleAccounts, Signer>>;
  /** The account of each label of the sheet. */
  readonly holders: ReadonlyMap<string, Signer>;
  readonly labelOf: (account: string) => string;
  /** Gives a holder another account, as after a lost key. */
  readonly replaceKey: (label: string) => Promise<Signer>;
  /** Sends at a moment, or a second after the last block, and waits. */
  readonly send: (call: () => Promise<ContractTransactionResponse>, at?: bigint) => Promise<ContractTransactionReceipt>;
  /** The time of the last block, seconds. */
  readonly now: () => Promise<bigint>;
}

/** Hours into a Japan day, as seconds since 1970. */
export const hourOf = (day: JstDay, hour: number): bigint => startOf(day) + BigInt(hour * 3600);

/** The last second of a Japan day. */
export const lastSecondOf = (day: JstDay): bigint => startOf(addDays(day, 1)) - 1n;

/** The day before anything happens: before investors apply, or before the closing day. */
const dayBefore = ({ terms, offering }: Sheet): JstDay =>
  addDays(offering.applicationDay, -1) < addDays(terms.closing, -1)
    ? addDays(offering.applicationDay, -1)
    : addDays(terms.closing, -1);

/**
 * Deploys the bond of `sheet` on the embedded network on the day before anything happens, as on any network, handover included.
 */
export const setStage = async (hre: HardhatRuntimeEnvironment, sheet: Sheet): Promise<Stage> => {
  // The embedded clock starts here and refuses the past, so this must come before the network's first use.
  hre.config.networks.hardhat.initialDate = new Date(Number(hourOf(dayBefore(sheet), 9)) * 1000).toISOString();

  const [deployer, ...signers] = await hre.ethers.getSigners();
  const roles = Object.fromEntries(ROLE_ORDER.map((role, i) => [role, signers[i]])) as unknown as Stage["roles"];
  const accounts = Object.fromEntries(
    await Promise.all(ROLE_ORDER.map(async (role) => [role, await roles[role].getAddress()])),
  ) as RoleAccounts;
  const abi = await readAbi(hre);
  const plan = suitePlan(sheet, accounts, deployer!.address, shippedCalendar, abi.interfaces);
  const suite = await hre.ignition.deploy(suiteModule(plan));

  const holders = new Map<string, Signer>();
  for (const { holder } of sheet.allotments) holders.set(holder, await accountOf(hre, holder));
  const labels = new Map<string, string>([
    [accounts.dealer, "dealer"],
    [accounts.issuer, "issuer"],
  ]);
  for (const [label, signer] of holders) labels.set(await signer.getAddress(), label);

  return {
    hre,
    sheet,
    abi,
    ...(suite as unknown as Contracts),
    roles,
    holders,
    labelOf: (account) => labels.get(account) ?? account,
    replaceKey: async (label) => {
      const signer = await accountOf(hre, `${label}, second key`);
      holders.set(label, signer);
      labels.set(await signer.getAddress(), label);
      return signer;
    },
    send: async (call, at) => {
      if (at !== undefined) await hre.network.provider.send("evm_setNextBlockTimestamp", [Number(at)]);
      const receipt = await (await call()).wait();
      if (receipt === null) throw new Error("the embedded network gave no receipt");
      return receipt;
    },
    now: async () => BigInt((await hre.ethers.provider.getBlock("latest"))?.timestamp ?? 0),
  };
};

/** An account for a label: an address that nobody has a key of, signed for by the embedded network alone. */
const accountOf = (hre: HardhatRuntimeEnvironment, label: string): Promise<Signer> => {
  const hash = hre.ethers.id(`holder ${label}`);
  return hre.ethers.getImpersonatedSigner(hre.ethers.getAddress(`0x${hash.slice(-40)}`));
};
