// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IProjectBook} from "./interfaces/IProceedsLedger.sol";
import {GreenDates} from "./libraries/GreenDates.sol";
import {JstDay, jstDayOf} from "./types/JstDay.sol";
import {categoryOf, Certificate, CertificateStatus, Criterion, Project, ProjectCategory, ProjectFunds, Selection} from "./types/Proceeds.sol";
import {Yen} from "./types/Yen.sol";

/// @title The projects that may have the money, and what each has
abstract contract ProjectBook is IProjectBook, AccessManaged {
    /// @notice The first way of holding what is not allocated [G-3].
    bytes32 public constant CASH = "cash";
    /// @notice The second one [G-3].
    bytes32 public constant CASH_EQUIVALENTS = "cash-equivalents";

    /// @notice An annual report freezes what every project has in one transaction, so they are bounded.
    uint256 public constant MOST_PROJECTS = 100;
    /// @notice The highest building energy index of an energy-saving building, in 1/100 [G-1].
    uint16 public constant MOST_BEI_E2 = 75;

    uint256 private constant EXISTING_YEARS = 3;
    JstDay private constant NO_DAY = JstDay.wrap(0);

    JstDay internal immutable _closingDay;

    bytes32[] private _projectIds;
    mapping(bytes32 projectId => Project project) private _projects;
    mapping(bytes32 account => mapping(bool refinancing => Yen balance)) internal _balances;

    constructor(JstDay closingDay) {
        _closingDay = closingDay;
    }

    /// @inheritdoc IProjectBook
    function registerProject(bytes32 projectId, Project calldata project_) external restricted {
        _requireNewId(projectId);
        _requireComplete(projectId, project_);
        if (project_.category != categoryOf(project_.criterion)) revert WrongCriterion(project_.category, project_.criterion);
        _requireBei(project_.criterion, project_.beiE2);
        _requireCertificate(projectId, project_.category, project_.certificate);
        _requireSelection(projectId, project_.selection);
        for (uint256 i = 0; i < project_.substitutes.length; ++i) _known(project_.substitutes[i]);
        _projectIds.push(projectId);
        _projects[projectId] = project_;
        emit ProjectRegistered(projectId, project_.category, project_.criterion, project_.name, project_.selection.documentHash);
    }

    /// @inheritdoc IProjectBook
    function renewCertificate(bytes32 projectId, Certificate calldata certificate) external restricted {
        Project storage known = _known(projectId);
        if (certificate.status == CertificateStatus.None) revert WrongCertificate(projectId, certificate);
        _requireCertificate(projectId, known.category, certificate);
        emit CertificateRenewed(projectId, known.certificate, certificate);
        known.certificate = certificate;
    }

    // ---- reading

    /// @inheritdoc IProjectBook
    function projectCount() public view returns (uint256) {
        return _projectIds.length;
    }

    /// @inheritdoc IProjectBook
    function project(bytes32 projectId) external view returns (Project memory) {
        return _known(projectId);
    }

    /// @inheritdoc IProjectBook
    function projectsAt(uint256 offset, uint256 limit) external view returns (ProjectFunds[] memory funds) {
        funds = new ProjectFunds[](_pageSize(_projectIds.length, offset, limit));
        for (uint256 i = 0; i < funds.length; ++i) {
            bytes32 id = _projectIds[offset + i];
            Certificate storage certificate = _projects[id].certificate;
            funds[i] = ProjectFunds(id, _balances[id][false], _balances[id][true], certificate.status, certificate.expiryDay);
        }
    }

    /// @inheritdoc IProjectBook
    function ageAtIssueDays(bytes32 projectId) external view returns (uint32) {
        JstDay completionDay = _known(projectId).completionDay;
        return completionDay < _closingDay ? _closingDay.daysSince(completionDay) : 0;
    }

    /// @inheritdoc IProjectBook
    function isBeyondThreeYears(bytes32 projectId) external view returns (bool) {
        return GreenDates.plusYears(_known(projectId).completionDay, EXISTING_YEARS) < _closingDay;
    }

    /// @inheritdoc IProjectBook
    function isCertificateExpired(bytes32 projectId, JstDay day) external view returns (bool) {
        JstDay expiryDay = _known(projectId).certificate.expiryDay;
        return expiryDay != NO_DAY && expiryDay < day;
    }

    // ---- one rule each

    function _requireNewId(bytes32 projectId) private view {
        if (projectId == bytes32(0) || _isHolding(projectId)) revert NotAProjectId(projectId);
        if (_isProject(projectId)) revert ProjectKnown(projectId);
        if (_projectIds.length == MOST_PROJECTS) revert TooManyProjects(MOST_PROJECTS);
    }

    function _requireComplete(bytes32 projectId, Project calldata project_) private pure {
        if (bytes(project_.name).length == 0) revert ProjectIncomplete(projectId, "name");
        if (bytes(project_.outline).length == 0) revert ProjectIncomplete(projectId, "outline");
        if (project_.completionDay == NO_DAY) revert ProjectIncomplete(projectId, "completion day");
        // G-2: nothing is funded of which nobody has confirmed that it is not excluded.
        if (project_.exclusionHash == bytes32(0)) revert ProjectIncomplete(projectId, "confirmation of the exclusions");
    }

    /// @dev The index tests energy-saving buildings and nothing else [G-1].
    function _requireBei(Criterion criterion, uint16 beiE2) private pure {
        if (criterion != Criterion.EnergySavingBuilding) return;
        if (beiE2 == 0 || beiE2 > MOST_BEI_E2) revert BeiOutOfRange(beiE2, MOST_BEI_E2);
    }

    function _requireCertificate(bytes32 projectId, ProjectCategory category, Certificate calldata certificate) private pure {
        bool isNone = certificate.status == CertificateStatus.None;
        bool isNeeded = category == ProjectCategory.GreenBuilding;
        bool isPlan = certificate.status == CertificateStatus.Planned;
        bool fits =
            isNone
                ? !isNeeded && certificate.documentHash == bytes32(0) && certificate.expiryDay == NO_DAY
                : certificate.documentHash != bytes32(0) && (!isPlan || certificate.expiryDay == NO_DAY);
        if (!fits) revert WrongCertificate(projectId, certificate);
    }

    function _requireSelection(bytes32 projectId, Selection calldata selection) private view {
        if (bytes(selection.decidedBy).length == 0) revert ProjectIncomplete(projectId, "who decided");
        if (bytes(selection.frameworks).length == 0) revert ProjectIncomplete(projectId, "versions of the frameworks");
        if (selection.documentHash == bytes32(0)) revert ProjectIncomplete(projectId, "document of the decision");
        if (selection.decidedDay == NO_DAY) revert ProjectIncomplete(projectId, "day of the decision");
        if (selection.decidedDay > _today()) revert SelectionAhead(selection.decidedDay, _today());
    }

    // ---- small things

    function _isHolding(bytes32 account) internal pure returns (bool) {
        return account == CASH || account == CASH_EQUIVALENTS;
    }

    function _known(bytes32 projectId) internal view returns (Project storage) {
        if (!_isProject(projectId)) revert NoSuchProject(projectId);
        return _projects[projectId];
    }

    /// @dev Every project has a confirmation that it is not excluded.
    function _isProject(bytes32 projectId) private view returns (bool) {
        return _projects[projectId].exclusionHash != bytes32(0);
    }

    function _pageSize(uint256 count, uint256 offset, uint256 limit) internal pure returns (uint256) {
        uint256 left = offset < count ? count - offset : 0;
        return limit < left ? limit : left;
    }

    function _today() internal view returns (JstDay) {
        return jstDayOf(block.timestamp);
    }
}
