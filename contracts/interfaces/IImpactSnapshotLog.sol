// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title ERC-8329: snapshots of impact figures, by subject and indicator
/// @notice A figure is `value * 10^-decimals` in `unit`, over a period that has ended: `periodStart` is its first second, `periodEnd` the first one
/// after it. Every period of a subject and indicator has one original; whoever revises it adds a correction, and the chain of corrections never
/// forks. Snapshots of a subject are numbered from 0.
interface IImpactSnapshotLog {
    /// @param methodologyHash keccak256 of the document that says how the figure is made, found at `methodologyURI`
    /// @param correctsIndex the snapshot that this one corrects; the largest uint256 for an original
    /// @param correctedByIndex the snapshot that corrects this one; 0 for none
    struct IndicatorSnapshot {
        bytes32 subjectId;
        bytes32 indicatorId;
        int256 value;
        uint8 decimals;
        bytes32 unit;
        uint64 periodStart;
        uint64 periodEnd;
        bytes32 methodologyHash;
        string methodologyURI;
        address reportedBy;
        uint64 reportedAt;
        uint256 correctsIndex;
        uint256 correctedByIndex;
    }

    /// @notice A snapshot was added.
    event SnapshotRecorded(
        bytes32 indexed subjectId,
        bytes32 indexed indicatorId,
        uint256 indexed snapshotIndex,
        int256 value,
        uint8 decimals,
        bytes32 unit,
        uint64 periodStart,
        uint64 periodEnd,
        bytes32 methodologyHash,
        uint256 correctsIndex,
        address reportedBy
    );

    /// @notice The period must begin before it ends, and have ended by `nowAt`.
    error PeriodNotCompleted(uint64 periodStart, uint64 periodEnd, uint256 nowAt);
    /// @notice Snapshot `snapshotIndex` is the original of this period: revise it by a correction.
    error PeriodOccupied(bytes32 subjectId, bytes32 indicatorId, uint256 snapshotIndex);
    /// @notice A correction is of the same indicator and period as snapshot `correctsIndex`.
    error CorrectsAnotherFigure(bytes32 subjectId, uint256 correctsIndex);
    /// @notice Snapshot `correctsIndex` was corrected already, by `correctedByIndex`.
    error AlreadyCorrected(bytes32 subjectId, uint256 correctsIndex, uint256 correctedByIndex);
    /// @notice The subject has `count` snapshots, from 0, and not `snapshotIndex`.
    error SnapshotUnknown(bytes32 subjectId, uint256 snapshotIndex, uint256 count);
    /// @notice The indicator has `count` snapshots, from 0, and not `ordinal`.
    error OrdinalUnknown(bytes32 subjectId, bytes32 indicatorId, uint256 ordinal, uint256 count);
    /// @notice No snapshot has exactly this period.
    error PeriodUnknown(bytes32 subjectId, bytes32 indicatorId, uint64 periodStart, uint64 periodEnd);

    /// @notice Adds a snapshot: an original, or a correction of snapshot `correctsIndex`.
    /// @return snapshotIndex its number among those of the subject
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
    ) external returns (uint256 snapshotIndex);

    /// @notice A snapshot as it was recorded.
    function getSnapshot(bytes32 subjectId, uint256 snapshotIndex) external view returns (IndicatorSnapshot memory);

    /// @notice How many snapshots a subject has.
    function snapshotCount(bytes32 subjectId) external view returns (uint256);

    /// @notice How many snapshots an indicator of a subject has, corrections included.
    function indicatorSnapshotCount(bytes32 subjectId, bytes32 indicatorId) external view returns (uint256);

    /// @notice The snapshot that is number `ordinal`, from 0, of its indicator.
    function indicatorSnapshotAt(bytes32 subjectId, bytes32 indicatorId, uint256 ordinal) external view returns (uint256 snapshotIndex);

    /// @notice The snapshot of an indicator that was recorded last, whatever its period.
    function latestIndicatorSnapshot(bytes32 subjectId, bytes32 indicatorId) external view returns (uint256 snapshotIndex);

    /// @notice The snapshot of exactly this period that nothing corrects.
    function currentSnapshotForPeriod(
        bytes32 subjectId,
        bytes32 indicatorId,
        uint64 periodStart,
        uint64 periodEnd
    ) external view returns (uint256 snapshotIndex);
}

