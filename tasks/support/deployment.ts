import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ZeroAddress } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { suitePlan } from "../../deploy/plan";
import type { SharedAddresses } from "../../deploy/suite";
import { FORBIDDEN_PAIRS, ROLE_ORDER, type RoleAccounts } from "../../deploy/roles";
import { shippedCalendar } from "../../lib/calendar";
import { civilOf, formatDay, jstDayOf } from "../../lib/day";
import type { Sheet } from "../../lib/sheet";
import { readAbi } from "./abi";
import { roleName, signerFor } from "./accounts";
import { dropBook, readBook, rolesIn, withBond, writeBook, type AddressBook, type BondEntry } from "./addressBook";
import { requireDeployable } from "./fit";
import { keyRemedy } from "./keystore";
import { chainIdOf, hasCode } from "./network";
import { printJson, sayer, table, TaskError, yen } from "./output";
import { deploymentFolder, reconcileJournal } from "./reconcile";
import { oneLine } from "./refusals";
import { readText } from "./sheetFile";
import { jstIso } from "./time";

const DEVELOPMENT_CHAIN = 2017;

/**
 * The pairs of accounts that a deployment has to tell apart: issuer and dealer, since an account of the register is one of the two, and the
 * forbidden pairs of roles; the platform operator is the administrator.
 */
const FORBIDDEN_ACCOUNTS = [["issuer", "dealer"] as const, ...FORBIDDEN_PAIRS]
  .map((pair) => pair.map((role) => (role === "admin" ? "platformOperator" : role)))
  .filter((pair): pair is [keyof RoleAccounts, keyof RoleAccounts] =>
    pair.every((part) => ROLE_ORDER.some((each) => each === part)),
  );

interface People {
  readonly accounts: RoleAccounts;
  readonly deployer: string;
}

interface DeployArgs {
  readonly rolesFile?: string;
  readonly execute: boolean;
  readonly json: boolean;
}

/** Shows the deployment of a sheet, and carries it out with `execute`. */
export const deployBond = async (
  hre: HardhatRuntimeEnvironment,
  sheet: Sheet,
  { rolesFile, execute, json }: DeployArgs,
): Promise<void> => {
  const say = sayer(json);
  const network = hre.network.name;
  const { accounts, deployer } = await whoTakesPart(hre, rolesFile);
  const book = await livingBook(hre, sheet.id, execute);
  const known = book?.bonds[sheet.id];
  const document = { task: "bond deploy", network, bond: sheet.id, executed: execute, deployer };

  if (known !== undefined) {
    say(`bond deploy on ${network}: ${sheet.id} is deployed already at ${known.contracts.token}: skipped`);
    if (json)
      printJson({ ...document, roles: known.roles, calendar: book?.calendar.address, contracts: known.contracts });
    return;
  }
  if (execute) await requireDeployable(hre, say);
  await refuseBadRoles(hre, accounts, deployer);
  if (book !== undefined) await refuseBadCalendar(hre, sheet, accounts, book);

  const { terms } = sheet;
  const years = [terms.closing, terms.maturity].map((day) => civilOf(day).year).join(" to ");
  say(`bond deploy on ${network}, bond ${sheet.id}: ${terms.bonds} bonds of ${yen(terms.denominationYen)}`);
  say(`  signs     deployer ${deployer}, who holds no role when it is done`);
  say("  deploys   BondAuthority, BondToken, HolderRegistry, RegisterOrders, BondPayments, BondDefaults, IbetListing,");
  say(
    "            BondMarket, BondOffering, DocumentRegistry, BondNotices, BondholderMeeting, ProceedsLedger, AnnualReports",
  );
  say(
    book === undefined
      ? `  calendar  a new BusinessCalendar, with the provisional holidays of ${years} [P-4, T-1]\n` +
          "  impact    a new ImpactRegistry and ImpactReports, for every bond of this network [E-2]"
      : `  calendar  the network's own, ${book.calendar.address}; the register administrator signs the registration [P-4, T-1]\n` +
          `  impact    the network's own, ${book.green.impact}: no facility counts twice [E-2]`,
  );
  say("  changes   the terms are fixed for good [I-1 to I-7]; every role is handed over in one transaction:");
  say(
    indented(
      table(
        ["role", "account"],
        ROLE_ORDER.map((role) => [roleName(role), accounts[role]]),
      ),
    ),
  );
  const latest = await hre.ethers.provider.getBlock("latest");
  if (terms.closing < jstDayOf(BigInt(latest?.timestamp ?? 0))) {
    say(
      `  warning   closing ${formatDay(terms.closing)} is past on this chain, so this bond can never be issued [I-5]`,
    );
  }
  if (!execute) {
    say("\nchecked, nothing sent: add --execute to send");
    if (json) printJson({ ...document, roles: accounts, calendar: book?.calendar.address ?? null, contracts: null });
    return;
  }

  const suite = await deployAndEnter(hre, sheet, { accounts, deployer }, book);
  const { calendar, impact, figures, ...contracts } = suite;
  const spent = await spentSince(hre, latest?.number ?? 0, [deployer, accounts.registerAdministrator]);
  say(
    `\n  done in block ${spent.block}, ${spent.at}, ${spent.transactions} transactions, gas ${spent.gasUsed.toLocaleString("en-US")}`,
  );
  say(indented(table(["contract", "address"], Object.entries(suite))));
  if (json) printJson({ ...document, roles: accounts, calendar, impact, figures, contracts, ...spent });
};

