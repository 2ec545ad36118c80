// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IBondAuthority, IPartyAccounts} from "./interfaces/IBondAuthority.sol";
import {ADMIN, DEALER, ISSUER, LAST_ROLE, isForbiddenPair} from "./types/Roles.sol";

/// @title Who may do what, for one bond
/// @notice AccessManager with three additions: forbidden pairs are refused here and nowhere else; issuer and dealer are not stored but asked
/// of the token; and what would undo this (another guardian, another authority, an administrator without delay) does not exist.
contract BondAuthority is AccessManager, IBondAuthority {
    /// @notice The administrator's acts wait this long, so that the issuer can cancel them.
    uint32 public constant ADMIN_DELAY = 5 days;

    IPartyAccounts public parties;

    /// @param deployer administrator without delay until the handover; the only one that ever is
    constructor(address deployer) AccessManager(deployer) {}

    /// @inheritdoc IBondAuthority
    function bindParties(IPartyAccounts parties_) external onlyAuthorized {
        if (address(parties) != address(0)) revert PartiesAlreadyBound(address(parties));
        _requireCompatible(ISSUER, parties_.issuer());
        _requireCompatible(DEALER, parties_.dealer());
        parties = parties_;
        emit PartiesBound(address(parties_));
        emit RoleGranted(ISSUER, parties_.issuer(), 0, uint48(block.timestamp), true);
        emit RoleGranted(DEALER, parties_.dealer(), 0, uint48(block.timestamp), true);
    }

    /// @inheritdoc IBondAuthority
    function partyMoves(uint64 role, address oldAccount, address newAccount) external {
        if (msg.sender != address(parties)) revert NotTheToken(msg.sender);
        _requireCompatible(role, newAccount);
        emit RoleRevoked(role, oldAccount);
        emit RoleGranted(role, newAccount, 0, uint48(block.timestamp), true);
    }

    /// @notice As AccessManager; for issuer and dealer the token answers.
    function getAccess(
        uint64 role,
        address account
    ) public view override returns (uint48 since, uint32 currentDelay, uint32 pendingDelay, uint48 effect) {
        if (!_livesInToken(role)) return super.getAccess(role, account);
        if (address(parties) == address(0)) return (0, 0, 0, 0);
        address party = role == ISSUER ? parties.issuer() : parties.dealer();
        return (party == account ? 1 : 0, 0, 0, 0);
    }

    /// @notice The issuer guards every role: it can cancel whatever is scheduled.
    function getRoleGuardian(uint64) public pure override returns (uint64) {
        return ISSUER;
    }

    /// @notice Always refused: the contracts keep this authority for good.
    function updateAuthority(address target, address) public pure override {
        revert AuthorityIsFixed(target);
    }

    /// @notice As AccessManager, except that a contract is not told to obey another authority: that would be {updateAuthority} by a back door.
    function execute(address target, bytes calldata data) public payable override returns (uint32) {
        if (bytes4(data) == IAccessManaged.setAuthority.selector) revert AuthorityIsFixed(target);
        return super.execute(target, data);
    }

    function _grantRole(uint64 role, address account, uint32 grantDelay, uint32 executionDelay) internal override returns (bool) {
        if (role > LAST_ROLE) revert UnknownRole(role);
        if (_livesInToken(role)) revert RoleLivesInToken(role);
        bool deploying = address(this).code.length == 0;
        if (role == ADMIN && !deploying && executionDelay < ADMIN_DELAY) revert AdminDelayTooShort(executionDelay, ADMIN_DELAY);
        _requireCompatible(role, account);
        return super._grantRole(role, account, grantDelay, executionDelay);
    }

    function _revokeRole(uint64 role, address account) internal override returns (bool) {
        if (_livesInToken(role)) revert RoleLivesInToken(role);
        return super._revokeRole(role, account);
    }

    function _setRoleAdmin(uint64 role, uint64) internal pure override {
        revert RoleAdministrationIsFixed(role);
    }

    function _setRoleGuardian(uint64 role, uint64) internal pure override {
        revert RoleAdministrationIsFixed(role);
    }

    function _setTargetFunctionRole(address target, bytes4 selector, uint64 role) internal override {
        if (role > LAST_ROLE) revert UnknownRole(role);
        super._setTargetFunctionRole(target, selector, role);
    }

    /// @dev A grant that has not yet taken effect counts: it would make the pair later without asking again.
    function _requireCompatible(uint64 role, address account) private view {
        for (uint64 held = 0; held <= LAST_ROLE; ++held) {
            if (!isForbiddenPair(role, held)) continue;
            (uint48 since, , , ) = getAccess(held, account);
            if (since != 0) revert ForbiddenPair(account, held, role);
        }
    }

    function _livesInToken(uint64 role) private pure returns (bool) {
        return role == ISSUER || role == DEALER;
    }
}
