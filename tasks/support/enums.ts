/** The names of the contracts' enums, which no ABI carries; a test compares them with the sources. */
export const ENUMS: Readonly<Record<string, readonly string[]>> = {
  AccountKind: ["None", "Investor", "Dealer", "Issuer"],
  AccountStatus: ["None", "Active", "Suspended", "Closed"],
  ApplicationState: ["None", "Applied", "Withdrawn", "Allotted", "Paid", "Delivered"],
  DateState: ["Scheduled", "Fixed", "Funded", "Closed"],
  Side: ["Neither", "Seller", "Buyer"],
  TradeState: ["None", "Proposed", "Confirmed", "Settled", "Cancelled", "Expired", "Failed"],
  LineState: ["None", "Open", "Instructed", "Settled", "Failed"],
  YearStatus: ["NotLoaded", "Provisional", "Published"],
  Restriction: [
    "None",
    "NotIssued",
    "Redeemed",
    "ClosedWindow",
    "NotDesignated",
    "SenderUnknown",
    "SenderSuspended",
    "ReceiverUnknown",
    "ReceiverSuspended",
    "SelfTransfer",
    "NotThroughDealer",
    "IssuerMayOnlyCancel",
    "IssuerOutsidePurchaseWindow",
    "InsufficientBalance",
    "InsufficientUnfrozen",
    "Accelerated",
  ],
  Kind: ["Move", "Freeze", "NewKey"],
  Cause: ["Correction", "Succession", "CourtOrder", "LostKey"],
  State: ["None", "Recorded", "Executed", "Cancelled"],
};

/** The name of a value of an enum. */
export const nameIn = (enumeration: string, value: bigint | number): string =>
  ENUMS[enumeration]?.[Number(value)] ?? `${enumeration} ${value}`;
