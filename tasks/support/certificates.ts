import { keccak256, Signature, toUtf8Bytes, TypedDataEncoder, verifyTypedData } from "ethers";
import { ROLES } from "../../deploy/roles";
import {
  certificateText,
  differenceOf,
  heldRole,
  signedCertificate,
  typedDataOf,
  type Certificate,
  type SignedCertificate,
} from "../../lib/certificate";
import { formatDay, jstDayOf, parseDay, type JstDay } from "../../lib/day";
import { asOf, holdingJson, type BlockJson } from "../../lib/extract";
import type { RegisterEvent } from "../../lib/register";
import { registerAt, type Cut } from "../../lib/registerDay";
import { jstIso } from "../../lib/time";
import { signerFor } from "./accounts";
import { parseJson } from "./files";
import { TaskError } from "./output";
import { oneLine } from "./refusals";
import { inOneLine, ownerNamed, type OpenRegister } from "./registerView";
import { readText } from "./sheetFile";
import { holderIdOf } from "./words";

/** What one holder's certificate is made of. */
interface Certified {
  /** His id, or dealer or issuer. */
  readonly owner: string;
  /** How the document calls him. */
  readonly label: string;
  readonly day: JstDay;
  readonly block: BlockJson;
  readonly events: readonly RegisterEvent[];
  readonly registerAdministrator: string;
}

/** The certificate of one holder at the end of a day: what concerns him, and nobody else [R-3]. */
const certificateOf = ({ open, particulars, names }: OpenRegister, certified: Certified): Certificate => {
  const { owner, label, day, block, events, registerAdministrator } = certified;
  const cut: Cut = { day, moment: "end" };
  const { holdings } = inOneLine(() => registerAt(events, cut));
  const holding = holdings.find((each) => each.owner === owner);
  if (holding === undefined) {
    throw new TaskError(`--day: found "${formatDay(day)}", expected a day on which ${label} had an account`);
  }
  return {
    chainId: open.book.chainId,
    token: open.entry.contracts.token,
    bond: particulars.bond,
    name: particulars.name,
    termsHash: particulars.termsHash,
    registerAdministrator,
    day: formatDay(day),
    at: asOf(cut, block),
    block,
    holding: unreadonly(holdingJson(holding, { ...names, labelOf: () => label })),
  };
};

/** JSON is what it is; only the types know of readonly. */
const unreadonly = (holding: ReturnType<typeof holdingJson>): Certificate["holding"] => ({
  ...holding,
  lots: [...holding.lots],
  entries: [...holding.entries],
});

/** Makes a holder's certificate and has the register administrator sign it. Sends nothing. */
export const signedCertificateFor = async (
  register: OpenRegister,
  holder: string,
  day: JstDay,
): Promise<SignedCertificate> => {
  const { open, block, blockAt, events, names } = register;
  const owner = ownerNamed(register, "--holder", holder);
  const label = names.labelOf(owner) ?? register.owners.get(owner)?.accounts.at(-1) ?? owner;
  if (day > jstDayOf(blockAt)) {
    throw new TaskError(
      `--day: found "${formatDay(day)}", expected a day that has come; the chain stands at ${block.at}`,
    );
  }
  const { registerAdministrator } = open.entry.roles;
  requireAdministrator(register, registerAdministrator, blockAt);
  await signerFor(open.hre, "registerAdministrator", registerAdministrator);
  const certificate = certificateOf(register, { owner, label, day, block, events, registerAdministrator });
  return { certificate, signature: await signed(register, certificate) };
};

const ADMINISTRATOR = Number(ROLES.registerAdministrator);

const requireAdministrator = ({ events }: OpenRegister, account: string, at: bigint): void => {
  if (heldRole(events, ADMINISTRATOR, account, at)) return;
  throw new TaskError(
    `${account} was not the register administrator at ${jstIso(at)}: the certificate must be signed by the one who was`,
  );
};

/**
 * Some remote signers know `eth_signTypedData` alone, and some nodes only `_v4`; for this struct both mean the same. Whatever comes back must
 * be the administrator's signature.
 */
