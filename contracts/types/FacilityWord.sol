// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FacilityKind} from "./Impact.sol";
import {JstDay} from "./JstDay.sol";

/// @notice All that a record must know of a facility, in one storage slot: bits 0-159 the authority of its sponsor, 160-167 kind, 168-183 tolerance
/// in 1/10,000, 184-215 first day of operation, 216-255 capacity in W.
type FacilityWord is uint256;

using {exists, authority, kind, toleranceBps, operationalDay, capacityWatts, boundMilliWh} for FacilityWord global;

function newFacilityWord(
    address authority_,
    FacilityKind kind_,
    uint16 toleranceBps_,
    JstDay operationalDay_,
    uint40 capacityWatts_
) pure returns (FacilityWord) {
    return
        FacilityWord.wrap(
            uint256(uint160(authority_)) |
                (uint256(kind_) << 160) |
                (uint256(toleranceBps_) << 168) |
                (uint256(JstDay.unwrap(operationalDay_)) << 184) |
                (uint256(capacityWatts_) << 216)
        );
}

function exists(FacilityWord word) pure returns (bool) {
    return FacilityWord.unwrap(word) != 0;
}

function authority(FacilityWord word) pure returns (address) {
    return address(uint160(FacilityWord.unwrap(word)));
}

function kind(FacilityWord word) pure returns (FacilityKind) {
    return FacilityKind(uint8(FacilityWord.unwrap(word) >> 160));
}

function toleranceBps(FacilityWord word) pure returns (uint16) {
    return uint16(FacilityWord.unwrap(word) >> 168);
}

function operationalDay(FacilityWord word) pure returns (JstDay) {
    return JstDay.wrap(uint32(FacilityWord.unwrap(word) >> 184));
}

function capacityWatts(FacilityWord word) pure returns (uint40) {
    return uint40(FacilityWord.unwrap(word) >> 216);
}

/// @notice The most energy of an hour, in either direction, in mWh: capacity for one hour with the tolerance, cut to whole mWh.
function boundMilliWh(FacilityWord word) pure returns (uint256) {
    return (uint256(word.capacityWatts()) * 1000 * (10_000 + uint256(word.toleranceBps()))) / 10_000;
}
