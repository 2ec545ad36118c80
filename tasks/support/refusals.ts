import type { Abi, Parsed } from "./abi";
import { shownValue } from "./abi";
import { isBrokenLine } from "./brokenLine";

/** What each error of the contracts means, and what to do. `{name}` stands for the error's value of that name. */
export const REFUSALS: Readonly<Record<string, string>> = {
  AccelerationBeingFixed:
    "{accounts} accounts are read for the acceleration, amounts rest on it: it stands, pay it [D-1]",
  AccessManagedInvalidAuthority: "{authority} is no authority: deploy anew with a BondAuthority",
  AccessManagedRequiredDelay:
    "{caller} acts after a delay of {delay} seconds: schedule the call with the authority first",
  AccessManagedUnauthorized:
    "{caller} does not hold the role for this: sign with the account that does, or have the platform operator grant it",
  AccessManagerAlreadyScheduled: "operation {operationId} is scheduled already: wait for its delay",
  AccessManagerBadConfirmation: "a role is renounced by its own holder only: sign with that account",
  AccessManagerExpired: "operation {operationId} was not executed in time: schedule it again",
  AccessManagerInvalidInitialAdmin: "{initialAdmin} cannot be the first administrator: name another account",
  AccessManagerLockedRole: "role {roleId} is fixed: it cannot be changed",
  AccessManagerNotReady: "operation {operationId} still waits for its delay: execute it later",
  AccessManagerNotScheduled: "operation {operationId} is not scheduled: schedule it first",
  AccessManagerUnauthorizedAccount: "{msgsender} does not hold role {roleId}: sign with an account that does",
  AccessManagerUnauthorizedCall: "{caller} may not call {selector} of {target}: sign with the account that may",
  AccessManagerUnauthorizedCancel: "{msgsender} may not cancel what {caller} scheduled: the issuer can",
  AccessManagerUnauthorizedConsume: "{target} cannot use up a scheduled operation: execute it through the authority",
  AccountIsContract: "{account} is a contract and cannot hold the bond: name an account that signs by key [T-4]",
  AccountIsZero: "the zero address cannot hold the bond: name an account",
  AccountKnown: "{account} is in the register already: an account is admitted once, so name another",
  AccountUnknown: "{account} is not in the register: open it with `holder register` first",
  AddressEmptyCode: "there is no contract at {target}: check the address book",
  AdminDelayTooShort: "the administrator acts after at least {required} seconds, found {given}: give the full delay",
  AlreadyAccelerated: "the bond is accelerated already, through {eventDay}: nothing is left to do [D-1]",
  AllotmentUnchanged: "{holder} is allotted {bonds} bonds already: nothing is left to do",
  AllottedBeyondApplication: "{holder} applied for {appliedBonds} bonds and cannot be allotted {bonds}: allot fewer",
  AllottedBeyondIssue:
    "all investors together would be allotted {allottedBonds} bonds, and the issue has {bonds}: allot fewer [I-2]",
  AlreadyApplied:
    "the application for resolution {resolution} of meeting {id} was recorded for {applicationDay}: nothing is left to do [M-3]",
  AlreadyConnected: "the contracts are connected already: nothing is left to do",
  AlreadyDelivered:
    "notice {id} was sent to every holder on {deliveredDay}: record what became of it with `notice record` [N-1]",
  AlreadyIssued: "the bond is issued already, and it is issued once [I-2]: nothing is left to do",
  AlreadySettled:
    "payment {index} to {holder} is settled and can no longer fail or be instructed: take the line out [P-7]",
  AlreadyUnderwritten: "the underwriting is confirmed already: nothing is left to do [I-7]",
  AmendmentWithoutEffect:
    "{day} would not change (holiday: {holiday}): it is a weekend, a fixed bank holiday, or already so; check the day",
  AuthorityIsFixed: "the authority of {target} is fixed: it cannot be changed",
  AwaitsOtherSide: "{caller} has said so already: let the other side of trade {id} sign",
  BankReferenceMissing:
    "agreement {id} cannot be settled without the reference of its cash leg: name it with --reference",
  BondAlreadyRegistered: "the calendar knows bond {bond} already: nothing is left to do",
  CauseMissing: "the cause is missing: name it with --cause",
  ClosingAhead:
    "the closing day {closingDay} has not come, today is {today}: wait until 00:00 of that day in Japan [I-5]",
  ClosingTooLate:
    "closing {closingDay} is on or after the first record day {firstRecordDay}: choose an earlier closing [P-3]",
  ConsentMissing:
    "{holder} has not agreed to electronic notices: send it by post, or record the consent with `notice agree` [M-1]",
  DayNotComing: "{day} is not a coming day, today is {today}: only coming days can be amended",
  DebtsNotCounted:
    "{fact} with debts of {debtsYen}: ground 4 counts only above {threshold} in total, and other facts have no debts; correct the amount [D-1]",
  DayOutOfRange: "{day} is not between {from} and {to}: give the day on which it happened [D-2, M-3]",
  DaysOutOfOrder:
    "closing {closingDay}, first payment {firstPaymentDay} and maturity {maturityDay} are out of order: correct the sheet",
  DemandAnswered: "demand {demandId} is answered by meeting {meetingId}: look at `meeting show` [M-2]",
  DocumentHashMissing: "the cause or source is missing: name it with --cause or --source",
  DocumentIncomplete:
    "document {name} needs a name and the hash of its file, found {documentHash}: name the file [N-2]",
  DocumentMissing: "the hash of a document is missing: name the document [N-1, M-1, E-1]",
  DocumentUnknown: "there is no document {name}: look at `doc list` [N-2]",
  ERC20InsufficientAllowance:
    "{spender} has no allowance, and there is none on this bond: let the holder transfer [T-4]",
  ERC20InsufficientBalance: "{sender} holds {balance} bonds and cannot give {needed}: give fewer (code 13)",
  ERC20InvalidApprover: "{approver} cannot approve: there are no allowances [T-4]",
  ERC20InvalidReceiver: "{receiver} cannot receive: name an open account",
  ERC20InvalidSender: "{sender} cannot send: name an open account",
  ERC20InvalidSpender: "{spender} cannot spend for others: there are no allowances [T-4]",
  ERC7943CannotReceive: "{account} cannot receive: it needs an open account that is not suspended",
  ERC7943CannotSend: "{account} cannot send: it needs an open account that is not suspended",
  ERC7943CannotTransfer: "{amount} bonds cannot move from {from} to {to}: ask `bond transfer` for the reason",
  ERC7943InsufficientUnfrozenBalance:
    "{account} has {unfrozen} bonds that are not frozen and cannot give {amount}: give fewer (code 14)",
  EventDayOutOfRange:
    "the event of {eventDay} is out of range: it lies from closing {closingDay} through today, {today}, and before maturity {maturityDay} [D-1]",
  EvidenceMissing: "a record rests on a document: name it, or its hash",
  ExpiryAhead:
    "trade {id} can still be settled through {expiryDay}, today is {today}: settle, cancel or fail it, or wait",
  ExpiryOutOfRange:
    "a trade that expires on {expiryDay} does not fit: it can be settled from {from}, and at most through maturity {to}; choose a day between, if there is one [T-5]",
  ExpiryPassed:
    "trade {id} could be settled through {expiryDay}, today is {today}: end it with `trade expire` and propose it anew",
  FailedCall: "a call failed without a reason: look at the transaction",
  FailureReasonMissing: "trade {id} cannot fail without a reason: name it with --reason",
  FixedBondsDiffer:
    "date {index}: {fixedBonds} bonds are fixed and the register showed {supply}: do not pay, and report it",
  ForbiddenPair: "{account} holds role {held}, which nobody may hold together with role {refused}: use another account",
  FrozenBeyondIssue: "{amount} bonds cannot be frozen, the issue has {bonds}: freeze fewer",
  HolderHasAccount:
    "the holder {holderId} has the account {account} already, and one is all he may have: replace its key [P-3]",
  HolderIdMissing: "the id of the holder is missing: name him with --holder",
  HoldersOutOfOrder:
    "{holder} stands after {previous}: name each holder once, in ascending order of the addresses [M-2]",
  HolderUnknown: "{account} belongs to no holder: open it with `holder register` first",
  HoldersWaiting: "date {index}: {openLines} holders are neither settled nor failed: settle or fail them first",
  HolidayOutOfOrder:
    "{day} is no day of {year} or stands in the wrong place: list the holidays of the year, oldest first",
  InsufficientBalance: "the account has {balance} and needs {needed}: check the call",
  LeadTooLong:
    "the closed window of date {index} would begin {lead} days before it, and at most 255 are kept: check the calendar's holidays [T-1]",
  MeetingIsConvened: "the notice of a meeting is given by convening it: use `meeting convene` [M-1]",
  MeetingTooSoon:
    "the meeting on {meetingDay} is too soon, 21 whole days lie between notice and meeting: choose {earliestDay} or later [M-1]",
  MoreVotesThanBonds:
    "{holder} had {bonds} bonds at 00:00 of the day and cannot cast {votes} votes: correct the file [M-3]",
  NoAllowance: "there are no allowances and no other forms of pledge: let the holder transfer [T-4]",
  NoMatchingOrder:
    "no recorded order says {kind} from {from} to {to} with {bonds} bonds: record one and wait for its delay [T-7]",
  NoReadingOn: "no meeting was convened for {meetingDay}, so the register was not read then: check the day [M-3]",
  NoMatchingRedirection:
    "no recorded order redirects date {index} from {from} to {to}: record one and wait for its delay [P-3, T-7]",
  NoSuchBreach:
    "{fact} with security {securityId} is no breach on {eventDay}: name the security that binds and was withheld, or none for other facts [D-2]",
  NoSuchDate: "there is no payment date {index}: choose one from 1 to {count}",
  NoSuchSecurity: "there is no security {id}: look at `default status` [D-2]",
  NotAccelerated: "the bond is performing: record the event first [D-1]",
  NotAParty: "{caller} is neither seller nor buyer of trade {id}: let one of them sign",
  NoSuchDemand: "there is no demand {id}, there are {count}: look at `meeting show` [M-2]",
  NoSuchMeeting: "there is no meeting {id}, there are {count}: look at `meeting show` [M-1]",
  NoSuchNotice: "there is no notice {id}, there are {count}: look at `notice show` [N-1]",
  NoSuchResolution:
    "meeting {id} has no resolution {resolution}, it has {count}: what was not notified is not decided [M-1]",
  NoSuchTermsVersion:
    "there is no version {version} of the terms, there are {count}, numbered from 0: choose one of them [M-3]",
  NoSuchVersion: "document {name} has no version {version}, it has {count}: look at `doc history` [N-2]",
  NotAHolder: "{account} holds no bond, and the notice did not go to it: take the line out [N-1]",
  NeitherIssuerNorDealer: "{caller} is neither the issuer nor the dealer: sign with one of them [M-3]",
  NotApplied:
    "resolution {resolution} of meeting {id} waits for an application to the court: record it with `meeting apply-court` [M-3]",
  NotClosingDay:
    "the bond is issued on its closing day {closingDay}, today is {today}: issue on that day in Japan [I-5]",
  NotInList: "{holder} has no line on date {index}: take the line out, or look at `payment preview`",
  NotRegisteredWithCalendar: "the calendar does not know this bond: finish the deployment with `bond deploy`",
  NotSettled: "date {index}: the payment to {holder} is {state}, so nothing can come back: take the line out [P-7]",
  NotThePayments: "{caller} is not the payments: only they may do this",
  NotTheDealer: "{giver} is not the dealer, who alone delivers allotments: let the dealer sign [I-7]",
  NotTheSeller: "{giver} does not sell in trade {id}: let its seller settle it",
  NotTheConvener:
    "meeting {id} is in the hands of its convener {convener}, not of {caller}: sign with that account [M-3]",
  NotTheGiver: "notice {id} is in the hands of its giver {giver}, not of {caller}: sign with that account [N-1]",
  NotTheToken: "{caller} is not the token: only the token may do this",
  NotUnderwritten:
    "the issuer has not confirmed that the underwriter paid the issue: first `offering underwrite` [I-7]",
  NotWithDealer:
    "a trade from {seller} to {buyer} does not have the dealer on exactly one side: trade with the dealer [T-2]",
  NothingAppliedFor: "{holder} must apply for at least one bond: name how many with --bonds",
  NothingOutstanding: "no bond is outstanding, not issued yet or redeemed: look at `bond status`",
  NotYetPayable: "date {index} is paid on {payOn}, today is {today}: wait until 00:00 of {payOn} in Japan [P-4]",
  NotYetSettleable: "trade {id} settles from {from} on, today is {today}: wait until 00:00 of that day in Japan [T-5]",
  NothingToDo: "a page or an amount is empty: give at least one",
  NothingTraded: "{bonds} bonds for {priceYen} are no trade: name at least one bond and one yen",
  NoVotes: "{holder} held no bond at 00:00 of the day: take the line out [M-3]",
  OffTheGrid: "{day} is off the grid of half-years, {onGrid} is on it: correct the sheet [P-2]",
  OnlyContract: "only {expected} may call this, not {caller}: go through that contract",
  OrderAlreadyRecorded: "order {id} says the same and still waits: execute or withdraw it first",
  OrderMalformed:
    "an order {kind} cannot name receiver {to} and {bonds} bonds: a freeze names no receiver, a new key no bonds, a redirection is recorded as one",
  OrderNotRecorded: "order {id} is {state} and no longer waits: record another",
  OrderNotYetExecutable: "order {id} can be executed from {executableAt} on: wait until then [T-7]",
  OrderWithoutDocument: "an order needs the hash of its document: name the document [T-7]",
  OutsideApplicationPeriod:
    "investors apply and are allotted from {from} through {to}, today is {today}: after that the dealer sells with `bond transfer` [I-5]",
  OutsidePurchaseWindow:
    "own bonds are cancelled from {from} through {to}, today is {today}: cancel on a day in between [P-6]",
  Overfunded:
    "date {index} needs {dueYen} in all and has {fundedYen}: {amountYen} more is too much, fund what is missing [P-3]",
  OwnBondsHaveNoVote:
    "{account} is the issuer's, whose own bonds neither vote nor demand: take the line out [M-2, M-3]",
  PartiesAlreadyBound: "the authority is bound to {parties} already: nothing is left to do",
  PaymentReferenceMissing: "a payment needs the reference of the bank: name it with --reference",
  ProposalsOutOfBounds: "a meeting decides on 1 to {most} proposals, found {count}: correct the file [M-1]",
  RateOutOfRange: "the rate {ratePpm} is out of range: give 1 to 999,999 parts per million",
  ReadingAhead:
    "the meeting day {meetingDay} has not come, today is {today}: ask from 00:00 of that day in Japan [M-3]",
  ReadingNotAhead:
    "the register can be read on a coming day only, {meetingDay} is not after {today}: choose a later day [M-3]",
  RecordDayAhead:
    "the record day of date {index} is {recordDay} and has not come: fix from 00:00 of that day in Japan [P-3]",
  RecordDayNotReached: "record day {index} has not come, {passed} have: ask later [P-3]",
  RedemptionBegun:
    "the redemption has begun or the bond is accelerated, and bonds no longer move: redirect the amount instead [P-5, T-7, D-1]",
  ReferenceMissing: "each holder needs a reference or reason, and none may be empty: complete the file [P-7]",
  RoleAdministrationIsFixed: "the administration of role {role} is fixed: it cannot be changed",
  RoleLivesInToken: "role {role} moves only with its account: move the party in the token",
  SafeCastOverflowedUintDowncast: "{value} does not fit into {bits} bits: give a smaller one",
  SecurityOutOfOrder:
    "security {id}: same rank {sameRankDay}, formalities {formalitiesDay}: each is recorded once, same rank first [D-2]",
  TermOutOfBounds: "the term {key} is {value}, which is out of bounds: correct the sheet",
  TermsCopyIsKept: "the copy of the terms is kept as long as the bond is: replace it with `doc set` [N-2]",
  TooFewBonds:
    "the holders have {bonds} bonds of {counted} that count, and a demand needs 1/10: name more holders [M-2]",
  TooLateForDemand:
    "{meetingDay} is more than 8 weeks after demand {demandId}: choose {latestDay} or earlier, or convene without the demand [M-2]",
  TooManyReadings:
    "{readings} record days and meeting days are too many, at most {most} are kept: choose a day that is read already [M-3]",
  TooManyDates: "the terms make {count} payment dates, and at most 255 are allowed: choose an earlier maturity",
  TradeDayOutOfRange:
    "{tradeDay} cannot be the day of the agreement: choose one from the closing day {from} through today, {today}",
  TradeTermsDiffer: "trade {id} is about {bonds} bonds for {priceYen}: confirm exactly that, or cancel it",
  TransferRestricted: "{bonds} bonds cannot move from {from} to {to}",
  UnitDiffers:
    "an indicator of {facilityId} comes with {decimals} digits in its unit, found {givenDecimals} in {givenUnit}: see docs/indicators.md [E-2]",
  UnknownBook: "{book} is neither the market nor the offering of this bond: name the one from the address book",
  UnknownRole: "role {role} does not exist: choose one of 0 to 6",
  UnknownTaxClass:
    "tax class {taxClass} does not exist, the terms have {count}, numbered from 0: choose one of them [P-8]",
  UnknownWay: "{ways} names a way of transfer that does not exist: designate known ones [T-3]",
  WindowAlreadyBegun:
    "bond {bond}, date {date}: the closed window would begin on {newFrom} instead of {oldFrom}, and today is {today}: a window that begins today or began before cannot change [T-1]",
  WrongAccountKind: "{account} is {kind}, which this is not for: name another account",
  WrongAccountStatus: "{account} is {status}, so this step cannot be taken: look at `holder list`",
  WrongApplicationMoney:
    "the application money of {holder} is {dueYen}, not {amountYen}: record exactly that, in one payment [I-5]",
  WrongApplicationState:
    "the application of {holder} is {state}, which is not the moment for this step: look at `offering status`",
  WrongDateState:
    "date {index} is {state}, which is not the moment for this step: first fix, then fund, then settle or fail, then close",
  WrongTradeState: "trade {id} is {state}, which is not the moment for this step: look at `trade show --id {id}`",
  WrongDeliveryState:
    "the delivery of notice {id} to {holder} is {state}, from which this step cannot be taken: look at `notice show` [N-1]",
  WrongMeetingState: "meeting {id} is {state}, which is not the moment for this step: look at `meeting show` [M-3]",
  WrongResolutionState:
    "resolution {resolution} of meeting {id} is {state}, which is not the moment for this step: look at `meeting show` [M-3]",
  YearAlreadyLoaded: "{year} is loaded already: change single days with `calendar amend`",
  YearNotLoaded: "the calendar does not hold {year}: load it with `calendar load --year {year}`",
  YearNotProvisional: "{year} is {status}: only a loaded year that is not yet published can be published",
  YearOutOfRange: "the calendar does not take {year}: its years are 1970 to 9999",
  BalanceTooSmall:
    "the balance of {accountId} (refinancing: {refinancing}) is {balanceYen}, and {yen} cannot be taken: move less [G-3]",
  BeiOutOfRange:
    "the building energy index is {beiE2} hundredths, and an energy-saving building has 1 to {mostE2}: correct it, or choose another criterion [G-1]",
  FigureStale:
    "figure {snapshotIndex} of facility {facilityId} is stale: publish the figure as it is now, and name that one [E-4]",
  FigureTwice: "figure {snapshotIndex} of facility {facilityId} is named twice: name each once [E-4]",
  FiscalYearOutOfRange: "there is nothing to report on fiscal year {fiscalYear}: choose one from {from} to {to} [G-4]",
  NoShareOfFacility:
    "this bond has no share of facility {facilityId}: leave its figures out, or record the share first [E-4]",
  NoSuchHolding: "{holding} is no way of holding what is not allocated: name cash or cash-equivalents [G-3]",
  NoSuchProject: "there is no project {projectId}: record it first, with the decision to select it [G-7]",
  NoSuchReport:
    "there is no revision {revision} of the report on fiscal year {fiscalYear}, it has {revisions}: choose one from 1 on [G-4]",
  NotAProjectId: "{projectId} cannot name a project, it is empty or the name of a holding: choose another id",
  NotASubstitute:
    "the money of {projectId} goes to one of its substitutes only, and {accountId} is none: name a substitute [G-5]",
  NothingMoved: "an entry moves at least one yen: give an amount [G-3]",
  NothingToReport: "the bond is not issued, so there is nothing to report: issue it first with `bond issue` [G-4]",
  NotTheNextQuarter:
    "{quarterEndDay} is not the end of the quarter that comes next: track the one that ends on {nextQuarterDay} [G-3]",
  PlannedDayPassed: "{plannedDay} has passed, today is {today}: plan the rest for today or later [G-4]",
  ProceedsNotReceived: "the bond is not issued, so there are no proceeds yet: issue it first with `bond issue` [G-3]",
  ProjectIncomplete: "project {projectId} lacks its {field}: complete the file [G-1, G-2, G-7]",
  ProjectKnown: "there is a project {projectId} already: a record is not edited, so choose another id [G-7]",
  QuarterNotOver: "the quarter ends on {quarterEndDay}, today is {today}: track it from the next day on [G-3]",
  ReportOutdated:
    "a figure under revision {revision} of the report on fiscal year {fiscalYear} has gone stale: have the issuer publish the next revision [G-6]",
  ReportReplaced:
    "revision {revision} of the report on fiscal year {fiscalYear} was replaced, there are {revisions}: sign the last one [G-6]",
  ReportSignedAlready:
    "revision {revision} of the report on fiscal year {fiscalYear} is signed by {reviewer}: nothing is left to do [G-6]",
  RestWithoutPlan:
    "{unallocatedYen} are not allocated, and no day from today on is planned for that (planned day: {plannedDay}): plan the rest first [G-4]",
  SameBalance: "{accountId} (refinancing: {refinancing}) would give to itself: name another account [G-3]",
  SelectionAhead: "the project is decided on {decidedDay}, today is {today}: record it once it is decided [G-7]",
  TooManyProjects:
    "there are {most} projects already, and no more share the proceeds of a bond: gather smaller ones in one project [G-4]",
  WrongCertificate:
    "the certificate {certificate} does not do for project {projectId}: a green building has or plans one, each has a document, and only one that was obtained expires [G-1]",
  WrongCriterion: "criterion {criterion} is none of category {category}: choose one of the category [G-1]",
  AlreadyCorrected: "figure {correctsIndex} of {subjectId} is corrected by {correctedByIndex}: correct that one [E-2]",
  AttestationUnknown:
    "figure {snapshotIndex} of {subjectId} has {count} attestations, numbered from 0, and no number {attestationIndex}: choose one of them [G-6]",
  BaselineDaysOverlap:
    "a baseline derived from {derivedFrom} to {derivedThrough} shares days with those that it judges, {judgedFrom} to {judgedThrough}: derive it from other days [E-1]",
  BaselineForGeneration:
    "{facilityId} generates electricity and is judged by no baseline: leave the baseline out [E-1]",
  BaselineJudgesOtherDays:
    "baseline {version} of {facilityId} judges {judgedFrom} to {judgedThrough}, and not all of {from} to {through}: name one that does [E-1]",
  BaselineNotNamed:
    "the last baseline of {facilityId} that judges days of the new one is number {earlier}, 0 for none, found {restates}: say that it restates {earlier} [E-1]",
  BaselineUnknown:
    "{facilityId} has {baselines} baselines, numbered from 1, and no number {version}: choose one of them, or add it with `impact baseline` [E-1]",
  BeforeOperation:
    "{facilityId} operates since {operationalDay}, and the record is of {day}: leave out what lies before [E-2]",
  CorrectsAnotherFigure:
    "figure {correctsIndex} of {subjectId} is of another indicator or period: name the figure of the same [E-2]",
  DaysNotRecorded:
    "records of {facilityId} reach from {first} to {last}, and not over all of {from} to {through}: choose days on record [E-2]",
  DaysReversed: "{from} to {through} is no period: give the first day first [E-1]",
  EnergyOutOfBounds:
    "{energyMilliWh} mWh in hour {hour} is more than {facilityId} can do, at most {boundMilliWh} mWh either way: check the meter, or record the hour as missing [E-2]",
  FacilityExists: "there is a facility {facilityId} already, and its id stays: choose another id [E-3]",
  FacilityIncomplete: "facility {facilityId} needs an id, a name, a capacity and at least one meter: complete it [E-3]",
  FacilityUnknown: "there is no facility {facilityId}: bring it in first with `impact facility` [E-3]",
  FactorEmpty: "a factor of {facilityId} values nothing: give mg-CO2 or kJ for a kWh [E-1]",
  FactorUnknown:
    "{facilityId} has {factors} factors, numbered from 1, and no number {version}: choose one of them, or add it with `impact factor` [E-1]",
  FigureDiffers: "the records of {facilityId} give {expected}, found {given}: publish what they give [E-2]",
  HourAhead: "the last hour of {facilityId} ends at {endsAt}, now is {nowAt}: record it once it has ended [E-2]",
  HoursApart: "hour {hour} of {facilityId} does not follow the one before: record the hours between as missing [E-2]",
  IndicatorUnknown: "{facilityId} has no indicator {indicatorId}: see docs/indicators.md [E-2]",
  MethodologyMissing:
    "a figure names its methodology, found {methodologyHash} at {methodologyURI}: give the hash of the document and where it is [E-2]",
  MethodologyPending:
    "another methodology waits already for figure {effectiveFromOrdinal} of the indicator: publish up to it first [E-2]",
  MissingWithEnergy:
    "hour {hour} of {facilityId} is missing and has {energyMilliWh} mWh: a missing hour has none, so say measured or estimated [E-2]",
  NoHours: "a batch of {facilityId} for {day} has no hour: give at least one [E-2]",
  NoSuchBatch:
    "{facilityId} has {count} batches on {day}, numbered from 1, and no number {batch}: choose one of them [E-2]",
  NoSuchBond: "there is no bond at {sponsor}: give the address of its token [E-3]",
  NoSuchRevaluation:
    "{facilityId} has {count} revaluations, numbered from 1, and no number {number}: choose one of them [E-2]",
  NotAMonthOrFiscalYear:
    "a figure is of a month or a fiscal year in Japan, and {periodStart} to {periodEnd}, in seconds since 1970, is neither: correct the period [E-2]",
  NotARestatement: "baseline {version} of {facilityId} came before its judged days began: it needs no signature [E-1]",
  NotTheActiveBatch:
    "hour {hour} of {day} at {facilityId} comes from batch {active}, 0 for none, and not from {replaces}: look again, and correct what stands now [E-2]",
  NotTheActiveMethodology:
    "the indicator uses methodology {activeHash}, found {givenHash}: use it, or replace it first [E-2]",
  NotTheNextHour:
    "records of {facilityId} go on at hour {nextHour} since 1970 in Japan, found {given}: correct an earlier hour with `impact correct`, record a gap before a later one as missing [E-2]",
  NothingToRevalue:
    "factor {factor} and baseline {baseline} do not go with {reason}: name a factor for FactorRevised or a baseline for BaselineRevised, and 0 for the other [E-1]",
  OrdinalPassed:
    "the indicator has {count} figures, and a methodology cannot begin with figure {effectiveFromOrdinal}: begin with {count} or later [E-2]",
  OrdinalUnknown:
    "the indicator has {count} figures, numbered from 0, and no number {ordinal}: choose one of them [E-2]",
  OwnSnapshot:
    "{reporter} reported figure {snapshotIndex} of {subjectId} and does not attest it: let the reviewer sign [G-6]",
  PeriodNotCompleted:
    "the period from {periodStart} to {periodEnd}, in seconds since 1970, has not ended at {nowAt}: wait until it has [E-2]",
  PeriodOccupied: "figure {snapshotIndex} of {subjectId} is of this period: publish a correction of it [E-2]",
  PeriodUnknown:
    "{subjectId} has no figure for exactly {periodStart} to {periodEnd}, in seconds since 1970: choose a period that has one [E-2]",
  PeriodWithoutRecord:
    "nothing of {facilityId} is on record from {periodStart} to {periodEnd}, in seconds since 1970: record it first with `impact ingest` [E-2]",
  ProfileLength: "a profile of {length} hours, and it has 1 to {most}: give one value, 24 or 168 [E-1]",
  RestatementAlreadySigned: "{reviewer} signed baseline {version} of {facilityId} already: nothing is left to do [E-1]",
  RestatementUnsigned:
    "baseline {version} of {facilityId} came after its judged days began: have the reviewer sign it with `impact sign-baseline` first [E-1]",
  ShareAboveWhole:
    "with {toBps} for this bond all bonds would have {sharedBps} of 10,000 of {facilityId}: give less, or lower another share first [E-1]",
  SnapshotUnknown:
    "{subjectId} has {count} figures, numbered from 0, and no number {snapshotIndex}: choose one of them [E-2]",
  TooManyBatches:
    "{facilityId} has 255 batches on {day}, and no more: correct other days, and report what this one lacks [E-2]",
  TooManyRevaluations:
    "{facilityId} has had {most} revaluations, and no more: supersede what is left to correct, day by day, with other versions [E-1]",
  WordMalformed:
    "word {place} of the day at {facilityId} has bits where there is no hour, {word}: pack the hours as HourWord.sol says [E-2]",
  WrongReason: "{reason} is no reason for a correction: name why the record changes [E-2]",
};

