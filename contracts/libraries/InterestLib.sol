// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {InterestPerYenE13, Yen} from "../types/Yen.sol";

/// @title The roundings of the terms, and no other
/// @dev The only place of the contracts where money is divided.
library InterestLib {
    uint256 private constant E13 = 1e13;
    /// @dev Parts per million, and two half-years to the year.
    uint256 private constant RATE_UNIT = 2e6;
    uint256 private constant TAX_UNIT = 100_000;

    /// @notice A stretch of time in half-years: a head of `headDays` out of a half-year of `headHalfDays`, then `wholeHalves` whole ones, then
    /// a tail of `tailDays` out of `tailHalfDays`. The half-year lengths are never zero.
    struct HalfYears {
        uint256 headDays;
        uint256 headHalfDays;
        uint256 wholeHalves;
        uint256 tailDays;
        uint256 tailHalfDays;
    }

    /// @notice Interest per yen for a stretch of time: one fraction, cut once below the 13th decimal [P-2]. Parts are not cut one by one:
    /// two cuts would lose a unit.
    /// @param ratePpm yearly rate in parts per million: 5980 is 0.598 %
    function cutToE13(uint256 ratePpm, HalfYears memory time) internal pure returns (InterestPerYenE13) {
        uint256 denominator = time.headHalfDays * time.tailHalfDays;
        uint256 numerator = time.wholeHalves * denominator + time.headDays * time.tailHalfDays + time.tailDays * time.headHalfDays;
        return InterestPerYenE13.wrap(uint64((ratePpm * E13 * numerator) / (RATE_UNIT * denominator)));
    }

    /// @notice A holder's interest: total face times interest per yen, cut to whole yen [P-3].
    function floorToYen(Yen face, InterestPerYenE13 perYen) internal pure returns (Yen) {
        return Yen.wrap(uint64((uint256(Yen.unwrap(face)) * InterestPerYenE13.unwrap(perYen)) / E13));
    }

    /// @notice The tax withheld from a holder's interest on one date, cut to whole yen [P-8].
    /// @param ratePer100k 15315 is 15.315 %
    function floorToWithheldYen(Yen gross, uint256 ratePer100k) internal pure returns (Yen) {
        return Yen.wrap(uint64((uint256(Yen.unwrap(gross)) * ratePer100k) / TAX_UNIT));
    }
}
