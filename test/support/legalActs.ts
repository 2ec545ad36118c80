import { HASH, administer } from "./market";
import { asContract, placed, type Act } from "./moments";
import type { Stage } from "./stage";
import { day, goTo, ref } from "./suite";

/** Default on another bond, today. */
const recordDefault = async (on: Stage) => {
  const { eventDay, ...rest } = {
    eventDay: day("2023-12-15"),
    fact: 3,
    debtsYen: 0,
    securityId: 0,
    evidenceHash: HASH,
  };
  return on.defaults.connect(on.registerAdministrator).recordEvent({ eventDay, ...rest });
};

/** The first security that the issuer gave to another bond, on the closing day. */
const secured = async (on: Stage): Promise<Stage> => {
  await placed(on);
  await on.defaults.connect(on.registerAdministrator).recordSecurity(0, day("2023-12-14"), HASH);
  return on;
};

const sameRank = async (on: Stage): Promise<Stage> => {
  await secured(on);
  await on.defaults.connect(on.registerAdministrator).recordSameRank(1, day("2023-12-15"), HASH);
  return on;
};

export const DEFAULT_ACTS: Readonly<Record<string, Act>> = {
  annulEvent: async (on) => {
    await recordDefault(await placed(on));
    return administer(on, on.defaults, "annulEvent", [HASH]);
  },
  recordDamages: async (on) => {
    await recordDefault(await placed(on));
    return on.defaults.connect(on.registerAdministrator).recordDamages(1, HASH);
  },
  recordEvent: async (on) => recordDefault(await placed(on)),
  recordFormalities: async (on) =>
    (await sameRank(on)).defaults.connect(on.registerAdministrator).recordFormalities(1, day("2023-12-15"), HASH),
  recordSameRank: async (on) =>
    (await secured(on)).defaults.connect(on.registerAdministrator).recordSameRank(1, day("2023-12-15"), HASH),
  recordSecurity: async (on) =>
    (await placed(on)).defaults.connect(on.registerAdministrator).recordSecurity(0, day("2023-12-14"), HASH),
};

const setDocument = ({ documents, issuer }: Stage) =>
  documents.connect(issuer).setDocument(ref("prospectus"), "https://example.com/prospectus", HASH);

export const DOCUMENT_ACTS: Readonly<Record<string, Act>> = {
  removeDocument: async (on) => {
    await setDocument(on);
    return on.documents.connect(on.issuer).removeDocument(ref("prospectus"));
  },
  setDocument,
};

const give = ({ notices, issuer }: Stage) => notices.connect(issuer).give(0, HASH, "https://example.com/notice");

/** The issuer has given a general notice. */
const given = async (on: Stage): Promise<Stage> => {
  await give(await placed(on));
  return on;
};

export const NOTICE_ACTS: Readonly<Record<string, Act>> = {
  deliver: async (on) => (await given(on)).notices.connect(on.issuer).deliver(1, 100),
  give: async (on) => give(await placed(on)),
  giveForMeeting: async (on) =>
    (await placed(on)).notices.connect(await asContract(on.meeting)).giveForMeeting(false, HASH, ""),
  publish: async (on) => (await given(on)).notices.connect(on.issuer).publish(1, 0, "Official Gazette", HASH),
  recordDelivery: async (on) => (await given(on)).notices.connect(on.issuer).recordDelivery(1, [on.a], 0, 1, HASH),
  setElectronicConsent: (on) => on.notices.connect(on.dealer).setElectronicConsent(on.a, true, HASH),
};

const ORDINARY = { matter: 0, proposalHash: HASH, newTermsHash: HASH };

/** The meeting is on Monday 15 January 2024, 31 days after the notice. */
const convene = ({ meeting, issuer }: Stage) =>
  meeting.connect(issuer).convene(day("2024-01-15"), HASH, "https://example.com/notice", 0, [ORDINARY]);

const demand = ({ meeting, dealer, a }: Stage) => meeting.connect(dealer).demand([a], HASH, HASH);

/** On the meeting day, the notice sent in time. */
const voting = async (on: Stage): Promise<Stage> => {
  await convene(await placed(on));
  await on.notices.connect(on.issuer).deliver(1, 100);
  await goTo("2024-01-15T00:00:00");
  return on;
};

const vote = ({ meeting, dealer, a }: Stage) =>
  meeting.connect(dealer).vote(1, 1, [{ holder: a.address, forBonds: 40, againstBonds: 0, abstainBonds: 0 }], HASH);

/** The resolution has its votes, and its day is over. */
const voted = async (on: Stage): Promise<Stage> => {
  await vote(await voting(on));
  await goTo("2024-01-16T00:00:00");
  return on;
};

const passed = async (on: Stage): Promise<Stage> => {
  await (await voted(on)).meeting.connect(on.stranger).tally(1);
  return on;
};

const applyToCourt = ({ meeting, issuer }: Stage) =>
  meeting.connect(issuer).recordApplication(1, 1, day("2024-01-16"), HASH);

const proposeByConsent = ({ meeting, issuer }: Stage) =>
  meeting.connect(issuer).proposeByConsent(day("2024-01-15"), HASH, [ORDINARY]);

export const MEETING_ACTS: Readonly<Record<string, Act>> = {
  cancel: async (on) => {
    await convene(await placed(on));
    return on.meeting.connect(on.issuer).cancel(1, HASH);
  },
  consent: async (on) => {
    await proposeByConsent(await placed(on));
    await goTo("2024-01-15T00:00:00");
    return on.meeting.connect(on.dealer).consent(1, 1, [on.a], HASH);
  },
  convene: async (on) => convene(await placed(on)),
  conveneByHolders: async (on) => {
    await demand(await placed(on));
    return on.meeting
      .connect(on.dealer)
      .conveneByHolders(day("2024-01-15"), HASH, "https://example.com/notice", 1, HASH, [ORDINARY]);
  },
  demand: async (on) => demand(await placed(on)),
  proposeByConsent: async (on) => proposeByConsent(await placed(on)),
  recordApplication: async (on) => applyToCourt(await passed(on)),
  recordDecision: async (on) => {
    await applyToCourt(await passed(on));
    return on.meeting.connect(on.issuer).recordDecision(1, 1, true, day("2024-01-16"), HASH);
  },
  tally: async (on) => (await voted(on)).meeting.connect(on.stranger).tally(1),
  vote: async (on) => vote(await voting(on)),
};
