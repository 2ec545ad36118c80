// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccountKind, AccountStatus, AccountWord} from "../types/AccountWord.sol";
import {BondTerms} from "../types/BondTerms.sol";
import {JstDay} from "../types/JstDay.sol";
import {IBondDates} from "./IBondDates.sol";
import {Restriction} from "../types/Restriction.sol";

/// @title The accounts of the register and what each held at every record day [R-1, P-3]
interface IBondRegister {
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
    /// @notice The last date is being paid: bonds rest where they are, only amounts can still be redirected [P-3, T-7].
    error RedemptionBegun();

    /// @notice How many record days have passed, today's included [P-3].
    function recordDaysPassed() external view returns (uint256);

    /// @notice The bonds of `account` at 00:00 of record day `index`, counted from 1, whatever moved later.
    function bondsAtRecord(uint256 index, address account) external view returns (uint256);

    /// @notice The bonds outstanding at 00:00 of record day `index`.
    function supplyAtRecord(uint256 index) external view returns (uint256);

    /// @notice Accounts `offset` to `offset` + `limit` - 1 as they stand at record day `index`; if that has not come, as they stand now.
    function entriesAt(uint256 index, uint256 offset, uint256 limit) external view returns (Entry[] memory);

    /// @notice As {entriesAt}, packed: the words as they stand now, and the bonds at record day `index`.
    function wordsAt(uint256 index, uint256 offset, uint256 limit) external view returns (AccountWord[] memory words, uint256[] memory bonds);

    /// @notice The packed words of `accounts` as they stand now; unknown accounts have kind None.
    function wordsOf(address[] calldata accounts) external view returns (AccountWord[] memory);

    /// @notice Caches the closed windows of the next two dates, so that no transfer has to. Anybody may call it; it changes no rule.
    function renewWindows() external;

    /// @notice How many accounts were ever admitted.
    function accountCount() external view returns (uint256);
}

/// @title The bond: indivisible units, one decision for every transfer, immutable terms
interface IBondToken is IBondRegister, IBondDates {
    /// @notice The whole issue was created for the dealer on the closing day [I-2, I-5, I-7].
    event Issued(address indexed dealer, uint256 bonds, JstDay closingDay);
    /// @notice The issuer cancelled bonds of its own [P-6].
    event Cancelled(address indexed issuer, uint256 bonds, uint256 outstanding);
    /// @notice The ways of transfer that the issuer designates changed [T-3].
    event WaysDesignated(uint8 from, uint8 to);
    /// @notice The redemption has begun: bonds no longer move, not even by order.
    event RedemptionStarted();
    /// @notice All bonds are gone.
    event Redeemed();
    /// @notice Issuer or dealer (`kind`) moved from one account to another, with role and position.
    event PartyMoved(AccountKind indexed kind, address indexed oldAccount, address indexed newAccount, bytes32 documentHash);
    /// @notice The contracts that complete the token were connected.
    event Connected(address registry, address payments, address orders);

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
    /// @notice Only `expected` may call this.
    error OnlyContract(address expected, address caller);
    /// @notice The contracts are connected already.
    error AlreadyConnected();
    /// @notice More bonds than the issue has cannot be frozen.
    error FrozenBeyondIssue(uint256 amount, uint256 bonds);
    /// @notice Closing lies on or after the first record day, so that nothing could be delivered in between.
    error ClosingTooLate(JstDay closingDay, JstDay firstRecordDay);

    /// @notice Issues all bonds to the dealer, on the closing day [I-2, I-5, I-7].
    /// @dev Issuer only.
    function issue() external;

    /// @notice Cancels own bonds inside the purchase window, closed windows of earlier dates included [P-6].
    /// @dev Issuer only.
    function cancel(uint256 bonds) external;

    /// @notice Says which ways of transfer are open: bit 0 plain transfers [T-3].
    /// @dev Issuer only.
    function designateWays(uint8 ways) external;

    /// @notice Moves the issuer's or the dealer's role, account and position to another account, in one step.
    /// @dev Administrator only, after its delay.
    function moveParty(AccountKind kind, address newAccount, bytes32 documentHash) external;

    /// @notice Connects registry, payments and orders. Once.
    /// @dev Administrator only.
    function connect(address registry, address payments, address orders) external;

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

    /// @notice Burns all that `accounts` hold.
    /// @dev The payments only, after {beginRedemption}.
    function redeem(address[] calldata accounts) external;

    /// @notice The registry of holders, once connected.
    function registry() external view returns (address);

    /// @notice What pays the bond, once connected.
    function payments() external view returns (address);

    /// @notice The terms, as deployed.
    function terms() external view returns (BondTerms memory);

    /// @notice keccak256 of the ABI encoding of {terms}.
    function termsHash() external view returns (bytes32);

    /// @notice The ways of transfer that are open [T-3].
    function ways() external view returns (uint8);

    /// @notice Whether all bonds were issued, and whether none is left.
    function isIssued() external view returns (bool);

    /// @notice Whether all bonds are redeemed or cancelled.
    function isRedeemed() external view returns (bool);

    /// @notice First and last day of purchase and cancellation [P-6].
    function purchaseWindow() external view returns (JstDay from, JstDay to);

    /// @notice First and last day of the closed window of payment date `index` [T-1].
    function closedWindow(uint256 index) external view returns (JstDay from, JstDay to);
}
