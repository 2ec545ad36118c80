import { expect } from "chai";
import { ethers } from "hardhat";
import { type BaseContract, type FunctionFragment, type Interface, type ParamType } from "ethers";
import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { FUNCTION_ROLES, ROLES, type Role, type SuiteContract } from "../../deploy/roles";
import { MINED, prepared, type Market } from "../support/market";
import { interfaces } from "../support/suite";

/** What a stranger hears where it is not the authority that refuses him; null where anybody may. */
const OTHERWISE: Partial<Record<SuiteContract, Record<string, string | null>>> = {
  BondToken: {
    transfer: "TransferRestricted",
    approve: "NoAllowance", // T-4: for everybody, always
    transferFrom: "NoAllowance",
    renewWindows: null,
    admit: "OnlyContract",
    setStatus: "OnlyContract",
    setTaxClass: "OnlyContract",
    replaceAccount: "OnlyContract",
    beginRedemption: "OnlyContract",
    redeem: "OnlyContract",
    refreshWindows: "OnlyContract",
    accelerate: "OnlyContract",
    readOn: "OnlyContract",
    settleAgreement: "UnknownBook",
  },
  BondPayments: { accelerate: "OnlyContract" },
  RegisterOrders: { executeOrder: "NotTheToken", executeRedirection: "NotThePayments" },
  BondMarket: {
    propose: "NotAParty",
    confirm: "WrongTradeState", // no trade 0
    cancel: "WrongTradeState",
    expire: "WrongTradeState",
    fail: "WrongTradeState",
    settleFor: "NotTheToken",
  },
  BondOffering: { settleFor: "NotTheToken" },
  BondNotices: {
    // the giver's, issuer or dealer, who is asked once there is a notice
    giveForMeeting: "OnlyContract",
    deliver: "NoSuchNotice",
    recordDelivery: "NoSuchNotice",
    publish: "NoSuchNotice",
  },
  BondholderMeeting: {
    // the convener's, issuer or dealer, who is asked once there is a meeting
    proposeByConsent: "NeitherIssuerNorDealer",
    cancel: "NoSuchMeeting",
    tally: "NoSuchMeeting",
    recordApplication: "NoSuchMeeting",
    recordDecision: "NoSuchMeeting",
  },
};

/** Restricted functions that are in no row of the table: the administrator's, behind its delay. */
const ADMINISTRATORS: Partial<Record<SuiteContract, readonly string[]>> = { BondToken: ["moveParty", "connect"] };

/** AccessManager's own functions that answer otherwise than "you are not the role". */
const AUTHORITY_OTHERWISE: Record<string, string | null> = {
  schedule: "AccessManagerUnauthorizedCall",
  execute: "AccessManagerUnauthorizedCall",
  cancel: "AccessManagerNotScheduled",
  renounceRole: "AccessManagerBadConfirmation",
  partyMoves: "NotTheToken",
  consumeScheduledOp: "",
  multicall: null,
};

const blank = (type: ParamType): unknown => {
  if (type.isArray()) return [];
  if (type.isTuple()) return type.components.map(blank);
  if (type.type === "address") return ethers.ZeroAddress;
  if (type.type === "bool") return false;
  if (type.type === "string") return "";
  if (type.type === "bytes") return "0x00000000";
  return type.type.startsWith("bytes") ? ethers.zeroPadValue("0x", Number(type.type.slice(5))) : 0;
};

const functionsOf = (abi: Interface): FunctionFragment[] =>
  abi.fragments.filter((fragment): fragment is FunctionFragment => fragment.type === "function");
const changing = (abi: Interface): FunctionFragment[] =>
  functionsOf(abi).filter(({ stateMutability }) => stateMutability === "nonpayable" || stateMutability === "payable");

const contractsOf = (market: Market): Record<SuiteContract, BaseContract & { getAddress(): Promise<string> }> => ({
  BusinessCalendar: market.calendar,
  BondToken: market.token,
  HolderRegistry: market.registry,
  RegisterOrders: market.orders,
  BondPayments: market.payments,
  BondDefaults: market.defaults,
  BondMarket: market.market,
  BondOffering: market.offering,
  DocumentRegistry: market.documents,
  BondNotices: market.notices,
  BondholderMeeting: market.meeting,
});

const roleOf = (contract: SuiteContract, name: string): Role | undefined =>
  (Object.entries(FUNCTION_ROLES[contract]) as [Role, readonly string[]][]).find(([, names]) =>
    names.includes(name),
  )?.[0];

const send = async (
  contract: BaseContract,
  fragment: FunctionFragment,
  as: HardhatEthersSigner,
): Promise<{ readonly sent: Promise<unknown>; readonly args: readonly unknown[] }> => {
  const args = fragment.inputs.map(blank);
  const data = contract.interface.encodeFunctionData(fragment, args);
  return { sent: as.sendTransaction({ to: await contract.getAddress(), data, ...MINED }), args };
};

