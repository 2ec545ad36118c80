// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title ERC-1404: simple restricted token (interface id 0xab84a5c8)
interface IERC1404 {
    /// @notice The code of the first reason that refuses a transfer, or 0.
    function detectTransferRestriction(address from, address to, uint256 value) external view returns (uint8);

    /// @notice What a code means, for people.
    function messageForTransferRestriction(uint8 restrictionCode) external view returns (string memory);
}
