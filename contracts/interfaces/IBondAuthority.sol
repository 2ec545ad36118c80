// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Where the accounts of issuer and dealer live
interface IPartyAccounts {
    /// @notice The issuer's account.
    function issuer() external view returns (address);

    /// @notice The dealer's account: the only transferee of every other holder [T-2].
    function dealer() external view returns (address);
}

/// @title One authority for one bond: OpenZeppelin's AccessManager with the forbidden pairs
/// @notice Roles are granted to accounts here, except issuer and dealer: those two are accounts of the register, and the token alone knows them.
interface IBondAuthority {
    /// @notice From now on `parties` says who issuer and dealer are.
    event PartiesBound(address indexed parties);

    /// @notice `role` is none of this authority's.
    error UnknownRole(uint64 role);
    /// @notice `account` holds `held`, and nobody may hold that together with `refused`.
    error ForbiddenPair(address account, uint64 held, uint64 refused);
    /// @notice `role` is held by an account of the token and moves only with it.
    error RoleLivesInToken(uint64 role);
    /// @notice The administrator acts after at least `required` seconds; `given` is shorter.
    error AdminDelayTooShort(uint32 given, uint32 required);
    /// @notice Every role is granted by the administrator and guarded by the issuer, for good.
    error RoleAdministrationIsFixed(uint64 role);
    /// @notice The authority of a contract is fixed, for good.
    error AuthorityIsFixed(address target);
    /// @notice The token is bound already.
    error PartiesAlreadyBound(address parties);
    /// @notice Only the bound token may say so.
    error NotTheToken(address caller);

    /// @notice Lets the token say who issuer and dealer are. Once.
    /// @dev Administrator only.
    function bindParties(IPartyAccounts parties) external;

    /// @notice The token reports that `role` moves from `oldAccount` to `newAccount`; refused if that makes a forbidden pair.
    /// @dev The token only, before it changes the account. Emits RoleRevoked and RoleGranted.
    function partyMoves(uint64 role, address oldAccount, address newAccount) external;
}
