import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { percentText } from "../lib/energy";
import { impact } from "./scopes";
import { asJson } from "./support/arguments";
import { printJson, sayer, table, TaskError, yen } from "./support/output";
import { isEmbedded } from "./support/embedded";
import { action, compileQuietly } from "./support/run";
import type { GreenLifecycleJson } from "./lifecycle/greenStory";

interface Args {
  readonly pv: string;
  readonly load: string;
  readonly out?: string;
  readonly json: boolean;
}

asJson(
  impact
    .task(
      "lifecycle",
      "Plays the green life of two bonds on the embedded network: proceeds, a year of two meters, corrections, two yearly reports, verification",
    )
    .addOptionalParam("pv", "the meter file of Solar 1", "test/data/meters/pv-hourly-2021.csv")
    .addOptionalParam("load", "the meter file of 協創棟", "test/data/meters/load-hourly-2021.csv")
    .addOptionalParam("out", "a folder for the reports (JSON, CSV, a page to print) and lifecycle.json"),
).setAction(
  action(async ({ pv, load, out, json }: Args, hre) => {
    const say = sayer(json);
    if (!isEmbedded(hre)) {
      throw new TaskError(
        `impact lifecycle moves the clock, so it runs on the embedded network only: leave out --network ${hre.network.name}`,
      );
    }
    const { readMeterRows } = await import("./support/meterRows");
    for (const file of [pv, load]) readMeterRows(file); // a file that is not there is said before anything is played
    const { prepareFolder } = await import("./lifecycle/files");
    if (out !== undefined) prepareFolder(out);
    say("hitachi-21 and jpx-1, both moved so that they live while the meters of 2021 run; all times Japan's");
    await compileQuietly(hre);

    const { setGreenStage } = await import("./lifecycle/greenStage");
    const { playGreenLife } = await import("./lifecycle/greenStory");
    const folder = out ?? mkdtempSync(join(tmpdir(), "green-life-"));
    try {
      const life = await playGreenLife(await setGreenStage(hre, say), { pv, load }, folder);
      if (out !== undefined) {
        writeFileSync(join(out, "lifecycle.json"), `${JSON.stringify(life, null, 2)}\n`);
        say(`\nwrote the reports and lifecycle.json to ${out}; open ${join(out, "FY2021", "jpx-1", "report.html")}`);
      }
      if (json) printJson(life);
      else say(`\n${summary(life)}`);
      if (!life.verify.ok) process.exitCode = 1;
    } finally {
      if (out === undefined) rmSync(folder, { recursive: true, force: true });
    }
  }),
);

const summary = ({ ingested, final, proceeds, rejected, verify, refusals }: GreenLifecycleJson): string => {
  const header = ["facility", "", "hours", "missing", "coverage", "measured mWh", "baseline mWh", "mg-CO2", "kJ"];
  const rows = (when: string, { facilities }: GreenLifecycleJson["final"]) =>
    facilities.map((each) => [
      ...[each.id, when, each.records, each.missing, percentText(each.coverageBps)],
      ...[
        BigInt(each.energyMilliWh),
        BigInt(each.baselineMilliWh),
        BigInt(each.co2Milligrams),
        BigInt(each.primaryEnergyKj),
      ],
    ]);
  return [
    table(header, [...rows("ingested", ingested), ...rows("final", final)]),
    "",
    table(
      ["bond", "net", "allocated", "unallocated"],
      proceeds.map((each) => [
        each.bond,
        ...[each.netYen, each.allocatedYen, each.unallocatedYen].map((text) => yen(BigInt(text))),
      ]),
    ),
    "",
    `${rejected.length} rows rejected; ${refusals.length} attempts refused; ${verify.ok ? "verified" : `${verify.differences.length} differences`}`,
  ].join("\n");
};
