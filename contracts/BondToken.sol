// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {BondEntries} from "./BondEntries.sol";
import {BondRegister} from "./BondRegister.sol";
import {IAgreements} from "./interfaces/IAgreements.sol";
import {IBondAuthority} from "./interfaces/IBondAuthority.sol";
import {IBondToken} from "./interfaces/IBondToken.sol";
import {IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {IERC1404} from "./interfaces/IERC1404.sol";
import {IERC7943Fungible} from "./interfaces/IERC7943.sol";
import {BondTermsLib} from "./libraries/BondTermsLib.sol";
import {AccountWord} from "./types/AccountWord.sol";
import {BondTerms} from "./types/BondTerms.sol";
import {AGREEMENT, ALL_WAYS, GateWord, ISSUED, PLAIN_TRANSFER, REDEEMED, RESTING} from "./types/GateWord.sol";
import {JstDay} from "./types/JstDay.sol";
import {Restriction} from "./types/Restriction.sol";

/// @title The bond
/// @notice One unit is one bond. Read upwards: {BondEntries} keeps what is no transfer, {BondTransferRules} decides about transfers,
/// {BondRegister} keeps the accounts and what they held whenever the register was read, {BondGate} says when, {BondDates} knows the days.
contract BondToken is BondEntries, IERC20Metadata, IERC165 {
    /// @inheritdoc IBondToken
    bytes32 public immutable termsHash;

    BondTerms private _terms;

    constructor(
        IBondAuthority authority_,
        IBusinessCalendar calendar_,
        BondTerms memory terms_,
        address issuer_,
        address dealer_
    )
        BondRegister(calendar_, terms_.schedule)
        AccessManaged(address(authority_))
        BondEntries(terms_.bonds, terms_.taxClasses.length, issuer_, dealer_, terms_.dealerTaxClass)
    {
        BondTermsLib.requireInBounds(terms_);
        BondTermsLib.store(_terms, terms_);
        termsHash = keccak256(abi.encode(terms_));
        _gate = _gate.withWays(ALL_WAYS);
        emit WaysDesignated(0, ALL_WAYS);
    }

    // ---- transfer [T-1 to T-4]

    /// @notice Moves bonds from the sender. Refused with the reason that {detectTransferRestriction} gives, and in no other case.
    function transfer(address to, uint256 bonds) external returns (bool) {
        _move(PLAIN_TRANSFER, to, bonds);
        return true;
    }

    /// @inheritdoc IBondToken
    function settleAgreement(IAgreements book, uint256 id, bytes32 bankReference) external {
        if (address(book) == address(0) || (book != market && book != offering)) revert UnknownBook(address(book));
        (address to, uint256 bonds) = book.settleFor(id, msg.sender, bankReference);
        _move(AGREEMENT, to, bonds);
    }

    /// @dev Moves bonds of the sender, and of nobody else.
    function _move(uint8 way, address to, uint256 bonds) private {
        JstDay today = _today();
        (GateWord gate, uint256 readings, bool closed) = _gateNow(today);
        (Account storage sender, Account storage receiver) = (_accounts[msg.sender], _accounts[to]);
        (AccountWord fromWord, AccountWord toWord) = (sender.word, receiver.word);
        Restriction reason = _restriction(gate, today, closed, way, fromWord, toWord, bonds);
        if (reason != Restriction.None) _refuse(reason, to, bonds, fromWord);
        _take(readings, msg.sender, sender, fromWord, bonds);
        _give(readings, to, receiver, toWord, bonds);
        emit Transfer(msg.sender, to, bonds);
    }

    function _refuse(Restriction reason, address to, uint256 bonds, AccountWord from) private view {
        if (reason == Restriction.InsufficientBalance) revert ERC20InsufficientBalance(msg.sender, from.bonds(), bonds);
        if (reason == Restriction.InsufficientUnfrozen) revert ERC7943InsufficientUnfrozenBalance(msg.sender, bonds, from.unfrozen());
        revert TransferRestricted(reason, msg.sender, to, bonds);
    }

    // ---- no pledge of any kind [T-4]

    // Virtual only so that the ABI keeps them as ERC-20 has them: a transaction, not a call.

    /// @notice Always refused: there are no allowances.
    function approve(address, uint256) external virtual returns (bool) {
        revert NoAllowance();
    }

    /// @notice Always refused: there are no allowances.
    function transferFrom(address, address, uint256) external virtual returns (bool) {
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
        if (!_gate.isIssued() || !_inPurchaseWindow(_gate, _today())) revert OutsidePurchaseWindow(from, to, _today());
        _requireNotResting();
        AccountWord own = _accounts[issuer].word;
        if (bonds > own.bonds()) revert ERC20InsufficientBalance(issuer, own.bonds(), bonds);
        if (bonds > own.unfrozen()) revert ERC7943InsufficientUnfrozenBalance(issuer, bonds, own.unfrozen());
        _take(_readingsNow(), issuer, _accounts[issuer], own, bonds);
        emit Transfer(issuer, address(0), bonds);
        _reduceIssue(bonds);
        emit Cancelled(issuer, bonds, _issue.bonds());
    }

    /// @inheritdoc IBondToken
    function designateWays(uint8 ways_) external restricted {
        if (ways_ & ~ALL_WAYS != 0) revert UnknownWay(ways_);
        emit WaysDesignated(_gate.ways(), ways_);
        _gate = _gate.withWays(ways_);
    }

    // ---- redemption [P-5]

    /// @inheritdoc IBondToken
    function beginRedemption() external {
        _requireCaller(payments);
        if (_gate.isResting()) return;
        _gate = _gate.withFlag(RESTING);
        emit RedemptionStarted();
    }

    /// @inheritdoc IBondToken
    function redeem(address[] calldata accounts) external {
        _requireCaller(payments);
        uint256 burned = 0;
        uint256 readings = _readingsNow();
        for (uint256 i = 0; i < accounts.length; ++i) {
            address account = accounts[i];
            Account storage stored = _accounts[account];
            uint256 bonds = stored.word.held();
            if (bonds == 0) continue;
            stored.word = _frozenTo(account, stored.word, 0).withBurned(readings);
            burned += bonds;
            emit Transfer(account, address(0), bonds);
        }
        _reduceIssue(burned);
    }

    function _reduceIssue(uint256 bonds) private {
        _issue = _broughtTo(_readingsNow(), address(0), _issue).minusBonds(bonds);
        if (_issue.bonds() != 0 || _gate.isRedeemed()) return;
        _gate = _gate.withFlag(REDEEMED);
        emit Redeemed();
    }

    // ---- what wallets ask besides

    /// @notice What the token does not know itself, the listing answers: it can only look, as a static call, and say. See `IIbetListing`.
    // solhint-disable-next-line payable-fallback, no-complex-fallback
    fallback(bytes calldata question) external returns (bytes memory) {
        // solhint-disable-next-line avoid-low-level-calls
        (bool answered, bytes memory answer) = _listing.staticcall(question);
        // solhint-disable-next-line gas-custom-errors
        if (answer.length == 0) revert(); // nobody knows the function: refused without a word, as by any contract
        return Address.verifyCallResult(answered, answer);
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
    function isAccelerated() external view returns (bool) {
        return _gate.isAccelerated();
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == type(IERC165).interfaceId || id == type(IERC1404).interfaceId || id == type(IERC7943Fungible).interfaceId;
    }
}
