import { expect } from "chai";
import { callerOf } from "../../scripts/support/callers";
import { ACTS, INNER, SILENT } from "../support/acts";
import { changingOn, compiledSuite, stage } from "../support/stage";

const isRefusedToAll = (contract: string, name: string): boolean => {
  const caller = callerOf(contract, name);
  return caller?.by === "nobody" || (caller?.by === "administrator" && caller.alwaysRefused !== undefined);
};

describe("What changes something says so", () => {
  it("has, for every function, a call that succeeds, or a reason why there is none", async () => {
    const on = await stage();
    const places = changingOn(on, await compiledSuite()).map(({ contract, name }) => ({
      label: `${contract}.${name}`,
      places: [ACTS[contract]?.[name] !== undefined, `${contract}.${name}` in SILENT, isRefusedToAll(contract, name)],
    }));
    const missing = places.filter((each) => each.places.filter(Boolean).length !== 1).map(({ label }) => label);
    expect(missing, "in one of ACTS and SILENT of test/support/acts.ts").to.deep.equal([]);
    const known = places.map(({ label }) => label);
    const named = Object.entries(ACTS).flatMap(([contract, acts]) =>
      Object.keys(acts).map((name) => `${contract}.${name}`),
    );
    expect(known).to.include.members([...named, ...Object.keys(SILENT), ...INNER]);
  });

  for (const [contract, acts] of Object.entries(ACTS))
    for (const [name, act] of Object.entries(acts))
      it(`${contract}.${name}`, async () => {
        const on = await stage();
        const label = `${contract}.${name}`;
        const known = changingOn(on, await compiledSuite());
        const called = known.find((each) => each.contract === contract && each.name === name)!;
        const sent = await act(on);
        const logs = (await sent.wait())?.logs ?? [];
        if (INNER.includes(label)) {
          expect(logs.map(({ address }) => address)).to.include(await called.instance.getAddress());
          return;
        }
        expect(sent.data.slice(0, 10)).to.equal(called.fragment.selector);
        // that a scheduled call was executed says nothing of what the call itself did
        const executed = on.authority.interface.getEvent("OperationExecuted").topicHash;
        const own = label === "BondAuthority.execute" ? logs : logs.filter(({ topics }) => topics[0] !== executed);
        expect(own).to.not.have.length(0);
      });
});
