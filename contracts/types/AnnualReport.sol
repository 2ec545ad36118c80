// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "./JstDay.sol";
import {ProjectFunds} from "./Proceeds.sol";
import {Yen} from "./Yen.sol";

/// @notice A published figure: a snapshot of a facility.
struct FigureId {
    bytes32 facilityId;
    uint128 snapshotIndex;
}

/// @notice A figure on which a report rests, and the share of it that was the bond's, in 1/10,000.
struct ReportFigure {
    bytes32 facilityId;
    uint128 snapshotIndex;
    uint16 shareBps;
}

/// @notice An annual report: how things stood when it was published. Only the reviewer's signature is added later.
/// @param fiscalYear the year on which it reports: 2024 runs from 1 April 2024 to 31 March 2025
/// @param revision 1 for the first report on that year
/// @param voluntary whether the first report on that year was published when none was due
/// @param plannedDay by when the rest is planned to be allocated; 0 if there is no rest
/// @param refinancedYen what of the allocated amount is refinancing
/// @param cashEquivalentsYen what of the unallocated amount is in cash equivalents; the rest of it is in cash
/// @param reviewer who signed it; zero until somebody has
struct AnnualReport {
    uint16 fiscalYear;
    uint16 revision;
    JstDay publishedDay;
    JstDay plannedDay;
    bool voluntary;
    Yen allocatedYen;
    Yen unallocatedYen;
    Yen refinancedYen;
    Yen cashEquivalentsYen;
    address reviewer;
    JstDay signedDay;
    bytes32 opinionHash;
    bytes32 documentHash;
    string uri;
    ProjectFunds[] projects;
    ReportFigure[] figures;
}

/// @notice Where a report stands: its year and its revision.
struct ReportId {
    uint16 fiscalYear;
    uint16 revision;
}
