import { payment } from "./scopes";
import { asJson, integerOf, ofBond } from "./support/arguments";
import { printJson, sayer } from "./support/output";
import { action } from "./support/run";

const MOST_DATES = 255;

interface SheetArgs {
  readonly index: string;
  readonly bond?: string;
  readonly out?: string;
  readonly json: boolean;
}

asJson(
  ofBond(
    payment
      .task(
        "sheet",
        "The payment sheet of a fixed date: each holder's line and what became of it, added up to what is due [P-3, P-7]; reads only",
      )
      .addParam("index", "the payment date, counted from 1; 0 is the acceleration [D-1]")
      .addOptionalParam("out", "a new file, for example sheet.csv, or sheet.json for the document of --json"),
  ),
).setAction(
  action(async ({ index: text, bond, out, json }: SheetArgs, hre) => {
    const index = integerOf("index", text, 0, MOST_DATES);
    const { openBond } = await import("./support/network");
    const { paymentSheetCsv, paymentSheetText, readPaymentSheet } = await import("./support/paymentSheet");
    const sheet = await readPaymentSheet(await openBond(hre, bond), index);
    const say = sayer(json);
    if (out !== undefined) {
      const { writeNew } = await import("./support/files");
      writeNew(out, out.endsWith(".json") ? `${JSON.stringify(sheet, null, 2)}\n` : paymentSheetCsv(sheet));
    }
    if (json) printJson(sheet);
    else say(paymentSheetText(sheet));
    if (out !== undefined) say(`written to ${out}`);
  }),
);
