// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {EntitlementLib} from "../libraries/EntitlementLib.sol";
import {JstDay} from "../types/JstDay.sol";
import {LineState} from "../types/PaymentLine.sol";
import {InterestPerYenE13, Yen} from "../types/Yen.sol";
import {IBondDates} from "./IBondDates.sol";

/// @title What is due on each payment date, and what became of it [P-1 to P-5, P-7, P-8]
/// @notice The cash moves in yen outside the chain; the chain computes what is due and records what happened. Interest and redemption are the
/// same thing here: the last date also repays the principal, and burns.
interface IBondPayments is IBondDates {
    /// @notice Scheduled until the record day was read, Fixed until the money is there, Funded until nobody waits, then Closed. Lapsed when the
    /// bond was accelerated on an earlier day [D-1].
    enum DateState {
        Scheduled,
        Fixed,
        Funded,
        Closed,
        Lapsed
    }

    /// @notice A payment date.
    /// @param date the nominal date of I-4; `payOn` the day of payment after P-4; `recordDay` the day whose 00:00 decides who is paid [P-3]
    /// @param fixedAccounts how many accounts of the register were read so far
    /// @param openLines how many holders are neither settled nor failed
    struct PaymentDate {
        JstDay date;
        JstDay payOn;
        JstDay recordDay;
        InterestPerYenE13 interestPerYen;
        bool redeems;
        DateState state;
        uint256 fixedAccounts;
        uint256 fixedBonds;
        uint256 openLines;
        Yen dueYen;
        Yen fundedYen;
    }

    /// @notice One holder's line. `state` None means that it is not fixed yet: the amounts are a preview from the same function.
    /// @param holder whose bonds the register showed; `payee` who is entitled to the amount, the same unless it was redirected [P-3]
    /// @param taxClass 255 for the issuer's own bonds
    /// @param setOffYen what the holder had received already for a date that lapsed, as far as it is set off; zero but for an acceleration [D-1]
    struct Line {
        address holder;
        address payee;
        uint256 bonds;
        uint8 taxClass;
        LineState state;
        EntitlementLib.Amounts amounts;
        Yen setOffYen;
    }

    /// @notice The acceleration of the bond; all zero as long as it performs [D-1].
    /// @param eventDay through this day interest runs; later dates lapse
    /// @param recordedDay on this day the register was read
    /// @param interestPerYen accrued since the last payment date that is not after the event day, through that day
    struct Acceleration {
        JstDay eventDay;
        JstDay recordedDay;
        InterestPerYenE13 interestPerYen;
    }

    /// @notice What a holder had received for lapsed dates: as much as his claim is set off, the rest is to be recovered [D-1].
    struct SetOff {
        Yen setOffYen;
        Yen recoverYen;
    }

    /// @notice Accounts `fromNumber` to `toNumber` - 1 of the register were read for date `index`.
    event PageFixed(uint256 indexed index, uint256 fromNumber, uint256 toNumber, uint256 bonds, Yen dueYen);
    /// @notice All holders of date `index` are fixed; their bonds equal the supply at the record day.
    event DateFixed(uint256 indexed index, uint256 bonds, Yen dueYen);
    /// @notice Money for date `index` came in; `fundedYen` is the sum so far.
    event Funded(uint256 indexed index, Yen amountYen, Yen fundedYen, bytes32 bankReference);
    /// @notice The payment was instructed in the file that hashes to `fileHash`.
    event Instructed(uint256 indexed index, address indexed holder, bytes32 fileHash);
    /// @notice The amount was settled outside the chain.
    /// @param bankReference the fiscal agent's reference of the transfer, never zero
    event Settled(uint256 indexed index, address indexed holder, Yen grossYen, Yen withheldYen, Yen principalYen, bytes32 bankReference);
    /// @notice The payment failed; the amount stays due.
    event PaymentFailed(uint256 indexed index, address indexed holder, bytes32 reason);
    /// @notice A settled payment came back; the amount is due again [P-7].
    event PaymentReturned(uint256 indexed index, address indexed holder, bytes32 reason);
    /// @notice The amount in the line of `holder` is due to `to` instead of `from`, by order `orderId`. The line keeps its amounts and its class
    /// [P-3, T-7].
    event Redirected(
        uint256 indexed index,
        address indexed holder,
        address from,
        address indexed to,
        EntitlementLib.Amounts amounts,
        uint256 orderId,
        bytes32 documentHash
    );
    /// @notice The bond is accelerated; later dates lapse, and date 0 pays principal and interest through the event day [D-1].
    event Accelerated(JstDay indexed eventDay, JstDay recordedDay, InterestPerYenE13 interestPerYen);
    /// @notice The acceleration was recorded in error: no date has lapsed [D-1].
    event AccelerationAnnulled(JstDay indexed eventDay);
    /// @notice Of what the holder received for lapsed dates, `setOffYen` is set off and `recoverYen` is to be recovered [D-1].
    event ReceivedSetOff(address indexed holder, Yen setOffYen, Yen recoverYen);
    /// @notice Nobody waits on date `index` any more.
    event DateClosed(uint256 indexed index);

