import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { csv, TaskError } from "../support/output";
import type { LifecycleJson, PaymentJson } from "./readBack";
import type { Stage } from "./stage";

const REGISTER = ["holder", "account", "taxClass", "bonds", "faceYen"] as const;
const SHEET = ["holder", "taxClass", "bonds", "grossYen", "withheldYen", "netYen", "principalYen"] as const;

/** Makes the folder before anything is played, so that a story is not lost for want of a place. */
export const prepareFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new TaskError(`--out ${folder}: cannot be made a folder (${(error as Error).message}); name another`);
  }
};

/** Writes the register at each record day, each date's payment sheet, and the whole as JSON; returns the names. */
export const writeFiles = async (folder: string, stage: Stage, life: LifecycleJson): Promise<string[]> => {
  const files = new Map<string, string>();
  for (const payment of life.payments) {
    const number = String(payment.index).padStart(2, "0");
    files.set(`register-${number}-${payment.blackoutFrom}.csv`, csv(REGISTER, await registerRows(stage, payment)));
    files.set(`payments-${number}-${payment.payOn}.csv`, csv(SHEET, paymentRows(payment)));
  }
  files.set("lifecycle.json", `${JSON.stringify(life, null, 2)}\n`);
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  return [...files.keys()];
};

/** The register at 00:00 of the record day, from the token. */
const registerRows = async ({ token, sheet, labelOf }: Stage, { index }: PaymentJson) => {
  const entries = await token.entriesAt(index, 0, await token.accountCount());
  return entries
    .filter(({ bonds }) => bonds > 0n)
    .map(({ account, bonds, taxClass }) => [
      labelOf(account),
      account,
      sheet.taxClasses[Number(taxClass)]?.name ?? "",
      bonds,
      bonds * sheet.terms.denominationYen,
    ]);
};

const paymentRows = (payment: PaymentJson) => {
  const total = ["total", "", payment.holders.reduce((sum, { bonds }) => sum + bonds, 0)];
  return [
    ...payment.holders.map((holder) => SHEET.map((key) => holder[key])),
    [...total, payment.grossYen, payment.withheldYen, payment.netYen, payment.principalYen],
  ];
};
