// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ImpactSnapshotLog} from "../ImpactSnapshotLog.sol";

/// @dev The standard alone: accounts report, attest and replace methodologies as the administrator says; a reporter corrects his own snapshots, the
/// administrator those of others too.
contract SnapshotLogHarness is ImpactSnapshotLog {
    error NotAllowed(address caller);

    address public immutable administrator = msg.sender;
    mapping(address account => bool reports) public isReporter;
    mapping(address account => bool attests) public isAttestor;

    function allow(address account, bool reports, bool attests) external {
        if (msg.sender != administrator) revert NotAllowed(msg.sender);
        (isReporter[account], isAttestor[account]) = (reports, attests);
    }

    function _authorizeReport(bytes32 subjectId, uint256 correctsIndex) internal view override {
        if (!isReporter[msg.sender]) revert NotAllowed(msg.sender);
        if (correctsIndex == NO_CORRECTION || msg.sender == administrator) return;
        if (_snapshotOf(subjectId, correctsIndex).reportedBy != msg.sender) revert NotAllowed(msg.sender);
    }

    function _authorizeAttestation(bytes32) internal view override {
        if (!isAttestor[msg.sender]) revert NotAllowed(msg.sender);
    }

    function _authorizeMethodology(bytes32) internal view override {
        if (msg.sender != administrator) revert NotAllowed(msg.sender);
    }

    /// @dev The heir hears the number that the snapshot will have.
    function _beforeStored(IndicatorSnapshot memory snapshot, uint256 snapshotIndex) internal view override {
        assert(snapshotIndex == this.snapshotCount(snapshot.subjectId));
    }
}
