import { expect } from "chai";
import { agendaOf, nextDateOf, type AgendaDate, type AgendaMeeting, type Situation } from "../../lib/agenda";
import { parseDay } from "../../lib/day";

const day = parseDay;

/** Nothing is left to do: issued, everything published and closed. */
const quiet: Situation = {
  today: day("2024-09-02"),
  closing: day("2023-12-14"),
  issued: true,
  redeemed: false,
  provisionalYears: [],
  termsRecorded: true,
  offering: { underwritten: true, unpaid: 0, undelivered: 0 },
  dates: [],
  trades: [],
  orders: [],
  demands: [],
  meetings: [],
  notices: [],
  unnotifiedAcceleration: null,
  green: { reportDue: null, quarterEnd: null, staleFigures: [], reports: [] },
};

/** Role, task, last day and whether it is overdue, of everything on the agenda. */
const agenda = (changes: Partial<Situation>) =>
  agendaOf({ ...quiet, ...changes }).map(({ role, command, by, overdue }) => [
    role,
    command,
    by === null ? null : new Date(by * 86_400_000).toISOString().slice(0, 10),
    overdue,
  ]);

describe("agendaOf", () => {
  it("is empty when nothing is left to do", () => {
    expect(agenda({})).to.deep.equal([]);
  });

  context("around the issue", () => {
    const waiting = {
      issued: false,
      termsRecorded: false,
      offering: { underwritten: false, unpaid: 2, undelivered: 3 },
    };

    it("asks for payment, confirmation and issue by the closing day; delivery waits for the issue [I-5, I-7, N-2]", () => {
      expect(agenda({ ...waiting, today: day("2023-12-14") })).to.deep.equal([
        ["issuer", "offering underwrite", "2023-12-14", false],
        ["dealer", "offering pay", "2023-12-14", false],
        ["issuer", "bond issue", "2023-12-14", false],
        ["issuer", "doc set --name terms", "2023-12-14", false],
      ]);
    });

    it("marks them overdue from the next day on [I-5]", () => {
      expect(agenda({ ...waiting, today: day("2023-12-15") }).every(([, , , overdue]) => overdue)).to.equal(true);
    });

    it("asks for delivery once the bond is issued [I-5]", () => {
      const offering = { underwritten: true, unpaid: 0, undelivered: 1 };
      expect(agenda({ offering, today: day("2023-12-14") })).to.deep.equal([
        ["dealer", "offering deliver", "2023-12-14", false],
      ]);
    });
  });

  context("the calendar", () => {
    const provisionalYears = [2025];
    const row = (overdue: boolean) => [
      ["register administrator", "calendar publish --year 2025", "2024-12-31", overdue],
    ];

    it("asks for a year from 1 February of the year before, and marks it overdue once it has begun [P-4, T-1]", () => {
      expect(agenda({ provisionalYears, today: day("2024-01-31") })).to.deep.equal([]);
      expect(agenda({ provisionalYears, today: day("2024-02-01") })).to.deep.equal(row(false));
      expect(agenda({ provisionalYears, today: day("2024-12-31") })).to.deep.equal(row(false));
      expect(agenda({ provisionalYears, today: day("2025-01-01") })).to.deep.equal(row(true));
    });
  });

  context("a payment date", () => {
    // 14 December 2024 is a Saturday: paid on Friday 13, register read on Wednesday 11
    const second: AgendaDate = {
      index: 2,
      payOn: day("2024-12-13"),
      recordDay: day("2024-12-11"),
      state: "Scheduled",
      waiting: 0,
      failed: 0,
      missingYen: 0n,
    };
    const on = (today: string, changes: Partial<AgendaDate> = {}) =>
      agenda({ today: day(today), dates: [{ ...second, ...changes }] });

    it("is read from its record day on, and not before [P-3]", () => {
      expect(on("2024-12-10")).to.deep.equal([]);
      expect(on("2024-12-11")).to.deep.equal([["fiscal agent", "payment fix --index 2", "2024-12-13", false]]);
    });

    it("needs funds and payment through its pay day, and is overdue the day after [P-4, P-7]", () => {
      const fixed = { state: "Fixed", waiting: 4, missingYen: 29_900_000n } as const;
      for (const [today, overdue] of [
        ["2024-12-13", false],
        ["2024-12-14", true],
      ] as const)
        expect(on(today, fixed)).to.deep.equal([
          ["issuer", "payment fund --index 2", "2024-12-13", overdue],
          ["fiscal agent", "payment settle --index 2", "2024-12-13", overdue],
        ]);
    });

    it("is closed when nobody waits; what failed stays due without a last day [P-7, P-9]", () => {
      expect(on("2024-12-13", { state: "Funded", failed: 1 })).to.deep.equal([
        ["fiscal agent", "payment close --index 2", "2024-12-13", false],
        ["fiscal agent", "payment settle --index 2", null, false],
      ]);
      expect(on("2025-12-13", { state: "Closed", failed: 1 })).to.deep.equal([
        ["fiscal agent", "payment settle --index 2", null, false],
      ]);
    });

    it("is what comes next as long as its record day is ahead, and only once the bond is issued [T-1, P-3]", () => {
      // 14 June 2025 is a Saturday too: read on Wednesday 11
      const third: AgendaDate = { ...second, index: 3, payOn: day("2025-06-13"), recordDay: day("2025-06-11") };
      const next = (today: string, changes: Partial<Situation> = {}) => {
        const found = nextDateOf({ ...quiet, today: day(today), dates: [third, second], ...changes });
        return found === null ? null : [found.command, found.from, found.by, found.overdue];
      };
      expect(next("2024-12-10")).to.deep.equal(["payment fix --index 2", second.recordDay, second.payOn, false]);
      expect(next("2024-12-11")).to.deep.equal(["payment fix --index 3", third.recordDay, third.payOn, false]);
      expect(next("2025-06-11")).to.equal(null);
      expect(next("2024-12-10", { issued: false })).to.equal(null);
      expect(next("2024-12-10", { dates: [{ ...second, state: "Lapsed" }] })).to.equal(null);
    });

    it("asks nothing once it lapsed [D-1]", () => {
      expect(on("2024-12-13", { state: "Lapsed", failed: 1, waiting: 3 })).to.deep.equal([]);
    });
  });

  it("asks the party that a trade waits for, through its expiry [T-5]", () => {
    const trade = { id: 7, party: "manufacturer-a", settleFrom: day("2024-09-04"), expiryDay: day("2024-10-02") };
    expect(agenda({ trades: [{ ...trade, waitsFor: "confirmation" }] })).to.deep.equal([
      ["holder", "trade confirm --id 7", "2024-10-02", false],
    ]);
    const settles = { ...trade, party: "dealer", waitsFor: "settlement" } as const;
    expect(agenda({ today: day("2024-10-02"), trades: [settles] })).to.deep.equal([
      ["dealer", "trade settle --id 7", "2024-10-02", false],
    ]);
  });

  it("has a trade ended that expired, or whose bonds rest since an acceleration [T-5, D-1]", () => {
    const days = { settleFrom: day("2024-09-04"), expiryDay: day("2024-10-02") };
    for (const waitsFor of ["confirmation", "settlement"] as const) {
      const trades = [{ id: 7, party: "dealer", waitsFor, ...days }];
      expect(agenda({ today: day("2024-10-03"), trades })).to.deep.equal([
        ["dealer", "trade expire --id 7", "2024-10-02", true],
      ]);
      const accelerated: AgendaDate = {
        ...{ index: 0, state: "Closed", waiting: 0, failed: 0, missingYen: 0n },
        ...{ payOn: day("2024-09-01"), recordDay: day("2024-09-01") },
      };
      expect(agenda({ trades, dates: [accelerated] })).to.deep.equal([
        ["dealer", "trade cancel --id 7", "2024-10-02", false],
      ]);
    }
  });

  it("names a waiting order without a last day [T-7]", () => {
    expect(agenda({ orders: [{ id: 3, what: "move", executableOn: day("2024-09-03") }] })).to.deep.equal([
      ["register administrator", "register execute --order 3", null, false],
    ]);
  });

  it("has a demanded meeting convened so that 21 whole days still lie before the end of eight weeks [M-1, M-2]", () => {
    // 1 August + 56 days = 26 September; 22 days before that: 4 September
    for (const [today, overdue] of [
      ["2024-09-04", false],
      ["2024-09-05", true],
    ] as const)
      expect(agenda({ today: day(today), demands: [{ id: 1, day: day("2024-08-01") }] })).to.deep.equal([
        ["issuer", "meeting convene --demand 1", "2024-09-04", overdue],
      ]);
    expect(agenda({ redeemed: true, demands: [{ id: 1, day: day("2024-08-01") }] })).to.deep.equal([]);
  });

  context("a meeting on 24 September 2024", () => {
    const meeting: AgendaMeeting = {
      id: 1,
      convener: "issuer",
      day: day("2024-09-24"),
      notice: 5,
      waitsFor: "notice",
      resolutions: [],
    };
    const on = (today: string, changes: Partial<AgendaMeeting>) =>
      agenda({ today: day(today), meetings: [{ ...meeting, ...changes }] });

    it("has its notice sent by 2 September, its votes on the day, its tally the day after [M-1, M-3]", () => {
      expect(on("2024-09-02", {})).to.deep.equal([["issuer", "notice deliver --notice 5", "2024-09-02", false]]);
      expect(on("2024-09-03", {})).to.deep.equal([["issuer", "notice deliver --notice 5", "2024-09-02", true]]);
      expect(on("2024-09-24", { waitsFor: "votes" })).to.deep.equal([
        ["dealer", "meeting vote --meeting 1", "2024-09-24", false],
      ]);
      expect(on("2024-09-25", { waitsFor: "tally" })).to.deep.equal([
        ["issuer", "meeting tally --meeting 1", "2024-09-25", false],
      ]);
    });

    it("goes to the court within a week; the court has no last day [M-3]", () => {
      const resolutions = [
        { number: 1, waitsFor: "application to the court" },
        { number: 2, waitsFor: "decision of the court" },
      ] as const;
      for (const [today, overdue] of [
        ["2024-10-01", false],
        ["2024-10-02", true],
      ] as const)
        expect(on(today, { waitsFor: "court", resolutions })).to.deep.equal([
          ["issuer", "meeting apply-court --meeting 1 --resolution 1", "2024-10-01", overdue],
          ["issuer", "meeting decide --meeting 1 --resolution 2", null, false],
        ]);
    });
  });

  it("collects consents to a proposal, which has no last day [M-3]", () => {
    const proposal = { id: 2, convener: "issuer", day: day("2024-09-01"), notice: 0, resolutions: [] } as const;
    expect(agenda({ meetings: [{ ...proposal, waitsFor: "consents" }] })).to.deep.equal([
      ["dealer", "meeting consent --meeting 2", null, false],
    ]);
  });

  it("has every holder notified of an acceleration on the day of its record [D-1, N-1]", () => {
    expect(agenda({ unnotifiedAcceleration: day("2024-09-01"), notices: [{ id: 2, what: "General" }] })).to.deep.equal([
      ["issuer", "notice give --kind acceleration", "2024-09-01", true],
      ["issuer", "notice deliver --notice 2", null, false],
    ]);
    // given, but not sent to every holder yet
    const given = [{ id: 3, what: "Acceleration" }];
    expect(agenda({ unnotifiedAcceleration: day("2024-09-01"), notices: given })).to.deep.equal([
      ["issuer", "notice deliver --notice 3", "2024-09-01", true],
    ]);
  });

  context("the ledgers of proceeds and impact", () => {
    const green = (changes: Partial<Situation["green"]>) => ({ ...quiet.green, ...changes });

    it("ask for the annual report a quarter ahead, and mark it overdue from the day after [G-4]", () => {
      const reportDue = day("2024-12-14"); // 91 days after 14 September
      const on = (today: string) => agenda({ today: day(today), green: green({ reportDue }) });
      const row = (overdue: boolean) => [["issuer", "proceeds report", "2024-12-14", overdue]];
      expect(on("2024-09-13")).to.deep.equal([]);
      expect(on("2024-09-14")).to.deep.equal(row(false));
      expect(on("2024-12-14")).to.deep.equal(row(false));
      expect(on("2024-12-15")).to.deep.equal(row(true));
    });

    it("ask for a quarter, for figures that went stale, a revision and a signature, none of which has a last day [G-3, G-6, E-4]", () => {
      const waiting = green({
        quarterEnd: day("2024-06-30"),
        staleFigures: [{ facility: "solar-1", period: "FY2023" }],
        reports: [
          { fiscalYear: 2023, waitsFor: "revision" },
          { fiscalYear: 2024, waitsFor: "signature" },
        ],
      });
      expect(agenda({ green: waiting })).to.deep.equal([
        ["issuer", "proceeds quarter --day 2024-06-30", null, false],
        ["recorder", "impact publish --facility solar-1 --period FY2023", null, false],
        ["issuer", "proceeds report --fiscal-year 2023", null, false],
        ["reviewer", "proceeds sign --fiscal-year 2024", null, false],
      ]);
      expect(agendaOf({ ...quiet, green: waiting })[0]?.from).to.equal(day("2024-07-01"));
    });
  });
});
