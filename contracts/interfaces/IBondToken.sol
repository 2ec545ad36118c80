// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccountKind, AccountStatus, AccountWord} from "../types/AccountWord.sol";
import {BondTerms} from "../types/BondTerms.sol";
import {JstDay} from "../types/JstDay.sol";
import {IAgreements} from "./IAgreements.sol";
import {IBondDates} from "./IBondDates.sol";
import {IRegisterOrders} from "./IRegisterOrders.sol";
import {Restriction} from "../types/Restriction.sol";

/// @title When nobody transfers, and when the register is read [T-1, P-3, M-3]
interface IBondGate {
    /// @notice The register will be read at 00:00 of `meetingDay` [M-3].
    event ReadingScheduled(JstDay indexed meetingDay);

    /// @notice Only `expected` may call this.
    error OnlyContract(address expected, address caller);
    /// @notice Closing lies on or after the first record day, so that nothing could be delivered in between.
    error ClosingTooLate(JstDay closingDay, JstDay firstRecordDay);
    /// @notice The register can be read on a coming day only; `today` is the day in Japan.
    error ReadingNotAhead(JstDay meetingDay, JstDay today);
    /// @notice The meeting day has not come.
    error ReadingAhead(JstDay meetingDay, JstDay today);
    /// @notice No meeting was convened for `meetingDay`, so the register was not read then.
    error NoReadingOn(JstDay meetingDay);
    /// @notice Record days and meeting days together may not be more than `most`; the last ones are kept for holders with court permission [M-2].
    error TooManyReadings(uint256 readings, uint256 most);

    /// @notice How many record days have passed, today's included [P-3].
    function recordDaysPassed() external view returns (uint256);

    /// @notice The days of meetings on which the register is or was read, oldest first [M-3].
    function meetingDays() external view returns (JstDay[] memory);

    /// @notice First and last day of the closed window of payment date `index` [T-1].
    function closedWindow(uint256 index) external view returns (JstDay from, JstDay to);

    /// @notice Caches the closed windows of the next two dates, so that no transfer has to. Anybody may call it; it changes no rule.
    function renewWindows() external;
}

/// @title The accounts of the register and what each held whenever it was read [R-1, P-3, M-3]
interface IBondRegister is IBondGate {
    /// @notice An account as the register shows it.
    /// @param bonds at the record day that was asked for
    /// @param bondsNow at this moment
    struct Entry {
        address account;
        uint256 number;
        AccountKind kind;
        AccountStatus status;
        uint8 taxClass;
        uint256 bonds;
        uint256 bondsNow;
        uint256 frozen;
    }

    /// @notice `account` entered the register.
    event AccountAdmitted(address indexed account, AccountKind kind, uint256 number, uint8 taxClass);
    /// @notice The status of `account` changed, for the cause that hashes to `causeHash`.
    event AccountStatusChanged(address indexed account, AccountStatus from, AccountStatus to, bytes32 causeHash);
    /// @notice The tax class of `account` changed [P-8].
    event TaxClassChanged(address indexed account, uint8 from, uint8 to);

    /// @notice `account` is in the register already.
    error AccountKnown(address account);
    /// @notice `account` is not in the register.
    error AccountUnknown(address account);
    /// @notice A contract cannot hold the bond [T-4].
    error AccountIsContract(address account);
    /// @notice The zero address cannot hold the bond.
    error AccountIsZero();
    /// @notice `account` is not what this function is for.
    error WrongAccountKind(address account, AccountKind kind);
    /// @notice `account` is `status`, so this step cannot be taken.
    error WrongAccountStatus(address account, AccountStatus status);
    /// @notice The terms know `count` tax classes, numbered from 0 [P-8].
    error UnknownTaxClass(uint8 taxClass, uint256 count);
    /// @notice Record day `index` has not come; `passed` have.
    error RecordDayNotReached(uint256 index, uint256 passed);
    /// @notice The last date is being paid, or the bond is accelerated: bonds rest where they are, only amounts can still be redirected
    /// [P-3, T-7, D-1].
    error RedemptionBegun();

