// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {BondTransferRules} from "./BondTransferRules.sol";
import {IAgreements} from "./interfaces/IAgreements.sol";
import {IBondAuthority, IPartyAccounts} from "./interfaces/IBondAuthority.sol";
import {IBondRegister, IBondToken} from "./interfaces/IBondToken.sol";
import {IERC7943Fungible} from "./interfaces/IERC7943.sol";
import {IRegisterOrders} from "./interfaces/IRegisterOrders.sol";
import {AccountKind, AccountStatus, AccountWord} from "./types/AccountWord.sol";
import {ACCELERATED, RESTING} from "./types/GateWord.sol";
import {JstDay} from "./types/JstDay.sol";
import {DEALER, ISSUER} from "./types/Roles.sol";

/// @title Entries of the register that are no transfers [T-7]
/// @notice Accounts come in, change and go; bonds move by recorded order. Every change of a holding is written down for the record days that
/// have passed, inside a closed window too.
abstract contract BondEntries is BondTransferRules, AccessManaged, IERC20, IERC20Errors, IPartyAccounts {
    /// @inheritdoc IPartyAccounts
    address public issuer;
    /// @inheritdoc IPartyAccounts
    address public dealer;
    /// @inheritdoc IBondToken
    address public registry;
    /// @inheritdoc IBondToken
    address public payments;
    /// @notice The orders that may move an entry without a transfer [T-7], once connected.
    IRegisterOrders public orders;
    /// @notice The book of trades, once connected.
    IAgreements public market;
    /// @notice The book of allotments, once connected.
    IAgreements public offering;
    /// @inheritdoc IBondRegister
    mapping(address account => address replaced) public predecessorOf;
    address private _meeting;
    address private _defaults;
    address internal _listing;
    /// @dev Every account that the issuer ever had.
    address[] private _issuers;

    uint256 internal immutable _bonds;
    uint256 private immutable _taxClassCount;

    constructor(uint256 bonds_, uint256 taxClassCount, address issuer_, address dealer_, uint8 dealerTaxClass) {
        (_bonds, _taxClassCount) = (bonds_, taxClassCount);
        (issuer, dealer) = (issuer_, dealer_);
        _admit(dealer_, AccountKind.Dealer, dealerTaxClass);
        _admit(issuer_, AccountKind.Issuer, 0);
        _issuers.push(issuer_);
    }

    // ---- the administrator

    /// @inheritdoc IBondToken
    function connect(Parts calldata parts_) external restricted {
        if (registry != address(0)) revert AlreadyConnected();
        (registry, payments, orders) = (parts_.registry, parts_.payments, parts_.orders);
        (market, offering) = (parts_.market, parts_.offering);
        (_meeting, _defaults, _listing) = (parts_.meeting, parts_.defaults, parts_.listing);
        emit Connected(parts_);
    }

    /// @inheritdoc IBondToken
    function parts() external view returns (Parts memory) {
        return Parts(registry, payments, orders, market, offering, _meeting, _defaults, _listing);
    }

    /// @inheritdoc IBondToken
    function moveParty(AccountKind kind, address newAccount, bytes32 documentHash) external restricted {
        bool isDealer = kind == AccountKind.Dealer;
        if (!isDealer && kind != AccountKind.Issuer) revert WrongAccountKind(newAccount, kind);
        if (documentHash == bytes32(0)) revert DocumentHashMissing();
        address oldAccount = isDealer ? dealer : issuer;
        IBondAuthority(authority()).partyMoves(isDealer ? DEALER : ISSUER, oldAccount, newAccount);
        _replace(oldAccount, newAccount, documentHash);
        if (isDealer) {
            dealer = newAccount;
        } else {
            issuer = newAccount;
            _issuers.push(newAccount);
        }
        emit PartyMoved(kind, oldAccount, newAccount, documentHash);
    }

    // ---- the register administrator, by recorded order

    /// @inheritdoc IERC7943Fungible
    function forcedTransfer(address from, address to, uint256 bonds) external restricted returns (bool) {
        _requireNotResting();
        orders.executeOrder(IRegisterOrders.Kind.Move, from, to, bonds);
        (AccountWord fromWord, AccountWord toWord) = (_known(from), _known(to));
        if (from == to || !canReceive(to)) revert ERC7943CannotReceive(to);
        if (bonds > fromWord.bonds()) revert ERC20InsufficientBalance(from, fromWord.bonds(), bonds);
        uint256 free = fromWord.unfrozen();
        if (bonds > free) fromWord = _frozenTo(from, fromWord, fromWord.frozen() - (bonds - free));
        uint256 readings = _readingsNow();
        _take(readings, from, _accounts[from], fromWord, bonds);
        _give(readings, to, _accounts[to], toWord, bonds);
        emit Transfer(from, to, bonds);
        emit ForcedTransfer(from, to, bonds);
        return true;
    }

    /// @inheritdoc IERC7943Fungible
    function setFrozenTokens(address account, uint256 amount) external restricted returns (bool) {
        _requireNotResting();
        if (amount > _bonds) revert FrozenBeyondIssue(amount, _bonds);
        orders.executeOrder(IRegisterOrders.Kind.Freeze, account, address(0), amount);
        _accounts[account].word = _frozenTo(account, _known(account), amount);
        return true;
    }

    // ---- the meeting and the defaults

    /// @inheritdoc IBondToken
    function readOn(JstDay meetingDay) external {
        _requireCaller(_meeting);
        _addMeetingDay(meetingDay);
        _prepareFiling(dealer, _readingCount() - 1);
    }

    /// @inheritdoc IBondToken
    function ownBondsOn(JstDay meetingDay) external view returns (uint256 bonds) {
        for (uint256 i = 0; i < _issuers.length; ++i) bonds += bondsOn(meetingDay, _issuers[i]);
    }

    /// @inheritdoc IBondToken
    function accelerate() external {
        _requireCaller(_defaults);
        _requireNotResting();
        if (!_gate.isTradable()) revert NothingOutstanding();
        _gate = _gate.withFlag(ACCELERATED | RESTING);
        emit TransfersStopped();
    }

    /// @inheritdoc IBondToken
    function annulAcceleration() external {
        _requireCaller(_defaults);
        _gate = _gate.withoutFlag(ACCELERATED | RESTING);
        emit TransfersResumed();
    }

    // ---- the registry

    /// @inheritdoc IBondToken
    function admit(address account, uint8 taxClass) external {
        _requireCaller(registry);
        _requireTaxClass(taxClass);
        _admit(account, AccountKind.Investor, taxClass);
    }

    /// @inheritdoc IBondToken
    function setStatus(address account, AccountStatus status, bytes32 causeHash) external {
        _requireCaller(registry);
        AccountWord word = _known(account);
        AccountStatus from = word.status();
        if (from == AccountStatus.Closed || from == status) revert WrongAccountStatus(account, from);
        _accounts[account].word = word.withStatus(status);
        emit AccountStatusChanged(account, from, status, causeHash);
    }

    /// @inheritdoc IBondToken
    function setTaxClass(address account, uint8 taxClass) external {
        _requireCaller(registry);
        _requireTaxClass(taxClass);
        AccountWord word = _known(account);
        emit TaxClassChanged(account, word.taxClass(), taxClass);
        _accounts[account].word = word.withTaxClass(taxClass);
    }

    /// @inheritdoc IBondToken
    function replaceAccount(address oldAccount, address newAccount) external {
        _requireCaller(registry);
        (, bytes32 documentHash) = orders.executeOrder(IRegisterOrders.Kind.NewKey, oldAccount, newAccount, 0);
        _replace(oldAccount, newAccount, documentHash);
    }

    // ---- what they share

    /// @dev Everything that an account is and has moves to a new one; the old account is closed for good.
    function _replace(address oldAccount, address newAccount, bytes32 causeHash) private {
        AccountWord word = _known(oldAccount);
        uint256 bonds = word.held();
        if (bonds != 0) _requireNotResting(); // what holds nothing may have a new key as long as claims are open
        if (word.status() == AccountStatus.Closed) revert WrongAccountStatus(oldAccount, AccountStatus.Closed);
        _admit(newAccount, word.kind(), word.taxClass());
        predecessorOf[newAccount] = oldAccount;
        uint256 readings = _readingsNow();
        AccountWord heir = _accounts[newAccount].word.withStatus(word.status());
        _give(readings, newAccount, _accounts[newAccount], _frozenTo(newAccount, heir, word.frozen()), bonds);
        AccountWord closed = word.withStatus(AccountStatus.Closed);
        _take(readings, oldAccount, _accounts[oldAccount], _frozenTo(oldAccount, closed, 0), bonds);
        emit AccountStatusChanged(oldAccount, word.status(), AccountStatus.Closed, causeHash);
        emit Transfer(oldAccount, newAccount, bonds);
    }

    /// @dev The word with another frozen amount. The event comes before the transfer's, as ERC-7943 asks.
    function _frozenTo(address account, AccountWord word, uint256 amount) internal returns (AccountWord) {
        if (word.frozen() == amount) return word;
        emit Frozen(account, amount);
        return word.withFrozen(amount);
    }

    function _requireTaxClass(uint8 taxClass) private view {
        if (taxClass >= _taxClassCount) revert UnknownTaxClass(taxClass, _taxClassCount);
    }

    function _requireNotResting() internal view {
        if (_gate.isResting()) revert RedemptionBegun();
    }
}
