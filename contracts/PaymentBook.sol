// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BondDates} from "./BondDates.sol";
import {IBondPayments} from "./interfaces/IBondPayments.sol";
import {IBondRegister, IBondToken} from "./interfaces/IBondToken.sol";
import {EntitlementLib} from "./libraries/EntitlementLib.sol";
import {PaymentLines} from "./libraries/PaymentLines.sol";
import {ScheduleLib} from "./libraries/ScheduleLib.sol";
import {AccountKind, AccountStatus, AccountWord} from "./types/AccountWord.sol";
import {BondTerms} from "./types/BondTerms.sol";
import {JstDay} from "./types/JstDay.sol";
import {LineState, OWN_BONDS, PaymentLine, newPaymentLine} from "./types/PaymentLine.sol";
import {InterestPerYenE13, NO_YEN, Yen} from "./types/Yen.sol";

/// @title What is due on each payment date, to whom, and how it stands
/// @notice Everything that is kept, and every rule about it once; {BondPayments} holds the steps. The acceleration is a date like the others,
/// with index 0 [D-1].
abstract contract PaymentBook is BondDates, IBondPayments {
    using PaymentLines for PaymentLines.Lines;
    using EntitlementLib for PaymentLine;

    IBondToken public immutable token;

    Yen private immutable _denomination;
    uint24[] private _taxRates;

    /// @dev What is stored of a date; one slot.
    struct Progress {
        uint24 fixedAccounts;
        uint24 fixedBonds;
        uint24 openLines;
        bool fixedAll;
        bool closed;
        Yen dueYen;
        Yen fundedYen;
    }

    /// @dev The index under which an acceleration is paid.
    uint256 internal constant ACCELERATION = 0;

    mapping(uint256 index => Progress progress) internal _progress;
    mapping(uint256 index => PaymentLines.Lines lines) internal _lines;
    /// @dev Who is entitled to a redirected line, by the holder's number [P-3].
    mapping(uint256 index => mapping(uint256 number => address payee)) internal _payees;
    /// @dev The numbers of the redirected lines of a date.
    mapping(uint256 index => uint256[] numbers) internal _redirected;
    /// @dev What was set off, or is to be recovered, at the acceleration.
    mapping(address account => SetOff amounts) internal _setOffs;
    Acceleration internal _acceleration;

    constructor(IBondToken token_) BondDates(token_.calendar(), token_.terms().schedule) {
        BondTerms memory terms = token_.terms();
        (token, _denomination) = (token_, terms.denominationYen);
        for (uint256 i = 0; i < terms.taxClasses.length; ++i) _taxRates.push(terms.taxClasses[i].ratePer100k);
    }

    /// @inheritdoc IBondPayments
    function paymentDate(uint256 index) external view returns (PaymentDate memory) {
        Progress memory progress = _progress[index];
        EntitlementLib.DateTerms memory terms = _termsOf(index);
        bool accelerated = index == ACCELERATION;
        return
            PaymentDate({
                date: accelerated ? _acceleration.eventDay : _dateAt(index),
                payOn: accelerated ? _acceleration.recordedDay : _payOn(index),
                recordDay: accelerated ? _acceleration.recordedDay : _recordDay(index),
                interestPerYen: terms.interestPerYen,
                redeems: terms.redeems,
                state: _stateOf(index, progress),
                fixedAccounts: progress.fixedAccounts,
                fixedBonds: progress.fixedBonds,
                openLines: progress.openLines,
                dueYen: progress.dueYen,
                fundedYen: progress.fundedYen
            });
    }

    /// @inheritdoc IBondPayments
    function linesAt(uint256 index, uint256 offset, uint256 limit) external view returns (Line[] memory lines) {
        EntitlementLib.DateTerms memory terms = _termsOf(index);
        IBondRegister.Entry[] memory entries = token.entriesAt(index, offset, limit);
        Line[] memory found = new Line[](entries.length);
        uint256 count = 0;
        for (uint256 i = 0; i < entries.length; ++i) {
            IBondRegister.Entry memory entry = entries[i];
            bool isFixed = entry.number < _progress[index].fixedAccounts;
            PaymentLine line = isFixed ? _lines[index].at(entry.number) : _lineOf(entry.bonds, entry.kind == AccountKind.Issuer, entry.taxClass);
            if (isFixed ? line.lineState() == LineState.None : !_isListed(entry.bonds, entry.bondsNow, terms.redeems)) continue;
            found[count++] = Line({
                holder: entry.account,
                payee: line.isRedirected() ? _payees[index][entry.number] : entry.account,
                bonds: line.lineBonds(),
                taxClass: line.lineTaxClass(),
                state: isFixed ? line.lineState() : LineState.None,
                amounts: line.amountsOf(terms),
                setOffYen: NO_YEN
            });
            if (index == ACCELERATION) {
                Line memory last = found[count - 1];
                last.setOffYen = (isFixed ? _setOffs[entry.account] : _setOffFor(entry.account, last.amounts)).setOffYen;
            }
        }
        lines = new Line[](count);
        for (uint256 i = 0; i < count; ++i) lines[i] = found[i];
    }

    /// @inheritdoc IBondPayments
    function accruedThrough(JstDay day) external view returns (bool, JstDay, InterestPerYenE13) {
        return ScheduleLib.accruedThrough(_scheduleTerms(), day);
    }

    /// @inheritdoc IBondPayments
    function acceleration() external view returns (Acceleration memory) {
        return _acceleration;
    }

    /// @inheritdoc IBondPayments
    function setOffOf(address account) external view returns (SetOff memory) {
        return _setOffs[account];
    }

    // ---- set-off [D-1]

    /// @dev What was settled for lapsed dates is set off against a holder's claim; what exceeds it is to be recovered, and never makes a claim
    /// negative. It is the holder's cash that counts: what reached him, against what he is still to get.
    function _setOffFor(address account, EntitlementLib.Amounts memory amounts) internal view returns (SetOff memory setOff) {
        Yen received = _receivedOf(account);
        Yen claim = amounts.principalYen + amounts.grossYen - amounts.withheldYen;
        setOff.setOffYen = received < claim ? received : claim;
        setOff.recoverYen = received - setOff.setOffYen;
    }

    /// @dev What was settled for lapsed dates to the holder who now has `account`, under the keys that he had before too. A replaced key is asked
    /// through its successor only, and one that was replaced after it was read has its record already.
    function _receivedOf(address account) private view returns (Yen received) {
        if (_wordOf(account).status() == AccountStatus.Closed) return NO_YEN;
        for (; account != address(0) && _isNothing(_setOffs[account]); account = token.predecessorOf(account)) {
            uint256 number = _wordOf(account).number();
            for (uint256 index = _indexAtOrAfter(_acceleration.eventDay.plus(1)); index <= paymentCount; ++index) {
                if (_progress[index].fundedYen == NO_YEN) continue; // nothing can be settled before
                received = received + _settledTo(index, account, number);
            }
        }
    }

    function _isNothing(SetOff memory setOff) internal pure returns (bool) {
        return setOff.setOffYen == NO_YEN && setOff.recoverYen == NO_YEN;
    }

    function _settledTo(uint256 index, address account, uint256 number) private view returns (Yen received) {
        EntitlementLib.DateTerms memory terms = _termsOf(index);
        PaymentLine own = _lines[index].at(number);
        if (!own.isRedirected()) received = _settledNet(own, terms);
        uint256[] storage redirected = _redirected[index];
        for (uint256 i = 0; i < redirected.length; ++i) {
            if (_payees[index][redirected[i]] == account) received = received + _settledNet(_lines[index].at(redirected[i]), terms);
        }
    }

    function _settledNet(PaymentLine line, EntitlementLib.DateTerms memory terms) private pure returns (Yen) {
        if (line.lineState() != LineState.Settled) return NO_YEN;
        EntitlementLib.Amounts memory amounts = line.amountsOf(terms);
        return amounts.grossYen - amounts.withheldYen + amounts.principalYen;
    }

    // ---- one rule each

    function _wordOf(address account) internal view returns (AccountWord) {
        address[] memory one = new address[](1);
        one[0] = account;
        return token.wordsOf(one)[0];
    }

    function _isAccelerated() internal view returns (bool) {
        return JstDay.unwrap(_acceleration.recordedDay) != 0;
    }

    function _termsOf(uint256 index) internal view returns (EntitlementLib.DateTerms memory) {
        if (index == ACCELERATION && _isAccelerated()) return EntitlementLib.DateTerms(_acceleration.interestPerYen, true, _denomination, _taxRates);
        _requireDate(index);
        return EntitlementLib.DateTerms(ScheduleLib.interestAt(_scheduleTerms(), index), index == paymentCount, _denomination, _taxRates);
    }

    function _lineOf(uint256 bonds, bool ownBonds, uint8 taxClass) internal pure returns (PaymentLine) {
        return newPaymentLine(bonds, ownBonds ? OWN_BONDS : taxClass);
    }

    /// @dev Who held bonds is listed; on the last date also who holds some only since an order moved them in the window, so that every bond
    /// is burned with somebody's line.
    function _isListed(uint256 bonds, uint256 bondsNow, bool redeems) internal pure returns (bool) {
        return bonds != 0 || (redeems && bondsNow != 0);
    }

    /// @dev D-1: dates after the day of the event lapse, whatever was done about them.
    function _isLapsed(uint256 index) internal view returns (bool) {
        return index != ACCELERATION && _isAccelerated() && _dateAt(index) > _acceleration.eventDay;
    }

    function _stateOf(uint256 index, Progress memory progress) internal view returns (DateState) {
        if (_isLapsed(index)) return DateState.Lapsed;
        if (progress.closed) return DateState.Closed;
        if (!progress.fixedAll) return DateState.Scheduled;
        return progress.fundedYen < progress.dueYen ? DateState.Fixed : DateState.Funded;
    }

    function _requireState(uint256 index, Progress memory progress, DateState a, DateState b) internal view {
        DateState state = _stateOf(index, progress);
        if (state != a && state != b) revert WrongDateState(index, state);
    }

    function _requirePayable(uint256 index) internal view {
        if (index == ACCELERATION) return; // due at once
        JstDay payOn = _payOn(index);
        if (_today() < payOn) revert NotYetPayable(index, payOn, _today());
    }
}
