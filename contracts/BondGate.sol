// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BondDates} from "./BondDates.sol";
import {ICalendarBond, IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {IBondGate} from "./interfaces/IBondToken.sol";
import {WindowLeads} from "./libraries/WindowLeads.sol";
import {MOST_READINGS} from "./types/AccountWord.sol";
import {ScheduleTerms} from "./types/BondTerms.sol";
import {ClosedWindow, GateWord} from "./types/GateWord.sol";
import {JstDay} from "./types/JstDay.sol";

/// @title The gate that closes before each payment date, and the days on which the register is read
/// @dev One word answers every transfer. It rolls itself forward on first use; an amended calendar rewrites it at once.
abstract contract BondGate is BondDates, IBondGate, ICalendarBond {
    using WindowLeads for WindowLeads.Leads;

    GateWord internal _gate;
    /// @dev The calendar as this bond last took it over; see {_takeCalendar}.
    WindowLeads.Leads private _leads;
    /// @dev The meeting days on which the register is read, ascending, then {NONE} [M-3]. Eight to a slot and without a length of their own, so
    /// that the transfer that finds one passed reads one slot.
    JstDay[256] private _meetingDays;

    JstDay private constant NEVER = JstDay.wrap(type(uint32).max);
    JstDay private constant NONE = JstDay.wrap(0);

    constructor(IBusinessCalendar calendar_, ScheduleTerms memory terms_) BondDates(calendar_, terms_) {
        calendar_.requireLoaded(_closingDay, _maturityDay);
        _gate = _gate.withMeetingDays(0, NEVER);
        _takeCalendar(1);
        JstDay firstRecordDay = _windowOf(1).from;
        if (_closingDay >= firstRecordDay) revert ClosingTooLate(_closingDay, firstRecordDay);
    }

    // ---- the calendar

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

    // ---- closed windows [T-1]

    /// @inheritdoc IBondGate
    function renewWindows() external {
        _gate = _renewed(_gate, _today());
    }

    /// @inheritdoc IBondGate
    function closedWindow(uint256 index) external view returns (JstDay from, JstDay to) {
        ClosedWindow memory window = _windowOf(index);
        return (window.from, window.to);
    }

    /// @inheritdoc IBondGate
    function recordDaysPassed() public view returns (uint256 recordDays) {
        (, recordDays, , ) = _gateOn(_today());
    }

    // ---- readings of the register [P-3, M-3]

    /// @inheritdoc IBondGate
    function meetingDays() external view returns (JstDay[] memory days_) {
        days_ = new JstDay[](_meetingDayCount());
        for (uint256 i = 0; i < days_.length; ++i) days_[i] = _meetingDays[i];
    }

    /// @dev Puts `day` among the coming meeting days, once.
    function _addMeetingDay(JstDay day) internal {
        if (day <= _today()) revert ReadingNotAhead(day, _today());
        uint256 count = _meetingDayCount();
        uint256 place = count;
        while (place > 0 && _meetingDays[place - 1] > day) --place;
        if (place > 0 && _meetingDays[place - 1] == day) return;
        if (_readingCount() >= MOST_READINGS) revert TooManyReadings(_readingCount() + 1, MOST_READINGS);
        for (uint256 i = count; i > place; --i) _meetingDays[i] = _meetingDays[i - 1];
        _meetingDays[place] = day;
        _gate = _withMeetingDaysFor(_gate, _today());
        emit ReadingScheduled(day);
    }

    /// @dev How many readings there are or will be: the highest number that one can have.
    function _readingCount() internal view returns (uint256) {
        return paymentCount + _meetingDayCount();
    }

    function _meetingDayCount() private view returns (uint256 count) {
        while (_meetingDays[count] != NONE) ++count;
    }

    /// @dev The number of the reading of payment date `index`, passed or not: those on earlier meeting days come before it. On one day the
    /// record day comes first; both show the same.
    function _readingOf(uint256 index) internal view returns (uint256 reading) {
        reading = index;
        JstDay recordDay = _windowOf(index).from;
        for (uint256 i = 0; _meetingDays[i] != NONE && _meetingDays[i] < recordDay; ++i) ++reading;
    }

    /// @dev The number of the reading on the past or present meeting day `day`.
    function _readingOn(JstDay day) internal view returns (uint256) {
        if (day > _today()) revert ReadingAhead(day, _today());
        uint256 index = _indexAtOrAfter(day);
        uint256 recordDays = _windowOf(index).from <= day ? index : index - 1;
        for (uint256 i = 0; _meetingDays[i] != NONE; ++i) {
            if (_meetingDays[i] == day) return recordDays + i + 1;
        }
        revert NoReadingOn(day);
    }

    // ---- the gate

    /// @dev What the gate says of `today`, renewed if what it cached is past; `recordDays` of them have passed.
    function _gateOn(JstDay today) internal view returns (GateWord gate, uint256 recordDays, bool closed, bool renewed) {
        gate = _gate;
        (recordDays, closed, renewed) = gate.on(today);
        if (renewed) {
            gate = _renewed(gate, today);
            (recordDays, closed, ) = gate.on(today);
        }
    }

    /// @dev As {_gateOn} with the present day, and stores a renewed gate, so that nobody relies on what has passed; `readings` of them have passed.
    function _gateNow(JstDay today) internal returns (GateWord gate, uint256 readings, bool closed) {
        bool renewed;
        (gate, readings, closed, renewed) = _gateOn(today);
        if (renewed) _gate = gate;
        unchecked {
            readings += gate.meetingDaysPassed(); // both fit into 8 bits
        }
    }

    function _readingsNow() internal returns (uint256 readings) {
        (, readings, ) = _gateNow(_today());
    }

    /// @dev Asks the calendar for everything that a transfer needs to know of it, for the dates from `index` on. An amendment can change no others.
    function _takeCalendar(uint256 index) private {
        for (; index <= paymentCount; ++index) _leads.put(index, _dateAt(index).daysSince(_recordDay(index)));
        _gate = _withWindowsFor(_gate.withLastPurchaseDay(_lastPurchaseDay()), _today());
    }

    function _renewed(GateWord gate, JstDay today) private view returns (GateWord) {
        gate = _withWindowsFor(gate, today);
        return gate.nextMeetingDay() <= today ? _withMeetingDaysFor(gate, today) : gate;
    }

    /// @dev `gate` with the windows of the first payment date that is not past, and of the next. The last one never ends: between
    /// maturity and redemption nothing may move either.
    function _withWindowsFor(GateWord gate, JstDay today) private view returns (GateWord) {
        uint256 index = _indexAtOrAfter(today);
        return gate.withWindows(index, _windowToCache(index), _windowToCache(index + 1));
    }

    function _withMeetingDaysFor(GateWord gate, JstDay today) private view returns (GateWord) {
        uint256 passed = gate.meetingDaysPassed();
        JstDay next = _meetingDays[passed];
        while (next != NONE && next <= today) next = _meetingDays[++passed];
        return gate.withMeetingDays(passed, next == NONE ? NEVER : next);
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

    function _requireCaller(address expected) internal view {
        if (msg.sender != expected) revert OnlyContract(expected, msg.sender);
    }
}
