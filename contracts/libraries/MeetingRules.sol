// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "../types/JstDay.sol";

/// @title The numbers of a meeting: periods and majorities [M-1 to M-3]
/// @notice Bonds stand for face: all have the same denomination, so every comparison of face is one of bonds.
library MeetingRules {
    /// @dev 21 whole days lie between the notice and the meeting [M-1].
    uint32 internal constant NOTICE_DAYS = 22;
    /// @dev A demanded meeting is one within 8 weeks of the demand [M-2].
    uint32 internal constant DEMAND_DAYS = 56;
    /// @dev The convener applies to the court within a week of the resolution [M-3].
    uint32 internal constant APPLICATION_DAYS = 7;

    /// @notice The first day on which a meeting may be held whose notice was complete on `noticeDay` [M-1].
    function earliestMeetingDay(JstDay noticeDay) internal pure returns (JstDay) {
        return noticeDay.plus(NOTICE_DAYS);
    }

    /// @notice The last day of a meeting that answers a demand of `demandDay` [M-2].
    function latestMeetingDay(JstDay demandDay) internal pure returns (JstDay) {
        return demandDay.plus(DEMAND_DAYS);
    }

    /// @notice The last day on which the application to the court is in time [M-3].
    function latestApplicationDay(JstDay resolutionDay) internal pure returns (JstDay) {
        return resolutionDay.plus(APPLICATION_DAYS);
    }

    /// @notice Whether holders of `bonds` may demand a meeting, of `counted` that are outstanding and not the issuer's own: 1/10 is enough [M-2].
    function mayDemand(uint256 bonds, uint256 counted) internal pure returns (bool) {
        return bonds != 0 && 10 * bonds >= counted;
    }

    /// @notice Whether a resolution passes [M-3]. Ordinary: more than half of the votes present. Special: at least 1/5 of all votes, and 2/3 of
    /// the votes present. Where nobody is present, nothing passes.
    function passes(bool special, uint256 forBonds, uint256 presentBonds, uint256 allBonds) internal pure returns (bool) {
        if (presentBonds == 0) return false;
        if (!special) return 2 * forBonds > presentBonds;
        return 5 * forBonds >= allBonds && 3 * forBonds >= 2 * presentBonds;
    }
}
