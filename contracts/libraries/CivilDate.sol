// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "../types/JstDay.sol";

/// @title Years, months and days of the Gregorian calendar, for days from 1970 on
/// @dev The year is counted from March here, so that the leap day is its last: then the days before each month follow one line,
/// (153 * month + 2) / 5, and only the year carries leap days. Unchecked where a day of 32 bits or a year of 4 digits cannot overflow: the first
/// transfer after a reading of the register reckons several dates.
library CivilDate {
    uint256 private constant DAYS_PER_400_YEARS = 146_097;
    /// @dev Days from 1 March of year 0 to 1 January 1970.
    uint256 private constant EPOCH = 719_468;

    /// @notice The date on which `day` falls: month 1 to 12, day of the month 1 to 31.
    function civilOf(JstDay day) internal pure returns (uint256 year, uint256 month, uint256 dayOfMonth) {
        unchecked {
            uint256 sinceMarch0 = JstDay.unwrap(day) + EPOCH;
            uint256 era = sinceMarch0 / DAYS_PER_400_YEARS;
            uint256 dayOfEra = sinceMarch0 % DAYS_PER_400_YEARS;
            uint256 yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
            uint256 dayOfYear = dayOfEra - _daysBeforeYear(yearOfEra);
            uint256 monthFromMarch = (5 * dayOfYear + 2) / 153;
            dayOfMonth = dayOfYear - _daysBeforeMonth(monthFromMarch) + 1;
            month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
            year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        }
    }

    /// @notice The day of a date. `month` 1 to 12; `dayOfMonth` must exist in that month.
    function dayOf(uint256 year, uint256 month, uint256 dayOfMonth) internal pure returns (JstDay) {
        uint256 sinceMarch0;
        unchecked {
            uint256 yearFromMarch = month <= 2 ? year - 1 : year;
            uint256 monthFromMarch = month <= 2 ? month + 9 : month - 3;
            uint256 dayOfEra = _daysBeforeYear(yearFromMarch % 400) + _daysBeforeMonth(monthFromMarch) + dayOfMonth - 1;
            sinceMarch0 = (yearFromMarch / 400) * DAYS_PER_400_YEARS + dayOfEra;
        }
        return JstDay.wrap(uint32(sinceMarch0 - EPOCH));
    }

    /// @notice The last day of a month: 28 to 31.
    function lastDayOfMonth(uint256 year, uint256 month) internal pure returns (uint256) {
        if (month == 2) return isLeapYear(year) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /// @notice Whether `year` has a 29 February.
    function isLeapYear(uint256 year) internal pure returns (bool) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    function _daysBeforeYear(uint256 yearOfEra) private pure returns (uint256) {
        unchecked {
            return yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100;
        }
    }

    function _daysBeforeMonth(uint256 monthFromMarch) private pure returns (uint256) {
        unchecked {
            return (153 * monthFromMarch + 2) / 5;
        }
    }
}