    /// @notice The bonds of `account` at 00:00 of record day `index`, counted from 1, whatever moved later.
    function bondsAtRecord(uint256 index, address account) external view returns (uint256);

    /// @notice The bonds outstanding at 00:00 of record day `index`.
    function supplyAtRecord(uint256 index) external view returns (uint256);

    /// @notice The bonds of `account` at 00:00 of the past or present `meetingDay`, whatever moved later [M-3].
    function bondsOn(JstDay meetingDay, address account) external view returns (uint256);

    /// @notice The bonds outstanding at 00:00 of the past or present `meetingDay` [M-3].
    function supplyOn(JstDay meetingDay) external view returns (uint256);

    /// @notice Accounts `offset` to `offset` + `limit` - 1 as they stand at record day `index`; if that has not come, or for index 0, as they
    /// stand now.
    function entriesAt(uint256 index, uint256 offset, uint256 limit) external view returns (Entry[] memory);

    /// @notice As {entriesAt}, packed: the words as they stand now, and the bonds at record day `index`.
    function wordsAt(uint256 index, uint256 offset, uint256 limit) external view returns (AccountWord[] memory words, uint256[] memory bonds);

    /// @notice The packed words of `accounts` as they stand now; unknown accounts have kind None.
    function wordsOf(address[] calldata accounts) external view returns (AccountWord[] memory);

    /// @notice The account that `account` replaced, or zero [T-7].
    function predecessorOf(address account) external view returns (address);

    /// @notice How many accounts were ever admitted.
    function accountCount() external view returns (uint256);
}

/// @title The bond: indivisible units, one decision for every transfer, immutable terms
interface IBondToken is IBondDates, IBondRegister {
    /// @notice The contracts that complete the token.
    /// @param market the book of trades; `offering` the book of allotments; `meeting` may have the register read; `defaults` may stop transfers;
    /// `listing` answers with views what the token does not know, see `IIbetListing`
    struct Parts {
        address registry;
        address payments;
        IRegisterOrders orders;
        IAgreements market;
        IAgreements offering;
        address meeting;
        address defaults;
        address listing;
    }

    /// @notice The whole issue was created for the dealer on the closing day [I-2, I-5, I-7].
    event Issued(address indexed dealer, uint256 bonds, JstDay closingDay);
    /// @notice The issuer cancelled bonds of its own [P-6].
    event Cancelled(address indexed issuer, uint256 bonds, uint256 outstanding);
    /// @notice The ways of transfer that the issuer designates changed [T-3].
    event WaysDesignated(uint8 from, uint8 to);
    /// @notice The redemption has begun: bonds no longer move, not even by order.
    event RedemptionStarted();
    /// @notice The bond is accelerated: from now on nothing moves, not even by order [D-1].
    event TransfersStopped();
    /// @notice The acceleration was annulled: bonds move again as before [D-1].
    event TransfersResumed();
    /// @notice All bonds are gone.
    event Redeemed();
    /// @notice Issuer or dealer (`kind`) moved from one account to another, with role and position.
    event PartyMoved(AccountKind indexed kind, address indexed oldAccount, address indexed newAccount, bytes32 documentHash);
    /// @notice The contracts that complete the token were connected.
    event Connected(Parts parts);

    /// @notice A transfer is refused; `reason` is the ERC-1404 code.
    error TransferRestricted(Restriction reason, address from, address to, uint256 bonds);
    /// @notice There are no allowances and no other forms of pledge [T-4].
    error NoAllowance();
    /// @notice The bond is issued once [I-2].
    error AlreadyIssued();
    /// @notice The bond is issued on the closing day, and today is another [I-5].
    error NotClosingDay(JstDay closingDay, JstDay today);
    /// @notice The calendar does not know this bond, so that amendments would not reach it.
    error NotRegisteredWithCalendar();
    /// @notice Own bonds are cancelled from `from` through `to`; today is outside [P-6].
    error OutsidePurchaseWindow(JstDay from, JstDay to, JstDay today);
    /// @notice `ways` names a way that does not exist [T-3].
    error UnknownWay(uint8 ways);
    /// @notice A party moves on the ground of a document, named by its hash.
    error DocumentHashMissing();
    /// @notice `book` is neither the market nor the offering of this bond.
    error UnknownBook(address book);
    /// @notice No bond is outstanding: not issued yet, or redeemed.
    error NothingOutstanding();
    /// @notice The contracts are connected already.
    error AlreadyConnected();
    /// @notice More bonds than the issue has cannot be frozen.
    error FrozenBeyondIssue(uint256 amount, uint256 bonds);

