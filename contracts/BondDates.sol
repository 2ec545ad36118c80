// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IBondDates} from "./interfaces/IBondDates.sol";
import {IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {ScheduleLib} from "./libraries/ScheduleLib.sol";
import {ScheduleTerms} from "./types/BondTerms.sol";
import {JstDay, jstDayOf} from "./types/JstDay.sol";

/// @title The days of one bond: what the terms promise, and what the calendar makes of it
/// @dev The terms are immutable, so their days cost no storage to read. Holidays are asked of the calendar every time.
abstract contract BondDates is IBondDates {
    /// @inheritdoc IBondDates
    IBusinessCalendar public immutable calendar;
    /// @inheritdoc IBondDates
    uint256 public immutable paymentCount;

    uint32 private immutable _ratePpm;
    JstDay internal immutable _closingDay;
    JstDay private immutable _firstPaymentDay;
    JstDay internal immutable _maturityDay;
    uint256 private immutable _gridMonth;
    uint256 private immutable _gridDayOfMonth;

    constructor(IBusinessCalendar calendar_, ScheduleTerms memory terms) {
        ScheduleLib.requireValid(terms);
        calendar = calendar_;
        (_ratePpm, _closingDay) = (terms.ratePpm, terms.closingDay);
        (_firstPaymentDay, _maturityDay) = (terms.firstPaymentDay, terms.maturityDay);
        ScheduleLib.Grid memory grid = ScheduleLib.gridOf(terms);
        (_gridMonth, _gridDayOfMonth, paymentCount) = (grid.firstMonth, grid.dayOfMonth, grid.count);
    }

    function _scheduleTerms() internal view returns (ScheduleTerms memory) {
        return ScheduleTerms(_ratePpm, _closingDay, _firstPaymentDay, _maturityDay);
    }

    /// @dev The nominal date [I-4]. Reverts with NoSuchDate.
    function _dateAt(uint256 index) internal view returns (JstDay) {
        return ScheduleLib.dateAt(_grid(), index);
    }

    /// @dev The first date that does not lie before `day`; the last one if all do.
    function _indexAtOrAfter(JstDay day) internal view returns (uint256) {
        return ScheduleLib.indexAtOrAfter(_grid(), day);
    }

    /// @dev P-4: a bank holiday moves payment earlier; the amount is unchanged.
    function _payOn(uint256 index) internal view returns (JstDay) {
        return calendar.businessDayAtOrBefore(_dateAt(index));
    }

    /// @dev The first closed day [T-1], at whose 00:00 the register is read [P-3].
    function _recordDay(uint256 index) internal view returns (JstDay) {
        return calendar.leadDay(_dateAt(index), ScheduleLib.CLOSED_WINDOW_LEAD);
    }

    /// @dev The last day of purchase and cancellation [P-6].
    function _lastPurchaseDay() internal view returns (JstDay) {
        return calendar.leadDay(_maturityDay, ScheduleLib.PURCHASE_LEAD);
    }

    function _requireDate(uint256 index) internal view {
        if (index == 0 || index > paymentCount) revert ScheduleLib.NoSuchDate(index, paymentCount);
    }

    function _grid() private view returns (ScheduleLib.Grid memory) {
        return ScheduleLib.Grid(_gridMonth, _gridDayOfMonth, paymentCount);
    }

    function _today() internal view returns (JstDay) {
        return jstDayOf(block.timestamp);
    }
}
