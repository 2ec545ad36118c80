// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IBusinessCalendar, ICalendarBond} from "./interfaces/IBusinessCalendar.sol";
import {BusinessDays} from "./libraries/BusinessDays.sol";
import {CivilDate} from "./libraries/CivilDate.sol";
import {ScheduleLib} from "./libraries/ScheduleLib.sol";
import {JstDay, jstDayOf} from "./types/JstDay.sol";

/// @title The bank holidays of a network
contract BusinessCalendar is IBusinessCalendar, AccessManaged {
    using BusinessDays for BusinessDays.Holidays;

    uint256 private constant FIRST_YEAR = 1970;
    uint256 private constant LAST_YEAR = 9999;

    BusinessDays.Holidays private _holidays;
    address[] private _bonds;

    /// @inheritdoc IBusinessCalendar
    mapping(uint256 year => YearStatus status) public yearStatus;
    /// @inheritdoc IBusinessCalendar
    mapping(address bond => bool registered) public isRegistered;

    /// @param held what the calendar holds from its first block on
    constructor(address authority, YearHolidays[] memory held) AccessManaged(authority) {
        for (uint256 i = 0; i < held.length; ++i) _load(held[i].year, held[i].nationalHolidays);
    }

    /// @inheritdoc IBusinessCalendar
    function loadYear(uint256 year, JstDay[] calldata nationalHolidays) external restricted {
        _load(year, nationalHolidays);
    }

    /// @inheritdoc IBusinessCalendar
    function publishYear(uint256 year, bytes32 sourceHash) external restricted {
        if (sourceHash == bytes32(0)) revert DocumentHashMissing();
        if (yearStatus[year] != YearStatus.Provisional) revert YearNotProvisional(year, yearStatus[year]);
        yearStatus[year] = YearStatus.Published;
        emit YearPublished(year, sourceHash);
    }

    /// @inheritdoc IBusinessCalendar
    function amend(JstDay day, bool holiday, bytes32 causeHash) external restricted {
        JstDay today = jstDayOf(block.timestamp);
        if (causeHash == bytes32(0)) revert DocumentHashMissing();
        if (day <= today) revert DayNotComing(day, today);
        _requireEffect(day, holiday);

        JstDay[][] memory oldStarts = _windowStarts(day);
        _holidays.setMark(day, holiday ? BusinessDays.HOLIDAY : BusinessDays.ORDINARY);
        JstDay[][] memory newStarts = _windowStarts(day);
        for (uint256 i = 0; i < _bonds.length; ++i) _requireComing(ICalendarBond(_bonds[i]), oldStarts[i], newStarts[i], today);

        emit HolidayAmended(day, !holiday, holiday, causeHash);
        for (uint256 i = 0; i < _bonds.length; ++i) ICalendarBond(_bonds[i]).refreshWindows();
    }

    /// @inheritdoc IBusinessCalendar
    function register(ICalendarBond bond) external restricted {
        if (isRegistered[address(bond)]) revert BondAlreadyRegistered(address(bond));
        (JstDay from, JstDay to) = bond.calendarSpan();
        requireLoaded(from, to);
        isRegistered[address(bond)] = true;
        _bonds.push(address(bond));
        emit BondRegistered(address(bond));
        bond.refreshWindows(); // the calendar may have been amended since the bond was deployed
    }

    /// @inheritdoc IBusinessCalendar
    function registeredBonds() external view returns (address[] memory) {
        return _bonds;
    }

    /// @inheritdoc IBusinessCalendar
    function isBankHoliday(JstDay day) external view returns (bool) {
        return _holidays.isBankHoliday(day);
    }

    /// @inheritdoc IBusinessCalendar
    function businessDayAtOrBefore(JstDay day) external view returns (JstDay) {
        return _holidays.atOrBefore(day);
    }

    /// @inheritdoc IBusinessCalendar
    function leadDay(JstDay date, uint256 count) external view returns (JstDay) {
        return _holidays.leadDay(date, count);
    }

    /// @inheritdoc IBusinessCalendar
    function businessDayAfter(JstDay day, uint256 count) external view returns (JstDay) {
        return _holidays.next(day, count);
    }

    /// @inheritdoc IBusinessCalendar
    function requireLoaded(JstDay from, JstDay to) public view {
        (uint256 year, , ) = CivilDate.civilOf(from);
        (uint256 lastYear, , ) = CivilDate.civilOf(to);
        for (; year <= lastYear; ++year) {
            if (yearStatus[year] == YearStatus.NotLoaded) revert BusinessDays.YearNotLoaded(year, CivilDate.dayOf(year, 1, 1));
        }
    }

    function _load(uint256 year, JstDay[] memory nationalHolidays) private {
        if (year < FIRST_YEAR || year > LAST_YEAR) revert YearOutOfRange(year);
        if (yearStatus[year] != YearStatus.NotLoaded) revert YearAlreadyLoaded(year);
        JstDay first = CivilDate.dayOf(year, 1, 1);
        JstDay end = CivilDate.dayOf(year + 1, 1, 1);
        for (JstDay day = first; day < end; day = day.plus(1)) {
            _holidays.setMark(day, _isYearEnd(day, first, end) ? BusinessDays.HOLIDAY : BusinessDays.ORDINARY);
        }
        JstDay earliest = first;
        for (uint256 i = 0; i < nationalHolidays.length; ++i) {
            JstDay day = nationalHolidays[i];
            if (day < earliest || day >= end) revert HolidayOutOfOrder(year, day);
            _holidays.setMark(day, BusinessDays.HOLIDAY);
            earliest = day.plus(1);
        }
        yearStatus[year] = YearStatus.Provisional;
        emit YearLoaded(year, nationalHolidays);
    }

    /// @dev The first closed days of every bond's payment dates from `day` on: a change of `day` can move no others.
    function _windowStarts(JstDay day) private view returns (JstDay[][] memory starts) {
        starts = new JstDay[][](_bonds.length);
        for (uint256 i = 0; i < _bonds.length; ++i) {
            JstDay[] memory dates = ICalendarBond(_bonds[i]).paymentDays();
            starts[i] = new JstDay[](dates.length);
            for (uint256 k = 0; k < dates.length; ++k) {
                if (dates[k] >= day) starts[i][k] = _holidays.leadDay(dates[k], ScheduleLib.CLOSED_WINDOW_LEAD);
            }
        }
    }

    function _requireComing(ICalendarBond bond, JstDay[] memory oldStarts, JstDay[] memory newStarts, JstDay today) private view {
        for (uint256 k = 0; k < oldStarts.length; ++k) {
            (JstDay oldStart, JstDay newStart) = (oldStarts[k], newStarts[k]);
            if (oldStart != newStart && (oldStart <= today || newStart <= today))
                revert WindowAlreadyBegun(address(bond), bond.paymentDays()[k], oldStart, newStart, today);
        }
    }

    function _requireEffect(JstDay day, bool holiday) private view {
        (uint256 year, , ) = CivilDate.civilOf(day);
        bool yearEnd = _isYearEnd(day, CivilDate.dayOf(year, 1, 1), CivilDate.dayOf(year + 1, 1, 1));
        if (yearEnd || day.isWeekend() || _holidays.isBankHoliday(day) == holiday) revert AmendmentWithoutEffect(day, holiday);
    }

    /// @dev 31 December to 3 January, whatever the law of national holidays says.
    function _isYearEnd(JstDay day, JstDay first, JstDay end) private pure returns (bool) {
        return day < first.plus(3) || day.plus(1) == end;
    }
}
