import { expect } from "chai";
import hre from "hardhat";
import { agendaOf, type AgendaDate, type AgendaMeeting, type Situation } from "../../lib/agenda";
import { parseDay } from "../../lib/day";

const day = parseDay;
const today = day("2024-09-02");

const date: AgendaDate = {
  index: 1,
  payOn: day("2024-06-14"),
  recordDay: day("2024-06-12"),
  state: "Scheduled",
  waiting: 0,
  failed: 0,
  missingYen: 0n,
};
const trade = { id: 1, party: "a", settleFrom: today, expiryDay: today } as const;
const meeting: AgendaMeeting = {
  id: 1,
  convener: "issuer",
  day: today,
  notice: 1,
  waitsFor: "notice",
  resolutions: [
    { number: 1, waitsFor: "application to the court" },
    { number: 2, waitsFor: "decision of the court" },
  ],
};

/** Everything waits at once. */
const everything: Situation = {
  today,
  closing: day("2023-12-14"),
  issued: true,
  redeemed: false,
  provisionalYears: [2024],
  termsRecorded: false,
  offering: { underwritten: false, unpaid: 1, undelivered: 1 },
  dates: [
    date,
    { ...date, state: "Fixed", waiting: 1, missingYen: 1n },
    { ...date, state: "Funded" },
    { ...date, state: "Closed", failed: 1 },
  ],
  trades: [
    { ...trade, waitsFor: "confirmation" },
    { ...trade, waitsFor: "settlement" },
    { ...trade, waitsFor: "settlement", expiryDay: day("2024-09-01") },
  ],
  orders: [{ id: 1, what: "move", executableOn: today }],
  demands: [{ id: 1, day: today }],
  meetings: (["notice", "votes", "tally", "court", "consents"] as const).map((waitsFor) => ({ ...meeting, waitsFor })),
  notices: [{ id: 1, what: "General" }],
  unnotifiedAcceleration: today,
  green: {
    reportDue: today,
    quarterEnd: today,
    staleFigures: [{ facility: "plant", period: "2024-08" }],
    reports: [
      { fiscalYear: 2023, waitsFor: "revision" },
      { fiscalYear: 2024, waitsFor: "signature" },
    ],
  },
};

const situations: readonly Situation[] = [
  everything,
  { ...everything, issued: false },
  { ...everything, dates: [{ ...date, index: 0, state: "Fixed", waiting: 1, missingYen: 1n }] }, // accelerated
];

const commands = [...new Set(situations.flatMap((each) => agendaOf(each).map(({ command }) => command)))].sort();

/** `--fiscal-year` is the parameter `fiscalYear`. */
const parameterOf = (flag: string): string =>
  flag.slice(2).replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

describe("the commands of the agenda", () => {
  it("are all of these", () => {
    expect(new Set(commands.map((command) => command.split(" ").slice(0, 2).join(" ")))).to.deep.equal(
      new Set([
        "bond issue",
        "calendar publish",
        "doc set",
        "impact publish",
        "meeting apply-court",
        "meeting consent",
        "meeting convene",
        "meeting decide",
        "meeting tally",
        "meeting vote",
        "notice deliver",
        "notice give",
        "offering deliver",
        "offering pay",
        "offering underwrite",
        "payment close",
        "payment fix",
        "payment fund",
        "payment settle",
        "proceeds quarter",
        "proceeds report",
        "proceeds sign",
        "register execute",
        "trade cancel",
        "trade confirm",
        "trade expire",
        "trade settle",
      ]),
    );
  });

  for (const command of commands)
    it(`${command} exists, with its flags, and can be sent`, () => {
      const [scope = "", task = "", ...rest] = command.split(" ");
      const found = hre.scopes[scope]?.tasks[task];
      expect(found, `${scope} ${task}`).not.to.equal(undefined);
      for (const flag of rest.filter((each) => each.startsWith("--")))
        expect(found?.paramDefinitions, flag).to.have.property(parameterOf(flag));
      expect(found?.paramDefinitions).to.have.property("execute");
    });
});
