// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title ERC-1643: the documents of a security token
interface IERC1643 {
    /// @notice Document `name` was set to the file at `uri` that hashes to `documentHash`.
    event DocumentUpdated(bytes32 indexed name, string uri, bytes32 documentHash);
    /// @notice Document `name`, last the file at `uri` that hashes to `documentHash`, was removed.
    event DocumentRemoved(bytes32 indexed name, string uri, bytes32 documentHash);

    /// @notice Where document `name` is found, what it hashes to, and when it was last set (seconds); all empty if there is none.
    function getDocument(bytes32 name) external view returns (string memory uri, bytes32 documentHash, uint256 lastModified);

    /// @notice Sets document `name`, in place of the one before if there is one.
    function setDocument(bytes32 name, string calldata uri, bytes32 documentHash) external;

    /// @notice Removes document `name`.
    function removeDocument(bytes32 name) external;

    /// @notice The names of all documents that there are.
    function getAllDocuments() external view returns (bytes32[] memory);
}
