import { Contract, type Result } from "ethers";
import { answerOf, NO_ANSWER, type Area, type Check, type Deployed, type Part, type PartKey } from "./deployed";

/** To whom each contract refers, by its own words, and whether the calendar knows the bond. */
export const wiringArea = async (deployed: Deployed): Promise<Area> => ({
  area: "wiring",
  checks: [
    ...(await Promise.all(deployed.parts.map((part) => referenceChecks(deployed, part)))).flat(),
    ...(await partChecks(deployed)),
    await registrationCheck(deployed),
  ],
});

/** Each getter that has the name of a contract in the address book returns that contract. */
const referenceChecks = (deployed: Deployed, part: Part): Promise<readonly Check[]> =>
  Promise.all(
    gettersOf(part).flatMap((getter) => {
      const expected = expectedOf(deployed, part, getter);
      return expected === undefined ? [] : [referenceCheck(deployed, part, getter, expected)];
    }),
  );

const gettersOf = ({ abi }: Part): readonly string[] =>
  abi.fragments.flatMap((fragment) => {
    const { type, inputs } = fragment;
    const { name, outputs } = fragment as unknown as { name: string; outputs?: readonly { type: string }[] };
    const isGetter = type === "function" && inputs.length === 0 && outputs?.length === 1;
    return isGetter && outputs[0]?.type === "address" ? [name] : [];
  });

const expectedOf = ({ parts, keeper }: Deployed, { key }: Part, getter: string): string | undefined => {
  if (key === "calendar" && getter === "authority") return keeper.address;
  const named = getter === "parties" ? "token" : getter; // the authority asks the token for issuer and dealer
  return parts.find((each) => each.key === named)?.address;
};

const referenceCheck = async (
  { open, at }: Deployed,
  { contract, address, abi, clause }: Part,
  getter: string,
  expected: string,
): Promise<Check> => {
  const asked = new Contract(address, abi, open.hre.ethers.provider).getFunction(getter);
  const found = await answerOf(asked(at) as Promise<string>);
  return { what: `${contract}.${getter}`, expected, found: found ?? NO_ANSWER, clause };
};

/** The parts of the token that have no getter of their own. */
const partChecks = async ({ open, parts, at }: Deployed): Promise<readonly Check[]> => {
  const found = await answerOf(open.token.parts(at));
  const own = new Set(parts.filter(({ key }) => key === "token").flatMap(gettersOf));
  const names = open.token.interface.getFunction("parts").outputs[0]?.components?.map(({ name }) => name) ?? [];
  const values = (found as Result | undefined)?.toObject() as Readonly<Record<string, string>> | undefined;
  return names
    .filter((name) => !own.has(name))
    .map((name) => {
      const part = parts.find(({ key }) => key === (name as PartKey));
      return {
        what: `BondToken.parts.${name}`,
        expected: part?.address ?? "nothing",
        found: values?.[name] ?? NO_ANSWER,
        clause: part?.clause ?? "",
      };
    });
};

const registrationCheck = async ({ open, at }: Deployed): Promise<Check> => {
  const isRegistered = await answerOf(open.calendar.isRegistered(open.entry.contracts.token, at));
  const found = isRegistered === undefined ? NO_ANSWER : isRegistered ? "yes" : "no";
  return { what: "BusinessCalendar knows the bond", expected: "yes", found, clause: "P-4" };
};
