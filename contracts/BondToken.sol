// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {BondRegister} from "./BondRegister.sol";
import {IBondAuthority, IPartyAccounts} from "./interfaces/IBondAuthority.sol";
import {IBondToken} from "./interfaces/IBondToken.sol";
import {IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {IERC1404} from "./interfaces/IERC1404.sol";
import {IERC7943Fungible} from "./interfaces/IERC7943.sol";
import {IRegisterOrders} from "./interfaces/IRegisterOrders.sol";
import {BondTermsLib} from "./libraries/BondTermsLib.sol";
import {RestrictionText} from "./libraries/RestrictionText.sol";
import {ScheduleLib} from "./libraries/ScheduleLib.sol";
import {AccountKind, AccountStatus, AccountWord} from "./types/AccountWord.sol";
import {BondTerms, TaxClass} from "./types/BondTerms.sol";
import {GateWord, ISSUED, PLAIN_TRANSFER, REDEEMED, REDEEMING} from "./types/GateWord.sol";
import {JstDay} from "./types/JstDay.sol";
import {Restriction} from "./types/Restriction.sol";
import {DEALER, ISSUER} from "./types/Roles.sol";

/// @title The bond
/// @notice One unit is one bond. One function, {_restriction}, says whether a transfer is allowed and why not; views and reverts ask it.
contract BondToken is BondRegister, AccessManaged, IERC20Metadata, IERC20Errors, IERC165, IERC1404, IERC7943Fungible, IPartyAccounts {
    bytes32 public immutable termsHash;
    uint256 private immutable _bonds;

    BondTerms private _terms;

    /// @inheritdoc IPartyAccounts
    address public issuer;
    /// @inheritdoc IPartyAccounts
    address public dealer;
    address public registry;
    address public payments;
    IRegisterOrders public orders;

    constructor(
        IBondAuthority authority_,
        IBusinessCalendar calendar_,
        BondTerms memory terms_,
        address issuer_,
        address dealer_
    ) BondRegister(calendar_, terms_.schedule) AccessManaged(address(authority_)) {
        BondTermsLib.requireInBounds(terms_);
        BondTermsLib.store(_terms, terms_);
        _bonds = terms_.bonds;
        termsHash = keccak256(abi.encode(terms_));
        _gate = _withWindowsFor(_gate, _today()).withWays(PLAIN_TRANSFER);
        (issuer, dealer) = (issuer_, dealer_);
        _admit(dealer_, AccountKind.Dealer, terms_.dealerTaxClass);
        _admit(issuer_, AccountKind.Issuer, 0);
        emit WaysDesignated(0, PLAIN_TRANSFER);
    }

    // ---- transfer [T-1 to T-4]

    /// @notice Moves bonds from the sender. Refused with the reason that {detectTransferRestriction} gives, and in no other case.
    function transfer(address to, uint256 bonds) external returns (bool) {
        (GateWord gate, uint256 recordDays, bool closed) = _gateNow();
        (Account storage sender, Account storage receiver) = (_accounts[msg.sender], _accounts[to]);
        (AccountWord fromWord, AccountWord toWord) = (sender.word, receiver.word);
        Restriction reason = _restriction(gate, closed, fromWord, toWord, bonds);
        if (reason != Restriction.None) _revertWith(reason, to, bonds, fromWord);
        _take(recordDays, msg.sender, sender, fromWord, bonds);
        _give(recordDays, to, receiver, toWord, bonds);
        emit Transfer(msg.sender, to, bonds);
        return true;
    }

    /// @inheritdoc IERC1404
    function detectTransferRestriction(address from, address to, uint256 bonds) external view returns (uint8) {
        return uint8(_restrictionNow(from, to, bonds));
    }

    /// @inheritdoc IERC1404
    function messageForTransferRestriction(uint8 code) external pure returns (string memory) {
        return RestrictionText.messageFor(code);
    }

    /// @inheritdoc IERC7943Fungible
    function canTransfer(address from, address to, uint256 bonds) external view returns (bool) {
        Restriction reason = _restrictionNow(from, to, bonds);
        return reason == Restriction.None || (reason == Restriction.InsufficientBalance && _accounts[from].word.frozen() == 0);
    }

    /// @inheritdoc IERC7943Fungible
    function canSend(address account) external view returns (bool) {
        return _accounts[account].word.isActive() && _accounts[account].word.kind() != AccountKind.Issuer;
    }

    /// @inheritdoc IERC7943Fungible
    function canReceive(address account) public view returns (bool) {
        return _accounts[account].word.isActive();
    }

    /// @dev The one decision. Zero bonds obey it like any other number.
    function _restriction(GateWord gate, bool closed, AccountWord from, AccountWord to, uint256 bonds) private view returns (Restriction) {
        if (!gate.isIssued()) return Restriction.NotIssued;
        if (gate.isRedeemed()) return Restriction.Redeemed;
        if (closed) return Restriction.ClosedWindow;
        if (gate.ways() & PLAIN_TRANSFER == 0) return Restriction.NotDesignated;
        if (!from.isActive()) return from.status() == AccountStatus.Suspended ? Restriction.SenderSuspended : Restriction.SenderUnknown;
        if (!to.isActive()) return to.status() == AccountStatus.Suspended ? Restriction.ReceiverSuspended : Restriction.ReceiverUnknown;
        if (from.number() == to.number()) return Restriction.SelfTransfer;
        if (from.isKind(AccountKind.Dealer)) {
            if (to.isKind(AccountKind.Issuer) && !_inPurchaseWindow()) return Restriction.IssuerOutsidePurchaseWindow;
        } else {
            if (!to.isKind(AccountKind.Dealer)) return Restriction.NotThroughDealer;
            if (from.isKind(AccountKind.Issuer)) return Restriction.IssuerMayOnlyCancel;
        }
        if (bonds > from.bonds()) return Restriction.InsufficientBalance;
        if (bonds > from.unfrozen()) return Restriction.InsufficientUnfrozen;
        return Restriction.None;
    }

    function _restrictionNow(address from, address to, uint256 bonds) private view returns (Restriction) {
        (GateWord gate, , bool closed, ) = _gateOn(_today());
        return _restriction(gate, closed, _accounts[from].word, _accounts[to].word, bonds);
    }

    function _revertWith(Restriction reason, address to, uint256 bonds, AccountWord from) private view {
        if (reason == Restriction.InsufficientBalance) revert ERC20InsufficientBalance(msg.sender, from.bonds(), bonds);
        if (reason == Restriction.InsufficientUnfrozen) revert ERC7943InsufficientUnfrozenBalance(msg.sender, bonds, from.unfrozen());
        revert TransferRestricted(reason, msg.sender, to, bonds);
    }

    // ---- no pledge of any kind [T-4]

    /// @notice Always refused: there are no allowances.
    function approve(address, uint256) external pure returns (bool) {
        revert NoAllowance();
    }

    /// @notice Always refused: there are no allowances.
    function transferFrom(address, address, uint256) external pure returns (bool) {
        revert NoAllowance();
    }

    /// @notice Always 0.
    function allowance(address, address) external pure returns (uint256) {
        return 0;
    }

    // ---- the issuer

    /// @inheritdoc IBondToken
    function issue() external restricted {
        if (_gate.isIssued()) revert AlreadyIssued();
        if (_today() != _closingDay) revert NotClosingDay(_closingDay, _today());
        if (!calendar.isRegistered(address(this))) revert NotRegisteredWithCalendar();
        _gate = _gate.withFlag(ISSUED);
        _issue = _issue.plusBonds(_bonds);
        _accounts[dealer].word = _accounts[dealer].word.plusBonds(_bonds);
        emit Transfer(address(0), dealer, _bonds);
        emit Issued(dealer, _bonds, _closingDay);
    }

    /// @inheritdoc IBondToken
    function cancel(uint256 bonds) external restricted {
        (JstDay from, JstDay to) = purchaseWindow();
        if (!_gate.isIssued() || !_inPurchaseWindow()) revert OutsidePurchaseWindow(from, to, _today());
        AccountWord own = _accounts[issuer].word;
        if (bonds > own.bonds()) revert ERC20InsufficientBalance(issuer, own.bonds(), bonds);
        if (bonds > own.unfrozen()) revert ERC7943InsufficientUnfrozenBalance(issuer, bonds, own.unfrozen());
        _take(_recordDaysNow(), issuer, _accounts[issuer], own, bonds);
        emit Transfer(issuer, address(0), bonds);
        _reduceIssue(bonds);
        emit Cancelled(issuer, bonds, _issue.bonds());
    }

    /// @inheritdoc IBondToken
    function designateWays(uint8 ways_) external restricted {
        if (ways_ & ~PLAIN_TRANSFER != 0) revert UnknownWay(ways_);
        emit WaysDesignated(_gate.ways(), ways_);
        _gate = _gate.withWays(ways_);
    }

    // ---- the register administrator, by recorded order [T-7]

    /// @inheritdoc IERC7943Fungible
    function forcedTransfer(address from, address to, uint256 bonds) external restricted returns (bool) {
        _requireNotRedeeming();
        orders.executeOrder(IRegisterOrders.Kind.Move, from, to, bonds);
        (AccountWord fromWord, AccountWord toWord) = (_known(from), _known(to));
        if (from == to || !canReceive(to)) revert ERC7943CannotReceive(to);
        if (bonds > fromWord.bonds()) revert ERC20InsufficientBalance(from, fromWord.bonds(), bonds);
        uint256 free = fromWord.unfrozen();
        if (bonds > free) fromWord = _frozenTo(from, fromWord, fromWord.frozen() - (bonds - free));
        uint256 recordDays = _recordDaysNow();
        _take(recordDays, from, _accounts[from], fromWord, bonds);
        _give(recordDays, to, _accounts[to], toWord, bonds);
        emit Transfer(from, to, bonds);
        emit ForcedTransfer(from, to, bonds);
        return true;
    }

    /// @inheritdoc IERC7943Fungible
    function setFrozenTokens(address account, uint256 amount) external restricted returns (bool) {
        _requireNotRedeeming();
        if (amount > _bonds) revert FrozenBeyondIssue(amount, _bonds);
        orders.executeOrder(IRegisterOrders.Kind.Freeze, account, address(0), amount);
        _accounts[account].word = _frozenTo(account, _known(account), amount);
        return true;
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

    // ---- the administrator

    /// @inheritdoc IBondToken
    function moveParty(AccountKind kind, address newAccount, bytes32 documentHash) external restricted {
        address oldAccount = kind == AccountKind.Dealer ? dealer : issuer;
        if (kind != AccountKind.Dealer && kind != AccountKind.Issuer) revert WrongAccountKind(newAccount, kind);
        IBondAuthority(authority()).partyMoves(kind == AccountKind.Dealer ? DEALER : ISSUER, oldAccount, newAccount);
        _replace(oldAccount, newAccount, documentHash);
        if (kind == AccountKind.Dealer) dealer = newAccount;
        else issuer = newAccount;
        emit PartyMoved(kind, oldAccount, newAccount, documentHash);
    }

    /// @inheritdoc IBondToken
    function connect(address registry_, address payments_, address orders_) external restricted {
        if (registry != address(0)) revert AlreadyConnected();
        (registry, payments, orders) = (registry_, payments_, IRegisterOrders(orders_));
        emit Connected(registry_, payments_, orders_);
    }

    // ---- redemption [P-5]

    /// @inheritdoc IBondToken
    function beginRedemption() external {
        _requireCaller(payments);
        if (_gate.isRedeeming()) return;
        _gate = _gate.withFlag(REDEEMING);
        emit RedemptionStarted();
    }

    /// @inheritdoc IBondToken
    function redeem(address[] calldata accounts) external {
        _requireCaller(payments);
        uint256 burned = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            AccountWord word = _accounts[accounts[i]].word;
            uint256 bonds = word.held();
            if (bonds == 0) continue;
            _accounts[accounts[i]].word = _frozenTo(accounts[i], word, 0).withBurned();
            burned += bonds;
            emit Transfer(accounts[i], address(0), bonds);
        }
        _reduceIssue(burned);
    }

    function _reduceIssue(uint256 bonds) private {
        _issue = _broughtTo(_recordDaysNow(), address(0), _issue).minusBonds(bonds);
        if (_issue.bonds() != 0 || _gate.isRedeemed()) return;
        _gate = _gate.withFlag(REDEEMED);
        emit Redeemed();
    }

    function _replace(address oldAccount, address newAccount, bytes32 causeHash) private {
        _requireNotRedeeming();
        AccountWord word = _known(oldAccount);
        if (word.status() == AccountStatus.Closed) revert WrongAccountStatus(oldAccount, AccountStatus.Closed);
        _admit(newAccount, word.kind(), word.taxClass());
        uint256 recordDays = _recordDaysNow();
        AccountWord heir = _accounts[newAccount].word.withStatus(word.status());
        _give(recordDays, newAccount, _accounts[newAccount], _frozenTo(newAccount, heir, word.frozen()), word.bonds());
        _take(recordDays, oldAccount, _accounts[oldAccount], _frozenTo(oldAccount, word.withStatus(AccountStatus.Closed), 0), word.bonds());
        emit AccountStatusChanged(oldAccount, word.status(), AccountStatus.Closed, causeHash);
        emit Transfer(oldAccount, newAccount, word.bonds());
    }

    function _frozenTo(address account, AccountWord word, uint256 amount) private returns (AccountWord) {
        if (word.frozen() == amount) return word;
        emit Frozen(account, amount);
        return word.withFrozen(amount);
    }

    // ---- reading

    /// @notice The name of the bond [I-1].
    function name() external view returns (string memory) {
        return _terms.name;
    }

    /// @notice The symbol of the bond.
    function symbol() external view returns (string memory) {
        return _terms.symbol;
    }

    /// @notice Bonds are indivisible [I-2].
    function decimals() external pure returns (uint8) {
        return 0;
    }

    /// @inheritdoc IERC20
    function totalSupply() external view returns (uint256) {
        return _issue.bonds();
    }

    /// @inheritdoc IERC20
    function balanceOf(address account) external view returns (uint256) {
        return _accounts[account].word.held();
    }

    /// @inheritdoc IERC7943Fungible
    function getFrozenTokens(address account) external view returns (uint256) {
        return _accounts[account].word.frozen();
    }

    /// @inheritdoc IBondToken
    function terms() external view returns (BondTerms memory) {
        return _terms;
    }

    /// @inheritdoc IBondToken
    function ways() external view returns (uint8) {
        return _gate.ways();
    }

    /// @inheritdoc IBondToken
    function isIssued() external view returns (bool) {
        return _gate.isIssued();
    }

    /// @inheritdoc IBondToken
    function isRedeemed() external view returns (bool) {
        return _gate.isRedeemed();
    }

    /// @inheritdoc IBondToken
    function purchaseWindow() public view returns (JstDay from, JstDay to) {
        return (_closingDay.plus(1), calendar.leadDay(_maturityDay, ScheduleLib.PURCHASE_LEAD));
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == type(IERC165).interfaceId || id == type(IERC1404).interfaceId || id == type(IERC7943Fungible).interfaceId;
    }

    function _inPurchaseWindow() private view returns (bool) {
        (JstDay from, JstDay to) = purchaseWindow();
        return from <= _today() && _today() <= to;
    }

    function _requireNotRedeeming() private view {
        if (_gate.isRedeeming()) revert RedemptionBegun();
    }

    function _requireTaxClass(uint8 taxClass) private view {
        if (taxClass >= _terms.taxClasses.length) revert UnknownTaxClass(taxClass, _terms.taxClasses.length);
    }

    function _known(address account) private view returns (AccountWord word) {
        word = _accounts[account].word;
        if (word.kind() == AccountKind.None) revert AccountUnknown(account);
    }
}
