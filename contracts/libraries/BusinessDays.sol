// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "../types/JstDay.sol";
import {CivilDate} from "./CivilDate.sol";

/// @title Bank business-day arithmetic over the holidays that were loaded
/// @notice A bank holiday is a Saturday, a Sunday, a national holiday, or 31 December to 3 January. A day of a year that was not loaded
/// is an error, weekends included: nobody may compute with a year whose holidays nobody has looked at.
library BusinessDays {
    /// @dev Two bits a day, 128 days a slot.
    struct Holidays {
        mapping(uint256 slot => uint256 days128) marks;
    }

    uint256 internal constant NOT_LOADED = 0;
    uint256 internal constant ORDINARY = 1;
    uint256 internal constant HOLIDAY = 2;

    /// @notice `day` belongs to a year whose holidays are not loaded. Load the year into the calendar first.
    error YearNotLoaded(uint256 year, JstDay day);

    /// @notice Whether banks are closed on `day`.
    function isBankHoliday(Holidays storage self, JstDay day) internal view returns (bool) {
        uint256 mark = markOf(self, day);
        if (mark == NOT_LOADED) {
            (uint256 year, , ) = CivilDate.civilOf(day);
            revert YearNotLoaded(year, day);
        }
        return mark == HOLIDAY || day.isWeekend();
    }

    /// @notice `day` itself if it is a bank business day, else the preceding one [P-4].
    function atOrBefore(Holidays storage self, JstDay day) internal view returns (JstDay) {
        while (isBankHoliday(self, day)) day = day.minus(1);
        return day;
    }

    /// @notice The `count`-th bank business day before `day`, `day` itself not counted.
    function before(Holidays storage self, JstDay day, uint256 count) internal view returns (JstDay) {
        for (; count > 0; --count) day = atOrBefore(self, day.minus(1));
        return day;
    }

    /// @notice The `count`-th bank business day after `day`, `day` itself not counted [T-5].
    function next(Holidays storage self, JstDay day, uint256 count) internal view returns (JstDay) {
        for (; count > 0; --count) {
            do day = day.plus(1); while (isBankHoliday(self, day));
        }
        return day;
    }

    /// @notice The day that is `count` bank business days before `date`, or one more if `date` is itself a bank holiday: the form in which
    /// the terms count back from a payment date [T-1, P-6].
    function leadDay(Holidays storage self, JstDay date, uint256 count) internal view returns (JstDay) {
        return before(self, date, isBankHoliday(self, date) ? count + 1 : count);
    }

    /// @notice What is recorded of `day`: NOT_LOADED, ORDINARY or HOLIDAY. Weekends are not recorded as holidays.
    function markOf(Holidays storage self, JstDay day) internal view returns (uint256) {
        uint256 number = JstDay.unwrap(day);
        return (self.marks[number >> 7] >> ((number & 127) << 1)) & 3;
    }

    /// @notice Records `mark` for `day`.
    function setMark(Holidays storage self, JstDay day, uint256 mark) internal {
        uint256 number = JstDay.unwrap(day);
        uint256 shift = (number & 127) << 1;
        self.marks[number >> 7] = (self.marks[number >> 7] & ~(uint256(3) << shift)) | (mark << shift);
    }
}