describe("Access table", () => {
  it("is what the chain says, function by function of every ABI", async () => {
    const market = await prepared();
    for (const [name, contract] of Object.entries(contractsOf(market)) as [SuiteContract, BaseContract][])
      for (const fragment of functionsOf((await interfaces())[name])) {
        const onChain = await market.authority.getTargetFunctionRole(await contract.getAddress(), fragment.selector);
        expect(onChain, `${name}.${fragment.name}`).to.equal(ROLES[roleOf(name, fragment.name) ?? "admin"]);
      }
  });

  it("names only functions that exist and change something", async () => {
    const abis = await interfaces();
    for (const contract of Object.keys(FUNCTION_ROLES) as SuiteContract[]) {
      const known = changing(abis[contract]).map(({ name }) => name);
      for (const name of Object.values(FUNCTION_ROLES[contract]).flat()) expect(known).to.include(name);
    }
  });

  it("accounts for every function that changes something: a role, the administrator, one contract, or anybody", async () => {
    const abis = await interfaces();
    for (const contract of Object.keys(FUNCTION_ROLES) as SuiteContract[])
      for (const { name } of changing(abis[contract])) {
        const places = [
          roleOf(contract, name) !== undefined,
          ADMINISTRATORS[contract]?.includes(name) === true,
          OTHERWISE[contract]?.[name] !== undefined,
          name === "setAuthority", // the authority's alone, and it never says so
        ];
        expect(places.filter(Boolean).length, `${contract}.${name}`).to.equal(1);
      }
  });

  it("refuses a stranger at every function that changes something", async () => {
    const market = await prepared();
    const abis = await interfaces();
    for (const [name, contract] of Object.entries(contractsOf(market)) as [SuiteContract, BaseContract][])
      for (const fragment of changing(abis[name])) {
        const { sent } = await send(contract, fragment, market.stranger);
        const otherwise = OTHERWISE[name]?.[fragment.name];
        if (otherwise === null) await expect(sent, fragment.name).not.to.be.reverted;
        else if (otherwise !== undefined)
          await expect(sent, `${name}.${fragment.name}`).to.be.revertedWithCustomError(contract, otherwise);
        else
          await expect(sent, `${name}.${fragment.name}`)
            .to.be.revertedWithCustomError(contract, "AccessManagedUnauthorized")
            .withArgs(market.stranger.address);
      }
  });

  it("refuses every role at every function of another role", async () => {
    const market = await prepared();
    const abis = await interfaces();
    const callers: Partial<Record<Role, HardhatEthersSigner>> = {
      issuer: market.issuer,
      registerAdministrator: market.registerAdministrator,
      fiscalAgent: market.fiscalAgent,
      dealer: market.dealer,
      admin: market.platformOperator,
    };
    for (const [name, contract] of Object.entries(contractsOf(market)) as [SuiteContract, BaseContract][])
      for (const fragment of changing(abis[name])) {
        const owner =
          roleOf(name, fragment.name) ?? (ADMINISTRATORS[name]?.includes(fragment.name) ? "admin" : undefined);
        if (owner === undefined) continue;
        for (const [role, caller] of Object.entries(callers)) {
          if (role === owner) continue;
          const { sent } = await send(contract, fragment, caller);
          await expect(sent, `${role} at ${name}.${fragment.name}`)
            .to.be.revertedWithCustomError(contract, "AccessManagedUnauthorized")
            .withArgs(caller.address);
        }
      }
  });

  it("makes the administrator wait at its own functions, nothing scheduled", async () => {
    const market = await prepared();
    for (const name of ADMINISTRATORS.BondToken ?? []) {
      const fragment = (market.token.interface as Interface).getFunction(name);
      if (fragment === null) throw new Error(name);
      const { sent } = await send(market.token, fragment, market.platformOperator);
      await expect(sent, name).to.be.revertedWithCustomError(market.authority, "AccessManagerNotScheduled");
    }
  });

  it("refuses a stranger at every function of the authority itself", async () => {
    const market = await prepared();
    const { authority, stranger } = market;
    for (const fragment of changing(authority.interface)) {
      const { sent } = await send(authority, fragment, stranger);
      const otherwise = AUTHORITY_OTHERWISE[fragment.name];
      if (otherwise === null) await expect(sent, fragment.name).not.to.be.reverted;
      else if (otherwise === "") await expect(sent, fragment.name).to.be.reverted;
      else
        await expect(sent, fragment.name).to.be.revertedWithCustomError(
          authority,
          otherwise ?? "AccessManagerUnauthorizedAccount",
        );
    }
  });
});
