// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice Whole yen. The whole issue is at most 10^15 yen, so every sum of one date fits.
type Yen is uint64;

/// @notice Interest on one yen of face, in units of 10^-13 yen: cut below the 13th decimal [P-2].
type InterestPerYenE13 is uint64;

using {addYen as +, subYen as -, isLessYen as <, isSameYen as ==} for Yen global;

/// @dev No yen at all.
Yen constant NO_YEN = Yen.wrap(0);

function addYen(Yen a, Yen b) pure returns (Yen) {
    return Yen.wrap(Yen.unwrap(a) + Yen.unwrap(b));
}

function subYen(Yen a, Yen b) pure returns (Yen) {
    return Yen.wrap(Yen.unwrap(a) - Yen.unwrap(b));
}

function isLessYen(Yen a, Yen b) pure returns (bool) {
    return Yen.unwrap(a) < Yen.unwrap(b);
}

function isSameYen(Yen a, Yen b) pure returns (bool) {
    return Yen.unwrap(a) == Yen.unwrap(b);
}
