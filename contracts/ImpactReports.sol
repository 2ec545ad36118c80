// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {ImpactSnapshotLog} from "./ImpactSnapshotLog.sol";
import {SponsoredAccess} from "./SponsoredAccess.sol";
import {IFacilityBook, IImpactRegistry} from "./interfaces/IImpactRegistry.sol";
import {IImpactReports} from "./interfaces/IImpactReports.sol";
import {CivilDate} from "./libraries/CivilDate.sol";
import {HalfEven} from "./libraries/HalfEven.sol";
import {FacilityKind, ImpactTotals, Progress} from "./types/Impact.sol";
import {ISSUER} from "./types/Roles.sol";
import {JstDay, jstDayOf} from "./types/JstDay.sol";

/// @title Published impact figures that equal the ledger
contract ImpactReports is SponsoredAccess, ImpactSnapshotLog, IImpactReports {
    using CivilDate for JstDay;
    using HalfEven for int256;

    /// @dev What had been recorded when the figure was: it stands as long as nothing of its period has changed since.
    struct Basis {
        uint32 nextHour;
        uint224 corrections;
    }

    /// @notice Electricity generated, in kWh [E-1].
    bytes32 public constant ENERGY_GENERATED = keccak256("ERC-8329:INDICATOR:ENERGY_GENERATED");
    /// @notice Electricity saved against the baseline, in kWh [E-1].
    bytes32 public constant ENERGY_SAVED = keccak256("ERC-8329:INDICATOR:ENERGY_SAVED");
    /// @notice CO2 that generation replaced or saving avoided, in tCO2 [E-1].
    bytes32 public constant CO2_REDUCED = keccak256("ERC-8329:INDICATOR:GREEN_DIGITAL_TRACK_BOND:CO2_REDUCED:1");
    /// @notice Primary energy of what was generated or saved, in MJ [E-1].
    bytes32 public constant PRIMARY_ENERGY_REDUCED = keccak256("ERC-8329:INDICATOR:GREEN_DIGITAL_TRACK_BOND:PRIMARY_ENERGY_REDUCED:1");
    bytes32 public constant UNIT_KWH = keccak256("kWh");
    bytes32 public constant UNIT_TCO2 = keccak256("tCO2");
    bytes32 public constant UNIT_MJ = keccak256("MJ");

    IImpactRegistry public immutable impact;

    mapping(bytes32 facilityId => mapping(uint256 snapshotIndex => Basis)) private _bases;

    constructor(IImpactRegistry impact_) {
        impact = impact_;
    }

    /// @inheritdoc IImpactReports
    function expectedFigure(
        bytes32 facilityId,
        bytes32 indicatorId,
        uint64 periodStart,
        uint64 periodEnd
    ) public view returns (int256 value, uint8 decimals, bytes32 unit) {
        _requireCompleted(periodStart, periodEnd);
        (JstDay from, JstDay through) = _daysOf(periodStart, periodEnd);
        ImpactTotals memory totals = impact.totals(facilityId, from, through);
        if (totals.records + totals.missing == 0) revert PeriodWithoutRecord(facilityId, periodStart, periodEnd);
        if (indicatorId == CO2_REDUCED) return (totals.co2MilligramsE6.perMillion(), 9, UNIT_TCO2);
        if (indicatorId == PRIMARY_ENERGY_REDUCED) return (totals.primaryEnergyKjE6.perMillion(), 3, UNIT_MJ);
        bool isGeneration = impact.facility(facilityId).kind == FacilityKind.Generation;
        if (indicatorId == (isGeneration ? ENERGY_GENERATED : ENERGY_SAVED)) return (totals.impactMilliWh, 6, UNIT_KWH);
        revert IndicatorUnknown(facilityId, indicatorId);
    }

    /// @inheritdoc IImpactReports
    function isStale(bytes32 facilityId, uint256 snapshotIndex) public view returns (bool) {
        IndicatorSnapshot storage snapshot = _snapshotOf(facilityId, snapshotIndex);
        if (snapshot.correctedByIndex != 0) return true;
        Basis memory then = _bases[facilityId][snapshotIndex];
        Basis memory today = _basisOf(facilityId, snapshot.periodStart, snapshot.periodEnd);
        return then.corrections != today.corrections || then.nextHour != today.nextHour;
    }

    /// @inheritdoc IImpactReports
    function figuresAt(bytes32 facilityId, uint256 offset, uint256 limit) external view returns (Figure[] memory figures) {
        uint256 count = this.snapshotCount(facilityId);
        uint256 left = offset < count ? count - offset : 0;
        figures = new Figure[](limit < left ? limit : left);
        for (uint256 i = 0; i < figures.length; ++i)
            figures[i] = Figure(offset + i, isStale(facilityId, offset + i), _snapshotOf(facilityId, offset + i));
    }

    /// @notice The standard's interfaces, ours, and ERC-165.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IImpactReports).interfaceId || super.supportsInterface(interfaceId);
    }

    function _authorizeReport(bytes32 facilityId, uint256 correctsIndex) internal view override {
        address authority = _authorityOf(facilityId);
        if (correctsIndex != NO_CORRECTION) {
            if (_isCorrector(authority)) return;
            if (_snapshotOf(facilityId, correctsIndex).reportedBy != msg.sender) revert IAccessManaged.AccessManagedUnauthorized(msg.sender);
        }
        _requireAllowed(authority);
    }

    /// @dev The issuer, unless the administrator has closed this contract for the bond: that stops everybody.
    function _isCorrector(address authority) private view returns (bool isIssuer) {
        if (IAccessManager(authority).isTargetClosed(address(this))) return false;
        (isIssuer, ) = IAccessManager(authority).hasRole(ISSUER, msg.sender);
    }

    function _authorizeAttestation(bytes32 facilityId) internal view override {
        _requireAllowed(_authorityOf(facilityId));
    }

    function _authorizeMethodology(bytes32 facilityId) internal view override {
        _requireAllowed(_authorityOf(facilityId));
    }

    function _beforeStored(IndicatorSnapshot memory snapshot, uint256 snapshotIndex) internal override {
        (bytes32 facilityId, bytes32 indicatorId) = (snapshot.subjectId, snapshot.indicatorId);
        (int256 value, uint8 decimals, bytes32 unit) = expectedFigure(facilityId, indicatorId, snapshot.periodStart, snapshot.periodEnd);
        if (snapshot.decimals != decimals || snapshot.unit != unit)
            revert UnitDiffers(facilityId, indicatorId, unit, decimals, snapshot.unit, snapshot.decimals);
        if (snapshot.value != value) revert FigureDiffers(facilityId, indicatorId, value, snapshot.value);
        _bases[facilityId][snapshotIndex] = _basisOf(facilityId, snapshot.periodStart, snapshot.periodEnd);
    }

    /// @dev Hours after the period do not matter to it.
    function _basisOf(bytes32 facilityId, uint64 periodStart, uint64 periodEnd) private view returns (Basis memory) {
        (JstDay from, JstDay through) = _daysOf(periodStart, periodEnd);
        Progress memory reached = impact.progress(facilityId);
        uint256 end = (uint256(JstDay.unwrap(through)) + 1) * 24;
        return Basis(uint32(reached.nextHour < end ? reached.nextHour : end), uint224(impact.correctionsIn(facilityId, from, through)));
    }

    /// @dev The days of a Japan month or fiscal year, by its first second and the first one after it.
    function _daysOf(uint64 periodStart, uint64 periodEnd) private pure returns (JstDay from, JstDay through) {
        if (periodStart % 1 days != 15 hours || periodEnd % 1 days != 15 hours) revert NotAMonthOrFiscalYear(periodStart, periodEnd);
        from = jstDayOf(periodStart);
        JstDay next = jstDayOf(periodEnd);
        through = next.minus(1);
        (uint256 year, uint256 month, uint256 dayOfMonth) = from.civilOf();
        bool isMonth = dayOfMonth == 1 && next == _firstOfNext(year, month, 1);
        bool isFiscalYear = dayOfMonth == 1 && month == 4 && next == _firstOfNext(year, month, 12);
        if (!isMonth && !isFiscalYear) revert NotAMonthOrFiscalYear(periodStart, periodEnd);
    }

    function _firstOfNext(uint256 year, uint256 month, uint256 months) private pure returns (JstDay) {
        uint256 since = year * 12 + month - 1 + months;
        return CivilDate.dayOf(since / 12, (since % 12) + 1, 1);
    }

    function _authorityOf(bytes32 facilityId) private view returns (address authority) {
        authority = impact.authorityOf(facilityId);
        if (authority == address(0)) revert IFacilityBook.FacilityUnknown(facilityId);
    }
}
