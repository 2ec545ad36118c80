// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "../types/JstDay.sol";
import {CivilDate} from "./CivilDate.sol";

/// @title Dates as digits, the way that other systems write them
library DateText {
    /// @notice The month times 100 plus the day of the month: 614 is 14 June.
    function monthDayOf(JstDay day) internal pure returns (uint256) {
        (, uint256 month, uint256 dayOfMonth) = CivilDate.civilOf(day);
        return month * 100 + dayOfMonth;
    }

    /// @notice YYYYMMDD.
    function yyyymmdd(JstDay day) internal pure returns (string memory) {
        (uint256 year, , ) = CivilDate.civilOf(day);
        return _digits(year * 10_000 + monthDayOf(day), 8);
    }

    /// @notice MMDD, of what {monthDayOf} gives.
    function mmdd(uint256 monthDay) internal pure returns (string memory) {
        return _digits(monthDay, 4);
    }

    /// @dev The last `count` digits of `number`, leading zeros included.
    function _digits(uint256 number, uint256 count) private pure returns (string memory) {
        bytes memory text = new bytes(count);
        for (uint256 i = count; i > 0; number /= 10) text[--i] = bytes1(uint8(48 + (number % 10)));
        return string(text);
    }
}
