// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IAgreements} from "./interfaces/IAgreements.sol";
import {IPartyAccounts} from "./interfaces/IBondAuthority.sol";
import {IBondOffering} from "./interfaces/IBondOffering.sol";
import {IBondRegister, IBondToken} from "./interfaces/IBondToken.sol";
import {OfferingTermsLib} from "./libraries/OfferingTermsLib.sol";
import {AccountKind, AccountWord} from "./types/AccountWord.sol";
import {BondTerms} from "./types/BondTerms.sol";
import {JstDay, jstDayOf} from "./types/JstDay.sol";
import {OfferingTerms, Rating} from "./types/OfferingTerms.sol";
import {Yen} from "./types/Yen.sol";

/// @title The book of the offering
contract BondOffering is IBondOffering, AccessManaged {
    using OfferingTermsLib for OfferingTerms;

    IBondToken public immutable token;
    /// @inheritdoc IBondOffering
    bytes32 public immutable offeringHash;

    JstDay private immutable _applicationDay;
    JstDay private immutable _closingDay;
    uint256 private immutable _bonds;
    Yen private immutable _issuePriceYenPerBond;

    /// @inheritdoc IBondOffering
    bool public isUnderwritten;
    /// @inheritdoc IBondOffering
    uint256 public allottedBonds;
    /// @inheritdoc IBondOffering
    uint256 public applicationCount;
    /// @inheritdoc IBondOffering
    mapping(address holder => uint256 id) public applicationOf;

    mapping(uint256 id => Application application) private _applications;
    OfferingTerms private _terms;

    constructor(address authority, IBondToken token_, OfferingTerms memory terms_) AccessManaged(authority) {
        BondTerms memory bond = token_.terms();
        terms_.requireInBounds(bond);
        token = token_;
        (_applicationDay, _closingDay, _bonds) = (terms_.applicationDay, bond.schedule.closingDay, bond.bonds);
        _issuePriceYenPerBond = terms_.issuePriceYenPerBond;
        offeringHash = keccak256(abi.encode(terms_));
        OfferingTermsLib.store(_terms, terms_);
    }

    modifier duringApplication() {
        if (!isOpen()) revert OutsideApplicationPeriod(_applicationDay, _closingDay, _today());
        _;
    }

    // ---- the dealer, for the investors [I-10]

    /// @inheritdoc IBondOffering
    function applyFor(address holder, uint32 bonds) external restricted duringApplication {
        if (bonds == 0) revert NothingAppliedFor(holder);
        uint256 id = applicationOf[holder];
        if (id == 0) id = _newApplication(holder);
        Application storage application = _applications[id];
        _requireState(holder, application.state, ApplicationState.Applied, ApplicationState.Withdrawn);
        emit AppliedFor(id, holder, application.appliedBonds, bonds);
        (application.appliedBonds, application.state) = (bonds, ApplicationState.Applied);
    }

    /// @inheritdoc IBondOffering
    function withdraw(address holder) external restricted duringApplication {
        Application storage application = _existing(holder, ApplicationState.Applied, ApplicationState.Applied);
        emit ApplicationWithdrawn(holder, application.appliedBonds);
        (application.appliedBonds, application.state) = (0, ApplicationState.Withdrawn);
    }

    /// @inheritdoc IBondOffering
    function allot(address holder, uint32 bonds) external restricted duringApplication {
        Application storage application = _existing(holder, ApplicationState.Applied, ApplicationState.Allotted);
        uint256 before = application.allottedBonds;
        if (bonds == before) revert AllotmentUnchanged(holder, bonds);
        if (bonds > application.appliedBonds) revert AllottedBeyondApplication(holder, application.appliedBonds, bonds);
        uint256 all = allottedBonds - before + bonds;
        if (all > _bonds) revert AllottedBeyondIssue(all, _bonds);
        allottedBonds = all;
        (application.allottedBonds, application.state) = (bonds, bonds == 0 ? ApplicationState.Applied : ApplicationState.Allotted);
        emit Allotted(holder, before, bonds);
    }

    /// @inheritdoc IBondOffering
    function confirmPayment(address holder, Yen amountYen, bytes32 bankReference) external restricted {
        Application storage application = _existing(holder, ApplicationState.Allotted, ApplicationState.Allotted);
        Yen dueYen = _priceOf(application.allottedBonds);
        // Never a part and never too much: what is paid is deliverable, and nothing has to be paid back.
        if (!(amountYen == dueYen)) revert WrongApplicationMoney(holder, dueYen, amountYen);
        if (bankReference == bytes32(0)) revert PaymentReferenceMissing();
        (application.state, application.bankReference) = (ApplicationState.Paid, bankReference);
        emit ApplicationPaid(holder, amountYen, bankReference);
    }

    // ---- the issuer

    /// @inheritdoc IBondOffering
    function confirmUnderwriting(bytes32 bankReference) external restricted {
        _requireClosing();
        if (isUnderwritten) revert AlreadyUnderwritten();
        if (bankReference == bytes32(0)) revert PaymentReferenceMissing();
        isUnderwritten = true;
        emit Underwritten(_dealer(), _bonds, grossProceedsYen(), _terms.underwritingFeeYen, bankReference);
    }

    // ---- the token

    /// @inheritdoc IAgreements
    function settleFor(uint256 id, address giver, bytes32 bankReference) external returns (address receiver, uint256 bonds) {
        if (msg.sender != address(token)) revert NotTheToken(msg.sender);
        _requireClosing();
        if (giver != _dealer()) revert NotTheDealer(giver);
        if (!isUnderwritten) revert NotUnderwritten();
        Application storage application = _applications[id];
        _requireState(application.holder, application.state, ApplicationState.Paid, ApplicationState.Paid);
        if (bankReference == bytes32(0)) revert BankReferenceMissing(id);
        (receiver, bonds) = (application.holder, application.allottedBonds);
        application.state = ApplicationState.Delivered;
        emit AllotmentDelivered(receiver, bonds, bankReference);
    }

    // ---- reading

    /// @inheritdoc IBondOffering
    function isOpen() public view returns (bool) {
        JstDay today = _today();
        return _applicationDay <= today && today <= _closingDay;
    }

    /// @inheritdoc IBondOffering
    function terms() external view returns (OfferingTerms memory) {
        return _terms;
    }

    /// @inheritdoc IBondOffering
    function ratings() external view returns (Rating[] memory) {
        return _terms.ratings;
    }

    /// @inheritdoc IBondOffering
    function grossProceedsYen() public view returns (Yen) {
        return _priceOf(_bonds);
    }

    /// @inheritdoc IBondOffering
    function netProceedsYen() external view returns (Yen) {
        return grossProceedsYen() - _terms.issueCostsYen;
    }

    /// @inheritdoc IBondOffering
    function applicationAt(uint256 id) external view returns (Application memory) {
        return _applications[id];
    }

    /// @inheritdoc IBondOffering
    function applicationsAt(uint256 offset, uint256 limit) external view returns (Application[] memory applications) {
        uint256 left = offset < applicationCount ? applicationCount - offset : 0;
        applications = new Application[](limit < left ? limit : left);
        for (uint256 i = 0; i < applications.length; ++i) applications[i] = _applications[offset + i + 1];
    }

    // ---- small things

    /// @dev Only an open account of an investor may apply; whether it may receive is decided when the bonds move.
    function _newApplication(address holder) private returns (uint256 id) {
        address[] memory holders = new address[](1);
        holders[0] = holder;
        AccountWord word = token.wordsOf(holders)[0];
        if (word.isKind(AccountKind.None)) revert IBondRegister.AccountUnknown(holder);
        if (!word.isKind(AccountKind.Investor)) revert IBondRegister.WrongAccountKind(holder, word.kind());
        if (!word.isActive()) revert IBondRegister.WrongAccountStatus(holder, word.status());
        id = ++applicationCount;
        applicationOf[holder] = id;
        _applications[id].holder = holder;
        _applications[id].state = ApplicationState.Applied;
    }

    function _existing(address holder, ApplicationState a, ApplicationState b) private view returns (Application storage application) {
        application = _applications[applicationOf[holder]];
        _requireState(holder, application.state, a, b);
    }

    function _requireState(address holder, ApplicationState state, ApplicationState a, ApplicationState b) private pure {
        if (state != a && state != b) revert WrongApplicationState(holder, state);
    }

    function _requireClosing() private view {
        if (_today() < _closingDay) revert ClosingAhead(_closingDay, _today());
    }

    function _priceOf(uint256 bonds) private view returns (Yen) {
        return OfferingTermsLib.priceYenOf(_issuePriceYenPerBond, bonds);
    }

    function _dealer() private view returns (address) {
        return IPartyAccounts(address(token)).dealer();
    }

    function _today() private view returns (JstDay) {
        return jstDayOf(block.timestamp);
    }
}
