// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Published impact figures that equal the ledger [E-2, E-4]
interface IImpactReports {
    /// @notice Whether snapshot `snapshotIndex` of a facility no longer stands for what the active records give: a record of its period was added,
    /// superseded or revalued since, or the snapshot was corrected. Reverts for an unknown snapshot.
    function isStale(bytes32 facilityId, uint256 snapshotIndex) external view returns (bool);
}
