// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {MeetingRules} from "../libraries/MeetingRules.sol";
import {JstDay} from "../types/JstDay.sol";

/// @title The rules of a meeting, opened for tests. Never deployed with a bond.
contract MeetingHarness {
    /// @notice Whether a resolution passes, for every number of votes for it (0 to `present`), present (0 to `all`) and in all (0 to `most`),
    /// in this order.
    function passesUpTo(bool special, uint256 most) external pure returns (bool[] memory answers) {
        answers = new bool[](((most + 1) * (most + 2) * (most + 3)) / 6);
        uint256 at = 0;
        for (uint256 all = 0; all <= most; ++all)
            for (uint256 present = 0; present <= all; ++present)
                for (uint256 votes = 0; votes <= present; ++votes) answers[at++] = MeetingRules.passes(special, votes, present, all);
    }

    /// @notice Whether holders may demand a meeting, for every number of bonds (0 to `counted`) of those that count (0 to `most`).
    function mayDemandUpTo(uint256 most) external pure returns (bool[] memory answers) {
        answers = new bool[](((most + 1) * (most + 2)) / 2);
        uint256 at = 0;
        for (uint256 counted = 0; counted <= most; ++counted)
            for (uint256 bonds = 0; bonds <= counted; ++bonds) answers[at++] = MeetingRules.mayDemand(bonds, counted);
    }

    function daysAfter(JstDay day) external pure returns (JstDay meeting, JstDay answer, JstDay application) {
        return (MeetingRules.earliestMeetingDay(day), MeetingRules.latestMeetingDay(day), MeetingRules.latestApplicationDay(day));
    }
}
