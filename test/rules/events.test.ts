import { expect } from "chai";
import type { TransactionReceipt } from "ethers";
import { ethers } from "hardhat";
import { callerOf } from "../../scripts/support/callers";
import { ACTS, INNER, SILENT } from "../support/acts";
import { answerTo, surpriseOf } from "../support/answers";
import { accountsOf, changingOn, compiledSuite, errorsOf, stage, type Stage } from "../support/stage";

const isRefusedToAll = (contract: string, name: string): boolean => {
  const caller = callerOf(contract, name);
  return caller?.by === "nobody" || (caller?.by === "administrator" && caller.alwaysRefused !== undefined);
};

/** What happens that should not when anybody else makes the same call at the same moment. */
const surprisesOfOthers = async (on: Stage, contract: string, name: string, sent: TransactionReceipt, data: string) => {
  const errors = errorsOf(await compiledSuite());
  const surprises: string[] = [];
  for (const [account, signer] of Object.entries(accountsOf(on))) {
    const answer = answerTo(account, contract, name);
    if (answer === undefined || signer.address === sent.from) continue;
    const call = ethers.provider.call({ from: signer.address, to: sent.to, data, blockTag: sent.blockNumber - 1 });
    const surprise = await surpriseOf(call, answer, signer, errors);
    if (surprise !== undefined) surprises.push(`${account}: ${surprise}`);
  }
  return surprises;
};

describe("What changes something", () => {
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
      it(`says so, and is refused to all others at the same moment: ${contract}.${name}`, async () => {
        const on = await stage();
        const label = `${contract}.${name}`;
        const known = changingOn(on, await compiledSuite());
        const called = known.find((each) => each.contract === contract && each.name === name)!;
        const sent = await act(on);
        const receipt = (await sent.wait())!;
        const { logs } = receipt;
        if (INNER.includes(label)) {
          expect(logs.map(({ address }) => address)).to.include(await called.instance.getAddress());
          return;
        }
        expect(sent.data.slice(0, 10)).to.equal(called.fragment.selector);
        // that a scheduled call was executed says nothing of what the call itself did
        const executed = on.authority.interface.getEvent("OperationExecuted").topicHash;
        const own = label === "BondAuthority.execute" ? logs : logs.filter(({ topics }) => topics[0] !== executed);
        expect(own).to.not.have.length(0);
        expect(await surprisesOfOthers(on, contract, name, receipt, sent.data)).to.deep.equal([]);
      });
});
