import { isoDay } from "./dateJson";
import { nameIn } from "./enums";
import type { OpenBond } from "./network";
import { table, yen } from "./output";

/** Security that another bond was given. */
interface SecurityJson {
  readonly id: number;
  readonly kind: string;
  readonly binding: boolean;
  readonly givenDay: string;
  readonly sameRankDay: string | null;
  readonly formalitiesDay: string | null;
}

/** What `default status --json` prints; everything of the event is null as long as the bond performs. */
export interface StandingJson {
  readonly standing: string;
  readonly eventDay: string | null;
  readonly recordedDay: string | null;
  readonly fact: string | null;
  readonly ground: number | null;
  readonly debtsYen: string | null;
  readonly security: number | null;
  readonly evidenceHash: string | null;
  /** Interest for one yen of face through the event day, in units of 10^-13 yen. */
  readonly interestPerYenE13: string | null;
  readonly acceleration: {
    readonly state: string;
    readonly waiting: number;
    readonly dueYen: string;
    readonly fundedYen: string;
  } | null;
  readonly damagesYen: string;
  readonly securities: readonly SecurityJson[];
}

/** Reads how the bond stands. */
export const readStanding = async (open: OpenBond): Promise<StandingJson> => {
  const { defaults, token, at } = open;
  const [accelerated, standing] = [await token.isAccelerated(at), nameIn("Standing", await defaults.standing(at))];
  const damages = await defaults.queryFilter(defaults.filters.DamagesRecorded());
  return {
    standing,
    ...(accelerated ? await readEvent(open) : NO_EVENT),
    damagesYen: damages.reduce((sum, { args }) => sum + args.amountYen, 0n).toString(),
    securities: await readSecurities(open),
  };
};

type EventJson = Omit<StandingJson, "standing" | "damagesYen" | "securities">;

const NO_EVENT: EventJson = {
  eventDay: null,
  recordedDay: null,
  fact: null,
  ground: null,
  debtsYen: null,
  security: null,
  evidenceHash: null,
  interestPerYenE13: null,
  acceleration: null,
};

const readEvent = async ({ defaults, payments, at }: OpenBond): Promise<EventJson> => {
  const event = await defaults.defaultEvent(at);
  const { recordedDay, interestPerYen } = await payments.acceleration(at);
  const { state, openLines, dueYen, fundedYen } = await payments.paymentDate(0, at);
  const ground = Number(await defaults.groundOf(event.fact, at));
  return {
    eventDay: isoDay(event.eventDay),
    recordedDay: isoDay(recordedDay),
    fact: nameIn("Fact", event.fact),
    ground,
    debtsYen: ground === 4 ? event.debtsYen.toString() : null,
    security: event.securityId === 0n ? null : Number(event.securityId),
    evidenceHash: event.evidenceHash,
    interestPerYenE13: interestPerYen.toString(),
    acceleration: {
      state: nameIn("DateState", state),
      waiting: Number(openLines),
      dueYen: dueYen.toString(),
      fundedYen: fundedYen.toString(),
    },
  };
};

const readSecurities = async ({ defaults, at }: OpenBond): Promise<SecurityJson[]> => {
  const count = Number(await defaults.securityCount(at));
  const dayOrNull = (day: bigint): string | null => (day === 0n ? null : isoDay(day));
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const found = await defaults.securityAt(i + 1, at);
      const kind = nameIn("SecuredBond", found.bond);
      return {
        id: i + 1,
        kind,
        binding: kind === "UnsecuredInJapan",
        givenDay: isoDay(found.givenDay),
        sameRankDay: dayOrNull(found.sameRankDay),
        formalitiesDay: dayOrNull(found.formalitiesDay),
      };
    }),
  );
};

/** The same for people. */
export const standingText = (standing: StandingJson): string => {
  const { acceleration, securities } = standing;
  const lines = [`the bond is ${standing.standing}`];
  if (acceleration !== null) {
    lines.push(
      `${standing.fact} on ${standing.eventDay}, ground ${standing.ground} [D-1]; recorded on ${standing.recordedDay}`,
      `payment date 0 is ${acceleration.state}: due ${yen(BigInt(acceleration.dueYen))}, funded ${yen(BigInt(acceleration.fundedYen))}, waiting ${acceleration.waiting}`,
    );
  }
  if (standing.damagesYen !== "0") lines.push(`damages for delay recorded: ${yen(BigInt(standing.damagesYen))}`);
  lines.push("");
  lines.push(
    securities.length === 0
      ? "no security was given to other bonds [D-2]"
      : table(
          ["#", "other bond", "binds", "given", "same rank", "formalities"],
          securities.map((each) => [
            each.id,
            each.kind,
            each.binding ? "yes" : "no",
            each.givenDay,
            each.sameRankDay,
            each.formalitiesDay,
          ]),
        ),
  );
  return lines.join("\n");
};