    /// @notice Issues all bonds to the dealer, on the closing day [I-2, I-5, I-7].
    /// @dev Issuer only.
    function issue() external;

    /// @notice Cancels own bonds inside the purchase window, closed windows of earlier dates included [P-6].
    /// @dev Issuer only.
    function cancel(uint256 bonds) external;

    /// @notice Settles agreement `id` of the market or the offering: its bonds move from the sender, whose own transaction this is, under the
    /// same rules as any transfer [T-1 to T-5].
    /// @param book the market or the offering
    /// @param bankReference the reference of the cash leg
    function settleAgreement(IAgreements book, uint256 id, bytes32 bankReference) external;

    /// @notice Says which ways of transfer are open: bit 0 plain transfers, bit 1 recorded agreements [T-3].
    /// @dev Issuer only.
    function designateWays(uint8 ways) external;

    /// @notice Moves the issuer's or the dealer's role, account and position to another account, in one step.
    /// @dev Administrator only, after its delay.
    function moveParty(AccountKind kind, address newAccount, bytes32 documentHash) external;

    /// @notice Connects the contracts that complete the token. Once.
    /// @dev Administrator only.
    function connect(Parts calldata parts) external;

    /// @notice Admits an investor's account.
    /// @dev The registry only.
    function admit(address account, uint8 taxClass) external;

    /// @notice Suspends or resumes an account.
    /// @dev The registry only.
    function setStatus(address account, AccountStatus status, bytes32 causeHash) external;

    /// @notice Changes an account's tax class.
    /// @dev The registry only.
    function setTaxClass(address account, uint8 taxClass) external;

    /// @notice Moves everything that `oldAccount` is and has to `newAccount` and closes the old one.
    /// @dev The registry only, and only by a recorded order.
    function replaceAccount(address oldAccount, address newAccount) external;

    /// @notice From now on bonds rest where they are.
    /// @dev The payments only.
    function beginRedemption() external;

    /// @notice From now on nothing moves any more: the bond is accelerated [D-1].
    /// @dev The defaults only.
    function accelerate() external;

    /// @notice Bonds move again: the acceleration was recorded in error [D-1].
    /// @dev The defaults only.
    function annulAcceleration() external;

    /// @notice Has the register read at 00:00 of the coming `meetingDay` [M-3].
    /// @dev The meeting only.
    function readOn(JstDay meetingDay) external;

    /// @notice The bonds that the issuer itself held at 00:00 of the past or present `meetingDay`, whoever was issuer then [M-3].
    function ownBondsOn(JstDay meetingDay) external view returns (uint256);

    /// @notice Burns all that `accounts` hold.
    /// @dev The payments only, after {beginRedemption}.
    function redeem(address[] calldata accounts) external;

    /// @notice The contracts that complete the token, once connected.
    function parts() external view returns (Parts memory);

    /// @notice The registry of holders, once connected.
    function registry() external view returns (address);

    /// @notice What pays the bond, once connected.
    function payments() external view returns (address);

    /// @notice The terms, as deployed, for good: no rate follows the impact [E-5].
    function terms() external view returns (BondTerms memory);

    /// @notice keccak256 of the ABI encoding of {terms}.
    function termsHash() external view returns (bytes32);

    /// @notice The ways of transfer that are open [T-3].
    function ways() external view returns (uint8);

    /// @notice Whether all bonds were issued, and whether none is left.
    function isIssued() external view returns (bool);

    /// @notice Whether all bonds are redeemed or cancelled.
    function isRedeemed() external view returns (bool);

    /// @notice Whether the bond is accelerated [D-1].
    function isAccelerated() external view returns (bool);

    /// @notice First and last day of purchase and cancellation [P-6].
    function purchaseWindow() external view returns (JstDay from, JstDay to);
}
