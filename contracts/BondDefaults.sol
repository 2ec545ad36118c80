// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IBondDefaults} from "./interfaces/IBondDefaults.sol";
import {IBondPayments} from "./interfaces/IBondPayments.sol";
import {IBondToken} from "./interfaces/IBondToken.sol";
import {ICalendarBond} from "./interfaces/IBusinessCalendar.sol";
import {JstDay, jstDayOf} from "./types/JstDay.sol";
import {NO_YEN, Yen} from "./types/Yen.sol";

/// @title Loss of the benefit of time, and security given to other bonds
contract BondDefaults is IBondDefaults, AccessManaged {
    /// @notice Debts of ground 4 count only above this total [D-1].
    Yen public constant DEBT_THRESHOLD = Yen.wrap(1_000_000_000);

    IBondToken public immutable token;

    JstDay private constant NOT_YET = JstDay.wrap(0);

    DefaultEvent private _event;
    /// @inheritdoc IBondDefaults
    uint32 public securityCount;
    mapping(uint32 id => Security security) private _securities;

    constructor(address authority, IBondToken token_) AccessManaged(authority) {
        token = token_;
    }

    /// @inheritdoc IBondDefaults
    function recordEvent(DefaultEvent calldata event_) external restricted {
        if (token.isAccelerated()) revert AlreadyAccelerated(_event.eventDay);
        if (event_.evidenceHash == bytes32(0)) revert EvidenceMissing();
        _requireEventDay(event_.eventDay);
        _requireDebts(event_);
        _requireBreach(event_);
        _event = event_;
        emit BenefitOfTimeLost(groundOf(event_.fact), event_.fact, event_.eventDay, event_.debtsYen, event_.securityId, event_.evidenceHash);
        token.accelerate();
        IBondPayments(token.payments()).accelerate(event_.eventDay);
    }

    /// @inheritdoc IBondDefaults
    function annulEvent(bytes32 documentHash) external restricted {
        if (!token.isAccelerated()) revert NotAccelerated();
        _requireEvidence(documentHash);
        emit EventAnnulled(_event.eventDay, documentHash);
        delete _event;
        token.annulAcceleration();
        IBondPayments(token.payments()).annulAcceleration();
    }

    /// @inheritdoc IBondDefaults
    function recordSecurity(SecuredBond bond, JstDay givenDay, bytes32 documentHash) external restricted returns (uint32 id) {
        (JstDay closingDay, ) = ICalendarBond(address(token)).calendarSpan();
        _requireDay(givenDay, closingDay); // after this issue
        _requireEvidence(documentHash);
        id = ++securityCount;
        _securities[id] = Security(bond, givenDay, NOT_YET, NOT_YET, documentHash);
        emit SecurityGiven(id, bond, givenDay, _binds(bond), documentHash);
    }

    /// @inheritdoc IBondDefaults
    function recordSameRank(uint32 id, JstDay day, bytes32 documentHash) external restricted {
        Security storage security = _known(id);
        if (security.sameRankDay != NOT_YET) revert SecurityOutOfOrder(id, security.sameRankDay, security.formalitiesDay);
        _requireDay(day, security.givenDay);
        _requireEvidence(documentHash);
        security.sameRankDay = day;
        emit SameRankGiven(id, day, documentHash);
    }

    /// @inheritdoc IBondDefaults
    function recordFormalities(uint32 id, JstDay day, bytes32 documentHash) external restricted {
        Security storage security = _known(id);
        if (security.sameRankDay == NOT_YET || security.formalitiesDay != NOT_YET)
            revert SecurityOutOfOrder(id, security.sameRankDay, security.formalitiesDay);
        _requireDay(day, security.sameRankDay);
        _requireEvidence(documentHash);
        security.formalitiesDay = day;
        emit FormalitiesCompleted(id, day, documentHash);
    }

    /// @inheritdoc IBondDefaults
    function recordDamages(Yen amountYen, bytes32 documentHash) external restricted {
        if (!token.isAccelerated()) revert NotAccelerated();
        _requireEvidence(documentHash);
        emit DamagesRecorded(amountYen, documentHash);
    }

    /// @inheritdoc IBondDefaults
    function standing() external view returns (Standing) {
        if (!token.isAccelerated()) return Standing.Performing;
        IBondPayments.DateState state = IBondPayments(token.payments()).paymentDate(0).state;
        return state == IBondPayments.DateState.Closed ? Standing.Settled : Standing.Accelerated;
    }

    /// @inheritdoc IBondDefaults
    function defaultEvent() external view returns (DefaultEvent memory) {
        return _event;
    }

    /// @inheritdoc IBondDefaults
    function securityAt(uint32 id) external view returns (Security memory) {
        return _known(id);
    }

    /// @inheritdoc IBondDefaults
    function groundOf(Fact fact) public pure returns (uint8) {
        if (fact == Fact.TermsBreached) return 1;
        if (fact == Fact.SecurityWithheld) return 2;
        if (fact <= Fact.OtherBondUnpaid) return 3;
        if (fact <= Fact.GuaranteeUnperformed) return 4;
        return fact <= Fact.DissolutionResolved ? 5 : 6;
    }

    /// @dev At maturity everything is due anyway.
    function _requireEventDay(JstDay eventDay) private view {
        (JstDay closingDay, JstDay maturityDay) = ICalendarBond(address(token)).calendarSpan();
        if (eventDay < closingDay || eventDay > _today() || eventDay >= maturityDay)
            revert EventDayOutOfRange(eventDay, closingDay, _today(), maturityDay);
    }

    function _requireDebts(DefaultEvent calldata event_) private pure {
        bool counted = groundOf(event_.fact) == 4 ? DEBT_THRESHOLD < event_.debtsYen : event_.debtsYen == NO_YEN;
        if (!counted) revert DebtsNotCounted(event_.fact, event_.debtsYen, DEBT_THRESHOLD);
    }

    function _requireBreach(DefaultEvent calldata event_) private view {
        bool named = event_.securityId != 0;
        bool breached = event_.fact == Fact.SecurityWithheld ? named && _isWithheld(event_.securityId, event_.eventDay) : !named;
        if (!breached) revert NoSuchBreach(event_.fact, event_.securityId, event_.eventDay);
    }

    /// @dev D-2, first sentence: the other bond had its security by `day`, and this one had not.
    function _isWithheld(uint32 id, JstDay day) private view returns (bool) {
        Security storage security = _known(id);
        bool given = security.sameRankDay != NOT_YET && security.sameRankDay <= day;
        return _binds(security.bond) && security.givenDay <= day && !given;
    }

    function _binds(SecuredBond bond) private pure returns (bool) {
        return bond == SecuredBond.UnsecuredInJapan;
    }

    function _known(uint32 id) private view returns (Security storage security) {
        if (id == 0 || id > securityCount) revert NoSuchSecurity(id);
        return _securities[id];
    }

    function _requireEvidence(bytes32 documentHash) private pure {
        if (documentHash == bytes32(0)) revert EvidenceMissing();
    }

    function _requireDay(JstDay day, JstDay earliest) private view {
        if (day < earliest || day > _today()) revert DayOutOfRange(day, earliest, _today());
    }

    function _today() private view returns (JstDay) {
        return jstDayOf(block.timestamp);
    }
}