/** What to do about each restriction of a transfer, by its code (ERC-1404). The chain itself says what it means. */
export const TRANSFER_REMEDIES: readonly string[] = [
  "nothing",
  "issue it first with `bond issue`",
  "nothing moves any more",
  "transfer before the closed window or after the payment date",
  "ask the issuer to designate this way of transfer",
  "open the account with `holder register`",
  "ask the register administrator to resume it",
  "open the account with `holder register`",
  "ask the register administrator to resume it",
  "name another receiver",
  "transfer to the dealer, and let the dealer transfer on",
  "cancel the bonds instead",
  "purchase from the day after closing through the third bank business day before maturity",
  "give fewer",
  "give fewer",
  "claim what fell due with the fiscal agent",
];

/** An error of the contracts as one line: what is, with its values, and what to do. */
export const refusalText = (error: Parsed, nameOf: (account: string) => string): string => {
  const shown = (name: string): string => {
    const at = error.inputs.findIndex((input) => input.name === name);
    const input = error.inputs[at];
    return input === undefined ? `{${name}}` : shownValue(input, error.values[at], nameOf);
  };
  const text = REFUSALS[error.name];
  if (text !== undefined) return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => shown(name));
  return `${error.name}(${error.inputs.map(({ name }) => `${name}: ${shown(name)}`).join(", ")})`;
};

