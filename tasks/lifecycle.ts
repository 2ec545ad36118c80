import { bond } from "./scopes";
import { isEmbedded } from "./support/embedded";
import { compileQuietly, action } from "./support/run";
import { printJson, sayer, table, TaskError, yen } from "./support/output";
import { readSheet } from "./support/sheetFile";
import type { LifecycleJson } from "./lifecycle/readBack";

interface Args {
  readonly terms: string;
  readonly story: string;
  readonly out?: string;
  readonly json: boolean;
}

bond
  .task("lifecycle", "Plays a bond's whole life on the embedded network: issue, trades, every payment date, redemption")
  .addParam("terms", "the term sheet, for example deploy/parameters/hitachi-21.json")
  .addOptionalParam(
    "story",
    "plain; full: offering, trades, purchase and cancellation, court order, failed payment, meeting, lost key; " +
      "or default: an acceleration, recorded after a later date was paid",
    "plain",
  )
  .addOptionalParam("out", "a folder for the register at each record day, the payment sheets (CSV) and lifecycle.json")
  .addFlag("json", "print one JSON document on stdout, and the story on stderr")
  .setAction(
    action(async ({ terms, story, out, json }: Args, hre) => {
      const say = sayer(json);
      if (!isEmbedded(hre)) {
        throw new TaskError(
          `bond lifecycle moves the clock, so it runs on the embedded network only: leave out --network ${hre.network.name}`,
        );
      }
      const sheet = readSheet(terms);
      const { storyOf } = await import("./lifecycle/stories");
      const chosen = storyOf(story, sheet);
      const { prepareFolder, writeFiles } = await import("./lifecycle/files");
      if (out !== undefined) prepareFolder(out);
      say(`${sheet.name}: ${sheet.terms.bonds} bonds of ${yen(sheet.terms.denominationYen)}, all times Japan's`);
      await compileQuietly(hre);

      const { setStage } = await import("./lifecycle/stage");
      const { playOn } = await import("./lifecycle/play");
      const { readBack } = await import("./lifecycle/readBack");
      const stage = await setStage(hre, sheet);
      const play = playOn(stage, say);
      await chosen.tell(play);
      const life = { ...(await readBack(play)), ...(await chosen.readMore(stage)) };
      if (out !== undefined) say(`\nwrote ${(await writeFiles(out, stage, life)).length} files to ${out}`);
      if (json) printJson(life);
      else say(`\n${summary(life)}`);
    }),
  );

/** The life at a glance: one row a date, the sums below. */
const summary = ({ payments, refusals, totals, finalSupply }: LifecycleJson): string => {
  const header = ["#", "date", "paid on", "closed from", "interest", "withheld", "net", "principal", "gas"];
  const money = (text: string): string => yen(BigInt(text));
  const rows = payments.map((each) => [
    each.index,
    each.date,
    each.payOn,
    each.blackoutFrom,
    money(each.grossYen),
    money(each.withheldYen),
    money(each.netYen),
    money(each.principalYen),
    each.gasUsed.toLocaleString("en-US"),
  ]);
  const { interestYen, withheldYen, principalYen } = totals;
  return [
    table(header, rows),
    "",
    `interest ${money(interestYen)}, of which withheld ${money(withheldYen)}; principal ${money(principalYen)}; ` +
      `bonds left ${finalSupply}; ${refusals.length} attempts refused`,
  ].join("\n");
};
