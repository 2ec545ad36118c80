// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {GreenDates} from "../libraries/GreenDates.sol";
import {JstDay} from "../types/JstDay.sol";

/// @title The days of the green life, opened for tests. Never deployed with a bond.
contract GreenDatesHarness {
    function plusYears(JstDay[] calldata days_, uint256 count) external pure returns (JstDay[] memory found) {
        found = new JstDay[](days_.length);
        for (uint256 i = 0; i < days_.length; ++i) found[i] = GreenDates.plusYears(days_[i], count);
    }

    function quarterEnds(JstDay[] calldata days_) external pure returns (JstDay[] memory found) {
        found = new JstDay[](days_.length);
        for (uint256 i = 0; i < days_.length; ++i) found[i] = GreenDates.quarterEndAtOrAfter(days_[i]);
    }

    function fiscalYears(JstDay[] calldata days_) external pure returns (uint256[] memory found) {
        found = new uint256[](days_.length);
        for (uint256 i = 0; i < days_.length; ++i) found[i] = GreenDates.fiscalYearOf(days_[i]);
    }
}
