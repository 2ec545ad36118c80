import { getAddress } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { PERMISSIONED } from "../../deploy/networks";
import { ROLE_ORDER, type RoleAccounts } from "../../deploy/roles";
import { roleName } from "./accounts";
import { readBook, rolesIn } from "./addressBook";
import type { Finding } from "./finding";
import { keyRemedy, keystoreOf, Keyring } from "./keystore";
import { shownUrl } from "./nodeErrors";
import { TaskError } from "./output";
import { lineOf } from "./run";
import { readText } from "./sheetFile";

interface Asked {
  /** A JSON file of the accounts that have to sign from here. */
  readonly rolesFile?: string;
  readonly hasFee: boolean;
}

/** Whether somebody signs for the deployer and for each role, and what they have where a fee is asked for. */
export const signerFindings = async (
  hre: HardhatRuntimeEnvironment,
  { rolesFile, hasFee }: Asked,
): Promise<readonly Finding[]> => {
  let signers: readonly string[];
  try {
    signers = ((await hre.network.provider.send("eth_accounts")) as readonly string[]).map((each) => getAddress(each));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ProviderError") throw error;
    return [{ check: "signers", state: "failed", found: `none is told: ${error.message}`, remedy: keyRemedy(hre.network.name, "deployer") }]; // prettier-ignore
  }
  const file = rolesFile === undefined ? undefined : rolesIn(rolesFile, readText(rolesFile));
  const known = file === undefined ? accountsOfBook(hre) : accountsOf(file.accounts);
  const findings = await Promise.all([...known].map(([account, roles]) => roleFinding(hre, { account, roles, signers, isRequired: rolesFile !== undefined }))); // prettier-ignore
  const all =
    known.size === 0 || rolesFile !== undefined
      ? [await deployerFinding(hre, signers, file?.deployer), ...findings]
      : findings;
  if (!hasFee) return all;
  const paying = known.size === 0 ? signers.slice(0, 1) : signers.filter((each) => known.has(each));
  return [...all, ...(await balances(hre, paying))];
};

type Roles = readonly (keyof RoleAccounts)[];

/** Whoever deploys is named in the roles file, or is the first signer. */
const deployerFinding = async (
  hre: HardhatRuntimeEnvironment,
  signers: readonly string[],
  named?: string,
): Promise<Finding> => {
  const [check, deployer] = ["deployer", named ?? signers[0]];
  if (deployer !== undefined && signers.includes(deployer)) return openedFinding(hre, check, deployer);
  const found = deployer === undefined ? "nobody signs here" : `no signer for ${deployer}`;
  return { check, state: "failed", found, remedy: keyRemedy(hre.network.name, "deployer") };
};

/** A role that signs elsewhere, with keys of its own, is nothing to mend; one that was asked for is. */
const roleFinding = async (
  hre: HardhatRuntimeEnvironment,
  { account, roles, signers, isRequired }: { readonly account: string; readonly roles: Roles; readonly signers: readonly string[]; readonly isRequired: boolean }, // prettier-ignore
): Promise<Finding> => {
  const check = roles.map(roleName).join(", ");
  if (signers.includes(account)) return openedFinding(hre, check, account);
  const add = keyRemedy(hre.network.name, roles[0] ?? "deployer");
  const remedy = isRequired ? add : `if this role signs from here, ${add}`;
  const isNobody = signers.length === 0;
  return { check, state: isRequired || isNobody ? "failed" : "warning", found: `no signer for ${account}`, remedy };
};

/** Whoever signs here: a key in a keystore is of use only if the password opens it. */
const openedFinding = async (hre: HardhatRuntimeEnvironment, check: string, account: string): Promise<Finding> => {
  const found = `${account}, ${sourceText(hre)}`;
  const keystore = keystoreOf(hre.network.name);
  if (keystore === undefined) return { check, state: "ok", found };
  try {
    await new Keyring(keystore).walletOf(account);
    return { check, state: "ok", found };
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    const remedy = `set ${PERMISSIONED[hre.network.name]?.prefix}_KEYSTORE_PASSWORD_FILE to the file whose first line opens it`;
    return {
      check,
      state: "failed",
      found: `${found}, does not open with the first line of ${keystore.passwordFile}`,
      remedy,
    };
  }
};

const accountsOf = (accounts: RoleAccounts, known = new Map<string, Roles>()): ReadonlyMap<string, Roles> => {
  for (const role of ROLE_ORDER) {
    const roles = known.get(accounts[role]) ?? [];
    if (!roles.includes(role)) known.set(accounts[role], [...roles, role]);
  }
  return known;
};

const accountsOfBook = (hre: HardhatRuntimeEnvironment): ReadonlyMap<string, Roles> => {
  const known = new Map<string, Roles>();
  for (const { roles } of Object.values(readBook(hre)?.bonds ?? {})) accountsOf(roles, known);
  return known;
};

/** Where the signers of a network come from. */
const sourceText = (hre: HardhatRuntimeEnvironment): string => {
  const { name, config } = hre.network;
  const keystore = keystoreOf(name);
  if (keystore !== undefined) return `key in ${keystore.folder}`;
  return config.accounts === "remote" ? `key at ${shownUrl(lineOf(hre).url ?? "")}` : "key of this network";
};

const balances = (hre: HardhatRuntimeEnvironment, accounts: readonly string[]): Promise<readonly Finding[]> =>
  Promise.all(
    accounts.map(async (account): Promise<Finding> => {
      const balance = BigInt((await hre.network.provider.send("eth_getBalance", [account, "latest"])) as string);
      const found = `${account} has ${balance.toLocaleString("en-US")} wei`;
      return balance > 0n
        ? { check: "balance", state: "ok", found }
        : { check: "balance", state: "warning", found, remedy: "nobody needs any where gas price 0 is taken: mend the fee first" }; // prettier-ignore
    }),
  );
