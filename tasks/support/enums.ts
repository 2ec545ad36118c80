/** The names of the contracts' enums, which no ABI carries; a test compares them with the sources. */
export const ENUMS: Readonly<Record<string, readonly string[]>> = {
  AccountKind: ["None", "Investor", "Dealer", "Issuer"],
  AccountStatus: ["None", "Active", "Suspended", "Closed"],
  DateState: ["Scheduled", "Fixed", "Funded", "Closed"],
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
  NoticeKind: ["General", "Meeting", "Acceleration", "Security"],
  Channel: ["Post", "Electronic", "InPerson"],
  DeliveryState: ["None", "Sent", "Delivered", "Returned"],
  PublicChannel: ["Electronic", "Newspaper"],
  Matter: ["Ordinary", "Settlement706", "Representative736", "Executor737", "Dismissal738"],
  ResolutionState: ["Proposed", "Rejected", "Passed", "Approved", "Refused"],
  MeetingState: ["None", "Convened", "Voting", "Ended", "Tallied", "Cancelled", "Lapsed"],
};

/** The name of a value of an enum. */
export const nameIn = (enumeration: string, value: bigint | number): string =>
  ENUMS[enumeration]?.[Number(value)] ?? `${enumeration} ${value}`;
