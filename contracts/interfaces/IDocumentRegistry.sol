// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "../types/JstDay.sol";
import {IERC1643} from "./IERC1643.sol";

/// @title The documents of the bond, and every version that they ever had [N-2, R-1]
/// @notice ERC-1643 with a history: what was once recorded can be superseded or removed, never lost.
interface IDocumentRegistry is IERC1643 {
    /// @notice One version of a document.
    /// @param day the day in Japan on which it was recorded
    /// @param removed whether this version says that the document was removed; `uri` and `documentHash` are then those of the last one
    struct Version {
        JstDay day;
        bool removed;
        uint48 recordedAt;
        bytes32 documentHash;
        string uri;
    }

    /// @notice A document needs a name and a hash.
    error DocumentIncomplete(bytes32 name, bytes32 documentHash);
    /// @notice There is no document `name`.
    error DocumentUnknown(bytes32 name);
    /// @notice The copy of the terms is kept as long as the bond is: it can be replaced, not removed [N-2].
    error TermsCopyIsKept();
    /// @notice Document `name` has `count` versions, numbered from 1.
    error NoSuchVersion(bytes32 name, uint256 version, uint256 count);

    /// @notice How many versions document `name` ever had, removals included.
    function versionCount(bytes32 name) external view returns (uint256);

    /// @notice Version `version` of document `name`, counted from 1.
    function versionAt(bytes32 name, uint256 version) external view returns (Version memory);
}
