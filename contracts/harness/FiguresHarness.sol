// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title What an annual report asks of the impact registry and its figures, as a test wants it. Never deployed with a bond.
contract FiguresHarness {
    mapping(bytes32 facilityId => mapping(address bond => uint16 bps)) public shareBps;
    mapping(bytes32 facilityId => mapping(uint256 snapshotIndex => bool stale)) public isStale;

    function setShare(bytes32 facilityId, address bond, uint16 bps) external {
        shareBps[facilityId][bond] = bps;
    }

    function setStale(bytes32 facilityId, uint256 snapshotIndex, bool stale) external {
        isStale[facilityId][snapshotIndex] = stale;
    }
}
