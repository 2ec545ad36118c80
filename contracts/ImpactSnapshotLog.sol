// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {MethodologyBook} from "./MethodologyBook.sol";
import {IImpactAttestation, IImpactSnapshotLog, IMethodologyVersioning} from "./interfaces/IImpactSnapshotLog.sol";

/// @title ERC-8329, the Subject-Linked Impact Snapshot Log, with both extensions
/// @notice The standard and nothing else: who may report, correct, attest and replace a methodology is for the heir to say.
abstract contract ImpactSnapshotLog is MethodologyBook, IImpactSnapshotLog, IImpactAttestation, ERC165 {
    /// @notice Stands for "corrects nothing".
    uint256 public constant NO_CORRECTION = type(uint256).max;

    mapping(bytes32 subjectId => IndicatorSnapshot[] snapshots) private _snapshots;
    mapping(bytes32 subjectId => mapping(bytes32 indicatorId => uint256[])) private _ofIndicator;
    /// @dev The newest snapshot of an exact period, plus one: a correction takes the place of what it corrects, so no chain is walked.
    mapping(bytes32 slot => uint256 plusOne) private _currentPlusOne;
    mapping(bytes32 subjectId => mapping(uint256 snapshotIndex => Attestation[])) private _attestations;

    // ---- recording

    /// @inheritdoc IImpactSnapshotLog
    function recordSnapshot(
        bytes32 subjectId,
        bytes32 indicatorId,
        int256 value,
        uint8 decimals,
        bytes32 unit,
        uint64 periodStart,
        uint64 periodEnd,
        bytes32 methodologyHash,
        string calldata methodologyURI,
        uint256 correctsIndex
    ) external returns (uint256 snapshotIndex) {
        IndicatorSnapshot memory snapshot = IndicatorSnapshot({
            subjectId: subjectId,
            indicatorId: indicatorId,
            value: value,
            decimals: decimals,
            unit: unit,
            periodStart: periodStart,
            periodEnd: periodEnd,
            methodologyHash: methodologyHash,
            methodologyURI: methodologyURI,
            reportedBy: msg.sender,
            reportedAt: uint64(block.timestamp),
            correctsIndex: correctsIndex,
            correctedByIndex: 0
        });
        _authorizeReport(subjectId, correctsIndex);
        _requireCompleted(periodStart, periodEnd);
        snapshotIndex = _snapshots[subjectId].length;
        _occupy(snapshot, snapshotIndex);
        _useMethodology(subjectId, indicatorId, methodologyHash, methodologyURI);
        _beforeStored(snapshot, snapshotIndex);
        _snapshots[subjectId].push(snapshot);
        _ofIndicator[subjectId][indicatorId].push(snapshotIndex);
        _announce(snapshot, snapshotIndex);
    }

    /// @inheritdoc IImpactAttestation
    function attestSnapshot(
        bytes32 subjectId,
        uint256 snapshotIndex,
        bool endorsed,
        bytes32 evidenceHash,
        string calldata evidenceURI
    ) external returns (uint256 attestationIndex) {
        _authorizeAttestation(subjectId);
        address reporter = _snapshotOf(subjectId, snapshotIndex).reportedBy;
        if (evidenceHash == bytes32(0)) revert EvidenceMissing();
        if (reporter == msg.sender) revert OwnSnapshot(subjectId, snapshotIndex, reporter);
        Attestation[] storage attestations = _attestations[subjectId][snapshotIndex];
        attestationIndex = attestations.length;
        attestations.push(Attestation(msg.sender, endorsed, evidenceHash, evidenceURI, uint64(block.timestamp)));
        emit SnapshotAttested(subjectId, snapshotIndex, msg.sender, endorsed, evidenceHash, attestationIndex);
    }

    // ---- views

    /// @inheritdoc IImpactSnapshotLog
    function getSnapshot(bytes32 subjectId, uint256 snapshotIndex) external view returns (IndicatorSnapshot memory) {
        return _snapshotOf(subjectId, snapshotIndex);
    }

    /// @inheritdoc IImpactSnapshotLog
    function snapshotCount(bytes32 subjectId) external view returns (uint256) {
        return _snapshots[subjectId].length;
    }

    /// @inheritdoc IImpactSnapshotLog
    function indicatorSnapshotCount(bytes32 subjectId, bytes32 indicatorId) external view returns (uint256) {
        return _countOf(subjectId, indicatorId);
    }

    /// @inheritdoc IImpactSnapshotLog
    function indicatorSnapshotAt(bytes32 subjectId, bytes32 indicatorId, uint256 ordinal) external view returns (uint256) {
        return _ordinalOf(subjectId, indicatorId, ordinal);
    }

    /// @inheritdoc IImpactSnapshotLog
    function latestIndicatorSnapshot(bytes32 subjectId, bytes32 indicatorId) external view returns (uint256) {
        uint256 count = _ofIndicator[subjectId][indicatorId].length;
        return _ordinalOf(subjectId, indicatorId, count == 0 ? 0 : count - 1);
    }

    /// @inheritdoc IImpactSnapshotLog
    function currentSnapshotForPeriod(bytes32 subjectId, bytes32 indicatorId, uint64 periodStart, uint64 periodEnd) external view returns (uint256) {
        uint256 plusOne = _currentPlusOne[_slotOf(subjectId, indicatorId, periodStart, periodEnd)];
        if (plusOne == 0) revert PeriodUnknown(subjectId, indicatorId, periodStart, periodEnd);
        return plusOne - 1;
    }

    /// @inheritdoc IImpactAttestation
    function attestationCount(bytes32 subjectId, uint256 snapshotIndex) external view returns (uint256) {
        return _attestations[subjectId][snapshotIndex].length;
    }

    /// @inheritdoc IImpactAttestation
    function getAttestation(bytes32 subjectId, uint256 snapshotIndex, uint256 attestationIndex) external view returns (Attestation memory) {
        Attestation[] storage attestations = _attestations[subjectId][snapshotIndex];
        if (attestationIndex >= attestations.length) revert AttestationUnknown(subjectId, snapshotIndex, attestationIndex, attestations.length);
        return attestations[attestationIndex];
    }

    /// @notice The standard's three interfaces and ERC-165.
    function supportsInterface(bytes4 interfaceId) public view virtual override returns (bool) {
        return
            interfaceId == type(IImpactSnapshotLog).interfaceId ||
            interfaceId == type(IImpactAttestation).interfaceId ||
            interfaceId == type(IMethodologyVersioning).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    // ---- for the heir

    /// @dev Refuses whoever may not report on the subject, or not correct this snapshot.
    function _authorizeReport(bytes32 subjectId, uint256 correctsIndex) internal view virtual;

    /// @dev Refuses whoever may not attest the subject's snapshots.
    function _authorizeAttestation(bytes32 subjectId) internal view virtual;

    /// @dev A last word on a snapshot that the standard accepts.
    function _beforeStored(IndicatorSnapshot memory snapshot, uint256 snapshotIndex) internal virtual;

    function _snapshotOf(bytes32 subjectId, uint256 snapshotIndex) internal view returns (IndicatorSnapshot storage) {
        IndicatorSnapshot[] storage snapshots = _snapshots[subjectId];
        if (snapshotIndex >= snapshots.length) revert SnapshotUnknown(subjectId, snapshotIndex, snapshots.length);
        return snapshots[snapshotIndex];
    }

    /// @dev A period begins before it ends, and has ended.
    function _requireCompleted(uint64 periodStart, uint64 periodEnd) internal view {
        if (periodStart >= periodEnd || periodEnd > block.timestamp) revert PeriodNotCompleted(periodStart, periodEnd, block.timestamp);
    }

    // ---- inside

    /// @dev An original takes a free period; a correction takes the place of what it corrects.
    function _occupy(IndicatorSnapshot memory snapshot, uint256 snapshotIndex) private {
        (bytes32 subjectId, bytes32 indicatorId) = (snapshot.subjectId, snapshot.indicatorId);
        bytes32 slot = _slotOf(subjectId, indicatorId, snapshot.periodStart, snapshot.periodEnd);
        uint256 correctsIndex = snapshot.correctsIndex;
        if (correctsIndex == NO_CORRECTION) {
            if (_currentPlusOne[slot] != 0) revert PeriodOccupied(subjectId, indicatorId, _currentPlusOne[slot] - 1);
        } else {
            IndicatorSnapshot storage target = _snapshotOf(subjectId, correctsIndex);
            if (_slotOf(subjectId, target.indicatorId, target.periodStart, target.periodEnd) != slot)
                revert CorrectsAnotherFigure(subjectId, correctsIndex);
            if (target.correctedByIndex != 0) revert AlreadyCorrected(subjectId, correctsIndex, target.correctedByIndex);
            target.correctedByIndex = snapshotIndex;
        }
        _currentPlusOne[slot] = snapshotIndex + 1;
    }

    function _announce(IndicatorSnapshot memory snapshot, uint256 snapshotIndex) private {
        emit SnapshotRecorded(
            snapshot.subjectId,
            snapshot.indicatorId,
            snapshotIndex,
            snapshot.value,
            snapshot.decimals,
            snapshot.unit,
            snapshot.periodStart,
            snapshot.periodEnd,
            snapshot.methodologyHash,
            snapshot.correctsIndex,
            snapshot.reportedBy
        );
    }

    function _countOf(bytes32 subjectId, bytes32 indicatorId) internal view override returns (uint256) {
        return _ofIndicator[subjectId][indicatorId].length;
    }

    function _ordinalOf(bytes32 subjectId, bytes32 indicatorId, uint256 ordinal) private view returns (uint256) {
        uint256[] storage indexes = _ofIndicator[subjectId][indicatorId];
        if (ordinal >= indexes.length) revert OrdinalUnknown(subjectId, indicatorId, ordinal, indexes.length);
        return indexes[ordinal];
    }

    function _slotOf(bytes32 subjectId, bytes32 indicatorId, uint64 periodStart, uint64 periodEnd) private pure returns (bytes32) {
        return keccak256(abi.encode(subjectId, indicatorId, periodStart, periodEnd));
    }
}