/// @title ERC-8329: endorsements and disputes of snapshots
/// @notice What was said stays said: whoever changes his mind says it again.
interface IImpactAttestation {
    /// @param endorsed endorsed, or else disputed
    struct Attestation {
        address attestor;
        bool endorsed;
        bytes32 evidenceHash;
        string evidenceURI;
        uint64 attestedAt;
    }

    /// @notice A snapshot was endorsed or disputed.
    event SnapshotAttested(
        bytes32 indexed subjectId,
        uint256 indexed snapshotIndex,
        address indexed attestor,
        bool endorsed,
        bytes32 evidenceHash,
        uint256 attestationIndex
    );

    /// @notice An attestation rests on evidence.
    error EvidenceMissing();
    /// @notice `reporter` reported the snapshot, and does not attest it.
    error OwnSnapshot(bytes32 subjectId, uint256 snapshotIndex, address reporter);
    /// @notice The snapshot has `count` attestations, from 0, and not `attestationIndex`.
    error AttestationUnknown(bytes32 subjectId, uint256 snapshotIndex, uint256 attestationIndex, uint256 count);

    /// @notice Endorses a snapshot, or disputes it.
    /// @return attestationIndex its number among those of the snapshot
    function attestSnapshot(
        bytes32 subjectId,
        uint256 snapshotIndex,
        bool endorsed,
        bytes32 evidenceHash,
        string calldata evidenceURI
    ) external returns (uint256 attestationIndex);

    /// @notice How often a snapshot was attested.
    function attestationCount(bytes32 subjectId, uint256 snapshotIndex) external view returns (uint256);

    /// @notice An attestation, by its number.
    function getAttestation(bytes32 subjectId, uint256 snapshotIndex, uint256 attestationIndex) external view returns (Attestation memory);
}

/// @title ERC-8329: which methodology the next snapshot of an indicator must use
/// @notice The first snapshot of an indicator sets it. A new one takes effect with a snapshot that is still to come, counted by indicator.
interface IMethodologyVersioning {
    /// @notice From snapshot `effectiveFromOrdinal` of the indicator on, another methodology is used.
    event MethodologySuperseded(
        bytes32 indexed subjectId,
        bytes32 indexed indicatorId,
        bytes32 oldMethodologyHash,
        bytes32 newMethodologyHash,
        uint256 effectiveFromOrdinal
    );

    /// @notice A methodology is named by its hash, and where the document is.
    error MethodologyMissing(bytes32 methodologyHash, string methodologyURI);
    /// @notice The indicator now uses methodology `activeHash`, and not `givenHash`; zero before its first snapshot.
    error NotTheActiveMethodology(bytes32 subjectId, bytes32 indicatorId, bytes32 activeHash, bytes32 givenHash);
    /// @notice Another methodology is waiting already, for snapshot `effectiveFromOrdinal`.
    error MethodologyPending(bytes32 subjectId, bytes32 indicatorId, uint256 effectiveFromOrdinal);
    /// @notice A methodology takes effect from snapshot `count` on at the earliest.
    error OrdinalPassed(bytes32 subjectId, bytes32 indicatorId, uint256 effectiveFromOrdinal, uint256 count);

    /// @notice Replaces the methodology of an indicator, from its snapshot `effectiveFromOrdinal` on.
    function supersedeMethodology(
        bytes32 subjectId,
        bytes32 indicatorId,
        bytes32 oldMethodologyHash,
        bytes32 newMethodologyHash,
        string calldata newMethodologyURI,
        uint256 effectiveFromOrdinal
    ) external;

    /// @notice What the next snapshot must use; zero and empty before the first.
    function activeMethodology(bytes32 subjectId, bytes32 indicatorId) external view returns (bytes32 methodologyHash, string memory methodologyURI);

    /// @notice What waits for a later snapshot; zeros where nothing does.
    function pendingMethodology(
        bytes32 subjectId,
        bytes32 indicatorId
    ) external view returns (bytes32 newMethodologyHash, string memory newMethodologyURI, uint256 effectiveFromOrdinal, bool pending);
}
