// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IMethodologyVersioning} from "./interfaces/IImpactSnapshotLog.sol";

/// @title ERC-8329: the methodologies of indicators
abstract contract MethodologyBook is IMethodologyVersioning {
    struct Methodology {
        bytes32 hash;
        string uri;
    }

    /// @dev `next` waits for snapshot `fromOrdinal`; once that has come it is in force, whether or not it has been moved to `current`.
    struct Methodologies {
        Methodology current;
        Methodology next;
        uint256 fromOrdinal;
    }

    mapping(bytes32 subjectId => mapping(bytes32 indicatorId => Methodologies)) private _methodologies;

    /// @inheritdoc IMethodologyVersioning
    function supersedeMethodology(
        bytes32 subjectId,
        bytes32 indicatorId,
        bytes32 oldMethodologyHash,
        bytes32 newMethodologyHash,
        string calldata newMethodologyURI,
        uint256 effectiveFromOrdinal
    ) external {
        _authorizeMethodology(subjectId);
        Methodologies storage known = _methodologies[subjectId][indicatorId];
        uint256 count = _countOf(subjectId, indicatorId);
        bytes32 activeHash = _activeOf(known, count).hash;
        if (activeHash == bytes32(0) || oldMethodologyHash != activeHash)
            revert NotTheActiveMethodology(subjectId, indicatorId, activeHash, oldMethodologyHash);
        _requireMethodology(newMethodologyHash, newMethodologyURI);
        if (_isPending(known, count)) revert MethodologyPending(subjectId, indicatorId, known.fromOrdinal);
        if (effectiveFromOrdinal < count) revert OrdinalPassed(subjectId, indicatorId, effectiveFromOrdinal, count);
        if (known.next.hash != bytes32(0)) known.current = known.next;
        (known.next, known.fromOrdinal) = (Methodology(newMethodologyHash, newMethodologyURI), effectiveFromOrdinal);
        emit MethodologySuperseded(subjectId, indicatorId, oldMethodologyHash, newMethodologyHash, effectiveFromOrdinal);
    }

    /// @inheritdoc IMethodologyVersioning
    function activeMethodology(bytes32 subjectId, bytes32 indicatorId) external view returns (bytes32, string memory) {
        Methodologies storage known = _methodologies[subjectId][indicatorId];
        Methodology storage active = _activeOf(known, _countOf(subjectId, indicatorId));
        return (active.hash, active.uri);
    }

    /// @inheritdoc IMethodologyVersioning
    function pendingMethodology(bytes32 subjectId, bytes32 indicatorId) external view returns (bytes32, string memory, uint256, bool) {
        Methodologies storage known = _methodologies[subjectId][indicatorId];
        if (!_isPending(known, _countOf(subjectId, indicatorId))) return (bytes32(0), "", 0, false);
        return (known.next.hash, known.next.uri, known.fromOrdinal, true);
    }

    /// @dev Refuses whoever may not replace the subject's methodologies.
    function _authorizeMethodology(bytes32 subjectId) internal view virtual;

    /// @dev How many snapshots an indicator has.
    function _countOf(bytes32 subjectId, bytes32 indicatorId) internal view virtual returns (uint256);

    /// @dev The first snapshot of an indicator sets its methodology; every later one uses the active one.
    function _useMethodology(bytes32 subjectId, bytes32 indicatorId, bytes32 hash, string memory uri) internal {
        _requireMethodology(hash, uri);
        Methodologies storage known = _methodologies[subjectId][indicatorId];
        uint256 count = _countOf(subjectId, indicatorId);
        if (count == 0) known.current = Methodology(hash, uri);
        bytes32 activeHash = _activeOf(known, count).hash;
        if (hash != activeHash) revert NotTheActiveMethodology(subjectId, indicatorId, activeHash, hash);
    }

    function _activeOf(Methodologies storage known, uint256 count) private view returns (Methodology storage) {
        return known.next.hash != bytes32(0) && count >= known.fromOrdinal ? known.next : known.current;
    }

    function _isPending(Methodologies storage known, uint256 count) private view returns (bool) {
        return known.next.hash != bytes32(0) && count < known.fromOrdinal;
    }

    function _requireMethodology(bytes32 methodologyHash, string memory methodologyURI) private pure {
        if (methodologyHash == bytes32(0) || bytes(methodologyURI).length == 0) revert MethodologyMissing(methodologyHash, methodologyURI);
    }
}
