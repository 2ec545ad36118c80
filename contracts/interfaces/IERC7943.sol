// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title ERC-7943: universal RWA interface, fungible (interface id 0x3edbb4c4)
interface IERC7943Fungible {
    /// @notice `amount` was taken from one account and given to another.
    event ForcedTransfer(address indexed from, address indexed to, uint256 amount);
    /// @notice The frozen amount of `account` is now `amount`.
    event Frozen(address indexed account, uint256 amount);

    /// @notice `account` may not send.
    error ERC7943CannotSend(address account);
    /// @notice `account` may not receive.
    error ERC7943CannotReceive(address account);
    /// @notice The rules do not allow this transfer.
    error ERC7943CannotTransfer(address from, address to, uint256 amount);
    /// @notice `account` holds `amount`, but only `unfrozen` of it may move.
    error ERC7943InsufficientUnfrozenBalance(address account, uint256 amount, uint256 unfrozen);

    /// @notice Moves `amount` without the holder [T-7].
    function forcedTransfer(address from, address to, uint256 amount) external returns (bool result);

    /// @notice Sets how much of `account` is frozen; it may exceed the balance.
    function setFrozenTokens(address account, uint256 amount) external returns (bool result);

    /// @notice Whether `account` may send at all.
    function canSend(address account) external view returns (bool allowed);

    /// @notice Whether `account` may receive at all.
    function canReceive(address account) external view returns (bool allowed);

    /// @notice How much of `account` is frozen.
    function getFrozenTokens(address account) external view returns (uint256 amount);

    /// @notice Whether the rules allow this transfer now. A lack of balance is not a rule of this question; a lack of unfrozen balance is.
    function canTransfer(address from, address to, uint256 amount) external view returns (bool allowed);
}
