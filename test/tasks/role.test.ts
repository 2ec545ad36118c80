import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";
import { ROLES } from "../../deploy/roles";
import { jstIso } from "../../lib/time";
import { fixture } from "../support/chain";
import { accountsByPart, executeTask, planTask, refuseTask } from "../support/operator";
import { goTo } from "../support/suite";
import { documentOf, runTask } from "../support/task";

const SHEET = {
  ...{ id: "roles", name: "Roles", symbol: "ROLES", denominationYen: "100000000", bonds: 10, ratePpm: 5980 },
  ...{ closing: "2023-12-14", firstPayment: "2024-06-14", maturity: "2024-12-14" },
  allotments: [{ holder: "a", bonds: 10, taxClass: "exempt" }],
};

const [FIVE_DAYS, WEEK] = [5 * 86_400, 7 * 86_400];

interface RolesJson {
  readonly roles: readonly { readonly role: string; readonly accounts: readonly string[] }[];
  readonly scheduled: readonly { readonly operation: string; readonly what: string; readonly executable: boolean }[];
}

// One story, told in order: every step stands on the one before.
describe("Tasks that move roles [Who is who]", function () {
  this.timeout(60_000);
  let [folder, sheet] = ["", ""];
  let accounts: Record<string, string> = {};
  const account = (part: string): string => accounts[part]!;

  const list = async (): Promise<RolesJson> => documentOf<RolesJson>(await runTask("role list", { json: true }));
  const holding = async (role: string): Promise<readonly string[]> =>
    (await list()).roles.find((each) => each.role === role)!.accounts;
  const functionsOf = ({ steps }: { steps: readonly { function: string }[] }): string[] => steps.map((step) => step.function); // prettier-ignore
  const verified = async (): Promise<number> => (await runTask("deploy verify", { terms: sheet, json: true })).code;

  /** The latest block is the one before the moment, so that the next one is at it. */
  const nextBlockAt = (moment: number): Promise<void> => time.increaseTo(moment - 1);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "roles-"));
    sheet = join(folder, "roles.json");
    writeFileSync(sheet, JSON.stringify(SHEET));
    accounts = await accountsByPart();
    await fixture(async () => {
      documentOf(await runTask("bond deploy", { terms: sheet, execute: true, json: true }));
    });
    await executeTask("holder register", { holder: "a", account: account("signer8"), taxClass: "exempt" });
    await goTo("2023-12-14T09:00:00");
    await executeTask("bond issue");
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  context("role move, of a role that is granted", () => {
    let scheduledAt = 0;
    const move = () => ({ role: "recorder", to: account("signer10") });

    it("refuses an unknown role, no address, a document, and who is no administrator, before anything is sent", async () => {
      await refuseTask("role move", { role: "king", to: account("signer10") }, /--role: found "king", expected one of issuer, dealer, register-administrator/); // prettier-ignore
      await refuseTask(
        "role move",
        { role: "recorder", to: "signer10" },
        /--to: found "signer10", expected an address/,
      );
      await refuseTask("role move", { ...move(), document: "minutes" }, /--document: the chain records none for the recorder/); // prettier-ignore
      await refuseTask(
        "role move",
        { ...move(), by: account("signer11") },
        /--by: .* is no administrator of this bond/,
      );
      await refuseTask("role move", { ...move(), by: "signer11" }, /--by: found "signer11", expected an address/);
      const { role } = move();
      await refuseTask("role move", { role, to: ethers.ZeroAddress }, /--to: found 0x0{40}, which nobody signs for/);
      await refuseTask("role grant", { role, to: ethers.ZeroAddress }, /--to: found 0x0{40}, which nobody signs for/);
    });

    it("refuses today what the authority would refuse in five days: a forbidden pair", async () => {
      await refuseTask(
        "role move",
        { role: "recorder", to: account("reviewer") },
        /is reviewer, and no account may be that and recorder; name another/,
      );
    });

    it("schedules the grant and the revocation, which the platform operator signs", async () => {
      expect(functionsOf(await planTask("role move", move()))).to.deep.equal(["schedule", "schedule"]);
      const { stdout } = await runTask("role move", move());
      expect(stdout).to.contain(`data grantRole(roleId ${ROLES.recorder} (recorder), account ${account("signer10")}, executionDelay 0)`); // prettier-ignore
      expect(stdout).to.contain(`data revokeRole(roleId ${ROLES.recorder} (recorder), account ${account("recorder")})`);
      const { steps } = await executeTask("role move", move());
      expect(steps.map(({ signer }) => signer)).to.deep.equal([
        account("platformOperator"),
        account("platformOperator"),
      ]);
      scheduledAt = await time.latest();
      expect((await list()).scheduled.map(({ what, executable }) => [what.slice(0, 24), executable])).to.deep.equal([
        ["BondAuthority.grantRole(", false],
        ["BondAuthority.revokeRole", false],
      ]);
      expect((await list()).scheduled[0]!.what).to.contain(`roleId ${ROLES.recorder} (recorder)`);
    });

    it("waits five days: nothing is sent a second before, and both acts at the moment", async () => {
      await nextBlockAt(scheduledAt - 1 + FIVE_DAYS - 1); // the grant was scheduled a block before the revocation
      const early = await executeTask("role move", move());
      expect(early.steps).to.deep.equal([]);
      expect(early.notes.filter((note) => /scheduled, and waits until/.test(note))).to.have.lengthOf(2);
      const grantedAt = (await ethers.provider.getBlock((await ethers.provider.getBlockNumber()) - 2))!.timestamp; // then the revocation, then the clock
      const { stderr } = await runTask("role move", { ...move(), execute: true, json: true });
      expect(stderr).to.contain(`from ${jstIso(BigInt(scheduledAt + FIVE_DAYS))} on, before ${jstIso(BigInt(grantedAt + FIVE_DAYS + WEEK))}`); // prettier-ignore
      await nextBlockAt(scheduledAt + FIVE_DAYS);
      expect(functionsOf(await executeTask("role move", move()))).to.deep.equal(["grantRole", "revokeRole"]);
      expect(await holding("recorder")).to.deep.equal([account("signer10")]);
      expect((await list()).scheduled).to.deep.equal([]);
    });

    it("is what the address book says from then on, so that the bond verifies; once more changes nothing", async () => {
      expect(await verified()).to.equal(0);
      const again = await executeTask("role move", move());
      expect(again.steps).to.deep.equal([]);
      expect(again.notes).to.deep.equal([`${account("signer10")} becomes recorder: so already: skipped`]);
    });
  });

  context("role cancel", () => {
    const move = () => ({ role: "reviewer", to: account("signer11") });

    it("stops what is scheduled, act by act; the issuer signs; then the move begins anew", async () => {
      await executeTask("role move", move());
      const [grant, revocation] = (await list()).scheduled;
      await refuseTask("role cancel", { operation: ethers.id("another") }, /--operation: .* expected one that waits/);
      const { steps } = await executeTask("role cancel", { operation: grant!.operation });
      expect(steps[0]).to.include({ signer: account("issuer"), function: "cancel" });
      expect((await list()).scheduled.map(({ operation }) => operation)).to.deep.equal([revocation!.operation]);
    });

    it("never leaves a role without anybody: without its grant the revocation is not executed", async () => {
      await nextBlockAt((await time.latest()) + FIVE_DAYS + 10);
      const found = await planTask("role move", move());
      expect(functionsOf(found)).to.deep.equal(["schedule"]);
      expect(found.notes.some((note) => /reviewer no more: only after what comes before it/.test(note))).to.equal(true);
    });

    it("is needless after a week: what was not executed is scheduled again, at its last moment and not before", async () => {
      const [revocation] = (await list()).scheduled;
      const authority = await ethers.getContractAt("BondAuthority", (await addresses()).authority!);
      const from = Number(await authority.getSchedule(revocation!.operation));
      await nextBlockAt(from + WEEK - 1);
      expect(functionsOf(await planTask("role move", move()))).to.deep.equal(["schedule"]);
      await nextBlockAt(from + WEEK);
      expect(functionsOf(await planTask("role move", move()))).to.deep.equal(["schedule", "schedule"]);
    });
  });

  const addresses = async (): Promise<Record<string, string>> =>
    documentOf<{ contracts: Record<string, string> }>(
      await runTask("bond deploy", { terms: sheet, execute: true, json: true }),
    ).contracts;

  context("role move, of a party", () => {
    const move = () => ({ role: "dealer", to: account("signer12"), document: "minutes of 20 December 2023" });

    it("needs a document, an account that the register does not know, and no contract [T-4]", async () => {
      const { role, to } = move();
      await refuseTask("role move", { role, to }, /--document: found nothing, expected what the move of the dealer rests on/); // prettier-ignore
      await refuseTask("role move", { ...move(), to: account("signer8") }, /has an account of the register already/);
      const { token } = await addresses();
      await refuseTask("role move", { ...move(), to: token! }, /is a contract, which cannot hold the bond \[T-4\]/);
      await refuseTask("role move", { ...move(), to: account("fiscalAgent") }, /is fiscal agent, and no account may be that and dealer/); // prettier-ignore
    });

    it("moves it with all its bonds after five days, and the tasks sign with the new key", async () => {
      await executeTask("role move", move());
      await nextBlockAt((await time.latest()) + FIVE_DAYS);
      expect(functionsOf(await executeTask("role move", move()))).to.deep.equal(["moveParty"]);
      const token = await ethers.getContractAt("BondToken", (await addresses()).token!);
      expect(await token.dealer()).to.equal(account("signer12"));
      expect(await token.balanceOf(account("signer12"))).to.equal(10);
      const { steps } = await executeTask("bond transfer", { from: "dealer", to: "a", bonds: "3" });
      expect(steps[0]!.signer).to.equal(account("signer12"));
      expect(await verified()).to.equal(0);
    });

    it("is neither granted nor revoked", async () => {
      await refuseTask("role grant", { role: "issuer", to: account("signer13") }, /the issuer is one account of the register, which moves as a whole: use `role move`/); // prettier-ignore
      await refuseTask("role revoke", { role: "dealer", from: account("signer12") }, /use `role move`/);
    });
  });

  context("the register administrator of the bond that brought the calendar", () => {
    it("signs for the calendar with the new key [T-1]", async () => {
      const move = { role: "register-administrator", to: account("signer13") };
      await executeTask("role move", move);
      await nextBlockAt((await time.latest()) + FIVE_DAYS + 1);
      await executeTask("role move", move);
      const { steps } = await executeTask("calendar load", { year: "2030" });
      expect(steps[0]!.signer).to.equal(account("signer13"));
    });
  });

  context("a second administrator", () => {
    it("is granted with the same delay, and moves the first one whose key is lost", async () => {
      const grant = { role: "administrator", to: account("signer14") };
      const { steps } = await executeTask("role grant", grant);
      expect(steps[0]!.changes).to.match(/after five days/);
      await nextBlockAt((await time.latest()) + FIVE_DAYS);
      const [granted] = (await executeTask("role grant", grant)).steps;
      expect(granted!.arguments).to.include({ executionDelay: FIVE_DAYS });

      const move = { role: "administrator", to: account("signer15"), by: account("signer14") };
      await executeTask("role move", move);
      await nextBlockAt((await time.latest()) + FIVE_DAYS);
      expect(functionsOf(await executeTask("role move", move))).to.deep.equal(["grantRole", "revokeRole"]);
      expect(await holding("administrator")).to.have.members([account("signer14"), account("signer15")]);
    });

    it("goes again by `role revoke`, which the first one signs", async () => {
      const revoke = { role: "administrator", from: account("signer14") };
      expect((await executeTask("role revoke", revoke)).steps[0]!.signer).to.equal(account("signer15"));
      await nextBlockAt((await time.latest()) + FIVE_DAYS);
      await executeTask("role revoke", revoke);
      expect(await holding("administrator")).to.deep.equal([account("signer15")]);
    });

    it("is not the last one that goes: nobody could name another", async () => {
      const revoke = { role: "administrator", from: account("signer15") };
      await refuseTask("role revoke", revoke, /--from: 0x\w+ is the only administrator, and nobody could name another; use `role move`/); // prettier-ignore
    });

    it("is told where a move leaves somebody with the role", async () => {
      await executeTask("role grant", { role: "recorder", to: account("signer16") });
      await nextBlockAt((await time.latest()) + FIVE_DAYS);
      await executeTask("role grant", { role: "recorder", to: account("signer16") });
      const { notes } = await planTask("role move", { role: "recorder", to: account("signer9") });
      expect(notes).to.deep.equal([`${account("signer16")} is recorder too and stays it: take it away with \`role revoke\``]); // prettier-ignore
    });
  });

  context("what an administrator scheduled that is no call", () => {
    it("hides nothing that waits, and the issuer stops it as the rest", async () => {
      const { authority, token } = await addresses();
      const contract = await ethers.getContractAt("BondAuthority", authority!, await ethers.getSigner(account("signer15"))); // prettier-ignore
      const cut = contract.interface.encodeFunctionData("grantRole", [6, account("signer9"), 0]).slice(0, -64);
      const odd = (await ethers.getContractFactory("BondToken")).interface.getFunction("moveParty")!.selector;
      await contract.schedule(authority!, cut, 0);
      await contract.schedule(token!, odd, 0);
      const { scheduled } = await list();
      expect(scheduled.map(({ what }) => what)).to.have.members([`${authority}: ${cut}`, `${token}: ${odd}`]);
      for (const { operation } of scheduled) await executeTask("role cancel", { operation });
      expect((await list()).scheduled).to.deep.equal([]);
    });
  });

  context("default annul [D-1]", () => {
    const annul = { document: "the bank's letter: it was paid in time" };

    it("says that there is nothing to annul as long as the bond performs", async () => {
      expect((await planTask("default annul", annul)).notes[0]).to.match(/so already: skipped/);
    });

    it("lets bonds move again after five days", async () => {
      const event = { fact: "terms-breached", eventDay: "2023-12-20", evidence: "letter" };
      await executeTask("default record", event);
      await executeTask("default annul", annul);
      await nextBlockAt((await time.latest()) + FIVE_DAYS);
      expect(functionsOf(await executeTask("default annul", annul))).to.deep.equal(["annulEvent"]);
      await executeTask("bond transfer", { from: "a", to: "dealer", bonds: "1" });
    });
  });
});