/** Deploys a bond without a word, as a story does. */
export const deployQuietly = async (
  hre: HardhatRuntimeEnvironment,
  sheet: Sheet,
  accounts: RoleAccounts,
): Promise<void> => {
  const deployer = await firstSigner(hre);
  const book = await livingBook(hre, sheet.id, true);
  await refuseBadRoles(hre, accounts, deployer);
  if (book !== undefined) await refuseBadCalendar(hre, sheet, accounts, book);
  await deployAndEnter(hre, sheet, { accounts, deployer }, book);
};

/** Deploys, and enters the bond in the address book. */
const deployAndEnter = async (
  hre: HardhatRuntimeEnvironment,
  sheet: Sheet,
  people: People,
  book?: AddressBook,
): ReturnType<typeof deployed> => {
  const { accounts } = people;
  const suite = await deployed(hre, sheet, people, book);
  const { calendar, impact, figures, ...contracts } = suite;
  const started: AddressBook = writtenMeanwhile(hre, sheet, calendar) ?? {
    chainId: await chainIdOf(hre),
    calendar: { address: calendar, registerAdministrator: accounts.registerAdministrator },
    green: { impact, figures },
    bonds: {},
  };
  writeBook(hre, withBond(started, sheet.id, { contracts, roles: accounts, holders: {} }));
  return suite;
};

/** The book as it is by now. Whoever finds another calendar in it leaves it alone: a network has one. */
const writtenMeanwhile = (hre: HardhatRuntimeEnvironment, { id }: Sheet, calendar: string): AddressBook | undefined => {
  const book = readBook(hre);
  if (book === undefined || book.calendar.address === calendar) return book;
  throw new TaskError(
    `${id}: its calendar is ${calendar}, and that of the network is ${book.calendar.address}, which another run has entered meanwhile; ` +
      `it is not entered: remove ${deploymentFolder(hre, deploymentId(hre, id))} and deploy it anew, on the network's calendar`,
  );
};

const indented = (text: string): string => text.replaceAll(/^/gm, "            ");

/** Who gets which role, and who deploys: from the file, or on a development chain the node's own accounts, the deployer first. */
const whoTakesPart = async (hre: HardhatRuntimeEnvironment, file?: string): Promise<People> => {
  if (file !== undefined) {
    const { accounts, deployer = await firstSigner(hre) } = rolesIn(file, readText(file));
    await signerFor(hre, "deployer", deployer);
    return { accounts, deployer };
  }
  const isDevelopment = ["hardhat", "localhost"].includes(hre.network.name);
  if (isDevelopment && (await chainIdOf(hre)) === DEVELOPMENT_CHAIN) {
    const [deployer, ...signers] = await hre.ethers.getSigners();
    const accounts = ROLE_ORDER.map((role, position) => [role, signers[position]?.address] as const);
    if (deployer !== undefined && accounts.every(([, account]) => account !== undefined))
      return { accounts: Object.fromEntries(accounts) as unknown as RoleAccounts, deployer: deployer.address };
  }
  throw new TaskError(
    `--roles: found nothing, expected on ${hre.network.name} a JSON file of the accounts ${ROLE_ORDER.join(", ")}`,
  );
};

const firstSigner = async (hre: HardhatRuntimeEnvironment): Promise<string> => {
  const [first] = await hre.ethers.getSigners();
  if (first !== undefined) return first.address;
  throw new TaskError(`${hre.network.name}: no signer to deploy with; ${keyRemedy(hre.network.name, "deployer")}`);
};

const refuseBadRoles = async (
  hre: HardhatRuntimeEnvironment,
  accounts: RoleAccounts,
  deployer: string,
): Promise<void> => {
  for (const [a, b] of FORBIDDEN_ACCOUNTS) {
    if (accounts[a] !== accounts[b]) continue;
    throw new TaskError(
      `roles: ${accounts[a]} is ${roleName(a)} and ${roleName(b)}, which no account may be both; name two`,
    );
  }
  for (const role of ROLE_ORDER) {
    if (accounts[role] === ZeroAddress)
      throw new TaskError(`roles: ${role}: found ${ZeroAddress}, which nobody signs for; name an account`);
    if (accounts[role] === deployer) {
      throw new TaskError(
        `roles: ${deployer} is ${roleName(role)} and deploys, but the deployer ends with no role; name another`,
      );
    }
  }
  for (const role of ["issuer", "dealer"] as const) {
    if (!(await hasCode(hre, accounts[role]))) continue;
    throw new TaskError(
      `roles: the ${role} ${accounts[role]} is a contract, which cannot hold the bond [T-4]; name another`,
    );
  }
};

