// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AnnualReport, FigureId, ReportId} from "../types/AnnualReport.sol";
import {JstDay} from "../types/JstDay.sol";
import {Yen} from "../types/Yen.sol";

/// @title The annual reports on allocation and impact [G-4, G-6, E-4]
/// @notice A report freezes what the ledger of the proceeds says at the moment of publication and names the published impact figures that it rests
/// on. It is never edited: a report that has changed is published again on the same fiscal year, as its next revision.
///
/// When a report is due, in our reading of G-4. The first is due within one year of the closing day: by 14 December 2024 for a closing on 14
/// December 2023, also if everything was allocated before. Each next one is due within one year of the last first report on a fiscal year; one that
/// came late is counted as if it had come on its due day, so that lateness moves nothing. 29 February becomes 28 February in other years. Once a
/// report has shown that nothing is unallocated none is due any more: a further one is voluntary, and what happens then, a release included, is a
/// material event that the issuer discloses in a timely manner.
interface IAnnualReports {
    /// @notice Revision `revision` of the report on a fiscal year was published [G-4].
    event ReportPublished(
        uint16 indexed fiscalYear,
        uint16 indexed revision,
        bool voluntary,
        Yen allocatedYen,
        Yen unallocatedYen,
        Yen refinancedYen,
        bytes32 documentHash,
        string uri
    );
    /// @notice A report is due by `to` and no longer by `from`; 0 is never [G-4].
    event DueDayMoved(JstDay from, JstDay to);
    /// @notice The reviewer signed a report: the post-issuance review [G-6].
    event ReportSigned(uint16 indexed fiscalYear, uint16 indexed revision, address indexed reviewer, bytes32 opinionHash);

    /// @notice The bond is not issued, so there is nothing to report.
    error NothingToReport();
    /// @notice Reports are on the fiscal years from that of the closing day through that of today [G-4].
    error FiscalYearOutOfRange(uint16 fiscalYear, uint256 from, uint256 to);
    /// @notice A report says by when the rest is allocated: the plan is `plannedDay`, which is none or has passed [G-4].
    error RestWithoutPlan(Yen unallocatedYen, JstDay plannedDay);
    /// @notice The records of the facility changed after the figure was published, or the figure was corrected [E-4].
    error FigureStale(bytes32 facilityId, uint256 snapshotIndex);
    /// @notice This bond has no share of the facility.
    error NoShareOfFacility(bytes32 facilityId);
    /// @notice A report names a figure once.
    error FigureTwice(bytes32 facilityId, uint256 snapshotIndex);
    /// @notice There is no such revision; the report on that fiscal year has `revisions`.
    error NoSuchReport(uint16 fiscalYear, uint16 revision, uint256 revisions);
    /// @notice A later revision took its place.
    error ReportReplaced(uint16 fiscalYear, uint16 revision, uint256 revisions);
    /// @notice A figure on which it rests has gone stale: a revision is needed [E-4].
    error ReportOutdated(uint16 fiscalYear, uint16 revision);
    /// @notice `reviewer` signed it already.
    error ReportSignedAlready(uint16 fiscalYear, uint16 revision, address reviewer);
    /// @notice A report and an opinion are documents, named by their hash.
    error EvidenceMissing();

    /// @notice Publishes the report on a fiscal year, or its next revision, and freezes the amounts as they are now.
    /// @dev Issuer only.
    /// @param documentHash the report as it stands on the issuer's website at `uri`
    /// @param figures the published impact figures that it shows, none of them stale; as far as practicable, so there may be none [E-4]
    /// @return revision 1 for the first report on that year
    function publish(uint16 fiscalYear, bytes32 documentHash, string calldata uri, FigureId[] calldata figures) external returns (uint16 revision);

    /// @notice Signs the latest revision on a fiscal year, once, unless a figure on which it rests has gone stale [G-6].
    /// @dev Reviewer only.
    function sign(uint16 fiscalYear, uint16 revision, bytes32 opinionHash) external;

    /// @notice By when the next report is due; 0 if none is [G-4].
    function dueDay() external view returns (JstDay);

    /// @notice Whether the due day has passed in Japan [G-4].
    function isOverdue() external view returns (bool);

    /// @notice Whether a figure on which the report rests has gone stale since [E-4].
    function isOutdated(uint16 fiscalYear, uint16 revision) external view returns (bool);

    /// @notice A report as it was published.
    function report(uint16 fiscalYear, uint16 revision) external view returns (AnnualReport memory);

    /// @notice How many revisions the report on a fiscal year has; 0 if there is no report.
    function revisionCount(uint16 fiscalYear) external view returns (uint256);

    /// @notice How many reports there are, every revision counted.
    function reportCount() external view returns (uint256);

    /// @notice Reports `offset` + 1 to `offset` + `limit`, in the order in which they were published.
    function reportsAt(uint256 offset, uint256 limit) external view returns (ReportId[] memory);
}
