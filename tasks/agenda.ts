import { bond } from "./scopes";
import { asJson, ofBond } from "./support/arguments";
import { printJson, sayer } from "./support/output";
import { action } from "./support/run";

asJson(
  ofBond(
    bond.task(
      "agenda",
      "Who must do what next, by which day, by which clause, with which task; what is late comes first; reads only",
    ),
  ),
).setAction(
  action(async ({ bond: id, json }: { readonly bond?: string; readonly json: boolean }, hre) => {
    const { openBond } = await import("./support/network");
    const { agendaText, readAgenda } = await import("./support/agenda");
    const agenda = await readAgenda(await openBond(hre, id));
    if (json) printJson(agenda);
    else sayer(json)(agendaText(agenda));
  }),
);
