import { ZeroAddress, ZeroHash } from "ethers";
import { addressOf, holderLabelOf, namesOf } from "./accounts";
import { readBook, withBond, writeBook } from "./addressBook";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { TaskError } from "./output";
import type { Plan, Step } from "./plan";
import { hashOf, holderIdOf } from "./words";

/** What opens an account. */
export interface Opening {
  readonly holder: string;
  readonly account: string;
  readonly taxClass: string;
  readonly commitment?: string;
}

/** Opens an account for a holder, and remembers his label. */
export const registerPlan = async (open: OpenBond, opening: Opening): Promise<Plan> => {
  const { registry, token, at, entry } = open;
  const label = holderLabelOf("--holder", opening.holder);
  const account = addressOf("--account", opening.account);
  const taxClass = await taxClassOf(open, opening.taxClass);
  const task = "holder register";
  const remember = (): Promise<string> => {
    const book = readBook(open.hre) ?? open.book; // another run may have written to it meanwhile
    const now = book.bonds[open.id] ?? entry;
    writeBook(open.hre, withBond(book, open.id, { ...now, holders: { ...now.holders, [label]: account } }));
    return Promise.resolve(`\n${label} is ${account} from now on`);
  };
  if ((await registry.accountOf(holderIdOf(label), at)) === account) {
    const known = entry.holders[label] === account;
    const notes = [`${label} has this account already: skipped`];
    return { task, steps: [], notes, ...(known ? {} : { after: remember }) };
  }
  const step: Step = {
    role: "dealer",
    signer: await token.dealer(at),
    contract: "HolderRegistry",
    address: entry.contracts.registry,
    call: "open",
    args: [account, holderIdOf(label), taxClass, opening.commitment ?? ZeroHash],
    changes: `${label} may hold the bond with ${account}, taxed as ${opening.taxClass}`,
    clause: "P-8, R-1, T-4",
  };
  return { task, steps: [step], notes: [], after: remember };
};

const taxClassOf = async ({ token, at }: OpenBond, name: string): Promise<number> => {
  const names = (await token.terms(at)).taxClasses.map((each) => each.name);
  if (names.includes(name)) return names.indexOf(name);
  throw new TaskError(`--tax-class: found "${name}", expected one of the terms' classes ${names.join(", ")} [P-8]`);
};

/** Suspends an account, or ends that. */
export const statusPlan = async (
  open: OpenBond,
  call: "suspend" | "resume",
  holder: string,
  cause: string,
): Promise<Plan> => {
  const { token, at, entry } = open;
  const names = await namesOf(open);
  const account = await names.accountOf("--holder", holder);
  const causeHash = hashOf("cause", cause);
  const task = `holder ${call}`;
  const target = call === "suspend" ? "Suspended" : "Active";
  const known = (await readHolders(open)).find((each) => each.account === account);
  if (known?.status === target) {
    return { task, steps: [], notes: [`${names.labelOf(account)} is ${target} already: skipped`] };
  }
  const effect = call === "suspend" ? "keeps what it owns and neither sends nor receives" : "sends and receives again";
  const step: Step = {
    role: "registerAdministrator",
    signer: entry.roles.registerAdministrator,
    contract: "HolderRegistry",
    address: entry.contracts.registry,
    call,
    args: [account, causeHash],
    changes: `${names.nameOf(account)} ${effect}, because of: ${cause}`,
    clause: "R-1, T-7",
  };
  const after = async (): Promise<string> =>
    `\n${names.labelOf(account)} holds ${await token.balanceOf(account, at)} bonds and is ${target}`;
  return { task, steps: [step], notes: [], after };
};

/** An account of the register. */
export interface HolderJson {
  readonly holder: string;
  readonly account: string;
  readonly kind: string;
  readonly status: string;
  readonly taxClass: string;
  readonly bonds: number;
  readonly frozen: number;
}

const PAGE = 500;

/** Reads the accounts of the register as they stand now, in the order of admission. */
export const readHolders = async (open: OpenBond): Promise<readonly HolderJson[]> => {
  const { token, payments, at } = open;
  const { labelOf } = await namesOf(open);
  const classes = (await token.terms(at)).taxClasses.map(({ name }) => name);
  const last = await payments.paymentCount(at);
  const count = Number(await token.accountCount(at));
  const holders: HolderJson[] = [];
  for (let offset = 0; offset < count; offset += PAGE) {
    for (const each of await token.entriesAt(last, offset, PAGE, at)) {
      if (each.account === ZeroAddress) continue;
      const kind = nameIn("AccountKind", each.kind);
      holders.push({
        holder: labelOf(each.account),
        account: each.account,
        kind,
        status: nameIn("AccountStatus", each.status),
        taxClass: kind === "Issuer" ? "own bonds" : (classes[Number(each.taxClass)] ?? String(each.taxClass)),
        bonds: Number(each.bondsNow),
        frozen: Number(each.frozen),
      });
    }
  }
  return holders;
};
