import { Contract, type AddressLike } from "ethers";
import { ethers } from "hardhat";

/**
 * What an ibet wallet reads of a straight bond, with the types that it decodes: written out here, so that neither our interface nor our
 * contracts say what is expected.
 */
const WALLET_ABI = [
  ...["owner", "tradableExchange", "personalInfoAddress"].map((name) => `function ${name}() view returns (address)`),
  ...["name", "symbol", "contactInformation", "privacyPolicy", "faceValueCurrency", "interestPaymentCurrency"].map(
    (name) => `function ${name}() view returns (string)`,
  ),
  ...["interestPaymentDate", "redemptionDate", "redemptionValueCurrency", "returnDate", "returnAmount"].map(
    (name) => `function ${name}() view returns (string)`,
  ),
  ...["baseFXRate", "purpose", "memo"].map((name) => `function ${name}() view returns (string)`),
  ...["totalSupply", "faceValue", "interestRate", "redemptionValue"].map(
    (name) => `function ${name}() view returns (uint256)`,
  ),
  ...["status", "requirePersonalInfoRegistered", "transferable", "isOffering", "transferApprovalRequired"].map(
    (name) => `function ${name}() view returns (bool)`,
  ),
  "function isRedeemed() view returns (bool)",
  "function balanceOf(address) view returns (uint256)",
  "function pendingTransfer(address) view returns (uint256)",
  "function lockedOf(address, address) view returns (uint256)",
];

export const walletInterface = new ethers.Interface(WALLET_ABI);

/** A bond as a wallet sees it: an address, and nothing of this suite. */
export const walletAt = async (token: { getAddress(): Promise<string> }) => {
  const bond = new Contract(await token.getAddress(), walletInterface, ethers.provider);
  return (name: string, ...args: readonly AddressLike[]): Promise<unknown> => bond.getFunction(name)(...args);
};
