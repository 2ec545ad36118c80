// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Who may hold the bond
/// @notice The dealer opens accounts for investors. Of a person the chain knows an opaque id and a commitment to data kept elsewhere, never
/// the data [R-1]. Status and tax class live in the token, where the transfer path reads them; this registry writes them there.
interface IHolderRegistry {
    /// @notice Everything known of an account.
    event HolderOpened(address indexed account, bytes32 indexed holderId, uint8 taxClass, bytes32 commitment);
    /// @notice The commitment to the personal data of `account` changed.
    event CommitmentChanged(address indexed account, bytes32 from, bytes32 to);
    /// @notice The holder's account moved to a new key, with the whole position; the old account is closed [T-7].
    event KeyReplaced(address indexed oldAccount, address indexed newAccount, bytes32 indexed holderId);

    /// @notice The holder has an active account already, and one is all he may have [P-3].
    error HolderHasAccount(bytes32 holderId, address account);
    /// @notice The id of a holder must not be zero.
    error HolderIdMissing();
    /// @notice `account` belongs to no holder of this registry.
    error HolderUnknown(address account);
    /// @notice The hash of the cause is missing.
    error CauseMissing();

    /// @notice Opens `account` for a holder.
    /// @param holderId opaque and the same for all keys of a holder, never zero
    /// @param commitment binds the personal data kept off the chain
    /// @dev Dealer only.
    function open(address account, bytes32 holderId, uint8 taxClass, bytes32 commitment) external;

    /// @notice Suspends `account`: it keeps what it owns, and can neither send nor receive.
    /// @dev Register administrator only.
    function suspend(address account, bytes32 causeHash) external;

    /// @notice Ends a suspension.
    /// @dev Register administrator only.
    function resume(address account, bytes32 causeHash) external;

    /// @notice Gives `account` another tax class; dates already fixed keep theirs [P-8].
    /// @dev Dealer only.
    function setTaxClass(address account, uint8 taxClass) external;

    /// @notice Replaces the commitment to the personal data, which stay off the chain [R-1].
    /// @dev Dealer only.
    function setCommitment(address account, bytes32 commitment) external;

    /// @notice Moves the holder to a new key: the whole position, the frozen bonds and the status; the old account is closed [P-3, T-7].
    /// @dev Register administrator only, by a recorded order of kind NewKey. Allowed inside a closed window.
    function replaceKey(address oldAccount, address newAccount) external;

    /// @notice The holder to whom `account` belongs, or zero.
    function holderIdOf(address account) external view returns (bytes32);

    /// @notice The active account of a holder, or zero.
    function accountOf(bytes32 holderId) external view returns (address);

    /// @notice The commitment to the personal data of `account`.
    function commitmentOf(address account) external view returns (bytes32);
}
