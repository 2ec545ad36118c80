// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "../types/JstDay.sol";
import {CivilDate} from "./CivilDate.sol";

/// @title The days by which proceeds are tracked and reported: years later, ends of quarters, fiscal years [G-1, G-3, G-4]
library GreenDates {
    /// @notice A fiscal year begins on 1 April.
    uint256 private constant FISCAL_MONTH = 4;

    /// @notice The same date `count` years later; 29 February becomes the 28th where there is none.
    function plusYears(JstDay day, uint256 count) internal pure returns (JstDay) {
        (uint256 year, uint256 month, uint256 dayOfMonth) = CivilDate.civilOf(day);
        uint256 last = CivilDate.lastDayOfMonth(year + count, month);
        return CivilDate.dayOf(year + count, month, dayOfMonth < last ? dayOfMonth : last);
    }

    /// @notice The first 31 March, 30 June, 30 September or 31 December that does not lie before `day`.
    function quarterEndAtOrAfter(JstDay day) internal pure returns (JstDay) {
        (uint256 year, uint256 month, ) = CivilDate.civilOf(day);
        uint256 endMonth = ((month + 2) / 3) * 3;
        return CivilDate.dayOf(year, endMonth, CivilDate.lastDayOfMonth(year, endMonth));
    }

    /// @notice The fiscal year in which `day` lies: year N runs from 1 April N to 31 March N + 1.
    function fiscalYearOf(JstDay day) internal pure returns (uint256) {
        (uint256 year, uint256 month, ) = CivilDate.civilOf(day);
        return month < FISCAL_MONTH ? year - 1 : year;
    }
}
