// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IAnnualReports} from "./interfaces/IAnnualReports.sol";
import {IBondToken} from "./interfaces/IBondToken.sol";
import {IImpactRegistry} from "./interfaces/IImpactRegistry.sol";
import {IImpactReports} from "./interfaces/IImpactReports.sol";
import {IProceedsLedger} from "./interfaces/IProceedsLedger.sol";
import {GreenDates} from "./libraries/GreenDates.sol";
import {AnnualReport, FigureId, ReportFigure, ReportId} from "./types/AnnualReport.sol";
import {JstDay, jstDayOf} from "./types/JstDay.sol";
import {ProjectFunds} from "./types/Proceeds.sol";
import {NO_YEN, Yen} from "./types/Yen.sol";

/// @title The annual reports on allocation and impact
contract AnnualReports is IAnnualReports, AccessManaged {
    using SafeCast for uint256;

    IBondToken public immutable token;
    IProceedsLedger public immutable proceeds;
    IImpactRegistry public immutable impact;
    IImpactReports public immutable figures;

    JstDay private constant NEVER = JstDay.wrap(0);

    JstDay private immutable _closingDay;

    /// @dev A report is due within one year of this day.
    JstDay private _countedFrom;
    bool private _hasShownAllAllocated;

    ReportId[] private _ids;
    mapping(uint16 fiscalYear => AnnualReport[] revisions) private _reports;

    constructor(
        address authority,
        IBondToken token_,
        IProceedsLedger proceeds_,
        IImpactRegistry impact_,
        IImpactReports figures_
    ) AccessManaged(authority) {
        (token, proceeds, impact, figures) = (token_, proceeds_, impact_, figures_);
        _closingDay = token_.terms().schedule.closingDay;
        _countedFrom = _closingDay;
    }

    /// @inheritdoc IAnnualReports
    function publish(
        uint16 fiscalYear,
        bytes32 documentHash,
        string calldata uri,
        FigureId[] calldata figures_
    ) external restricted returns (uint16 revision) {
        if (!token.isIssued()) revert NothingToReport();
        _requireYear(fiscalYear);
        if (documentHash == bytes32(0)) revert EvidenceMissing();
        JstDay dueBefore = dueDay();

        AnnualReport storage report_ = _reports[fiscalYear].push();
        revision = _reports[fiscalYear].length.toUint16();
        _ids.push(ReportId(fiscalYear, revision));
        (report_.fiscalYear, report_.revision, report_.publishedDay) = (fiscalYear, revision, _today());
        (report_.documentHash, report_.uri) = (documentHash, uri);
        // What corrects a report that was due is no voluntary one.
        report_.voluntary = revision == 1 ? dueBefore == NEVER : _reports[fiscalYear][0].voluntary;
        _freezeAmounts(report_);
        _freezeFigures(report_, figures_);
        emit ReportPublished(
            fiscalYear,
            revision,
            report_.voluntary,
            report_.allocatedYen,
            report_.unallocatedYen,
            report_.refinancedYen,
            documentHash,
            uri
        );
        _moveClock(dueBefore, report_);
    }

    /// @inheritdoc IAnnualReports
    function sign(uint16 fiscalYear, uint16 revision, bytes32 opinionHash) external restricted {
        AnnualReport storage report_ = _known(fiscalYear, revision);
        if (opinionHash == bytes32(0)) revert EvidenceMissing();
        if (report_.reviewer != address(0)) revert ReportSignedAlready(fiscalYear, revision, report_.reviewer);
        uint256 revisions = _reports[fiscalYear].length;
        if (revision < revisions) revert ReportReplaced(fiscalYear, revision, revisions);
        if (isOutdated(fiscalYear, revision)) revert ReportOutdated(fiscalYear, revision);
        (report_.reviewer, report_.signedDay, report_.opinionHash) = (msg.sender, _today(), opinionHash);
        emit ReportSigned(fiscalYear, revision, msg.sender, opinionHash);
    }

    // ---- reading

    /// @inheritdoc IAnnualReports
    function dueDay() public view returns (JstDay) {
        return _hasShownAllAllocated || !token.isIssued() ? NEVER : GreenDates.plusYears(_countedFrom, 1);
    }

    /// @inheritdoc IAnnualReports
    function isOverdue() external view returns (bool) {
        JstDay due = dueDay();
        return due != NEVER && due < _today();
    }

    /// @inheritdoc IAnnualReports
    function isOutdated(uint16 fiscalYear, uint16 revision) public view returns (bool) {
        ReportFigure[] storage basis = _known(fiscalYear, revision).figures;
        for (uint256 i = 0; i < basis.length; ++i) if (_isStale(basis[i].facilityId, basis[i].snapshotIndex)) return true;
        return false;
    }

    /// @inheritdoc IAnnualReports
    function report(uint16 fiscalYear, uint16 revision) external view returns (AnnualReport memory) {
        return _known(fiscalYear, revision);
    }

    /// @inheritdoc IAnnualReports
    function revisionCount(uint16 fiscalYear) external view returns (uint256) {
        return _reports[fiscalYear].length;
    }

    /// @inheritdoc IAnnualReports
    function reportCount() external view returns (uint256) {
        return _ids.length;
    }

    /// @inheritdoc IAnnualReports
    function reportsAt(uint256 offset, uint256 limit) external view returns (ReportId[] memory ids) {
        uint256 left = offset < _ids.length ? _ids.length - offset : 0;
        ids = new ReportId[](limit < left ? limit : left);
        for (uint256 i = 0; i < ids.length; ++i) ids[i] = _ids[offset + i];
    }

    // ---- one rule each

    function _requireYear(uint16 fiscalYear) private view {
        (uint256 from, uint256 to) = (GreenDates.fiscalYearOf(_closingDay), GreenDates.fiscalYearOf(_today()));
        if (fiscalYear < from || fiscalYear > to) revert FiscalYearOutOfRange(fiscalYear, from, to);
    }

    /// @dev Amounts, planned day and interim holding of the rest, and what each project has [G-4].
    function _freezeAmounts(AnnualReport storage report_) private {
        Yen unallocatedYen = proceeds.unallocatedYen();
        JstDay plannedDay = NEVER;
        if (NO_YEN < unallocatedYen) {
            plannedDay = proceeds.plannedDay();
            if (plannedDay < _today()) revert RestWithoutPlan(unallocatedYen, plannedDay);
        }
        (report_.unallocatedYen, report_.plannedDay) = (unallocatedYen, plannedDay);
        (report_.allocatedYen, report_.refinancedYen) = (proceeds.allocatedYen(), proceeds.refinancedYen());
        (, report_.cashEquivalentsYen) = proceeds.holdingsOn(_today());
        ProjectFunds[] memory funds = proceeds.projectsAt(0, proceeds.projectCount());
        for (uint256 i = 0; i < funds.length; ++i) report_.projects.push(funds[i]);
    }

    /// @dev A figure counts for this bond by its share [E-4]. Figures are few, so each is compared with all before it.
    function _freezeFigures(AnnualReport storage report_, FigureId[] calldata figures_) private {
        for (uint256 i = 0; i < figures_.length; ++i) {
            (bytes32 facilityId, uint128 index) = (figures_[i].facilityId, figures_[i].snapshotIndex);
            for (uint256 j = 0; j < i; ++j)
                if (figures_[j].facilityId == facilityId && figures_[j].snapshotIndex == index) revert FigureTwice(facilityId, index);
            uint16 shareBps = impact.shareBps(facilityId, address(token));
            if (shareBps == 0) revert NoShareOfFacility(facilityId);
            if (_isStale(facilityId, index)) revert FigureStale(facilityId, index);
            report_.figures.push(ReportFigure(facilityId, index, shareBps));
        }
    }

    /// @dev A year from the last first report, or from its due day if that came earlier; never again once all is shown to be allocated [G-4].
    function _moveClock(JstDay dueBefore, AnnualReport storage report_) private {
        if (dueBefore == NEVER) return;
        if (report_.revision == 1) _countedFrom = _today() < dueBefore ? _today() : dueBefore;
        if (report_.unallocatedYen == NO_YEN) _hasShownAllAllocated = true;
        JstDay dueAfter = dueDay();
        if (dueAfter != dueBefore) emit DueDayMoved(dueBefore, dueAfter);
    }

    // ---- small things

    function _isStale(bytes32 facilityId, uint128 snapshotIndex) private view returns (bool) {
        return figures.isStale(facilityId, snapshotIndex);
    }

    function _known(uint16 fiscalYear, uint16 revision) private view returns (AnnualReport storage) {
        uint256 revisions = _reports[fiscalYear].length;
        if (revision == 0 || revision > revisions) revert NoSuchReport(fiscalYear, revision, revisions);
        return _reports[fiscalYear][revision - 1];
    }

    function _today() private view returns (JstDay) {
        return jstDayOf(block.timestamp);
    }
}
