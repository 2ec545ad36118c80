// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {IDocumentRegistry} from "./interfaces/IDocumentRegistry.sol";
import {IERC1643} from "./interfaces/IERC1643.sol";
import {jstDayOf} from "./types/JstDay.sol";

/// @title The documents of the bond, and every version that they ever had
contract DocumentRegistry is IDocumentRegistry, IERC165, AccessManaged {
    using EnumerableSet for EnumerableSet.Bytes32Set;

    /// @notice The name of the copy of the terms that the issuer keeps at its head office for the public [N-2].
    bytes32 public constant TERMS = "terms";

    EnumerableSet.Bytes32Set private _names;
    mapping(bytes32 name => Version[] versions) private _versions;

    constructor(address authority) AccessManaged(authority) {}

    /// @inheritdoc IERC1643
    /// @dev Issuer only.
    function setDocument(bytes32 name, string calldata uri, bytes32 documentHash) external restricted {
        if (name == bytes32(0) || documentHash == bytes32(0)) revert DocumentIncomplete(name, documentHash);
        _names.add(name);
        _record(name, uri, documentHash, false);
        emit DocumentUpdated(name, uri, documentHash);
    }

    /// @inheritdoc IERC1643
    /// @dev Issuer only. The terms cannot be removed [N-2].
    function removeDocument(bytes32 name) external restricted {
        if (name == TERMS) revert TermsCopyIsKept();
        if (!_names.remove(name)) revert DocumentUnknown(name);
        Version memory last = _last(name);
        _record(name, last.uri, last.documentHash, true);
        emit DocumentRemoved(name, last.uri, last.documentHash);
    }

    /// @inheritdoc IERC1643
    function getDocument(bytes32 name) external view returns (string memory uri, bytes32 documentHash, uint256 lastModified) {
        if (!_names.contains(name)) return ("", 0, 0);
        Version memory last = _last(name);
        return (last.uri, last.documentHash, last.recordedAt);
    }

    /// @inheritdoc IERC1643
    function getAllDocuments() external view returns (bytes32[] memory) {
        return _names.values();
    }

    /// @inheritdoc IDocumentRegistry
    function versionCount(bytes32 name) external view returns (uint256) {
        return _versions[name].length;
    }

    /// @inheritdoc IDocumentRegistry
    function versionAt(bytes32 name, uint256 version) external view returns (Version memory) {
        uint256 count = _versions[name].length;
        if (version == 0 || version > count) revert NoSuchVersion(name, version, count);
        return _versions[name][version - 1];
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == type(IERC165).interfaceId || id == type(IERC1643).interfaceId;
    }

    function _record(bytes32 name, string memory uri, bytes32 documentHash, bool removed) private {
        _versions[name].push(Version(jstDayOf(block.timestamp), removed, uint48(block.timestamp), documentHash, uri));
    }

    function _last(bytes32 name) private view returns (Version memory) {
        return _versions[name][_versions[name].length - 1];
    }
}
