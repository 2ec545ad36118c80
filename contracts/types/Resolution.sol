// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice What a resolution decides, as far as the law counts votes differently for it [M-3]. All but Ordinary need a special resolution:
/// Companies Act 706 (1) (extension, release, settlement; proceedings), 736 (1) (representatives), 737 (1) proviso (who executes a
/// resolution), 738 (dismissal, and change of what was entrusted).
enum Matter {
    Ordinary,
    Settlement706,
    Representative736,
    Executor737,
    Dismissal738
}

/// @notice Where a resolution stands. Passed waits for the court; Approved has taken effect.
enum ResolutionState {
    Proposed,
    Rejected,
    Passed,
    Approved,
    Refused
}

/// @notice Where a meeting stands. Convened until its day comes, Voting on that day, Ended until it is counted, then Tallied. Lapsed: the notice
/// was not complete in time, or can no longer be. Consents to a proposal without a meeting are collected while it is Voting, which then has no end.
enum MeetingState {
    None,
    Convened,
    Voting,
    Ended,
    Tallied,
    Cancelled,
    Lapsed
}

/// @notice Whether the law asks for a special resolution [M-3].
function isSpecial(Matter matter) pure returns (bool) {
    return matter != Matter.Ordinary;
}