    /// @notice Date `index` is `state`, and this step needs another state.
    error WrongDateState(uint256 index, DateState state);
    /// @notice The record day of date `index` has not come [P-3].
    error RecordDayAhead(uint256 index, JstDay recordDay);
    /// @notice Payment date `index` is paid on `payOn`; today is earlier [P-4].
    error NotYetPayable(uint256 index, JstDay payOn, JstDay today);
    /// @notice The fixed bonds must equal the supply at the record day.
    error FixedBondsDiffer(uint256 index, uint256 fixedBonds, uint256 supply);
    /// @notice Date `index` needs `dueYen` in all; with `amountYen` it would have more than that.
    error Overfunded(uint256 index, Yen dueYen, Yen fundedYen, Yen amountYen);
    /// @notice `holder` has no line on date `index`.
    error NotInList(uint256 index, address holder);
    /// @notice The payment to `holder` is settled and can neither fail nor be instructed again.
    error AlreadySettled(uint256 index, address holder);
    /// @notice The register was read for `accounts` accounts of the acceleration: amounts rest on it, and it stands.
    error AccelerationBeingFixed(uint256 accounts);
    /// @notice The payment to `holder` is `state`, so nothing can come back.
    error NotSettled(uint256 index, address holder, LineState state);
    /// @notice `openLines` holders are neither settled nor failed.
    error HoldersWaiting(uint256 index, uint256 openLines);
    /// @notice Each holder needs a reference or reason, and neither may be zero.
    error ReferenceMissing();
    /// @notice A page or an amount must not be empty.
    error NothingToDo();

    /// @notice Reads the next `limit` accounts of the register as it stood at 00:00 of the record day, whatever moved later [P-3]. Repeat
    /// until the date is Fixed.
    /// @dev Fiscal agent only.
    function fix(uint256 index, uint256 limit) external;

    /// @notice Records that `amountYen` came in from the issuer.
    /// @dev Fiscal agent only. Never more than is due.
    function fund(uint256 index, Yen amountYen, bytes32 bankReference) external;

    /// @notice Records that payments were instructed in a file. Optional.
    /// @dev Fiscal agent only. Skips those already instructed.
    function instruct(uint256 index, address[] calldata holders, bytes32 fileHash) external;

    /// @notice Records that holders were paid, each with its reference; a suspended holder is set to Failed instead, also on the
    /// line of a key that he had before. Re-running it skips those already settled. On the last date their bonds are burned [P-5, P-7]. For a
    /// lapsed date only what was instructed before, and until the acceleration is being fixed: what reached a holder is then set off [D-1].
    /// @dev Fiscal agent only. Reverts with {NotYetPayable} before the pay day.
    function settle(uint256 index, address[] calldata holders, bytes32[] calldata bankReferences) external;

    /// @notice Records that payments failed, each with its reason; the amounts stay due. On the last date the bonds are burned all the same.
    /// @dev Fiscal agent only. Skips those already failed.
    function fail(uint256 index, address[] calldata holders, bytes32[] calldata reasons) external;

    /// @notice Records that settled payments came back, each with its reason; the amounts are due again, and can be settled again [P-7]. For a
    /// lapsed date until the acceleration is being fixed: what came back is then not set off [D-1].
    /// @dev Fiscal agent only.
    function recordReturn(uint256 index, address[] calldata holders, bytes32[] calldata reasons) external;

    /// @notice Redirects the amount in the line of `holder`, not yet settled, to the person entitled: a superseding record, never an edit. The
    /// line keeps its own gross, class and withholding; the total of the date does not change [P-3, T-7].
    /// @dev Register administrator only, by a recorded redirection.
    function redirect(uint256 index, address holder, address payee) external;

    /// @notice Makes principal and interest through `eventDay` due as date 0, and later dates lapse [D-1].
    /// @dev The defaults only.
    function accelerate(JstDay eventDay) external;

    /// @notice Takes an acceleration back that was recorded in error, before the register is read for it [D-1].
    /// @dev The defaults only.
    function annulAcceleration() external;

    /// @notice Closes a date on which nobody waits.
    /// @dev Fiscal agent only.
    function close(uint256 index) external;

    /// @notice Payment date `index`, counted from 1; 0 is the acceleration, once there is one.
    function paymentDate(uint256 index) external view returns (PaymentDate memory);

    /// @notice The lines of accounts `offset` to `offset` + `limit` - 1 on date `index`, those with nothing to list left out. What is not fixed yet
    /// is a preview: from the record day, or from now if that has not come.
    function linesAt(uint256 index, uint256 offset, uint256 limit) external view returns (Line[] memory);

    /// @notice The acceleration, or zeros.
    function acceleration() external view returns (Acceleration memory);

    /// @notice What was set off against the claim of `account`, and what is to be recovered from it, once the acceleration is fixed [D-1].
    function setOffOf(address account) external view returns (SetOff memory);

    /// @notice Interest accrued through `day`, that day included, since the last payment date [P-1, P-2].
    function accruedThrough(JstDay day) external view returns (bool accrues, JstDay accruesFrom, InterestPerYenE13 interestPerYen);
}