const signed = async ({ open }: OpenRegister, certificate: Certificate): Promise<string> => {
  const { domain, types, message } = typedData(certificate);
  const payload = JSON.stringify(TypedDataEncoder.getPayload(domain, types, message));
  const params = [certificate.registerAdministrator.toLowerCase(), payload];
  const failures: string[] = [];
  for (const method of ["eth_signTypedData", "eth_signTypedData_v4"]) {
    try {
      const signature = normal((await open.hre.network.provider.send(method, params)) as string);
      if (signature !== undefined && signerOf(certificate, signature) === certificate.registerAdministrator)
        return signature;
      failures.push(`${method}: what came back is not the signature of ${certificate.registerAdministrator}`);
    } catch (error) {
      failures.push(`${method}: ${oneLine((error as Error).message)}`);
    }
  }
  throw new TaskError(`nobody signs for the register administrator: ${failures.join("; ")}; check the signer`);
};

const typedData = (certificate: Certificate) =>
  typedDataOf(certificate, keccak256(toUtf8Bytes(certificateText(certificate))));

/** Whose signature of a certificate this is; undefined if a value in it cannot be signed at all, such as a mistyped address. */
const signerOf = (certificate: Certificate, signature: string): string | undefined => {
  try {
    const { domain, types, message } = typedData(certificate);
    return verifyTypedData(domain, types, message, signature);
  } catch {
    return undefined;
  }
};

/** The one spelling of a signature, or undefined if it is none. */
const normal = (signature: string): string | undefined => {
  try {
    return Signature.from(signature).serialized;
  } catch {
    return undefined;
  }
};

/** A certificate in a file, its signature verified from the document alone [R-3]. */
export const verified = (path: string, requiredSigner?: string): Certificate => {
  const { certificate, signature } = parseJson(path, readText(path), signedCertificate);
  const { registerAdministrator } = certificate;
  if (normal(signature) !== signature || signerOf(certificate, signature) !== registerAdministrator) {
    throw new TaskError(
      `${path}: is not what ${registerAdministrator} signed: something in it was changed; ask for a new certificate`,
    );
  }
  if (requiredSigner !== undefined && requiredSigner !== registerAdministrator) {
    throw new TaskError(
      `${path}: is signed by ${registerAdministrator}, and --signer requires ${requiredSigner}: whoever signed is not the one whom you trust`,
    );
  }
  return certificate;
};

/**
 * Compares a verified certificate with what the chain says of that holder, day and block.
 *
 * @throws TaskError at the first difference, with both values
 */
export const checkedWithRegister = async (
  register: OpenRegister,
  path: string,
  certificate: Certificate,
): Promise<void> => {
  const { registerAdministrator, holding } = certificate;
  const block = await blockOf(register, path, certificate);
  const events = register.events.filter((event) => event.block <= block.number);
  const owner = ownerOfHolding(register, path, holding.account);
  const isCalled =
    owner === holding.holder || owner === holderIdOf(holding.holder) || holding.holder === holding.account;
  if (!isCalled) {
    throw new TaskError(
      `${path}: calls the holder of ${holding.account} "${holding.holder}", and the chain knows another`,
    );
  }
  const day = parseDay(certificate.day);
  const certified = { owner, label: holding.holder, day, block, events, registerAdministrator };
  const found = differenceOf(certificate, certificateOf(register, certified));
  if (found !== undefined) {
    const [stated, derived] = [found.stated, found.derived].map((value) => JSON.stringify(value) ?? "nothing");
    throw new TaskError(
      `${path}: ${found.path} is ${stated}, and by the chain it is ${derived}: ask the register administrator`,
    );
  }
  requireAdministrator(register, registerAdministrator, BigInt(Date.parse(block.at) / 1000));
};

const blockOf = async (
  { open, block }: OpenRegister,
  path: string,
  { block: stated }: Certificate,
): Promise<BlockJson> => {
  const found = stated.number > block.number ? null : await open.hre.ethers.provider.getBlock(stated.number);
  if (found?.hash === stated.hash) return { ...stated, at: jstIso(BigInt(found.timestamp)) };
  throw new TaskError(
    `${path}: block ${stated.number} is ${stated.hash}, and on ${open.name} ${found === null ? "there is none" : `it is ${found.hash}`}: choose the network of the certificate`,
  );
};

const ownerOfHolding = ({ owners }: OpenRegister, path: string, account: string): string => {
  for (const [owner, { accounts }] of owners) if (accounts.includes(account)) return owner;
  throw new TaskError(
    `${path}: ${account} has no account in this register: choose the network and the bond of the certificate`,
  );
};