/** The revert data inside whatever a provider threw, at whatever depth. */
export const revertDataOf = (error: unknown): string | undefined => {
  const seen = new Set<unknown>();
  const search = (value: unknown): string | undefined => {
    if (typeof value !== "object" || value === null || seen.has(value)) return undefined;
    seen.add(value);
    const { data, error: inner, info, cause } = value as Record<string, unknown>;
    if (typeof data === "string" && /^0x([0-9a-f]{2})*$/i.test(data)) return data;
    return [data, inner, info, cause].reduce<string | undefined>((found, each) => found ?? search(each), undefined);
  };
  return search(error);
};

const ERROR_WITH_TEXT = "0x08c379a0";
const PANIC = "0x4e487b71";

/** Whatever a provider threw, as one line. `messageOf` asks the chain what a restriction code means. */
export const explain = async (
  thrown: unknown,
  abi: Abi,
  nameOf: (account: string) => string,
  messageOf: (code: number) => Promise<string>,
): Promise<string> => {
  if (thrown instanceof Error && isBrokenLine(thrown)) throw thrown; // is told where the line is known
  const data = revertDataOf(thrown);
  if (data === undefined || data === "0x") return oneLine(thrown instanceof Error ? thrown.message : String(thrown));
  const error = abi.parseError(data);
  if (error?.name === "TransferRestricted") {
    const code = Number(error.values[0]);
    const remedy = TRANSFER_REMEDIES[code] ?? "look at the terms";
    return `${refusalText(error, nameOf)}: ${await messageOf(code)} (code ${code}); ${remedy}`;
  }
  if (error !== undefined) return refusalText(error, nameOf);
  const kind = data.startsWith(PANIC) ? "a panic" : data.startsWith(ERROR_WITH_TEXT) ? "an error" : "an unknown error";
  return `the chain refuses with ${kind} (${data.slice(0, 74)}): ${oneLine(thrown instanceof Error ? thrown.message : "")}`;
};

/** Any text on one line, without the number that Hardhat puts before its errors. */
export const oneLine = (text: string): string =>
  text
    .replace(/^HH\d+: /, "")
    .replaceAll(/\s+/g, " ")
    .trim();