const refuseBadCalendar = async (
  hre: HardhatRuntimeEnvironment,
  { terms }: Sheet,
  accounts: RoleAccounts,
  { calendar }: AddressBook,
): Promise<void> => {
  if (accounts.registerAdministrator !== calendar.registerAdministrator) {
    throw new TaskError(
      `roles: registerAdministrator: found ${accounts.registerAdministrator}, expected ${calendar.registerAdministrator}, who keeps the network's calendar`,
    );
  }
  await signerFor(hre, "registerAdministrator", calendar.registerAdministrator);
  const contract = await hre.ethers.getContractAt("BusinessCalendar", calendar.address);
  for (let year = civilOf(terms.closing).year; year <= civilOf(terms.maturity).year; year += 1) {
    if ((await contract.yearStatus(year)) !== 0n) continue;
    throw new TaskError(
      `the network's calendar does not hold ${year}; load it with \`calendar load --year ${year} --execute\``,
    );
  }
};

const deployed = async (
  hre: HardhatRuntimeEnvironment,
  sheet: Sheet,
  { accounts, deployer }: People,
  book?: AddressBook,
): Promise<BondEntry["contracts"] & SharedAddresses> => {
  const { suiteModule } = await import("../../deploy/suite");
  const { interfaces } = await readAbi(hre);
  const plan = suitePlan(sheet, accounts, deployer, shippedCalendar, interfaces, sharedOf(book));
  try {
    const id = deploymentId(hre, sheet.id);
    for (const note of await reconcileJournal(hre, id)) console.error(`  ${note}`);
    const { ignition: config } = hre.config; // its own default, five confirmations, makes each level wait for five blocks
    const suite = await hre.ignition.deploy(suiteModule(plan), { deploymentId: id, defaultSender: deployer, config });
    const addresses = Object.entries(suite).map(async ([name, contract]) => [name, await contract.getAddress()]);
    return Object.fromEntries(await Promise.all(addresses)) as BondEntry["contracts"] & SharedAddresses;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new TaskError(
      `bond deploy: ${oneLine(error.message)}; when that is mended, run it again: it goes on where it stopped`,
    );
  }
};

const sharedOf = (book?: AddressBook): SharedAddresses | undefined =>
  book === undefined ? undefined : { calendar: book.calendar.address, ...book.green };

const deploymentId = (hre: HardhatRuntimeEnvironment, id: string): string => `${hre.network.name}-${id}`;

/**
 * The network's book, unless its chain is gone. A development node that was restarted begins anew: then the book and the journal of its old
 * life are dropped when something is deployed; on any other network that is an error.
 */
const livingBook = async (
  hre: HardhatRuntimeEnvironment,
  id: string,
  execute: boolean,
): Promise<AddressBook | undefined> => {
  const book = readBook(hre);
  const mayRestart = ["hardhat", "localhost"].includes(hre.network.name);
  const journal = deploymentFolder(hre, deploymentId(hre, id));
  const addresses = book === undefined ? journaledAddresses(journal) : [book.calendar.address];
  for (const address of addresses) {
    if (await hasCode(hre, address)) continue;
    if (!mayRestart) {
      throw new TaskError(
        `${hre.network.name}: there is no contract at ${address}, where one was deployed; this is another chain: correct --network`,
      );
    }
    if (execute) {
      rmSync(journal, { recursive: true, force: true });
      dropBook(hre);
    }
    return undefined;
  }
  if (book === undefined || book.bonds[id] !== undefined || !mayRestart) return book;
  // The bond was deployed in an old life of the chain, in which the calendar had the same address.
  for (const address of journaledAddresses(journal)) {
    if (execute && !(await hasCode(hre, address))) rmSync(journal, { recursive: true, force: true });
  }
  return book;
};

const journaledAddresses = (journal: string): readonly string[] => {
  const file = join(journal, "deployed_addresses.json");
  if (!existsSync(file)) return [];
  return Object.values(JSON.parse(readFileSync(file, "utf8")) as Record<string, string>);
};

/** What these accounts sent after a block. */
const spentSince = async (hre: HardhatRuntimeEnvironment, block: number, accounts: readonly string[]) => {
  const { provider } = hre.ethers;
  const last = await provider.getBlock("latest");
  let [transactions, gasUsed] = [0, 0];
  for (let number = block + 1; number <= (last?.number ?? 0); number += 1) {
    for (const hash of (await provider.getBlock(number))?.transactions ?? []) {
      const receipt = await provider.getTransactionReceipt(hash);
      if (receipt === null || !accounts.includes(receipt.from)) continue;
      transactions += 1;
      gasUsed += Number(receipt.gasUsed);
    }
  }
  return { block: last?.number ?? 0, at: jstIso(BigInt(last?.timestamp ?? 0)), transactions, gasUsed };
};
