// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IHolderRegistry} from "./interfaces/IHolderRegistry.sol";
import {IBondToken} from "./interfaces/IBondToken.sol";
import {AccountStatus} from "./types/AccountWord.sol";

/// @title Who may hold the bond
contract HolderRegistry is IHolderRegistry, AccessManaged {
    IBondToken public immutable token;

    /// @inheritdoc IHolderRegistry
    mapping(address account => bytes32 holderId) public holderIdOf;
    /// @inheritdoc IHolderRegistry
    mapping(bytes32 holderId => address account) public accountOf;
    /// @inheritdoc IHolderRegistry
    mapping(address account => bytes32 commitment) public commitmentOf;

    constructor(address authority, IBondToken token_) AccessManaged(authority) {
        token = token_;
    }

    modifier ofHolder(address account) {
        if (holderIdOf[account] == bytes32(0)) revert HolderUnknown(account);
        _;
    }

    /// @inheritdoc IHolderRegistry
    function open(address account, bytes32 holderId, uint8 taxClass, bytes32 commitment) external restricted {
        if (holderId == bytes32(0)) revert HolderIdMissing();
        if (accountOf[holderId] != address(0)) revert HolderHasAccount(holderId, accountOf[holderId]);
        _assign(holderId, account, commitment);
        emit HolderOpened(account, holderId, taxClass, commitment);
        token.admit(account, taxClass);
    }

    /// @inheritdoc IHolderRegistry
    function suspend(address account, bytes32 causeHash) external restricted ofHolder(account) {
        _setStatus(account, AccountStatus.Suspended, causeHash);
    }

    /// @inheritdoc IHolderRegistry
    function resume(address account, bytes32 causeHash) external restricted ofHolder(account) {
        _setStatus(account, AccountStatus.Active, causeHash);
    }

    /// @inheritdoc IHolderRegistry
    function setTaxClass(address account, uint8 taxClass) external restricted ofHolder(account) {
        token.setTaxClass(account, taxClass);
    }

    /// @inheritdoc IHolderRegistry
    function setCommitment(address account, bytes32 commitment) external restricted ofHolder(account) {
        emit CommitmentChanged(account, commitmentOf[account], commitment);
        commitmentOf[account] = commitment;
    }

    /// @inheritdoc IHolderRegistry
    function replaceKey(address oldAccount, address newAccount) external restricted ofHolder(oldAccount) {
        bytes32 holderId = holderIdOf[oldAccount];
        _assign(holderId, newAccount, commitmentOf[oldAccount]);
        emit KeyReplaced(oldAccount, newAccount, holderId);
        token.replaceAccount(oldAccount, newAccount);
    }

    function _assign(bytes32 holderId, address account, bytes32 commitment) private {
        holderIdOf[account] = holderId;
        accountOf[holderId] = account;
        commitmentOf[account] = commitment;
    }

    function _setStatus(address account, AccountStatus status, bytes32 causeHash) private {
        if (causeHash == bytes32(0)) revert CauseMissing();
        token.setStatus(account, status, causeHash);
    }
}
