// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title A book of agreements that the token settles: trades, or allotments
/// @notice The token has no function that moves one account's bonds at another's word: the giver sends the settlement himself to the token, and
/// the token asks the book what was agreed. So nothing is ever held, locked or escrowed [T-4].
interface IAgreements {
    /// @notice Only the token settles.
    error NotTheToken(address caller);

    /// @notice Agreement `id` cannot be settled without the reference of its cash leg.
    error BankReferenceMissing(uint256 id);

    /// @notice Marks agreement `id` as settled by `giver`, with the reference of its cash leg, or reverts with the reason why not.
    /// @return receiver who receives
    /// @return bonds how many
    /// @dev The token only, in the transaction in which the bonds move.
    function settleFor(uint256 id, address giver, bytes32 bankReference) external returns (address receiver, uint256 bonds);
}
