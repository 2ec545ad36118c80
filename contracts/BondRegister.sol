// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BondDates} from "./BondDates.sol";
import {ICalendarBond, IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {IBondRegister, IBondToken} from "./interfaces/IBondToken.sol";
import {ScheduleLib} from "./libraries/ScheduleLib.sol";
import {WindowLeads} from "./libraries/WindowLeads.sol";
import {AccountKind, AccountWord, PREPARED, firstRecordOf, newAccountWord, recordGroup} from "./types/AccountWord.sol";
import {ScheduleTerms} from "./types/BondTerms.sol";
import {ClosedWindow, GateWord} from "./types/GateWord.sol";
import {JstDay} from "./types/JstDay.sol";

/// @title The accounts of the register, their holdings at every record day, and the gate that closes before each
/// @dev Transfers stop before a record day, so a holding is saved only when it first changes after one: every change of a holding goes through
/// {_broughtTo} first, forced moves inside a closed window included.
abstract contract BondRegister is BondDates, IBondToken, ICalendarBond {
    using WindowLeads for WindowLeads.Leads;

    /// @dev One slot, wrapped so that its place need be computed only once for reading and writing.
    struct Account {
        AccountWord word;
    }

    GateWord internal _gate;
    /// @dev The whole issue as if it were an account: what is outstanding, and was at each record day.
    AccountWord internal _issue;
    mapping(address account => Account stored) internal _accounts;
    /// @dev The calendar as this bond last took it over; see {_takeCalendar}.
    WindowLeads.Leads private _leads;
    /// @dev Words of earlier groups of record days; those of the whole issue stand under the zero address.
    mapping(address account => mapping(uint256 group => AccountWord word)) private _filed;
    address[] private _register;

    JstDay private constant NEVER = JstDay.wrap(type(uint32).max);

    constructor(IBusinessCalendar calendar_, ScheduleTerms memory terms_) BondDates(calendar_, terms_) {
        calendar_.requireLoaded(_closingDay, _maturityDay);
        _takeCalendar(1);
        JstDay firstRecordDay = _windowOf(1).from;
        if (_closingDay >= firstRecordDay) revert ClosingTooLate(_closingDay, firstRecordDay);
    }

    /// @inheritdoc ICalendarBond
    function paymentDays() external view returns (JstDay[] memory dates) {
        dates = new JstDay[](paymentCount);
        for (uint256 i = 0; i < dates.length; ++i) dates[i] = _dateAt(i + 1);
    }

    /// @inheritdoc ICalendarBond
    function calendarSpan() external view returns (JstDay from, JstDay to) {
        return (_closingDay, _maturityDay);
    }

    /// @inheritdoc ICalendarBond
    function refreshWindows() external {
        _requireCaller(address(calendar));
        _takeCalendar(_indexAtOrAfter(_today()));
    }

    /// @inheritdoc IBondRegister
    function renewWindows() external {
        _gate = _withWindowsFor(_gate, _today());
    }

    /// @inheritdoc IBondToken
    function closedWindow(uint256 index) external view returns (JstDay from, JstDay to) {
        ClosedWindow memory window = _windowOf(index);
        return (window.from, window.to);
    }

    // ---- record days [P-3]

    /// @inheritdoc IBondRegister
    function recordDaysPassed() public view returns (uint256 recordDays) {
        (, recordDays, , ) = _gateOn(_today());
    }

    /// @inheritdoc IBondRegister
    function bondsAtRecord(uint256 index, address account) external view returns (uint256) {
        _requirePassed(index);
        return _bondsAt(index, account, _accounts[account].word);
    }

    /// @inheritdoc IBondRegister
    function supplyAtRecord(uint256 index) external view returns (uint256) {
        _requirePassed(index);
        return _bondsAt(index, address(0), _issue);
    }

    /// @inheritdoc IBondRegister
    function entriesAt(uint256 index, uint256 offset, uint256 limit) external view returns (Entry[] memory entries) {
        entries = new Entry[](_pageLength(offset, limit));
        for (uint256 i = 0; i < entries.length; ++i) entries[i] = _entryOf(_register[offset + i], index);
    }

    /// @inheritdoc IBondRegister
    function wordsAt(uint256 index, uint256 offset, uint256 limit) external view returns (AccountWord[] memory words, uint256[] memory bonds) {
        uint256 length = _pageLength(offset, limit);
        (words, bonds) = (new AccountWord[](length), new uint256[](length));
        for (uint256 i = 0; i < length; ++i) {
            address account = _register[offset + i];
            words[i] = _accounts[account].word;
            bonds[i] = _bondsAt(index, account, words[i]);
        }
    }

    /// @inheritdoc IBondRegister
    function wordsOf(address[] calldata accounts) external view returns (AccountWord[] memory words) {
        words = new AccountWord[](accounts.length);
        for (uint256 i = 0; i < words.length; ++i) words[i] = _accounts[accounts[i]].word;
    }

    /// @inheritdoc IBondRegister
    function accountCount() external view returns (uint256) {
        return _register.length;
    }

    // ---- changes

    /// @dev The word of an account, or of the whole issue, with its present bonds written down for the record days that passed since it
    /// last changed. If those reach into another group of eight, the group that it carries is filed first; groups in between are not: they say
    /// what the new one begins with.
    function _broughtTo(uint256 recordDays, address account, AccountWord word) internal returns (AccountWord) {
        uint256 passed = word.recordDaysPassed();
        if (passed == recordDays) return word;
        uint256 group = recordGroup(recordDays);
        uint256 first = passed + 1;
        if (firstRecordOf(group) > passed) {
            first = firstRecordOf(group);
            if (passed != 0) _file(account, recordGroup(passed), word);
        }
        return word.withRecords(first, recordDays);
    }

    /// @dev The record days after the last that `word` knows, through the end of its group, passed with the bonds that it carries.
    function _file(address account, uint256 group, AccountWord word) private {
        uint256 last = firstRecordOf(group + 1) - 1;
        uint256 passed = word.recordDaysPassed();
        _filed[account][group] = passed == last ? word : word.withRecords(passed + 1, last);
    }

    /// @dev Stores `word` with `bonds` fewer. The rules were asked before; this only keeps the books.
    function _take(uint256 recordDays, address account, Account storage stored, AccountWord word, uint256 bonds) internal {
        stored.word = _broughtTo(recordDays, account, word).minusBonds(bonds);
    }

    /// @dev Stores `word` with `bonds` more.
    function _give(uint256 recordDays, address account, Account storage stored, AccountWord word, uint256 bonds) internal {
        stored.word = _broughtTo(recordDays, account, word).plusBonds(bonds);
    }

    function _admit(address account, AccountKind kind, uint8 taxClass) internal {
        if (account == address(0)) revert AccountIsZero();
        if (account.code.length != 0) revert AccountIsContract(account);
        if (_accounts[account].word.kind() != AccountKind.None) revert AccountKnown(account);
        uint256 number = _register.length;
        uint256 recordDays = _recordDaysNow();
        _accounts[account].word = newAccountWord(kind, taxClass, number, recordDays);
        _register.push(account);
        if (kind == AccountKind.Dealer) _prepareFiling(account, recordDays);
        emit AccountAdmitted(account, kind, number, taxClass);
    }

    /// @dev The dealer is a party to every transfer, so the slots of its filed words are paid for here and not by whoever trades when one is due.
    function _prepareFiling(address account, uint256 recordDays) private {
        uint256 last = recordGroup(paymentCount);
        for (uint256 group = recordDays == 0 ? 0 : recordGroup(recordDays); group < last; ++group) _filed[account][group] = PREPARED;
    }

    // ---- the gate [T-1]

    /// @dev Asks the calendar for everything that a transfer needs to know of it, for the dates from `index` on. An amendment can change no others.
    function _takeCalendar(uint256 index) private {
        for (; index <= paymentCount; ++index) _leads.put(index, _dateAt(index).daysSince(_recordDay(index)));
        _gate = _withWindowsFor(_gate.withLastPurchaseDay(_lastPurchaseDay()), _today());
    }

    /// @dev What the gate says of today, with its windows renewed if both cached ones are past.
    function _gateOn(JstDay today) internal view returns (GateWord gate, uint256 recordDays, bool closed, bool renewed) {
        gate = _gate;
        (recordDays, closed, renewed) = gate.reading(today);
        if (renewed) {
            gate = _withWindowsFor(gate, today);
            (recordDays, closed, ) = gate.reading(today);
        }
    }

    /// @dev As {_gateOn} today, and stores renewed windows, so that nobody relies on cached ones that have passed.
    function _gateNow() internal returns (GateWord gate, uint256 recordDays, bool closed) {
        bool renewed;
        (gate, recordDays, closed, renewed) = _gateOn(_today());
        if (renewed) _gate = gate;
    }

    function _recordDaysNow() internal returns (uint256 recordDays) {
        (, recordDays, ) = _gateNow();
    }

    /// @dev `gate` with the windows of the first payment date that is not past, and of the next. The last one never ends: between
    /// maturity and redemption nothing may move either.
    function _withWindowsFor(GateWord gate, JstDay today) internal view returns (GateWord) {
        uint256 index = _indexAtOrAfter(today);
        return gate.withWindows(index, _windowToCache(index), _windowToCache(index + 1));
    }

    function _windowToCache(uint256 index) private view returns (ClosedWindow memory window) {
        if (index > paymentCount) return ClosedWindow(NEVER, NEVER);
        window = _windowOf(index);
        if (index == paymentCount) window.to = NEVER;
    }

    function _windowOf(uint256 index) private view returns (ClosedWindow memory) {
        JstDay date = _dateAt(index);
        return ClosedWindow(date.minus(_leads.at(index)), date);
    }

    // ---- small things

    function _known(address account) internal view returns (AccountWord word) {
        word = _accounts[account].word;
        if (word.kind() == AccountKind.None) revert AccountUnknown(account);
    }

    function _requireCaller(address expected) internal view {
        if (msg.sender != expected) revert OnlyContract(expected, msg.sender);
    }

    function _requirePassed(uint256 index) private view {
        _requireDate(index);
        uint256 passed = recordDaysPassed();
        if (index > passed) revert RecordDayNotReached(index, passed);
    }

    function _bondsAt(uint256 index, address account, AccountWord word) private view returns (uint256) {
        if (index == 0) revert ScheduleLib.NoSuchDate(index, paymentCount);
        uint256 passed = word.recordDaysPassed();
        if (index > passed) return word.bonds();
        uint256 group = recordGroup(index);
        while (group < recordGroup(passed)) {
            AccountWord filed = _filed[account][group];
            if (filed.isFiled()) return filed.bondsAtRecord(index);
            index = firstRecordOf(++group); // nothing changed in a group that was not filed
        }
        return word.bondsAtRecord(index);
    }

    function _pageLength(uint256 offset, uint256 limit) private view returns (uint256) {
        uint256 left = offset < _register.length ? _register.length - offset : 0;
        return limit < left ? limit : left;
    }

    function _entryOf(address account, uint256 index) private view returns (Entry memory) {
        AccountWord word = _accounts[account].word;
        uint256 bonds = _bondsAt(index, account, word);
        return Entry(account, word.number(), word.kind(), word.status(), word.taxClass(), bonds, word.held(), word.frozen());
    }
}
